//! `GET /desk/rating-requests.csv` and `.xlsx`: who is still to be asked, as a file.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::region::RegionCode;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor, Policy};
use concord_store::{Fault, sealed};
use futures::stream;

use super::requests::{narrowed, reach};
use super::requests_queries::{self as queries, Line, Narrowed, Part, Place, SORTS};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::code;
use crate::kit::messages::Lang;
use crate::kit::sheet::{LINES_MOST, Row, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::story::person;
use crate::kit::visit::Visit;

/// Lines read in one go.
const CHUNK: usize = 1_000;
/// The columns, as the ends of their message keys.
const COLUMNS: [&str; 11] =
    ["code", "category", "region", "status", "body", "party", "name", "occasion", "since", "tries", "why"];

/// A list being read chunk by chunk.
struct Export {
    desk: Desk,
    actor: Actor,
    lang: Lang,
    parts: Vec<Part>,
    by: Narrowed,
    sorting: Sorting,
    after: Option<Place>,
    left: usize,
}

/// `GET /desk/rating-requests.csv` and `.xlsx`
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let mut parts = reach(&desk, visit.staff()?)?;
    parts.retain(|part| exported(&desk.policy, &visit.actor, part));
    if parts.is_empty() {
        return Err(Failure::Forbidden);
    }
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (by, wrong) = narrowed(&fields, &desk.places());
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let sorting = Sorting::read(&fields, &SORTS);
    let detail = format!(
        "list=rating-requests region={} body={} occasion={} order={}",
        by.region.as_ref().map_or("all", RegionCode::as_str),
        by.body.map_or_else(String::new, |id| id.to_string()),
        by.occasion.unwrap_or_default(),
        sorting.word()
    );
    desk.note_sheet(&visit, sheet, &detail).await?;
    let headings = desk.sheet_headings(visit.lang, &COLUMNS);
    let (actor, lang) = (visit.actor, visit.lang);
    let export = Export { desk, actor, lang, parts, by, sorting, after: None, left: LINES_MOST };
    let rows = stream::try_unfold(export, |mut export| async move {
        let rows = export.more().await?;
        Ok::<_, Failure>((!rows.is_empty()).then_some((rows, export)))
    });
    sheet.answer("rating-requests", headings, rows).await
}

fn exported(policy: &Policy, actor: &Actor, part: &Part) -> bool {
    match part {
        Part::Region(code) => policy.allows(actor, Action::ExportList, &Subject::Region(code.as_str().to_owned())),
        Part::Body(id) => policy.allows(actor, Action::ExportList, &Subject::Body(*id)),
        // One's own matters are a part of what one's bodies have.
        Part::Mediator(_) => policy.ever(actor, Action::ExportList),
    }
}

impl Export {
    async fn more(&mut self) -> Result<Vec<Row>, Failure> {
        let (parts, by, after) = (self.parts.clone(), self.by.clone(), self.after.take());
        let (sorting, limit) = (self.sorting, CHUNK.min(self.left));
        let (lines, texts) = self
            .desk
            .store
            .read(move |c| -> Result<_, Fault> {
                let lines = queries::page(c, &parts, &by, (sorting, after.as_ref()), limit)?;
                let texts = sealed::get(c, &lines.iter().map(|l| l.person).collect::<Vec<_>>())?;
                Ok((lines, texts))
            })
            .await?;
        self.left -= lines.len();
        self.after = lines.last().map(|line| line.place.clone());
        let named = |line: &Line| person(&texts, line.person).map(|p| p.name);
        Ok(lines.iter().map(|line| self.row(line, named(line))).collect())
    }

    fn row(&self, line: &Line, name: Option<String>) -> Row {
        let (desk, lang) = (&self.desk, self.lang);
        let word = |prefix: &str, word: &str| desk.templates.messages().plain(lang, &format!("{prefix}-{word}"));
        // A file of matters names their people by the same right.
        let named = desk.policy.allows(&self.actor, Action::ViewNames, &Subject::Region(line.region.clone()));
        vec![
            code(&line.code),
            desk.category_name(lang, &line.category),
            desk.region_path(lang, &line.region),
            word("status", &line.status),
            desk.places().body_name(BodyId(line.body), lang.tag()),
            word("party_role", &line.role),
            name.filter(|_| named).unwrap_or_default(),
            word("occasion", &line.occasion),
            line.place.since_on.clone(),
            line.tries.to_string(),
            desk.why_asked(lang, line),
        ]
    }
}
