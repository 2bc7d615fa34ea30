//! Questions, which of them apply, and what a good answer is.

use cel::Context;
use serde::{Deserialize, Serialize};

use super::Playbook;
use super::answer::{Answer, AnswerProblem, Answers, Problem};
use super::rule::{self, Rule};
use crate::label::Label;

/// What kind of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskKind {
    Text,
    LongText,
    Integer,
    /// Yuan with at most two decimals.
    Money,
    Date,
    Choice,
    YesNo,
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub id: String,
    pub label: Label,
}

/// A question of a playbook.
#[derive(Clone, Debug, Serialize)]
pub struct Ask {
    /// Unique in its playbook; the name by which rules speak of the answer.
    pub id: String,
    pub kind: AskKind,
    pub label: Label,
    pub help: Option<Label>,
    pub required: bool,
    /// Of a choice; of a yes or no the words of the two, `yes` and `no`, where the usual ones do not suit.
    pub choices: Vec<Choice>,
    /// Least number, or yuan; of texts, fewest characters.
    pub min: Option<i64>,
    /// Greatest number, or yuan; of texts, most characters.
    pub max: Option<i64>,
    #[serde(skip)]
    pub(super) when: Option<Rule>,
}

/// Most characters of a text where its question does not say: a line, and a page.
const LINE_MAX: i64 = 200;
const PAGE_MAX: i64 = 5_000;
/// Beyond any dispute, and far from where sums overflow.
const NUMBER_MAX: i64 = 10_000_000_000;

impl Playbook {
    /// The questions that apply, and the context in which rules see these answers.
    ///
    /// An answer to a question that does not apply counts as not given.
    pub(super) fn applicable<'a>(&'a self, answers: &Answers) -> (Vec<&'a Ask>, Context<'static, 'static>) {
        let mut context = rule::context();
        let mut asks = Vec::new();
        let mut answered = Vec::new();
        for ask in &self.asks {
            let applies = ask.when.as_ref().is_none_or(|rule| rule.holds(&context));
            let answer = answers.get(&ask.id).filter(|_| applies).and_then(|answer| ask.accept(answer).ok().flatten());
            context.add_variable_from_value(ask.id.as_str(), rule::value(ask.kind, answer.as_ref()));
            if answer.is_some() {
                answered.push(ask.id.as_str());
            }
            if applies {
                asks.push(ask);
            }
        }
        context.add_variable_from_value(rule::ANSWERED, answered);
        (asks, context)
    }

    /// The answers as they are kept: numbers as numbers, dates as `YYYY-MM-DD`, yuan as `1234.50`, blanks and answers to
    /// questions that do not apply left out. Checking what was checked changes nothing.
    ///
    /// # Errors
    /// Every answer that is wrong or missing, in the order of the questions.
    pub fn check(&self, answers: &Answers) -> Result<Answers, Vec<AnswerProblem>> {
        let (mut good, mut problems) = (Answers::default(), Vec::new());
        for ask in self.asks_for(answers) {
            let accepted = answers.get(&ask.id).map_or(Ok(None), |answer| ask.accept(answer));
            match accepted {
                Ok(Some(answer)) => good.set(&ask.id, answer),
                Ok(None) if ask.required => problems.push(AnswerProblem::new(&ask.id, Problem::Missing)),
                Ok(None) => {}
                Err(problem) => problems.push(AnswerProblem::new(&ask.id, problem)),
            }
        }
        for (id, _) in answers.iter().filter(|(id, _)| self.ask(id).is_none()) {
            problems.push(AnswerProblem::new(id, Problem::Unknown));
        }
        if problems.is_empty() { Ok(good) } else { Err(problems) }
    }

    pub fn ask(&self, id: &str) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.id == id)
    }
}

impl Ask {
    /// The label of one of its choices.
    pub fn choice(&self, id: &str) -> Option<&Label> {
        self.choices.iter().find(|choice| choice.id == id).map(|choice| &choice.label)
    }

    /// The answer as it is kept, or none when it is blank.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn accept(&self, answer: &Answer) -> Result<Option<Answer>, Problem> {
        if matches!(answer, Answer::Text(text) if text.trim().is_empty()) {
            return Ok(None);
        }
        match self.kind {
            AskKind::Text | AskKind::LongText => self.text(answer),
            AskKind::Integer => {
                let number = answer.to_integer().ok_or(Problem::NotANumber)?;
                self.bounded(number).map(|()| Answer::Integer(number))
            }
            AskKind::Money => {
                let cents = answer.to_cents().ok_or(Problem::NotAnAmount)?;
                // A part of a yuan counts against the upper bound, not for the lower one.
                self.bounded(cents.div_euclid(100))?;
                self.bounded(cents.div_euclid(100) + i64::from(cents.rem_euclid(100) > 0))?;
                Ok(Answer::Text(format!("{}.{:02}", cents / 100, cents % 100)))
            }
            AskKind::Date => answer.to_date().map(|date| Answer::Text(date.to_string())).ok_or(Problem::NotADate),
            AskKind::Choice => match answer {
                Answer::Text(id) if self.choice(id.trim()).is_some() => Ok(Answer::Text(id.trim().to_owned())),
                _ => Err(Problem::NotAChoice),
            },
            AskKind::YesNo => answer.to_flag().map(Answer::Flag).ok_or(Problem::NotYesOrNo),
        }
        .map(Some)
    }

    fn text(&self, answer: &Answer) -> Result<Answer, Problem> {
        let text = answer.to_string().trim().to_owned();
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let usual = if self.kind == AskKind::Text { LINE_MAX } else { PAGE_MAX };
        let (min, max) = (self.min.unwrap_or(1), self.max.unwrap_or(usual));
        match length {
            short if short < min => Err(Problem::TooShort { min }),
            long if long > max => Err(Problem::TooLong { max }),
            _ => Ok(Answer::Text(text)),
        }
    }

    fn bounded(&self, number: i64) -> Result<(), Problem> {
        let (min, max) = (self.min.unwrap_or(0), self.max.unwrap_or(NUMBER_MAX));
        match number {
            small if small < min => Err(Problem::TooSmall { min }),
            large if large > max => Err(Problem::TooLarge { max }),
            _ => Ok(()),
        }
    }
}
