//! `GET /api/v1/matters`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_policy::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::filter::Filter;
use super::find::Found;
use super::line_queries::Line;
use super::walk_queries::WALK_MOST;
use crate::kit::api::{PAGE, PAGE_MOST};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::matter_view::{BodyView, body_view, rfc3339};
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// A page of matters.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatterPage {
    pub items: Vec<MatterSummary>,
    /// Give it as `cursor` for the next page; absent at the end. A page may hold fewer items than asked for and still have a next one.
    pub next_cursor: Option<String>,
}

/// A matter in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatterSummary {
    #[schema(example = "3F7K2M9QA")]
    pub code: String,
    pub version: i64,
    pub status: String,
    pub archived_on: Option<String>,
    pub category: String,
    pub category_name: String,
    pub region: String,
    pub region_name: String,
    pub urgency: String,
    /// `untold`, `seen`, `confirmed`: signs of danger that somebody has to see to.
    pub danger: Option<String>,
    pub channel: String,
    /// Who answers for it and owes the next step, or concluded it.
    pub body: BodyView,
    /// Who has the lead: another one while it has not signed.
    pub lead: BodyView,
    /// Account of the mediator.
    pub mediator: Option<i64>,
    /// RFC 3339.
    pub opened_at: String,
    pub opened_on: String,
    pub concluded_on: Option<String>,
    /// Earliest deadline that runs.
    pub due_on: Option<String>,
    /// Why an open one stands here: the time limit, when it ends or ended, how long it stood still, and its source, or the next
    /// step where no limit runs; in the reader's language.
    pub why: Option<String>,
    pub next_step: String,
    pub reopened: i64,
    /// Matters that belong to it: linked, merged into it, or gathering it.
    pub relatives: i64,
    /// Applicants who have not left.
    pub applicants: i64,
    /// Cents of yuan.
    pub amount: Option<i64>,
    /// For those who may see the matter.
    pub applicant: Option<String>,
    /// For those who may see the matter.
    pub narrative: Option<String>,
}

/// Matters, by filters and words, newest first. Any page costs the same, however many matters there are.
#[utoipa::path(
    get, path = "/matters", tag = "matters",
    params(
        ("status" = Option<String>, Query, description = "`open`, `late`, `concluded`, `archived`, `reopened`, `related`, `group`, or one status such as `mediating`"),
        ("work" = Option<String>, Query, description = "One of the caller's working lists: `mine`, `late`, `unassigned`, `waiting`"),
        ("late" = Option<bool>, Query, description = "The same as `status=late`"),
        ("region" = Option<String>, Query, description = "Code of a region, with all below it"),
        ("category" = Option<String>, Query, description = "Code of a kind of dispute, with the narrower ones in it"),
        ("body" = Option<i64>, Query, description = "Who answers for it and owes the next step, or concluded it: while a lead has not signed, whoever had it before"),
        ("lead" = Option<i64>, Query, description = "Who has the lead, signed for or not"),
        ("mediator" = Option<i64>, Query, description = "Account of the mediator"),
        ("channel" = Option<String>, Query, description = "`window`, `phone`, `grid`, `police`, `court`, `visit`, `web`, `qr`, `import`, `api`"),
        ("urgency" = Option<String>, Query, description = "`normal`, `soon`, `urgent`"),
        ("from" = Option<String>, Query, description = "Opened on or after, `YYYY-MM-DD`"),
        ("to" = Option<String>, Query, description = "Opened on or before"),
        ("concluded_from" = Option<String>, Query, description = "Concluded on or after"),
        ("concluded_to" = Option<String>, Query, description = "Concluded on or before"),
        ("taken_from" = Option<String>, Query, description = "Accepted on or after, where a limit ran for it"),
        ("taken_to" = Option<String>, Query, description = "Accepted on or before, where a limit ran for it"),
        ("promise" = Option<String>, Query, description = "`taken`, `taken-in-time`, `taken-late`, `ended-in-time`, `ended-late`: whether limits were kept"),
        ("counted" = Option<String>, Query, description = "A rate that counts something of the matter, such as `settled`; with `.hit` or `.miss` only what has it or has not"),
        ("counted_from" = Option<String>, Query, description = "With `counted`: counted on or after"),
        ("counted_to" = Option<String>, Query, description = "With `counted`: counted on or before"),
        ("counted_body" = Option<i64>, Query, description = "With `counted`: the body that it speaks about"),
        ("step" = Option<String>, Query, description = "What an open matter waits for, such as `accept` or `hold-session`"),
        ("q" = Option<String>, Query, description = "Words of the story or the place, a code; names and telephone numbers for those who may search them"),
        ("order" = Option<String>, Query, description = "`newest` or `oldest`; `best` with `q`; `due` or `due-last` for open matters by deadline"),
        ("limit" = Option<u16>, Query, description = "1 to 100; 25 where it is not given"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before"),
    ),
    responses(
        (status = 200, description = "A page", body = MatterPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "No list for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that will not do", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])),
)]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let reach = desk.list_reach(&visit.actor, Action::ViewList)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (filter, mut wrong) = Filter::read(&fields, &desk.places(), &desk.categories);
    let limit = limit(&fields).unwrap_or_else(|problem| {
        wrong.push(problem);
        PAGE
    });
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let reach = desk.reach_of(&visit.actor, Action::ViewList, reach, &filter)?;
    let found = desk.find_matters(&reach, &filter, usize::from(limit), WALK_MOST).await?;
    let items = found.lines.iter().map(|line| summary(&desk, &visit, &found, line)).collect();
    let next_cursor = found.end.cursor().map(super::filter::Cursor::to_text);
    Ok(axum::Json(MatterPage { items, next_cursor }).into_response())
}

fn limit(fields: &Fields) -> Result<u16, FieldProblem> {
    match fields.int("limit")? {
        None => Ok(PAGE),
        Some(n) if n < 1 => Err(FieldProblem::new("limit", "problem-too-small").with("bound", 1)),
        Some(n) => u16::try_from(n)
            .ok()
            .filter(|n| *n <= PAGE_MOST)
            .ok_or_else(|| FieldProblem::new("limit", "problem-too-large").with("bound", PAGE_MOST)),
    }
}

fn summary(desk: &Desk, visit: &Visit, found: &Found, line: &Line) -> MatterSummary {
    let (places, tag) = (desk.places(), visit.lang.tag());
    let seen = desk.may_read(&visit.actor, Action::ViewMatter, line);
    let region: Option<RegionCode> = line.region.parse().ok();
    let category: Option<CategoryCode> = line.category.parse().ok();
    MatterSummary {
        code: line.code.clone(),
        version: line.version,
        status: line.status.clone(),
        archived_on: line.archived_on.clone(),
        category_name: category.map_or_else(String::new, |code| desk.categories.name(&code, tag).to_owned()),
        category: line.category.clone(),
        region_name: region.map_or_else(String::new, |code| places.path(&code, tag)),
        region: line.region.clone(),
        urgency: line.urgency.clone(),
        danger: line.danger.clone(),
        channel: line.channel.clone(),
        body: body_view(desk, BodyId(line.responsible()), visit.lang),
        lead: body_view(desk, BodyId(line.body), visit.lang),
        mediator: line.mediator,
        opened_at: rfc3339(line.opened_at),
        opened_on: line.opened_on.clone(),
        concluded_on: line.concluded_on.clone(),
        due_on: line.due_on.clone(),
        why: line.concluded_on.is_none().then(|| desk.why_open(visit.lang, line.due(), &line.next_step, None)),
        next_step: line.next_step.clone(),
        reopened: line.reopened,
        relatives: line.relatives,
        applicants: line.applicants,
        amount: line.amount,
        applicant: found.applicant(line).filter(|_| seen),
        narrative: found.narrative(line).filter(|_| seen).map(str::to_owned),
    }
}
