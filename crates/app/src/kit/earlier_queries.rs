//! Matters found by whom they are about.

use concord_domain::matter::PersonDetails;
use concord_store::search::{self, Order, Query, Term};
use concord_store::{Conn, Fault, Params, Row, sealed};

/// A matter that came before, as a line of a short list.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub id: i64,
    pub code: String,
    pub status: String,
    pub category: String,
    pub region: String,
    /// `YYYY-MM-DD`.
    pub opened_on: String,
    /// Whether somebody still owes the next step.
    pub is_open: bool,
    pub applicant: String,
    pub respondent: String,
}

/// Matters that have every term, newest first.
pub fn find(c: &mut Conn, all: Vec<Term>, limit: usize) -> Result<Vec<Earlier>, Fault> {
    let ids = search::find(c, &Query { all, before: None, limit, order: Order::Newest })?;
    by_ids(c, &ids)
}

/// These matters, newest first.
pub fn by_ids(c: &mut Conn, ids: &[i64]) -> Result<Vec<Earlier>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut params = Params::default();
    let sql = format!(
        "SELECT id, code, status, category, region, opened_on, concluded_on, applicant, respondent FROM matter
         WHERE id IN ({}) ORDER BY id DESC",
        params.put_all(ids.iter().copied())
    );
    let rows = c.query(&sql, &params)?;
    let people: Vec<i64> = rows.iter().flat_map(|r| [r.opt_int(7), r.opt_int(8)]).flatten().collect();
    let texts = sealed::get(c, &people)?;
    let name = |id: Option<i64>| {
        let person = id.and_then(|id| serde_json::from_str::<PersonDetails>(texts.get(&id)?).ok());
        person.map(|p| p.name).unwrap_or_default()
    };
    let line = |r: &Row| Earlier {
        id: r.int(0),
        code: r.text(1),
        status: r.text(2),
        category: r.text(3),
        region: r.text(4),
        opened_on: r.text(5),
        is_open: r.opt_text(6).is_none(),
        applicant: name(r.opt_int(7)),
        respondent: name(r.opt_int(8)),
    };
    Ok(rows.iter().map(line).collect())
}
