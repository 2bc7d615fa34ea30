use crate::dialect::postgres::PostgresLink;
use crate::dialect::sqlite::SqliteLink;
use crate::search::SearchChange;
use crate::tally::TallyChange;
use crate::{Fault, Lent, Row, Value};

/// Which SQL the connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

pub(crate) enum Link {
    Sqlite(SqliteLink),
    Postgres(PostgresLink),
}

/// Changes that the writer applies once for a whole batch, just before COMMIT: many closures of a batch count the same keys, and
/// FTS5 writes a segment per savepoint if it is touched inside one.
#[derive(Default)]
pub(crate) struct Deferred {
    pub(crate) tally: Vec<TallyChange>,
    pub(crate) search: Vec<SearchChange>,
}

/// Lent rows that are copied together for a database in another process.
const LENT_TOGETHER: usize = 64;

/// A connection inside a transaction. `$1`, `$2`… are the parameters, on both databases.
pub struct Conn {
    pub(crate) link: Link,
    /// Present on the writer's connection only.
    pub(crate) deferred: Option<Deferred>,
}

impl Conn {
    pub(crate) fn new(link: Link) -> Self {
        Self { link, deferred: None }
    }

    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::Sqlite(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs one statement; the number of rows it changed.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Fault> {
        match &mut self.link {
            Link::Sqlite(link) => link.execute(sql, params),
            Link::Postgres(link) => link.execute(sql, params),
        }
    }

    /// Runs one statement and gives its rows (also for `… RETURNING`).
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        match &mut self.link {
            Link::Sqlite(link) => link.query(sql, params),
            Link::Postgres(link) => link.query(sql, params),
        }
    }

    /// The first row, if any.
    pub fn query_opt(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, Fault> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// A fault also when there is none: for aggregates, which always answer one.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Row, Fault> {
        self.query_opt(sql, params)?.ok_or_else(|| Fault::new(format!("no row from {sql}")))
    }

    /// Runs one statement with each row of parameters; the number of rows changed in all.
    pub fn execute_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64, Fault> {
        rows.iter().try_fold(0, |changed, row| Ok(changed + self.execute(sql, row)?))
    }

    /// Inserts rows of equal width with as few round trips as the database rewards: `head` is `INSERT INTO t (a, b)`, `tail` an
    /// `ON CONFLICT …` or empty. Within one call no two rows may meet in the same conflict key.
    pub fn insert_many(&mut self, head: &str, rows: &[Vec<Value>], tail: &str) -> Result<u64, Fault> {
        if let (Link::Sqlite(link), Some(first)) = (&mut self.link, rows.first()) {
            return link.execute_each(&format!("{head} VALUES {} {tail}", placeholders(1, first.len())), rows);
        }
        // A prepared statement per size: few sizes.
        let sizes: &[usize] = &[64, 16, 4, 1];
        let mut changed = 0;
        let mut left = rows;
        for &size in sizes {
            let Some(width) = left.first().map(Vec::len) else { break };
            if left.len() < size {
                continue;
            }
            let sql = format!("{head} VALUES {} {tail}", placeholders(size, width));
            while left.len() >= size {
                let (now, later) = left.split_at(size);
                changed += match now {
                    [row] => self.execute(&sql, row)?,
                    rows => self.execute(&sql, &rows.concat())?,
                };
                left = later;
            }
        }
        Ok(changed)
    }

    /// As [`Conn::insert_many`], for very many rows that come last in their table, whose values lie elsewhere.
    pub fn insert_lent<'a, const N: usize>(
        &mut self,
        head: &str,
        rows: impl IntoIterator<Item = [Lent<'a>; N]>,
        tail: &str,
    ) -> Result<u64, Fault> {
        if let Link::Sqlite(link) = &mut self.link {
            return link.insert_lent(|rows| format!("{head} VALUES {} {tail}", placeholders(rows, N)), rows);
        }
        let mut rows = rows.into_iter().map(|row| row.map(Value::from).to_vec()).peekable();
        let mut changed = 0;
        while rows.peek().is_some() {
            changed += self.insert_many(head, &rows.by_ref().take(LENT_TOGETHER).collect::<Vec<_>>(), tail)?;
        }
        Ok(changed)
    }

    /// Runs statements without parameters, separated by semicolons.
    pub fn batch(&mut self, sql: &str) -> Result<(), Fault> {
        match &mut self.link {
            Link::Sqlite(link) => link.batch(sql),
            Link::Postgres(link) => link.batch(sql),
        }
    }

    /// Runs the closure in a savepoint: an error undoes what it did, and nothing else.
    pub fn savepoint<T, E: From<Fault>>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let mark = self.open_savepoint()?;
        match work(self) {
            Ok(value) => match self.release_savepoint() {
                Ok(()) => Ok(value),
                Err(fault) => {
                    self.undo_savepoint(mark)?;
                    Err(fault.into())
                }
            },
            Err(error) => {
                self.undo_savepoint(mark)?;
                Err(error)
            }
        }
    }

    pub(crate) fn open_savepoint(&mut self) -> Result<Mark, Fault> {
        self.control("SAVEPOINT s")?;
        Ok(self.deferred.as_ref().map_or(Mark::default(), |d| Mark { tally: d.tally.len(), search: d.search.len() }))
    }

    pub(crate) fn release_savepoint(&mut self) -> Result<(), Fault> {
        self.control("RELEASE SAVEPOINT s")
    }

    pub(crate) fn undo_savepoint(&mut self, mark: Mark) -> Result<(), Fault> {
        if let Some(deferred) = &mut self.deferred {
            deferred.tally.truncate(mark.tally);
            deferred.search.truncate(mark.search);
        }
        self.control("ROLLBACK TO SAVEPOINT s")?;
        self.control("RELEASE SAVEPOINT s")
    }

    /// Applies what was deferred; the writer calls it outside every savepoint.
    pub(crate) fn settle(&mut self) -> Result<(), Fault> {
        let Some(deferred) = &mut self.deferred else { return Ok(()) };
        let (tally, search) = (std::mem::take(&mut deferred.tally), std::mem::take(&mut deferred.search));
        crate::tally::apply(self, tally)?;
        crate::search::apply(self, search)
    }

    /// Grows with each row that is changed and each count or search entry that waits; of SQLite only.
    pub(crate) fn changed(&self) -> (u64, usize, usize) {
        let rows = if let Link::Sqlite(link) = &self.link { link.rows_changed() } else { 0 };
        self.deferred.as_ref().map_or((rows, 0, 0), |d| (rows, d.tally.len(), d.search.len()))
    }

    /// Whether the transaction that was begun still lasts; of SQLite only.
    pub(crate) fn is_in_transaction(&self) -> bool {
        if let Link::Sqlite(link) = &self.link { link.is_in_transaction() } else { true }
    }

    /// Starts the writer's transaction.
    pub(crate) fn begin_write(&mut self) -> Result<(), Fault> {
        match &mut self.link {
            Link::Sqlite(link) => link.control("BEGIN IMMEDIATE"),
            Link::Postgres(link) => link.begin_write(),
        }
    }

    /// Starts a reader's transaction: one snapshot for all it reads.
    pub(crate) fn begin_read(&mut self) -> Result<(), Fault> {
        match &mut self.link {
            Link::Sqlite(link) => link.control("BEGIN"),
            Link::Postgres(link) => link.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        }
    }

    pub(crate) fn commit(&mut self) -> Result<(), Fault> {
        self.control("COMMIT")
    }

    pub(crate) fn rollback(&mut self) -> Result<(), Fault> {
        if let Some(deferred) = &mut self.deferred {
            *deferred = Deferred::default();
        }
        self.control("ROLLBACK")
    }

    /// Whether the connection is beyond use and must be opened anew.
    pub(crate) fn is_lost(&self) -> bool {
        match &self.link {
            Link::Sqlite(_) => false,
            Link::Postgres(link) => link.is_lost(),
        }
    }

    fn control(&mut self, sql: &str) -> Result<(), Fault> {
        match &mut self.link {
            Link::Sqlite(link) => link.control(sql),
            Link::Postgres(link) => link.batch(sql),
        }
    }
}

/// How much was deferred when a savepoint was opened.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mark {
    tally: usize,
    search: usize,
}

/// `($1, $2), ($3, $4)` for two rows of two.
pub(crate) fn placeholders(rows: usize, width: usize) -> String {
    let mut text = String::new();
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            let comma = if column == 0 { "" } else { ", " };
            text.push_str(&format!("{comma}${}", row * width + column + 1));
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;

    #[test]
    fn placeholders_are_numbered_through_all_rows() {
        assert_eq!(placeholders(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }

    #[test]
    fn every_kind_of_value_comes_back_as_it_went_in() {
        on_both(|store| {
            let row = store
                .write_blocking(|c| {
                    let (real, bytes) = match c.dialect() {
                        Dialect::Sqlite => ("REAL", "BLOB"),
                        Dialect::Postgres => ("FLOAT8", "BYTEA"),
                    };
                    c.batch(&format!("CREATE TABLE t (a BIGINT, b {real}, c TEXT, d {bytes}, e TEXT)"))?;
                    let values = [7.into(), 2.5.into(), "李伟 $1".into(), vec![0u8, 255].into(), Value::Null];
                    c.execute("INSERT INTO t VALUES ($1, $2, $3, $4, $5)", &values)?;
                    c.query_one(
                        "SELECT a, b, c, d, e, SUM(a) FROM t WHERE c = $1 GROUP BY a, b, c, d, e",
                        &["李伟 $1".into()],
                    )
                })
                .unwrap();
            assert_eq!((row.int(0), row.real(1), row.str(2)), (7, 2.5, "李伟 $1"));
            assert_eq!((row.bytes(3), row.opt_text(4), row.int(5)), (vec![0, 255], None, 7));
        });
    }

    #[test]
    fn a_parameter_may_be_used_twice_and_in_any_order() {
        on_both(|store| {
            let sql = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)";
            let row = store.read_blocking(|c| c.query_one(sql, &["one".into(), "two".into()])).unwrap();
            assert_eq!((row.str(0), row.str(1), row.str(2)), ("two", "one", "two"));
        });
    }

    #[test]
    fn many_rows_are_inserted_whatever_their_number() {
        on_both(|store| {
            let row = store
                .write_blocking(|c| {
                    c.batch("CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)")?;
                    let rows: Vec<_> = (0..87).map(|i| vec![Value::Int(i), Value::Int(1)]).collect();
                    c.insert_many("INSERT INTO t (id, n)", &rows, "")?;
                    c.query_one("SELECT count(*), count(DISTINCT id), sum(n) FROM t", &[])
                })
                .unwrap();
            assert_eq!((row.int(0), row.int(1), row.int(2)), (87, 87, 87));
        });
    }

    #[test]
    fn lent_rows_are_inserted_whatever_their_number_also_where_a_value_stays_the_same() {
        on_both(|store| {
            for count in [0_i64, 1, 32, 87] {
                let row = store
                    .write_blocking(move |c| {
                        c.batch("DROP TABLE IF EXISTS t; CREATE TABLE t (id BIGINT PRIMARY KEY, area TEXT, n BIGINT)")?;
                        let areas = ["330106".to_owned(), "330107".to_owned()];
                        let area = |i: i64| &areas[usize::from(i > 40)];
                        let rows = (0..count).map(|i| [Lent::Int(i), Lent::Text(area(i)), Lent::Int(i / 50)]);
                        let changed = c.insert_lent("INSERT INTO t (id, area, n)", rows, "")?;
                        assert_eq!(changed, count.unsigned_abs());
                        let sql = "SELECT count(*), count(CASE WHEN area = '330107' THEN 1 END), \
                                   count(CASE WHEN n = id / 50 THEN 1 END) FROM t";
                        c.query_one(sql, &[])
                    })
                    .unwrap();
                assert_eq!((row.int(0), row.int(1), row.int(2)), (count, (count - 41).max(0), count));
            }
        });
    }
}
