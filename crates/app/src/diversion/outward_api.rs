//! Diversion by the API: what goes to others, for whoever sends it and whoever receives it.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::diversion::Letter;
use concord_domain::matter::{Ground, Matter, ResultThere};
use concord_policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

use super::act::{self, Act, Outgoing};
use super::api::{ReasonIn, ReceiptIn, done};
use super::received;
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::diversion_view::DiversionView;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::{Visit, code_of};

/// A letter to somebody elsewhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Diversion)]
pub struct DiversionIn {
    /// Id among the exits (`GET /matters/{code}/exits`).
    #[schema(example = "labour-arbitration")]
    exit: String,
    /// Id of the receiver, where it is known here: it reads the letter here, and signs.
    #[serde(default)]
    receiver_body: Option<i64>,
    /// The receiver, as it stands on the paper; needed where it is not known here, except in danger.
    #[serde(default)]
    receiver: String,
    /// What it is about; what was said in mediation does not belong here.
    facts: String,
    /// What is asked.
    #[serde(default)]
    asks: String,
    /// Numbers of the parties that want it: every applicant where the whole matter goes.
    #[serde(default)]
    consents: Vec<u32>,
    /// How and when those said so who did not say it on their own page; needed for them.
    #[serde(default)]
    consents_how: String,
    /// Somebody is in danger: only for the police, then without anybody's wish.
    #[serde(default)]
    danger: bool,
    /// Numbers of files of the matter that go with it.
    #[serde(default)]
    files: Vec<u32>,
}

/// What came of it there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiversionOutcome)]
pub struct OutcomeIn {
    /// `taken`, which is not the last word; `settled`, `decided`, `ended`.
    #[schema(value_type = String, example = "decided")]
    result: ResultThere,
    #[serde(default)]
    text: String,
}

/// As [`done`], for what a receiver may do too: it sees what was sent to it.
async fn told(desk: &Desk, visit: &Visit, headers: &HeaderMap, at: (&str, u32), act: Act) -> Result<Response, Failure> {
    let matter = act::act(desk, visit.staff()?, &code_of(at.0)?, expected(headers)?, &act).await?;
    answer_one(desk, visit, &matter, at.1, StatusCode::CREATED).await
}

async fn answer_one(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    no: u32,
    status: StatusCode,
) -> Result<Response, Failure> {
    let texts = desk.matter_texts(matter).await?;
    let sent = matter.diversions.iter().find(|d| d.no == no).ok_or(Failure::NotFound)?;
    Ok(versioned(status, matter, &desk.diversion_shown(visit.lang, sent, &texts)))
}

/// `POST /matters/{code}/diversions`
#[utoipa::path(post, path = "/matters/{code}/diversions", tag = "diversion", summary = "Ask somebody elsewhere to take it",
    params(("code" = String, Path, description = "Code of the matter")), request_body = DiversionIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn send(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<DiversionIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let facts = check.text("facts", &b.facts);
    let asks = check.some_text("asks", &b.asks);
    let out = Outgoing {
        exit: b.exit,
        body: b.receiver_body.map(BodyId),
        ground: if b.danger { Ground::Danger } else { Ground::Consent },
        consents: b.consents,
        letter: Letter { receiver: b.receiver, facts, asks, consents_how: b.consents_how },
        files: b.files,
    }
    .read(&mut check);
    let act = check.done(Some(Act::Send(out)))?;
    done(&desk, &visit, &headers, &code, act).await
}

/// `GET /matters/{code}/diversions/{no}`
#[utoipa::path(get, path = "/matters/{code}/diversions/{no}", tag = "diversion", summary = "What was sent, for its receiver",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the diversion")),
    responses((status = 200, description = "The letter and where it stands", body = DiversionView),
        (status = 404, description = "Nothing that was sent to a body of the caller", body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let known = desk.load(&code_of(&code)?).await?;
    let matter = if desk.may(actor, Action::ViewMatter, &known) {
        desk.view(actor, &known.code).await?.0
    } else {
        received::load(&desk, &visit, &code, no).await?.0
    };
    answer_one(&desk, &visit, &matter, no, StatusCode::OK).await
}

/// `POST /matters/{code}/diversions/{no}/receipt`
#[utoipa::path(post, path = "/matters/{code}/diversions/{no}/receipt", tag = "diversion",
    summary = "Sign for it; whoever sent it notes a receipt by hand",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the diversion")),
    request_body = ReceiptIn,
    responses((status = 201, description = "Where it stands now", body = DiversionView),
        (status = 404, description = "Nothing that the caller sent or received", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The matter changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule said no", body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn sign(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(ReceiptIn {}): Json<ReceiptIn>,
) -> Result<Response, Failure> {
    told(&desk, &visit, &headers, (&code, no), Act::Sign { no }).await
}

/// `POST /matters/{code}/diversions/{no}/return`
#[utoipa::path(post, path = "/matters/{code}/diversions/{no}/return", tag = "diversion",
    summary = "It is not taken: it is with whoever sent it again",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the diversion")),
    request_body = ReasonIn,
    responses((status = 201, description = "Where it stands now", body = DiversionView),
        (status = 404, description = "Nothing that the caller sent or received", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The matter changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule said no", body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<ReasonIn>,
) -> Result<Response, Failure> {
    told(&desk, &visit, &headers, (&code, no), Act::Refuse { no, reason: said("reason", &b.reason)? }).await
}

/// `POST /matters/{code}/diversions/{no}/recall`
#[utoipa::path(post, path = "/matters/{code}/diversions/{no}/recall", tag = "diversion",
    summary = "Take it back before anybody signed",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the diversion")),
    request_body = ReasonIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn recall(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<ReasonIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::Recall { no, reason: said("reason", &b.reason)? }).await
}

/// `POST /matters/{code}/diversions/{no}/outcome`
#[utoipa::path(post, path = "/matters/{code}/diversions/{no}/outcome", tag = "diversion", summary = "What came of it there",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the diversion")),
    request_body = OutcomeIn,
    responses((status = 201, description = "Where it stands now", body = DiversionView),
        (status = 404, description = "Nothing that the caller sent or received", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The matter changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule said no", body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn outcome(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<OutcomeIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("text", &b.text);
    let act = check.done(Some(Act::Outcome { no, result: b.result, text }))?;
    told(&desk, &visit, &headers, (&code, no), act).await
}
