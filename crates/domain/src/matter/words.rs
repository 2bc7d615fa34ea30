//! The closed lists of words in a matter's facts.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),* $(,)? })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in events, URLs and message keys.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    )* };
}

words! {
    /// Where a matter stands.
    Status {
        /// Arrived, nobody has accepted it.
        Reported = "reported",
        /// Accepted, nobody mediates yet.
        Accepted = "accepted",
        /// A body and perhaps a mediator has it.
        Assigned = "assigned",
        /// A meeting was arranged or held.
        Mediating = "mediating",
        /// An agreement waits for signatures.
        Agreement = "agreement",
        /// Concluded with an agreement.
        Settled = "settled",
        /// Concluded without one.
        NotSettled = "not_settled",
        /// A party left.
        Withdrawn = "withdrawn",
        /// Not taken on.
        Returned = "returned",
        /// Sent to somebody outside.
        Referred = "referred",
        /// A duplicate.
        Merged = "merged",
    }
    /// By which door a report came.
    Channel {
        Window = "window", Phone = "phone", Grid = "grid", Police = "police", Court = "court", Visit = "visit",
        Web = "web", Qr = "qr", Import = "import", Api = "api",
    }
    /// The language a party reads.
    Language { Zh = "zh-CN", En = "en" }
    /// Of the matter, never of a person.
    Urgency { Normal = "normal", Soon = "soon", Urgent = "urgent" }
    /// Why the urgency of a matter rose by itself.
    UrgencyCause {
        /// The same people came again with the same thing.
        Returned = "returned",
        /// Somebody else reported the same thing.
        Joined = "joined",
    }
    /// How two matters belong together.
    LinkKind {
        /// The same people with the same thing, again.
        Repeat = "repeat",
        /// One cause, one respondent, or one place.
        Related = "related",
    }
    /// What a person did with matters that were suggested as likely the same.
    EarlierVerdict {
        /// Opened another one beside them.
        Opened = "opened",
        Joined = "joined", Merged = "merged", Linked = "linked",
        /// Found that they are others.
        Apart = "apart",
    }
    /// Who a party is.
    PartyRole { Applicant = "applicant", Respondent = "respondent", Third = "third" }
    /// Main or helping work on a matter.
    Duty { Lead = "lead", Assist = "assist" }
    /// How people meet.
    Mode { OnSite = "on_site", Online = "online", Phone = "phone" }
    /// How a meeting went.
    SessionOutcome { Agreed = "agreed", Continued = "continued", Failed = "failed", Absent = "absent" }
    /// Written, or by word of mouth and recorded (People's Mediation Law arts 28–30).
    Form { Written = "written", Oral = "oral" }
    /// How mediation ended by the mediator's word.
    Outcome { Settled = "settled", NotSettled = "not_settled" }
    /// What a return visit found.
    FulfilmentFound { Fulfilled = "fulfilled", Partly = "partly", NotYet = "not_yet", ComingBack = "coming_back" }
    /// Why a matter went up a tier.
    RaisedBy { Rule = "rule", Clock = "clock", Person = "person", Request = "request" }
    /// Who reads a note or a file.
    Audience { Staff = "staff", Parties = "parties" }
    /// What the assigner says to a body that asks for more time.
    Verdict { Granted = "granted", Refused = "refused" }
    /// What a supervisor says to a body that objects to a mark.
    Judgement { Upheld = "upheld", Lifted = "lifted" }
    /// What a body promised to do in time.
    PromiseKind {
        Clock = "clock", Receipt = "receipt", Reply = "reply", Dispute = "dispute", Task = "task", Urging = "urging",
        SenderReceipt = "sender_receipt", SenderAnswer = "sender_answer", DiversionReceipt = "diversion_receipt",
    }
    /// What a party says when it is asked whether its trouble is over.
    Resolved { Yes = "yes", Partly = "partly", No = "no" }
    /// When a party is asked for its judgement: when the matter is concluded, after the return visit, and where it was drawn
    /// for an independent call-back.
    Occasion { Conclusion = "conclusion", Visit = "visit", Sample = "sample" }
    /// How a judgement came in: the party's own hand, a telephone call, or a form of paper that somebody entered.
    RatingWay { Own = "own", Phone = "phone", Paper = "paper" }
    /// How a call ended in which nobody judged.
    TryOutcome { NotReached = "not_reached", Refused = "refused", Later = "later" }
    /// What is counted of matters (`rates.rs`).
    Rate {
        Response = "response", Resolution = "resolution", Satisfaction = "satisfaction", Settled = "settled",
        Fulfilled = "fulfilled", CameBack = "came_back", Regret = "regret",
    }
    /// By which way another body sent it: police transfer 公安移送, court referral 法院委派委托, petition 信访, hotline 热线,
    /// another town or county 外地, a person who is away from home 在外人员.
    Way {
        Police = "police", Court = "court", Petition = "petition", Hotline = "hotline", Region = "region", Away = "away",
    }
    /// When a court sent it (特邀调解规定 art. 27).
    Procedure { BeforeFiling = "before_filing", Ordinary = "ordinary", Summary = "summary" }
    /// Where an exit leads; the words are those of a referral.
    ExitKind {
        Court = "court", Arbitration = "arbitration", Reconsideration = "reconsideration", LegalAid = "legal_aid",
        Police = "police", Petition = "petition", Department = "department",
    }
    /// Whether the whole matter goes, or mediation goes on beside it.
    Goes { Whole = "whole", Beside = "beside" }
    /// Why somebody elsewhere is asked: because a party wants it, or because somebody is in danger.
    Ground { Consent = "consent", Danger = "danger" }
    /// Who noted a receipt: the receiver here, or the sender by hand.
    Noted { Receiver = "receiver", Sender = "sender" }
    /// What came of it there; `taken` is not the last word.
    ResultThere { Taken = "taken", Settled = "settled", Decided = "decided", Ended = "ended" }
    /// What a party says when asked whether it wants something.
    Wish { Yes = "yes", No = "no" }
    /// How an application for judicial confirmation ended: confirmed or rejected by the court, declined before the court took it, or taken
    /// back by the parties.
    Ruling { Confirmed = "confirmed", Rejected = "rejected", Declined = "declined", Withdrawn = "withdrawn" }
    /// How written advice reached a party.
    Handed { Window = "window", Link = "link", Phone = "phone", Post = "post", NotReached = "not_reached" }
    /// What may happen to somebody: of the matter, never of a person.
    DangerKind { Violence = "violence", SelfHarm = "self_harm", Child = "child" }
    /// How a sign of danger came to be seen: in what was written, by an answer, by somebody who says so, with a duplicate.
    SignSource { Words = "words", Answer = "answer", Person = "person", Duplicate = "duplicate" }
    /// Where a matter with signs of danger stands: people decide. What went back is the danger of a duplicate that stands by itself
    /// again.
    DangerState {
        Seen = "seen", Confirmed = "confirmed", SetAside = "set_aside", Lifted = "lifted", WentBack = "went_back",
    }
    /// Who was told of a sign: whoever is on duty at the body, at one above it, or, with nobody on duty, those who route there; at
    /// last those who supervise.
    ToldBy { Duty = "duty", Above = "above", Coordinators = "coordinators", Supervisors = "supervisors" }
    /// What was done about a danger.
    DangerStep {
        Called = "called", Police = "police", Ambulance = "ambulance", Visited = "visited", Shelter = "shelter",
        ProtectionOrder = "protection_order", Guardian = "guardian", Counsel = "counsel", Other = "other",
    }
    /// What a notice to the staff is about.
    NoticeKind {
        Danger = "danger", Lapsed = "lapsed", Warned = "warned", Urged = "urged", Assigned = "assigned", Named = "named",
        Returned = "returned", HandedOver = "handed_over", DutyNote = "duty_note", Conference = "conference",
        ConferenceMoved = "conference_moved", ConferenceOff = "conference_off", DutyGap = "duty_gap",
        Consent = "consent", SendDown = "send_down", Raised = "raised", ExtensionAsked = "extension_asked",
        ExtensionRefused = "extension_refused", UrgingAnswered = "urging_answered", UrgingWithdrawn = "urging_withdrawn", Objection = "objection", ObjectionJudged = "objection_judged",
        MovedOn = "moved_on", SendDownDeclined = "send_down_declined", MoreTimeAsked = "more_time_asked",
        MoreTimeGranted = "more_time_granted", MoreTimeRefused = "more_time_refused",
    }
    /// Who of a body a notice is for: everybody who acts for it, those who route, or those who supervise.
    NoticePost { All = "all", Routing = "routing", Supervising = "supervising" }
    /// What is done with an old matter, in this order: consult 会商, judge 研判, resolve 化解.
    BacklogStage { Consult = "consult", Judge = "judge", Resolve = "resolve" }
}

impl Status {
    /// Whether somebody still owes the next step.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Reported | Self::Accepted | Self::Assigned | Self::Mediating | Self::Agreement)
    }
}

/// An account of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub i64);
