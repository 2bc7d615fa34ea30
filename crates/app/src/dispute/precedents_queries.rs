//! What was decided between bodies before. The rule is a sentence without names; nothing else of a matter is read.

use concord_store::{Conn, Fault, Params};

use crate::kit::sorting::{Sorting, Way};

/// Most lines of a page.
pub const LINES_MOST: usize = 50;
/// What it is sorted by. An index carries the day; the others sort what was decided in the cities asked about.
pub const SORTS: [&str; 4] = ["on", "body", "field", "region"];
/// As the list goes by itself: the latest first.
pub const OWN: Sorting = Sorting { by: "on", way: Way::LastFirst };

/// Which precedents.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub words: String,
    /// The top of a category's branch; blank for all.
    pub field: String,
    /// Codes of counties or cities; one of them at least.
    pub regions: Vec<String>,
}

/// A decision.
#[derive(Clone, Debug)]
pub struct Precedent {
    pub category: String,
    pub county: Option<String>,
    pub decided_on: String,
    pub decider: i64,
    pub responsible: i64,
    pub duty: Option<String>,
    /// The rule; absent when it was erased.
    pub point: Option<String>,
}

/// Decisions in the order asked for, at most `limit`: of the cities whose codes begin `regions`, narrowed to them.
pub fn find(c: &mut Conn, wanted: &Wanted, sorting: Sorting, limit: usize) -> Result<Vec<Precedent>, Fault> {
    let mut params = Params::default();
    let cities = params.put_all(wanted.regions.iter().filter_map(|r| r.get(..4)));
    let mut sql = format!(
        "SELECT d.category, d.county, d.decided_on, d.decider, d.responsible, d.duty, s.body
         FROM dispute d LEFT JOIN sealed s ON s.id = d.point
         WHERE d.decided_on IS NOT NULL AND d.city IN ({cities})"
    );
    let counties: Option<Vec<&str>> = wanted.regions.iter().map(|r| r.get(..6)).collect();
    if let Some(counties) = counties.filter(|counties| !counties.is_empty()) {
        sql.push_str(&format!(" AND d.county IN ({})", params.put_all(counties)));
    }
    if !wanted.field.is_empty() {
        let field = params.put(wanted.field.as_str());
        sql.push_str(&format!(" AND d.field = {field}"));
    }
    for word in wanted.words.split_whitespace().take(6) {
        let like: String = word.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
        let like = params.put(format!("%{}%", like.to_lowercase()));
        sql.push_str(&format!(" AND lower(s.body) LIKE {like}"));
    }
    let order = match sorting.by {
        "body" => sorting.sql(&["d.responsible", "d.decided_on", "d.matter", "d.no"]),
        "field" => sorting.sql(&["d.category", "d.decided_on", "d.matter", "d.no"]),
        "region" => sorting.sql(&["COALESCE(d.county, '')", "d.decided_on", "d.matter", "d.no"]),
        _ => sorting.sql(&["d.decided_on", "d.matter", "d.no"]),
    };
    sql.push_str(&format!(" ORDER BY {order} LIMIT {limit}"));
    Ok(c.query(&sql, &params)?
        .iter()
        .map(|r| Precedent {
            category: r.text(0),
            county: r.opt_text(1),
            decided_on: r.text(2),
            decider: r.int(3),
            responsible: r.int(4),
            duty: r.opt_text(5),
            point: r.opt_text(6),
        })
        .collect())
}
