//! Guessing a mapping from an export's headers and first rows, for a person to correct.

mod look;
mod words;
mod write;

use std::{collections::HashMap, sync::Arc};

use look::{Content, Look};
use words::{Fit, ValueWords, WORDS};

use super::{
    mapping::{DateForm, Known, MoneyUnit, read_date},
    places::{By, category_in},
    read::Row,
};

/// Distinct values up to which a column is written out as a table.
const TABLE_VALUES_MAX: usize = 60;
/// Mean length in characters from which a column without a telling header may be the narrative.
const NARRATIVE_LENGTH_MIN: usize = 10;

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The header is a known name and the cells bear it out.
    Certain,
    /// The header holds a known name, or the cells raise a doubt.
    Likely,
    /// Only the cells look like it, or nothing better was found.
    Possible,
}

/// Where a field is thought to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldGuess {
    /// Name of the field as in a mapping file.
    pub field: String,
    /// None: the field gets a constant or the row's fingerprint.
    pub columns: Vec<String>,
    pub certainty: Certainty,
    pub(super) detail: Detail,
}

/// What belongs to a field besides its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Detail {
    None,
    Fingerprint,
    /// One value for all rows.
    Constant(String),
    /// Values found, and what each is thought to mean.
    Table(Vec<(String, Option<String>)>),
    /// How places are written, and in how many of so many rows one was found.
    Place {
        by: By,
        found: usize,
        of: usize,
    },
    /// Forms that read every cell; more than one leaves the order of day and month open.
    Dates(Vec<String>),
    Money(MoneyUnit),
    Repeats,
}

/// A column that is not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    pub column: String,
    /// Key of the message that says why.
    pub why: String,
}

/// A guessed mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    pub fields: Vec<FieldGuess>,
    pub unused: Vec<Unused>,
    /// Fields that every report needs and no column offers.
    pub missing: Vec<&'static str>,
    /// Column of states and those of its values that call a row no report.
    pub void: Option<(String, Vec<String>)>,
}

impl Guess {
    /// Guesses from column names and the first rows.
    pub fn make(columns: &[Arc<str>], rows: &[Row], known: &Known) -> Self {
        let mut guesser = Guesser::new(columns, rows, known);
        let unused = guesser.set_aside();
        let void = guesser.void_states();
        guesser.by_header();
        guesser.by_content();
        guesser.finish(unused, void)
    }

    /// The guess for a field.
    pub fn field(&self, field: &str) -> Option<&FieldGuess> {
        self.fields.iter().find(|f| f.field == field)
    }
}

/// The day orders known from elsewhere, with their patterns.
fn date_forms() -> impl Iterator<Item = (&'static str, DateForm)> {
    WORDS.date_forms.iter().filter_map(|p| DateForm::parse(p).map(|form| (p.as_str(), form)))
}

struct Guesser<'a> {
    columns: Vec<&'a str>,
    looks: HashMap<&'a str, Look>,
    rows: &'a [Row],
    known: &'a Known,
    fields: Vec<FieldGuess>,
}

impl<'a> Guesser<'a> {
    fn new(columns: &'a [Arc<str>], rows: &'a [Row], known: &'a Known) -> Self {
        let columns: Vec<&str> = columns.iter().map(|c| &**c).collect();
        let looks = columns.iter().map(|c| (*c, Look::at(c, rows))).collect();
        Self { columns, looks, rows, known, fields: Vec::new() }
    }

    /// Takes away the columns that a matter does not need.
    fn set_aside(&mut self) -> Vec<Unused> {
        let mut unused = Vec::new();
        let looks = &self.looks;
        self.columns.retain(|column| {
            let never = WORDS
                .nevers
                .iter()
                .find(|never| never.names(column) || never.content.is_some_and(|c| looks[column].is(c)));
            unused.extend(never.map(|n| Unused { column: (*column).to_owned(), why: n.why.clone() }));
            never.is_none()
        });
        unused
    }

    fn void_states(&mut self) -> Option<(String, Vec<String>)> {
        let column = *self.columns.iter().find(|c| WORDS.is_state(c))?;
        let is_void = |v: &&str| WORDS.void_states.iter().any(|w| w.eq_ignore_ascii_case(v));
        let found: Vec<String> = self.looks[column].frequent().into_iter().filter(is_void).map(String::from).collect();
        (!found.is_empty()).then(|| (column.to_owned(), found))
    }

    /// Best fits first; narrative and region may gather several columns of exactly fitting names.
    fn by_header(&mut self) {
        let mut fits: Vec<(Fit, usize, usize)> = Vec::new();
        for (c, column) in self.columns.iter().enumerate() {
            let last_step = column.rsplit_once('.').map(|(_, last)| last);
            for (f, words) in WORDS.fields.iter().enumerate() {
                let fit = words.fit(column).or_else(|| last_step.and_then(|step| words.fit(step)));
                fits.extend(fit.map(|fit| (fit, f, c)));
            }
        }
        fits.sort_unstable();
        let mut taken = vec![false; self.columns.len()];
        for (fit, f, c) in fits {
            let words = &WORDS.fields[f];
            let (column, look) = (self.columns[c], &self.looks[self.columns[c]]);
            let borne_out = words.content.is_none_or(|content| look.is(content)) && !look.values.is_empty();
            let gathers = matches!(words.id.as_str(), "narrative" | "region") && matches!(fit, Fit::Exact(_));
            let held = self.fields.iter_mut().find(|g| g.field == words.id);
            if taken[c] || (matches!(fit, Fit::Part(_)) && !borne_out) || (held.is_some() && !gathers) {
                continue;
            }
            taken[c] = true;
            match held {
                Some(guess) => guess.columns.push(column.to_owned()),
                None => {
                    let sure = borne_out && matches!(fit, Fit::Exact(_));
                    let certainty = if sure { Certainty::Certain } else { Certainty::Likely };
                    self.push(&words.id, &[column], certainty);
                }
            }
        }
        let order = &self.columns;
        for guess in &mut self.fields {
            guess.columns.sort_by_key(|column| order.iter().position(|c| c == column));
        }
    }

    /// What headers left open and cells can tell.
    fn by_content(&mut self) {
        let free = |this: &Self| -> Vec<&'a str> {
            let used = |c: &&str| this.fields.iter().any(|f| f.columns.iter().any(|u| u == c));
            this.columns.iter().copied().filter(|c| !used(c)).collect()
        };
        if !self.has("applicant.phone")
            && let Some(column) = free(self).into_iter().find(|c| self.looks[c].is(Content::Phone))
        {
            self.push("applicant.phone", &[column], Certainty::Possible);
        }
        if !self.has("narrative") {
            let longest = free(self).into_iter().max_by_key(|c| self.looks[c].length());
            if let Some(column) = longest.filter(|c| self.looks[c].length() >= NARRATIVE_LENGTH_MIN) {
                self.push("narrative", &[column], Certainty::Possible);
            }
        }
        if !self.has("external_id") {
            let numbering = |c: &&str| {
                let look = &self.looks[c];
                look.is_numbering(self.rows.len()) && !look.is(Content::Phone) && !look.is(Content::Date)
            };
            if let Some(column) = free(self).into_iter().find(numbering) {
                self.push("external_id", &[column], Certainty::Possible);
            } else {
                self.push("external_id", &[], Certainty::Certain);
            }
        }
        if !self.has("region") {
            let address = self.fields.iter().find(|f| f.field == "applicant.address").map(|f| f.columns.clone());
            match address {
                Some(columns) => {
                    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                    self.push("region", &columns, Certainty::Possible);
                }
                None if self.known.places.top().is_some() => self.push("region", &[], Certainty::Possible),
                None => {}
            }
        }
        if !self.has("channel") && self.known.channels.iter().any(|c| c == "import") {
            self.push("channel", &[], Certainty::Likely);
        }
    }

    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|f| f.field == field)
    }

    fn push(&mut self, field: &str, columns: &[&str], certainty: Certainty) {
        let columns = columns.iter().map(|c| (*c).to_owned()).collect();
        self.fields.push(FieldGuess { field: field.to_owned(), columns, certainty, detail: Detail::None });
    }

    fn finish(mut self, mut unused: Vec<Unused>, void: Option<(String, Vec<String>)>) -> Guess {
        let mut fields = std::mem::take(&mut self.fields);
        for guess in &mut fields {
            self.detail(guess);
        }
        let place = |f: &FieldGuess| WORDS.fields.iter().position(|w| w.id == f.field);
        fields.sort_by_key(place);
        let used = |c: &str| fields.iter().any(|f| f.columns.iter().any(|u| u == c));
        let state = void.as_ref().map(|(column, _)| column.as_str());
        let left = self.columns.iter().filter(|c| !used(c) && Some(**c) != state);
        unused.extend(left.map(|c| Unused { column: (*c).to_owned(), why: "import-unused-unknown".to_owned() }));
        let missing = ["narrative"].into_iter().filter(|f| !fields.iter().any(|g| g.field == *f)).collect();
        Guess { fields, unused, missing, void }
    }

    /// Adds to a guess what its cells say: tables, forms, units.
    fn detail(&self, guess: &mut FieldGuess) {
        let look = guess.columns.first().map(|c| &self.looks[c.as_str()]);
        guess.detail = match (guess.field.as_str(), look) {
            ("external_id", None) => Detail::Fingerprint,
            ("external_id", Some(look)) if !look.is_distinct() => {
                guess.certainty = Certainty::Possible;
                Detail::Repeats
            }
            ("channel", None) => Detail::Constant("import".to_owned()),
            ("channel", Some(look)) => {
                Detail::Table(meanings(look, |value| code_of(value, &WORDS.channels, |c| self.has_channel(c))))
            }
            ("category", Some(look)) => Detail::Table(meanings(look, |value| self.category_of(value))),
            ("region", None) => self.known.places.top().map_or(Detail::None, |t| Detail::Constant(t.to_owned())),
            ("region", Some(_)) => self.place(guess),
            ("happened_on" | "received_on", Some(look)) => {
                let detail = dates(look);
                if detail != Detail::None {
                    guess.certainty = guess.certainty.max(Certainty::Likely);
                }
                detail
            }
            ("amount", _) => {
                let wan = guess.columns.iter().any(|c| WORDS.wan_headers.iter().any(|w| c.contains(w.as_str())));
                Detail::Money(if wan { MoneyUnit::Wan } else { MoneyUnit::Yuan })
            }
            _ => Detail::None,
        };
    }

    fn has_channel(&self, code: &str) -> bool {
        self.known.channels.iter().any(|c| c == code)
    }

    fn category_of(&self, value: &str) -> Option<String> {
        let named = self.known.category(value).map(ToOwned::to_owned);
        named
            .or_else(|| code_of(value, &WORDS.categories, |code| self.known.category(code).is_some()))
            .or_else(|| category_in(value, &self.known.categories).map(ToOwned::to_owned))
    }

    fn place(&self, guess: &mut FieldGuess) -> Detail {
        let texts: Vec<String> = self
            .rows
            .iter()
            .map(|row| guess.columns.iter().filter_map(|c| row.get(c)).collect::<Vec<_>>().join(" "))
            .filter(|text| !text.trim().is_empty())
            .collect();
        let found = |by| texts.iter().filter(|t| self.known.places.find(t, by, None).is_some()).count();
        let (by_address, by_code) = (found(By::Address), found(By::Code));
        let (by, found) = if by_code > by_address { (By::Code, by_code) } else { (By::Address, by_address) };
        if found * 10 < texts.len() * 9 {
            guess.certainty = Certainty::Possible;
        }
        Detail::Place { by, found, of: texts.len() }
    }
}

fn meanings(look: &Look, meaning: impl Fn(&str) -> Option<String>) -> Vec<(String, Option<String>)> {
    look.frequent().into_iter().take(TABLE_VALUES_MAX).map(|value| (value.to_owned(), meaning(value))).collect()
}

fn code_of(value: &str, words: &[ValueWords], is_known: impl Fn(&str) -> bool) -> Option<String> {
    words.iter().find(|w| w.mean(value) && is_known(&w.code)).map(|w| w.code.clone())
}

/// Nothing when years come first; else the forms that read every cell.
fn dates(look: &Look) -> Detail {
    if look.share(|v| read_date(v, &[]).is_some()) > 0.6 {
        return Detail::None;
    }
    let all = |form: &DateForm| look.share(|v| read_date(v, std::slice::from_ref(form)).is_some()) > 0.98;
    let forms: Vec<String> = date_forms().filter(|(_, form)| all(form)).map(|(p, _)| p.to_owned()).collect();
    if forms.is_empty() { Detail::None } else { Detail::Dates(forms) }
}

#[cfg(test)]
mod tests;
