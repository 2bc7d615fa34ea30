//! What a drawing is made from, and how its call-backs stand.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::rating::CallBackState;
use concord_domain::region::{RegionCode, Tier};
use concord_store::{Conn, Fault, Params};

/// A conclusion in a stretch of time.
#[derive(Clone, Debug)]
pub struct Ended {
    pub matter: i64,
    pub code: MatterCode,
    pub body: BodyId,
    pub field: String,
}

/// What was concluded in a region from one instant until another, each matter once: as it ended first in that time.
pub fn ended(c: &mut Conn, region: &RegionCode, from: i64, until: i64) -> Result<Vec<Ended>, Fault> {
    let column = if region.tier() == Tier::City { "city" } else { "county" };
    let sql = format!(
        "SELECT e.matter, m.code, e.body, e.field FROM ending e JOIN matter m ON m.id = e.matter
         WHERE e.at >= $1 AND e.at < $2 AND m.{column} || '' = $3 ORDER BY e.matter, e.no"
    );
    let rows = c.query(&sql, &[from.into(), until.into(), region.as_str().into()])?;
    let ended = rows.iter().filter_map(|row| {
        let code = row.text(1).parse().ok()?;
        Some(Ended { matter: row.int(0), code, body: BodyId(row.int(2)), field: row.text(3) })
    });
    let mut ended: Vec<Ended> = ended.collect();
    ended.dedup_by_key(|e| e.matter);
    Ok(ended)
}

/// The digest that the journal had at the last conclusion before an instant, anywhere: what the lots are made from. None
/// where nothing was concluded from the other instant on.
pub fn seed(c: &mut Conn, from: i64, until: i64) -> Result<Option<String>, Fault> {
    let last = "SELECT matter, at FROM ending WHERE at >= $1 AND at < $2 ORDER BY at DESC, matter DESC LIMIT 1";
    let Some(last) = c.query_opt(last, &[from.into(), until.into()])? else { return Ok(None) };
    let chain = "SELECT chain FROM event WHERE stream = $1 AND at = $2 ORDER BY version DESC LIMIT 1";
    Ok(c.query_opt(chain, &[last.int(0).into(), last.int(1).into()])?.map(|row| row.text(0)))
}

/// A call-back that was made or tried.
#[derive(Clone, Debug)]
pub struct Called {
    pub state: CallBackState,
    pub tries: i64,
    pub on: String,
    pub stars: Option<i64>,
    pub resolved: Option<String>,
    pub found: Option<String>,
    pub visited: Option<String>,
}

/// The call-backs of a round, by matter.
pub fn called(c: &mut Conn, round: &str) -> Result<HashMap<i64, Called>, Fault> {
    let sql = "SELECT matter, state, tries, on_day, stars, resolved, found, visited FROM call_back WHERE round = $1";
    let state = |word: &str| match word {
        "answered" => CallBackState::Answered,
        "unreachable" => CallBackState::Unreachable,
        _ => CallBackState::Waiting,
    };
    let rows = c.query(sql, &[round.into()])?;
    let call = |row: &concord_store::Row| Called {
        state: state(row.str(1)),
        tries: row.int(2),
        on: row.text(3),
        stars: row.opt_int(4),
        resolved: row.opt_text(5),
        found: row.opt_text(6),
        visited: row.opt_text(7),
    };
    Ok(rows.iter().map(|row| (row.int(0), call(row))).collect())
}

/// The bodies that had these matters, or work on them, in their hands.
pub fn had_work(c: &mut Conn, matters: &[i64]) -> Result<Vec<(i64, i64)>, Fault> {
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    let mut params = Params::default();
    let places = params.put_all(matters.iter().copied());
    let sql = format!(
        "SELECT matter, body FROM holding WHERE matter IN ({places})
         UNION SELECT matter, body FROM work WHERE matter IN ({places})
         UNION SELECT matter, body FROM ending WHERE matter IN ({places})"
    );
    Ok(c.query(&sql, &params)?.iter().map(|row| (row.int(0), row.int(1))).collect())
}

/// Kind and status of matters, for showing them.
pub fn lines(c: &mut Conn, matters: &[i64]) -> Result<HashMap<i64, (String, String)>, Fault> {
    if matters.is_empty() {
        return Ok(HashMap::new());
    }
    let mut params = Params::default();
    let places = params.put_all(matters.iter().copied());
    let sql = format!("SELECT id, category, status FROM matter WHERE id IN ({places})");
    Ok(c.query(&sql, &params)?.iter().map(|row| (row.int(0), (row.text(1), row.text(2)))).collect())
}
