//! Joint mediation and old matters by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::BacklogStage;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::act::{self, Act, TaskTyped};
use crate::kit::api::{Json, expected, versioned};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// Bodies that take a matter on together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JointMediation)]
pub struct JointIn {
    /// Id of the body that leads.
    lead: i64,
    /// Ids of the others.
    members: Vec<i64>,
    reason: String,
}

/// A further body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JointMember)]
pub struct MemberIn {
    body: i64,
}

/// A conference to call.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Conference)]
pub struct ConferenceIn {
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime, example = "2026-03-05T14:00:00+08:00")]
    at: jiff::Timestamp,
    #[serde(default)]
    place: String,
    agenda: String,
}

/// Another time for a conference.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceMove)]
pub struct MoveIn {
    /// RFC 3339.
    #[schema(value_type = String, format = DateTime, example = "2026-03-06T14:00:00+08:00")]
    at: jiff::Timestamp,
    /// Where it is now; as before where it is absent.
    place: Option<String>,
    #[serde(default)]
    reason: String,
}

/// Why a conference will not be held.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceCancellation)]
pub struct CallOffIn {
    reason: String,
}

/// Minutes of the conference that was called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Minutes)]
pub struct MinutesIn {
    minutes: String,
    #[serde(default)]
    tasks: Vec<TaskIn>,
}

/// What a body has to do.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceTask)]
pub struct TaskIn {
    body: i64,
    what: String,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
}

/// What came of a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskCompletion)]
pub struct CompletionIn {
    #[serde(default)]
    text: String,
}

/// Who sees to the matter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Sponsor)]
pub struct SponsorIn {
    /// Account of a supervisor or coordinator of a centre above the matter.
    account: i64,
}

/// A step with an old matter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BacklogStep)]
pub struct StepIn {
    /// `consult`, `judge` or `resolve`.
    #[schema(value_type = String, example = "consult")]
    stage: BacklogStage,
    text: String,
}

async fn done(desk: &Desk, visit: &Visit, headers: &HeaderMap, code: &str, act: Act) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let matter = act::act(desk, actor, &code_of(code)?, expected(headers)?, &act).await?;
    Ok(versioned(StatusCode::CREATED, &matter, &desk.matter_view(actor, visit.lang, &matter).await?))
}

macro_rules! command {
    ($name:ident, $path:literal, $summary:literal, $body:ty, |$desk:ident, $visit:ident, $code:ident, $b:ident| $read:expr) => {
        #[doc = $summary]
        #[utoipa::path(post, path = $path, tag = "between bodies", summary = $summary,
                            params(("code" = String, Path, description = "Code of the matter")), request_body = $body,
                            responses(CommandAnswer), security(("bearer" = [])))]
        pub async fn $name(
            State($desk): State<Desk>,
            $visit: Visit,
            At($code): At<String>,
            headers: HeaderMap,
            Json($b): Json<$body>,
        ) -> Result<Response, Failure> {
            let read: Result<Act, Failure> = $read;
            done(&$desk, &$visit, &headers, &$code, read?).await
        }
    };
}

command!(open, "/matters/{code}/joint-mediation", "Begin joint mediation", JointIn, |desk, visit, code, b| {
    let (lead, members) = (BodyId(b.lead), b.members.iter().map(|m| BodyId(*m)).collect());
    said("reason", &b.reason).map(|reason| Act::Open { lead, members, reason })
});
command!(
    join,
    "/matters/{code}/joint-mediation/members",
    "Bring another body in",
    MemberIn,
    |desk, visit, code, b| Ok(Act::Join(BodyId(b.body)))
);
command!(
    call,
    "/matters/{code}/joint-mediation/conferences",
    "Call a conference of the bodies",
    ConferenceIn,
    |desk, visit, code, b| {
        let at = b.at.as_microsecond();
        let day = desk.clock.date(at);
        said("agenda", &b.agenda).map(|agenda| Act::Call { at, day, place: b.place.trim().to_owned(), agenda })
    }
);
command!(
    hold,
    "/matters/{code}/joint-mediation/minutes",
    "Write the minutes of the conference that was called",
    MinutesIn,
    |desk, visit, code, b| {
        let tasks = b.tasks.iter().map(|t| {
            let what = said("tasks", &t.what)?;
            Ok(TaskTyped { body: BodyId(t.body), what, due_on: t.due_on })
        });
        let tasks = tasks.collect::<Result<Vec<_>, Failure>>();
        tasks.and_then(|tasks| Ok(Act::Hold { minutes: said("minutes", &b.minutes)?, tasks }))
    }
);
command!(
    sponsor,
    "/matters/{code}/sponsor",
    "Name the leader who sees to a hard matter",
    SponsorIn,
    |desk, visit, code, b| {
        let code = code_of(&code)?;
        // Whoever may not see the matter learns nothing of it from the answer.
        let matter = desk.load(&code).await?;
        desk.permit(visit.staff()?, concord_policy::Action::NameSponsor, &matter)?;
        act::sponsor(&desk, &code, b.account).await
    }
);
command!(step, "/matters/{code}/backlog", "Take a step with an old matter", StepIn, |desk, visit, code, b| said(
    "text", &b.text
)
.map(|text| Act::Step(b.stage, text)));

/// `POST /matters/{code}/joint-mediation/tasks/{no}/completion`
#[utoipa::path(post, path = "/matters/{code}/joint-mediation/tasks/{no}/completion", tag = "between bodies",
    summary = "Report that a task is done",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the task")),
    request_body = CompletionIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn finish(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(body): Json<CompletionIn>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("text", &body.text);
    done(&desk, &visit, &headers, &code, check.done(Some(Act::Finish { no, text }))?).await
}

/// `POST /matters/{code}/joint-mediation/conferences/{no}/rescheduling`
#[utoipa::path(post, path = "/matters/{code}/joint-mediation/conferences/{no}/rescheduling", tag = "between bodies",
    summary = "Move a conference",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the conference")),
    request_body = MoveIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn reschedule(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(body): Json<MoveIn>,
) -> Result<Response, Failure> {
    let at = body.at.as_microsecond();
    let mut check = Check::new();
    let place = body.place.map(|place| check.some_text("place", &place));
    let reason = check.some_text("reason", &body.reason);
    let read = check.done(Some(Act::Move { no, at, day: desk.clock.date(at), place, reason }))?;
    done(&desk, &visit, &headers, &code, read).await
}

/// `POST /matters/{code}/joint-mediation/conferences/{no}/cancellation`
#[utoipa::path(post, path = "/matters/{code}/joint-mediation/conferences/{no}/cancellation", tag = "between bodies",
    summary = "Call a conference off",
    params(("code" = String, Path, description = "Code of the matter"), ("no" = u32, Path, description = "Number of the conference")),
    request_body = CallOffIn, responses(CommandAnswer), security(("bearer" = [])))]
pub async fn call_off(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    headers: HeaderMap,
    Json(body): Json<CallOffIn>,
) -> Result<Response, Failure> {
    let reason = said("reason", &body.reason)?;
    done(&desk, &visit, &headers, &code, Act::CallOff { no, reason }).await
}
