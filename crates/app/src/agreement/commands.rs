//! What is decided about agreements, the same by form and by API.

use concord_domain::agreement::{self, Promise};
use concord_domain::matter::{AccountId, Event, Form, Matter, Rules};
use concord_policy::Actor;
use jiff::civil::Date;

use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::{Failure, FieldProblem};

/// An agreement to put before the parties.
#[derive(Clone, Debug)]
pub struct Draft {
    pub form: Form,
    pub facts: String,
    pub terms: String,
    pub obligations: Vec<Owed>,
}

/// What a party will owe.
#[derive(Clone, Debug)]
pub struct Owed {
    pub party: u32,
    pub what: String,
    /// Cents of yuan.
    pub amount: Option<i64>,
    pub due_on: Date,
}

impl Draft {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let obligations = self
            .obligations
            .iter()
            .map(|o| Promise {
                party: o.party,
                what: drawer.seal(TextKind::Obligation, &o.what),
                amount: o.amount,
                due_on: o.due_on,
            })
            .collect();
        let draft = agreement::Draft {
            form: self.form,
            facts: drawer.seal(TextKind::AgreementFacts, &self.facts),
            terms: drawer.seal(TextKind::AgreementTerms, &self.terms),
            obligations,
        };
        Ok(agreement::draft(matter, draft, rules)?)
    }
}

/// A party's answer to an agreement.
#[derive(Clone, Debug)]
pub struct Answer {
    pub party: u32,
    /// Of a refusal.
    pub reason: String,
}

impl Answer {
    pub fn sign(&self, matter: &Matter, rules: &Rules<'_>, _drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        Ok(agreement::sign(matter, self.party, rules)?)
    }

    pub fn refuse(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        Ok(agreement::refuse(matter, self.party, drawer.seal_some(TextKind::Reason, &self.reason), rules)?)
    }
}

/// Whose answer it is: a party's own, or one that the staff record for a party who signs on paper.
///
/// # Errors
/// [`Failure::Forbidden`] where a party would answer for another; [`Failure::Invalid`] where the staff name none.
pub fn party_of(actor: &Actor, named: Option<u32>, field: &str) -> Result<u32, Failure> {
    match (actor, named) {
        (Actor::Party { party, .. }, None) => Ok(*party),
        (Actor::Party { party, .. }, Some(named)) if named == *party => Ok(named),
        (Actor::Party { .. }, Some(_)) => Err(Failure::Forbidden),
        (_, Some(named)) => Ok(named),
        (_, None) => Err(Failure::Invalid(vec![FieldProblem::new(field, "problem-missing")])),
    }
}

/// The mediator's signature and the committee's seal, put by whoever is signed in.
pub fn seal(account: i64, matter: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Failure> {
    Ok(agreement::seal(matter, AccountId(account), rules)?)
}

/// Whether a promise was kept.
#[derive(Clone, Copy, Debug)]
pub enum Kept {
    Fulfilled {
        /// Today where it is not said.
        on: Option<Date>,
    },
    Breached,
}

/// What became of an obligation.
#[derive(Clone, Debug)]
pub struct Fulfilment {
    pub no: u32,
    pub kept: Kept,
}

impl Fulfilment {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, _drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        Ok(match self.kept {
            Kept::Fulfilled { on } => agreement::fulfil(matter, self.no, on.unwrap_or(rules.today), rules)?,
            Kept::Breached => agreement::breach(matter, self.no, rules)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_answers_for_itself_alone_and_staff_for_the_one_they_name() {
        let party = Actor::Party { matter: 1, party: 2 };
        assert_eq!(party_of(&party, None, "party").unwrap(), 2);
        assert_eq!(party_of(&party, Some(2), "party").unwrap(), 2);
        assert!(matches!(party_of(&party, Some(1), "party"), Err(Failure::Forbidden)));
        let staff = Actor::Staff { account: 1, name: String::new(), roles: Vec::new() };
        assert_eq!(party_of(&staff, Some(1), "party").unwrap(), 1);
        assert!(matches!(party_of(&staff, None, "party"), Err(Failure::Invalid(_))));
    }
}
