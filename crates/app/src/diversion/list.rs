//! Whom senders wait for, what was sent to the own bodies and by them, whom advice is owed to.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor};
use concord_store::Fault;
use minijinja::{Value, context};
use serde::Serialize;
use utoipa::ToSchema;

use super::list_queries::{self as queries, Line, View};
use crate::kit::bodies::acted_for;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::matter_view::BodyView;
use crate::kit::messages::Lang;
use crate::kit::page::shown;
use crate::kit::read_model::OPEN_END;
use crate::kit::visit::Visit;

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

/// The bodies over whose diversion somebody looks.
///
/// # Errors
/// [`Failure::Forbidden`] for whoever has none.
pub(super) fn bodies(desk: &Desk, actor: &Actor) -> Result<Vec<i64>, Failure> {
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

/// `GET /desk/diversions`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let bodies = bodies(&desk, visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let view = View::parse(query.get("view")).unwrap_or(View::Senders);
    let (counts, lines) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let count = |v: View| Ok((v, queries::count(c, v, &bodies)?));
            let counts = View::ALL.into_iter().map(count).collect::<Result<Vec<_>, Fault>>()?;
            Ok((counts, queries::lines(c, view, &bodies)?))
        })
        .await?;
    let tabs: Vec<Value> = counts
        .iter()
        .map(|(v, n)| {
            context! {
                href => format!("?view={}", v.as_str()),
                label => desk.text(&visit, &format!("diversion-view-{}", v.as_str()), &[]),
                count => *n,
                current => *v == view,
            }
        })
        .collect();
    let today = desk.today().to_string();
    let late = lines.iter().filter(|l| l.wanted_on < today).count();
    let lines: Vec<OpenDiversion> = lines.into_iter().map(|line| desk.open_diversion(visit.lang, line)).collect();
    let ctx = context! { view => view.as_str(), views => tabs, late, lines => shown(lines) };
    desk.page(&visit, "diversion/list.html", ctx)
}
