//! What somebody has in hand, by the API.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_store::Fault;
use serde::Serialize;
use utoipa::ToSchema;

use super::diary::{self, Line, View};
use super::page::{holder, read_place, usual_view, write_place};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::matter_view::{BodyView, body_view, rfc3339};
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

const PAGE: usize = 100;

/// What somebody has in hand, the nearest date first.
#[derive(Debug, Serialize, ToSchema)]
pub struct InHandPage {
    pub items: Vec<InHand>,
    /// Of this list, at most 1000.
    pub total: i64,
    /// Pass as `cursor` for the next page; absent at the end.
    pub next_cursor: Option<String>,
}

/// A matter in hand, or a meeting, visit or promise of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct InHand {
    pub code: String,
    pub status: String,
    pub category: String,
    pub category_name: String,
    pub region: String,
    pub region_name: String,
    pub urgency: String,
    pub channel: String,
    pub body: BodyView,
    pub mediator: Option<i64>,
    pub next_step: String,
    /// Earliest deadline that runs.
    pub due_on: Option<String>,
    pub concluded_on: Option<String>,
    /// Number of the meeting, visit or promise.
    pub no: Option<i64>,
    /// Its day, or the day of the next step.
    pub on: Option<String>,
    /// RFC 3339, of a meeting.
    pub at: Option<String>,
    /// Why it stands here: the time limit, when it ends or ended, how long it stood still and its source; the meeting, visit or promise;
    /// or the next step. In the reader's language.
    pub why: String,
}

/// `GET /mine`
#[utoipa::path(get, path = "/mine", tag = "matters", summary = "What the caller has in hand, and why",
    params(
        ("view" = Option<String>, Query, description = "`all` (of mediators, where it is absent), `sessions`, `unrecorded` (past, without a record), `late`, `soon`, `signing`, `visits`, `obligations`, `body` (of officers)"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses(
        (status = 200, description = "The nearest date first", body = InHandPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Only for mediators and officers", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such list, or no such cursor", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let usual = usual_view(visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let view = query.word("view", View::parse)?.unwrap_or(usual);
    let after = query
        .some("cursor")
        .map(|text| read_place(text).ok_or_else(|| FieldProblem::new("cursor", "problem-not-a-choice")));
    let after = after.transpose()?;
    let holder = holder(&desk, &visit)?;
    let (total, lines) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let total = diary::count(c, &holder, view)?;
            Ok((total, diary::page(c, &holder, view, after.as_ref(), PAGE + 1)?))
        })
        .await?;
    let next_cursor = (lines.len() > PAGE).then(|| write_place(&lines[PAGE - 1].place));
    let items = lines.into_iter().take(PAGE).map(|line| shown(&desk, &visit, view, line)).collect();
    Ok(axum::Json(InHandPage { items, total, next_cursor }).into_response())
}

fn shown(desk: &Desk, visit: &Visit, view: View, line: Line) -> InHand {
    let (places, tag) = (desk.places(), visit.lang.tag());
    let category = CategoryCode::try_from(line.category.as_str()).ok();
    let region = line.region.parse::<RegionCode>().ok();
    InHand {
        why: desk.why_mine(visit.lang, view, &line),
        category_name: category.map_or_else(String::new, |code| desk.categories.name(&code, tag).to_owned()),
        region_name: region.map_or_else(String::new, |code| places.path(&code, tag)),
        body: body_view(desk, BodyId(line.body), visit.lang),
        code: line.code,
        status: line.status,
        category: line.category,
        region: line.region,
        urgency: line.urgency,
        channel: line.channel,
        mediator: line.mediator,
        next_step: line.next_step,
        due_on: line.due_on.filter(|_| line.concluded_on.is_none()),
        concluded_on: line.concluded_on,
        no: (line.place.no > 0).then_some(line.place.no),
        on: line.place.dated.then_some(line.place.on),
        at: line.at.map(rfc3339),
    }
}
