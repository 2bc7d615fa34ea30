//! Pages of the queue. Each query walks one of the indexes of open matters, however many are concluded.

use concord_domain::region::{RegionCode, Tier};
use concord_store::{Conn, Fault, Params, Value};
use jiff::civil::Date;

use crate::kit::place::Places;

/// Counting ends here: whoever has more waiting does not need the number.
pub const MOST_COUNTED: i64 = 1_000;

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// To be accepted, returned or referred; the longest waiting first. What waits for somebody elsewhere does not wait here.
    Reported,
    /// To be assigned; the longest waiting first.
    Accepted,
    /// A time limit has run out; the earliest first.
    Late,
}

impl Stage {
    pub const ALL: [Self; 3] = [Self::Reported, Self::Accepted, Self::Late];

    /// The word in addresses and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Accepted => "accepted",
            Self::Late => "late",
        }
    }

    /// The step that its matters wait for.
    const fn step(self) -> Option<&'static str> {
        match self {
            Self::Reported => Some("accept"),
            Self::Accepted => Some("assign"),
            Self::Late => None,
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

/// A stretch of an index: rows with this value, and perhaps with another one besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    column: &'static str,
    value: Value,
    besides: Option<(&'static str, String)>,
}

impl Stretch {
    /// What a body has.
    pub fn of_body(body: i64) -> Self {
        Self { column: "body", value: body.into(), besides: None }
    }

    /// What arises in a region, as stretches of the indexes there are for the stage.
    pub fn of_region(places: &Places, region: &RegionCode, stage: Stage) -> Vec<Self> {
        let plain = |column, code: &RegionCode| Self { column, value: code.as_str().into(), besides: None };
        let parts = |column| places.children(&region.clone()).map(|r| plain(column, &r.code)).collect::<Vec<_>>();
        let in_town = |column: &'static str| {
            let town = region.at(Tier::Town).unwrap_or_else(|| region.clone());
            vec![Self { besides: Some((column, region.as_str().to_owned())), ..plain("town", &town) }]
        };
        match (region.tier(), stage) {
            (Tier::Province, _) => parts("city"),
            // What is late is in order of its date within counties.
            (Tier::City, Stage::Late) => parts("county"),
            (Tier::City, _) => vec![plain("city", region)],
            (Tier::County, _) => vec![plain("county", region)],
            (Tier::Town, _) => vec![plain("town", region)],
            (Tier::Village, _) => in_town("village"),
            (Tier::Grid, _) => in_town("region"),
        }
    }
}

/// Where a line stands in the order of its stage: the date of its earliest limit (late ones only), then its id.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub due_on: String,
    pub id: i64,
}

fn condition(stretch: &Stretch, stage: Stage, today: Date, params: &mut Params) -> String {
    condition_on(stretch.column, stretch, stage, today, params)
}

/// As [`condition`], with another expression in the place of the column that an index begins with.
fn condition_on(column: &str, stretch: &Stretch, stage: Stage, today: Date, params: &mut Params) -> String {
    let mut sql = format!("{column} = {} AND concluded_on IS NULL", params.put(stretch.value.clone()));
    if let Some((column, value)) = &stretch.besides {
        sql.push_str(&format!(" AND {column} = {}", params.put(value.as_str())));
    }
    sql.push_str(&match stage.step() {
        Some(step) => format!(" AND next_step = {}", params.put(step)),
        None => format!(" AND due_on < {}", params.put(today.to_string())),
    });
    sql
}

/// Ids after a place, in the order of the stage, at most `limit`.
pub fn page(
    c: &mut Conn,
    stretches: &[Stretch],
    stage: Stage,
    today: Date,
    after: &Place,
    limit: usize,
) -> Result<Vec<Place>, Fault> {
    let mut found = Vec::new();
    for stretch in stretches {
        let mut params = Params::default();
        let mut sql = condition(stretch, stage, today, &mut params);
        let (order, first) = stage.step().map_or(("due_on", after.due_on.as_str()), |step| ("next_step", step));
        sql.push_str(&format!(" AND ({order}, id) > ({}, {})", params.put(first), params.put(after.id)));
        let limit = params.put(i64::try_from(limit).unwrap_or(i64::MAX));
        let sql = format!("SELECT id, due_on FROM matter WHERE {sql} ORDER BY {order}, id LIMIT {limit}");
        let due = |text: Option<String>| if stage == Stage::Late { text.unwrap_or_default() } else { String::new() };
        found.extend(c.query(&sql, &params)?.iter().map(|r| Place { id: r.int(0), due_on: due(r.opt_text(1)) }));
    }
    found.sort();
    found.dedup();
    found.truncate(limit);
    Ok(found)
}

/// Ids of what is in danger, the newest first, at most `limit`: it stands before everything else.
pub fn endangered(
    c: &mut Conn,
    stretches: &[Stretch],
    stage: Stage,
    today: Date,
    limit: usize,
) -> Result<Vec<i64>, Fault> {
    let mut found = Vec::new();
    for stretch in stretches {
        let mut params = Params::default();
        // An expression: no planner may leave the index that holds nothing but what is in danger.
        let column = if stretch.column == "body" { "body + 0".to_owned() } else { format!("{} || ''", stretch.column) };
        let sql = condition_on(&column, stretch, stage, today, &mut params);
        let sql = format!("SELECT id FROM matter WHERE danger IS NOT NULL AND {sql} ORDER BY id DESC LIMIT {limit}");
        found.extend(c.query(&sql, &params)?.iter().map(|row| row.int(0)));
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found.truncate(limit);
    Ok(found)
}

/// How many wait, at most [`MOST_COUNTED`].
pub fn count(c: &mut Conn, stretches: &[Stretch], stage: Stage, today: Date) -> Result<i64, Fault> {
    let mut all = 0;
    for stretch in stretches {
        let mut params = Params::default();
        let sql = condition(stretch, stage, today, &mut params);
        let sql =
            format!("SELECT count(*) FROM (SELECT 1 AS one FROM matter WHERE {sql} LIMIT {MOST_COUNTED}) AS waiting");
        all += c.query_one(&sql, &params)?.int(0);
    }
    Ok(all.min(MOST_COUNTED))
}
