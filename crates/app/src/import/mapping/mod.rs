//! The mapping file: which columns of an export become which parts of a report.

mod apply;
mod check;
mod spec;
mod values;

use std::{collections::BTreeMap, path::PathBuf};

use jiff::civil::Date;

pub use spec::Mapping;
pub use values::{DateForm, MoneyUnit, half_width, read_amount, read_date};

use super::{Message, places::Places, read::Damage};

/// What the installation knows: the values that a mapping may name.
#[derive(Debug, Default)]
pub struct Known {
    /// Channels by which a report arrives, such as `phone`.
    pub channels: Vec<String>,
    pub categories: Vec<KnownCategory>,
    pub places: Places,
}

/// A kind of dispute, by code and by its names.
#[derive(Debug, Clone)]
pub struct KnownCategory {
    pub code: String,
    pub names: Vec<String>,
}

impl Known {
    /// The category of a code or of a name.
    pub fn category(&self, said: &str) -> Option<&str> {
        let by_code = self.categories.iter().find(|c| c.code == said);
        by_code
            .or_else(|| self.categories.iter().find(|c| c.names.iter().any(|n| n.eq_ignore_ascii_case(said))))
            .map(|c| c.code.as_str())
    }
}

/// A report as it stands in another register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Line of the file it comes from.
    pub line: u64,
    /// Its number in the other register.
    pub external_id: String,
    pub channel: Option<String>,
    /// Category code; none leaves it to the narrative.
    pub category: Option<String>,
    pub narrative: String,
    pub language: Option<String>,
    pub applicant: Person,
    pub respondents: Vec<Person>,
    /// Region code.
    pub region: Option<String>,
    pub happened_on: Option<Date>,
    pub received_on: Option<Date>,
    /// Hundredths of a yuan.
    pub amount_fen: Option<i64>,
    /// Answers to a playbook's questions, by their id.
    pub answers: BTreeMap<String, String>,
    /// Fields whose value was not understood and, as the mapping says, left out.
    pub left_out: Vec<String>,
}

/// A party as another register writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mapped {
    Report(Box<Draft>),
    /// The mapping's `skip_when` leaves it out.
    Skipped,
}

/// Why a row cannot become a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reject {
    Damaged(Damage),
    /// A field that every report needs is blank.
    Missing {
        field: String,
    },
    /// A value that the field's table does not translate.
    NotInTable {
        field: String,
        value: String,
    },
    UnknownChannel {
        value: String,
    },
    UnknownCategory {
        value: String,
    },
    UnknownPlace {
        value: String,
    },
    NotADate {
        field: String,
        value: String,
    },
    NotAnAmount {
        value: String,
    },
    NotAPhone {
        value: String,
    },
    NotMail {
        value: String,
    },
    TooLong {
        field: String,
        max: usize,
    },
}

impl Reject {
    /// What to tell a person.
    pub fn message(&self) -> Message {
        match self {
            Self::Damaged(damage) => damage.message(),
            Self::Missing { field } => Message::new("import-reject-missing").with("field", field),
            Self::NotInTable { field, value } => {
                Message::new("import-reject-not-in-table").with("field", field).with("value", value)
            }
            Self::UnknownChannel { value } => Message::new("import-reject-channel").with("value", value),
            Self::UnknownCategory { value } => Message::new("import-reject-category").with("value", value),
            Self::UnknownPlace { value } => Message::new("import-reject-place").with("value", value),
            Self::NotADate { field, value } => {
                Message::new("import-reject-date").with("field", field).with("value", value)
            }
            Self::NotAnAmount { value } => Message::new("import-reject-amount").with("value", value),
            Self::NotAPhone { value } => Message::new("import-reject-phone").with("value", value),
            Self::NotMail { value } => Message::new("import-reject-mail").with("value", value),
            Self::TooLong { field, max } => {
                Message::new("import-reject-too-long").with("field", field).with("max", max.to_string())
            }
        }
    }
}

/// What is wrong with a mapping file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {problem:?}", file.display())]
pub struct MappingError {
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    pub problem: Problem,
}

/// A fault of a mapping file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML, or a key that means nothing here; the parser's words.
    Form {
        reason: String,
    },
    NoColumn {
        column: String,
        columns: String,
    },
    /// Neither a column nor a value, or both.
    OneOrigin {
        field: String,
    },
    /// A key that this field has no use for.
    Useless {
        field: String,
        key: &'static str,
    },
    NotAName {
        key: &'static str,
        value: String,
        names: String,
    },
    UnknownChannel {
        value: String,
        channels: String,
    },
    UnknownCategory {
        value: String,
    },
    UnknownRegion {
        value: String,
    },
    DateForm {
        value: String,
    },
    Delimiter {
        value: String,
    },
    Encoding {
        value: String,
    },
    /// A condition to skip rows that never or always holds.
    SkipSaysNothing,
}

impl MappingError {
    /// What to tell a person.
    pub fn message(&self) -> Message {
        let message = match &self.problem {
            Problem::Form { reason } => Message::new("import-mapping-form").with("reason", reason),
            Problem::NoColumn { column, columns } => {
                Message::new("import-mapping-no-column").with("column", column).with("columns", columns)
            }
            Problem::OneOrigin { field } => Message::new("import-mapping-one-origin").with("field", field),
            Problem::Useless { field, key } => {
                Message::new("import-mapping-useless").with("field", field).with("key", *key)
            }
            Problem::NotAName { key, value, names } => {
                Message::new("import-mapping-not-a-name").with("key", *key).with("value", value).with("names", names)
            }
            Problem::UnknownChannel { value, channels } => {
                Message::new("import-mapping-channel").with("value", value).with("channels", channels)
            }
            Problem::UnknownCategory { value } => Message::new("import-mapping-category").with("value", value),
            Problem::UnknownRegion { value } => Message::new("import-mapping-region").with("value", value),
            Problem::DateForm { value } => Message::new("import-mapping-date-form").with("value", value),
            Problem::Delimiter { value } => Message::new("import-mapping-delimiter").with("value", value),
            Problem::Encoding { value } => Message::new("import-mapping-encoding").with("value", value),
            Problem::SkipSaysNothing => Message::new("import-mapping-skip"),
        };
        message.with("file", self.file.display().to_string()).with("line", self.line.to_string())
    }
}

#[cfg(test)]
mod tests;
