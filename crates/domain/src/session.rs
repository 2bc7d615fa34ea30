//! Mediation meetings.

use crate::assignment::begun;
use crate::matter::{
    Event, Matter, Mode, Rules, SessionArranged, SessionCancelled, SessionOutcome, SessionRecorded, SessionState,
    Status, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Fixes a meeting.
#[derive(Clone, Debug)]
pub struct Arrange {
    /// Microseconds UTC.
    pub at: i64,
    /// The same instant's date in the region's time zone.
    pub on: jiff::civil::Date,
    pub mode: Mode,
    pub place: Option<Sealed>,
}

/// Fixes a meeting of a matter that somebody mediates.
///
/// # Errors
/// [`Refusal::WrongStatus`], [`Refusal::MediatorMissing`], [`Refusal::DatePast`], [`Refusal::SessionOpen`].
pub fn arrange(matter: &Matter, cmd: Arrange, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Assigned, Status::Mediating, Status::Agreement])?;
    if matter.mediator.is_none() {
        return Err(Refusal::MediatorMissing);
    }
    if cmd.on < rules.today {
        return Err(Refusal::DatePast { earliest: rules.today });
    }
    if matter.next_session().is_some() {
        return Err(Refusal::SessionOpen);
    }
    let no = next_no(matter.sessions.len(), matter.sessions.iter().map(|s| s.no).max())?;
    let event = SessionArranged { no, at: cmd.at, mode: cmd.mode, place: cmd.place };
    let mut events = begun(matter, rules);
    events.push(event.into());
    with_clocks(Some(matter), events, rules)
}

fn require_arranged(matter: &Matter, no: u32) -> Result<(), Refusal> {
    matter.require_open()?;
    let session = matter.sessions.iter().find(|s| s.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if session.state == SessionState::Arranged { Ok(()) } else { Err(Refusal::SessionOver) }
}

/// Calls a meeting off.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::SessionOver`], [`Refusal::AlreadyConcluded`].
pub fn cancel(matter: &Matter, no: u32, reason: Option<Sealed>) -> Result<Vec<Event>, Refusal> {
    require_arranged(matter, no)?;
    Ok(vec![SessionCancelled { no, reason }.into()])
}

/// Keeps the record of a meeting.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::SessionOver`], [`Refusal::AlreadyConcluded`].
pub fn record(
    matter: &Matter,
    no: u32,
    outcome: SessionOutcome,
    record: Sealed,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    require_arranged(matter, no)?;
    with_clocks(Some(matter), vec![SessionRecorded { no, on: rules.today, outcome, record }.into()], rules)
}
