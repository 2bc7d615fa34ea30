//! What comes of an import, and how to tell it.

use std::path::PathBuf;

use concord_store::Fault;

use super::{Message, mapping::MappingError, read::ReadError, run::Purpose};
use crate::kit::failure::Failure;

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows read.
    pub rows: u64,
    pub created: u64,
    /// Known already by source and number there.
    pub unchanged: u64,
    /// Left out by the mapping's `skip_when`.
    pub skipped: u64,
    pub rejected: u64,
    /// Single values that were not understood and left blank.
    pub left_out: u64,
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Bytes of the file that were read, and all of them.
    pub position: u64,
    pub size: u64,
    pub counts: Counts,
}

/// How an import ended.
#[derive(Debug)]
pub struct Outcome {
    pub counts: Counts,
    /// Rows that an earlier, interrupted run had dealt with.
    pub resumed_after: u64,
    /// Where the rejected rows stand.
    pub rejects: Option<PathBuf>,
}

impl Outcome {
    /// What to tell a person, one message a line.
    pub fn messages(&self, purpose: Purpose) -> Vec<Message> {
        let counts = self.counts;
        let key = if purpose == Purpose::DryRun { "import-outcome-dry" } else { "import-outcome" };
        let mut messages = vec![
            Message::new(key)
                .with("rows", counts.rows.to_string())
                .with("created", counts.created.to_string())
                .with("unchanged", counts.unchanged.to_string())
                .with("skipped", counts.skipped.to_string())
                .with("rejected", counts.rejected.to_string()),
        ];
        if self.resumed_after > 0 {
            messages.push(Message::new("import-outcome-resumed").with("rows", self.resumed_after.to_string()));
        }
        if counts.left_out > 0 {
            messages.push(Message::new("import-outcome-left-out").with("values", counts.left_out.to_string()));
        }
        if let Some(path) = &self.rejects {
            messages.push(Message::new("import-outcome-rejects").with("file", path.display().to_string()));
        }
        messages
    }
}

/// Why an import did not run or stopped. What was filed before stays; the same command goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("{} faults in the mapping file", .0.len())]
    Mapping(Vec<MappingError>),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("the desk failed: {0}")]
    Desk(#[from] Failure),
}

impl From<Fault> for ImportError {
    fn from(fault: Fault) -> Self {
        Self::Desk(fault.into())
    }
}

impl ImportError {
    /// What to tell a person, one message a line.
    pub fn messages(&self) -> Vec<Message> {
        match self {
            Self::Read(error) => vec![error.message()],
            Self::Mapping(errors) => errors.iter().map(MappingError::message).collect(),
            Self::Io { path, source } => vec![
                Message::new("import-read-io")
                    .with("file", path.display().to_string())
                    .with("reason", source.to_string()),
            ],
            Self::Desk(failure) => vec![Message::new("import-stopped").with("reason", failure.to_string())],
        }
    }
}

impl Counts {
    /// Both together.
    pub(super) fn plus(&self, more: &Self) -> Self {
        Self {
            rows: self.rows + more.rows,
            created: self.created + more.created,
            unchanged: self.unchanged + more.unchanged,
            skipped: self.skipped + more.skipped,
            rejected: self.rejected + more.rejected,
            left_out: self.left_out + more.left_out,
        }
    }
}
