//! What somebody has in hand. Each query walks an index of what is not closed, so history costs nothing.

use concord_store::{Conn, Fault, Params, Row, Value};
use jiff::civil::Date;

use crate::kit::why::DueClock;
use crate::kit::work_queries::SOON_DAYS;

/// Counting ends here.
pub const MOST_COUNTED: i64 = 1_000;
/// Days ahead of which the diary tells.
pub const AHEAD_DAYS: i64 = 7;

const COLUMNS: &str = "m.id, m.code, m.category, m.status, m.urgency, m.region, m.next_step, m.due_on,
    m.applicant, m.respondent, m.narrative, m.mediator, m.body, m.channel, m.opened_at, m.concluded_on, m.due_clock,
    m.due_paused, m.next_on, m.archived_on";

/// A list of this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Everything in hand, the nearest date first.
    All,
    /// Sessions of today and later this week.
    Sessions,
    /// Sessions of days before today whose record is missing.
    Unrecorded,
    /// A time limit has run out.
    Late,
    /// One runs out within days.
    Soon,
    /// Waits for signatures.
    Signing,
    /// Return visits due.
    Visits,
    /// Promises due.
    Obligations,
    /// Open matters of the own bodies, also those without a mediator.
    Body,
}

impl View {
    pub const ALL: [Self; 9] = [
        Self::All,
        Self::Sessions,
        Self::Unrecorded,
        Self::Late,
        Self::Soon,
        Self::Signing,
        Self::Visits,
        Self::Obligations,
        Self::Body,
    ];

    /// The word in addresses and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sessions => "sessions",
            Self::Unrecorded => "unrecorded",
            Self::Late => "late",
            Self::Soon => "soon",
            Self::Signing => "signing",
            Self::Visits => "visits",
            Self::Obligations => "obligations",
            Self::Body => "body",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == text)
    }

    /// Whether its lines are sessions, visits or promises instead of matters.
    pub const fn is_diary(self) -> bool {
        matches!(self, Self::Sessions | Self::Unrecorded | Self::Visits | Self::Obligations)
    }
}

/// Whose work.
#[derive(Clone, Debug)]
pub struct Holder {
    pub account: i64,
    /// Bodies in which the account mediates or answers.
    pub bodies: Vec<i64>,
    pub today: Date,
}

/// Where a line stands in its list: its date (blank where it has none and comes last), its matter, its number in the diary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    pub dated: bool,
    pub on: String,
    pub matter: i64,
    pub no: i64,
}

/// A line of a list.
#[derive(Clone, Debug, Hash)]
pub struct Line {
    pub place: Place,
    pub code: String,
    pub category: String,
    pub status: String,
    pub urgency: String,
    pub region: String,
    pub next_step: String,
    pub due_on: Option<String>,
    /// Keys of sealed texts: persons and narrative.
    pub applicant: Option<i64>,
    pub respondent: Option<i64>,
    pub narrative: i64,
    pub mediator: Option<i64>,
    pub body: i64,
    pub channel: String,
    /// Microseconds UTC.
    pub opened_at: i64,
    pub concluded_on: Option<String>,
    /// The clock that ends first, and the calendar days that did not count.
    pub due_clock: Option<String>,
    pub due_paused: Option<i64>,
    /// By when the next step is wanted.
    pub next_on: Option<String>,
    pub archived: bool,
    /// Of a session, microseconds UTC.
    pub at: Option<i64>,
}

impl Line {
    /// For the reason why it stands where it does.
    pub fn due(&self) -> DueClock<'_> {
        DueClock {
            key: self.due_clock.as_deref().filter(|_| self.concluded_on.is_none()),
            due_on: self.due_on.as_deref(),
            paused: self.due_paused.unwrap_or(0),
        }
    }
}

/// A condition with its parameters, and the order of the list.
struct Query {
    from: String,
    date: &'static str,
    params: Params,
}

fn later(today: Date, days: i64) -> String {
    today.saturating_add(jiff::Span::new().days(days)).to_string()
}

fn query(holder: &Holder, view: View) -> Query {
    let today = holder.today.to_string();
    let own = "matter m WHERE m.mediator = $1 AND m.archived_on IS NULL";
    let account = holder.account.into();
    let matters = |more: &str, rest: Vec<Value>| {
        let mut params = Params::from(vec![account]);
        params.put_all(rest);
        Query { from: format!("{own}{more}"), date: "m.next_on", params }
    };
    match view {
        View::All => matters("", Vec::new()),
        View::Late => matters(" AND m.concluded_on IS NULL AND m.due_on < $2", vec![today.into()]),
        View::Soon => matters(
            " AND m.concluded_on IS NULL AND m.due_on >= $2 AND m.due_on <= $3",
            vec![today.into(), later(holder.today, SOON_DAYS).into()],
        ),
        View::Signing => matters(" AND m.concluded_on IS NULL AND m.next_step = 'sign'", Vec::new()),
        View::Sessions => of_diary(holder, "session", Some(today), later(holder.today, AHEAD_DAYS)),
        View::Unrecorded => of_diary(holder, "session", None, later(holder.today, -1)),
        // What was due and was not done stays due.
        View::Visits => of_diary(holder, "visit", None, later(holder.today, AHEAD_DAYS)),
        View::Obligations => of_diary(holder, "obligation", None, later(holder.today, AHEAD_DAYS)),
        View::Body => of_bodies(holder),
    }
}

/// Of the diary until a day, from another one or from ever.
fn of_diary(holder: &Holder, kind: &str, from_day: Option<String>, until: String) -> Query {
    let mut from =
        "diary d JOIN matter m ON m.id = d.matter WHERE d.account = $1 AND d.kind = $2 AND d.on_day <= $3".to_owned();
    let mut params = Params::from(vec![holder.account.into(), kind.into(), until.into()]);
    if let Some(day) = from_day {
        from.push_str(&format!(" AND d.on_day >= {}", params.put(day)));
    }
    Query { from, date: "d.on_day", params }
}

fn of_bodies(holder: &Holder) -> Query {
    let mut params = Params::default();
    let from = format!(
        "matter m WHERE m.id IN (SELECT b.matter FROM matter_body b WHERE b.open = 1 AND b.body IN ({}))",
        params.put_all(holder.bodies.iter().copied())
    );
    Query { from, date: "m.next_on", params }
}

/// How many lines a list has, up to [`MOST_COUNTED`].
pub fn count(c: &mut Conn, holder: &Holder, view: View) -> Result<i64, Fault> {
    let Query { from, params, .. } = query(holder, view);
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from} LIMIT {MOST_COUNTED}) AS few");
    Ok(c.query_one(&sql, &params)?.int(0))
}

/// Lines after a place, the nearest date first and those without one last, at most `limit`.
pub fn page(
    c: &mut Conn,
    holder: &Holder,
    view: View,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    if after.is_none_or(|place| place.dated) {
        lines = stretch(c, query(holder, view), after, limit, Dates::Given)?;
    }
    let rest = limit - lines.len();
    if rest > 0 && !view.is_diary() {
        let after = after.filter(|place| !place.dated);
        lines.extend(stretch(c, query(holder, view), after, rest, Dates::Absent)?);
    }
    Ok(lines)
}

/// Databases order absent dates differently: they are asked for on their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dates {
    Given,
    Absent,
}

fn stretch(c: &mut Conn, query: Query, after: Option<&Place>, limit: usize, dates: Dates) -> Result<Vec<Line>, Fault> {
    let Query { from, date, mut params } = query;
    let diary = date == "d.on_day";
    let (extra, no) = if diary { ("d.no, d.at", "d.no") } else { ("0, NULL", "0") };
    let mut sql = format!("SELECT {COLUMNS}, {extra}, {date} FROM {from}");
    match dates {
        Dates::Given => {
            sql.push_str(&format!(" AND {date} IS NOT NULL"));
            if let Some(place) = after {
                let (on, id) = (params.put(place.on.as_str()), params.put(place.matter));
                if diary {
                    let last = params.put(place.no);
                    sql.push_str(&format!(" AND ({date}, m.id, {no}) > ({on}, {id}, {last})"));
                } else {
                    sql.push_str(&format!(" AND ({date}, m.id) > ({on}, {id})"));
                }
            }
            sql.push_str(&format!(" ORDER BY {date}, m.id{}", if diary { ", d.no" } else { "" }));
        }
        Dates::Absent => {
            sql.push_str(&format!(" AND {date} IS NULL"));
            if let Some(place) = after {
                let id = params.put(place.matter);
                sql.push_str(&format!(" AND m.id > {id}"));
            }
            sql.push_str(" ORDER BY m.id");
        }
    }
    sql.push_str(&format!(" LIMIT {limit}"));
    Ok(c.query(&sql, &params)?.iter().map(line).collect())
}

fn line(row: &Row) -> Line {
    let on = row.opt_text(22);
    Line {
        place: Place { dated: on.is_some(), on: on.unwrap_or_default(), matter: row.int(0), no: row.int(20) },
        code: row.text(1),
        category: row.text(2),
        status: row.text(3),
        urgency: row.text(4),
        region: row.text(5),
        next_step: row.text(6),
        due_on: row.opt_text(7),
        applicant: row.opt_int(8),
        respondent: row.opt_int(9),
        narrative: row.int(10),
        mediator: row.opt_int(11),
        body: row.int(12),
        channel: row.text(13),
        opened_at: row.int(14),
        concluded_on: row.opt_text(15),
        due_clock: row.opt_text(16),
        due_paused: row.opt_int(17),
        next_on: row.opt_text(18),
        archived: row.opt_text(19).is_some(),
        at: row.opt_int(21),
    }
}
