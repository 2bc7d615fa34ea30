//! `/report`: one step of the path after another.

use axum::extract::{Path, State as Extracted};
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;

use super::draw::draw;
use super::path::{State, Step};
use super::send;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::format::edit_query;
use crate::kit::page::go;
use crate::kit::upload::{Sent, Upload};
use crate::kit::visit::Visit;

/// `go` of whoever comes from another page, with what was typed there.
pub const BEGIN: &str = "begin";
/// Hex digits of a form's token.
const TOKEN_LENGTH: usize = 24;

/// `GET /report`: the first step; `category`, `region` and `channel` in the address fill in what they can. What somebody
/// says comes by `POST` alone: it belongs in no address.
pub async fn show(Extracted(desk): Extracted<Desk>, visit: Visit) -> Result<Response, Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    let mut pairs = vec![("once".to_owned(), desk.ids.salt()), ("go".to_owned(), BEGIN.to_owned())];
    let known = CategoryCode::try_from(query.get("category")).is_ok_and(|code| desk.categories.contains(&code));
    if known {
        pairs.push(("category".to_owned(), query.get("category").to_owned()));
        pairs.push(("preset".to_owned(), "1".to_owned()));
    }
    for name in ["region", "channel"] {
        pairs.extend(query.some(name).map(|value| (name.to_owned(), value.to_owned())));
    }
    let fields = Fields::from_pairs(pairs);
    begin(&State { desk: &desk, fields: &fields }, &visit)
}

fn begin(state: &State<'_>, visit: &Visit) -> Result<Response, Failure> {
    draw(state, visit, &state.first(), Vec::new())
}

/// `GET /q/{code}`: where a QR code on a wall leads: the area is known already.
pub async fn arrive(Extracted(desk): Extracted<Desk>, Path(code): Path<String>) -> Result<Response, Failure> {
    let places = desk.places();
    let by_body = || places.bodies().iter().find(|b| b.code == code).map(|b| b.region.clone());
    let by_region = || code.parse::<RegionCode>().ok().filter(|code| places.region(code).is_some());
    let region = by_body().or_else(by_region).ok_or(Failure::NotFound)?;
    let edits = [("region", region.as_str()), ("channel", "qr")].map(|(n, v)| (n.to_owned(), Some(v.to_owned())));
    Ok(go(&edit_query("/report", "", &edits)))
}

/// `POST /report`: the answer of one step, which leads to the next, back, or to a step to change.
pub async fn advance(Extracted(desk): Extracted<Desk>, visit: Visit, upload: Upload) -> Result<Response, Failure> {
    let Upload { fields, files } = upload;
    let fields = with_token(&desk, fields);
    let state = State { desk: &desk, fields: &fields };
    let step = Step::parse(fields.get("step")).unwrap_or_else(|| state.first());
    match fields.get("go") {
        BEGIN => return begin(&state, &visit),
        "back" => return draw(&state, &visit, &before(&state, &step), Vec::new()),
        "kinds" => return draw(&state, &visit, &Step::Kind, Vec::new()),
        other => {
            if let Some(to) = Step::parse(other) {
                return draw(&state, &visit, &to, Vec::new());
            }
        }
    }
    let problems = state.problems(&step);
    if !problems.is_empty() {
        return draw(&state, &visit, &step, problems);
    }
    if step == Step::Check {
        return finish(&state, &visit, files).await;
    }
    draw(&state, &visit, &after(&state, &step), Vec::new())
}

async fn finish(state: &State<'_>, visit: &Visit, files: Vec<Sent>) -> Result<Response, Failure> {
    if let Some((step, problems)) = state.first_wrong() {
        return draw(state, visit, &step, problems);
    }
    let filing = send::filing(state, visit.lang);
    match send::send(state.desk, state.fields.get("once"), filing, files).await {
        Err(Failure::Invalid(problems)) => draw(state, visit, &Step::Check, problems),
        Err(Failure::Refused(refusal)) => {
            let problem = FieldProblem::new("", format!("refusal-{}", refusal.rule()));
            draw(state, visit, &Step::Check, vec![problem])
        }
        answer => answer,
    }
}

/// The form's token, made anew when it is none of ours.
fn with_token(desk: &Desk, fields: Fields) -> Fields {
    let token = fields.get("once");
    if token.len() == TOKEN_LENGTH && token.bytes().all(|b| b.is_ascii_hexdigit()) {
        return fields;
    }
    let others = fields.pairs().iter().filter(|(name, _)| name != "once").cloned();
    Fields::from_pairs(others.chain([("once".to_owned(), desk.ids.salt())]).collect())
}

/// The step after one that was answered; whoever changes an answer goes back to the check, by what else that calls for.
fn after(state: &State<'_>, step: &Step) -> Step {
    let path = state.path();
    let at = path.iter().position(|s| s == step);
    if state.fields.has("review") || at.is_none() && *step != Step::Area {
        return state.first_wrong().map_or(Step::Check, |(step, _)| step);
    }
    match at {
        Some(at) => path.get(at + 1).cloned().unwrap_or(Step::Check),
        // The area was narrowed, and there is nothing narrower.
        None => Step::You,
    }
}

fn before(state: &State<'_>, step: &Step) -> Step {
    if *step == Step::Area {
        return Step::Where;
    }
    let path = state.path();
    let at = path.iter().position(|s| s == step).unwrap_or(0);
    path[at.saturating_sub(1)].clone()
}

/// The status of a page that is shown again.
pub fn status(problems: &[FieldProblem]) -> StatusCode {
    if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}
