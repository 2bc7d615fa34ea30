//! Accounts and the roles they hold.

use std::collections::HashMap;

use concord_domain::body::BodyKind;
use concord_policy::{Action, Denied, HeldRole, Permit, Role};
use concord_store::{Conn, Fault, Params, Row, Value};

use crate::kit::audit;
use crate::kit::failure::Failure;

pub mod passwords;
mod secret;
pub mod sessions;
pub mod tokens;

/// The body of a role that is held in the installation itself: an operator needs no other.
pub const HOUSE: i64 = 0;

/// Longest login, in characters.
const LOGIN_CHARS_MAX: usize = 64;

/// Accounts whose roles are read in one go: each is a parameter.
const ROLES_AT_ONCE: usize = 500;

/// Someone who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Small number.
    pub id: i64,
    /// What is typed to sign in, in lower case.
    pub login: String,
    /// What others see.
    pub name: String,
    /// Microseconds UTC.
    pub created_at: i64,
    /// Since when nobody may sign in with it.
    pub disabled_at: Option<i64>,
    /// By role, then body.
    pub roles: Vec<HeldRole>,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Any case; white space around it is dropped.
    pub login: String,
    /// What others see.
    pub name: String,
    /// From [`passwords::hash`]; without one nobody can sign in yet.
    pub password_hash: Option<String>,
    /// Roles and the bodies they are held in; [`HOUSE`] for an operator.
    pub roles: Vec<(Role, i64)>,
}

/// Why an account was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Empty, too long, or with white space or control characters.
    #[error("no usable login")]
    LoginUnusable,
    /// Another account has it.
    #[error("login taken")]
    LoginTaken,
    /// No such account.
    #[error("no such account")]
    NotFound,
    /// No body with this id.
    #[error("no such body: {0}")]
    UnknownBody(i64),
    /// Nothing is routed at that body.
    #[error("body {0} does not route")]
    RoutesNothing(i64),
    /// The permit is for something else.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Something broke.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::LoginUnusable => Self::field("login", "sign-in-login-unusable"),
            AccountError::LoginTaken => Self::field("login", "sign-in-login-taken"),
            AccountError::UnknownBody(_) => Self::field("body", "sign-in-body-unknown"),
            AccountError::RoutesNothing(_) => Self::field("body", "sign-in-body-routes-nothing"),
            AccountError::NotFound => Self::NotFound,
            AccountError::Denied(denied) => denied.into(),
            AccountError::Fault(fault) => fault.into(),
        }
    }
}

/// The login as it is kept: without white space around it, in lower case.
pub fn login(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Whether a login will do: not empty, not too long, in one word.
pub fn is_usable(typed: &str) -> bool {
    let login = login(typed);
    (1..=LOGIN_CHARS_MAX).contains(&login.chars().count())
        && !login.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Makes an account; answers its id.
///
/// # Errors
/// [`AccountError`]
pub fn create(c: &mut Conn, permit: &Permit, new: NewAccount, now: i64) -> Result<i64, AccountError> {
    must(permit, Action::ManageAccounts)?;
    let login = login(&new.login);
    if !is_usable(&login) {
        return Err(AccountError::LoginUnusable);
    }
    let made = c.query_opt(
        "INSERT INTO account (id, login, name, password_hash, created_at)
         SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, CAST($4 AS BIGINT) FROM account WHERE true
         ON CONFLICT (login) DO NOTHING RETURNING id",
        &[login.into(), new.name.trim().into(), new.password_hash.into(), now.into()],
    )?;
    let id = made.ok_or(AccountError::LoginTaken)?.int(0);
    note(c, permit.actor(), "account.created", id.to_string(), now)?;
    for (role, body) in new.roles {
        hold(c, permit, id, role, body, now)?;
    }
    Ok(id)
}

/// The account with this id.
pub fn get(c: &mut Conn, id: i64) -> Result<Option<Account>, Fault> {
    let row =
        c.query_opt("SELECT id, login, name, created_at, disabled_at FROM account WHERE id = $1", &[id.into()])?;
    row.map(|row| whole(c, &row)).transpose()
}

/// The account with this login, typed in any case.
pub fn find(c: &mut Conn, typed: &str) -> Result<Option<Account>, Fault> {
    let row = c.query_opt(
        "SELECT id, login, name, created_at, disabled_at FROM account WHERE login = $1",
        &[login(typed).into()],
    )?;
    row.map(|row| whole(c, &row)).transpose()
}

/// The id and password hash of a login, typed in any case, that may be used.
pub(crate) fn usable(c: &mut Conn, typed: &str) -> Result<Option<(i64, String)>, Fault> {
    let row = c.query_opt(
        "SELECT id, password_hash FROM account WHERE login = $1 AND disabled_at IS NULL AND password_hash IS NOT NULL",
        &[login(typed).into()],
    )?;
    Ok(row.map(|row| (row.int(0), row.text(1))))
}

/// Accounts after the id `after`, at most `limit`, in the order they were made.
pub fn list(c: &mut Conn, after: i64, limit: u16) -> Result<Vec<Account>, Fault> {
    let rows = c.query(
        "SELECT id, login, name, created_at, disabled_at FROM account WHERE id > $1 ORDER BY id LIMIT $2",
        &[after.into(), i64::from(limit).into()],
    )?;
    rows.iter().map(|row| whole(c, row)).collect()
}

/// The roles that the account holds, each with its body's region; a role in [`HOUSE`] has none.
pub fn roles_of(c: &mut Conn, account: i64) -> Result<Vec<HeldRole>, Fault> {
    Ok(roles_of_all(c, &[account])?.remove(&account).unwrap_or_default())
}

/// The roles that each of these accounts holds, by role, then body; those that hold none are absent.
pub fn roles_of_all(c: &mut Conn, accounts: &[i64]) -> Result<HashMap<i64, Vec<HeldRole>>, Fault> {
    let mut all: HashMap<i64, Vec<HeldRole>> = HashMap::new();
    for accounts in accounts.chunks(ROLES_AT_ONCE) {
        let mut params = Params::default();
        let sql = format!(
            "SELECT r.account, r.role, r.body, COALESCE(b.region, '') FROM role_held r LEFT JOIN body b ON b.id = r.body
             WHERE r.account IN ({}) ORDER BY r.account, r.role, r.body",
            params.put_all(accounts.iter().copied())
        );
        for row in c.query(&sql, &params)? {
            let role = row.text(1).parse().map_err(|error| Fault::from_error("reading a role", error))?;
            all.entry(row.int(0)).or_default().push(HeldRole { role, body: row.int(2), region: row.text(3) });
        }
    }
    Ok(all)
}

/// Sets the password for someone else; whoever was signed in with the old one is signed out.
pub fn set_password(c: &mut Conn, permit: &Permit, account: i64, hash: String, now: i64) -> Result<(), AccountError> {
    must(permit, Action::ManageAccounts)?;
    replace_password(c, account, hash)?;
    Ok(note(c, permit.actor(), "account.password-set", account.to_string(), now)?)
}

/// Changes one's own password, which the caller has checked; every session ends.
pub fn change_own_password(c: &mut Conn, account: i64, hash: String, now: i64) -> Result<(), AccountError> {
    replace_password(c, account, hash)?;
    Ok(note(c, &format!("staff:{account}"), "account.password-changed", account.to_string(), now)?)
}

/// Ends the use of an account at once: sessions and tokens too. Disabling twice changes nothing.
pub fn disable(c: &mut Conn, permit: &Permit, account: i64, now: i64) -> Result<(), AccountError> {
    must(permit, Action::ManageAccounts)?;
    changed(c.execute(
        "UPDATE account SET disabled_at = COALESCE(disabled_at, $2) WHERE id = $1",
        &[account.into(), now.into()],
    )?)?;
    sessions::close_all(c, account)?;
    Ok(note(c, permit.actor(), "account.disabled", account.to_string(), now)?)
}

/// Lets an account be used again.
pub fn enable(c: &mut Conn, permit: &Permit, account: i64, now: i64) -> Result<(), AccountError> {
    must(permit, Action::ManageAccounts)?;
    changed(c.execute("UPDATE account SET disabled_at = NULL WHERE id = $1", &[account.into()])?)?;
    Ok(note(c, permit.actor(), "account.enabled", account.to_string(), now)?)
}

/// Gives a role in a body; one that is held already stays.
pub fn hold(c: &mut Conn, permit: &Permit, account: i64, role: Role, body: i64, now: i64) -> Result<(), AccountError> {
    must(permit, Action::ManageAccounts)?;
    if body != HOUSE || role != Role::Operator {
        let found = c.query_opt("SELECT kind FROM body WHERE id = $1", &[body.into()])?;
        let kind = found.ok_or(AccountError::UnknownBody(body))?.text(0).parse::<BodyKind>();
        if role == Role::Coordinator && !kind.is_ok_and(BodyKind::routes) {
            return Err(AccountError::RoutesNothing(body));
        }
    }
    changed(u64::from(c.query_opt("SELECT 1 FROM account WHERE id = $1", &[account.into()])?.is_some()))?;
    c.execute(
        "INSERT INTO role_held (account, role, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[account.into(), role.as_str().into(), body.into()],
    )?;
    Ok(note(c, permit.actor(), "role.given", format!("{account} {role} {body}"), now)?)
}

/// Takes a role back; it ends with the next request.
pub fn drop_role(
    c: &mut Conn,
    permit: &Permit,
    account: i64,
    role: Role,
    body: i64,
    now: i64,
) -> Result<(), AccountError> {
    must(permit, Action::ManageAccounts)?;
    let params: [Value; 3] = [account.into(), role.as_str().into(), body.into()];
    changed(c.execute("DELETE FROM role_held WHERE account = $1 AND role = $2 AND body = $3", &params)?)?;
    Ok(note(c, permit.actor(), "role.taken", format!("{account} {role} {body}"), now)?)
}

fn must(permit: &Permit, action: Action) -> Result<(), Denied> {
    if permit.action() == action { Ok(()) } else { Err(Denied::Forbidden) }
}

pub(crate) fn note(c: &mut Conn, actor: &str, action: &'static str, detail: String, at: i64) -> Result<(), Fault> {
    audit::record(c, audit::Entry { at, actor: actor.to_owned(), action, detail })
}

fn replace_password(c: &mut Conn, account: i64, hash: String) -> Result<(), AccountError> {
    changed(c.execute("UPDATE account SET password_hash = $2 WHERE id = $1", &[account.into(), hash.into()])?)?;
    Ok(sessions::close_all(c, account)?)
}

fn changed(rows: u64) -> Result<(), AccountError> {
    if rows == 0 { Err(AccountError::NotFound) } else { Ok(()) }
}

fn whole(c: &mut Conn, row: &Row) -> Result<Account, Fault> {
    let roles = roles_of(c, row.int(0))?;
    Ok(Account::of(row, roles))
}

impl Account {
    /// From a row of its id, login, name, when it was made and when it was disabled.
    pub fn of(row: &Row, roles: Vec<HeldRole>) -> Self {
        Self {
            id: row.int(0),
            login: row.text(1),
            name: row.text(2),
            created_at: row.int(3),
            disabled_at: row.opt_int(4),
            roles,
        }
    }
}
