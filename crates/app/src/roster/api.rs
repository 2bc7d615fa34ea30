//! Rosters by the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use concord_domain::body::BodyId;
use concord_domain::matter::{AccountId, Verdict};
use concord_domain::roster::{Gap, NewShift, Plan, Turn};
use concord_policy::Action;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::act::{self, Act};
use super::shown::{self, gaps};
use crate::kit::api::Json;
use crate::kit::check::said;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::matter_view::{BodyView, body_view};
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::roster_queries;
use crate::kit::visit::Visit;

/// A body's roster: the coming fourteen days.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterView {
    pub body: BodyView,
    /// Accounts on duty now.
    pub on_duty: Vec<i64>,
    /// When nobody will be on duty.
    pub gaps: Vec<GapView>,
    pub turns: Vec<TurnView>,
    /// Swaps that wait for an answer.
    pub swaps: Vec<SwapView>,
}

/// The answers of a command on a roster.
#[derive(Debug, utoipa::IntoResponses)]
#[allow(dead_code, reason = "part of the interface: it describes what is answered and is never made")]
pub enum RosterAnswer {
    /// Done: the roster as it is now.
    #[response(status = 201)]
    Done(#[to_schema] RosterView),
    /// Neither a token came with it, nor is anybody signed in.
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(#[to_schema] Problem),
    /// This actor may not.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] Problem),
    /// No such body.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] Problem),
    /// A rule said no, or fields will not do; nothing changed.
    #[response(status = 422, content_type = "application/problem+json")]
    Refused(#[to_schema] Problem),
}

/// A stretch without anybody, in local time.
#[derive(Debug, Serialize, ToSchema)]
pub struct GapView {
    pub from: String,
    pub until: String,
}

/// A shift on a day, in local time.
#[derive(Debug, Serialize, ToSchema)]
pub struct TurnView {
    pub shift: u32,
    pub on: String,
    pub begins: String,
    pub ends: String,
    pub accounts: Vec<i64>,
}

/// A swap that was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct SwapView {
    pub no: u32,
    pub shift: u32,
    pub on: String,
    pub from: i64,
    pub to: i64,
}

/// A weekly shift.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRosterShift {
    /// 1 is Monday.
    days: Vec<i64>,
    /// `HH:MM`.
    #[schema(example = "20:00")]
    from: String,
    /// `HH:MM`; one that is not later is of the next day.
    #[schema(example = "08:00")]
    until: String,
    accounts: Vec<i64>,
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    from_on: Option<Date>,
}

/// The first day without it; today when absent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RosterShiftEnd {
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
}

/// Who serves a shift on one day; nobody where the list is empty.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterDay {
    shift: u32,
    #[schema(value_type = String, format = Date)]
    on: Date,
    accounts: Vec<i64>,
}

/// A colleague who is asked to serve in the caller's place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterSwap {
    shift: u32,
    #[schema(value_type = String, format = Date)]
    on: Date,
    to: i64,
}

/// The colleague's answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterSwapAnswer {
    accepted: bool,
}

/// What the caller's shift leaves to the next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterNote {
    text: String,
}

fn people(accounts: &[AccountId]) -> Vec<i64> {
    accounts.iter().map(|account| account.0).collect()
}

fn turn(turn: Turn) -> TurnView {
    TurnView {
        shift: turn.shift,
        on: turn.on.to_string(),
        begins: turn.begins.to_string(),
        ends: turn.ends.to_string(),
        accounts: people(&turn.accounts),
    }
}

fn view(desk: &Desk, visit: &Visit, body: BodyId, plan: &Plan) -> RosterView {
    let now = desk.clock.local(desk.now());
    let gap = |gap: Gap| GapView { from: gap.from.to_string(), until: gap.until.to_string() };
    let until = now.date().saturating_add(shown::AHEAD.days());
    RosterView {
        body: body_view(desk, body, visit.lang),
        on_duty: people(&plan.on_duty(now)),
        gaps: gaps(plan, now).into_iter().map(gap).collect(),
        turns: plan.turns(now.date(), until).into_iter().map(turn).collect(),
        swaps: plan
            .swaps
            .iter()
            .map(|s| SwapView { no: s.no, shift: s.shift, on: s.on.to_string(), from: s.from.0, to: s.to.0 })
            .collect(),
    }
}

/// `GET /rosters`
#[utoipa::path(get, path = "/rosters", tag = "rosters", summary = "Who is on duty, and where nobody will be",
    responses((status = 200, body = [RosterView]),
              (status = 401, body = Problem, content_type = "application/problem+json"),
              (status = 403, body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::ViewRoster) {
        return Err(Failure::Forbidden);
    }
    let known = shown::known(&desk, actor).await?;
    let plans = desk.store.read(roster_queries::plans).await?;
    let views: Vec<RosterView> =
        known.kept.iter().filter_map(|kept| Some(view(&desk, &visit, kept.body, plans.get(&kept.body.0)?))).collect();
    Ok(axum::Json(views).into_response())
}

/// `GET /rosters/{body}`
#[utoipa::path(get, path = "/rosters/{body}", tag = "rosters", summary = "A body's roster",
    params(("body" = i64, Path, description = "Id of the body")),
    responses((status = 200, body = RosterView),
              (status = 401, body = Problem, content_type = "application/problem+json"),
              (status = 403, body = Problem, content_type = "application/problem+json"),
              (status = 404, body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn show(State(desk): State<Desk>, visit: Visit, At(body): At<i64>) -> Result<Response, Failure> {
    let body = BodyId(body);
    desk.permit_on_roster(visit.staff()?, Action::ViewRoster, body)?;
    let plan = desk.store.read(move |c| roster_queries::plan(c, body)).await?.unwrap_or_default();
    Ok(axum::Json(view(&desk, &visit, body, &plan)).into_response())
}

async fn done(desk: &Desk, visit: &Visit, body: i64, act: Act) -> Result<Response, Failure> {
    let roster = act::act(desk, visit.staff()?, BodyId(body), &act).await?;
    Ok((StatusCode::CREATED, axum::Json(view(desk, visit, roster.body, &roster.plan))).into_response())
}

fn accounts(ids: Vec<i64>) -> Vec<AccountId> {
    ids.into_iter().map(AccountId).collect()
}

/// `POST /rosters/{body}/shifts`
#[utoipa::path(post, path = "/rosters/{body}/shifts", tag = "rosters", summary = "Set a weekly shift",
    params(("body" = i64, Path, description = "Id of the body")), request_body = NewRosterShift,
    responses(RosterAnswer), security(("bearer" = [])))]
pub async fn set_shift(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    Json(b): Json<NewRosterShift>,
) -> Result<Response, Failure> {
    let time = |field: &str, text: &str| act::minute(text).ok_or_else(|| Failure::field(field, "roster-not-a-time"));
    let new = NewShift {
        days: act::weekdays(b.days.into_iter()),
        from: time("from", &b.from)?,
        until: time("until", &b.until)?,
        accounts: accounts(b.accounts),
        from_on: b.from_on.unwrap_or_else(|| desk.today()),
    };
    done(&desk, &visit, body, Act::SetShift(new)).await
}

/// `POST /rosters/{body}/shifts/{no}/end`
#[utoipa::path(post, path = "/rosters/{body}/shifts/{no}/end", tag = "rosters", summary = "End a weekly shift",
    params(("body" = i64, Path, description = "Id of the body"), ("no" = u32, Path, description = "Number of the shift")),
    request_body = RosterShiftEnd, responses(RosterAnswer), security(("bearer" = [])))]
pub async fn end_shift(
    State(desk): State<Desk>,
    visit: Visit,
    At((body, no)): At<(i64, u32)>,
    Json(b): Json<RosterShiftEnd>,
) -> Result<Response, Failure> {
    let on = b.on.unwrap_or_else(|| desk.today());
    done(&desk, &visit, body, Act::EndShift { no, on }).await
}

/// `POST /rosters/{body}/days`
#[utoipa::path(post, path = "/rosters/{body}/days", tag = "rosters", summary = "Say who serves a shift on one day",
    params(("body" = i64, Path, description = "Id of the body")), request_body = RosterDay,
    responses(RosterAnswer), security(("bearer" = [])))]
pub async fn change_day(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    Json(b): Json<RosterDay>,
) -> Result<Response, Failure> {
    let act = Act::ChangeDay { shift: b.shift, on: b.on, accounts: accounts(b.accounts) };
    done(&desk, &visit, body, act).await
}

/// `POST /rosters/{body}/swaps`
#[utoipa::path(post, path = "/rosters/{body}/swaps", tag = "rosters", summary = "Ask a colleague to serve in one's place",
    params(("body" = i64, Path, description = "Id of the body")), request_body = RosterSwap,
    responses(RosterAnswer), security(("bearer" = [])))]
pub async fn ask_swap(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    Json(b): Json<RosterSwap>,
) -> Result<Response, Failure> {
    done(&desk, &visit, body, Act::AskSwap { shift: b.shift, on: b.on, to: AccountId(b.to) }).await
}

/// `POST /rosters/{body}/swaps/{no}/answer`
#[utoipa::path(post, path = "/rosters/{body}/swaps/{no}/answer", tag = "rosters", summary = "Answer whoever asks for a swap",
    params(("body" = i64, Path, description = "Id of the body"), ("no" = u32, Path, description = "Number of the swap")),
    request_body = RosterSwapAnswer, responses(RosterAnswer), security(("bearer" = [])))]
pub async fn answer_swap(
    State(desk): State<Desk>,
    visit: Visit,
    At((body, no)): At<(i64, u32)>,
    Json(b): Json<RosterSwapAnswer>,
) -> Result<Response, Failure> {
    done(
        &desk,
        &visit,
        body,
        Act::AnswerSwap { no, verdict: if b.accepted { Verdict::Granted } else { Verdict::Refused } },
    )
    .await
}

/// `POST /rosters/{body}/notes`
#[utoipa::path(post, path = "/rosters/{body}/notes", tag = "rosters", summary = "Leave a note to the next shift",
    params(("body" = i64, Path, description = "Id of the body")), request_body = RosterNote,
    responses(RosterAnswer), security(("bearer" = [])))]
pub async fn leave_note(
    State(desk): State<Desk>,
    visit: Visit,
    At(body): At<i64>,
    Json(b): Json<RosterNote>,
) -> Result<Response, Failure> {
    let text = said("text", &b.text)?;
    done(&desk, &visit, body, Act::LeaveNote { text }).await
}

/// `POST /rosters/{body}/notes/{no}/signature`
#[utoipa::path(post, path = "/rosters/{body}/notes/{no}/signature", tag = "rosters", summary = "Sign for having read a note",
    params(("body" = i64, Path, description = "Id of the body"), ("no" = u32, Path, description = "Number of the note")),
    responses(RosterAnswer), security(("bearer" = [])))]
pub async fn sign_note(
    State(desk): State<Desk>,
    visit: Visit,
    At((body, no)): At<(i64, u32)>,
) -> Result<Response, Failure> {
    done(&desk, &visit, body, Act::SignNote { no }).await
}
