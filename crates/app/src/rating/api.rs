//! `POST /api/v1/matters/{code}/rating`

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::MOST_TEXT;
use concord_domain::{Refusal, rating};
use concord_policy::{Action, Actor};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::kit::api::{Json, expected, versioned};
use crate::kit::desk::Desk;
use crate::kit::drawer::TextKind;
use crate::kit::failure::Failure;
use crate::kit::matter_view::MatterView;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// A party's own judgement of how a matter was handled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRating {
    /// One to five.
    #[schema(minimum = 1, maximum = 5)]
    pub stars: u8,
    #[serde(default)]
    pub comment: String,
}

/// Rates how a concluded matter was handled.
///
/// Each party once for each conclusion, with its access key.
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
            let comment = drawer.seal_some(TextKind::Comment, &new.comment);
            Ok(rating::rate(matter, party, new.stars, comment, rules)?)
        })
        .await?;
    let view = desk.matter_view(&actor, visit.lang, &matter).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &view))
}
