use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, params_from_iter};
use rustc_hash::FxHashMap;

use crate::{Fault, Lent, Row, Value};

/// A connection to a SQLite file.
pub(crate) struct SqliteLink {
    raw: Connection,
    /// SQL text with `$1` → with `?1`.
    rewritten: FxHashMap<String, String>,
    /// Pages in the write-ahead log after the last commit, as [`SqliteLink::leave_the_disk_to_others`] counts them.
    log_pages: Arc<AtomicU32>,
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
    /// Writing what is thrown away if it does not come to its end.
    Make,
    /// Folding the write-ahead log back, and nothing else.
    Fold,
}

/// Every commit reaches the disk (synchronous=FULL) and the write-ahead log is folded back every 4000 pages (16 MB), unless others see
/// to both. Freed space is overwritten where that costs no extra page, for erased texts.
const WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST;
    PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 104857600; PRAGMA temp_store = MEMORY;";

/// Each page is written once, to where it belongs: nothing can be undone. Two threads sort for an index.
const MAKER: &str =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA cache_size = -262144;
    PRAGMA temp_store = MEMORY; PRAGMA threads = 2;";

/// Readers keep little of their own: the system's page cache is shared, theirs are not.
const READER: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;";

/// Keeps nothing: pages go from the log to the file. Each is on disk before the log begins anew.
const FOLDER: &str = "PRAGMA synchronous = FULL; PRAGMA cache_size = 10;";

/// Rows in one statement that come last in their table: SQLite goes on from where the row before went in, instead of looking for each
/// place. Elsewhere such a statement costs more than it saves: SQLite copies each page that it changes, to be able to undo it.
const ROWS: usize = 32;

/// Rewritten texts kept; when there are more, all are let go and the common ones come back by themselves.
const REWRITTEN_MAX: usize = 1000;

impl SqliteLink {
    pub(crate) fn open(path: &Path, purpose: Purpose) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let fault = |error| Fault::from_error(format!("cannot open {}", path.display()), error);
        let raw = Connection::open_with_flags(path, flags).map_err(fault)?;
        raw.busy_timeout(std::time::Duration::from_secs(10)).map_err(fault)?;
        let (pragmas, statements) = match purpose {
            Purpose::Write => (WRITER, 512),
            Purpose::Make => (MAKER, 512),
            Purpose::Read => (READER, 128),
            Purpose::Fold => (FOLDER, 128),
        };
        raw.execute_batch(pragmas).map_err(fault)?;
        // Or statements of the cache would be compiled anew whenever other values are bound to them.
        raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
        raw.set_prepared_statement_cache_capacity(statements);
        Ok(Self { raw, rewritten: FxHashMap::default(), log_pages: Arc::default() })
    }

    /// From now on COMMIT neither waits for the disk nor folds the log, whose pages it counts: other threads do both.
    pub(crate) fn leave_the_disk_to_others(&mut self) -> Result<(), Fault> {
        let fault = |error| Fault::from_error("leaving the log to others", error);
        self.raw.execute_batch("PRAGMA synchronous = NORMAL").map_err(fault)?;
        let pages = self.log_pages.clone();
        let count = move |_: &mut rusqlite::hooks::Wal, now: std::ffi::c_int| {
            pages.store(now.unsigned_abs(), Ordering::Relaxed);
            Ok(())
        };
        self.raw.wal_hook(Some(count)).map_err(fault)
    }

    /// Rows changed since the connection was opened.
    pub(crate) fn rows_changed(&self) -> u64 {
        self.raw.total_changes()
    }

    /// Whether a transaction was begun and lasts.
    pub(crate) fn is_in_transaction(&self) -> bool {
        !self.raw.is_autocommit()
    }

    /// Pages in the write-ahead log, for whoever else wants to know.
    pub(crate) fn log_pages(&self) -> Arc<AtomicU32> {
        self.log_pages.clone()
    }

    /// Copies what the log holds by now to the file, as far as no reader needs it; pages of the log that are there.
    pub(crate) fn fold(&mut self) -> Result<u32, Fault> {
        let answer = self.query("PRAGMA wal_checkpoint(PASSIVE)", &[])?;
        Ok(answer.first().map_or(0, |row| u32::try_from(row.int(2)).unwrap_or(0)))
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Fault> {
        let mut run = || -> rusqlite::Result<usize> {
            self.raw.prepare_cached(native(&mut self.rewritten, sql))?.execute(params_from_iter(params))
        };
        run().map(|changed| changed as u64).map_err(|error| Fault::from_error(sql, error))
    }

    /// Runs one statement with each row of parameters, prepared once.
    pub(crate) fn execute_each(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, Fault> {
        let mut run = || -> rusqlite::Result<usize> {
            let mut statement = self.raw.prepare_cached(native(&mut self.rewritten, sql))?;
            rows.iter().try_fold(0, |changed, row| Ok(changed + statement.execute(params_from_iter(row))?))
        };
        run().map(|changed| changed as u64).map_err(|error| Fault::from_error(sql, error))
    }

    /// Runs an `INSERT` with rows of parameters that come last in their table: `sql` says it for so many rows. What lies where it lay in
    /// the rows before is not bound again: SQLite copies what is bound.
    pub(crate) fn insert_lent<'a, const N: usize>(
        &mut self,
        sql: impl Fn(usize) -> String,
        rows: impl IntoIterator<Item = [Lent<'a>; N]>,
    ) -> Result<u64, Fault> {
        let mut rows = rows.into_iter();
        let many = sql(ROWS);
        let mut run = || -> rusqlite::Result<usize> {
            let mut statement = self.raw.prepare_cached(native(&mut self.rewritten, &many))?;
            let (mut changed, mut bound) = (0, Vec::<[Lent<'a>; N]>::new());
            loop {
                let now: Vec<_> = rows.by_ref().take(ROWS).collect();
                if now.len() < ROWS {
                    let mut statement = self.raw.prepare_cached(native(&mut self.rewritten, &sql(1)))?;
                    return now
                        .iter()
                        .try_fold(changed, |changed, row| Ok(changed + statement.execute(params_from_iter(row))?));
                }
                for (at, value) in now.as_flattened().iter().enumerate() {
                    if bound.as_flattened().get(at).is_none_or(|before| !before.is_where(value)) {
                        statement.raw_bind_parameter(at + 1, value)?;
                    }
                }
                changed += statement.raw_execute()?;
                bound = now;
            }
        };
        run().map(|changed| changed as u64).map_err(|error| Fault::from_error(&many, error))
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        let mut run = || -> rusqlite::Result<Vec<Row>> {
            let mut statement = self.raw.prepare_cached(native(&mut self.rewritten, sql))?;
            let width = statement.column_count();
            let mut rows = statement.query(params_from_iter(params))?;
            let mut answer = Vec::new();
            while let Some(row) = rows.next()? {
                let values = (0..width).map(|i| Ok(owned(row.get_ref(i)?))).collect::<rusqlite::Result<_>>()?;
                answer.push(Row(values));
            }
            Ok(answer)
        };
        run().map_err(|error| Fault::from_error(sql, error))
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        self.raw.execute_batch(sql).map_err(|error| match error {
            // Its text would hold the whole batch.
            rusqlite::Error::SqlInputError { msg, sql, offset, .. } => {
                let place = usize::try_from(offset).ok().and_then(|offset| sql.get(offset..)).unwrap_or(&sql);
                Fault::new(format!("{msg} at: {}", place.chars().take(80).collect::<String>()))
            }
            error => Fault::from_error(sql.chars().take(80).collect::<String>(), error),
        })
    }

    /// BEGIN, COMMIT, SAVEPOINT and the like, from the statement cache.
    pub(crate) fn control(&mut self, sql: &str) -> Result<(), Fault> {
        let run = || self.raw.prepare_cached(sql)?.execute([]);
        run().map(drop).map_err(|error| Fault::from_error(sql, error))
    }

    /// Gives back what the page cache holds.
    pub(crate) fn release_memory(&mut self) {
        if let Err(error) = self.raw.execute_batch("PRAGMA shrink_memory") {
            tracing::debug!(%error, "cannot release memory");
        }
    }
}

fn native<'a>(rewritten: &'a mut FxHashMap<String, String>, sql: &'a str) -> &'a str {
    if !sql.contains('$') {
        return sql;
    }
    if !rewritten.contains_key(sql) {
        if rewritten.len() >= REWRITTEN_MAX {
            rewritten.clear();
        }
        rewritten.insert(sql.to_owned(), rewrite(sql));
    }
    &rewritten[sql]
}

/// Turns `$1` into `?1`: SQLite takes `$1` for a name and numbers names by first appearance. Quoted text stays as it is.
fn rewrite(sql: &str) -> String {
    let mut native = String::with_capacity(sql.len());
    let mut quote = None;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        match quote {
            Some(q) if q == c => quote = None,
            None if matches!(c, '\'' | '"' | '`') => quote = Some(c),
            _ => {}
        }
        let parameter = quote.is_none() && c == '$' && chars.peek().is_some_and(char::is_ascii_digit);
        native.push(if parameter { '?' } else { c });
    }
    native
}

fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(n) => Value::Real(n),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(n) => ValueRef::Real(*n),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Lent<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn numbered_parameters_are_rewritten_outside_quotes_only() {
        assert_eq!(rewrite("a = $1 AND b = '$2 ''$3' AND \"$4\" = $12"), "a = ?1 AND b = '$2 ''$3' AND \"$4\" = ?12");
        assert_eq!(rewrite("cost $ $x"), "cost $ $x");
    }
}
