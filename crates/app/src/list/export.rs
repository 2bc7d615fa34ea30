//! `GET /desk/matters.csv` and `.xlsx`: a list as a file, of at most 100,000 lines.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor};
use futures::stream;

use super::filter::{Filter, Order};
use super::find::{End, Found};
use super::line_queries::Line;
use super::reach::Reach;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::messages::Lang;
use crate::kit::sheet::{CELL_MOST, LINES_MOST, Row, Sheet};
use crate::kit::visit::Visit;
use crate::kit::work::Work;

/// Most matters that are named one by one.
const CHOSEN_MOST: usize = 200;
/// Lines read in one go.
const CHUNK: usize = 1_000;
/// Rows of an index that one go walks past.
const WALK: usize = 50_000;
/// The columns, as the ends of their message keys.
const COLUMNS: [&str; 17] = [
    "code",
    "status",
    "category",
    "region",
    "body",
    "mediator",
    "channel",
    "urgency",
    "opened",
    "concluded",
    "archived",
    "due",
    "amount",
    "stars",
    "reopened",
    "applicant",
    "story",
];

/// `GET /desk/matters.csv` and `.xlsx`
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let export = Export::begin(desk, &visit, sheet).await?;
    let headings = export.desk.sheet_headings(export.lang, &COLUMNS);
    let rows =
        stream::try_unfold(export, |mut export| async move { Ok(export.more().await?.map(|rows| (rows, export))) });
    sheet.answer("matters", headings, rows).await
}

/// A list being read chunk by chunk.
struct Export {
    desk: Desk,
    actor: Actor,
    lang: Lang,
    reach: Reach,
    filter: Filter,
    done: usize,
    over: bool,
}

impl Export {
    /// Asks whether the reader may, and writes down who took a list away.
    async fn begin(desk: Desk, visit: &Visit, sheet: Sheet) -> Result<Self, Failure> {
        let reach = desk.list_reach(&visit.actor, Action::ExportList)?;
        let fields = Fields::parse(visit.query.as_bytes())?;
        let (mut filter, wrong) = Filter::read(&fields, &desk.places(), &desk.categories);
        if !wrong.is_empty() {
            return Err(Failure::Invalid(wrong));
        }
        let codes: Vec<MatterCode> =
            fields.all("code").filter_map(|text| text.parse().ok()).take(CHOSEN_MOST).collect();
        // Those that were ticked, whatever the list was narrowed to.
        if !codes.is_empty() {
            filter = Filter { codes, ..Filter::default() };
        }
        let reach = desk.reach_of(&visit.actor, Action::ExportList, reach, &filter)?;
        filter.cursor = None;
        if filter.order == Order::Best {
            filter.order = Order::Newest;
        }
        let region = filter.region.as_ref().map_or("all", RegionCode::as_str);
        // What was searched may be a name.
        let detail = format!(
            "status={} work={} region={region}",
            filter.standing.as_str(),
            filter.work.map_or("", Work::as_str)
        );
        desk.note_sheet(visit, sheet, &detail).await?;
        Ok(Self { desk, actor: visit.actor.clone(), lang: visit.lang, reach, filter, done: 0, over: false })
    }

    /// The next rows; none at the end. Empty where a stretch of the list held nothing.
    async fn more(&mut self) -> Result<Option<Vec<Row>>, Failure> {
        if self.over {
            return Ok(None);
        }
        let limit = CHUNK.min(LINES_MOST - self.done);
        let found = self.desk.find_matters(&self.reach, &self.filter, limit, WALK).await?;
        self.done += found.lines.len();
        self.over = found.end == End::Over || self.done >= LINES_MOST;
        self.filter.cursor = found.end.cursor().cloned();
        Ok(Some(found.lines.iter().map(|line| self.row(&found, line)).collect()))
    }

    fn row(&self, found: &Found, line: &Line) -> Row {
        let (places, tag, messages) = (self.desk.places(), self.lang.tag(), self.desk.templates.messages());
        let word = |prefix: &str, word: &str| messages.plain(self.lang, &format!("{prefix}-{word}"));
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        let named = self.desk.may_read(&self.actor, Action::ViewNames, line);
        let seen = self.desk.may_read(&self.actor, Action::ViewMatter, line);
        vec![
            crate::kit::format::code(&line.code),
            word("status", &line.status),
            self.desk.category_name(self.lang, &line.category),
            self.desk.region_path(self.lang, &line.region),
            places.body_name(BodyId(line.responsible()), tag),
            line.mediator.and_then(|id| found.people.get(&id).cloned()).unwrap_or_default(),
            word("channel", &line.channel),
            word("urgency", &line.urgency),
            line.opened_on.clone(),
            day(&line.concluded_on),
            day(&line.archived_on),
            day(&line.due_on),
            line.amount.map_or_else(String::new, |cents| format!("{}.{:02}", cents / 100, cents % 100)),
            line.stars.map_or_else(String::new, |stars| format!("{}.{:02}", stars / 100, stars % 100)),
            line.reopened.to_string(),
            found.applicant(line).filter(|_| named).unwrap_or_default(),
            found.narrative(line).filter(|_| seen).map_or_else(String::new, |t| t.chars().take(CELL_MOST).collect()),
        ]
    }
}
