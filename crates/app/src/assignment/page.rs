//! Assignments in the browser.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::assignment;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::{AccountId, Duty, Matter, Status};
use concord_policy::{Action, Actor};
use minijinja::context;

use super::{decide, shown};
use crate::kit::desk::{Desk, Expected};
use crate::kit::duty_view::lead_first;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::order::Order;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

const TEMPLATE: &str = "assignment/show.html";

/// `GET /desk/matters/{code}/assignments`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let (matter, _) = desk.view(actor, &code_of(&code)?).await?;
    let asked = Fields::parse(visit.query.as_bytes())?;
    draw(&desk, &visit, actor, &matter, StatusCode::OK, &asked, &Mistakes::default()).await
}

/// `POST /desk/matters/{code}/assignments`
pub async fn create(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match read(&form) {
        Ok(order) => decide::assign(&desk, actor, &code, form.expected(), &order).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "assignment-assigned", done).await
}

/// `POST /desk/matters/{code}/mediator`
pub async fn name_mediator(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match form.int("mediator") {
        Ok(Some(account)) => decide::name_mediator(&desk, actor, &code, form.expected(), AccountId(account)).await,
        Ok(None) => Err(Failure::field("mediator", "assignment-mediator-missing")),
        Err(problem) => Err(problem.into()),
    };
    answered(&desk, &visit, &code, &form, "assignment-mediator-named", done).await
}

/// The version that the form was drawn for.
pub(super) fn expected(form: &Fields) -> Expected {
    form.expected()
}

fn read(form: &Fields) -> Result<Order, Failure> {
    let mut wrong: Vec<FieldProblem> = Vec::new();
    let mut keep = |problem| wrong.push(problem);
    let body = form.int("body").map_err(&mut keep).ok().flatten();
    let also = form.int("also").map_err(&mut keep).ok().flatten();
    let duty = form.word("duty", Duty::parse).map_err(&mut keep).ok().flatten();
    let mediator = form.int("mediator").map_err(&mut keep).ok().flatten();
    let due_on = form.date("due_on").map_err(&mut keep).ok().flatten();
    let Some(body) = body else {
        wrong.push(FieldProblem::new("body", "assignment-body-missing"));
        return Err(Failure::Invalid(wrong));
    };
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    Ok(Order {
        body: BodyId(body),
        duty: duty.unwrap_or(Duty::Lead),
        also: also.map(BodyId),
        mediator: mediator.map(AccountId),
        due_on,
        instruction: form.get("instruction").to_owned(),
    })
}

/// Goes on after a step, or shows the page again with what was typed.
pub(super) async fn answered(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: &Fields,
    flash: &'static str,
    done: Result<Matter, Failure>,
) -> Result<Response, Failure> {
    let failure = match done {
        Ok(_) if form.get("to") == "queue" => return Ok(go_with("/desk/queue", flash)),
        Ok(_) if form.get("to") == "work" => return Ok(go_with("/desk/work", flash)),
        Ok(_) if form.get("to") == "assignments" => {
            return Ok(go_with(&format!("/desk/matters/{}/assignments", code.as_str()), flash));
        }
        Ok(_) => return Ok(go_with(&format!("/desk/matters/{}", code.as_str()), flash)),
        Err(failure) => failure,
    };
    let again = desk.redraw(visit, code, form, failure).await?;
    draw(desk, visit, visit.staff()?, &again.matter, again.status, form, &again.mistakes).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    actor: &Actor,
    matter: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let texts = desk.matter_texts(matter).await?;
    let lang = visit.lang;
    let suggested = desk.suggest(matter, &texts);
    let mut offered = suggested.bodies.clone();
    offered.extend(&suggested.call_in);
    if !offered.contains(&matter.body) {
        offered.push(matter.body);
    }
    let early = matches!(matter.status, Status::Accepted | Status::Assigned | Status::Mediating);
    let may_assign = early && desk.may(actor, Action::AssignMatter, matter);
    // A mediator without that right may still take the matter on.
    let own = actor.account().map(AccountId);
    let may_take = desk.may(actor, Action::ArrangeSession, matter)
        && own.is_some_and(|own| assignment::name_mediator(matter, own).is_ok_and(|events| !events.is_empty()))
        && desk.check_mediator(matter.body, own.unwrap_or(AccountId(0))).await.is_ok();
    let mediator = match matter.mediator {
        Some(account) => desk.names_of(vec![account.0]).await?.remove(&account.0),
        None => None,
    };
    let own_mediators = desk.mediator_options(lang, vec![matter.body]).await?;
    let ctx = context! {
        title => desk.text(visit, "assignment-title", &[]),
        story => desk.story_shown(lang, matter, &texts),
        suggestion => desk.suggestion_shown(lang, &matter.region, &suggested),
        assignments => lead_first(matter).into_iter().map(|a| shown::work(desk, visit, actor, matter, a, &texts)).collect::<Vec<_>>(),
        mediator => mediator,
        responsible => desk.places().body_name(matter.responsible, lang.tag()),
        hand_bodies => desk.body_options(lang, matter, &suggested.call_in),
        bodies => desk.body_options(lang, matter, &suggested.bodies),
        mediators => desk.mediator_options(lang, offered).await?,
        own_mediators => own_mediators,
        duties => desk.word_options(lang, "duty", &Duty::ALL.iter().map(|d| d.as_str()).collect::<Vec<_>>()),
        first_body => suggested.bodies.first().map(|b| b.0.to_string()),
        may_assign => may_assign,
        may_name => early && matter.status != Status::Accepted && desk.may(actor, Action::NameMediator, matter),
        take => may_take.then(|| own.map(|own| own.0)).flatten(),
        to => form.get("to"),
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, TEMPLATE, ctx)
}
