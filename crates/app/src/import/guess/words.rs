//! The words that headers and values of other registers use.

use std::sync::LazyLock;

use serde::Deserialize;

use super::look::Content;
use crate::import::mapping::half_width;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub empty: Vec<String>,
    pub name_separators: String,
    pub void_states: Vec<String>,
    pub wan_headers: Vec<String>,
    pub date_forms: Vec<String>,
    state_headers: Vec<String>,
    #[serde(rename = "field")]
    pub fields: Vec<FieldWords>,
    #[serde(rename = "never")]
    pub nevers: Vec<Never>,
    #[serde(rename = "channel")]
    pub channels: Vec<ValueWords>,
    #[serde(rename = "category")]
    pub categories: Vec<ValueWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldWords {
    pub id: String,
    exact: Vec<String>,
    part: Vec<String>,
    pub content: Option<Content>,
}

/// Columns that are not taken over by themselves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Never {
    /// Key of the message that says why.
    pub why: String,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    part: Vec<String>,
    pub content: Option<Content>,
}

/// Words that stand for one code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueWords {
    pub code: String,
    words: Vec<String>,
}

pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "embedded data, read by a test")]
    toml::from_str(include_str!("guess.toml")).expect("guess.toml")
});

/// How well a header fits a list of words; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    Exact(usize),
    Part(usize),
}

/// A header without what does not tell it apart: spaces, brackets, dashes, case and width.
pub fn plain(header: &str) -> String {
    header.chars().map(half_width).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn fit(header: &str, exact: &[String], part: &[String]) -> Option<Fit> {
    let header = plain(header);
    if let Some(at) = exact.iter().position(|word| *word == header) {
        return Some(Fit::Exact(at));
    }
    part.iter().position(|word| header.contains(word.as_str())).map(Fit::Part)
}

impl FieldWords {
    pub fn fit(&self, header: &str) -> Option<Fit> {
        fit(header, &self.exact, &self.part)
    }
}

impl Never {
    pub fn names(&self, header: &str) -> bool {
        fit(header, &self.exact, &self.part).is_some()
    }
}

impl ValueWords {
    pub fn mean(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        self.words.iter().any(|word| value.contains(word.as_str()))
    }
}

impl Words {
    pub fn is_state(&self, header: &str) -> bool {
        self.state_headers.contains(&plain(header))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_word_is_written_as_headers_are_compared() {
        let words = &*WORDS;
        let fields = words.fields.iter().flat_map(|f| f.exact.iter().chain(&f.part));
        let nevers = words.nevers.iter().flat_map(|n| n.exact.iter().chain(&n.part));
        let odd: Vec<_> = fields.chain(nevers).chain(&words.state_headers).filter(|w| **w != plain(w)).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn no_header_belongs_to_two_fields() {
        let mut seen = std::collections::HashSet::new();
        let doubled: Vec<_> = WORDS.fields.iter().flat_map(|f| &f.exact).filter(|w| !seen.insert(*w)).collect();
        assert!(doubled.is_empty(), "{doubled:?}");
    }
}
