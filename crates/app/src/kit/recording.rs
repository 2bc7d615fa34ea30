//! What one command writes: events, texts, files, read models and the note of a repeated request, in one transaction.

use concord_domain::matter::{Event, Matter, Meta};
use concord_store::Conn;
use concord_store::files::{self, StoredFile};
use concord_store::journal::{self, NewEvent};
use concord_store::sealed::{self, SealedText};

use super::failure::Failure;
use super::once::Once;
use super::read_model::Change;

/// Everything one command writes, ready for the writer's thread.
#[derive(Debug)]
pub struct Recording {
    stream: i64,
    expected: i64,
    /// The matter as it will be.
    pub after: Matter,
    at: i64,
    events: Vec<NewEvent>,
    papers: Papers,
    change: Change,
    once: Option<Once>,
}

/// What is written beside the events that refer to it.
#[derive(Debug)]
pub struct Papers {
    pub texts: Vec<SealedText>,
    pub files: Vec<StoredFile>,
}

impl Recording {
    /// Makes what was decided ready to be written.
    pub fn new(
        expected: i64,
        after: Matter,
        events: &[Event],
        meta: &Meta,
        papers: Papers,
        change: Change,
    ) -> Result<Self, Failure> {
        let events = events
            .iter()
            .map(|event| {
                let data = event.to_json().map_err(Failure::fault)?;
                Ok(NewEvent { kind: event.kind().to_owned(), at: meta.at, actor: meta.actor.clone(), data })
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        Ok(Self { stream: after.id.0, expected, after, at: meta.at, events, papers, change, once: Once::current() })
    }

    /// Writes all of it; within the writer's transaction.
    pub fn write(&self, c: &mut Conn) -> Result<(), Failure> {
        journal::append(c, self.stream, self.expected, &self.events)?;
        sealed::put(c, &self.papers.texts)?;
        for file in &self.papers.files {
            files::attach(c, file, self.stream, self.at)?;
        }
        self.change.apply(c)?;
        if let Some(once) = &self.once {
            once.note(c, self.after.code.as_str(), self.at)?;
        }
        Ok(())
    }
}
