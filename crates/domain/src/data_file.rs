//! Reading the data files that say how things are done here, and pointing at the line where one is wrong.

use std::fmt::Display;
use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::label::Label;

/// Why a data file is refused: which file, which line (from 1), and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct DataError {
    pub file: String,
    pub line: usize,
    pub reason: String,
}

/// A data file being read: its name for messages, and its text.
pub(crate) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    /// Reads the whole file as `T`.
    ///
    /// # Errors
    /// [`DataError`] at the first place where the file is not TOML or not of this form.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DataError> {
        toml::from_str(self.text).map_err(|e| self.wrong(e.span().unwrap_or(0..0), e.message()))
    }

    /// The error that `reason` makes at the bytes `span` of this file.
    pub fn wrong(&self, span: Range<usize>, reason: impl Display) -> DataError {
        let before = self.text.as_bytes().iter().take(span.start);
        let line = 1 + before.filter(|byte| **byte == b'\n').count();
        DataError { file: self.file.to_owned(), line, reason: reason.to_string() }
    }

    /// A text with both languages, or the error that says which is missing.
    ///
    /// # Errors
    /// [`DataError`] when either language is empty.
    pub fn label(&self, label: toml::Spanned<Label>) -> Result<Label, DataError> {
        if label.get_ref().is_incomplete() {
            return Err(self.wrong(label.span(), "a text needs both `zh` and `en`"));
        }
        Ok(label.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        #[expect(dead_code, reason = "only the refusal matters here")]
        name: String,
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_name_and_line() {
        let source = Source { file: "a.toml", text: "\nname = \"x\"\n\nother = 1\n" };
        let error = source.read::<Form>().unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("a.toml", 4));
        assert!(error.reason.contains("other"), "{error}");
    }

    #[test]
    fn a_text_in_one_language_only_is_refused() {
        let source = Source { file: "a.toml", text: "\n\nx" };
        let label = toml::Spanned::new(2..3, Label::new("有", " "));
        assert_eq!(source.label(label).unwrap_err().line, 3);
    }
}
