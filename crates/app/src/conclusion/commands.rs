//! What is decided about endings, the same by form and by API.

use concord_domain::conclusion;
use concord_domain::matter::{Event, Matter, Outcome, Rules};

use crate::kit::desk::Desk;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// The end of mediation by the mediator's word.
#[derive(Clone, Debug)]
pub struct Conclude {
    pub outcome: Outcome,
    /// What else the parties can do; owed where nothing was settled.
    pub advice: String,
    /// Ids of the exits that it names; all that are open where none is.
    pub exits: Vec<String>,
}

impl Conclude {
    pub fn decide(
        &self,
        desk: &Desk,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        // A settlement needs no advice: what the form was filled with beforehand is not kept.
        let advice = match self.outcome {
            Outcome::Settled => None,
            Outcome::NotSettled => desk.advice_of(matter, &self.advice, &self.exits, drawer),
        };
        Ok(conclusion::conclude(matter, self.outcome, advice, rules)?)
    }
}

/// A party leaves.
#[derive(Clone, Debug)]
pub struct Withdraw {
    pub party: u32,
    pub reason: String,
}

impl Withdraw {
    pub fn decide(
        &self,
        desk: &Desk,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let reason = drawer.seal_some(TextKind::Reason, &self.reason);
        let advice = desk.standing_advice(matter, drawer);
        Ok(conclusion::withdraw(matter, self.party, reason, advice, rules)?)
    }
}

/// The file is closed.
pub fn archive(matter: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Failure> {
    Ok(conclusion::archive(matter, rules)?)
}

/// The dispute is back, with the body that had it.
#[derive(Clone, Debug)]
pub struct Reopen {
    pub reason: String,
}

impl Reopen {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let reason = drawer.seal(TextKind::Reason, &self.reason);
        Ok(conclusion::reopen(matter, matter.body, reason, rules)?)
    }
}
