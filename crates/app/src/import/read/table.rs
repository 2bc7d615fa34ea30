//! Text tables: CSV, TSV and their kin.

use std::{collections::HashMap, io::Read, path::Path, sync::Arc};

use csv::{ReaderBuilder, StringRecord};

use super::{Damage, Hints, RECORD_BYTES_MAX, ReadError, Row, Rows, unique_columns};

/// Separators in use; the first wins a tie.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Lines that may stand above the column names, such as a title.
const HEADER_WITHIN: usize = 10;

/// The separator that cuts the beginning of a file into the most even rows.
pub fn sniff(head: &str) -> u8 {
    let evenness = |delimiter: u8| {
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(head.as_bytes());
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for record in reader.records().take(30).flatten() {
            *widths.entry(record.len()).or_default() += 1;
        }
        let (width, rows) = widths.iter().map(|(w, n)| (*w, *n)).max_by_key(|(w, n)| (*n, *w)).unwrap_or((1, 0));
        if width < 2 { 0 } else { rows * 100 + width.min(99) }
    };
    let mut best = (0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let score = evenness(delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Reads the column names and gives the rows below them.
pub fn open(
    path: &Path,
    text: impl Read + Send + 'static,
    delimiter: u8,
    hints: &Hints,
) -> Result<(Vec<Arc<str>>, Rows), ReadError> {
    let mut records = records(path, text, delimiter);
    let mut above = Vec::new();
    let mut header = None;
    for record in records.by_ref() {
        let (line, record) = record?;
        let is_header = hints.header_line.map_or(filled(&record) > 1, |wanted| line >= wanted);
        if is_header {
            header = Some(record);
            break;
        }
        above.push((line, record));
        if hints.header_line.is_none() && above.len() >= HEADER_WITHIN {
            break;
        }
    }
    // Only one column all the way: its first line is the name, and the rest of what was read are rows.
    let (header, early) = match header {
        Some(header) => (header, Vec::new()),
        None => {
            let first = above.iter().position(|(_, r)| filled(r) > 0);
            let at = first.ok_or_else(|| ReadError::Empty { path: path.to_owned() })?;
            let early = above.split_off(at + 1);
            (above.swap_remove(at).1, early)
        }
    };
    let columns = unique_columns(header.iter());
    let names = columns.clone();
    let rows = early.into_iter().map(Ok).chain(records).filter_map(move |record| match record {
        Ok((line, record)) => Some(row(&names, line, &record)).filter(|r| !r.is_blank()).map(Ok),
        Err(error) => Some(Err(error)),
    });
    Ok((columns, Box::new(rows)))
}

/// Records with the line on which each begins.
fn records(
    path: &Path,
    text: impl Read + Send + 'static,
    delimiter: u8,
) -> impl Iterator<Item = Result<(u64, StringRecord), ReadError>> + Send + 'static {
    let path = path.to_owned();
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
    std::iter::from_fn(move || {
        let mut record = StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(false) => None,
            Ok(true) => {
                // The reader now stands on the line after the record; the position it notes for the record counts blank lines above as part of it.
                let inside = record.as_slice().bytes().filter(|b| *b == b'\n').count() as u64;
                Some(Ok((reader.position().line().saturating_sub(1 + inside), record)))
            }
            Err(error) => Some(Err(ReadError::Io { path: path.clone(), source: error.into() })),
        }
    })
}

fn filled(record: &StringRecord) -> usize {
    record.iter().filter(|cell| !cell.trim().is_empty()).count()
}

fn row(columns: &[Arc<str>], line: u64, record: &StringRecord) -> Row {
    // Blank cells at the end count up to the width of the table and not beyond.
    let filled_to =
        record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last().map_or(0, |(i, _)| i + 1);
    let found = filled_to.max(record.len().min(columns.len()));
    let fields = (0..found.max(columns.len()))
        .map(|i| {
            let name = columns.get(i).cloned().unwrap_or_else(|| format!("#{}", i + 1).into());
            (name, record.get(i).unwrap_or_default().trim().to_owned())
        })
        .collect();
    let damage = if record.as_slice().len() > RECORD_BYTES_MAX {
        Some(Damage::TooLong)
    } else if found != columns.len() {
        Some(Damage::FieldCount { expected: columns.len(), found })
    } else {
        None
    };
    Row { line, fields, damage }
}
