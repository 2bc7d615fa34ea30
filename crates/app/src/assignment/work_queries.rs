//! Work of bodies that is open. Each query walks an index that holds nothing else.

use concord_store::{Conn, Fault, Params};

use crate::kit::read_model::OPEN_END;
use crate::kit::sorting::Sorting;

/// Most lines of one list.
pub const LINES_MOST: usize = 200;
/// What it is sorted by. An index carries the day; the others sort what is open with the bodies asked about, and no more.
pub const SORTS: [&str; 4] = ["due", "opened", "body", "region"];

/// Tasks of bodies, and the conferences to which they are invited: each of these is told of it.
const MEETINGS_AND_TASKS: &str = "(SELECT matter, no, kind, on_day, body FROM diary WHERE kind = 'task'
    UNION ALL SELECT stream, about, 'conference', due_on, body FROM notice
    WHERE kind IN ('conference', 'conference_moved') AND body IS NOT NULL AND post = 'all')";

/// Which work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Of the own bodies.
    Own,
    /// Asked to be taken over by the own bodies.
    Handing,
    /// Given by the own bodies.
    Given,
    /// Orders of supervisors to the own bodies that wait for an answer.
    Urged,
    /// Conferences and tasks of the own bodies.
    Tasks,
    /// Disputes between bodies that the own bodies have to decide.
    Disputes,
}

impl View {
    pub const ALL: [Self; 6] = [Self::Own, Self::Handing, Self::Given, Self::Urged, Self::Tasks, Self::Disputes];

    /// The word in addresses and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Handing => "handing",
            Self::Given => "given",
            Self::Urged => "urged",
            Self::Tasks => "tasks",
            Self::Disputes => "disputes",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == text)
    }

    /// Table, what of it a line needs, whose it is, and which lines are open.
    const fn select(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Own => (
                "work",
                "w.body, w.no, w.state, w.duty, w.wanted_on, w.asked_until",
                "w.body",
                "w.state IN ('sign', 'answer')",
            ),
            Self::Handing => {
                ("work", "w.handing, w.no, 'take', w.duty, w.wanted_on, NULL", "w.handing", "w.handing IS NOT NULL")
            }
            Self::Given => (
                "work",
                "w.body, w.no, w.state, w.duty, w.wanted_on, w.asked_until",
                "w.given_by",
                "w.state IN ('sign', 'answer')",
            ),
            Self::Urged => (
                "urging",
                "w.body, w.no, 'urged', 'lead', w.answer_by, NULL",
                "w.body",
                "w.answered_on IS NULL AND w.ended_on IS NULL",
            ),
            Self::Tasks => {
                (MEETINGS_AND_TASKS, "w.body, w.no, w.kind, 'assist', w.on_day, NULL", "w.body", "w.on_day IS NOT NULL")
            }
            Self::Disputes => (
                "dispute",
                "w.decider, w.no, 'dispute', 'lead', w.due_on, NULL",
                "w.decider",
                "w.decided_on IS NULL AND w.ended_on IS NULL",
            ),
        }
    }

    /// The column that lines are sorted by; ids of matters go by when they were opened.
    fn sorted_by(self, word: &str) -> &'static str {
        match (word, self) {
            ("opened", _) => "w.matter",
            ("region", _) => "m.region",
            ("body", Self::Handing) => "w.handing",
            ("body", Self::Disputes) => "w.decider",
            ("body", _) => "w.body",
            (_, Self::Urged) => "w.answer_by",
            (_, Self::Tasks) => "w.on_day",
            (_, Self::Disputes) => "w.due_on",
            (_, Self::Own | Self::Handing | Self::Given) => "w.wanted_on",
        }
    }
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct Line {
    pub code: String,
    pub category: String,
    pub region: String,
    pub version: i64,
    pub narrative: i64,
    pub body: i64,
    pub no: i64,
    /// `sign`, `answer`, `take`, `urged`, `task`, `conference`, `dispute`.
    pub state: String,
    pub duty: String,
    /// 9999-12-31 for none.
    pub wanted_on: String,
    /// More time that was asked for.
    pub asked_until: Option<String>,
}

impl Line {
    /// The day by which it is wanted.
    pub fn wanted(&self) -> Option<&str> {
        (self.wanted_on != OPEN_END).then_some(self.wanted_on.as_str())
    }
}

/// Open work in the order asked for, at most `limit`.
pub fn lines(c: &mut Conn, view: View, bodies: &[i64], sorting: Sorting, limit: usize) -> Result<Vec<Line>, Fault> {
    let (table, columns, body, open) = view.select();
    let mut params = Params::default();
    let sql = format!(
        "SELECT m.code, m.category, m.region, m.version, m.narrative, {columns} FROM {table} w JOIN matter m ON m.id = w.matter
         WHERE {body} IN ({}) AND {open} ORDER BY {} LIMIT {limit}",
        params.put_all(bodies.iter().copied()),
        sorting.sql(&[view.sorted_by(sorting.by), "w.matter", "w.no"])
    );
    Ok(c.query(&sql, &params)?
        .iter()
        .map(|r| Line {
            code: r.text(0),
            category: r.text(1),
            region: r.text(2),
            version: r.int(3),
            narrative: r.int(4),
            body: r.int(5),
            no: r.int(6),
            state: r.text(7),
            duty: r.text(8),
            wanted_on: r.text(9),
            asked_until: r.opt_text(10),
        })
        .collect())
}

/// How many lines a list has, up to [`LINES_MOST`].
pub fn count(c: &mut Conn, view: View, bodies: &[i64]) -> Result<i64, Fault> {
    let (table, _, body, open) = view.select();
    let mut params = Params::default();
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {table} w WHERE {body} IN ({}) AND {open} LIMIT {LINES_MOST}) AS few",
        params.put_all(bodies.iter().copied())
    );
    Ok(c.query_one(&sql, &params)?.int(0))
}
