//! What is written on a matter and put into its file, and whom it is between.

use super::{Audience, Event, FileAttached, FileRepresented, Matter, Recorded};
use crate::sealed::Sealed;

/// A photo, scan or recording of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub no: u32,
    pub file: i64,
    pub media_type: String,
    pub size: i64,
    pub name: Sealed,
    pub audience: Audience,
    pub party: Option<u32>,
    /// Of what somebody sent who represents the party: the id of their sealed details.
    pub representative: Option<i64>,
    pub at: i64,
}

impl Attachment {
    /// Who sent it; nobody where it was the staff.
    pub fn between(&self) -> Option<Between> {
        let party = self.party?;
        let person = |person| Between::Representative { party, person };
        Some(self.representative.map_or(Between::Party(party), person))
    }
}

/// What was written on a matter: a note of the staff or a message of either side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub no: u32,
    pub kind: EntryKind,
    pub at: i64,
    pub actor: String,
    pub party: Option<u32>,
    pub audience: Audience,
    /// Of a message: whom it is between, beside the staff.
    pub between: Between,
    pub text: Sealed,
}

/// Whom a message is between, beside the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// All parties, and who represents them.
    Everybody,
    /// A party alone.
    Party(u32),
    /// Who represents a party, alone; `person` is the id of their sealed details, so that whoever comes after them reads nothing of it.
    Representative { party: u32, person: i64 },
}

/// Which side of the counter an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Note,
    Message,
}

fn attachment(sent: FileAttached, representative: Option<i64>, at: i64) -> Attachment {
    let FileAttached { no, file, media_type, size, name, audience, party } = sent;
    Attachment { no, file, media_type, size, name, audience, party, representative, at }
}

impl Matter {
    pub(super) fn apply_entry(&mut self, recorded: &Recorded) {
        let (at, actor) = (recorded.meta.at, recorded.meta.actor.clone());
        let message = |no: u32, party: Option<u32>, between: Between, text: &Sealed| Entry {
            no,
            kind: EntryKind::Message,
            at,
            actor: actor.clone(),
            party,
            audience: Audience::Parties,
            between,
            text: text.clone(),
        };
        match &recorded.event {
            Event::NoteWritten(e) => self.entries.push(Entry {
                kind: EntryKind::Note,
                audience: e.audience,
                ..message(e.no, None, Between::Everybody, &e.text)
            }),
            Event::MessageSent(e) => {
                let between = e.party.map_or(Between::Everybody, Between::Party);
                self.entries.push(message(e.no, e.party, between, &e.text));
            }
            Event::MessageAddressed(e) => {
                let party = e.party;
                let person = |person| Between::Representative { party, person };
                let between = e.representative.map_or(Between::Party(party), person);
                self.entries.push(message(e.no, None, between, &e.text));
            }
            Event::MessageRepresented(e) => {
                let between = Between::Representative { party: e.party, person: e.representative };
                self.entries.push(message(e.no, Some(e.party), between, &e.text));
            }
            Event::FileAttached(e) => self.files.push(attachment(e.clone(), None, at)),
            Event::FileRepresented(e) => {
                let FileRepresented { no, file, media_type, size, name, audience, party, representative } = e.clone();
                let sent = FileAttached { no, file, media_type, size, name, audience, party: Some(party) };
                self.files.push(attachment(sent, Some(representative), at));
            }
            _ => {}
        }
    }
}
