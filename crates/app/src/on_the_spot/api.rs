//! The same by the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::matter::PersonDetails;
use serde::Deserialize;
use utoipa::ToSchema;

use super::settle::{self, Ending, Names, OnTheSpot};
use crate::kit::api::{Json, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::visit::Visit;

const NAMES: Names =
    Names { applicant: "applicant", other: "respondent", what: "narrative", agreed: "terms", category: "category" };

/// A small thing settled where it happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnTheSpotBody {
    /// Name of who complained.
    pub applicant: String,
    #[serde(default)]
    pub phone: String,
    /// Name of the other side.
    #[serde(default)]
    pub respondent: String,
    /// What it was about.
    pub narrative: String,
    /// What was agreed by word of mouth.
    #[serde(default)]
    pub terms: String,
    /// Code of the kind of dispute; by the words of the story where it is not given.
    #[serde(default)]
    pub category: Option<String>,
    /// Code of the place, within the caller's area; the caller's area where it is not given.
    #[serde(default)]
    pub region: Option<String>,
    /// From the window: account of the mediator of the own body who settled it.
    #[serde(default)]
    pub mediator: Option<i64>,
    /// Files it as an open matter instead of concluding it. What speaks of danger has to be: whoever is on duty is told, and people judge
    /// it first. `respondent` and `terms` may be blank then.
    #[serde(default)]
    pub stays_open: bool,
}

/// `POST /on-the-spot`
#[utoipa::path(post, path = "/on-the-spot", tag = "casework", summary = "Record a matter settled on the spot",
    description = "Reported, accepted, settled by an oral agreement and concluded in one transaction, in the area of the one who settled it: a grid worker or a mediator, or the window for a mediator of its body. What speaks of danger is refused with the problem `problem-spot-danger`, and may be filed with `stays_open`.",
    request_body = OnTheSpotBody, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn settle(
    State(desk): State<Desk>,
    visit: Visit,
    Json(body): Json<OnTheSpotBody>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    settle::post(&desk, actor, None)?;
    let spot = OnTheSpot {
        applicant: PersonDetails { name: body.applicant, phone: body.phone, ..PersonDetails::default() },
        other: body.respondent,
        what: body.narrative,
        agreed: body.terms,
        category: settle::category("category", body.category.as_deref())?,
        region: settle::region(body.region.as_deref())?,
        mediator: body.mediator,
        ending: if body.stays_open { Ending::Open } else { Ending::Concluded },
    };
    let filed = settle::settle(&desk, &visit, spot.checked(&desk, actor, &NAMES)?).await?;
    let view = desk.matter_view(actor, visit.lang, &filed.matter).await?;
    Ok(versioned(StatusCode::CREATED, &filed.matter, &view))
}
