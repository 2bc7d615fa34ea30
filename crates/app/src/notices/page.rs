//! The reader's notices.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use minijinja::{Value, context};

use super::leads_to;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::{self, edit_query};
use crate::kit::messages::Args;
use crate::kit::notice_queries::{self, Asked, Inbox, Line, Place};
use crate::kit::page::{go, go_with};
use crate::kit::sheet::{LINES_MOST, Row, Sheet};
use crate::kit::sorting::{Sorting, Way};
use crate::kit::visit::Visit;

const PAGE: usize = 40;
const PATH: &str = "/desk/notices";
/// What the list is sorted by.
const SORTS: [&str; 1] = ["at"];
/// As it goes by itself: the newest first.
const OWN: Sorting = Sorting { by: "at", way: Way::LastFirst };
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 8] = ["since", "why", "code", "category", "region", "body", "due", "state"];

/// `GET /desk/notices`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let inbox = Inbox::of(visit.staff()?).ok_or(Failure::SignedOut)?;
    let (asked, sorting) = asked(&visit)?;
    let mut lines = desk.store.read(move |c| notice_queries::list(c, &inbox, asked, PAGE as i64 + 1)).await?;
    let next = (lines.len() > PAGE).then(|| lines[PAGE - 1].clone());
    lines.truncate(PAGE);
    let edit = |name: &str, value: Option<String>| {
        let edits = [("after".to_owned(), None), (name.to_owned(), value)];
        edit_query(PATH, &visit.whole_query(), &edits)
    };
    let newest = lines.iter().map(|line| line.at).max();
    let ctx = context! {
        title => desk.text(&visit, "notices-title", &[]),
        until => newest.filter(|_| asked.after.is_none() && asked.way == OWN.way),
        unread => visit.menu.count("notices").unwrap_or(0),
        only_unread => asked.unread,
        here => edit_query(PATH, &visit.whole_query(), &[]),
        all_href => edit("unread", None),
        unread_href => edit("unread", Some("1".to_owned())),
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.sheets_of(&visit, PATH),
        shown => lines.len(),
        next => next.map(|l| edit("after", Some(format!("{}_{}_{}", l.at, l.stream, l.no)))),
        first => asked.after.map(|_| edit("after", None)),
        lines => lines.iter().map(|line| shown(&desk, &visit, line)).collect::<Vec<_>>(),
    };
    let template = if visit.part().is_some() { "notices/rows.html" } else { "notices/show.html" };
    desk.page(&visit, template, ctx)
}

/// `GET /desk/notices.csv` and `.xlsx`: the reader's own notices, narrowed and sorted as they are shown.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let inbox = Inbox::of(visit.staff()?).ok_or(Failure::SignedOut)?;
    let (asked, sorting) = asked(&visit)?;
    let whole = Asked { after: None, ..asked };
    let lines = desk.store.read(move |c| notice_queries::list(c, &inbox, whole, LINES_MOST as i64)).await?;
    let rows = lines.iter().map(|line| row(&desk, &visit, line)).collect::<Result<_, _>>()?;
    let detail = format!("unread={} order={}", asked.unread, sorting.word());
    desk.take_away(&visit, sheet, ("notices", &detail), &COLUMNS, rows).await
}

/// What the address asks for, and in which order.
fn asked(visit: &Visit) -> Result<(Asked, Sorting), Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    let sorting = Sorting::parse(query.get("order"), &SORTS).unwrap_or(OWN);
    let (after, unread) = (read_place(query.get("after")), query.get("unread") == "1");
    Ok((Asked { way: sorting.way, after, unread }, sorting))
}

fn row(desk: &Desk, visit: &Visit, line: &Line) -> Result<Row, Failure> {
    let (lang, messages) = (visit.lang, desk.templates.messages());
    let state = if line.is_read { "notices-seen" } else { "notices-new" };
    Ok(vec![
        format::datetime(messages, lang, line.at, desk.clock.zone_name()).map_err(Failure::fault)?,
        desk.why_noticed(visit, line),
        line.code.as_deref().map(format::code).unwrap_or_default(),
        line.category.as_deref().map(|code| desk.category_name(lang, code)).unwrap_or_default(),
        line.region.as_deref().map(|code| desk.region_path(lang, code)).unwrap_or_default(),
        roster(desk, visit, line).unwrap_or_default(),
        line.due_on.clone().unwrap_or_default(),
        desk.text(visit, state, &[]),
    ])
}

/// The body of whose duty roster a notice tells.
fn roster(desk: &Desk, visit: &Visit, line: &Line) -> Option<String> {
    line.code.is_none().then(|| desk.places().body_name(BodyId(-line.stream), visit.lang.tag()))
}

fn read_place(text: &str) -> Option<Place> {
    let mut parts = text.splitn(3, '_').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

impl Desk {
    /// Why a notice calls for the reader, in a sentence.
    pub(super) fn why_noticed(&self, visit: &Visit, line: &Line) -> String {
        let messages = self.templates.messages();
        let due = line.due_on.as_deref().and_then(|on| format::date(messages, visit.lang, on).ok());
        let clock = if visit.lang.tag() == "en" { line.name_en.clone() } else { line.name_zh.clone() };
        let key = match (line.kind.as_str(), line.point.as_deref(), &clock) {
            ("warned", Some("soon"), _) => "notice-soon".to_owned(),
            ("urged", ..) if line.body.is_some() => "notice-urged-below".to_owned(),
            ("moved_on", _, Some(_)) => "notice-moved-on-because".to_owned(),
            ("urged", _, Some(_)) => "notice-urged-by-rule".to_owned(),
            (kind, ..) => format!("notice-{}", kind.replace('_', "-")),
        };
        let mut args = Args::new();
        args.set("clock", clock.unwrap_or_default());
        args.set("due", due.unwrap_or_default());
        args.set("part", line.point.clone().unwrap_or_default());
        args.set("n", line.about);
        let body = line.body.map(|body| self.places().body_name(BodyId(body), visit.lang.tag()));
        args.set("body", body.unwrap_or_default());
        messages.text(visit.lang, &key, &args)
    }
}

fn shown(desk: &Desk, visit: &Visit, line: &Line) -> Value {
    context! {
        id => format!("{}.{}", line.stream, line.no),
        text => desk.why_noticed(visit, line),
        kind => &line.kind,
        red => line.nearness.as_deref() == Some("red") || matches!(line.kind.as_str(), "lapsed" | "danger"),
        at => line.at,
        code => &line.code,
        roster => roster(desk, visit, line),
        category => line.category.as_deref().map(|code| desk.category_name(visit.lang, code)),
        region => line.region.as_deref().and_then(|code| desk.region_alone(visit.lang, code)),
        read => line.is_read,
        href => leads_to(&line.kind, line.code.as_deref(), line.stream),
    }
}

/// `POST /desk/notices/reading`: one notice, which may be followed at once, or all up to a moment.
pub async fn read(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let account = visit.account()?;
    if let Some(until) = form.some("until").and_then(|until| until.parse::<i64>().ok()) {
        let until = until.min(desk.now());
        desk.store.write(move |c| notice_queries::read_all(c, account, until)).await?;
        return Ok(go_with(PATH, "notices-read"));
    }
    let id = form.get("notice").split_once('.').and_then(|(stream, no)| Some((stream.parse().ok()?, no.parse().ok()?)));
    let (stream, no): (i64, i64) = id.ok_or(Failure::NotFound)?;
    desk.store.write(move |c| notice_queries::read_one(c, account, stream, no)).await?;
    // Only within the desk: an address in a form is no leave to go anywhere.
    let to = form.some("to").filter(|to| to.starts_with("/desk/")).unwrap_or(PATH);
    Ok(go(to))
}
