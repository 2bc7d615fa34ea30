//! Failures as RFC 9457 problems, in the reader's language.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::failure::{Failure, FieldProblem};
use super::messages::{Args, Lang, Messages};

/// The media type of RFC 9457.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A problem, as the API answers it (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:concord:problem:` and a name that never changes.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in the reader's language.
    pub title: String,
    pub status: u16,
    /// What to do, in the reader's language.
    pub detail: String,
    /// Fields that will not do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The rule that said no, with its facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Value>,
}

/// A field that will not do.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// Path of the field, e.g. `applicant.phone`.
    pub field: String,
    /// Name of the problem, e.g. `problem-phone`.
    pub problem: String,
    /// What would do, in the reader's language.
    pub detail: String,
}

/// The words of a field's problem.
pub fn words(messages: &Messages, lang: Lang, problem: &FieldProblem) -> String {
    let mut args = Args::new();
    for (name, value) in &problem.args {
        match value.parse::<i64>() {
            Ok(n) => args.set(*name, n),
            Err(_) => args.set(*name, value.clone()),
        }
    }
    messages.text(lang, &problem.message, &args)
}

/// What a refusal says, in the reader's language.
pub fn refusal_words(messages: &Messages, lang: Lang, refusal: &concord_domain::Refusal) -> String {
    let mut args = Args::new();
    if let Ok(Value::Object(facts)) = serde_json::to_value(refusal) {
        for (name, value) in facts {
            match value {
                Value::Number(n) => args.set(name, n.as_i64().unwrap_or_default()),
                Value::String(text) if name == "status" => {
                    args.set(name, messages.plain(lang, &format!("status-{text}")));
                }
                Value::String(text) if name == "stage" => {
                    args.set(name, messages.plain(lang, &format!("backlog_stage-{text}")));
                }
                Value::String(text) => {
                    let shown = super::format::date(messages, lang, &text).unwrap_or(text);
                    args.set(name, shown);
                }
                _ => {}
            }
        }
    }
    messages.text(lang, &format!("refusal-{}", refusal.rule()), &args)
}

/// Title and detail of a failure, in the reader's language.
pub fn explain(messages: &Messages, lang: Lang, failure: &Failure) -> (&'static str, String, String) {
    let name = match failure {
        Failure::Refused(_) => "refused",
        Failure::Invalid(_) => "invalid",
        Failure::Unreadable(_) => "unreadable",
        Failure::SignedOut => "signed-out",
        Failure::Forbidden => "forbidden",
        Failure::NotFound => "not-found",
        Failure::Conflict => "conflict",
        Failure::VersionMismatch => "version-mismatch",
        Failure::KeyReused => "key-reused",
        Failure::TooLarge => "too-large",
        Failure::MediaType => "media-type",
        Failure::TooMany(_) => "too-many",
        Failure::Fault(_) => "fault",
    };
    let title = messages.plain(lang, &format!("failure-{name}"));
    let detail = match failure {
        Failure::Refused(refusal) => refusal_words(messages, lang, refusal),
        Failure::Unreadable(key) => messages.plain(lang, key),
        Failure::TooMany(retry) => {
            let args =
                Args::from_iter([("secs", i64::from(retry.secs)), ("minutes", i64::from(retry.secs.div_ceil(60)))]);
            messages.text(lang, "failure-too-many-do", &args)
        }
        _ => messages.plain(lang, &format!("failure-{name}-do")),
    };
    (name, title, detail)
}

/// The problem of a failure.
pub fn problem(messages: &Messages, lang: Lang, failure: &Failure) -> Problem {
    let (name, title, detail) = explain(messages, lang, failure);
    let errors = match failure {
        Failure::Invalid(problems) => problems
            .iter()
            .map(|p| FieldError {
                field: p.field.clone(),
                problem: p.message.clone(),
                detail: words(messages, lang, p),
            })
            .collect(),
        _ => Vec::new(),
    };
    let refusal = match failure {
        Failure::Refused(refusal) => serde_json::to_value(refusal).ok(),
        _ => None,
    };
    Problem {
        kind: format!("urn:concord:problem:{name}"),
        title,
        status: failure.status().as_u16(),
        detail,
        errors,
        refusal,
    }
}

/// The problem as a response.
pub fn response(messages: &Messages, lang: Lang, failure: &Failure) -> Response {
    let body = serde_json::to_vec(&problem(messages, lang, failure))
        .unwrap_or_else(|_| json!({ "status": 500 }).to_string().into_bytes());
    let mut response = (failure.status(), body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    if let Ok(lang) = HeaderValue::from_str(lang.tag()) {
        headers.insert(header::CONTENT_LANGUAGE, lang);
    }
    if let Failure::TooMany(retry) = failure {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(retry.secs));
    }
    if let Failure::SignedOut = failure {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer, AccessKey"));
    }
    response
}

/// A map with one pair: for small answers.
pub fn one(name: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value.into())])
}
