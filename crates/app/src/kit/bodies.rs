//! Bodies among each other: who acts for one, and who stands above.

use concord_domain::body::{BodyId, BodyKind};
use concord_domain::matter::Matter;
use concord_domain::region::RegionCode;
use concord_domain::tier::Superior;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor, Role};

use super::desk::Desk;
use super::failure::Failure;
use super::place::Places;

/// Whether somebody acts for a body: whoever routes, mediates or answers there.
pub fn acts_for(actor: &Actor, body: BodyId) -> bool {
    let post = |role| matches!(role, Role::Coordinator | Role::Mediator | Role::Officer);
    actor.roles().iter().any(|held| held.body == body.0 && post(held.role))
}

/// The bodies that somebody acts for.
pub fn acted_for(actor: &Actor) -> Vec<i64> {
    let mut bodies: Vec<i64> =
        actor.roles().iter().map(|held| held.body).filter(|id| acts_for(actor, BodyId(*id))).collect();
    bodies.sort_unstable();
    bodies.dedup();
    bodies
}

/// The body whose people ask a party for its judgement: one that had the matter, where somebody belongs to such a one as well.
pub fn asking(actor: &Actor, matter: &Matter) -> Option<BodyId> {
    let bodies = || actor.roles().iter().map(|held| BodyId(held.body));
    bodies().find(|body| matter.had_work(*body)).or_else(|| bodies().next())
}

impl Desk {
    /// The bodies whose work somebody sees.
    ///
    /// # Errors
    /// [`Failure::Forbidden`] for whoever has none.
    pub fn bodies_seen(&self, actor: &Actor) -> Result<Vec<i64>, Failure> {
        if !self.policy.ever(actor, Action::ViewWork) {
            return Err(Failure::Forbidden);
        }
        let mut bodies = acted_for(actor);
        bodies.extend(self.policy.bodies(actor, Action::ViewWork));
        bodies.sort_unstable();
        bodies.dedup();
        Ok(bodies)
    }

    /// Those of them whose lists somebody may take away as a file.
    ///
    /// # Errors
    /// [`Failure::Forbidden`] for whoever has none.
    pub fn bodies_exported(&self, actor: &Actor) -> Result<Vec<i64>, Failure> {
        let mut bodies = self.bodies_seen(actor)?;
        bodies.retain(|id| self.policy.allows(actor, Action::ExportList, &Subject::Body(*id)));
        if bodies.is_empty() { Err(Failure::Forbidden) } else { Ok(bodies) }
    }

    /// Whether somebody answers for the body below that was asked to take a matter.
    pub fn answers_offer(&self, actor: &Actor, matter: &Matter) -> bool {
        let Some(offer) = &matter.tiers.offer else { return false };
        self.posts_for(actor, Action::AnswerSendDown, matter).any(|body| body == offer.body)
    }

    /// The body in whose name an actor does this with a matter: that of the first post that permits it.
    pub fn acting_body(&self, actor: &Actor, action: Action, matter: &Matter) -> Option<BodyId> {
        self.posts_for(actor, action, matter).next()
    }

    /// The bodies of the posts that each permit this by itself.
    fn posts_for<'a>(
        &'a self,
        actor: &'a Actor,
        action: Action,
        matter: &'a Matter,
    ) -> impl Iterator<Item = BodyId> + 'a {
        let permits = move |held: &&concord_policy::HeldRole| {
            let Actor::Staff { account, name, .. } = actor else { return false };
            let one = Actor::Staff { account: *account, name: name.clone(), roles: vec![(*held).clone()] };
            self.may(&one, action, matter)
        };
        actor.roles().iter().filter(permits).map(|held| BodyId(held.body))
    }
}

impl Places {
    /// A body with the tier that it is of, as one above whoever had a matter.
    pub fn above(&self, body: BodyId) -> Option<Superior> {
        self.body(body).map(|b| Superior { body, tier: b.tier })
    }

    /// The nearest centre of a tier above a body's own area.
    pub fn superior_of(&self, body: BodyId) -> Option<BodyId> {
        let region = &self.body(body)?.region;
        region.ancestors().skip(1).find_map(|area| self.centre_of(&area)).filter(|centre| *centre != body)
    }

    /// The centre of the nearest area that holds both bodies, which is neither of them: who decides between them.
    pub fn common_superior(&self, one: BodyId, other: BodyId) -> Option<BodyId> {
        let (a, b) = (&self.body(one)?.region, &self.body(other)?.region);
        a.ancestors()
            .filter(|area| b.is_within(area))
            .filter_map(|area| self.centre_of(&area))
            .find(|centre| *centre != one && *centre != other)
    }

    /// A body, the centre of its own area, and those of the areas above.
    pub fn with_centres(&self, body: BodyId) -> Vec<BodyId> {
        let areas = self.body(body).into_iter().flat_map(|body| body.region.ancestors());
        let centres = areas.filter_map(|area| self.centre_of(&area)).filter(|centre| *centre != body);
        std::iter::once(body).chain(centres).collect()
    }

    /// The centre that stands in an area itself and takes work.
    fn centre_of(&self, area: &RegionCode) -> Option<BodyId> {
        let stands =
            |b: &&concord_domain::body::Body| b.kind == BodyKind::Centre && b.region == *area && !self.is_closed(b.id);
        self.bodies_in(area).find(stands).map(|b| b.id)
    }
}

#[cfg(test)]
mod tests {
    use concord_domain::body::{Body, OpeningHours};
    use concord_domain::label::Label;

    use super::*;

    fn places() -> Places {
        let body = |id: i64, region: &str, kind| {
            let region: RegionCode = region.parse().unwrap();
            Body {
                id: BodyId(id),
                code: id.to_string(),
                name: Label::new("x", "x"),
                kind,
                tier: region.tier(),
                region,
                fields: Vec::new(),
                opening: OpeningHours::default(),
                phone: None,
                address: None,
            }
        };
        let bodies = vec![
            body(1, "9701", BodyKind::Centre),
            body(2, "970101", BodyKind::Centre),
            body(3, "970101001", BodyKind::Centre),
            body(4, "970101001001", BodyKind::Committee),
            body(5, "970102001", BodyKind::Centre),
            body(6, "970101", BodyKind::Labour),
        ];
        Places::new(Vec::new(), bodies, vec![])
    }

    #[test]
    fn the_superior_is_the_nearest_centre_of_a_higher_tier() {
        let superior = |id| places().superior_of(BodyId(id)).map(|b| b.0);
        assert_eq!([4, 3, 2, 6, 1].map(superior), [Some(3), Some(2), Some(1), Some(1), None]);
        // Where a county has no centre, the city's is the nearest.
        assert_eq!(superior(5), Some(1));
    }

    #[test]
    fn nobody_decides_their_own_dispute() {
        let decider = |a, b| places().common_superior(BodyId(a), BodyId(b)).map(|b| b.0);
        assert_eq!(decider(4, 6), Some(2));
        assert_eq!(decider(2, 6), Some(1), "the county's centre is a side of it");
        assert_eq!(decider(4, 5), Some(1));
        assert_eq!(decider(1, 2), None);
    }

    #[test]
    fn whoever_records_or_supervises_at_a_body_does_not_act_for_it() {
        let held = |role| concord_policy::HeldRole { role, body: 7, region: "97".into() };
        let actor = |role| Actor::Staff { account: 1, name: String::new(), roles: vec![held(role)] };
        assert!(acts_for(&actor(Role::Officer), BodyId(7)) && !acts_for(&actor(Role::Officer), BodyId(8)));
        assert!(!acts_for(&actor(Role::Clerk), BodyId(7)) && !acts_for(&actor(Role::Supervisor), BodyId(7)));
    }
}
