//! Old matters as a worklist.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::matter::BacklogStage;
use concord_domain::region::RegionCode;
use concord_policy::Action;
use concord_store::Fault;
use jiff::ToSpan as _;
use minijinja::{Value, context};
use std::collections::HashMap;

use super::joint_queries::{self as queries, Line, Reach};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::people_queries;
use crate::kit::visit::Visit;

/// `GET /desk/backlog`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::WorkBacklog) {
        return Err(Failure::Forbidden);
    }
    let query = Fields::parse(visit.query.as_bytes())?;
    let wanted = query.get("stage").to_owned();
    let known = wanted == "none" || BacklogStage::parse(&wanted).is_some();
    let stage = known.then(|| wanted.clone());
    let reach = Reach {
        regions: desk.policy.regions(actor, Action::WorkBacklog).into_iter().map(str::to_owned).collect(),
        opened_by: desk.today().saturating_sub(i64::from(desk.duties.old_days).days()),
        reports: i64::from(desk.duties.old_reports),
    };
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

fn shown(desk: &Desk, visit: &Visit, line: &Line, reach: &Reach, names: &HashMap<i64, String>) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let category = CategoryCode::try_from(line.category.as_str()).ok();
    let region = line.region.parse::<RegionCode>().ok();
    let opened: Option<jiff::civil::Date> = line.opened_on.parse().ok();
    let days = opened.map_or(0, |on| (desk.today() - on).get_days());
    let why: Vec<&str> = [
        ("long", opened.is_some_and(|on| on <= reach.opened_by)),
        ("reopened", line.reopened > 0),
        ("repeated", line.reports >= reach.reports),
    ]
    .into_iter()
    .filter(|(_, holds)| *holds)
    .map(|(word, _)| word)
    .collect();
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
