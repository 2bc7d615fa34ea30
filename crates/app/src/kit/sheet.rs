//! Lists taken away as files: CSV or XLSX, of at most [`LINES_MOST`] lines, and who took them.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use concord_domain::category::CategoryCode;
use concord_domain::region::RegionCode;
use futures::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use minijinja::{Value, context};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::audit;
use super::desk::Desk;
use super::failure::Failure;
use super::format::edit_query;
use super::messages::Lang;
use super::visit::Visit;

/// Most lines of a file.
pub const LINES_MOST: usize = 100_000;
/// Most characters of one cell that a spreadsheet takes.
pub const CELL_MOST: usize = 32_767;

/// A line of a file, cell by cell.
pub type Row = Vec<String>;

/// The kind of file, by the end of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    Csv,
    Xlsx,
}

impl<S: Sync> FromRequestParts<S> for Sheet {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let end = parts.uri.path().rsplit('.').next();
        Ok(if end == Some(Self::Xlsx.as_str()) { Self::Xlsx } else { Self::Csv })
    }
}

impl Sheet {
    /// The end of the file's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The file, written as its rows come; `name` is without its end.
    ///
    /// # Errors
    /// Those of the rows, or when it cannot be written.
    pub async fn answer(
        self,
        name: &str,
        headings: Row,
        rows: impl Stream<Item = Result<Vec<Row>, Failure>> + Send + 'static,
    ) -> Result<Response, Failure> {
        let (body, media) = match self {
            Self::Csv => (csv(&headings, rows)?, "text/csv; charset=utf-8"),
            Self::Xlsx => {
                (xlsx(headings, rows).await?, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            }
        };
        let mut response = body.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{}\"", self.as_str())) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }
}

fn csv(headings: &Row, rows: impl Stream<Item = Result<Vec<Row>, Failure>> + Send + 'static) -> Result<Body, Failure> {
    // Excel takes a file for UTF-8 only with this mark.
    let mut head = b"\xef\xbb\xbf".to_vec();
    head.extend(csv_text(std::slice::from_ref(headings))?);
    let rest = rows.map(|rows| csv_text(&rows?).map(Bytes::from));
    Ok(Body::from_stream(stream::iter([Ok(Bytes::from(head))]).chain(rest)))
}

async fn xlsx(headings: Row, rows: impl Stream<Item = Result<Vec<Row>, Failure>> + Send) -> Result<Body, Failure> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(Failure::fault)?;
    let bold = Format::new().set_bold();
    for (column, text) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, text, &bold).map_err(Failure::fault)?;
    }
    let (mut at, mut rows) = (0, std::pin::pin!(rows));
    while let Some(rows) = rows.try_next().await? {
        for row in rows {
            at += 1;
            for (column, text) in (0..).zip(row) {
                // As text: a cell that begins with a sign is shown, not computed.
                sheet.write_string(at, column, text).map_err(Failure::fault)?;
            }
        }
    }
    let bytes = tokio::task::spawn_blocking(move || -> Result<Vec<u8>, XlsxError> { book.save_to_buffer() })
        .await
        .map_err(Failure::fault)?
        .map_err(Failure::fault)?;
    Ok(Body::from(bytes))
}

fn csv_text(rows: &[Row]) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(Failure::fault)?;
    }
    writer.into_inner().map_err(|error| Failure::fault(error.into_error()))
}

/// A cell that no spreadsheet computes: what begins like a formula is made text by an apostrophe (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if formula || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

impl Desk {
    /// Where a list is taken away as a file, narrowed and sorted as it is shown; `path` is without the end.
    pub fn sheets_of(&self, visit: &Visit, path: &str) -> Value {
        let query = visit.whole_query();
        let start = ["cursor", "after", "page"].map(|name| (name.to_owned(), None));
        let href = |sheet: Sheet| edit_query(&format!("{path}.{}", sheet.as_str()), &query, &start);
        context! { csv => href(Sheet::Csv), xlsx => href(Sheet::Xlsx) }
    }

    /// The headings of a file, in the reader's language.
    pub fn sheet_headings(&self, lang: Lang, columns: &[&str]) -> Row {
        let messages = self.templates.messages();
        columns.iter().map(|column| messages.plain(lang, &format!("sheet-{column}"))).collect()
    }

    /// Writes down who takes a list away; `detail` says which, without words that were searched: they may be a name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn note_sheet(&self, visit: &Visit, sheet: Sheet, detail: &str) -> Result<(), Failure> {
        let entry = audit::Entry {
            at: self.now(),
            actor: visit.actor.reference(),
            action: "list.exported",
            detail: format!("{} {detail}", sheet.as_str()),
        };
        Ok(self.store.write(move |c| audit::record(c, entry)).await?)
    }

    /// A list that was read in one go, as a file, which is written down.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn take_away(
        &self,
        visit: &Visit,
        sheet: Sheet,
        (name, detail): (&str, &str),
        columns: &[&str],
        rows: Vec<Row>,
    ) -> Result<Response, Failure> {
        self.note_sheet(visit, sheet, &format!("list={name} {detail}")).await?;
        let headings = self.sheet_headings(visit.lang, columns);
        sheet.answer(name, headings, stream::iter([Ok(rows)])).await
    }

    /// A kind of dispute in the reader's language; blank where it is none.
    pub fn category_name(&self, lang: Lang, code: &str) -> String {
        let code = CategoryCode::try_from(code).ok();
        code.map_or_else(String::new, |code| self.categories.name(&code, lang.tag()).to_owned())
    }

    /// A region with those that it lies in; blank where it is none.
    pub fn region_path(&self, lang: Lang, code: &str) -> String {
        let code = code.parse::<RegionCode>().ok();
        code.map_or_else(String::new, |code| self.places().path(&code, lang.tag()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_made_text() {
        for formula in ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝cmd()"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["", "王芳", "3F7-K2M-9QA", "2026-03-01", "a=b"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn quotes_and_line_ends_stay_in_their_cell() {
        let text = csv_text(&[vec!["a\"b".into(), "c\nd".into(), "e,f".into()]]).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "\"a\"\"b\",\"c\nd\",\"e,f\"\r\n");
    }
}
