//! Reading an export of another register: a file becomes a `Source` of rows, whatever its format and encoding.

mod encoding;
mod json;
mod sheet;
mod table;

use std::{
    borrow::Cow,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

pub use encoding::{detect, named};

use super::Message;

/// Longest record that is taken for one row, in bytes. An unclosed quote would otherwise swallow the rest of a file.
pub const RECORD_BYTES_MAX: usize = 1 << 20;
/// Rows that are looked at to know a file's columns.
pub const SAMPLE_ROWS: usize = 200;

/// One record of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file where the record begins, from 1; the row number in a workbook.
    pub line: u64,
    /// Column name and text of each cell, trimmed, in the file's order.
    pub fields: Vec<(Arc<str>, String)>,
    /// What makes the record unfit to be taken.
    pub damage: Option<Damage>,
}

impl Row {
    /// Text of a column; `a.b` reaches into the object that a JSON export keeps in column `a`.
    pub fn get(&self, column: &str) -> Option<Cow<'_, str>> {
        if let Some((_, text)) = self.fields.iter().find(|(name, _)| **name == *column) {
            return Some(Cow::Borrowed(text));
        }
        json::inside(self, column).map(Cow::Owned)
    }

    /// True when every cell is blank.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|(_, text)| text.is_empty())
    }
}

/// Why a record cannot be taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// A separator or line break inside an unquoted cell, most likely.
    FieldCount { expected: usize, found: usize },
    /// Bytes that are no characters in the file's encoding.
    Characters { column: String },
    /// Longer than [`RECORD_BYTES_MAX`].
    TooLong,
    /// Not one JSON object.
    Json { reason: String },
}

impl Damage {
    /// What to tell a person.
    pub fn message(&self) -> Message {
        match self {
            Self::FieldCount { expected, found } => Message::new("import-damage-field-count")
                .with("expected", expected.to_string())
                .with("found", found.to_string()),
            Self::Characters { column } => Message::new("import-damage-characters").with("column", column),
            Self::TooLong => Message::new("import-damage-too-long").with("kib", (RECORD_BYTES_MAX / 1024).to_string()),
            Self::Json { reason } => Message::new("import-damage-json").with("reason", reason),
        }
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: {reason}")]
    Workbook { path: PathBuf, reason: String },
    #[error("{path}:{line}: {reason}")]
    Json { path: PathBuf, line: u64, reason: String },
    #[error("{path}: a web page, not a table")]
    Markup { path: PathBuf },
    #[error("{path}: no rows")]
    Empty { path: PathBuf },
    #[error("{path}: no encoding named {name}")]
    Encoding { path: PathBuf, name: String },
    #[error("{path}: no sheet named {name}")]
    NoSheet { path: PathBuf, name: String, sheets: Vec<String> },
}

impl ReadError {
    /// What to tell a person.
    pub fn message(&self) -> Message {
        let (key, path) = match self {
            Self::Io { path, .. } => ("import-read-io", path),
            Self::Workbook { path, .. } => ("import-read-workbook", path),
            Self::Json { path, .. } => ("import-read-json", path),
            Self::Markup { path } => ("import-read-markup", path),
            Self::Empty { path } => ("import-read-empty", path),
            Self::Encoding { path, .. } => ("import-read-encoding", path),
            Self::NoSheet { path, .. } => ("import-read-no-sheet", path),
        };
        let message = Message::new(key).with("file", path.display().to_string());
        match self {
            Self::Io { source, .. } => message.with("reason", source.to_string()),
            Self::Workbook { reason, .. } => message.with("reason", reason),
            Self::Json { line, reason, .. } => message.with("line", line.to_string()).with("reason", reason),
            Self::Encoding { name, .. } => message.with("name", name),
            Self::NoSheet { name, sheets, .. } => message.with("name", name).with("sheets", sheets.join(", ")),
            Self::Markup { .. } | Self::Empty { .. } => message,
        }
    }
}

/// What a person may say about a file when it is not recognised rightly; all of it may stay silent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Label of an encoding, such as `gb18030`.
    pub encoding: Option<String>,
    /// Separator of a text table.
    pub delimiter: Option<u8>,
    /// Name of the sheet of a workbook; the first one with rows otherwise.
    pub sheet: Option<String>,
    /// Line of the column names, from 1; the first with two filled cells otherwise.
    pub header_line: Option<u64>,
}

/// What kind of file it turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Table { delimiter: u8 },
    Workbook,
    JsonLines,
    JsonArray,
}

impl Format {
    /// Name as shown to people and kept in figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table { delimiter: b'\t' } => "TSV",
            Self::Table { .. } => "CSV",
            Self::Workbook => "XLSX",
            Self::JsonLines => "JSONL",
            Self::JsonArray => "JSON",
        }
    }
}

type Rows = Box<dyn Iterator<Item = Result<Row, ReadError>> + Send>;

/// An open file: its columns, and its rows as they are read.
pub struct Source {
    pub format: Format,
    /// Name of the character encoding; `UTF-8` for workbooks.
    pub encoding: &'static str,
    /// Column names in the file's order, made unique.
    pub columns: Vec<Arc<str>>,
    /// Size of the file in bytes.
    pub size: u64,
    read: Arc<AtomicU64>,
    rows: Rows,
}

impl Source {
    /// Opens a file and reads its columns.
    ///
    /// # Errors
    /// [`ReadError`] when it cannot be read, holds no rows or is not of a known kind.
    pub fn open(path: &Path, hints: &Hints) -> Result<Self, ReadError> {
        let io = |source| ReadError::Io { path: path.to_owned(), source };
        let size = std::fs::metadata(path).map_err(io)?.len();
        let read = Arc::new(AtomicU64::new(0));
        let mut magic = Vec::new();
        File::open(path).map_err(io)?.take(8).read_to_end(&mut magic).map_err(io)?;
        if magic.starts_with(b"PK\x03\x04") || magic.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            let (columns, rows) = sheet::open(path, hints, size, Arc::clone(&read))?;
            return Ok(Self { format: Format::Workbook, encoding: "UTF-8", columns, size, read, rows });
        }
        let encoding = match &hints.encoding {
            Some(name) => encoding::named(name)
                .ok_or_else(|| ReadError::Encoding { path: path.to_owned(), name: name.clone() })?,
            None => detect(File::open(path).map_err(io)?).map_err(io)?,
        };
        let text = |counter: &Arc<AtomicU64>| -> Result<_, ReadError> {
            let file = File::open(path).map_err(io)?;
            Ok(encoding::Decoded::new(file, encoding, Arc::clone(counter)))
        };
        let look = || text(&Arc::default());
        let format = text_format(path, look()?, hints)?;
        let (columns, rows) = match format {
            Format::Table { delimiter } => table::open(path, text(&read)?, delimiter, hints)?,
            Format::JsonLines => (json::columns(json::lines(path, look()?))?, json::lines(path, text(&read)?)),
            Format::JsonArray => (json::columns(json::array(path, look()?))?, json::array(path, text(&read)?)),
            Format::Workbook => return Err(ReadError::Empty { path: path.to_owned() }),
        };
        if columns.is_empty() {
            return Err(ReadError::Empty { path: path.to_owned() });
        }
        Ok(Self { format, encoding: encoding.name(), columns, size, read, rows })
    }

    /// Bytes read so far, for progress; a little ahead of the row last given.
    pub fn position(&self) -> u64 {
        self.read.load(Ordering::Relaxed).min(self.size)
    }
}

impl Iterator for Source {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = match self.rows.next()? {
            Ok(row) => row,
            Err(error) => return Some(Err(error)),
        };
        if row.damage.is_none() {
            row.damage = broken_characters(&mut row.fields);
        }
        Some(Ok(row))
    }
}

/// Tells tables and JSON apart by the first character, and finds a table's separator.
fn text_format(path: &Path, text: impl Read, hints: &Hints) -> Result<Format, ReadError> {
    let mut head = Vec::new();
    text.take(64 * 1024).read_to_end(&mut head).map_err(|source| ReadError::Io { path: path.to_owned(), source })?;
    let head = String::from_utf8_lossy(&head);
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let said_table = hints.delimiter.is_some() || matches!(extension.as_str(), "csv" | "tsv");
    match head.trim_start().chars().next() {
        None => Err(ReadError::Empty { path: path.to_owned() }),
        Some('[') if !said_table => Ok(Format::JsonArray),
        Some('{') if !said_table => Ok(Format::JsonLines),
        Some('<') if !said_table || head.trim_start().to_ascii_lowercase().starts_with("<html") => {
            Err(ReadError::Markup { path: path.to_owned() })
        }
        Some(_) => Ok(Format::Table { delimiter: hints.delimiter.unwrap_or_else(|| table::sniff(&head)) }),
    }
}

/// Other systems cut texts at a number of bytes and leave half a character at the end: that is dropped. Anywhere else it is damage.
fn broken_characters(fields: &mut [(Arc<str>, String)]) -> Option<Damage> {
    for (column, text) in fields {
        let Some(at) = text.find(char::REPLACEMENT_CHARACTER) else { continue };
        if text[at..].chars().all(|c| c == char::REPLACEMENT_CHARACTER) {
            text.truncate(at);
        } else {
            return Some(Damage::Characters { column: column.to_string() });
        }
    }
    None
}

/// Column names made usable: trimmed, line breaks folded, blanks and doubles numbered.
fn unique_columns<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Arc<str>> {
    let mut columns: Vec<Arc<str>> = Vec::new();
    for (index, name) in names.enumerate() {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = if name.is_empty() { format!("#{}", index + 1) } else { name };
        let mut unique = name.clone();
        let mut nth = 2;
        while columns.iter().any(|c| **c == *unique) {
            unique = format!("{name} ({nth})");
            nth += 1;
        }
        columns.push(unique.into());
    }
    columns
}

#[cfg(test)]
mod tests;
