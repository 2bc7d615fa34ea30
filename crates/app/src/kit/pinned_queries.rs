//! The kept lists that a person put into the menu.

use concord_store::{Conn, Fault};
use serde::Serialize;

/// A kept list in the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Pinned {
    pub name: String,
    /// The query of its address.
    pub query: String,
}

/// The kept lists in an account's menu, in the order in which they were put there.
pub fn of(c: &mut Conn, account: i64) -> Result<Vec<Pinned>, Fault> {
    let sql = "SELECT name, query FROM saved_view WHERE account = $1 AND pinned_at IS NOT NULL ORDER BY pinned_at, id";
    Ok(c.query(sql, &[account.into()])?.iter().map(|row| Pinned { name: row.text(0), query: row.text(1) }).collect())
}
