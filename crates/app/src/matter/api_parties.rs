//! Who takes part, by the API: added, corrected, represented.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::Refusal;
use concord_domain::code::MatterCode;
use concord_domain::intake::{self, NewParty};
use concord_domain::matter::{Event, Matter, PartyRole, PersonDetails};
use concord_domain::sealed::Sealed;
use concord_policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

use super::parties::check_named;
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::incoming::NewPerson;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// Somebody who takes part from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewParty)]
pub struct PartyIn {
    /// `applicant`, `respondent` or `third`.
    #[schema(example = "respondent")]
    role: String,
    person: NewPerson,
}

/// Somebody's name, and how to reach them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PartyPerson)]
pub struct PersonIn {
    person: NewPerson,
}

fn named(person: NewPerson, check: &mut Check) -> PersonDetails {
    let person = PersonDetails::from(person);
    check_named(|part| format!("person.{part}"), &person, check);
    person
}

async fn change(
    desk: &Desk,
    visit: &Visit,
    headers: &HeaderMap,
    (code, no): (MatterCode, u32),
    body: PersonIn,
    decide: fn(&Matter, u32, Sealed) -> Result<Vec<Event>, Refusal>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let person = named(body.person, &mut check);
    let person = check.done(Some(person))?;
    desk.answer_command(visit, headers, &code, Action::EditMatter, |m, _, d| Ok(decide(m, no, d.seal_person(&person))?))
        .await
}

/// Add a party
///
/// Its number is the last of `parties` in the answer; a key for it is made by `POST /matters/{code}/parties/{no}/keys`.
#[utoipa::path(post, path = "/matters/{code}/parties", tag = "matters",
    params(("code" = String, Path, description = "The matter's code")), request_body = PartyIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn join(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<PartyIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let role = PartyRole::parse(&body.role).ok_or_else(|| FieldProblem::new("role", "problem-not-a-choice"));
    let role = check.take(role);
    let person = named(body.person, &mut check);
    let (role, person) = check.done(role.map(|role| (role, person)))?;
    desk.answer_command(&visit, &headers, &code, Action::EditMatter, |m, _, d| {
        let party = NewParty { role, person: d.seal_person(&person), representative: None, key_hash: None };
        Ok(intake::join_party(m, party)?)
    })
    .await
}

/// Correct a party's details
///
/// What stood there before is kept in the matter's history.
#[utoipa::path(post, path = "/matters/{code}/parties/{no}/correction", tag = "matters",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "Number of the party")),
    request_body = PersonIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn correct(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(of): At<(MatterCode, u32)>,
    Json(body): Json<PersonIn>,
) -> Result<Response, Failure> {
    change(&desk, &visit, &headers, of, body, intake::correct_party).await
}

/// Record who represents a party
///
/// Keys of whoever did so before open the matter no longer; the new one gets a key by `POST /matters/{code}/parties/{no}/representative-keys`.
#[utoipa::path(post, path = "/matters/{code}/parties/{no}/representative", tag = "matters",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "Number of the party")),
    request_body = PersonIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn represent(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(of): At<(MatterCode, u32)>,
    Json(body): Json<PersonIn>,
) -> Result<Response, Failure> {
    change(&desk, &visit, &headers, of, body, intake::represent).await
}
