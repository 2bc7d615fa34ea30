//! Rosters as they are, and who can be told.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::matter::AccountId;
use concord_domain::roster::Plan;
use concord_store::{Conn, Fault};

/// The plan of a body; none where it keeps no roster.
pub fn plan(c: &mut Conn, body: BodyId) -> Result<Option<Plan>, Fault> {
    let row = c.query_opt("SELECT plan FROM roster WHERE body = $1", &[body.0.into()])?;
    row.map(|row| read(row.str(0))).transpose()
}

/// The plans of all bodies that keep a roster: some hundred in a city.
pub fn plans(c: &mut Conn) -> Result<HashMap<i64, Plan>, Fault> {
    let rows = c.query("SELECT body, plan FROM roster", &[])?;
    rows.iter().map(|row| Ok((row.int(0), read(row.str(1))?))).collect()
}

fn read(json: &str) -> Result<Plan, Fault> {
    serde_json::from_str(json).map_err(|error| Fault::from_error("reading a roster", error))
}

/// Those of these accounts that may still sign in.
pub fn in_use(c: &mut Conn, accounts: &[AccountId]) -> Result<Vec<AccountId>, Fault> {
    let mut found = Vec::with_capacity(accounts.len());
    for account in accounts {
        let sql = "SELECT 1 FROM account WHERE id = $1 AND disabled_at IS NULL";
        if c.query_opt(sql, &[account.0.into()])?.is_some() {
            found.push(*account);
        }
    }
    Ok(found)
}

/// Whoever holds a role at a body.
pub fn holders(c: &mut Conn, body: BodyId, role: &str) -> Result<Vec<AccountId>, Fault> {
    let sql = "SELECT r.account FROM role_held r JOIN account a ON a.id = r.account
        WHERE r.body = $1 AND r.role = $2 AND a.disabled_at IS NULL ORDER BY r.account";
    Ok(c.query(sql, &[body.0.into(), role.into()])?.iter().map(|row| AccountId(row.int(0))).collect())
}

/// Whoever works at a body, with their names.
pub fn staff(c: &mut Conn, body: BodyId) -> Result<Vec<(i64, String)>, Fault> {
    let sql = "SELECT DISTINCT a.id, a.name FROM role_held r JOIN account a ON a.id = r.account
        WHERE r.body = $1 AND a.disabled_at IS NULL ORDER BY a.id";
    Ok(c.query(sql, &[body.0.into()])?.iter().map(|row| (row.int(0), row.text(1))).collect())
}
