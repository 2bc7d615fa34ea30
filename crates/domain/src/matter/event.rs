//! Everything that can have happened to a matter. Kinds are released words: never renamed, only added to.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AccountId, Audience, Channel, Duty, Form, FulfilmentFound, Language, Mode, NoticePost, Occasion, Outcome,
    PartyRole, RatingWay, Resolved, SessionOutcome, TryOutcome, Urgency, UrgencyCause,
};
use crate::body::BodyId;
use crate::calendar::Limit;
use crate::category::CategoryCode;
use crate::clock::{LapseAct, PauseReason, WarnPoint, Whose};
use crate::code::MatterCode;
use crate::event::{events, facts};
use crate::label::Label;
use crate::region::{RegionCode, Tier};
use crate::sealed::Sealed;

pub use super::tier_event::*;
pub use crate::assignment::event::*;
pub use crate::backlog::BacklogStepTaken;
pub use crate::confirmation::{ConfirmationAccepted, ConfirmationApplied, ConfirmationExtended, ConfirmationRuled};
pub use crate::danger::{
    DangerConfirmed, DangerLifted, DangerSeen, DangerSetAside, DangerStepTaken, DangerTold, DangerWentBack,
};
pub use crate::dispute::event::*;
pub use crate::diversion::event::*;
pub use crate::family::event::*;
pub use crate::holding::{MarkAppealed, MarkJudged};
pub use crate::joint::event::*;
pub use crate::urging::{TakenOver, UrgingAnswered, UrgingIssued, UrgingWithdrawn};

events! {
    /// A fact about a matter.
    Event:
    "matter.reported.v1" => Reported,
    "matter.report_joined.v1" => ReportJoined,
    "party.joined.v1" => PartyJoined,
    "party.represented.v1" => PartyRepresented,
    "party.corrected.v1" => PartyCorrected,
    "access.granted.v1" => AccessGranted,
    "representative.admitted.v1" => RepresentativeAdmitted,
    "matter.accepted.v1" => Accepted,
    "matter.returned.v1" => Returned,
    "matter.referred.v1" => Referred,
    "matter.merged.v1" => Merged,
    "matter.absorbed.v1" => Absorbed,
    "matter.classified.v1" => Classified,
    "matter.urgency_set.v1" => UrgencySet,
    "matter.assigned.v1" => Assigned,
    "assignment.received.v1" => AssignmentReceived,
    "mediator.named.v1" => MediatorNamed,
    "session.arranged.v1" => SessionArranged,
    "session.cancelled.v1" => SessionCancelled,
    "session.recorded.v1" => SessionRecorded,
    "agreement.drafted.v1" => AgreementDrafted,
    "agreement.signed.v1" => AgreementSigned,
    "agreement.refused.v1" => AgreementRefused,
    "agreement.sealed.v1" => AgreementSealed,
    "obligation.fulfilled.v1" => ObligationFulfilled,
    "obligation.breached.v1" => ObligationBreached,
    "matter.concluded.v1" => Concluded,
    "matter.withdrawn.v1" => Withdrawn,
    "visit.arranged.v1" => VisitArranged,
    "visit.reported.v1" => VisitReported,
    "matter.rated.v1" => Rated,
    "matter.archived.v1" => Archived,
    "matter.reopened.v1" => Reopened,
    "clock.started.v1" => ClockStarted,
    "clock.stopped.v1" => ClockStopped,
    "clock.lapsed.v1" => ClockLapsed,
    "clock.extended.v1" => ClockExtended,
    "note.written.v1" => NoteWritten,
    "message.sent.v1" => MessageSent,
    "message.addressed.v1" => MessageAddressed,
    "message.represented.v1" => MessageRepresented,
    "file.attached.v1" => FileAttached,
    "file.represented.v1" => FileRepresented,
    // Work between bodies, and who answers for a matter.
    "assignment.returned.v1" => AssignmentReturned,
    "assignment.replied.v1" => AssignmentReplied,
    "assignment.extension_asked.v1" => ExtensionAsked,
    "assignment.extension_answered.v1" => ExtensionAnswered,
    "assignment.handed_over.v1" => HandedOver,
    "assignment.handover_signed.v1" => HandOverSigned,
    "assignment.handover_declined.v1" => HandOverDeclined,
    "matter.bounced.v1" => Bounced,
    "dispute.raised.v1" => DisputeRaised,
    "dispute.claimed.v1" => DisputeClaimed,
    "dispute.decided.v1" => DisputeDecided,
    "joint.opened.v1" => JointOpened,
    "joint.member_joined.v1" => MemberJoined,
    "conference.called.v1" => ConferenceCalled,
    "conference.held.v1" => ConferenceHeld,
    "task.done.v1" => TaskDone,
    "sponsor.named.v1" => SponsorNamed,
    "backlog.step_taken.v1" => BacklogStepTaken,
    "urging.issued.v1" => UrgingIssued,
    "urging.answered.v1" => UrgingAnswered,
    "urging.withdrawn.v1" => UrgingWithdrawn,
    "matter.taken_over.v1" => TakenOver,
    "mark.appealed.v1" => MarkAppealed,
    "mark.judged.v1" => MarkJudged,
    "clock.paused.v1" => ClockPaused,
    "clock.resumed.v1" => ClockResumed,
    "clock.extension_asked.v1" => ClockExtensionAsked,
    "clock.extension_agreed.v1" => ClockExtensionAgreed,
    "clock.extension_refused.v1" => ClockExtensionRefused,
    "clock.recomputed.v1" => ClockRecomputed,
    "matter.raised.v1" => Raised,
    "matter.rise_asked.v1" => RiseAsked,
    "matter.rise_declined.v1" => RiseDeclined,
    "matter.send_down_offered.v1" => SendDownOffered,
    "matter.sent_down.v1" => SentDown,
    "matter.send_down_declined.v1" => SendDownDeclined,
    "rating.tried.v1" => RatingTried,
    // Who sends matters here, and who takes over from here.
    "arrival.recorded.v1" => ArrivalRecorded,
    "arrival.receipted.v1" => ArrivalReceipted,
    "arrival.returned.v1" => ArrivalReturned,
    "arrival.answer_due.v1" => AnswerFellDue,
    "arrival.answered.v1" => ArrivalAnswered,
    "diversion.sent.v1" => DiversionSent,
    "diversion.signed.v1" => DiversionSigned,
    "diversion.refused.v1" => DiversionRefused,
    "diversion.recalled.v1" => DiversionRecalled,
    "diversion.outcome.v1" => DiversionOutcome,
    "advice.handed_over.v1" => AdviceHandedOver,
    "clock.warned.v1" => ClockWarned,
    "danger.seen.v1" => DangerSeen,
    "danger.told.v1" => DangerTold,
    "danger.confirmed.v1" => DangerConfirmed,
    "danger.set_aside.v1" => DangerSetAside,
    "danger.step_taken.v1" => DangerStepTaken,
    "danger.lifted.v1" => DangerLifted,
    // Matters that belong together, and many applicants of one.
    "matter.separated.v1" => Separated,
    "matter.released.v1" => Released,
    "clock.inherited.v1" => ClockInherited,
    "family.linked.v1" => Linked,
    "family.unlinked.v1" => Unlinked,
    "family.earlier_judged.v1" => EarlierJudged,
    "representative.chosen.v1" => RepresentativeChosen,
    "representative.ended.v1" => RepresentativeEnded,
    "party.left.v1" => PartyLeft,
    "danger.went_back.v1" => DangerWentBack,
    "conference.moved.v1" => ConferenceMoved,
    "conference.called_off.v1" => ConferenceCalledOff,
    "consent.asked.v1" => ConsentAsked,
    "consent.given.v1" => ConsentGiven,
    "consent.refused.v1" => ConsentRefused,
    // What the court says of an agreement.
    "confirmation.applied.v1" => ConfirmationApplied,
    "confirmation.accepted.v1" => ConfirmationAccepted,
    "confirmation.extended.v1" => ConfirmationExtended,
    "confirmation.ruled.v1" => ConfirmationRuled,
}

facts! {
    /// The first report opened the matter.
    Reported {
        code: MatterCode,
        report: ReportFacts,
        region: RegionCode,
        category: CategoryCode,
        playbook: String,
        urgency: Urgency,
        body: BodyId,
        on: Date,
        /// Where its playbook lets it begin.
        #[serde(default, skip_serializing_if = "Option::is_none")] tier: Option<Tier>,
    }
    /// One arrival by one channel.
    ReportFacts {
        no: u32,
        channel: Channel,
        narrative: Sealed,
        #[serde(default, skip_serializing_if = "Option::is_none")] answers: Option<Sealed>,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Sealed>,
        #[serde(default, skip_serializing_if = "Option::is_none")] happened_on: Option<Date>,
        /// Cents of yuan.
        #[serde(default, skip_serializing_if = "Option::is_none")] amount: Option<i64>,
        language: Language,
        #[serde(default, skip_serializing_if = "Option::is_none")] filed_by: Option<AccountId>,
        /// Where an import came from, e.g. `hotline-2025`.
        #[serde(default, skip_serializing_if = "Option::is_none")] source: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] external_id: Option<String>,
        received_on: Date,
    }
    /// A further report of the same matter arrived.
    ReportJoined { report: ReportFacts }
    /// A party; `person` seals name and contact details as JSON (`PersonDetails`).
    PartyJoined { no: u32, role: PartyRole, person: Sealed }
    /// Somebody speaks for a party.
    PartyRepresented { party: u32, person: Sealed }
    /// A party's details were corrected.
    PartyCorrected { party: u32, person: Sealed }
    /// A key was printed for a party; hex SHA-256 of the key.
    AccessGranted { party: u32, key_hash: String }
    /// A key was printed for who represents a party; hex SHA-256 of the key.
    RepresentativeAdmitted { party: u32, key_hash: String }
    /// The body took the matter on.
    Accepted { on: Date, body: BodyId }
    /// Not for mediation here; `reason` is a word of the list in the messages, `text` explains.
    Returned { on: Date, reason: String, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed> }
    /// Sent to somebody outside: court, arbitration, police…
    Referred { on: Date, to: String, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed> }
    /// The kind of dispute was set by a person.
    Classified { category: CategoryCode, playbook: String }
    /// The urgency of the matter, never of a person.
    UrgencySet {
        urgency: Urgency,
        /// Absent where a person set it.
        #[serde(default, skip_serializing_if = "Option::is_none")] because: Option<UrgencyCause>,
    }
    /// A body was given work.
    Assigned {
        no: u32, body: BodyId, duty: Duty, on: Date,
        /// Who gave it; the body that was responsible where it does not say.
        #[serde(default, skip_serializing_if = "Option::is_none")] by: Option<BodyId>,
        /// The last day to sign for it.
        #[serde(default, skip_serializing_if = "Option::is_none")] sign_by: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")] due_on: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")] instruction: Option<Sealed>,
    }
    /// The body signed for it.
    AssignmentReceived { no: u32, on: Date }
    /// Who mediates.
    MediatorNamed { mediator: AccountId }
    /// A meeting was fixed; `at` in microseconds UTC.
    SessionArranged { no: u32, at: i64, mode: Mode, #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Sealed> }
    /// A meeting was called off.
    SessionCancelled { no: u32, #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed> }
    /// A meeting took place, or nobody came.
    SessionRecorded { no: u32, on: Date, outcome: SessionOutcome, record: Sealed }
    /// An agreement was put before the parties.
    AgreementDrafted {
        no: u32, on: Date, form: Form, facts: Sealed, terms: Sealed, obligations: Vec<ObligationFacts>, signers: Vec<u32>,
    }
    /// What one party owes.
    ObligationFacts {
        no: u32, party: u32, what: Sealed,
        /// Cents of yuan.
        #[serde(default, skip_serializing_if = "Option::is_none")] amount: Option<i64>,
        due_on: Date,
    }
    /// A party signed (or agreed aloud, for an oral one).
    AgreementSigned { agreement: u32, party: u32, on: Date }
    /// A party did not want this agreement; counts against nobody.
    AgreementRefused { agreement: u32, party: u32, on: Date, #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed> }
    /// The mediator signed and the committee sealed: in effect.
    AgreementSealed { agreement: u32, on: Date, mediator: AccountId }
    /// What was owed was done.
    ObligationFulfilled { no: u32, on: Date }
    /// What was owed was not done.
    ObligationBreached { no: u32, on: Date }
    /// Mediation ended.
    Concluded {
        on: Date, outcome: Outcome,
        #[serde(default, skip_serializing_if = "Option::is_none")] advice: Option<Sealed>,
        /// Ids of the exits that the advice names.
        #[serde(default, skip_serializing_if = "Vec::is_empty")] exits: Vec<String>,
    }
    /// A party left mediation (People's Mediation Law art. 17).
    Withdrawn {
        on: Date, party: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
        /// Written advice on what else the parties can do.
        #[serde(default, skip_serializing_if = "Option::is_none")] advice: Option<Sealed>,
        /// Ids of the exits that it names.
        #[serde(default, skip_serializing_if = "Vec::is_empty")] exits: Vec<String>,
    }
    /// A return visit was planned.
    VisitArranged { no: u32, due_on: Date, visitor: AccountId }
    /// What the visit found.
    VisitReported {
        no: u32, on: Date, fulfilled: FulfilmentFound,
        /// One to five, asked on the visit; absent where the party would not say.
        #[serde(default, skip_serializing_if = "Option::is_none")] satisfied: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
    }
    /// A party's judgement, one to five.
    Rated {
        party: u32, stars: u8, on: Date, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
        /// Whether the party's trouble is over; absent where it was not asked or would not say.
        #[serde(default, skip_serializing_if = "Option::is_none")] resolved: Option<Resolved>,
        /// On conclusion where it does not say.
        #[serde(default, skip_serializing_if = "Option::is_none")] occasion: Option<Occasion>,
        /// By the party itself where it does not say.
        #[serde(default, skip_serializing_if = "Option::is_none")] way: Option<RatingWay>,
        /// Whose people took it down.
        #[serde(default, skip_serializing_if = "Option::is_none")] by: Option<BodyId>,
        /// Number of the file that shows the form of paper.
        #[serde(default, skip_serializing_if = "Option::is_none")] scan: Option<u32>,
        /// The drawing that the call-back belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")] round: Option<String>,
        /// What the party of a call-back says of the agreement.
        #[serde(default, skip_serializing_if = "Option::is_none")] found: Option<FulfilmentFound>,
    }
    /// Somebody called a party for its judgement and has none.
    RatingTried {
        party: u32, on: Date, occasion: Occasion, by: BodyId, outcome: TryOutcome,
        #[serde(default, skip_serializing_if = "Option::is_none")] round: Option<String>,
    }
    /// The file was closed.
    Archived { on: Date, dossier_on: Date }
    /// The dispute came back, or a party said it was not over.
    Reopened { on: Date, body: BodyId, reason: Sealed }
    /// A time limit began.
    ClockStarted {
        no: u32, clock: String, name: Label, from_on: Date, due_on: Date, warn_on: Date, until: Vec<String>, source: Label,
        /// What it was counted from, so that it can be counted anew.
        #[serde(default, skip_serializing_if = "Option::is_none")] limit: Option<Limit>,
        /// The playbook or channel that it comes from.
        #[serde(default, skip_serializing_if = "Option::is_none")] set: Option<String>,
        /// The calendar that it was counted with (`Calendar::digest`).
        #[serde(default, skip_serializing_if = "Option::is_none")] calendar: Option<String>,
        /// Of a limit in hours: the moment it ends, microseconds UTC.
        #[serde(default, skip_serializing_if = "Option::is_none")] due_at: Option<i64>,
        /// Absent where it is the house's.
        #[serde(default, skip_serializing_if = "Option::is_none")] whose: Option<Whose>,
        /// When those who have the matter are told before its end.
        #[serde(default, skip_serializing_if = "Vec::is_empty")] warn: Vec<WarnPoint>,
    }
    /// A time limit ended by what it waited for.
    ClockStopped { no: u32, on: Date }
    /// A time limit ran out; what follows from that by its rule.
    ClockLapsed { no: u32, on: Date, #[serde(default, skip_serializing_if = "Vec::is_empty")] acts: Vec<LapseAct> }
    /// A warning point of a time limit was reached, and every earlier one with it.
    ClockWarned { no: u32, on: Date, point: WarnPoint }
    /// A time limit was extended.
    ClockExtended { no: u32, due_on: Date, warn_on: Date, #[serde(default, skip_serializing_if = "Option::is_none")] by: Option<Limit> }
    /// A note of the staff.
    NoteWritten { no: u32, audience: Audience, text: Sealed }
    /// A message between a party and the staff; `party` is who wrote, absent when the staff did.
    MessageSent { no: u32, #[serde(default, skip_serializing_if = "Option::is_none")] party: Option<u32>, text: Sealed }
    /// A message of the staff to one alone: a party, or, where `representative` names the sealed details, who represents it.
    MessageAddressed { no: u32, party: u32, #[serde(default, skip_serializing_if = "Option::is_none")] representative: Option<i64>, text: Sealed }
    /// A message of who represents a party to the staff; `representative` names the sealed details.
    MessageRepresented { no: u32, party: u32, representative: i64, text: Sealed }
    /// A photo, scan or recording; `file` is the key in the file store.
    FileAttached {
        no: u32, file: i64, media_type: String, size: i64, name: Sealed, audience: Audience,
        #[serde(default, skip_serializing_if = "Option::is_none")] party: Option<u32>,
    }
    /// A file that whoever represents a party sent; `representative` names the sealed details.
    FileRepresented {
        no: u32, file: i64, media_type: String, size: i64, name: Sealed, audience: Audience, party: u32, representative: i64,
    }
    /// A time limit stands still, for a reason that its rule allows.
    ClockPaused { no: u32, on: Date, reason: PauseReason, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed> }
    /// It goes on, and ends so much later.
    ClockResumed { no: u32, on: Date, days: u32, due_on: Date, warn_on: Date }
    /// More time was asked for: by a party, or by the staff where no party is named.
    ClockExtensionAsked {
        no: u32, on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")] party: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
        /// Who is told, because its rule asks their approval.
        #[serde(default, skip_serializing_if = "Option::is_none")] approver: Option<Approver>,
    }
    /// Whose approval something needs.
    Approver { body: BodyId, post: NoticePost }
    /// A party agreed to it.
    ClockExtensionAgreed {
        no: u32, on: Date, party: u32,
        /// How and when it said so, where the staff noted it.
        #[serde(default, skip_serializing_if = "Option::is_none")] how: Option<Sealed>,
    }
    /// A party, or who has to approve it, did not agree; counts against nobody.
    ClockExtensionRefused {
        no: u32, on: Date,
        /// How and when a party said so, where the staff noted it.
        #[serde(default, skip_serializing_if = "Option::is_none")] how: Option<Sealed>,
        #[serde(default, skip_serializing_if = "Option::is_none")] party: Option<u32>,
        /// Why, of whoever had to approve it.
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
        /// The party that had asked and reads it; the staff alone do where none did.
        #[serde(default, skip_serializing_if = "Option::is_none")] asked_by: Option<u32>,
    }
    /// The calendar changed, and the date with it.
    ClockRecomputed { no: u32, on: Date, old_due_on: Date, due_on: Date, warn_on: Date, calendar: String }
}
