//! The work of the own bodies: what is to be signed for, answered, taken over, and what was given to others.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor};
use concord_store::{Fault, sealed};
use minijinja::{Value, context};
use serde::Serialize;
use utoipa::ToSchema;

use super::work_queries::{self as queries, Line, View};
use crate::kit::bodies::acted_for;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::messages::Lang;
use crate::kit::problem::Problem;
use crate::kit::read_model::OPEN_END;
use crate::kit::visit::Visit;

/// Characters of the story in a line.
const EXCERPT: usize = 40;

/// The bodies whose work somebody sees.
fn bodies(desk: &Desk, actor: &Actor) -> Result<Vec<i64>, Failure> {
    if !desk.policy.ever(actor, Action::ViewWork) {
        return Err(Failure::Forbidden);
    }
    let mut bodies = acted_for(actor);
    bodies.extend(desk.policy.bodies(actor, Action::ViewWork));
    bodies.sort_unstable();
    bodies.dedup();
    Ok(bodies)
}

impl Desk {
    /// Why work stands in a list: what is wanted of whom by when, and where that is written.
    fn why_work(&self, lang: Lang, line: &Line) -> String {
        let what = self.templates.messages().plain(lang, &format!("assignment-why-{}", line.state));
        let source = match line.state.as_str() {
            "sign" => Some(&self.duties.receipt.source),
            "dispute" => Some(&self.duties.dispute.source),
            _ => None,
        };
        let wanted_on = (line.wanted_on != OPEN_END && line.state != "take").then_some(line.wanted_on.as_str());
        self.why_by(lang, what, wanted_on, source.map(|source| source.in_lang(lang.tag())))
    }
}

/// `GET /desk/work`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let bodies = bodies(&desk, visit.staff()?)?;
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
        why => desk.why_work(visit.lang, line),
    }
}

/// Open work of the own bodies.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenWorkPage {
    pub items: Vec<OpenWork>,
}

/// What a body has to sign for, answer, take over, decide or do.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenWork {
    pub code: String,
    pub version: i64,
    pub category: String,
    pub region: String,
    /// Number of the assignment, urging, task, conference or dispute.
    pub no: i64,
    /// Who has to do it.
    pub body: BodyView,
    /// `sign`, `answer`, `take`, `urged`, `task`, `conference`, `dispute`.
    pub state: String,
    /// `lead` or `assist`.
    pub duty: String,
    pub wanted_on: Option<String>,
    /// More time that was asked for.
    pub asked_until: Option<String>,
    /// Why it stands here: what is wanted by when, and where that is written; in the reader's language.
    pub why: String,
}

/// `GET /work`
#[utoipa::path(get, path = "/work", tag = "between bodies", summary = "Open work of the own bodies, and why it is there",
    params(("view" = Option<String>, Query, description = "`own` where it is absent; `handing`, `given`, `urged`, `tasks`, `disputes`")),
    responses(
        (status = 200, description = "What is wanted soonest first, at most 200", body = OpenWorkPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such list", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let bodies = bodies(&desk, visit.staff()?)?;
    let view = Fields::parse(visit.query.as_bytes())?.word("view", View::parse)?.unwrap_or(View::Own);
    let lines = desk.store.read(move |c| queries::lines(c, view, &bodies)).await?;
    let items = lines.into_iter().map(|line| OpenWork {
        why: desk.why_work(visit.lang, &line),
        code: line.code,
        version: line.version,
        category: line.category,
        region: line.region,
        no: line.no,
        body: body_view(&desk, BodyId(line.body), visit.lang),
        state: line.state,
        duty: line.duty,
        wanted_on: (line.wanted_on != OPEN_END).then_some(line.wanted_on),
        asked_until: line.asked_until,
    });
    Ok(axum::Json(OpenWorkPage { items: items.collect() }).into_response())
}
