use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot, watch};

use crate::files::Files;
use crate::pool::{self, ReadMessage, Readers, Verdict, WriteMessage};
use crate::{Conn, Dialect, Fault};

/// Closures that may wait for the writer; beyond that `write` waits for space.
const WRITE_QUEUE: usize = 1024;

/// Where the data live.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file; its folder is created when it is missing.
    Sqlite(PathBuf),
    /// A connection string, `postgres://user@host/name` or `host=… dbname=…`.
    Postgres(String),
}

impl Database {
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }
}

/// What happens to what was written when the program or the machine dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Whatever was acknowledged is there, and nothing is there by halves.
    Safe,
    /// A SQLite file is beyond use then, and after any fault: for one that is made whole before anybody relies on it. Nothing is
    /// on disk before the caller has synced the file of a store that was shut down. PostgreSQL keeps everything safe all the same.
    Made,
}

/// What a store needs to be told.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    pub database: Database,
    /// The folder of uploaded files; created when it is missing.
    pub files: PathBuf,
    /// Threads that read, each with a connection of its own, opened when first needed. At least 1.
    pub readers: usize,
    pub keeping: Keeping,
}

impl StoreConfig {
    /// Four readers, and everything kept safe.
    pub fn new(database: Database, files: impl Into<PathBuf>) -> Self {
        Self { database, files: files.into(), readers: 4, keeping: Keeping::Safe }
    }
}

/// The database and the files. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    config: StoreConfig,
    files: Files,
    writes: mpsc::Sender<WriteMessage>,
    committed: watch::Receiver<u64>,
    reads: crossbeam_channel::Sender<ReadMessage>,
    readers: Arc<Readers>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Store {
    /// Opens the database, brings it to the newest form and starts the threads. May be called from anywhere; blocks meanwhile.
    ///
    /// # Errors
    /// When the database or the folder cannot be opened, a migration fails, or the database is newer than the program.
    pub fn open(config: &StoreConfig) -> Result<Self, Fault> {
        if let Database::Sqlite(path) = &config.database
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder)?;
        }
        let files = Files::open(&config.files)?;
        let (writes, write_queue) = mpsc::channel(WRITE_QUEUE);
        let (reads, read_queue) = crossbeam_channel::unbounded();
        let (commits, committed) = watch::channel(0);
        let mut threads = vec![pool::start_writer(config, &writes, write_queue, commits)?];
        let readers = Arc::new(Readers::new(config.database.clone()));
        for n in 0..config.readers.max(1) {
            threads.push(pool::start_reader(n, readers.clone(), read_queue.clone())?);
        }
        let threads = Mutex::new(threads);
        Ok(Self(Arc::new(Inner { config: config.clone(), files, writes, committed, reads, readers, threads })))
    }

    pub fn config(&self) -> &StoreConfig {
        &self.0.config
    }

    pub fn dialect(&self) -> Dialect {
        self.0.config.database.dialect()
    }

    /// The uploaded files.
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// How many closures wait for the writer.
    pub fn writes_waiting(&self) -> usize {
        WRITE_QUEUE - self.0.writes.capacity()
    }

    /// Changes with each transaction that this store commits, however many closures shared it; what other processes write on the
    /// same database is not told. Ends with the writer.
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.0.committed.clone()
    }

    /// Runs the closure on a reader thread, in a transaction that sees one moment of the database and cannot change it.
    ///
    /// # Errors
    /// The closure's own, or a [`Fault`] when the connection fails, the closure panics or the store is shut down.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.send_read(work)?.await.unwrap_or_else(|_| Err(dropped().into()))
    }

    /// As [`Store::read`], for a few rows by their keys: on SQLite on the caller's own thread, which takes less time than waking another.
    /// Whatever else this thread would do waits meanwhile, so what looks through much is for [`Store::read`].
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn read_briefly<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        if self.dialect() == Dialect::Postgres {
            return self.read(work).await;
        }
        if self.0.readers.is_closed() {
            return Err(closed().into());
        }
        let answer = self.0.readers.answer(|conn| conn.map_err(E::from).and_then(work));
        answer.unwrap_or_else(|| Err(dropped().into()))
    }

    /// [`Store::read`] for threads without a runtime.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        self.send_read(work)?.blocking_recv().unwrap_or_else(|_| Err(dropped().into()))
    }

    /// Runs the closure on the writer thread, in a savepoint of a transaction that it shares with whatever else is waiting; answers
    /// after COMMIT, when it is on disk. An error undoes this closure alone. Tallies and search entries that it adds are applied at
    /// the end of the shared transaction: it does not see them itself.
    ///
    /// # Errors
    /// The closure's own, or a [`Fault`] when COMMIT or the connection fails, the closure panics or the store is shut down.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (work, answer) = write_message(work);
        self.queue(WriteMessage::Run(work), answer).await
    }

    /// As [`Store::write`], for closures that do the same when they are run again: those that wait together are run without savepoints,
    /// and once more with them where one failed after it had changed a row.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn write_again<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (work, answer) = write_again_message(work);
        self.queue(WriteMessage::Run(work), answer).await
    }

    /// As [`Store::write`], for what nobody waits for: after those who do, in a transaction of its own. Those who come meanwhile wait
    /// for the whole of it, so it should be short.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn write_behind<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (work, answer) = write_message(work);
        self.queue(WriteMessage::RunBehind(work), answer).await
    }

    async fn queue<T, E: From<Fault>>(
        &self,
        message: WriteMessage,
        answer: oneshot::Receiver<Result<T, E>>,
    ) -> Result<T, E> {
        self.0.writes.send(message).await.map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(dropped().into()))
    }

    /// [`Store::write`] for threads without a runtime.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (work, answer) = write_message(work);
        self.0.writes.blocking_send(WriteMessage::Run(work)).map_err(|_| closed())?;
        answer.blocking_recv().unwrap_or_else(|_| Err(dropped().into()))
    }

    /// Finishes what is queued, then stops the threads and closes the connections. Later calls are answered with a fault.
    pub async fn shutdown(&self) {
        // An error means that the thread is gone already.
        _ = self.0.writes.send(WriteMessage::Stop).await;
        let store = self.clone();
        if let Err(error) = tokio::task::spawn_blocking(move || store.stop_readers_and_join()).await {
            tracing::warn!(%error, "shutting down the store");
        }
    }

    /// [`Store::shutdown`] for threads without a runtime.
    pub fn shutdown_blocking(&self) {
        _ = self.0.writes.blocking_send(WriteMessage::Stop);
        self.stop_readers_and_join();
    }

    fn stop_readers_and_join(&self) {
        self.0.readers.close();
        let threads = std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for _ in &threads {
            _ = self.0.reads.send(ReadMessage::Stop);
        }
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a store thread panicked");
            }
        }
    }

    fn send_read<T, E, F>(&self, work: F) -> Result<oneshot::Receiver<Result<T, E>>, Fault>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        let work = Box::new(move |conn: Result<&mut Conn, Fault>| {
            let result = conn.map_err(E::from).and_then(work);
            // Whoever asked may have gone away.
            _ = sender.send(result);
        });
        self.0.reads.send(ReadMessage::Run(work)).map_err(|_| closed())?;
        Ok(answer)
    }
}

fn write_message<T, E, F>(work: F) -> (pool::Write, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<Fault> + Send + 'static,
    F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
{
    let (sender, answer) = oneshot::channel();
    let work = Box::new(move |conn: &mut Conn| replying(work(conn), || Some(sender)));
    (pool::Write::Once(work), answer)
}

fn write_again_message<T, E, F>(mut work: F) -> (pool::Write, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<Fault> + Send + 'static,
    F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
{
    let (sender, answer) = oneshot::channel();
    let sender = Arc::new(Mutex::new(Some(sender)));
    let work = Box::new(move |conn: &mut Conn| {
        let sender = sender.clone();
        replying(work(conn), move || sender.lock().unwrap_or_else(PoisonError::into_inner).take())
    });
    (pool::Write::Again(work), answer)
}

/// What becomes of a closure's changes, and how its caller is told.
fn replying<T, E>(
    result: Result<T, E>,
    sender: impl FnOnce() -> Option<oneshot::Sender<Result<T, E>>> + Send + 'static,
) -> pool::Ran
where
    T: Send + 'static,
    E: From<Fault> + Send + 'static,
{
    let verdict = if result.is_ok() { Verdict::Keep } else { Verdict::Undo };
    let reply: pool::Reply = Box::new(move |fault| {
        let answer = fault.map_or(result, |fault| Err(fault.into()));
        _ = sender().map(|sender| sender.send(answer));
    });
    (verdict, reply)
}

fn closed() -> Fault {
    Fault::new("the store is shut down")
}

fn dropped() -> Fault {
    Fault::new("not carried out; the log says why")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{on_both, on_both_async, sqlite};

    async fn names(store: &Store) -> Vec<String> {
        let names = store.read(|c| c.query("SELECT name FROM t ORDER BY name", &[])).await.unwrap();
        names.iter().map(|row| row.text(0)).collect()
    }

    fn insert(c: &mut Conn, name: &str) -> Result<(), Fault> {
        c.execute("INSERT INTO t (name) VALUES ($1)", &[name.into()]).map(drop)
    }

    /// Queues closures while the writer is held up, so that they share a transaction.
    async fn in_one_batch<F>(store: &Store, works: Vec<F>) -> Vec<Result<(), Fault>>
    where
        F: FnOnce(&mut Conn) -> Result<(), Fault> + Send + 'static,
    {
        let ask = |(store, work): (Store, F)| async move { store.write(work).await };
        asked_together(store, works.into_iter().map(|work| ask((store.clone(), work))).collect()).await
    }

    /// Has all of them queued before the first is run.
    async fn asked_together<A>(store: &Store, asked: Vec<A>) -> Vec<Result<(), Fault>>
    where
        A: Future<Output = Result<(), Fault>> + Send + 'static,
    {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let (begin, begun) = oneshot::channel();
        let blocker = {
            let store = store.clone();
            let hold = move |_: &mut Conn| {
                _ = begin.send(());
                held.recv().map_err(|e| Fault::from_error("held", e))
            };
            tokio::spawn(async move { store.write(hold).await })
        };
        begun.await.unwrap();
        let tasks: Vec<_> = asked.into_iter().map(tokio::spawn).collect();
        while store.writes_waiting() < tasks.len() {
            tokio::task::yield_now().await;
        }
        release.send(()).unwrap();
        blocker.await.unwrap().unwrap();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        answers
    }

    #[test]
    fn what_nobody_waits_for_is_done_after_what_somebody_does() {
        on_both_async(|store| async move {
            store.write(|c| c.batch("CREATE TABLE t (place BIGINT PRIMARY KEY, name TEXT)")).await.unwrap();
            let next = "INSERT INTO t SELECT count(*), $1 FROM t";
            let (release, held) = std::sync::mpsc::channel::<()>();
            let (begin, begun) = oneshot::channel();
            let hold = move |_: &mut Conn| {
                _ = begin.send(());
                held.recv().map_err(|e| Fault::from_error("held", e))
            };
            let blocker = tokio::spawn({
                let store = store.clone();
                async move { store.write(hold).await }
            });
            begun.await.unwrap();
            let mut tasks = Vec::new();
            for (name, is_behind) in [("behind 1", true), ("behind 2", true), ("waited for", false)] {
                let write = move |c: &mut Conn| c.execute(next, &[name.into()]).map(drop);
                let its = store.clone();
                tasks.push(tokio::spawn(async move {
                    if is_behind { its.write_behind(write).await } else { its.write(write).await }
                }));
                while store.writes_waiting() < tasks.len() {
                    tokio::task::yield_now().await;
                }
            }
            release.send(()).unwrap();
            blocker.await.unwrap().unwrap();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            let names = store.read(|c| c.query("SELECT name FROM t ORDER BY place", &[])).await.unwrap();
            assert_eq!(names.iter().map(|row| row.text(0)).collect::<Vec<_>>(), ["waited for", "behind 1", "behind 2"]);
        });
    }

    #[test]
    fn a_closure_that_fails_or_panics_is_undone_alone() {
        on_both_async(|store| async move {
            store.write(|c| c.batch("CREATE TABLE t (name TEXT PRIMARY KEY)")).await.unwrap();
            type Work = Box<dyn FnOnce(&mut Conn) -> Result<(), Fault> + Send>;
            let works: Vec<Work> = vec![
                Box::new(|c| insert(c, "kept")),
                Box::new(|c| insert(c, "refused").and(Err(Fault::new("no")))),
                Box::new(|c| insert(c, "panicked").map(|()| panic!("on purpose"))),
                Box::new(|c| insert(c, "kept")),
                Box::new(|c| insert(c, "also kept")),
            ];
            let answers = in_one_batch(&store, works).await;
            assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, false, true]);
            assert!(answers[3].as_ref().unwrap_err().is_unique_violation());
            assert_eq!(names(&store).await, ["also kept", "kept"]);
        });
    }

    #[test]
    fn what_may_run_again_is_undone_alone_too_and_answered_once() {
        on_both_async(|store| async move {
            store.write(|c| c.batch("CREATE TABLE t (name TEXT PRIMARY KEY)")).await.unwrap();
            let runs = Arc::new(Mutex::new(Vec::new()));
            let ask = |name: &'static str, end: fn() -> Result<(), Fault>| {
                let (store, runs) = (store.clone(), runs.clone());
                async move {
                    let work = move |c: &mut Conn| {
                        runs.lock().unwrap().push(name);
                        if name == "read only" { Ok(()) } else { insert(c, name) }.and_then(|()| end())
                    };
                    store.write_again(work).await
                }
            };
            let refuse: fn() -> _ = || Err(Fault::new("no"));
            // Nothing was changed by what is refused: nobody runs again.
            let answers = asked_together(&store, vec![ask("first", || Ok(())), ask("read only", refuse)]).await;
            assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
            assert_eq!(std::mem::take(&mut *runs.lock().unwrap()), ["first", "read only"]);
            let asked = vec![
                ask("kept", || Ok(())),
                ask("refused", refuse),
                ask("panicked", || panic!("on purpose")),
                ask("kept", || Ok(())),
                ask("also kept", || Ok(())),
            ];
            let answers = asked_together(&store, asked).await;
            assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, false, true]);
            assert!(answers[3].as_ref().unwrap_err().is_unique_violation());
            assert_eq!(names(&store).await, ["also kept", "first", "kept"]);
            let again = if store.dialect() == Dialect::Sqlite { 2 } else { 1 };
            assert_eq!(runs.lock().unwrap().iter().filter(|name| **name == "refused").count(), again);
        });
    }

    #[test]
    fn a_failed_statement_that_the_closure_ignores_does_not_harm_its_neighbours() {
        on_both_async(|store| async move {
            store.write(|c| c.batch("CREATE TABLE t (name TEXT PRIMARY KEY)")).await.unwrap();
            type Work = Box<dyn FnOnce(&mut Conn) -> Result<(), Fault> + Send>;
            let works: Vec<Work> = vec![
                Box::new(|c| {
                    _ = c.execute("INSERT INTO nowhere VALUES (1)", &[]);
                    Ok(())
                }),
                Box::new(|c| insert(c, "kept")),
            ];
            assert!(in_one_batch(&store, works).await[1].is_ok());
            assert_eq!(names(&store).await, ["kept"]);
        });
    }

    #[test]
    fn when_commit_fails_every_closure_is_answered_with_a_fault() {
        on_both_async(|store| async move {
            let tables = "CREATE TABLE parent (id BIGINT PRIMARY KEY);
                CREATE TABLE t (name TEXT PRIMARY KEY, p BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)";
            store.write(move |c| c.batch(tables)).await.unwrap();
            type Work = Box<dyn FnOnce(&mut Conn) -> Result<(), Fault> + Send>;
            let works: Vec<Work> = vec![
                Box::new(|c| insert(c, "innocent")),
                Box::new(|c| c.execute("INSERT INTO t (name, p) VALUES ('orphan', 1)", &[]).map(drop)),
            ];
            assert!(in_one_batch(&store, works).await.iter().all(Result::is_err));
            assert_eq!(names(&store).await, [] as [String; 0]);
            store.write(|c| insert(c, "later")).await.unwrap();
            assert_eq!(names(&store).await, ["later"]);
        });
    }

    #[test]
    fn an_acknowledged_write_is_there_after_reopening() {
        let first = sqlite();
        first.write_blocking(|c| c.batch("CREATE TABLE t (name TEXT)").and_then(|()| insert(c, "kept"))).unwrap();
        // The files as a crash would leave them: the store is not closed.
        let copy = first.folder().join("copy");
        std::fs::create_dir(&copy).unwrap();
        for name in ["db.sqlite", "db.sqlite-wal"] {
            std::fs::copy(first.folder().join(name), copy.join(name)).unwrap();
        }
        let config = StoreConfig::new(Database::Sqlite(copy.join("db.sqlite")), copy.join("files"));
        let second = Store::open(&config).unwrap();
        let rows = second.read_blocking(|c| c.query("SELECT name FROM t", &[])).unwrap();
        assert_eq!(rows[0].str(0), "kept");
        second.shutdown_blocking();
    }

    #[test]
    fn what_was_made_without_care_is_opened_and_kept_with_care() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db.sqlite");
        let safe = StoreConfig::new(Database::Sqlite(path.clone()), folder.path().join("files"));
        let maker = Store::open(&StoreConfig { keeping: Keeping::Made, ..safe.clone() }).unwrap();
        maker.write_blocking(|c| c.batch("CREATE TABLE t (name TEXT)").and_then(|()| insert(c, "made"))).unwrap();
        assert_eq!(maker.read_blocking(|c| c.query_one("SELECT count(*) FROM t", &[])).unwrap().int(0), 1);
        assert!(!folder.path().join("db.sqlite-wal").exists(), "each page was written once");
        maker.shutdown_blocking();
        let keeper = Store::open(&safe).unwrap();
        keeper.write_blocking(|c| insert(c, "kept")).unwrap();
        assert!(folder.path().join("db.sqlite-wal").exists());
        assert_eq!(keeper.read_blocking(|c| c.query_one("SELECT count(*) FROM t", &[])).unwrap().int(0), 2);
        keeper.shutdown_blocking();
    }

    #[test]
    fn a_read_sees_one_moment_and_cannot_write() {
        on_both(|store| {
            store.write_blocking(|c| c.batch("CREATE TABLE t (name TEXT)")).unwrap();
            let writer = Store::clone(store);
            let counts = store.read_blocking(move |c| {
                let before = c.query_one("SELECT count(*) FROM t", &[])?.int(0);
                writer.write_blocking(|c| insert(c, "meanwhile"))?;
                Ok::<_, Fault>((before, c.query_one("SELECT count(*) FROM t", &[])?.int(0)))
            });
            assert_eq!(counts.unwrap(), (0, 0));
            assert!(store.read_blocking(|c| insert(c, "by a reader")).is_err());
            assert_eq!(store.read_blocking(|c| c.query_one("SELECT count(*) FROM t", &[])).unwrap().int(0), 1);
        });
    }

    #[test]
    fn a_panic_in_a_read_is_a_fault_and_the_reader_lives_on() {
        on_both(|store| {
            for _ in 0..10 {
                let answer = store.read_blocking(|c| c.query_one("SELECT NULL", &[]).map(|row| row.int(0)));
                assert!(answer.is_err());
            }
            assert_eq!(store.read_blocking(|c| c.query_one("SELECT 1", &[])).unwrap().int(0), 1);
        });
    }

    #[test]
    fn a_brief_read_is_as_any_other() {
        on_both_async(|store| async move {
            store.write(|c| c.batch("CREATE TABLE t (name TEXT)").and_then(|()| insert(c, "kept"))).await.unwrap();
            let count = |c: &mut Conn| Ok::<_, Fault>(c.query_one("SELECT count(*) FROM t", &[])?.int(0));
            assert_eq!(store.read_briefly(count).await.unwrap(), 1);
            assert!(store.read_briefly(|c| insert(c, "by a reader")).await.is_err());
            for _ in 0..10 {
                let panics = |c: &mut Conn| c.query_one("SELECT NULL", &[]).map(|row| row.int(0));
                assert!(store.read_briefly(panics).await.is_err());
            }
            assert_eq!(store.read_briefly(count).await.unwrap(), 1);
            store.shutdown().await;
            assert!(store.read_briefly(count).await.is_err());
        });
    }

    #[test]
    fn shutdown_finishes_what_is_queued_and_refuses_what_comes_later() {
        on_both_async(|store| async move {
            store.write(|c| c.batch("CREATE TABLE t (name TEXT)")).await.unwrap();
            let (early, stopping) = tokio::join!(store.write(|c| insert(c, "early")), store.shutdown());
            assert_eq!((early.is_ok(), stopping), (true, ()));
            assert!(store.write(|c| insert(c, "late")).await.is_err());
            assert!(store.read(|c| c.query("SELECT 1", &[])).await.is_err());
        });
    }

    #[test]
    fn a_lost_connection_is_opened_anew() {
        let Some(store) = crate::testing::postgres() else { return };
        let pid = |c: &mut Conn| Ok::<_, Fault>(c.query_one("SELECT pg_backend_pid()", &[])?.int(0));
        let writer = store.write_blocking(pid).unwrap();
        store.read_blocking(move |c| c.query("SELECT pg_terminate_backend($1)", &[writer.into()])).unwrap();
        let mut later = store.write_blocking(pid);
        if later.is_err() {
            later = store.write_blocking(pid);
        }
        assert_ne!(later.unwrap(), writer);
    }
}
