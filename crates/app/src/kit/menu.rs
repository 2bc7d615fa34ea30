//! What the desk's menu tells besides its lines: how much waits, and the lists that its reader put there.

use axum::http::Uri;
use concord_policy::Actor;
use concord_store::{Conn, Fault};

use super::desk::Desk;
use super::pinned_queries::{self, Pinned};
use super::visit::asked;
use super::work::Counts;

/// Empty where an answer has no menu.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// How many each of the reader's working lists holds.
    pub work: Counts,
    /// The kept lists that the reader put into the menu.
    pub pinned: Vec<Pinned>,
}

impl Menu {
    /// Whether the answer is a whole page of the desk: no fragment, file or JSON.
    pub fn is_on(uri: &Uri) -> bool {
        let path = uri.path();
        let desk = ["/desk", "/operator", "/playbooks"].iter().any(|start| path.starts_with(start));
        let told = ["/live", "/presence"].iter().any(|end| path.ends_with(end));
        desk && !told && !path.contains('.') && asked(uri.query().unwrap_or_default(), "part").is_none()
    }

    /// How many a list of this word holds; none where the reader has no such list.
    pub fn count(&self, word: &str) -> Option<i64> {
        self.work.iter().find(|(known, _)| *known == word).map(|(_, count)| *count)
    }

    /// The menu of somebody who is signed in, as it is at this moment.
    pub fn read(c: &mut Conn, desk: &Desk, actor: &Actor) -> Result<Self, Fault> {
        let Some(account) = actor.account() else { return Ok(Self::default()) };
        Ok(Self { work: desk.counts(c, actor)?, pinned: pinned_queries::of(c, account)? })
    }
}
