//! The work of the own bodies: what is to be signed for, answered, taken over, and what was given to others.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_store::{Fault, sealed};
use minijinja::{Value, context};
use serde::Serialize;
use utoipa::ToSchema;

use super::work_queries::{self as queries, LINES_MOST, Line, SORTS, View};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::{code, edit_query, excerpt};
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::messages::Lang;
use crate::kit::problem::Problem;
use crate::kit::sheet::{self, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

/// Characters of the story in a line.
const EXCERPT: usize = 48;

/// Where the list stands.
const PATH: &str = "/desk/work";
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 9] = ["code", "category", "region", "body", "state", "duty", "wanted", "asked_until", "why"];

impl Desk {
    /// Why work stands in a list: what is wanted of whom by when, and where that is written.
    fn why_work(&self, lang: Lang, line: &Line) -> String {
        let what = self.templates.messages().plain(lang, &format!("assignment-why-{}", line.state));
        let source = match line.state.as_str() {
            "sign" => Some(&self.duties.receipt.source),
            "dispute" => Some(&self.duties.dispute.source),
            _ => None,
        };
        let wanted_on = line.wanted().filter(|_| line.state != "take");
        self.why_by(lang, what, wanted_on, source.map(|source| source.in_lang(lang.tag())))
    }
}

/// What an address asks for.
fn asked(visit: &Visit) -> Result<(View, Sorting), Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    Ok((View::parse(query.get("view")).unwrap_or(View::Own), Sorting::read(&query, &SORTS)))
}

/// `GET /desk/work.csv` and `.xlsx`: what is open with the bodies whose lists the reader may take away. It names nobody and tells
/// no story; matters of other areas are among it.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let bodies = desk.bodies_exported(visit.staff()?)?;
    let (view, sorting) = asked(&visit)?;
    let lines = desk.store.read(move |c| queries::lines(c, view, &bodies, sorting, sheet::LINES_MOST)).await?;
    let word = |prefix: &str, word: &str| desk.text(&visit, &format!("{prefix}-{word}"), &[]);
    let row = |line: &Line| {
        vec![
            code(&line.code),
            desk.category_name(visit.lang, &line.category),
            desk.region_path(visit.lang, &line.region),
            desk.places().body_name(BodyId(line.body), visit.lang.tag()),
            word("assignment-state", &line.state),
            word("duty", &line.duty),
            line.wanted().unwrap_or_default().to_owned(),
            line.asked_until.clone().unwrap_or_default(),
            desk.why_work(visit.lang, line),
        ]
    };
    let detail = format!("view={} order={}", view.as_str(), sorting.word());
    desk.take_away(&visit, sheet, ("work", &detail), &COLUMNS, lines.iter().map(row).collect()).await
}

/// `GET /desk/work`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let bodies = desk.bodies_seen(visit.staff()?)?;
    let (view, sorting) = asked(&visit)?;
    let (counts, lines, texts) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let count = |v: View| Ok((v, queries::count(c, v, &bodies)?));
            let counts = View::ALL.into_iter().map(count).collect::<Result<Vec<_>, Fault>>()?;
            let lines = queries::lines(c, view, &bodies, sorting, LINES_MOST)?;
            let texts = sealed::get(c, &lines.iter().map(|l| l.narrative).collect::<Vec<_>>())?;
            Ok((counts, lines, texts))
        })
        .await?;
    let tabs: Vec<Value> = counts
        .iter()
        .map(|(v, n)| {
            context! {
                href => edit_query(PATH, &visit.whole_query(), &[("view".to_owned(), Some(v.as_str().to_owned()))]),
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
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.bodies_exported(&visit.actor).is_ok().then(|| desk.sheets_of(&visit, PATH)),
        late,
        lines => lines.iter().map(|l| shown(&desk, &visit, l, &texts)).collect::<Vec<_>>(),
    };
    desk.page(&visit, "assignment/work.html", ctx)
}

fn shown(desk: &Desk, visit: &Visit, line: &Line, texts: &HashMap<i64, String>) -> Value {
    context! {
        code => &line.code,
        version => line.version,
        no => line.no,
        body => desk.places().body_name(BodyId(line.body), visit.lang.tag()),
        category => desk.category_name(visit.lang, &line.category),
        region => desk.region_alone(visit.lang, &line.region),
        story => texts.get(&line.narrative).map(|text| excerpt(text, EXCERPT)),
        state => &line.state,
        duty => &line.duty,
        wanted_on => line.wanted(),
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
    params(
        ("view" = Option<String>, Query, description = "`own` where it is absent; `handing`, `given`, `urged`, `tasks`, `disputes`"),
        ("order" = Option<String>, Query, description = "`due` where it is absent, `opened`, `body`, `region`; each with `-last` behind it the other way round"),
    ),
    responses(
        (status = 200, description = "In the order asked for, at most 200", body = OpenWorkPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such list or order", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let bodies = desk.bodies_seen(visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (view, sorting) = (query.word("view", View::parse)?.unwrap_or(View::Own), Sorting::asked(&query, &SORTS)?);
    let lines = desk.store.read(move |c| queries::lines(c, view, &bodies, sorting, LINES_MOST)).await?;
    let items = lines.into_iter().map(|line| OpenWork {
        why: desk.why_work(visit.lang, &line),
        wanted_on: line.wanted().map(str::to_owned),
        code: line.code,
        version: line.version,
        category: line.category,
        region: line.region,
        no: line.no,
        body: body_view(&desk, BodyId(line.body), visit.lang),
        state: line.state,
        duty: line.duty,
        asked_until: line.asked_until,
    });
    Ok(axum::Json(OpenWorkPage { items: items.collect() }).into_response())
}
