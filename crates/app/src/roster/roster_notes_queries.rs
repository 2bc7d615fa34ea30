//! The notes that shifts left.

use concord_domain::body::BodyId;
use concord_store::{Conn, Fault};

/// A note as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    pub no: u32,
    pub on: String,
    pub by: i64,
    /// Microseconds UTC.
    pub at: i64,
    /// Key into the sealed texts.
    pub text: i64,
    pub signed_by: Option<i64>,
    pub signed_at: Option<i64>,
}

/// The latest notes of a body, at most `limit`.
pub fn latest(c: &mut Conn, body: BodyId, limit: u16) -> Result<Vec<NoteLine>, Fault> {
    let sql = "SELECT no, on_day, by_account, at, text, signed_by, signed_at FROM duty_note
        WHERE stream = $1 ORDER BY no DESC LIMIT $2";
    let rows = c.query(sql, &[(-body.0).into(), limit.into()])?;
    Ok(rows
        .iter()
        .map(|row| NoteLine {
            no: u32::try_from(row.int(0)).unwrap_or(0),
            on: row.text(1),
            by: row.int(2),
            at: row.int(3),
            text: row.int(4),
            signed_by: row.opt_int(5),
            signed_at: row.opt_int(6),
        })
        .collect())
}
