//! Playbooks: how each kind of dispute is handled here, read from TOML files.
//!
//! A file is refused as a whole, with its line, when anything in it is not understood: a key, a name in a rule, a kind of
//! event, a kind of dispute. What is loaded can be asked without errors.

mod answer;
mod ask;
mod channel;
mod classify;
mod condition;
mod danger;
mod form;
mod negation;
mod read;
mod rule;
mod set;
mod suggest;

use serde::{Deserialize, Serialize};

use crate::body::BodyKind;
use crate::category::CategoryCode;
use crate::clock::{ClockSpec, stem};
use crate::data_file::{DataError, Source};
use crate::label::Label;
use crate::region::Tier;

pub use answer::{Answer, AnswerProblem, Answers, Problem};
pub use ask::{Ask, AskKind, Choice};
pub use channel::ChannelClocks;
pub use classify::Guess;
pub use condition::Condition;
pub use danger::{Advice, Check, DangerGuide, DangerGuides, FoundSign};
pub use set::Playbooks;
pub use suggest::{Facts, Suggestion};

use danger::{Danger, Finder};
use rule::Rule;
use suggest::Hint;

/// How a kind of dispute is handled here.
#[derive(Clone, Debug)]
pub struct Playbook {
    pub id: String,
    pub name: Label,
    pub category: CategoryCode,
    /// Other kinds that it serves, each with its narrower ones.
    pub also: Vec<CategoryCode>,
    /// Whether it serves every kind that no other playbook does.
    pub scope: Scope,
    /// What it covers, in a sentence or two for a resident.
    pub summary: Label,
    /// What a party may rely on; shown before anything is asked.
    pub rights: Vec<Label>,
    /// What it costs.
    pub cost: Label,
    /// How long it takes.
    pub duration: Label,
    /// Where else a party can go, at any time.
    pub remedies: Vec<Remedy>,
    /// Every question, in order. Those that apply are found by [`Playbook::asks_for`].
    pub asks: Vec<Ask>,
    pub start: Start,
    pub clocks: Vec<ClockSpec>,
    /// Those of channels, which run beside its own.
    pub channel_clocks: Vec<ChannelClocks>,
    pub return_visit: ReturnVisit,
    /// Days from the conclusion after which the file may be closed without a return visit's report.
    archive_after_days: u16,
    rises: Vec<Rise>,
    hints: Vec<Hint>,
    danger: Option<Danger>,
    finder: Finder,
    words: Words,
}

/// Which kinds a playbook serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The kinds it names.
    Named,
    /// Those, and every kind that no other playbook serves.
    General,
}

/// Somewhere else to go: mediation never stands in the way of it (人民调解法 art. 3).
#[derive(Clone, Debug, Serialize)]
pub struct Remedy {
    /// Unique in its playbook: `court`, `arbitration`, `police`, `hotline`, …
    pub id: String,
    pub label: Label,
    pub text: Label,
    /// A telephone number to press, when there is one.
    pub phone: Option<String>,
    #[serde(skip)]
    when: Option<Rule>,
}

/// Who begins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// The tier whose body gets a new matter.
    pub tier: Tier,
    /// Kinds of body that can take it, best first.
    pub bodies: Vec<BodyKind>,
}

/// When somebody asks again how it went, counted in calendar days from the conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnVisit {
    pub wait_days_min: u16,
    /// The last day for it.
    pub within_days: u16,
}

/// A reason for a matter to go up to a higher tier.
#[derive(Clone, Debug)]
pub struct Rise {
    pub to: Tier,
    pub because: Label,
    when: Rule,
}

impl Rise {
    /// The rule as written: its name in a matter's history.
    pub fn rule(&self) -> &str {
        self.when.text()
    }
}

/// Words by which a kind of dispute is recognised in what people write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default)]
    pub zh: Vec<String>,
    #[serde(default)]
    pub en: Vec<String>,
}

impl Words {
    /// All of them, in both languages.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.zh.iter().chain(&self.en).map(String::as_str)
    }
}

impl Playbook {
    /// Reads a playbook from the text of `file` (`playbooks/*.toml`).
    ///
    /// # Errors
    /// [`DataError`] at the first thing in it that is wrong.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        read::playbook(&Source { file, text })
    }

    /// The questions that apply after these answers, in order.
    pub fn asks_for(&self, answers: &Answers) -> Vec<&Ask> {
        self.applicable(answers).0
    }

    /// The places to go that apply after these answers, in order.
    pub fn remedies_for(&self, answers: &Answers) -> Vec<&Remedy> {
        let context = self.applicable(answers).1;
        let applies = |remedy: &&Remedy| remedy.when.as_ref().is_none_or(|rule| rule.holds(&context));
        self.remedies.iter().filter(applies).collect()
    }

    /// Every reason to go up a tier, in order, whether it holds or not.
    pub fn all_rises(&self) -> &[Rise] {
        &self.rises
    }

    /// Whether a rise depends on what was answered, which a matter's history does not tell.
    pub fn rises_by_answers(&self) -> bool {
        self.rises.iter().any(|rise| self.asks.iter().any(|ask| rise.when.mentions(&ask.id)))
    }

    /// The clocks that an event of this kind starts in such a matter, those of its channel too; its version may stand or not.
    pub fn clocks_for<'a>(&'a self, event: &str, facts: &'a Facts) -> impl Iterator<Item = &'a ClockSpec> {
        let stem = stem(event).to_owned();
        let of_channel =
            self.channel_clocks.iter().filter(|set| set.serves(&facts.channel)).flat_map(|set| &set.clocks);
        self.clocks.iter().chain(of_channel).filter(move |clock| clock.from == stem && clock.concerns(facts))
    }

    /// Whether an event of this stem starts a clock in some matter.
    pub fn may_start(&self, stem: &str) -> bool {
        self.clocks.iter().chain(self.channel_clocks.iter().flat_map(|set| &set.clocks)).any(|clock| clock.from == stem)
    }

    /// A clock by its key, `general/mediate`; by its id alone it is one of this playbook's.
    pub fn clock(&self, key: &str) -> Option<&ClockSpec> {
        let of_channel = self.channel_clocks.iter().flat_map(|set| &set.clocks);
        match key.split_once('/') {
            Some((set, id)) => self.clocks.iter().chain(of_channel).find(|clock| clock.set == set && clock.id == id),
            None => self.clocks.iter().find(|clock| clock.id == key),
        }
    }

    /// Shortest wait between a settlement and a return visit, in calendar days.
    pub fn return_visit_wait_days(&self) -> u16 {
        self.return_visit.wait_days_min
    }

    /// Days from the settlement until the last day for a return visit.
    pub fn return_visit_within_days(&self) -> u16 {
        self.return_visit.within_days
    }

    /// Days from the conclusion after which the file may be closed.
    pub fn archive_after_days(&self) -> u16 {
        self.archive_after_days
    }
}

#[cfg(test)]
mod tests;
