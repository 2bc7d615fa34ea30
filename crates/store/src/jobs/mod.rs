//! Work to be done later, at least once: enqueued in the transaction that causes it, leased by a [`Runner`], tried again when it fails,
//! and set aside as dead for a person to look at when it keeps failing.

mod runner;

pub use runner::{JobOutcome, Runner};

use crate::{Conn, Fault, Row, Value};

const COLUMNS: &str = "id, kind, key, payload, run_at, attempts, state, last_error";

/// How long a job may run before it is taken for lost, in microseconds: ten minutes.
pub(crate) const LEASE: i64 = 600_000_000;

/// A job that failed so often is dead.
const ATTEMPTS_MAX: i64 = 10;

/// Wait after the first failure, in microseconds; doubled after each further one, up to [`WAIT_MAX`].
const WAIT_MIN: i64 = 30_000_000;

/// Six hours.
const WAIT_MAX: i64 = 21_600_000_000;

/// A job to enqueue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Which handler runs it.
    pub kind: String,
    /// What it is about: a waiting job of the same kind and key is replaced.
    pub key: String,
    /// For the handler; JSON by custom.
    pub payload: String,
    /// Not before, microseconds UTC.
    pub run_at: i64,
}

/// A job as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    pub key: String,
    pub payload: String,
    pub run_at: i64,
    /// How often it was begun.
    pub attempts: i64,
    pub state: JobState,
    pub last_error: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time.
    Ready,
    Running,
    /// Given up; a person may revive or discard it.
    Dead,
}

impl JobState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Dead => "dead",
        }
    }
}

/// How many jobs are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub ready: i64,
    pub running: i64,
    pub dead: i64,
}

/// Puts a job in line; one of the same kind and key that still waits is replaced.
pub fn enqueue(c: &mut Conn, job: &NewJob) -> Result<(), Fault> {
    let sql = "INSERT INTO job (kind, key, payload, run_at, attempts, state) VALUES ($1, $2, $3, $4, 0, 'ready')
        ON CONFLICT (kind, key) WHERE state = 'ready'
        DO UPDATE SET payload = excluded.payload, run_at = excluded.run_at, attempts = 0, last_error = NULL";
    c.execute(sql, &[(&job.kind).into(), (&job.key).into(), (&job.payload).into(), job.run_at.into()]).map(drop)
}

/// Puts a job in line unless one of the same kind and key waits or runs already: that one keeps its time.
pub fn enqueue_once(c: &mut Conn, job: &NewJob) -> Result<(), Fault> {
    let sql = "SELECT 1 FROM job WHERE kind = $1 AND key = $2 AND state IN ('ready', 'running') LIMIT 1";
    match c.query_opt(sql, &[(&job.kind).into(), (&job.key).into()])? {
        Some(_) => Ok(()),
        None => enqueue(c, job),
    }
}

/// Takes a waiting job of this kind and key out of line, if there is one.
pub fn withdraw(c: &mut Conn, kind: &str, key: &str) -> Result<(), Fault> {
    c.execute("DELETE FROM job WHERE kind = $1 AND key = $2 AND state = 'ready'", &[kind.into(), key.into()]).map(drop)
}

/// Leases at most `limit` jobs whose time has come at `now` (microseconds UTC), the longest due first. Writers take turns on both
/// databases, so no two processes get the same job.
pub fn due(c: &mut Conn, now: i64, limit: usize) -> Result<Vec<Job>, Fault> {
    reclaim(c, now)?;
    let sql = format!(
        "UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = $2 WHERE id IN
            (SELECT id FROM job WHERE state = 'ready' AND run_at <= $1 ORDER BY run_at LIMIT $3) RETURNING {COLUMNS}"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut jobs: Vec<Job> =
        c.query(&sql, &[now.into(), (now + LEASE).into(), limit.into()])?.into_iter().map(job).collect();
    jobs.sort_by_key(|job| (job.run_at, job.id));
    Ok(jobs)
}

/// When the next job is due or the next lease ends, microseconds UTC.
pub fn next_at(c: &mut Conn) -> Result<Option<i64>, Fault> {
    let sql = "SELECT min(at) FROM (SELECT min(run_at) AS at FROM job WHERE state = 'ready'
        UNION ALL SELECT min(lease_until) FROM job WHERE state = 'running') times";
    Ok(c.query_one(sql, &[])?.opt_int(0))
}

/// A leased job is finished and leaves the table.
pub fn done(c: &mut Conn, job: &Job) -> Result<(), Fault> {
    c.execute("DELETE FROM job WHERE id = $1 AND state = 'running' AND attempts = $2", &lease(job)).map(drop)
}

/// A leased job failed and is tried again later: after 30 s, then twice as long each time, at most 6 h; the tenth failure is its death.
/// If one of the same kind and key was enqueued meanwhile, that one takes its place.
pub fn retry(c: &mut Conn, job: &Job, now: i64, error: &str) -> Result<JobState, Fault> {
    if job.attempts >= ATTEMPTS_MAX {
        fail(c, job, error)?;
        return Ok(JobState::Dead);
    }
    if is_superseded(c, job)? {
        done(c, job)?;
        return Ok(JobState::Ready);
    }
    let wait = WAIT_MIN.saturating_mul(1 << (job.attempts - 1).clamp(0, 20)).min(WAIT_MAX);
    let sql = "UPDATE job SET state = 'ready', run_at = $3, lease_until = NULL, last_error = $4
        WHERE id = $1 AND state = 'running' AND attempts = $2";
    let [id, attempts] = lease(job);
    c.execute(sql, &[id, attempts, (now + wait).into(), error.into()])?;
    Ok(JobState::Ready)
}

/// A leased job cannot succeed and is set aside.
pub fn fail(c: &mut Conn, job: &Job, error: &str) -> Result<(), Fault> {
    let sql = "UPDATE job SET state = 'dead', lease_until = NULL, last_error = $3
        WHERE id = $1 AND state = 'running' AND attempts = $2";
    let [id, attempts] = lease(job);
    c.execute(sql, &[id, attempts, error.into()]).map(drop)
}

/// Jobs in one state, those with the earliest time first, at most `limit`.
pub fn list(c: &mut Conn, state: JobState, limit: usize) -> Result<Vec<Job>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM job WHERE state = $1 ORDER BY run_at, id LIMIT $2");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(c.query(&sql, &[state.as_str().into(), limit.into()])?.into_iter().map(job).collect())
}

/// Puts a dead job in line again, as if new; nothing when it is not dead. One that waits with the same kind and key is replaced.
pub fn revive(c: &mut Conn, id: i64, now: i64) -> Result<(), Fault> {
    let sql = format!("DELETE FROM job WHERE id = $1 AND state = 'dead' RETURNING {COLUMNS}");
    let Some(row) = c.query_opt(&sql, &[id.into()])? else { return Ok(()) };
    let Job { kind, key, payload, .. } = job(row);
    enqueue(c, &NewJob { kind, key, payload, run_at: now })
}

/// Removes a dead job for good; nothing when it is not dead.
pub fn discard(c: &mut Conn, id: i64) -> Result<(), Fault> {
    c.execute("DELETE FROM job WHERE id = $1 AND state = 'dead'", &[id.into()]).map(drop)
}

pub fn counts(c: &mut Conn) -> Result<Counts, Fault> {
    let mut counts = Counts::default();
    for row in c.query("SELECT state, count(*) FROM job GROUP BY state", &[])? {
        let n = row.int(1);
        match state(row.str(0)) {
            JobState::Ready => counts.ready = n,
            JobState::Running => counts.running = n,
            JobState::Dead => counts.dead = n,
        }
    }
    Ok(counts)
}

/// Jobs whose process died with them are tried again.
fn reclaim(c: &mut Conn, now: i64) -> Result<(), Fault> {
    let sql = format!("SELECT {COLUMNS} FROM job WHERE state = 'running' AND lease_until <= $1");
    for row in c.query(&sql, &[now.into()])? {
        retry(c, &job(row), now, "its process ended before it did")?;
    }
    Ok(())
}

fn is_superseded(c: &mut Conn, job: &Job) -> Result<bool, Fault> {
    let sql = "SELECT id FROM job WHERE kind = $1 AND key = $2 AND state = 'ready'";
    Ok(c.query_opt(sql, &[(&job.kind).into(), (&job.key).into()])?.is_some())
}

/// What tells this lease from a later one of the same job.
fn lease(job: &Job) -> [Value; 2] {
    [job.id.into(), job.attempts.into()]
}

fn job(row: Row) -> Job {
    Job {
        id: row.int(0),
        kind: row.text(1),
        key: row.text(2),
        payload: row.text(3),
        run_at: row.int(4),
        attempts: row.int(5),
        state: state(row.str(6)),
        last_error: row.opt_text(7),
    }
}

fn state(text: &str) -> JobState {
    match text {
        "running" => JobState::Running,
        "dead" => JobState::Dead,
        _ => JobState::Ready,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::testing::on_both;

    const NOW: i64 = 1_900_000_000_000_000;

    fn new(key: &str, run_at: i64) -> NewJob {
        NewJob { kind: "remind".into(), key: key.into(), payload: format!("p{run_at}"), run_at }
    }

    fn lease_at(store: &Store, now: i64) -> Vec<Job> {
        store.write_blocking(move |c| due(c, now, 10)).unwrap()
    }

    #[test]
    fn a_job_is_leased_once_and_not_before_its_time() {
        on_both(|store| {
            store
                .write_blocking(|c| [NOW + 5, NOW].into_iter().try_for_each(|at| enqueue(c, &new(&at.to_string(), at))))
                .unwrap();
            assert_eq!(store.read_blocking(next_at).unwrap(), Some(NOW));
            assert!(lease_at(store, NOW - 1).is_empty());
            let jobs = lease_at(store, NOW + 5);
            assert_eq!(jobs.iter().map(|j| (j.run_at, j.attempts)).collect::<Vec<_>>(), [(NOW, 1), (NOW + 5, 1)]);
            assert!(lease_at(store, NOW + 5).is_empty());
            store.write_blocking(move |c| done(c, &jobs[0])).unwrap();
            assert_eq!(store.read_blocking(counts).unwrap(), Counts { ready: 0, running: 1, dead: 0 });
        });
    }

    #[test]
    fn the_same_kind_and_key_replaces_the_one_that_waits_but_not_one_that_runs() {
        on_both(|store| {
            store.write_blocking(|c| enqueue(c, &new("a", NOW)).and_then(|()| enqueue(c, &new("a", NOW + 1)))).unwrap();
            let running = lease_at(store, NOW + 1);
            assert_eq!(running.iter().map(|j| j.payload.clone()).collect::<Vec<_>>(), [format!("p{}", NOW + 1)]);
            store.write_blocking(|c| enqueue(c, &new("a", NOW + 2))).unwrap();
            assert_eq!(store.read_blocking(counts).unwrap(), Counts { ready: 1, running: 1, dead: 0 });
            store.write_blocking(move |c| retry(c, &running[0], NOW, "failed")).unwrap();
            assert_eq!(store.read_blocking(counts).unwrap(), Counts { ready: 1, running: 0, dead: 0 });
        });
    }

    #[test]
    fn what_waits_or_runs_already_keeps_its_time() {
        on_both(|store| {
            let begin = |at| store.write_blocking(move |c| enqueue_once(c, &new("a", at))).unwrap();
            [NOW + 9, NOW].into_iter().for_each(begin);
            assert_eq!(store.read_blocking(next_at).unwrap(), Some(NOW + 9));
            let running = lease_at(store, NOW + 9);
            begin(NOW);
            assert_eq!(store.read_blocking(counts).unwrap(), Counts { ready: 0, running: 1, dead: 0 });
            store.write_blocking(move |c| done(c, &running[0])).unwrap();
            begin(NOW);
            assert_eq!(store.read_blocking(next_at).unwrap(), Some(NOW));
        });
    }

    #[test]
    fn a_failing_job_waits_longer_each_time_and_dies_at_the_tenth() {
        on_both(|store| {
            store.write_blocking(|c| enqueue(c, &new("a", NOW))).unwrap();
            let mut waits = Vec::new();
            let mut now = NOW;
            loop {
                let job = lease_at(store, now).remove(0);
                let state = store.write_blocking(move |c| retry(c, &job, now, "no answer")).unwrap();
                let Some(next) = store.read_blocking(next_at).unwrap() else {
                    assert_eq!(state, JobState::Dead);
                    break;
                };
                waits.push((next - now) / 1_000_000);
                now = next;
            }
            assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, 3840, 7680]);
            let dead = store.read_blocking(|c| list(c, JobState::Dead, 5)).unwrap();
            assert_eq!((dead[0].attempts, dead[0].last_error.as_deref()), (10, Some("no answer")));
            let id = dead[0].id;
            store.write_blocking(move |c| revive(c, id, now)).unwrap();
            assert_eq!(lease_at(store, now)[0].attempts, 1);
        });
    }

    #[test]
    fn a_job_whose_process_died_is_tried_again_and_the_late_answer_is_ignored() {
        on_both(|store| {
            store.write_blocking(|c| enqueue(c, &new("a", NOW))).unwrap();
            let first = lease_at(store, NOW).remove(0);
            assert!(lease_at(store, NOW + LEASE - 1).is_empty());
            assert!(lease_at(store, NOW + LEASE).is_empty(), "it waits as after any failure");
            let second = lease_at(store, NOW + LEASE + WAIT_MIN).remove(0);
            assert_eq!(second.attempts, 2);
            store.write_blocking(move |c| done(c, &first)).unwrap();
            assert_eq!(store.read_blocking(counts).unwrap().running, 1);
        });
    }

    #[test]
    fn only_dead_jobs_are_discarded() {
        on_both(|store| {
            store.write_blocking(|c| enqueue(c, &new("a", NOW))).unwrap();
            let job = lease_at(store, NOW).remove(0);
            let id = job.id;
            store.write_blocking(move |c| discard(c, id)).unwrap();
            assert_eq!(store.read_blocking(counts).unwrap().running, 1);
            store.write_blocking(move |c| fail(c, &job, "never").and_then(|()| discard(c, id))).unwrap();
            assert_eq!(store.read_blocking(counts).unwrap(), Counts::default());
        });
    }
}
