//! Who is told that more time is asked for: whoever has to approve it.

use concord_domain::clock::ExtendBy;
use concord_domain::extension;
use concord_domain::matter::{Approver, Event, Matter, NoticePost};

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
        let supervisor = ("supervisor", NoticePost::Supervising);
        let roles = match clock.and_then(|clock| extension::by(clock, &self.rules(matter))) {
            Some(ExtendBy::Supervisor) => vec![supervisor],
            Some(ExtendBy::Coordinator) => vec![("coordinator", NoticePost::Routing), supervisor],
            Some(ExtendBy::AllParties | ExtendBy::Court) | None => return Ok(None),
        };
        let chain = self.places().with_centres(matter.responsible);
        self.store
            .read(move |c| -> Result<_, Failure> {
                for body in chain {
                    for (role, post) in &roles {
                        if !holders(c, body, role)?.is_empty() {
                            return Ok(Some(Approver { body, post: *post }));
                        }
                    }
                }
                Ok(None)
            })
            .await
    }
}
