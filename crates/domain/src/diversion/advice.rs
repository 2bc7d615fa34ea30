//! Written advice (告知书): where mediation fails, each party gets it in hand.

use super::event::AdviceHandedOver;
use crate::matter::{Event, Handed, Matter, Rules};
use crate::refusal::Refusal;

/// A party got the advice, or could not be reached. Who was not reached may get it later; twice changes nothing.
///
/// # Errors
/// [`Refusal::NoAdvice`], [`Refusal::NoSuchEntry`].
pub fn hand_over(matter: &Matter, party: u32, how: Handed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let advised = matter.advised.as_ref().filter(|_| matter.has_failed()).ok_or(Refusal::NoAdvice)?;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    let known = advised.handed.iter().rfind(|(no, _, _)| *no == party).map(|(_, _, how)| *how);
    if known.is_some_and(|known| known != Handed::NotReached || how == Handed::NotReached) {
        return Ok(Vec::new());
    }
    Ok(vec![AdviceHandedOver { party, on: rules.today, how }.into()])
}
