//! Several bodies under a lead (联合调处): members, conferences with agenda and minutes, decisions as tasks with an owner
//! and a date, and for hard matters a leader who sees to it.

pub(crate) mod event;

use jiff::civil::Date;

use crate::assignment::{Assign, assign};
use crate::body::BodyId;
use crate::matter::{
    AccountId, ConferenceCalled, ConferenceCalledOff, ConferenceHeld, ConferenceMoved, Duty, Event, JointOpened,
    Matter, MemberJoined, Meta, Rules, SponsorNamed, Status, TaskDone, TaskFacts, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Joint mediation of a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    pub on: Date,
    pub lead: BodyId,
    pub members: Vec<BodyId>,
    pub reason: Sealed,
    pub conferences: Vec<Conference>,
    pub tasks: Vec<Task>,
}

/// A meeting of the bodies (联席会议).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conference {
    pub no: u32,
    /// Microseconds UTC.
    pub at: i64,
    pub day: Date,
    pub place: Option<Sealed>,
    pub agenda: Sealed,
    /// The day its minutes were written, and the minutes.
    pub held: Option<(Date, Sealed)>,
    /// Earlier times of it, in order.
    pub moved: Vec<Moved>,
    /// The day it was called off, and why.
    pub off: Option<(Date, Sealed)>,
}

/// A time that a conference was to be at before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub on: Date,
    /// Microseconds UTC.
    pub from_at: i64,
    pub reason: Option<Sealed>,
}

impl Conference {
    /// Whether it is still to be held.
    pub fn is_open(&self) -> bool {
        self.held.is_none() && self.off.is_none()
    }
}

/// Something that a conference decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub no: u32,
    pub conference: u32,
    pub body: BodyId,
    pub what: Sealed,
    pub on: Date,
    pub due_on: Date,
    pub done: Option<(Date, Option<Sealed>)>,
}

/// A leader who sees to a hard matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sponsor {
    pub account: AccountId,
    pub body: BodyId,
    pub on: Date,
}

impl Joint {
    /// Whether a body takes part, as lead or member.
    pub fn includes(&self, body: BodyId) -> bool {
        self.lead == body || self.members.contains(&body)
    }

    /// A conference that is called, was not called off, and has no minutes.
    pub fn open_conference(&self) -> Option<&Conference> {
        self.conferences.iter().find(|c| c.is_open())
    }

    /// Everybody who takes part, the lead first.
    pub fn bodies(&self) -> impl Iterator<Item = BodyId> {
        std::iter::once(self.lead).chain(self.members.iter().copied())
    }
}

/// Bodies that take a matter on together.
#[derive(Clone, Debug)]
pub struct Open {
    pub lead: BodyId,
    pub members: Vec<BodyId>,
    pub reason: Sealed,
    /// Who gives the work.
    pub by: Option<BodyId>,
}

/// Begins joint mediation: the lead is given the matter where another body has it, the members are called in.
///
/// # Errors
/// [`Refusal::AlreadyJoint`], [`Refusal::MembersMissing`], and as [`assign`].
pub fn open(matter: &Matter, cmd: Open, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Accepted, Status::Assigned, Status::Mediating])?;
    if matter.joint.is_some() {
        return Err(Refusal::AlreadyJoint);
    }
    let mut members: Vec<BodyId> = cmd.members.into_iter().filter(|b| *b != cmd.lead).collect();
    members.sort_unstable();
    members.dedup();
    if members.is_empty() {
        return Err(Refusal::MembersMissing);
    }
    let opened = JointOpened { on: rules.today, lead: cmd.lead, members: members.clone(), reason: cmd.reason };
    let mut events = with_clocks(Some(matter), vec![opened.into()], rules)?;
    if matter.body != cmd.lead || matter.status == Status::Accepted {
        give(matter, &mut events, cmd.lead, Duty::Lead, cmd.by, rules)?;
    }
    for body in members {
        call_in(matter, &mut events, body, cmd.by, rules)?;
    }
    Ok(events)
}

fn after(matter: &Matter, events: &[Event]) -> Matter {
    matter.after(events, &Meta { at: matter.updated_at, actor: String::new() })
}

fn give(
    matter: &Matter,
    events: &mut Vec<Event>,
    body: BodyId,
    duty: Duty,
    by: Option<BodyId>,
    rules: &Rules<'_>,
) -> Result<(), Refusal> {
    let order = Assign { body, duty, by, mediator: None, due_on: None, instruction: None };
    let given = assign(&after(matter, events), order, rules)?;
    events.extend(given);
    Ok(())
}

fn call_in(
    matter: &Matter,
    events: &mut Vec<Event>,
    body: BodyId,
    by: Option<BodyId>,
    rules: &Rules<'_>,
) -> Result<(), Refusal> {
    if matter.assignments.iter().any(|a| a.body == body && a.is_open()) {
        return Ok(());
    }
    give(matter, events, body, Duty::Assist, by, rules)
}

fn joint(matter: &Matter) -> Result<&Joint, Refusal> {
    matter.require_open()?;
    matter.joint.as_ref().ok_or(Refusal::NoJoint)
}

/// A further body takes part; one that does already changes nothing.
///
/// # Errors
/// [`Refusal::NoJoint`], [`Refusal::AlreadyConcluded`], and as [`assign`].
pub fn join(matter: &Matter, body: BodyId, by: Option<BodyId>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if joint(matter)?.includes(body) {
        return Ok(Vec::new());
    }
    let mut events: Vec<Event> = vec![MemberJoined { on: rules.today, body }.into()];
    call_in(matter, &mut events, body, by, rules)?;
    Ok(events)
}

/// A conference to call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Microseconds UTC.
    pub at: i64,
    /// The same instant's date in the region's time zone.
    pub day: Date,
    pub place: Option<Sealed>,
    pub agenda: Sealed,
}

/// Calls a conference.
///
/// # Errors
/// [`Refusal::NoJoint`], [`Refusal::ConferenceOpen`], [`Refusal::DatePast`], [`Refusal::AlreadyConcluded`].
pub fn call(matter: &Matter, cmd: Call, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let joint = joint(matter)?;
    if joint.open_conference().is_some() {
        return Err(Refusal::ConferenceOpen);
    }
    if cmd.day < rules.today {
        return Err(Refusal::DatePast { earliest: rules.today });
    }
    let no = next_no(joint.conferences.len(), joint.conferences.iter().map(|c| c.no).max())?;
    let Call { at, day, place, agenda } = cmd;
    with_clocks(Some(matter), vec![ConferenceCalled { no, on: rules.today, at, day, place, agenda }.into()], rules)
}

/// Another time, or another place, for a conference.
#[derive(Clone, Debug)]
pub struct Move {
    /// Microseconds UTC.
    pub at: i64,
    /// The same instant's date in the region's time zone.
    pub day: Date,
    /// Where it is now.
    pub place: Option<Sealed>,
    pub reason: Option<Sealed>,
}

fn to_be_held(matter: &Matter, no: u32) -> Result<&Conference, Refusal> {
    let conference = joint(matter)?.conferences.iter().find(|c| c.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if conference.is_open() { Ok(conference) } else { Err(Refusal::ConferenceOver) }
}

/// Moves a conference that was not held yet; also one whose day has passed, so that nobody calls it off to call it again.
///
/// # Errors
/// [`Refusal::NoJoint`], [`Refusal::NoSuchEntry`], [`Refusal::ConferenceOver`], [`Refusal::DatePast`],
/// [`Refusal::AlreadyConcluded`].
pub fn reschedule(matter: &Matter, no: u32, cmd: Move, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    to_be_held(matter, no)?;
    if cmd.day < rules.today {
        return Err(Refusal::DatePast { earliest: rules.today });
    }
    let Move { at, day, place, reason } = cmd;
    with_clocks(Some(matter), vec![ConferenceMoved { no, on: rules.today, at, day, place, reason }.into()], rules)
}

/// Calls a conference off.
///
/// # Errors
/// [`Refusal::NoJoint`], [`Refusal::NoSuchEntry`], [`Refusal::ConferenceOver`], [`Refusal::AlreadyConcluded`].
pub fn call_off(matter: &Matter, no: u32, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    to_be_held(matter, no)?;
    with_clocks(Some(matter), vec![ConferenceCalledOff { no, on: rules.today, reason }.into()], rules)
}

/// Something to be done by a body.
#[derive(Clone, Debug)]
pub struct NewTask {
    pub body: BodyId,
    pub what: Sealed,
    pub due_on: Date,
}

/// Writes the minutes of the conference that was called, from its day on, with what it decided.
///
/// # Errors
/// [`Refusal::NoJoint`], [`Refusal::NoConference`], [`Refusal::ConferenceAhead`], [`Refusal::NotMember`] for the owner of a task, [`Refusal::DatePast`],
/// [`Refusal::TooMany`], [`Refusal::AlreadyConcluded`].
pub fn hold(matter: &Matter, minutes: Sealed, tasks: Vec<NewTask>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let joint = joint(matter)?;
    let conference = joint.open_conference().ok_or(Refusal::NoConference)?;
    if rules.today < conference.day {
        return Err(Refusal::ConferenceAhead { from: conference.day });
    }
    let no = conference.no;
    let first = next_no(joint.tasks.len() + tasks.len(), joint.tasks.iter().map(|t| t.no).max())?;
    let mut decided = Vec::new();
    for (no, task) in (first..).zip(tasks) {
        if !joint.includes(task.body) {
            return Err(Refusal::NotMember);
        }
        if task.due_on < rules.today {
            return Err(Refusal::DatePast { earliest: rules.today });
        }
        decided.push(TaskFacts { no, body: task.body, what: task.what, due_on: task.due_on });
    }
    with_clocks(Some(matter), vec![ConferenceHeld { no, on: rules.today, minutes, tasks: decided }.into()], rules)
}

/// A body has done what was decided.
///
/// # Errors
/// [`Refusal::NoJoint`], [`Refusal::NoSuchEntry`], [`Refusal::TaskDone`], [`Refusal::AlreadyConcluded`].
pub fn finish(matter: &Matter, no: u32, text: Option<Sealed>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let task = joint(matter)?.tasks.iter().find(|t| t.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if task.done.is_some() {
        return Err(Refusal::TaskDone);
    }
    Ok(vec![TaskDone { no, on: rules.today, text }.into()])
}

/// A leader sees to it from now on; the same one again changes nothing.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`].
pub fn sponsor(matter: &Matter, account: AccountId, body: BodyId, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if matter.sponsor.is_some_and(|s| s.account == account) {
        return Ok(Vec::new());
    }
    Ok(vec![SponsorNamed { on: rules.today, account, body }.into()])
}

impl Matter {
    pub(crate) fn apply_joint(&mut self, event: &Event) {
        match event {
            Event::JointOpened(e) => {
                self.joint = Some(Joint {
                    on: e.on,
                    lead: e.lead,
                    members: e.members.clone(),
                    reason: e.reason.clone(),
                    conferences: Vec::new(),
                    tasks: Vec::new(),
                });
            }
            Event::SponsorNamed(e) => self.sponsor = Some(Sponsor { account: e.account, body: e.body, on: e.on }),
            other => {
                if let Some(joint) = &mut self.joint {
                    joint.apply(other);
                }
            }
        }
    }
}

impl Joint {
    fn apply(&mut self, event: &Event) {
        match event {
            Event::MemberJoined(e) => self.members.push(e.body),
            Event::ConferenceCalled(e) => self.conferences.push(Conference {
                no: e.no,
                at: e.at,
                day: e.day,
                place: e.place.clone(),
                agenda: e.agenda.clone(),
                held: None,
                moved: Vec::new(),
                off: None,
            }),
            Event::ConferenceMoved(e) => {
                if let Some(conference) = self.conferences.iter_mut().find(|c| c.no == e.no) {
                    let (on, from_at, reason) = (e.on, conference.at, e.reason.clone());
                    conference.moved.push(Moved { on, from_at, reason });
                    (conference.at, conference.day) = (e.at, e.day);
                    conference.place.clone_from(&e.place);
                }
            }
            Event::ConferenceCalledOff(e) => {
                if let Some(conference) = self.conferences.iter_mut().find(|c| c.no == e.no) {
                    conference.off = Some((e.on, e.reason.clone()));
                }
            }
            Event::ConferenceHeld(e) => {
                if let Some(conference) = self.conferences.iter_mut().find(|c| c.no == e.no) {
                    conference.held = Some((e.on, e.minutes.clone()));
                }
                self.tasks.extend(e.tasks.iter().map(|t| Task {
                    no: t.no,
                    conference: e.no,
                    body: t.body,
                    what: t.what.clone(),
                    on: e.on,
                    due_on: t.due_on,
                    done: None,
                }));
            }
            Event::TaskDone(e) => {
                if let Some(task) = self.tasks.iter_mut().find(|t| t.no == e.no) {
                    task.done = Some((e.on, e.text.clone()));
                }
            }
            _ => {}
        }
    }
}
