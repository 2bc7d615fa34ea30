//! The tables of areas and organisations.

use concord_domain::body::{Body, BodyId};
use concord_domain::category::CategoryCode;
use concord_domain::region::{Region, RegionCode};
use concord_store::{Conn, Fault};

use super::place::label;

/// Every region whose code can be read.
pub fn regions(c: &mut Conn) -> Result<Vec<Region>, Fault> {
    let rows = c.query("SELECT code, name_zh, name_en, time_zone, lon, lat FROM region ORDER BY code", &[])?;
    let degrees = |text: Option<String>| text.and_then(|t| t.parse().ok());
    Ok(rows
        .iter()
        .filter_map(|r| {
            let code: RegionCode = r.text(0).parse().ok()?;
            let tier = code.tier();
            let name = label(r.text(1), r.text(2));
            let (lon, lat) = (degrees(r.opt_text(4)), degrees(r.opt_text(5)));
            Some(Region { code, name, tier, time_zone: r.text(3), lon, lat })
        })
        .collect())
}

/// Inserts or replaces a region.
pub fn put_region(c: &mut Conn, region: &Region) -> Result<(), Fault> {
    c.execute(
        "INSERT INTO region (code, name_zh, name_en, time_zone, lon, lat) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,
           time_zone = excluded.time_zone, lon = excluded.lon, lat = excluded.lat",
        &[
            region.code.as_str().into(),
            region.name.zh.as_str().into(),
            region.name.en.as_str().into(),
            region.time_zone.as_str().into(),
            region.lon.map(|d| d.to_string()).into(),
            region.lat.map(|d| d.to_string()).into(),
        ],
    )
    .map(drop)
}

/// Every organisation, and the ids of those that take no new work.
pub fn bodies(c: &mut Conn) -> Result<(Vec<Body>, Vec<i64>), Fault> {
    let rows = c.query(
        "SELECT id, code, name_zh, name_en, kind, region, fields, opening, phone, address_zh, address_en, closed_at
         FROM body ORDER BY id",
        &[],
    )?;
    let closed = rows.iter().filter(|r| r.opt_int(11).is_some()).map(|r| r.int(0)).collect();
    let bodies = rows
        .iter()
        .filter_map(|r| {
            let region: RegionCode = r.text(5).parse().ok()?;
            let fields = r.text(6);
            Some(Body {
                id: BodyId(r.int(0)),
                code: r.text(1),
                name: label(r.text(2), r.text(3)),
                kind: r.text(4).parse().ok()?,
                tier: region.tier(),
                region,
                fields: fields.split(',').filter_map(|f| CategoryCode::try_from(f).ok()).collect(),
                opening: r.text(7).parse().unwrap_or_default(),
                phone: r.opt_text(8),
                address: r.opt_text(9).zip(r.opt_text(10)).map(|(zh, en)| label(zh, en)),
            })
        })
        .collect();
    Ok((bodies, closed))
}

/// Inserts or replaces an organisation; `closed_at` in microseconds UTC.
pub fn put_body(c: &mut Conn, body: &Body, closed_at: Option<i64>) -> Result<(), Fault> {
    let fields: Vec<&str> = body.fields.iter().map(CategoryCode::as_str).collect();
    c.execute(
        "INSERT INTO body (id, code, name_zh, name_en, kind, region, fields, opening, phone, address_zh, address_en, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (id) DO UPDATE SET code = excluded.code, name_zh = excluded.name_zh, name_en = excluded.name_en,
           kind = excluded.kind, region = excluded.region, fields = excluded.fields, opening = excluded.opening,
           phone = excluded.phone, address_zh = excluded.address_zh, address_en = excluded.address_en,
           closed_at = excluded.closed_at",
        &[
            body.id.0.into(),
            body.code.as_str().into(),
            body.name.zh.as_str().into(),
            body.name.en.as_str().into(),
            body.kind.as_str().into(),
            body.region.as_str().into(),
            fields.join(",").into(),
            body.opening.to_string().into(),
            body.phone.clone().into(),
            body.address.as_ref().map(|a| a.zh.clone()).into(),
            body.address.as_ref().map(|a| a.en.clone()).into(),
            closed_at.into(),
        ],
    )
    .map(drop)
}
