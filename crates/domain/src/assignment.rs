//! Work given to a body, and who mediates.

use jiff::civil::Date;

use crate::body::BodyId;
use crate::matter::{
    AccountId, Assigned, AssignmentReceived, Duty, Event, Matter, MediatorNamed, Rules, Status, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Gives a body work on a matter.
#[derive(Clone, Debug)]
pub struct Assign {
    pub body: BodyId,
    pub duty: Duty,
    pub mediator: Option<AccountId>,
    pub due_on: Option<Date>,
    pub instruction: Option<Sealed>,
}

/// Assigns a matter that was accepted.
///
/// # Errors
/// [`Refusal::WrongStatus`] before acceptance, [`Refusal::DatePast`], [`Refusal::AlreadyAssigned`], [`Refusal::TooMany`].
pub fn assign(matter: &Matter, cmd: Assign, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Accepted, Status::Assigned, Status::Mediating])?;
    if cmd.due_on.is_some_and(|due| due < rules.today) {
        return Err(Refusal::DatePast { earliest: rules.today });
    }
    let current = matter.assignments.iter().rfind(|a| a.duty == Duty::Lead);
    let same_lead = cmd.duty == Duty::Lead && current.is_some_and(|a| a.body == cmd.body);
    let same_assist =
        cmd.duty == Duty::Assist && matter.assignments.iter().any(|a| a.duty == Duty::Assist && a.body == cmd.body);
    let same_mediator = cmd.mediator.is_none() || cmd.mediator == matter.mediator;
    if same_assist || (same_lead && same_mediator && matter.status != Status::Accepted) {
        return Err(Refusal::AlreadyAssigned);
    }
    let mut events: Vec<Event> = Vec::new();
    if !same_lead || matter.status == Status::Accepted {
        let no = next_no(matter.assignments.len(), matter.assignments.iter().map(|a| a.no).max())?;
        let Assign { body, duty, due_on, instruction, .. } = cmd;
        events.push(Assigned { no, body, duty, on: rules.today, due_on, instruction }.into());
    }
    if let (Duty::Lead, Some(mediator)) = (cmd.duty, cmd.mediator) {
        events.push(MediatorNamed { mediator }.into());
    }
    with_clocks(Some(matter), events, rules)
}

/// The body signs for its work.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::AlreadyConcluded`].
pub fn receive(matter: &Matter, no: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    let assignment = matter.assignments.iter().find(|a| a.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if assignment.received_on.is_some() {
        return Ok(Vec::new());
    }
    with_clocks(Some(matter), vec![AssignmentReceived { no, on: rules.today }.into()], rules)
}

/// Names the mediator of a matter that a body leads.
///
/// # Errors
/// [`Refusal::WrongStatus`] before an assignment.
pub fn name_mediator(matter: &Matter, mediator: AccountId) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Assigned, Status::Mediating, Status::Agreement])?;
    if matter.mediator == Some(mediator) {
        return Ok(Vec::new());
    }
    Ok(vec![MediatorNamed { mediator }.into()])
}
