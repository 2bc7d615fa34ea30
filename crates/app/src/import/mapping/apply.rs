//! From a row to a report.

use std::fmt::Write as _;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{
    Draft, Known, Mapped, Mapping, Person, Reject,
    spec::{PersonSpec, Spec},
    values::{half_width, read_amount, read_date},
};
use crate::{
    import::read::Row,
    kit::filing::{email_fits, phone_fits},
};

/// Longest narrative, in characters.
const NARRATIVE_MAX: usize = 20_000;
/// Longest of all other texts, in characters.
const TEXT_MAX: usize = 500;
/// Bytes of a row's fingerprint that serve as its number.
const FINGERPRINT_BYTES: usize = 12;

impl Mapping {
    /// Makes a report of a row.
    ///
    /// # Errors
    /// [`Reject`]: the first thing that keeps the row from being a report.
    pub fn map(&self, row: &Row, known: &Known) -> Result<Mapped, Reject> {
        if let Some(damage) = &row.damage {
            return Err(Reject::Damaged(damage.clone()));
        }
        if self.skips(row) {
            return Ok(Mapped::Skipped);
        }
        let mut left_out = Vec::new();
        let mut draft = Draft {
            line: row.line,
            external_id: self.external_id(row)?,
            narrative: self.needed(&self.narrative, row, NARRATIVE_MAX)?,
            channel: self.channel(row, known, &mut left_out)?,
            category: self.category(row, known, &mut left_out)?,
            language: self.optional(self.language.as_ref(), row, &mut left_out)?,
            region: self.region(row, known, &mut left_out)?,
            happened_on: self.date(self.happened_on.as_ref(), row, &mut left_out)?,
            received_on: self.date(self.received_on.as_ref(), row, &mut left_out)?,
            amount_fen: self.amount(row, &mut left_out)?,
            applicant: self.person(&self.applicant, row, &mut left_out)?,
            respondents: self.respondents(row, &mut left_out)?,
            ..Draft::default()
        };
        for (id, spec) in &self.answers {
            if let Some(answer) = self.understood(spec, row, &mut left_out)? {
                draft.answers.insert(id.clone(), answer);
            }
        }
        draft.left_out = left_out;
        Ok(Mapped::Report(Box::new(draft)))
    }

    fn skips(&self, row: &Row) -> bool {
        self.skip_when.iter().any(|skip| {
            let text = row.get(&skip.column).unwrap_or_default();
            skip.is.iter().any(|v| *v == *text)
                || skip.contains.iter().any(|v| text.contains(v.as_str()))
                || (skip.empty && self.is_empty(&text))
        })
    }

    fn is_empty(&self, text: &str) -> bool {
        text.is_empty() || self.empty.iter().any(|word| word == text)
    }

    /// A field's text before its table: the filled columns joined, or the constant, or the default.
    fn raw(&self, spec: &Spec, row: &Row) -> String {
        if let Some(value) = &spec.value {
            return value.clone();
        }
        let mut joined = String::new();
        for column in &spec.columns {
            let text = row.get(column).unwrap_or_default();
            // A title that only repeats the beginning of the text adds nothing.
            if self.is_empty(&text) || joined.contains(&*text) {
                continue;
            }
            if !joined.is_empty() {
                if text.starts_with(joined.as_str()) {
                    joined.clear();
                } else {
                    joined.push_str(&spec.join);
                }
            }
            joined.push_str(&text);
        }
        if joined.is_empty() { spec.default.clone().unwrap_or_default() } else { joined }
    }

    /// A field's text after its table; none when blank or, as the mapping says, left out.
    fn understood(&self, spec: &Spec, row: &Row, left_out: &mut Vec<String>) -> Result<Option<String>, Reject> {
        let raw = self.raw(spec, row);
        if raw.is_empty() {
            return Ok(None);
        }
        let text = match &spec.table {
            None => raw,
            Some(table) => match table.get(&raw) {
                // A translation left blank is no mistake of the row.
                Some(meaning) if meaning.is_empty() => spec.otherwise.clone().unwrap_or_default(),
                Some(meaning) => meaning.clone(),
                None => {
                    let reject = Reject::NotInTable { field: spec.field.clone(), value: raw };
                    return instead(spec, left_out, reject);
                }
            },
        };
        if text.chars().count() > TEXT_MAX {
            return instead(spec, left_out, Reject::TooLong { field: spec.field.clone(), max: TEXT_MAX });
        }
        Ok(Some(text).filter(|t| !t.is_empty()))
    }

    fn optional(&self, spec: Option<&Spec>, row: &Row, left_out: &mut Vec<String>) -> Result<Option<String>, Reject> {
        spec.map_or(Ok(None), |spec| self.understood(spec, row, left_out))
    }

    fn needed(&self, spec: &Spec, row: &Row, max: usize) -> Result<String, Reject> {
        let text = self.raw(spec, row);
        if text.is_empty() {
            return Err(Reject::Missing { field: spec.field.clone() });
        }
        if text.chars().count() > max {
            return Err(Reject::TooLong { field: spec.field.clone(), max });
        }
        Ok(text)
    }

    fn external_id(&self, row: &Row) -> Result<String, Reject> {
        if !self.external_id.fingerprint {
            return self.needed(&self.external_id, row, TEXT_MAX);
        }
        let mut hash = Sha256::new();
        for (column, text) in &row.fields {
            hash.update((column.len() as u64).to_be_bytes());
            hash.update(column.as_bytes());
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        let mut id = String::with_capacity(4 + 2 * FINGERPRINT_BYTES);
        id.push_str("row-");
        for byte in hash.finalize().iter().take(FINGERPRINT_BYTES) {
            let _ = write!(id, "{byte:02x}");
        }
        Ok(id)
    }

    fn channel(&self, row: &Row, known: &Known, left_out: &mut Vec<String>) -> Result<Option<String>, Reject> {
        let (Some(spec), Some(value)) = (&self.channel, self.optional(self.channel.as_ref(), row, left_out)?) else {
            return Ok(None);
        };
        if known.channels.contains(&value) {
            return Ok(Some(value));
        }
        instead(spec, left_out, Reject::UnknownChannel { value })
    }

    fn category(&self, row: &Row, known: &Known, left_out: &mut Vec<String>) -> Result<Option<String>, Reject> {
        let (Some(spec), Some(value)) = (&self.category, self.optional(self.category.as_ref(), row, left_out)?) else {
            return Ok(None);
        };
        if let Some(code) = known.category(&value) {
            return Ok(Some(code.to_owned()));
        }
        let reject = Reject::UnknownCategory { value };
        let named = instead(spec, left_out, reject)?;
        Ok(named.and_then(|n| known.category(&n).map(ToOwned::to_owned)))
    }

    fn region(&self, row: &Row, known: &Known, left_out: &mut Vec<String>) -> Result<Option<String>, Reject> {
        let Some(spec) = &self.region else { return Ok(None) };
        if let Some(code) = &spec.value {
            return Ok(Some(code.clone()));
        }
        let Some(text) = self.understood(spec, row, left_out)? else {
            return instead(spec, left_out, Reject::Missing { field: spec.field.clone() });
        };
        // What the table gives or the default says is a code already.
        let found = if spec.table.is_some() || Some(&text) == spec.default.as_ref() {
            known.places.code(&text)
        } else {
            known.places.find(&text, spec.by, spec.within.as_deref())
        };
        match found {
            Some(code) => Ok(Some(code.to_owned())),
            None => instead(spec, left_out, Reject::UnknownPlace { value: text }),
        }
    }

    fn date(&self, spec: Option<&Spec>, row: &Row, left_out: &mut Vec<String>) -> Result<Option<Date>, Reject> {
        let Some(spec) = spec else { return Ok(None) };
        let Some(text) = self.understood(spec, row, left_out)? else { return Ok(None) };
        if let Some(date) = read_date(&text, &spec.formats) {
            return Ok(Some(date));
        }
        let other = instead(spec, left_out, Reject::NotADate { field: spec.field.clone(), value: text })?;
        Ok(other.and_then(|text| read_date(&text, &[])))
    }

    fn amount(&self, row: &Row, left_out: &mut Vec<String>) -> Result<Option<i64>, Reject> {
        let Some(spec) = &self.amount else { return Ok(None) };
        let Some(text) = self.understood(spec, row, left_out)? else { return Ok(None) };
        if let Some(fen) = read_amount(&text, spec.unit) {
            return Ok(Some(fen));
        }
        let other = instead(spec, left_out, Reject::NotAnAmount { value: text })?;
        Ok(other.and_then(|text| read_amount(&text, spec.unit)))
    }

    fn person(&self, spec: &PersonSpec, row: &Row, left_out: &mut Vec<String>) -> Result<Person, Reject> {
        Ok(Person {
            name: self.optional(spec.name.as_ref(), row, left_out)?.unwrap_or_default(),
            phone: self.phone(spec.phone.as_ref(), row, left_out)?,
            email: self.email(spec.email.as_ref(), row, left_out)?,
            address: self.optional(spec.address.as_ref(), row, left_out)?.unwrap_or_default(),
        })
    }

    fn phone(&self, spec: Option<&Spec>, row: &Row, left_out: &mut Vec<String>) -> Result<String, Reject> {
        let (Some(spec), Some(value)) = (spec, self.optional(spec, row, left_out)?) else { return Ok(String::new()) };
        let phone: String = value.chars().map(half_width).filter(|c| !matches!(c, ' ' | '-')).collect();
        if phone_fits(&phone) {
            return Ok(phone);
        }
        Ok(instead(spec, left_out, Reject::NotAPhone { value })?.unwrap_or_default())
    }

    fn email(&self, spec: Option<&Spec>, row: &Row, left_out: &mut Vec<String>) -> Result<String, Reject> {
        let (Some(spec), Some(value)) = (spec, self.optional(spec, row, left_out)?) else { return Ok(String::new()) };
        if email_fits(&value) {
            return Ok(value);
        }
        Ok(instead(spec, left_out, Reject::NotMail { value })?.unwrap_or_default())
    }

    fn respondents(&self, row: &Row, left_out: &mut Vec<String>) -> Result<Vec<Person>, Reject> {
        let first = self.person(&self.respondent, row, left_out)?;
        if first == Person::default() {
            return Ok(Vec::new());
        }
        let separators = self.respondent.name.as_ref().and_then(|s| s.split.as_deref()).unwrap_or_default();
        let mut names = first.name.split(|c| separators.contains(c)).map(str::trim).filter(|n| !n.is_empty());
        let mut people = vec![Person { name: names.next().unwrap_or_default().to_owned(), ..first.clone() }];
        people.extend(names.map(|name| Person { name: name.to_owned(), ..Person::default() }));
        Ok(people)
    }
}

/// What stands in for a value that is not understood: the mapping's `otherwise`, where blank means to leave it out; else the row is rejected.
fn instead(spec: &Spec, left_out: &mut Vec<String>, reject: Reject) -> Result<Option<String>, Reject> {
    match &spec.otherwise {
        None => Err(reject),
        Some(value) if value.is_empty() => {
            left_out.push(spec.field.clone());
            Ok(None)
        }
        Some(value) => Ok(Some(value.clone())),
    }
}
