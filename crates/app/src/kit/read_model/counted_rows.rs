//! What rates count of a matter, as rows that a figure leads to and as the counters that it is read from.

use std::collections::BTreeMap;

use concord_domain::matter::{Matter, Rate};
use concord_domain::rates::counted;
use concord_domain::region::Tier;
use concord_store::Value;
use jiff::civil::Date;

use super::tally_rows::Cell;
use super::{Row, Table};

/// Every conclusion.
pub static ENDING: Table = Table::new("ending", 2, &["matter", "no", "at", "body", "field", "status"]);
/// Each thing that a rate counts.
pub static COUNTED: Table = Table::new("counted", 3, &["matter", "rate", "no", "on_day", "body", "hit"]);

/// Independent call-backs that were made or tried.
pub static CALL_BACK: Table = Table::new(
    "call_back",
    2,
    &["matter", "round", "state", "tries", "on_day", "stars", "resolved", "found", "visited"],
);

/// Parties that are still to be asked for a judgement.
pub static RATING_REQUEST: Table = Table::new(
    "rating_request",
    2,
    &[
        "matter", "party", "role", "person", "occasion", "since_on", "tries", "tried_on", "tried", "own", "body",
        "region", "city", "county", "town", "village",
    ],
);

/// The measures of a rate: of how many, and how many of them.
pub const fn measures(rate: Rate) -> (&'static str, &'static str) {
    match rate {
        Rate::Response => ("of.response", "hit.response"),
        Rate::Resolution => ("of.resolution", "hit.resolution"),
        Rate::Satisfaction => ("of.satisfaction", "hit.satisfaction"),
        Rate::Settled => ("of.settled", "hit.settled"),
        Rate::Fulfilled => ("of.fulfilled", "hit.fulfilled"),
        Rate::CameBack => ("of.came_back", "hit.came_back"),
        Rate::Regret => ("of.regret", "hit.regret"),
    }
}

/// The key of a body's counters, in the place of a region's code.
pub fn body_key(body: i64) -> String {
    format!("body.{body}")
}

/// All rows of one matter.
pub(super) fn rows(m: &Matter, all: &mut Vec<Row>) {
    let id: Value = m.id.0.into();
    for e in &m.endings {
        let field = e.category.as_str().split('.').next().unwrap_or_default();
        let values = vec![
            id.clone(),
            i64::from(e.no).into(),
            e.at.into(),
            e.body.0.into(),
            field.into(),
            e.status.as_str().into(),
        ];
        all.push(Row { table: &ENDING, values });
    }
    for c in counted(m) {
        let values = vec![
            id.clone(),
            c.rate.as_str().into(),
            i64::from(c.no).into(),
            c.on.to_string().into(),
            c.body.0.into(),
            i64::from(c.hit).into(),
        ];
        all.push(Row { table: &COUNTED, values });
    }
    call_backs(m, all);
    requests(m, all);
}

/// The parties that are still to be asked.
fn requests(m: &Matter, all: &mut Vec<Row>) {
    let at = |tier: Tier| Value::from(m.region.at(tier).map(|r| r.as_str().to_owned()));
    for asked in m.to_ask() {
        let Some(party) = m.party(asked.party) else { continue };
        let values = vec![
            m.id.0.into(),
            i64::from(asked.party).into(),
            party.role.as_str().into(),
            party.person.id.into(),
            asked.occasion.as_str().into(),
            asked.since.to_string().into(),
            (asked.tries as i64).into(),
            asked.tried.map(|(on, _)| on.to_string()).into(),
            asked.tried.map(|(_, outcome)| outcome.as_str().to_owned()).into(),
            i64::from(asked.by_rated_body).into(),
            m.body.0.into(),
            m.region.as_str().into(),
            at(Tier::City),
            at(Tier::County),
            at(Tier::Town),
            at(Tier::Village),
        ];
        all.push(Row { table: &RATING_REQUEST, values });
    }
}

/// The call-backs of one matter, by their rounds.
fn call_backs(m: &Matter, all: &mut Vec<Row>) {
    let rated = m.ratings.iter().filter_map(|r| Some((r.round.clone()?, r.on)));
    let tried = m.tries.iter().filter_map(|t| Some((t.round.clone()?, t.on)));
    let mut rounds: BTreeMap<String, Date> = BTreeMap::new();
    for (round, on) in tried.chain(rated) {
        rounds.entry(round).and_modify(|last| *last = on.max(*last)).or_insert(on);
    }
    for (round, on) in rounds {
        let said = m.ratings.iter().find(|r| r.round.as_ref() == Some(&round));
        let tries = m.tries.iter().filter(|t| t.round.as_ref() == Some(&round)).count();
        let mut visits = m.visits.iter().filter_map(|v| v.found.as_ref());
        let visited = said.and_then(|r| visits.rfind(|found| found.on <= r.on));
        let values = vec![
            m.id.0.into(),
            round.as_str().into(),
            m.call_back(&round).as_str().into(),
            (tries as i64).into(),
            on.to_string().into(),
            said.map(|r| i64::from(r.stars)).into(),
            said.and_then(|r| r.resolved).map(|r| r.as_str().to_owned()).into(),
            said.and_then(|r| r.found).map(|f| f.as_str().to_owned()).into(),
            visited.map(|v| v.fulfilled.as_str().to_owned()).into(),
        ];
        all.push(Row { table: &CALL_BACK, values });
    }
}

/// The counters of one matter, each with the body that it speaks about.
pub(super) fn cells(m: &Matter, field: &str) -> Vec<(i64, Cell)> {
    let mut cells = Vec::new();
    for c in counted(m) {
        let day = c.on.to_string();
        let (of, hit) = measures(c.rate);
        for measure in [Some(of), Some(hit).filter(|_| c.hit)].into_iter().flatten() {
            for (dimension, value) in [("all", ""), ("category", field)] {
                cells.push((c.body.0, Cell::new(measure, dimension, value, &day, 1)));
            }
        }
    }
    cells
}
