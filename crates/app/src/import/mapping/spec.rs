//! The form of a mapping file, read strictly: what is not understood is refused with its line.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use super::{
    MappingError, Problem,
    values::{DateForm, MoneyUnit},
};
use crate::import::{
    places::By,
    read::{self, Hints},
};

/// A mapping file that has been read. `check` it against a source before use.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Name of the other register; with a row's number there it makes a report known again.
    pub source: String,
    /// How to open the file.
    pub hints: Hints,
    /// Cells that say nothing, such as a dash.
    pub(super) empty: Vec<String>,
    pub(super) external_id: Spec,
    pub(super) narrative: Spec,
    pub(super) channel: Option<Spec>,
    pub(super) category: Option<Spec>,
    pub(super) language: Option<Spec>,
    pub(super) region: Option<Spec>,
    pub(super) happened_on: Option<Spec>,
    pub(super) received_on: Option<Spec>,
    pub(super) amount: Option<Spec>,
    pub(super) applicant: PersonSpec,
    pub(super) respondent: PersonSpec,
    pub(super) answers: Vec<(String, Spec)>,
    pub(super) skip_when: Vec<Skip>,
    pub(super) file: PathBuf,
    /// Where each line of the mapping file begins.
    pub(super) lines: Vec<usize>,
}

/// How one field comes about.
#[derive(Debug, Clone, Default)]
pub(super) struct Spec {
    /// Name of the field, as in the mapping file.
    pub field: String,
    pub columns: Vec<String>,
    pub join: String,
    pub value: Option<String>,
    pub default: Option<String>,
    pub table: Option<HashMap<String, String>>,
    pub otherwise: Option<String>,
    pub formats: Vec<DateForm>,
    pub unit: MoneyUnit,
    pub by: By,
    pub within: Option<String>,
    pub split: Option<String>,
    /// The row's own fingerprint.
    pub fingerprint: bool,
    pub at: usize,
    pub column_at: Vec<usize>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct PersonSpec {
    pub name: Option<Spec>,
    pub phone: Option<Spec>,
    pub email: Option<Spec>,
    pub address: Option<Spec>,
}

#[derive(Debug, Clone)]
pub(super) struct Skip {
    pub column: String,
    pub is: Vec<String>,
    pub contains: Vec<String>,
    pub empty: bool,
    pub at: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    source: String,
    #[serde(default)]
    file: WrittenFile,
    #[serde(default)]
    empty: Vec<String>,
    external_id: Spanned<WrittenSpec>,
    narrative: Spanned<WrittenSpec>,
    channel: Option<Spanned<WrittenSpec>>,
    category: Option<Spanned<WrittenSpec>>,
    language: Option<Spanned<WrittenSpec>>,
    region: Option<Spanned<WrittenSpec>>,
    happened_on: Option<Spanned<WrittenSpec>>,
    received_on: Option<Spanned<WrittenSpec>>,
    amount: Option<Spanned<WrittenSpec>>,
    #[serde(default)]
    applicant: WrittenPerson,
    #[serde(default)]
    respondent: WrittenPerson,
    #[serde(default)]
    answers: BTreeMap<String, Spanned<WrittenSpec>>,
    #[serde(default)]
    skip_when: Vec<Spanned<WrittenSkip>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    encoding: Option<Spanned<String>>,
    delimiter: Option<Spanned<String>>,
    sheet: Option<String>,
    header_line: Option<u64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenPerson {
    name: Option<Spanned<WrittenSpec>>,
    phone: Option<Spanned<WrittenSpec>>,
    email: Option<Spanned<WrittenSpec>>,
    address: Option<Spanned<WrittenSpec>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSpec {
    column: Option<Spanned<String>>,
    columns: Option<Vec<Spanned<String>>>,
    join: Option<String>,
    value: Option<String>,
    default: Option<String>,
    table: Option<HashMap<String, String>>,
    otherwise: Option<String>,
    formats: Option<Vec<Spanned<String>>>,
    unit: Option<Spanned<String>>,
    by: Option<Spanned<String>>,
    within: Option<String>,
    split: Option<String>,
    from: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSkip {
    column: String,
    #[serde(default)]
    is: Vec<String>,
    #[serde(default)]
    contains: Vec<String>,
    empty: Option<bool>,
}

/// What a field may be told beyond where it comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Text,
    Names,
    Date,
    Amount,
    Region,
}

impl Mapping {
    /// Reads a mapping file; `file` is named in errors.
    ///
    /// # Errors
    /// The first fault of form, with its line.
    pub fn parse(file: &Path, text: &str) -> Result<Self, MappingError> {
        let reader = Reader { file, text };
        let written: Written = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            reader.error(at, Problem::Form { reason: e.message().to_owned() })
        })?;
        let spec = |field: &str, kind, written| reader.spec(field, kind, written);
        let optional = |field: &str, kind, written: Option<_>| written.map(|w| reader.spec(field, kind, w)).transpose();
        Ok(Self {
            source: written.source,
            hints: reader.hints(written.file)?,
            empty: written.empty,
            external_id: spec("external_id", Kind::Id, written.external_id)?,
            narrative: spec("narrative", Kind::Text, written.narrative)?,
            channel: optional("channel", Kind::Text, written.channel)?,
            category: optional("category", Kind::Text, written.category)?,
            language: optional("language", Kind::Text, written.language)?,
            region: optional("region", Kind::Region, written.region)?,
            happened_on: optional("happened_on", Kind::Date, written.happened_on)?,
            received_on: optional("received_on", Kind::Date, written.received_on)?,
            amount: optional("amount", Kind::Amount, written.amount)?,
            applicant: reader.person("applicant", Kind::Text, written.applicant)?,
            respondent: reader.person("respondent", Kind::Names, written.respondent)?,
            answers: written
                .answers
                .into_iter()
                .map(|(id, w)| Ok((id.clone(), reader.spec(&format!("answers.{id}"), Kind::Text, w)?)))
                .collect::<Result<_, MappingError>>()?,
            skip_when: written.skip_when.into_iter().map(|w| reader.skip(w)).collect::<Result<_, _>>()?,
            file: file.to_owned(),
            lines: std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect(),
        })
    }
}

struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn error(&self, at: usize, problem: Problem) -> MappingError {
        let line = self.text[..at.min(self.text.len())].matches('\n').count() + 1;
        MappingError { file: self.file.to_owned(), line, problem }
    }

    fn hints(&self, written: WrittenFile) -> Result<Hints, MappingError> {
        if let Some(encoding) = &written.encoding
            && read::named(encoding.get_ref()).is_none()
        {
            let value = encoding.get_ref().clone();
            return Err(self.error(encoding.span().start, Problem::Encoding { value }));
        }
        let delimiter = match &written.delimiter {
            None => None,
            Some(said) => match said.get_ref().as_bytes() {
                [byte] if byte.is_ascii() => Some(*byte),
                _ => {
                    let value = said.get_ref().clone();
                    return Err(self.error(said.span().start, Problem::Delimiter { value }));
                }
            },
        };
        let encoding = written.encoding.map(Spanned::into_inner);
        Ok(Hints { encoding, delimiter, sheet: written.sheet, header_line: written.header_line })
    }

    fn person(&self, who: &str, name: Kind, written: WrittenPerson) -> Result<PersonSpec, MappingError> {
        let one = |part: &str, kind, written: Option<_>| {
            written.map(|w| self.spec(&format!("{who}.{part}"), kind, w)).transpose()
        };
        Ok(PersonSpec {
            name: one("name", name, written.name)?,
            phone: one("phone", Kind::Text, written.phone)?,
            email: one("email", Kind::Text, written.email)?,
            address: one("address", Kind::Text, written.address)?,
        })
    }

    fn spec(&self, field: &str, kind: Kind, written: Spanned<WrittenSpec>) -> Result<Spec, MappingError> {
        let span = written.span();
        let at = span.start;
        let written = written.into_inner();
        self.only_useful(field, kind, at, &written)?;
        let fingerprint = self.word(written.from.as_ref(), "from", &[("content", true)])?.unwrap_or_default();
        let picked: Vec<_> = written.column.into_iter().chain(written.columns.into_iter().flatten()).collect();
        let origins = [!picked.is_empty(), written.value.is_some(), fingerprint];
        if origins.iter().filter(|o| **o).count() != 1 {
            return Err(self.error(at, Problem::OneOrigin { field: field.to_owned() }));
        }
        let formats = written.formats.into_iter().flatten().map(|form| self.date_form(&form));
        Ok(Spec {
            field: field.to_owned(),
            column_at: picked.iter().map(|c| c.span().start).collect(),
            columns: picked.into_iter().map(Spanned::into_inner).collect(),
            join: written.join.unwrap_or_else(|| if kind == Kind::Text { "\n".into() } else { " ".into() }),
            value: written.value,
            default: written.default,
            table: written.table,
            otherwise: written.otherwise,
            formats: formats.collect::<Result<_, _>>()?,
            unit: self.word(written.unit.as_ref(), "unit", MoneyUnit::NAMES)?.unwrap_or_default(),
            by: self.word(written.by.as_ref(), "by", By::NAMES)?.unwrap_or_default(),
            within: written.within,
            split: written.split,
            fingerprint,
            at,
        })
    }

    fn only_useful(&self, field: &str, kind: Kind, at: usize, written: &WrittenSpec) -> Result<(), MappingError> {
        let keys = [
            ("formats", written.formats.is_some(), kind == Kind::Date),
            ("unit", written.unit.is_some(), kind == Kind::Amount),
            ("by", written.by.is_some(), kind == Kind::Region),
            ("within", written.within.is_some(), kind == Kind::Region),
            ("split", written.split.is_some(), kind == Kind::Names),
            ("from", written.from.is_some(), kind == Kind::Id),
            ("table", written.table.is_some(), matches!(kind, Kind::Text | Kind::Names | Kind::Region)),
            ("otherwise", written.otherwise.is_some(), kind != Kind::Id),
        ];
        match keys.into_iter().find(|(_, said, useful)| *said && !*useful) {
            Some((key, _, _)) => Err(self.error(at, Problem::Useless { field: field.to_owned(), key })),
            None => Ok(()),
        }
    }

    /// One of a few words that a key knows.
    fn word<T: Copy>(
        &self,
        said: Option<&Spanned<String>>,
        key: &'static str,
        names: &[(&str, T)],
    ) -> Result<Option<T>, MappingError> {
        let Some(said) = said else { return Ok(None) };
        match names.iter().find(|(name, _)| name == said.get_ref()) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let names = names.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
                Err(self.error(said.span().start, Problem::NotAName { key, value: said.get_ref().clone(), names }))
            }
        }
    }

    fn date_form(&self, said: &Spanned<String>) -> Result<DateForm, MappingError> {
        DateForm::parse(said.get_ref())
            .ok_or_else(|| self.error(said.span().start, Problem::DateForm { value: said.get_ref().clone() }))
    }

    fn skip(&self, written: Spanned<WrittenSkip>) -> Result<Skip, MappingError> {
        let Range { start: at, .. } = written.span();
        let written = written.into_inner();
        if written.is.is_empty() && written.contains.is_empty() && written.empty != Some(true) {
            return Err(self.error(at, Problem::SkipSaysNothing));
        }
        let empty = written.empty.unwrap_or_default();
        Ok(Skip { column: written.column, is: written.is, contains: written.contains, empty, at })
    }
}
