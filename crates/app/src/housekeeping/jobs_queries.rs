//! What is due for attention, from indexes that hold nothing else.

use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_store::{Conn, Fault};
use jiff::civil::Date;

/// Open matters with a deadline before `today` that was not noted as missed, the longest first, at most `limit`.
pub fn lapsed(c: &mut Conn, today: Date, limit: u16) -> Result<Vec<MatterCode>, Fault> {
    let sql = "SELECT code FROM matter WHERE lapse_on IS NOT NULL AND lapse_on < $1 ORDER BY lapse_on LIMIT $2";
    let rows = c.query(sql, &[today.to_string().into(), limit.into()])?;
    rows.iter().map(|row| code(row.str(0))).collect()
}

/// A concluded matter that is not archived.
pub struct Concluded {
    pub id: i64,
    pub code: MatterCode,
    pub concluded_on: String,
    pub category: CategoryCode,
}

/// Concluded matters that are not archived, after this one, in the order of their conclusion, at most `limit`.
pub fn concluded(c: &mut Conn, after: (&str, i64), limit: u16) -> Result<Vec<Concluded>, Fault> {
    let sql = "SELECT id, code, concluded_on, category FROM matter
        WHERE concluded_on IS NOT NULL AND archived_on IS NULL AND (concluded_on, id) > ($1, $2)
        ORDER BY concluded_on, id LIMIT $3";
    let rows = c.query(sql, &[after.0.into(), after.1.into(), limit.into()])?;
    rows.iter()
        .map(|row| {
            let category = row.str(3).parse().map_err(|error| Fault::from_error("reading a category", error))?;
            Ok(Concluded { id: row.int(0), code: code(row.str(1))?, concluded_on: row.text(2), category })
        })
        .collect()
}

fn code(text: &str) -> Result<MatterCode, Fault> {
    text.parse().map_err(|error| Fault::from_error("reading a matter's code", error))
}
