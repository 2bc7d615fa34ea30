//! The screen, for a telephone held in one hand.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::matter::{Matter, PersonDetails};
use concord_domain::region::RegionCode;
use concord_policy::Action;
use minijinja::{Value, context};

use super::settle::{self, Ending, Names, OnTheSpot};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::page::go_with;
use crate::kit::visit::Visit;

const NAMES: Names = Names {
    applicant: "spot_name",
    other: "spot_other",
    what: "spot_what",
    agreed: "spot_agreed",
    category: "spot_kind",
};

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
    let ending = if form.get("step") == "open" { Ending::Open } else { Ending::Concluded };
    let done = match read(&form, ending).and_then(|read| read.checked(&desk, actor, &NAMES)) {
        Ok(spot) => settle::settle(&desk, &visit, spot).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(filed) => {
            // Whoever mediates need not see what is open with another body.
            let seen = desk.may(actor, Action::ViewMatter, &filed.matter);
            let code = filed.matter.code.as_str();
            let to = if seen { format!("/desk/matters/{code}") } else { "/desk/on-the-spot".to_owned() };
            Ok(go_with(&to, flash(ending, &filed.matter)))
        }
        Err(failure @ Failure::Invalid(_)) => {
            let status = failure.status();
            draw(&desk, &visit, status, &form, &desk.mistakes(&visit, failure)?).await
        }
        Err(other) => Err(other),
    }
}

fn read(form: &Fields, ending: Ending) -> Result<OnTheSpot, Failure> {
    Ok(OnTheSpot {
        applicant: PersonDetails {
            name: form.get("spot_name").to_owned(),
            phone: form.get("spot_phone").to_owned(),
            ..PersonDetails::default()
        },
        other: form.get("spot_other").to_owned(),
        what: form.get("spot_what").to_owned(),
        agreed: form.get("spot_agreed").to_owned(),
        category: settle::category("spot_kind", form.some("spot_kind"))?,
        region: settle::region(form.some("region"))?,
        mediator: form.int("mediator")?,
        ending,
    })
}

fn flash(ending: Ending, matter: &Matter) -> &'static str {
    match (ending, matter.open_danger()) {
        (Ending::Concluded, _) => "on-the-spot-done",
        (Ending::Open, Some(_)) => "on-the-spot-told",
        (Ending::Open, None) => "on-the-spot-opened",
    }
}

/// `POST /desk/on-the-spot/danger`: what to do at once, of a form as far as it is typed. Not a GET, so that no story stands in an address.
pub async fn danger(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    settle::post(&desk, visit.staff()?, None)?;
    desk.page(&visit, "on_the_spot/danger.html", danger_of(&desk, &visit, &form))
}

/// Whether what is typed speaks of danger, and what to do about it.
fn danger_of(desk: &Desk, visit: &Visit, form: &Fields) -> Value {
    let kind = settle::category("spot_kind", form.some("spot_kind")).ok().flatten();
    let kinds = settle::dangers(desk, kind.as_ref(), form.get("spot_what"), form.get("spot_agreed"));
    context! {
        danger => !kinds.is_empty(),
        advice => desk.danger_advice(visit.lang, &kinds),
        checks => desk.danger_checks(visit.lang, &kinds),
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
        categories => desk.category_options(visit.lang),
        form => typed(form),
        ..context! { ..danger_of(desk, visit, form), ..mistakes.context() }
    };
    desk.page_with(visit, status, "on_the_spot/show.html", ctx)
}
