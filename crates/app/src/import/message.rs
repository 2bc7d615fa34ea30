//! Something to tell a person: a key of this folder's `.ftl` files and the facts it names.

use std::borrow::Cow;

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
