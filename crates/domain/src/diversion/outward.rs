//! The way out: a letter, a receipt, a way back, and what came of it there.

use super::consent::with_answers;
use super::event::{DiversionOutcome, DiversionRecalled, DiversionRefused, DiversionSent, DiversionSigned};
use super::{Diversion, ExitSpec};
use crate::body::BodyId;
use crate::matter::{
    Event, Goes, Ground, Matter, Noted, Party, PartyRole, Referred, Reopened, ResultThere, Rules, Status, next_no,
    no_such_year, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// A letter to somebody elsewhere.
#[derive(Clone, Debug)]
pub struct Send {
    /// Id among the exits.
    pub exit: String,
    /// The receiver, where it is known here.
    pub body: Option<BodyId>,
    pub ground: Ground,
    /// Parties that want it.
    pub consents: Vec<u32>,
    pub letter: Sealed,
    pub files: Vec<u32>,
}

pub(super) fn begun(e: &DiversionSent) -> Diversion {
    Diversion {
        no: e.no,
        on: e.on,
        exit: e.exit.clone(),
        to: e.to,
        goes: e.goes,
        body: e.body,
        by: e.by,
        ground: e.ground,
        consents: e.consents.clone(),
        letter: e.letter.clone(),
        files: e.files.clone(),
        sign_by: e.sign_by,
        signed: None,
        reply_by: None,
        refused: None,
        recalled: None,
        outcome: None,
        ended_on: None,
    }
}

/// Asks somebody elsewhere to take it. Nobody is pushed: what goes as a whole goes because the applicants want it; without
/// anybody's wish only the police are called, where somebody is in danger.
///
/// # Errors
/// [`Refusal::NoSuchExit`] for one that is not offered here, [`Refusal::DiversionPending`], [`Refusal::WishMissing`],
/// [`Refusal::ConsentRefused`] for a party that said no itself,
/// [`Refusal::DangerOnly`], [`Refusal::AgreementOpen`], [`Refusal::AlreadyConcluded`] for what was settled or went elsewhere,
/// [`Refusal::Archived`], [`Refusal::SameBody`], [`Refusal::NoSuchEntry`], [`Refusal::TooMany`], [`Refusal::CalendarYear`].
pub fn send(matter: &Matter, mut cmd: Send, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let exit = rules.diversions.exit(&cmd.exit).filter(|e| e.concerns(matter)).ok_or(Refusal::NoSuchExit)?;
    leaves(matter, exit)?;
    if cmd.ground == Ground::Consent {
        cmd.consents = with_answers(matter, &exit.id, cmd.consents)?;
    }
    agreed(matter, &cmd, exit)?;
    if cmd.body == Some(matter.responsible) {
        return Err(Refusal::SameBody);
    }
    if let Some(no) = cmd.files.iter().find(|no| !matter.files.iter().any(|f| f.no == **no)) {
        return Err(Refusal::NoSuchEntry { no: *no });
    }
    let no = next_no(matter.diversions.len(), matter.diversions.iter().map(|d| d.no).max())?;
    let sign_by = rules.calendar.deadline(rules.today, exit.receipt.limit).map_err(no_such_year)?.on;
    let Send { body, ground, consents, letter, files, .. } = cmd;
    let (on, by) = (rules.today, matter.responsible);
    let (exit, to, goes) = (exit.id.clone(), exit.to, exit.goes);
    let sent = DiversionSent { no, on, exit, to, goes, body, by, ground, consents, letter, files, sign_by };
    with_clocks(Some(matter), vec![sent.into()], rules)
}

/// Whether the matter may leave by this exit as it stands.
pub(super) fn leaves(matter: &Matter, exit: &ExitSpec) -> Result<(), Refusal> {
    matter.not_archived()?;
    if matches!(matter.status, Status::Settled | Status::Referred | Status::Merged) {
        return Err(Refusal::AlreadyConcluded { status: matter.status });
    }
    if exit.goes == Goes::Whole && matter.status == Status::Agreement {
        return Err(Refusal::AgreementOpen);
    }
    let same = |d: &&Diversion| d.exit == exit.id || (exit.goes == Goes::Whole && d.goes == Goes::Whole);
    match matter.diversions.iter().filter(|d| d.is_pending()).find(same) {
        Some(pending) => Err(Refusal::DiversionPending { sign_by: pending.sign_by }),
        None => Ok(()),
    }
}

fn agreed(matter: &Matter, cmd: &Send, exit: &ExitSpec) -> Result<(), Refusal> {
    if cmd.ground == Ground::Danger {
        return if exit.in_danger { Ok(()) } else { Err(Refusal::DangerOnly) };
    }
    if let Some(no) = cmd.consents.iter().find(|no| matter.party(**no).is_none()) {
        return Err(Refusal::NoSuchEntry { no: *no });
    }
    let here = |p: &&Party| p.role == PartyRole::Applicant && p.left_on.is_none();
    let mut applicants = matter.parties.iter().filter(here);
    let enough = match exit.goes {
        Goes::Whole => applicants.all(|p| cmd.consents.contains(&p.no)),
        Goes::Beside => true,
    };
    if enough && !cmd.consents.is_empty() { Ok(()) } else { Err(Refusal::WishMissing) }
}

fn live(matter: &Matter, no: u32) -> Result<&Diversion, Refusal> {
    let diversion = matter.diversions.iter().find(|d| d.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if matches!(diversion.state(), "refused" | "recalled" | "ended") {
        return Err(Refusal::DiversionOver);
    }
    Ok(diversion)
}

/// Somebody signs for it: who takes the whole is responsible from then on, and mediation here is over. Twice changes nothing.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::DiversionOver`], [`Refusal::CalendarYear`].
pub fn sign(matter: &Matter, no: u32, noted: Noted, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let diversion = live(matter, no)?;
    if diversion.signed.is_some() {
        return Ok(Vec::new());
    }
    let reply = rules.diversions.exit(&diversion.exit).map_or(rules.duties.receipt.limit, |exit| exit.reply.limit);
    let reply_by = rules.calendar.deadline(rules.today, reply).map_err(no_such_year)?.on;
    let on = rules.today;
    let mut events: Vec<Event> = vec![DiversionSigned { no, on, noted, reply_by }.into()];
    if diversion.goes == Goes::Whole && matter.status.is_open() {
        events.push(Referred { on, to: diversion.to.as_str().to_owned(), text: None }.into());
    }
    with_clocks(Some(matter), events, rules)
}

/// It is not taken, and why: it is with whoever sent it. What was signed for can still come back until its outcome is known.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::DiversionOver`].
pub fn refuse(matter: &Matter, no: u32, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let diversion = live(matter, no)?;
    if diversion.outcome.as_ref().is_some_and(|(_, result, _)| *result != ResultThere::Taken) {
        return Err(Refusal::DiversionOver);
    }
    let on = rules.today;
    let mut events: Vec<Event> = vec![DiversionRefused { no, on, reason: reason.clone() }.into()];
    let last = matter.diversions.iter().rfind(|d| d.goes == Goes::Whole && d.signed.is_some());
    if matter.status == Status::Referred && last.is_some_and(|d| d.no == no) {
        events.push(Reopened { on, body: diversion.by, reason }.into());
    }
    with_clocks(Some(matter), events, rules)
}

/// Takes it back before anybody signed: the party thought better of it, or the receiver does not stir.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::DiversionOver`], [`Refusal::SignedFor`].
pub fn recall(matter: &Matter, no: u32, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let diversion = live(matter, no)?;
    if let Some((on, _)) = diversion.signed {
        return Err(Refusal::SignedFor { on });
    }
    with_clocks(Some(matter), vec![DiversionRecalled { no, on: rules.today, reason }.into()], rules)
}

/// Notes what came of it there. That it was taken up is not the last word.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::DiversionOver`], [`Refusal::NotSignedFor`].
pub fn outcome(
    matter: &Matter,
    no: u32,
    result: ResultThere,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let diversion = live(matter, no)?;
    if diversion.signed.is_none() {
        return Err(Refusal::NotSignedFor);
    }
    if diversion.outcome.as_ref().is_some_and(|(_, known, _)| *known != ResultThere::Taken) {
        return Err(Refusal::DiversionOver);
    }
    with_clocks(Some(matter), vec![DiversionOutcome { no, on: rules.today, result, text }.into()], rules)
}
