//! What is written on a matter and put into its file: notes, messages, attachments.

use crate::matter::{
    Audience, Event, FileAttached, FileRepresented, MOST_ENTRIES, Matter, MessageAddressed, MessageRepresented,
    MessageSent, NoteWritten, next_no,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

fn next(matter: &Matter) -> Result<u32, Refusal> {
    next_no(matter.entries.len(), matter.entries.iter().map(|e| e.no).max())
}

/// A note of the staff, for colleagues or for the parties too.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`].
pub fn note(matter: &Matter, audience: Audience, text: Sealed) -> Result<Vec<Event>, Refusal> {
    matter.not_archived()?;
    Ok(vec![NoteWritten { no: next(matter)?, audience, text }.into()])
}

/// A message between a party (`Some`) and the staff (`None`).
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`], [`Refusal::NoSuchEntry`].
pub fn message(matter: &Matter, party: Option<u32>, text: Sealed) -> Result<Vec<Event>, Refusal> {
    matter.not_archived()?;
    if let Some(no) = party {
        matter.party(no).ok_or(Refusal::NoSuchEntry { no })?;
    }
    Ok(vec![MessageSent { no: next(matter)?, party, text }.into()])
}

/// The one whom a message is for, or from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correspondent {
    /// A party.
    Party(u32),
    /// Who represents this party.
    Representative(u32),
}

/// Who represents a party, by the id of their sealed details.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::NotRepresented`].
fn representative_of(matter: &Matter, party: u32) -> Result<i64, Refusal> {
    let found = matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    found.representative.as_ref().map(|person| person.id).ok_or(Refusal::NotRepresented { party })
}

/// A message of the staff that nobody reads but the one it is for, and colleagues.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`], [`Refusal::NoSuchEntry`], [`Refusal::NotRepresented`].
pub fn address(matter: &Matter, to: Correspondent, text: Sealed) -> Result<Vec<Event>, Refusal> {
    matter.not_archived()?;
    let (party, representative) = match to {
        Correspondent::Party(no) => (matter.party(no).ok_or(Refusal::NoSuchEntry { no })?.no, None),
        Correspondent::Representative(no) => (no, Some(representative_of(matter, no)?)),
    };
    Ok(vec![MessageAddressed { no: next(matter)?, party, representative, text }.into()])
}

/// A message to the staff, which nobody else reads.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`], [`Refusal::NoSuchEntry`], [`Refusal::NotRepresented`].
pub fn from(matter: &Matter, who: Correspondent, text: Sealed) -> Result<Vec<Event>, Refusal> {
    let party = match who {
        Correspondent::Party(no) => return message(matter, Some(no), text),
        Correspondent::Representative(no) => no,
    };
    matter.not_archived()?;
    let representative = representative_of(matter, party)?;
    Ok(vec![MessageRepresented { no: next(matter)?, party, representative, text }.into()])
}

/// A stored file to attach.
#[derive(Clone, Debug)]
pub struct Attach {
    /// Key in the file store.
    pub file: i64,
    pub media_type: String,
    pub size: i64,
    pub name: Sealed,
    pub audience: Audience,
    /// Who sent it; absent when the staff did.
    pub from: Option<Correspondent>,
}

impl Attach {
    fn by(self, no: u32, party: Option<u32>) -> Event {
        let Self { file, media_type, size, name, audience, .. } = self;
        FileAttached { no, file, media_type, size, name, audience, party }.into()
    }
}

/// Puts the files that the applicant sent with a first report into the matter that it opens.
///
/// # Errors
/// [`Refusal::TooMany`].
pub fn attach_first(files: Vec<Attach>) -> Result<Vec<Event>, Refusal> {
    if files.len() > MOST_ENTRIES as usize {
        return Err(Refusal::TooMany { most: MOST_ENTRIES });
    }
    Ok((1..).zip(files).map(|(no, file)| file.by(no, Some(1))).collect())
}

/// Puts files into the matter, all of them or none; without any nothing happens.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`], [`Refusal::NoSuchEntry`], [`Refusal::NotRepresented`].
pub fn attach(matter: &Matter, files: Vec<Attach>) -> Result<Vec<Event>, Refusal> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    matter.not_archived()?;
    if matter.files.len() + files.len() > MOST_ENTRIES as usize {
        return Err(Refusal::TooMany { most: MOST_ENTRIES });
    }
    let last = matter.files.iter().map(|f| f.no).max().unwrap_or(0);
    (last + 1..).zip(files).map(|(no, file)| numbered(matter, no, file)).collect()
}

fn numbered(matter: &Matter, no: u32, cmd: Attach) -> Result<Event, Refusal> {
    let party = match cmd.from {
        None => None,
        Some(Correspondent::Party(party)) => Some(party),
        Some(Correspondent::Representative(party)) => {
            let representative = representative_of(matter, party)?;
            let Attach { file, media_type, size, name, audience, .. } = cmd;
            return Ok(FileRepresented { no, file, media_type, size, name, audience, party, representative }.into());
        }
    };
    Ok(cmd.by(no, party))
}
