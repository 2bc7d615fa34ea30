//! Lists that a person keeps under a name.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use concord_policy::Action;

use super::filter::Filter;
use super::page::{PATH, Sheet, kept};
use super::view_queries::{self, View, Way};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::page::{go, go_with};
use crate::kit::visit::Visit;

/// Longest name.
const MOST_NAME: usize = 40;
/// Longest query.
const MOST_QUERY: usize = 2_000;

/// `POST /desk/views`
pub async fn create(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let reach = desk.list_reach(&visit.actor, Action::ViewList)?;
    let account = visit.account()?;
    let name = form.get("name").to_owned();
    let query = kept(form.get("query"));
    let problem = if let Err(problem) = named(&name) {
        Some(problem)
    } else if query.len() > MOST_QUERY || query.chars().any(char::is_control) {
        Some(FieldProblem::new("name", "list-view-query-long"))
    } else {
        None
    };
    let problem = match problem {
        Some(problem) => problem,
        None => {
            let view = View { id: desk.ids.next(), name: name.clone(), query: query.clone(), pinned_at: None };
            let now = desk.now();
            if desk.store.write(move |c| view_queries::keep(c, account, &view, now)).await? == 1 {
                return Ok(go_with(&format!("{PATH}?{query}"), "list-view-kept"));
            }
            FieldProblem::new("name", "problem-too-many").with("most", view_queries::MOST_VIEWS)
        }
    };
    let (filter, _) = Filter::read(&Fields::parse(query.as_bytes())?, &desk.places(), &desk.categories);
    let sheet = Sheet { reach, filter, query, wrong: vec![problem], keeping: name };
    sheet.draw(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY).await
}

fn named(name: &str) -> Result<(), FieldProblem> {
    if name.is_empty() {
        return Err(FieldProblem::new("name", "list-view-name-missing"));
    }
    if name.chars().count() > MOST_NAME {
        return Err(FieldProblem::new("name", "problem-too-long").with("most", MOST_NAME));
    }
    Ok(())
}

/// `POST /desk/views/{id}`: another name, into the menu and out of it, or another place there.
pub async fn change(
    State(desk): State<Desk>,
    visit: Visit,
    Path(id): Path<String>,
    form: Fields,
) -> Result<Response, Failure> {
    desk.list_reach(&visit.actor, Action::ViewList)?;
    let account = visit.account()?;
    let id: i64 = id.parse().map_err(|_| Failure::NotFound)?;
    let way = form.word("way", Way::parse)?;
    let changed = if let Some(way) = way {
        desk.store.write(move |c| view_queries::shift(c, account, id, way)).await?
    } else if form.has("pinned") {
        let at = (form.get("pinned") == "1").then(|| desk.now());
        desk.store.write(move |c| view_queries::pin(c, account, id, at)).await?
    } else {
        let name = form.get("name").to_owned();
        named(&name)?;
        desk.store.write(move |c| view_queries::rename(c, account, id, &name)).await?
    };
    let back = kept(form.get("query"));
    match changed {
        0 => Err(Failure::NotFound),
        // Whoever sorts has more than one step to take: the dialog stays open.
        _ if way.is_some() => Ok(go(&format!("{PATH}?{back}#view-{id}"))),
        _ => Ok(go_with(&format!("{PATH}?{back}"), "list-view-changed")),
    }
}

/// `POST /desk/views/{id}/delete`
pub async fn delete(State(desk): State<Desk>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    desk.list_reach(&visit.actor, Action::ViewList)?;
    let account = visit.account()?;
    let id: i64 = id.parse().map_err(|_| Failure::NotFound)?;
    match desk.store.write(move |c| view_queries::drop_view(c, account, id)).await? {
        0 => Err(Failure::NotFound),
        _ => Ok(go_with(PATH, "list-view-dropped")),
    }
}
