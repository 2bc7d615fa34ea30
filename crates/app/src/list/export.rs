//! `GET /desk/matters.csv` and `.xlsx`: a list as a file, of at most 100,000 lines.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor};
use futures::stream;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::filter::{Filter, Order};
use super::find::{End, Found};
use super::reach::Reach;
use super::walk_queries::Line;
use crate::kit::audit;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::messages::Lang;
use crate::kit::visit::Visit;
use crate::kit::work::Work;

/// Most lines of a file.
const LINES_MOST: usize = 100_000;
/// Most matters that are named one by one.
const CHOSEN_MOST: usize = 200;
/// Lines read in one go.
const CHUNK: usize = 1_000;
/// Rows of an index that one go walks past.
const WALK: usize = 50_000;
/// Most characters of one cell that a spreadsheet takes.
const CELL_MOST: usize = 32_767;
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

/// `GET /desk/matters.csv`
pub async fn csv(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let export = Export::begin(desk, &visit, "csv").await?;
    // Excel takes a file for UTF-8 only with this mark.
    let mut head = b"\xef\xbb\xbf".to_vec();
    head.extend(csv_text(&[export.headings()])?);
    let first = stream::iter([Ok::<_, Failure>(Bytes::from(head))]);
    let rest = stream::try_unfold(export, |mut export| async move {
        let Some(rows) = export.more().await? else { return Ok(None) };
        Ok(Some((Bytes::from(csv_text(&rows)?), export)))
    });
    let body: Body = Body::from_stream(futures::StreamExt::chain(first, rest));
    Ok(attachment(body, "text/csv; charset=utf-8", "matters.csv"))
}

/// `GET /desk/matters.xlsx`
pub async fn xlsx(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let mut export = Export::begin(desk, &visit, "xlsx").await?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(Failure::fault)?;
    let bold = Format::new().set_bold();
    for (column, text) in (0..).zip(export.headings()) {
        sheet.write_string_with_format(0, column, text, &bold).map_err(Failure::fault)?;
    }
    let mut at = 0;
    while let Some(rows) = export.more().await? {
        for row in rows {
            at += 1;
            for (column, text) in (0..).zip(row) {
                // As text: a cell that begins with a sign is shown, not computed.
                sheet.write_string(at, column, text).map_err(Failure::fault)?;
            }
        }
    }
    let bytes = tokio::task::spawn_blocking(move || -> Result<Vec<u8>, XlsxError> { book.save_to_buffer() })
        .await
        .map_err(Failure::fault)?
        .map_err(Failure::fault)?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(attachment(Body::from(bytes), media, "matters.xlsx"))
}

fn attachment(body: Body, media: &'static str, name: &str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
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
    async fn begin(desk: Desk, visit: &Visit, format: &str) -> Result<Self, Failure> {
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
        let entry = audit::Entry {
            at: desk.now(),
            actor: visit.actor.reference(),
            action: "list.exported",
            // What was searched may be a name.
            detail: format!(
                "{format} status={} work={} region={region}",
                filter.standing.as_str(),
                filter.work.map_or("", Work::as_str)
            ),
        };
        desk.store.write(move |c| audit::record(c, entry)).await?;
        Ok(Self { desk, actor: visit.actor.clone(), lang: visit.lang, reach, filter, done: 0, over: false })
    }

    fn headings(&self) -> Vec<String> {
        let messages = self.desk.templates.messages();
        COLUMNS.iter().map(|column| messages.plain(self.lang, &format!("list-export-{column}"))).collect()
    }

    /// The next rows; none at the end. Empty where a stretch of the list held nothing.
    async fn more(&mut self) -> Result<Option<Vec<Vec<String>>>, Failure> {
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

    fn row(&self, found: &Found, line: &Line) -> Vec<String> {
        let (places, tag, messages) = (self.desk.places(), self.lang.tag(), self.desk.templates.messages());
        let word = |prefix: &str, word: &str| messages.plain(self.lang, &format!("{prefix}-{word}"));
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        let region: Option<RegionCode> = line.region.parse().ok();
        let category: Option<CategoryCode> = line.category.parse().ok();
        let named = self.desk.may_read(&self.actor, Action::ViewNames, line);
        let seen = self.desk.may_read(&self.actor, Action::ViewMatter, line);
        vec![
            crate::kit::format::code(&line.code),
            word("status", &line.status),
            category.map_or_else(String::new, |code| self.desk.categories.name(&code, tag).to_owned()),
            region.map_or_else(String::new, |code| places.path(&code, tag)),
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

fn csv_text(rows: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(Failure::fault)?;
    }
    writer.into_inner().map_err(|error| Failure::fault(error.into_error()))
}

/// A cell that no spreadsheet computes: what begins like a formula is made text by an apostrophe (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if formula || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_made_text() {
        for formula in ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝cmd()"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["", "王芳", "3F7-K2M-9QA", "2026-03-01", "a=b"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn quotes_and_line_ends_stay_in_their_cell() {
        let text = csv_text(&[vec!["a\"b".into(), "c\nd".into(), "e,f".into()]]).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "\"a\"\"b\",\"c\nd\",\"e,f\"\r\n");
    }
}
