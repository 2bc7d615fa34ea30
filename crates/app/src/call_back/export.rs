//! `GET /desk/call-backs.csv` and `.xlsx`: whom the reader has to call, as a file. It names nobody.

use axum::extract::State;
use axum::response::Response;

use super::drawn::{SORTS, waiting};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::code;
use crate::kit::sheet::Sheet;
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

/// The columns, as the ends of their message keys.
const COLUMNS: [&str; 9] = ["code", "category", "status", "body", "tries", "week_from", "week_to", "due", "why"];

/// `GET /desk/call-backs.csv` and `.xlsx`
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = desk.call_back_region(&visit.actor, &fields)?;
    if !desk.may_take_call_backs(&visit.actor, &region) {
        return Err(Failure::Forbidden);
    }
    let sorting = Sorting::read(&fields, &SORTS);
    let rounds = desk.rounds(&visit.actor, &region).await?;
    let turns = rounds.iter().flat_map(|drawn| waiting(drawn, sorting).into_iter().map(move |turn| (drawn, turn)));
    let rows = turns.map(|(drawn, turn)| {
        vec![
            code(turn.framed.code.as_str()),
            desk.category_name(visit.lang, &turn.category),
            desk.text(&visit, &format!("status-{}", turn.status), &[]),
            desk.places().body_name(turn.framed.body, visit.lang.tag()),
            turn.tries().to_string(),
            drawn.round.from.to_string(),
            drawn.round.to().to_string(),
            drawn.round.due_on(&desk.duties.call_backs).to_string(),
            desk.why_drawn(visit.lang, drawn, turn),
        ]
    });
    let detail = format!("region={} order={}", region.as_str(), sorting.word());
    desk.take_away(&visit, sheet, ("call-backs", &detail), &COLUMNS, rows.collect()).await
}
