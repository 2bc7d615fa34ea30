//! The table of outlines.

use concord_domain::region::RegionCode;
use concord_store::{Conn, Fault};

/// An outline as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub code: String,
    /// GeoJSON of a Polygon or MultiPolygon.
    pub geometry: String,
}

/// The outlines of the regions directly below one, by code.
pub fn of_children(c: &mut Conn, parent: &RegionCode) -> Result<Vec<Kept>, Fault> {
    let sql = "SELECT code, geometry FROM region_outline WHERE parent = $1 ORDER BY code";
    let rows = c.query(sql, &[parent.as_str().into()])?;
    Ok(rows.iter().map(|row| Kept { code: row.text(0), geometry: row.text(1) }).collect())
}

/// What changes whenever the outlines of the regions directly below one change.
pub fn version_of_children(c: &mut Conn, parent: &RegionCode) -> Result<(i64, i64), Fault> {
    let sql = "SELECT count(*), COALESCE(max(updated_at), 0) FROM region_outline WHERE parent = $1";
    let row = c.query_one(sql, &[parent.as_str().into()])?;
    Ok((row.int(0), row.int(1)))
}

/// How many outlines are kept, by the code of the region above.
pub fn counts(c: &mut Conn) -> Result<Vec<(String, i64)>, Fault> {
    let rows = c.query("SELECT parent, count(*) FROM region_outline GROUP BY parent ORDER BY parent", &[])?;
    Ok(rows.iter().map(|row| (row.text(0), row.int(1))).collect())
}

/// The codes that have an outline.
pub fn codes(c: &mut Conn) -> Result<Vec<String>, Fault> {
    Ok(c.query("SELECT code FROM region_outline", &[])?.iter().map(|row| row.text(0)).collect())
}

/// Inserts or replaces an outline.
pub fn put(c: &mut Conn, code: &RegionCode, geometry: &str, at: i64) -> Result<(), Fault> {
    let parent = code.parent().map_or_else(String::new, |parent| parent.as_str().to_owned());
    let sql = "INSERT INTO region_outline (code, parent, geometry, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (code) DO UPDATE SET geometry = excluded.geometry, updated_at = excluded.updated_at";
    c.execute(sql, &[code.as_str().into(), parent.into(), geometry.into(), at.into()]).map(drop)
}

/// Forgets an outline.
pub fn remove(c: &mut Conn, code: &RegionCode) -> Result<(), Fault> {
    c.execute("DELETE FROM region_outline WHERE code = $1", &[code.as_str().into()]).map(drop)
}
