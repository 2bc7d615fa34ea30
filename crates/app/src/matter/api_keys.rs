//! Keys of a matter by the API: for a party, and for who represents it.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Matter, Rules};
use concord_policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::parties::Holder;
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::StaffTurnedAway;
use crate::kit::desk::Desk;
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// Nothing but the act itself.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KeyRequest)]
pub struct KeyIn {}

/// A key that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewKey {
    /// Told once: only its digest is kept.
    #[schema(example = "3F7K2M9QA3F7K2M9Q")]
    pub access_key: String,
}

async fn make(
    desk: &Desk,
    visit: &Visit,
    headers: &HeaderMap,
    (code, no): (MatterCode, u32),
    holder: Holder,
) -> Result<Response, Failure> {
    let key = desk.ids.access_key();
    let decide = |m: &Matter, _: &Rules<'_>, _: &mut Drawer<'_>| Ok(holder.admit(m, no, &key)?);
    let made = desk.carry_out(visit.staff()?, Action::EditMatter, &code, expected(headers)?, decide).await?;
    Ok(versioned(StatusCode::CREATED, &made, &NewKey { access_key: key.as_str().to_owned() }))
}

/// Make a key for a party
///
/// It opens the matter to the party; keys made before go on to work.
#[utoipa::path(post, path = "/matters/{code}/parties/{no}/keys", tag = "matters",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "Number of the party")),
    request_body = KeyIn,
    responses(
        (status = 201, description = "Made", body = NewKey),
        StaffTurnedAway,
        (status = 422, description = "No such party", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn grant(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(of): At<(MatterCode, u32)>,
    Json(KeyIn {}): Json<KeyIn>,
) -> Result<Response, Failure> {
    make(&desk, &visit, &headers, of, Holder::Party).await
}

/// Make a key for who represents a party
///
/// They see what all parties see, and write to the staff; it opens the matter until somebody else represents the party.
#[utoipa::path(post, path = "/matters/{code}/parties/{no}/representative-keys", tag = "matters",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "Number of the party")),
    request_body = KeyIn,
    responses(
        (status = 201, description = "Made", body = NewKey),
        StaffTurnedAway,
        (status = 422, description = "No such party, or nobody represents it", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn admit(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(of): At<(MatterCode, u32)>,
    Json(KeyIn {}): Json<KeyIn>,
) -> Result<Response, Failure> {
    make(&desk, &visit, &headers, of, Holder::Representative).await
}
