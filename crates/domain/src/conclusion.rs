//! The way out: settled, not settled, withdrawn; archived; and the way back.

use jiff::civil::Date;

use crate::assignment::begun;
use crate::body::BodyId;
use crate::diversion::Advice;
use crate::family;
use crate::matter::{Archived, Concluded, Event, Matter, Outcome, Reopened, Rules, Status, Withdrawn, with_clocks};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Ends mediation by the mediator's word.
///
/// # Errors
/// [`Refusal::AgreementMissing`] for settled without an agreement in effect; [`Refusal::AdviceMissing`] for not settled
/// without written advice on what else the parties can do, and [`Refusal::ExitMissing`] for advice that names no exit or one that
/// is not open for this matter (People's Mediation Law art. 26); [`Refusal::WrongStatus`] before mediation.
pub fn conclude(
    matter: &Matter,
    outcome: Outcome,
    advice: Option<Advice>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Assigned, Status::Mediating, Status::Agreement])?;
    // One from before a reopening settles nothing now.
    let in_effect = matter.status == Status::Agreement && matter.agreement().is_some_and(|a| a.sealed.is_some());
    match outcome {
        Outcome::Settled if !in_effect => {
            return Err(Refusal::AgreementMissing);
        }
        Outcome::NotSettled if advice.is_none() => return Err(Refusal::AdviceMissing),
        Outcome::NotSettled if in_effect => {
            return Err(Refusal::WrongStatus { status: matter.status });
        }
        _ => {}
    }
    let (advice, exits) = match advice.filter(|_| outcome == Outcome::NotSettled) {
        Some(Advice { text, exits }) => (Some(text), open_exits(matter, exits, rules)?),
        None => (None, Vec::new()),
    };
    let mut events = begun(matter, rules);
    events.push(Concluded { on: rules.today, outcome, advice, exits }.into());
    with_clocks(Some(matter), events, rules)
}

/// Exits that advice may name: at least one, and only those that are open for the matter.
fn open_exits(matter: &Matter, exits: Vec<String>, rules: &Rules<'_>) -> Result<Vec<String>, Refusal> {
    let open = |id: &String| rules.diversions.exit(id).is_some_and(|exit| exit.concerns(matter));
    if exits.is_empty() || !exits.iter().all(open) { Err(Refusal::ExitMissing) } else { Ok(exits) }
}

/// A party leaves mediation, at any point (People's Mediation Law art. 17); nobody ends it without written advice. One of several
/// applicants leaves the others to it.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::NoSuchEntry`], [`Refusal::PartyGone`], [`Refusal::ExitMissing`].
pub fn withdraw(
    matter: &Matter,
    party: u32,
    reason: Option<Sealed>,
    advice: Advice,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    if let Some(left) = family::leave(matter, party, reason.clone(), rules)? {
        return Ok(left);
    }
    let exits = open_exits(matter, advice.exits, rules)?;
    let advice = Some(advice.text);
    with_clocks(Some(matter), vec![Withdrawn { on: rules.today, party, reason, advice, exits }.into()], rules)
}

/// The day from which the file may be closed without a return visit's report.
///
/// Source: playbook `archive.after_days`, counted from the conclusion.
pub fn archive_from(concluded_on: Date, rules: &Rules<'_>) -> Date {
    concluded_on.saturating_add(jiff::Span::new().days(i64::from(rules.playbook.archive_after_days())))
}

/// Closes the file: a settled matter after its return visit, or when the latest day for one has passed.
///
/// # Errors
/// [`Refusal::NotConcluded`], [`Refusal::Archived`], [`Refusal::VisitOutstanding`].
pub fn archive(matter: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let concluded_on = matter.concluded_on.ok_or(Refusal::NotConcluded)?;
    matter.not_archived()?;
    let visited = matter.visits.iter().any(|v| v.found.is_some()) && matter.pending_visit().is_none();
    if matter.status == Status::Settled && !visited {
        let latest = archive_from(concluded_on, rules);
        if rules.today < latest {
            return Err(Refusal::VisitOutstanding { latest });
        }
    }
    with_clocks(Some(matter), vec![Archived { on: rules.today, dossier_on: rules.today }.into()], rules)
}

/// Brings a concluded matter back to a body; a merged one is continued where it was merged into.
///
/// # Errors
/// [`Refusal::NotConcluded`], [`Refusal::MergeTarget`] for a merged matter.
pub fn reopen(matter: &Matter, body: BodyId, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if matter.status.is_open() {
        return Err(Refusal::NotConcluded);
    }
    if matter.status == Status::Merged {
        return Err(Refusal::MergeTarget);
    }
    with_clocks(Some(matter), vec![Reopened { on: rules.today, body, reason }.into()], rules)
}
