//! The forms about meetings on a matter's page.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Mode, SessionOutcome};
use concord_policy::Action;
use jiff::civil::Time;

use super::commands::{Arrange, Cancel, Record};
use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

const ARRANGE: FormPage = FormPage {
    action: Action::ArrangeSession,
    title: "session-arrange",
    part: "session/arrange.html",
    flash: "session-arranged",
};
const RECORD: FormPage = FormPage {
    action: Action::RecordSession,
    title: "session-record-title",
    part: "session/record.html",
    flash: "session-recorded",
};
const CANCEL: FormPage = FormPage {
    action: Action::ArrangeSession,
    title: "session-cancel",
    part: "session/cancel.html",
    flash: "session-cancelled",
};

/// `POST /desk/matters/{code}/sessions`
pub async fn arrange(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    desk.submit(&visit, &code, ARRANGE, &form, read_arrange(&desk, &form), Arrange::decide).await
}

fn read_arrange(desk: &Desk, form: &Fields) -> Result<Arrange, Failure> {
    let mut check = Check::new();
    let on = check.need("session_on", form.date("session_on"));
    let time = check.need("session_time", time(form, "session_time"));
    let mode = check.need("session_mode", form.word("session_mode", Mode::parse));
    let place = check.some_text("session_place", form.get("session_place"));
    let at = on.zip(time).and_then(|(on, time)| desk.clock.instant(on.to_datetime(time)));
    check.done(on.zip(at).zip(mode).map(|((on, at), mode)| Arrange { at, on, mode, place }))
}

/// A time of day; absent when blank.
fn time(form: &Fields, name: &str) -> Result<Option<Time>, FieldProblem> {
    form.some(name)
        .map(|text| text.replace('\u{ff1a}', ":").parse().map_err(|_| FieldProblem::new(name, "session-not-a-time")))
        .transpose()
}

/// `POST /desk/matters/{code}/sessions/{no}/record`
pub async fn record(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let outcome = check.need("record_outcome", form.word("record_outcome", SessionOutcome::parse));
    let record = check.text("record_text", form.get("record_text"));
    let read = check.done(outcome.map(|outcome| Record { no, outcome, record }));
    desk.submit(&visit, &code, RECORD, &form, read, Record::decide).await
}

/// `POST /desk/matters/{code}/sessions/{no}/cancellation`
pub async fn cancel(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.some_text("cancel_reason", form.get("cancel_reason"));
    let read = check.done(Some(Cancel { no, reason }));
    desk.submit(&visit, &code, CANCEL, &form, read, Cancel::decide).await
}
