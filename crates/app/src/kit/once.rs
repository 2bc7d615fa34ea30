//! A request that may be sent again and is carried out once.

use concord_store::{Conn, Fault};

use super::idempotency_queries as queries;

/// Whose key it is, and for which request.
#[derive(Clone, Debug)]
pub struct Once {
    /// Two callers may use the same key.
    pub actor: String,
    pub key: String,
    /// Hex SHA-256 of address and body.
    pub request: String,
}

tokio::task_local! {
    static CURRENT: Once;
}

impl Once {
    /// Runs a handler whose recordings bear this key.
    pub async fn carry<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// The key of the request that is being carried out, if it has one.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Notes that the request is carried out, in the transaction that does it.
    pub fn note(&self, c: &mut Conn, code: &str, now: i64) -> Result<(), Fault> {
        queries::begin(c, self, code, now)
    }
}
