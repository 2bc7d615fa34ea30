//! What was decided between bodies before, with words, field and area; and the duty list itself.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use concord_domain::body::BodyId;
use concord_domain::region::{RegionCode, Tier};
use concord_policy::{Action, Actor};
use minijinja::{Value, context};
use serde::Serialize;
use utoipa::ToSchema;

use super::precedents_queries::{self as queries, LINES_MOST, OWN, Precedent, SORTS, Wanted};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::messages::Lang;
use crate::kit::mistakes::typed;
use crate::kit::options::option;
use crate::kit::problem::Problem;
use crate::kit::sheet::{self, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

/// Where the list stands.
const PATH: &str = "/desk/precedents";
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 7] = ["point", "responsible", "category", "county", "decider", "on", "source"];

/// Where a reader works: the areas of their posts.
fn reach(desk: &Desk, actor: &Actor) -> Result<Vec<String>, Failure> {
    if !matches!(actor, Actor::Staff { .. }) {
        return Err(Failure::SignedOut);
    }
    if !desk.policy.ever(actor, Action::ViewPrecedents) {
        return Err(Failure::Forbidden);
    }
    let places = desk.places();
    let own = actor.roles().iter().filter_map(|held| places.body(BodyId(held.body)).map(|b| b.region.clone()));
    // A rule that was made in the city holds in the city: precedents are read across its counties.
    let mut cities: Vec<String> = own.filter_map(|r| r.at(Tier::City)).map(String::from).collect();
    cities.sort_unstable();
    cities.dedup();
    Ok(cities)
}

fn wanted(query: &Fields, cities: &[String]) -> Wanted {
    let county = query.get("county");
    let within = cities.iter().any(|city| county.starts_with(city.as_str()));
    Wanted {
        words: query.get("q").to_owned(),
        field: query.get("field").to_owned(),
        regions: if within { vec![county.to_owned()] } else { cities.to_vec() },
    }
}

fn sorting(query: &Fields) -> Sorting {
    Sorting::parse(query.get("order"), &SORTS).unwrap_or(OWN)
}

/// `GET /desk/precedents`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let cities = reach(&desk, visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (asked, sorting) = (wanted(&query, &cities), sorting(&query));
    let found = desk.store.read(move |c| queries::find(c, &asked, sorting, LINES_MOST)).await?;
    let tag = visit.lang.tag();
    let places = desk.places();
    let counties: Vec<Value> = cities
        .iter()
        .filter_map(|city| RegionCode::try_from(city.as_str()).ok())
        .flat_map(|city| {
            places.children(&city).map(|r| option(r.code.as_str(), r.name.in_lang(tag))).collect::<Vec<_>>()
        })
        .collect();
    let fields: Vec<Value> =
        desk.categories.children(None).map(|c| option(c.code.as_str(), c.name.in_lang(tag))).collect();
    let field = query.get("field").to_owned();
    let duties: Vec<Value> = desk
        .duties
        .iter()
        .filter(|d| field.is_empty() || d.field.as_str().split('.').next() == Some(field.as_str()))
        .map(|d| {
            let bodies: Vec<String> =
                d.bodies.iter().map(|k| desk.text(&visit, &format!("body_kind-{k}"), &[])).collect();
            context! {
                field => desk.categories.name(&d.field, tag),
                says => d.says.in_lang(tag),
                bodies => bodies,
                source => d.source.in_lang(tag),
            }
        })
        .collect();
    let ctx = context! {
        lines => found.iter().map(|p| shown(&desk, &visit, p)).collect::<Vec<_>>(),
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.sheets_of(&visit, PATH),
        counties,
        fields,
        duties,
        form => typed(&query),
    };
    desk.page(&visit, "dispute/precedents.html", ctx)
}

fn county(desk: &Desk, lang: Lang, p: &Precedent) -> String {
    let code = p.county.as_deref().and_then(|code| code.parse::<RegionCode>().ok());
    code.map_or_else(String::new, |code| desk.places().region_name(&code, lang.tag()).to_owned())
}

/// Where the duty is written that it rests on.
fn source<'a>(desk: &'a Desk, lang: Lang, p: &Precedent) -> Option<&'a str> {
    p.duty.as_ref().and_then(|id| desk.duties.get(id)).map(|duty| duty.source.in_lang(lang.tag()))
}

fn shown(desk: &Desk, visit: &Visit, p: &Precedent) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    context! {
        category => desk.category_name(visit.lang, &p.category),
        county => county(desk, visit.lang, p),
        on => &p.decided_on,
        decider => places.body_name(BodyId(p.decider), tag),
        responsible => places.body_name(BodyId(p.responsible), tag),
        point => &p.point,
        source => source(desk, visit.lang, p),
    }
}

/// `GET /desk/precedents.csv` and `.xlsx`: whoever may read precedents may take them away, for they are about nobody.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    let cities = reach(&desk, visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (asked, sorting) = (wanted(&query, &cities), sorting(&query));
    let detail = format!("field={} region={} order={}", asked.field, asked.regions.join(","), sorting.word());
    let found = desk.store.read(move |c| queries::find(c, &asked, sorting, sheet::LINES_MOST)).await?;
    let body = |id: i64| desk.places().body_name(BodyId(id), visit.lang.tag());
    let row = |p: &Precedent| {
        vec![
            p.point.clone().unwrap_or_else(|| desk.text(&visit, "dispute-erased", &[])),
            body(p.responsible),
            desk.category_name(visit.lang, &p.category),
            county(&desk, visit.lang, p),
            body(p.decider),
            p.decided_on.clone(),
            source(&desk, visit.lang, p).unwrap_or_default().to_owned(),
        ]
    };
    desk.take_away(&visit, sheet, ("precedents", &detail), &COLUMNS, found.iter().map(row).collect()).await
}

/// Decisions between bodies.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrecedentPage {
    pub items: Vec<PrecedentView>,
}

/// A decision between bodies, without the matter it was about.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrecedentView {
    pub category: String,
    pub county: Option<String>,
    pub decided_on: String,
    pub decider: BodyView,
    pub responsible: BodyView,
    /// Id of the duty list.
    pub duty: Option<String>,
    pub point: Option<String>,
}

/// `GET /precedents`
#[utoipa::path(get, path = "/precedents", tag = "between bodies", summary = "What was decided between bodies before",
    params(
        ("q" = Option<String>, Query, description = "Words of the rule"),
        ("field" = Option<String>, Query, description = "The top of a category's branch, e.g. `labour`"),
        ("county" = Option<String>, Query, description = "Code of a county"),
        ("order" = Option<String>, Query, description = "`on-last` where it is absent, `body`, `field`, `region`; each with or without `-last`"),
    ),
    responses(
        (status = 200, description = "In the order asked for, at most 50", body = PrecedentPage),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such order", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let cities = reach(&desk, visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let asked = wanted(&query, &cities);
    let sorting = query.word("order", |text| Sorting::parse(text, &SORTS))?.unwrap_or(OWN);
    let found = desk.store.read(move |c| queries::find(c, &asked, sorting, LINES_MOST)).await?;
    let items = found
        .into_iter()
        .map(|p| PrecedentView {
            category: p.category,
            county: p.county,
            decided_on: p.decided_on,
            decider: body_view(&desk, BodyId(p.decider), visit.lang),
            responsible: body_view(&desk, BodyId(p.responsible), visit.lang),
            duty: p.duty,
            point: p.point,
        })
        .collect();
    Ok(axum::Json(PrecedentPage { items }).into_response())
}
