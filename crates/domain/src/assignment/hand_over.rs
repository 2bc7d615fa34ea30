//! Work that goes from one body to another (移交): it stays where it is until the other has signed.

use crate::assignment::answer::open_work;
use crate::body::BodyId;
use crate::matter::{
    Assignment, Duty, Event, HandOverDeclined, HandOverSigned, HandedOver, Matter, Rules, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Asks another body to take the work over.
///
/// # Errors
/// [`Refusal::NotSignedFor`]: work that was not signed for is sent back instead; [`Refusal::HandOverPending`],
/// [`Refusal::SameBody`], [`Refusal::WorkOver`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadyConcluded`].
pub fn hand_over(
    matter: &Matter,
    no: u32,
    to: BodyId,
    reason: Sealed,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let work = open_work(matter, no)?;
    if work.received_on.is_none() {
        return Err(Refusal::NotSignedFor);
    }
    if work.handing.is_some() {
        return Err(Refusal::HandOverPending);
    }
    // Whoever leads does not assist itself as well.
    let duties = [work.duty, Duty::Lead];
    let has = |a: &Assignment| a.body == to && duties.contains(&a.duty) && a.is_open();
    if matter.assignments.iter().any(has) {
        return Err(Refusal::SameBody);
    }
    let sign_by = Some(rules.duties.sign_by(rules)?);
    Ok(vec![HandedOver { no, on: rules.today, to, reason, sign_by }.into()])
}

/// The other body signs: from then on the work, and with the lead the responsibility, is its own.
///
/// # Errors
/// [`Refusal::NoHandOver`], [`Refusal::WorkOver`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadyConcluded`].
pub fn sign_hand_over(matter: &Matter, no: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    open_work(matter, no)?.handing.as_ref().ok_or(Refusal::NoHandOver)?;
    with_clocks(Some(matter), vec![HandOverSigned { no, on: rules.today }.into()], rules)
}

/// The other body does not take it; nothing moved meanwhile.
///
/// # Errors
/// As [`sign_hand_over`].
pub fn decline_hand_over(matter: &Matter, no: u32, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    open_work(matter, no)?.handing.as_ref().ok_or(Refusal::NoHandOver)?;
    Ok(vec![HandOverDeclined { no, on: rules.today, reason }.into()])
}
