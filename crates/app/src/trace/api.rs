//! Traces by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use concord_domain::body::BodyId;
use concord_domain::holding::promises;
use concord_domain::matter::{Judgement, PromiseKind};
use concord_policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::act;
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::said;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::{Visit, code_of};

/// Who held a matter when, and what was promised.
#[derive(Debug, Serialize, ToSchema)]
pub struct Trace {
    pub stays: Vec<StayView>,
    pub promises: Vec<PromiseView>,
}

/// A stretch of time in which one body was responsible.
#[derive(Debug, Serialize, ToSchema)]
pub struct StayView {
    pub body: BodyView,
    pub from_on: String,
    /// Absent while it lasts.
    pub until_on: Option<String>,
    pub days: i32,
    /// Of them, days in which a rule held the time limits.
    pub paused_days: i32,
}

/// What a body promised to do in time.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseView {
    /// `clock`, `receipt`, `reply`, `dispute`, `task`, `urging`.
    pub kind: &'static str,
    pub no: u32,
    pub body: BodyView,
    pub due_on: String,
    pub met_on: Option<String>,
    /// An urging that was taken back before its answer: it does not count.
    pub withdrawn_on: Option<String>,
    pub missed: bool,
    /// The mark was lifted: it does not count.
    pub lifted: bool,
}

/// An objection to a mark.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Objection)]
pub struct ObjectionIn {
    /// `clock`, `receipt`, `reply`, `dispute`, `task` or `urging`.
    #[schema(value_type = String, example = "receipt")]
    promise: PromiseKind,
    /// Number of that promise.
    of: u32,
    text: String,
}

/// What is said to it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ObjectionJudgement)]
pub struct JudgementIn {
    /// `upheld` (the mark stays) or `lifted`.
    #[schema(value_type = String, example = "lifted")]
    verdict: Judgement,
    reason: String,
}

/// `GET /matters/{code}/trace`
#[utoipa::path(get, path = "/matters/{code}/trace", tag = "between bodies", summary = "Who held a matter when, and what was missed",
    params(("code" = String, Path, description = "Code of the matter")),
    responses(
        (status = 200, description = "The trace", body = Trace),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such matter", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let (matter, _) = desk.view(actor, &code_of(&code)?).await?;
    desk.permit(actor, Action::ViewTrace, &matter)?;
    let today = desk.today();
    let body = |id: BodyId| body_view(&desk, id, visit.lang);
    let stays = matter.stays.iter().map(|s| StayView {
        body: body(s.body),
        from_on: s.from_on.to_string(),
        until_on: s.until_on.map(|d| d.to_string()),
        days: s.days(today),
        paused_days: matter.paused_days(s, Some(today)),
    });
    let promised = promises(&matter).into_iter().map(|p| PromiseView {
        kind: p.kind.as_str(),
        no: p.no,
        body: body(p.body),
        due_on: p.due_on.to_string(),
        met_on: p.met_on.map(|d| d.to_string()),
        withdrawn_on: p.withdrawn_on.map(|d| d.to_string()),
        missed: p.is_missed(today),
        lifted: matter.is_lifted(p.kind, p.no),
    });
    Ok(axum::Json(Trace { stays: stays.collect(), promises: promised.collect() }).into_response())
}

/// `POST /matters/{code}/objections`
#[utoipa::path(post, path = "/matters/{code}/objections", tag = "between bodies", summary = "Object to a mark against one's body",
    params(("code" = String, Path, description = "Code of the matter")), request_body = ObjectionIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn object(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<ObjectionIn>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let text = said("text", &b.text)?;
    let matter = act::object(&desk, actor, &code_of(&code)?, expected(&headers)?, (b.promise, b.of), &text).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}

/// `POST /matters/{code}/objections/{no}/judgement`
#[utoipa::path(post, path = "/matters/{code}/objections/{no}/judgement", tag = "between bodies", summary = "Uphold or lift a mark",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the objection")),
    request_body = JudgementIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn judge(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<JudgementIn>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let reason = said("reason", &b.reason)?;
    let judged = (b.verdict, reason.as_str());
    let matter = act::judge(&desk, actor, &code_of(&code)?, expected(&headers)?, no, judged).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}
