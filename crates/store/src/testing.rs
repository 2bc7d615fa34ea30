//! Throw-away stores on real databases, for tests here and in other crates (feature `testing`).

use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::dialect::sqlite::Purpose;
use crate::{Database, Store, StoreConfig, pool};

/// A store that is gone, with its folder or schema, when it is dropped.
pub struct TestStore {
    store: Store,
    folder: tempfile::TempDir,
    schema: Option<(String, String)>,
}

impl TestStore {
    /// A folder that lives as long as the store: `db.sqlite` and `files` are in it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        let (store, schema) = (self.store.clone(), self.schema.take());
        // On a thread of its own: a test may be inside a runtime, where blocking calls are not allowed.
        let cleaning = std::thread::spawn(move || {
            store.shutdown_blocking();
            drop_schema(schema);
        });
        _ = cleaning.join();
    }
}

/// A store on a new SQLite file.
pub fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = StoreConfig::new(Database::Sqlite(folder.path().join("db.sqlite")), folder.path().join("files"));
    TestStore { store: Store::open(&config).expect("a new SQLite store"), folder, schema: None }
}

/// A store in a new schema of the database named by TEST_DATABASE_URL, if that is set.
pub fn postgres() -> Option<TestStore> {
    let (url, base, schema) = postgres_schema()?;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = StoreConfig::new(Database::Postgres(url), folder.path().join("files"));
    let store =
        std::thread::spawn(move || Store::open(&config)).join().expect("no panic").expect("a new PostgreSQL store");
    Some(TestStore { store, folder, schema: Some((base, schema)) })
}

/// `(URL of a new, empty schema, URL of the server, the schema's name)`.
#[expect(clippy::disallowed_methods, reason = "where the test server is can only be told from outside")]
fn postgres_schema() -> Option<(String, String, String)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let base = std::env::var("TEST_DATABASE_URL").ok()?;
    let schema = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let (server, create) = (base.clone(), format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"));
    std::thread::spawn(move || pool::connect(&Database::Postgres(server), Purpose::Write)?.batch(&create))
        .join()
        .expect("no panic")
        .expect("a new schema");
    let mark = if base.contains('?') { '&' } else { '?' };
    Some((format!("{base}{mark}options=-c%20search_path%3D{schema}"), base, schema))
}

/// A place where a store can be made.
pub struct Target {
    config: StoreConfig,
    _folder: tempfile::TempDir,
    schema: Option<(String, String)>,
}

impl Target {
    pub fn config(&self) -> &StoreConfig {
        &self.config
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        drop_schema(self.schema.take());
    }
}

/// An empty place on SQLite, and one on PostgreSQL when TEST_DATABASE_URL is set.
pub fn empty_targets() -> Vec<Target> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = StoreConfig::new(Database::Sqlite(folder.path().join("db.sqlite")), folder.path().join("files"));
    let mut targets = vec![Target { config, _folder: folder, schema: None }];
    if let Some((url, base, schema)) = postgres_schema() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = StoreConfig::new(Database::Postgres(url), folder.path().join("files"));
        targets.push(Target { config, _folder: folder, schema: Some((base, schema)) });
    }
    targets
}

fn drop_schema(schema: Option<(String, String)>) {
    if let Some((url, schema)) = schema
        && let Ok(mut c) = pool::connect(&Database::Postgres(url), Purpose::Write)
    {
        _ = c.batch(&format!("DROP SCHEMA {schema} CASCADE"));
    }
}

/// SQLite always, PostgreSQL when TEST_DATABASE_URL is set.
pub fn stores() -> Vec<TestStore> {
    std::iter::once(sqlite()).chain(postgres()).collect()
}

/// Runs a test on each database.
pub fn on_both(test: impl Fn(&TestStore)) {
    stores().iter().for_each(test);
}

/// Runs an asynchronous test on each database.
pub fn on_both_async<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for store in stores() {
        runtime.block_on(test(store.store.clone()));
    }
}
