//! Rules of the repository that neither the compiler nor clippy checks. CONTRIBUTING.md lists them with their reasons.

mod files;
mod lexer;
mod rust;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// One broken rule at one place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Relative to the root of the repository.
    pub path: String,
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    pub what: String,
}

impl Complaint {
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.into(), line, what: what.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.what),
            line => write!(f, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// A text file of the repository.
pub struct Source {
    /// Relative to the root, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    /// What stands after the last dot of the path.
    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// Checks the repository under `root`; the complaints come in the order of paths and lines.
///
/// # Errors
/// When a file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Complaint>> {
    let mut sources = Vec::new();
    for folder in ["crates", "xtask", "docs", "migrations", "ui/src"] {
        collect(root, &root.join(folder), &mut sources)?;
    }
    let slices = files::slices(&sources);
    let mut found = files::check(&sources, &slices);
    for source in sources.iter().filter(|source| source.extension() == "rs") {
        rust::check(source, &slices, &mut found);
    }
    found.sort();
    Ok(found)
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            if !entry.ends_with("target") {
                collect(root, &entry, sources)?;
            }
        } else if let Some("rs" | "html" | "ftl" | "md" | "sql" | "css") = entry.extension().and_then(|e| e.to_str()) {
            let text = fs::read_to_string(&entry).with_context(|| entry.display().to_string())?;
            let path = entry.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_read_and_finds_its_own_source() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut sources = Vec::new();
        collect(root, &root.join("xtask"), &mut sources).unwrap();
        assert!(sources.iter().any(|s| s.path == "xtask/src/tidy/mod.rs"));
    }
}
