//! `GET /api/v1/rates` and `GET /api/v1/bodies/{id}/rates`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::matter::Rate;
use concord_policy::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::figures::{About, Figures};
use super::page::body_asked;
use crate::kit::asked::region_asked;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::period::Period;
use crate::kit::problem::Problem;
use crate::kit::shares::Shares;
use crate::kit::visit::Visit;

/// Rates over a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatesView {
    pub from: String,
    pub to: String,
    /// Of the whole region or body.
    pub total: Vec<RateView>,
    /// By the widest kinds of dispute.
    pub categories: Vec<RatesPart>,
    /// Regions directly below; empty for a body.
    pub regions: Vec<RatesPart>,
    /// Bodies of the region and of those directly below; empty for a body.
    pub bodies: Vec<RatesPart>,
}

/// Rates of a part.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatesPart {
    /// Code of a kind or a region, id of a body.
    pub value: String,
    /// In the reader's language.
    pub name: String,
    pub rates: Vec<RateView>,
}

/// A share, with what it is a share of.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateView {
    /// `response`, `resolution`, `satisfaction`, `settled`, `fulfilled`, `came_back` (within 90 days), `regret`; each is defined in
    /// `docs/rates.md`.
    pub rate: &'static str,
    /// How many have it.
    pub hit: i64,
    /// Of how many.
    pub of: i64,
    /// 0 to 1; absent where there is nothing to be a share of.
    pub share: Option<f64>,
}

fn views(shares: &Shares) -> Vec<RateView> {
    let view = |rate: &Rate| {
        let share = shares.get(*rate);
        RateView { rate: rate.as_str(), hit: share.hit, of: share.of, share: share.ratio() }
    };
    Rate::ALL.iter().map(view).collect()
}

fn answer(desk: &Desk, visit: &Visit, period: Period, f: &Figures) -> Response {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let part = |value: String, name: String, shares: &Shares| RatesPart { value, name, rates: views(shares) };
    let kind = |code: &str| {
        let category = CategoryCode::try_from(code).ok();
        category.map(|c| desk.categories.name(&c, tag).to_owned()).unwrap_or_default()
    };
    let view = RatesView {
        from: period.from.to_string(),
        to: period.to.to_string(),
        total: views(&f.now),
        categories: f.categories.iter().map(|(code, shares)| part(code.clone(), kind(code), shares)).collect(),
        regions: f
            .children
            .iter()
            .map(|(code, shares)| part(code.as_str().to_owned(), places.region_name(code, tag).to_owned(), shares))
            .collect(),
        bodies: f
            .bodies
            .iter()
            .map(|(id, shares)| part(id.0.to_string(), places.body_name(*id, tag), shares))
            .collect(),
    };
    axum::Json(view).into_response()
}

fn period(desk: &Desk, fields: &Fields) -> Result<Period, Failure> {
    Period::read(fields, desk.today()).map_err(|problem| Failure::Invalid(vec![problem]))
}

/// Response, resolution, satisfaction, settled, fulfilled, came back, regret: of a region with all below it.
#[utoipa::path(
    get, path = "/rates", tag = "statistics", summary = "Rates of a region",
    params(
        ("region" = Option<String>, Query, description = "Code of a region; the caller's own where it is not given"),
        ("from" = Option<String>, Query, description = "First day, `YYYY-MM-DD`"),
        ("to" = Option<String>, Query, description = "Last day; today where it is not given"),
        ("weeks" = Option<u16>, Query, description = "Instead of `from` and `to`: so many weeks up to today; 12 where nothing is given"),
    ),
    responses(
        (status = 200, description = "The rates", body = RatesView),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not of this region", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such region", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that will not do", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])),
)]
pub async fn region(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = region_asked(&desk, &visit.actor, Action::ViewStatistics, &fields)?;
    let period = period(&desk, &fields)?;
    let figures = desk.rates(&About::Region(region), period).await?;
    Ok(answer(&desk, &visit, period, &figures))
}

/// The same of a body, for what it did anywhere.
#[utoipa::path(
    get, path = "/bodies/{id}/rates", tag = "statistics", summary = "Rates of a body",
    params(
        ("id" = i64, Path, description = "Id of the body"),
        ("from" = Option<String>, Query, description = "First day, `YYYY-MM-DD`"),
        ("to" = Option<String>, Query, description = "Last day; today where it is not given"),
        ("weeks" = Option<u16>, Query, description = "Instead of `from` and `to`: so many weeks up to today; 12 where nothing is given"),
    ),
    responses(
        (status = 200, description = "The rates", body = RatesView),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not of this body's region", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such body", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that will not do", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])),
)]
pub async fn body(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    body_asked(&desk, &visit.actor, id)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let period = period(&desk, &fields)?;
    let figures = desk.rates(&About::Body(BodyId(id)), period).await?;
    Ok(answer(&desk, &visit, period, &figures))
}
