//! Work given to a body, and who mediates.
//!
//! Who received a matter first is responsible for it until somebody else has signed (首接负责): giving work moves the lead,
//! signing for it moves the responsibility.

mod answer;
pub(crate) mod event;
mod hand_over;
pub(crate) mod state;

use jiff::civil::Date;

use crate::body::BodyId;
use crate::matter::{
    AccountId, Assigned, AssignmentReceived, Duty, Event, Matter, MediatorNamed, Meta, Rules, Status, next_no,
    with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

pub use answer::{Extend, MORE_DAYS_MAX, answer_extension, ask_extension, more_time, receive, reply, send_back};
pub use hand_over::{decline_hand_over, hand_over, sign_hand_over};

/// Gives a body work on a matter.
#[derive(Clone, Debug)]
pub struct Assign {
    pub body: BodyId,
    pub duty: Duty,
    /// Who gives it; the responsible body where none is named.
    pub by: Option<BodyId>,
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
    let same_lead =
        cmd.duty == Duty::Lead && matter.lead().is_some_and(|a| a.body == cmd.body && matter.body == a.body);
    let assists = |a: &crate::matter::Assignment| a.duty == Duty::Assist && a.body == cmd.body && a.is_open();
    let same_assist = cmd.duty == Duty::Assist && matter.assignments.iter().any(assists);
    let same_mediator = cmd.mediator.is_none() || cmd.mediator == matter.mediator;
    if same_assist || (same_lead && same_mediator && matter.status != Status::Accepted) {
        return Err(Refusal::AlreadyAssigned);
    }
    let mut events: Vec<Event> = Vec::new();
    if !same_lead || matter.status == Status::Accepted {
        let no = next_no(matter.assignments.len(), matter.assignments.iter().map(|a| a.no).max())?;
        let Assign { body, duty, by, due_on, instruction, .. } = cmd;
        let sign_by = Some(rules.duties.sign_by(rules)?);
        events.push(Assigned { no, body, duty, on: rules.today, by, sign_by, due_on, instruction }.into());
    }
    if let (Duty::Lead, Some(mediator)) = (cmd.duty, cmd.mediator) {
        events.push(MediatorNamed { mediator }.into());
    }
    with_clocks(Some(matter), events, rules)
}

/// Gives the lead to one body and calls another in, in one step (双派单): usually a territory's and a department's.
///
/// # Errors
/// As [`assign`], of either; [`Refusal::SameBody`] where both are the same. Nothing is given then.
pub fn assign_both(matter: &Matter, lead: Assign, assist: Assign, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if lead.body == assist.body {
        return Err(Refusal::SameBody);
    }
    let mut events = assign(matter, Assign { duty: Duty::Lead, ..lead }, rules)?;
    let nobody = Meta { at: matter.updated_at, actor: String::new() };
    let led = matter.after(&events, &nobody);
    events.extend(assign(&led, Assign { duty: Duty::Assist, mediator: None, ..assist }, rules)?);
    Ok(events)
}

/// Who begins to work has signed: the receipt that goes before what the lead does; empty where there is one.
pub(crate) fn begun(matter: &Matter, rules: &Rules<'_>) -> Vec<Event> {
    let unsigned = matter.unsigned_lead().filter(|a| a.body == matter.body);
    unsigned.map(|a| AssignmentReceived { no: a.no, on: rules.today }.into()).into_iter().collect()
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
