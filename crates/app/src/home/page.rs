//! `GET /`: say what happened, follow it, or find a window.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyKind;
use concord_domain::label::Label;
use concord_domain::playbook::Scope;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::visit::Visit;

/// Windows that are listed: those of the widest areas.
const WINDOWS: usize = 6;

/// `GET /`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let tag = visit.lang.tag();
    let words = |label: &Label| label.in_lang(tag).to_owned();
    let special = desk.playbooks.iter().filter(|playbook| playbook.scope != Scope::General);
    let cards: Vec<Value> = special
        .map(|p| {
            let category = p.category.as_str();
            let root = category.split('.').next();
            context! { category => category, root => root, name => words(&p.name), summary => words(&p.summary) }
        })
        .collect();
    let kinds: Vec<Value> = desk
        .categories
        .children(None)
        .map(|c| context! { category => c.code.as_str(), name => words(&c.name) })
        .collect();
    let ctx = context! {
        title => desk.text(&visit, "home-title", &[]),
        cards => cards,
        kinds => kinds,
        windows => windows(&desk, &visit),
    };
    desk.page(&visit, "home/home.html", ctx)
}

fn windows(desk: &Desk, visit: &Visit) -> Vec<Value> {
    let tag = visit.lang.tag();
    let places = desk.places();
    let local = TimeZone::get(desk.clock.zone_name())
        .ok()
        .zip(Timestamp::from_microsecond(desk.now()).ok())
        .map(|(zone, at)| at.to_zoned(zone).datetime());
    let mut centres: Vec<_> =
        places.bodies().iter().filter(|b| b.kind == BodyKind::Centre && !places.is_closed(b.id)).collect();
    centres.sort_by_key(|b| (b.region.as_str().len(), b.id.0));
    centres
        .into_iter()
        .take(WINDOWS)
        .map(|b| {
            context! {
                name => b.name.in_lang(tag),
                address => b.address.as_ref().map(|a| a.in_lang(tag).to_owned()),
                phone => b.phone.clone(),
                open => local.is_some_and(|at| b.opening.is_open(at)),
            }
        })
        .collect()
}
