//! Triage in the browser.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_domain::matter::{AccountId, Duty, Matter, Urgency};
use concord_policy::Action;

use super::decide::{self, Acceptance, Away};
use super::shown::{Again, draw, draw_fit, draw_mediators};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::Redraw;
use crate::kit::order::Order;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::turned_away::{DESTINATIONS, RETURN_REASONS, word};
use crate::kit::visit::{Visit, code_of};

const QUEUE: &str = "/desk/queue";

/// `GET /desk/queue/{code}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::ViewQueue) {
        return Err(Failure::Forbidden);
    }
    let (matter, _) = desk.view(actor, &code_of(&code)?).await?;
    draw(&desk, &visit, actor, &matter, StatusCode::OK, Again::default()).await
}

/// `POST /desk/queue/{code}/suggestion`: who is for the kind that is chosen in the form so far, and how it should be hurried; of the body
/// that is chosen, with `?part=mediators`, who mediates there.
pub async fn fits(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::ViewQueue) {
        return Err(Failure::Forbidden);
    }
    let (matter, _, texts) = desk.view_with_texts(actor, &code_of(&code)?).await?;
    if visit.part().as_deref() == Some("mediators") {
        return draw_mediators(&desk, &visit, &form).await;
    }
    draw_fit(&desk, &visit, &matter, &texts, &form)
}

/// Where a step leads: back to the queue, or to the matter it was taken from.
fn onward(form: &Fields, code: &MatterCode, flash: &'static str) -> Response {
    if form.get("to") == "queue" {
        return go_with(QUEUE, flash);
    }
    go_with(&format!("/desk/matters/{}", code.as_str()), flash)
}

/// Goes on after a step, or shows the page again with what was typed.
async fn answered(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: Fields,
    step: (&'static str, &'static str),
    done: Result<Matter, Failure>,
) -> Result<Response, Failure> {
    let Err(failure) = done else { return Ok(onward(&form, code, step.1)) };
    let Redraw { matter, status, mistakes } = desk.redraw(visit, code, &form, failure).await?;
    // What is drawn is the page of the queue, whatever the address of the form: the menu marks it so, and its links lead to it.
    let mut visit = visit.clone();
    visit.path = format!("{QUEUE}/{}", code.as_str());
    draw(desk, &visit, visit.staff()?, &matter, status, Again { form, mistakes, part: step.0 }).await
}

/// `POST /desk/matters/{code}/acceptance`
pub async fn accept(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let assigns = form.get("step") == "assign";
    let done = match read_acceptance(&form, assigns.then_some(Duty::Lead)) {
        Ok(acceptance) => decide::accept(&desk, actor, &code, form.expected(), acceptance).await,
        Err(failure) => Err(failure),
    };
    let flash = if assigns { "triage-accepted-assigned" } else { "triage-accepted" };
    answered(&desk, &visit, &code, form, ("acceptance", flash), done).await
}

/// Reads the form; `duty` is what the body named in it is given to do, none where it is only accepted.
fn read_acceptance(form: &Fields, duty: Option<Duty>) -> Result<Acceptance, Failure> {
    let mut wrong: Vec<FieldProblem> = Vec::new();
    let mut keep = |problem| wrong.push(problem);
    let category = form.word("category", |c| CategoryCode::try_from(c).ok()).map_err(&mut keep).ok().flatten();
    let urgency = form.word("urgency", Urgency::parse).map_err(&mut keep).ok().flatten();
    let body = form.int("body").map_err(&mut keep).ok().flatten().map(BodyId);
    let also = form.int("also").map_err(&mut keep).ok().flatten().map(BodyId);
    let mediator = form.int("mediator").map_err(&mut keep).ok().flatten().map(AccountId);
    let due_on = form.date("due_on").map_err(&mut keep).ok().flatten();
    if duty.is_some() && body.is_none() {
        keep(FieldProblem::new("body", "triage-body-missing"));
    }
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let order = duty.zip(body).map(|(duty, body)| Order {
        body,
        duty,
        also,
        mediator,
        due_on,
        instruction: form.get("instruction").to_owned(),
    });
    Ok(Acceptance { body: None, category, urgency, order })
}

/// `POST /desk/matters/{code}/return`
pub async fn turn_back(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match away(&form, "reason", &RETURN_REASONS, "return_text") {
        Ok(away) => decide::turn_back(&desk, actor, &code, form.expected(), away).await,
        Err(problem) => Err(problem.into()),
    };
    answered(&desk, &visit, &code, form, ("return", "triage-returned"), done).await
}

/// `POST /desk/matters/{code}/referral`
pub async fn refer(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match away(&form, "destination", &DESTINATIONS, "refer_text") {
        Ok(away) => decide::refer(&desk, actor, &code, form.expected(), away).await,
        Err(problem) => Err(problem.into()),
    };
    answered(&desk, &visit, &code, form, ("referral", "triage-referred"), done).await
}

fn away<'a>(
    form: &'a Fields,
    name: &'static str,
    list: &[&'static str],
    field: &'static str,
) -> Result<Away<'a>, FieldProblem> {
    let word = form.word(name, |text| word(list, text))?.ok_or(FieldProblem::new(name, "refusal-reason-missing"))?;
    Ok(Away { word, text: form.get(field), field })
}

/// `POST /desk/matters/{code}/classification`
pub async fn classify(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match CategoryCode::try_from(form.get("category")) {
        Ok(category) => decide::classify(&desk, actor, &code, form.expected(), category).await,
        Err(_) => Err(Failure::field("category", "problem-category")),
    };
    answered(&desk, &visit, &code, form, ("classification", "triage-classified"), done).await
}

/// `POST /desk/matters/{code}/urgency`
pub async fn set_urgency(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match Urgency::parse(form.get("urgency")) {
        Some(urgency) => decide::set_urgency(&desk, actor, &code, form.expected(), urgency).await,
        None => Err(Failure::field("urgency", "problem-not-a-choice")),
    };
    answered(&desk, &visit, &code, form, ("urgency", "triage-urgency-set"), done).await
}
