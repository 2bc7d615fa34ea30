//! More time: by consent of all parties, or of who has to approve it; only as often as the rule allows, and only while there is time.

use jiff::civil::Date;

use crate::calendar::Limit;
use crate::clock::{ClockSpec, ExtendBy};
use crate::matter::{
    ClockExtended, ClockExtensionAgreed, ClockExtensionAsked, ClockExtensionRefused, Event, Matter, PartyRole, Rules,
    RunningClock, no_such_year, warn_on, with_clocks,
};
use crate::pause::running;
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// The parties whose consent an extension needs: applicants and respondents who have not left.
pub fn must_agree(matter: &Matter) -> Vec<u32> {
    let asked = matter.parties.iter().filter(|p| p.role != PartyRole::Third && p.left_on.is_none());
    asked.map(|p| p.no).collect()
}

fn rule<'a>(clock: &RunningClock, rules: &Rules<'a>) -> Result<(&'a ClockSpec, crate::clock::Extend), Refusal> {
    let spec = rules.playbook.clock(&clock.key()).ok_or(Refusal::ExtensionNotAllowed)?;
    // A court's time is the court's to extend.
    let ours = |extend: &crate::clock::Extend| clock.limit.is_some() && extend.by != ExtendBy::Court;
    let extend = spec.extend.filter(ours).ok_or(Refusal::ExtensionNotAllowed)?;
    Ok((spec, extend))
}

/// Who has to agree, for a clock that can be made longer at all.
pub fn by(clock: &RunningClock, rules: &Rules<'_>) -> Option<ExtendBy> {
    rule(clock, rules).ok().map(|(_, extend)| extend.by)
}

/// Whether more time was asked for in vain: the limit ran out before all parties had agreed.
pub fn is_moot(clock: &RunningClock, rules: &Rules<'_>) -> bool {
    clock.asked.is_some() && by(clock, rules) == Some(ExtendBy::AllParties) && clock.is_late(rules.today)
}

/// Asks for more time: a party, or the staff where none is named. A party that asks agrees by that.
///
/// # Errors
/// [`Refusal::ClockOver`] after the time; [`Refusal::ExtensionNotAllowed`], [`Refusal::ExtensionsUsed`],
/// [`Refusal::ExtensionPending`], [`Refusal::NoSuchEntry`], [`Refusal::ClockStopped`].
pub fn ask(
    matter: &Matter,
    no: u32,
    party: Option<u32>,
    reason: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let clock = running(matter, no)?;
    if let Some(party) = party {
        matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    }
    let (_, extend) = rule(clock, rules)?;
    if clock.is_late(rules.today) {
        return Err(Refusal::ClockOver { due_on: clock.due_on });
    }
    if clock.longer.len() >= usize::from(extend.times) {
        return Err(Refusal::ExtensionsUsed { most: extend.times });
    }
    if clock.asked.is_some() {
        return Err(Refusal::ExtensionPending);
    }
    let mut events: Vec<Event> =
        vec![ClockExtensionAsked { no, on: rules.today, party, reason, approver: None }.into()];
    if let Some(party) = party.filter(|_| extend.by == ExtendBy::AllParties) {
        events.extend(agreed(matter, clock, (party, None), &[], rules)?);
    }
    with_clocks(Some(matter), events, rules)
}

/// A party agrees; with the last one it is granted. What the staff note for it says `how` it told them.
///
/// # Errors
/// [`Refusal::NoExtensionAsked`], [`Refusal::ExtensionNeedsApproval`], [`Refusal::AlreadyAgreed`], [`Refusal::NoSuchEntry`],
/// [`Refusal::ClockStopped`], [`Refusal::ClockOver`] where the time ended before the last party agreed.
pub fn agree(
    matter: &Matter,
    no: u32,
    party: u32,
    how: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let clock = running(matter, no)?;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    let asked = clock.asked.as_ref().ok_or(Refusal::NoExtensionAsked)?;
    if clock.is_late(rules.today) {
        return Err(Refusal::ClockOver { due_on: clock.due_on });
    }
    needs_parties(clock, rules)?;
    if asked.agreed.contains(&party) {
        return Err(Refusal::AlreadyAgreed);
    }
    with_clocks(Some(matter), agreed(matter, clock, (party, how), &asked.agreed, rules)?, rules)
}

fn agreed(
    matter: &Matter,
    clock: &RunningClock,
    (party, how): (u32, Option<Sealed>),
    before: &[u32],
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let mut events: Vec<Event> = vec![ClockExtensionAgreed { no: clock.no, on: rules.today, party, how }.into()];
    let missing = must_agree(matter).into_iter().any(|no| no != party && !before.contains(&no));
    if !missing {
        events.push(longer(clock, rules)?);
    }
    Ok(events)
}

/// The last day that a clock would have if more time were granted now; none where it cannot be made longer.
pub fn would_end(clock: &RunningClock, rules: &Rules<'_>) -> Option<Date> {
    end(clock, rule(clock, rules).ok()?.1.once, rules).ok()
}

fn end(clock: &RunningClock, once: Limit, rules: &Rules<'_>) -> Result<Date, Refusal> {
    let mut parts = clock.longer.clone();
    parts.push(once);
    let due_on = clock.counted(&clock.pauses, &parts, rules.calendar).map_err(no_such_year)?.unwrap_or(clock.due_on);
    if due_on <= clock.due_on {
        return Err(Refusal::NotLater { due_on: clock.due_on });
    }
    Ok(due_on)
}

fn longer(clock: &RunningClock, rules: &Rules<'_>) -> Result<Event, Refusal> {
    let (spec, extend) = rule(clock, rules)?;
    let due_on = end(clock, extend.once, rules)?;
    let warn_on = warn_on(due_on, spec.warn_days, rules.calendar);
    Ok(ClockExtended { no: clock.no, due_on, warn_on, by: Some(extend.once) }.into())
}

/// Whoever has to approve it does.
///
/// # Errors
/// [`Refusal::NoExtensionAsked`]; [`Refusal::ExtensionNotAllowed`] where the parties have to agree instead.
pub fn approve(matter: &Matter, no: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let clock = running(matter, no)?;
    clock.asked.as_ref().ok_or(Refusal::NoExtensionAsked)?;
    if rule(clock, rules)?.1.by == ExtendBy::AllParties {
        return Err(Refusal::ExtensionNotAllowed);
    }
    with_clocks(Some(matter), vec![longer(clock, rules)?], rules)
}

/// Whoever has to approve it does not, and says why: the time stays as it was.
///
/// # Errors
/// [`Refusal::NoExtensionAsked`], [`Refusal::ClockStopped`]; [`Refusal::ExtensionNotAllowed`] where the parties have to agree
/// instead: nobody speaks for them at once, neither for nor against it.
pub fn turn_down(matter: &Matter, no: u32, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let clock = running(matter, no)?;
    let asked = clock.asked.as_ref().ok_or(Refusal::NoExtensionAsked)?;
    if by(clock, rules) == Some(ExtendBy::AllParties) {
        return Err(Refusal::ExtensionNotAllowed);
    }
    let (on, reason, asked_by) = (rules.today, Some(reason), asked.party);
    let refused = ClockExtensionRefused { no, on, how: None, party: None, reason, asked_by };
    with_clocks(Some(matter), vec![refused.into()], rules)
}

/// A party does not agree: the time stays as it was. Also where the staff had noted that it does.
///
/// # Errors
/// [`Refusal::NoExtensionAsked`], [`Refusal::ExtensionNeedsApproval`], [`Refusal::NoSuchEntry`], [`Refusal::ClockStopped`].
pub fn refuse(
    matter: &Matter,
    no: u32,
    party: u32,
    how: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let clock = running(matter, no)?;
    clock.asked.as_ref().ok_or(Refusal::NoExtensionAsked)?;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    needs_parties(clock, rules)?;
    let on = rules.today;
    let refused = ClockExtensionRefused { no, on, how, party: Some(party), reason: None, asked_by: None };
    with_clocks(Some(matter), vec![refused.into()], rules)
}

/// What waits for an approver's word waits for no party's.
fn needs_parties(clock: &RunningClock, rules: &Rules<'_>) -> Result<(), Refusal> {
    match by(clock, rules) {
        Some(ExtendBy::Supervisor | ExtendBy::Coordinator) => Err(Refusal::ExtensionNeedsApproval),
        Some(ExtendBy::AllParties | ExtendBy::Court) | None => Ok(()),
    }
}
