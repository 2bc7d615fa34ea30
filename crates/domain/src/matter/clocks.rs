//! Time limits that run on a matter: started and stopped by what happens, each with its source.

use jiff::civil::Date;

use super::{ClockLapsed, ClockStarted, ClockStopped, Event, Matter, Rules};
use crate::calendar::{Calendar, CalendarError};
use crate::clock::stem;
use crate::label::Label;
use crate::refusal::Refusal;

/// A time limit of one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningClock {
    pub no: u32,
    /// The playbook's id of it, e.g. `mediate`.
    pub clock: String,
    pub name: Label,
    pub from_on: Date,
    pub due_on: Date,
    /// First day it is shown as due soon.
    pub warn_on: Date,
    /// Event stems that end it.
    pub until: Vec<String>,
    pub source: Label,
    pub stopped_on: Option<Date>,
    /// The day it ran out, while it was running.
    pub lapsed_on: Option<Date>,
}

impl RunningClock {
    /// Whether it ended, or would end today, after its due date.
    pub fn is_late(&self, today: Date) -> bool {
        self.stopped_on.unwrap_or(today) > self.due_on
    }
}

impl Matter {
    pub(super) fn apply_clock(&mut self, event: &Event) {
        match event {
            Event::ClockStarted(e) => self.clocks.push(RunningClock {
                no: e.no,
                clock: e.clock.clone(),
                name: e.name.clone(),
                from_on: e.from_on,
                due_on: e.due_on,
                warn_on: e.warn_on,
                until: e.until.clone(),
                source: e.source.clone(),
                stopped_on: None,
                lapsed_on: None,
            }),
            Event::ClockStopped(e) => self.with_clock(e.no, |c| c.stopped_on = Some(e.on)),
            Event::ClockLapsed(e) => self.with_clock(e.no, |c| c.lapsed_on = Some(e.on)),
            Event::ClockExtended(e) => self.with_clock(e.no, |c| {
                c.due_on = e.due_on;
                c.warn_on = e.warn_on;
                c.lapsed_on = None;
            }),
            _ => {}
        }
    }

    fn with_clock(&mut self, no: u32, change: impl FnOnce(&mut RunningClock)) {
        if let Some(clock) = self.clocks.iter_mut().find(|c| c.no == no) {
            change(clock);
        }
    }
}

/// Adds to each event the clocks that it stops and starts.
///
/// `matter` is `None` for the first event of a history.
///
/// # Errors
/// [`Refusal::CalendarYear`] where the calendar lacks a year and has no fallback.
pub(crate) fn with_clocks(
    matter: Option<&Matter>,
    events: Vec<Event>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let mut running: Vec<(u32, Vec<String>)> =
        matter.map(|m| m.running_clocks().map(|c| (c.no, c.until.clone())).collect()).unwrap_or_default();
    let mut next = matter.and_then(|m| m.clocks.iter().map(|c| c.no).max()).unwrap_or(0) + 1;
    let mut all = Vec::with_capacity(events.len() + 2);
    for event in events {
        let stem = stem(event.kind());
        let mut follow = Vec::new();
        running.retain(|(no, until)| {
            let stops = until.iter().any(|u| u == stem);
            if stops {
                follow.push(ClockStopped { no: *no, on: rules.today }.into());
            }
            !stops
        });
        for spec in rules.playbook.clocks_from(stem) {
            let due_on = rules.calendar.deadline(rules.today, spec.limit).map_err(no_such_year)?.on;
            let until = spec.until.clone();
            running.push((next, until.clone()));
            follow.push(
                ClockStarted {
                    no: next,
                    clock: spec.id.clone(),
                    name: spec.name.clone(),
                    from_on: rules.today,
                    due_on,
                    warn_on: warn_on(due_on, spec.warn_days, rules.calendar),
                    until,
                    source: spec.source.clone(),
                }
                .into(),
            );
            next += 1;
        }
        all.push(event);
        all.extend(follow);
    }
    Ok(all)
}

/// The first day a clock is shown as near: so many working days before its end, one where the playbook is silent.
pub(crate) fn warn_on(due_on: Date, warn_days: Option<u16>, calendar: &Calendar) -> Date {
    let mut left = warn_days.unwrap_or(1);
    let mut day = due_on;
    while left > 0
        && let Ok(before) = day.yesterday()
    {
        day = before;
        if calendar.day(day).is_ok_and(|d| d.is_working()) {
            left -= 1;
        }
        if day.duration_until(due_on).as_hours() > 24 * 366 {
            break;
        }
    }
    day
}

pub(crate) fn no_such_year(error: CalendarError) -> Refusal {
    match error {
        CalendarError::YearLacking { year, .. } => Refusal::CalendarYear { year },
        CalendarError::OutOfRange => Refusal::CalendarYear { year: i16::MAX },
    }
}

/// Notes that running clocks are past their date; empty when none newly is.
pub fn lapse(matter: &Matter, today: Date) -> Vec<Event> {
    matter
        .running_clocks()
        .filter(|c| c.lapsed_on.is_none() && c.due_on < today)
        .map(|c| ClockLapsed { no: c.no, on: today }.into())
        .collect()
}
