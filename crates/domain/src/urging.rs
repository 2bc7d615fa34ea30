//! A supervisor urges late work (督办), and may take the matter over (提办).

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::event::facts;
use crate::matter::{Above, Event, MOST_ENTRIES, Matter, RaisedBy, Rules, RunningClock, Status, next_no, with_clocks};
use crate::refusal::Refusal;
use crate::sealed::Sealed;
use crate::tier::{self, Superior};

/// Longest time that a supervisor may give for an answer, in calendar days: what takes longer is work with a limit of its own.
///
/// Source: ours; the law has none.
pub const ANSWER_DAYS_MAX: u16 = 60;

facts! {
    /// A supervisor orders a body to see to it, and to answer by a day; or the rule of a time limit that ran out does, in the
    /// name of the body above.
    UrgingIssued {
        no: u32, on: Date, by: BodyId, to: BodyId, answer_by: Date,
        /// In a person's words.
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
        /// The clock that ran out.
        #[serde(default, skip_serializing_if = "Option::is_none")] clock: Option<u32>,
    }
    /// The body answered.
    UrgingAnswered { no: u32, on: Date, text: Sealed }
    /// The body that urged wants no answer any more.
    UrgingWithdrawn { no: u32, on: Date, reason: Sealed }
    /// A superior took the matter to its own body.
    TakenOver { on: Date, body: BodyId, reason: Sealed }
}

/// A supervisor's order on late work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urging {
    pub no: u32,
    pub on: Date,
    pub by: BodyId,
    pub to: BodyId,
    pub answer_by: Date,
    /// In a person's words; none where a rule urged.
    pub text: Option<Sealed>,
    /// The clock that ran out, where a rule urged.
    pub clock: Option<u32>,
    pub answered: Option<(Date, Sealed)>,
    /// Taken back before it was answered.
    pub withdrawn: Option<(Date, Sealed)>,
    /// The matter ended before it was answered.
    pub ended_on: Option<Date>,
}

impl Urging {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.answered.is_none() && self.over_on().is_none()
    }

    /// The day nobody waits for an answer any more, without there being one.
    pub fn over_on(&self) -> Option<Date> {
        self.withdrawn.as_ref().map(|(on, _)| *on).or(self.ended_on)
    }
}

/// The last day that may be given for an answer.
pub fn latest_answer(today: Date) -> Date {
    today.saturating_add(i64::from(ANSWER_DAYS_MAX).days())
}

/// An order to a body.
#[derive(Clone, Debug)]
pub struct Urge {
    pub by: BodyId,
    pub to: BodyId,
    pub answer_by: Date,
    pub text: Sealed,
}

/// Urges a body that has a part in the matter.
///
/// # Errors
/// [`Refusal::NotOnMatter`], [`Refusal::DatePast`], [`Refusal::AnswerTooFar`], [`Refusal::AlreadyConcluded`],
/// [`Refusal::TooMany`].
pub fn urge(matter: &Matter, cmd: Urge, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    let working = matter.assignments.iter().any(|a| a.body == cmd.to && a.is_open());
    if !working && cmd.to != matter.responsible && cmd.to != matter.body {
        return Err(Refusal::NotOnMatter);
    }
    if cmd.answer_by < rules.today {
        return Err(Refusal::DatePast { earliest: rules.today });
    }
    let latest = latest_answer(rules.today);
    if cmd.answer_by > latest {
        return Err(Refusal::AnswerTooFar { latest, most: ANSWER_DAYS_MAX });
    }
    let no = next_no(matter.urgings.len(), matter.urgings.iter().map(|u| u.no).max())?;
    let Urge { by, to, answer_by, text } = cmd;
    let issued = UrgingIssued { no, on: rules.today, by, to, answer_by, text: Some(text), clock: None };
    with_clocks(Some(matter), vec![issued.into()], rules)
}

/// The urgings that follow from clocks that ran out, to whoever is responsible, once for each clock. A body above which nobody
/// stands urges itself: the promise is on record all the same.
///
/// # Errors
/// [`Refusal::CalendarYear`].
pub(crate) fn by_rule(
    matter: &Matter,
    lapsed: &[&RunningClock],
    rules: &Rules<'_>,
    above: &Above<'_>,
) -> Result<Vec<Event>, Refusal> {
    if lapsed.is_empty() {
        return Ok(Vec::new());
    }
    let to = matter.responsible;
    let by = above(to).unwrap_or(to);
    let mut next = matter.urgings.iter().map(|u| u.no).max().unwrap_or(0);
    let mut events = Vec::new();
    for clock in lapsed {
        // What is lost in a flood of them is not urged again.
        if matter.urgings.len() + events.len() >= MOST_ENTRIES as usize {
            break;
        }
        next += 1;
        let answer_by = rules.duties.answer_urging_by(rules)?;
        let (no, on, clock) = (next, rules.today, Some(clock.no));
        events.push(UrgingIssued { no, on, by, to, answer_by, text: None, clock }.into());
    }
    Ok(events)
}

/// The body answers.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::UrgingOver`].
pub fn answer(matter: &Matter, no: u32, text: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let urging = matter.urgings.iter().find(|u| u.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if !urging.is_open() {
        return Err(Refusal::UrgingOver);
    }
    Ok(vec![UrgingAnswered { no, on: rules.today, text }.into()])
}

/// The body that urged takes it back, and says why; it counts against nobody. What a rule urged stands: the promise is on record.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::UrgingOver`], [`Refusal::UrgingByRule`].
pub fn withdraw(matter: &Matter, no: u32, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let urging = matter.urgings.iter().find(|u| u.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if !urging.is_open() {
        return Err(Refusal::UrgingOver);
    }
    if urging.clock.is_some() {
        return Err(Refusal::UrgingByRule);
    }
    Ok(vec![UrgingWithdrawn { no, on: rules.today, reason }.into()])
}

/// Takes the matter over to `to`, which is responsible from then on without a receipt, and to its tier.
///
/// # Errors
/// [`Refusal::SameBody`], [`Refusal::WrongStatus`] while an agreement waits for signatures: what the parties agreed is not
/// taken from under them; [`Refusal::AlreadyConcluded`].
pub fn take_over(matter: &Matter, to: Superior, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if matter.status == Status::Agreement {
        return Err(Refusal::WrongStatus { status: matter.status });
    }
    let body = to.body;
    if matter.responsible == body && matter.body == body {
        return Err(Refusal::SameBody);
    }
    let why = (None, Some(reason.clone()));
    let mut events: Vec<Event> = vec![TakenOver { on: rules.today, body, reason }.into()];
    events.extend(tier::comes_to(matter, to, RaisedBy::Person, why, rules));
    with_clocks(Some(matter), events, rules)
}

impl Matter {
    pub(crate) fn apply_urging(&mut self, event: &Event) {
        match event {
            Event::UrgingIssued(e) => self.urgings.push(Urging {
                no: e.no,
                on: e.on,
                by: e.by,
                to: e.to,
                answer_by: e.answer_by,
                text: e.text.clone(),
                clock: e.clock,
                answered: None,
                withdrawn: None,
                ended_on: None,
            }),
            Event::UrgingAnswered(e) => {
                if let Some(urging) = self.urgings.iter_mut().find(|u| u.no == e.no) {
                    urging.answered = Some((e.on, e.text.clone()));
                }
            }
            Event::UrgingWithdrawn(e) => {
                if let Some(urging) = self.urgings.iter_mut().find(|u| u.no == e.no) {
                    urging.withdrawn = Some((e.on, e.reason.clone()));
                }
            }
            Event::TakenOver(e) => {
                self.end_lead(e.on);
                self.lie_with(e.body);
                self.end_urgings_elsewhere(e.on);
            }
            _ => {}
        }
    }

    /// Nobody waits for the answer of a body that has no part in the matter any more.
    fn end_urgings_elsewhere(&mut self, on: Date) {
        let part: Vec<BodyId> = self.assignments.iter().filter(|a| a.is_open()).map(|a| a.body).collect();
        let gone = |u: &&mut Urging| u.is_open() && u.to != self.body && !part.contains(&u.to);
        self.urgings.iter_mut().filter(gone).for_each(|u| u.ended_on = Some(on));
    }

    /// What a rule asked of a body that no longer has the matter is not waited for.
    pub(crate) fn end_urgings_of_rules(&mut self, on: Date) {
        let by_rule = |u: &&mut Urging| u.is_open() && u.clock.is_some();
        self.urgings.iter_mut().filter(by_rule).for_each(|u| u.ended_on = Some(on));
    }

    pub(crate) fn end_urgings(&mut self, on: Date) {
        self.urgings.iter_mut().filter(|u| u.is_open()).for_each(|u| u.ended_on = Some(on));
    }
}
