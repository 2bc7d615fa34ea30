//! What a proof found.

use serde::Serialize;

/// Differences that are told one by one; the others are only counted.
const SHOWN_MAX: usize = 20;

/// What is wrong with a row, an event or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An event does not follow from those before it: somebody changed history. `rebuild` does not repair it.
    BrokenChain,
    /// A history that this program cannot read.
    Unreadable,
    /// A sealed text that is not the one whose digest was recorded, or is not there.
    WrongText,
    /// Should be there.
    Missing,
    /// Should not be there.
    Extra,
    /// Is there with other values.
    Different,
}

/// One thing that is not as the journal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `event`, `sealed`, `search`, `tally`, or the read model's table.
    pub table: &'static str,
    pub kind: Kind,
    /// Which row: its key's values, or the stream's number.
    pub key: String,
    /// What should be there, and what is.
    pub detail: String,
}

/// What a proof looked at and found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    pub matters: u64,
    pub events: u64,
    pub texts: u64,
    /// Rows of read models.
    pub rows: u64,
    /// Counters.
    pub tallies: u64,
    /// How many in all.
    pub differences: u64,
    /// The first of them.
    pub shown: Vec<Difference>,
}

impl Report {
    /// Notes a difference.
    pub(super) fn differs(&mut self, table: &'static str, kind: Kind, key: String, detail: String) {
        self.differences += 1;
        if self.shown.len() < SHOWN_MAX {
            self.shown.push(Difference { table, kind, key, detail });
        }
    }
}

/// What is being looked at, or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Matters,
    Tallies,
}

/// How far the work has come; `total` is an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    pub done: u64,
    pub total: u64,
}
