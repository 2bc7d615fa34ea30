//! `POST /api/v1/reports`: the way in for programs. The busiest route: one write, and no read where nothing asks for one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::category::CategoryCode;
use concord_domain::matter::{AccountId, Channel, Language, Matter};
use concord_domain::playbook::Answers;
use concord_policy::Actor;
use concord_store::Conn;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::kit::api::Json;
use crate::kit::danger;
use crate::kit::desk::{Desk, load_by_id};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::{Filed, Filing};
use crate::kit::incoming::{NewArrival, NewPerson, Taken, keep, word};
use crate::kit::matter_queries::imported;
use crate::kit::problem::Problem;
use crate::kit::recording::Recording;
use crate::kit::upload::{NewAttachment, decode};
use crate::kit::visit::Visit;

/// What happened, to whom, and where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// By which door it came: `window`, `phone`, `grid`, `police`, `court`, `visit`, `web`, `qr`, `import`, `api`. Without a
    /// token only `web`, `qr` and `api`, which is what it is when absent.
    #[schema(example = "web")]
    pub channel: Option<String>,
    /// Such as `labour.wage`; found from the narrative when absent.
    pub category: Option<String>,
    /// The area's code. Without it the place, the applicant's address or the narrative tells.
    #[schema(example = "970101001001")]
    pub region: Option<String>,
    /// Where it happened, in words.
    #[serde(default)]
    pub place: String,
    /// Degrees, WGS 84; with `lat`, instead of `region`.
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    /// What happened, 4 to 20,000 characters.
    pub narrative: String,
    /// The language that the applicant reads: `zh-CN` (when absent) or `en`.
    pub language: Option<String>,
    pub applicant: NewPerson,
    /// Who speaks for the applicant.
    pub representative: Option<NewPerson>,
    /// The other side, as far as it is known.
    #[serde(default)]
    pub respondents: Vec<NewPerson>,
    /// `YYYY-MM-DD`.
    pub happened_on: Option<String>,
    /// What is in dispute, in cents of yuan.
    pub amount: Option<i64>,
    /// Answers to the playbook's questions by their ids: booleans, whole numbers or texts.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, serde_json::Value>)]
    pub answers: Answers,
    /// Whether somebody may be hurt, as the person says: `violence`, `self_harm`, `child`. Whoever is on duty is told at once.
    #[serde(default)]
    pub danger: Vec<String>,
    /// The report's number where it comes from: sent again, it answers 200 with the matter that it became. Needs a token.
    pub external_id: Option<String>,
    /// The register that `external_id` is a number of; the caller's account when absent.
    pub source: Option<String>,
    #[serde(default)]
    pub attachments: Vec<NewAttachment>,
    /// The paper of another body that sent it; the attachments are its papers then. Needs a token.
    pub arrival: Option<NewArrival>,
}

/// Says what happened.
///
/// Opens a matter and answers with its code and the access key of the applicant. Without a token this is the same door that
/// residents use on the web.
#[utoipa::path(
    post, path = "/reports", tag = "reports", request_body = NewReport,
    responses(
        (status = 201, description = "Taken", body = Taken),
        (status = 200, description = "Here before, by its `external_id`", body = Taken),
        (status = 400, description = "Not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "A token that is none", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not `application/json`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields that will not do", body = Problem, content_type = "application/problem+json"),
    ),
    security((), ("bearer" = [])),
)]
pub async fn create(
    State(desk): State<Desk>,
    visit: Visit,
    Json(report): Json<NewReport>,
) -> Result<Response, Failure> {
    let attachments = decode("attachments", &report.attachments)?;
    let mut filing = filing(&desk, &visit.actor, report)?;
    filing.files = desk.keep_files("attachments", attachments).await?;
    let origin = filing.source.clone().zip(filing.external_id.clone());
    let prepare = || {
        let (prepared, origin) = (desk.prepare(&visit.actor, filing.clone())?, origin.clone());
        Ok((prepared, move |c: &mut Conn, recording: &Recording| write_once(c, origin.as_ref(), recording)))
    };
    let (filed, known) = desk.record_new(prepare).await?;
    Ok(match known {
        Some(matter) => desk.taken(visit.lang, StatusCode::OK, &matter, None),
        None => {
            let Filed { matter, key, .. } = filed;
            desk.tell_at_once(&matter).await;
            desk.taken(visit.lang, StatusCode::CREATED, &matter, Some(&key))
        }
    })
}

/// Writes a report, or finds the matter that its number opened before: within the one writer, so that a report sent twice at once opens
/// one matter.
fn write_once(
    c: &mut Conn,
    origin: Option<&(String, String)>,
    recording: &Recording,
) -> Result<Option<Matter>, Failure> {
    if let Some((source, external_id)) = origin
        && let Some(id) = imported(c, source, external_id)?
    {
        return Ok(load_by_id(c, id)?.map(|(matter, _)| matter));
    }
    recording.write(c)?;
    Ok(None)
}

/// Reads the words of closed lists; everything else is checked where every channel's filings are.
fn filing(desk: &Desk, actor: &Actor, report: NewReport) -> Result<Filing, Failure> {
    let mut wrong = Vec::new();
    let arrival = report.arrival.and_then(|new| new.read(&mut wrong));
    let usual = match &arrival {
        Some(paper) => desk.diversions.way(paper.way).map_or(Channel::Api, |way| way.channel),
        None => Channel::Api,
    };
    let channel = word(report.channel.as_deref(), "channel", Channel::parse, usual, &mut wrong);
    let language = word(report.language.as_deref(), "language", Language::parse, Language::Zh, &mut wrong);
    let region = report.region.map(|code| code.parse().map_err(|_| FieldProblem::new("region", "problem-region")));
    let category = report.category.map(|code| {
        CategoryCode::try_from(code.as_str()).map_err(|_| FieldProblem::new("category", "problem-category"))
    });
    let happened_on =
        report.happened_on.map(|day| day.parse().map_err(|_| FieldProblem::new("happened_on", "problem-not-a-date")));
    if *actor == Actor::Anonymous {
        if !matches!(channel, Channel::Web | Channel::Qr | Channel::Api) {
            wrong.push(FieldProblem::new("channel", "report-channel-needs-token"));
        }
        if arrival.is_some() {
            wrong.push(FieldProblem::new("arrival", "report-channel-needs-token"));
        }
        // Whoever knows another register's numbers must not learn codes by them.
        if report.external_id.is_some() {
            wrong.push(FieldProblem::new("external_id", "report-external-needs-token"));
        }
    }
    let (region, category, happened_on) =
        (keep(region, &mut wrong), keep(category, &mut wrong), keep(happened_on, &mut wrong));
    if !wrong.is_empty() {
        return Err(Failure::Invalid(wrong));
    }
    let source = report.external_id.is_some().then(|| report.source.unwrap_or_else(|| actor.reference()));
    Ok(Filing {
        category,
        region,
        place: report.place,
        lon_lat: report.lon.zip(report.lat),
        narrative: report.narrative,
        language,
        applicant: report.applicant.into(),
        representative: report.representative.map(Into::into),
        respondents: report.respondents.into_iter().map(Into::into).collect(),
        happened_on,
        amount: report.amount,
        answers: report.answers,
        danger: danger::kinds(report.danger.iter().map(String::as_str)),
        filed_by: actor.account().map(AccountId),
        source,
        external_id: report.external_id,
        arrival,
        ..Filing::by(channel)
    })
}
