//! What was answered so far, and which questions are left.

use concord_domain::category::CategoryCode;
use concord_domain::matter::DangerKind;
use concord_domain::playbook::{Answer, Answers, Ask, AskKind, Facts, Playbook, Scope};
use concord_domain::region::RegionCode;
use jiff::civil::Date;

use super::areas;
use crate::kit::danger;
use crate::kit::desk::Desk;
use crate::kit::form::Fields;

/// How a question's answer is named in the form.
pub const ANSWER: &str = "a.";

/// One page of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// What anybody may rely on, for whoever begins without a kind of dispute.
    Start,
    /// What happened.
    Story,
    /// Which kind of dispute it is.
    Kind,
    /// What a person may rely on in this kind of dispute, and where else to go.
    Options,
    /// A question of the playbook, by its id.
    Ask(String),
    /// Where and when.
    Where,
    /// More narrowly where.
    Area,
    You,
    Other,
    Check,
}

impl Step {
    /// The word in the form.
    pub fn name(&self) -> String {
        match self {
            Self::Start => "start".to_owned(),
            Self::Story => "story".to_owned(),
            Self::Kind => "kind".to_owned(),
            Self::Options => "options".to_owned(),
            Self::Ask(id) => format!("{ANSWER}{id}"),
            Self::Where => "where".to_owned(),
            Self::Area => "area".to_owned(),
            Self::You => "you".to_owned(),
            Self::Other => "other".to_owned(),
            Self::Check => "check".to_owned(),
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "start" => Self::Start,
            "story" => Self::Story,
            "kind" => Self::Kind,
            "options" => Self::Options,
            "where" => Self::Where,
            "area" => Self::Area,
            "you" => Self::You,
            "other" => Self::Other,
            "check" => Self::Check,
            other => Self::Ask(other.strip_prefix(ANSWER)?.to_owned()),
        })
    }
}

/// The answers so far.
pub struct State<'a> {
    pub desk: &'a Desk,
    pub fields: &'a Fields,
}

impl<'a> State<'a> {
    /// The kind of dispute, once it is known and exists.
    pub fn category(&self) -> Option<CategoryCode> {
        CategoryCode::try_from(self.fields.get("category")).ok().filter(|code| self.desk.categories.contains(code))
    }

    /// The playbook of the kind; the general one until it is known.
    pub fn playbook(&self) -> &'a Playbook {
        match self.category() {
            Some(category) => self.desk.playbooks.for_category(&category),
            None => self.desk.playbooks.general(),
        }
    }

    /// The area, where one was chosen that exists.
    pub fn region(&self) -> Option<RegionCode> {
        let code: RegionCode = self.fields.get("region").parse().ok()?;
        self.desk.places().region(&code).map(|r| r.code.clone())
    }

    /// Answers to the playbook's questions, as typed.
    pub fn answers(&self) -> Answers {
        let playbook = self.playbook();
        let typed = self.fields.pairs().iter().filter_map(|(name, value)| {
            let id = name.strip_prefix(ANSWER)?;
            playbook.ask(id)?;
            (!value.trim().is_empty()).then(|| (id.to_owned(), value.trim()))
        });
        typed.collect()
    }

    /// The questions that apply.
    pub fn asks(&self) -> Vec<&'a Ask> {
        self.playbook().asks_for(&self.answers())
    }

    /// The day it happened, however it was written.
    pub fn happened_on(&self) -> Option<Date> {
        Answer::from(self.fields.get("happened_on")).to_date()
    }

    /// What is in dispute: the first sum that the playbook asks for, cents.
    pub fn amount(&self) -> Option<i64> {
        let answers = self.answers();
        let mut money = self.asks().into_iter().filter(|ask| ask.kind == AskKind::Money);
        money.find_map(|ask| answers.get(&ask.id)?.to_cents())
    }

    /// What was answered to the question about danger.
    pub fn danger(&self) -> Vec<DangerKind> {
        danger::kinds(self.fields.all("danger"))
    }

    /// What the playbook's rules may look at.
    pub fn facts(&self) -> Facts {
        Facts {
            answers: self.answers(),
            narrative: self.fields.get("narrative").to_owned(),
            amount: self.amount(),
            parties: 2,
            ..Facts::default()
        }
    }

    /// Whether the kind of dispute was chosen before the path began.
    fn is_preset(&self) -> bool {
        self.fields.has("preset") && self.category().is_some()
    }

    /// The page that the path begins with: what one may rely on comes before any question.
    pub fn first(&self) -> Step {
        if self.is_preset() { Step::Options } else { Step::Start }
    }

    /// Which of the five stages a step belongs to, from 1.
    pub fn stage(&self, step: &Step) -> usize {
        match step {
            Step::Start => 1,
            Step::Options if self.is_preset() => 1,
            Step::Story | Step::Kind | Step::Options => 2,
            Step::Ask(_) => 3,
            Step::Where | Step::Area | Step::You | Step::Other => 4,
            Step::Check => 5,
        }
    }

    /// The pages of the path as the answers so far make it.
    pub fn path(&self) -> Vec<Step> {
        let mut path = vec![self.first(), Step::Story];
        if !self.is_preset() {
            path.push(Step::Kind);
            // What the general playbook says was told in the beginning.
            if self.playbook().scope != Scope::General {
                path.push(Step::Options);
            }
        }
        path.extend(self.asks().into_iter().map(|ask| Step::Ask(ask.id.clone())));
        path.push(Step::Where);
        let asked_in = self.fields.get("asked_in");
        let places = self.desk.places();
        if self.region().is_some_and(|r| r.as_str() != asked_in && areas::can_be_narrowed(&places, &r)) {
            path.push(Step::Area);
        }
        path.extend([Step::You, Step::Other, Step::Check]);
        path
    }
}
