//! Which version of the read models this program makes.

use include_dir::{Dir, include_dir};
use sha2::{Digest as _, Sha256};

use super::TABLES;

/// Counts up with a change elsewhere, as in `domain`, of what follows from a history.
const ELSEWHERE: u32 = 6;

/// The definitions, each file of this folder.
static SOURCES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/kit/read_model");

/// A digest of all that decides what rows, counters and tokens follow from a matter: it differs when they may differ.
pub fn version() -> String {
    let mut hash = Sha256::new_with_prefix(ELSEWHERE.to_string());
    for table in TABLES {
        hash.update(table.name);
        hash.update(table.columns.join(","));
    }
    let mut files: Vec<_> = SOURCES.files().collect();
    files.sort_by_key(|file| file.path());
    for line in files.into_iter().filter_map(|file| file.contents_utf8()).flat_map(code) {
        hash.update(line);
    }
    let mut first = [0; 16];
    first.copy_from_slice(&hash.finalize()[..16]);
    format!("{:032x}", u128::from_be_bytes(first))
}

/// Lines that are compiled into the program, without what only sets them.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let compiled = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    compiled.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_definitions_counts() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kit/read_model");
        assert_eq!(SOURCES.files().count(), std::fs::read_dir(folder).unwrap().count());
        assert!(SOURCES.get_file("tally_rows.rs").and_then(|file| file.contents_utf8()).is_some());
    }

    #[test]
    fn comments_and_tests_change_nothing() {
        let lines = |text| code(text).collect::<Vec<_>>();
        assert_eq!(
            lines("/// Told otherwise.\nfn a() {}\n\n#[cfg(test)]\nmod tests { fn b() {} }"),
            lines("  fn a() {}\n")
        );
        assert_ne!(lines("fn a() { 1 }"), lines("fn a() { 2 }"));
    }
}
