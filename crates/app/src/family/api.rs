//! Families of matters by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::{LinkKind, Matter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::act;
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::likely::{Likely, SuggestedIn, read_suggested};
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// A merger.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Merger)]
pub struct MergerIn {
    /// Code of the matter that goes on.
    into: String,
    /// The parties read it.
    reason: String,
    /// Id of the body that goes on leading, where the two matters have different leads.
    lead: Option<i64>,
}

/// Why a matter is taken out again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Separation)]
pub struct SeparationIn {
    /// The parties read it.
    reason: String,
}

/// A link between two matters.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MatterLink)]
pub struct LinkIn {
    /// Code of the other matter.
    to: String,
    /// `repeat`: the same people with the same thing again, which raises the urgency of the later matter; or `related`.
    #[schema(value_type = String, example = "related")]
    kind: LinkKind,
    /// For the staff.
    reason: String,
}

/// Nothing but the act itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LinkRemoval)]
pub struct RemovalIn {}

/// Suggested matters that a person found to be others.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Distinction)]
pub struct ApartIn {
    /// As they were suggested.
    apart: Vec<SuggestedIn>,
}

/// Matters that are likely the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct LikelyEarlier {
    /// The most alike first.
    items: Vec<LikelyItem>,
}

/// A matter that is likely the same, with the reasons.
#[derive(Debug, Serialize, ToSchema)]
pub struct LikelyItem {
    code: String,
    status: String,
    category: String,
    opened_on: String,
    /// `phone`, `other-side`, `name`, `respondent`, `address`, `place`, or `text-62`: so many percent of the stories are alike.
    why: Vec<String>,
    /// The same in the reader's language.
    reasons: Vec<String>,
}

fn item(desk: &Desk, visit: &Visit, likely: &Likely) -> LikelyItem {
    let e = &likely.earlier;
    LikelyItem {
        code: e.code.clone(),
        status: e.status.clone(),
        category: e.category.clone(),
        opened_on: e.opened_on.clone(),
        why: likely.why.iter().map(|why| why.to_text()).collect(),
        reasons: likely.why.iter().map(|why| desk.why_words(visit.lang, *why)).collect(),
    }
}

async fn answer(desk: &Desk, visit: &Visit, matter: &Matter) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    Ok(versioned(StatusCode::CREATED, matter, &desk.matter_view(actor, visit.lang, matter).await?))
}

fn other(field: &str, text: &str) -> Result<MatterCode, FieldProblem> {
    text.parse().map_err(|_| FieldProblem::new(field, "problem-merge-code"))
}

/// Likely earlier matters
///
/// Other matters that are likely the same thing, with the reasons; a person decides.
#[utoipa::path(get, path = "/matters/{code}/likely-earlier", tag = "families",
    params(("code" = String, Path, description = "Code of the matter")),
    responses((status = 200, body = LikelyEarlier),
              (status = 404, body = Problem, content_type = "application/problem+json")), security(("bearer" = [])))]
pub async fn likely(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let (matter, _) = desk.view(actor, &code).await?;
    let texts = desk.matter_texts(&matter).await?;
    let found = desk.likely_of(actor, &matter, &texts).await?;
    let items = found.iter().map(|likely| item(&desk, &visit, likely)).collect();
    Ok(axum::Json(LikelyEarlier { items }).into_response())
}

/// Tell matters apart
///
/// Notes that suggested matters are others: they are not suggested for this one again.
#[utoipa::path(post, path = "/matters/{code}/likely-earlier", tag = "families",
    params(("code" = String, Path, description = "Code of the matter")), request_body = ApartIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn apart(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    headers: HeaderMap,
    Json(body): Json<ApartIn>,
) -> Result<Response, Failure> {
    let shown = read_suggested(&body.apart).filter(|shown| !shown.is_empty());
    let shown = shown.ok_or_else(|| Failure::field("apart", "family-apart-missing"))?;
    let matter = act::apart(&desk, visit.staff()?, &code, expected(&headers)?, &shown).await?;
    answer(&desk, &visit, &matter).await
}

/// Merge a matter into another
///
/// Reports, parties and keys come over, and so do earlier promises; answers the matter that goes on. Can be taken back by a separation.
#[utoipa::path(post, path = "/matters/{code}/merger", tag = "families",
    params(("code" = String, Path, description = "Code of the matter that is merged"),
           ("If-Match" = Option<String>, Header, description = "Its version that this was decided for"),
           ("Idempotency-Key" = Option<String>, Header)),
    request_body = MergerIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn merge(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    headers: HeaderMap,
    Json(body): Json<MergerIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let into = check.take(other("into", &body.into));
    let reason = check.text("reason", &body.reason);
    let lead = body.lead.map(BodyId);
    let cmd = check.done(into.map(|into| act::Merge { into, reason, lead, shown: Vec::new() }))?;
    let matter = act::merge(&desk, visit.staff()?, &code, expected(&headers)?, &cmd).await?;
    answer(&desk, &visit, &matter).await
}

/// Take a merged matter out again
///
/// It stands as it stood before, with its own lead; its time limits ran on meanwhile. Answers it.
#[utoipa::path(post, path = "/matters/{code}/separation", tag = "families",
    params(("code" = String, Path, description = "Code of the merged matter")), request_body = SeparationIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn separate(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    headers: HeaderMap,
    Json(body): Json<SeparationIn>,
) -> Result<Response, Failure> {
    let reason = said("reason", &body.reason)?;
    let matter = act::separate(&desk, visit.staff()?, &code, expected(&headers)?, &reason).await?;
    answer(&desk, &visit, &matter).await
}

/// Link two matters
#[utoipa::path(post, path = "/matters/{code}/links", tag = "families",
    params(("code" = String, Path, description = "Code of the matter")), request_body = LinkIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn link(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    headers: HeaderMap,
    Json(body): Json<LinkIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let to = check.take(other("to", &body.to));
    let reason = check.text("reason", &body.reason);
    let kind = body.kind;
    let cmd = check.done(to.map(|to| act::Link { to, kind, reason, shown: Vec::new() }))?;
    let matter = act::link(&desk, visit.staff()?, &code, expected(&headers)?, &cmd).await?;
    answer(&desk, &visit, &matter).await
}

/// Remove a link from both matters
#[utoipa::path(post, path = "/matters/{code}/links/{other}/removal", tag = "families",
    params(("code" = String, Path, description = "Code of the matter"),
           ("other" = String, Path, description = "Code of the linked matter")),
    request_body = RemovalIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn unlink(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, other)): At<(MatterCode, MatterCode)>,
    headers: HeaderMap,
    Json(RemovalIn {}): Json<RemovalIn>,
) -> Result<Response, Failure> {
    let matter = act::unlink(&desk, visit.staff()?, &code, expected(&headers)?, &other).await?;
    answer(&desk, &visit, &matter).await
}
