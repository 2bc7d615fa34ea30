//! The first step of an import: a guessed mapping file, put beside the export for a person to correct.

use std::path::{Path, PathBuf};

use super::{
    Message, filing,
    guess::Guess,
    message::sayer,
    outcome::ImportError,
    read::{Hints, Row, SAMPLE_ROWS, Source},
    rejects::beside,
};
use crate::kit::{desk::Desk, messages::Lang};

/// What was guessed and where it stands.
#[derive(Debug)]
pub struct Offer {
    pub mapping_file: PathBuf,
    /// For a terminal: what was found, the guess with three rows beside it, what is not taken over, and what to do next.
    pub text: String,
}

/// Where the mapping of a file is put: `cases.csv` → `cases.csv.mapping.toml`.
pub fn mapping_file(file: &Path) -> PathBuf {
    beside(file, "mapping.toml")
}

/// Guesses the mapping of a file and writes it beside the file. What a person has corrected there is never overwritten.
///
/// # Errors
/// [`ImportError::Read`], or [`ImportError::Io`] when the mapping file cannot be written.
pub fn offer(desk: &Desk, file: &Path, lang: Lang) -> Result<Offer, ImportError> {
    let say = sayer(desk.templates.messages(), lang);
    let known = filing::known(desk);
    let mut source = Source::open(file, &Hints::default())?;
    let rows: Vec<Row> = source.by_ref().take(SAMPLE_ROWS).collect::<Result<_, _>>()?;
    let guess = Guess::make(&source.columns, &rows, &known);
    let mapping_file = mapping_file(file);
    let is_new = !mapping_file.exists();
    if is_new {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = guess.mapping_text(&name, &known, &say);
        std::fs::write(&mapping_file, text).map_err(|source| ImportError::Io { path: mapping_file.clone(), source })?;
    }
    let shown = |path: &Path| path.display().to_string();
    let head = Message::new("import-offer-head")
        .with("file", shown(file))
        .with("format", source.format.name())
        .with("encoding", source.encoding)
        .with("columns", source.columns.len().to_string())
        .with("rows", rows.len().to_string());
    let next = Message::new(if is_new { "import-offer-next" } else { "import-offer-kept" })
        .with("mapping", shown(&mapping_file))
        .with("command", format!("concord import {} --mapping {} --dry-run", quoted(file), quoted(&mapping_file)));
    let unused = guess.unused.iter().map(|u| format!("  {}: {}", u.column, say(&Message::new(u.why.clone()))));
    let unused: Vec<String> = unused.collect();
    let mut parts = vec![say(&head), guess.table(&rows, &say)];
    if !unused.is_empty() {
        parts.push(format!("{}\n{}", say(&Message::new("import-file-unused")), unused.join("\n")));
    }
    parts.push(say(&next));
    Ok(Offer { mapping_file, text: parts.join("\n\n") })
}

/// As a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if path.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_')) {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
