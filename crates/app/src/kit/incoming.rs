//! What programs send with a report, and what they get back: where one opens a matter, and where it joins one.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::AccessKey;
use concord_domain::diversion::SourcePaper;
use concord_domain::matter::{Matter, PersonDetails, Procedure, Way};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api::versioned;
use super::arrival::Paper;
use super::desk::Desk;
use super::failure::FieldProblem;
use super::matter_view::{NextView, body_view};
use super::messages::Lang;
use super::read_model::next_step;

/// The paper with which a court, the police, the petition office, the hotline or another area sends a report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArrival {
    /// `police`, `court`, `petition`, `hotline`, `region`, `away`.
    #[schema(example = "court")]
    pub way: String,
    /// Of a court's: `before_filing`, `ordinary`, `summary`.
    pub procedure: Option<String>,
    /// Id of the sender, where it is known here; it then reads the answer here.
    pub sender_body: Option<i64>,
    /// Who sends it, as they call themselves.
    #[serde(default)]
    pub sender: String,
    /// The sender's own number: of a case, a ticket, a letter.
    #[serde(default)]
    pub sender_number: String,
    #[serde(default)]
    pub sender_contact: String,
    /// What is asked.
    #[serde(default)]
    pub sender_asks: String,
    /// `YYYY-MM-DD`: the day that the paper bears.
    pub dated_on: Option<String>,
    /// `YYYY-MM-DD`: by when the sender wants an answer.
    pub answer_by: Option<String>,
}

/// Name and contact details.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewPerson {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
}

/// A report that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Taken {
    pub matter: TakenMatter,
    /// Opens the matter to its party. Told once: absent when the report was here before.
    #[schema(example = "3F7K2M9QA3F7K2M9Q")]
    pub access_key: Option<String>,
    pub next: NextView,
}

/// The matter that a report opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenMatter {
    #[schema(example = "3F7K2M9QA")]
    pub code: String,
    pub version: i64,
    pub status: &'static str,
    pub category: String,
    pub region: String,
    pub urgency: &'static str,
    pub opened_on: String,
}

impl NewArrival {
    /// The paper that it describes; what cannot be read is noted.
    pub fn read(self, wrong: &mut Vec<FieldProblem>) -> Option<Paper> {
        let day = |text: Option<String>, field: &str| {
            text.map(|day| day.parse().map_err(|_| FieldProblem::new(field, "problem-not-a-date")))
        };
        let dated_on = keep(day(self.dated_on, "arrival.dated_on"), wrong);
        let answer_by = keep(day(self.answer_by, "arrival.answer_by"), wrong);
        let procedure = self.procedure.map(|text| {
            Procedure::parse(&text).ok_or_else(|| FieldProblem::new("arrival.procedure", "problem-not-a-choice"))
        });
        let procedure = keep(procedure, wrong);
        let Some(way) = Way::parse(&self.way) else {
            wrong.push(FieldProblem::new("arrival.way", "problem-not-a-choice"));
            return None;
        };
        let (sender, number, contact, asks) = (self.sender, self.sender_number, self.sender_contact, self.sender_asks);
        let said = SourcePaper { sender, number, contact, asks };
        Some(Paper { way, procedure, sender: self.sender_body.map(BodyId), said, dated_on, answer_by })
    }
}

impl From<NewPerson> for PersonDetails {
    fn from(new: NewPerson) -> Self {
        Self { name: new.name, phone: new.phone, email: new.email, address: new.address }
    }
}

impl Desk {
    /// The answer to a report that was taken, with the address of its matter.
    pub fn taken(&self, lang: Lang, status: StatusCode, matter: &Matter, key: Option<&AccessKey>) -> Response {
        let (step, due_on) = next_step(matter);
        let taken = Taken {
            matter: TakenMatter {
                code: matter.code.as_str().to_owned(),
                version: matter.version,
                status: matter.status.as_str(),
                category: matter.category.as_str().to_owned(),
                region: matter.region.as_str().to_owned(),
                urgency: matter.urgency.as_str(),
                opened_on: matter.opened_on.to_string(),
            },
            access_key: key.map(|key| key.as_str().to_owned()),
            next: NextView {
                step,
                text: self.templates.messages().plain(lang, &format!("next-{step}")),
                body: body_view(self, matter.body, lang).name,
                due_on: due_on.map(|d| d.to_string()),
            },
        };
        let mut response = versioned(status, matter, &taken);
        if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/matters/{}", matter.code.as_str())) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

/// A value that was read; what is wrong with it is noted.
pub fn keep<T>(read: Option<Result<T, FieldProblem>>, wrong: &mut Vec<FieldProblem>) -> Option<T> {
    match read? {
        Ok(value) => Some(value),
        Err(problem) => {
            wrong.push(problem);
            None
        }
    }
}

/// A word of a closed list; `usual` where none is given.
pub fn word<T>(
    text: Option<&str>,
    field: &str,
    parse: impl Fn(&str) -> Option<T>,
    usual: T,
    wrong: &mut Vec<FieldProblem>,
) -> T {
    match text.map(parse) {
        None => usual,
        Some(Some(word)) => word,
        Some(None) => {
            wrong.push(FieldProblem::new(field, "problem-not-a-choice"));
            usual
        }
    }
}
