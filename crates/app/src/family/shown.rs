//! The page of a matter's family.

use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::family;
use concord_domain::matter::{LinkKind, Matter, Status};
use concord_policy::Action;
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::visit::Visit;

/// Draws the page of a matter that the actor may see.
pub async fn draw(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let texts = desk.matter_texts(matter).await?;
    let open = matter.status.is_open();
    let may = |action: Action| desk.may(actor, action, matter);
    let likely = if open { desk.likely_of(actor, matter, &texts).await? } else { Vec::new() };
    let kinds: Vec<&str> = LinkKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let ctx = context! {
        title => desk.text(visit, "family-title", &[]),
        story => desk.story_shown(visit.lang, matter, &texts),
        likely => desk.likely_shown(visit.lang, &likely),
        family => desk.family_shown(visit, matter, &texts).await?,
        leads => leads(desk, visit, matter, form).await?,
        kinds => desk.word_options(visit.lang, "link_kind", &kinds),
        may_merge => open && may(Action::MergeMatter),
        may_separate => may(Action::MergeMatter),
        may_link => matter.status != Status::Merged && may(Action::LinkMatter),
        merged => matter.status == Status::Merged,
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "family/show.html", ctx)
}

/// Between which leads the form that came back has to choose; empty where there is nothing to choose.
async fn leads(desk: &Desk, visit: &Visit, matter: &Matter, form: &Fields) -> Result<Vec<Value>, Failure> {
    let named = form.some("into").or_else(|| form.some("into_earlier"));
    let Some(code) = named.and_then(|text| text.parse::<MatterCode>().ok()) else { return Ok(Vec::new()) };
    let other = match desk.load(&code).await {
        Err(Failure::NotFound) => return Ok(Vec::new()),
        found => found?,
    };
    let both = family::leads(matter, &other);
    if both.len() < 2 || !desk.may(visit.staff()?, Action::MergeMatter, &other) {
        return Ok(Vec::new());
    }
    let places = desk.places();
    Ok(both.iter().map(|body| option(body.0, places.body_name(*body, visit.lang.tag()))).collect())
}
