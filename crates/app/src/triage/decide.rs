//! What triage decides, for pages and API alike.

use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_domain::intake;
use concord_domain::matter::{MOST_TEXT, Matter, Urgency};
use concord_policy::{Action, Actor};

use super::steps::Steps;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::order::Order;

/// Taking a matter on, with what is put right and ordered in the same step.
#[derive(Clone, Debug, Default)]
pub struct Acceptance {
    /// Who takes it on; the body that has it where none is named.
    pub body: Option<BodyId>,
    pub category: Option<CategoryCode>,
    pub urgency: Option<Urgency>,
    pub order: Option<Order>,
}

/// Takes a matter on: one recording, all of it or nothing.
pub async fn accept(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    acceptance: Acceptance,
) -> Result<Matter, Failure> {
    if let Some(body) = acceptance.body {
        desk.check_body(body)?;
    }
    if let Some(category) = &acceptance.category {
        check_category(desk, category)?;
    }
    if let Some(order) = &acceptance.order {
        desk.check_order(order).await?;
    }
    desk.carry_out(actor, Action::AcceptMatter, code, expected, |matter, _, drawer| {
        let mut steps = Steps::new(desk, actor, matter);
        put_right(desk, actor, &mut steps, matter, &acceptance)?;
        let body = acceptance.body.unwrap_or(matter.body);
        steps.then(|m, rules| intake::accept(m, body, rules))?;
        if let Some(order) = &acceptance.order {
            desk.permit(actor, Action::AssignMatter, matter)?;
            let by = desk.acting_body(actor, Action::AssignMatter, matter);
            steps.then(|m, rules| order.decide(by, m, rules, drawer))?;
        }
        Ok(steps.events())
    })
    .await
}

/// Category and urgency first: the time limits of what follows are those of the right kind.
fn put_right(
    desk: &Desk,
    actor: &Actor,
    steps: &mut Steps<'_>,
    matter: &Matter,
    acceptance: &Acceptance,
) -> Result<(), Failure> {
    if let Some(category) = acceptance.category.as_ref().filter(|c| **c != matter.category) {
        desk.permit(actor, Action::EditMatter, matter)?;
        steps.then(|m, _| intake::classify(m, category.clone(), &desk.rules_for(category, &m.region)))?;
    }
    if let Some(urgency) = acceptance.urgency.filter(|u| *u != matter.urgency) {
        desk.permit(actor, Action::EditMatter, matter)?;
        steps.then(|m, _| intake::set_urgency(m, urgency))?;
    }
    Ok(())
}

fn check_category(desk: &Desk, category: &CategoryCode) -> Result<(), Failure> {
    if desk.categories.contains(category) { Ok(()) } else { Err(Failure::field("category", "problem-category")) }
}

fn check_words(field: &'static str, text: &str) -> Result<(), Failure> {
    if text.chars().count() <= MOST_TEXT as usize {
        return Ok(());
    }
    Err(FieldProblem::new(field, "problem-too-long").with("most", MOST_TEXT).into())
}

/// A reason or a destination of a closed list, with words for the party.
#[derive(Clone, Copy, Debug)]
pub struct Away<'a> {
    pub word: &'static str,
    /// As typed; blank for none.
    pub text: &'a str,
    /// The field of the text.
    pub field: &'static str,
}

/// Sends a matter back with a reason that the party reads.
pub async fn turn_back(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    away: Away<'_>,
) -> Result<Matter, Failure> {
    check_words(away.field, away.text)?;
    desk.carry_out(actor, Action::ReturnMatter, code, expected, |matter, rules, drawer| {
        let text = sealed(drawer, away);
        Ok(intake::turn_back(matter, away.word, text, rules)?)
    })
    .await
}

/// Sends a matter to somebody outside, with words that the party reads.
pub async fn refer(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    away: Away<'_>,
) -> Result<Matter, Failure> {
    check_words(away.field, away.text)?;
    desk.carry_out(actor, Action::ReferMatter, code, expected, |matter, rules, drawer| {
        let text = sealed(drawer, away);
        Ok(intake::refer(matter, away.word, text, rules)?)
    })
    .await
}

fn sealed(drawer: &mut Drawer<'_>, away: Away<'_>) -> Option<concord_domain::sealed::Sealed> {
    drawer.seal_some(TextKind::Reason, away.text)
}

/// Sets the kind of dispute.
pub async fn classify(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    category: CategoryCode,
) -> Result<Matter, Failure> {
    check_category(desk, &category)?;
    desk.carry_out(actor, Action::EditMatter, code, expected, |matter, _, _| {
        Ok(intake::classify(matter, category.clone(), &desk.rules_for(&category, &matter.region))?)
    })
    .await
}

/// Sets the urgency of the matter.
pub async fn set_urgency(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    urgency: Urgency,
) -> Result<Matter, Failure> {
    desk.carry_out(actor, Action::EditMatter, code, expected, |matter, _, _| Ok(intake::set_urgency(matter, urgency)?))
        .await
}
