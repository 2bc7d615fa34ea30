//! What is decided about endings, the same by form and by API.

use concord_domain::conclusion;
use concord_domain::matter::{Event, Matter, Outcome, Rules};

use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// The end of mediation by the mediator's word.
#[derive(Clone, Debug)]
pub struct Conclude {
    pub outcome: Outcome,
    /// What else the parties can do; owed where nothing was settled.
    pub advice: String,
}

impl Conclude {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        // A settlement needs no advice: what the form was filled with beforehand is not kept.
        let advice = match self.outcome {
            Outcome::Settled => None,
            Outcome::NotSettled => drawer.seal_some(TextKind::Advice, &self.advice),
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
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        Ok(conclusion::withdraw(matter, self.party, drawer.seal_some(TextKind::Reason, &self.reason), rules)?)
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
