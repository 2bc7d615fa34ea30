//! What bodies held and promised over a period, from rows that are kept with the events: no scan of matters.

use concord_store::{Conn, Fault, Params, Value};
use jiff::civil::Date;

/// Most lines of a page.
pub const LINES_MOST: usize = 200;

/// A body over a period.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    pub body: i64,
    pub from: Date,
    pub to: Date,
    pub today: Date,
}

/// A stay of a matter with a body.
#[derive(Clone, Debug)]
pub struct Held {
    pub code: String,
    pub category: String,
    pub from_on: String,
    /// 9999-12-31 while it lasts.
    pub until_on: String,
    pub paused_days: i64,
}

/// A promise that was missed.
#[derive(Clone, Debug)]
pub struct Mark {
    pub code: String,
    pub category: String,
    pub kind: String,
    pub no: i64,
    pub due_on: String,
    pub met_on: Option<String>,
    /// `none`, `open`, `judged`.
    pub appeal: String,
    pub lifted: bool,
}

/// How promises of a period turned out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub promised: i64,
    pub missed: i64,
    pub lifted: i64,
}

impl Sums {
    /// Met in time, or not due yet.
    pub const fn kept(&self) -> i64 {
        self.promised - self.missed - self.lifted
    }
}

fn params(span: &Span) -> Vec<Value> {
    vec![span.body.into(), span.from.to_string().into(), span.to.to_string().into()]
}

/// Stays that reach into the period, those that ended first before the others, at most `limit`.
pub fn held(c: &mut Conn, span: &Span, limit: usize) -> Result<Vec<Held>, Fault> {
    let sql = format!(
        "SELECT m.code, m.category, h.from_on, h.until_on, h.paused_days FROM holding h JOIN matter m ON m.id = h.matter
         WHERE h.body = $1 AND h.until_on >= $2 AND h.from_on <= $3 ORDER BY h.until_on, h.matter, h.no LIMIT {limit}"
    );
    let rows = c.query(&sql, &params(span))?;
    Ok(rows
        .iter()
        .map(|r| Held {
            code: r.text(0),
            category: r.text(1),
            from_on: r.text(2),
            until_on: r.text(3),
            paused_days: r.int(4),
        })
        .collect())
}

/// How many stays reach into the period.
pub fn count_held(c: &mut Conn, span: &Span) -> Result<i64, Fault> {
    let sql = "SELECT count(*) FROM holding h WHERE h.body = $1 AND h.until_on >= $2 AND h.from_on <= $3";
    Ok(c.query_one(sql, &params(span))?.int(0))
}

/// Promises due in the period, and how they turned out.
pub fn sums(c: &mut Conn, span: &Span) -> Result<Sums, Fault> {
    let sql = "SELECT count(*),
           coalesce(sum(CASE WHEN coalesce(p.met_on, $4) > p.due_on AND p.lifted = 0 THEN 1 ELSE 0 END), 0),
           coalesce(sum(CASE WHEN coalesce(p.met_on, $4) > p.due_on AND p.lifted = 1 THEN 1 ELSE 0 END), 0)
         FROM promise p WHERE p.body = $1 AND p.due_on >= $2 AND p.due_on <= $3";
    let mut params = params(span);
    params.push(span.today.to_string().into());
    let row = c.query_one(sql, &params)?;
    Ok(Sums { promised: row.int(0), missed: row.int(1), lifted: row.int(2) })
}

const MARK: &str = "m.code, m.category, p.kind, p.no, p.due_on, p.met_on, p.appeal, p.lifted";

fn mark(r: &concord_store::Row) -> Mark {
    Mark {
        code: r.text(0),
        category: r.text(1),
        kind: r.text(2),
        no: r.int(3),
        due_on: r.text(4),
        met_on: r.opt_text(5),
        appeal: r.text(6),
        lifted: r.int(7) == 1,
    }
}

/// Marks of the period, lifted ones too, the latest first, at most `limit`.
pub fn marks(c: &mut Conn, span: &Span, limit: usize) -> Result<Vec<Mark>, Fault> {
    let sql = format!(
        "SELECT {MARK} FROM promise p JOIN matter m ON m.id = p.matter
         WHERE p.body = $1 AND p.due_on >= $2 AND p.due_on <= $3 AND coalesce(p.met_on, $4) > p.due_on
         ORDER BY p.due_on DESC, p.matter LIMIT {limit}"
    );
    let mut params = params(span);
    params.push(span.today.to_string().into());
    Ok(c.query(&sql, &params)?.iter().map(mark).collect())
}

/// Objections of these bodies that wait for a judgement.
pub fn objections(c: &mut Conn, bodies: &[i64]) -> Result<Vec<(i64, Mark)>, Fault> {
    let mut params = Params::default();
    let sql = format!(
        "SELECT {MARK}, p.body FROM promise p JOIN matter m ON m.id = p.matter
         WHERE p.appeal = 'open' AND p.body IN ({}) ORDER BY p.due_on, p.matter LIMIT {LINES_MOST}",
        params.put_all(bodies.iter().copied())
    );
    Ok(c.query(&sql, &params)?.iter().map(|r| (r.int(8), mark(r))).collect())
}
