//! Who looks at what, shared by the processes on one database.

use concord_store::{Conn, Fault, Params};

/// Rows in one statement.
const CHUNK: usize = 100;

/// Somebody on a matter's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub matter: i64,
    pub account: i64,
    /// Microseconds UTC; 0 while only looking.
    pub writing_until: i64,
}

/// Puts what a process knows in the place of what it said before, and clears away what has run out.
pub(super) fn share(c: &mut Conn, process: i64, rows: &[Row], now: i64, until: i64) -> Result<(), Fault> {
    c.execute("DELETE FROM presence WHERE process = $1 OR until <= $2", &[process.into(), now.into()])?;
    for chunk in rows.chunks(CHUNK) {
        let mut params = Params::default();
        let rows: Vec<String> = chunk
            .iter()
            .map(|row| [process, row.matter, row.account, row.writing_until, until])
            .map(|row| format!("({})", params.put_all(row)))
            .collect();
        let sql =
            format!("INSERT INTO presence (process, matter, account, writing_until, until) VALUES {}", rows.join(", "));
        c.execute(&sql, &params)?;
    }
    Ok(())
}

/// What the other processes say, with the names: `(row, name)`.
pub(super) fn of_others(c: &mut Conn, process: i64, now: i64) -> Result<Vec<(Row, String)>, Fault> {
    let rows = c.query(
        "SELECT p.matter, p.account, p.writing_until, a.name FROM presence p JOIN account a ON a.id = p.account
         WHERE p.process <> $1 AND p.until > $2 ORDER BY p.matter, p.account",
        &[process.into(), now.into()],
    )?;
    let row =
        |r: &concord_store::Row| (Row { matter: r.int(0), account: r.int(1), writing_until: r.int(2) }, r.text(3));
    Ok(rows.iter().map(row).collect())
}
