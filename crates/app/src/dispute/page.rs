//! Disputes between bodies in the browser.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::dispute::Dispute;
use concord_domain::matter::{Matter, Status};
use concord_policy::{Action, Actor};
use minijinja::{Value, context};
use std::collections::HashMap;

use super::decide::{self, Claim, Decision, decides_for};
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// `GET /desk/matters/{code}/disputes`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(&code)?).await?;
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

/// `POST /desk/matters/{code}/disputes`
pub async fn raise(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match claim_of(&form) {
        Ok(claim) => decide::raise(&desk, actor, &code, form.expected(), &claim).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "dispute-raised", done).await
}

/// `POST /desk/matters/{code}/disputes/{no}/claims`
pub async fn claim(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match claim_of(&form) {
        Ok(claim) => decide::claim(&desk, actor, &code, form.expected(), no, &claim).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "dispute-claimed", done).await
}

/// `POST /desk/matters/{code}/disputes/{no}/decision`
pub async fn decide(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let mut check = Check::new();
    let body = check.need("decided", form.int("decided"));
    let (reason, point) =
        (check.text("decision_reason", form.get("decision_reason")), check.text("point", form.get("point")));
    let duty = form.get("decision_duty").to_owned();
    let read =
        check.done(body.map(|body| Decision { claim: Claim { responsible: BodyId(body), duty, reason }, point }));
    let done = match read {
        Ok(decision) => decide::decide(&desk, actor, &code, form.expected(), no, &decision).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "dispute-decided", done).await
}

fn claim_of(form: &Fields) -> Result<Claim, Failure> {
    let mut check = Check::new();
    let body = check.need("responsible", form.int("responsible"));
    let reason = check.text("reason", form.get("reason"));
    let duty = form.get("duty").to_owned();
    check.done(body.map(|body| Claim { responsible: BodyId(body), duty, reason }))
}

async fn answered(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: &Fields,
    flash: &'static str,
    done: Result<Matter, Failure>,
) -> Result<Response, Failure> {
    let Err(failure) = done else {
        return Ok(go_with(&format!("/desk/matters/{}/disputes", code.as_str()), flash));
    };
    let again = desk.redraw(visit, code, form, failure).await?;
    draw(desk, visit, &again.matter, again.status, form, &again.mistakes).await
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
    let (lang, tag) = (visit.lang, visit.lang.tag());
    let duties = desk.duties.about(&matter.category);
    let duty_options: Vec<Value> = duties.iter().map(|d| option(&d.id, d.says.in_lang(tag))).collect();
    let listed: Vec<Value> = duties
        .iter()
        .map(|d| {
            let bodies: Vec<String> =
                d.bodies.iter().map(|k| desk.text(visit, &format!("body_kind-{k}"), &[])).collect();
            context! { says => d.says.in_lang(tag), source => d.source.in_lang(tag), bodies => bodies }
        })
        .collect();
    let open = matter.open_dispute();
    let raises = desk.may(actor, Action::RaiseDispute, matter) && matter.status.is_open();
    let ctx = context! {
        title => desk.text(visit, "dispute-title", &[]),
        story => desk.story_shown(lang, matter, &texts),
        responsible => desk.places().body_name(matter.responsible, tag),
        disputes => matter.disputes.iter().rev().map(|d| shown(desk, visit, d, &texts)).collect::<Vec<_>>(),
        open_no => open.map(|d| d.no),
        may_raise => raises && open.is_none() && matter.status != Status::Reported,
        may_claim => raises && open.is_some(),
        may_decide => may_decide(desk, actor, matter),
        bodies => desk.near_body_options(lang, &matter.region),
        duties => duty_options,
        listed,
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "dispute/show.html", ctx)
}

fn may_decide(desk: &Desk, actor: &Actor, matter: &Matter) -> bool {
    matter.open_dispute().is_some_and(|d| decides_for(actor, d.decider))
        && desk.may(actor, Action::DecideDispute, matter)
}

fn shown(desk: &Desk, visit: &Visit, dispute: &Dispute, texts: &HashMap<i64, String>) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let said = |id: i64| texts.get(&id).cloned();
    let duty = |id: &Option<String>| {
        let found = id.as_ref().and_then(|id| desk.duties.get(id));
        found.map(|d| context! { says => d.says.in_lang(tag), source => d.source.in_lang(tag) })
    };
    context! {
        no => dispute.no,
        on => dispute.on.to_string(),
        due_on => dispute.due_on.to_string(),
        source => dispute.source.in_lang(tag),
        decider => places.body_name(dispute.decider, tag),
        open => dispute.is_open(),
        claims => dispute.claims.iter().map(|c| context! {
            by => places.body_name(c.by, tag),
            responsible => places.body_name(c.responsible, tag),
            on => c.on.to_string(),
            duty => duty(&c.duty),
            reason => said(c.reason.id),
        }).collect::<Vec<_>>(),
        decided => dispute.decided.as_ref().map(|d| context! {
            on => d.on.to_string(),
            responsible => places.body_name(d.responsible, tag),
            duty => duty(&d.duty),
            point => said(d.point.id),
            reason => said(d.reason.id),
        }),
    }
}
