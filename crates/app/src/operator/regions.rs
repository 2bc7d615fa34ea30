//! Regions: the tree, a level at a time.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::label::Label;
use concord_domain::region::{Region, RegionCode};
use concord_policy::relation::Subject;
use concord_policy::{Action, Permit};
use minijinja::{Value, context};

use crate::kit::audit::{self, Entry};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::place::Places;
use crate::kit::place_queries::put_region;
use crate::kit::visit::Visit;

/// `GET /operator/regions?under=`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    draw_list(&desk, &visit, StatusCode::OK, query.get("under"), &Fields::default(), &Mistakes::default())
}

/// `POST /operator/regions`
pub async fn create(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let region = match new_region(&desk.places(), desk.clock.zone_name(), &form) {
        Ok(region) => region,
        Err(failure) => {
            let mistakes = desk.mistakes(&visit, failure)?;
            return draw_list(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, form.get("under"), &form, &mistakes);
        }
    };
    let under = region.code.parent().map(|p| format!("?under={}", p.as_str())).unwrap_or_default();
    write(&desk, permit, "region.created", region).await?;
    Ok(go_with(&format!("/operator/regions{under}"), "operator-region-created"))
}

/// `GET /operator/regions/{code}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let region = find(&desk.places(), &code)?;
    let degrees = |d: Option<f64>| d.map(|d| d.to_string()).unwrap_or_default();
    let pairs = [
        ("name_zh", region.name.zh.clone()),
        ("name_en", region.name.en.clone()),
        ("lon", degrees(region.lon)),
        ("lat", degrees(region.lat)),
    ];
    let form = Fields::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value)).into());
    draw_one(&desk, &visit, StatusCode::OK, &region, &form, &Mistakes::default())
}

/// `POST /operator/regions/{code}`
pub async fn change(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let before = find(&desk.places(), &code)?;
    let (wrong, details) = details(&form);
    if !wrong.is_empty() {
        let mistakes = desk.mistakes(&visit, Failure::Invalid(wrong))?;
        return draw_one(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, &before, &form, &mistakes);
    }
    let region = Region { name: details.name, lon: details.lon, lat: details.lat, ..before };
    let to = format!("/operator/regions/{}", region.code.as_str());
    write(&desk, permit, "region.changed", region).await?;
    Ok(go_with(&to, "operator-saved"))
}

fn permit(desk: &Desk, visit: &Visit) -> Result<Permit, Failure> {
    desk.permit_on(&visit.actor, Action::ManageRegions, &Subject::House)
}

fn find(places: &Places, code: &str) -> Result<Region, Failure> {
    let code: RegionCode = code.parse().map_err(|_| Failure::NotFound)?;
    places.region(&code).cloned().ok_or(Failure::NotFound)
}

struct Details {
    name: Label,
    lon: Option<f64>,
    lat: Option<f64>,
}

/// What a region is called and where it lies; and what of it will not do.
fn details(form: &Fields) -> (Vec<FieldProblem>, Details) {
    let mut wrong = Vec::new();
    for name in ["name_zh", "name_en"] {
        if form.some(name).is_none() {
            wrong.push(FieldProblem::new(name, "operator-name-missing"));
        }
    }
    let mut degrees = |name: &str, most: f64| {
        let typed = form.some(name)?;
        let read = typed.parse::<f64>().ok().filter(|d| d.abs() <= most);
        if read.is_none() {
            wrong.push(FieldProblem::new(name, "operator-degrees-wrong"));
        }
        read
    };
    let (lon, lat) = (degrees("lon", 180.0), degrees("lat", 90.0));
    (wrong, Details { name: Label::new(form.get("name_zh"), form.get("name_en")), lon, lat })
}

fn new_region(places: &Places, zone: &str, form: &Fields) -> Result<Region, Failure> {
    let (mut wrong, details) = details(form);
    let code = form.get("code").parse::<RegionCode>().ok();
    match &code {
        None => wrong.push(FieldProblem::new("code", "operator-region-code-wrong")),
        Some(code) if places.region(code).is_some() => wrong.push(FieldProblem::new("code", "operator-code-taken")),
        // The first one has nothing above it.
        Some(code) if !places.regions().is_empty() && code.parent().is_none_or(|p| places.region(&p).is_none()) => {
            wrong.push(FieldProblem::new("code", "operator-region-parent-missing"));
        }
        Some(_) => {}
    }
    match code {
        Some(code) if wrong.is_empty() => Ok(Region {
            tier: code.tier(),
            code,
            name: details.name,
            time_zone: zone.to_owned(),
            lon: details.lon,
            lat: details.lat,
        }),
        _ => Err(Failure::Invalid(wrong)),
    }
}

async fn write(desk: &Desk, permit: Permit, action: &'static str, region: Region) -> Result<(), Failure> {
    let at = desk.now();
    desk.store
        .write(move |c| {
            put_region(c, &region)?;
            let detail = region.code.as_str().to_owned();
            audit::record(c, Entry { at, actor: permit.actor().to_owned(), action, detail })
        })
        .await?;
    Ok(desk.reload_places().await?)
}

fn draw_list(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    under: &str,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let (places, lang) = (desk.places(), visit.lang.tag());
    let above: Option<RegionCode> = under.parse().ok();
    let bodies = |code: &RegionCode| places.bodies().iter().filter(|b| b.region == *code).count();
    let row = |r: &Region| {
        context! {
            code => r.code.as_str(), name => r.name.in_lang(lang), tier => r.tier.as_str(),
            below => places.children(&r.code).count(), bodies => bodies(&r.code),
        }
    };
    let rows: Vec<Value> = match &above {
        Some(code) => places.children(code).map(row).collect(),
        None => places.roots().map(row).collect(),
    };
    let mut path: Vec<Value> = above
        .iter()
        .flat_map(|code| code.ancestors())
        .filter_map(|code| places.region(&code))
        .map(|r| context! { code => r.code.as_str(), name => r.name.in_lang(lang) })
        .collect();
    path.reverse();
    let ctx = context! { under, path, rows, form => typed(form), ..mistakes.context() };
    desk.page_with(visit, status, "operator/regions.html", ctx)
}

fn draw_one(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    region: &Region,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let ctx = context! {
        code => region.code.as_str(), name => region.name.in_lang(visit.lang.tag()), tier => region.tier.as_str(),
        parent => region.code.parent().map(|p| p.as_str().to_owned()),
        form => typed(form), ..mistakes.context()
    };
    desk.page_with(visit, status, "operator/region.html", ctx)
}
