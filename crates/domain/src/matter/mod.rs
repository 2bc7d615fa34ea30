//! The thing to settle, as a fold of what happened to it.

mod clocks;
mod entries;
mod event;
mod evolve;
mod facts;
mod lapse;
mod tier_event;
mod tiers;
mod words;

use jiff::civil::{Date, DateTime};

use crate::backlog::StepTaken;
use crate::body::BodyId;
use crate::calendar::Calendar;
use crate::category::CategoryCode;
use crate::code::{MatterCode, MatterId};
use crate::confirmation::Confirmation;
use crate::danger::Danger;
use crate::dispute::Dispute;
use crate::diversion::{Advised, Arrival, Diversion, Diversions};
use crate::duty::Duties;
use crate::family::Family;
use crate::holding::{Appeal, Stay};
use crate::joint::{Joint, Sponsor};
use crate::notice::Notice;
use crate::playbook::Playbook;
use crate::rates::Ending;
use crate::rating::{Rating, Try};
use crate::refusal::Refusal;
use crate::region::RegionCode;
use crate::sealed::Sealed;
use crate::urging::Urging;

pub use crate::assignment::state::{Asked, Assignment, HandOver, Replied, SentBack};
pub use clocks::{ExtensionRequest, Pause, RunningClock};
pub(crate) use clocks::{no_such_year, warn_on, with_clocks};
pub use entries::{Attachment, Between, Entry, EntryKind};
pub use event::*;
pub use lapse::{Above, lapse, recount, warn};
pub use tiers::{Offer, RiseRequest, TierRecord, TierStay};
pub use words::*;

/// Most parties, sessions, notes, messages or files of one matter: what a person can still read.
pub const MOST_ENTRIES: u32 = 500;
/// Longest free text, in characters.
pub const MOST_TEXT: u32 = 20_000;
/// Largest amount in cents: ten thousand million yuan.
pub const MOST_AMOUNT: i64 = 1_000_000_000_000;

/// What a decision may look at besides the matter: all of it comes in with the command.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// How this kind of dispute is handled here.
    pub playbook: &'a Playbook,
    /// Working days of the region.
    pub calendar: &'a Calendar,
    /// Which kind of body has to do what, and the limits of work between bodies.
    pub duties: &'a Duties,
    /// By which ways matters come here, and which exits lead elsewhere.
    pub diversions: &'a Diversions,
    /// The date in the region's time zone.
    pub today: Date,
    /// The instant, microseconds UTC: what limits in hours are counted from.
    pub now: i64,
    /// The same as a clock on the wall there shows it.
    pub local: DateTime,
}

/// When and by whom an event was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Instant, microseconds UTC.
    pub at: i64,
    /// `staff:12`, `party:3`, `system:import`, `anonymous`.
    pub actor: String,
}

/// An event with its place in the matter's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// 1 for the first event of the matter.
    pub version: i64,
    /// When and by whom.
    pub meta: Meta,
    pub event: Event,
}

/// One who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub no: u32,
    pub role: PartyRole,
    /// Name and contact details (`PersonDetails` as JSON).
    pub person: Sealed,
    /// Who speaks for the party.
    pub representative: Option<Sealed>,
    /// Hex SHA-256 of the keys that open the matter for this party.
    pub key_hashes: Vec<String>,
    /// Of the keys that open it for who represents the party now.
    pub representative_keys: Vec<String>,
    /// One of many applicants who left, while the others go on.
    pub left_on: Option<Date>,
}

/// Name and contact details of a party; sealed as JSON, never in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PersonDetails {
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
}

/// A mediation meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub no: u32,
    /// Microseconds UTC.
    pub at: i64,
    pub mode: Mode,
    pub place: Option<Sealed>,
    pub state: SessionState,
}

/// Where a meeting stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    Arranged,
    Cancelled { reason: Option<Sealed> },
    Recorded { on: Date, outcome: SessionOutcome, record: Sealed },
}

/// What the parties agreed, or were asked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub no: u32,
    pub on: Date,
    pub form: Form,
    pub facts: Sealed,
    pub terms: Sealed,
    pub obligations: Vec<Obligation>,
    /// Parties whose signature it needs.
    pub signers: Vec<u32>,
    /// Party and the day it signed.
    pub signatures: Vec<(u32, Date)>,
    /// Party, day and reason of a refusal: this draft is over.
    pub refused: Option<(u32, Date, Option<Sealed>)>,
    /// In effect since; the mediator who signed.
    pub sealed: Option<(Date, AccountId)>,
}

impl Agreement {
    /// Parties that have not signed.
    pub fn missing(&self) -> Vec<u32> {
        self.signers.iter().copied().filter(|p| !self.signatures.iter().any(|(s, _)| s == p)).collect()
    }
}

/// What one party owes by an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    pub no: u32,
    pub party: u32,
    pub what: Sealed,
    /// Cents of yuan.
    pub amount: Option<i64>,
    pub due_on: Date,
    pub state: ObligationState,
}

/// Whether a promise was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObligationState {
    Open,
    Fulfilled(Date),
    Breached(Date),
}

/// A follow-up after conclusion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnVisit {
    pub no: u32,
    pub due_on: Date,
    pub visitor: AccountId,
    pub found: Option<VisitFound>,
}

/// What a follow-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitFound {
    pub on: Date,
    pub fulfilled: FulfilmentFound,
    pub satisfied: Option<u8>,
    pub text: Option<Sealed>,
    /// Which conclusion it is about, from 1.
    pub ending: usize,
}

/// A matter as its history left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    pub id: MatterId,
    /// Number of events folded.
    pub version: i64,
    pub code: MatterCode,
    pub status: Status,
    /// Which tier has it, and which had it before.
    pub tiers: TierRecord,
    pub region: RegionCode,
    pub category: CategoryCode,
    pub playbook: String,
    pub urgency: Urgency,
    /// Who has the lead; of a concluded matter, who concluded it.
    pub body: BodyId,
    /// Who answers for it and owes the next step: always one body, until another has signed for it.
    pub responsible: BodyId,
    /// Who was responsible when, in order; the last one is open while the matter is.
    pub stays: Vec<Stay>,
    /// How often its work came back since it last went to a superior for that.
    pub bounced: u32,
    pub mediator: Option<AccountId>,
    pub filed_by: Option<AccountId>,
    pub opened_at: i64,
    pub opened_on: Date,
    pub updated_at: i64,
    pub accepted_on: Option<Date>,
    pub concluded_on: Option<Date>,
    pub archived_on: Option<Date>,
    pub dossier_on: Option<Date>,
    pub merged_into: Option<MatterCode>,
    /// A word of the list of reasons or destinations, with its explanation.
    pub turned_away: Option<(String, Option<Sealed>)>,
    pub advice: Option<Sealed>,
    /// How often it came back.
    pub reopened: u32,
    pub reports: Vec<ReportFacts>,
    pub parties: Vec<Party>,
    pub assignments: Vec<Assignment>,
    pub sessions: Vec<Session>,
    pub agreements: Vec<Agreement>,
    pub clocks: Vec<RunningClock>,
    pub visits: Vec<ReturnVisit>,
    /// Every conclusion, in order: what happened afterwards takes none away.
    pub endings: Vec<Ending>,
    /// Every judgement, in order; which of them count, [`crate::rates::voices`] tells.
    pub ratings: Vec<Rating>,
    /// Calls for a judgement that brought none.
    pub tries: Vec<Try>,
    pub entries: Vec<Entry>,
    pub files: Vec<Attachment>,
    pub disputes: Vec<Dispute>,
    pub joint: Option<Joint>,
    pub sponsor: Option<Sponsor>,
    pub backlog: Vec<StepTaken>,
    pub urgings: Vec<Urging>,
    pub appeals: Vec<Appeal>,
    /// What other bodies sent, with their papers.
    pub arrivals: Vec<Arrival>,
    /// What was sent to somebody elsewhere.
    pub diversions: Vec<Diversion>,
    /// The advice that the parties were given where mediation failed; none for those from before exits were named.
    pub advised: Option<Advised>,
    pub danger: Option<Danger>,
    pub consents: Vec<crate::diversion::ConsentRequest>,
    /// Applications to the court to confirm an agreement.
    pub confirmations: Vec<Confirmation>,
    /// What called for somebody; [`Matter::open_notices`] tells what still does.
    pub notices: Vec<Notice>,
    pub family: Family,
}

impl Matter {
    /// Folds a history. `None` where there is none, or where it does not begin with a report.
    pub fn replay<'a>(id: MatterId, history: impl IntoIterator<Item = &'a Recorded>) -> Option<Self> {
        let mut history = history.into_iter();
        let first = history.next()?;
        let mut matter = Self::begin(id, first)?;
        for recorded in history {
            matter.apply(recorded);
        }
        Some(matter)
    }

    /// The matter as it would be after these events, recorded now.
    #[must_use]
    pub fn after(&self, events: &[Event], meta: &Meta) -> Self {
        let mut next = self.clone();
        for event in events {
            next.apply(&Recorded { version: next.version + 1, meta: meta.clone(), event: event.clone() });
        }
        next
    }

    /// The first report.
    pub fn report(&self) -> &ReportFacts {
        // `begin` puts one in and nothing takes one out.
        &self.reports[0]
    }

    /// The party of that number.
    pub fn party(&self, no: u32) -> Option<&Party> {
        self.parties.iter().find(|p| p.no == no)
    }

    /// The number of a party that joins next.
    pub(crate) fn next_party(&self) -> Result<u32, Refusal> {
        let highest = self.parties.iter().chain(&self.family.former).map(|p| p.no).max();
        next_no(self.parties.len() + self.family.former.len(), highest)
    }

    /// The agreement that waits for signatures, or is in effect.
    pub fn agreement(&self) -> Option<&Agreement> {
        self.agreements.last().filter(|a| a.refused.is_none())
    }

    /// The earliest date a running clock is due.
    pub fn due_on(&self) -> Option<Date> {
        self.next_due().map(|c| c.due_on)
    }

    /// The running clock that ends first, leaving out those that stand still.
    pub fn next_due(&self) -> Option<&RunningClock> {
        self.running_clocks().filter(|c| !c.is_paused()).min_by_key(|c| (c.due_on, c.no))
    }

    /// The house's clocks that have not been stopped, those that stand still too.
    pub fn running_clocks(&self) -> impl Iterator<Item = &RunningClock> {
        self.clocks.iter().filter(|c| c.stopped_on.is_none() && c.binds())
    }

    /// The running clocks that parties are told of.
    pub fn told_clocks(&self) -> impl Iterator<Item = &RunningClock> {
        self.running_clocks().filter(|c| !c.is_of_danger())
    }

    /// A meeting that is arranged and neither recorded nor called off.
    pub fn next_session(&self) -> Option<&Session> {
        self.sessions.iter().filter(|s| s.state == SessionState::Arranged).min_by_key(|s| s.at)
    }

    /// A return visit that is arranged and not reported.
    pub fn pending_visit(&self) -> Option<&ReturnVisit> {
        self.visits.iter().find(|v| v.found.is_none())
    }

    /// Nothing more goes into a file that is closed.
    ///
    /// # Errors
    /// [`Refusal::Archived`].
    pub(crate) fn not_archived(&self) -> Result<(), Refusal> {
        if self.archived_on.is_some() { Err(Refusal::Archived) } else { Ok(()) }
    }

    pub(crate) fn require_open(&self) -> Result<(), Refusal> {
        if self.status.is_open() { Ok(()) } else { Err(Refusal::AlreadyConcluded { status: self.status }) }
    }

    pub(crate) fn require_status(&self, allowed: &[Status]) -> Result<(), Refusal> {
        self.require_open()?;
        if allowed.contains(&self.status) { Ok(()) } else { Err(Refusal::WrongStatus { status: self.status }) }
    }
}

/// The next number of a list with so many entries, of which this is the highest.
pub(crate) fn next_no(count: usize, highest: Option<u32>) -> Result<u32, Refusal> {
    if count >= MOST_ENTRIES as usize {
        return Err(Refusal::TooMany { most: MOST_ENTRIES });
    }
    Ok(highest.unwrap_or(0) + 1)
}
