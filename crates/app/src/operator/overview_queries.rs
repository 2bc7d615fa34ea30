//! How the database is.

use concord_store::{Conn, Dialect, Fault, jobs, journal};

/// Lines of the audit that the overview shows.
const LINES: i64 = 15;

/// How the database is, at one moment.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Bytes.
    pub size: i64,
    /// Place of the newest event.
    pub head: i64,
    pub jobs: jobs::Counts,
    pub sessions: i64,
    /// When a backup was last made, microseconds UTC.
    pub backup_at: Option<i64>,
}

/// A line of the audit.
#[derive(Debug, Clone)]
pub struct Line {
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub detail: String,
    /// The login of the account that it was done to, where it was one.
    pub login: Option<String>,
}

/// Reads the figures.
pub fn figures(c: &mut Conn, now: i64) -> Result<Figures, Fault> {
    let size = match c.dialect() {
        Dialect::Sqlite => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        Dialect::Postgres => "SELECT pg_database_size(current_database())",
    };
    let backup = "SELECT max(at) FROM audit WHERE action = 'backup.made'";
    Ok(Figures {
        size: c.query_one(size, &[])?.int(0),
        head: journal::head(c)?,
        jobs: jobs::counts(c)?,
        sessions: c.query_one("SELECT count(*) FROM sign_in_session WHERE expires_at > $1", &[now.into()])?.int(0),
        backup_at: c.query_one(backup, &[])?.opt_int(0),
    })
}

/// What was last done to the installation, newest first; signing in and out is left out.
pub fn audit(c: &mut Conn) -> Result<Vec<Line>, Fault> {
    let sql = "SELECT a.at, COALESCE(p.login, a.actor), a.action, a.detail FROM audit a
        LEFT JOIN account p ON a.actor = 'staff:' || p.id
        WHERE a.action NOT LIKE 'session.%' ORDER BY a.at DESC, a.id DESC LIMIT $1";
    let mut lines: Vec<Line> = c
        .query(sql, &[LINES.into()])?
        .iter()
        .map(|row| Line { at: row.int(0), actor: row.text(1), action: row.text(2), detail: row.text(3), login: None })
        .collect();
    for line in &mut lines {
        let of_account = ["account.", "role.", "token."].iter().any(|kind| line.action.starts_with(kind));
        let account = line.detail.split(' ').next().and_then(|id| id.parse::<i64>().ok()).filter(|_| of_account);
        if let Some(id) = account {
            line.login = c.query_opt("SELECT login FROM account WHERE id = $1", &[id.into()])?.map(|row| row.text(0));
        }
    }
    Ok(lines)
}
