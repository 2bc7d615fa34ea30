//! What is decided about meetings, the same by form and by API.

use concord_domain::matter::{Event, Matter, Mode, Rules, SessionOutcome};
use concord_domain::session;
use jiff::civil::Date;

use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// A meeting to arrange.
#[derive(Clone, Debug)]
pub struct Arrange {
    /// Microseconds UTC.
    pub at: i64,
    /// Its day in the zone of the house.
    pub on: Date,
    pub mode: Mode,
    pub place: String,
}

impl Arrange {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let place = drawer.seal_some(TextKind::SessionPlace, &self.place);
        Ok(session::arrange(matter, session::Arrange { at: self.at, on: self.on, mode: self.mode, place }, rules)?)
    }
}

/// What a meeting brought.
#[derive(Clone, Debug)]
pub struct Record {
    pub no: u32,
    pub outcome: SessionOutcome,
    pub record: String,
}

impl Record {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let record = drawer.seal(TextKind::Record, &self.record);
        Ok(session::record(matter, self.no, self.outcome, record, rules)?)
    }
}

/// A meeting to call off.
#[derive(Clone, Debug)]
pub struct Cancel {
    pub no: u32,
    pub reason: String,
}

impl Cancel {
    pub fn decide(&self, matter: &Matter, _rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        Ok(session::cancel(matter, self.no, drawer.seal_some(TextKind::Reason, &self.reason))?)
    }
}
