//! Kinds of dispute, as a tree: `labour.wage` lies in `labour`.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::data_file::{DataError, Source};
use crate::label::Label;
use crate::playbook::Words;

/// The code of a kind of dispute: words of `a-z`, `0-9` and `_`, with a dot before each narrower one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CategoryCode(String);

/// Not a code of a kind of dispute.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no category code: words of a-z, 0-9 and _ with dots between, such as `labour.wage`")]
pub struct BadCategoryCode(pub String);

impl CategoryCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The wider kind that this one lies in.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// This kind and the wider ones it lies in, self first.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + use<> {
        std::iter::successors(Some(self.clone()), Self::parent)
    }

    /// Whether this kind is `ancestor` or lies in it.
    pub fn is_within(&self, ancestor: &Self) -> bool {
        self.0.strip_prefix(&ancestor.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl TryFrom<String> for CategoryCode {
    type Error = BadCategoryCode;

    fn try_from(text: String) -> Result<Self, BadCategoryCode> {
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        if text.len() <= 64 && text.split('.').all(is_word) { Ok(Self(text)) } else { Err(BadCategoryCode(text)) }
    }
}

impl TryFrom<&str> for CategoryCode {
    type Error = BadCategoryCode;

    fn try_from(text: &str) -> Result<Self, BadCategoryCode> {
        text.to_owned().try_into()
    }
}

impl FromStr for CategoryCode {
    type Err = BadCategoryCode;

    fn from_str(text: &str) -> Result<Self, BadCategoryCode> {
        text.try_into()
    }
}

impl From<CategoryCode> for String {
    fn from(code: CategoryCode) -> Self {
        code.0
    }
}

impl AsRef<str> for CategoryCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CategoryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind of dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Category {
    pub code: CategoryCode,
    pub name: Label,
    /// Its row in the yearly statistics of people's mediation; a narrower kind counts in the row of the wider one.
    pub statistics_no: Option<u16>,
    /// Words by which it is recognised in what people write.
    pub words: Words,
}

/// The whole tree of kinds, in the order of its file.
#[derive(Clone, Debug)]
pub struct Categories {
    all: Vec<Category>,
    place: HashMap<CategoryCode, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    category: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: Spanned<String>,
    name: Spanned<Label>,
    statistics_no: Option<u16>,
    #[serde(default)]
    words: Words,
}

impl Categories {
    /// Reads the tree from the text of `file` (`playbooks/categories.toml`).
    ///
    /// # Errors
    /// [`DataError`] for another form, a wrong or repeated code, a code whose wider one does not stand before it,
    /// or a name that lacks a language.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let source = Source { file, text };
        let mut found = Self { all: Vec::new(), place: HashMap::new() };
        for entry in source.read::<File>()?.category {
            let span = entry.code.span();
            let code = CategoryCode::try_from(entry.code.into_inner()).map_err(|e| source.wrong(span.clone(), e))?;
            if code.parent().is_some_and(|parent| found.get(&parent).is_none()) {
                return Err(source.wrong(span, format_args!("the kind that `{code}` lies in must stand before it")));
            }
            if found.place.insert(code.clone(), found.all.len()).is_some() {
                return Err(source.wrong(span, format_args!("`{code}` stands here twice")));
            }
            let name = source.label(entry.name)?;
            found.all.push(Category { code, name, statistics_no: entry.statistics_no, words: entry.words });
        }
        Ok(found)
    }

    pub fn get(&self, code: &CategoryCode) -> Option<&Category> {
        self.place.get(code).map(|at| &self.all[*at])
    }

    pub fn contains(&self, code: &CategoryCode) -> bool {
        self.place.contains_key(code)
    }

    /// The name in `lang`, or the code itself when the tree no longer has it.
    pub fn name<'a>(&'a self, code: &'a CategoryCode, lang: &str) -> &'a str {
        self.get(code).map_or(code.as_str(), |category| category.name.in_lang(lang))
    }

    /// The kinds directly within `code`, in order; of `None`, the widest ones.
    pub fn children(&self, code: Option<&CategoryCode>) -> impl Iterator<Item = &Category> {
        self.all.iter().filter(move |category| category.code.parent().as_ref() == code)
    }

    /// Whether `code` is `ancestor` or lies in it.
    pub fn is_within(&self, code: &CategoryCode, ancestor: &CategoryCode) -> bool {
        code.is_within(ancestor)
    }

    /// The row of the yearly statistics in which `code` counts.
    pub fn statistics_no(&self, code: &CategoryCode) -> Option<u16> {
        code.ancestors().find_map(|code| self.get(&code)?.statistics_no)
    }

    /// Every kind, in the order of the file: the wider one before its narrower ones.
    pub fn iter(&self) -> std::slice::Iter<'_, Category> {
        self.all.iter()
    }
}

impl<'a> IntoIterator for &'a Categories {
    type Item = &'a Category;
    type IntoIter = std::slice::Iter<'a, Category>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../playbooks/categories.toml");

    fn code(text: &str) -> CategoryCode {
        text.try_into().unwrap()
    }

    fn refused(text: &str) -> (usize, String) {
        let error = Categories::parse("c.toml", text).unwrap_err();
        assert_eq!(error.file, "c.toml");
        (error.line, error.reason)
    }

    #[test]
    fn a_kind_lies_in_itself_and_the_wider_ones_only() {
        assert!(code("labour.wage").is_within(&code("labour")));
        assert!(code("labour").is_within(&code("labour")));
        assert!(!code("labour").is_within(&code("labour.wage")));
        assert!(!code("labourer").is_within(&code("labour")));
    }

    #[test]
    fn codes_of_other_signs_are_refused() {
        for wrong in ["", "Labour", "labour.", ".wage", "a..b", "a-b", "工资", "1a"] {
            assert!(CategoryCode::try_from(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_shipped_tree_has_every_row_of_the_statistics_once() {
        let tree = Categories::parse("categories.toml", SHIPPED).unwrap();
        let mut rows: Vec<_> = tree.iter().filter_map(|category| category.statistics_no).collect();
        rows.sort_unstable();
        assert_eq!(rows, (1..=20).collect::<Vec<_>>());
        for category in &tree {
            assert!(tree.statistics_no(&category.code).is_some() || tree.children(Some(&category.code)).count() > 0);
        }
        assert_eq!(tree.name(&code("labour.wage"), "en"), "Unpaid wages");
        assert_eq!(tree.children(None).next().unwrap().code, code("neighbour"));
        assert!(tree.children(Some(&code("neighbour"))).any(|child| child.code == code("neighbour.noise")));
    }

    #[test]
    fn a_kind_that_the_tree_lost_is_shown_by_its_code() {
        let tree = Categories::parse("categories.toml", SHIPPED).unwrap();
        assert_eq!(tree.name(&code("gone.by"), "zh-CN"), "gone.by");
    }

    #[test]
    fn a_wrong_tree_is_refused_with_file_and_line() {
        let name = "name = { zh = \"甲\", en = \"A\" }";
        let one = |code: &str| format!("[[category]]\ncode = \"{code}\"\n{name}\n");
        let (line, reason) = refused(&(one("a") + &one("a")));
        assert_eq!((line, reason.contains("twice")), (5, true));
        let (line, reason) = refused(&one("a.b"));
        assert_eq!((line, reason.contains("before it")), (2, true));
        assert_eq!(refused(&one("A")).0, 2);
        assert_eq!(refused("[[category]]\ncode = \"a\"\nname = { zh = \"甲\", en = \"\" }\n").0, 3);
        assert_eq!(refused(&(one("a") + "colour = 1\n")).0, 4);
    }
}
