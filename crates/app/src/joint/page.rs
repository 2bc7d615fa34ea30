//! Joint mediation in the browser: each form of the page leads here.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::{BacklogStage, Matter};
use concord_policy::Action;
use jiff::civil::Time;

use super::act::{self, Act, TaskTyped};
use super::shown::draw;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::Mistakes;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// Tasks that one form offers room for.
pub const TASK_ROWS: u32 = 4;

/// `GET /desk/matters/{code}/joint-mediation`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(&code)?).await?;
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

async fn done(
    desk: &Desk,
    visit: &Visit,
    code: &str,
    form: &Fields,
    flash: &'static str,
    read: Result<Act, Failure>,
) -> Result<Response, Failure> {
    let (actor, code): (_, MatterCode) = (visit.staff()?, code_of(code)?);
    let done: Result<Matter, Failure> = match read {
        Ok(act) => act::act(desk, actor, &code, form.expected(), &act).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = done else {
        return Ok(go_with(&format!("/desk/matters/{}/joint-mediation", code.as_str()), flash));
    };
    let again = desk.redraw(visit, &code, form, failure).await?;
    draw(desk, visit, &again.matter, again.status, form, &again.mistakes).await
}

/// `POST /desk/matters/{code}/joint-mediation`
pub async fn open(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let lead = check.need("lead", form.int("lead"));
    let members: Vec<BodyId> = form.all("members").filter_map(|m| m.parse().ok()).map(BodyId).collect();
    let reason = check.text("joint_reason", form.get("joint_reason"));
    let read = check.done(lead.map(|lead| Act::Open { lead: BodyId(lead), members, reason }));
    done(&desk, &visit, &code, &form, "joint-opened", read).await
}

/// `POST /desk/matters/{code}/joint-mediation/members`
pub async fn join(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let body = check.need("body", form.int("body"));
    let read = check.done(body.map(|body| Act::Join(BodyId(body))));
    done(&desk, &visit, &code, &form, "joint-joined", read).await
}

/// `POST /desk/matters/{code}/joint-mediation/conferences`
pub async fn call(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = check.need("conference_on", form.date("conference_on"));
    let time = check.need("conference_time", time(&form, "conference_time"));
    let agenda = check.text("agenda", form.get("agenda"));
    let place = check.some_text("conference_place", form.get("conference_place"));
    let at = on.zip(time).and_then(|(on, time)| desk.clock.instant(on.to_datetime(time)));
    let read = check.done(on.zip(at).map(|(day, at)| Act::Call { at, day, place, agenda }));
    done(&desk, &visit, &code, &form, "joint-called", read).await
}

/// `POST /desk/matters/{code}/joint-mediation/conferences/{no}/rescheduling`
pub async fn reschedule(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = check.need("move_on", form.date("move_on"));
    let time = check.need("move_time", time(&form, "move_time"));
    let place = Some(check.some_text("move_place", form.get("move_place")));
    let reason = check.some_text("move_reason", form.get("move_reason"));
    let at = on.zip(time).and_then(|(on, time)| desk.clock.instant(on.to_datetime(time)));
    let read = check.done(on.zip(at).map(|(day, at)| Act::Move { no, at, day, place, reason }));
    done(&desk, &visit, &code, &form, "joint-moved", read).await
}

/// `POST /desk/matters/{code}/joint-mediation/conferences/{no}/cancellation`
pub async fn call_off(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.text("off_reason", form.get("off_reason"));
    let read = check.done(Some(Act::CallOff { no, reason }));
    done(&desk, &visit, &code, &form, "joint-called-off", read).await
}

fn time(form: &Fields, name: &str) -> Result<Option<Time>, FieldProblem> {
    form.some(name)
        .map(|text| text.replace('\u{ff1a}', ":").parse().map_err(|_| FieldProblem::new(name, "joint-not-a-time")))
        .transpose()
}

/// `POST /desk/matters/{code}/joint-mediation/minutes`
pub async fn hold(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let minutes = check.text("minutes", form.get("minutes"));
    let mut tasks = Vec::new();
    for row in 1..=TASK_ROWS {
        let named = |name: &str| format!("{name}_{row}");
        let what = form.get(&named("task_what")).to_owned();
        if what.is_empty() {
            continue;
        }
        let (whose, when) = (named("task_body"), named("task_due"));
        let body = check.need(&whose, form.int(&whose));
        let due_on = check.need(&when, form.date(&when));
        tasks.extend(body.zip(due_on).map(|(body, due_on)| TaskTyped { body: BodyId(body), what, due_on }));
    }
    let read = check.done(Some(Act::Hold { minutes, tasks }));
    done(&desk, &visit, &code, &form, "joint-held", read).await
}

/// `POST /desk/matters/{code}/joint-mediation/tasks/{no}/completion`
pub async fn finish(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("task_text", form.get(&format!("task_text_{no}")));
    let read = check.done(Some(Act::Finish { no, text }));
    done(&desk, &visit, &code, &form, "joint-finished", read).await
}

/// `POST /desk/matters/{code}/sponsor`
pub async fn sponsor(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let named = code_of(&code)?;
    let matter = desk.load(&named).await?;
    desk.permit(visit.staff()?, Action::NameSponsor, &matter)?;
    let mut check = Check::new();
    let account = check.need("sponsor", form.int("sponsor"));
    let read = match check.done(account) {
        Ok(account) => act::sponsor(&desk, &named, account).await,
        Err(failure) => Err(failure),
    };
    done(&desk, &visit, &code, &form, "joint-sponsored", read).await
}

/// `POST /desk/matters/{code}/backlog`
pub async fn step(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let stage = check.need("stage", form.word("stage", BacklogStage::parse));
    let text = check.text("step_text", form.get("step_text"));
    let read = check.done(stage.map(|stage| Act::Step(stage, text)));
    done(&desk, &visit, &code, &form, "joint-stepped", read).await
}
