//! `GET /desk/rates.csv`: the rates of a region and its parts as a file, each with what it is a share of.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use concord_domain::category::CategoryCode;
use concord_domain::matter::Rate;
use concord_policy::Action;

use super::figures::About;
use crate::kit::asked::region_asked;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::period::Period;
use crate::kit::shares::Shares;
use crate::kit::visit::Visit;

/// `GET /desk/rates.csv`
pub async fn region(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = region_asked(&desk, &visit.actor, Action::ViewStatistics, &fields)?;
    let period = Period::read(&fields, desk.today()).map_err(|problem| Failure::Invalid(vec![problem]))?;
    let figures = desk.rates(&About::Region(region.clone()), period).await?;
    let (tag, places) = (visit.lang.tag(), desk.places());
    let word = |key: &str| desk.text(&visit, key, &[]);
    let mut out = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let mut write = |cells: Vec<String>| out.write_record(cells).map_err(Failure::fault);
    write(
        ["of", "name", "rate", "hit", "counted", "share", "from", "to"]
            .map(|c| word(&format!("rates-csv-{c}")))
            .to_vec(),
    )?;
    let mut lines = |kind: &str, name: &str, shares: &Shares| -> Result<(), Failure> {
        for rate in Rate::ALL {
            let share = shares.get(*rate);
            write(vec![
                word(&format!("rates-csv-of-{kind}")),
                name.to_owned(),
                word(&format!("rates-{}", rate.as_str().replace('_', "-"))),
                share.hit.to_string(),
                share.of.to_string(),
                share.shown().unwrap_or_default(),
                period.from.to_string(),
                period.to.to_string(),
            ])?;
        }
        Ok(())
    };
    lines("region", places.region_name(&region, tag), &figures.now)?;
    for (code, shares) in &figures.categories {
        let name = CategoryCode::try_from(code.as_str()).ok().map(|c| desk.categories.name(&c, tag).to_owned());
        lines("category", &name.unwrap_or_default(), shares)?;
    }
    for (code, shares) in &figures.children {
        lines("region", places.region_name(code, tag), shares)?;
    }
    for (id, shares) in &figures.bodies {
        lines("body", &places.body_name(*id, tag), shares)?;
    }
    let mut response = out.into_inner().map_err(|e| Failure::fault(e.into_error()))?.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"rates.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
