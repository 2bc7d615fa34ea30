//! What a playbook suggests about a matter, with its reasons. People decide.

use cel::{Context, Value};

use super::rule::Rule;
use super::{Answers, Playbook, Rise};
use crate::body::BodyKind;
use crate::label::Label;
use crate::matter::Urgency;
use crate::region::Tier;

/// What rules may look at besides the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub answers: Answers,
    pub narrative: String,
    /// Cents; rules see whole yuan as `amount`.
    pub amount: Option<i64>,
    /// How many people or firms are parties.
    pub parties: u32,
    /// The tier that has the matter; none before anybody has it.
    pub tier: Option<Tier>,
    /// How many earlier matters this one repeats.
    pub repeats: u32,
    /// How often a body of this tier has given it back.
    pub tier_refusals: u32,
    /// Calendar days since it was reported.
    pub days_open: u32,
    /// Calendar days since this tier has it.
    pub days_here: u32,
    /// How often a party has asked this tier for a higher one.
    pub requests: u32,
    /// How often it was mediated here without an agreement.
    pub failed_sessions: u32,
    /// By which door it came; the word of the list of channels.
    pub channel: String,
    /// `normal`, `soon` or `urgent`.
    pub urgency: String,
    /// The code of its kind.
    pub category: String,
    /// Where an import or a transfer came from.
    pub origin: String,
}

impl Facts {
    /// The names by which rules know them.
    pub(super) const NAMES: &'static [&'static str] = &[
        "narrative",
        "amount",
        "parties",
        "tier",
        "repeats",
        "tier_refusals",
        "days_open",
        "days_here",
        "requests",
        "failed_sessions",
        "channel",
        "urgency",
        "danger",
        "category",
        "origin",
    ];

    /// Those that a matter's history tells at any time: all but what people wrote.
    pub(super) const LASTING: &'static [&'static str] = Self::NAMES.split_at(1).1;

    pub(super) fn bind(&self, context: &mut Context) {
        let yuan = self.amount.map_or(0, |cents| cents / 100);
        let values: [Value; 15] = [
            self.narrative.as_str().into(),
            yuan.into(),
            i64::from(self.parties).into(),
            self.tier.map_or("", Tier::as_str).into(),
            i64::from(self.repeats).into(),
            i64::from(self.tier_refusals).into(),
            i64::from(self.days_open).into(),
            i64::from(self.days_here).into(),
            i64::from(self.requests).into(),
            i64::from(self.failed_sessions).into(),
            self.channel.as_str().into(),
            self.urgency.as_str().into(),
            (self.urgency == Urgency::Urgent.as_str()).into(),
            self.category.as_str().into(),
            self.origin.as_str().into(),
        ];
        for (name, value) in Self::NAMES.iter().zip(values) {
            context.add_variable_from_value(*name, value);
        }
    }

    /// Facts to try rules on.
    pub(super) fn sample() -> Self {
        Self {
            answers: Answers::default(),
            narrative: "a".to_owned(),
            amount: Some(100_000_000),
            parties: 100,
            tier: Some(Tier::Town),
            repeats: 10,
            tier_refusals: 10,
            days_open: 1_000,
            days_here: 1_000,
            requests: 10,
            failed_sessions: 10,
            channel: "web".to_owned(),
            urgency: "urgent".to_owned(),
            category: "other".to_owned(),
            origin: "a".to_owned(),
        }
    }
}

/// What a playbook suggests, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub urgency: Urgency,
    /// The tier that should begin.
    pub tier: Tier,
    /// Kinds of body that can begin, best first: those that a rule names come before the others.
    pub body_kinds: Vec<BodyKind>,
    /// Kinds of body to call in besides: named by a rule, and none that begin.
    pub call_in: Vec<BodyKind>,
    /// A reason for each thing that differs from the ordinary.
    pub because: Vec<Label>,
}

/// A rule for suggestions.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    pub when: Rule,
    pub urgency: Urgency,
    pub body_kind: Option<BodyKind>,
    pub because: Label,
}

impl Playbook {
    /// The urgency, the tier and the kinds of body that the rules suggest for a matter.
    pub fn suggest(&self, facts: &Facts) -> Suggestion {
        let context = self.facts_context(facts);
        let mut found = Suggestion {
            urgency: Urgency::Normal,
            tier: self.start.tier,
            body_kinds: Vec::new(),
            call_in: Vec::new(),
            because: Vec::new(),
        };
        let words = || !self.finder.find(&facts.narrative).is_empty();
        if let Some(danger) = self.danger.as_ref().filter(|_| words()) {
            found.urgency = Urgency::Urgent;
            found.because.push(danger.because.clone());
        }
        for hint in self.hints.iter().filter(|hint| hint.when.holds(&context)) {
            found.urgency = found.urgency.max(hint.urgency);
            found.because.push(hint.because.clone());
            match hint.body_kind {
                Some(kind) if self.start.bodies.contains(&kind) => add(&mut found.body_kinds, kind),
                Some(kind) => add(&mut found.call_in, kind),
                None => {}
            }
        }
        for kind in &self.start.bodies {
            add(&mut found.body_kinds, *kind);
        }
        found
    }

    /// The rises that hold for a matter in its tier, in order; those to its own tier or below do not.
    pub fn rises(&self, facts: &Facts) -> Vec<&Rise> {
        let is_above = |rise: &&Rise| facts.tier.is_none_or(|tier| rise.to > tier);
        let context = self.facts_context(facts);
        self.rises.iter().filter(is_above).filter(|rise| rise.when.holds(&context)).collect()
    }

    fn facts_context(&self, facts: &Facts) -> Context<'static, 'static> {
        let (_, mut context) = self.applicable(&facts.answers);
        facts.bind(&mut context);
        context
    }
}

fn add(kinds: &mut Vec<BodyKind>, kind: BodyKind) {
    if !kinds.contains(&kind) {
        kinds.push(kind);
    }
}
