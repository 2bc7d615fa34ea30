//! One file that holds everything: a tar archive with `manifest.json`, the database and the uploaded files, made while the store serves.
//!
//! From SQLite the database is `database.sqlite`, a snapshot; from PostgreSQL it is `tables/NAME.jsonl`, a JSON object per row. Either
//! is restored to either database.

mod dump;
mod load;

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use load::{RestoreError, Restored, SearchIndex, restore};

use crate::dialect::sqlite::Purpose;
use crate::{Database, Fault, Store, Value, migrate, pool};

const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const SNAPSHOT: &str = "database.sqlite";
const TABLES: &str = "tables";
const FILES: &str = "files";

/// How far a backup or a restore has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub done: u64,
    /// 0 while it is not known.
    pub total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Tables; from SQLite one step in all.
    Database,
    /// Files.
    Files,
}

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// The newest migration that the database had.
    migration: i64,
    content: Content,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Content {
    Sqlite,
    Tables,
}

/// Writes a backup to a new file, on the calling thread, which must not be a runtime's. What is committed while it runs may be missing
/// from it; what is in it is of one moment. The file appears under its name when it is whole and on disk.
///
/// # Errors
/// Also when `path` exists already.
pub fn to_file(store: &Store, path: &Path, mut progress: impl FnMut(Progress)) -> Result<(), Fault> {
    if path.exists() {
        return Err(Fault::new(format!("{} exists already", path.display())));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let draft = Draft(path.with_extension("part"));
    let mut archive = tar::Builder::new(BufWriter::new(File::create(&draft.0)?));
    match &store.config().database {
        Database::Sqlite(_) => snapshot(store, path, &mut archive)?,
        Database::Postgres(_) => dump::tables(&store.config().database, path, &mut archive, &mut progress)?,
    }
    progress(Progress { step: Step::Database, done: 1, total: 1 });
    // After the database: a file is on disk before the row that names it is.
    copy_files(store, &mut archive, &mut progress)?;
    let mut file = archive.into_inner()?;
    file.flush()?;
    file.get_ref().sync_all()?;
    fs::rename(&draft.0, path)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

type Archive = tar::Builder<BufWriter<File>>;

/// A file that is gone when it goes out of scope, if it is still under this name.
struct Draft(std::path::PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

fn snapshot(store: &Store, path: &Path, archive: &mut Archive) -> Result<(), Fault> {
    let copy = Draft(path.with_extension("snapshot"));
    _ = fs::remove_file(&copy.0);
    let target = copy.0.to_str().ok_or_else(|| Fault::new("the backup's path is not UTF-8"))?;
    let mut c = pool::connect(&store.config().database, Purpose::Write)?;
    // From a connection of its own: the log lets it read one moment while the writer goes on.
    c.execute("VACUUM INTO $1", &[Value::from(target)])?;
    let migration = migrate::version(&mut pool::connect(&Database::Sqlite(copy.0.clone()), Purpose::Read)?)?;
    append_manifest(archive, migration, Content::Sqlite)?;
    archive.append_path_with_name(&copy.0, SNAPSHOT)?;
    Ok(())
}

fn append_manifest(archive: &mut Archive, migration: i64, content: Content) -> Result<(), Fault> {
    let text = serde_json::to_vec_pretty(&Manifest { format: FORMAT, migration, content })?;
    append_bytes(archive, MANIFEST, &text)
}

fn append_bytes(archive: &mut Archive, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    archive.append_data(&mut header, name, bytes)?;
    Ok(())
}

fn copy_files(store: &Store, archive: &mut Archive, progress: &mut impl FnMut(Progress)) -> Result<(), Fault> {
    let mut names = Vec::new();
    for shelf in fs::read_dir(store.files().folder())? {
        let shelf = shelf?;
        if !shelf.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(shelf.path())? {
            let file = file?;
            // A draft ends in `.new`.
            if file.path().extension().is_none() {
                names.push((
                    file.path(),
                    format!("{FILES}/{}/{}", shelf.file_name().display(), file.file_name().display()),
                ));
            }
        }
    }
    names.sort();
    let total = names.len() as u64;
    for ((path, name), done) in names.into_iter().zip(1..) {
        archive.append_path_with_name(path, name)?;
        progress(Progress { step: Step::Files, done, total });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::files::{self, Keep};
    use crate::journal::{self, NewEvent};
    use crate::search::{Document, Order, Query, query_tokens, tokens};
    use crate::tally::{self, TallyKey};
    use crate::testing::{self, TestStore};
    use crate::{StoreConfig, sealed};

    const PDF: &[u8] = b"%PDF-1.7 nothing %%EOF";

    fn key() -> TallyKey {
        let [region, measure, dimension, day, value] = ["33", "opened", "", "2031-03-01", ""].map(tally::Word::from);
        TallyKey { region, measure, dimension, day, value }
    }

    fn fill(store: &Store) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let put = store.files().put(Bytes::from_static(PDF), "a.pdf", Keep::Original);
        let file = runtime.block_on(put).unwrap();
        store
            .write_blocking::<_, journal::AppendError, _>(move |c| {
                let event =
                    NewEvent { kind: "k".into(), at: 1, actor: "a".into(), data: "{\"n\": \"\\u0000李\\\\\"}".into() };
                journal::append(c, 7, 0, &[event.clone(), event])?;
                let text = sealed::SealedText {
                    id: 1,
                    stream: 7,
                    kind: "n".into(),
                    salt: "s".into(),
                    body: "换行\n\t\"引号\"".into(),
                };
                sealed::put(c, &[text])?;
                tally::add(c, &[(key(), 3)])?;
                crate::search::put(c, 7, Document::of(tokens("拖欠工资")))?;
                Ok(files::attach(c, &file, 7, 1)?)
            })
            .unwrap();
    }

    /// Everything that must be the same afterwards.
    type Content = (Vec<journal::Recorded>, Vec<sealed::KeptText>, Vec<(String, i64)>, Bytes);

    fn content(store: &Store) -> Content {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let row = store.read_blocking(|c| files::of_stream(c, 7)).unwrap().remove(0);
        let events = store.read_blocking(|c| journal::load(c, 7)).unwrap();
        assert_eq!(journal::check_chain(&events), Ok(()));
        (
            events,
            store.read_blocking(|c| sealed::of_stream(c, 7)).unwrap(),
            store.read_blocking(|c| tally::sums(c, "33", "opened", "", "2031-01-01", "2031-12-31")).unwrap(),
            runtime.block_on(store.files().get(&row.file.sha256)).unwrap(),
        )
    }

    fn found(store: &Store) -> Vec<i64> {
        let query = Query { all: query_tokens("工资"), before: None, limit: 9, order: Order::Newest };
        store.read_blocking(move |c| crate::search::find(c, &query)).unwrap()
    }

    fn appended(store: &Store) -> i64 {
        let event = NewEvent { kind: "k".into(), at: 1, actor: "a".into(), data: "{}".into() };
        store.write_blocking(move |c| journal::append(c, 7, 2, &[event])).unwrap()[0].seq
    }

    /// Backs `from` up and restores it in place of the empty `to`.
    fn carry(from: &TestStore, to: &StoreConfig) -> Result<Restored, RestoreError> {
        let path = from.folder().join("all.concord");
        let mut steps = Vec::new();
        to_file(from, &path, |progress| steps.push(progress.step)).unwrap();
        assert!(steps.contains(&Step::Database) && steps.contains(&Step::Files));
        assert!(to_file(from, &path, |_| ()).is_err(), "a backup is never written over");
        restore(&path, to, |_| ())
    }

    #[test]
    fn a_backup_restores_everything_to_either_database() {
        for from in testing::stores() {
            fill(&from);
            for target in testing::empty_targets() {
                let restored = carry(&from, target.config()).unwrap();
                fs::remove_file(from.folder().join("all.concord")).unwrap();
                let to = Store::open(target.config()).unwrap();
                assert_eq!(content(&to), content(&from));
                match restored.search {
                    SearchIndex::Restored => assert_eq!(found(&to), [7]),
                    SearchIndex::Rebuild => assert_ne!(from.dialect(), to.dialect()),
                }
                assert_eq!(restored.files, 1);
                assert!(appended(&to) > 2, "the journal goes on after its last event");
                to.shutdown_blocking();
            }
        }
    }

    #[test]
    fn a_target_that_is_not_empty_is_refused_and_kept() {
        for from in testing::stores() {
            fill(&from);
            let answer = carry(&from, from.config());
            assert!(matches!(answer, Err(RestoreError::NotEmpty)), "{answer:?}");
            assert_eq!(found(&from), [7]);
        }
    }

    #[test]
    fn what_is_no_backup_is_refused_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not.concord");
        fs::write(&path, vec![b'x'; 4096]).unwrap();
        let config =
            StoreConfig::new(Database::Sqlite(folder.path().join("new/db.sqlite")), folder.path().join("new/files"));
        assert!(matches!(restore(&path, &config, |_| ()), Err(RestoreError::NotABackup(_))));
        assert!(!folder.path().join("new/db.sqlite").exists());
    }
}
