//! Time limits that run on a matter: started and stopped by what happens, each with its source.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{ClockInherited, ClockStarted, ClockStopped, Event, Matter, Meta, Recorded, Rules};
use crate::body::BodyId;
use crate::calendar::{Calendar, CalendarError, Count, Limit};
use crate::clock::{ClockSpec, Nearness, PauseReason, WarnPoint, Whose, stem};
use crate::code::MatterCode;
use crate::label::Label;
use crate::playbook::Facts;
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// A time limit of one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningClock {
    pub no: u32,
    /// The playbook's id of it, e.g. `mediate`.
    pub clock: String,
    /// The playbook or channel that it comes from; empty for those from before that was noted.
    pub set: String,
    pub name: Label,
    pub from_on: Date,
    pub due_on: Date,
    /// Of a limit in hours: the moment it ends, microseconds UTC.
    pub due_at: Option<i64>,
    /// First day it is shown as due soon.
    pub warn_on: Date,
    /// Event stems that end it.
    pub until: Vec<String>,
    pub source: Label,
    pub whose: Whose,
    /// What it is counted by; none for those from before that was noted, which cannot be counted anew.
    pub limit: Option<Limit>,
    /// What made it longer, in order.
    pub longer: Vec<Limit>,
    pub pauses: Vec<Pause>,
    /// More time that is asked for.
    pub asked: Option<ExtensionRequest>,
    /// Earlier promises that came with duplicates, the latest last, with the day it was counted from before.
    pub inherited: Vec<(MatterCode, Date)>,
    /// The calendar that it was last counted with.
    pub calendar: String,
    pub stopped_on: Option<Date>,
    /// Who was responsible at that moment: on the same day it may have become somebody else.
    pub stopped_with: Option<BodyId>,
    /// The day it ran out, while it was running.
    pub lapsed_on: Option<Date>,
    /// When those who have the matter are told before its end.
    pub warn: Vec<WarnPoint>,
    /// The points that were reached.
    pub warned: Vec<WarnPoint>,
}

/// A time that did not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    pub on: Date,
    pub until: Option<Date>,
    pub reason: PauseReason,
    pub text: Option<Sealed>,
}

/// More time that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionRequest {
    pub on: Date,
    /// Absent where the staff asked.
    pub party: Option<u32>,
    pub reason: Option<Sealed>,
    /// Parties that agreed.
    pub agreed: Vec<u32>,
    /// Those of them for whom the staff noted it: what they say themselves stands above that.
    pub noted: Vec<u32>,
}

impl RunningClock {
    /// Its key among all clocks: `general/mediate`.
    pub fn key(&self) -> String {
        if self.set.is_empty() { self.clock.clone() } else { format!("{}/{}", self.set, self.clock) }
    }

    /// Whether it is about a danger: of which the parties are not told, as one of them may be it.
    pub fn is_of_danger(&self) -> bool {
        self.until.iter().any(|event| event.starts_with("danger."))
    }

    /// Whether it binds the house; the time of parties, which they may leave unused, and the court's count against nobody here.
    pub fn binds(&self) -> bool {
        self.whose == Whose::House
    }

    /// Whether it ended, or would end today, after its due date.
    pub fn is_late(&self, today: Date) -> bool {
        let stood = self.pauses.last().filter(|p| p.until.is_none()).map(|p| p.on);
        stood.or(self.stopped_on).unwrap_or(today) > self.due_on
    }

    /// Whether it stands still.
    pub fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.until.is_none())
    }

    /// How many days did not count so far.
    pub fn paused_days(&self, today: Date) -> i64 {
        self.pauses.iter().map(|p| i64::from((p.until.unwrap_or(today) - p.on).get_days())).sum()
    }

    /// The day of a warning point.
    pub fn warn_day(&self, point: WarnPoint) -> Date {
        match point {
            WarnPoint::Soon => self.warn_on,
            WarnPoint::Part { passed, of } => {
                let days = (self.due_on - self.from_on).get_days() * i32::from(passed) / i32::from(of);
                self.from_on.saturating_add(jiff::Span::new().days(days.max(1)))
            }
        }
    }

    /// The next warning point that was not reached; none for whoever stands still, is over or late.
    pub fn next_warning(&self) -> Option<(Date, WarnPoint)> {
        if self.is_paused() || self.stopped_on.is_some() || self.lapsed_on.is_some() || self.due_at.is_some() {
            return None;
        }
        let left = self.warn.iter().filter(|point| !self.warned.contains(point));
        left.map(|point| (self.warn_day(*point), *point)).min_by_key(|(day, _)| *day)
    }

    /// How near its end is at a warning point: red at the last of several.
    pub fn nearness(&self, point: WarnPoint) -> Nearness {
        let last = self.warn.iter().map(|other| self.warn_day(*other)).max();
        let several = self.warn.len() > 1;
        if several && last == Some(self.warn_day(point)) { Nearness::Red } else { Nearness::Amber }
    }

    /// Its last day with these pauses that are over and these extensions; none where it is not known what it was counted by.
    pub(crate) fn counted(
        &self,
        pauses: &[Pause],
        longer: &[Limit],
        calendar: &Calendar,
    ) -> Result<Option<Date>, CalendarError> {
        let Some(limit) = self.limit else { return Ok(None) };
        let paused: Vec<(Date, Date)> = pauses.iter().filter_map(|p| Some((p.on, p.until?))).collect();
        calendar.count(&Count { from: self.from_on, limit, longer, paused: &paused }).map(|due| Some(due.on))
    }

    fn count_from(&mut self, e: &ClockInherited) {
        match &e.from {
            Some(code) => self.inherited.push((code.clone(), self.from_on)),
            None => {
                self.inherited.pop();
                // It ran out by a promise that is another matter's again.
                self.lapsed_on = self.lapsed_on.filter(|_| e.due_on < e.on);
            }
        }
        (self.from_on, self.due_on, self.warn_on) = (e.from_on, e.due_on, e.warn_on);
    }

    pub(super) fn has_run_out(&self, today: Date, now: i64) -> bool {
        self.lapsed_on.is_none() && !self.is_paused() && self.due_at.map_or(self.due_on < today, |at| at < now)
    }
}

impl Matter {
    /// The court's time, which counts against nobody here.
    pub fn court_clocks(&self) -> impl Iterator<Item = &RunningClock> {
        self.clocks.iter().filter(|c| c.stopped_on.is_none() && c.whose == Whose::Court)
    }

    /// Time that the parties have, and may or may not use.
    pub fn windows(&self) -> impl Iterator<Item = &RunningClock> {
        self.clocks.iter().filter(|c| c.stopped_on.is_none() && c.whose == Whose::Parties)
    }

    pub(super) fn apply_clock(&mut self, event: &Event) {
        match event {
            Event::ClockStarted(e) => self.clocks.push(started(e)),
            Event::ClockStopped(e) => {
                let with = self.responsible;
                self.with_clock(e.no, |c| (c.stopped_on, c.stopped_with) = (Some(e.on), Some(with)));
            }
            Event::ClockLapsed(e) => self.with_clock(e.no, |c| c.lapsed_on = Some(e.on)),
            Event::ClockWarned(e) => self.with_clock(e.no, |c| {
                let reached: Vec<WarnPoint> = c.warn.iter().copied().filter(|p| c.warn_day(*p) <= e.on).collect();
                c.warned.extend(reached.into_iter().chain([e.point]));
                c.warned.dedup();
            }),
            Event::ClockExtended(e) => self.with_clock(e.no, |c| {
                c.due_on = e.due_on;
                c.warn_on = e.warn_on;
                c.lapsed_on = None;
                c.warned.clear();
                c.longer.extend(e.by);
                c.asked = None;
            }),
            Event::ClockPaused(e) => self.with_clock(e.no, |c| {
                c.pauses.push(Pause { on: e.on, until: None, reason: e.reason, text: e.text.clone() });
            }),
            Event::ClockResumed(e) => self.with_clock(e.no, |c| {
                c.due_on = e.due_on;
                c.warn_on = e.warn_on;
                if let Some(pause) = c.pauses.last_mut() {
                    pause.until = Some(e.on);
                }
            }),
            Event::ClockExtensionAsked(e) => self.with_clock(e.no, |c| {
                let (party, reason) = (e.party, e.reason.clone());
                c.asked = Some(ExtensionRequest { on: e.on, party, reason, agreed: Vec::new(), noted: Vec::new() });
            }),
            Event::ClockExtensionAgreed(e) => self.with_clock(e.no, |c| {
                if let Some(asked) = &mut c.asked {
                    asked.agreed.push(e.party);
                    if e.how.is_some() {
                        asked.noted.push(e.party);
                    }
                }
            }),
            Event::ClockExtensionRefused(e) => self.with_clock(e.no, |c| c.asked = None),
            Event::ClockRecomputed(e) => self.with_clock(e.no, |c| {
                c.due_on = e.due_on;
                c.warn_on = e.warn_on;
                c.calendar.clone_from(&e.calendar);
            }),
            Event::ClockInherited(e) => self.with_clock(e.no, |c| c.count_from(e)),
            _ => {}
        }
    }

    fn with_clock(&mut self, no: u32, change: impl FnOnce(&mut RunningClock)) {
        if let Some(clock) = self.clocks.iter_mut().find(|c| c.no == no) {
            change(clock);
        }
    }
}

fn started(e: &ClockStarted) -> RunningClock {
    RunningClock {
        no: e.no,
        clock: e.clock.clone(),
        set: e.set.clone().unwrap_or_default(),
        name: e.name.clone(),
        from_on: e.from_on,
        due_on: e.due_on,
        due_at: e.due_at,
        warn_on: e.warn_on,
        until: e.until.clone(),
        source: e.source.clone(),
        whose: e.whose.unwrap_or(Whose::House),
        limit: e.limit,
        longer: Vec::new(),
        pauses: Vec::new(),
        asked: None,
        inherited: Vec::new(),
        calendar: e.calendar.clone().unwrap_or_default(),
        stopped_on: None,
        stopped_with: None,
        lapsed_on: None,
        warn: e.warn.clone(),
        warned: Vec::new(),
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
    let known = matter.into_iter().flat_map(|m| &m.clocks).filter(|c| c.stopped_on.is_none());
    let mut running: Vec<(u32, Cow<'_, [String]>)> = known.map(|c| (c.no, Cow::from(&c.until))).collect();
    let mut next = matter.and_then(|m| m.clocks.iter().map(|c| c.no).max()).unwrap_or(0) + 1;
    let mut events = events;
    if let Some(matter) = matter {
        events.extend(crate::diversion::with_answers(matter, &events, rules)?);
    }
    // They are only asked for where a clock may start.
    let starts = events.iter().any(|event| rules.playbook.may_start(stem(event.kind())));
    let facts = if starts { facts_of(matter, &events, rules) } else { Facts::default() };
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
        for spec in rules.playbook.clocks_for(stem, &facts) {
            let start = start(spec, next, rules)?;
            running.push((next, Cow::from(start.until.clone())));
            follow.push(start.into());
            next += 1;
        }
        all.push(event);
        all.extend(follow);
    }
    Ok(all)
}

/// The facts by which clocks are chosen: those of the matter after the events, so that what a command changes counts.
fn facts_of(matter: Option<&Matter>, events: &[Event], rules: &Rules<'_>) -> Facts {
    let meta = Meta { at: rules.now, actor: String::new() };
    let recorded = |(version, event): (i64, &Event)| Recorded { version, meta: meta.clone(), event: event.clone() };
    let after = match matter {
        Some(matter) => Some(matter.after(events, &meta)),
        None => {
            let history: Vec<Recorded> = (1..).zip(events).map(recorded).collect();
            Matter::replay(crate::code::MatterId(0), &history)
        }
    };
    after.map(|matter| matter.facts(rules.today)).unwrap_or_default()
}

fn start(spec: &ClockSpec, no: u32, rules: &Rules<'_>) -> Result<ClockStarted, Refusal> {
    let moment = rules.calendar.moment(rules.local, spec.limit).map_err(no_such_year)?;
    let due_on = match moment {
        Some(moment) => moment.date(),
        None => rules.calendar.deadline(rules.today, spec.limit).map_err(no_such_year)?.on,
    };
    // The zone's offset is taken to be the same until then: China has had one since 1991.
    let due_at = moment.map(|moment| rules.now + moment.duration_since(rules.local).as_micros() as i64);
    Ok(ClockStarted {
        no,
        clock: spec.id.clone(),
        name: spec.name.clone(),
        from_on: rules.today,
        due_on,
        warn_on: warn_on(due_on, spec.warn_days, rules.calendar),
        until: spec.until.clone(),
        source: spec.source.clone(),
        limit: Some(spec.limit),
        set: Some(spec.set.clone()),
        calendar: Some(rules.calendar.digest().to_owned()),
        due_at,
        whose: Some(spec.whose).filter(|whose| *whose != Whose::House),
        warn: spec.warn.clone(),
    })
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
