//! The names of those who work here, known by heart: an account keeps its name for good, and nearly every page tells some.

use std::collections::HashMap;
use std::fmt;

use concord_domain::body::BodyId;
use concord_store::Fault;

use super::desk::Desk;
use super::people_queries;

/// Names known at most: some hundred kilobytes.
const KNOWN: u64 = 4096;

/// Names by account.
pub struct Names(moka::sync::Cache<i64, String>);

impl Default for Names {
    fn default() -> Self {
        Self(moka::sync::Cache::new(KNOWN))
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names").finish_non_exhaustive()
    }
}

/// The body in whose name an account acts, where it can be no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    pub body: BodyId,
    /// Since when its roles are what they are, as far as was asked, microseconds UTC.
    pub since: i64,
}

impl Desk {
    /// Those of these accounts that hold all their roles in one body, for what was done after a moment.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn posts_of(&self, ids: Vec<i64>, after: i64) -> Result<HashMap<i64, Post>, Fault> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let (bodies, changed) = self
            .store
            .read(move |c| {
                Ok::<_, Fault>((people_queries::only_bodies(c, &ids)?, people_queries::roles_changed(c, after)?))
            })
            .await?;
        let post = |(account, body): (i64, i64)| {
            let since = changed.get(&account).copied().unwrap_or(i64::MIN);
            (account, Post { body: BodyId(body), since })
        };
        Ok(bodies.into_iter().map(post).collect())
    }

    /// The names of these accounts; those that do not exist are absent.
    pub async fn names_of(&self, ids: Vec<i64>) -> Result<HashMap<i64, String>, Fault> {
        let (mut names, mut unknown) = (HashMap::new(), Vec::new());
        for id in ids {
            match self.names.0.get(&id) {
                Some(name) => _ = names.insert(id, name),
                None => unknown.push(id),
            }
        }
        if !unknown.is_empty() {
            unknown.sort_unstable();
            unknown.dedup();
            for (id, name) in self.store.read(move |c| people_queries::names(c, &unknown)).await? {
                self.names.0.insert(id, name.clone());
                names.insert(id, name);
            }
        }
        Ok(names)
    }
}
