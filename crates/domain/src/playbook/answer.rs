//! Answers to a playbook's questions, as plain JSON values.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An answer: in JSON a boolean, a whole number or a text.
///
/// An amount of money is yuan: a whole number, or a text such as `1234.50`, which is how it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, from = "Plain")]
pub enum Answer {
    Flag(bool),
    Integer(i64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Plain {
    Flag(bool),
    Integer(i64),
    Decimal(f64),
    Text(String),
}

impl From<Plain> for Answer {
    fn from(plain: Plain) -> Self {
        match plain {
            Plain::Flag(flag) => Self::Flag(flag),
            Plain::Integer(number) => Self::Integer(number),
            Plain::Decimal(number) => Self::Text(number.to_string()),
            Plain::Text(text) => Self::Text(text),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Answer {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Answer {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// Digits as phones with Chinese keyboards write them too, without separators and currency signs.
fn plain_number(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(half).filter(|c| !matches!(c, ',' | ' ' | '\u{a5}' | '\u{ffe5}' | '\u{3000}')).collect()
}

/// At most twelve digits, so that sums and cents stay far from overflow.
fn digits(text: &str) -> Option<i64> {
    let fits = (1..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

impl Answer {
    pub fn to_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Text(text) => {
                let text = plain_number(text);
                let negative = text.strip_prefix('-');
                let number = digits(negative.unwrap_or(&text))?;
                Some(if negative.is_some() { -number } else { number })
            }
            Self::Flag(_) => None,
        }
    }

    /// Yuan as cents; none for less than nothing, parts of a cent, or what is no amount.
    pub fn to_cents(&self) -> Option<i64> {
        match self {
            Self::Integer(yuan) if *yuan >= 0 => yuan.checked_mul(100),
            Self::Text(text) => {
                let text = plain_number(text);
                let (yuan, cents) = text.split_once('.').unwrap_or((&text, "0"));
                let cents = match cents.len() {
                    1 => digits(cents)? * 10,
                    2 => digits(cents)?,
                    _ => return None,
                };
                Some(digits(yuan)? * 100 + cents)
            }
            _ => None,
        }
    }

    /// A date written with the year, the month and the day in this order, whatever stands between them.
    pub fn to_date(&self) -> Option<Date> {
        let Self::Text(text) = self else { return None };
        let text = plain_number(text);
        let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || parts.next().is_some() {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    }

    pub fn to_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Text(text) => match text.trim() {
                "yes" | "true" => Some(true),
                "no" | "false" => Some(false),
                _ => None,
            },
            Self::Integer(_) => None,
        }
    }
}

/// Answers by the id of their question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

impl Answers {
    pub fn get(&self, ask: &str) -> Option<&Answer> {
        self.0.get(ask)
    }

    pub fn set(&mut self, ask: &str, answer: impl Into<Answer>) {
        self.0.insert(ask.to_owned(), answer.into());
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(id, answer)| (id.as_str(), answer))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<A: Into<Answer>> FromIterator<(String, A)> for Answers {
    fn from_iter<I: IntoIterator<Item = (String, A)>>(answers: I) -> Self {
        Self(answers.into_iter().map(|(id, answer)| (id, answer.into())).collect())
    }
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "problem")]
pub enum Problem {
    Missing,
    /// The playbook asks no such thing.
    Unknown,
    NotANumber,
    NotAnAmount,
    NotADate,
    NotAChoice,
    NotYesOrNo,
    TooSmall {
        min: i64,
    },
    TooLarge {
        max: i64,
    },
    /// In characters.
    TooShort {
        min: i64,
    },
    /// In characters.
    TooLong {
        max: i64,
    },
}

impl Problem {
    /// The word for it in message keys.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::NotANumber => "not-a-number",
            Self::NotAnAmount => "not-an-amount",
            Self::NotADate => "not-a-date",
            Self::NotAChoice => "not-a-choice",
            Self::NotYesOrNo => "not-yes-or-no",
            Self::TooSmall { .. } => "too-small",
            Self::TooLarge { .. } => "too-large",
            Self::TooShort { .. } => "too-short",
            Self::TooLong { .. } => "too-long",
        }
    }

    /// The number that would do, where there is one.
    pub const fn bound(&self) -> Option<i64> {
        match self {
            Self::TooSmall { min } | Self::TooShort { min } => Some(*min),
            Self::TooLarge { max } | Self::TooLong { max } => Some(*max),
            _ => None,
        }
    }
}

/// A question whose answer is wrong or missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerProblem {
    pub ask: String,
    #[serde(flatten)]
    pub problem: Problem,
}

impl AnswerProblem {
    pub(super) fn new(ask: &str, problem: Problem) -> Self {
        Self { ask: ask.to_owned(), problem }
    }
}
