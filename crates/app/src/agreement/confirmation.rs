//! Judicial confirmation: what staff note of it, by form and by API alike.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::confirmation::{self, Apply};
use concord_domain::matter::{Event, Matter, Rules, Ruling};
use concord_policy::Action;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// What is noted; a day that is not said is today.
#[derive(Clone, Debug)]
enum Note {
    Applied { on: Option<Date>, body: Option<i64>, court: String },
    Accepted { on: Option<Date>, number: String },
    Extended { on: Option<Date> },
    Ruled { on: Option<Date>, ruling: Ruling, text: String },
}

impl Note {
    fn decide(&self, m: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let mut seal = |text: &str| drawer.seal_some(TextKind::Confirmation, text);
        Ok(match self {
            Self::Applied { on, body, court } => {
                let (body, court) = (body.map(BodyId), seal(court));
                confirmation::apply(m, Apply { on: on.unwrap_or(rules.today), body, court }, rules)?
            }
            Self::Accepted { on, number } => confirmation::accept(m, on.unwrap_or(rules.today), seal(number), rules)?,
            Self::Extended { on } => confirmation::extend(m, on.unwrap_or(rules.today), rules)?,
            Self::Ruled { on, ruling, text } => {
                confirmation::rule(m, on.unwrap_or(rules.today), *ruling, seal(text), rules)?
            }
        })
    }
}

/// A court that is known here, if one is named.
fn known_court(desk: &Desk, body: Option<i64>) -> Result<(), Failure> {
    match body {
        Some(id) if desk.places().body(BodyId(id)).is_none() => Err(Failure::field("court_body", "problem-body")),
        _ => Ok(()),
    }
}

const FORM: FormPage = FormPage {
    action: Action::NoteConfirmation,
    title: "confirmation-title",
    part: "agreement/confirmation.html",
    flash: "confirmation-noted",
};

async fn submit(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: &Fields,
    read: Result<Note, Failure>,
) -> Result<Response, Failure> {
    desk.submit(visit, code, FORM, form, read, Note::decide).await
}

/// `POST /desk/matters/{code}/confirmation/application`
pub async fn apply(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = check.take(form.date("confirm_applied_on")).flatten();
    let court = check.some_text("confirm_court", form.get("confirm_court"));
    let read = check.done(Some(Note::Applied { on, body: None, court }));
    submit(&desk, &visit, &code, &form, read).await
}

/// `POST /desk/matters/{code}/confirmation/acceptance`
pub async fn accept(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = check.take(form.date("confirm_accepted_on")).flatten();
    let number = check.some_text("confirm_number", form.get("confirm_number"));
    let read = check.done(Some(Note::Accepted { on, number }));
    submit(&desk, &visit, &code, &form, read).await
}

/// `POST /desk/matters/{code}/confirmation/extension`
pub async fn extend(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = check.take(form.date("confirm_extended_on")).flatten();
    let read = check.done(Some(Note::Extended { on }));
    submit(&desk, &visit, &code, &form, read).await
}

/// `POST /desk/matters/{code}/confirmation/ruling`
pub async fn rule(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = check.take(form.date("confirm_ruled_on")).flatten();
    let ruling = check.need("confirm_ruling", form.word("confirm_ruling", Ruling::parse));
    let text = check.some_text("confirm_text", form.get("confirm_text"));
    let read = check.done(ruling.map(|ruling| Note::Ruled { on, ruling, text }));
    submit(&desk, &visit, &code, &form, read).await
}

/// The parties applied to the court together.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfirmationApplication {
    /// The day; today where it is not said.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
    /// Id of the court, where it is known here.
    pub court_body: Option<i64>,
    /// Its name, where it is not.
    pub court: String,
}

/// The court took the application.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfirmationAcceptance {
    /// The day; today where it is not said.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
    /// The court's case number.
    pub number: String,
}

/// The court takes longer.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfirmationExtension {
    /// The day; today where it is not said.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
}

/// How it ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationRuling {
    /// `confirmed`, `rejected`; `declined` before the court takes it; `withdrawn` by the parties.
    #[schema(value_type = String, example = "confirmed")]
    pub ruling: Ruling,
    /// The day; today where it is not said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
    #[serde(default)]
    pub text: String,
}

async fn answer(
    desk: &Desk,
    visit: &Visit,
    headers: &HeaderMap,
    code: &MatterCode,
    note: Note,
) -> Result<Response, Failure> {
    desk.answer_command(visit, headers, code, Action::NoteConfirmation, |m, r, d| note.decide(m, r, d)).await
}

/// `POST /matters/{code}/confirmation/application`
#[utoipa::path(post, path = "/matters/{code}/confirmation/application", tag = "casework", summary = "Note that the parties applied for judicial confirmation",
    description = "Together, within thirty days of effect. Their time ends with it, and the court's begins.",
    params(("code" = String, Path, description = "The matter's code")), request_body = ConfirmationApplication,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn apply_api(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(b): Json<ConfirmationApplication>,
) -> Result<Response, Failure> {
    known_court(&desk, b.court_body)?;
    let mut check = Check::new();
    let court = check.some_text("court", &b.court);
    let note = check.done(Some(Note::Applied { on: b.on, body: b.court_body, court }))?;
    answer(&desk, &visit, &headers, &code, note).await
}

/// `POST /matters/{code}/confirmation/acceptance`
#[utoipa::path(post, path = "/matters/{code}/confirmation/acceptance", tag = "casework", summary = "Note that the court took the application",
    params(("code" = String, Path, description = "The matter's code")), request_body = ConfirmationAcceptance,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn accept_api(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(b): Json<ConfirmationAcceptance>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let number = check.some_text("number", &b.number);
    let note = check.done(Some(Note::Accepted { on: b.on, number }))?;
    answer(&desk, &visit, &headers, &code, note).await
}

/// `POST /matters/{code}/confirmation/extension`
#[utoipa::path(post, path = "/matters/{code}/confirmation/extension", tag = "casework", summary = "Note that the court takes longer",
    description = "Once, by ten days, with its president's approval.",
    params(("code" = String, Path, description = "The matter's code")), request_body = ConfirmationExtension,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn extend_api(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(b): Json<ConfirmationExtension>,
) -> Result<Response, Failure> {
    answer(&desk, &visit, &headers, &code, Note::Extended { on: b.on }).await
}

/// `POST /matters/{code}/confirmation/ruling`
#[utoipa::path(post, path = "/matters/{code}/confirmation/ruling", tag = "casework", summary = "Note how the court ruled",
    params(("code" = String, Path, description = "The matter's code")), request_body = ConfirmationRuling,
    responses(CommandAnswer), security(("bearer" = [])))]
pub async fn rule_api(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(b): Json<ConfirmationRuling>,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("text", &b.text);
    let note = check.done(Some(Note::Ruled { on: b.on, ruling: b.ruling, text }))?;
    answer(&desk, &visit, &headers, &code, note).await
}
