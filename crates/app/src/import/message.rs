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
