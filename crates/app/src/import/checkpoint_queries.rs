//! How far an import has come, in the database: written with the reports it counts, in one transaction.

use concord_store::{Conn, Fault};

use super::outcome::Counts;

/// The import of one file by one mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunKey {
    /// Hex SHA-256 of the file.
    pub file: String,
    /// Hex SHA-256 of the mapping file.
    pub mapping: String,
}

/// Where an unfinished run stopped; none when there is none, or it came to its end.
pub fn stopped(c: &mut Conn, key: &RunKey) -> Result<Option<Counts>, Fault> {
    let row = c.query_opt(
        "SELECT rows_done, created, unchanged, skipped, rejected, left_out FROM import_run
         WHERE file = $1 AND mapping = $2 AND finished_at IS NULL",
        &[key.file.as_str().into(), key.mapping.as_str().into()],
    )?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(row.map(|r| Counts {
        rows: count(r.int(0)),
        created: count(r.int(1)),
        unchanged: count(r.int(2)),
        skipped: count(r.int(3)),
        rejected: count(r.int(4)),
        left_out: count(r.int(5)),
    }))
}

/// Notes how far the run has come; `finished_at` (microseconds UTC) when it came to its end.
pub fn note(c: &mut Conn, key: &RunKey, source: &str, done: &Counts, now: i64, end: Option<i64>) -> Result<(), Fault> {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    c.execute(
        "INSERT INTO import_run (file, mapping, source, rows_done, created, unchanged, skipped, rejected, left_out, started_at, finished_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (file, mapping) DO UPDATE SET rows_done = excluded.rows_done, created = excluded.created,
         unchanged = excluded.unchanged, skipped = excluded.skipped, rejected = excluded.rejected,
         left_out = excluded.left_out, finished_at = excluded.finished_at",
        &[
            key.file.as_str().into(),
            key.mapping.as_str().into(),
            source.into(),
            count(done.rows).into(),
            count(done.created).into(),
            count(done.unchanged).into(),
            count(done.skipped).into(),
            count(done.rejected).into(),
            count(done.left_out).into(),
            now.into(),
            end.into(),
        ],
    )?;
    Ok(())
}
