//! Endings by the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::Outcome;
use concord_policy::{Action, Actor};
use serde::Deserialize;
use utoipa::ToSchema;

use super::commands::{self, Conclude, Reopen, Withdraw};
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// The end of mediation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConclusionBody {
    /// `settled` or `not_settled`.
    #[schema(value_type = String, example = "settled")]
    pub outcome: Outcome,
    /// Written advice on what else the parties can do: needed where nothing was settled.
    #[serde(default)]
    pub advice: String,
    /// Ids of the exits that it names (`GET /matters/{code}/exits`); all that are open where none is given.
    #[serde(default)]
    pub exits: Vec<String>,
}

/// A party leaves mediation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalBody {
    /// For staff: the party that leaves.
    #[serde(default)]
    pub party: Option<u32>,
    #[serde(default)]
    pub reason: String,
}

/// Nothing but the act itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchiveBody {}

/// The dispute is back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopeningBody {
    pub reason: String,
}

/// `POST /matters/{code}/conclusion`
#[utoipa::path(post, path = "/matters/{code}/conclusion", tag = "casework", summary = "Conclude: settled or not",
    params(("code" = String, Path, description = "The matter's code")), request_body = ConclusionBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn conclude(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<ConclusionBody>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let advice = check.some_text("advice", &body.advice);
    let cmd = check.done(Some(Conclude { outcome: body.outcome, advice, exits: body.exits }))?;
    desk.answer_command(&visit, &headers, &code, Action::ConcludeMatter, |m, r, d| cmd.decide(&desk, m, r, d)).await
}

/// `POST /matters/{code}/withdrawal`
#[utoipa::path(post, path = "/matters/{code}/withdrawal", tag = "casework", summary = "Leave mediation",
    description = "A party leaves at any point, with its access key; staff record it for a party who says so.",
    params(("code" = String, Path, description = "The matter's code")), request_body = WithdrawalBody,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn withdraw(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<WithdrawalBody>,
) -> Result<Response, Failure> {
    let actor = visit.actor_on(&desk, &code).await?;
    let party = match (&actor, body.party) {
        (Actor::Party { party, .. }, named) if named.is_none_or(|named| named == *party) => *party,
        (Actor::Party { .. }, _) => return Err(Failure::Forbidden),
        (_, Some(party)) => party,
        (_, None) => return Err(Failure::field("party", "problem-missing")),
    };
    let mut check = Check::new();
    let reason = check.some_text("reason", &body.reason);
    let cmd = check.done(Some(Withdraw { party, reason }))?;
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::WithdrawMatter, |m, r, d| {
        cmd.decide(&desk, m, r, d)
    })
    .await
}

/// `POST /matters/{code}/archive`
#[utoipa::path(post, path = "/matters/{code}/archive", tag = "casework", summary = "Close the file",
    params(("code" = String, Path, description = "The matter's code")), request_body = ArchiveBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn archive(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(ArchiveBody {}): Json<ArchiveBody>,
) -> Result<Response, Failure> {
    desk.answer_command(&visit, &headers, &code, Action::ArchiveMatter, |m, r, _| commands::archive(m, r)).await
}

/// `POST /matters/{code}/reopening`
#[utoipa::path(post, path = "/matters/{code}/reopening", tag = "casework", summary = "Reopen a concluded matter",
    params(("code" = String, Path, description = "The matter's code")), request_body = ReopeningBody,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn reopen(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<ReopeningBody>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.text("reason", &body.reason);
    let cmd = check.done(Some(Reopen { reason }))?;
    desk.answer_command(&visit, &headers, &code, Action::ReopenMatter, |m, r, d| cmd.decide(m, r, d)).await
}
