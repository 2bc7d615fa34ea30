//! Who serves when, and when nobody does.

use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::matter::AccountId;

/// Exceptions and swaps of days so long before the latest are not kept at hand; their history stays.
pub(super) const KEPT_DAYS: i64 = 62;
/// Days ahead in which the turn that comes next is looked for: longer than any holiday.
const NEXT_DAYS: i64 = 31;

/// A weekly shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub no: u32,
    /// 1 is Monday.
    pub days: Vec<i8>,
    /// Minute of the day.
    pub from: u16,
    /// It may reach into the next day.
    pub minutes: u16,
    pub accounts: Vec<AccountId>,
    pub from_on: Date,
    /// The first day on which it is no more.
    pub ended_on: Option<Date>,
}

/// A day on which others serve a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    pub shift: u32,
    pub on: Date,
    pub accounts: Vec<AccountId>,
}

/// A swap that was asked for and has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    pub no: u32,
    pub shift: u32,
    pub on: Date,
    pub from: AccountId,
    pub to: AccountId,
}

/// Who serves when: all that is needed to tell who is on duty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub shifts: Vec<Shift>,
    pub exceptions: Vec<Exception>,
    pub swaps: Vec<Swap>,
}

/// A shift on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub shift: u32,
    /// The day it begins.
    pub on: Date,
    pub begins: DateTime,
    pub ends: DateTime,
    pub accounts: Vec<AccountId>,
}

/// A stretch of time in which nobody is on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub from: DateTime,
    pub until: DateTime,
}

impl Shift {
    fn begins(&self, on: Date) -> DateTime {
        on.at(0, 0, 0, 0).saturating_add(Span::new().minutes(i64::from(self.from)))
    }

    fn serves_on(&self, on: Date) -> bool {
        let day = on.weekday().to_monday_one_offset();
        self.days.contains(&day) && on >= self.from_on && self.ended_on.is_none_or(|ended| on < ended)
    }
}

impl Plan {
    /// Whether the body keeps a roster on a day, or will: one without shifts promises nothing.
    pub fn is_kept(&self, today: Date) -> bool {
        self.shifts.iter().any(|shift| shift.ended_on.is_none_or(|ended| ended > today))
    }

    /// The turn of a shift on a day.
    pub fn turn(&self, shift: u32, on: Date) -> Option<Turn> {
        let shift = self.shifts.iter().find(|s| s.no == shift).filter(|s| s.serves_on(on))?;
        let exception = self.exceptions.iter().find(|e| e.shift == shift.no && e.on == on);
        let accounts = exception.map_or_else(|| shift.accounts.clone(), |e| e.accounts.clone());
        let begins = shift.begins(on);
        let ends = begins.saturating_add(Span::new().minutes(i64::from(shift.minutes)));
        Some(Turn { shift: shift.no, on, begins, ends, accounts })
    }

    /// Every turn that begins on these days, in order; those that nobody serves too.
    pub fn turns(&self, from: Date, until: Date) -> Vec<Turn> {
        let mut turns = Vec::new();
        let mut day = from;
        while day <= until {
            turns.extend(self.shifts.iter().filter_map(|shift| self.turn(shift.no, day)));
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        turns.sort_by_key(|turn| (turn.begins, turn.shift));
        turns
    }

    /// The turns that somebody serves at a moment: one that began the day before may last.
    pub fn now(&self, at: DateTime) -> Vec<Turn> {
        let yesterday = at.date().yesterday().unwrap_or(Date::MIN);
        let mut turns = self.turns(yesterday, at.date());
        turns.retain(|turn| turn.begins <= at && at < turn.ends && !turn.accounts.is_empty());
        turns
    }

    /// Who is on duty at a moment, each once.
    pub fn on_duty(&self, at: DateTime) -> Vec<AccountId> {
        let mut accounts: Vec<AccountId> = self.now(at).into_iter().flat_map(|turn| turn.accounts).collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }

    /// The latest turn that somebody serves, or served since yesterday.
    pub fn last_turn(&self, account: AccountId, at: DateTime) -> Option<Turn> {
        let yesterday = at.date().yesterday().unwrap_or(Date::MIN);
        let own = |turn: &Turn| turn.begins <= at && turn.accounts.contains(&account);
        self.turns(yesterday, at.date()).into_iter().rfind(own)
    }

    /// Whether somebody serves at a moment, or in the turn that comes next; of turns that begin together in either.
    pub fn serves_now_or_next(&self, account: AccountId, at: DateTime) -> bool {
        let next = self.next(at, |turn| !turn.accounts.is_empty());
        self.now(at).iter().chain(&next).any(|turn| turn.accounts.contains(&account))
    }

    /// Who takes over from somebody at a moment, each once: who serves then, and who does in the next turn that not they alone serve.
    pub fn relief(&self, of: AccountId, at: DateTime) -> Vec<AccountId> {
        let next = self.next(at, |turn| turn.accounts.iter().any(|account| *account != of));
        let mut accounts: Vec<AccountId> =
            self.now(at).into_iter().chain(next).flat_map(|turn| turn.accounts).collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }

    /// The turns of a kind that come next: the first one, and those that begin together with it.
    fn next(&self, at: DateTime, counts: impl Fn(&Turn) -> bool) -> Vec<Turn> {
        let mut coming = self.turns(at.date(), at.date().saturating_add(NEXT_DAYS.days()));
        coming.retain(|turn| turn.begins > at && counts(turn));
        let first = coming.first().map(|turn| turn.begins);
        coming.retain(|turn| Some(turn.begins) == first);
        coming
    }

    /// The stretches within which nobody is on duty.
    pub fn gaps(&self, from: DateTime, until: DateTime) -> Vec<Gap> {
        let yesterday = from.date().yesterday().unwrap_or(Date::MIN);
        let mut gaps = Vec::new();
        let mut covered = from;
        for turn in self.turns(yesterday, until.date()).into_iter().filter(|turn| !turn.accounts.is_empty()) {
            if turn.begins >= until {
                break;
            }
            if turn.begins > covered {
                gaps.push(Gap { from: covered, until: turn.begins });
            }
            covered = covered.max(turn.ends);
        }
        if covered < until {
            gaps.push(Gap { from: covered, until });
        }
        gaps
    }

    /// Everybody who serves some shift.
    pub fn people(&self) -> Vec<AccountId> {
        let mut all: Vec<AccountId> = self.shifts.iter().flat_map(|shift| shift.accounts.iter().copied()).collect();
        all.extend(self.exceptions.iter().flat_map(|exception| exception.accounts.iter().copied()));
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn set_exception(&mut self, shift: u32, on: Date, accounts: Vec<AccountId>) {
        self.exceptions.retain(|e| (e.shift, e.on) != (shift, on));
        self.exceptions.push(Exception { shift, on, accounts });
        let least = self.exceptions.iter().map(|e| e.on).max().unwrap_or(on).saturating_sub(KEPT_DAYS.days());
        self.exceptions.retain(|e| e.on >= least);
        self.swaps.retain(|swap| swap.on >= least);
        self.exceptions.sort_by_key(|e| (e.on, e.shift));
    }
}
