//! A sentence with gaps, and what fills them in a line.

use std::collections::BTreeMap;

use serde_json::Value;

/// What filled the gaps, by name: as JSON, for bodies and comparisons.
pub type Args = BTreeMap<String, Value>;

/// Words by kind: what stands in a line, and what it means.
pub type Words = BTreeMap<String, BTreeMap<String, Value>>;

enum Part {
    Text(String),
    /// Its name within the sentence, and its kind.
    Gap(String, String),
}

/// A pattern such as `{person}受理{matter}`.
pub struct Sentence(Vec<Part>);

impl Sentence {
    /// Reads a pattern; a gap is `{kind}` or `{kind:name}`.
    pub fn parse(pattern: &str) -> Self {
        let mut parts = Vec::new();
        for (at, piece) in pattern.split(['{', '}']).enumerate() {
            if at % 2 == 1 {
                let kind = piece.split(':').next().unwrap_or_default();
                parts.push(Part::Gap(piece.to_owned(), kind.to_owned()));
            } else if !piece.is_empty() {
                parts.push(Part::Text(piece.to_owned()));
            }
        }
        Self(parts)
    }

    /// What fills the gaps, if the line is such a sentence.
    pub fn read(&self, line: &str, words: &Words) -> Option<Args> {
        let mut args = Args::new();
        fill(&self.0, line, words, &mut args).then_some(args)
    }
}

fn fill(parts: &[Part], line: &str, words: &Words, args: &mut Args) -> bool {
    match parts.split_first() {
        None => line.is_empty(),
        Some((Part::Text(text), rest)) => line.strip_prefix(text.as_str()).is_some_and(|l| fill(rest, l, words, args)),
        Some((Part::Gap(name, kind), rest)) => {
            let ends = line.char_indices().map(|(at, _)| at).skip(1).chain([line.len()]);
            for end in ends.filter(|end| *end > 0) {
                let Some(value) = value(kind, &line[..end], words) else { continue };
                if fill(rest, &line[end..], words, args) {
                    args.insert(name.clone(), value);
                    return true;
                }
            }
            false
        }
    }
}

fn value(kind: &str, text: &str, words: &Words) -> Option<Value> {
    // An account is written as the person who has it.
    let table = if kind == "account" { "person" } else { kind };
    if let Some(table) = words.get(table) {
        return table.get(text).cloned();
    }
    match kind {
        "number" => text.parse::<i64>().ok().map(Value::from),
        "date" => date(text).map(|date| date.to_string().into()),
        "matter" => (text.chars().count() == 1).then(|| text.into()),
        "name" => (text.chars().count() <= 4 && !text.contains(['\u{ff0c}', '\u{5728}'])).then(|| text.into()),
        _ => Some(text.into()),
    }
}

/// `3月5日` of 2026, or `2027年1月4日`.
fn date(text: &str) -> Option<jiff::civil::Date> {
    let mut numbers = Vec::new();
    let mut units = String::new();
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            numbers.push(std::mem::take(&mut digits).parse::<i16>().ok()?);
            units.push(c);
        }
    }
    let (year, rest) = match units.as_str() {
        "\u{5e74}\u{6708}\u{65e5}" => (numbers[0], &numbers[1..]),
        "\u{6708}\u{65e5}" => (2026, &numbers[..]),
        _ => return None,
    };
    jiff::civil::Date::new(year, i8::try_from(rest[0]).ok()?, i8::try_from(rest[1]).ok()?).ok()
}
