//! Notices to one reader: what there is, what was read, and how many were not.

use concord_policy::{Actor, Role};
use concord_store::{Conn, Fault, Params, Row};

use super::sorting::Way;
use super::work_queries::MOST_COUNTED;

/// To whom notices may go that a reader gets: the own account, and the posts held in bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    pub account: i64,
    posts: Vec<(i64, &'static str)>,
}

impl Inbox {
    /// Of somebody who is signed in.
    pub fn of(actor: &Actor) -> Option<Self> {
        let mut posts: Vec<(i64, &'static str)> = Vec::new();
        for held in actor.roles() {
            posts.extend(match held.role {
                Role::Coordinator | Role::Officer => vec![(held.body, "all"), (held.body, "routing")],
                Role::Mediator => vec![(held.body, "all")],
                Role::Supervisor => vec![(held.body, "supervising")],
                Role::Clerk | Role::GridWorker | Role::Representative | Role::Operator => Vec::new(),
            });
        }
        posts.sort_unstable();
        posts.dedup();
        Some(Self { account: actor.account()?, posts })
    }

    /// The first notices to it behind a place: one stretch of an index for each address. `columns` of `notice`. With the post among
    /// them, one that came by two posts is there twice.
    fn sql(&self, columns: &str, (bound, order): (&str, &str), limit: i64, params: &mut Params) -> String {
        let own = "(by_account IS NULL OR by_account <> $1)";
        let stretch = |wheres: String| {
            format!(
                "SELECT * FROM (SELECT {columns} FROM notice WHERE {wheres} AND {own} AND {bound}
                 ORDER BY {order} LIMIT {limit}) AS part"
            )
        };
        let mut parts = vec![stretch("account = $1".to_owned())];
        for (body, post) in &self.posts {
            parts.push(stretch(format!("body = {} AND post = {}", params.put(*body), params.put(*post))));
        }
        parts.join(" UNION ")
    }
}

/// A notice as a reader gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub stream: i64,
    pub no: i64,
    pub kind: String,
    pub about: i64,
    pub code: Option<String>,
    /// Microseconds UTC.
    pub at: i64,
    pub name_zh: Option<String>,
    pub name_en: Option<String>,
    pub due_on: Option<String>,
    pub point: Option<String>,
    pub nearness: Option<String>,
    /// Of an urging that the reader only supervises: the body that was urged. Of a matter that moved on: who has it.
    pub body: Option<i64>,
    /// Of the matter.
    pub category: Option<String>,
    pub region: Option<String>,
    pub is_read: bool,
}

fn upto(c: &mut Conn, account: i64) -> Result<i64, Fault> {
    let row = c.query_opt("SELECT upto FROM notice_seen WHERE account = $1", &[account.into()])?;
    Ok(row.map_or(i64::MIN, |row| row.int(0)))
}

/// How many were not read, at most as many as any list counts.
pub fn unread(c: &mut Conn, inbox: &Inbox) -> Result<i64, Fault> {
    let mut params = Params::from(vec![inbox.account.into(), upto(c, inbox.account)?.into()]);
    let all = inbox.sql("stream, no", ("at > $2", "at DESC"), MOST_COUNTED, &mut params);
    let sql = format!(
        "SELECT count(*) FROM ({all}) AS n WHERE NOT EXISTS
         (SELECT 1 FROM notice_read r WHERE r.account = $1 AND r.stream = n.stream AND r.no = n.no)"
    );
    Ok(c.query_one(&sql, &params)?.int(0).min(MOST_COUNTED))
}

/// A place in the list: instant, stream, number.
pub type Place = (i64, i64, i64);

/// Which notices are asked for: from the oldest on, or with [`Way::LastFirst`] from the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub way: Way,
    /// The last of the page before.
    pub after: Option<Place>,
    /// Only those that were not read.
    pub unread: bool,
}

impl Asked {
    /// All, the newest first.
    pub const NEWEST: Self = Self { way: Way::LastFirst, after: None, unread: false };
}

/// Those asked for, at most `limit`.
pub fn list(c: &mut Conn, inbox: &Inbox, asked: Asked, limit: i64) -> Result<Vec<Line>, Fault> {
    let seen = upto(c, inbox.account)?;
    let (sign, way, end) = match asked.way {
        Way::FirstFirst => (">", "ASC", i64::MIN),
        Way::LastFirst => ("<", "DESC", i64::MAX),
    };
    let after = asked.after.unwrap_or((end, end, end));
    let mut params =
        Params::from(vec![inbox.account.into(), after.0.into(), after.1.into(), after.2.into(), seen.into()]);
    let columns = "stream, no, kind, about, code, at, name_zh, name_en, due_on, point, nearness";
    let unread = if asked.unread {
        "AND at > $5 AND NOT EXISTS (SELECT 1 FROM notice_read r
           WHERE r.account = $1 AND r.stream = notice.stream AND r.no = notice.no)"
    } else {
        ""
    };
    let bound = format!("(at, stream, no) {sign} ($2, $3, $4) {unread}");
    // Whoever is urged is told so, even who supervises there as well.
    let with_post = format!("{columns}, CASE WHEN post = 'supervising' THEN 1 ELSE 0 END AS beside");
    let all = inbox.sql(&with_post, (&bound, &format!("at {way}")), limit, &mut params);
    let sql = format!(
        "SELECT n.stream, n.no, n.kind, n.about, n.code, n.at, n.name_zh, n.name_en, n.due_on, n.point, n.nearness,
           CASE WHEN n.beside = 1 AND n.kind = 'urged' THEN (SELECT o.body FROM notice o
             WHERE o.stream = n.stream AND o.no = n.no AND o.post = 'all' ORDER BY o.place LIMIT 1)
             WHEN n.kind = 'moved_on' THEN m.body END,
           m.category, m.region, CASE WHEN n.at <= $5 OR r.account IS NOT NULL THEN 1 ELSE 0 END
         FROM (SELECT {columns}, MIN(beside) AS beside FROM ({all}) AS whole GROUP BY {columns}) AS n
         LEFT JOIN matter m ON m.id = n.stream
         LEFT JOIN notice_read r ON r.account = $1 AND r.stream = n.stream AND r.no = n.no
         ORDER BY n.at {way}, n.stream {way}, n.no {way} LIMIT {limit}"
    );
    Ok(c.query(&sql, &params)?.iter().map(line).collect())
}

fn line(row: &Row) -> Line {
    Line {
        stream: row.int(0),
        no: row.int(1),
        kind: row.text(2),
        about: row.int(3),
        code: row.opt_text(4),
        at: row.int(5),
        name_zh: row.opt_text(6),
        name_en: row.opt_text(7),
        due_on: row.opt_text(8),
        point: row.opt_text(9),
        nearness: row.opt_text(10),
        body: row.opt_int(11),
        category: row.opt_text(12),
        region: row.opt_text(13),
        is_read: row.int(14) == 1,
    }
}

/// Notes that everything up to a moment was read.
pub fn read_all(c: &mut Conn, account: i64, until: i64) -> Result<(), Fault> {
    c.execute(
        "INSERT INTO notice_seen (account, upto) VALUES ($1, $2) ON CONFLICT (account) DO UPDATE
         SET upto = CASE WHEN excluded.upto > notice_seen.upto THEN excluded.upto ELSE notice_seen.upto END",
        &[account.into(), until.into()],
    )?;
    c.execute("DELETE FROM notice_read WHERE account = $1 AND at <= $2", &[account.into(), until.into()]).map(drop)
}

/// Notes that one was read; one that is gone needs no note.
pub fn read_one(c: &mut Conn, account: i64, stream: i64, no: i64) -> Result<(), Fault> {
    let sql = "INSERT INTO notice_read (account, stream, no, at)
        SELECT CAST($1 AS BIGINT), stream, no, at FROM notice WHERE stream = $2 AND no = $3 ORDER BY place LIMIT 1
        ON CONFLICT (account, stream, no) DO NOTHING";
    c.execute(sql, &[account.into(), stream.into(), no.into()]).map(drop)
}

/// Forgets what was read of notices that are gone.
pub fn prune(c: &mut Conn) -> Result<(), Fault> {
    let sql = "DELETE FROM notice_read WHERE NOT EXISTS
        (SELECT 1 FROM notice n WHERE n.stream = notice_read.stream AND n.no = notice_read.no)";
    c.execute(sql, &[]).map(drop)
}
