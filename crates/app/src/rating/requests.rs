//! Who is still to be asked for a judgement, and why; each line leads to the words for a call and to the form of paper.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor, Role};
use concord_store::{Fault, sealed};
use minijinja::{Value, context};
use serde::Serialize;
use utoipa::ToSchema;

use super::requests_queries::{self as queries, Line, Narrowed, Part, Place, SORTS};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::format::{date, edit_query};
use crate::kit::incoming::keep;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::messages::{Args, Lang};
use crate::kit::mistakes::typed;
use crate::kit::options::option;
use crate::kit::place::Places;
use crate::kit::problem::Problem;
use crate::kit::sorting::Sorting;
use crate::kit::story::person;
use crate::kit::visit::Visit;

const PAGE: usize = 25;
const PATH: &str = "/desk/rating-requests";
/// Most bodies offered.
const MOST_BODIES: usize = 300;
const OCCASIONS: [&str; 2] = ["conclusion", "visit"];

/// What somebody may ask about: the regions, bodies and own matters in which they may take a judgement down.
pub(super) fn reach(desk: &Desk, actor: &Actor) -> Result<Vec<Part>, Failure> {
    if !desk.policy.ever(actor, Action::TakeRating) {
        return Err(Failure::Forbidden);
    }
    let regions = desk.policy.regions(actor, Action::TakeRating).into_iter().filter_map(|code| code.parse().ok());
    let mut parts: Vec<Part> = regions.map(Part::Region).collect();
    parts.extend(desk.policy.bodies(actor, Action::TakeRating).into_iter().map(Part::Body));
    if actor.holds(Role::Mediator) {
        parts.extend(actor.account().map(Part::Mediator));
    }
    if parts.is_empty() { Err(Failure::Forbidden) } else { Ok(parts) }
}

/// What the list is narrowed to, and what of that cannot be read.
pub(super) fn narrowed(fields: &Fields, places: &Places) -> (Narrowed, Vec<FieldProblem>) {
    let mut wrong = Vec::new();
    let region = fields.some("region").map(|text| {
        let known = text.parse().ok().filter(|code: &RegionCode| places.region(code).is_some());
        known.ok_or_else(|| FieldProblem::new("region", "problem-region"))
    });
    let occasion = fields.word("occasion", |word| OCCASIONS.into_iter().find(|known| *known == word));
    let by = Narrowed {
        region: keep(region, &mut wrong),
        body: keep(fields.int("body").transpose(), &mut wrong),
        occasion: keep(occasion.transpose(), &mut wrong),
    };
    (by, wrong)
}

/// `2026-03-01.123.1`
fn write_place(place: &Place) -> String {
    format!("{}.{}.{}", place.since_on, place.matter, place.party)
}

fn read_place(text: &str) -> Option<Place> {
    let mut parts = text.split('.');
    let (since_on, matter, party) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Place { since_on: since_on.to_owned(), matter: matter.parse().ok()?, party: party.parse().ok()? })
}

impl Desk {
    /// Why a party is still to be asked: on which occasion, since when, and what came of it so far.
    pub(super) fn why_asked(&self, lang: Lang, line: &Line) -> String {
        let messages = self.templates.messages();
        let day = |on: &str| date(messages, lang, on).unwrap_or_else(|_| on.to_owned());
        let mut args = Args::new();
        args.set("since", day(&line.place.since_on));
        let mut why = vec![messages.text(lang, &format!("rating-request-why-{}", line.occasion), &args)];
        if let (Some(on), Some(outcome)) = (&line.tried_on, &line.tried) {
            args.set("n", line.tries);
            args.set("on", day(on));
            args.set("outcome", messages.plain(lang, &format!("try-{outcome}")));
            why.push(messages.text(lang, "rating-request-tried", &args));
        }
        if line.own {
            why.push(messages.plain(lang, "rating-request-own"));
        }
        why.join(&messages.plain(lang, "rating-and"))
    }
}

/// `GET /desk/rating-requests`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let parts = reach(&desk, visit.staff()?)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let places = desk.places();
    let (by, _) = narrowed(&fields, &places);
    let after = read_place(fields.get("after"));
    let sorting = Sorting::read(&fields, &SORTS);
    let (asked, from, wanted) = (parts.clone(), after.clone(), by.clone());
    let (total, lines, texts) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            let lines = queries::page(c, &asked, &wanted, (sorting, from.as_ref()), PAGE + 1)?;
            let texts = sealed::get(c, &lines.iter().map(|l| l.person).collect::<Vec<_>>())?;
            Ok((queries::count(c, &asked, &wanted)?, lines, texts))
        })
        .await?;
    let next = (lines.len() > PAGE).then(|| {
        let place = write_place(&lines[PAGE - 1].place);
        edit_query(PATH, &visit.whole_query(), &[("after".to_owned(), Some(place))])
    });
    let own: Vec<i64> = visit.actor.roles().iter().map(|held| held.body).collect();
    let ctx = context! {
        lines => lines.iter().take(PAGE).map(|l| shown(&desk, &visit, l, &texts, &own)).collect::<Vec<_>>(),
        total,
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.policy.ever(&visit.actor, Action::ExportList).then(|| desk.sheets_of(&visit, PATH)),
        next_href => next,
        first_href => after.map(|_| edit_query(PATH, &visit.whole_query(), &[("after".to_owned(), None)])),
        narrowed => by != Narrowed::default(),
        regions => regions(&places, visit.lang, &parts, &by),
        bodies => bodies(&places, visit.lang, &parts, &by),
        occasions => desk.word_options(visit.lang, "occasion", &OCCASIONS),
        form => typed(&fields),
    };
    desk.page(&visit, "rating/requests.html", ctx)
}

fn shown(desk: &Desk, visit: &Visit, line: &Line, texts: &HashMap<i64, String>, own: &[i64]) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let category = CategoryCode::try_from(line.category.as_str()).ok();
    let region = line.region.parse::<RegionCode>().ok();
    let base = format!("/desk/matters/{}/ratings", line.code);
    context! {
        code => &line.code,
        party => line.place.party,
        name => person(texts, line.person).map(|p| p.name),
        role => &line.role,
        category => category.map(|c| desk.categories.name(&c, tag).to_owned()),
        region => region.map(|r| places.path(&r, tag)),
        status => &line.status,
        body => places.body_name(BodyId(line.body), tag),
        of_own_body => own.contains(&line.body),
        why => desk.why_asked(visit.lang, line),
        href => &base,
        call_href => format!("{base}?party={}&way=phone#ask", line.place.party),
        paper_href => format!("{base}/paper?party={}", line.place.party),
        enter_href => format!("{base}?party={}&way=paper#ask", line.place.party),
    }
}

/// From the regions of the reach, or the one chosen, down to those just below.
fn regions(places: &Places, lang: Lang, parts: &[Part], by: &Narrowed) -> Vec<Value> {
    let named = |code: &RegionCode| option(code.as_str(), places.path(code, lang.tag()));
    let mut all: Vec<RegionCode> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Region(code) => Some(code.clone()),
            _ => None,
        })
        .collect();
    if let Some(chosen) = &by.region
        && !all.contains(chosen)
    {
        all.push(chosen.clone());
    }
    let below: Vec<RegionCode> =
        all.iter().flat_map(|code| places.children(code).map(|r| r.code.clone()).collect::<Vec<_>>()).collect();
    all.extend(below.into_iter().filter(|code| !parts.contains(&Part::Region(code.clone()))));
    all.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    all.dedup();
    all.iter().map(named).collect()
}

/// The own bodies, and those in the regions of the reach.
fn bodies(places: &Places, lang: Lang, parts: &[Part], by: &Narrowed) -> Vec<Value> {
    let near = |b: &&concord_domain::body::Body| {
        let chosen = by.region.as_ref().is_none_or(|code| b.region.is_within(code));
        let in_reach = parts.iter().any(|part| match part {
            Part::Region(code) => b.region.is_within(code),
            Part::Body(id) => b.id.0 == *id,
            Part::Mediator(_) => false,
        });
        (chosen && in_reach) || by.body == Some(b.id.0)
    };
    let found = places.bodies().iter().filter(near).take(MOST_BODIES);
    found.map(|b| option(b.id.0, b.name.in_lang(lang.tag()))).collect()
}

/// Parties that are still to be asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingRequestPage {
    pub items: Vec<RatingRequest>,
    /// At most 1000 are counted.
    pub total: i64,
    /// Pass as `cursor` for the next page; absent at the end.
    pub next_cursor: Option<String>,
}

/// A party that is still to be asked for its judgement.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingRequest {
    pub code: String,
    /// The party's number in the matter.
    pub party: i64,
    /// `applicant` or `respondent`.
    pub role: String,
    pub status: String,
    pub category: String,
    pub region: String,
    /// Who concluded it: its people may ask, and what they take down does not count.
    pub body: BodyView,
    /// `conclusion`, `visit`.
    pub occasion: String,
    pub since_on: String,
    /// Calls that brought no judgement; after three in vain a party is left alone.
    pub tries: i64,
    /// `not_reached`, `later`: what came of the latest.
    pub tried: Option<String>,
    pub tried_on: Option<String>,
    /// People of a body that had the matter took something down, which does not count.
    pub only_by_rated_body: bool,
    /// Why it stands here, in the reader's language.
    pub why: String,
}

/// `GET /rating-requests`
#[utoipa::path(get, path = "/rating-requests", tag = "rating", summary = "Who is still to be asked for a judgement, and why",
    description = "Parties are asked on conclusion and again after the return visit. Answers go to `POST /matters/{code}/ratings`, calls in vain to `POST /matters/{code}/rating-tries`.",
    params(
        ("region" = Option<String>, Query, description = "Code of a region, with all below it"),
        ("body" = Option<i64>, Query, description = "Who concluded it"),
        ("occasion" = Option<String>, Query, description = "`conclusion` or `visit`"),
        ("order" = Option<String>, Query, description = "`since` where it is absent, `since-last`: who waits longest or shortest first"),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before, in the same order"),
    ),
    responses(
        (status = 200, description = "In the order asked for", body = RatingRequestPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that will not do", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let parts = reach(&desk, visit.staff()?)?;
    let fields = Fields::parse(visit.query.as_bytes())?;
    let (by, mut wrong) = narrowed(&fields, &desk.places());
    let after = keep(fields.word("cursor", read_place).transpose(), &mut wrong);
    let sorting = keep(Some(Sorting::asked(&fields, &SORTS)), &mut wrong);
    let Some(sorting) = sorting.filter(|_| wrong.is_empty()) else { return Err(Failure::Invalid(wrong)) };
    let (total, lines) = desk
        .store
        .read(move |c| -> Result<_, Fault> {
            Ok((queries::count(c, &parts, &by)?, queries::page(c, &parts, &by, (sorting, after.as_ref()), PAGE + 1)?))
        })
        .await?;
    let next_cursor = (lines.len() > PAGE).then(|| write_place(&lines[PAGE - 1].place));
    let items = lines.into_iter().take(PAGE).map(|line| RatingRequest {
        why: desk.why_asked(visit.lang, &line),
        body: body_view(&desk, BodyId(line.body), visit.lang),
        code: line.code,
        party: line.place.party,
        role: line.role,
        status: line.status,
        category: line.category,
        region: line.region,
        occasion: line.occasion,
        since_on: line.place.since_on,
        tries: line.tries,
        tried: line.tried,
        tried_on: line.tried_on,
        only_by_rated_body: line.own,
    });
    Ok(axum::Json(RatingRequestPage { items: items.collect(), total, next_cursor }).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written_and_anything_else_is_the_beginning() {
        let place = Place { since_on: "2026-03-01".to_owned(), matter: 7, party: 2 };
        assert_eq!(read_place(&write_place(&place)), Some(place));
        for other in ["", "2026-03-01", "2026-03-01.x.1"] {
            assert_eq!(read_place(other), None, "{other}");
        }
    }
}
