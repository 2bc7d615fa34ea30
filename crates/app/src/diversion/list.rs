//! Whom senders wait for, what was sent to the own bodies and by them, whom advice is owed to.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_store::Fault;
use minijinja::{Value, context};
use serde::Serialize;
use utoipa::ToSchema;

use super::list_queries::{self as queries, LINES_MOST, Line, SORTS, View};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::{code, edit_query};
use crate::kit::matter_view::BodyView;
use crate::kit::messages::Lang;
use crate::kit::page::shown;
use crate::kit::read_model::OPEN_END;
use crate::kit::sheet::{self, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

/// Where the list stands.
const PATH: &str = "/desk/diversions";
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 9] = ["code", "category", "region", "body", "way", "peer", "wanted", "on", "why"];

/// A line of a list of what is open.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenDiversion {
    pub code: String,
    pub category: String,
    pub region: String,
    /// Of the arrival or the diversion; of advice the party's.
    pub no: i64,
    pub body: BodyView,
    /// The sender or receiver, where it is known here.
    pub peer: Option<BodyView>,
    /// The way or where it leads; of advice how the matter ended.
    pub kind: String,
    /// `sign`, `work`, `answer`; `sent`, `signed`; `hand`.
    pub state: String,
    pub on: String,
    pub wanted_on: Option<String>,
    /// Why it stands here: what is wanted by when, and where that is written; in the reader's language.
    pub why: String,
}

impl Desk {
    /// What somebody waits for, by when, and where that is written.
    fn why_diverted(&self, lang: Lang, line: &Line) -> String {
        let what = self.templates.messages().plain(lang, &format!("diversion-why-{}", line.state));
        let promise = line.promise.as_deref().and_then(|key| self.promise_of(lang, key));
        let wanted_on = (line.wanted_on != OPEN_END).then_some(line.wanted_on.as_str());
        self.why_by(lang, what, wanted_on, promise.as_ref().map(|(_, source)| source.as_str()))
    }

    /// A line in the reader's language.
    pub(super) fn open_diversion(&self, lang: Lang, line: Line) -> OpenDiversion {
        let (tag, places) = (lang.tag(), self.places());
        let named = |id: i64| BodyView { id, name: places.body_name(BodyId(id), tag) };
        let category = CategoryCode::try_from(line.category.as_str()).map(|c| self.categories.name(&c, tag).to_owned());
        let region = line.region.parse::<RegionCode>().map(|r| places.path(&r, tag));
        let why = self.why_diverted(lang, &line);
        let wanted_on = (line.wanted_on != OPEN_END).then_some(line.wanted_on);
        OpenDiversion {
            why,
            code: line.code,
            category: category.unwrap_or(line.category),
            region: region.unwrap_or(line.region),
            no: line.no,
            body: named(line.body),
            peer: line.peer.map(named),
            kind: line.kind,
            state: line.state,
            on: line.on_day,
            wanted_on,
        }
    }
}

/// What an address asks for; no view where it names none.
fn asked(visit: &Visit) -> Result<(Option<View>, Sorting), Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    Ok((View::parse(query.get("view")), Sorting::read(&query, &SORTS)))
}

/// The address with its view named, so that the file and the headings follow what is shown.
fn naming(mut visit: Visit, view: View) -> Visit {
    let named = [("view".to_owned(), Some(view.as_str().to_owned()))];
    edit_query("", &visit.query, &named).trim_start_matches('?').clone_into(&mut visit.query);
    visit
}

/// `GET /desk/diversions.csv` and `.xlsx`: what is open with the bodies whose lists the reader may take away. It names nobody.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let bodies = desk.bodies_exported(visit.staff()?)?;
    let (view, sorting) = asked(&visit)?;
    let view = view.unwrap_or(View::Senders);
    let lines = desk.store.read(move |c| queries::lines(c, view, &bodies, sorting, sheet::LINES_MOST)).await?;
    let rows = lines.into_iter().map(|line| {
        let way = desk.text(&visit, &format!("{}-{}", view.kinds(), line.kind), &[]);
        let line = desk.open_diversion(visit.lang, line);
        let peer = line.peer.map(|peer| peer.name).unwrap_or_default();
        let wanted = line.wanted_on.unwrap_or_default();
        vec![code(&line.code), line.category, line.region, line.body.name, way, peer, wanted, line.on, line.why]
    });
    let detail = format!("view={} order={}", view.as_str(), sorting.word());
    desk.take_away(&visit, sheet, ("diversions", &detail), &COLUMNS, rows.collect()).await
}

/// `GET /desk/diversions`: the view asked for, or the first that holds something.
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let bodies = desk.bodies_seen(visit.staff()?)?;
    let (asked, sorting) = asked(&visit)?;
    let (counts, view, lines) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let count = |v: View| Ok((v, queries::count(c, v, &bodies)?));
            let counts = View::ALL.into_iter().map(count).collect::<Result<Vec<_>, Fault>>()?;
            // Whoever asks for none is shown the first that holds something.
            let first = || counts.iter().find(|(_, n)| *n > 0).map_or(View::Senders, |(v, _)| *v);
            let view = asked.unwrap_or_else(first);
            Ok((counts, view, queries::lines(c, view, &bodies, sorting, LINES_MOST)?))
        })
        .await?;
    let visit = naming(visit, view);
    let tabs: Vec<Value> = counts
        .iter()
        .map(|(v, n)| {
            context! {
                href => edit_query(PATH, &visit.whole_query(), &[("view".to_owned(), Some(v.as_str().to_owned()))]),
                label => desk.text(&visit, &format!("diversion-view-{}", v.as_str()), &[]),
                count => *n,
                current => *v == view,
            }
        })
        .collect();
    let today = desk.today().to_string();
    let late = lines.iter().filter(|l| l.wanted_on < today).count();
    let lines: Vec<OpenDiversion> = lines.into_iter().map(|line| desk.open_diversion(visit.lang, line)).collect();
    let ctx = context! {
        view => view.as_str(),
        kinds => view.kinds(),
        views => tabs,
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.bodies_exported(&visit.actor).is_ok().then(|| desk.sheets_of(&visit, PATH)),
        late,
        lines => shown(lines),
    };
    desk.page(&visit, "diversion/list.html", ctx)
}
