//! Folding SQLite's write-ahead log back into the database while the writer goes on.
//!
//! The bulk is copied by a thread with a connection of its own. What was added meanwhile is little, and the writer folds it itself,
//! between two batches: only then is the log empty for a moment and begins anew, instead of growing without end.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::Fault;
use crate::dialect::sqlite::{Purpose, SqliteLink};

/// Pages in the log before they are folded back: 16 MB. The writer's pauses stay short and the log small.
const FOLD_AT: u32 = 4000;

/// Pages that the writer may fold itself.
const FEW: u32 = 400;

/// Times that the thread goes over what was added meanwhile.
const ROUNDS: usize = 3;

/// Further pages before it is tried again, when a long read kept the log from beginning anew.
const AGAIN_AFTER: u32 = 1000;

/// The writer's side of it.
pub(crate) struct Folding {
    begin: Sender<()>,
    done: Arc<AtomicBool>,
    running: bool,
    next_at: u32,
}

impl Folding {
    /// For this database file. The thread ends when this is dropped.
    pub(crate) fn start(database: PathBuf) -> Result<Self, Fault> {
        let (begin, begun) = bounded(1);
        let done = Arc::new(AtomicBool::new(false));
        let told = done.clone();
        std::thread::Builder::new().name("store-fold".into()).spawn(move || fold(&database, &begun, &told))?;
        Ok(Self { begin, done, running: false, next_at: FOLD_AT })
    }

    /// Between two batches: begins folding when the log is long, and ends it when the thread is through.
    pub(crate) fn tend(&mut self, link: &mut SqliteLink) -> Result<(), Fault> {
        let pages = link.log_pages();
        if self.running {
            if self.done.swap(false, Ordering::Acquire) {
                self.running = false;
                let left = link.fold()?;
                self.next_at = if left == 0 { FOLD_AT } else { pages + AGAIN_AFTER };
            }
        } else if pages >= self.next_at {
            self.running = self.begin.try_send(()).is_ok();
        }
        Ok(())
    }
}

fn fold(database: &std::path::Path, begun: &Receiver<()>, done: &AtomicBool) {
    let mut opened = None;
    while begun.recv().is_ok() {
        let folded = match &mut opened {
            Some(link) => rounds(link),
            slot @ None => SqliteLink::open(database, Purpose::Fold).and_then(|link| rounds(slot.insert(link))),
        };
        if let Err(fault) = folded {
            tracing::warn!(%fault, "the log could not be folded back; the writer does it");
        }
        done.store(true, Ordering::Release);
    }
}

fn rounds(link: &mut SqliteLink) -> Result<(), Fault> {
    for _ in 0..ROUNDS {
        if link.fold()? <= FEW {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::testing::sqlite;

    #[test]
    fn the_log_does_not_grow_without_end() {
        let store = sqlite();
        store.write_blocking(|c| c.batch("CREATE TABLE t (name TEXT)")).unwrap();
        let mut most = 0;
        for _ in 0..300 {
            // Some hundred pages each: 100 MB in all.
            let text = "x".repeat(400_000);
            store.write_blocking(move |c| c.execute("INSERT INTO t VALUES ($1)", &[text.into()])).unwrap();
            most = most.max(std::fs::metadata(store.folder().join("db.sqlite-wal")).unwrap().len());
        }
        assert!(most < 60_000_000, "{most}");
        assert_eq!(store.read_blocking(|c| c.query_one("SELECT count(*) FROM t", &[])).unwrap().int(0), 300);
    }
}
