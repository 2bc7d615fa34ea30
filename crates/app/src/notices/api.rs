//! Notices by the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::leads_to;
use crate::kit::api::Json;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::matter_view::rfc3339;
use crate::kit::notice_queries::{self, Asked, Inbox, Line};
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

const MOST: i64 = 100;

/// Something that calls for the reader.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    /// For marking it as read.
    pub id: String,
    /// `danger`, `lapsed`, `warned`, `urged`, `assigned`, `named`, `returned`, `handed_over`, `duty_note`,
    /// `conference`, `conference_moved`, `conference_off`, `duty_gap`, `consent`, `send_down`, `raised`,
    /// `extension_asked`, `extension_refused`, `urging_answered`, `urging_withdrawn`, `objection`, `objection_judged`,
    /// `moved_on`, `send_down_declined`, `more_time_asked`, `more_time_granted`, `more_time_refused`.
    pub kind: String,
    /// Number of the clock, urging, assignment, conference, question, objection or move that it is about; of gaps how many they are.
    pub about: i64,
    /// Code of the matter; absent for what is about a duty roster.
    pub code: Option<String>,
    /// Why it calls for the reader, in a sentence of their language.
    pub why: String,
    /// RFC 3339.
    pub at: String,
    /// The time limit's name, or the reason of the rule by which a matter moved on; in the reader's language.
    pub name: Option<String>,
    pub due_on: Option<String>,
    /// How much of the time has passed, such as `1/2`, or `soon`.
    pub point: Option<String>,
    /// `amber` or `red`, of a warning.
    pub nearness: Option<String>,
    pub read: bool,
    /// The page that it leads to.
    pub href: String,
}

/// The newest notices.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notices {
    /// At most 1000 are counted.
    pub unread: i64,
    pub items: Vec<NoticeView>,
}

/// What was read: one, or all up to a moment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeReading {
    id: Option<String>,
    /// RFC 3339.
    until: Option<String>,
}

fn view(desk: &Desk, visit: &Visit, line: Line) -> NoticeView {
    let href = leads_to(&line.kind, line.code.as_deref(), line.stream);
    NoticeView {
        id: format!("{}.{}", line.stream, line.no),
        why: desk.why_noticed(visit, &line),
        kind: line.kind,
        about: line.about,
        code: line.code,
        at: rfc3339(line.at),
        name: if visit.lang.tag() == "en" { line.name_en } else { line.name_zh },
        due_on: line.due_on,
        point: line.point,
        nearness: line.nearness,
        read: line.is_read,
        href,
    }
}

/// `GET /notices`
#[utoipa::path(get, path = "/notices", tag = "between bodies", summary = "What calls for the reader, newest first",
    responses((status = 200, body = Notices), (status = 401, body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let inbox = Inbox::of(visit.staff()?).ok_or(Failure::SignedOut)?;
    let (unread, lines) = desk
        .store
        .read(move |c| -> Result<_, Failure> {
            Ok((notice_queries::unread(c, &inbox)?, notice_queries::list(c, &inbox, Asked::NEWEST, MOST)?))
        })
        .await?;
    Ok(axum::Json(Notices { unread, items: lines.into_iter().map(|line| view(&desk, &visit, line)).collect() })
        .into_response())
}

/// `POST /notices/reading`
#[utoipa::path(post, path = "/notices/reading", tag = "between bodies", summary = "Mark notices as read",
    request_body = NoticeReading,
    responses((status = 204, description = "Noted"),
              (status = 401, body = Problem, content_type = "application/problem+json"),
              (status = 422, body = Problem, content_type = "application/problem+json")),
    security(("bearer" = [])))]
pub async fn read(
    State(desk): State<Desk>,
    visit: Visit,
    Json(body): Json<NoticeReading>,
) -> Result<Response, Failure> {
    visit.staff()?;
    let account = visit.account()?;
    if let Some(until) = body.until {
        let until: jiff::Timestamp = until.parse().map_err(|_| Failure::field("until", "problem-not-a-date"))?;
        let until = until.as_microsecond().min(desk.now());
        desk.store.write(move |c| notice_queries::read_all(c, account, until)).await?;
    }
    if let Some(id) = body.id {
        let id = id.split_once('.').and_then(|(stream, no)| Some((stream.parse().ok()?, no.parse().ok()?)));
        let (stream, no): (i64, i64) = id.ok_or_else(|| Failure::field("id", "problem-not-a-choice"))?;
        desk.store.write(move |c| notice_queries::read_one(c, account, stream, no)).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
