//! What is decided about tiers, the same by form and by API.

use concord_domain::Refusal;
use concord_domain::body::BodyId;
use concord_domain::matter::{Event, Matter, Rules};
use concord_domain::region::Tier;
use concord_domain::tier;
use concord_policy::Actor;

use crate::kit::desk::Desk;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// Another tier, with the reason that the parties read.
#[derive(Clone, Debug)]
pub struct Move {
    pub to: Tier,
    pub reason: String,
}

impl Move {
    fn body(&self, desk: &Desk, matter: &Matter) -> Result<BodyId, Failure> {
        desk.body_at(matter, self.to).ok_or(Failure::Refused(Refusal::NoBodyThere))
    }

    pub fn raise(
        &self,
        desk: &Desk,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let body = self.body(desk, matter)?;
        let reason = drawer.seal(TextKind::Reason, &self.reason);
        Ok(tier::raise(matter, tier::Raise { to: self.to, body, reason }, rules)?)
    }

    pub fn send_down(
        &self,
        desk: &Desk,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let body = self.body(desk, matter)?;
        let reason = drawer.seal(TextKind::Reason, &self.reason);
        Ok(tier::offer_down(matter, self.to, body, reason, rules)?)
    }
}

/// A party's wish for a higher tier.
#[derive(Clone, Debug)]
pub struct Ask {
    pub party: u32,
    pub reason: String,
}

impl Ask {
    pub fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        Ok(tier::ask(matter, self.party, drawer.seal_some(TextKind::Reason, &self.reason), rules)?)
    }
}

/// It stays where it is.
pub fn decline(
    reason: &str,
    matter: &Matter,
    rules: &Rules<'_>,
    drawer: &mut Drawer<'_>,
) -> Result<Vec<Event>, Failure> {
    Ok(tier::decline(matter, drawer.seal(TextKind::Reason, reason), rules)?)
}

/// What the body below says; nobody but that body says it.
#[derive(Clone, Debug)]
pub enum Reply {
    Takes,
    /// With the reason.
    Refuses(String),
}

impl Reply {
    pub fn decide(
        &self,
        actor: &Actor,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let offer = matter.tiers.offer.as_ref().ok_or(Failure::Refused(Refusal::NoOffer))?;
        if !actor.roles().iter().any(|held| held.body == offer.body.0) {
            return Err(Failure::Forbidden);
        }
        Ok(match self {
            Self::Takes => tier::accept_down(matter, rules)?,
            Self::Refuses(reason) => tier::decline_down(matter, drawer.seal(TextKind::Reason, reason), rules)?,
        })
    }
}
