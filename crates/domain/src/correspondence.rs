//! What is written on a matter and put into its file: notes, messages, attachments.

use crate::matter::{Audience, Event, FileAttached, MOST_ENTRIES, Matter, MessageSent, NoteWritten, next_no};
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
    if matter.archived_on.is_some() {
        return Err(Refusal::Archived);
    }
    Ok(vec![NoteWritten { no: next(matter)?, audience, text }.into()])
}

/// A message between a party (`Some`) and the staff (`None`).
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`], [`Refusal::NoSuchEntry`].
pub fn message(matter: &Matter, party: Option<u32>, text: Sealed) -> Result<Vec<Event>, Refusal> {
    if matter.archived_on.is_some() {
        return Err(Refusal::Archived);
    }
    if let Some(no) = party {
        matter.party(no).ok_or(Refusal::NoSuchEntry { no })?;
    }
    Ok(vec![MessageSent { no: next(matter)?, party, text }.into()])
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
    pub party: Option<u32>,
}

/// Puts the files that came with a first report into the matter that it opens.
///
/// # Errors
/// [`Refusal::TooMany`].
pub fn attach_first(files: Vec<Attach>) -> Result<Vec<Event>, Refusal> {
    if files.len() > MOST_ENTRIES as usize {
        return Err(Refusal::TooMany { most: MOST_ENTRIES });
    }
    let event = |(no, cmd): (u32, Attach)| {
        let Attach { file, media_type, size, name, audience, party } = cmd;
        FileAttached { no, file, media_type, size, name, audience, party }.into()
    };
    Ok((1..).zip(files).map(event).collect())
}

/// Puts a file into the matter.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`].
pub fn attach(matter: &Matter, cmd: Attach) -> Result<Vec<Event>, Refusal> {
    if matter.archived_on.is_some() {
        return Err(Refusal::Archived);
    }
    let no = next_no(matter.files.len(), matter.files.iter().map(|f| f.no).max())?;
    let Attach { file, media_type, size, name, audience, party } = cmd;
    Ok(vec![FileAttached { no, file, media_type, size, name, audience, party }.into()])
}
