//! Return visits by the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::FulfilmentFound;
use concord_policy::Action;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::commands::{Arrange, Report};
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// A return visit to plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturnVisit {
    /// `YYYY-MM-DD`.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

/// What a return visit found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnVisitReport {
    /// `fulfilled`, `partly`, `not_yet` or `coming_back`.
    #[schema(value_type = String, example = "fulfilled")]
    pub fulfilled: FulfilmentFound,
    /// One to five, asked on the visit.
    #[serde(default)]
    pub satisfied: Option<u8>,
    #[serde(default)]
    pub text: String,
}

/// `POST /matters/{code}/return-visits`
#[utoipa::path(post, path = "/matters/{code}/return-visits", tag = "casework", summary = "Plan a return visit",
    params(("code" = String, Path, description = "The matter's code")), request_body = NewReturnVisit,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn arrange(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<NewReturnVisit>,
) -> Result<Response, Failure> {
    let cmd = Arrange { on: body.on, account: visit.account()? };
    desk.answer_command(&visit, &headers, &code, Action::ArrangeReturnVisit, |m, r, d| cmd.decide(m, r, d)).await
}

/// `POST /matters/{code}/return-visits/{no}/report`
#[utoipa::path(post, path = "/matters/{code}/return-visits/{no}/report", tag = "casework", summary = "Report what a return visit found",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The visit's number")),
    request_body = ReturnVisitReport, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn report(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At((code, no)): At<(MatterCode, u32)>,
    Json(body): Json<ReturnVisitReport>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("text", &body.text);
    let cmd = check.done(Some(Report { no, fulfilled: body.fulfilled, satisfied: body.satisfied, text }))?;
    desk.answer_command(&visit, &headers, &code, Action::ReportReturnVisit, |m, r, d| cmd.decide(m, r, d)).await
}
