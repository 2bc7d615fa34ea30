//! What is decided about assignments, for pages and API alike.

use concord_domain::assignment;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::{AccountId, Matter};
use concord_domain::refusal::Refusal;
use concord_policy::{Action, Actor, Role};

use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::Failure;
use crate::kit::order::Order;

/// Gives a body work on a matter.
pub async fn assign(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    order: &Order,
) -> Result<Matter, Failure> {
    desk.check_order(order).await?;
    desk.carry_out(actor, Action::AssignMatter, code, expected, |matter, rules, drawer| {
        order.decide(matter, rules, drawer)
    })
    .await
}

/// Whether somebody can sign for a body's work: whoever routes, mediates or answers there.
pub fn signs_for(actor: &Actor, body: BodyId) -> bool {
    let post = |role| matches!(role, Role::Coordinator | Role::Mediator | Role::Officer);
    actor.roles().iter().any(|held| held.body == body.0 && post(held.role))
}

/// The body signs for its work.
///
/// Signing is a body's own business: the action asked for is only that of writing on the matter.
pub async fn receive(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    no: u32,
) -> Result<Matter, Failure> {
    desk.carry_out(actor, Action::WriteNote, code, expected, |matter, rules, _| {
        let work = matter.assignments.iter().find(|a| a.no == no).ok_or(Refusal::NoSuchEntry { no })?;
        if !signs_for(actor, work.body) {
            return Err(Failure::Forbidden);
        }
        Ok(assignment::receive(matter, no, rules)?)
    })
    .await
}

/// Names the mediator of the body that has the matter. A mediator of that body may name themselves.
pub async fn name_mediator(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    mediator: AccountId,
) -> Result<Matter, Failure> {
    let before = desk.load(code).await?;
    let own = actor.account() == Some(mediator.0);
    let action = if own { Action::ArrangeSession } else { Action::AssignMatter };
    desk.permit(actor, action, &before)?;
    desk.check_mediator(before.body, mediator).await?;
    desk.carry_out(actor, action, code, expected, |matter, _, _| {
        if matter.body != before.body {
            return Err(Failure::Conflict);
        }
        Ok(assignment::name_mediator(matter, mediator)?)
    })
    .await
}
