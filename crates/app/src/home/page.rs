//! `GET /`: say what happened, follow it, or find a window. `q` in the address are words to search with.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyKind;
use concord_domain::playbook::Scope;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::{Value, context};

use super::find;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::kinds::Kind;
use crate::kit::page::shown;
use crate::kit::visit::Visit;

/// Windows that are listed: those of the widest areas.
const WINDOWS: usize = 6;

/// `GET /`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    let special = desk.playbooks.iter().filter(|playbook| playbook.scope != Scope::General);
    let cards: Vec<Kind> = special.map(|p| desk.kind(visit.lang, &p.category)).collect();
    let kinds: Vec<Kind> = desk.categories.children(None).map(|c| desk.kind(visit.lang, &c.code)).collect();
    let ctx = context! {
        title => desk.text(&visit, "home-title", &[]),
        cards => shown(cards),
        kinds => shown(kinds),
        windows => windows(&desk, &visit),
        ..find::found(&desk, &visit, query.get("q"))
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
