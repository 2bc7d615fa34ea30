//! Folding SQLite's write-ahead log back into the database while the writer goes on.
//!
//! The bulk is copied by a thread with a connection of its own; then once more what was added meanwhile, while work that nobody waits for
//! stands still and adds nothing. What is left is little, and the writer folds it itself, at a moment when nobody waits: only then is
//! nothing left in the log and it begins anew, instead of growing without end.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::Fault;
use crate::dialect::sqlite::{Purpose, SqliteLink};

/// Pages that are added to the log before the thread folds them back: 48 MB. Under load most of them are the same few pages, which are copied once.
const FOLD_EVERY: u32 = 12_000;

/// Pages in the log that the writer folds to an end even while people wait: 144 MB. Otherwise it waits for a moment without any.
const LONG: u32 = 36_000;

/// Pages that are few enough to be left for the writer.
const FEW: u32 = 100;

/// Times that the thread goes over what was added meanwhile: a transaction that had begun, and what people do.
const ROUNDS: usize = 2;

/// What the thread and the writer tell each other.
struct Told {
    /// Pages in the log, as the writer counts them.
    pages: Arc<AtomicU32>,
    /// The bulk is copied; what is added now is what the writer will have to fold itself.
    is_ending: AtomicBool,
    done: AtomicBool,
}

/// Wakes a writer that has nothing else to do.
pub(crate) type Wake = Box<dyn Fn() + Send>;

/// The writer's side of it.
pub(crate) struct Folding {
    begin: Sender<()>,
    told: Arc<Told>,
    running: bool,
    /// Folded back as far as the thread could, and not begun anew.
    is_ripe: bool,
    next_at: u32,
    every: u32,
    long: u32,
}

impl Folding {
    /// For this database file, whose writer counts the pages of its log. The thread ends when this is dropped, and wakes the writer
    /// whenever it has folded.
    pub(crate) fn start(database: PathBuf, writer: &SqliteLink, wake: Wake) -> Result<Self, Fault> {
        Self::with(database, writer, wake, FOLD_EVERY, LONG)
    }

    fn with(database: PathBuf, writer: &SqliteLink, wake: Wake, every: u32, long: u32) -> Result<Self, Fault> {
        let (begin, begun) = bounded(1);
        let told = Arc::new(Told {
            pages: writer.log_pages(),
            is_ending: AtomicBool::new(false),
            done: AtomicBool::new(false),
        });
        let tell = told.clone();
        let run = move || fold(&database, &begun, &tell, &wake);
        std::thread::Builder::new().name("store-fold".into()).spawn(run)?;
        Ok(Self { begin, told, running: false, is_ripe: false, next_at: every, every, long })
    }

    /// Whether what nobody waits for should stand still until the log has begun anew: what it would add, the writer would have to fold
    /// while people wait.
    pub(crate) fn wants_quiet(&self) -> bool {
        self.is_ripe || self.told.is_ending.load(Ordering::Acquire)
    }

    /// Between two batches: has the thread fold when the log has grown, and ends it here when nobody waits or the log is long.
    pub(crate) fn tend(&mut self, link: &mut SqliteLink, somebody_waits: bool) -> Result<(), Fault> {
        let pages = self.told.pages.load(Ordering::Relaxed);
        if self.running && self.told.done.swap(false, Ordering::Acquire) {
            self.running = false;
            self.is_ripe = true;
            self.told.is_ending.store(false, Ordering::Relaxed);
        }
        if self.running {
            return Ok(());
        }
        if self.is_ripe && (!somebody_waits || pages >= self.long) {
            self.is_ripe = false;
            // What a long read still needs is left, and tried again when the log has grown.
            self.next_at = if link.fold()? >= pages { self.every } else { pages + self.every };
        } else if pages >= self.next_at {
            self.running = self.begin.try_send(()).is_ok();
            self.next_at = pages + self.every;
        }
        Ok(())
    }
}

fn fold(database: &std::path::Path, begun: &Receiver<()>, told: &Told, wake: &Wake) {
    let mut opened = None;
    while begun.recv().is_ok() {
        let folded = match &mut opened {
            Some(link) => rounds(link, told),
            slot @ None => SqliteLink::open(database, Purpose::Fold).and_then(|link| rounds(slot.insert(link), told)),
        };
        if let Err(fault) = folded {
            tracing::warn!(%fault, "the log could not be folded back; the writer does it");
        }
        told.done.store(true, Ordering::Release);
        wake();
    }
}

fn rounds(link: &mut SqliteLink, told: &Told) -> Result<(), Fault> {
    for _ in 0..=ROUNDS {
        let folded = link.fold()?;
        if told.pages.load(Ordering::Relaxed).saturating_sub(folded) <= FEW {
            break;
        }
        told.is_ending.store(true, Ordering::Release);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestStore, sqlite};

    /// A database with a table, and its writer.
    fn writer() -> (tempfile::TempDir, PathBuf, SqliteLink) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db.sqlite");
        let mut link = SqliteLink::open(&path, Purpose::Write).unwrap();
        link.leave_the_disk_to_others().unwrap();
        link.batch("CREATE TABLE t (name TEXT)").unwrap();
        (folder, path, link)
    }

    /// How often the log of a store began anew, as its head counts it.
    fn times(store: &TestStore) -> u32 {
        use std::io::Read as _;
        let mut head = [0; 32];
        std::fs::File::open(store.folder().join("db.sqlite-wal")).unwrap().read_exact(&mut head).unwrap();
        u32::from_be_bytes(head[12..16].try_into().unwrap())
    }

    #[test]
    fn what_the_writer_added_meanwhile_is_left_though_the_database_knows_of_nothing() {
        let (_folder, path, link) = writer();
        let mut thread = SqliteLink::open(&path, Purpose::Fold).unwrap();
        let told = |pages| Told { pages, is_ending: AtomicBool::new(false), done: AtomicBool::new(false) };
        let same = told(link.log_pages());
        rounds(&mut thread, &same).unwrap();
        assert!(!same.is_ending.into_inner());
        let more = told(Arc::new(AtomicU32::new(FEW * 10)));
        rounds(&mut thread, &more).unwrap();
        assert!(more.is_ending.into_inner());
    }

    #[test]
    fn a_long_log_begins_anew_even_while_somebody_always_waits() {
        let (_folder, path, mut link) = writer();
        let mut folding = Folding::with(path, &link, Box::new(|| ()), 10, 50).unwrap();
        let (mut before, mut anew) = (0, 0);
        while anew < 3 {
            link.execute("INSERT INTO t VALUES ($1)", &["x".repeat(20_000).into()]).unwrap();
            let pages = link.log_pages().load(Ordering::Relaxed);
            if pages < before {
                anew += 1;
                assert!(before >= 50, "no sooner: {before}");
            }
            before = pages;
            folding.tend(&mut link, true).unwrap();
        }
    }

    #[test]
    fn what_nobody_waits_for_stands_still_from_the_end_of_the_bulk_until_the_log_begins_anew() {
        let (_folder, path, mut link) = writer();
        // Somebody reads, so that the thread has to leave more than a few pages.
        let mut reader = SqliteLink::open(&path, Purpose::Read).unwrap();
        reader.batch("BEGIN").unwrap();
        reader.query("SELECT count(*) FROM t", &[]).unwrap();
        let (woken, wait) = bounded(1);
        let mut folding = Folding::with(path, &link, Box::new(move || woken.send(()).unwrap()), 10, 1000).unwrap();
        assert!(!folding.wants_quiet());
        link.execute("INSERT INTO t VALUES ($1)", &["x".repeat(4096 * 500).into()]).unwrap();
        folding.tend(&mut link, true).unwrap();
        wait.recv().unwrap();
        assert!(folding.wants_quiet(), "the bulk is folded");
        folding.tend(&mut link, true).unwrap();
        assert!(folding.wants_quiet(), "the rest is folded, and somebody waits");
        reader.batch("COMMIT").unwrap();
        folding.tend(&mut link, false).unwrap();
        assert!(!folding.wants_quiet());
    }

    #[test]
    fn a_log_that_only_unattended_work_fills_begins_anew_too() {
        let store = sqlite();
        store.write_blocking(|c| c.batch("CREATE TABLE t (name TEXT)")).unwrap();
        let before = times(&store);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let insert = || {
            let text = "x".repeat(400_000);
            store.write_behind(move |c| c.execute("INSERT INTO t VALUES ($1)", &[text.into()]))
        };
        while times(&store) < before + 2 {
            runtime.block_on(async { tokio::try_join!(insert(), insert(), insert()) }).unwrap();
        }
    }

    #[test]
    fn the_log_of_a_store_begins_anew_again_and_again() {
        let store = sqlite();
        store.write_blocking(|c| c.batch("CREATE TABLE t (name TEXT)")).unwrap();
        let (before, mut rows) = (times(&store), 0);
        while times(&store) < before + 2 {
            let text = "x".repeat(400_000);
            store.write_blocking(move |c| c.execute("INSERT INTO t VALUES ($1)", &[text.into()])).unwrap();
            rows += 1;
        }
        assert_eq!(store.read_blocking(|c| c.query_one("SELECT count(*) FROM t", &[])).unwrap().int(0), rows);
    }
}
