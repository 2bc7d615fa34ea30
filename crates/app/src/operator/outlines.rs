//! The shapes of areas: a GeoJSON file is looked at, told feature by feature, and kept when it is confirmed.

use std::collections::{BTreeMap, HashSet};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::region::{RegionCode, Tier};
use concord_policy::relation::Subject;
use concord_policy::{Action, Permit};
use concord_store::Conn;
use minijinja::{Value, context};
use serde_json::{Value as Json, json};

use crate::kit::audit::{self, Entry};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::mistakes::Mistakes;
use crate::kit::outline::{Outline, Sheet};
use crate::kit::outline_queries;
use crate::kit::page::go_with;
use crate::kit::place::Places;
use crate::kit::upload::Upload;
use crate::kit::visit::Visit;

/// Most bytes of a file.
const BYTES_MOST: usize = 8 << 20;
/// Most features of a file.
const FEATURES_MOST: usize = 2_000;
/// Most features that the preview tells one by one.
const TOLD: usize = 50;

/// `GET /operator/outlines`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    draw(&desk, &visit, StatusCode::OK, None, &Mistakes::default()).await
}

/// `POST /operator/outlines`: a file is looked at; the text of one that was looked at is kept.
pub async fn take(State(desk): State<Desk>, visit: Visit, form: Upload) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let confirmed = form.fields.some("geojson").map(|text| text.as_bytes().to_vec());
    let keeps = confirmed.is_some();
    let bytes = confirmed.or_else(|| form.files.first().map(|file| file.bytes.to_vec()));
    let read = {
        let places = desk.places();
        tokio::task::spawn_blocking(move || read(&places, bytes.as_deref())).await.map_err(Failure::fault)?
    };
    match read {
        Err(wrong) => {
            let mistakes = desk.mistakes(&visit, Failure::Invalid(vec![wrong]))?;
            draw(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, None, &mistakes).await
        }
        Ok(file) if keeps && !file.fit.is_empty() => {
            keep(&desk, permit, file).await?;
            Ok(go_with("/operator/outlines", "operator-outlines-saved"))
        }
        Ok(file) => {
            let status = if file.fit.is_empty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            draw(&desk, &visit, status, Some(&file), &Mistakes::default()).await
        }
    }
}

fn permit(desk: &Desk, visit: &Visit) -> Result<Permit, Failure> {
    desk.permit_on(&visit.actor, Action::ManageRegions, &Subject::House)
}

/// What a file says: outlines that fit (none: the region's is taken away), and features that do not.
#[derive(Debug, Default)]
struct File {
    fit: BTreeMap<RegionCode, Option<Outline>>,
    unfit: Vec<Trouble>,
}

/// A feature that will not do.
#[derive(Debug)]
struct Trouble {
    /// Counted from 1.
    no: usize,
    code: String,
    /// The end of a message key.
    why: &'static str,
}

fn read(places: &Places, bytes: Option<&[u8]>) -> Result<File, FieldProblem> {
    let wrong = |key: &'static str| FieldProblem::new("file", key);
    let bytes = bytes.ok_or_else(|| wrong("operator-outlines-no-file"))?;
    if bytes.len() > BYTES_MOST {
        return Err(wrong("operator-outlines-too-large"));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let json: Json = serde_json::from_slice(text).map_err(|_| wrong("operator-outlines-not-json"))?;
    let features = json["features"].as_array().filter(|_| json["type"] == "FeatureCollection");
    let features = features.ok_or_else(|| wrong("operator-outlines-not-collection"))?;
    if features.is_empty() || features.len() > FEATURES_MOST {
        return Err(wrong("operator-outlines-count"));
    }
    let mut file = File::default();
    for (no, feature) in (1..).zip(features) {
        let code = written_code(feature);
        match outline_of(places, &code, feature) {
            Ok((code, outline)) if !file.fit.contains_key(&code) => {
                file.fit.insert(code, outline);
            }
            Ok(_) => file.unfit.push(Trouble { no, code, why: "twice" }),
            Err(why) => file.unfit.push(Trouble { no, code, why }),
        }
    }
    Ok(file)
}

/// The code as the file writes it: most publish it as `code` or `adcode`, as text or as a number.
fn written_code(feature: &Json) -> String {
    let properties = &feature["properties"];
    let of = |name: &str| match &properties[name] {
        Json::String(text) => Some(text.trim().to_owned()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    of("code").or_else(|| of("adcode")).unwrap_or_default().chars().take(20).collect()
}

fn outline_of(places: &Places, code: &str, feature: &Json) -> Result<(RegionCode, Option<Outline>), &'static str> {
    if code.is_empty() {
        return Err("no-code");
    }
    let code = region(places, code).ok_or("unknown-code")?;
    match &feature["geometry"] {
        Json::Null => Ok((code, None)),
        geometry => Outline::read(geometry).map(|outline| (code, Some(outline))).map_err(|unfit| unfit.as_str()),
    }
}

/// The region of a code as GB/T 2260 or the statistics bureau writes it: filled up with zeros to six or twelve digits, or bare.
fn region(places: &Places, written: &str) -> Option<RegionCode> {
    let known = |code: &str| code.parse::<RegionCode>().ok().filter(|code| places.region(code).is_some());
    let bare = |digits: usize| {
        let (code, zeros) = written.split_at_checked(digits)?;
        (!zeros.is_empty() && zeros.bytes().all(|b| b == b'0')).then_some(code)
    };
    known(written).or_else(|| [9, 6, 4, 2].into_iter().filter_map(bare).find_map(known))
}

async fn keep(desk: &Desk, permit: Permit, file: File) -> Result<(), Failure> {
    let at = desk.now();
    desk.store
        .write(move |c: &mut Conn| {
            for (code, outline) in &file.fit {
                match outline {
                    Some(outline) => outline_queries::put(c, code, &outline.geometry().to_string(), at)?,
                    None => outline_queries::remove(c, code)?,
                }
            }
            let detail = file.fit.keys().map(RegionCode::as_str).take(TOLD).collect::<Vec<_>>().join(",");
            audit::record(c, Entry { at, actor: permit.actor().to_owned(), action: "outlines.changed", detail })
        })
        .await?;
    Ok(())
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    file: Option<&File>,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let held: HashSet<String> = desk.store.read(outline_queries::codes).await?.into_iter().collect();
    let places = desk.places();
    let tiers: Vec<Value> = [Tier::Province, Tier::City, Tier::County, Tier::Town, Tier::Village]
        .into_iter()
        .filter_map(|tier| {
            let codes = || places.regions().iter().filter(|r| r.tier == tier);
            let with = codes().filter(|r| held.contains(r.code.as_str())).count();
            (codes().count() > 0).then(|| context! { tier => tier.as_str(), all => codes().count(), with })
        })
        .collect();
    let ctx = context! {
        tiers,
        preview => file.map(|file| preview(&places, visit.lang.tag(), &held, file)),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "operator/outlines.html", ctx)
}

/// What would change, drawn; and the text that is sent back to be kept.
fn preview(places: &Places, lang: &str, held: &HashSet<String>, file: &File) -> Value {
    let outlines: Vec<(&RegionCode, &Outline)> =
        file.fit.iter().filter_map(|(code, outline)| Some((code, outline.as_ref()?))).collect();
    let sheet = Sheet::of(outlines.iter().map(|(_, outline)| *outline));
    let shapes: Vec<Value> = outlines
        .iter()
        .filter_map(|(code, outline)| {
            let name = places.region_name(code, lang).to_owned();
            Some(context! { d => sheet?.path(outline), name })
        })
        .collect();
    let count =
        |what: &str| file.fit.iter().filter(|(code, outline)| change(held, code, outline.is_some()) == what).count();
    let rows: Vec<Value> = file
        .fit
        .iter()
        .take(TOLD)
        .map(|(code, outline)| {
            context! {
                code => code.as_str(),
                name => places.region_name(code, lang),
                what => change(held, code, outline.is_some()),
                area => outline.as_ref().map(|outline| format!("{:.1}", outline.area())),
            }
        })
        .collect();
    let unfit = file.unfit.iter().take(TOLD).map(|t| context! { no => t.no, code => &t.code, why => t.why });
    context! {
        fit => file.fit.len(),
        more => file.fit.len().saturating_sub(TOLD),
        new => count("new"), replaced => count("replaced"), removed => count("removed"),
        rows,
        unfit => unfit.collect::<Vec<_>>(),
        unfit_count => file.unfit.len(),
        drawing => sheet.map(|sheet| context! { width => sheet.width, height => sheet.height, shapes }),
        geojson => text(file),
    }
}

fn change(held: &HashSet<String>, code: &RegionCode, has_shape: bool) -> &'static str {
    match (has_shape, held.contains(code.as_str())) {
        (true, false) => "new",
        (true, true) => "replaced",
        (false, true) => "removed",
        (false, false) => "none",
    }
}

fn text(file: &File) -> String {
    let features: Vec<Json> = file
        .fit
        .iter()
        .map(|(code, outline)| {
            let geometry = outline.as_ref().map(Outline::geometry);
            json!({ "type": "Feature", "properties": { "code": code.as_str() }, "geometry": geometry })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}
