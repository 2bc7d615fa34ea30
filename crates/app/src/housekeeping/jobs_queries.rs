//! What is due for attention, from indexes that hold nothing else.

use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_store::{Conn, Fault};
use jiff::civil::Date;

/// Open matters with a deadline before `today`, or one in hours before `now`, that was not noted as missed: the longest
/// first, at most `limit` of each.
pub fn lapsed(c: &mut Conn, today: Date, now: i64, limit: u16) -> Result<Vec<MatterCode>, Fault> {
    let sql = "SELECT code FROM matter WHERE lapse_on IS NOT NULL AND lapse_on < $1 ORDER BY lapse_on LIMIT $2";
    let mut rows = c.query(sql, &[today.to_string().into(), limit.into()])?;
    let sql = "SELECT code FROM matter WHERE lapse_at IS NOT NULL AND lapse_at < $1 ORDER BY lapse_at LIMIT $2";
    rows.extend(c.query(sql, &[now.into(), limit.into()])?);
    let codes: Vec<MatterCode> = rows.iter().map(|row| code(row.str(0))).collect::<Result<_, _>>()?;
    let mut seen = std::collections::HashSet::new();
    Ok(codes.into_iter().filter(|code| seen.insert(code.as_str().to_owned())).collect())
}

/// Open matters with a warning point of `today` or before that was not noted as reached, the longest first, at most `limit`.
pub fn near(c: &mut Conn, today: Date, limit: u16) -> Result<Vec<MatterCode>, Fault> {
    let sql = "SELECT code FROM matter WHERE warn_on IS NOT NULL AND warn_on <= $1 ORDER BY warn_on LIMIT $2";
    c.query(sql, &[today.to_string().into(), limit.into()])?.iter().map(|row| code(row.str(0))).collect()
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
