//! Answers to assignments in the browser: each form of the page leads here.

use axum::extract::State;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::Verdict;
use concord_policy::Action;

use super::decide::{self, Answer};
use super::page::{answered, expected};
use crate::kit::check::{Check, said};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::upload::Upload;
use crate::kit::visit::{Visit, code_of};

async fn act(
    desk: &Desk,
    visit: &Visit,
    (code, no): (String, u32),
    form: &Fields,
    flash: &'static str,
    answer: Result<Answer, Failure>,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let done = match answer {
        Ok(answer) => decide::answer(desk, actor, &code, expected(form), no, &answer).await,
        Err(failure) => Err(failure),
    };
    answered(desk, visit, &code, form, flash, done).await
}

/// The name of a field of one assignment's form: several stand on the page.
fn named(name: &str, no: u32) -> String {
    format!("{name}_{no}")
}

fn reason(form: &Fields, field: &str) -> Result<String, Failure> {
    said(field, form.get(field))
}

/// `POST /desk/matters/{code}/assignments/{no}/receipt`
pub async fn receive(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    act(&desk, &visit, at, &form, "assignment-received", Ok(Answer::Receive)).await
}

/// `POST /desk/matters/{code}/assignments/{no}/return`
pub async fn send_back(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let answer = reason(&form, &named("return_reason", at.1)).map(Answer::Return);
    act(&desk, &visit, at, &form, "assignment-sent-back", answer).await
}

/// `POST /desk/matters/{code}/assignments/{no}/reply`
pub async fn reply(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    upload: Upload,
) -> Result<Response, Failure> {
    // Whoever may not answer does not get bytes onto the disk either.
    let actor = visit.staff()?;
    let (matter, _) = desk.view(actor, &code_of(&at.0)?).await?;
    desk.permit(actor, Action::AnswerAssignment, &matter)?;
    let Upload { fields, files } = upload;
    let field = named("reply_text", at.1);
    let answer = match reason(&fields, &field) {
        Ok(text) => desk.keep_files(&named("reply_files", at.1), files).await.map(|kept| Answer::Reply {
            text,
            files: Vec::new(),
            kept,
        }),
        Err(failure) => Err(failure),
    };
    act(&desk, &visit, at, &fields, "assignment-replied", answer).await
}

/// `POST /desk/matters/{code}/assignments/{no}/extension`
pub async fn ask_extension(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let (day, why) = (named("extend_until", at.1), named("extend_reason", at.1));
    let until = check.need(&day, form.date(&day));
    let reason = check.text(&why, form.get(&why));
    let answer = check.done(until.map(|until| Answer::AskExtension { until, reason }));
    act(&desk, &visit, at, &form, "assignment-extension-asked", answer).await
}

/// `POST /desk/matters/{code}/assignments/{no}/extension/verdict`
pub async fn answer_extension(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let verdict = check.need("verdict", form.word("verdict", Verdict::parse));
    let reason = check.some_text("verdict_reason", form.get(&named("verdict_reason", at.1)));
    let answer = check.done(verdict.map(|verdict| Answer::Verdict(verdict, reason)));
    act(&desk, &visit, at, &form, "assignment-extension-answered", answer).await
}

/// `POST /desk/matters/{code}/assignments/{no}/hand-over`
pub async fn hand_over(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let (whom, why) = (named("hand_to", at.1), named("hand_reason", at.1));
    let to = check.need(&whom, form.int(&whom));
    let reason = check.text(&why, form.get(&why));
    let answer = check.done(to.map(|to| Answer::HandOver { to: BodyId(to), reason }));
    act(&desk, &visit, at, &form, "assignment-handed-over", answer).await
}

/// `POST /desk/matters/{code}/assignments/{no}/hand-over/receipt`
pub async fn sign_hand_over(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    act(&desk, &visit, at, &form, "assignment-received", Ok(Answer::SignHandOver)).await
}

/// `POST /desk/matters/{code}/assignments/{no}/hand-over/return`
pub async fn decline_hand_over(
    State(desk): State<Desk>,
    visit: Visit,
    At(at): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let answer = reason(&form, &named("decline_reason", at.1)).map(Answer::DeclineHandOver);
    act(&desk, &visit, at, &form, "assignment-hand-over-declined", answer).await
}
