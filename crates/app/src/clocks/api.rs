//! Time by the API.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::Refusal;
use concord_domain::clock::PauseReason;
use concord_domain::matter::{Matter, Rules};
use concord_domain::pause as domain;
use concord_policy::{Action, Actor};
use serde::Deserialize;
use utoipa::ToSchema;

use super::commands::{Answer, Ask, Pause, Said, Verdict};
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::visit::{Visit, code_of};

/// Why a time limit stands still.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockPauseBody {
    /// `appraisal`, `waiting_party`, `party_away`, `other_proceeding` or `force_majeure`: what the limit's rule allows.
    #[schema(value_type = String, example = "appraisal")]
    pub reason: PauseReason,
    /// The parties read it.
    #[serde(default)]
    pub note: String,
}

/// Nothing but the act itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockActBody {}

/// Why more time is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionBody {
    #[serde(default)]
    pub reason: String,
}

/// Whose answer it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentBody {
    /// For staff: the party that answered.
    #[serde(default)]
    pub party: Option<u32>,
    /// For staff: how and when it said so. The party reads it.
    #[serde(default)]
    pub how: String,
}

/// Whose answer it is, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRefusalBody {
    /// For staff: the party that answered; absent for the word of who has to approve it.
    #[serde(default)]
    pub party: Option<u32>,
    /// For staff that name a party: how and when it said so. The party reads it.
    #[serde(default)]
    pub how: String,
    /// Needed of who has to approve it. Whoever asked reads it.
    #[serde(default)]
    pub reason: String,
}

/// `POST /matters/{code}/clocks/{no}/pause`
#[utoipa::path(post, path = "/matters/{code}/clocks/{no}/pause", tag = "casework", summary = "Let a time limit stand still",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The time limit's number")),
    request_body = ClockPauseBody, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn pause(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Path((code, no)): Path<(String, u32)>,
    Json(body): Json<ClockPauseBody>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let note = check.some_text("note", &body.note);
    let cmd = check.done(Some(Pause { no, reason: body.reason, note }))?;
    desk.answer_command(&visit, &headers, &code_of(&code)?, Action::PauseClock, |m, r, d| cmd.decide(m, r, d)).await
}

/// `POST /matters/{code}/clocks/{no}/resumption`
#[utoipa::path(post, path = "/matters/{code}/clocks/{no}/resumption", tag = "casework", summary = "Let a time limit go on",
    description = "It ends as much later as it stood still.",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The time limit's number")),
    request_body = ClockActBody, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn resume(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Path((code, no)): Path<(String, u32)>,
    Json(ClockActBody {}): Json<ClockActBody>,
) -> Result<Response, Failure> {
    let decide = |m: &Matter, r: &Rules<'_>, _: &mut Drawer<'_>| Ok(domain::resume(m, no, r)?);
    desk.answer_command(&visit, &headers, &code_of(&code)?, Action::PauseClock, decide).await
}

/// `POST /matters/{code}/clocks/{no}/extension`
#[utoipa::path(post, path = "/matters/{code}/clocks/{no}/extension", tag = "casework", summary = "Ask for more time",
    description = "A party with its access key, who agrees by asking; or the staff. After the time has ended it is refused.",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The time limit's number")),
    request_body = ExtensionBody, responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn ask(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Path((code, no)): Path<(String, u32)>,
    Json(body): Json<ExtensionBody>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.actor_on(&desk, &code).await?;
    let party = if let Actor::Party { party, .. } = &actor { Some(*party) } else { None };
    let mut check = Check::new();
    let reason = check.some_text("reason", &body.reason);
    let cmd = check.done(Some(Ask { no, party, reason }))?;
    let decide = |m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| cmd.decide(m, r, d);
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::AskExtension, decide).await
}

/// The party that answers: itself, or the one that the staff name.
fn party(actor: &Actor, named: Option<u32>) -> Result<u32, Failure> {
    match (actor, named) {
        (Actor::Party { party, .. }, named) if named.is_none_or(|named| named == *party) => Ok(*party),
        (Actor::Party { .. }, _) => Err(Failure::Forbidden),
        (_, Some(party)) => Ok(party),
        (_, None) => Err(Failure::field("party", "problem-missing")),
    }
}

/// How a party said so, where the staff note it.
fn how(actor: &Actor, how: &str) -> Result<Option<String>, Failure> {
    if matches!(actor, Actor::Party { .. }) { Ok(None) } else { said("how", how).map(Some) }
}

/// `POST /matters/{code}/clocks/{no}/extension/consents`
#[utoipa::path(post, path = "/matters/{code}/clocks/{no}/extension/consents", tag = "casework", summary = "A party agrees to more time",
    description = "With the last party it is granted.",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The time limit's number")),
    request_body = ConsentBody, responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn agree(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Path((code, no)): Path<(String, u32)>,
    Json(body): Json<ConsentBody>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.actor_on(&desk, &code).await?;
    let party = party(&actor, body.party)?;
    let decide = |m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| {
        Said { no, party, answer: Answer::Yes, how: how(&actor, &body.how)? }.decide(m, r, d)
    };
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::AgreeExtension, decide).await
}

/// `POST /matters/{code}/clocks/{no}/extension/refusals`
#[utoipa::path(post, path = "/matters/{code}/clocks/{no}/extension/refusals", tag = "casework", summary = "Do not agree to more time",
    description = "A party with its access key, or the one that the staff name; without a party, the supervisor or the coordinator whose approval the limit's rule asks, with a reason. The date stays; it counts against nobody.",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The time limit's number")),
    request_body = ExtensionRefusalBody, responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Path((code, no)): Path<(String, u32)>,
    Json(body): Json<ExtensionRefusalBody>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.actor_on(&desk, &code).await?;
    let party = match party(&actor, body.party) {
        // No party is named: it may be the word of who has to approve it.
        Err(Failure::Invalid(_)) if desk.policy.ever(&actor, Action::ApproveExtension) => {
            let decide = |m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| {
                let mut check = Check::new();
                let refused = Verdict::Refused(check.text("reason", &body.reason));
                let decided = refused.decide(no, &actor, m, r, d).map_err(|failure| match failure {
                    Failure::Refused(Refusal::ExtensionNotAllowed) => Failure::field("party", "problem-missing"),
                    other => other,
                })?;
                check.done(Some(decided))
            };
            return desk.answer_command_of(&actor, &visit, &headers, &code, Action::ApproveExtension, decide).await;
        }
        party => party?,
    };
    let decide = |m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| {
        Said { no, party, answer: Answer::No, how: how(&actor, &body.how)? }.decide(m, r, d)
    };
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::AgreeExtension, decide).await
}

/// `POST /matters/{code}/clocks/{no}/extension/approval`
#[utoipa::path(post, path = "/matters/{code}/clocks/{no}/extension/approval", tag = "casework", summary = "Grant more time",
    description = "By the supervisor or the coordinator, where the limit's rule asks their approval.",
    params(("code" = String, Path, description = "The matter's code"), ("no" = u32, Path, description = "The time limit's number")),
    request_body = ClockActBody, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn approve(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    Path((code, no)): Path<(String, u32)>,
    Json(ClockActBody {}): Json<ClockActBody>,
) -> Result<Response, Failure> {
    let actor = visit.actor.clone();
    let decide = |m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| Verdict::Granted.decide(no, &actor, m, r, d);
    desk.answer_command(&visit, &headers, &code_of(&code)?, Action::ApproveExtension, decide).await
}
