//! The page itself.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_policy::{Actor, Role};
use concord_store::{Fault, sealed};
use minijinja::{Value, context};

use super::diary::{self, Holder, Line, Place, View};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format::{edit_query, excerpt};
use crate::kit::messages::Lang;
use crate::kit::story::person;
use crate::kit::visit::Visit;

const PAGE: usize = 25;
/// Sessions shown above the list.
const SESSIONS: usize = 10;
/// Characters of the story in a line.
const EXCERPT: usize = 90;

/// `GET /desk/mine`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let usual = usual_view(visit.staff()?)?;
    let mediates = usual == View::All;
    let query = Fields::parse(visit.query.as_bytes())?;
    let view = View::parse(query.get("view")).unwrap_or(usual);
    let holder = holder(&desk, &visit)?;
    let after = read_place(query.get("after"));
    let (from, asked) = (after.clone(), holder.clone());
    let (counts, lines, [today, missing], texts) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let counts =
                View::ALL.iter().map(|v| Ok((*v, diary::count(c, &asked, *v)?))).collect::<Result<Vec<_>, Fault>>()?;
            let lines = diary::page(c, &asked, view, from.as_ref(), PAGE + 1)?;
            // Above the list of all that is in hand.
            let mut first = |of| match view {
                View::All => diary::page(c, &asked, of, None, SESSIONS),
                _ => Ok(Vec::new()),
            };
            let (today, missing) = (first(View::Sessions)?, first(View::Unrecorded)?);
            let texts = sealed::get(c, &sealed_of(lines.iter().chain(&today).chain(&missing)))?;
            Ok((counts, lines, [today, missing], texts))
        })
        .await?;
    let next = (lines.len() > PAGE).then(|| {
        let place = lines[PAGE - 1].place.clone();
        edit_query("", &visit.whole_query(), &[("after".to_owned(), Some(write_place(&place)))])
    });
    let today_text = desk.today().to_string();
    let first = |of: View, line: &Line| shown(&desk, visit.lang, of, line, &texts);
    let today = today.iter().filter(|line| line.place.on == today_text);
    let sessions: Vec<Value> = today.map(|line| first(View::Sessions, line)).collect();
    let missing: Vec<Value> = missing.iter().map(|line| first(View::Unrecorded, line)).collect();
    let bulk = desk.bulk_choices(&visit).await?;
    let picks = bulk.is_some() && !view.is_diary();
    let drawn = |line: &Line| {
        let told: Vec<_> = sealed_of([line].into_iter()).iter().map(|id| texts.get(id)).collect();
        let row = || shown(&desk, visit.lang, view, line, &texts);
        desk.row(visit.lang, picks, line.opened_at, (line, view, told), row)
    };
    let ctx = context! {
        view => view.as_str(),
        views => views(&desk, &visit, &counts, view, mediates),
        lines => lines.iter().take(PAGE).map(drawn).collect::<Result<Vec<_>, _>>()?,
        sessions,
        missing,
        bulk,
        picks,
        as_list => format!("/desk/matters?work={}", if view == View::Late { "late" } else { "mine" }),
        next_href => next,
        first_href => after.is_some().then(|| format!("?view={}", view.as_str())),
        total => counts.iter().find(|(v, _)| *v == view).map(|(_, n)| *n),
    };
    let template = if visit.part().is_some() { "mine/rows.html" } else { "mine/show.html" };
    desk.page(&visit, template, ctx)
}

/// The list that somebody sees first: a mediator's own, or that of an officer's bodies.
///
/// # Errors
/// [`Failure::Forbidden`] for whoever neither mediates nor answers for a body.
pub(super) fn usual_view(actor: &Actor) -> Result<View, Failure> {
    match () {
        () if actor.holds(Role::Mediator) => Ok(View::All),
        () if actor.holds(Role::Officer) => Ok(View::Body),
        () => Err(Failure::Forbidden),
    }
}

pub(super) fn holder(desk: &Desk, visit: &Visit) -> Result<Holder, Failure> {
    let mut bodies: Vec<i64> = visit
        .actor
        .roles()
        .iter()
        .filter(|held| matches!(held.role, Role::Mediator | Role::Officer))
        .map(|held| held.body)
        .collect();
    bodies.dedup();
    Ok(Holder { account: visit.account()?, bodies, today: desk.today() })
}

/// The tabs; those that never hold anything for an officer are left out, and records that are missing where none is.
fn views(desk: &Desk, visit: &Visit, counts: &[(View, i64)], current: View, mediates: bool) -> Vec<Value> {
    counts
        .iter()
        .filter(|(view, n)| *n > 0 || *view == current || *view == View::Body || mediates && *view != View::Unrecorded)
        .map(|(view, n)| {
            context! {
                href => format!("?view={}", view.as_str()),
                label => desk.text(visit, &format!("mine-view-{}", view.as_str()), &[]),
                count => *n,
                current => *view == current,
            }
        })
        .collect()
}

fn sealed_of<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<i64> {
    lines.flat_map(|line| [line.applicant, line.respondent, Some(line.narrative)]).flatten().collect()
}

fn shown(desk: &Desk, lang: Lang, view: View, line: &Line, texts: &HashMap<i64, String>) -> Value {
    let name = |id: Option<i64>| person(texts, id?).map(|details| details.name);
    let open = line.concluded_on.is_none();
    let due_on = match view {
        View::Visits | View::Obligations => Some(line.place.on.as_str()),
        _ if open => line.due_on.as_deref(),
        // Once it is over the day that counts is that of the next step: a return visit.
        _ => line.next_on.as_deref(),
    };
    context! {
        code => &line.code,
        no => line.place.no,
        href => format!("/desk/matters/{}", line.code),
        body => desk.places().body_name(BodyId(line.body), lang.tag()),
        mediator => (),
        channel => &line.channel,
        status => &line.status,
        archived => line.archived,
        reopened => false,
        urgency => &line.urgency,
        next => if view == View::Visits { "visit" } else { line.next_step.as_str() },
        concluded_on => &line.concluded_on,
        stars => (),
        on => &line.place.on,
        at => line.at,
        opened_at => line.opened_at,
        applicant => name(line.applicant),
        respondent => name(line.respondent),
        story => texts.get(&line.narrative).map(|text| excerpt(text, EXCERPT)),
        why => desk.why_mine(lang, view, line),
        told => true,
        unmediated => line.mediator.is_none() && open,
        ..desk.row_alike(lang, &line.category, &line.region, due_on)
    }
}

/// `d.2026-03-01.123.1`, or `x.123` for a line without a date.
pub(super) fn write_place(place: &Place) -> String {
    if place.dated { format!("d.{}.{}.{}", place.on, place.matter, place.no) } else { format!("x.{}", place.matter) }
}

pub(super) fn read_place(text: &str) -> Option<Place> {
    let parts: Vec<&str> = text.split('.').collect();
    match parts[..] {
        ["d", on, matter, no] => {
            Some(Place { dated: true, on: on.to_owned(), matter: matter.parse().ok()?, no: no.parse().ok()? })
        }
        ["x", matter] => Some(Place { dated: false, on: String::new(), matter: matter.parse().ok()?, no: 0 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_is_read_as_it_was_written_and_anything_else_is_the_beginning() {
        let dated = Place { dated: true, on: "2026-03-01".to_owned(), matter: 7, no: 2 };
        let undated = Place { dated: false, on: String::new(), matter: 7, no: 0 };
        for place in [dated, undated] {
            assert_eq!(read_place(&write_place(&place)), Some(place));
        }
        for other in ["", "d.2026-03-01", "x.", "y.1"] {
            assert_eq!(read_place(other), None, "{other}");
        }
    }
}
