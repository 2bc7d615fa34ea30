//! Who is still to be asked: each query walks one index of what waits.

use concord_domain::region::{RegionCode, Tier};
use concord_store::{Conn, Fault, Params, Row, Value};

use crate::kit::sorting::{Sorting, Way};

/// Counting ends here.
pub const MOST_COUNTED: i64 = 1_000;

/// What it is sorted by: pages are stretches of indexes, which carry this order from either end and no other.
pub const SORTS: [&str; 1] = ["since"];

/// A part of what somebody may ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Region(RegionCode),
    Body(i64),
    /// The matters that they mediate.
    Mediator(i64),
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    pub region: Option<RegionCode>,
    /// Who concluded it.
    pub body: Option<i64>,
    /// `conclusion`, `visit`.
    pub occasion: Option<&'static str>,
}

/// Where a line stands: who waits longest comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub since_on: String,
    pub matter: i64,
    pub party: i64,
}

/// A party that is still to be asked.
#[derive(Clone, Debug)]
pub struct Line {
    pub place: Place,
    pub code: String,
    pub category: String,
    pub region: String,
    pub status: String,
    pub body: i64,
    pub occasion: String,
    pub tries: i64,
    pub tried_on: Option<String>,
    pub tried: Option<String>,
    /// People of a body that had the matter took it down, which does not count.
    pub own: bool,
    pub role: String,
    /// Key of the sealed details.
    pub person: i64,
}

const COLUMNS: &str =
    "r.since_on, r.matter, r.party, m.code, m.category, m.region, m.status, r.body, r.occasion, r.tries, r.tried_on,
    r.tried, r.own, r.role, r.person";

fn line(row: &Row) -> Line {
    Line {
        place: Place { since_on: row.text(0), matter: row.int(1), party: row.int(2) },
        code: row.text(3),
        category: row.text(4),
        region: row.text(5),
        status: row.text(6),
        body: row.int(7),
        occasion: row.text(8),
        tries: row.int(9),
        tried_on: row.opt_text(10),
        tried: row.opt_text(11),
        own: row.int(12) == 1,
        role: row.text(13),
        person: row.int(14),
    }
}

/// The column that holds a region of this tier; none for a province, which has all.
const fn column(tier: Tier) -> &'static str {
    match tier {
        Tier::Province => "",
        Tier::City => "city",
        Tier::County => "county",
        Tier::Town => "town",
        Tier::Village => "village",
        Tier::Grid => "region",
    }
}

/// The conditions of one part, narrowed; none where nothing of it is left. Columns of other indexes stand in expressions, so that
/// no planner leaves the one that the part begins with.
fn conditions(part: &Part, by: &Narrowed, params: &mut Params) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    let within = match (part, &by.region) {
        (Part::Region(own), Some(asked)) if asked.is_within(own) => Some(asked.clone()),
        (Part::Region(own), Some(asked)) if own.is_within(asked) => Some(own.clone()),
        (Part::Region(_), Some(_)) => return None,
        (Part::Region(own), None) => Some(own.clone()),
        (_, asked) => asked.clone(),
    };
    let body = match (part, by.body) {
        (Part::Body(own), Some(asked)) if *own != asked => return None,
        (Part::Body(own), _) => Some(*own),
        (_, asked) => asked,
    };
    if let Some(body) = body {
        all.push(format!("r.body = {}", params.put(body)));
    }
    if let Part::Mediator(account) = part {
        all.push(format!("m.mediator = {} AND m.archived_on IS NULL", params.put(*account)));
    }
    if let Some(code) = within {
        let along = body.is_none() && !matches!(part, Part::Mediator(_));
        match code.tier() {
            Tier::Province => all.push(format!("substr(r.region, 1, 2) = {}", params.put(code.as_str()))),
            Tier::Grid if along => {
                let village = code.at(Tier::Village).unwrap_or_else(|| code.clone());
                all.push(format!("r.village = {}", params.put(village.as_str())));
                all.push(format!("r.region = {}", params.put(code.as_str())));
            }
            tier if along => all.push(format!("r.{} = {}", column(tier), params.put(code.as_str()))),
            tier => all.push(format!("r.{} || '' = {}", column(tier), params.put(code.as_str()))),
        }
    }
    if let Some(occasion) = by.occasion {
        all.push(format!("r.occasion = {}", params.put(occasion)));
    }
    Some(if all.is_empty() { "1 = 1".to_owned() } else { all.join(" AND ") })
}

const FROM: &str = "rating_request r JOIN matter m ON m.id = r.matter";

/// Lines after a place, at most `limit`; by itself who waits longest comes first.
pub fn page(
    c: &mut Conn,
    parts: &[Part],
    by: &Narrowed,
    (sorting, after): (Sorting, Option<&Place>),
    limit: usize,
) -> Result<Vec<Line>, Fault> {
    let mut found: Vec<Line> = Vec::new();
    let beyond = if sorting.way == Way::FirstFirst { ">" } else { "<" };
    let order = sorting.sql(&["r.since_on", "r.matter", "r.party"]);
    for part in parts {
        let mut params = Params::default();
        let Some(mut wheres) = conditions(part, by, &mut params) else { continue };
        if let Some(place) = after {
            let place =
                params.put_all::<Value>([place.since_on.as_str().into(), place.matter.into(), place.party.into()]);
            wheres.push_str(&format!(" AND (r.since_on, r.matter, r.party) {beyond} ({place})"));
        }
        let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE {wheres} ORDER BY {order} LIMIT {limit}");
        found.extend(c.query(&sql, &params)?.iter().map(line));
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found.dedup_by(|a, b| a.place == b.place);
    let mut found = sorting.way.along(found);
    found.truncate(limit);
    Ok(found)
}

/// How many there are, at most [`MOST_COUNTED`]; one in two parts counts once.
pub fn count(c: &mut Conn, parts: &[Part], by: &Narrowed) -> Result<i64, Fault> {
    let mut params = Params::default();
    let selects: Vec<String> = parts
        .iter()
        .filter_map(|part| conditions(part, by, &mut params))
        .map(|wheres| {
            format!("SELECT matter, party FROM (SELECT r.matter, r.party FROM {FROM} WHERE {wheres} LIMIT {MOST_COUNTED}) AS part")
        })
        .collect();
    if selects.is_empty() {
        return Ok(0);
    }
    let sql = format!("SELECT count(*) FROM ({}) AS listed", selects.join(" UNION "));
    Ok(c.query_one(&sql, &params)?.int(0).min(MOST_COUNTED))
}
