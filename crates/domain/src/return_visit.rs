//! Follow-up after a settlement: is it kept, is the party content, is it coming back?

use jiff::civil::Date;

use crate::matter::{
    AccountId, Event, FulfilmentFound, Matter, Rules, Status, VisitArranged, VisitReported, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// The first day a return visit may take place.
///
/// Source: playbook `return_visit.wait_days_min`.
pub fn earliest(concluded_on: Date, rules: &Rules<'_>) -> Date {
    concluded_on.saturating_add(jiff::Span::new().days(i64::from(rules.playbook.return_visit_wait_days())))
}

/// Plans a return visit.
///
/// # Errors
/// [`Refusal::NotSettled`], [`Refusal::Archived`], [`Refusal::VisitPending`], or [`Refusal::TooSoon`] with the first day that would do.
pub fn arrange(matter: &Matter, on: Date, visitor: AccountId, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let concluded_on = matter.concluded_on.filter(|_| matter.status == Status::Settled).ok_or(Refusal::NotSettled)?;
    matter.not_archived()?;
    if matter.pending_visit().is_some() {
        return Err(Refusal::VisitPending);
    }
    let earliest = earliest(concluded_on, rules).max(rules.today);
    if on < earliest {
        return Err(Refusal::TooSoon { earliest });
    }
    let no = next_no(matter.visits.len(), matter.visits.iter().map(|v| v.no).max())?;
    with_clocks(Some(matter), vec![VisitArranged { no, due_on: on, visitor }.into()], rules)
}

/// What the visit found.
#[derive(Clone, Debug)]
pub struct Found {
    pub no: u32,
    pub fulfilled: FulfilmentFound,
    /// One to five.
    pub satisfied: Option<u8>,
    pub text: Option<Sealed>,
}

/// Reports a return visit.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::VisitReported`], [`Refusal::StarsRange`], [`Refusal::TooSoon`] before the wait is over.
pub fn report(matter: &Matter, found: Found, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let concluded_on = matter.concluded_on.filter(|_| matter.status == Status::Settled).ok_or(Refusal::NotSettled)?;
    let visit = matter.visits.iter().find(|v| v.no == found.no).ok_or(Refusal::NoSuchEntry { no: found.no })?;
    if visit.found.is_some() {
        return Err(Refusal::VisitReported);
    }
    if found.satisfied.is_some_and(|s| !(1..=5).contains(&s)) {
        return Err(Refusal::StarsRange);
    }
    let earliest = earliest(concluded_on, rules);
    if rules.today < earliest {
        return Err(Refusal::TooSoon { earliest });
    }
    let Found { no, fulfilled, satisfied, text } = found;
    with_clocks(Some(matter), vec![VisitReported { no, on: rules.today, fulfilled, satisfied, text }.into()], rules)
}
