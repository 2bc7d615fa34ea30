//! Old matters as a worklist.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::matter::BacklogStage;
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor};
use concord_store::Fault;
use jiff::ToSpan as _;
use jiff::civil::Date;
use minijinja::{Value, context};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

use super::joint_queries::{self as queries, Line, Reach};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::people_queries;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// Where somebody works off old matters, and what is old today.
fn reach(desk: &Desk, actor: &Actor) -> Result<Reach, Failure> {
    if !desk.policy.ever(actor, Action::WorkBacklog) {
        return Err(Failure::Forbidden);
    }
    Ok(Reach {
        regions: desk.policy.regions(actor, Action::WorkBacklog).into_iter().map(str::to_owned).collect(),
        opened_by: desk.today().saturating_sub(i64::from(desk.duties.old_days).days()),
        reports: i64::from(desk.duties.old_reports),
    })
}

/// The stage by which the list is narrowed: `none`, or one that was reached.
fn stage(word: &str) -> Option<String> {
    (word == "none" || BacklogStage::parse(word).is_some()).then(|| word.to_owned())
}

/// `GET /desk/backlog`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let reach = reach(&desk, visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let wanted = query.get("stage").to_owned();
    let stage = stage(&wanted);
    let known = stage.is_some();
    let asked = reach.clone();
    let (lines, names) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let lines = queries::old(c, &asked, stage.as_deref())?;
            let sponsors: Vec<i64> = lines.iter().filter_map(|l| l.sponsor).collect();
            Ok((lines, people_queries::names(c, &sponsors)?))
        })
        .await?;
    let tab = |word: &str, key: &str| {
        let href = if word.is_empty() { "/desk/backlog".to_owned() } else { format!("?stage={word}") };
        context! { href => href, label => desk.text(&visit, key, &[]), current => if known { wanted == word } else { word.is_empty() } }
    };
    let mut tabs = vec![tab("", "joint-stage-all"), tab("none", "joint-stage-none")];
    tabs.extend(BacklogStage::ALL.iter().map(|s| tab(s.as_str(), &format!("backlog_stage-{}", s.as_str()))));
    let ctx = context! {
        views => tabs,
        days => desk.duties.old_days,
        reports => desk.duties.old_reports,
        lines => lines.iter().map(|l| shown(&desk, &visit, l, &reach, &names)).collect::<Vec<_>>(),
    };
    desk.page(&visit, "joint/backlog.html", ctx)
}

/// Calendar days since it was opened.
fn days(desk: &Desk, line: &Line) -> i32 {
    line.opened_on.parse::<Date>().map_or(0, |on| (desk.today() - on).get_days())
}

/// Why a matter is old, in the words of message keys.
fn reasons(line: &Line, reach: &Reach) -> Vec<&'static str> {
    let reasons = [
        ("long", line.opened_on.parse::<Date>().is_ok_and(|on| on <= reach.opened_by)),
        ("reopened", line.reopened > 0),
        ("repeated", line.reports >= reach.reports),
    ];
    reasons.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word).collect()
}

fn shown(desk: &Desk, visit: &Visit, line: &Line, reach: &Reach, names: &HashMap<i64, String>) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let category = CategoryCode::try_from(line.category.as_str()).ok();
    let region = line.region.parse::<RegionCode>().ok();
    let days = days(desk, line);
    let why = reasons(line, reach);
    context! {
        code => &line.code,
        category => category.map(|c| desk.categories.name(&c, tag).to_owned()),
        region => region.map(|r| places.path(&r, tag)),
        status => &line.status,
        days,
        reports => line.reports,
        reopened => line.reopened,
        why,
        body => places.body_name(BodyId(line.body), tag),
        sponsor => line.sponsor.and_then(|id| names.get(&id).cloned()),
        joint => line.joint_lead.map(|b| places.body_name(BodyId(b), tag)),
        stage => &line.stage,
    }
}

/// Old matters, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacklogPage {
    pub items: Vec<OldMatter>,
}

/// An old matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct OldMatter {
    pub code: String,
    pub category: String,
    pub region: String,
    pub status: String,
    pub opened_on: String,
    pub body: BodyView,
    /// Account of the leader who sees to it.
    pub sponsor: Option<i64>,
    /// Who leads the joint mediation.
    pub joint_lead: Option<BodyView>,
    /// The furthest step taken: `consult`, `judge`, `resolve`.
    pub stage: Option<String>,
    /// `long`, `reopened`, `repeated`.
    pub reasons: Vec<&'static str>,
    /// Why it stands here, in the reader's language.
    pub why: String,
}

/// `GET /backlog`
#[utoipa::path(get, path = "/backlog", tag = "between bodies", summary = "Old matters, and why they are old",
    params(("stage" = Option<String>, Query, description = "`none`, `consult`, `judge`, `resolve`: the furthest step taken")),
    responses(
        (status = 200, description = "The oldest first, at most 200", body = BacklogPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such stage", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let reach = reach(&desk, visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let wanted = query.some("stage").map(|word| stage(word).ok_or(FieldProblem::new("stage", "problem-not-a-choice")));
    let (wanted, asked) = (wanted.transpose()?, reach.clone());
    let lines = desk.store.read(move |c| queries::old(c, &asked, wanted.as_deref())).await?;
    let comma = desk.text(&visit, "timeline-comma", &[]);
    let items = lines.into_iter().map(|line| {
        let reasons = reasons(&line, &reach);
        let args = [("days", days(&desk, &line).to_string()), ("n", line.reports.to_string())];
        let why: Vec<String> = reasons.iter().map(|w| desk.text(&visit, &format!("joint-why-{w}"), &args)).collect();
        OldMatter {
            why: why.join(&comma),
            reasons,
            code: line.code,
            category: line.category,
            region: line.region,
            status: line.status,
            opened_on: line.opened_on,
            body: body_view(&desk, BodyId(line.body), visit.lang),
            sponsor: line.sponsor,
            joint_lead: line.joint_lead.map(|id| body_view(&desk, BodyId(id), visit.lang)),
            stage: line.stage,
        }
    });
    Ok(axum::Json(BacklogPage { items: items.collect() }).into_response())
}
