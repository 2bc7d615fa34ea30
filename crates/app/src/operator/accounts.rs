//! Accounts: who may sign in, in which roles; passwords and tokens are shown once, when they are made.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::{Body, BodyId};
use concord_domain::region::Tier;
use concord_policy::relation::Subject;
use concord_policy::{Action, Permit, Role};
use minijinja::{Value, context};

use crate::kit::accounts::{self, Account, HOUSE, NewAccount, passwords, tokens};
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::page::{go_with, shown};
use crate::kit::path::At;
use crate::kit::visit::Visit;

const TEMPLATE: &str = "operator/account.html";
const NEW_TEMPLATE: &str = "operator/account_new.html";

/// `GET /operator/accounts/new`
pub async fn show_new(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    draw_new(&desk, &visit, StatusCode::OK, &Fields::default(), &Mistakes::default())
}

/// `POST /operator/accounts`
pub async fn create(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let done = match complete(&form) {
        Ok(role) => make(&desk, permit, &form, role).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok((id, password)) => {
            let secret =
                Secret { kind: "password", text: password, account: id, login: accounts::login(form.get("login")) };
            draw_secret(&desk, &visit, &secret)
        }
        Err(failure) => {
            let mistakes = desk.mistakes(&visit, failure)?;
            draw_new(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, &form, &mistakes)
        }
    }
}

/// The role of a new account whose form says everything.
fn complete(form: &Fields) -> Result<(Role, i64), Failure> {
    let mut check = Check::new();
    if form.some("name").is_none() {
        check.note(FieldProblem::new("name", "operator-name-missing"));
    }
    if !accounts::is_usable(form.get("login")) {
        check.note(FieldProblem::new("login", "sign-in-login-unusable"));
    }
    let role = check.take(held(form));
    check.done(role)
}

async fn make(desk: &Desk, permit: Permit, form: &Fields, role: (Role, i64)) -> Result<(i64, String), Failure> {
    let password = fresh_password(desk);
    let new = NewAccount {
        login: form.get("login").to_owned(),
        name: form.get("name").to_owned(),
        password_hash: Some(passwords::hash(password.clone()).await?),
        roles: vec![role],
    };
    let now = desk.now();
    let id = desk.store.write(move |c| accounts::create(c, &permit, new, now)).await?;
    Ok((id, password))
}

/// `GET /operator/accounts/{id}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    draw(&desk, &visit, StatusCode::OK, id, &Fields::default(), &Mistakes::default()).await
}

/// `POST /operator/accounts/{id}/disabling`
pub async fn disable(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    if visit.account()? == id {
        return refused(&desk, &visit, id, &Fields::default(), Failure::field("", "operator-not-oneself")).await;
    }
    let now = desk.now();
    desk.store.write(move |c| accounts::disable(c, &permit, id, now)).await?;
    Ok(go_with(&address(id), "operator-account-disabled"))
}

/// `POST /operator/accounts/{id}/enabling`
pub async fn enable(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let now = desk.now();
    desk.store.write(move |c| accounts::enable(c, &permit, id, now)).await?;
    Ok(go_with(&address(id), "operator-account-enabled"))
}

/// `POST /operator/accounts/{id}/password`
pub async fn reset_password(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let account = load(&desk, id).await?;
    let text = fresh_password(&desk);
    let (hash, now) = (passwords::hash(text.clone()).await?, desk.now());
    desk.store.write(move |c| accounts::set_password(c, &permit, id, hash, now)).await?;
    draw_secret(&desk, &visit, &Secret { kind: "password", text, account: id, login: account.login })
}

/// `POST /operator/accounts/{id}/roles`
pub async fn give_role(
    State(desk): State<Desk>,
    visit: Visit,
    At(id): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let now = desk.now();
    let done = match held(&form) {
        Ok((role, body)) => {
            desk.store.write(move |c| accounts::hold(c, &permit, id, role, body, now)).await.map_err(Failure::from)
        }
        Err(problem) => Err(problem.into()),
    };
    match done {
        Ok(()) => Ok(go_with(&address(id), "operator-role-given")),
        Err(failure) => refused(&desk, &visit, id, &form, failure).await,
    }
}

/// `POST /operator/accounts/{id}/roles/removal`
pub async fn take_role(
    State(desk): State<Desk>,
    visit: Visit,
    At(id): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let (role, body) = held(&form)?;
    if visit.account()? == id && role == Role::Operator {
        return refused(&desk, &visit, id, &Fields::default(), Failure::field("", "operator-not-oneself")).await;
    }
    let now = desk.now();
    desk.store.write(move |c| accounts::drop_role(c, &permit, id, role, body, now)).await?;
    Ok(go_with(&address(id), "operator-role-taken"))
}

/// `POST /operator/accounts/{id}/tokens`
pub async fn create_token(
    State(desk): State<Desk>,
    visit: Visit,
    At(id): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let permit = desk.permit_on(&visit.actor, Action::CreateToken, &Subject::House)?;
    let account = load(&desk, id).await?;
    let Some(label) = form.some("label").map(str::to_owned) else {
        return refused(&desk, &visit, id, &form, Failure::field("label", "operator-token-label-missing")).await;
    };
    let now = desk.now();
    let text = desk.store.write(move |c| tokens::create(c, &permit, id, &label, now)).await?;
    draw_secret(&desk, &visit, &Secret { kind: "token", text, account: id, login: account.login })
}

/// `POST /operator/accounts/{id}/tokens/revocation`
pub async fn revoke_token(
    State(desk): State<Desk>,
    visit: Visit,
    At(id): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let permit = desk.permit_on(&visit.actor, Action::CreateToken, &Subject::House)?;
    let (token, now) = (form.get("token").to_owned(), desk.now());
    desk.store.write(move |c| tokens::revoke(c, &permit, &token, now)).await?;
    Ok(go_with(&address(id), "operator-token-revoked"))
}

pub(super) fn permit(desk: &Desk, visit: &Visit) -> Result<Permit, Failure> {
    desk.permit_on(&visit.actor, Action::ManageAccounts, &Subject::House)
}

fn address(id: i64) -> String {
    format!("/operator/accounts/{id}")
}

async fn load(desk: &Desk, id: i64) -> Result<Account, Failure> {
    desk.store.read(move |c| accounts::get(c, id)).await?.ok_or(Failure::NotFound)
}

/// The role that a form names, and the body it is held in.
fn held(form: &Fields) -> Result<(Role, i64), FieldProblem> {
    let role = form.word("role", |word| word.parse::<Role>().ok())?;
    let role = role.ok_or_else(|| FieldProblem::new("role", "operator-role-missing"))?;
    match form.int("body")? {
        Some(body) => Ok((role, body)),
        None if role == Role::Operator => Ok((role, HOUSE)),
        None => Err(FieldProblem::new("body", "operator-body-missing")),
    }
}

/// Of 82 bits, easily read aloud.
fn fresh_password(desk: &Desk) -> String {
    desk.ids.access_key().to_string().to_lowercase()
}

pub(super) fn account_shown(desk: &Desk, visit: &Visit, account: &Account) -> Value {
    let (places, lang) = (desk.places(), visit.lang.tag());
    let roles = account.roles.iter().map(|held| {
        let body = (held.body != HOUSE).then(|| places.body_name(BodyId(held.body), lang));
        context! { role => held.role.as_str(), body => held.body, body_name => body }
    });
    context! {
        id => account.id, login => account.login.clone(), name => account.name.clone(), created_at => account.created_at,
        disabled_at => account.disabled_at, roles => roles.collect::<Vec<_>>(),
    }
}

/// Roles, and bodies in groups by county.
fn role_options(desk: &Desk, visit: &Visit) -> Value {
    let (places, lang) = (desk.places(), visit.lang.tag());
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    let county = |body: &Body| body.region.at(Tier::County).unwrap_or_else(|| body.region.clone());
    let mut bodies: Vec<&Body> = places.bodies().iter().filter(|b| !places.is_closed(b.id)).collect();
    bodies.sort_by(|a, b| a.region.cmp(&b.region).then(a.id.cmp(&b.id)));
    let groups = bodies.chunk_by(|a, b| county(a) == county(b)).map(|bodies| {
        let options = bodies.iter().map(|b| option(b.id.0, b.name.in_lang(lang)));
        context! { label => places.region_name(&county(bodies[0]), lang), options => options.collect::<Vec<_>>() }
    });
    context! { roles => desk.word_options(visit.lang, "role", &roles), bodies => groups.collect::<Vec<_>>() }
}

fn draw_new(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let ctx = context! { form => typed(form), ..context! { ..role_options(desk, visit), ..mistakes.context() } };
    desk.page_with(visit, status, NEW_TEMPLATE, ctx)
}

async fn refused(desk: &Desk, visit: &Visit, id: i64, form: &Fields, failure: Failure) -> Result<Response, Failure> {
    let mistakes = desk.mistakes(visit, failure)?;
    draw(desk, visit, StatusCode::UNPROCESSABLE_ENTITY, id, form, &mistakes).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    id: i64,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let account = load(desk, id).await?;
    let tokens = desk.store.read(move |c| tokens::list(c, id)).await?;
    let tokens = tokens.into_iter().map(|t| {
        context! {
            hash => t.token_hash, label => t.label, created_at => t.created_at, last_used_at => t.last_used_at,
            revoked_at => t.revoked_at,
        }
    });
    let ctx = context! {
        account => account_shown(desk, visit, &account),
        oneself => visit.account()? == id,
        tokens => tokens.collect::<Vec<_>>(),
        form => typed(form),
        ..context! { ..role_options(desk, visit), ..mistakes.context() }
    };
    desk.page_with(visit, status, TEMPLATE, ctx)
}

/// What is shown once.
#[derive(serde::Serialize)]
struct Secret {
    kind: &'static str,
    text: String,
    account: i64,
    login: String,
}

fn draw_secret(desk: &Desk, visit: &Visit, secret: &Secret) -> Result<Response, Failure> {
    desk.page(visit, "operator/secret.html", context! { secret => shown(secret) })
}
