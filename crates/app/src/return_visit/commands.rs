//! What is decided about return visits, the same by form and by API.

use concord_domain::matter::{AccountId, Event, FulfilmentFound, Matter, Rules};
use concord_domain::return_visit;
use jiff::civil::Date;

use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// A visit to plan.
#[derive(Clone, Debug)]
pub struct Arrange {
    pub on: Date,
    /// Who plans it: visits where the matter has no mediator any more.
    pub account: i64,
}

impl Arrange {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, _drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let visitor = matter.mediator.unwrap_or(AccountId(self.account));
        Ok(return_visit::arrange(matter, self.on, visitor, rules)?)
    }
}

/// What a visit found.
#[derive(Clone, Debug)]
pub struct Report {
    pub no: u32,
    pub fulfilled: FulfilmentFound,
    /// One to five.
    pub satisfied: Option<u8>,
    pub text: String,
}

impl Report {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let Self { no, fulfilled, satisfied, .. } = *self;
        let found =
            return_visit::Found { no, fulfilled, satisfied, text: drawer.seal_some(TextKind::Visit, &self.text) };
        Ok(return_visit::report(matter, found, rules)?)
    }
}
