//! Danger by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::matter::DangerStep;
use serde::Deserialize;
use utoipa::ToSchema;

use super::act::{self, Act};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::said;
use crate::kit::danger::kinds;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// What the danger is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DangerKinds)]
pub struct KindsIn {
    /// `violence`, `self_harm`, `child`.
    kinds: Vec<String>,
    #[serde(default)]
    text: String,
}

/// Why it is none, or is over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DangerReason)]
pub struct ReasonIn {
    reason: String,
}

/// What was done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DangerStep)]
pub struct StepIn {
    /// `called`, `police`, `ambulance`, `visited`, `shelter`, `protection_order`, `guardian`, `counsel`, `other`.
    step: String,
    #[serde(default)]
    text: String,
}

async fn done(desk: &Desk, visit: &Visit, headers: &HeaderMap, code: &str, act: Act) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let matter = act::act(desk, actor, &code_of(code)?, expected(headers)?, &act).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}

/// `POST /matters/{code}/danger/signs`
#[utoipa::path(post, path = "/matters/{code}/danger/signs", tag = "danger", summary = "Say that somebody may be hurt",
    params(("code" = String, Path, description = "Code of the matter")), request_body = KindsIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn see(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<KindsIn>,
) -> Result<Response, Failure> {
    let act = Act::See { kinds: kinds(b.kinds.iter().map(String::as_str)), text: b.text };
    done(&desk, &visit, &headers, &code, act).await
}

/// `POST /matters/{code}/danger/confirmation`
#[utoipa::path(post, path = "/matters/{code}/danger/confirmation", tag = "danger", summary = "Find that it is so",
    params(("code" = String, Path, description = "Code of the matter")), request_body = KindsIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn confirm(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<KindsIn>,
) -> Result<Response, Failure> {
    let act = Act::Confirm { kinds: kinds(b.kinds.iter().map(String::as_str)), text: b.text };
    done(&desk, &visit, &headers, &code, act).await
}

/// `POST /matters/{code}/danger/dismissal`
#[utoipa::path(post, path = "/matters/{code}/danger/dismissal", tag = "danger", summary = "Find that it is not so",
    params(("code" = String, Path, description = "Code of the matter")), request_body = ReasonIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn set_aside(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<ReasonIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::SetAside { reason: said("reason", &b.reason)? }).await
}

/// `POST /matters/{code}/danger/steps`
#[utoipa::path(post, path = "/matters/{code}/danger/steps", tag = "danger", summary = "Note what was done about it",
    params(("code" = String, Path, description = "Code of the matter")), request_body = StepIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn take_step(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<StepIn>,
) -> Result<Response, Failure> {
    let step = DangerStep::parse(&b.step).ok_or(Failure::field("step", "problem-not-a-choice"))?;
    done(&desk, &visit, &headers, &code, Act::TakeStep { step, text: b.text }).await
}

/// `POST /matters/{code}/danger/end`
#[utoipa::path(post, path = "/matters/{code}/danger/end", tag = "danger", summary = "Find that it is over",
    params(("code" = String, Path, description = "Code of the matter")), request_body = ReasonIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn lift(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<ReasonIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::Lift { reason: said("reason", &b.reason)? }).await
}
