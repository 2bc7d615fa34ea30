//! What is decided about time, the same by form and by API.

use concord_domain::clock::{ExtendBy, PauseReason};
use concord_domain::matter::{Event, Matter, Rules};
use concord_domain::{extension, pause};
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

/// What a party says to more time.
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
}

/// What a party says to more time, by itself or as the staff note it.
#[derive(Clone, Debug)]
pub struct Said {
    pub no: u32,
    pub party: u32,
    pub answer: Answer,
    /// How and when it said so; absent where it says so itself.
    pub how: Option<String>,
}

impl Said {
    pub fn decide(&self, m: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let how = self.how.as_deref().map(|how| drawer.seal(TextKind::Reason, how));
        Ok(match self.answer {
            Answer::Yes => extension::agree(m, self.no, self.party, how, rules)?,
            Answer::No => extension::refuse(m, self.no, self.party, how, rules)?,
        })
    }
}

/// What whoever has to approve more time says: the rule says whose word it needs.
#[derive(Clone, Debug)]
pub enum Verdict {
    Granted,
    /// With the reason.
    Refused(String),
}

impl Verdict {
    pub fn decide(
        &self,
        no: u32,
        actor: &Actor,
        m: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let by = m.clocks.iter().find(|c| c.no == no).and_then(|clock| extension::by(clock, rules));
        if by.is_some_and(|by| by != ExtendBy::AllParties && !approves(actor, by)) {
            return Err(Failure::Forbidden);
        }
        Ok(match self {
            Self::Granted => extension::approve(m, no, rules)?,
            Self::Refused(reason) => extension::turn_down(m, no, drawer.seal(TextKind::Reason, reason), rules)?,
        })
    }
}
