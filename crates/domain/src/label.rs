//! Words that stand in data files, in both languages.

use serde::{Deserialize, Serialize};

/// A short text in Chinese and English, as data files hold it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub zh: String,
    pub en: String,
}

impl Label {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in `lang`, a BCP 47 tag: any kind of English gets English, everything else Chinese.
    pub fn in_lang(&self, lang: &str) -> &str {
        let primary = lang.split(['-', '_']).next().unwrap_or(lang);
        if primary.eq_ignore_ascii_case("en") { &self.en } else { &self.zh }
    }

    /// Whether either language is missing.
    pub fn is_incomplete(&self) -> bool {
        self.zh.trim().is_empty() || self.en.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_readers_get_english_and_everyone_else_chinese() {
        let label = Label::new("物业", "Property management");
        assert_eq!(label.in_lang("en"), "Property management");
        assert_eq!(label.in_lang("en-GB"), "Property management");
        assert_eq!(label.in_lang("zh-CN"), "物业");
        assert_eq!(label.in_lang("ens"), "物业");
    }
}
