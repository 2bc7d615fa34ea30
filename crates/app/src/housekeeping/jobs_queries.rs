//! What is due for attention, from indexes that hold nothing else.

use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_store::{Conn, Fault};
use jiff::civil::Date;

/// Where a walk through what is due stands: a day and a matter.
pub type Place = (String, i64);

/// Before everything.
pub fn beginning() -> Place {
    (String::new(), i64::MIN)
}

/// Open matters with a deadline in hours before `now` that was not noted as missed, the longest first, at most `limit`.
pub fn lapsed_hours(c: &mut Conn, now: i64, limit: u16) -> Result<Vec<MatterCode>, Fault> {
    let sql = "SELECT code FROM matter WHERE lapse_at IS NOT NULL AND lapse_at < $1 ORDER BY lapse_at LIMIT $2";
    c.query(sql, &[now.into(), limit.into()])?.iter().map(|row| code(row.str(0))).collect()
}

/// Open matters with a deadline before `today` that was not noted as missed, the longest first, at most `limit` after this place; and
/// the place of the last.
pub fn lapsed(c: &mut Conn, today: Date, after: &Place, limit: u16) -> Result<(Vec<MatterCode>, Option<Place>), Fault> {
    let sql = "SELECT lapse_on, id, code FROM matter WHERE lapse_on IS NOT NULL AND lapse_on < $1 AND (lapse_on, id) > ($2, $3)
        ORDER BY lapse_on, id LIMIT $4";
    walk(c, sql, today, after, limit)
}

/// Open matters with a warning point of `today` or before that was not noted as reached, as [`lapsed`].
pub fn near(c: &mut Conn, today: Date, after: &Place, limit: u16) -> Result<(Vec<MatterCode>, Option<Place>), Fault> {
    let sql =
        "SELECT warn_on, id, code FROM matter WHERE warn_on IS NOT NULL AND warn_on <= $1 AND (warn_on, id) > ($2, $3)
        ORDER BY warn_on, id LIMIT $4";
    walk(c, sql, today, after, limit)
}

fn walk(
    c: &mut Conn,
    sql: &str,
    today: Date,
    after: &Place,
    limit: u16,
) -> Result<(Vec<MatterCode>, Option<Place>), Fault> {
    let rows = c.query(sql, &[today.to_string().into(), after.0.as_str().into(), after.1.into(), limit.into()])?;
    let last = rows.last().map(|row| (row.text(0), row.int(1)));
    Ok((rows.iter().map(|row| code(row.str(2))).collect::<Result<_, _>>()?, last))
}

/// Matters with a sign of danger that nobody on duty was told of, at most `limit`.
pub fn untold(c: &mut Conn, limit: u16) -> Result<Vec<MatterCode>, Fault> {
    let sql = "SELECT code FROM matter WHERE danger IS NOT NULL AND danger = 'untold' ORDER BY id LIMIT $1";
    c.query(sql, &[limit.into()])?.iter().map(|row| code(row.str(0))).collect()
}

/// Open matters after this one, by id, at most `limit`.
pub fn open(c: &mut Conn, after: i64, limit: u16) -> Result<Vec<(i64, MatterCode)>, Fault> {
    let sql = "SELECT id, code FROM matter WHERE concluded_on IS NULL AND id > $1 ORDER BY id LIMIT $2";
    let rows = c.query(sql, &[after.into(), limit.into()])?;
    rows.iter().map(|row| Ok((row.int(0), code(row.str(1))?))).collect()
}

/// Whether running clocks were counted with all of these calendars.
pub fn are_counted(c: &mut Conn, digests: &[String]) -> Result<bool, Fault> {
    for digest in digests {
        let found = c.query("SELECT 1 FROM calendar_counted WHERE digest = $1", &[digest.as_str().into()])?;
        if found.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes that they were; those of before are forgotten, as a calendar may come back.
pub fn note_counted(c: &mut Conn, digests: &[String], at: i64) -> Result<(), Fault> {
    c.execute("DELETE FROM calendar_counted", &[])?;
    for digest in digests {
        c.execute("INSERT INTO calendar_counted (digest, at) VALUES ($1, $2)", &[digest.as_str().into(), at.into()])?;
    }
    Ok(())
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
