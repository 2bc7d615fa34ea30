//! What others sent, in the browser: their paper, the receipt, back to them, the answer.

use axum::extract::State;
use axum::response::Response;

use super::act::Act;
use super::shown::done;
use crate::kit::arrival::Paper;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

fn paper(form: &Fields) -> Result<Act, Failure> {
    let paper = Paper::read(form).map_err(Failure::Invalid)?;
    let paper = paper.ok_or(FieldProblem::new("way", "problem-missing"))?;
    let wrong = paper.check("");
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let report = form.int("report")?.and_then(|no| u32::try_from(no).ok()).unwrap_or(1);
    Ok(Act::Record { report, paper, files: numbers(form, "files") })
}

/// The numbers that were ticked.
pub(super) fn numbers(form: &Fields, name: &str) -> Vec<u32> {
    form.all(name).filter_map(|no| no.parse().ok()).collect()
}

/// `POST /desk/matters/{code}/arrivals`
pub async fn record(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let read = paper(&form);
    done(&desk, &visit, &code, &form, "diversion-recorded", read).await
}

/// `POST /desk/matters/{code}/arrivals/{no}/receipt`
pub async fn receipt(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, &code, &form, "diversion-receipted", Ok(Act::Receipt { no })).await
}

/// `POST /desk/matters/{code}/arrivals/{no}/return`
pub async fn send_back(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let field = format!("return_reason_{no}");
    let reason = check.text(&field, form.get(&field));
    done(&desk, &visit, &code, &form, "diversion-returned", check.done(Some(Act::SendBack { no, reason }))).await
}

/// `POST /desk/matters/{code}/arrivals/{no}/answer`
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let (text, until) = (format!("answer_text_{no}"), format!("answer_until_{no}"));
    let until = check.take(form.date(&until)).flatten();
    let text = check.text(&text, form.get(&text));
    done(&desk, &visit, &code, &form, "diversion-answered", check.done(Some(Act::Answer { no, text, until }))).await
}
