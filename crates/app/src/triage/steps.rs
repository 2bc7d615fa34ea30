//! Several decisions in one recording: each is made about the matter as the one before left it.

use concord_domain::matter::{Event, Matter, Meta, Rules};
use concord_policy::Actor;

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;

/// Decisions made so far.
pub struct Steps<'a> {
    desk: &'a Desk,
    meta: Meta,
    matter: Matter,
    events: Vec<Event>,
}

impl<'a> Steps<'a> {
    /// Begins with a matter as it is.
    pub fn new(desk: &'a Desk, actor: &Actor, matter: &Matter) -> Self {
        let meta = Meta { at: desk.now(), actor: actor.reference() };
        Self { desk, meta, matter: matter.clone(), events: Vec::new() }
    }

    /// Decides one thing more, by the rules for the matter as it is by then.
    ///
    /// # Errors
    /// As `decide`; nothing of what was decided before is recorded then.
    pub fn then<E: Into<Failure>>(
        &mut self,
        decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, E>,
    ) -> Result<(), Failure> {
        let events = decide(&self.matter, &self.desk.rules(&self.matter)).map_err(Into::into)?;
        self.matter = self.matter.after(&events, &self.meta);
        self.events.extend(events);
        Ok(())
    }

    /// Everything that was decided.
    pub fn events(self) -> Vec<Event> {
        self.events
    }
}
