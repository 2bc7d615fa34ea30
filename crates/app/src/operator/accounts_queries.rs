//! Finding accounts.

use concord_store::{Conn, Fault};

use crate::kit::accounts::{self, Account};

/// Accounts after the id `after` whose login or name holds `words`, at most `limit`, in the order they were made.
pub fn find(c: &mut Conn, words: &str, after: i64, limit: u16) -> Result<Vec<Account>, Fault> {
    let words = words.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let sql = "SELECT id FROM account WHERE id > $1 AND (login LIKE $2 ESCAPE '\\' OR lower(name) LIKE $2 ESCAPE '\\')
        ORDER BY id LIMIT $3";
    let rows = c.query(sql, &[after.into(), format!("%{words}%").into(), limit.into()])?;
    rows.iter().filter_map(|row| accounts::get(c, row.int(0)).transpose()).collect()
}
