//! Dates and amounts as other registers write them.

use std::sync::LazyLock;

use jiff::{
    civil::{Date, date},
    fmt::strtime::BrokenDownTime,
};
use serde::Deserialize;

/// One way to write a date, such as `%Y/%m/%d %H:%M`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateForm(String);

impl DateForm {
    /// Takes a strftime pattern; none when it cannot tell a day.
    pub fn parse(pattern: &str) -> Option<Self> {
        // A day whose parts all differ shows whether the pattern carries the whole of it.
        let probe = date(2031, 10, 27);
        let written = jiff::fmt::strtime::format(pattern, probe.at(13, 45, 0, 0)).ok()?;
        let form = Self(pattern.to_owned());
        (form.read(&written) == Some(probe)).then_some(form)
    }

    fn read(&self, text: &str) -> Option<Date> {
        BrokenDownTime::parse(&self.0, text).ok()?.to_date().ok()
    }
}

/// Reads a date: by the given forms, or, without any, year first, in digits, with or without a time behind it.
///
/// Day-first and month-first dates look alike; they are read only when a form says which.
pub fn read_date(text: &str, forms: &[DateForm]) -> Option<Date> {
    let text = text.trim();
    if !forms.is_empty() {
        return forms.iter().find_map(|form| form.read(text));
    }
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
    let first = parts.next()?;
    let (year, month, day) = match first.len() {
        4 => (first, parts.next()?, parts.next()?),
        8 | 12 | 14 => (&first[..4], &first[4..6], &first[6..8]),
        _ => return None,
    };
    if !text.starts_with(first) || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// What a bare number of an amount column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MoneyUnit {
    #[default]
    Yuan,
    /// Ten thousand yuan.
    Wan,
    /// A hundredth of a yuan.
    Fen,
}

impl MoneyUnit {
    /// Names in a mapping file.
    pub const NAMES: &'static [(&'static str, Self)] = &[("yuan", Self::Yuan), ("wan", Self::Wan), ("fen", Self::Fen)];

    fn in_fen(self) -> i128 {
        match self {
            Self::Yuan => 100,
            Self::Wan => 1_000_000,
            Self::Fen => 1,
        }
    }
}

/// Money words, in a data file since they are words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyWords {
    /// Left out before and after the number.
    currency: Vec<String>,
    /// Unit word and what it is worth in fen; longest first.
    units: Vec<(String, i64)>,
}

static MONEY: LazyLock<MoneyWords> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "embedded data, read by a test")]
    toml::from_str(include_str!("money.toml")).expect("money.toml")
});

/// Reads an amount into hundredths of a yuan; a unit in the text outweighs `unit`. Not negative; fractions of a fen are refused.
pub fn read_amount(text: &str, unit: MoneyUnit) -> Option<i64> {
    let folded: String = text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != ',').collect();
    let mut rest = folded.as_str();
    for word in &MONEY.currency {
        rest = rest.strip_prefix(word.as_str()).unwrap_or(rest);
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (number, tail) = rest.split_at(digits);
    let worth = if tail.is_empty() || MONEY.currency.iter().any(|w| w == tail) {
        unit.in_fen()
    } else {
        i128::from(MONEY.units.iter().find(|(word, _)| word == tail)?.1)
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || fraction.contains('.') || whole.len() > 15 || fraction.len() > 12 {
        return None;
    }
    let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    let scaled = (whole.parse::<i128>().ok()? * scale + format!("0{fraction}").parse::<i128>().ok()?) * worth;
    if scaled % scale != 0 {
        return None;
    }
    i64::try_from(scaled / scale).ok()
}

/// The half-width form of a full-width character.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
