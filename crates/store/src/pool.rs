//! The threads behind a store: one that writes, several that read.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use crate::acknowledge::{Acknowledger, answer};
use crate::conn::{Deferred, Link};
use crate::dialect::postgres::PostgresLink;
use crate::dialect::sqlite::{Purpose, SqliteLink};
use crate::fold::{Folding, Wake};
use crate::{Conn, Database, Fault, Keeping, StoreConfig, migrate};

/// Closures in one transaction. Larger gains little and lengthens the wait of the first.
const BATCH: usize = 256;

/// Readers that have had nothing to do for so long give their page caches back.
const READER_IDLE: Duration = Duration::from_secs(20);

/// Says how it ended, once that is certain; with a fault, nothing of it was kept.
pub(crate) type Reply = Box<dyn FnOnce(Option<Fault>) + Send>;

/// How a closure ended for now, and how to tell whoever asked.
pub(crate) type Ran = (Verdict, Reply);

/// What the writer is to run.
pub(crate) enum Write {
    Once(Box<dyn FnOnce(&mut Conn) -> Ran + Send>),
    /// May be run again when all that it did was undone. A reply of the first run is let go then.
    Again(Box<dyn FnMut(&mut Conn) -> Ran + Send>),
}

impl Write {
    fn run(self, conn: &mut Conn) -> Ran {
        match self {
            Self::Once(work) => work(conn),
            Self::Again(mut work) => work(conn),
        }
    }
}

type Read = Box<dyn FnOnce(Result<&mut Conn, Fault>) + Send>;

pub(crate) enum WriteMessage {
    Run(Write),
    /// When nobody waits, or after those who did: one in a transaction of its own.
    RunBehind(Write),
    /// The log was folded back as far as its thread could.
    Folded,
    Stop,
}

pub(crate) enum ReadMessage {
    Run(Read),
    Stop,
}

/// What becomes of a closure's changes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Undo,
}

/// Opens a connection of its own for one long task.
pub(crate) fn connect(database: &Database, purpose: Purpose) -> Result<Conn, Fault> {
    Ok(Conn::new(match database {
        Database::Sqlite(path) => Link::Sqlite(SqliteLink::open(Path::new(path), purpose)?),
        Database::Postgres(url) => Link::Postgres(PostgresLink::open(url)?),
    }))
}

/// Starts the writer and waits until it has migrated the database.
///
/// `commits` changes with each transaction that is on disk: one word for a whole batch, which costs the writer nothing.
pub(crate) fn start_writer(
    config: &StoreConfig,
    asking: &mpsc::Sender<WriteMessage>,
    queue: mpsc::Receiver<WriteMessage>,
    commits: watch::Sender<u64>,
) -> Result<JoinHandle<()>, Fault> {
    let (database, keeping) = (config.database.clone(), config.keeping);
    // A queue that is full wakes the writer by itself, and one that is gone needs no waking.
    let asking = asking.downgrade();
    let wake = move || _ = asking.upgrade().map(|queue| queue.try_send(WriteMessage::Folded));
    let (ready, wait) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || {
        // Opened here: the PostgreSQL client runs a small runtime, which must not be entered from inside another.
        match Writer::open(database, keeping, commits, Box::new(wake)) {
            Ok(writer) => {
                _ = ready.send(Ok(()));
                writer.run(queue);
            }
            Err(fault) => _ = ready.send(Err(fault)),
        }
    })?;
    wait.recv().map_err(|error| Fault::from_error("the writer died while it started", error))??;
    Ok(thread)
}

struct Writer {
    acknowledger: Acknowledger,
    folding: Option<Folding>,
    conn: Conn,
    database: Database,
    purpose: Purpose,
}

impl Writer {
    fn open(database: Database, keeping: Keeping, commits: watch::Sender<u64>, wake: Wake) -> Result<Self, Fault> {
        let purpose = match keeping {
            Keeping::Safe => Purpose::Write,
            Keeping::Made => Purpose::Make,
        };
        let mut conn = connect(&database, purpose)?;
        conn.begin_write()?;
        migrate::run(&mut conn, migrate::newest()?)?;
        conn.commit()?;
        conn.deferred = Some(Deferred::default());
        let (acknowledger, folding) = match (&database, &mut conn.link) {
            (Database::Sqlite(path), Link::Sqlite(link)) if keeping == Keeping::Safe => {
                link.leave_the_disk_to_others()?;
                (Acknowledger::beside(path, commits)?, Some(Folding::start(path.clone(), link, wake)?))
            }
            _ => (Acknowledger::at_once(commits), None),
        };
        Ok(Self { acknowledger, folding, conn, database, purpose })
    }

    fn run(mut self, mut queue: mpsc::Receiver<WriteMessage>) {
        let mut messages = Vec::with_capacity(BATCH);
        let mut behind = VecDeque::new();
        let mut stop = false;
        while !(stop && behind.is_empty()) {
            let is_held = !stop && self.folding.as_ref().is_some_and(Folding::wants_quiet);
            if behind.is_empty() || is_held {
                stop |= queue.blocking_recv_many(&mut messages, BATCH) == 0;
            } else if !stop {
                messages.extend(std::iter::from_fn(|| queue.try_recv().ok()).take(BATCH));
            }
            let mut works = Vec::with_capacity(messages.len());
            for message in messages.drain(..) {
                match message {
                    WriteMessage::Run(work) => works.push(work),
                    WriteMessage::RunBehind(work) => behind.push_back(work),
                    WriteMessage::Folded => {}
                    WriteMessage::Stop => stop = true,
                }
            }
            if !works.is_empty() {
                self.commit(works);
            }
            if !is_held && let Some(work) = behind.pop_front() {
                self.commit(vec![work]);
            }
            self.tend(!queue.is_empty());
        }
    }

    /// Runs the closures in one transaction, then has them all answered.
    fn commit(&mut self, mut works: Vec<Write>) {
        let mut replies = Vec::with_capacity(works.len());
        let committed = match self.boldly(&mut works, &mut replies) {
            Ok(false) => self.carefully(works, &mut replies),
            other => other.map(drop),
        };
        match committed {
            Ok(()) => self.acknowledger.committed(replies),
            Err(fault) => {
                tracing::error!(%fault, closures = replies.len(), "a batch of writes was not committed");
                self.recover();
                answer(replies, Some(&fault));
            }
        }
    }

    fn tend(&mut self, somebody_waits: bool) {
        if let (Some(folding), Link::Sqlite(link)) = (&mut self.folding, &mut self.conn.link)
            && let Err(fault) = folding.tend(link, somebody_waits)
        {
            tracing::warn!(%fault, "the log could not be folded back");
        }
    }

    fn begin(&mut self) -> Result<(), Fault> {
        if let Some(fault) = self.acknowledger.broken() {
            return Err(fault.clone());
        }
        if self.conn.is_lost() {
            self.reconnect()?;
        }
        self.conn.begin_write()
    }

    /// Runs the closures without savepoints, which cost a copy of every page that two of them change: where all may be run again. False
    /// when one failed after it had changed something, or cannot be run again: then nothing is done yet.
    fn boldly(&mut self, works: &mut [Write], replies: &mut Vec<Reply>) -> Result<bool, Fault> {
        if !matches!(self.conn.link, Link::Sqlite(_)) || works.iter().any(|work| matches!(work, Write::Once(_))) {
            return Ok(false);
        }
        self.begin()?;
        for work in works {
            let Write::Again(work) = work else { continue };
            let before = self.conn.changed();
            match catch_unwind(AssertUnwindSafe(|| work(&mut self.conn))) {
                Ok((verdict, reply)) if verdict == Verdict::Keep || self.conn.changed() == before => {
                    replies.push(reply);
                }
                _ => {
                    replies.clear();
                    self.recover();
                    return Ok(false);
                }
            }
            // A full disk makes SQLite undo the transaction by itself: what comes after it would be kept at once.
            if !self.conn.is_in_transaction() {
                return Err(Fault::new("the database undid the transaction"));
            }
        }
        self.conn.settle()?;
        self.conn.commit()?;
        Ok(true)
    }

    /// Runs each closure in a savepoint.
    fn carefully(&mut self, works: Vec<Write>, replies: &mut Vec<Reply>) -> Result<(), Fault> {
        self.begin()?;
        for work in works {
            if let Some(reply) = self.isolated(work)? {
                replies.push(reply);
            }
        }
        self.conn.settle()?;
        self.conn.commit()
    }

    /// Runs one closure in its savepoint. `None` when it panicked: its caller learns of it by the dropped channel.
    fn isolated(&mut self, work: Write) -> Result<Option<Reply>, Fault> {
        let mark = self.conn.open_savepoint()?;
        let Ok((verdict, reply)) = catch_unwind(AssertUnwindSafe(|| work.run(&mut self.conn))) else {
            tracing::error!("a write closure panicked");
            self.conn.undo_savepoint(mark)?;
            return Ok(None);
        };
        if verdict == Verdict::Undo {
            self.conn.undo_savepoint(mark)?;
            return Ok(Some(reply));
        }
        match self.conn.release_savepoint() {
            Ok(()) => Ok(Some(reply)),
            // PostgreSQL refuses after a statement failed, even if the closure took no notice.
            Err(fault) => {
                self.conn.undo_savepoint(mark)?;
                Ok(Some(Box::new(move |later| reply(Some(later.unwrap_or(fault))))))
            }
        }
    }

    fn recover(&mut self) {
        if let Err(fault) = self.conn.rollback() {
            tracing::warn!(%fault, "nothing left to roll back");
        }
    }

    fn reconnect(&mut self) -> Result<(), Fault> {
        self.conn = connect(&self.database, self.purpose)?;
        self.conn.deferred = Some(Deferred::default());
        Ok(())
    }
}

/// Connections that read, for whoever reads next.
pub(crate) struct Readers {
    database: Database,
    idle: Mutex<Vec<Conn>>,
    /// Since somebody last looked.
    used: AtomicBool,
    closed: AtomicBool,
}

impl Readers {
    pub(crate) fn new(database: Database) -> Self {
        Self { database, idle: Mutex::default(), used: AtomicBool::new(false), closed: AtomicBool::new(false) }
    }

    /// Runs one closure in a read transaction, on this thread.
    pub(crate) fn answer<T>(&self, work: impl FnOnce(Result<&mut Conn, Fault>) -> T) -> Option<T> {
        self.used.store(true, Ordering::Relaxed);
        let known = self.idle().pop();
        let opened = match known.filter(|conn| !conn.is_lost()) {
            Some(conn) => Ok(conn),
            None => connect(&self.database, Purpose::Read),
        };
        let mut conn = match opened.and_then(|mut conn| conn.begin_read().map(|()| conn)) {
            Ok(conn) => conn,
            Err(fault) => return Some(work(Err(fault))),
        };
        let answer = catch_unwind(AssertUnwindSafe(|| work(Ok(&mut conn))));
        if answer.is_err() {
            tracing::error!("a read closure panicked");
        }
        // A connection that cannot end its transaction is not used again.
        if conn.rollback().is_ok() && !self.is_closed() {
            self.idle().push(conn);
        }
        answer.ok()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// From now on nothing is read.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Conn>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives back what the page caches hold.
    fn rest(&self) {
        for conn in self.idle().iter_mut() {
            if let Link::Sqlite(link) = &mut conn.link {
                link.release_memory();
            }
        }
    }
}

/// Starts a thread that reads what is queued. The first sees to it that connections which nobody uses hold no memory.
pub(crate) fn start_reader(
    n: usize,
    readers: Arc<Readers>,
    queue: crossbeam_channel::Receiver<ReadMessage>,
) -> Result<JoinHandle<()>, Fault> {
    let run = move || {
        let mut rested = true;
        loop {
            let message = if n == 0 { queue.recv_timeout(READER_IDLE) } else { queue.recv().map_err(Into::into) };
            match message {
                Ok(ReadMessage::Run(work)) => _ = readers.answer(work),
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {
                    let used = readers.used.swap(false, Ordering::Relaxed);
                    if !used && !rested {
                        readers.rest();
                    }
                    rested = !used;
                }
                Ok(ReadMessage::Stop) | Err(crossbeam_channel::RecvTimeoutError::Disconnected) => break,
            }
        }
        // Here and not where the store is let go: a connection to PostgreSQL must not be closed from async code.
        readers.idle().clear();
    };
    Ok(std::thread::Builder::new().name(format!("store-reader-{n}")).spawn(run)?)
}
