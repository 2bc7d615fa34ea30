//! Triage by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::matter::{AccountId, Duty, Matter, Urgency};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::decide::{self, Acceptance, Away};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::order::Order;
use crate::kit::path::At;
use crate::kit::turned_away::{DESTINATIONS, RETURN_REASONS, word};
use crate::kit::visit::{Visit, code_of};

/// Taking a matter on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Acceptance)]
pub struct AcceptanceIn {
    /// Id of the body that takes it on; the one that has it where none is given.
    body: Option<i64>,
    /// Puts the kind of dispute right.
    category: Option<String>,
    /// `normal`, `soon`, `urgent`.
    urgency: Option<String>,
    /// Assigns it in the same step.
    assignment: Option<OrderIn>,
}

/// Work for a body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AcceptanceOrder)]
pub struct OrderIn {
    /// Id of the body.
    body: i64,
    /// Account of the mediator.
    mediator: Option<i64>,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    instruction: Option<String>,
    /// Id of a body that is called in within the same step.
    also: Option<i64>,
}

/// A return.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Return)]
pub struct ReturnIn {
    /// `details_missing`, `in_court`, `solved`, `not_mediable`, `outside_area`, `other`.
    reason: String,
    /// What the party should know.
    text: Option<String>,
}

/// A referral.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Referral)]
pub struct ReferralIn {
    /// `court`, `arbitration`, `police`, `department`, `petition`, `legal_aid`, `hotline`, `other`.
    to: String,
    /// What the party should know.
    text: Option<String>,
}

async fn answer(desk: &Desk, visit: &Visit, matter: &Matter) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    Ok(versioned(StatusCode::CREATED, matter, &desk.matter_view(actor, visit.lang, matter).await?))
}

impl AcceptanceIn {
    fn read(self) -> Result<Acceptance, Failure> {
        let category = self.category.map(|c| CategoryCode::try_from(c.as_str()));
        let category = category.transpose().map_err(|_| Failure::field("category", "problem-category"))?;
        let urgency = self.urgency.map(|u| Urgency::parse(&u).ok_or(Failure::field("urgency", "problem-not-a-choice")));
        Ok(Acceptance {
            body: self.body.map(BodyId),
            category,
            urgency: urgency.transpose()?,
            order: self.assignment.map(|order| Order {
                body: BodyId(order.body),
                duty: Duty::Lead,
                also: order.also.map(BodyId),
                mediator: order.mediator.map(AccountId),
                due_on: order.due_on,
                instruction: order.instruction.unwrap_or_default(),
            }),
        })
    }
}

/// Accept a matter
///
/// Takes a reported matter on; may put category and urgency right and assign it in the same step.
#[utoipa::path(
    post, path = "/matters/{code}/acceptance", tag = "matters",
    params(("code" = String, Path, description = "Code of the matter"),
           ("If-Match" = Option<String>, Header, description = "Version that this was decided for"),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = AcceptanceIn,
    responses(CommandAnswer),
    security(("bearer" = [])),
)]
pub async fn accept(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(body): Json<AcceptanceIn>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let acceptance = body.read()?;
    let matter = decide::accept(&desk, visit.staff()?, &code, expected(&headers)?, acceptance).await?;
    answer(&desk, &visit, &matter).await
}

/// Return a matter
///
/// Sends it back to whoever filed it, with a reason that they read.
#[utoipa::path(
    post, path = "/matters/{code}/return", tag = "matters",
    params(("code" = String, Path, description = "Code of the matter"),
           ("If-Match" = Option<String>, Header, description = "Version that this was decided for"),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = ReturnIn,
    responses(CommandAnswer),
    security(("bearer" = [])),
)]
pub async fn turn_back(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(body): Json<ReturnIn>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let reason = word(&RETURN_REASONS, &body.reason).ok_or(Failure::field("reason", "problem-not-a-choice"))?;
    let away = Away { word: reason, text: body.text.as_deref().unwrap_or_default(), field: "text" };
    let matter = decide::turn_back(&desk, visit.staff()?, &code, expected(&headers)?, away).await?;
    answer(&desk, &visit, &matter).await
}

/// Refer a matter
///
/// Sends it to somebody outside the network, with words that the parties read.
#[utoipa::path(
    post, path = "/matters/{code}/referral", tag = "matters",
    params(("code" = String, Path, description = "Code of the matter"),
           ("If-Match" = Option<String>, Header, description = "Version that this was decided for"),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = ReferralIn,
    responses(CommandAnswer),
    security(("bearer" = [])),
)]
pub async fn refer(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(body): Json<ReferralIn>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let to = word(&DESTINATIONS, &body.to).ok_or(Failure::field("to", "problem-not-a-choice"))?;
    let away = Away { word: to, text: body.text.as_deref().unwrap_or_default(), field: "text" };
    let matter = decide::refer(&desk, visit.staff()?, &code, expected(&headers)?, away).await?;
    answer(&desk, &visit, &matter).await
}
