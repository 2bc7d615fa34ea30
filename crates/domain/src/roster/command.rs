//! What is decided about a roster.

use jiff::civil::{Date, DateTime, Weekday};

use super::event::{DayChanged, NoteLeft, NoteSigned, RosterEvent, ShiftEnded, ShiftSet, SwapAnswered, SwapAsked};
use super::plan::{Shift, Turn};
use super::state::Roster;
use crate::matter::{AccountId, Verdict};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Most shifts of one roster, and most people of one shift: what a person can still read.
const MOST_SHIFTS: usize = 100;
const MOST_PEOPLE: usize = 20;

/// A weekly shift to be.
#[derive(Clone, Debug)]
pub struct NewShift {
    pub days: Vec<Weekday>,
    /// Minute of the day.
    pub from: u16,
    /// Minute of the day; one that is not later is of the next day.
    pub until: u16,
    pub accounts: Vec<AccountId>,
    pub from_on: Date,
}

/// Sets a weekly shift.
///
/// # Errors
/// [`Refusal::ShiftEmpty`], [`Refusal::DatePast`], [`Refusal::TooMany`].
pub fn set_shift(roster: &Roster, new: NewShift, today: Date) -> Result<Vec<RosterEvent>, Refusal> {
    if new.days.is_empty() || new.accounts.is_empty() || new.from >= DAY || new.until > DAY {
        return Err(Refusal::ShiftEmpty);
    }
    if new.from_on < today {
        return Err(Refusal::DatePast { earliest: today });
    }
    if roster.plan.shifts.len() >= MOST_SHIFTS || new.accounts.len() > MOST_PEOPLE {
        return Err(Refusal::TooMany { most: MOST_PEOPLE as u32 });
    }
    let mut days: Vec<i8> = new.days.into_iter().map(Weekday::to_monday_one_offset).collect();
    days.sort_unstable();
    days.dedup();
    let minutes = if new.until > new.from { new.until - new.from } else { new.until + DAY - new.from };
    let set = ShiftSet {
        no: roster.shifts + 1,
        days,
        from: new.from,
        minutes,
        accounts: each_once(new.accounts),
        from_on: new.from_on,
    };
    Ok(vec![set.into()])
}

fn each_once(mut accounts: Vec<AccountId>) -> Vec<AccountId> {
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// Ends a weekly shift from a day on.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::DatePast`].
pub fn end_shift(roster: &Roster, no: u32, on: Date, today: Date) -> Result<Vec<RosterEvent>, Refusal> {
    let lasts = |shift: &&Shift| shift.no == no && shift.ended_on.is_none();
    roster.plan.shifts.iter().find(lasts).ok_or(Refusal::NoSuchEntry { no })?;
    if on < today {
        return Err(Refusal::DatePast { earliest: today });
    }
    Ok(vec![ShiftEnded { no, on }.into()])
}

/// Says who serves a shift on one day; nobody where it falls out.
///
/// # Errors
/// [`Refusal::NoTurn`], [`Refusal::DatePast`], [`Refusal::TooMany`].
pub fn change_day(
    roster: &Roster,
    shift: u32,
    on: Date,
    accounts: Vec<AccountId>,
    today: Date,
) -> Result<Vec<RosterEvent>, Refusal> {
    coming(roster, shift, on, today)?;
    if accounts.len() > MOST_PEOPLE {
        return Err(Refusal::TooMany { most: MOST_PEOPLE as u32 });
    }
    Ok(vec![DayChanged { shift, on, accounts: each_once(accounts) }.into()])
}

fn coming(roster: &Roster, shift: u32, on: Date, today: Date) -> Result<Turn, Refusal> {
    if on < today {
        return Err(Refusal::DatePast { earliest: today });
    }
    roster.plan.turn(shift, on).ok_or(Refusal::NoTurn)
}

/// Asks a colleague to serve in one's place.
///
/// # Errors
/// [`Refusal::NoTurn`], [`Refusal::NotOnTurn`], [`Refusal::OnTurn`], [`Refusal::SwapPending`], [`Refusal::DatePast`].
pub fn ask_swap(
    roster: &Roster,
    shift: u32,
    on: Date,
    (from, to): (AccountId, AccountId),
    today: Date,
) -> Result<Vec<RosterEvent>, Refusal> {
    let turn = coming(roster, shift, on, today)?;
    if !turn.accounts.contains(&from) {
        return Err(Refusal::NotOnTurn);
    }
    if turn.accounts.contains(&to) {
        return Err(Refusal::OnTurn);
    }
    if roster.plan.swaps.iter().any(|swap| (swap.shift, swap.on, swap.from) == (shift, on, from)) {
        return Err(Refusal::SwapPending);
    }
    Ok(vec![SwapAsked { no: roster.swaps + 1, shift, on, from, to }.into()])
}

/// The colleague's answer.
///
/// # Errors
/// [`Refusal::NoSuchEntry`]; [`Refusal::NotAsked`] of anybody else; [`Refusal::NotOnTurn`] where it changed meanwhile.
pub fn answer_swap(
    roster: &Roster,
    no: u32,
    by: AccountId,
    verdict: Verdict,
    today: Date,
) -> Result<Vec<RosterEvent>, Refusal> {
    let swap = roster.plan.swaps.iter().find(|swap| swap.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    let accepted = verdict == Verdict::Granted;
    if swap.to != by {
        return Err(Refusal::NotAsked);
    }
    if accepted && !coming(roster, swap.shift, swap.on, today)?.accounts.contains(&swap.from) {
        return Err(Refusal::NotOnTurn);
    }
    Ok(vec![SwapAnswered { no, accepted }.into()])
}

/// Leaves a note to the next shift: by whoever serves or served within the last day.
///
/// # Errors
/// [`Refusal::NotOnTurn`].
pub fn leave_note(roster: &Roster, by: AccountId, at: DateTime, text: Sealed) -> Result<Vec<RosterEvent>, Refusal> {
    let turn = roster.plan.last_turn(by, at).ok_or(Refusal::NotOnTurn)?;
    let no = roster.notes.iter().map(|note| note.no).max().unwrap_or(0) + 1;
    Ok(vec![NoteLeft { no, shift: turn.shift, on: turn.on, by, text, local: Some(at) }.into()])
}

/// Signs for having read a note: by somebody who serves now or in the turn that comes next.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::NoteSigned`], [`Refusal::OwnNote`], [`Refusal::NotNextTurn`].
pub fn sign_note(roster: &Roster, no: u32, by: AccountId, at: DateTime) -> Result<Vec<RosterEvent>, Refusal> {
    let note = roster.notes.iter().find(|note| note.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if note.signed.is_some() {
        return Err(Refusal::NoteSigned);
    }
    if note.by == by {
        return Err(Refusal::OwnNote);
    }
    if !roster.plan.serves_now_or_next(by, at) {
        return Err(Refusal::NotNextTurn);
    }
    Ok(vec![NoteSigned { no, by }.into()])
}
