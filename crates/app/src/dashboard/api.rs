//! `GET /api/v1/statistics`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use concord_domain::category::CategoryCode;
use concord_domain::matter::Status;
use concord_policy::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::figures::{Figures, Totals};
use crate::kit::asked::region_asked;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::period::Period;
use crate::kit::problem::Problem;
use crate::kit::visit::Visit;

/// Figures of a region over a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statistics {
    pub region: String,
    pub region_name: String,
    pub from: String,
    pub to: String,
    /// Of the whole period.
    pub total: Part,
    /// Open now.
    pub open: i64,
    /// Open now, with a deadline that has passed.
    pub late: i64,
    /// As `by` asks: weeks (or months, of long periods), kinds, channels or statuses.
    pub parts: Vec<Part>,
}

/// Figures of a part. What is not counted for such a part is absent.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Part {
    /// The first day of a week or month; the code of a kind; a channel; a status. Empty for the whole.
    pub value: String,
    /// In the reader's language.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concluded: Option<i64>,
    /// Open now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<i64>,
    /// Share settled of what was mediated to an end, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_rate: Option<f64>,
    /// Mean days from report to settlement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_to_settle: Option<f64>,
    /// Mean, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<f64>,
    /// Concluded after a deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concluded_late: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened: Option<i64>,
}

/// How the figures are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Week,
    Category,
    Channel,
    Status,
}

impl By {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "week" => Some(Self::Week),
            "category" => Some(Self::Category),
            "channel" => Some(Self::Channel),
            "status" => Some(Self::Status),
            _ => None,
        }
    }
}

/// Counts of a region, without names: from counters that are kept with every step, never from a scan.
#[utoipa::path(
    get, path = "/statistics", tag = "statistics",
    params(
        ("region" = Option<String>, Query, description = "Code of a region, with all below it; the caller's own where it is not given"),
        ("from" = Option<String>, Query, description = "First day, `YYYY-MM-DD`"),
        ("to" = Option<String>, Query, description = "Last day; today where it is not given"),
        ("weeks" = Option<u16>, Query, description = "Instead of `from` and `to`: so many weeks up to today; 12 where nothing is given"),
        ("by" = Option<String>, Query, description = "`week` (the ordinary), `category`, `channel`, `status`"),
    ),
    responses(
        (status = 200, description = "The figures", body = Statistics),
        (status = 401, description = "No token", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not of this region", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such region", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Parameters that will not do", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = [])),
)]
pub async fn statistics(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = region_asked(&desk, &visit.actor, Action::ViewStatistics, &fields)?;
    let invalid = |problem| Failure::Invalid(vec![problem]);
    let period = Period::read(&fields, desk.today()).map_err(invalid)?;
    let by = fields.word("by", By::parse).map_err(invalid)?.unwrap_or(By::Week);
    let figures = desk.figures(&region, period).await?;
    let body = Statistics {
        region_name: desk.places().region_name(&region, visit.lang.tag()).to_owned(),
        region: region.as_str().to_owned(),
        from: period.from.to_string(),
        to: period.to.to_string(),
        total: whole(&figures.now),
        open: figures.stock.open,
        late: figures.stock.late,
        parts: parts(&desk, &visit, &figures, by),
    };
    Ok(axum::Json(body).into_response())
}

fn whole(totals: &Totals) -> Part {
    Part {
        days_to_settle: totals.days_to_settle().map(|tenths| tenths as f64 / 10.0),
        rating: totals.rating().map(|tenths| tenths as f64 / 10.0),
        concluded_late: Some(totals.get("late")),
        reopened: Some(totals.get("reopened")),
        ..ended(totals)
    }
}

fn ended(totals: &Totals) -> Part {
    Part {
        opened: Some(totals.get("opened")),
        settled: Some(totals.get("settled")),
        concluded: Some(totals.concluded()),
        settled_rate: totals.settled_rate().map(|thousandths| thousandths as f64 / 1000.0),
        ..Part::default()
    }
}

fn parts(desk: &Desk, visit: &Visit, figures: &Figures, by: By) -> Vec<Part> {
    let word = |prefix: &str, word: &str| desk.text(visit, &format!("{prefix}-{word}"), &[]);
    match by {
        By::Week => figures
            .course
            .iter()
            .map(|(slice, totals)| {
                let value = slice.from.to_string();
                Part { name: value.clone(), value, ..ended(totals) }
            })
            .collect(),
        By::Category => figures
            .by_category
            .iter()
            .map(|(code, totals)| {
                let category = CategoryCode::try_from(code.as_str()).ok();
                let name = category.map(|c| desk.categories.name(&c, visit.lang.tag()).to_owned());
                Part { value: code.clone(), name: name.unwrap_or_default(), ..ended(totals) }
            })
            .collect(),
        By::Channel => figures
            .by_channel
            .iter()
            .map(|(channel, n)| Part {
                value: channel.clone(),
                name: word("channel", channel),
                opened: Some(*n),
                ..Part::default()
            })
            .collect(),
        By::Status => statuses(figures, word),
    }
}

/// What is open now by where it stands, and what was concluded in the period by how it ended.
fn statuses(figures: &Figures, word: impl Fn(&str, &str) -> String) -> Vec<Part> {
    Status::ALL
        .iter()
        .map(|status| {
            let value = status.as_str();
            let open = status.is_open().then(|| figures.by_status.get(value).copied().unwrap_or(0));
            let concluded = (!status.is_open()).then(|| figures.now.get(value));
            Part { value: value.to_owned(), name: word("status", value), open, concluded, ..Part::default() }
        })
        .collect()
}
