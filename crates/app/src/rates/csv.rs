//! `GET /desk/rates.csv`: the rates of a region and its parts as a file, each with what it is a share of.

use axum::extract::State;
use axum::response::Response;
use concord_domain::matter::Rate;
use concord_policy::Action;
use futures::stream;

use super::figures::About;
use crate::kit::asked::region_asked;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::period::Period;
use crate::kit::shares::Shares;
use crate::kit::sheet::{Row, Sheet};
use crate::kit::visit::Visit;

/// `GET /desk/rates.csv`
pub async fn region(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = region_asked(&desk, &visit.actor, Action::ViewStatistics, &fields)?;
    let period = Period::read(&fields, desk.today()).map_err(|problem| Failure::Invalid(vec![problem]))?;
    let figures = desk.rates(&About::Region(region.clone()), period).await?;
    let (tag, places) = (visit.lang.tag(), desk.places());
    let word = |key: &str| desk.text(&visit, key, &[]);
    let headings = ["of", "name", "rate", "hit", "counted", "share", "from", "to"];
    let headings = headings.map(|c| word(&format!("rates-csv-{c}"))).to_vec();
    let mut rows: Vec<Row> = Vec::new();
    let mut lines = |kind: &str, name: &str, shares: &Shares| {
        for rate in Rate::ALL {
            let share = shares.get(*rate);
            rows.push(vec![
                word(&format!("rates-csv-of-{kind}")),
                name.to_owned(),
                word(&format!("rates-{}", rate.as_str().replace('_', "-"))),
                share.hit.to_string(),
                share.of.to_string(),
                share.shown().unwrap_or_default(),
                period.from.to_string(),
                period.to.to_string(),
            ]);
        }
    };
    lines("region", places.region_name(&region, tag), &figures.now);
    for (code, shares) in &figures.categories {
        lines("category", &desk.category_name(visit.lang, code), shares);
    }
    for (code, shares) in &figures.children {
        lines("region", places.region_name(code, tag), shares);
    }
    for (id, shares) in &figures.bodies {
        lines("body", &places.body_name(*id, tag), shares);
    }
    Sheet::Csv.answer("rates", headings, stream::iter([Ok(rows)])).await
}
