//! Who represents a party: a lawyer, a guardian, a grown child; and what the staff and they write to each other alone.

use concord_domain::code::AccessKey;
use concord_domain::correspondence::{self, Correspondent};
use concord_domain::intake;

use super::handling::APPLICANT_NO;
use super::story::{Stop, Story};
use crate::kit::drawer::TextKind;
use crate::kit::ids::hash;

/// Per mille of the matters whose applicant has somebody speak for them.
const REPRESENTED: u32 = 40;
/// Of these, with a key of their own.
const ADMITTED: u32 = 600;

/// A stream of chance of its own.
const STREAM: u64 = 0xa6;

impl Story<'_> {
    /// The applicant has somebody speak for them, who mostly follows it by themselves.
    pub(super) fn engage(&mut self) -> Result<(), Stop> {
        let mut dice = self.aside(STREAM);
        if self.matter.reopened > 0 || !dice.happens(REPRESENTED) {
            return Ok(());
        }
        self.by_router();
        let person = self.world.stage.someone(&self.cast.scene, self.cast.english, &mut dice);
        let person = self.seal(TextKind::Person, serde_json::to_string(&person).unwrap_or_default());
        self.act(|m, _| intake::represent(m, APPLICANT_NO, person))?;
        if !dice.happens(ADMITTED) {
            return Ok(());
        }
        let key = AccessKey::from_entropy((u128::from(dice.bits()) << 64) | u128::from(dice.bits()));
        self.act(|m, _| intake::admit_representative(m, APPLICANT_NO, hash(key.as_str())))?;
        self.soon(60, 900)?;
        self.by_mediator();
        let text = self.seal_said(TextKind::Message, "message", "to_agent");
        self.act(|m, _| correspondence::address(m, Correspondent::Representative(APPLICANT_NO), text))?;
        self.soon(30, 1500)?;
        self.by_agent(APPLICANT_NO);
        let text = self.seal_said(TextKind::Message, "message", "agent");
        self.act(|m, _| correspondence::from(m, Correspondent::Representative(APPLICANT_NO), text))?;
        self.by_mediator();
        Ok(())
    }
}
