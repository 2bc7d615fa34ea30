//! Background jobs: those that gave up, and what is in line.

use axum::extract::State;
use axum::response::Response;
use concord_policy::relation::Subject;
use concord_policy::{Action, Permit};
use concord_store::jobs::{self, Job, JobState};
use concord_store::{Conn, Fault};
use minijinja::{Value, context};

use crate::kit::audit::{self, Entry};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::Visit;

const PAGE: &str = "/operator/jobs";

/// Jobs of each state that are shown.
const SHOWN_MAX: usize = 100;

/// `GET /operator/jobs`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    desk.permit_on(&visit.actor, Action::ViewJobs, &Subject::House)?;
    let of = |state| desk.store.read(move |c| jobs::list(c, state, SHOWN_MAX));
    let (dead, running, ready) = (of(JobState::Dead).await?, of(JobState::Running).await?, of(JobState::Ready).await?);
    let rows = |jobs: Vec<Job>| jobs.into_iter().map(row).collect::<Vec<Value>>();
    let ctx = context! { dead => rows(dead), waiting => rows(running.into_iter().chain(ready).collect()) };
    desk.page(&visit, "operator/jobs.html", ctx)
}

fn row(job: Job) -> Value {
    context! {
        id => job.id, kind => job.kind, key => job.key, run_at => job.run_at, attempts => job.attempts,
        state => job.state.as_str(), error => job.last_error,
    }
}

/// `POST /operator/jobs/{id}/revival`
pub async fn revive(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let now = desk.now();
    desk.store
        .write(move |c| {
            jobs::revive(c, id, now)?;
            note(c, &permit, "job.revived", id, now)
        })
        .await?;
    Ok(go_with(PAGE, "operator-job-revived"))
}

/// `POST /operator/jobs/{id}/discarding`
pub async fn discard(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let now = desk.now();
    desk.store
        .write(move |c| {
            jobs::discard(c, id)?;
            note(c, &permit, "job.discarded", id, now)
        })
        .await?;
    Ok(go_with(PAGE, "operator-job-discarded"))
}

fn permit(desk: &Desk, visit: &Visit) -> Result<Permit, Failure> {
    desk.permit_on(&visit.actor, Action::ManageJobs, &Subject::House)
}

fn note(c: &mut Conn, permit: &Permit, action: &'static str, id: i64, at: i64) -> Result<(), Fault> {
    audit::record(c, Entry { at, actor: permit.actor().to_owned(), action, detail: id.to_string() })
}
