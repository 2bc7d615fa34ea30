//! Agreements by the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::Form;
use concord_policy::Action;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::commands::{self, Answer, Draft, Fulfilment, Kept, Owed};
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// An agreement to put before the parties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAgreement {
    /// `written` or `oral`.
    #[schema(value_type = String, example = "written")]
    pub form: Form,
    /// Facts, issue and responsibility (People's Mediation Law art. 29).
    pub facts: String,
    /// Terms, method and time.
    pub terms: String,
    #[serde(default)]
    pub obligations: Vec<NewObligation>,
}

/// What a party will owe.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewObligation {
    /// The party's number.
    pub party: u32,
    pub what: String,
    /// Cents of yuan.
    #[serde(default)]
    pub amount: Option<i64>,
    /// `YYYY-MM-DD`.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
}

/// A signature: a party's own, or one on paper that the staff record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// For staff: the party that signed.
    #[serde(default)]
    pub party: Option<u32>,
}

/// A refusal: mediation goes on, and it counts against nobody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementRefusal {
    /// For staff: the party that refused.
    #[serde(default)]
    pub party: Option<u32>,
    #[serde(default)]
    pub reason: String,
}

/// Nothing but the act itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealBody {}

/// What became of an obligation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FulfilmentBody {
    /// Done, or not done by its date.
    pub fulfilled: bool,
    /// The day it was done; today where it is not said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
}

/// `POST /matters/{code}/agreement`
#[utoipa::path(post, path = "/matters/{code}/agreement", tag = "casework", summary = "Put an agreement before the parties",
    params(("code" = String, Path, description = "The matter's code")), request_body = NewAgreement,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn draft(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<NewAgreement>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let facts = check.text("facts", &body.facts);
    let terms = check.text("terms", &body.terms);
    let obligations = body
        .obligations
        .iter()
        .enumerate()
        .map(|(i, o)| Owed {
            party: o.party,
            what: check.text(&format!("obligations.{i}.what"), &o.what),
            amount: o.amount,
            due_on: o.due_on,
        })
        .collect();
    let cmd = check.done(Some(Draft { form: body.form, facts, terms, obligations }))?;
    desk.answer_command(&visit, &headers, &code, Action::DraftAgreement, |m, r, d| cmd.decide(m, r, d)).await
}

/// `POST /matters/{code}/agreement/signatures`
#[utoipa::path(post, path = "/matters/{code}/agreement/signatures", tag = "casework", summary = "Sign the agreement",
    description = "A party signs with its access key; staff record the signature of a party who signs on paper.",
    params(("code" = String, Path, description = "The matter's code")), request_body = Signature,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn sign(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<Signature>,
) -> Result<Response, Failure> {
    let actor = visit.actor_on(&desk, &code).await?;
    let cmd = Answer { party: commands::party_of(&actor, body.party, "party")?, reason: String::new() };
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::SignAgreement, |m, r, d| cmd.sign(m, r, d)).await
}

/// `POST /matters/{code}/agreement/refusals`
#[utoipa::path(post, path = "/matters/{code}/agreement/refusals", tag = "casework", summary = "Refuse the agreement",
    description = "Mediation goes on; a refusal counts against nobody.",
    params(("code" = String, Path, description = "The matter's code")), request_body = AgreementRefusal,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<AgreementRefusal>,
) -> Result<Response, Failure> {
    let actor = visit.actor_on(&desk, &code).await?;
    let mut check = Check::new();
    let reason = check.some_text("reason", &body.reason);
    let party = commands::party_of(&actor, body.party, "party")?;
    let cmd = check.done(Some(Answer { party, reason }))?;
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::SignAgreement, |m, r, d| cmd.refuse(m, r, d)).await
}

/// `POST /matters/{code}/agreement/seal`
#[utoipa::path(post, path = "/matters/{code}/agreement/seal", tag = "casework", summary = "Put the mediator's signature and the committee's seal",
    description = "Last of all: from then on the agreement is in effect.",
    params(("code" = String, Path, description = "The matter's code")), request_body = SealBody,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn seal(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(SealBody {}): Json<SealBody>,
) -> Result<Response, Failure> {
    let account = visit.account()?;
    desk.answer_command(&visit, &headers, &code, Action::SealAgreement, |m, r, _| commands::seal(account, m, r)).await
}

/// `POST /matters/{code}/obligations/{no}/fulfilment`
#[utoipa::path(post, path = "/matters/{code}/obligations/{no}/fulfilment", tag = "casework", summary = "Record whether a promise was kept",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The obligation's number")),
    request_body = FulfilmentBody, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn fulfil(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At((code, no)): At<(MatterCode, u32)>,
    Json(body): Json<FulfilmentBody>,
) -> Result<Response, Failure> {
    let kept = if body.fulfilled { Kept::Fulfilled { on: body.on } } else { Kept::Breached };
    let cmd = Fulfilment { no, kept };
    desk.answer_command(&visit, &headers, &code, Action::RecordFulfilment, |m, r, d| cmd.decide(m, r, d)).await
}
