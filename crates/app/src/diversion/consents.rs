//! Whether the parties want a matter to go elsewhere: the staff ask, and each party says so on its own page, or by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::matter::Wish;
use concord_policy::Actor;
use serde::Deserialize;
use utoipa::ToSchema;

use super::act::{Act, act};
use super::api;
use super::arrivals::numbers;
use super::shown::done;
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// A question to parties.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiversionConsentRequest)]
pub struct AskIn {
    /// Id among the exits.
    #[schema(example = "court")]
    exit: String,
    /// Numbers of the parties that are asked.
    parties: Vec<u32>,
    /// Why it is asked; they read it.
    #[serde(default)]
    text: String,
}

/// A party's own answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiversionConsentAnswer)]
pub struct WishIn {
    /// `yes` or `no`.
    #[schema(value_type = String, example = "yes")]
    wish: Wish,
    #[serde(default)]
    reason: String,
}

/// `POST /desk/matters/{code}/diversion-consents`
pub async fn ask(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let exit = check.need("ask_exit", Ok(form.some("ask_exit").map(str::to_owned)));
    let text = check.some_text("ask_text", form.get("ask_text"));
    let parties = numbers(&form, "ask_parties");
    let read = check.done(exit.map(|exit| Act::Ask { exit, parties, text }));
    done(&desk, &visit, &code, &form, "diversion-asked", read).await
}

/// `POST /track/{code}/diversion-consents/{no}`: what the party itself says.
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.party_on(&desk, &code).await?;
    let Actor::Party { party, .. } = actor else { return Err(Failure::Forbidden) };
    let mut check = Check::new();
    let wish = check.need("wish", form.word("wish", Wish::parse));
    let reason = check.some_text("wish_reason", form.get("wish_reason"));
    let read = check.done(wish.map(|wish| Act::Wish { no, party, wish, reason }))?;
    act(&desk, &actor, &code, Expected::Any, &read).await?;
    Ok(go_with(&format!("/track/{}", code.as_str()), "diversion-consent-thanks"))
}

/// `POST /matters/{code}/diversion-consents`
#[utoipa::path(post, path = "/matters/{code}/diversion-consents", tag = "diversion",
    summary = "Ask parties whether they want the matter to go elsewhere",
    params(("code" = String, Path, description = "Code of the matter")), request_body = AskIn,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn ask_by_api(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    headers: HeaderMap,
    Json(b): Json<AskIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("text", &b.text);
    let asked = check.done(Some(Act::Ask { exit: b.exit, parties: b.parties, text }))?;
    api::done(&desk, &visit, &headers, &code, asked).await
}

/// `POST /matters/{code}/diversion-consents/{no}/answers`
#[utoipa::path(post, path = "/matters/{code}/diversion-consents/{no}/answers", tag = "diversion",
    summary = "Say as a party whether it may go elsewhere",
    description = "Only the party itself says so, until the letter has gone out. Without it the staff need a paper.",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the question")),
    request_body = WishIn, responses(CommandAnswer), security(("access_key" = [])))]
pub async fn answer_by_api(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(b): Json<WishIn>,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.actor_on(&desk, &code).await?;
    let Actor::Party { party, .. } = actor else { return Err(Failure::Forbidden) };
    let mut check = Check::new();
    let reason = check.some_text("reason", &b.reason);
    let said = check.done(Some(Act::Wish { no, party, wish: b.wish, reason }))?;
    let matter = act(&desk, &actor, &code, expected(&headers)?, &said).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(&actor, visit.lang, &matter).await?))
}
