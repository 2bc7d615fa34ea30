//! Lists that a person kept.

use concord_store::{Conn, Fault};

/// Most lists that one person keeps.
pub const MOST_VIEWS: i64 = 30;

/// A list that a person kept: its name and the query of its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub id: i64,
    pub name: String,
    pub query: String,
}

/// The lists of an account, the oldest first.
pub fn of(c: &mut Conn, account: i64) -> Result<Vec<View>, Fault> {
    let rows = c.query("SELECT id, name, query FROM saved_view WHERE account = $1 ORDER BY id", &[account.into()])?;
    Ok(rows.iter().map(|row| View { id: row.int(0), name: row.text(1), query: row.text(2) }).collect())
}

/// Keeps a list; one of the same name is replaced. How many rows were written: none where the account keeps the most it may.
pub fn keep(c: &mut Conn, account: i64, view: &View, now: i64) -> Result<u64, Fault> {
    c.execute("DELETE FROM saved_view WHERE account = $1 AND name = $2", &[account.into(), (&view.name).into()])?;
    c.execute(
        "INSERT INTO saved_view (id, account, name, query, created_at)
         SELECT $1, $2, $3, $4, $5 WHERE (SELECT count(*) FROM saved_view WHERE account = $2) < $6",
        &[view.id.into(), account.into(), (&view.name).into(), (&view.query).into(), now.into(), MOST_VIEWS.into()],
    )
}

/// Drops a list of an account; how many rows there were.
pub fn drop_view(c: &mut Conn, account: i64, id: i64) -> Result<u64, Fault> {
    c.execute("DELETE FROM saved_view WHERE account = $1 AND id = $2", &[account.into(), id.into()])
}
