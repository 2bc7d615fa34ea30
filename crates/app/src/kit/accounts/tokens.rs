//! Tokens with which programs act for an account.

use concord_policy::{Action, Actor, Permit};
use concord_store::{Conn, Fault};

use crate::kit::accounts::sessions::SignedIn;
use crate::kit::accounts::{self, AccountError, secret};
use crate::kit::ids::hash;

/// Every token begins so: people and scanners recognise a leaked one.
pub const PREFIX: &str = "cnc_";

/// A token as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Names it without giving it away: the digest.
    pub token_hash: String,
    /// The account it acts for.
    pub account: i64,
    /// What it is for.
    pub label: String,
    /// Microseconds UTC.
    pub created_at: i64,
    /// When it was last noted in use.
    pub last_used_at: Option<i64>,
    /// Since when it opens nothing.
    pub revoked_at: Option<i64>,
}

/// Makes a token; the answer is the only time it is seen.
pub fn create(c: &mut Conn, permit: &Permit, account: i64, label: &str, now: i64) -> Result<String, AccountError> {
    accounts::must(permit, Action::CreateToken)?;
    if accounts::get(c, account)?.is_none() {
        return Err(AccountError::NotFound);
    }
    let token = format!("{PREFIX}{}", secret::fresh());
    c.execute(
        "INSERT INTO api_token (token_hash, account, label, created_at) VALUES ($1, $2, $3, $4)",
        &[hash(&token).into(), account.into(), label.trim().into(), now.into()],
    )?;
    accounts::note(c, permit.actor(), "token.created", account.to_string(), now)?;
    Ok(token)
}

/// Who a token stands for: nobody if it is unknown, revoked, or its account is disabled. Only reads.
pub fn actor_for(c: &mut Conn, token: &str) -> Result<Option<SignedIn>, Fault> {
    if !token.starts_with(PREFIX) {
        return Ok(None);
    }
    let found = c.query_opt(
        "SELECT a.id, a.login, a.name, COALESCE(t.last_used_at, 0) FROM api_token t JOIN account a ON a.id = t.account
         WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND a.disabled_at IS NULL",
        &[hash(token).into()],
    )?;
    let Some(row) = found else { return Ok(None) };
    let (account, login) = (row.int(0), row.text(1));
    let roles = accounts::roles_of(c, account)?;
    Ok(Some(SignedIn { actor: Actor::Staff { account, name: login, roles }, name: row.text(2), seen_at: row.int(3) }))
}

/// Notes that the token is in use; call it when [`SignedIn::touch_due`].
pub fn touch(c: &mut Conn, token: &str, now: i64) -> Result<(), Fault> {
    let params = [hash(token).into(), now.into()];
    c.execute("UPDATE api_token SET last_used_at = $2 WHERE token_hash = $1", &params).map(|_| ())
}

/// The tokens of an account, newest first, revoked ones too.
pub fn list(c: &mut Conn, account: i64) -> Result<Vec<ApiToken>, Fault> {
    let rows = c.query(
        "SELECT token_hash, account, label, created_at, last_used_at, revoked_at FROM api_token
         WHERE account = $1 ORDER BY created_at DESC, token_hash",
        &[account.into()],
    )?;
    let read = rows.iter().map(|row| ApiToken {
        token_hash: row.text(0),
        account: row.int(1),
        label: row.text(2),
        created_at: row.int(3),
        last_used_at: row.opt_int(4),
        revoked_at: row.opt_int(5),
    });
    Ok(read.collect())
}

/// Ends a token at once. Revoking twice changes nothing.
pub fn revoke(c: &mut Conn, permit: &Permit, token_hash: &str, now: i64) -> Result<(), AccountError> {
    accounts::must(permit, Action::CreateToken)?;
    let ended = c.query_opt(
        "UPDATE api_token SET revoked_at = COALESCE(revoked_at, $2) WHERE token_hash = $1 RETURNING account",
        &[token_hash.into(), now.into()],
    )?;
    let account = ended.ok_or(AccountError::NotFound)?.int(0);
    Ok(accounts::note(c, permit.actor(), "token.revoked", account.to_string(), now)?)
}
