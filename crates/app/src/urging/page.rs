//! Urging in the browser.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::{Matter, Status};
use concord_domain::urging::{self, Urging};
use concord_policy::Action;
use minijinja::{Value, context};

use super::act::{self, Act};
use crate::kit::bodies::acts_for;
use crate::kit::case::unsent;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// The fields of an answer and of a withdrawal, before the number of the urging.
const ANSWER: &str = "answer_text_";
const WITHDRAW: &str = "withdraw_reason_";

/// `GET /desk/matters/{code}/urgings`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(&code)?).await?;
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

async fn done(
    desk: &Desk,
    visit: &Visit,
    code: &str,
    form: &Fields,
    flash: &'static str,
    read: Result<Act, Failure>,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(code)?);
    let done = match read {
        Ok(act) => act::act(desk, actor, &code, form.expected(), &act).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = done else {
        return Ok(go_with(&format!("/desk/matters/{}/urgings", code.as_str()), flash));
    };
    let again = desk.redraw(visit, &code, form, failure).await?;
    draw(desk, visit, &again.matter, again.status, form, &again.mistakes).await
}

/// `POST /desk/matters/{code}/urgings`
pub async fn urge(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let to = check.need("to_body", form.int("to_body"));
    let by = check.need("answer_by", form.date("answer_by"));
    let text = check.text("urging_text", form.get("urging_text"));
    let read = check.done(to.zip(by).map(|(to, answer_by)| Act::Urge { to: BodyId(to), answer_by, text }));
    done(&desk, &visit, &code, &form, "urging-issued", read).await
}

/// `POST /desk/matters/{code}/urgings/{no}/answer`
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let field = format!("{ANSWER}{no}");
    let text = check.text(&field, form.get(&field));
    done(&desk, &visit, &code, &form, "urging-answered", check.done(Some(Act::Answer { no, text }))).await
}

/// `POST /desk/matters/{code}/urgings/{no}/withdrawal`
pub async fn withdraw(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let field = format!("{WITHDRAW}{no}");
    let reason = check.text(&field, form.get(&field));
    done(&desk, &visit, &code, &form, "urging-withdrawn", check.done(Some(Act::Withdraw { no, reason }))).await
}

/// `POST /desk/matters/{code}/take-over`
pub async fn take_over(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.text("take_reason", form.get("take_reason"));
    done(&desk, &visit, &code, &form, "urging-taken-over", check.done(Some(Act::TakeOver { reason }))).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let texts = desk.matter_texts(matter).await?;
    let (tag, places) = (visit.lang.tag(), desk.places());
    let may = |action: Action| matter.status.is_open() && desk.may(actor, action, matter);
    let mut whom: Vec<BodyId> = vec![matter.responsible, matter.body];
    whom.extend(matter.assignments.iter().filter(|a| a.is_open()).map(|a| a.body));
    let mut seen: Vec<BodyId> = Vec::new();
    whom.retain(|b| {
        let new = !seen.contains(b);
        seen.push(*b);
        new
    });
    let own = act::own_centre(actor);
    let may_urge = may(Action::UrgeMatter);
    let may_take = may(Action::TakeOverMatter)
        && matter.status != Status::Agreement
        && own.is_some_and(|b| b != matter.responsible || b != matter.body);
    let mut drawn: Vec<String> = Vec::new();
    for u in &matter.urgings {
        drawn.extend(may_answer(desk, visit, matter, u).then(|| format!("{ANSWER}{}", u.no)));
        drawn.extend(may_withdraw(desk, visit, matter, u).then(|| format!("{WITHDRAW}{}", u.no)));
    }
    drawn.extend(may_urge.then(|| "urging_text".to_owned()));
    drawn.extend(may_take.then(|| "take_reason".to_owned()));
    let is_text = |name: &str| {
        [ANSWER, WITHDRAW].iter().any(|start| name.starts_with(start)) || ["urging_text", "take_reason"].contains(&name)
    };
    let ctx = context! {
        title => desk.text(visit, "urging-title", &[]),
        story => desk.story_shown(visit.lang, matter, &texts),
        responsible => places.body_name(matter.responsible, tag),
        urgings => matter.urgings.iter().rev().map(|u| shown(desk, visit, matter, u, &texts)).collect::<Vec<_>>(),
        whom => whom.iter().map(|b| option(b.0, places.body_name(*b, tag))).collect::<Vec<_>>(),
        may_urge,
        latest => urging::latest_answer(desk.today()).to_string(),
        may_take,
        own => own.map(|b| places.body_name(b, tag)),
        form => typed(form),
        unsent => unsent(form, is_text, &drawn),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "urging/show.html", ctx)
}

fn may_answer(desk: &Desk, visit: &Visit, matter: &Matter, u: &Urging) -> bool {
    u.is_open() && acts_for(&visit.actor, u.to) && desk.may(&visit.actor, Action::AnswerUrging, matter)
}

fn may_withdraw(desk: &Desk, visit: &Visit, matter: &Matter, u: &Urging) -> bool {
    u.is_open()
        && u.clock.is_none()
        && act::supervises_for(&visit.actor, u.by)
        && desk.may(&visit.actor, Action::UrgeMatter, matter)
}

fn shown(desk: &Desk, visit: &Visit, matter: &Matter, u: &Urging, texts: &HashMap<i64, String>) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    context! {
        no => u.no,
        by => places.body_name(u.by, tag),
        to => places.body_name(u.to, tag),
        on => u.on.to_string(),
        answer_by => u.answer_by.to_string(),
        text => u.text.as_ref().and_then(|text| texts.get(&text.id).cloned()),
        clock => u.clock.and_then(|no| matter.clocks.iter().find(|c| c.no == no)).map(|c| c.name.in_lang(tag).to_owned()),
        open => u.is_open(),
        answered_on => u.answered.as_ref().map(|(on, _)| on.to_string()),
        answer => u.answered.as_ref().and_then(|(_, text)| texts.get(&text.id).cloned()),
        late => u.answered.as_ref().is_some_and(|(on, _)| *on > u.answer_by),
        withdrawn_on => u.withdrawn.as_ref().map(|(on, _)| on.to_string()),
        withdrawal => u.withdrawn.as_ref().and_then(|(_, reason)| texts.get(&reason.id).cloned()),
        may_answer => may_answer(desk, visit, matter, u),
        may_withdraw => may_withdraw(desk, visit, matter, u),
    }
}
