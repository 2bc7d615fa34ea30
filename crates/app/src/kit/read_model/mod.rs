//! Read models: every row is a pure function of one matter's state (and, for search, of its texts).
//!
//! Recording applies the difference between the rows before and after; `verify` recomputes and compares; `rebuild`
//! writes them anew.

mod counted_rows;
mod diversion_rows;
mod duty_rows;
mod matter_rows;
mod notice_rows;
mod promise;
mod roster_rows;
mod search_rows;
mod tally_rows;
mod version;

use std::collections::HashMap;
use std::sync::OnceLock;

use concord_domain::matter::Matter;
use concord_store::search::Document;
use concord_store::tally::TallyKey;
use concord_store::{Conn, Fault, Value, places};
use rustc_hash::FxHashMap;

pub use counted_rows::{body_key, measures};
pub use duty_rows::OPEN_END;
pub use matter_rows::{STEPS, TABLES, nearest, next_step, rows};
pub use roster_rows::roster_rows;
pub use search_rows::{CODE, NAME, PHONE, REGION, digits, document, marked, marked_term, reads as search_reads};
pub use tally_rows::tallies;
pub use version::version;

/// A table whose rows are functions of matters.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// The first `key` of them are the primary key.
    pub columns: &'static [&'static str],
    pub key: usize,
    sql: OnceLock<Sql>,
}

#[derive(Debug)]
struct Sql {
    upsert: String,
    delete: String,
}

impl Table {
    /// Names a table.
    pub const fn new(name: &'static str, key: usize, columns: &'static [&'static str]) -> Self {
        Self { name, columns, key, sql: OnceLock::new() }
    }

    fn sql(&self) -> &Sql {
        self.sql.get_or_init(|| {
            let keys = self.columns[..self.key].join(", ");
            let sets: Vec<String> = self.columns[self.key..].iter().map(|c| format!("{c} = excluded.{c}")).collect();
            let conflict =
                if sets.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {}", sets.join(", ")) };
            let wheres: Vec<String> =
                self.columns[..self.key].iter().zip(1..).map(|(c, i)| format!("{c} = ${i}")).collect();
            Sql {
                upsert: format!(
                    "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({keys}) DO {conflict}",
                    self.name,
                    self.columns.join(", "),
                    places(1, self.columns.len())
                ),
                delete: format!("DELETE FROM {} WHERE {}", self.name, wheres.join(" AND ")),
            }
        })
    }

    /// Inserts or replaces a row.
    pub fn upsert(&self, c: &mut Conn, row: &[Value]) -> Result<(), Fault> {
        c.execute(&self.sql().upsert, row).map(drop)
    }

    /// Changes these columns of a row that is there. The others are left alone, and with them the indexes that hold nothing else.
    fn alter(&self, c: &mut Conn, row: &[Value], columns: &[usize]) -> Result<(), Fault> {
        let sets: Vec<String> =
            columns.iter().zip(1..).map(|(&at, i)| format!("{} = ${i}", self.columns[at])).collect();
        let wheres: Vec<String> =
            self.columns[..self.key].iter().zip(columns.len() + 1..).map(|(c, i)| format!("{c} = ${i}")).collect();
        let sql = format!("UPDATE {} SET {} WHERE {}", self.name, sets.join(", "), wheres.join(" AND "));
        let params: Vec<Value> = columns.iter().copied().chain(0..self.key).map(|at| row[at].clone()).collect();
        match c.execute(&sql, &params)? {
            0 => self.upsert(c, row),
            _ => Ok(()),
        }
    }

    fn delete(&self, c: &mut Conn, row: &[Value]) -> Result<(), Fault> {
        c.execute(&self.sql().delete, &row[..self.key]).map(drop)
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub table: &'static Table,
    pub values: Vec<Value>,
}

impl PartialEq for &'static Table {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// What a recording changes besides the journal: computed before the writer is asked.
#[derive(Debug)]
pub struct Change {
    id: i64,
    rows: Difference,
    tallies: Vec<(TallyKey, i64)>,
    /// What it is found by, where that changed.
    document: Option<Document>,
}

impl Change {
    /// The difference that `after` makes. `texts` are read only when what can be searched changed
    /// ([`search_changes`] tells).
    pub fn between(before: Option<&Matter>, after: &Matter, texts: Option<&HashMap<i64, String>>) -> Self {
        let rows = Difference::between(before.map(rows).unwrap_or_default(), rows(after));
        let mut delta: FxHashMap<TallyKey, i64> = FxHashMap::default();
        for (key, n) in tallies(after) {
            *delta.entry(key).or_default() += n;
        }
        for (key, n) in before.map(tallies).unwrap_or_default() {
            *delta.entry(key).or_default() -= n;
        }
        delta.retain(|_, n| *n != 0);
        Self { id: after.id.0, rows, tallies: delta.into_iter().collect(), document: texts.map(|t| document(after, t)) }
    }

    /// The difference between the rows of something that is no matter: it adds to no counter and is not searched.
    pub fn of_rows(stream: i64, old: Vec<Row>, new: Vec<Row>) -> Self {
        Self { id: stream, rows: Difference::between(old, new), tallies: Vec::new(), document: None }
    }

    /// Whether it is of a matter, and not of a roster.
    pub const fn is_of_matter(&self) -> bool {
        self.id > 0
    }

    /// Writes the difference; in the same transaction as the events.
    pub fn apply(&self, c: &mut Conn) -> Result<(), Fault> {
        let Difference { drop, alter, put } = &self.rows;
        for row in drop {
            row.table.delete(c, &row.values)?;
        }
        for (row, columns) in alter {
            row.table.alter(c, &row.values, columns)?;
        }
        for row in put {
            row.table.upsert(c, &row.values)?;
        }
        concord_store::tally::add(c, &self.tallies)?;
        if let Some(document) = &self.document {
            concord_store::search::put(c, self.id, document.clone())?;
        }
        Ok(())
    }
}

/// What becomes of rows.
#[derive(Debug)]
struct Difference {
    drop: Vec<Row>,
    /// Rows as they will be, and which of their columns change.
    alter: Vec<(Row, Vec<usize>)>,
    put: Vec<Row>,
}

impl Difference {
    fn between(old: Vec<Row>, new: Vec<Row>) -> Self {
        let lasts = |o: &Row| new.iter().any(|n| same_key(n, o));
        let drop = old.iter().filter(|o| !lasts(o)).cloned().collect();
        let (mut alter, mut put) = (Vec::new(), Vec::new());
        for row in new {
            match old.iter().find(|o| same_key(&row, o)) {
                None => put.push(row),
                Some(before) => {
                    let differs = |at: &usize| before.values[*at] != row.values[*at];
                    let columns: Vec<usize> = (row.table.key..row.values.len()).filter(differs).collect();
                    if !columns.is_empty() {
                        alter.push((row, columns));
                    }
                }
            }
        }
        Self { drop, alter, put }
    }
}

fn same_key(a: &Row, b: &Row) -> bool {
    a.table == b.table && a.values[..a.table.key] == b.values[..b.table.key]
}

/// Whether what can be searched of a matter differs.
pub fn search_changes(before: Option<&Matter>, after: &Matter) -> bool {
    before.is_none_or(|b| search_reads(b) != search_reads(after) || b.region != after.region)
}
