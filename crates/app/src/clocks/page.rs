//! The forms about time on a matter's page.

use axum::extract::State;
use axum::response::Response;
use concord_domain::clock::PauseReason;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Matter, Rules};
use concord_domain::pause as domain;
use concord_policy::Action;

use super::commands::{Answer, Ask, Pause, Said, Verdict};
use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

const PAUSE: FormPage =
    FormPage { action: Action::PauseClock, title: "clocks-pause", part: "clocks/pause.html", flash: "clocks-paused" };
const RESUME: FormPage = FormPage {
    action: Action::PauseClock,
    title: "clocks-resume",
    part: "clocks/resume.html",
    flash: "clocks-resumed",
};
const ASK: FormPage =
    FormPage { action: Action::AskExtension, title: "clocks-ask", part: "clocks/ask.html", flash: "clocks-asked" };
const AGREE: FormPage = FormPage {
    action: Action::AgreeExtension,
    title: "clocks-agree",
    part: "clocks/agree.html",
    flash: "clocks-answered",
};
const APPROVE: FormPage = FormPage {
    action: Action::ApproveExtension,
    title: "clocks-approve",
    part: "clocks/approve.html",
    flash: "clocks-answered",
};

/// `POST /desk/matters/{code}/pauses`
pub async fn pause(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let chosen = form.word("pause_what", |text| {
        let (no, reason) = text.split_once(':')?;
        Some((no.parse::<u32>().ok()?, PauseReason::parse(reason)?))
    });
    let what = check.need("pause_what", chosen);
    let note = check.some_text("pause_note", form.get("pause_note"));
    let read = check.done(what.map(|(no, reason)| Pause { no, reason, note }));
    desk.submit(&visit, &code, PAUSE, &form, read, Pause::decide).await
}

/// `POST /desk/matters/{code}/resumption`
pub async fn resume(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let no = check.need("resume_what", form.int("resume_what")).and_then(|no| u32::try_from(no).ok());
    let read = check.done(no);
    desk.submit(&visit, &code, RESUME, &form, read, |no, m, r, _| Ok(domain::resume(m, *no, r)?)).await
}

/// `POST /desk/matters/{code}/extensions`
pub async fn ask(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let no = check.need("more_what", form.int("more_what")).and_then(|no| u32::try_from(no).ok());
    let reason = check.text("more_reason", form.get("more_reason"));
    let read = check.done(no.map(|no| Ask { no, party: None, reason }));
    desk.submit(&visit, &code, ASK, &form, read, Ask::decide).await
}

/// `POST /desk/matters/{code}/extensions/consents`: what a party said at the window, by telephone or in a session.
pub async fn agree(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let clock = check.need("agree_clock", form.int("agree_clock")).and_then(|no| u32::try_from(no).ok());
    let party = check.need("agree_party", form.int("agree_party")).and_then(|no| u32::try_from(no).ok());
    let answer = check.need("agree_answer", form.word("agree_answer", Answer::parse));
    let how = Some(check.text("agree_how", form.get("agree_how")));
    let all = clock.zip(party).zip(answer);
    let read = check.done(all.map(|((no, party), answer)| Said { no, party, answer, how }));
    desk.submit(&visit, &code, AGREE, &form, read, Said::decide).await
}

/// `POST /desk/matters/{code}/extensions/approval`
pub async fn approve(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let clock = check.need("approve_clock", form.int("approve_clock")).and_then(|no| u32::try_from(no).ok());
    let verdict = match check.need("approve_answer", form.word("approve_answer", Answer::parse)) {
        Some(Answer::Yes) => Some(Verdict::Granted),
        Some(Answer::No) => Some(Verdict::Refused(check.text("approve_reason", form.get("approve_reason")))),
        None => None,
    };
    let read = check.done(clock.zip(verdict));
    let actor = visit.actor.clone();
    let decide = |(no, verdict): &(u32, Verdict), m: &Matter, r: &Rules<'_>, d: &mut Drawer<'_>| {
        verdict.decide(*no, &actor, m, r, d)
    };
    desk.submit(&visit, &code, APPROVE, &form, read, decide).await
}
