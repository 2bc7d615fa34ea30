//! `GET /desk/outlines/{code}`: the shapes of the regions directly below one, for the map.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use concord_domain::region::RegionCode;
use concord_policy::Action;
use concord_policy::relation::Subject;
use concord_store::{Conn, Fault};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::outline_queries::{self, Kept};
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// Shapes hang on the region alone, not on who looks or in which language, and are asked for again only by their tag.
pub async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    visit.staff()?;
    let region: RegionCode = code.parse().map_err(|_| Failure::NotFound)?;
    desk.permit_on(&visit.actor, Action::ViewStatistics, &Subject::Region(region.as_str().to_owned()))?;
    if desk.places().region(&region).is_none() {
        return Err(Failure::NotFound);
    }
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let (tag, body) = desk
        .store
        .read(move |c: &mut Conn| {
            let (count, changed) = outline_queries::version_of_children(c, &region)?;
            let tag = format!("\"{count}-{changed}\"");
            let body = if known == tag { None } else { Some(collection(&outline_queries::of_children(c, &region)?)) };
            Ok::<_, Fault>((tag, body))
        })
        .await?;
    let mut response = match body {
        Some(body) => ([(header::CONTENT_TYPE, "application/geo+json")], body).into_response(),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::ETAG, HeaderValue::try_from(tag).map_err(Failure::fault)?);
    Ok(response)
}

/// The geometries are put together as they are kept: they were checked when they came.
fn collection(outlines: &[Kept]) -> String {
    let feature = |kept: &Kept| {
        let (code, geometry) = (&kept.code, &kept.geometry);
        format!("{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\"}},\"geometry\":{geometry}}}")
    };
    let features: Vec<String> = outlines.iter().map(feature).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
}
