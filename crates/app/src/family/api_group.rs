//! One matter for many applicants, by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::family;
use concord_domain::matter::PersonDetails;
use concord_policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::applicants::{self, Entry, Listed};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::drawer::TextKind;
use crate::kit::failure::Failure;
use crate::kit::matter_view::MatterView;
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// People who have the same matter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Applicants)]
pub struct ApplicantsIn {
    applicants: Vec<ApplicantIn>,
}

/// One of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GroupApplicant)]
pub struct ApplicantIn {
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    address: String,
}

/// The matter, and a key for each who was added.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantsAdded {
    matter: MatterView,
    keys: Vec<ApplicantKey>,
}

/// A key that opens the matter for one applicant; shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantKey {
    name: String,
    access_key: String,
}

/// One applicant speaks for others.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GroupRepresentative)]
pub struct RepresentativeIn {
    /// Number of the applicant.
    party: u32,
    /// Numbers of the applicants who agreed to it.
    speaks_for: Vec<u32>,
    /// How they agreed: when, and on which paper.
    record: String,
}

/// Nothing but the act itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RepresentativeEnd)]
pub struct EndIn {}

/// Add many applicants
///
/// Each becomes a party with a key, and keeps the right to sign, to leave and to rate.
#[utoipa::path(post, path = "/matters/{code}/applicants", tag = "families",
    params(("code" = String, Path, description = "Code of the matter")), request_body = ApplicantsIn,
    responses((status = 201, body = ApplicantsAdded),
              (status = 404, body = Problem, content_type = "application/problem+json"),
              (status = 422, body = Problem, content_type = "application/problem+json")), security(("bearer" = [])))]
pub async fn add(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    headers: HeaderMap,
    Json(body): Json<ApplicantsIn>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let people = (1..).zip(body.applicants).map(|(line, a)| Entry {
        line,
        person: PersonDetails {
            name: a.name.trim().to_owned(),
            phone: a.phone.trim().to_owned(),
            email: String::new(),
            address: a.address.trim().to_owned(),
        },
    });
    let people = applicants::check("applicants", people.collect())?;
    let (matter, listed) = applicants::add(&desk, actor, &code, expected(&headers)?, ("applicants", people)).await?;
    let key = |one: &Listed| ApplicantKey { name: one.person.name.clone(), access_key: one.key.as_str().to_owned() };
    let keys = listed.iter().map(key).collect();
    let answer = ApplicantsAdded { matter: desk.matter_view(actor, visit.lang, &matter).await?, keys };
    Ok(versioned(StatusCode::CREATED, &matter, &answer))
}

/// Choose who speaks for a group
#[utoipa::path(post, path = "/matters/{code}/representatives", tag = "families",
    params(("code" = String, Path, description = "Code of the matter")), request_body = RepresentativeIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn choose(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    headers: HeaderMap,
    Json(body): Json<RepresentativeIn>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let record = check.text("record", &body.record);
    let record = check.done(Some(record))?;
    desk.answer_command_of(actor, &visit, &headers, &code, Action::EditMatter, |m, r, d| {
        let record = d.seal(TextKind::Reason, &record);
        Ok(family::choose_representative(m, body.party, body.speaks_for.clone(), record, r)?)
    })
    .await
}

/// End who speaks for a group
#[utoipa::path(post, path = "/matters/{code}/representatives/{no}/end", tag = "families",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the applicant")),
    request_body = EndIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn end(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    headers: HeaderMap,
    Json(EndIn {}): Json<EndIn>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    desk.answer_command_of(actor, &visit, &headers, &code, Action::EditMatter, |m, r, _| {
        Ok(family::end_representative(m, no, r)?)
    })
    .await
}
