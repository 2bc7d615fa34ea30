//! The work of the own bodies: what is to be signed for, answered, taken over, and what was given to others.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_policy::Action;
use concord_store::{Fault, sealed};
use minijinja::{Value, context};

use super::work_queries::{self as queries, Line, View};
use crate::kit::bodies::acted_for;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::read_model::OPEN_END;
use crate::kit::visit::Visit;

/// Characters of the story in a line.
const EXCERPT: usize = 40;

/// `GET /desk/work`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::ViewWork) {
        return Err(Failure::Forbidden);
    }
    let mut bodies = acted_for(actor);
    bodies.extend(desk.policy.bodies(actor, Action::ViewWork));
    bodies.sort_unstable();
    bodies.dedup();
    let query = Fields::parse(visit.query.as_bytes())?;
    let view = View::parse(query.get("view")).unwrap_or(View::Own);
    let (counts, lines, texts) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let count = |v: View| Ok((v, queries::count(c, v, &bodies)?));
            let counts = View::ALL.into_iter().map(count).collect::<Result<Vec<_>, Fault>>()?;
            let lines = queries::lines(c, view, &bodies)?;
            let texts = sealed::get(c, &lines.iter().map(|l| l.narrative).collect::<Vec<_>>())?;
            Ok((counts, lines, texts))
        })
        .await?;
    let tabs: Vec<Value> = counts
        .iter()
        .map(|(v, n)| {
            context! {
                href => format!("?view={}", v.as_str()),
                label => desk.text(&visit, &format!("assignment-view-{}", v.as_str()), &[]),
                count => *n,
                current => *v == view,
            }
        })
        .collect();
    let today = desk.today().to_string();
    let late = lines.iter().filter(|l| l.wanted_on < today).count();
    let ctx = context! {
        view => view.as_str(),
        views => tabs,
        late,
        lines => lines.iter().map(|l| shown(&desk, &visit, l, &texts)).collect::<Vec<_>>(),
    };
    desk.page(&visit, "assignment/work.html", ctx)
}

fn shown(desk: &Desk, visit: &Visit, line: &Line, texts: &HashMap<i64, String>) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let category = CategoryCode::try_from(line.category.as_str()).ok();
    let region = line.region.parse::<RegionCode>().ok();
    context! {
        code => &line.code,
        version => line.version,
        no => line.no,
        body => places.body_name(BodyId(line.body), tag),
        category => category.map(|c| desk.categories.name(&c, tag).to_owned()),
        region => region.map(|r| places.path(&r, tag)),
        story => texts.get(&line.narrative).map(|t| t.chars().take(EXCERPT).collect::<String>()),
        state => &line.state,
        duty => &line.duty,
        wanted_on => (line.wanted_on != OPEN_END).then_some(&line.wanted_on),
        asked_until => &line.asked_until,
    }
}
