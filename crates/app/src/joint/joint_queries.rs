//! Leaders, and open matters that are old.

use concord_store::{Conn, Fault, Params};
use jiff::civil::Date;

use crate::kit::sorting::Sorting;

/// Most lines of the worklist.
pub const LINES_MOST: usize = 200;
/// What it is sorted by. No index carries an order of what is old: each sorts what is open in the area, which history does not grow.
pub const SORTS: [&str; 2] = ["opened", "body"];

/// One who can see to a hard matter.
#[derive(Clone, Debug)]
pub struct Leader {
    pub account: i64,
    pub name: String,
    pub body: i64,
}

/// Who supervises or routes at these bodies.
pub fn leaders(c: &mut Conn, bodies: &[i64]) -> Result<Vec<Leader>, Fault> {
    let mut params = Params::default();
    let sql = format!(
        "SELECT a.id, a.name, min(r.body) FROM role_held r JOIN account a ON a.id = r.account
         WHERE r.body IN ({}) AND r.role IN ('supervisor', 'coordinator') AND a.disabled_at IS NULL
         GROUP BY a.id, a.name ORDER BY a.name, a.id LIMIT 100",
        params.put_all(bodies.iter().copied())
    );
    let rows = c.query(&sql, &params)?;
    Ok(rows.iter().map(|r| Leader { account: r.int(0), name: r.text(1), body: r.int(2) }).collect())
}

/// Where somebody works off old matters.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Codes of regions.
    pub regions: Vec<String>,
    /// A matter opened by then is old.
    pub opened_by: Date,
    /// A matter with so many reports is old.
    pub reports: i64,
}

/// An old matter.
#[derive(Clone, Debug)]
pub struct Line {
    pub code: String,
    pub category: String,
    pub region: String,
    pub status: String,
    pub opened_on: String,
    pub reopened: i64,
    pub reports: i64,
    pub body: i64,
    /// The tier that has it.
    pub tier: String,
    pub sponsor: Option<i64>,
    pub joint_lead: Option<i64>,
    /// The furthest step taken.
    pub stage: Option<String>,
}

/// Old open matters of an area in the order asked for, at most `limit`; `stage` narrows to those that stand there, `none`
/// to those where nothing was done yet.
pub fn old(
    c: &mut Conn,
    reach: &Reach,
    stage: Option<&str>,
    sorting: Sorting,
    limit: usize,
) -> Result<Vec<Line>, Fault> {
    let mut params = Params::from(vec![reach.opened_by.to_string().into(), reach.reports.into()]);
    // Each column has an index over what is open, so history costs nothing.
    let mut within: Vec<String> = Vec::new();
    for region in &reach.regions {
        within.push(match region.len() {
            0..=3 => "m.id > 0".to_owned(),
            4..=5 => format!("m.city = {}", params.put(region)),
            6..=8 => format!("m.county = {}", params.put(region)),
            9..=11 => format!("m.town = {}", params.put(region)),
            _ => format!("m.village = {}", params.put(region)),
        });
    }
    if within.is_empty() {
        return Ok(Vec::new());
    }
    let stage = match stage {
        None => String::new(),
        Some("none") => " AND h.stage IS NULL".to_owned(),
        Some(stage) => format!(" AND h.stage = {}", params.put(stage)),
    };
    let sql = format!(
        "SELECT m.code, m.category, m.region, m.status, m.opened_on, m.reopened, m.reports, m.body, m.tier, h.sponsor, h.joint_lead, h.stage
         FROM matter m LEFT JOIN hard_matter h ON h.matter = m.id
         WHERE m.concluded_on IS NULL AND ({}) AND (m.opened_on <= $1 OR m.reopened > 0 OR m.reports >= $2){stage}
         ORDER BY {} LIMIT {limit}",
        within.join(" OR "),
        sorting.sql(&[if sorting.by == "body" { "m.body" } else { "m.opened_on" }, "m.opened_on", "m.id"])
    );
    Ok(c.query(&sql, &params)?
        .iter()
        .map(|r| Line {
            code: r.text(0),
            category: r.text(1),
            region: r.text(2),
            status: r.text(3),
            opened_on: r.text(4),
            reopened: r.int(5),
            reports: r.int(6),
            body: r.int(7),
            tier: r.text(8),
            sponsor: r.opt_int(9),
            joint_lead: r.opt_int(10),
            stage: r.opt_text(11),
        })
        .collect())
}
