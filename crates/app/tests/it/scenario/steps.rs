//! The sentences of `steps.toml`.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::sentence::{Args, Sentence, Words};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scenario: String,
    leads: Vec<String>,
    words: Words,
    step: Vec<Step>,
}

/// A sentence and what it does: asks the API, compares what the API shows, or something that Rust has to do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    say: String,
    /// A login, `applicant`, or nobody.
    pub who: Option<String>,
    /// Path below `/api/v1`.
    pub post: Option<String>,
    #[serde(default)]
    pub body: serde_json::Map<String, Value>,
    /// JSON pointer into the matter.
    pub expect: Option<String>,
    pub is: Option<String>,
    pub has: Option<String>,
    /// An arm of `acts.rs`.
    pub act: Option<String>,
}

/// Everything that can be said.
pub struct Steps {
    pub scenario: String,
    pub leads: Vec<String>,
    words: Words,
    all: Vec<(Sentence, Step)>,
}

impl Steps {
    /// Reads the file.
    pub fn load(path: &Path) -> Self {
        let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap_or_else(|e| panic!("{e}"));
        let all = file.step.into_iter().map(|step| (Sentence::parse(&step.say), step)).collect();
        Self { scenario: file.scenario, leads: file.leads, words: file.words, all }
    }

    /// The one step that a line says.
    pub fn find(&self, line: &str) -> Result<(&Step, Args), String> {
        let mut found: Vec<(&Step, Args)> = Vec::new();
        for (sentence, step) in &self.all {
            if let Some(args) = sentence.read(line, &self.words) {
                found.push((step, args));
            }
        }
        match found.len() {
            0 => Err("no sentence of steps.toml says this".to_owned()),
            1 => Ok(found.remove(0)),
            _ => {
                let all: Vec<&str> = found.iter().map(|(step, _)| step.say.as_str()).collect();
                Err(format!("more than one sentence says this: {all:?}"))
            }
        }
    }
}
