//! The page of one matter in triage.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::category::CategoryCode;
use concord_domain::matter::{Matter, Status, Urgency};
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::suggestion::Suggested;
use crate::kit::turned_away::{DESTINATIONS, RETURN_REASONS};
use crate::kit::visit::Visit;

const TEMPLATE: &str = "triage/show.html";

/// A form of the page that is open, with what was typed and what about it will not do.
#[derive(Debug, Default)]
pub struct Again {
    pub form: Fields,
    pub mistakes: Mistakes,
    /// Which form: the last part of its address.
    pub part: &'static str,
}

/// Draws the page of a matter that the actor may see.
pub async fn draw(
    desk: &Desk,
    visit: &Visit,
    actor: &Actor,
    matter: &Matter,
    status: StatusCode,
    again: Again,
) -> Result<Response, Failure> {
    let texts = desk.matter_texts(matter).await?;
    let suggested = desk.suggest(matter, &texts);
    let likely = desk.likely_of(actor, matter, &texts).await?;
    let filed = desk.as_filed(matter, &texts, &suggested);
    let mut bodies = suggested.bodies.clone();
    for body in filed.bodies.iter().chain([&matter.body]) {
        if !bodies.contains(body) {
            bodies.push(*body);
        }
    }
    let lang = visit.lang;
    let ctx = context! {
        title => desk.text(visit, "triage-title", &[]),
        story => desk.story_shown(lang, matter, &texts),
        suggestion => desk.suggestion_shown(lang, &matter.region, &suggested),
        differs => suggested.category != matter.category,
        likely => desk.likely_shown(visit.lang, &likely),
        categories => desk.category_options(lang),
        urgencies => desk.word_options(lang, "urgency", &Urgency::ALL.iter().map(|u| u.as_str()).collect::<Vec<_>>()),
        bodies => desk.body_options(lang, matter, &bodies),
        mediators => desk.mediator_options(lang, offered(desk, matter, &bodies, body_of(&again.form).or(filed.bodies.first().copied()))).await?,
        reasons => desk.word_options(lang, "return-reason", &RETURN_REASONS),
        destinations => desk.word_options(lang, "referral", &DESTINATIONS),
        may => may(desk, actor, matter),
        chosen => chosen(&again.form, &filed),
        form => typed(&again.form),
        part => again.part,
        ..again.mistakes.context()
    };
    desk.page_with(visit, status, TEMPLATE, ctx)
}

/// Draws what the chosen kind asks for, where that is not what the form has.
pub fn draw_fit(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    texts: &HashMap<i64, String>,
    form: &Fields,
) -> Result<Response, Failure> {
    let category = CategoryCode::try_from(form.get("category")).ok().filter(|c| desk.categories.contains(c));
    let suggested = desk.suggest_as(matter, texts, category.unwrap_or_else(|| matter.category.clone()));
    let (places, tag) = (desk.places(), visit.lang.tag());
    let chosen = body_of(form).and_then(|id| places.body(id));
    // A department that names no fields takes what its kind is called for, not everything.
    let for_all = |body: &Body| matches!(body.kind, BodyKind::Committee | BodyKind::Centre) || !body.fields.is_empty();
    let is_for =
        |body: &Body| suggested.bodies.contains(&body.id) || for_all(body) && body.handles(&suggested.category);
    let urgency = Urgency::parse(form.get("urgency")).unwrap_or(matter.urgency);
    let ctx = context! {
        kind => desk.category_name(visit.lang, suggested.category.as_str()),
        bodies => suggested.bodies.iter().take(2).map(|id| places.body_name(*id, tag)).collect::<Vec<_>>(),
        unfit => chosen.filter(|body| !is_for(body)).map(|body| body.name.in_lang(tag).to_owned()),
        changed => suggested.category != matter.category,
        urgency => (suggested.urgency > urgency).then(|| suggested.urgency.as_str()),
        because => suggested.because.iter().map(|label| label.in_lang(tag).to_owned()).collect::<Vec<_>>(),
    };
    desk.page(visit, "triage/fits.html", ctx)
}

fn body_of(form: &Fields) -> Option<BodyId> {
    form.get("body").parse().map(BodyId).ok()
}

/// Draws the mediators of the body that is chosen in the form so far.
pub async fn draw_mediators(desk: &Desk, visit: &Visit, form: &Fields) -> Result<Response, Failure> {
    let mediators = desk.mediator_options(visit.lang, body_of(form).into_iter().collect()).await?;
    let (none, blank) = (Value::from(()), Fields::default());
    let ctx = context! { mediators, form => typed(&blank), problems => context! { mediator => none } };
    desk.page(visit, "triage/mediators.html", ctx)
}

/// Bodies whose mediators are offered: whichever can be chosen, for without a script the list cannot follow; the chosen one first.
fn offered(desk: &Desk, matter: &Matter, suggested: &[BodyId], chosen: Option<BodyId>) -> Vec<BodyId> {
    let mut bodies = suggested.to_vec();
    bodies.extend(desk.bodies_beside(matter, suggested));
    if let Some(at) = bodies.iter().position(|body| Some(*body) == chosen) {
        bodies[..=at].rotate_right(1);
    }
    bodies
}

/// What the form of acceptance starts with: what was typed, or the matter as it was filed.
fn chosen(form: &Fields, filed: &Suggested) -> Value {
    let body = filed.bodies.first().map(|b| b.0.to_string()).unwrap_or_default();
    let or = |name: &str, value: &str| form.some(name).unwrap_or(value).to_owned();
    context! {
        category => or("category", filed.category.as_str()),
        urgency => or("urgency", filed.urgency.as_str()),
        body => or("body", &body),
    }
}

fn may(desk: &Desk, actor: &Actor, m: &Matter) -> Value {
    let allowed = |action, statuses: &[Status]| statuses.contains(&m.status) && desk.may(actor, action, m);
    let early = [Status::Reported, Status::Accepted, Status::Assigned];
    context! {
        accept => allowed(Action::AcceptMatter, &[Status::Reported]),
        edit => m.status.is_open() && desk.may(actor, Action::EditMatter, m),
        turn_back => allowed(Action::ReturnMatter, &early),
        refer => m.status.is_open() && desk.may(actor, Action::ReferMatter, m),
        merge => m.status.is_open() && desk.may(actor, Action::MergeMatter, m),
        link => m.status.is_open() && desk.may(actor, Action::LinkMatter, m),
        assign => allowed(Action::AssignMatter, &[Status::Accepted, Status::Assigned, Status::Mediating]),
    }
}
