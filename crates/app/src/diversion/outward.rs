//! What goes to others, in the browser, as whoever sent it sees to it.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::diversion::Letter;
use concord_domain::matter::{Ground, ResultThere};

use super::act::{Act, Outgoing};
use super::arrivals::numbers;
use super::shown::done;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// `POST /desk/matters/{code}/diversions`
pub async fn send(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let exit = check.need("exit", Ok(form.some("exit").map(str::to_owned)));
    let body = check.take(form.int("receiver_body")).flatten().map(BodyId);
    let facts = check.text("letter_facts", form.get("letter_facts"));
    let asks = check.some_text("letter_asks", form.get("letter_asks"));
    let (receiver, consents_how) = (form.get("receiver").to_owned(), form.get("consents_how").to_owned());
    let ground = if form.has("danger") { Ground::Danger } else { Ground::Consent };
    let letter = Letter { receiver, facts, asks, consents_how };
    let (consents, files) = (numbers(&form, "consents"), numbers(&form, "letter_files"));
    let out = Outgoing { exit: exit.unwrap_or_default(), body, ground, consents, letter, files }.read(&mut check);
    let read = check.done(Some(Act::Send(out)));
    done(&desk, &visit, &code, &form, "diversion-sent", read).await
}

/// `POST /desk/matters/{code}/diversions/{no}/receipt`: noted by hand.
pub async fn sign(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, &code, &form, "diversion-signed", Ok(Act::Sign { no })).await
}

/// `POST /desk/matters/{code}/diversions/{no}/return`: noted by hand.
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, &code, &form, "diversion-came-back", refusal(&form, no)).await
}

pub(super) fn refusal(form: &Fields, no: u32) -> Result<Act, Failure> {
    let mut check = Check::new();
    let field = format!("refuse_reason_{no}");
    let reason = check.text(&field, form.get(&field));
    check.done(Some(Act::Refuse { no, reason }))
}

/// `POST /desk/matters/{code}/diversions/{no}/recall`
pub async fn recall(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let field = format!("recall_reason_{no}");
    let reason = check.text(&field, form.get(&field));
    done(&desk, &visit, &code, &form, "diversion-recalled", check.done(Some(Act::Recall { no, reason }))).await
}

/// `POST /desk/matters/{code}/diversions/{no}/outcome`: noted by hand.
pub async fn outcome(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, &code, &form, "diversion-told", result(&form, no)).await
}

pub(super) fn result(form: &Fields, no: u32) -> Result<Act, Failure> {
    let mut check = Check::new();
    let (field, text) = (format!("result_{no}"), format!("result_text_{no}"));
    let result = check.need(&field, form.word(&field, ResultThere::parse));
    let text = check.some_text(&text, form.get(&text));
    check.done(result.map(|result| Act::Outcome { no, result, text }))
}
