use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value as Json};

use super::dump::table_names;
use super::{Content, FILES, FORMAT, MANIFEST, Manifest, Progress, SNAPSHOT, Step, TABLES};
use crate::dialect::sqlite::Purpose;
use crate::{Conn, Database, Dialect, Fault, Params, StoreConfig, Value, hex, migrate, pool};

/// Rows in one statement.
const CHUNK: usize = 1000;

/// What was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    pub files: u64,
    pub search: SearchIndex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchIndex {
    Restored,
    /// The other database's index cannot be carried over: it is empty until it is rebuilt.
    Rebuild,
}

#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The target holds a database or files already, which are left as they are.
    #[error("the target is not empty")]
    NotEmpty,
    /// Not an archive of ours, or cut short.
    #[error("not a backup: {0}")]
    NotABackup(String),
    /// Made by a newer program.
    #[error("the backup was made by a newer program")]
    Newer,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<io::Error> for RestoreError {
    fn from(error: io::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// Restores a backup to an empty target, on the calling thread, which must not be a runtime's. Afterwards the store can be opened.
pub fn restore(
    path: &Path,
    config: &StoreConfig,
    mut progress: impl FnMut(Progress),
) -> Result<Restored, RestoreError> {
    refuse_unless_empty(config)?;
    fs::create_dir_all(&config.files)?;
    // Beside the final places, so that moving costs nothing.
    let staging = Staging::create(config.files.with_extension("restoring"))?;
    let (manifest, files) = unpack(path, &staging.0, &mut progress)?;
    let snapshot = staging.0.join(SNAPSHOT);
    let search = match (&config.database, manifest.content) {
        (Database::Sqlite(target), Content::Sqlite) => {
            create_parent(target)?;
            File::open(&snapshot)?.sync_all()?;
            // A copy, not a move: the folders may be on different disks.
            if fs::rename(&snapshot, target).is_err() {
                fs::copy(&snapshot, target)?;
                File::open(target)?.sync_all()?;
            }
            SearchIndex::Restored
        }
        (target, content) => {
            if let Database::Sqlite(target) = target {
                create_parent(target)?;
            }
            let mut to = pool::connect(target, Purpose::Write)?;
            let source = match content {
                Content::Sqlite => Source::Snapshot(pool::connect(&Database::Sqlite(snapshot), Purpose::Read)?),
                Content::Tables => Source::Lines(staging.0.join(TABLES)),
            };
            copy_tables(&mut to, source, manifest.migration, &mut progress)?
        }
    };
    place_files(&staging.0.join(FILES), &config.files)?;
    Ok(Restored { files, search })
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn refuse_unless_empty(config: &StoreConfig) -> Result<(), RestoreError> {
    let occupied = match &config.database {
        Database::Sqlite(path) => path.exists(),
        Database::Postgres(_) => {
            let mut c = pool::connect(&config.database, Purpose::Read)?;
            c.query_one("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()", &[])?.int(0) > 0
        }
    };
    let has_files = config.files.exists() && fs::read_dir(&config.files)?.next().is_some();
    if occupied || has_files { Err(RestoreError::NotEmpty) } else { Ok(()) }
}

/// A folder that is gone in the end.
struct Staging(PathBuf);

impl Staging {
    fn create(path: PathBuf) -> io::Result<Self> {
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// Unpacks all and checks that each uploaded file is what its name says; how many there are.
fn unpack(path: &Path, folder: &Path, progress: &mut impl FnMut(Progress)) -> Result<(Manifest, u64), RestoreError> {
    let broken = |error: io::Error| RestoreError::NotABackup(error.to_string());
    let mut archive = tar::Archive::new(BufReader::new(File::open(path)?));
    let mut files = 0;
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = entry.path().map_err(broken)?.into_owned();
        if !name.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(RestoreError::NotABackup(format!("{} leads elsewhere", name.display())));
        }
        let target = folder.join(&name);
        create_parent(&target)?;
        entry.unpack(&target).map_err(broken)?;
        if name.starts_with(FILES) {
            check_file(&target, &name)?;
            files += 1;
            progress(Progress { step: Step::Files, done: files, total: 0 });
        }
    }
    let manifest = fs::read(folder.join(MANIFEST)).map_err(broken)?;
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|e| RestoreError::NotABackup(e.to_string()))?;
    if manifest.format > FORMAT || manifest.migration > migrate::newest()? {
        return Err(RestoreError::Newer);
    }
    Ok((manifest, files))
}

fn check_file(path: &Path, name: &Path) -> Result<(), RestoreError> {
    use sha2::{Digest as _, Sha256};
    let wanted: String = name.components().skip(1).map(|part| part.as_os_str().to_string_lossy()).collect();
    if hex(&Sha256::digest(fs::read(path)?)) == wanted {
        return Ok(());
    }
    Err(RestoreError::NotABackup(format!("{} was changed", name.display())))
}

fn place_files(from: &Path, to: &Path) -> Result<(), RestoreError> {
    if !from.exists() {
        return Ok(());
    }
    for shelf in fs::read_dir(from)? {
        let shelf = shelf?;
        for file in fs::read_dir(shelf.path())? {
            File::open(file?.path())?.sync_all()?;
        }
        fs::rename(shelf.path(), to.join(shelf.file_name()))?;
    }
    File::open(to)?.sync_all()?;
    Ok(())
}

/// Where rows come from.
enum Source {
    Snapshot(Conn),
    /// A folder of `NAME.jsonl`.
    Lines(PathBuf),
}

/// Brings an empty database to the backup's migration and fills its tables, in one transaction.
fn copy_tables(
    to: &mut Conn,
    mut source: Source,
    migration: i64,
    progress: &mut impl FnMut(Progress),
) -> Result<SearchIndex, RestoreError> {
    if to.dialect() == Dialect::Sqlite {
        // Rows come table by table; the backup's own database has checked what refers to what.
        to.batch("PRAGMA foreign_keys = OFF")?;
    }
    to.begin_write()?;
    migrate::run(to, migration)?;
    let names = target_tables(to)?;
    let total = names.len() as u64;
    let mut search = SearchIndex::Rebuild;
    for (name, done) in names.iter().zip(1..) {
        if name == "search" && matches!(source, Source::Lines(_)) {
            search = SearchIndex::Restored;
        }
        to.batch(&format!("DELETE FROM {name}"))?;
        each_chunk(&mut source, name, &mut |rows| insert(to, name, rows))?;
        progress(Progress { step: Step::Database, done, total });
    }
    if to.dialect() == Dialect::Postgres {
        advance_counters(to)?;
    }
    to.commit()?;
    Ok(search)
}

/// Tables to fill. SQLite's search index and its inner tables cannot be written row by row.
fn target_tables(c: &mut Conn) -> Result<Vec<String>, Fault> {
    if c.dialect() == Dialect::Postgres {
        return table_names(c);
    }
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN
        ('migration', 'search', 'search_data', 'search_idx', 'search_content', 'search_docsize', 'search_config')";
    Ok(c.query(sql, &[])?.iter().map(|row| row.text(0)).collect())
}

type Rows = Vec<Map<String, Json>>;

fn each_chunk(source: &mut Source, table: &str, take: &mut impl FnMut(Rows) -> Result<(), Fault>) -> Result<(), Fault> {
    match source {
        Source::Lines(folder) => {
            let path = folder.join(format!("{table}.jsonl"));
            if !path.exists() {
                return Ok(());
            }
            let mut rows = Rows::new();
            for line in BufReader::new(File::open(path)?).lines() {
                rows.push(serde_json::from_str(&line?)?);
                if rows.len() == CHUNK {
                    take(std::mem::take(&mut rows))?;
                }
            }
            take(rows)
        }
        Source::Snapshot(c) => snapshot_chunks(c, table, take),
    }
}

/// Pages through a table in the order of its key.
fn snapshot_chunks(c: &mut Conn, table: &str, take: &mut impl FnMut(Rows) -> Result<(), Fault>) -> Result<(), Fault> {
    // The full-text index is a table of another shape there.
    if table == "search" {
        return Ok(());
    }
    let columns = columns(c, table)?;
    let names = columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut offset = 0_i64;
    let keys: Vec<&str> = columns.iter().filter(|column| column.is_key).map(|column| column.name.as_str()).collect();
    let key = if keys.is_empty() { "rowid".to_owned() } else { keys.join(", ") };
    // Row values compare the whole key, so that each page begins where the last one ended without counting rows before it.
    let mut last: Option<Vec<Value>> = None;
    loop {
        let mut params = Params::default();
        let filter = match &last {
            Some(values) if !keys.is_empty() => format!("WHERE ({key}) > ({})", params.put_all(values.iter().cloned())),
            _ => String::new(),
        };
        let limit = params.put(CHUNK as i64);
        let skip = params.put(if keys.is_empty() { offset } else { 0 });
        let sql = format!("SELECT {names} FROM {table} {filter} ORDER BY {key} LIMIT {limit} OFFSET {skip}");
        let rows = c.query(&sql, &params)?;
        let count = rows.len();
        last = rows.last().map(|row| {
            columns.iter().zip(&row.0).filter(|(column, _)| column.is_key).map(|(_, value)| value.clone()).collect()
        });
        let name = |i: usize| columns[i].name.clone();
        take(
            rows.into_iter()
                .map(|row| row.0.into_iter().enumerate().map(|(i, v)| (name(i), to_json(v))).collect())
                .collect(),
        )?;
        if count < CHUNK {
            return Ok(());
        }
        offset += CHUNK as i64;
    }
}

struct Column {
    name: String,
    is_key: bool,
    is_bytes: bool,
}

/// Columns of a SQLite table.
fn columns(c: &mut Conn, table: &str) -> Result<Vec<Column>, Fault> {
    let rows = c.query("SELECT name, pk, type FROM pragma_table_info($1)", &[table.into()])?;
    let column =
        |row: &crate::Row| Column { name: row.text(0), is_key: row.int(1) > 0, is_bytes: row.str(2) == "BLOB" };
    Ok(rows.iter().map(column).collect())
}

fn insert(c: &mut Conn, table: &str, rows: Rows) -> Result<(), Fault> {
    if rows.is_empty() {
        return Ok(());
    }
    match c.dialect() {
        // The server turns each field into its column's type.
        Dialect::Postgres => {
            let sql = format!(
                "INSERT INTO {table} SELECT * FROM json_populate_recordset(CAST(NULL AS {table}), CAST($1 AS JSON))"
            );
            c.execute(&sql, &[serde_json::to_string(&rows)?.into()]).map(drop)
        }
        Dialect::Sqlite => {
            let columns = columns(c, table)?;
            let bytes: HashMap<&str, bool> =
                columns.iter().map(|column| (column.name.as_str(), column.is_bytes)).collect();
            for row in rows {
                let names: Vec<&str> = row.keys().map(String::as_str).filter(|name| bytes.contains_key(name)).collect();
                let values: Vec<Value> =
                    names.iter().map(|name| from_json(&row[*name], bytes[name])).collect::<Result<_, _>>()?;
                c.insert_many(&format!("INSERT INTO {table} ({})", names.join(", ")), &[values], "")?;
            }
            Ok(())
        }
    }
}

fn to_json(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(n) => n.into(),
        Value::Real(n) => n.into(),
        Value::Text(text) => text.into(),
        Value::Bytes(bytes) => format!("\\x{}", hex(&bytes)).into(),
    }
}

fn from_json(value: &Json, is_bytes: bool) -> Result<Value, Fault> {
    Ok(match value {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Int((*yes).into()),
        Json::Number(n) => n.as_i64().map_or_else(|| Value::Real(n.as_f64().unwrap_or_default()), Value::Int),
        Json::String(text) if is_bytes => Value::Bytes(unhex(text)?),
        Json::String(text) => Value::Text(text.clone()),
        other => Value::Text(other.to_string()),
    })
}

fn unhex(text: &str) -> Result<Vec<u8>, Fault> {
    let digits = text.strip_prefix("\\x").unwrap_or(text).as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect::<Option<_>>().ok_or_else(|| Fault::new("bytes are not in hexadecimal digits"))
}

/// Lets keys that the database counts go on after the restored ones.
fn advance_counters(c: &mut Conn) -> Result<(), Fault> {
    let identities = c.query(
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
         WHERE table_schema = current_schema() AND is_identity = 'YES'",
        &[],
    )?;
    for row in identities {
        let (table, column) = (row.str(0), row.str(1));
        c.query(
            &format!(
                "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), COALESCE(max({column}), 0) + 1, false) FROM {table}"
            ),
            &[],
        )?;
    }
    Ok(())
}
