use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::{Job, LEASE};
use crate::{Fault, Store, jobs};

/// Jobs at the same time.
const AT_ONCE: usize = 4;

/// Longest wait before looking again: for jobs that another process enqueued.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// How a handler ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    Done,
    /// Failed for now; the text is for operators.
    Retry(String),
    /// Will never succeed; the text is for operators.
    Fail(String),
}

type Handler = Arc<dyn Fn(Job) -> Pin<Box<dyn Future<Output = JobOutcome> + Send>> + Send + Sync>;

/// Runs jobs as they fall due. The time, in microseconds UTC, is asked of `now`; nothing here reads a clock.
pub struct Runner {
    store: Store,
    now: Arc<dyn Fn() -> i64 + Send + Sync>,
    handlers: HashMap<String, Handler>,
    wake: Arc<Notify>,
}

impl Runner {
    pub fn new(store: Store, now: Arc<dyn Fn() -> i64 + Send + Sync>) -> Self {
        Self { store, now, handlers: HashMap::new(), wake: Arc::new(Notify::new()) }
    }

    /// Names the handler of a kind. A handler may run twice for one job, when the process dies before its outcome is kept.
    #[must_use]
    pub fn handle<F, O>(mut self, kind: impl Into<String>, handler: F) -> Self
    where
        F: Fn(Job) -> O + Send + Sync + 'static,
        O: Future<Output = JobOutcome> + Send + 'static,
    {
        self.handlers.insert(kind.into(), Arc::new(move |job| Box::pin(handler(job))));
        self
    }

    /// Notify it after a job was enqueued, so that the job need not wait for the next look.
    pub fn wake(&self) -> Arc<Notify> {
        self.wake.clone()
    }

    /// Runs until `stop` turns true or its sender is gone, then waits for the jobs that are running.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut running = JoinSet::new();
        while !*stop.borrow() {
            let wait = match self.begin_due(&mut running).await {
                Ok(wait) => wait,
                Err(fault) => {
                    tracing::error!(%fault, "cannot lease jobs");
                    LOOK_AGAIN
                }
            };
            tokio::select! {
                () = self.wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
                Some(_) = running.join_next() => {}
                stopped = stop.changed() => if stopped.is_err() { break },
            }
        }
        while running.join_next().await.is_some() {}
    }

    /// Begins what is due, as far as there is room; how long to wait before looking again.
    async fn begin_due(&self, running: &mut JoinSet<()>) -> Result<Duration, Fault> {
        let room = AT_ONCE - running.len().min(AT_ONCE);
        if room == 0 {
            return Ok(LOOK_AGAIN);
        }
        // Asked of a reader first: the writer is not woken for nothing.
        let now = (self.now)();
        let next = self.store.read(jobs::next_at).await?;
        if let Some(at) = next.filter(|at| *at > now) {
            return Ok(Duration::from_micros(at.saturating_sub(now).unsigned_abs()).min(LOOK_AGAIN));
        }
        if next.is_none() {
            return Ok(LOOK_AGAIN);
        }
        for job in self.store.write(move |c| jobs::due(c, now, room)).await? {
            let (store, clock, handler) = (self.store.clone(), self.now.clone(), self.handlers.get(&job.kind).cloned());
            running.spawn(async move {
                let outcome = outcome(handler, &job).await;
                settle(&store, job, clock(), outcome).await;
            });
        }
        // More may be due than there was room for.
        Ok(if running.len() >= AT_ONCE { LOOK_AGAIN } else { Duration::ZERO })
    }
}

async fn outcome(handler: Option<Handler>, job: &Job) -> JobOutcome {
    let Some(handler) = handler else {
        return JobOutcome::Fail(format!("nothing handles {}", job.kind));
    };
    // In a task of its own, which may panic. It ends before its lease does.
    let mut task = tokio::spawn(handler(job.clone()));
    match tokio::time::timeout(Duration::from_micros(LEASE.unsigned_abs() / 10 * 9), &mut task).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => JobOutcome::Retry(error.to_string()),
        Err(_) => {
            task.abort();
            JobOutcome::Retry("took too long".into())
        }
    }
}

async fn settle(store: &Store, job: Job, now: i64, outcome: JobOutcome) {
    let (id, kind) = (job.id, job.kind.clone());
    let kept = match outcome {
        JobOutcome::Done => store.write(move |c| jobs::done(c, &job)).await,
        JobOutcome::Retry(error) => {
            tracing::warn!(id, kind, error, "a job failed and will be tried again");
            store.write(move |c| jobs::retry(c, &job, now, &error).map(drop)).await
        }
        JobOutcome::Fail(error) => {
            tracing::error!(id, kind, error, "a job failed for good");
            store.write(move |c| jobs::fail(c, &job, &error)).await
        }
    };
    if let Err(fault) = kept {
        tracing::error!(id, %fault, "the outcome of a job could not be kept; it will run again");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use tokio::sync::mpsc;

    use super::*;
    use crate::jobs::{Counts, NewJob};
    use crate::testing::on_both_async;

    const NOW: i64 = 1_900_000_000_000_000;

    async fn enqueue(store: &Store, kind: &str, run_at: i64) {
        let job = NewJob { kind: kind.into(), key: "k".into(), payload: String::new(), run_at };
        store.write(move |c| jobs::enqueue(c, &job)).await.unwrap();
    }

    #[test]
    fn each_outcome_is_kept_and_a_panic_is_a_failure() {
        on_both_async(|store| async move {
            let (ran, mut log) = mpsc::unbounded_channel();
            let note = move |job: &Job| ran.send(job.kind.clone()).unwrap();
            let (a, b, c) = (note.clone(), note.clone(), note);
            let runner = Runner::new(store.clone(), Arc::new(|| NOW))
                .handle("good", move |job| {
                    a(&job);
                    async { JobOutcome::Done }
                })
                .handle("bad", move |job| {
                    b(&job);
                    async { JobOutcome::Fail("never".into()) }
                })
                .handle("ugly", move |job| {
                    c(&job);
                    async { panic!("on purpose") }
                });
            let (stop, stopped) = watch::channel(false);
            for kind in ["good", "bad", "ugly", "unheard of"] {
                enqueue(&store, kind, NOW).await;
            }
            let running = tokio::spawn(runner.run(stopped));
            let mut kinds = Vec::new();
            for _ in 0..3 {
                kinds.push(log.recv().await.unwrap());
            }
            stop.send(true).unwrap();
            running.await.unwrap();
            kinds.sort();
            assert_eq!(kinds, ["bad", "good", "ugly"]);
            assert_eq!(store.read(jobs::counts).await.unwrap(), Counts { ready: 1, running: 0, dead: 2 });
        });
    }

    #[test]
    fn a_woken_runner_looks_at_the_clock_it_was_given() {
        on_both_async(|store| async move {
            let (ran, mut log) = mpsc::unbounded_channel();
            let clock = Arc::new(AtomicI64::new(NOW));
            let told = clock.clone();
            let runner =
                Runner::new(store.clone(), Arc::new(move || told.load(Ordering::SeqCst))).handle("good", move |job| {
                    ran.send(job.run_at).unwrap();
                    async { JobOutcome::Done }
                });
            let (wake, (stop, stopped)) = (runner.wake(), watch::channel(false));
            let running = tokio::spawn(runner.run(stopped));
            enqueue(&store, "good", NOW + 3_600_000_000).await;
            wake.notify_one();
            clock.store(NOW + 3_600_000_000, Ordering::SeqCst);
            wake.notify_one();
            assert_eq!(log.recv().await, Some(NOW + 3_600_000_000));
            drop(stop);
            running.await.unwrap();
        });
    }
}
