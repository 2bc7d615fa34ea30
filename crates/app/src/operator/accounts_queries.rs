//! Finding accounts.

use concord_store::{Conn, Fault, Row, Value};

use crate::kit::accounts::{self, Account};
use crate::kit::sorting::{Sorting, Way};

/// What the list is sorted by. An installation has some thousand accounts: each page reads them and keeps its own.
pub const SORTS: [&str; 4] = ["made", "name", "login", "state"];

/// Where a line stands: what the list is sorted by, blank in the order they were made, and the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub key: String,
    pub id: i64,
}

/// An account, and where it stands in the list.
#[derive(Clone, Debug)]
pub struct Line {
    pub place: Place,
    pub account: Account,
}

/// What a heading sorts by, as it is shown; small and capital letters alike.
fn key_of(sorting: Sorting) -> &'static str {
    match sorting.by {
        "name" => "lower(CASE WHEN a.name = '' THEN a.login ELSE a.name END)",
        "login" => "a.login",
        "state" => "CASE WHEN a.disabled_at IS NULL THEN 'active' ELSE 'disabled' END",
        _ => "''",
    }
}

/// Accounts whose login or name holds `words`, in the order asked for, from behind `after` on, at most `limit`.
pub fn find(
    c: &mut Conn,
    words: &str,
    (sorting, after): (Sorting, Option<&Place>),
    limit: usize,
) -> Result<Vec<Line>, Fault> {
    let words = words.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let mut params: Vec<Value> = vec![format!("%{words}%").into()];
    let key = key_of(sorting);
    let made = sorting.by == SORTS[0];
    let mut sql = format!(
        "SELECT a.id, a.login, a.name, a.created_at, a.disabled_at, {key} FROM account a
         WHERE (a.login LIKE $1 ESCAPE '\\' OR lower(a.name) LIKE $1 ESCAPE '\\')"
    );
    if let Some(place) = after {
        let beyond = if sorting.way == Way::FirstFirst { ">" } else { "<" };
        params.push(place.id.into());
        if made {
            sql.push_str(&format!(" AND a.id {beyond} $2"));
        } else {
            params.push(place.key.as_str().into());
            sql.push_str(&format!(" AND ({key}, a.id) {beyond} ($3, $2)"));
        }
    }
    let order = if made { sorting.sql(&["a.id"]) } else { sorting.sql(&[key, "a.id"]) };
    sql.push_str(&format!(" ORDER BY {order} LIMIT {limit}"));
    let rows = c.query(&sql, &params)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.int(0)).collect();
    let mut roles = accounts::roles_of_all(c, &ids)?;
    let line = |row: &Row| Line {
        place: Place { key: row.text(5), id: row.int(0) },
        account: Account::of(row, roles.remove(&row.int(0)).unwrap_or_default()),
    };
    Ok(rows.iter().map(line).collect())
}
