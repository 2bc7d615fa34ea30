//! Meetings by the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Mode, SessionOutcome};
use concord_policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

use super::commands::{Arrange, Cancel, Record};
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// A meeting to arrange.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime, example = "2026-03-05T14:00:00+08:00")]
    pub at: jiff::Timestamp,
    /// `on_site`, `online` or `phone`.
    #[schema(value_type = String, example = "on_site")]
    pub mode: Mode,
    /// Where, or the address of the call.
    #[serde(default)]
    pub place: String,
}

/// What a meeting brought.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRecordBody {
    /// `agreed`, `continued`, `failed` or `absent`.
    #[schema(value_type = String, example = "agreed")]
    pub outcome: SessionOutcome,
    /// The record that the parties read and sign.
    pub record: String,
}

/// Why a meeting is called off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionCancellation {
    /// The parties read it.
    #[serde(default)]
    pub reason: String,
}

/// `POST /matters/{code}/sessions`
#[utoipa::path(post, path = "/matters/{code}/sessions", tag = "casework", summary = "Arrange a mediation session",
    params(("code" = String, Path, description = "The matter's code")), request_body = NewSession,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn arrange(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<NewSession>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let place = check.some_text("place", &body.place);
    let at = body.at.as_microsecond();
    let cmd = check.done(Some(Arrange { at, on: desk.clock.date(at), mode: body.mode, place }))?;
    desk.answer_command(&visit, &headers, &code, Action::ArrangeSession, |m, r, d| cmd.decide(m, r, d)).await
}

/// `POST /matters/{code}/sessions/{no}/record`
#[utoipa::path(post, path = "/matters/{code}/sessions/{no}/record", tag = "casework", summary = "Record what a session brought",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The session's number")),
    request_body = SessionRecordBody, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn record(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At((code, no)): At<(MatterCode, u32)>,
    Json(body): Json<SessionRecordBody>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let record = check.text("record", &body.record);
    let cmd = check.done(Some(Record { no, outcome: body.outcome, record }))?;
    desk.answer_command(&visit, &headers, &code, Action::RecordSession, |m, r, d| cmd.decide(m, r, d)).await
}

/// `POST /matters/{code}/sessions/{no}/cancellation`
#[utoipa::path(post, path = "/matters/{code}/sessions/{no}/cancellation", tag = "casework", summary = "Call a session off",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The session's number")),
    request_body = SessionCancellation, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn cancel(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At((code, no)): At<(MatterCode, u32)>,
    Json(body): Json<SessionCancellation>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.some_text("reason", &body.reason);
    let cmd = check.done(Some(Cancel { no, reason }))?;
    desk.answer_command(&visit, &headers, &code, Action::ArrangeSession, |m, r, d| cmd.decide(m, r, d)).await
}
