//! A roster as a fold of what happened to it.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::event::RosterEvent;
use super::gaps::ToldGaps;
use super::plan::{KEPT_DAYS, Plan, Shift, Swap};
use crate::body::BodyId;
use crate::matter::{AccountId, Meta};
use crate::sealed::Sealed;

/// A note from one shift to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyNote {
    pub no: u32,
    pub shift: u32,
    pub on: Date,
    /// Microseconds UTC.
    pub at: i64,
    pub version: i64,
    pub by: AccountId,
    pub text: Sealed,
    /// When, by the clock on the wall; none in notes of before that was kept.
    pub local: Option<DateTime>,
    pub signed: Option<(AccountId, i64)>,
}

/// An event with its place in the roster's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRecorded {
    pub version: i64,
    pub meta: Meta,
    pub event: RosterEvent,
}

/// A body's roster as its history left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    pub body: BodyId,
    pub version: i64,
    pub plan: Plan,
    pub notes: Vec<DutyNote>,
    /// What whoever plans it was told of gaps.
    pub told: ToldGaps,
    /// How many shifts and swaps there ever were.
    pub(super) shifts: u32,
    pub(super) swaps: u32,
}

impl Roster {
    /// A body's roster before anything happened to it.
    pub fn new(body: BodyId) -> Self {
        Self {
            body,
            version: 0,
            plan: Plan::default(),
            notes: Vec::new(),
            told: ToldGaps::default(),
            shifts: 0,
            swaps: 0,
        }
    }

    /// Who is told of a note until it is signed: whoever else served when it was left, and whoever comes next. Of a note that does not say
    /// when, everybody else.
    pub fn told_of(&self, note: &DutyNote) -> Vec<AccountId> {
        let mut told = match note.local {
            Some(at) => self.plan.relief(note.by, at),
            None => self.plan.people(),
        };
        told.retain(|account| *account != note.by);
        told
    }

    /// Folds a history.
    pub fn replay<'a>(body: BodyId, history: impl IntoIterator<Item = &'a RosterRecorded>) -> Self {
        let mut roster = Self::new(body);
        history.into_iter().for_each(|recorded| roster.apply(recorded));
        roster
    }

    /// The roster as it would be after these events, recorded now.
    #[must_use]
    pub fn after(&self, events: &[RosterEvent], meta: &Meta) -> Self {
        let mut next = self.clone();
        for event in events {
            next.apply(&RosterRecorded { version: next.version + 1, meta: meta.clone(), event: event.clone() });
        }
        next
    }

    /// Applies a recorded fact. Cannot fail: history already happened.
    pub fn apply(&mut self, recorded: &RosterRecorded) {
        self.version = recorded.version;
        self.apply_fact(recorded);
        self.told.fill(&self.plan);
    }

    fn apply_fact(&mut self, recorded: &RosterRecorded) {
        let plan = &mut self.plan;
        match &recorded.event {
            RosterEvent::ShiftSet(e) => {
                self.shifts = self.shifts.max(e.no);
                plan.shifts.push(Shift {
                    no: e.no,
                    days: e.days.clone(),
                    from: e.from,
                    minutes: e.minutes,
                    accounts: e.accounts.clone(),
                    from_on: e.from_on,
                    ended_on: None,
                });
            }
            RosterEvent::ShiftEnded(e) => {
                if let Some(shift) = plan.shifts.iter_mut().find(|shift| shift.no == e.no) {
                    shift.ended_on = Some(e.on);
                }
                let least = e.on.saturating_sub(KEPT_DAYS.days());
                plan.shifts.retain(|shift| shift.ended_on.is_none_or(|ended| ended > least));
            }
            RosterEvent::DayChanged(e) => plan.set_exception(e.shift, e.on, e.accounts.clone()),
            RosterEvent::SwapAsked(e) => {
                self.swaps = self.swaps.max(e.no);
                plan.swaps.push(Swap { no: e.no, shift: e.shift, on: e.on, from: e.from, to: e.to });
            }
            RosterEvent::SwapAnswered(e) => {
                let Some(at) = plan.swaps.iter().position(|swap| swap.no == e.no) else { return };
                let swap = plan.swaps.remove(at);
                if let Some(turn) = plan.turn(swap.shift, swap.on).filter(|_| e.accepted) {
                    let serve = |account| if account == swap.from { swap.to } else { account };
                    let mut accounts: Vec<AccountId> = turn.accounts.into_iter().map(serve).collect();
                    accounts.dedup();
                    plan.set_exception(swap.shift, swap.on, accounts);
                }
            }
            RosterEvent::NoteLeft(e) => self.notes.push(DutyNote {
                no: e.no,
                shift: e.shift,
                on: e.on,
                at: recorded.meta.at,
                version: recorded.version,
                by: e.by,
                text: e.text.clone(),
                local: e.local,
                signed: None,
            }),
            RosterEvent::GapsNoted(e) => self.told.note(e, recorded.version, recorded.meta.at),
            RosterEvent::NoteSigned(e) => {
                if let Some(note) = self.notes.iter_mut().find(|note| note.no == e.no) {
                    note.signed = Some((e.by, recorded.meta.at));
                }
            }
        }
    }
}
