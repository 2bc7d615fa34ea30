//! The trace of a body by the API.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{Read, days, late_days, read, traced};
use super::trace_queries::{Held, Mark, Span};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::path::At;
use crate::kit::period::Period;
use crate::kit::problem::Problem;
use crate::kit::read_model::OPEN_END;
use crate::kit::visit::Visit;

/// What a body held over a period, and what it promised.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyTrace {
    pub body: BodyView,
    pub from: String,
    pub to: String,
    /// Stays of matters that reach into the period.
    pub held: i64,
    /// Promises due in the period.
    pub promised: i64,
    /// Of them, met in time or not due yet.
    pub kept: i64,
    pub missed: i64,
    /// Missed, where the mark was lifted: it does not count.
    pub lifted: i64,
    /// The latest first, at most 200.
    pub marks: Vec<MarkView>,
    /// Those that ended first before the others, at most 200.
    pub stays: Vec<HeldView>,
}

/// A promise that was missed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkView {
    pub code: String,
    pub category: String,
    /// `clock`, `receipt`, `reply`, `dispute`, `task`, `urging`.
    pub kind: String,
    pub no: i64,
    pub due_on: String,
    pub met_on: Option<String>,
    /// Calendar days, until now where it is not met.
    pub late_days: i32,
    /// Whether the body objected: `none`, `open`, `judged`.
    pub appeal: String,
    pub lifted: bool,
}

/// A stay of a matter with the body.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldView {
    pub code: String,
    pub category: String,
    pub from_on: String,
    /// Absent while it lasts.
    pub until_on: Option<String>,
    pub days: i32,
    /// Of them, days in which a rule held the time limits.
    pub paused_days: i64,
}

/// `GET /bodies/{id}/trace`
#[utoipa::path(get, path = "/bodies/{id}/trace", tag = "between bodies", summary = "What a body held over a period, and what it missed",
    params(
        ("id" = i64, Path, description = "Id of the body"),
        ("from" = Option<String>, Query, description = "First day, `YYYY-MM-DD`"),
        ("to" = Option<String>, Query, description = "Last day; today where it is not given"),
        ("weeks" = Option<u16>, Query, description = "Instead of `from` and `to`: so many weeks up to today; 12 where nothing is given"),
    ),
    responses(
        (status = 200, description = "The trace", body = BodyTrace),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such body", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Days that will not do", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn show(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let places = desk.places();
    let body = traced(&desk, &places, visit.staff()?, id)?;
    let Period { from, to } = Period::read(&Fields::parse(visit.query.as_bytes())?, desk.today())?;
    let Read { held, count, sums, marks } = read(&desk, Span { body: id, from, to, today: desk.today() }).await?;
    let trace = BodyTrace {
        body: body_view(&desk, body.id, visit.lang),
        from: from.to_string(),
        to: to.to_string(),
        held: count,
        promised: sums.promised,
        kept: sums.kept(),
        missed: sums.missed,
        lifted: sums.lifted,
        marks: marks.into_iter().map(|m| mark(&desk, m)).collect(),
        stays: held.into_iter().map(|h| stay(&desk, h)).collect(),
    };
    Ok(axum::Json(trace).into_response())
}

fn mark(desk: &Desk, m: Mark) -> MarkView {
    MarkView {
        late_days: late_days(desk, &m),
        code: m.code,
        category: m.category,
        kind: m.kind,
        no: m.no,
        due_on: m.due_on,
        met_on: m.met_on,
        appeal: m.appeal,
        lifted: m.lifted,
    }
}

fn stay(desk: &Desk, h: Held) -> HeldView {
    HeldView {
        days: days(desk, &h),
        code: h.code,
        category: h.category,
        from_on: h.from_on,
        until_on: (h.until_on != OPEN_END).then_some(h.until_on),
        paused_days: h.paused_days,
    }
}
