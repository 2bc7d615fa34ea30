//! Work ordered from a body: checked once, decided with whatever else happens in the same step.

use concord_domain::assignment::{self, Assign};
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::{AccountId, Duty, Event, MOST_TEXT, Matter, Rules};
use concord_policy::{Action, Actor};
use jiff::civil::Date;

use super::desk::{Desk, Expected};
use super::drawer::{Drawer, TextKind};
use super::failure::{Failure, FieldProblem};
use super::mediator_queries;

/// Work to give to a body.
#[derive(Clone, Debug)]
pub struct Order {
    pub body: BodyId,
    pub duty: Duty,
    /// Of a lead: a body that is called in within the same step (dual dispatch).
    pub also: Option<BodyId>,
    pub mediator: Option<AccountId>,
    pub due_on: Option<Date>,
    /// As typed; blank for none.
    pub instruction: String,
}

impl Order {
    /// The events of it, after what else was decided; `by` is the body that gives the work.
    ///
    /// # Errors
    /// As [`assignment::assign`] and [`assignment::assign_both`].
    pub fn decide(
        &self,
        by: Option<BodyId>,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let assign = Assign {
            body: self.body,
            duty: self.duty,
            by,
            mediator: self.mediator,
            due_on: self.due_on,
            instruction: drawer.seal_some(TextKind::Instruction, &self.instruction),
        };
        Ok(match self.also {
            Some(body) => {
                let assist = Assign { body, duty: Duty::Assist, mediator: None, ..assign.clone() };
                assignment::assign_both(matter, assign, assist, rules)?
            }
            None => assignment::assign(matter, assign, rules)?,
        })
    }
}

impl Desk {
    /// Checks that the body takes work and the mediator mediates there.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for `body`, `mediator` or `instruction`.
    pub async fn check_order(&self, order: &Order) -> Result<(), Failure> {
        self.check_body(order.body)?;
        if let Some(also) = order.also {
            let wrong = |key| Err(Failure::field("also", key));
            if order.duty == Duty::Assist || also == order.body {
                return wrong("problem-also");
            }
            self.check_body(also).or_else(|_| wrong("problem-body"))?;
        }
        if order.instruction.chars().count() > MOST_TEXT as usize {
            return Err(FieldProblem::new("instruction", "problem-too-long").with("most", MOST_TEXT).into());
        }
        match order.mediator {
            Some(_) if order.duty == Duty::Assist => Err(Failure::field("mediator", "problem-mediator-assist")),
            Some(mediator) => self.check_mediator(order.body, mediator).await,
            None => Ok(()),
        }
    }

    /// Names the mediator of the body that has the matter. A mediator of that body may name themselves.
    pub async fn name_mediator(
        &self,
        actor: &Actor,
        code: &MatterCode,
        expected: Expected,
        mediator: AccountId,
    ) -> Result<Matter, Failure> {
        let before = self.load(code).await?;
        let own = actor.account() == Some(mediator.0);
        let action = if own && !self.may(actor, Action::NameMediator, &before) {
            Action::ArrangeSession
        } else {
            Action::NameMediator
        };
        self.permit(actor, action, &before)?;
        self.check_mediator(before.body, mediator).await?;
        self.carry_out(actor, action, code, expected, |matter, _, _| {
            if matter.body != before.body {
                return Err(Failure::Conflict);
            }
            Ok(assignment::name_mediator(matter, mediator)?)
        })
        .await
    }

    /// Checks that a body exists and takes new work.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for `body`.
    pub fn check_body(&self, body: BodyId) -> Result<(), Failure> {
        let places = self.places();
        let open = places.body(body).is_some() && !places.is_closed(body);
        if open { Ok(()) } else { Err(Failure::field("body", "problem-body")) }
    }

    /// Checks that an account mediates for a body.
    ///
    /// # Errors
    /// [`Failure::Invalid`] for `mediator`.
    pub async fn check_mediator(&self, body: BodyId, mediator: AccountId) -> Result<(), Failure> {
        let found = self.store.read(move |c| mediator_queries::mediates(c, mediator.0, body.0)).await?;
        found.map(drop).ok_or_else(|| Failure::field("mediator", "problem-mediator-body"))
    }
}
