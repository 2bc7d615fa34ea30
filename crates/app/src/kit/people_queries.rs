//! Names of those who work here.

use std::collections::HashMap;

use concord_store::{Conn, Fault, Value};

/// The names of these accounts; those that do not exist are absent.
pub fn names(c: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, String>, Fault> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let params: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let rows = c.query(&format!("SELECT id, name FROM account WHERE id IN ({})", places.join(", ")), &params)?;
    Ok(rows.iter().map(|row| (row.int(0), row.text(1))).collect())
}
