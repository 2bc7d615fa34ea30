//! Assignments by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::{AccountId, Duty, Matter};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::decide::{self, Answer};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::order::Order;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// Work for a body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Assignment)]
pub struct AssignmentIn {
    /// Id of the body.
    body: i64,
    /// `lead` (the body has the matter from then on) or `assist`; `lead` where none is given.
    duty: Option<String>,
    /// Of a lead: id of a body that is called in within the same step.
    also: Option<i64>,
    /// Account of the mediator, of a lead only.
    mediator: Option<i64>,
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    instruction: Option<String>,
}

/// Who mediates.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MediatorNaming)]
pub struct MediatorIn {
    /// Account of a mediator of the body that has the matter.
    mediator: i64,
}

/// A body signs for its work; nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentReceipt)]
pub struct ReceiptIn {}

/// The matter as it is now.
pub(super) async fn answered(desk: &Desk, visit: &Visit, matter: &Matter) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    Ok(versioned(StatusCode::CREATED, matter, &desk.matter_view(actor, visit.lang, matter).await?))
}

/// Assign a matter
///
/// Gives a body the lead or assisting work, and names the mediator where one is given.
#[utoipa::path(
    post, path = "/matters/{code}/assignments", tag = "matters",
    params(("code" = String, Path, description = "Code of the matter"),
           ("If-Match" = Option<String>, Header, description = "Version that this was decided for"),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = AssignmentIn,
    responses(CommandAnswer),
    security(("bearer" = [])),
)]
pub async fn create(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(body): Json<AssignmentIn>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let duty = Duty::parse(body.duty.as_deref().unwrap_or("lead"));
    let order = Order {
        body: BodyId(body.body),
        duty: duty.ok_or(Failure::field("duty", "problem-not-a-choice"))?,
        also: body.also.map(BodyId),
        mediator: body.mediator.map(AccountId),
        due_on: body.due_on,
        instruction: body.instruction.unwrap_or_default(),
    };
    let matter = decide::assign(&desk, visit.staff()?, &code, expected(&headers)?, &order).await?;
    answered(&desk, &visit, &matter).await
}

/// Sign for an assignment
///
/// The body confirms that it has received its work.
#[utoipa::path(
    post, path = "/matters/{code}/assignments/{no}/receipt", tag = "matters",
    params(("code" = String, Path, description = "Code of the matter"),
           ("no" = u32, Path, description = "Number of the assignment"),
           ("If-Match" = Option<String>, Header, description = "Version that this was decided for"),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = ReceiptIn,
    responses(CommandAnswer),
    security(("bearer" = [])),
)]
pub async fn receive(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(_): Json<ReceiptIn>,
) -> Result<Response, Failure> {
    let matter =
        decide::answer(&desk, visit.staff()?, &code_of(&code)?, expected(&headers)?, no, &Answer::Receive).await?;
    answered(&desk, &visit, &matter).await
}

/// Name the mediator
///
/// A mediator of the body that has the matter. Mediators of that body may name themselves.
#[utoipa::path(
    post, path = "/matters/{code}/mediator", tag = "matters",
    params(("code" = String, Path, description = "Code of the matter"),
           ("If-Match" = Option<String>, Header, description = "Version that this was decided for"),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = MediatorIn,
    responses(CommandAnswer),
    security(("bearer" = [])),
)]
pub async fn name_mediator(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(body): Json<MediatorIn>,
) -> Result<Response, Failure> {
    let (actor, mediator) = (visit.staff()?, AccountId(body.mediator));
    let matter = decide::name_mediator(&desk, actor, &code_of(&code)?, expected(&headers)?, mediator).await?;
    answered(&desk, &visit, &matter).await
}
