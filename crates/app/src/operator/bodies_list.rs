//! Organisations as a list: narrowed, sorted by its headings, and taken away as a file.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::Body;
use concord_domain::label::Label;
use concord_domain::region::RegionCode;
use minijinja::{Value, context};

use super::bodies::permit;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::options::option;
use crate::kit::place::Places;
use crate::kit::sheet::{LINES_MOST, Row, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

const PATH: &str = "/operator/bodies";
/// Bodies on one page.
const PAGE: usize = 50;
/// What the list is sorted by: by itself as the regions lie in each other.
const SORTS: [&str; 5] = ["region", "name", "kind", "code", "state"];
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 12] = [
    "code",
    "name_zh",
    "name_en",
    "kind",
    "region",
    "region_code",
    "fields",
    "opening",
    "phone",
    "address_zh",
    "address_en",
    "status",
];

/// `GET /operator/bodies?region=&q=&order=&page=`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (places, lang) = (desk.places(), visit.lang.tag());
    let sorting = Sorting::read(&query, &SORTS);
    let found = found(&places, &query, lang, sorting);
    let page = query.get("page").parse().unwrap_or(1).clamp(1, found.len().max(1));
    let rows: Vec<Value> = found.iter().skip((page - 1) * PAGE).take(PAGE).map(|b| shown(&places, b, lang)).collect();
    let counties = places.regions().iter().filter(|r| r.code.as_str().len() <= 9);
    let regions: Vec<Value> =
        counties.map(|r| option(r.code.as_str(), indented(&r.code, r.name.in_lang(lang)))).collect();
    let ctx = context! {
        rows,
        total => found.len(),
        regions,
        region => query.get("region"),
        q => query.get("q"),
        order => query.some("order"),
        page,
        next => (found.len() > page * PAGE).then_some(page + 1),
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.sheets_of(&visit, PATH),
    };
    desk.page(&visit, "operator/bodies.html", ctx)
}

/// `GET /operator/bodies.csv` and `.xlsx`: whoever keeps the bodies may take them away.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (places, sorting) = (desk.places(), Sorting::read(&query, &SORTS));
    let found = found(&places, &query, visit.lang.tag(), sorting);
    let rows = found.into_iter().take(LINES_MOST).map(|body| row(&desk, &visit, &places, body)).collect();
    let region = query.get("region").parse::<RegionCode>().ok();
    let detail = format!("region={} order={}", region.as_ref().map_or("all", RegionCode::as_str), sorting.word());
    desk.take_away(&visit, sheet, ("bodies", &detail), &COLUMNS, rows).await
}

/// The bodies that the list is narrowed to, in the order asked for; those that are alike in it as their regions lie.
fn found<'a>(places: &'a Places, query: &Fields, lang: &str, sorting: Sorting) -> Vec<&'a Body> {
    let (region, words) = (query.get("region"), query.get("q").to_lowercase());
    let named = |b: &&Body| {
        let texts = [&b.name.zh, &b.name.en, &b.code];
        words.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&words))
    };
    let mut found: Vec<&Body> =
        places.bodies().iter().filter(|b| b.region.as_str().starts_with(region)).filter(named).collect();
    found.sort_by(|a, b| a.region.cmp(&b.region));
    match sorting.by {
        "name" => found.sort_by_cached_key(|b| b.name.in_lang(lang).to_lowercase()),
        // In the order in which the form offers them.
        "kind" => found.sort_by_key(|b| b.kind),
        "code" => found.sort_by_cached_key(|b| b.code.to_lowercase()),
        "state" => found.sort_by_key(|b| places.is_closed(b.id)),
        _ => {}
    }
    sorting.way.along(found)
}

fn shown(places: &Places, body: &Body, lang: &str) -> Value {
    context! {
        id => body.id.0, name => body.name.in_lang(lang), code => body.code.clone(), kind => body.kind.as_str(),
        region => places.path(&body.region, lang), closed => places.is_closed(body.id),
    }
}

fn row(desk: &Desk, visit: &Visit, places: &Places, body: &Body) -> Row {
    let address = |part: fn(&Label) -> &String| body.address.as_ref().map(part).cloned().unwrap_or_default();
    let state = if places.is_closed(body.id) { "operator-body-is-closed" } else { "operator-body-is-open" };
    let fields = body.fields.iter().map(|field| desk.category_name(visit.lang, field.as_str()));
    vec![
        body.code.clone(),
        body.name.zh.clone(),
        body.name.en.clone(),
        desk.text(visit, &format!("body_kind-{}", body.kind), &[]),
        places.path(&body.region, visit.lang.tag()),
        body.region.as_str().to_owned(),
        fields.collect::<Vec<_>>().join("; "),
        body.opening.to_string(),
        body.phone.clone().unwrap_or_default(),
        address(|a| &a.zh),
        address(|a| &a.en),
        desk.text(visit, state, &[]),
    ]
}

/// A name set in by its depth, so that a list reads as a tree.
fn indented(code: &RegionCode, name: &str) -> String {
    let depth = code.ancestors().count().saturating_sub(2);
    format!("{}{name}", "\u{3000}".repeat(depth))
}
