//! The screen, for a telephone held in one hand.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::matter::PersonDetails;
use minijinja::context;

use super::settle::{self, Names, OnTheSpot};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::go_with;
use crate::kit::visit::Visit;

const NAMES: Names = Names { applicant: "spot_name", other: "spot_other", what: "spot_what", agreed: "spot_agreed" };

/// `GET /desk/on-the-spot`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    settle::allowed(&desk, visit.staff()?)?;
    draw(&desk, &visit, StatusCode::OK, &Fields::default(), &Mistakes::default())
}

/// `POST /desk/on-the-spot`
pub async fn send(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    settle::allowed(&desk, actor)?;
    let read = OnTheSpot {
        applicant: PersonDetails {
            name: form.get("spot_name").to_owned(),
            phone: form.get("spot_phone").to_owned(),
            ..PersonDetails::default()
        },
        other: form.get("spot_other").to_owned(),
        what: form.get("spot_what").to_owned(),
        agreed: form.get("spot_agreed").to_owned(),
    };
    let done = match read.checked(&NAMES) {
        Ok(spot) => settle::settle(&desk, actor, spot).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(filed) => Ok(go_with(&format!("/desk/matters/{}", filed.matter.code.as_str()), "on-the-spot-done")),
        Err(failure @ Failure::Invalid(_)) => {
            let status = failure.status();
            draw(&desk, &visit, status, &form, &desk.mistakes(&visit, failure)?)
        }
        Err(other) => Err(other),
    }
}

fn draw(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let ctx = context! { form => typed(form), ..mistakes.context() };
    desk.page_with(visit, status, "on_the_spot/show.html", ctx)
}
