//! "What happened?": the kinds of dispute that a few words may mean.

use axum::extract::State;
use axum::response::Response;
use concord_domain::playbook::Facts;
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::kinds::danger;
use crate::kit::page::shown;
use crate::kit::visit::Visit;

/// Kinds that are offered: more than fit a phone's screen is no help.
const MOST: usize = 4;
/// Longest search that is looked at, in characters.
const MOST_WORDS: usize = 200;

/// What the search shows for these words; nothing before anything is typed.
pub fn found(desk: &Desk, visit: &Visit, typed: &str) -> Value {
    let words: String = typed.chars().take(MOST_WORDS).collect();
    let facts = Facts { narrative: words.clone(), ..Facts::default() };
    let danger = danger(desk.playbooks.general(), &facts).map(|label| label.in_lang(visit.lang.tag()).to_owned());
    let kinds = desk.kinds_meant(visit.lang, &words, MOST);
    context! { q => &words, searched => !words.is_empty(), found => shown(kinds), danger => danger }
}

/// `POST /kinds`: the same as a part of a page, as somebody types. Not a `GET`: what is typed belongs in no address.
pub async fn suggest(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let ctx = found(&desk, &visit, form.get("q"));
    desk.page(&visit, "home/found.html", ctx)
}
