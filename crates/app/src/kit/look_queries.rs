//! Who opened a matter's file.

use concord_domain::code::MatterId;
use concord_store::{Conn, Fault};
use jiff::civil::Date;

/// Most lines that a party is shown.
const SHOWN_MOST: i64 = 200;

/// One person's first look of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub account: i64,
    /// The body in whose name it was opened.
    pub body: i64,
    /// Microseconds UTC.
    pub at: i64,
}

/// Whether this account's look of this day is noted already.
pub fn is_noted(c: &mut Conn, matter: MatterId, account: i64, day: Date) -> Result<bool, Fault> {
    let row = c.query_opt(
        "SELECT 1 FROM look WHERE matter = $1 AND day = $2 AND account = $3",
        &[matter.0.into(), day.to_string().into(), account.into()],
    )?;
    Ok(row.is_some())
}

/// Notes a look.
pub fn note(c: &mut Conn, matter: MatterId, day: Date, look: &Look) -> Result<(), Fault> {
    c.execute(
        "INSERT INTO look (matter, day, account, body, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (matter, day, account) DO NOTHING",
        &[matter.0.into(), day.to_string().into(), look.account.into(), look.body.into(), look.at.into()],
    )
    .map(drop)
}

/// Who opened it, latest first.
pub fn of_matter(c: &mut Conn, matter: MatterId) -> Result<Vec<Look>, Fault> {
    let rows = c.query(
        "SELECT account, body, at FROM look WHERE matter = $1 ORDER BY day DESC, at DESC LIMIT $2",
        &[matter.0.into(), SHOWN_MOST.into()],
    )?;
    Ok(rows.iter().map(|r| Look { account: r.int(0), body: r.int(1), at: r.int(2) }).collect())
}
