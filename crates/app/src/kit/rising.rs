//! What a rule of the playbook makes of a matter, after anything that happens to it.

use concord_domain::body::{BodyId, BodyKind};
use concord_domain::matter::{Event, Matter, Meta};
use concord_domain::playbook::Answers;
use concord_domain::region::Tier;
use concord_domain::tier;

use super::desk::Desk;
use super::failure::Failure;

impl Desk {
    /// Who would have a matter at a tier: a centre, or whoever of that tier begins with this kind of dispute.
    pub fn body_at(&self, matter: &Matter, tier: Tier) -> Option<BodyId> {
        let places = self.places();
        let area = matter.region.at(tier)?;
        let kinds = &self.rules(matter).playbook.start.bodies;
        let there = || places.bodies_for(&area, &matter.category).filter(|body| body.tier == tier);
        let house = [BodyKind::Centre, BodyKind::Committee];
        house.iter().chain(kinds).find_map(|kind| there().find(|body| body.kind == *kind)).map(|body| body.id)
    }

    /// Adds the rise that follows from what was decided, where a rule says so.
    pub async fn with_rise(&self, before: &Matter, mut events: Vec<Event>) -> Result<Vec<Event>, Failure> {
        let meta = Meta { at: self.now(), actor: String::new() };
        let after = before.after(&events, &meta);
        let answers = self.answers_for_rise(&after).await?;
        events.extend(self.rise_of(&after, &answers)?);
        Ok(events)
    }

    /// The rise that a rule or a time limit that ran out brings to a matter as it is; nothing where none does.
    pub fn rise_of(&self, matter: &Matter, answers: &Answers) -> Result<Vec<Event>, Failure> {
        let rules = self.rules(matter);
        let body_at = |tier: Tier| self.body_at(matter, tier);
        let by_clock = tier::rise_by_clock(matter, &rules, &body_at)?;
        if by_clock.is_empty() { Ok(tier::rise_by_rule(matter, answers, &rules, &body_at)?) } else { Ok(by_clock) }
    }

    /// The answers, where a rule of the playbook asks for them: they are sealed, and not read for nothing.
    pub async fn answers_for_rise(&self, matter: &Matter) -> Result<Answers, Failure> {
        let sealed = matter.report().answers.as_ref().map(|answers| answers.id);
        let Some(id) = sealed.filter(|_| self.rules(matter).playbook.rises_by_answers()) else {
            return Ok(Answers::default());
        };
        let text = self.texts(vec![id]).await?.remove(&id).unwrap_or_default();
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }
}
