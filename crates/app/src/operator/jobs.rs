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
use crate::kit::form::Fields;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::sheet::{CELL_MOST, LINES_MOST, Sheet};
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

const PAGE: &str = "/operator/jobs";

/// Jobs of each state that are shown.
const SHOWN_MAX: usize = 100;

/// What those that gave up are sorted by, and those in line: the earliest first where a list has not what is asked for.
const DEAD: [&str; 3] = ["at", "job", "attempts"];
const WAITING: [&str; 3] = ["at", "job", "state"];

/// The columns of the file, as the ends of their message keys.
const COLUMNS: [&str; 7] = ["job", "work", "key", "status", "run_at", "attempts", "error"];

/// Kinds whose work is told in words: `operator-work-…`.
const WORKS: [&str; 8] = [
    "danger.tell",
    "clocks.lapse",
    "clocks.warn",
    "clocks.recount",
    "tiers.rise",
    "roster.gaps",
    "archive.due",
    "prune",
];

/// Both lists, each in the order asked for.
struct Jobs {
    dead: Vec<Job>,
    waiting: Vec<Job>,
    dead_by: Sorting,
    waiting_by: Sorting,
}

/// At most `most` of each state.
async fn read(desk: &Desk, visit: &Visit, most: usize) -> Result<Jobs, Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    let (dead_by, waiting_by) = (Sorting::read(&query, &DEAD), Sorting::read(&query, &WAITING));
    let of = |state| desk.store.read(move |c| jobs::list(c, state, most));
    let (dead, running, ready) = (of(JobState::Dead).await?, of(JobState::Running).await?, of(JobState::Ready).await?);
    let waiting = running.into_iter().chain(ready).collect();
    Ok(Jobs {
        dead: sorted(desk, visit, dead, dead_by),
        waiting: sorted(desk, visit, waiting, waiting_by),
        dead_by,
        waiting_by,
    })
}

fn sorted(desk: &Desk, visit: &Visit, mut jobs: Vec<Job>, sorting: Sorting) -> Vec<Job> {
    jobs.sort_by_key(|job| (job.run_at, job.id));
    match sorting.by {
        "job" => jobs.sort_by_cached_key(|job| {
            (work(desk, visit, job).unwrap_or_else(|| job.kind.clone()).to_lowercase(), job.key.clone())
        }),
        // What runs comes before what waits.
        "state" => jobs.sort_by_key(|job| job.state != JobState::Running),
        "attempts" => jobs.sort_by_key(|job| job.attempts),
        _ => {}
    }
    sorting.way.along(jobs)
}

/// What a job does, in words.
fn work(desk: &Desk, visit: &Visit, job: &Job) -> Option<String> {
    let told = WORKS.contains(&job.kind.as_str());
    told.then(|| desk.text(visit, &format!("operator-work-{}", job.kind.replace('.', "-")), &[]))
}

/// `GET /operator/jobs?order=`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    desk.permit_on(&visit.actor, Action::ViewJobs, &Subject::House)?;
    let jobs = read(&desk, &visit, SHOWN_MAX).await?;
    let rows = |jobs: &[Job]| jobs.iter().map(|job| shown(&desk, &visit, job)).collect::<Vec<Value>>();
    let ctx = context! {
        dead => rows(&jobs.dead),
        waiting => rows(&jobs.waiting),
        dead_sorts => desk.sorts(&visit, PAGE, &DEAD, jobs.dead_by),
        waiting_sorts => desk.sorts(&visit, PAGE, &WAITING, jobs.waiting_by),
        files => desk.sheets_of(&visit, PAGE),
    };
    desk.page(&visit, "operator/jobs.html", ctx)
}

fn shown(desk: &Desk, visit: &Visit, job: &Job) -> Value {
    context! {
        id => job.id, kind => &job.kind, key => &job.key, work => work(desk, visit, job), run_at => job.run_at,
        attempts => job.attempts, state => job.state.as_str(), error => &job.last_error,
    }
}

/// `GET /operator/jobs.csv` and `.xlsx`: those that gave up, then those in line. What a job carries stays where it is.
pub async fn take(State(desk): State<Desk>, visit: Visit, sheet: Sheet) -> Result<Response, Failure> {
    desk.permit_on(&visit.actor, Action::ViewJobs, &Subject::House)?;
    let jobs = read(&desk, &visit, LINES_MOST).await?;
    let row = |job: &Job| {
        vec![
            job.kind.clone(),
            work(&desk, &visit, job).unwrap_or_default(),
            job.key.clone(),
            desk.text(&visit, &format!("operator-job-{}", job.state.as_str()), &[]),
            desk.clock.local(job.run_at).strftime("%Y-%m-%d %H:%M").to_string(),
            job.attempts.to_string(),
            job.last_error.iter().flat_map(|error| error.chars()).take(CELL_MOST).collect(),
        ]
    };
    let rows = jobs.dead.iter().chain(&jobs.waiting).take(LINES_MOST).map(row).collect();
    let detail = format!("dead={} waiting={}", jobs.dead_by.word(), jobs.waiting_by.word());
    desk.take_away(&visit, sheet, ("jobs", &detail), &COLUMNS, rows).await
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
