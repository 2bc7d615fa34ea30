//! The reader's notices.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use minijinja::{Value, context};

use super::leads_to;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format;
use crate::kit::messages::Args;
use crate::kit::notice_queries::{self, Inbox, Line, Place};
use crate::kit::page::{go, go_with};
use crate::kit::visit::Visit;

const PAGE: usize = 40;
const PATH: &str = "/desk/notices";

/// `GET /desk/notices`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let inbox = Inbox::of(visit.staff()?).ok_or(Failure::SignedOut)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let before = read_place(query.get("before"));
    let place = before.unwrap_or((i64::MAX, i64::MAX, i64::MAX));
    let mut lines = desk.store.read(move |c| notice_queries::list(c, &inbox, place, PAGE as i64 + 1)).await?;
    let next = (lines.len() > PAGE).then(|| lines[PAGE - 1].clone());
    lines.truncate(PAGE);
    let ctx = context! {
        title => desk.text(&visit, "notices-title", &[]),
        until => lines.first().filter(|_| before.is_none()).map(|line| line.at),
        unread => visit.menu.count("notices").unwrap_or(0),
        shown => lines.len(),
        next => next.map(|l| format!("{PATH}?before={}_{}_{}", l.at, l.stream, l.no)),
        first => before.map(|_| PATH),
        lines => lines.iter().map(|line| shown(&desk, &visit, line)).collect::<Vec<_>>(),
    };
    let template = if visit.part().is_some() { "notices/rows.html" } else { "notices/show.html" };
    desk.page(&visit, template, ctx)
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
            ("urged", _, Some(_)) => "notice-urged-by-rule".to_owned(),
            (kind, ..) => format!("notice-{}", kind.replace('_', "-")),
        };
        let mut args = Args::new();
        args.set("clock", clock.unwrap_or_default());
        args.set("due", due.unwrap_or_default());
        args.set("part", line.point.clone().unwrap_or_default());
        args.set("n", line.about);
        messages.text(visit.lang, &key, &args)
    }
}

fn shown(desk: &Desk, visit: &Visit, line: &Line) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let category = line.category.as_deref().and_then(|code| CategoryCode::try_from(code).ok());
    let region: Option<RegionCode> = line.region.as_deref().and_then(|code| code.parse().ok());
    context! {
        id => format!("{}.{}", line.stream, line.no),
        text => desk.why_noticed(visit, line),
        kind => &line.kind,
        red => line.nearness.as_deref() == Some("red") || matches!(line.kind.as_str(), "lapsed" | "danger"),
        at => line.at,
        code => &line.code,
        roster => line.code.is_none().then(|| places.body_name(BodyId(-line.stream), tag)),
        category => category.map(|code| desk.categories.name(&code, tag).to_owned()),
        region => region.map(|code| places.path(&code, tag)),
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
