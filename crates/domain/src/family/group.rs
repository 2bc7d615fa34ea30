//! One matter for many applicants (群体): some of them speak for others who agreed; each keeps the right to sign, to leave, to rate.

use crate::matter::{
    AgreementRefused, Event, Matter, PartyLeft, PartyRole, RepresentativeChosen, RepresentativeEnded, Rules, Status,
    with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Most people who speak for a group (信访工作条例 (2022) art. 20: not more than five).
pub const MOST_SPOKESPEOPLE: usize = 5;

/// The applicants who have not left.
pub fn applicants(matter: &Matter) -> Vec<u32> {
    let here = matter.parties.iter().filter(|p| p.role == PartyRole::Applicant && p.left_on.is_none());
    here.map(|p| p.no).collect()
}

/// One of the applicants speaks for others who agreed to it; whoever had another spokesperson has this one now.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::NotApplicant`], [`Refusal::ConsentMissing`], [`Refusal::TooMany`].
pub fn choose_representative(
    matter: &Matter,
    party: u32,
    mut speaks_for: Vec<u32>,
    record: Sealed,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    let applicants = applicants(matter);
    speaks_for.retain(|no| *no != party);
    speaks_for.sort_unstable();
    speaks_for.dedup();
    if let Some(stranger) = std::iter::once(&party).chain(&speaks_for).find(|no| !applicants.contains(no)) {
        return Err(Refusal::NotApplicant { no: *stranger });
    }
    if speaks_for.is_empty() {
        return Err(Refusal::ConsentMissing);
    }
    let others = matter
        .family
        .spokespeople
        .iter()
        .filter(|s| s.party != party && s.speaks_for.iter().any(|no| !speaks_for.contains(no)));
    if others.count() >= MOST_SPOKESPEOPLE {
        return Err(Refusal::TooMany { most: MOST_SPOKESPEOPLE as u32 });
    }
    Ok(vec![RepresentativeChosen { on: rules.today, party, speaks_for, record }.into()])
}

/// They speak for themselves again.
///
/// # Errors
/// [`Refusal::NoSuchEntry`].
pub fn end_representative(matter: &Matter, party: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let speaks = matter.family.spokespeople.iter().any(|s| s.party == party);
    if speaks {
        Ok(vec![RepresentativeEnded { on: rules.today, party }.into()])
    } else {
        Err(Refusal::NoSuchEntry { no: party })
    }
}

/// One of several applicants leaves, and mediation goes on with the others; none where everybody's mediation ends by it.
///
/// An agreement that waits for signatures stays, without theirs; one by which they would owe something is over.
///
/// # Errors
/// [`Refusal::PartyGone`].
pub fn leave(
    matter: &Matter,
    party: u32,
    reason: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Option<Vec<Event>>, Refusal> {
    if matter.party(party).is_some_and(|p| p.left_on.is_some()) {
        return Err(Refusal::PartyGone);
    }
    let applicants = applicants(matter);
    if !applicants.contains(&party) || applicants.len() < 2 {
        return Ok(None);
    }
    let waiting = matter.agreement().filter(|a| matter.status == Status::Agreement && a.sealed.is_none());
    let owes = waiting.filter(|a| a.obligations.iter().any(|o| o.party == party));
    let mut events: Vec<Event> = owes
        .map(|a| AgreementRefused { agreement: a.no, party, on: rules.today, reason: reason.clone() }.into())
        .into_iter()
        .collect();
    events.push(PartyLeft { on: rules.today, party, reason }.into());
    Ok(Some(with_clocks(Some(matter), events, rules)?))
}
