//! Diversion that is open. Each query walks an index that holds nothing else.

use concord_store::{Conn, Fault, Params};

use crate::kit::sorting::Sorting;

/// Most lines of one list.
pub const LINES_MOST: usize = 200;
/// What it is sorted by. An index carries the day; the others sort what is open with the bodies asked about, and no more.
pub const SORTS: [&str; 4] = ["due", "opened", "body", "on"];

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Senders wait for a receipt or an answer of the own bodies.
    Senders,
    /// The own bodies sent it, and wait for a receipt or an outcome.
    Sent,
    /// It was sent to the own bodies.
    Received,
    /// The own bodies sent it in, and wait for an answer.
    Told,
    /// Parties are to be given the written advice.
    Advice,
}

impl View {
    pub const ALL: [Self; 5] = [Self::Senders, Self::Received, Self::Sent, Self::Told, Self::Advice];

    /// The word in addresses and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Senders => "senders",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Told => "told",
            Self::Advice => "advice",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == text)
    }

    /// What its kinds are, as the beginning of their message keys.
    pub const fn kinds(self) -> &'static str {
        match self {
            Self::Senders | Self::Told => "way",
            Self::Sent | Self::Received => "referral",
            Self::Advice => "status",
        }
    }

    /// The column of the own bodies, the way, and the states that are open, as an index has them.
    const fn conditions(self) -> (&'static str, &'static str, &'static str) {
        const OWN: &str = "d.state IN ('sign', 'work', 'answer', 'sent', 'signed', 'hand')";
        const PEER: &str = "d.peer IS NOT NULL AND d.state IN ('sign', 'work', 'answer', 'sent', 'signed')";
        match self {
            Self::Senders => ("d.body", "in", OWN),
            Self::Sent => ("d.body", "out", OWN),
            Self::Received => ("d.peer", "out", PEER),
            Self::Told => ("d.peer", "in", PEER),
            Self::Advice => ("d.body", "advice", OWN),
        }
    }
}

/// The column that lines are sorted by; ids of matters go by when they were opened. Bodies are the others: those on the other side.
fn sorted_by(view: View, word: &str) -> &'static str {
    match (word, view) {
        ("opened", _) => "d.matter",
        ("on", _) => "d.on_day",
        ("body", View::Received | View::Told | View::Advice) => "d.body",
        ("body", View::Senders | View::Sent) => "COALESCE(d.peer, 0)",
        _ => "d.wanted_on",
    }
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub code: String,
    pub category: String,
    pub region: String,
    pub no: i64,
    pub body: i64,
    pub peer: Option<i64>,
    pub kind: String,
    pub state: String,
    pub on_day: String,
    /// 9999-12-31 for none.
    pub wanted_on: String,
    /// The rule that `wanted_on` comes from.
    pub promise: Option<String>,
}

/// Open lines in the order asked for, at most `limit`.
pub fn lines(c: &mut Conn, view: View, bodies: &[i64], sorting: Sorting, limit: usize) -> Result<Vec<Line>, Fault> {
    let (column, way, open) = view.conditions();
    let mut params = Params::from(vec![way.into()]);
    let sql = format!(
        "SELECT m.code, m.category, m.region, d.no, d.body, d.peer, d.kind, d.state, d.on_day, d.wanted_on
         FROM diversion d JOIN matter m ON m.id = d.matter
         WHERE {column} IN ({}) AND d.way = $1 AND {open} ORDER BY {} LIMIT {limit}",
        params.put_all(bodies.iter().copied()),
        sorting.sql(&[sorted_by(view, sorting.by), "d.matter", "d.no"])
    );
    Ok(c.query(&sql, &params)?
        .iter()
        .map(|r| {
            let kind = r.text(6);
            let (kind, promise) = kind.split_once(' ').map_or((kind.as_str(), None), |(kind, rule)| (kind, Some(rule)));
            Line {
                code: r.text(0),
                category: r.text(1),
                region: r.text(2),
                no: r.int(3),
                body: r.int(4),
                peer: r.opt_int(5),
                kind: kind.to_owned(),
                state: r.text(7),
                on_day: r.text(8),
                wanted_on: r.text(9),
                promise: promise.map(str::to_owned),
            }
        })
        .collect())
}

/// How many lines a list has, up to [`LINES_MOST`].
pub fn count(c: &mut Conn, view: View, bodies: &[i64]) -> Result<i64, Fault> {
    let (column, way, open) = view.conditions();
    let mut params = Params::from(vec![way.into()]);
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 AS one FROM diversion d WHERE {column} IN ({}) AND d.way = $1 AND {open}
         LIMIT {LINES_MOST}) AS few",
        params.put_all(bodies.iter().copied())
    );
    Ok(c.query_one(&sql, &params)?.int(0))
}
