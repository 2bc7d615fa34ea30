//! Numbers of organisations.

use concord_store::{Conn, Fault};

/// The next free number.
pub fn next_id(c: &mut Conn) -> Result<i64, Fault> {
    Ok(c.query_one("SELECT COALESCE(max(id), 0) + 1 FROM body", &[])?.int(0))
}
