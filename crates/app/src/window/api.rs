//! A further report that joins a matter, by the API.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{AccountId, Channel, EarlierShown, Language, PartyRole};
use serde::Deserialize;
use utoipa::ToSchema;

use super::joining::{self, Bringer, Join};
use crate::kit::api::{Json, expected};
use crate::kit::api_doc::StaffTurnedAway;
use crate::kit::danger;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::Filing;
use crate::kit::incoming::{NewArrival, NewPerson, Taken, keep, word};
use crate::kit::likely::{SuggestedIn, read_suggested};
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// A report about something that is a matter already.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FurtherReport {
    /// By which door it came, as of a first report; `api` when absent, or the door of the paper's sender.
    #[schema(example = "phone")]
    channel: Option<String>,
    /// What happened, 4 to 20,000 characters.
    narrative: String,
    /// Where it happened, in words.
    #[serde(default)]
    place: String,
    /// The language that whoever brings it reads: `zh-CN` (when absent) or `en`.
    language: Option<String>,
    /// `YYYY-MM-DD`.
    happened_on: Option<String>,
    /// What is in dispute, in cents of yuan.
    amount: Option<i64>,
    /// Whether somebody may be hurt, as the person says: `violence`, `self_harm`, `child`.
    #[serde(default)]
    danger: Vec<String>,
    /// The paper of another body that sent it.
    arrival: Option<NewArrival>,
    /// Number of the party that brings it; or else `role` and `person`.
    party: Option<u32>,
    /// What somebody new becomes: `applicant`, `respondent`, `third`.
    #[schema(example = "applicant")]
    role: Option<String>,
    /// Somebody new.
    #[serde(default)]
    person: NewPerson,
    /// What was suggested as likely the same, with the reasons: logged with what was done.
    #[serde(default)]
    likely: Vec<SuggestedIn>,
}

/// Join a report to a matter
///
/// What the window does with a report about something that is known: it opens no second matter, raises the urgency of the first, is
/// searched for signs of danger, and answers with a key for whoever brought it.
#[utoipa::path(post, path = "/matters/{code}/reports", tag = "reports",
    params(("code" = String, Path, description = "Code of the earlier matter")), request_body = FurtherReport,
    responses(
        (status = 201, description = "Joined", body = Taken),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        StaffTurnedAway,
        (status = 409, description = "The matter changed meanwhile", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields that will not do, or a matter that has ended: it is reopened or another one is opened",
            body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])))]
pub async fn join(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(report): Json<FurtherReport>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut wrong = Vec::new();
    let bringer = keep(Some(bringer(&report)), &mut wrong);
    let shown = keep(Some(suggested(&report.likely)), &mut wrong);
    let filing = filing(&desk, report, &mut wrong);
    let (Some(bringer), Some(shown), true) = (bringer, shown, wrong.is_empty()) else {
        return Err(Failure::Invalid(wrong));
    };
    let filing = Filing { filed_by: actor.account().map(AccountId), ..filing };
    let join = Join { bringer, shown, filing, expected: expected(&headers)? };
    let (matter, key) = joining::join(&desk, actor, &code, join).await.map_err(in_its_words)?;
    Ok(desk.taken(visit.lang, StatusCode::CREATED, &matter, Some(&key)))
}

/// Whoever is new is the `person` here, and the applicant where one is filed.
fn in_its_words(failure: Failure) -> Failure {
    match failure {
        Failure::Invalid(problems) => Failure::Invalid(
            problems
                .into_iter()
                .map(|p| FieldProblem { field: p.field.replace("applicant.", "person."), ..p })
                .collect(),
        ),
        other => other,
    }
}

/// A party by its number, or somebody new by the role; not both.
fn bringer(report: &FurtherReport) -> Result<Bringer, FieldProblem> {
    match (report.party, report.role.as_deref()) {
        (Some(no), None) => Ok(Bringer::Party(no)),
        (None, Some(role)) => {
            PartyRole::parse(role).map(Bringer::New).ok_or_else(|| FieldProblem::new("role", "problem-not-a-choice"))
        }
        _ => Err(FieldProblem::new("party", "window-bringer-missing")),
    }
}

fn suggested(sent: &[SuggestedIn]) -> Result<Vec<EarlierShown>, FieldProblem> {
    read_suggested(sent).ok_or_else(|| FieldProblem::new("likely", "problem-not-a-choice"))
}

fn filing(desk: &Desk, report: FurtherReport, wrong: &mut Vec<FieldProblem>) -> Filing {
    let arrival = report.arrival.and_then(|new| new.read(wrong));
    let usual =
        arrival.as_ref().and_then(|paper| desk.diversions.way(paper.way)).map_or(Channel::Api, |way| way.channel);
    let channel = word(report.channel.as_deref(), "channel", Channel::parse, usual, wrong);
    let language = word(report.language.as_deref(), "language", Language::parse, Language::Zh, wrong);
    let day = |day: String| day.parse().map_err(|_| FieldProblem::new("happened_on", "problem-not-a-date"));
    Filing {
        place: report.place,
        narrative: report.narrative,
        language,
        happened_on: keep(report.happened_on.map(day), wrong),
        amount: report.amount,
        danger: danger::kinds(report.danger.iter().map(String::as_str)),
        applicant: report.person.into(),
        arrival,
        ..Filing::by(channel)
    }
}
