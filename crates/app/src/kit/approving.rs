//! Who is told that more time is asked for: whoever has to approve it.

use concord_domain::extension;
use concord_domain::matter::{Approver, Event, Matter, NoticePost};
use concord_policy::Role;

use super::case::approvers;
use super::desk::Desk;
use super::failure::Failure;
use super::roster_queries::holders;

impl Desk {
    /// Adds to a request for more time who has to approve it, where its rule asks somebody: at the body that has the matter or, with
    /// nobody there, at the nearest above.
    pub async fn with_approver(&self, matter: &Matter, mut events: Vec<Event>) -> Result<Vec<Event>, Failure> {
        for event in &mut events {
            if let Event::ClockExtensionAsked(asked) = event {
                asked.approver = self.approver(matter, asked.no).await?;
            }
        }
        Ok(events)
    }

    async fn approver(&self, matter: &Matter, no: u32) -> Result<Option<Approver>, Failure> {
        let clock = matter.clocks.iter().find(|clock| clock.no == no);
        let by = clock.and_then(|clock| extension::by(clock, &self.rules(matter)));
        let roles = by.map_or(&[][..], approvers);
        if roles.is_empty() {
            return Ok(None);
        }
        let chain = self.places().with_centres(matter.responsible);
        self.store
            .read(move |c| -> Result<_, Failure> {
                for body in chain {
                    for role in roles {
                        if !holders(c, body, role.as_str())?.is_empty() {
                            return Ok(Some(Approver { body, post: post_of(*role) }));
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
