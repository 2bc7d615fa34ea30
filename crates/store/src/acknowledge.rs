//! What was committed is answered when it is on disk.
//!
//! PostgreSQL's COMMIT waits for the disk by itself. SQLite's does not here: a thread of its own brings the write-ahead log to disk and
//! answers, while the writer runs the next batch. Whatever is answered later was written to the log later, so nobody is told of a
//! change that stands on one which could still be lost.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::watch;

use crate::Fault;
use crate::pool::Reply;

/// Batches that may wait for the disk; the writer waits when there are more, and its next batch is the larger for it.
const WAITING_MOST: usize = 1;

/// Answers closures that were committed.
pub(crate) struct Acknowledger {
    way: Way,
    broken: Arc<OnceLock<Fault>>,
}

enum Way {
    /// COMMIT has waited for the disk.
    AtOnce(watch::Sender<u64>),
    /// Another thread waits for it.
    Beside { queue: Option<Sender<Vec<Reply>>>, thread: Option<JoinHandle<()>> },
}

impl Acknowledger {
    pub(crate) fn at_once(commits: watch::Sender<u64>) -> Self {
        Self { way: Way::AtOnce(commits), broken: Arc::default() }
    }

    /// For the write-ahead log of this database file, which is open and stays so.
    pub(crate) fn beside(database: &Path, commits: watch::Sender<u64>) -> Result<Self, Fault> {
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        let log = File::open(&log)?;
        // That the log is there at all has to outlast a power cut too.
        if let Some(folder) = database.parent() {
            File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.sync_all()?;
        }
        Self::with_disk(move || log.sync_data(), commits)
    }

    fn with_disk(
        sync: impl FnMut() -> io::Result<()> + Send + 'static,
        commits: watch::Sender<u64>,
    ) -> Result<Self, Fault> {
        let (queue, waiting) = bounded(WAITING_MOST);
        let broken = Arc::<OnceLock<Fault>>::default();
        let seen = broken.clone();
        let thread = std::thread::Builder::new()
            .name("store-disk".into())
            .spawn(move || bring_to_disk(&waiting, sync, &commits, &seen))?;
        Ok(Self { way: Way::Beside { queue: Some(queue), thread: Some(thread) }, broken })
    }

    /// Why nothing may be written any more: once the disk has refused, nobody can say what is on it until the database is opened anew.
    pub(crate) fn broken(&self) -> Option<&Fault> {
        self.broken.get()
    }

    /// Answers when what was committed until now is on disk.
    pub(crate) fn committed(&self, replies: Vec<Reply>) {
        match &self.way {
            Way::AtOnce(commits) => {
                commits.send_modify(|n| *n = n.wrapping_add(1));
                answer(replies, None);
            }
            Way::Beside { queue, .. } => {
                // A thread that is gone has dropped its callers, who learn of it by that.
                _ = queue.as_ref().map(|queue| queue.send(replies));
            }
        }
    }
}

impl Drop for Acknowledger {
    fn drop(&mut self) {
        if let Way::Beside { queue, thread } = &mut self.way {
            *queue = None;
            if thread.take().is_some_and(|thread| thread.join().is_err()) {
                tracing::error!("the thread that waits for the disk panicked");
            }
        }
    }
}

/// Tells callers how it ended.
pub(crate) fn answer(replies: Vec<Reply>, fault: Option<&Fault>) {
    for reply in replies {
        // A reply converts errors with the caller's code, which must not take the thread down.
        _ = catch_unwind(AssertUnwindSafe(|| reply(fault.cloned())));
    }
}

fn bring_to_disk(
    waiting: &Receiver<Vec<Reply>>,
    mut sync: impl FnMut() -> io::Result<()>,
    commits: &watch::Sender<u64>,
    broken: &OnceLock<Fault>,
) {
    while let Ok(mut replies) = waiting.recv() {
        replies.extend(waiting.try_iter().flatten());
        if broken.get().is_none()
            && let Err(error) = sync()
        {
            tracing::error!(%error, "the disk refused the log; nothing more is written until the program is started anew");
            _ = broken.set(Fault::from_error("the disk refused what was written", error));
        }
        if broken.get().is_none() {
            commits.send_modify(|n| *n = n.wrapping_add(1));
        }
        answer(replies, broken.get());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn reply(told: &mpsc::Sender<bool>) -> Vec<Reply> {
        let told = told.clone();
        vec![Box::new(move |fault: Option<Fault>| _ = told.send(fault.is_none()))]
    }

    #[test]
    fn nobody_is_answered_before_the_disk_has_it() {
        let (release, held) = mpsc::channel::<()>();
        let (told, answers) = mpsc::channel();
        let (commits, seen) = watch::channel(0);
        let wait = move || held.recv().map_err(io::Error::other);
        let acknowledger = Acknowledger::with_disk(wait, commits).unwrap();
        acknowledger.committed(reply(&told));
        assert!(answers.try_recv().is_err());
        assert_eq!(*seen.borrow(), 0);
        release.send(()).unwrap();
        assert!(answers.recv().unwrap());
        assert_eq!(*seen.borrow(), 1);
        drop(release);
    }

    #[test]
    fn a_disk_that_refused_once_is_not_believed_again() {
        let (told, answers) = mpsc::channel();
        let (commits, seen) = watch::channel(0);
        let mut times = 0;
        let once = move || {
            times += 1;
            if times == 1 { Err(io::Error::other("broken")) } else { Ok(()) }
        };
        let acknowledger = Acknowledger::with_disk(once, commits).unwrap();
        for _ in 0..2 {
            acknowledger.committed(reply(&told));
            assert!(!answers.recv().unwrap());
        }
        assert!(acknowledger.broken().is_some());
        assert_eq!(*seen.borrow(), 0);
    }
}
