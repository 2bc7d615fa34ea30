//! By which version of the program the read models were made, and who is making them.

use concord_store::{Conn, Fault, journal};

const MADE: &str = "read-models";
/// Counts how often they were begun: of two processes that begin, the earlier one has to stop.
const BEGUN: &str = "read-models-begun";

/// What an installation's read models are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Built {
    /// There is no history yet, so there is nothing to make.
    Nothing,
    /// Made by this version to the end.
    By(String),
    /// Made by a program that did not say, or not to the end.
    Unknown,
}

pub fn built(c: &mut Conn) -> Result<Built, Fault> {
    Ok(match value(c, MADE)? {
        Some(version) => Built::By(version),
        None if journal::head(c)? == 0 => Built::Nothing,
        None => Built::Unknown,
    })
}

/// Notes that they are made to the end.
pub fn note(c: &mut Conn, version: &str) -> Result<(), Fault> {
    put(c, MADE, version)
}

/// Notes that they are to be made anew.
pub fn forget(c: &mut Conn) -> Result<(), Fault> {
    c.execute("DELETE FROM built WHERE name = $1", &[MADE.into()]).map(drop)
}

/// Notes that they are being made; the answer is what [`goes_on`] is asked with.
pub fn begin(c: &mut Conn) -> Result<u64, Fault> {
    forget(c)?;
    let turn = value(c, BEGUN)?.and_then(|turn| turn.parse().ok()).unwrap_or(0) + 1;
    put(c, BEGUN, &turn.to_string())?;
    Ok(turn)
}

/// Whether nobody has begun anew since.
pub fn goes_on(c: &mut Conn, turn: u64) -> Result<(), Fault> {
    if value(c, BEGUN)? == Some(turn.to_string()) {
        return Ok(());
    }
    Err(Fault::new("another process makes the read models anew; try again when it is done"))
}

fn value(c: &mut Conn, name: &str) -> Result<Option<String>, Fault> {
    Ok(c.query_opt("SELECT version FROM built WHERE name = $1", &[name.into()])?.map(|row| row.text(0)))
}

fn put(c: &mut Conn, name: &str, version: &str) -> Result<(), Fault> {
    let sql =
        "INSERT INTO built (name, version) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET version = excluded.version";
    c.execute(sql, &[name.into(), version.into()]).map(drop)
}
