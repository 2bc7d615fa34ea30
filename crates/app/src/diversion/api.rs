//! Diversion by the API: what comes in, where else one can go, the written advice.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use concord_domain::body::BodyId;
use concord_domain::diversion::SourcePaper;
use concord_domain::matter::{Handed, Procedure, Way};
use concord_policy::Actor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::act::{self, Act};
use super::list::OpenDiversion;
use super::list_queries::{self as queries, LINES_MOST, SORTS, View};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::arrival::Paper;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::exits::ExitShown;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::sorting::Sorting;
use crate::kit::visit::{Visit, code_of};

/// The paper of another body that sent a report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Arrival)]
pub struct ArrivalIn {
    /// Number of the report that it brought; the first where none is given.
    #[serde(default = "first")]
    report: u32,
    /// `police`, `court`, `petition`, `hotline`, `region`, `away`.
    #[schema(value_type = String, example = "court")]
    way: Way,
    /// Of a court's: `before_filing`, `ordinary`, `summary`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    procedure: Option<Procedure>,
    /// Id of the sender, where it is known here.
    #[serde(default)]
    sender_body: Option<i64>,
    #[serde(default)]
    sender: String,
    /// The sender's own number: of a case, a ticket, a letter.
    #[serde(default)]
    sender_number: String,
    #[serde(default)]
    sender_contact: String,
    /// What is asked.
    #[serde(default)]
    sender_asks: String,
    /// The day that the paper bears.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    dated_on: Option<Date>,
    /// By when the sender wants an answer.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    answer_by: Option<Date>,
    /// Numbers of files of the matter that came with it.
    #[serde(default)]
    files: Vec<u32>,
}

const fn first() -> u32 {
    1
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiversionReason)]
pub struct ReasonIn {
    pub(super) reason: String,
}

/// A word to the sender.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SenderAnswer)]
pub struct AnswerIn {
    text: String,
    /// Where it is not the last word: the day by which the sender agreed to hear more.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
}

/// Who got the written advice.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = AdviceHandOver)]
pub struct HandOverIn {
    /// For staff: the party. A party says it of itself.
    party: Option<u32>,
    /// For staff: `window`, `phone`, `post`, `not_reached`.
    #[schema(value_type = Option<String>)]
    how: Option<Handed>,
}

/// Nothing but the act itself.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = DiversionReceipt)]
pub struct ReceiptIn {}

/// Open diversion of the own bodies.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenDiversions {
    items: Vec<OpenDiversion>,
}

/// Where else the people of a matter can go.
#[derive(Debug, Serialize, ToSchema)]
pub struct Exits {
    items: Vec<ExitShown>,
}

pub(super) async fn done(
    desk: &Desk,
    visit: &Visit,
    headers: &HeaderMap,
    code: &str,
    act: Act,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let matter = act::act(desk, actor, &code_of(code)?, expected(headers)?, &act).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}

/// `GET /diversions`
#[utoipa::path(get, path = "/diversions", tag = "diversion", summary = "Open diversion of the own bodies", 
    params(
        ("view" = Option<String>, Query, description = "`senders` when absent; `received`, `sent`, `told`, `advice`"),
        ("order" = Option<String>, Query, description = "`due` when absent, `opened`, `body`, `on`; each with `-last` behind it the other way round"),
    ),
    responses((status = 200, description = "In the order asked for, at most 200", body = OpenDiversions),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No such list or order", body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let own = desk.bodies_seen(visit.staff()?)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let (view, sorting) = (query.word("view", View::parse)?.unwrap_or(View::Senders), Sorting::asked(&query, &SORTS)?);
    let lines = desk.store.read(move |c| queries::lines(c, view, &own, sorting, LINES_MOST)).await?;
    let items = lines.into_iter().map(|line| desk.open_diversion(visit.lang, line)).collect();
    Ok(axum::Json(OpenDiversions { items }).into_response())
}

/// `GET /matters/{code}/exits`
#[utoipa::path(get, path = "/matters/{code}/exits", tag = "diversion",
    summary = "Where else the people of a matter can go, by when and with what",
    params(("code" = String, Path, description = "Code of the matter")),
    responses((status = 200, description = "The exits that are open for it", body = Exits),
        (status = 404, description = "No such matter", body = Problem, content_type = "application/problem+json")),
    security(("bearer" = []), ("access_key" = [])))]
pub async fn exits(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.actor_on(&desk, &code).await?;
    let (matter, _) = desk.view(&actor, &code).await?;
    Ok(axum::Json(Exits { items: desk.exits_shown(visit.lang, &matter) }).into_response())
}

/// `POST /matters/{code}/arrivals`
#[utoipa::path(post, path = "/matters/{code}/arrivals", tag = "diversion", summary = "Note who sent a report, with the paper",
    params(("code" = String, Path, description = "Code of the matter")), request_body = ArrivalIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn record(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<ArrivalIn>,
) -> Result<Response, Failure> {
    let said =
        SourcePaper { sender: b.sender, number: b.sender_number, contact: b.sender_contact, asks: b.sender_asks };
    let (sender, procedure) = (b.sender_body.map(BodyId), b.procedure);
    let paper = Paper { way: b.way, procedure, sender, said, dated_on: b.dated_on, answer_by: b.answer_by };
    let wrong = paper.check("");
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    done(&desk, &visit, &headers, &code, Act::Record { report: b.report, paper, files: b.files }).await
}

/// `POST /matters/{code}/arrivals/{no}/receipt`
#[utoipa::path(post, path = "/matters/{code}/arrivals/{no}/receipt", tag = "diversion", summary = "Give the sender a receipt",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the arrival")),
    request_body = ReceiptIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn receipt(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(ReceiptIn {}): Json<ReceiptIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::Receipt { no }).await
}

/// `POST /matters/{code}/arrivals/{no}/return`
#[utoipa::path(post, path = "/matters/{code}/arrivals/{no}/return", tag = "diversion",
    summary = "Send it back to the sender, who is responsible again",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the arrival")),
    request_body = ReasonIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn send_back(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<ReasonIn>,
) -> Result<Response, Failure> {
    done(&desk, &visit, &headers, &code, Act::SendBack { no, reason: said("reason", &b.reason)? }).await
}

/// `POST /matters/{code}/arrivals/{no}/answer`
#[utoipa::path(post, path = "/matters/{code}/arrivals/{no}/answer", tag = "diversion", summary = "Answer the sender",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the arrival")),
    request_body = AnswerIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<AnswerIn>,
) -> Result<Response, Failure> {
    let act = Act::Answer { no, text: said("text", &b.text)?, until: b.until };
    done(&desk, &visit, &headers, &code, act).await
}

/// `POST /matters/{code}/advice/hand-overs`
#[utoipa::path(post, path = "/matters/{code}/advice/hand-overs", tag = "diversion",
    summary = "A party got the written advice",
    params(("code" = String, Path, description = "Code of the matter")), request_body = HandOverIn,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn hand_over(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<HandOverIn>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.actor_on(&desk, &code).await?;
    let act = match &actor {
        Actor::Party { party, .. } => Act::HandOver { party: *party, how: Handed::Link },
        _ => {
            let mut check = Check::new();
            let party = check.need("party", Ok(b.party));
            let how = check.need("how", Ok(b.how.filter(|how| *how != Handed::Link)));
            check.done(party.zip(how).map(|(party, how)| Act::HandOver { party, how }))?
        }
    };
    let matter = act::act(&desk, &actor, &code, expected(&headers)?, &act).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(&actor, visit.lang, &matter).await?))
}
