//! Many people with one matter, and matters of the same people: now and then.

use concord_domain::intake::{self, NewParty};
use concord_domain::matter::PartyRole;
use concord_domain::{conclusion, family};

use super::almanac::HOUR;
use super::story::{Stop, Story};
use crate::kit::drawer::TextKind;

/// Per mille of the matters that many people may have in common.
const GROUPS: u32 = 45;

impl Story<'_> {
    /// Colleagues of one site, or neighbours of one building, join the matter, and most of them let one speak for them.
    pub(super) fn gather(&mut self) -> Result<(), Stop> {
        let field = self.matter.category.as_str().split('.').next().unwrap_or_default();
        let common = matches!(field, "labour" | "property" | "environment" | "expropriation");
        if !common || self.matter.reopened > 0 || !self.now_and_then(GROUPS) {
            return Ok(());
        }
        self.later(0, 1)?;
        self.by_router();
        let mut parties = Vec::new();
        for _ in 0..self.dice.between(3, 9) {
            let person = self.world.stage.someone(&self.cast.scene, self.cast.english, &mut self.dice);
            let json = serde_json::to_string(&person).unwrap_or_default();
            let person = self.seal(TextKind::Person, json);
            parties.push(NewParty { role: PartyRole::Applicant, person, representative: None, key_hash: None });
        }
        self.act(|m, _| intake::join_all(m, parties))?;
        self.soon(10, 60)?;
        let others: Vec<u32> = family::applicants(&self.matter).into_iter().skip(1).collect();
        // One of them would rather speak for themselves.
        let speaks_for = others[..others.len() - 1].to_vec();
        let record = self.seal_said(TextKind::Reason, "between", "chosen");
        self.act(|m, r| family::choose_representative(m, 1, speaks_for, record, r))?;
        self.by_mediator();
        Ok(())
    }

    /// The applicants do not want mediation any more.
    pub(super) fn withdraw(&mut self) -> Result<(), Stop> {
        let at = self.at + self.dice.between(4, 90) * HOUR;
        self.until(at)?;
        // Of many applicants the last one to leave ends it.
        for party in family::applicants(&self.matter) {
            self.by_party(party);
            let reason = Some(self.seal_said(TextKind::Reason, "withdraw", "any"));
            let advice = self.advice();
            self.act(|m, r| conclusion::withdraw(m, party, reason, advice, r))?;
        }
        Ok(())
    }
}
