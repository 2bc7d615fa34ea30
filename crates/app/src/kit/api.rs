//! What every JSON route shares: bodies, versions, repeated requests, pages of lists.

use std::sync::Arc;

use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use concord_domain::matter::Matter;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::desk::{Desk, Expected};
use super::failure::{Failure, FieldProblem};
use super::idempotency_queries::{Answer, CARRIED_OUT};
use super::ids::hex;
use super::once::{Claim, Once};
use super::visit::Who;

/// Longest Idempotency-Key.
const KEY_MOST: usize = 200;
/// Largest page of a list.
pub const PAGE_MOST: u16 = 100;
/// Page of a list where none is asked for.
pub const PAGE: u16 = 25;

/// A JSON body, read strictly; what is wrong is answered with the field's path.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Desk> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Failure> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.split(';').next().is_some_and(|m| m.trim() == "application/json"));
        if !json {
            return Err(Failure::MediaType);
        }
        let body = Bytes::from_request(request, desk).await.map_err(|_| Failure::TooLarge)?;
        let text = std::str::from_utf8(&body).map_err(|_| Failure::Unreadable("failure-unreadable-json"))?;
        serde_json::from_str(text).map(Self).map_err(|error| {
            if error.is_data() {
                // serde's message names the field or the type it wanted, and holds no more of the input than a word.
                Failure::Invalid(vec![FieldProblem::new("body", "problem-json").with("detail", error)])
            } else {
                Failure::Unreadable("failure-unreadable-json")
            }
        })
    }
}

/// `If-Match`: the version a command was made for.
///
/// # Errors
/// [`Failure::VersionMismatch`] for a tag that is none of ours.
pub fn expected(headers: &HeaderMap) -> Result<Expected, Failure> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(Expected::Any) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(Expected::Any);
    }
    text.trim_matches('"').parse().map(Expected::Version).map_err(|_| Failure::VersionMismatch)
}

/// An answer about a matter, with its version as ETag.
pub fn versioned(status: StatusCode, matter: &Matter, body: &impl Serialize) -> Response {
    let mut response = (status, axum::Json(body)).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", matter.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Middleware: a POST with an `Idempotency-Key` is carried out once; repeated, it gets the first answer.
///
/// Only answers that recorded something (2xx) are kept: a refusal changed nothing and may be tried again.
pub async fn once(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    match once_inner(&desk, request, next).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn once_inner(desk: &Desk, request: Request, next: Next) -> Result<Response, Failure> {
    if request.method() != Method::POST {
        return Ok(next.run(request).await);
    }
    let Some(key) = request.headers().get("idempotency-key") else { return Ok(next.run(request).await) };
    let key = key.to_str().unwrap_or_default().to_owned();
    if key.is_empty() || key.len() > KEY_MOST {
        return Err(Failure::Unreadable("failure-unreadable-key"));
    }
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, desk.settings.body_limit).await.map_err(|_| Failure::TooLarge)?;
    let mut digest = Sha256::new();
    digest.update(parts.uri.to_string());
    digest.update([0]);
    digest.update(&body);
    let once = Once { actor: repeater(&parts.headers, &parts.extensions), key, request: hex(&digest.finalize()) };
    let turn = match once.claim(desk).await? {
        Claim::First(turn) => turn,
        Claim::Again(answer) => return Ok(replay(answer)),
    };
    let response = once.clone().carry(next.run(Request::from_parts(parts, axum::body::Body::from(body)))).await;
    if !response.status().is_success() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.map_err(Failure::fault)?;
    let etag = parts.headers.get(header::ETAG).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let answer = format!("{etag}\n{}", String::from_utf8_lossy(&body));
    let (status, now, store) = (i64::from(parts.status.as_u16()), desk.now(), desk.store.clone());
    // Nobody waits for this: that it is carried out is on record with what it did. Whoever repeats it meanwhile waits for their turn.
    tokio::spawn(async move {
        if let Err(fault) = store.write_again(move |c| once.keep(c, status, &answer, now)).await {
            tracing::error!(%fault, "the answer to a request that may be repeated was not kept");
        }
        drop(turn);
    });
    Ok(Response::from_parts(parts, axum::body::Body::from(body)))
}

/// Whose key it is: two callers may use the same one.
fn repeater(headers: &HeaderMap, extensions: &axum::http::Extensions) -> String {
    match extensions.get::<Arc<Who>>().map(|who| &who.actor) {
        Some(actor @ concord_policy::Actor::Staff { .. }) => actor.reference(),
        _ => headers
            .get(header::AUTHORIZATION)
            .map_or_else(|| "anonymous".to_owned(), |value| hex(&Sha256::digest(value.as_bytes()))),
    }
}

fn replay(Answer { status, text, .. }: Answer) -> Response {
    // The process ended between recording and answering: what was done is there, a new matter's key was never shown.
    if status == CARRIED_OUT {
        return match text.as_str() {
            "" => StatusCode::NO_CONTENT.into_response(),
            code => axum::Json(serde_json::json!({ "matter": { "code": code } })).into_response(),
        };
    }
    let (etag, body) = text.split_once('\n').unwrap_or(("", &text));
    let status = u16::try_from(status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::OK);
    let mut response = (status, body.to_owned()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    if let Ok(etag) = HeaderValue::from_str(etag)
        && !etag.is_empty()
    {
        headers.insert(header::ETAG, etag);
    }
    response
}
