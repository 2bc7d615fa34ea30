//! What a proof reads, a stretch of streams at a time.

use std::collections::HashMap;

use concord_store::tally::TallyKey;
use concord_store::{Conn, Fault, Value};

use crate::kit::read_model::{Row, Table};

/// A text as it is kept.
pub struct Text {
    pub salt: String,
    /// `None` once it is erased.
    pub body: Option<String>,
}

/// Texts of the streams `first..=last`, erased ones too, by id.
pub fn texts(c: &mut Conn, first: i64, last: i64) -> Result<HashMap<i64, Text>, Fault> {
    let sql = "SELECT id, salt, body FROM sealed WHERE stream BETWEEN $1 AND $2";
    let rows = c.query(sql, &[first.into(), last.into()])?;
    let text = |row: &concord_store::Row| Text { salt: row.text(1), body: row.opt_text(2) };
    Ok(rows.iter().map(|row| (row.int(0), text(row))).collect())
}

/// The text of an id.
pub fn text(c: &mut Conn, id: i64) -> Result<Option<Text>, Fault> {
    let row = c.query_opt("SELECT salt, body FROM sealed WHERE id = $1", &[id.into()])?;
    Ok(row.map(|row| Text { salt: row.text(0), body: row.opt_text(1) }))
}

/// Rows of a table whose key begins with the matter, of the matters `first..=last`.
pub fn rows(c: &mut Conn, table: &'static Table, first: i64, last: i64) -> Result<Vec<Row>, Fault> {
    let sql =
        format!("SELECT {} FROM {} WHERE {} BETWEEN $1 AND $2", table.columns.join(", "), table.name, table.columns[0]);
    let rows = c.query(&sql, &[first.into(), last.into()])?;
    Ok(rows.into_iter().map(|row| Row { table, values: row.into_values() }).collect())
}

/// The row with the key of this one.
pub fn row(c: &mut Conn, like: &Row) -> Result<Option<Vec<Value>>, Fault> {
    let table = like.table;
    let keys: Vec<String> =
        table.columns[..table.key].iter().zip(1..).map(|(name, at)| format!("{name} = ${at}")).collect();
    let sql = format!("SELECT {} FROM {} WHERE {}", table.columns.join(", "), table.name, keys.join(" AND "));
    Ok(c.query_opt(&sql, &like.values[..table.key])?.map(|row| row.into_values()))
}

/// How many rows a table has.
pub fn count(c: &mut Conn, table: &str) -> Result<u64, Fault> {
    let n = c.query_one(&format!("SELECT count(*) FROM {table}"), &[])?.int(0);
    Ok(n.unsigned_abs())
}

/// Empties a table.
pub fn clear(c: &mut Conn, table: &str) -> Result<(), Fault> {
    c.execute(&format!("DELETE FROM {table}"), &[]).map(drop)
}

/// Regions that have counters.
pub fn tally_regions(c: &mut Conn) -> Result<Vec<String>, Fault> {
    let rows = c.query("SELECT DISTINCT region FROM tally", &[])?;
    Ok(rows.iter().map(|row| row.text(0)).collect())
}

/// The counters of a region, without zeros.
pub fn tallies(c: &mut Conn, region: &str) -> Result<Vec<(TallyKey, i64)>, Fault> {
    let sql = "SELECT region, measure, dimension, day, value, n FROM tally WHERE region = $1 AND n <> 0";
    let key = |row: &concord_store::Row| TallyKey {
        region: row.str(0).into(),
        measure: row.str(1).into(),
        dimension: row.str(2).into(),
        day: row.str(3).into(),
        value: row.str(4).into(),
    };
    Ok(c.query(sql, &[region.into()])?.iter().map(|row| (key(row), row.int(5))).collect())
}
