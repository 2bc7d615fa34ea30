//! Counts that dashboards read: how many of a measure, in a region, with a value of a dimension, on a day.
//!
//! Kept by day and, for long periods, by month as well.

use std::collections::HashMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::{Conn, Fault, Value, places};

/// A part of a key. Short ones, as nearly all are, lie in it and cost no memory of their own: a matter adds to a hundred counts.
pub type Word = SmolStr;

/// Where a count belongs. Ordered as the table is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TallyKey {
    pub region: Word,
    /// What is counted, such as `opened`.
    pub measure: Word,
    /// What it is divided by, such as `category`; empty for the undivided count.
    pub dimension: Word,
    /// `YYYY-MM-DD`.
    pub day: Word,
    /// Value of the dimension; empty for the undivided count.
    pub value: Word,
}

impl TallyKey {
    /// Region, measure, dimension, day and value.
    pub fn words(&self) -> [&str; 5] {
        [&self.region, &self.measure, &self.dimension, &self.day, &self.value].map(Word::as_str)
    }
}

/// The day of counts of what is so now, rather than of what happened on a day: they belong to no month.
pub const NOW: &str = "0001-01-01";

/// Keys in one statement.
const SWEPT_AT_ONCE: usize = 100;

pub(crate) enum TallyChange {
    Add(TallyKey, i64),
    Clear,
}

/// A count that is not what it should be. `key.day` is a month, `YYYY-MM`, where the monthly sum is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub key: TallyKey,
    pub expected: i64,
    pub found: i64,
}

/// Adds to counts, in a write closure. Keys may repeat. Applied at the end of the shared transaction, together with what others add.
///
/// # Errors
/// When a day is not `YYYY-MM-DD` or a text holds a NUL, before anything is changed.
pub fn add(c: &mut Conn, changes: &[(TallyKey, i64)]) -> Result<(), Fault> {
    for (key, _) in changes {
        let nul = key.words().into_iter().any(|text| text.contains('\0'));
        if nul || key.day.len() != 10 || key.day.parse::<Date>().is_err() {
            return Err(Fault::new(format!("not a tally key: {key:?}")));
        }
    }
    let changes = changes.iter().filter(|(_, n)| *n != 0).map(|(key, n)| TallyChange::Add(key.clone(), *n));
    enqueue(c, changes.collect())
}

/// Empties all counts, in the order of the calls to [`add`] around it; for rebuilding them.
pub fn clear(c: &mut Conn) -> Result<(), Fault> {
    enqueue(c, vec![TallyChange::Clear])
}

/// Sums per value over the days `from..=to`, without zeros, ordered by value.
///
/// # Errors
/// Also when a date is not `YYYY-MM-DD`.
pub fn sums(
    c: &mut Conn,
    region: &str,
    measure: &str,
    dimension: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(String, i64)>, Fault> {
    let span = Span::of(day(from)?, day(to)?);
    let part = |table: &str, column: &str, n: usize| {
        format!(
            "SELECT value, n FROM {table} WHERE region = $1 AND measure = $2 AND dimension = $3 AND {column} BETWEEN ${n} AND ${}",
            n + 1
        )
    };
    let (head, months, tail) = (part("tally", "day", 4), part("tally_month", "month", 6), part("tally", "day", 8));
    let sql = format!(
        "SELECT value, CAST(sum(n) AS BIGINT) FROM ({head} UNION ALL {months} UNION ALL {tail}) parts
         GROUP BY value HAVING sum(n) <> 0 ORDER BY value"
    );
    let mut params: Vec<Value> = vec![region.into(), measure.into(), dimension.into()];
    for (first, last) in [span.head, span.months, span.tail] {
        params.extend([first.into(), last.into()]);
    }
    Ok(c.query(&sql, &params)?.iter().map(|row| (row.text(0), row.int(1))).collect())
}

/// What was counted, of one region, measure and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub region: String,
    pub measure: String,
    pub value: String,
    pub n: i64,
}

/// As [`sums`], of several regions and measures in one query; in no order.
///
/// # Errors
/// Also when a date is not `YYYY-MM-DD`.
pub fn sums_of(
    c: &mut Conn,
    regions: &[&str],
    measures: &[&str],
    dimension: &str,
    from: &str,
    to: &str,
) -> Result<Vec<Count>, Fault> {
    if regions.is_empty() || measures.is_empty() {
        return Ok(Vec::new());
    }
    let span = Span::of(day(from)?, day(to)?);
    let mut params: Vec<Value> = regions.iter().chain(measures).map(|text| (*text).into()).collect();
    params.push(dimension.into());
    let shared = params.len();
    let (regions, measures) = (places(1, regions.len()), places(regions.len() + 1, measures.len()));
    let mut parts = Vec::new();
    for (table, column, (first, last)) in
        [("tally", "day", span.head), ("tally_month", "month", span.months), ("tally", "day", span.tail)]
    {
        if first > last {
            continue;
        }
        params.extend([first.into(), last.into()]);
        let at = params.len();
        parts.push(format!(
            "SELECT region, measure, value, n FROM {table} WHERE region IN ({regions}) AND measure IN ({measures})
             AND dimension = ${shared} AND {column} BETWEEN ${} AND ${at}",
            at - 1
        ));
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT region, measure, value, CAST(sum(n) AS BIGINT) FROM ({}) parts
         GROUP BY region, measure, value HAVING sum(n) <> 0",
        parts.join(" UNION ALL ")
    );
    let rows = c.query(&sql, &params)?;
    Ok(rows
        .iter()
        .map(|row| Count { region: row.text(0), measure: row.text(1), value: row.text(2), n: row.int(3) })
        .collect())
}

/// How finely time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// `YYYY-MM-DD`
    Day,
    /// `YYYY-MM`
    Month,
}

/// Undivided counts (dimension `all`) of several measures by day or month, over `from..=to` told in the same grain, without zeros:
/// measure, time and count, in no order.
pub fn course(
    c: &mut Conn,
    region: &str,
    measures: &[&str],
    grain: Grain,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String, i64)>, Fault> {
    let (table, column) = match grain {
        Grain::Day => ("tally", "day"),
        Grain::Month => ("tally_month", "month"),
    };
    let measured = places(4, measures.len());
    let sql = format!(
        "SELECT measure, {column}, n FROM {table} WHERE region = $1 AND measure IN ({measured}) AND dimension = 'all'
         AND {column} BETWEEN $2 AND $3 AND n <> 0"
    );
    let mut params: Vec<Value> = vec![region.into(), from.into(), to.into()];
    params.extend(measures.iter().map(|text| Value::from(*text)));
    Ok(c.query(&sql, &params)?.iter().map(|row| (row.text(0), row.text(1), row.int(2))).collect())
}

/// Counts of one measure by value and day, over `from..=to`, without zeros: value, day and count, in no order.
pub fn by_day(
    c: &mut Conn,
    region: &str,
    measure: &str,
    dimension: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String, i64)>, Fault> {
    let sql = "SELECT value, day, n FROM tally
        WHERE region = $1 AND measure = $2 AND dimension = $3 AND day BETWEEN $4 AND $5 AND n <> 0";
    let params = [region.into(), measure.into(), dimension.into(), from.into(), to.into()];
    Ok(c.query(sql, &params)?.iter().map(|row| (row.text(0), row.text(1), row.int(2))).collect())
}

/// Counts of one value by day, over `from..=to`, without zeros, in order.
pub fn series(
    c: &mut Conn,
    region: &str,
    measure: &str,
    dimension: &str,
    value: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(String, i64)>, Fault> {
    let sql = "SELECT day, n FROM tally
        WHERE region = $1 AND measure = $2 AND dimension = $3 AND day BETWEEN $4 AND $5 AND value = $6 AND n <> 0 ORDER BY day";
    let params = [region.into(), measure.into(), dimension.into(), from.into(), to.into(), value.into()];
    Ok(c.query(sql, &params)?.iter().map(|row| (row.text(0), row.int(1))).collect())
}

/// Counts of one value by month (`YYYY-MM`), over the months `from..=to`, without zeros, in order.
pub fn monthly(
    c: &mut Conn,
    region: &str,
    measure: &str,
    dimension: &str,
    value: &str,
    from: &str,
    to: &str,
) -> Result<Vec<(String, i64)>, Fault> {
    let sql = "SELECT month, n FROM tally_month
        WHERE region = $1 AND measure = $2 AND dimension = $3 AND month BETWEEN $4 AND $5 AND value = $6 AND n <> 0 ORDER BY month";
    let params = [region.into(), measure.into(), dimension.into(), from.into(), to.into(), value.into()];
    Ok(c.query(sql, &params)?.iter().map(|row| (row.text(0), row.int(1))).collect())
}

/// Compares all counts with what they should be. A zero and an absent row are the same.
pub fn differences(c: &mut Conn, expected: &HashMap<TallyKey, i64>) -> Result<Vec<Difference>, Fault> {
    let mut wrong = Vec::new();
    let mut met = 0;
    for region in c.query("SELECT DISTINCT region FROM tally", &[])? {
        let sql = "SELECT region, measure, dimension, day, value, n FROM tally WHERE region = $1 AND n <> 0";
        for row in c.query(sql, &[region.str(0).into()])? {
            let (key, found) = (key_of(&row), row.int(5));
            let expected = expected.get(&key).copied().unwrap_or(0);
            met += usize::from(expected != 0);
            if expected != found {
                wrong.push(Difference { key, expected, found });
            }
        }
    }
    // Only when some key was not met at all is it worth looking for each.
    if met < expected.values().filter(|n| **n != 0).count() {
        for (key, n) in expected.iter().filter(|(_, n)| **n != 0) {
            if stored(c, key)? == 0 {
                wrong.push(Difference { key: key.clone(), expected: *n, found: 0 });
            }
        }
    }
    wrong.extend(wrong_months(c)?);
    wrong.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(wrong)
}

fn stored(c: &mut Conn, key: &TallyKey) -> Result<i64, Fault> {
    let sql = "SELECT n FROM tally WHERE region = $1 AND measure = $2 AND dimension = $3 AND day = $4 AND value = $5";
    let params = key.words().map(Value::from);
    Ok(c.query_opt(sql, &params)?.map_or(0, |row| row.int(0)))
}

/// Months whose sum is not that of their days.
pub fn wrong_months(c: &mut Conn) -> Result<Vec<Difference>, Fault> {
    let sql =
        "SELECT region, measure, dimension, month, value, CAST(sum(days) AS BIGINT), CAST(sum(n) AS BIGINT) FROM (
            SELECT region, measure, dimension, substr(day, 1, 7) AS month, value, n AS days, 0 AS n FROM tally WHERE day <> $1
            UNION ALL SELECT region, measure, dimension, month, value, 0, n FROM tally_month) both_tables
        GROUP BY region, measure, dimension, month, value HAVING sum(days) <> sum(n)";
    let rows = c.query(sql, &[NOW.into()])?;
    Ok(rows.iter().map(|row| Difference { key: key_of(row), expected: row.int(5), found: row.int(6) }).collect())
}

fn key_of(row: &crate::Row) -> TallyKey {
    let word = |at| Word::from(row.str(at));
    TallyKey { region: word(0), measure: word(1), dimension: word(2), day: word(3), value: word(4) }
}

fn enqueue(c: &mut Conn, changes: Vec<TallyChange>) -> Result<(), Fault> {
    match &mut c.deferred {
        Some(deferred) => {
            deferred.tally.extend(changes);
            Ok(())
        }
        None => apply(c, changes),
    }
}

/// Writes changes, one row per key, in the order of the keys.
pub(crate) fn apply(c: &mut Conn, changes: Vec<TallyChange>) -> Result<(), Fault> {
    let mut days = FxHashMap::<TallyKey, i64>::default();
    let mut cleared = false;
    for change in changes {
        match change {
            TallyChange::Add(key, n) => *days.entry(key).or_default() += n,
            TallyChange::Clear => {
                days.clear();
                cleared = true;
            }
        }
    }
    if cleared {
        c.batch("DELETE FROM tally; DELETE FROM tally_month")?;
    }
    days.retain(|_, n| *n != 0);
    let mut months = FxHashMap::<TallyKey, i64>::default();
    for (key, n) in days.iter().filter(|(key, _)| key.day != NOW) {
        *months.entry(TallyKey { day: key.day[..7].into(), ..key.clone() }).or_default() += n;
    }
    upsert(c, "tally", "day", days)?;
    upsert(c, "tally_month", "month", months)
}

/// Takes away counts that came to nothing: what is counted of now, by the day it is due, would leave a row behind for each day.
fn sweep(c: &mut Conn, table: &str, column: &str, less: &[TallyKey]) -> Result<(), Fault> {
    for some in less.chunks(SWEPT_AT_ONCE) {
        let row = |at: usize| format!("({})", places(at * 5 + 1, 5));
        let keys: Vec<String> = (0..some.len()).map(row).collect();
        let sql = format!(
            "DELETE FROM {table} WHERE n = 0 AND (region, measure, dimension, {column}, value) IN (VALUES {})",
            keys.join(", ")
        );
        let params: Vec<Value> = some.iter().flat_map(|key| key.words().map(Value::from)).collect();
        c.execute(&sql, &params)?;
    }
    Ok(())
}

fn upsert(c: &mut Conn, table: &str, column: &str, counts: FxHashMap<TallyKey, i64>) -> Result<(), Fault> {
    let mut counts: Vec<(TallyKey, i64)> = counts.into_iter().collect();
    counts.sort_unstable();
    let less: Vec<TallyKey> = counts.iter().filter(|(_, n)| *n < 0).map(|(key, _)| key.clone()).collect();
    let row = |(key, n): (TallyKey, i64)| key.words().into_iter().map(Value::from).chain([n.into()]).collect();
    let rows: Vec<Vec<Value>> = counts.into_iter().map(row).collect();
    let key = format!("region, measure, dimension, {column}, value");
    let head = format!("INSERT INTO {table} ({key}, n)");
    c.insert_many(&head, &rows, &format!("ON CONFLICT ({key}) DO UPDATE SET n = {table}.n + excluded.n"))?;
    sweep(c, table, column, &less)
}

fn day(text: &str) -> Result<Date, Fault> {
    text.parse().map_err(|error| Fault::from_error(format!("{text:?} is not a date"), error))
}

/// A period as whole months with the days before and after them. An unused part is a range that holds nothing.
#[derive(Debug, PartialEq, Eq)]
struct Span {
    head: (String, String),
    months: (String, String),
    tail: (String, String),
}

impl Span {
    fn of(from: Date, to: Date) -> Self {
        let nothing = || ("1".to_owned(), "0".to_owned());
        let range =
            |first: Date, last: Date| if first <= last { (first.to_string(), last.to_string()) } else { nothing() };
        let first_month = if from.day() == 1 { from } else { next_month(from) };
        let after_months = if to == to.last_of_month() { next_month(to) } else { to.first_of_month() };
        if first_month >= after_months {
            return Self { head: range(from, to), months: nothing(), tail: nothing() };
        }
        let before = |date: Date| date.saturating_sub(1.day());
        let month = |date: Date| date.to_string()[..7].to_owned();
        Self {
            head: range(from, before(first_month)),
            months: (month(first_month), month(before(after_months))),
            tail: range(after_months, to),
        }
    }
}

fn next_month(date: Date) -> Date {
    date.last_of_month().saturating_add(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;

    fn key(value: &str, day: &str) -> TallyKey {
        TallyKey {
            region: "330102".into(),
            measure: "opened".into(),
            dimension: "category".into(),
            value: value.into(),
            day: day.into(),
        }
    }

    #[test]
    fn repeated_keys_are_one_row_and_sums_are_over_the_period() {
        on_both(|store| {
            store
                .write_blocking(|c| {
                    let wage = key("labour.wage", "2031-03-01");
                    add(c, &[(wage.clone(), 2), (wage.clone(), 3), (key("family", "2031-03-02"), 1), (wage, -1)])
                })
                .unwrap();
            store.write_blocking(|c| add(c, &[(key("labour.wage", "2031-03-02"), 10)])).unwrap();
            let rows = store.read_blocking(|c| c.query("SELECT n FROM tally", &[])).unwrap();
            assert_eq!(rows.len(), 3);
            let over = |from: &'static str, to: &'static str| {
                store.read_blocking(move |c| sums(c, "330102", "opened", "category", from, to)).unwrap()
            };
            assert_eq!(over("2031-03-01", "2031-03-01"), [("labour.wage".to_owned(), 4)]);
            assert_eq!(over("2031-01-01", "2031-12-31"), [("family".to_owned(), 1), ("labour.wage".to_owned(), 14)]);
            let by_day =
                |c: &mut Conn| series(c, "330102", "opened", "category", "labour.wage", "2031-03-01", "2031-03-31");
            assert_eq!(
                store.read_blocking(by_day).unwrap(),
                [("2031-03-01".to_owned(), 4), ("2031-03-02".to_owned(), 10)]
            );
        });
    }

    #[test]
    fn a_count_that_comes_to_nothing_leaves_no_row_and_others_stay() {
        on_both(|store| {
            let adds: Vec<_> = (1..=250).map(|n| (key(&format!("v{n}"), "2031-03-01"), 1)).collect();
            let takes: Vec<_> = adds.iter().skip(1).map(|(key, n)| (key.clone(), -n)).collect();
            store.write_blocking(move |c| add(c, &adds)).unwrap();
            store.write_blocking(move |c| add(c, &takes)).unwrap();
            for table in ["tally", "tally_month"] {
                let sql = format!("SELECT value, n FROM {table}");
                let rows = store.read_blocking(move |c| c.query(&sql, &[])).unwrap();
                assert_eq!(rows.iter().map(|r| (r.text(0), r.int(1))).collect::<Vec<_>>(), [("v1".to_owned(), 1)]);
            }
        });
    }

    #[test]
    fn a_long_period_counts_each_day_once() {
        on_both(|store| {
            let from: Date = "2030-11-01".parse().unwrap();
            let days: Vec<Date> = from.series(1.day()).take(200).collect();
            let adds: Vec<_> = days.iter().map(|day| (key("x", &day.to_string()), 1)).collect();
            store.write_blocking(move |c| add(c, &adds)).unwrap();
            for (a, b) in [(0, 199), (3, 3), (3, 20), (3, 100), (30, 60), (29, 61), (61, 92), (10, 150)] {
                let (from, to) = (days[a].to_string(), days[b].to_string());
                let sum = store.read_blocking(move |c| sums(c, "330102", "opened", "category", &from, &to)).unwrap();
                assert_eq!(sum, [("x".to_owned(), (b - a + 1) as i64)], "{} to {}", days[a], days[b]);
            }
        });
    }

    #[test]
    fn the_course_of_several_measures_is_told_by_day_and_by_month() {
        on_both(|store| {
            let all = |measure: &str, day: &str| TallyKey {
                measure: measure.into(),
                dimension: "all".into(),
                ..key("", day)
            };
            let adds = [
                (all("opened", "2031-03-01"), 2),
                (all("opened", "2031-03-09"), 3),
                (all("settled", "2031-04-01"), 1),
                (all("late", "2031-03-01"), 7),
            ];
            store.write_blocking(move |c| add(c, &adds)).unwrap();
            let told = |grain, from: &'static str, to: &'static str| {
                let mut told =
                    store.read_blocking(move |c| course(c, "330102", &["opened", "settled"], grain, from, to)).unwrap();
                told.sort();
                told.into_iter().map(|(m, at, n)| format!("{m} {at} {n}")).collect::<Vec<_>>()
            };
            assert_eq!(told(Grain::Day, "2031-03-02", "2031-04-01"), ["opened 2031-03-09 3", "settled 2031-04-01 1"]);
            assert_eq!(told(Grain::Month, "2031-03", "2031-03"), ["opened 2031-03 5"]);
        });
    }

    #[test]
    fn several_regions_and_measures_are_summed_in_one_query_as_one_by_one() {
        on_both(|store| {
            let from: Date = "2030-11-11".parse().unwrap();
            let mut adds = Vec::new();
            for (i, day) in from.series(1.day()).take(120).enumerate() {
                for (region, measure) in
                    [("3301", "opened"), ("3302", "opened"), ("3301", "settled"), ("3303", "opened")]
                {
                    let key = TallyKey { region: region.into(), measure: measure.into(), ..key("x", &day.to_string()) };
                    adds.push((key, i as i64 % 3));
                }
            }
            store.write_blocking(move |c| add(c, &adds)).unwrap();
            let (from, to) = ("2030-11-20", "2031-02-03");
            let found = store
                .read_blocking(move |c| sums_of(c, &["3301", "3302"], &["opened", "settled"], "category", from, to))
                .unwrap();
            assert_eq!(found.len(), 3);
            for count in found {
                let (region, measure) = (count.region, count.measure);
                let one = store.read_blocking(move |c| sums(c, &region, &measure, "category", from, to)).unwrap();
                assert_eq!(one, [(count.value, count.n)]);
            }
        });
    }

    #[test]
    fn what_a_failed_closure_added_is_not_counted() {
        on_both(|store| {
            let failed = store.write_blocking(|c| {
                add(c, &[(key("x", "2031-03-01"), 5)])?;
                Err::<(), _>(Fault::new("changed its mind"))
            });
            assert!(failed.is_err());
            let inner = store.write_blocking(|c| {
                add(c, &[(key("x", "2031-03-01"), 1)])?;
                _ = c.savepoint(|c| add(c, &[(key("x", "2031-03-01"), 7)]).and(Err::<(), _>(Fault::new("undone"))));
                Ok::<_, Fault>(())
            });
            assert!(inner.is_ok());
            let sum =
                store.read_blocking(|c| sums(c, "330102", "opened", "category", "2031-03-01", "2031-03-01")).unwrap();
            assert_eq!(sum, [("x".to_owned(), 1)]);
        });
    }

    #[test]
    fn a_wrong_missing_or_surplus_count_is_found_and_zero_is_absent() {
        on_both(|store| {
            store
                .write_blocking(|c| {
                    add(c, &[(key("gone", "2031-03-01"), 9)])?;
                    clear(c)?;
                    let day = "2031-03-01";
                    add(
                        c,
                        &[
                            (key("right", day), 1),
                            (key("wrong", day), 2),
                            (key("surplus", day), 3),
                            (key("zero", day), 4),
                        ],
                    )
                })
                .unwrap();
            store.write_blocking(|c| add(c, &[(key("zero", "2031-03-01"), -4)])).unwrap();
            let day = "2031-03-01";
            let expected = HashMap::from([
                (key("right", day), 1),
                (key("wrong", day), 5),
                (key("missing", day), 6),
                (key("nil", day), 0),
            ]);
            let found = store.read_blocking(move |c| differences(c, &expected)).unwrap();
            let brief: Vec<_> = found.iter().map(|d| (d.key.value.as_str(), d.expected, d.found)).collect();
            assert_eq!(brief, [("missing", 6, 0), ("surplus", 0, 3), ("wrong", 5, 2)]);
        });
    }

    #[test]
    fn a_day_that_is_no_date_is_refused() {
        on_both(|store| {
            assert!(store.write_blocking(|c| add(c, &[(key("x", "2031-02-30"), 1)])).is_err());
        });
    }
}
