//! Urging by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::body::BodyId;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::act::{self, Act};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::said;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// An order on late work.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Urging)]
pub struct UrgingIn {
    /// Id of the responsible body, or of one that works on the matter.
    to: i64,
    #[schema(value_type = String, format = Date)]
    answer_by: Date,
    text: String,
}

/// The body's answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UrgingAnswer)]
pub struct AnswerIn {
    text: String,
}

/// Why no answer is wanted any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UrgingWithdrawal)]
pub struct WithdrawalIn {
    /// The parties do not read it.
    reason: String,
}

/// Why the matter is taken over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TakeOver)]
pub struct TakeOverIn {
    reason: String,
}

async fn done(desk: &Desk, visit: &Visit, headers: &HeaderMap, code: &str, act: Act) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let matter = act::act(desk, actor, &code_of(code)?, expected(headers)?, &act).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}

/// `POST /matters/{code}/urgings`
#[utoipa::path(post, path = "/matters/{code}/urgings", tag = "between bodies", summary = "Urge late work",
    description = "To answer within 60 days.",
    params(("code" = String, Path, description = "Code of the matter")), request_body = UrgingIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn urge(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<UrgingIn>,
) -> Result<Response, Failure> {
    let act = Act::Urge { to: BodyId(b.to), answer_by: b.answer_by, text: said("text", &b.text)? };
    done(&desk, &visit, &headers, &code, act).await
}

/// `POST /matters/{code}/urgings/{no}/answer`
#[utoipa::path(post, path = "/matters/{code}/urgings/{no}/answer", tag = "between bodies", summary = "Answer an urging",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the urging")),
    request_body = AnswerIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<AnswerIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::Answer { no, text: said("text", &b.text)? }).await
}

/// `POST /matters/{code}/urgings/{no}/withdrawal`
#[utoipa::path(post, path = "/matters/{code}/urgings/{no}/withdrawal", tag = "between bodies", summary = "Withdraw an urging that has no answer",
    description = "By a supervisor of the body that urged. It counts against nobody and stays to be seen; what a rule urged is not withdrawn.",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the urging")),
    request_body = WithdrawalIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn withdraw(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<WithdrawalIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::Withdraw { no, reason: said("reason", &b.reason)? }).await
}

/// `POST /matters/{code}/take-over`
#[utoipa::path(post, path = "/matters/{code}/take-over", tag = "between bodies", summary = "Take a matter to one's own body",
    params(("code" = String, Path, description = "Code of the matter")), request_body = TakeOverIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn take_over(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<TakeOverIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::TakeOver { reason: said("reason", &b.reason)? }).await
}
