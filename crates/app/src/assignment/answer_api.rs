//! Answers to assignments by the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::Verdict;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::api::answered;
use super::decide::{self, Answer};
use crate::kit::api::{Json, expected};
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentReason)]
pub struct ReasonIn {
    reason: String,
}

/// What the body answers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentReply)]
pub struct ReplyIn {
    text: String,
    /// Numbers of files of the matter that belong to it.
    #[serde(default)]
    files: Vec<u32>,
}

/// More time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentExtension)]
pub struct ExtensionIn {
    #[schema(value_type = String, format = Date)]
    until: Date,
    reason: String,
}

/// What the assigner says to that.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentVerdict)]
pub struct VerdictIn {
    /// `granted` or `refused`.
    #[schema(value_type = String, example = "granted")]
    verdict: Verdict,
    /// Needed when it is refused.
    #[serde(default)]
    reason: String,
}

/// Another body for the work.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentHandOver)]
pub struct HandOverIn {
    /// Id of the body that is asked to take it.
    to: i64,
    reason: String,
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HandOverReceipt)]
pub struct SignedIn {}

async fn act(
    desk: &Desk,
    visit: &Visit,
    headers: &HeaderMap,
    (code, no): (String, u32),
    answer: Result<Answer, Failure>,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let matter = decide::answer(desk, actor, &code, expected(headers)?, no, &answer?).await?;
    answered(desk, visit, &matter).await
}

macro_rules! command {
    ($name:ident, $path:literal, $summary:literal, $body:ty, $read:expr) => {
        #[doc = $summary]
        #[utoipa::path(
                    post, path = $path, tag = "matters", summary = $summary,
                    params(("code" = String, Path, description = "Code of the matter"),
                           ("no" = u32, Path, description = "Number of the assignment"),
                           ("If-Match" = Option<String>, Header, description = "Version that this was decided for"),
                           ("Idempotency-Key" = Option<String>, Header)),
                    request_body = $body, responses(CommandAnswer), security(("bearer" = [])),
                )]
        pub async fn $name(
            State(desk): State<Desk>,
            visit: Visit,
            At(at): At<(String, u32)>,
            headers: HeaderMap,
            Json(body): Json<$body>,
        ) -> Result<Response, Failure> {
            let read: fn($body) -> Result<Answer, Failure> = $read;
            act(&desk, &visit, &headers, at, read(body)).await
        }
    };
}

command!(
    send_back,
    "/matters/{code}/assignments/{no}/return",
    "Send work back unsigned, with the reason",
    ReasonIn,
    |b| said("reason", &b.reason).map(Answer::Return)
);
command!(reply, "/matters/{code}/assignments/{no}/reply", "Answer an assignment", ReplyIn, |b| {
    let mut check = Check::new();
    let text = check.text("text", &b.text);
    check.done(Some(Answer::Reply { text, files: b.files, kept: Vec::new() }))
});
command!(ask_extension, "/matters/{code}/assignments/{no}/extension", "Ask for more time", ExtensionIn, |b| {
    Ok(Answer::AskExtension { until: b.until, reason: said("reason", &b.reason)? })
});
command!(
    answer_extension,
    "/matters/{code}/assignments/{no}/extension/verdict",
    "Grant or refuse more time",
    VerdictIn,
    |b| Ok(Answer::Verdict(b.verdict, b.reason))
);
command!(
    hand_over,
    "/matters/{code}/assignments/{no}/hand-over",
    "Ask another body to take the work over",
    HandOverIn,
    |b| Ok(Answer::HandOver { to: BodyId(b.to), reason: said("reason", &b.reason)? })
);
command!(
    sign_hand_over,
    "/matters/{code}/assignments/{no}/hand-over/receipt",
    "Sign for work that is handed over",
    SignedIn,
    |_| Ok(Answer::SignHandOver)
);
command!(
    decline_hand_over,
    "/matters/{code}/assignments/{no}/hand-over/return",
    "Decline work that is handed over, with the reason",
    ReasonIn,
    |b| said("reason", &b.reason).map(Answer::DeclineHandOver)
);
