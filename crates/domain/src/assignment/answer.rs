//! What a body does about its work: signs for it or sends it back, asks for more time, answers.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::matter::{
    Assignment, AssignmentReceived, AssignmentReplied, AssignmentReturned, Bounced, Duty, Event, ExtensionAnswered,
    ExtensionAsked, Matter, RaisedBy, Rules, Verdict, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;
use crate::tier::{self, Superior};

pub(super) fn work(matter: &Matter, no: u32) -> Result<&Assignment, Refusal> {
    matter.assignments.iter().find(|a| a.no == no).ok_or(Refusal::NoSuchEntry { no })
}

/// Work that somebody still waits for.
pub(super) fn open_work(matter: &Matter, no: u32) -> Result<&Assignment, Refusal> {
    matter.require_open()?;
    let work = work(matter, no)?;
    if work.is_open() { Ok(work) } else { Err(Refusal::WorkOver) }
}

/// The body signs for its work. Signing twice changes nothing.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::AlreadyConcluded`], [`Refusal::WorkOver`].
pub fn receive(matter: &Matter, no: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if work(matter, no)?.received_on.is_some() {
        return Ok(Vec::new());
    }
    open_work(matter, no)?;
    with_clocks(Some(matter), vec![AssignmentReceived { no, on: rules.today }.into()], rules)
}

/// The body does not sign, and says why (退回). The work is with whoever gave it again; when that happens so often as the
/// duties allow, it goes to `superior` by itself, the nearest centre above, and to its tier.
///
/// # Errors
/// [`Refusal::SignedFor`] once it was signed for, [`Refusal::WorkOver`], [`Refusal::NoSuchEntry`],
/// [`Refusal::AlreadyConcluded`].
pub fn send_back(
    matter: &Matter,
    no: u32,
    reason: Sealed,
    superior: Option<Superior>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let work = open_work(matter, no)?;
    if let Some(on) = work.received_on {
        return Err(Refusal::SignedFor { on });
    }
    let on = rules.today;
    let mut events: Vec<Event> = vec![AssignmentReturned { no, on, to: work.by, reason }.into()];
    let times = matter.bounced + 1;
    let often = work.duty == Duty::Lead && work.body == matter.body && times >= rules.duties.bounces_most;
    if let Some(to) = superior.filter(|to| often && to.body != work.by) {
        events.push(Bounced { on, times, from: work.by, to: to.body }.into());
        let why = (rules.duties.bounces_because.clone(), None);
        events.extend(tier::comes_to(matter, to, RaisedBy::Rule, why, rules));
    }
    with_clocks(Some(matter), events, rules)
}

/// The body answers. The lead's answer ends nothing: the matter is concluded on its own.
///
/// # Errors
/// [`Refusal::NotSignedFor`], [`Refusal::WorkOver`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadyConcluded`].
pub fn reply(
    matter: &Matter,
    no: u32,
    text: Sealed,
    files: Vec<u32>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let work = open_work(matter, no)?;
    if work.received_on.is_none() {
        return Err(Refusal::NotSignedFor);
    }
    if work.handing.is_some() {
        return Err(Refusal::HandOverPending);
    }
    with_clocks(Some(matter), vec![AssignmentReplied { no, on: rules.today, text, files }.into()], rules)
}

/// Longest time by which a body's work may be put off at once, in calendar days.
///
/// Source: ours, as with the answer to an urging; the law has none.
pub const MORE_DAYS_MAX: u16 = 60;

/// The day that stands for a body's work now, and the last one that may be asked for.
pub fn more_time(work: &Assignment, today: Date) -> (Date, Date) {
    let floor = work.due_on.unwrap_or(today).max(today);
    (floor, floor.saturating_add(i64::from(MORE_DAYS_MAX).days()))
}

/// More time for a body's work.
#[derive(Clone, Debug)]
pub struct Extend {
    pub no: u32,
    pub until: Date,
    pub reason: Sealed,
}

/// The body asks whoever gave the work for more time.
///
/// # Errors
/// [`Refusal::NotSignedFor`], [`Refusal::MoreTimeAsked`], [`Refusal::NotLater`] with the day that stands now,
/// [`Refusal::AnswerTooFar`] with the last that would do, [`Refusal::WorkOver`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadyConcluded`].
pub fn ask_extension(matter: &Matter, cmd: Extend, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let work = open_work(matter, cmd.no)?;
    if work.received_on.is_none() {
        return Err(Refusal::NotSignedFor);
    }
    if let Some(asked) = &work.asked {
        return Err(Refusal::MoreTimeAsked { until: asked.until });
    }
    let (floor, latest) = more_time(work, rules.today);
    if cmd.until <= floor {
        return Err(Refusal::NotLater { due_on: floor });
    }
    if cmd.until > latest {
        return Err(Refusal::AnswerTooFar { latest, most: MORE_DAYS_MAX });
    }
    Ok(vec![ExtensionAsked { no: cmd.no, on: rules.today, until: cmd.until, reason: cmd.reason }.into()])
}

/// The assigner grants the time that was asked for, or does not.
///
/// # Errors
/// [`Refusal::NoExtension`], [`Refusal::ReasonMissing`] for a refusal without one, [`Refusal::WorkOver`],
/// [`Refusal::NoSuchEntry`], [`Refusal::AlreadyConcluded`].
pub fn answer_extension(
    matter: &Matter,
    no: u32,
    verdict: Verdict,
    reason: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let asked = open_work(matter, no)?.asked.as_ref().ok_or(Refusal::NoExtension)?;
    if verdict == Verdict::Refused && reason.is_none() {
        return Err(Refusal::ReasonMissing);
    }
    let due_on = (verdict == Verdict::Granted).then_some(asked.until);
    Ok(vec![ExtensionAnswered { no, on: rules.today, verdict, due_on, reason }.into()])
}
