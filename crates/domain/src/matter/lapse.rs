//! What happens to clocks by themselves: they warn, they run out, and another calendar moves their date.

use super::clocks::{RunningClock, no_such_year, warn_on, with_clocks};
use super::{ClockLapsed, ClockRecomputed, ClockWarned, Event, Matter, Rules};
use crate::body::BodyId;
use crate::clock::LapseAct;
use crate::refusal::Refusal;
use crate::urging;

/// Who stands above a body; none above the highest.
pub type Above<'a> = dyn Fn(BodyId) -> Option<BodyId> + 'a;

/// Notes that running clocks are past their date, with what follows by their rules: those who have the matter are told, the
/// body above urges. Empty when none newly is.
///
/// # Errors
/// [`Refusal::CalendarYear`].
pub fn lapse(matter: &Matter, rules: &Rules<'_>, above: &Above<'_>) -> Result<Vec<Event>, Refusal> {
    let mut events: Vec<Event> = Vec::new();
    let mut urged = Vec::new();
    for clock in matter.running_clocks().filter(|c| c.has_run_out(rules.today, rules.now)) {
        let acts = rules.playbook.clock(&clock.key()).map_or_else(|| vec![LapseAct::Tell], |spec| spec.lapse.clone());
        if acts.contains(&LapseAct::Urge) {
            urged.push(clock);
        }
        events.push(ClockLapsed { no: clock.no, on: rules.today, acts }.into());
    }
    if events.is_empty() {
        return Ok(events);
    }
    events.extend(urging::by_rule(matter, &urged, rules, above)?);
    with_clocks(Some(matter), events, rules)
}

/// Notes that warning points of running clocks were reached: of each clock the latest. Empty when none newly was.
pub fn warn(matter: &Matter, rules: &Rules<'_>) -> Vec<Event> {
    let due = |clock: &&RunningClock| clock.next_warning().is_some_and(|(day, _)| day <= rules.today);
    let in_time = |clock: &&RunningClock| !clock.has_run_out(rules.today, rules.now);
    let latest = |clock: &RunningClock| {
        let reached = clock.warn.iter().filter(|p| !clock.warned.contains(p) && clock.warn_day(**p) <= rules.today);
        let point = *reached.max_by_key(|p| clock.warn_day(**p))?;
        Some(ClockWarned { no: clock.no, on: rules.today, point }.into())
    };
    matter.running_clocks().filter(due).filter(in_time).filter_map(latest).collect()
}

/// Counts running clocks anew that were counted with another calendar; an event for each whose date moves.
///
/// A clock that ran out stays so: what was late by the calendar of its day is not made good afterwards.
///
/// # Errors
/// [`Refusal::CalendarYear`].
pub fn recount(matter: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let calendar = rules.calendar.digest();
    let mut events = Vec::new();
    for clock in matter.clocks.iter().filter(|c| c.stopped_on.is_none() && c.lapsed_on.is_none()) {
        if clock.calendar == calendar || clock.due_at.is_some() {
            continue;
        }
        let counted = clock.counted(&clock.pauses, &clock.longer, rules.calendar).map_err(no_such_year)?;
        let Some(due_on) = counted.filter(|due| *due != clock.due_on) else { continue };
        let warn_days = rules.playbook.clock(&clock.key()).and_then(|spec| spec.warn_days);
        events.push(
            ClockRecomputed {
                no: clock.no,
                on: rules.today,
                old_due_on: clock.due_on,
                due_on,
                warn_on: warn_on(due_on, warn_days, rules.calendar),
                calendar: calendar.to_owned(),
            }
            .into(),
        );
    }
    Ok(events)
}
