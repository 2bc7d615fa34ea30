//! The page itself.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::Matter;
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::shown;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// `GET /desk/matters/{code}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let (matter, history) = desk.view(actor, &code).await?;
    let texts = desk.matter_texts(&matter).await?;
    let case = desk.case(&visit, &matter, &texts).await?;
    let mut timeline = desk.timeline(visit.lang, desk.reader(actor, &matter), &history, &texts).await?;
    timeline.reverse();
    let routing = if case.can["assign"] { routing(&desk, &visit, &matter, &texts).await? } else { Value::from(()) };
    let ctx = context! {
        case => shown(case),
        timeline => shown(timeline),
        routing,
        form => typed(&Fields::default()),
        ..Mistakes::default().context()
    };
    desk.page(&visit, "matter/show.html", ctx)
}

/// Whom the matter could be given to: of the form that assigns it.
async fn routing(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    texts: &std::collections::HashMap<i64, String>,
) -> Result<Value, Failure> {
    let suggested = desk.suggest(matter, texts);
    let mut offered = suggested.bodies.clone();
    if !offered.contains(&matter.body) {
        offered.push(matter.body);
    }
    let first: Option<BodyId> = offered.first().copied();
    Ok(context! {
        bodies => desk.body_options(visit.lang, matter, &suggested.bodies),
        mediators => desk.mediator_options(visit.lang, offered).await?,
        first => first.map(|body| body.0.to_string()),
    })
}
