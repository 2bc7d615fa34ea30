//! Accounts as a list: found, sorted by its headings, and taken away as a file.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use minijinja::{Value, context};

use super::accounts::{account_shown, permit};
use super::accounts_queries::{self as queries, Place, SORTS};
use crate::kit::accounts::{Account, HOUSE};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::sheet::{LINES_MOST, Row, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

const PATH: &str = "/operator/accounts";
/// Accounts on one page.
const PAGE: usize = 50;
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 5] = ["login", "name", "roles", "created", "status"];

/// `GET /operator/accounts?q=&order=&after=`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (words, sorting) = (query.get("q").to_owned(), Sorting::read(&query, &SORTS));
    let after = read_place(query.get("after"));
    let begun = after.is_some();
    let mut found = desk.store.read(move |c| queries::find(c, &words, (sorting, after.as_ref()), PAGE + 1)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let ctx = context! {
        rows => found.iter().map(|line| account_shown(&desk, &visit, &line.account)).collect::<Vec<Value>>(),
        next => found.last().filter(|_| more).map(|line| write_place(&line.place)),
        begun,
        q => query.get("q"),
        order => query.some("order"),
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.sheets_of(&visit, PATH),
    };
    desk.page(&visit, "operator/accounts.html", ctx)
}

/// `GET /operator/accounts.csv` and `.xlsx`: whoever keeps the accounts may take them away. What opens them is never read.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (words, sorting) = (query.get("q").to_owned(), Sorting::read(&query, &SORTS));
    let found = desk.store.read(move |c| queries::find(c, &words, (sorting, None), LINES_MOST)).await?;
    let rows = found.iter().map(|line| row(&desk, &visit, &line.account)).collect();
    desk.take_away(&visit, sheet, ("accounts", &format!("order={}", sorting.word())), &COLUMNS, rows).await
}

fn row(desk: &Desk, visit: &Visit, account: &Account) -> Row {
    let places = desk.places();
    let role = |held: &concord_policy::HeldRole| {
        let role = desk.text(visit, &format!("role-{}", held.role), &[]);
        match held.body {
            HOUSE => role,
            body => format!("{role} · {}", places.body_name(BodyId(body), visit.lang.tag())),
        }
    };
    let state = if account.disabled_at.is_some() { "operator-disabled" } else { "operator-active" };
    vec![
        account.login.clone(),
        account.name.clone(),
        account.roles.iter().map(role).collect::<Vec<_>>().join("; "),
        desk.clock.date(account.created_at).to_string(),
        desk.text(visit, state, &[]),
    ]
}

/// `12.name`, and `12` alone in the order they were made.
fn write_place(place: &Place) -> String {
    if place.key.is_empty() { place.id.to_string() } else { format!("{}.{}", place.id, place.key) }
}

fn read_place(text: &str) -> Option<Place> {
    let (id, key) = text.split_once('.').unwrap_or((text, ""));
    Some(Place { key: key.to_owned(), id: id.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_anything_else_is_the_beginning() {
        for key in ["", "lin", "j. r. smith"] {
            let place = Place { key: key.to_owned(), id: 12 };
            assert_eq!(read_place(&write_place(&place)), Some(place));
        }
        for other in ["", "lin", ".lin", "x.1"] {
            assert_eq!(read_place(other), None, "{other}");
        }
    }
}
