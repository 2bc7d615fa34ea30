//! Lists that a person kept.

use concord_store::{Conn, Fault, Row};

/// Most lists that one person keeps.
pub const MOST_VIEWS: i64 = 30;

/// A list that a person kept: its name and the query of its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub id: i64,
    pub name: String,
    pub query: String,
    /// Since when it stands in the menu, microseconds UTC.
    pub pinned_at: Option<i64>,
}

/// The way that a list moves in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

impl Way {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }
}

/// The lists of an account: those in the menu as they stand there, then the others, the oldest first.
pub fn of(c: &mut Conn, account: i64) -> Result<Vec<View>, Fault> {
    let rows = c.query(
        "SELECT id, name, query, pinned_at FROM saved_view WHERE account = $1
             ORDER BY pinned_at IS NULL, pinned_at, id",
        &[account.into()],
    )?;
    let view = |row: &Row| View { id: row.int(0), name: row.text(1), query: row.text(2), pinned_at: row.opt_int(3) };
    Ok(rows.iter().map(view).collect())
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

/// Gives a list of an account another name; how many rows there were. One that already has the name gives way.
pub fn rename(c: &mut Conn, account: i64, id: i64, name: &str) -> Result<u64, Fault> {
    let renamed = c.execute(
        "UPDATE saved_view SET name = $1 WHERE account = $2 AND id = $3",
        &[name.into(), account.into(), id.into()],
    )?;
    if renamed > 0 {
        let other = "DELETE FROM saved_view WHERE account = $1 AND name = $2 AND id <> $3";
        c.execute(other, &[account.into(), name.into(), id.into()])?;
    }
    Ok(renamed)
}

/// Puts a list of an account into the menu, last, or takes it out; how many rows there were.
pub fn pin(c: &mut Conn, account: i64, id: i64, at: Option<i64>) -> Result<u64, Fault> {
    let sql = "UPDATE saved_view SET pinned_at = $1 WHERE account = $2 AND id = $3";
    c.execute(sql, &[at.into(), account.into(), id.into()])
}

/// Changes places in the menu with the list before or after; how many lists the account has of that number. At the end of the menu
/// nothing moves.
pub fn shift(c: &mut Conn, account: i64, id: i64, way: Way) -> Result<u64, Fault> {
    let views = of(c, account)?;
    let Some(at) = views.iter().position(|view| view.id == id) else { return Ok(0) };
    let other = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1),
    };
    let other = other.and_then(|other| views.get(other));
    if let Some((other, (mine, theirs))) = other.and_then(|o| Some((o, views[at].pinned_at.zip(o.pinned_at)?))) {
        pin(c, account, id, Some(theirs))?;
        pin(c, account, other.id, Some(mine))?;
    }
    Ok(1)
}

/// Drops a list of an account; how many rows there were.
pub fn drop_view(c: &mut Conn, account: i64, id: i64) -> Result<u64, Fault> {
    c.execute("DELETE FROM saved_view WHERE account = $1 AND id = $2", &[account.into(), id.into()])
}
