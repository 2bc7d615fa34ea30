//! What is decided about time, the same by form and by API.

use concord_domain::clock::{ExtendBy, PauseReason};
use concord_domain::matter::{Event, Matter, Rules};
use concord_domain::{Refusal, extension, pause};
use concord_policy::Actor;

use crate::kit::case::approves;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// A clock stands still.
#[derive(Clone, Debug)]
pub struct Pause {
    pub no: u32,
    pub reason: PauseReason,
    /// What the parties read beside the reason.
    pub note: String,
}

impl Pause {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let note = drawer.seal_some(TextKind::Reason, &self.note);
        Ok(pause::pause(matter, self.no, self.reason, note, rules)?)
    }
}

/// More time is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub no: u32,
    /// Absent where the staff ask.
    pub party: Option<u32>,
    pub reason: String,
}

impl Ask {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let reason = drawer.seal_some(TextKind::Reason, &self.reason);
        Ok(extension::ask(matter, self.no, self.party, reason, rules)?)
    }
}

/// What a party, or who has to approve it, says to more time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
}

impl Answer {
    /// Reads `yes` or `no`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            _ => None,
        }
    }

    /// A party's answer.
    pub fn of_party(self, no: u32, party: u32, m: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Failure> {
        Ok(match self {
            Self::Yes => extension::agree(m, no, party, rules)?,
            Self::No => extension::refuse(m, no, Some(party), rules)?,
        })
    }

    /// The answer of who has to approve it: the rule says whose word it needs.
    pub fn of_approver(self, no: u32, actor: &Actor, m: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Failure> {
        let clock = m.clocks.iter().find(|c| c.no == no);
        match clock.and_then(|clock| extension::by(clock, rules)) {
            // Nobody speaks for the parties at once, neither for nor against it.
            Some(ExtendBy::AllParties) => return Err(Refusal::ExtensionNotAllowed.into()),
            Some(by) if !approves(actor, by) => return Err(Failure::Forbidden),
            _ => (),
        }
        Ok(match self {
            Self::Yes => extension::approve(m, no, rules)?,
            Self::No => extension::refuse(m, no, None, rules)?,
        })
    }
}
