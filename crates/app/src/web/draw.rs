//! Draws failures: as a page for people, as a problem for programs. Faults of ours are logged here, once.

use std::any::Any;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use concord_domain::code::MatterCode;
use concord_policy::Actor;
use minijinja::context;

use super::API;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::menu::Menu;
use crate::kit::page::go;
use crate::kit::problem;
use crate::kit::visit::{Visit, Who, language};

/// Middleware: gives every failed answer its body.
pub async fn failures(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let headers = parts.headers.clone();
    let lang = language(&headers, parts.uri.query().unwrap_or_default());
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let mut visit = visit(&parts, &desk).await;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    if let (Some(visit), Some(who)) = (&mut visit, response.extensions_mut().remove::<Arc<Who>>()) {
        let who = Arc::unwrap_or_clone(who);
        (visit.actor, visit.name, visit.menu) = (who.actor, who.name, who.menu);
    }
    let known = response.extensions_mut().remove::<Failure>();
    if known.is_none() && response.headers().contains_key(header::CONTENT_TYPE) && has_own_body(&response) {
        return response;
    }
    let failure = known.unwrap_or_else(|| of_status(status));
    if let Failure::Fault(error) = &failure {
        tracing::error!(%method, %path, error = %chain(error.as_ref()), "fault");
    }
    if path.starts_with(API) || wants_json(&headers) {
        return problem::response(desk.templates.messages(), lang, &failure);
    }
    if matches!(failure, Failure::SignedOut) {
        let form = if method.is_safe() { None } else { form_page(&headers) };
        return sign_in(&path, form, visit.as_ref());
    }
    match page(&desk, visit, &failure, &method).await {
        Ok(mut response) => {
            if let Failure::TooMany(retry) = &failure {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry.secs));
            }
            response
        }
        Err(error) => {
            tracing::error!(%method, %path, %error, "drawing a failure");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn visit(parts: &axum::http::request::Parts, desk: &Desk) -> Option<Visit> {
    use axum::extract::FromRequestParts;
    let mut parts = parts.clone();
    <Visit as FromRequestParts<Desk>>::from_request_parts(&mut parts, desk).await.ok()
}

/// A form shown again with its problems, or a problem that a handler wrote itself.
fn has_own_body(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.contains("json")
}

/// What a bare status of the framework means.
fn of_status(status: StatusCode) -> Failure {
    match status {
        StatusCode::FORBIDDEN => Failure::Forbidden,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Failure::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Failure::MediaType,
        StatusCode::UNAUTHORIZED => Failure::SignedOut,
        s if s.is_server_error() => Failure::fault(std::io::Error::other(format!("answered {s}"))),
        _ => Failure::Unreadable("failure-unreadable-do"),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("json") && !accept.contains("text/html"))
}

/// Where the form stands that was sent: what it is sent to is no page to come back to.
fn form_page(headers: &HeaderMap) -> Option<String> {
    let address: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    address.path_and_query().map(|page| page.as_str().to_owned())
}

/// To the sign-in page, and back afterwards, to the page of the form where one was sent; a party's page asks for the key instead.
fn sign_in(path: &str, form: Option<String>, visit: Option<&Visit>) -> Response {
    if let Some(rest) = path.strip_prefix("/track/") {
        let code: String = rest.chars().take_while(|c| *c != '/').collect();
        return go(&format!("/track?code={code}"));
    }
    let query = visit.map(|v| v.query.as_str()).filter(|q| !q.is_empty()).map(|q| format!("?{q}")).unwrap_or_default();
    let next = form.unwrap_or_else(|| format!("{path}{query}"));
    let back = crate::kit::format::edit_query("", "", &[("next".to_owned(), Some(next))]);
    go(&format!("/sign-in{back}"))
}

async fn page(desk: &Desk, visit: Option<Visit>, failure: &Failure, method: &Method) -> Result<Response, Failure> {
    let Some(mut visit) = visit else { return Err(failure.clone()) };
    let messages = desk.templates.messages();
    let (name, title, detail) = problem::explain(messages, visit.lang, failure);
    let problems: Vec<String> = match failure {
        Failure::Invalid(problems) => problems.iter().map(|p| problem::words(messages, visit.lang, p)).collect(),
        _ => Vec::new(),
    };
    // Staff go back to their work, everybody else to the front door.
    let home = if visit.path.starts_with("/desk") || visit.path.starts_with("/operator") { "/desk" } else { "/" };
    let status = failure.status().as_u16();
    let back = matter_behind(&visit.path, failure, method);
    let ctx = context! { title, name, detail, problems, status, home, back };
    if !at_the_desk(&visit) {
        return desk.page_with(&visit, failure.status(), "web/failure.html", ctx);
    }
    if visit.menu.work.is_empty() {
        let (reader, actor) = (desk.clone(), visit.actor.clone());
        let read = desk.store.read(move |c| Menu::read(c, &reader, &actor)).await;
        // Where the database itself does not answer, a menu without numbers is better than none.
        visit.menu = read.unwrap_or_default();
    }
    desk.page_with(&visit, failure.status(), "web/failure_desk.html", ctx)
}

/// Whoever is signed in stays at the desk, but on the residents' own pages.
fn at_the_desk(visit: &Visit) -> bool {
    let resident = visit.path == "/" || ["/report", "/track"].iter().any(|start| visit.path.starts_with(start));
    matches!(visit.actor, Actor::Staff { .. }) && !resident
}

/// The page of the matter that a step was refused on, where its reader may open it.
fn matter_behind(path: &str, failure: &Failure, method: &Method) -> Option<String> {
    let mut parts = path.strip_prefix("/desk/")?.splitn(3, '/');
    let (list, code) = (parts.next()?, parts.next()?);
    let code: MatterCode = code.parse().ok()?;
    let page = format!("/desk/{list}/{}", code.as_str());
    let leads_there = matches!(list, "matters" | "queue") && (path != page || !method.is_safe());
    (leads_there && !matches!(failure, Failure::NotFound)).then_some(page)
}

/// A handler panicked: a fault like any other.
pub fn panicked(reason: Box<dyn Any + Send + 'static>) -> axum::http::Response<Body> {
    let text = reason
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| reason.downcast_ref::<&str>().map(|s| (*s).to_owned()))
        .unwrap_or_else(|| "panic".to_owned());
    Failure::fault(std::io::Error::other(text)).into_response()
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
