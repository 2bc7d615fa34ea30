//! What a rule says when it says no.

use jiff::civil::Date;
use serde::Serialize;

use crate::code::MatterCode;
use crate::matter::{BacklogStage, Status};
use crate::region::Tier;

/// A rule said no: nothing was recorded. The message `refusal-<rule>` tells the person what would do, with these facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
#[error("{self:?}")]
pub enum Refusal {
    /// The step does not fit where the matter stands.
    WrongStatus { status: Status },
    /// The matter is concluded; it would have to be reopened.
    AlreadyConcluded { status: Status },
    /// The step needs a concluded matter.
    NotConcluded,
    /// The step needs a settled matter.
    NotSettled,
    /// The matter is archived; it would have to be reopened.
    Archived,
    /// A reason is needed.
    ReasonMissing,
    /// A text is needed and was empty.
    TextMissing,
    /// A matter cannot be merged into itself, or into one that is concluded or merged.
    MergeTarget,
    /// No such party, session, obligation, visit or assignment in this matter.
    NoSuchEntry { no: u32 },
    /// Nobody represents this party.
    NotRepresented { party: u32 },
    /// A matter needs an applicant.
    ApplicantMissing,
    /// Only a named mediator can go on.
    MediatorMissing,
    /// The same body has this work already.
    AlreadyAssigned,
    /// A date in the past where a coming one is needed.
    DatePast { earliest: Date },
    /// A date in the future where a past one is needed.
    DateFuture { latest: Date },
    /// The session is over or called off.
    SessionOver,
    /// A session is still open: record it or call it off first.
    SessionOpen,
    /// There is no agreement that waits for signatures.
    NoAgreement,
    /// An agreement needs at least one term.
    TermsMissing,
    /// This party has signed already.
    AlreadySigned,
    /// Some party has not signed yet; the mediator signs and seals last (People's Mediation Law art. 29).
    SignatureMissing { missing: u32 },
    /// Settled needs an agreement in effect.
    AgreementMissing,
    /// Mediation that ends without settlement owes the parties written advice on what else they can do.
    AdviceMissing,
    /// An application to the court waits already.
    ConfirmationPending,
    /// The court has confirmed the agreement.
    AlreadyConfirmed,
    /// The parties apply within thirty days of effect (People's Mediation Law art. 33).
    ConfirmationLate { latest: Date },
    /// No application waits for this.
    NoConfirmation,
    /// The court has not taken the application yet.
    ConfirmationNotAccepted,
    /// The court has taken the application: it confirms or rejects.
    ConfirmationAccepted,
    /// The obligation is closed already.
    ObligationClosed,
    /// A return visit is already arranged.
    VisitPending,
    /// The visit is reported already.
    VisitReported,
    /// Too early after the settlement.
    TooSoon { earliest: Date },
    /// Only one to five.
    StarsRange,
    /// This party has rated already.
    AlreadyRated,
    /// A party that was called so often in vain, or would not speak, is left alone.
    TriesUsed { most: usize },
    /// Whoever had the matter in its hands does not ask what is thought of it.
    NotIndependent,
    /// The call-back was answered, or given up.
    CallBackDone,
    /// The matter was not drawn for this, or is not yet its turn.
    NotDrawn,
    /// Something still has to happen before the file is closed: the return visit or its latest day.
    VisitOutstanding { latest: Date },
    /// The clock is not running.
    ClockStopped,
    /// The new date is not later than the old.
    NotLater { due_on: Date },
    /// The working-day calendar has no such year.
    CalendarYear { year: i16 },
    /// Too many entries of one kind in one matter.
    TooMany { most: u32 },
    /// The text is too long, in characters.
    TooLong { most: u32 },
    /// A negative or absurd amount.
    Amount,
    /// Work that was signed for stays with the body: it can be handed over, or the matter be disputed.
    SignedFor { on: Date },
    /// The body has to sign for the work first.
    NotSignedFor,
    /// The work was answered, sent back, or given to somebody else.
    WorkOver,
    /// More time was asked for already.
    MoreTimeAsked { until: Date },
    /// Nobody asked for more time.
    NoExtension,
    /// The work is on its way to another body, which has to sign for it.
    HandOverPending,
    /// Nothing is being handed over.
    NoHandOver,
    /// It is with this body already.
    SameBody,
    /// Nobody stands above: there is no centre of a higher tier.
    NoSuperior,
    /// The bodies' dispute is not decided yet.
    DisputeOpen { due_on: Date },
    /// There is no open dispute about who is responsible.
    NoDispute,
    /// Only the common superior decides.
    NotDecider,
    /// No such duty in the duty list.
    NoSuchDuty,
    /// Joint mediation has begun already.
    AlreadyJoint,
    /// The matter is not under joint mediation.
    NoJoint,
    /// Joint mediation needs another body besides the lead.
    MembersMissing,
    /// The body does not take part.
    NotMember,
    /// A conference is called already: write its minutes first.
    ConferenceOpen,
    /// There is no conference to write minutes of.
    NoConference,
    /// The conference is still to come: its minutes are written from its day on.
    ConferenceAhead { from: Date },
    /// The conference was held or called off already.
    ConferenceOver,
    /// The task is done already.
    TaskDone,
    /// The step before has to be taken first.
    StageFirst { stage: BacklogStage },
    /// The urging was answered or withdrawn, or the matter ended.
    UrgingOver,
    /// A rule urged: nobody withdraws that.
    UrgingByRule,
    /// The day for an answer is too far off.
    AnswerTooFar { latest: Date, most: u16 },
    /// The body has no part in the matter.
    NotOnMatter,
    /// Nothing was missed there, so there is no mark.
    NotMissed,
    /// The mark was objected to already.
    Appealed,
    /// Nobody objected to the mark, or it is judged already.
    NoAppeal,
    /// The clock stands still already.
    ClockPaused,
    /// The clock does not stand still.
    ClockRunning,
    /// The clock's rule does not let it stand still for this reason.
    PauseNotAllowed,
    /// The clock's rule gives no more time.
    ExtensionNotAllowed,
    /// It was made longer as often as its rule allows.
    ExtensionsUsed { most: u8 },
    /// More time is asked for already.
    ExtensionPending,
    /// It waits for whoever has to approve it, and not for the parties' word.
    ExtensionNeedsApproval,
    /// Nobody has asked for more time.
    NoExtensionAsked,
    /// This party has agreed already.
    AlreadyAgreed,
    /// The time was over before more of it was asked for.
    ClockOver { due_on: Date },
    /// Only a higher tier.
    TierNotHigher { tier: Tier },
    /// Only a lower tier.
    TierNotLower { tier: Tier },
    /// A lower tier was asked already and has not answered.
    OfferPending,
    /// Nobody was asked to take it.
    NoOffer,
    /// An agreement waits for signatures or is in effect: that comes first.
    AgreementOpen,
    /// A party asked for a higher tier already and has no answer yet.
    RiseAskedAlready,
    /// No party has asked for a higher tier.
    NoRiseAsked,
    /// No body of that tier takes it.
    NoBodyThere,
    /// The report has the sender's paper already.
    ArrivalNoted,
    /// Of a court's paper it has to be said whether it is before filing or after, and in which procedure.
    ProcedureMissing,
    /// The sender has the last word already, or it went back to the sender.
    ArrivalOver,
    /// The last word to the sender comes when the matter has ended; before that a day is needed by which more is told.
    AnswerTooEarly,
    /// This exit is not open for the matter.
    NoSuchExit,
    /// It is on its way to somebody already, who has to sign for it.
    DiversionPending { sign_by: Date },
    /// Whoever the matter belongs to has not said that they want this.
    WishMissing,
    /// Without anybody's wish only the police are called, where somebody is in danger.
    DangerOnly,
    /// It came back, was taken back, or its outcome is known.
    DiversionOver,
    /// Nobody was named who is to be asked.
    NobodyAsked,
    /// It was asked anew, the letter has gone out, or the matter went elsewhere.
    ConsentOver,
    /// The party was not asked, or has left.
    ConsentNotAsked,
    /// The party said no itself.
    ConsentRefused { on: Date },
    /// Advice has to name at least one way that is open for this matter.
    ExitMissing,
    /// There is no written advice to hand over.
    NoAdvice,
    /// What the danger is has to be said.
    DangerKindMissing,
    /// No sign of danger waits, or it is over.
    NoDanger,
    /// The danger is confirmed: it is lifted once it is over.
    DangerConfirmed,
    /// Somebody has to confirm the sign, or set it aside, first.
    DangerUndecided,
    /// A shift needs a day, a time and somebody who serves.
    ShiftEmpty,
    /// The shift does not serve on that day.
    NoTurn,
    /// The person does not serve then.
    NotOnTurn,
    /// The colleague serves then already.
    OnTurn,
    /// A colleague was asked already and has not answered.
    SwapPending,
    /// Somebody else was asked.
    NotAsked,
    /// The note was signed already.
    NoteSigned,
    /// Somebody else signs a note than who wrote it.
    OwnNote,
    /// Whoever serves now, or in the turn that comes next, signs a note.
    NotNextTurn,
    /// The other matter was merged itself: merge into the one where it went.
    MergedElsewhere { into: MatterCode },
    /// An agreement of either matter waits for signatures or is in effect: that comes first.
    AgreementFirst,
    /// Two bodies lead: somebody has to say which of them stays.
    LeadsDiffer,
    /// It is not merged into that matter.
    NotMerged,
    /// A matter does not belong to itself.
    LinkSelf,
    /// They are linked already.
    AlreadyLinked,
    /// They are not linked.
    NotLinked,
    /// Only applicants who have not left speak, or are spoken for.
    NotApplicant { no: u32 },
    /// Nobody agreed to be spoken for.
    ConsentMissing,
    /// This party has left already.
    PartyGone,
}

impl Refusal {
    /// The rule's name, e.g. `wrong-status`; the message key is `refusal-` and this.
    pub fn rule(&self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(map)) => {
                map.get("rule").and_then(|r| r.as_str()).unwrap_or_default().to_owned()
            }
            _ => String::new(),
        }
    }
}
