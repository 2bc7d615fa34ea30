//! Something to tell a person: a message key and the facts it names.

use std::borrow::Cow;

use crate::kit::messages::{Args, Lang, Messages};

/// A message and its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub key: Cow<'static, str>,
    pub facts: Vec<(&'static str, String)>,
}

impl Message {
    /// A message without facts.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), facts: Vec::new() }
    }

    /// Adds a fact.
    pub fn with(mut self, name: &'static str, fact: impl Into<String>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }
}

/// Puts a message into the reader's language.
pub type Say<'a> = dyn Fn(&Message) -> String + 'a;

/// Speaks one language.
pub fn sayer(messages: &Messages, lang: Lang) -> impl Fn(&Message) -> String + '_ {
    move |message| {
        let mut args = Args::new();
        for (name, fact) in &message.facts {
            args.set(*name, fact.as_str());
        }
        messages.text(lang, &message.key, &args)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    /// Keys that code and data of this folder name, field labels among them.
    fn named(folder: &Path, keys: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                named(&path, keys);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                let quoted = text.split('"').skip(1).step_by(2).map(ToOwned::to_owned);
                keys.extend(quoted.filter(|q| {
                    q.starts_with("import-")
                        && q.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                        && !q.ends_with('-')
                }));
            }
        }
    }

    #[test]
    fn every_message_that_is_named_is_written_in_both_languages() {
        let mut keys = BTreeSet::new();
        named(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/import"), &mut keys);
        assert!(keys.len() > 40, "{keys:?}");
        for text in [include_str!("zh-CN.ftl"), include_str!("en.ftl")] {
            let written: BTreeSet<&str> = text.lines().filter_map(|l| l.split_once(" =")).map(|(key, _)| key).collect();
            let missing: Vec<_> = keys.iter().filter(|k| !written.contains(k.as_str())).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }
}
