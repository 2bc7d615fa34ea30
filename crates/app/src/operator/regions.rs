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
use crate::kit::format::edit_query;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::place::Places;
use crate::kit::place_queries::put_region;
use crate::kit::sheet::{LINES_MOST, Row, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

const PATH: &str = "/operator/regions";
/// What a level is sorted by. All of it have one tier.
const SORTS: [&str; 4] = ["code", "name", "below", "bodies"];
/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 9] = ["code", "name_zh", "name_en", "tier", "parent", "lon", "lat", "below", "bodies"];

/// A region, and how much hangs on it.
struct Line<'a> {
    region: &'a Region,
    /// Regions directly below.
    below: usize,
    /// Bodies of the region itself.
    bodies: usize,
}

/// `GET /operator/regions?under=&order=`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    draw_list(&desk, &visit, StatusCode::OK, query.get("under"), &Fields::default(), &Mistakes::default())
}

/// `GET /operator/regions.csv` and `.xlsx`: all that lies below, whichever level the page shows. Whoever keeps the regions may take
/// them away.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (places, sorting) = (desk.places(), Sorting::read(&query, &SORTS));
    let under: Option<RegionCode> = query.get("under").parse().ok();
    let below = |r: &&Region| under.as_ref().is_none_or(|code| r.code.is_within(code) && r.code != *code);
    let lines = lines(&places, places.regions().iter().filter(below), visit.lang.tag(), sorting);
    let rows = lines.iter().take(LINES_MOST).map(|line| row(&desk, &visit, line)).collect();
    let detail = format!("under={} order={}", under.as_ref().map_or("all", RegionCode::as_str), sorting.word());
    desk.take_away(&visit, sheet, ("regions", &detail), &COLUMNS, rows).await
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

/// Regions in the order asked for; those that are alike in it by their codes, as they come.
fn lines<'a>(
    places: &Places,
    regions: impl Iterator<Item = &'a Region>,
    lang: &str,
    sorting: Sorting,
) -> Vec<Line<'a>> {
    let line = |region: &'a Region| Line {
        region,
        below: places.children(&region.code).count(),
        bodies: places.bodies_in(&region.code).count(),
    };
    let mut lines: Vec<Line> = regions.map(line).collect();
    match sorting.by {
        "name" => lines.sort_by_cached_key(|line| line.region.name.in_lang(lang).to_lowercase()),
        "below" => lines.sort_by_key(|line| line.below),
        "bodies" => lines.sort_by_key(|line| line.bodies),
        _ => {}
    }
    sorting.way.along(lines)
}

fn row(desk: &Desk, visit: &Visit, line: &Line) -> Row {
    let region = line.region;
    let parent = region.code.parent();
    vec![
        region.code.as_str().to_owned(),
        region.name.zh.clone(),
        region.name.en.clone(),
        desk.text(visit, &format!("tier-{}", region.tier), &[]),
        parent.map_or_else(String::new, |code| desk.places().path(&code, visit.lang.tag())),
        degrees(region.lon),
        degrees(region.lat),
        line.below.to_string(),
        line.bodies.to_string(),
    ]
}

fn degrees(degrees: Option<f64>) -> String {
    degrees.map(|d| d.to_string()).unwrap_or_default()
}

/// The reader at the level that is shown: a form that comes back names it in a field, not in its address.
fn at_level(visit: &Visit, under: &str) -> Visit {
    let mut level = visit.clone();
    let under = (!under.is_empty()).then(|| under.to_owned());
    edit_query("", &visit.query, &[("under".to_owned(), under)]).trim_start_matches('?').clone_into(&mut level.query);
    level
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
    let sorting = Sorting::read(&Fields::parse(visit.query.as_bytes())?, &SORTS);
    let above: Option<RegionCode> = under.parse().ok();
    let lines = match &above {
        Some(code) => lines(&places, places.children(code), lang, sorting),
        None => lines(&places, places.roots(), lang, sorting),
    };
    let shown = |line: &Line| {
        let Line { region, below, bodies } = line;
        context! {
            code => region.code.as_str(), name => region.name.in_lang(lang), tier => region.tier.as_str(), below, bodies,
        }
    };
    let mut path: Vec<Value> = above
        .iter()
        .flat_map(|code| code.ancestors())
        .filter_map(|code| places.region(&code))
        .map(|r| context! { code => r.code.as_str(), name => r.name.in_lang(lang) })
        .collect();
    path.reverse();
    let level = at_level(visit, under);
    let ctx = context! {
        under, path,
        rows => lines.iter().map(shown).collect::<Vec<Value>>(),
        sorts => desk.sorts(&level, PATH, &SORTS, sorting),
        files => desk.sheets_of(&level, PATH),
        form => typed(form), ..mistakes.context()
    };
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
