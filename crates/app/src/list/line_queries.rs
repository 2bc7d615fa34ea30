//! Lines of a list: what is read of a matter.

use concord_store::{Conn, Fault, Params, Row};

use super::condition_queries::Condition;
use crate::kit::why::DueClock;
use crate::kit::work_queries::numbered;

/// What a list shows of a matter.
pub const COLUMNS: &str =
    "id, code, status, archived_on, region, category, channel, urgency, body, mediator, filed_by, opened_on,
    concluded_on, due_on, next_step, reopened, stars, amount, applicant, narrative, version, opened_at,
    due_clock, due_paused, danger, relatives, applicants, held_by";

/// A matter in a list.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Line {
    pub id: i64,
    pub code: String,
    pub status: String,
    pub archived_on: Option<String>,
    pub region: String,
    pub category: String,
    pub channel: String,
    pub urgency: String,
    pub body: i64,
    pub mediator: Option<i64>,
    pub filed_by: Option<i64>,
    pub opened_on: String,
    pub concluded_on: Option<String>,
    pub due_on: Option<String>,
    pub next_step: String,
    pub reopened: i64,
    /// Mean × 100.
    pub stars: Option<i64>,
    /// Cents.
    pub amount: Option<i64>,
    /// Keys into the sealed texts.
    pub applicant: Option<i64>,
    pub narrative: i64,
    pub version: i64,
    /// Microseconds UTC.
    pub opened_at: i64,
    /// The clock that ends first, and the calendar days that did not count.
    pub due_clock: Option<String>,
    pub due_paused: Option<i64>,
    /// `untold`, `seen`, `confirmed`: while somebody has to see to it.
    pub danger: Option<String>,
    /// Matters that belong to it.
    pub relatives: i64,
    /// Who have not left.
    pub applicants: i64,
    /// Who answers for it while the lead has not signed.
    pub held_by: Option<i64>,
}

impl Line {
    /// Who answers for it, or concluded it.
    pub fn responsible(&self) -> i64 {
        self.held_by.unwrap_or(self.body)
    }

    /// For the reason why it stands where it does.
    pub fn due(&self) -> DueClock<'_> {
        DueClock {
            key: self.due_clock.as_deref().filter(|_| self.concluded_on.is_none()),
            due_on: self.due_on.as_deref(),
            paused: self.due_paused.unwrap_or(0),
        }
    }
}

/// Reads a row of [`COLUMNS`].
pub fn line(row: &Row) -> Line {
    Line {
        id: row.int(0),
        code: row.text(1),
        status: row.text(2),
        archived_on: row.opt_text(3),
        region: row.text(4),
        category: row.text(5),
        channel: row.text(6),
        urgency: row.text(7),
        body: row.int(8),
        mediator: row.opt_int(9),
        filed_by: row.opt_int(10),
        opened_on: row.text(11),
        concluded_on: row.opt_text(12),
        due_on: row.opt_text(13),
        next_step: row.text(14),
        reopened: row.int(15),
        stars: row.opt_int(16),
        amount: row.opt_int(17),
        applicant: row.opt_int(18),
        narrative: row.int(19),
        version: row.int(20),
        opened_at: row.int(21),
        due_clock: row.opt_text(22),
        due_paused: row.opt_int(23),
        danger: row.opt_text(24),
        relatives: row.int(25),
        applicants: row.int(26),
        held_by: row.opt_int(27),
    }
}

/// The lines of these ids that pass the conditions, in the order of the ids.
pub fn lines_of(c: &mut Conn, ids: &[i64], conditions: &[Condition]) -> Result<Vec<Line>, Fault> {
    let Some(last) = ids.last() else { return Ok(Vec::new()) };
    // Few lengths of statement, or each would be prepared anew.
    let size = [26, 100].into_iter().find(|size| ids.len() <= *size).unwrap_or(ids.len().next_multiple_of(400));
    let mut params = Params::default();
    let places = params.put_all(ids.iter().chain(std::iter::repeat_n(last, size - ids.len())).copied());
    let wheres = numbered(conditions, &mut params);
    let and = if wheres.is_empty() { "" } else { " AND " };
    let sql = format!("SELECT {COLUMNS} FROM matter WHERE id IN ({places}){and}{wheres}");
    let mut lines: Vec<Line> = c.query(&sql, &params)?.iter().map(line).collect();
    let place: std::collections::HashMap<i64, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    lines.sort_by_key(|line| place.get(&line.id).copied());
    Ok(lines)
}
