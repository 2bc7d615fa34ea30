//! Old matters as a worklist.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_domain::matter::BacklogStage;
use concord_domain::region::{RegionCode, Tier};
use concord_policy::relation::{MatterFacts, Subject};
use concord_policy::{Action, Actor};
use concord_store::Fault;
use jiff::ToSpan as _;
use jiff::civil::Date;
use minijinja::{Value, context};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

use super::joint_queries::{self as queries, LINES_MOST, Line, Reach, SORTS};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::format::{code, edit_query};
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::problem::Problem;
use crate::kit::sheet::{self, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

/// Where the list stands.
const PATH: &str = "/desk/backlog";
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 12] =
    ["code", "category", "region", "status", "body", "opened", "days", "reopened", "sponsor", "joint", "stage", "why"];

/// Where somebody works off old matters and may do this with their list, and what is old today.
fn reach(desk: &Desk, actor: &Actor, action: Action) -> Result<Reach, Failure> {
    if !desk.policy.ever(actor, Action::WorkBacklog) || !desk.policy.ever(actor, action) {
        return Err(Failure::Forbidden);
    }
    let may = |code: &&str| desk.policy.allows(actor, action, &Subject::Region((*code).to_owned()));
    Ok(Reach {
        regions: desk.policy.regions(actor, Action::WorkBacklog).into_iter().filter(may).map(str::to_owned).collect(),
        opened_by: desk.today().saturating_sub(i64::from(desk.duties.old_days).days()),
        reports: i64::from(desk.duties.old_reports),
    })
}

/// The stage by which the list is narrowed: `none`, or one that was reached.
fn stage(word: &str) -> Option<String> {
    (word == "none" || BacklogStage::parse(word).is_some()).then(|| word.to_owned())
}

/// What an address asks for: the stage, and the order.
fn asked(visit: &Visit) -> Result<(Option<String>, Sorting), Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    Ok((stage(query.get("stage")), Sorting::read(&query, &SORTS)))
}

async fn old(
    desk: &Desk,
    reach: &Reach,
    (stage, sorting): (Option<String>, Sorting),
    limit: usize,
) -> Result<Vec<Line>, Fault> {
    let reach = reach.clone();
    desk.store.read(move |c| queries::old(c, &reach, stage.as_deref(), sorting, limit)).await
}

/// The names of the leaders who see to them.
async fn sponsors(desk: &Desk, lines: &[Line]) -> Result<HashMap<i64, String>, Fault> {
    desk.names_of(lines.iter().filter_map(|line| line.sponsor).collect()).await
}

/// `GET /desk/backlog`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let reach = reach(&desk, visit.staff()?, Action::WorkBacklog)?;
    let (stage, sorting) = asked(&visit)?;
    let lines = old(&desk, &reach, (stage.clone(), sorting), LINES_MOST).await?;
    let names = sponsors(&desk, &lines).await?;
    let stage = stage.unwrap_or_default();
    let tab = |word: &str, key: &str| {
        let wanted = (!word.is_empty()).then(|| word.to_owned());
        let href = edit_query(PATH, &visit.whole_query(), &[("stage".to_owned(), wanted)]);
        context! { href => href, label => desk.text(&visit, key, &[]), current => stage == word }
    };
    let mut tabs = vec![tab("", "joint-stage-all"), tab("none", "joint-stage-none")];
    tabs.extend(BacklogStage::ALL.iter().map(|s| tab(s.as_str(), &format!("backlog_stage-{}", s.as_str()))));
    let ctx = context! {
        views => tabs,
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => self::reach(&desk, &visit.actor, Action::ExportList).is_ok().then(|| desk.sheets_of(&visit, PATH)),
        days => desk.duties.old_days,
        reports => desk.duties.old_reports,
        lines => lines.iter().map(|l| shown(&desk, &visit, l, &reach, &names)).collect::<Vec<_>>(),
    };
    desk.page(&visit, "joint/backlog.html", ctx)
}

/// `GET /desk/backlog.csv` and `.xlsx`
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let reach = reach(&desk, visit.staff()?, Action::ExportList)?;
    let (stage, sorting) = asked(&visit)?;
    let detail = format!("stage={} order={}", stage.as_deref().unwrap_or("all"), sorting.word());
    let lines = old(&desk, &reach, (stage, sorting), sheet::LINES_MOST).await?;
    let names = sponsors(&desk, &lines).await?;
    let body = |id: i64| desk.places().body_name(BodyId(id), visit.lang.tag());
    let word = |prefix: &str, word: &str| desk.text(&visit, &format!("{prefix}-{word}"), &[]);
    let row = |line: &Line| {
        vec![
            code(&line.code),
            desk.category_name(visit.lang, &line.category),
            desk.region_path(visit.lang, &line.region),
            word("status", &line.status),
            body(line.body),
            line.opened_on.clone(),
            days(&desk, line).to_string(),
            line.reopened.to_string(),
            line.sponsor.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            line.joint_lead.map(body).unwrap_or_default(),
            line.stage.as_deref().map_or_else(|| word("joint", "stage-none"), |stage| word("backlog_stage", stage)),
            why_old(&desk, &visit, line, &reach),
        ]
    };
    desk.take_away(&visit, sheet, ("backlog", &detail), &COLUMNS, lines.iter().map(row).collect()).await
}

/// Why a matter is old, in the reader's language.
fn why_old(desk: &Desk, visit: &Visit, line: &Line, reach: &Reach) -> String {
    let args = [("days", days(desk, line).to_string()), ("n", line.reports.to_string())];
    let why = reasons(line, reach).into_iter().map(|word| desk.text(visit, &format!("joint-why-{word}"), &args));
    why.collect::<Vec<_>>().join(&desk.text(visit, "timeline-comma", &[]))
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

/// Whether the reader works an old matter off; one that a higher tier has is only looked at.
fn works(desk: &Desk, actor: &Actor, line: &Line) -> bool {
    let tier = Tier::ALL.into_iter().find(|tier| tier.as_str() == line.tier);
    let area = line.region.parse::<RegionCode>().ok().zip(tier).and_then(|(code, tier)| code.at(tier));
    let facts = MatterFacts {
        id: 0,
        region: line.region.clone(),
        tier_area: area.map(String::from),
        owner_body: Some(line.body),
        bodies: vec![line.body],
        receivers: Vec::new(),
        mediator: None,
        filed_by: None,
    };
    desk.policy.allows(actor, Action::WorkBacklog, &Subject::Matter(facts))
}

fn shown(desk: &Desk, visit: &Visit, line: &Line, reach: &Reach, names: &HashMap<i64, String>) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let days = days(desk, line);
    let why = reasons(line, reach);
    context! {
        code => &line.code,
        category => desk.category_name(visit.lang, &line.category),
        region => desk.region_alone(visit.lang, &line.region),
        status => &line.status,
        days,
        reports => line.reports,
        reopened => line.reopened,
        why,
        body => places.body_name(BodyId(line.body), tag),
        works => works(desk, &visit.actor, line),
        sponsor => line.sponsor.and_then(|id| names.get(&id).cloned()),
        joint => line.joint_lead.map(|b| places.body_name(BodyId(b), tag)),
        stage => &line.stage,
    }
}

/// Old matters.
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
    params(
        ("stage" = Option<String>, Query, description = "`none`, `consult`, `judge`, `resolve`: the furthest step taken"),
        ("order" = Option<String>, Query, description = "`opened` where it is absent, `body`; each with `-last` behind it the other way round"),
    ),
    responses(
        (status = 200, description = "In the order asked for, at most 200", body = BacklogPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such stage or order", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let reach = reach(&desk, visit.staff()?, Action::WorkBacklog)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let wanted = query.some("stage").map(|word| stage(word).ok_or(FieldProblem::new("stage", "problem-not-a-choice")));
    let sorting = Sorting::asked(&query, &SORTS)?;
    let lines = old(&desk, &reach, (wanted.transpose()?, sorting), LINES_MOST).await?;
    let items = lines.into_iter().map(|line| OldMatter {
        why: why_old(&desk, &visit, &line, &reach),
        reasons: reasons(&line, &reach),
        code: line.code,
        category: line.category,
        region: line.region,
        status: line.status,
        opened_on: line.opened_on,
        body: body_view(&desk, BodyId(line.body), visit.lang),
        sponsor: line.sponsor,
        joint_lead: line.joint_lead.map(|id| body_view(&desk, BodyId(id), visit.lang)),
        stage: line.stage,
    });
    Ok(axum::Json(BacklogPage { items: items.collect() }).into_response())
}
