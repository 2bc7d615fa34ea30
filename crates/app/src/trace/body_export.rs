//! `GET /desk/bodies/{id}/trace.csv`, `marks.csv` and `.xlsx`: what a body held over a period, and which promises it missed, as files.

use axum::extract::State;
use axum::response::Response;
use concord_store::{Conn, Fault};

use super::body::{days, late_days, may_take, span, traced};
use super::trace_queries::{self as queries, Held, Mark, Span};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::format::code;
use crate::kit::path::At;
use crate::kit::read_model::OPEN_END;
use crate::kit::sheet::{LINES_MOST, Row, Sheet};
use crate::kit::visit::Visit;

/// The columns of what was held, as the ends of their message keys.
const HELD: [&str; 6] = ["code", "category", "from", "until", "days", "paused"];
/// The columns of what was missed.
const MARKS: [&str; 7] = ["code", "category", "promise", "due", "met", "late_days", "outcome"];

/// `GET /desk/bodies/{id}/trace.csv` and `.xlsx`
pub async fn take_held(
    State(desk): State<Desk>,
    visit: Visit,
    At(id): At<i64>,
    sheet: Sheet,
) -> Result<Response, Failure> {
    let row = |held: Held| {
        let until = if held.until_on == OPEN_END { String::new() } else { held.until_on.clone() };
        let category = desk.category_name(visit.lang, &held.category);
        let (days, paused) = (days(&desk, &held).to_string(), held.paused_days.to_string());
        vec![code(&held.code), category, held.from_on, until, days, paused]
    };
    take(&desk, &visit, (id, sheet), ("trace", &HELD), queries::held, row).await
}

/// `GET /desk/bodies/{id}/marks.csv` and `.xlsx`
pub async fn take_marks(
    State(desk): State<Desk>,
    visit: Visit,
    At(id): At<i64>,
    sheet: Sheet,
) -> Result<Response, Failure> {
    let row = |mark: Mark| {
        let word = |key: &str| desk.text(&visit, key, &[]);
        let outcome = match (mark.lifted, mark.appeal.as_str()) {
            (true, _) => word("trace-lifted"),
            (false, "open") => word("trace-appealed"),
            (false, _) => String::new(),
        };
        let category = desk.category_name(visit.lang, &mark.category);
        let (promise, late) = (word(&format!("promise-{}", mark.kind)), late_days(&desk, &mark).to_string());
        vec![code(&mark.code), category, promise, mark.due_on, mark.met_on.unwrap_or_default(), late, outcome]
    };
    take(&desk, &visit, (id, sheet), ("marks", &MARKS), queries::marks, row).await
}

async fn take<T: Send + 'static>(
    desk: &Desk,
    visit: &Visit,
    (id, sheet): (i64, Sheet),
    (name, columns): (&str, &[&str]),
    read: fn(&mut Conn, &Span, usize) -> Result<Vec<T>, Fault>,
    row: impl Fn(T) -> Row,
) -> Result<Response, Failure> {
    let places = desk.places();
    let body = traced(desk, &places, visit.staff()?, id)?;
    if !may_take(desk, &visit.actor, body) {
        return Err(Failure::Forbidden);
    }
    let span = span(desk, visit, id)?;
    let lines = desk.store.read(move |c| read(c, &span, LINES_MOST)).await?;
    let detail = format!("body={id} from={} to={}", span.from, span.to);
    desk.take_away(visit, sheet, (name, &detail), columns, lines.into_iter().map(row).collect()).await
}
