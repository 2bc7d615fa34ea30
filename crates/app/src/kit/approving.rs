//! Who is told that something waits for their word: more time for whoever has to approve it, an objection for whoever judges it.

use concord_domain::body::BodyId;
use concord_domain::extension;
use concord_domain::matter::{Approver, Event, Matter, NoticePost};
use concord_policy::Role;

use super::case::approvers;
use super::desk::Desk;
use super::failure::Failure;
use super::roster_queries::holders;

impl Desk {
    /// Adds to what waits for somebody's word who that is.
    pub async fn with_approver(&self, matter: &Matter, mut events: Vec<Event>) -> Result<Vec<Event>, Failure> {
        for event in &mut events {
            match event {
                Event::ClockExtensionAsked(asked) => asked.approver = self.approver(matter, asked.no).await?,
                Event::MarkAppealed(appealed) => appealed.judge = self.judge(matter, appealed.by).await?,
                _ => (),
            }
        }
        Ok(events)
    }

    /// Where a rule asks somebody for more time: at the body that has the matter or, with nobody there, at the nearest above.
    async fn approver(&self, matter: &Matter, no: u32) -> Result<Option<Approver>, Failure> {
        let clock = matter.clocks.iter().find(|clock| clock.no == no);
        let by = clock.and_then(|clock| extension::by(clock, &self.rules(matter)));
        let roles = by.map_or(&[][..], approvers);
        let first = self.first_with(self.places().with_centres(matter.responsible), roles).await?;
        Ok(first.map(|(body, role)| Approver { body, post: post_of(role) }))
    }

    /// Nobody judges their own body's objection: the nearest body above that has a supervisor and the matter's area does.
    async fn judge(&self, matter: &Matter, by: BodyId) -> Result<Option<BodyId>, Failure> {
        let places = self.places();
        let judges = |body: &BodyId| {
            *body != by && places.body(*body).is_some_and(|above| matter.region.is_within(&above.region))
        };
        let chain = places.with_centres(by).into_iter().filter(judges).collect();
        Ok(self.first_with(chain, &[Role::Supervisor]).await?.map(|(body, _)| body))
    }

    /// The first of the bodies at which somebody holds one of the roles.
    async fn first_with(&self, bodies: Vec<BodyId>, roles: &'static [Role]) -> Result<Option<(BodyId, Role)>, Failure> {
        if roles.is_empty() {
            return Ok(None);
        }
        self.store
            .read(move |c| -> Result<_, Failure> {
                for body in bodies {
                    for role in roles {
                        if !holders(c, body, role.as_str())?.is_empty() {
                            return Ok(Some((body, *role)));
                        }
                    }
                }
                Ok(None)
            })
            .await
    }
}

/// The post to which notices for a role go.
const fn post_of(role: Role) -> NoticePost {
    match role {
        Role::Supervisor => NoticePost::Supervising,
        _ => NoticePost::Routing,
    }
}
