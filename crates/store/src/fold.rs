//! Folding SQLite's write-ahead log back into the database while the writer goes on.
//!
//! The bulk is copied by a thread with a connection of its own. What was added meanwhile is little, and the writer folds it itself, at a
//! moment when nobody waits: only then is nothing left in the log and it begins anew, instead of growing without end.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::Fault;
use crate::dialect::sqlite::{Purpose, SqliteLink};

/// Pages that are added to the log before the thread folds them back: 48 MB. Under load most of them are the same few pages, which are copied once.
const FOLD_EVERY: u32 = 12_000;

/// Pages in the log that the writer folds to an end even while people wait: 144 MB. Otherwise it waits for a moment without any.
const LONG: u32 = 36_000;

/// Pages that are left for the writer when the thread has gone over the log often enough.
const FEW: u32 = 400;

/// Times that the thread goes over what was added meanwhile.
const ROUNDS: usize = 2;

/// The writer's side of it.
pub(crate) struct Folding {
    begin: Sender<()>,
    done: Arc<AtomicBool>,
    running: bool,
    /// Folded back as far as the thread could, and not begun anew.
    is_ripe: bool,
    next_at: u32,
    every: u32,
    long: u32,
}

impl Folding {
    /// For this database file. The thread ends when this is dropped.
    pub(crate) fn start(database: PathBuf) -> Result<Self, Fault> {
        Self::with(database, FOLD_EVERY, LONG)
    }

    fn with(database: PathBuf, every: u32, long: u32) -> Result<Self, Fault> {
        let (begin, begun) = bounded(1);
        let done = Arc::new(AtomicBool::new(false));
        let told = done.clone();
        std::thread::Builder::new().name("store-fold".into()).spawn(move || fold(&database, &begun, &told))?;
        Ok(Self { begin, done, running: false, is_ripe: false, next_at: every, every, long })
    }

    /// Between two batches: has the thread fold when the log has grown, and ends it here when nobody waits or the log is long.
    pub(crate) fn tend(&mut self, link: &mut SqliteLink, somebody_waits: bool) -> Result<(), Fault> {
        let pages = link.log_pages();
        if self.running && self.done.swap(false, Ordering::Acquire) {
            self.running = false;
            self.is_ripe = true;
        }
        if self.running {
            return Ok(());
        }
        if self.is_ripe && (!somebody_waits || pages >= self.long) {
            self.is_ripe = false;
            // What a long read still needs is left, and tried again when the log has grown.
            self.next_at = if link.fold()? == 0 { self.every } else { pages + self.every };
        } else if pages >= self.next_at {
            self.running = self.begin.try_send(()).is_ok();
            self.next_at = pages + self.every;
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
    use super::*;
    use crate::testing::sqlite;

    #[test]
    fn a_long_log_begins_anew_even_while_somebody_always_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db.sqlite");
        let mut link = SqliteLink::open(&path, Purpose::Write).unwrap();
        link.leave_the_disk_to_others().unwrap();
        let mut folding = Folding::with(path, 10, 50).unwrap();
        link.batch("CREATE TABLE t (name TEXT)").unwrap();
        let (mut before, mut anew) = (0, 0);
        while anew < 3 {
            link.execute("INSERT INTO t VALUES ($1)", &["x".repeat(20_000).into()]).unwrap();
            let pages = link.log_pages();
            if pages < before {
                anew += 1;
                assert!(before >= 50, "no sooner: {before}");
            }
            before = pages;
            folding.tend(&mut link, true).unwrap();
        }
    }

    fn head(log: &std::path::Path) -> [u8; 32] {
        use std::io::Read as _;
        let mut head = [0; 32];
        std::fs::File::open(log).unwrap().read_exact(&mut head).unwrap();
        head
    }

    #[test]
    fn the_log_of_a_store_begins_anew_again_and_again() {
        let store = sqlite();
        store.write_blocking(|c| c.batch("CREATE TABLE t (name TEXT)")).unwrap();
        let log = store.folder().join("db.sqlite-wal");
        // The number in its head that counts how often it began anew.
        let times = || u32::from_be_bytes(head(&log)[12..16].try_into().unwrap());
        let (before, mut rows) = (times(), 0);
        while times() < before + 2 {
            let text = "x".repeat(400_000);
            store.write_blocking(move |c| c.execute("INSERT INTO t VALUES ($1)", &[text.into()])).unwrap();
            rows += 1;
        }
        assert_eq!(store.read_blocking(|c| c.query_one("SELECT count(*) FROM t", &[])).unwrap().int(0), rows);
    }
}
