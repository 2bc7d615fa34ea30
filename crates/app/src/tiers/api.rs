//! Tiers by the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Matter, Rules};
use concord_domain::region::Tier;
use concord_policy::{Action, Actor};
use serde::Deserialize;
use utoipa::ToSchema;

use super::commands::{Ask, Move, Reply, decline as stays};
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// Another tier, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierMoveBody {
    /// `grid`, `village`, `town`, `county`, `city` or `province`.
    #[schema(value_type = String, example = "town")]
    pub to: Tier,
    /// The parties read it.
    pub reason: String,
}

/// A party's wish.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RiseRequestBody {
    /// For staff: the party that asks.
    #[serde(default)]
    pub party: Option<u32>,
    #[serde(default)]
    pub reason: String,
}

/// Why not.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierRefusalBody {
    /// Whoever asked reads it.
    pub reason: String,
}

/// Nothing but the act itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierActBody {}

fn read(body: TierMoveBody) -> Result<Move, Failure> {
    let mut check = Check::new();
    let reason = check.text("reason", &body.reason);
    check.done(Some(Move { to: body.to, reason }))
}

/// `POST /matters/{code}/rise`
#[utoipa::path(post, path = "/matters/{code}/rise", tag = "casework", summary = "Take a matter up a tier",
    description = "To the centre of a higher tier, with a reason that the parties read; an open request of a party is answered by it.",
    params(("code" = String, Path, description = "The matter's code")), request_body = TierMoveBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn raise(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<TierMoveBody>,
) -> Result<Response, Failure> {
    let go = read(body)?;
    desk.answer_command(&visit, &headers, &code, Action::RaiseMatter, |m, r, d| go.raise(&desk, m, r, d)).await
}

/// `POST /matters/{code}/rise-requests`
#[utoipa::path(post, path = "/matters/{code}/rise-requests", tag = "casework", summary = "Ask for a higher tier",
    description = "A party with its access key; staff record it for a party who says so. The playbook says what follows at once.",
    params(("code" = String, Path, description = "The matter's code")), request_body = RiseRequestBody,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn ask(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<RiseRequestBody>,
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
    let cmd = check.done(Some(Ask { party, reason }))?;
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::AskRise, |m, r, d| cmd.decide(m, r, d)).await
}

/// `POST /matters/{code}/rise-requests/refusal`
#[utoipa::path(post, path = "/matters/{code}/rise-requests/refusal", tag = "casework", summary = "Say why it stays at its tier",
    params(("code" = String, Path, description = "The matter's code")), request_body = TierRefusalBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn decline(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<TierRefusalBody>,
) -> Result<Response, Failure> {
    let reason = said("reason", &body.reason)?;
    desk.answer_command(&visit, &headers, &code, Action::DeclineRise, |m, r, d| stays(&reason, m, r, d)).await
}

/// `POST /matters/{code}/send-down`
#[utoipa::path(post, path = "/matters/{code}/send-down", tag = "casework", summary = "Ask a lower tier to take it",
    description = "It stays where it is until that body agrees.",
    params(("code" = String, Path, description = "The matter's code")), request_body = TierMoveBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn send_down(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<TierMoveBody>,
) -> Result<Response, Failure> {
    let go = read(body)?;
    desk.answer_command(&visit, &headers, &code, Action::SendDown, |m, r, d| go.send_down(&desk, m, r, d)).await
}

/// `POST /matters/{code}/send-down/acceptance`
#[utoipa::path(post, path = "/matters/{code}/send-down/acceptance", tag = "casework", summary = "Take what a higher tier sends down",
    description = "By the body that was asked, and by nobody in its place.",
    params(("code" = String, Path, description = "The matter's code")), request_body = TierActBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn accept(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(TierActBody {}): Json<TierActBody>,
) -> Result<Response, Failure> {
    let actor = visit.actor.clone();
    let decide = |m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| Reply::Takes.decide(&actor, m, r, d);
    desk.answer_command(&visit, &headers, &code, Action::AnswerSendDown, decide).await
}

/// `POST /matters/{code}/send-down/refusal`
#[utoipa::path(post, path = "/matters/{code}/send-down/refusal", tag = "casework", summary = "Do not take what a higher tier sends down",
    params(("code" = String, Path, description = "The matter's code")), request_body = TierRefusalBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<TierRefusalBody>,
) -> Result<Response, Failure> {
    let reply = Reply::Refuses(said("reason", &body.reason)?);
    let actor = visit.actor.clone();
    let decide = |m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| reply.decide(&actor, m, r, d);
    desk.answer_command(&visit, &headers, &code, Action::AnswerSendDown, decide).await
}
