//! Call-backs by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use concord_domain::code::MatterCode;
use concord_domain::matter::{FulfilmentFound, Resolved, TryOutcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::act;
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::drawing::{Drawn, Turn};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// The latest rounds, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallBackRounds {
    pub rounds: Vec<CallBackRound>,
}

/// A week of a county or a city: what was drawn of what was concluded in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallBackRound {
    /// Such as `970101-2026-03-02`: the region, and the week's Monday.
    pub round: String,
    pub from: String,
    pub to: String,
    /// The last day to call.
    pub due_on: String,
    /// How many matters were concluded in it, however they ended.
    pub frame: usize,
    /// How many of them are to be answered.
    pub wanted: usize,
    /// Hex digest from which every matter's lot is made: SHA-256 of this, a space and the code.
    pub seed: String,
    /// Those whose turn it is or was, in drawn order, body by body.
    pub call_backs: Vec<CallBackView>,
}

/// A matter that was drawn.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallBackView {
    pub code: String,
    /// Who concluded it.
    pub body: BodyView,
    /// `waiting`, `answered`, `unreachable`.
    pub state: &'static str,
    /// It took the place of one that was not to be reached.
    pub reserve: bool,
    /// The caller is of a body that had it, and does not call.
    pub of_own_body: bool,
    pub tries: i64,
    /// Why it stands here: what it was drawn from, and by when it is called; in the reader's language.
    pub why: String,
    pub stars: Option<i64>,
    pub resolved: Option<String>,
    /// What the party says of the agreement.
    pub found: Option<String>,
    /// What the body's own return visit had found.
    pub visited: Option<String>,
}

fn view(desk: &Desk, visit: &Visit, drawn: &Drawn) -> CallBackRound {
    let turn = |t: &Turn| {
        let called = t.called.as_ref();
        CallBackView {
            code: t.framed.code.as_str().to_owned(),
            body: body_view(desk, t.framed.body, visit.lang),
            state: t.state.as_str(),
            reserve: t.reserve,
            of_own_body: t.of_own_body,
            tries: called.map_or(0, |c| c.tries),
            why: desk.why_drawn(visit.lang, drawn, t),
            stars: called.and_then(|c| c.stars),
            resolved: called.and_then(|c| c.resolved.clone()),
            found: called.and_then(|c| c.found.clone()),
            visited: called.and_then(|c| c.visited.clone()),
        }
    };
    CallBackRound {
        round: drawn.round.name(),
        from: drawn.round.from.to_string(),
        to: drawn.round.to().to_string(),
        due_on: drawn.round.due_on(&desk.duties.call_backs).to_string(),
        frame: drawn.frame,
        wanted: drawn.wanted,
        seed: drawn.seed.clone(),
        call_backs: drawn.turns.iter().map(turn).collect(),
    }
}

/// What was drawn for independent call-backs in the last weeks: worked out from the journal, the same for everybody.
#[utoipa::path(get, path = "/call-backs", tag = "rating", summary = "Independent call-backs",
    params(("region" = Option<String>, Query, description = "Code of a county or a city; the caller's own where it is not given")),
    responses(
        (status = 200, description = "The rounds", body = CallBackRounds),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such county or city", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = desk.call_back_region(&visit.actor, &fields)?;
    let rounds = desk.rounds(&visit.actor, &region).await?;
    let rounds = rounds.iter().map(|drawn| view(&desk, &visit, drawn)).collect();
    Ok(axum::Json(CallBackRounds { rounds }).into_response())
}

/// What a party says when it is called back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBackAnswer {
    /// The party's number in the matter.
    pub party: u32,
    /// One to five.
    #[schema(minimum = 1, maximum = 5)]
    pub stars: u8,
    /// `yes`, `partly`, `no`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "no")]
    pub resolved: Option<Resolved>,
    /// Of an agreement: `fulfilled`, `partly`, `not_yet`, `coming_back`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "not_yet")]
    pub found: Option<FulfilmentFound>,
    #[serde(default)]
    pub comment: String,
}

/// `POST /call-backs/{round}/{code}`
#[utoipa::path(post, path = "/call-backs/{round}/{code}", tag = "rating", summary = "Record what a party says on a call-back",
    params(("round" = String, Path, description = "The round"), ("code" = String, Path, description = "The matter's code")),
    request_body = CallBackAnswer, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At((round, code)): At<(String, MatterCode)>,
    Json(new): Json<CallBackAnswer>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let comment = check.some_text("comment", &new.comment);
    let CallBackAnswer { party, stars, resolved, found, .. } = new;
    let answer = check.done(Some(act::Answer { party, stars, resolved, found, comment }))?;
    let matter = act::answer(&desk, actor, (&round, &code), expected(&headers)?, &answer).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}

/// A call in vain.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBackTry {
    /// The party's number in the matter.
    pub party: u32,
    /// `not_reached`, `refused`, `later`.
    #[schema(value_type = String, example = "not_reached")]
    pub outcome: TryOutcome,
}

/// `POST /call-backs/{round}/{code}/tries`
#[utoipa::path(post, path = "/call-backs/{round}/{code}/tries", tag = "rating", summary = "Note a call-back in vain",
    params(("round" = String, Path, description = "The round"), ("code" = String, Path, description = "The matter's code")),
    request_body = CallBackTry, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn miss(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At((round, code)): At<(String, MatterCode)>,
    Json(new): Json<CallBackTry>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let miss = act::Miss { party: new.party, outcome: new.outcome };
    let matter = act::miss(&desk, actor, (&round, &code), expected(&headers)?, miss).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}
