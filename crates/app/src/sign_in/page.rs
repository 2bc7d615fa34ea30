//! The pages to sign in, sign out and change one's password.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::response::Response;
use concord_policy::Actor;
use concord_store::Conn;
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::guard::Scheme;
use crate::kit::limit::RetryAfter;
use crate::kit::nav;
use crate::kit::page::{go, go_with};
use crate::kit::visit::{Visit, cookie};
use crate::sign_in::enter::{Knock, Refused, enter, prove};
use crate::sign_in::passwords::WeakPassword;
use crate::sign_in::{accounts, passwords, sessions};

const TEMPLATE: &str = "sign_in/sign_in.html";
const PASSWORD_TEMPLATE: &str = "sign_in/password.html";
const HOME: &str = "/desk";
const MINUTE: i64 = 60_000_000;

/// `GET /sign-in`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    if visit.staff().is_ok() {
        return Ok(go(local(query.get("next"))));
    }
    draw(&desk, &visit, StatusCode::OK, form_context(&query, vec![]))
}

/// `POST /sign-in`
pub async fn create(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, Failure> {
    let missing: Vec<Value> = [("login", "sign-in-login-missing"), ("password", "sign-in-password-missing")]
        .into_iter()
        .filter(|(field, _)| form.some(field).is_none())
        .map(|(field, key)| wrong(&desk, &visit, field, key))
        .collect();
    if !missing.is_empty() {
        return draw(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, form_context(&form, missing));
    }
    let knock = Knock {
        login: form.get("login").to_owned(),
        password: as_typed(&form, "password"),
        address: visit.address,
        user_agent: headers
            .get(header::USER_AGENT)
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        previous: cookie(&headers, sessions::COOKIE),
    };
    match enter(&desk.store, knock, desk.now()).await {
        Ok(token) => Ok(with_cookie(go(local(form.get("next"))), &sessions::cookie(token, scheme(&desk)).to_string())),
        Err(Refused::Wrong) => {
            let errors = vec![wrong(&desk, &visit, "login", "sign-in-wrong")];
            draw(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, form_context(&form, errors))
        }
        Err(Refused::TooMany(retry)) => {
            let ctx = context! { wait_until => whole_minute(retry.at), ..form_context(&form, vec![]) };
            Ok(with_retry(draw(&desk, &visit, StatusCode::TOO_MANY_REQUESTS, ctx)?, retry))
        }
        Err(Refused::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /sign-out`
pub async fn delete(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = cookie(&headers, sessions::COOKIE) {
        let now = desk.now();
        desk.store.write(move |c: &mut Conn| sessions::close(c, &token, now)).await?;
    }
    Ok(with_cookie(go("/sign-in"), &sessions::removal(scheme(&desk)).to_string()))
}

/// `GET /desk`: where this reader's work begins.
pub async fn home(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    Ok(go(nav::home(&desk, visit.staff()?)))
}

/// `GET /desk/password`
pub async fn show_password(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    visit.staff()?;
    draw_password(&desk, &visit, StatusCode::OK, None)
}

/// `POST /desk/password`
pub async fn change_password(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let Actor::Staff { name: login, .. } = visit.staff()?.clone() else { return Err(Failure::SignedOut) };
    let refuse = |field, key| draw_password(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, Some((field, key)));
    let fresh = as_typed(&form, "fresh");
    if let Err(weak) = passwords::check(&login, &fresh) {
        return refuse("fresh", weak.message());
    }
    if fresh != as_typed(&form, "again") {
        return refuse("again", "sign-in-again-differs");
    }
    let now = desk.now();
    let account = match prove(&desk.store, &login, as_typed(&form, "current"), visit.address, now).await {
        Ok(account) => account,
        Err(Refused::Wrong) => return refuse("current", "sign-in-current-wrong"),
        Err(Refused::TooMany(retry)) => return Err(Failure::TooMany(retry)),
        Err(Refused::Fault(fault)) => return Err(fault.into()),
    };
    let hash = passwords::hash(fresh).await?;
    desk.store.write(move |c: &mut Conn| accounts::change_own_password(c, account, hash, now)).await?;
    Ok(with_cookie(go_with("/sign-in", "sign-in-changed"), &sessions::removal(scheme(&desk)).to_string()))
}

fn form_context(form: &Fields, errors: Vec<Value>) -> Value {
    context! { login => form.get("login"), next => form.get("next"), errors, wait_until => () }
}

/// A line of the error summary.
fn wrong(desk: &Desk, visit: &Visit, field: &str, key: &str) -> Value {
    context! { field, text => desk.text(visit, key, &WeakPassword::args()) }
}

/// A password is what was typed, blanks too.
fn as_typed(form: &Fields, name: &str) -> String {
    form.pairs().iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn draw(desk: &Desk, visit: &Visit, status: StatusCode, ctx: Value) -> Result<Response, Failure> {
    desk.page_with(visit, status, TEMPLATE, ctx)
}

fn draw_password(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    problem: Option<(&str, &str)>,
) -> Result<Response, Failure> {
    let errors: Vec<Value> = problem.iter().map(|(field, key)| wrong(desk, visit, field, key)).collect();
    let at = |name: &str| {
        problem.filter(|(field, _)| *field == name).map(|(_, key)| desk.text(visit, key, &WeakPassword::args()))
    };
    let wrong = context! { current => at("current"), fresh => at("fresh"), again => at("again") };
    let ctx = context! { errors, wrong, chars_min => passwords::CHARS_MIN };
    desk.page_with(visit, status, PASSWORD_TEMPLATE, ctx)
}

/// The page to go on to, if it is one of ours: a link from elsewhere must not lead a new session away.
fn local(next: &str) -> &str {
    let path = next.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']));
    if path && !next.chars().any(|c| c.is_control() || c == '\\') { next } else { HOME }
}

/// The end of the minute that `at` lies in: pages show no seconds, and the time told must suffice.
const fn whole_minute(at: i64) -> i64 {
    (at + MINUTE - 1) / MINUTE * MINUTE
}

fn scheme(desk: &Desk) -> Scheme {
    Scheme::of(&desk.settings.public_url)
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn with_retry(mut response: Response, retry: RetryAfter) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry.secs));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_on_to_our_own_pages_only() {
        for ours in ["/desk/matters?q=1", "/desk", "/"] {
            assert_eq!(local(ours), ours);
        }
        for foreign in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\\b", "/a\r\nb", "desk"] {
            assert_eq!(local(foreign), HOME, "{foreign:?}");
        }
    }

    #[test]
    fn the_time_told_is_never_too_early() {
        assert_eq!(whole_minute(5 * MINUTE), 5 * MINUTE);
        assert_eq!(whole_minute(5 * MINUTE + 1), 6 * MINUTE);
    }
}
