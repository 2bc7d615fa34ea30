//! The forms about endings on a matter's page.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::Outcome;
use concord_policy::Action;

use super::commands::{self, Conclude, Reopen, Withdraw};
use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

const CONCLUDE: FormPage = FormPage {
    action: Action::ConcludeMatter,
    title: "conclusion-title",
    part: "conclusion/conclude.html",
    flash: "conclusion-done",
};
const WITHDRAW: FormPage = FormPage {
    action: Action::WithdrawMatter,
    title: "conclusion-withdraw",
    part: "conclusion/withdraw.html",
    flash: "conclusion-withdrawn",
};
const ARCHIVE: FormPage = FormPage {
    action: Action::ArchiveMatter,
    title: "conclusion-archive",
    part: "conclusion/archive.html",
    flash: "conclusion-archived",
};
const REOPEN: FormPage = FormPage {
    action: Action::ReopenMatter,
    title: "conclusion-reopen",
    part: "conclusion/reopen.html",
    flash: "conclusion-reopened",
};

/// `POST /desk/matters/{code}/conclusion`
pub async fn conclude(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let outcome = check.need("conclusion_outcome", form.word("conclusion_outcome", Outcome::parse));
    let advice = form.get("conclusion_advice");
    let advice = match outcome {
        Some(Outcome::NotSettled) => check.text("conclusion_advice", advice),
        _ => check.some_text("conclusion_advice", advice),
    };
    let exits: Vec<String> = form.all("conclusion_exits").map(str::to_owned).collect();
    if outcome == Some(Outcome::NotSettled) && form.has("conclusion_exits_shown") && exits.is_empty() {
        check.note(FieldProblem::new("conclusion_exits", "refusal-exit-missing"));
    }
    let read = check.done(outcome.map(|outcome| Conclude { outcome, advice, exits }));
    desk.submit(&visit, &code, CONCLUDE, &form, read, |cmd, m, r, d| cmd.decide(&desk, m, r, d)).await
}

/// `POST /desk/matters/{code}/withdrawal`
pub async fn withdraw(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let party = check.need("leaver", form.int("leaver")).and_then(|no| u32::try_from(no).ok());
    let reason = check.some_text("leave_reason", form.get("leave_reason"));
    let read = check.done(party.map(|party| Withdraw { party, reason }));
    desk.submit(&visit, &code, WITHDRAW, &form, read, |cmd, m, r, d| cmd.decide(&desk, m, r, d)).await
}

/// `POST /desk/matters/{code}/archive`
pub async fn archive(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    desk.submit(&visit, &code, ARCHIVE, &form, Ok(()), |(), m, r, _| commands::archive(m, r)).await
}

/// `POST /desk/matters/{code}/reopening`
pub async fn reopen(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.text("reopen_reason", form.get("reopen_reason"));
    let read = check.done(Some(Reopen { reason }));
    desk.submit(&visit, &code, REOPEN, &form, read, Reopen::decide).await
}
