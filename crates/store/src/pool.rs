//! The threads behind a store: one that writes, several that read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use crate::conn::{Deferred, Link};
use crate::dialect::postgres::PostgresLink;
use crate::dialect::sqlite::{Purpose, SqliteLink};
use crate::{Conn, Database, Fault, migrate};

/// Closures in one transaction. Larger gains little and lengthens the wait of the first.
const BATCH: usize = 256;

/// A reader that has had nothing to do for so long gives its page cache back.
const READER_IDLE: Duration = Duration::from_secs(20);

/// Says how it ended, once that is certain; with a fault, nothing of it was kept.
pub(crate) type Reply = Box<dyn FnOnce(Option<Fault>) + Send>;

type Write = Box<dyn FnOnce(&mut Conn) -> (Verdict, Reply) + Send>;

type Read = Box<dyn FnOnce(Result<&mut Conn, Fault>) + Send>;

pub(crate) enum WriteMessage {
    Run(Write),
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
    database: Database,
    queue: mpsc::Receiver<WriteMessage>,
    commits: watch::Sender<u64>,
) -> Result<JoinHandle<()>, Fault> {
    let (ready, wait) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || {
        // Opened here: the PostgreSQL client runs a small runtime, which must not be entered from inside another.
        let opened = connect(&database, Purpose::Write).and_then(|mut conn| {
            conn.begin_write()?;
            migrate::run(&mut conn, migrate::newest()?)?;
            conn.commit()?;
            conn.deferred = Some(Deferred::default());
            Ok(conn)
        });
        match opened {
            Ok(conn) => {
                _ = ready.send(Ok(()));
                Writer { database, conn, commits }.run(queue);
            }
            Err(fault) => _ = ready.send(Err(fault)),
        }
    })?;
    wait.recv().map_err(|error| Fault::from_error("the writer died while it started", error))??;
    Ok(thread)
}

struct Writer {
    database: Database,
    conn: Conn,
    commits: watch::Sender<u64>,
}

impl Writer {
    fn run(mut self, mut queue: mpsc::Receiver<WriteMessage>) {
        let mut messages = Vec::with_capacity(BATCH);
        while queue.blocking_recv_many(&mut messages, BATCH) > 0 {
            let mut works = Vec::with_capacity(messages.len());
            let mut stop = false;
            for message in messages.drain(..) {
                match message {
                    WriteMessage::Run(work) => works.push(work),
                    WriteMessage::Stop => stop = true,
                }
            }
            if !works.is_empty() {
                self.commit(works);
            }
            if stop {
                break;
            }
        }
    }

    /// Runs the closures in one transaction, then answers them all.
    fn commit(&mut self, works: Vec<Write>) {
        let mut replies = Vec::with_capacity(works.len());
        let fault = self.transaction(works, &mut replies).err();
        if let Some(fault) = &fault {
            tracing::error!(%fault, closures = replies.len(), "a batch of writes was not committed");
            self.recover();
        } else {
            self.commits.send_modify(|n| *n = n.wrapping_add(1));
        }
        for reply in replies {
            // A reply converts errors with the caller's code, which must not take the writer down.
            _ = catch_unwind(AssertUnwindSafe(|| reply(fault.clone())));
        }
    }

    fn transaction(&mut self, works: Vec<Write>, replies: &mut Vec<Reply>) -> Result<(), Fault> {
        if self.conn.is_lost() {
            self.reconnect()?;
        }
        self.conn.begin_write()?;
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
        let Ok((verdict, reply)) = catch_unwind(AssertUnwindSafe(|| work(&mut self.conn))) else {
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
        self.conn = connect(&self.database, Purpose::Write)?;
        self.conn.deferred = Some(Deferred::default());
        Ok(())
    }
}

pub(crate) fn start_reader(
    n: usize,
    database: Database,
    queue: crossbeam_channel::Receiver<ReadMessage>,
) -> Result<JoinHandle<()>, Fault> {
    let run = move || {
        let mut conn = None;
        let mut warm = false;
        loop {
            let message = if warm { queue.recv_timeout(READER_IDLE) } else { queue.recv().map_err(Into::into) };
            match message {
                Ok(ReadMessage::Run(work)) => {
                    answer(&database, &mut conn, work);
                    warm = true;
                }
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {
                    if let Some(Conn { link: Link::Sqlite(link), .. }) = &mut conn {
                        link.release_memory();
                    }
                    warm = false;
                }
                Ok(ReadMessage::Stop) | Err(crossbeam_channel::RecvTimeoutError::Disconnected) => break,
            }
        }
    };
    Ok(std::thread::Builder::new().name(format!("store-reader-{n}")).spawn(run)?)
}

/// Runs one closure in a read transaction.
fn answer(database: &Database, slot: &mut Option<Conn>, work: Read) {
    if slot.as_ref().is_some_and(Conn::is_lost) {
        *slot = None;
    }
    let opened = match slot.take() {
        Some(conn) => Ok(conn),
        None => connect(database, Purpose::Read),
    };
    let begun = opened.and_then(|mut conn| conn.begin_read().map(|()| conn));
    let mut conn = match begun {
        Ok(conn) => conn,
        Err(fault) => return work(Err(fault)),
    };
    if catch_unwind(AssertUnwindSafe(|| work(Ok(&mut conn)))).is_err() {
        tracing::error!("a read closure panicked");
    }
    // A connection that cannot end its transaction is not used again.
    if conn.rollback().is_ok() {
        *slot = Some(conn);
    }
}
