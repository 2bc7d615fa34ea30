//! Sessions of people who signed in: an opaque cookie, of which only the digest is kept.

use axum_extra::extract::cookie::{Cookie, SameSite};
use concord_policy::Actor;
use concord_store::{Conn, Fault};

use crate::kit::accounts::{self, secret};
use crate::kit::guard::Scheme;
use crate::kit::ids::hash;

/// Name of the cookie.
pub const COOKIE: &str = "concord_session";

const MINUTE: i64 = 60 * 1_000_000;

/// A session unused for so long is over, in microseconds: a lunch and a hearing fit in, a night does not.
pub const IDLE: i64 = 4 * 60 * MINUTE;

/// A session is over after so long however it is used, in microseconds: sign in once a working day.
pub const WHOLE: i64 = 12 * 60 * MINUTE;

/// `seen_at` is written no more often than this, so that reading pages seldom writes.
const TOUCH_EVERY: i64 = 5 * MINUTE;

/// Longest part of a browser's self-description that is kept.
const USER_AGENT_CHARS_MAX: usize = 200;

/// Who a session or a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Always staff.
    pub actor: Actor,
    /// The account's name, for others to see.
    pub name: String,
    /// When it was last noted in use, microseconds UTC.
    pub seen_at: i64,
}

impl SignedIn {
    /// Whether `touch` should note the use: seldom, not at each request.
    pub const fn touch_due(&self, now: i64) -> bool {
        now - self.seen_at >= TOUCH_EVERY
    }
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Microseconds UTC.
    pub created_at: i64,
    /// When it was last noted in use.
    pub seen_at: i64,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// Opens a session; answers the token for the cookie.
pub fn open(c: &mut Conn, account: i64, user_agent: &str, now: i64) -> Result<String, Fault> {
    let token = secret::fresh();
    let user_agent: String = user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARS_MAX).collect();
    c.execute(
        "INSERT INTO sign_in_session (token_hash, account, created_at, seen_at, expires_at, user_agent)
         VALUES ($1, $2, $3, $3, $4, $5)",
        &[hash(&token).into(), account.into(), now.into(), (now + WHOLE).into(), user_agent.into()],
    )?;
    accounts::note(c, &format!("staff:{account}"), "session.opened", String::new(), now)?;
    Ok(token)
}

/// Who holds `token`: nobody if it is unknown, over, or its account is disabled. Only reads.
pub fn actor_for(c: &mut Conn, token: &str, now: i64) -> Result<Option<SignedIn>, Fault> {
    let found = c.query_opt(
        "SELECT a.id, a.login, a.name, s.seen_at FROM sign_in_session s JOIN account a ON a.id = s.account
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND a.disabled_at IS NULL",
        &[hash(token).into(), now.into(), (now - IDLE).into()],
    )?;
    let Some(row) = found else { return Ok(None) };
    let (account, login) = (row.int(0), row.text(1));
    let roles = accounts::roles_of(c, account)?;
    Ok(Some(SignedIn { actor: Actor::Staff { account, name: login, roles }, name: row.text(2), seen_at: row.int(3) }))
}

/// Notes that the session is in use; call it when [`SignedIn::touch_due`].
pub fn touch(c: &mut Conn, token: &str, now: i64) -> Result<(), Fault> {
    c.execute(
        "UPDATE sign_in_session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2",
        &[hash(token).into(), now.into()],
    )
    .map(|_| ())
}

/// Ends the session of `token`, if it is one.
pub fn close(c: &mut Conn, token: &str, now: i64) -> Result<(), Fault> {
    let ended =
        c.query_opt("DELETE FROM sign_in_session WHERE token_hash = $1 RETURNING account", &[hash(token).into()])?;
    match ended {
        Some(row) => accounts::note(c, &format!("staff:{}", row.int(0)), "session.closed", String::new(), now),
        None => Ok(()),
    }
}

/// Ends every session of an account.
pub fn close_all(c: &mut Conn, account: i64) -> Result<(), Fault> {
    c.execute("DELETE FROM sign_in_session WHERE account = $1", &[account.into()]).map(|_| ())
}

/// The sessions of an account that are not over, last used first.
pub fn list(c: &mut Conn, account: i64, now: i64) -> Result<Vec<Open>, Fault> {
    let rows = c.query(
        "SELECT created_at, seen_at, user_agent FROM sign_in_session
         WHERE account = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC",
        &[account.into(), now.into(), (now - IDLE).into()],
    )?;
    Ok(rows.iter().map(|row| Open { created_at: row.int(0), seen_at: row.int(1), user_agent: row.text(2) }).collect())
}

/// Forgets the sessions that are over; answers how many.
pub fn prune(c: &mut Conn, now: i64) -> Result<u64, Fault> {
    c.execute("DELETE FROM sign_in_session WHERE expires_at <= $1 OR seen_at <= $2", &[now.into(), (now - IDLE).into()])
}

/// The cookie that carries `token`. It goes when the browser closes; the server ends it sooner or by [`WHOLE`].
pub fn cookie(token: String, scheme: Scheme) -> Cookie<'static> {
    Cookie::build((COOKIE, token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(scheme == Scheme::Https)
        .build()
}

/// The cookie that takes the other one away.
pub fn removal(scheme: Scheme) -> Cookie<'static> {
    let mut gone = cookie(String::new(), scheme);
    gone.make_removal();
    gone
}
