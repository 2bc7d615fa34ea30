//! The forms about return visits on a matter's page.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::FulfilmentFound;
use concord_policy::Action;

use super::commands::{Arrange, Report};
use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

const ARRANGE: FormPage = FormPage {
    action: Action::ArrangeReturnVisit,
    title: "return-visit-arrange",
    part: "return_visit/arrange.html",
    flash: "return-visit-arranged",
};
const REPORT: FormPage = FormPage {
    action: Action::ReportReturnVisit,
    title: "return-visit-report",
    part: "return_visit/report.html",
    flash: "return-visit-reported",
};

/// `POST /desk/matters/{code}/return-visits`
pub async fn arrange(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let account = visit.account()?;
    let mut check = Check::new();
    let on = check.need("visit_on", form.date("visit_on"));
    let read = check.done(on.map(|on| Arrange { on, account }));
    desk.submit(&visit, &code, ARRANGE, &form, read, Arrange::decide).await
}

/// `POST /desk/matters/{code}/return-visits/{no}/report`
pub async fn report(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let fulfilled = check.need("visit_found", form.word("visit_found", FulfilmentFound::parse));
    let satisfied = check.take(form.word("visit_satisfied", |word| word.parse::<u8>().ok()));
    let text = check.some_text("visit_text", form.get("visit_text"));
    let read =
        check.done(fulfilled.zip(satisfied).map(|(fulfilled, satisfied)| Report { no, fulfilled, satisfied, text }));
    desk.submit(&visit, &code, REPORT, &form, read, Report::decide).await
}
