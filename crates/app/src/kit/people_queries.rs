//! Names of those who work here.

use std::collections::HashMap;

use concord_store::{Conn, Fault, Params};

/// The only body that each of these accounts holds roles in, by account; those that hold roles in several, or in none, are absent.
pub fn only_bodies(c: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, i64>, Fault> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut params = Params::default();
    let sql = format!(
        "SELECT account, min(body) FROM role_held WHERE body > 0 AND account IN ({}) GROUP BY account
         HAVING min(body) = max(body)",
        params.put_all(ids.iter().copied())
    );
    Ok(c.query(&sql, &params)?.iter().map(|row| (row.int(0), row.int(1))).collect())
}

/// When a role was last given to each account or taken from it after a moment, microseconds UTC; those of which none was are absent.
pub fn roles_changed(c: &mut Conn, after: i64) -> Result<HashMap<i64, i64>, Fault> {
    let sql = "SELECT at, detail FROM audit WHERE at > $1 AND action IN ('role.given', 'role.taken') ORDER BY at";
    let account = |detail: &str| detail.split(' ').next().and_then(|id| id.parse().ok());
    let rows = c.query(sql, &[after.into()])?;
    Ok(rows.iter().filter_map(|row| Some((account(&row.text(1))?, row.int(0)))).collect())
}

/// The names of these accounts; those that do not exist are absent.
pub fn names(c: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, String>, Fault> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut params = Params::default();
    let sql = format!("SELECT id, name FROM account WHERE id IN ({})", params.put_all(ids.iter().copied()));
    let rows = c.query(&sql, &params)?;
    Ok(rows.iter().map(|row| (row.int(0), row.text(1))).collect())
}
