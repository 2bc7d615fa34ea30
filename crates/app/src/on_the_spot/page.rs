//! The screen, for a telephone held in one hand.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::matter::PersonDetails;
use concord_domain::region::RegionCode;
use minijinja::{Value, context};

use super::settle::{self, Names, OnTheSpot};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::page::go_with;
use crate::kit::visit::Visit;

const NAMES: Names = Names { applicant: "spot_name", other: "spot_other", what: "spot_what", agreed: "spot_agreed" };

/// Most places offered.
const MOST_PLACES: usize = 400;

/// `GET /desk/on-the-spot`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    draw(&desk, &visit, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

/// `POST /desk/on-the-spot`
pub async fn send(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    settle::post(&desk, actor, None)?;
    let read = OnTheSpot {
        applicant: PersonDetails {
            name: form.get("spot_name").to_owned(),
            phone: form.get("spot_phone").to_owned(),
            ..PersonDetails::default()
        },
        other: form.get("spot_other").to_owned(),
        what: form.get("spot_what").to_owned(),
        agreed: form.get("spot_agreed").to_owned(),
        region: settle::region(form.some("region"))?,
        mediator: form.int("mediator")?,
    };
    let done = match read.checked(&NAMES) {
        Ok(spot) => settle::settle(&desk, actor, spot).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(filed) => Ok(go_with(&format!("/desk/matters/{}", filed.matter.code.as_str()), "on-the-spot-done")),
        Err(failure @ Failure::Invalid(_)) => {
            let status = failure.status();
            draw(&desk, &visit, status, &form, &desk.mistakes(&visit, failure)?).await
        }
        Err(other) => Err(other),
    }
}

/// The places to choose from: the post's own, and those below it.
fn places(desk: &Desk, visit: &Visit, own: &RegionCode) -> Vec<Value> {
    let (places, tag) = (desk.places(), visit.lang.tag());
    let mut found = vec![own.clone()];
    let mut at = 0;
    while at < found.len() && found.len() < MOST_PLACES {
        let below: Vec<RegionCode> = places.children(&found[at]).map(|r| r.code.clone()).collect();
        found.extend(below);
        at += 1;
    }
    found.truncate(MOST_PLACES);
    found.iter().map(|code| option(code.as_str(), places.path(code, tag))).collect()
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let post = settle::post(desk, visit.staff()?, None)?;
    let mediators = if post.writes_for_a_mediator() {
        Some(desk.mediator_options(visit.lang, vec![post.body]).await?)
    } else {
        None
    };
    let ctx = context! {
        places => places(desk, visit, &post.region),
        mediators,
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "on_the_spot/show.html", ctx)
}
