//! Who did what to the installation itself; what is done to a matter stands in the journal.

use concord_store::{Conn, Fault};

/// One line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Microseconds UTC.
    pub at: i64,
    /// [`concord_policy::Actor::reference`].
    pub actor: String,
    /// What was done, `noun.verb`: `session.opened`, `account.disabled`.
    pub action: &'static str,
    /// To whom or what: ids and codes, no names and no free text.
    pub detail: String,
}

/// Writes a line, in the transaction of what it tells.
pub fn record(c: &mut Conn, entry: Entry) -> Result<(), Fault> {
    c.execute(
        "INSERT INTO audit (at, actor, action, detail) VALUES ($1, $2, $3, $4)",
        &[entry.at.into(), entry.actor.into(), entry.action.into(), entry.detail.into()],
    )
    .map(|_| ())
}
