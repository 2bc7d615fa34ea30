//! Disputes between bodies by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::Matter;
use serde::Deserialize;
use utoipa::ToSchema;

use super::decide::{self, Claim, Decision};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// Who is responsible, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DisputeClaim)]
pub struct ClaimIn {
    /// Id of the body that is responsible, as the caller's body sees it.
    responsible: i64,
    /// Id of the duty that it rests on.
    #[serde(default)]
    duty: String,
    reason: String,
}

/// What the common superior decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DisputeDecision)]
pub struct DecisionIn {
    /// Id of the body that is responsible from now on.
    responsible: i64,
    #[serde(default)]
    duty: String,
    /// The rule in a sentence, without names: others find it as a precedent.
    point: String,
    reason: String,
}

fn claim_of(body: &ClaimIn) -> Result<Claim, Failure> {
    let mut check = Check::new();
    let reason = check.text("reason", &body.reason);
    check.done(Some(Claim { responsible: BodyId(body.responsible), duty: body.duty.trim().to_owned(), reason }))
}

async fn answer(desk: &Desk, visit: &Visit, matter: &Matter) -> Result<Response, Failure> {
    let view = desk.matter_view(visit.staff()?, visit.lang, matter).await?;
    Ok(versioned(StatusCode::CREATED, matter, &view))
}

/// `POST /matters/{code}/disputes`
#[utoipa::path(post, path = "/matters/{code}/disputes", tag = "between bodies", summary = "Say that another body is responsible",
    params(("code" = String, Path, description = "Code of the matter")), request_body = ClaimIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn raise(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(body): Json<ClaimIn>,
) -> Result<Response, Failure> {
    let claim = claim_of(&body)?;
    let matter = decide::raise(&desk, visit.staff()?, &code_of(&code)?, expected(&headers)?, &claim).await?;
    answer(&desk, &visit, &matter).await
}

/// `POST /matters/{code}/disputes/{no}/claims`
#[utoipa::path(post, path = "/matters/{code}/disputes/{no}/claims", tag = "between bodies", summary = "Say in a dispute what one's body thinks",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the dispute")),
    request_body = ClaimIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn claim(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(body): Json<ClaimIn>,
) -> Result<Response, Failure> {
    let claim = claim_of(&body)?;
    let matter = decide::claim(&desk, visit.staff()?, &code_of(&code)?, expected(&headers)?, no, &claim).await?;
    answer(&desk, &visit, &matter).await
}

/// `POST /matters/{code}/disputes/{no}/decision`
#[utoipa::path(post, path = "/matters/{code}/disputes/{no}/decision", tag = "between bodies", summary = "Decide who is responsible",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the dispute")),
    request_body = DecisionIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn decide(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(body): Json<DecisionIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let (reason, point) = (check.text("reason", &body.reason), check.text("point", &body.point));
    let claim = Claim { responsible: BodyId(body.responsible), duty: body.duty.trim().to_owned(), reason };
    let decision = check.done(Some(Decision { claim, point }))?;
    let matter = decide::decide(&desk, visit.staff()?, &code_of(&code)?, expected(&headers)?, no, &decision).await?;
    answer(&desk, &visit, &matter).await
}
