//! Clocks that stand still: for the reasons that their rule allows, and for nothing else.

use crate::clock::PauseReason;
use crate::matter::{
    ClockPaused, ClockResumed, Event, Matter, Pause, Rules, RunningClock, no_such_year, warn_on, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

pub(crate) fn running(matter: &Matter, no: u32) -> Result<&RunningClock, Refusal> {
    matter.require_open()?;
    let clock = matter.clocks.iter().find(|c| c.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if clock.stopped_on.is_some() { Err(Refusal::ClockStopped) } else { Ok(clock) }
}

/// Stops a clock for a while.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ClockStopped`], [`Refusal::ClockPaused`], [`Refusal::PauseNotAllowed`], and
/// [`Refusal::ClockOver`]: what is late already does not become less so.
pub fn pause(
    matter: &Matter,
    no: u32,
    reason: PauseReason,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let clock = running(matter, no)?;
    if clock.is_paused() {
        return Err(Refusal::ClockPaused);
    }
    let allowed = rules.playbook.clock(&clock.key()).is_some_and(|spec| spec.pause.contains(&reason));
    if !allowed || clock.limit.is_none() {
        return Err(Refusal::PauseNotAllowed);
    }
    if clock.is_late(rules.today) {
        return Err(Refusal::ClockOver { due_on: clock.due_on });
    }
    with_clocks(Some(matter), vec![ClockPaused { no, on: rules.today, reason, text }.into()], rules)
}

/// Lets it go on; it ends as much later as it stood still.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ClockStopped`], [`Refusal::ClockRunning`], [`Refusal::CalendarYear`].
pub fn resume(matter: &Matter, no: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let clock = running(matter, no)?;
    let since = clock.pauses.last().filter(|_| clock.is_paused()).ok_or(Refusal::ClockRunning)?;
    let mut pauses = clock.pauses.clone();
    if let Some(last) = pauses.last_mut() {
        *last = Pause { until: Some(rules.today), ..last.clone() };
    }
    let due_on = clock.counted(&pauses, &clock.longer, rules.calendar).map_err(no_such_year)?.unwrap_or(clock.due_on);
    let days = u32::try_from((rules.today - since.on).get_days()).unwrap_or(0);
    let warn_days = rules.playbook.clock(&clock.key()).and_then(|spec| spec.warn_days);
    let warn_on = warn_on(due_on, warn_days, rules.calendar);
    with_clocks(Some(matter), vec![ClockResumed { no, on: rules.today, days, due_on, warn_on }.into()], rules)
}
