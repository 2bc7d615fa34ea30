//! `GET /desk/palette`: what the palette of commands offers besides the menu and the page itself, as JSON.

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_policy::Action;
use serde::Serialize;

use super::filter::{Filter, Order};
use super::find::Found;
use super::line_queries::Line;
use super::page::PATH;
use super::view_queries;
use super::walk_queries::WALK_MOST;
use super::words;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format;
use crate::kit::visit::Visit;

/// Most matters offered.
const MATTERS: usize = 8;
/// Fewer letters find everything.
const LEAST_LETTERS: usize = 2;

#[derive(Serialize)]
struct Offered {
    views: Vec<Offer>,
    matters: Vec<Offer>,
}

/// A line of the palette.
#[derive(Serialize)]
struct Offer {
    label: String,
    note: String,
    href: String,
}

/// `GET /desk/palette?q=…`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    visit.staff()?;
    let typed = Fields::parse(visit.query.as_bytes())?.get("q").to_owned();
    let offered = match desk.list_reach(&visit.actor, Action::ViewList) {
        Ok(reach) => {
            let account = visit.account()?;
            let views = desk.store.read(move |c| view_queries::of(c, account)).await?;
            let view = |view: view_queries::View| Offer {
                label: view.name,
                note: String::new(),
                href: format!("{PATH}?{}", view.query),
            };
            let matters = match words::code(&typed) {
                Some(code) => vec![by_code(&desk, &visit, &code).await].into_iter().flatten().collect(),
                None if typed.chars().count() < LEAST_LETTERS => Vec::new(),
                None => {
                    let filter = Filter { words: typed, order: Order::Newest, ..Filter::default() };
                    let found = desk.find_matters(&reach, &filter, MATTERS, WALK_MOST).await?;
                    found.lines.iter().filter_map(|line| matter(&desk, &visit, &found, line)).collect()
                }
            };
            Offered { views: views.into_iter().map(view).collect(), matters }
        }
        Err(Failure::Forbidden) => Offered { views: Vec::new(), matters: Vec::new() },
        Err(other) => return Err(other),
    };
    Ok(([(CACHE_CONTROL, "no-store")], axum::Json(offered)).into_response())
}

async fn by_code(desk: &Desk, visit: &Visit, code: &concord_domain::code::MatterCode) -> Option<Offer> {
    let matter = desk.load(code).await.ok()?;
    let label = format!("{} {}", format::code(code.as_str()), desk.categories.name(&matter.category, visit.lang.tag()));
    let note = desk.text(visit, &format!("status-{}", matter.status.as_str()), &[]);
    let seen = desk.may(&visit.actor, Action::ViewMatter, &matter);
    seen.then(|| Offer { label, note, href: format!("{PATH}/{}", code.as_str()) })
}

fn matter(desk: &Desk, visit: &Visit, found: &Found, line: &Line) -> Option<Offer> {
    let tag = visit.lang.tag();
    if !desk.may_read(&visit.actor, Action::ViewMatter, line) {
        return None;
    }
    let category: Option<CategoryCode> = line.category.parse().ok();
    let region: Option<RegionCode> = line.region.parse().ok();
    let kind = category.map_or_else(String::new, |code| desk.categories.name(&code, tag).to_owned());
    let who = found.applicant(line).unwrap_or_default();
    let story: String = found.narrative(line).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let place = region.map_or_else(String::new, |code| desk.places().region_name(&code, tag).to_owned());
    Some(Offer {
        label: [kind, who, story].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        note: format!("{} {place}", format::code(&line.code)),
        href: format!("{PATH}/{}", line.code),
    })
}
