//! `concord account create` and `concord token create`

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail};
use concord_app::kit::desk::Desk;
use concord_app::sign_in::{accounts, passwords, tokens};
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor, Permit, Role};

use crate::cli::{AccountArgs, TokenArgs};
use crate::house::{House, Use};
use crate::logs::{self, Amount};
use crate::settings::{self, WrongSetting};
use crate::{Ended, say};

/// Who acts, in the audit log.
const ACTOR: Actor = Actor::System("cli");

/// Makes an account.
pub fn create(args: AccountArgs) -> anyhow::Result<Ended> {
    let settings = settings::settle_alone(&args.house)?;
    logs::start(settings.log, Amount::Warn);
    let Ok(role) = args.role.parse::<Role>() else {
        let known: Vec<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
        bail!(WrongSetting::Other(format!("no such role: {} (known: {})", args.role, known.join(", "))));
    };
    let house = House::open(&settings, Use::Beside)?;
    let body = body(&house.desk, role, args.body.as_deref())?;
    let password = if args.password_stdin { from_stdin()? } else { ask()? };
    if let Err(weak) = passwords::check(&args.login, &password) {
        let bounds = format!("{} to {} characters, without the login", passwords::CHARS_MIN, passwords::CHARS_MAX);
        bail!(WrongSetting::Other(format!("that password is {weak}: {bounds}")));
    }
    let new = accounts::NewAccount {
        login: args.login.clone(),
        name: args.name,
        password_hash: Some(passwords::hash_here(&password)?),
        roles: vec![(role, body)],
    };
    let (permit, now) = (permit(&house.desk, Action::ManageAccounts)?, house.desk.now());
    let made = house.desk.store.write_blocking(move |c| accounts::create(c, &permit, new, now));
    house.close();
    made.with_context(|| format!("making the account {}", args.login))?;
    say::line(&format!("{}: {role}. Sign in at /sign-in.", accounts::login(&args.login)));
    Ok(Ended::Well)
}

/// Makes a token and prints it.
pub fn create_token(args: TokenArgs) -> anyhow::Result<Ended> {
    let settings = settings::settle_alone(&args.house)?;
    logs::start(settings.log, Amount::Warn);
    let house = House::open(&settings, Use::Beside)?;
    let (permit, now) = (permit(&house.desk, Action::CreateToken)?, house.desk.now());
    let made = house.desk.store.write_blocking(move |c| {
        let account = accounts::find(c, &args.login)?.ok_or(accounts::AccountError::NotFound)?;
        tokens::create(c, &permit, account.id, &args.label, now)
    });
    house.close();
    say::line(&made?);
    Ok(Ended::Well)
}

fn permit(desk: &Desk, action: Action) -> anyhow::Result<Permit> {
    Ok(desk.policy.permit(&ACTOR, action, &Subject::House)?)
}

/// The body, named by its code or number.
fn body(desk: &Desk, role: Role, typed: Option<&str>) -> anyhow::Result<i64> {
    let Some(typed) = typed else {
        if role == Role::Operator {
            return Ok(accounts::HOUSE);
        }
        bail!(WrongSetting::Other(format!("a {role} works in a body: give --body CODE")));
    };
    let places = desk.places();
    let found = places.bodies().iter().find(|b| b.code == typed || b.id.0.to_string() == typed);
    let found = found.ok_or_else(|| WrongSetting::Other(format!("no body has the code or number {typed}")))?;
    Ok(found.id.0)
}

fn from_stdin() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("reading the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn ask() -> anyhow::Result<String> {
    if !std::io::stdin().is_terminal() {
        bail!(WrongSetting::Other("there is no terminal to ask for the password: use --password-stdin".to_owned()));
    }
    let first = rpassword::prompt_password("Password: ")?;
    if first != rpassword::prompt_password("Again: ")? {
        bail!(WrongSetting::Other("the two are not the same".to_owned()));
    }
    Ok(first)
}
