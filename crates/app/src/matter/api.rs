//! A matter by the API: seen, and written to.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use concord_domain::code::MatterCode;
use concord_domain::correspondence::{self, Correspondent};
use concord_domain::matter::Audience;
use concord_policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::kit::api::{self, Json};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::drawer::TextKind;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::matter_view::MatterView;
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::{Visit, correspondent};

/// A message to the other side of the counter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// From a party, or who represents it, to the staff; or from the staff to all parties.
    pub text: String,
    /// For the staff: the one who reads it, and nobody else but colleagues. To all parties where it is absent.
    pub to: Option<MessageTo>,
}

/// The one whom a message of the staff is for.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageTo {
    /// Number of the party.
    pub party: u32,
    /// `party`, or `representative` for who represents it.
    #[schema(value_type = String, example = "representative")]
    pub reader: MessageReader,
}

/// Who of a party's side.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageReader {
    Party,
    Representative,
}

impl From<MessageTo> for Correspondent {
    fn from(to: MessageTo) -> Self {
        match to.reader {
            MessageReader::Party => Self::Party(to.party),
            MessageReader::Representative => Self::Representative(to.party),
        }
    }
}

/// A note of the staff.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    pub text: String,
    /// `staff` (private, where it is not said) or `parties`.
    #[serde(default = "private")]
    #[schema(value_type = String, example = "staff")]
    pub audience: Audience,
}

pub(super) fn private() -> Audience {
    Audience::Staff
}

/// `GET /matters/{code}`
#[utoipa::path(get, path = "/matters/{code}", tag = "matters", summary = "A matter",
    description = "What this caller may see of it. The ETag is its version; with `If-None-Match` of that version the answer is 304.",
    params(("code" = String, Path, description = "The matter's code, separators or not")),
    responses(
        (status = 200, description = "The matter", body = MatterView),
        (status = 304, description = "As the caller has it"),
        (status = 401, description = "Neither a token nor an access key", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such matter", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong keys", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("access_key" = [])))]
pub async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
) -> Result<Response, Failure> {
    let actor = visit.actor_on(&desk, &code).await?;
    let (matter, _) = desk.view(&actor, &code).await?;
    let tag = format!("\"{}\"", matter.version);
    if known(&headers, &tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        return Ok(response);
    }
    let view = desk.matter_view(&actor, visit.lang, &matter).await?;
    Ok(api::versioned(StatusCode::OK, &matter, &view))
}

/// Whether the caller has this version already.
fn known(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|given| given.trim().trim_start_matches("W/") == tag)
}

/// `POST /matters/{code}/messages`
#[utoipa::path(post, path = "/matters/{code}/messages", tag = "casework", summary = "Write to the other side of the counter",
    params(("code" = String, Path, description = "The matter's code")), request_body = NewMessage,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn message(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<NewMessage>,
) -> Result<Response, Failure> {
    let actor = visit.actor_on(&desk, &code).await?;
    let from = correspondent(&actor);
    let to = body.to.map(Correspondent::from);
    let mut check = Check::new();
    let text = check.text("text", &body.text);
    if from.is_some() && to.is_some() {
        check.note(FieldProblem::new("to", "matter-message-to-staff"));
    }
    let text = check.done(Some(text))?;
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::SendMessage, |m, _, d| {
        let text = d.seal(TextKind::Message, &text);
        Ok(match (from, to) {
            (Some(who), _) => correspondence::from(m, who, text)?,
            (None, Some(to)) => correspondence::address(m, to, text)?,
            (None, None) => correspondence::message(m, None, text)?,
        })
    })
    .await
}

/// `POST /matters/{code}/notes`
#[utoipa::path(post, path = "/matters/{code}/notes", tag = "casework", summary = "Write a note",
    params(("code" = String, Path, description = "The matter's code")), request_body = NewNote,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn note(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<NewNote>,
) -> Result<Response, Failure> {
    let text = said("text", &body.text)?;
    desk.answer_command(&visit, &headers, &code, Action::WriteNote, |m, _, d| {
        Ok(correspondence::note(m, body.audience, d.seal(TextKind::Note, &text))?)
    })
    .await
}
