//! Judgements by the API.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{MOST_TEXT, RatingWay, Resolved, TryOutcome};
use concord_domain::{Refusal, rating};
use concord_policy::{Action, Actor};
use serde::Deserialize;
use utoipa::ToSchema;

use super::act::{Miss, Take};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::drawer::TextKind;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::matter_view::MatterView;
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// A party's own judgement of how a matter was handled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRating {
    /// One to five.
    #[schema(minimum = 1, maximum = 5)]
    pub stars: u8,
    /// Whether the trouble is over: `yes`, `partly`, `no`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "yes")]
    pub resolved: Option<Resolved>,
    #[serde(default)]
    pub comment: String,
}

/// Rates how a concluded matter was handled.
///
/// Each party once on conclusion and once after the return visit, with its access key; its word takes the place of what
/// somebody else took down for it.
#[utoipa::path(
    post, path = "/matters/{code}/rating", tag = "rating", request_body = NewRating,
    params(("code" = String, Path, description = "The matter's code")),
    responses(
        (status = 201, description = "Rated", body = MatterView),
        (status = 401, description = "No access key", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not a party", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such matter, or a wrong key", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Changed in between", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Another version than `If-Match`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Not concluded, rated already, or not one to five", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong keys", body = Problem, content_type = "application/problem+json"),
    ),
    security(("access_key" = [])),
)]
pub async fn create(
    State(desk): State<Desk>,
    visit: Visit,
    Path(code): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewRating>,
) -> Result<Response, Failure> {
    let code: MatterCode = code.parse().map_err(|_| Failure::NotFound)?;
    let actor = visit.actor_on(&desk, &code).await?;
    if new.comment.chars().count() > MOST_TEXT as usize {
        return Err(Refusal::TooLong { most: MOST_TEXT }.into());
    }
    // Staff do not judge themselves: only a party has a number to rate with.
    let Actor::Party { party, .. } = actor else { return Err(Failure::Forbidden) };
    let matter = desk
        .carry_out(&actor, Action::RateMatter, &code, expected(&headers)?, |matter, rules, drawer| {
            let text = drawer.seal_some(TextKind::Comment, &new.comment);
            let word = rating::Word { party, stars: new.stars, resolved: new.resolved, text };
            Ok(rating::rate(matter, word, rules)?)
        })
        .await?;
    let view = desk.matter_view(&actor, visit.lang, &matter).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &view))
}

/// A party's judgement, taken down by somebody else.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenRating {
    /// The party's number in the matter.
    pub party: u32,
    /// One to five.
    #[schema(minimum = 1, maximum = 5)]
    pub stars: u8,
    /// Whether the trouble is over: `yes`, `partly`, `no`; absent where the party would not say.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "partly")]
    pub resolved: Option<Resolved>,
    #[serde(default)]
    pub comment: String,
    /// `phone` or `paper`.
    #[schema(value_type = String, example = "phone")]
    pub way: RatingWay,
}

/// `POST /matters/{code}/ratings`
#[utoipa::path(post, path = "/matters/{code}/ratings", tag = "rating", summary = "Take a party's judgement down",
    description = "What people of a body that had the matter take down is kept and not counted.",
    params(("code" = String, Path, description = "The matter's code")), request_body = TakenRating,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn take(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(new): Json<TakenRating>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let comment = check.some_text("comment", &new.comment);
    if new.way == RatingWay::Own {
        check.note(FieldProblem::new("way", "problem-not-a-choice"));
    }
    let TakenRating { party, stars, resolved, way, .. } = new;
    let take = check.done(Some(Take { party, stars, resolved, comment, way, scan: None }))?;
    desk.answer_command_of(actor, &visit, &headers, &code, Action::TakeRating, |m, r, d| take.decide(actor, m, r, d))
        .await
}

/// A call that brought no judgement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingTry {
    /// The party's number in the matter.
    pub party: u32,
    /// `not_reached`, `refused`, `later`.
    #[schema(value_type = String, example = "not_reached")]
    pub outcome: TryOutcome,
}

/// `POST /matters/{code}/rating-tries`
#[utoipa::path(post, path = "/matters/{code}/rating-tries", tag = "rating", summary = "Note a call that brought no judgement",
    params(("code" = String, Path, description = "The matter's code")), request_body = RatingTry,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn miss(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(new): Json<RatingTry>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let miss = Miss { party: new.party, outcome: new.outcome };
    desk.answer_command_of(actor, &visit, &headers, &code, Action::TakeRating, |m, r, _| miss.decide(actor, m, r)).await
}
