//! Papers of the window: the receipt with the key, and the acceptance form.

use axum::extract::State;
use axum::response::Response;
use concord_domain::intake;
use concord_domain::matter::Matter;
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use super::page::with_key;
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::ids::hash;
use crate::kit::path::At;
use crate::kit::qr;
use crate::kit::read_model::next_step;
use crate::kit::visit::{Visit, code_of};

/// `GET /desk/matters/{code}/receipt`: with the key as long as the cookie of the filing lives.
pub async fn receipt(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let (matter, _) = desk.view(visit.staff()?, &code).await?;
    let texts = desk.matter_texts(&matter).await?;
    let holder = match visit.party_on(&desk, &code).await {
        Ok(Actor::Party { party, .. }) => Some(party),
        _ => None,
    };
    let key = visit.key().filter(|_| holder.is_some()).map(|key| key.to_string());
    let address = format!("{}/track?code={}", desk.settings.public_url, code.as_str());
    let (step, _) = next_step(&matter);
    let clock = matter.told_clocks().min_by_key(|c| c.due_on);
    let tag = visit.lang.tag();
    let places = desk.places();
    let ctx = context! {
        title => desk.text(&visit, "window-receipt-title", &[]),
        story => desk.story_shown(visit.lang, &matter, &texts),
        holder => holder,
        key => key,
        qr => Value::from_safe_string(qr::svg(&address)),
        address => format!("{}/track", desk.settings.public_url),
        step => step,
        due_on => clock.map(|c| c.due_on.to_string()),
        source => clock.map(|c| c.source.in_lang(tag).to_owned()),
        phone => places.body(matter.body).and_then(|b| b.phone.clone()),
        body_address => places.body(matter.body).and_then(|b| b.address.as_ref()).map(|a| a.in_lang(tag).to_owned()),
        may_print_key => desk.may(&visit.actor, Action::EditMatter, &matter),
    };
    desk.page(&visit, "window/receipt.html", ctx)
}

/// `POST /desk/matters/{code}/receipt`: prints a further key for a party who lost theirs.
pub async fn print_key(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let party = form.int("party")?.and_then(|no| u32::try_from(no).ok());
    let party = party.ok_or(FieldProblem::new("party", "problem-missing"))?;
    let key = desk.ids.access_key();
    desk.carry_out(actor, Action::EditMatter, &code, Expected::Any, |matter: &Matter, _, _| {
        Ok(intake::grant_access(matter, party, hash(key.as_str()))?)
    })
    .await?;
    Ok(with_key(&desk, &code, &key))
}

/// `GET /desk/matters/{code}/acceptance-form`
pub async fn acceptance_form(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(&code)?).await?;
    let texts = desk.matter_texts(&matter).await?;
    let ctx = context! {
        title => desk.text(&visit, "window-form-title", &[]),
        story => desk.story_shown(visit.lang, &matter, &texts),
        accepted_on => matter.accepted_on.map(|d| d.to_string()),
    };
    desk.page(&visit, "window/acceptance_form.html", ctx)
}
