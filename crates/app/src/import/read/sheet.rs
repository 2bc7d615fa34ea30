//! Workbooks: XLSX, XLS, ODS. The sheet is held in memory: these formats have no more than a million rows.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use calamine::{Data, ExcelDateTime, Range, Reader, open_workbook_auto_from_rs};

use super::{Hints, ReadError, Row, Rows, unique_columns};

/// Largest number that a floating-point cell holds to the unit; longer identifiers must be text cells.
const EXACT_INTEGER_MAX: f64 = 9_007_199_254_740_992.0;

pub fn open(path: &Path, hints: &Hints, size: u64, read: Arc<AtomicU64>) -> Result<(Vec<Arc<str>>, Rows), ReadError> {
    let range = sheet(path, hints)?;
    let first_line = u64::from(range.start().map_or(0, |(row, _)| row)) + 1;
    let filled = |row: &[Data]| row.iter().filter(|cell| !text(cell).is_empty()).count();
    let at = range
        .rows()
        .enumerate()
        .position(|(i, row)| match hints.header_line {
            Some(wanted) => first_line + i as u64 >= wanted,
            None => filled(row) > 1,
        })
        .or_else(|| range.rows().position(|row| filled(row) > 0))
        .ok_or_else(|| ReadError::Empty { path: path.to_owned() })?;
    let names: Vec<String> = range.rows().nth(at).unwrap_or_default().iter().map(text).collect();
    let width = names.iter().rposition(|n| !n.is_empty()).map_or(0, |last| last + 1);
    let columns = unique_columns(names[..width].iter().map(String::as_str));
    let (height, names) = (range.height(), columns.clone());
    let rows = (at + 1..height).filter_map(move |i| {
        read.store(size * (i as u64 + 1) / height as u64, Ordering::Relaxed);
        let cells = (0..names.len()).map(|c| range.get((i, c)).map(text).unwrap_or_default());
        let row = Row { line: first_line + i as u64, fields: names.iter().cloned().zip(cells).collect(), damage: None };
        (!row.is_blank()).then_some(Ok(row))
    });
    Ok((columns, Box::new(rows)))
}

fn sheet(path: &Path, hints: &Hints) -> Result<Range<Data>, ReadError> {
    let bytes = std::fs::read(path).map_err(|source| ReadError::Io { path: path.to_owned(), source })?;
    let broken = |e: calamine::Error| ReadError::Workbook { path: path.to_owned(), reason: e.to_string() };
    let mut book = open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).map_err(broken)?;
    let sheets = book.sheet_names();
    if let Some(name) = &hints.sheet {
        if !sheets.contains(name) {
            return Err(ReadError::NoSheet { path: path.to_owned(), name: name.clone(), sheets });
        }
        return book.worksheet_range(name).map_err(broken);
    }
    for name in &sheets {
        let range = book.worksheet_range(name).map_err(broken)?;
        if range.height() > 1 {
            return Ok(range);
        }
    }
    Err(ReadError::Empty { path: path.to_owned() })
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => s.trim().to_owned(),
        Data::Int(i) => i.to_string(),
        Data::Float(f) if f.fract() == 0.0 && f.abs() < EXACT_INTEGER_MAX => (*f as i64).to_string(),
        Data::Float(f) => f.to_string(),
        Data::Bool(b) => b.to_string(),
        Data::DateTime(at) => instant(*at),
    }
}

fn instant(at: ExcelDateTime) -> String {
    if at.is_duration() {
        return at.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}
