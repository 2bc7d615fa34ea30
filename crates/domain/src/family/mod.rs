//! Matters that belong together: merged and taken apart again, linked, and one matter for many applicants (群体).
//!
//! A merger wins nobody time: the gathering matter keeps the earlier promise, and a duplicate that is taken out again finds
//! its own time limits as if they had never stopped. Coming again raises the urgency of the matter and is kept of no person.

pub(crate) mod event;
mod group;
pub(crate) mod state;

use crate::assignment::{self, Assign};
use crate::body::BodyId;
use crate::code::MatterCode;
use crate::danger;
use crate::matter::{
    Absorbed, AbsorbedParty, ClockInherited, Duty, EarlierJudged, EarlierShown, EarlierVerdict, Event, KnownParty,
    LinkKind, Linked, Matter, Merged, Meta, PartyRole, Released, ReportFacts, Rules, Separated, Status, Unlinked,
    Urgency, UrgencyCause, UrgencySet, next_no, no_such_year, recount, warn_on, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

pub use group::{MOST_SPOKESPEOPLE, applicants, choose_representative, end_representative, leave};
pub use state::{Absorption, Family, Link, Spokesperson};

/// A text about two matters, sealed once for each: either can be erased without the other.
#[derive(Clone, Debug)]
pub struct Said {
    pub here: Sealed,
    pub there: Sealed,
}

/// Merges a duplicate into another matter.
#[derive(Clone, Debug)]
pub struct Merge {
    pub reason: Option<Said>,
    /// Which of two leads stays; needed only where they differ.
    pub lead: Option<BodyId>,
    /// Who gives the lead to it.
    pub by: Option<BodyId>,
    /// Parties of both: the duplicate's number, and the one in the matter that goes on.
    pub same: Vec<(u32, u32)>,
}

/// Events of the one matter, and of the other.
pub type OfBoth = (Vec<Event>, Vec<Event>);

/// Merges a duplicate into another matter: events of the duplicate, and of the matter that goes on.
///
/// # Errors
/// [`Refusal::MergeTarget`], [`Refusal::MergedElsewhere`] with where it went, [`Refusal::AlreadyConcluded`],
/// [`Refusal::AgreementFirst`], [`Refusal::LeadsDiffer`] where nobody said which lead stays, [`Refusal::NotOnMatter`] for
/// one that leads neither, [`Refusal::TooMany`].
pub fn merge(duplicate: &Matter, into: &Matter, cmd: Merge, rules: &Rules<'_>) -> Result<OfBoth, Refusal> {
    duplicate.require_open()?;
    if duplicate.id == into.id {
        return Err(Refusal::MergeTarget);
    }
    if let Some(into) = &into.merged_into {
        return Err(Refusal::MergedElsewhere { into: into.clone() });
    }
    if !into.status.is_open() {
        return Err(Refusal::MergeTarget);
    }
    if [duplicate, into].iter().any(|m| m.status == Status::Agreement) {
        return Err(Refusal::AgreementFirst);
    }
    let stays = staying_lead(duplicate, into, cmd.lead)?;
    let (here, there) = cmd.reason.map(|said| (said.here, said.there)).unzip();
    let merged = Merged { on: rules.today, into: into.code.clone(), reason: here };
    let ends = with_clocks(Some(duplicate), vec![merged.into()], rules)?;
    let mut goes_on: Vec<Event> = vec![absorbed(duplicate, into, &cmd.same, there, rules)?.into()];
    goes_on.extend(raised(duplicate, into, &cmd.same));
    goes_on.extend(inherited(duplicate, into, rules)?);
    if let Some(body) = stays {
        goes_on.extend(lead_goes_to(duplicate, into, &goes_on, (body, cmd.by), rules)?);
    }
    let gathered = into.after(&goes_on, &Meta { at: rules.now, actor: String::new() });
    goes_on.extend(danger::carry_over(duplicate, &gathered, rules)?);
    Ok((ends, goes_on))
}

/// The duplicate's lead, where it is that one that stays.
fn staying_lead(duplicate: &Matter, into: &Matter, chosen: Option<BodyId>) -> Result<Option<BodyId>, Refusal> {
    let leads = (duplicate.lead().map(|a| a.body), into.lead().map(|a| a.body));
    match (leads, chosen) {
        ((Some(a), Some(b)), None) if a != b => Err(Refusal::LeadsDiffer),
        (_, None) => Ok(None),
        ((_, Some(b)), Some(chosen)) if b == chosen => Ok(None),
        ((Some(a), _), Some(chosen)) if a == chosen => Ok(Some(a)),
        (_, Some(_)) => Err(Refusal::NotOnMatter),
    }
}

/// Who has signed for the duplicate need not sign again, and keeps its mediator.
fn lead_goes_to(
    duplicate: &Matter,
    into: &Matter,
    so_far: &[Event],
    (body, by): (BodyId, Option<BodyId>),
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let meta = Meta { at: rules.now, actor: String::new() };
    let gathered = into.after(so_far, &meta);
    let order = Assign { body, duty: Duty::Lead, by, mediator: duplicate.mediator, due_on: None, instruction: None };
    let mut events = assignment::assign(&gathered, order, rules)?;
    let given = gathered.after(&events, &meta);
    let signed = duplicate.lead().is_some_and(|a| a.received_on.is_some());
    if let Some(work) = given.unsigned_lead().filter(|_| signed) {
        events.extend(assignment::receive(&given, work.no, rules)?);
    }
    Ok(events)
}

fn absorbed(
    duplicate: &Matter,
    into: &Matter,
    same: &[(u32, u32)],
    reason: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Absorbed, Refusal> {
    let first_report = next_no(into.reports.len(), into.reports.iter().map(|r| r.no).max())?;
    let first_party = into.next_party()?;
    let reports = (first_report..).zip(&duplicate.reports).map(|(no, r)| ReportFacts { no, ..r.clone() }).collect();
    let stays = |no: u32| into.party(no).is_some_and(|p| p.left_on.is_none());
    let here = |no: u32| same.iter().find(|(theirs, ours)| *theirs == no && stays(*ours)).map(|s| s.1);
    let (known, new): (Vec<_>, Vec<_>) = duplicate.parties.iter().partition(|p| here(p.no).is_some());
    if into.parties.len() + new.len() > crate::matter::MOST_ENTRIES as usize {
        return Err(Refusal::TooMany { most: crate::matter::MOST_ENTRIES });
    }
    let parties = (first_party..)
        .zip(new)
        .map(|(no, p)| AbsorbedParty {
            no,
            role: p.role,
            person: p.person.clone(),
            key_hashes: p.key_hashes.clone(),
            representative: p.representative.clone(),
            representative_keys: p.representative_keys.clone(),
        })
        .collect();
    let known = known
        .into_iter()
        .filter_map(|p| {
            let ours = into.party(here(p.no)?)?;
            // Two may not speak for one party: whoever does so here stays.
            let comes = p.representative.as_ref().filter(|_| ours.representative.is_none());
            let representative_keys = comes.map(|_| p.representative_keys.clone()).unwrap_or_default();
            let known = KnownParty {
                no: ours.no,
                key_hashes: p.key_hashes.clone(),
                representative: comes.cloned(),
                representative_keys,
            };
            (known.representative.is_some() || !known.key_hashes.is_empty()).then_some(known)
        })
        .collect();
    Ok(Absorbed { from: duplicate.code.clone(), reports, parties, known, on: Some(rules.today), reason })
}

/// The more urgent of both; a step more where the same people came again.
fn raised(duplicate: &Matter, into: &Matter, same: &[(u32, u32)]) -> Vec<Event> {
    let applicant = |m: &Matter, no: u32| m.party(no).is_some_and(|p| p.role == PartyRole::Applicant);
    let returned = same.iter().any(|(theirs, ours)| applicant(duplicate, *theirs) && applicant(into, *ours));
    let higher = duplicate.urgency.max(into.urgency);
    let (urgency, because) =
        if returned { (higher.step_up(), UrgencyCause::Returned) } else { (higher, UrgencyCause::Joined) };
    if urgency == into.urgency { Vec::new() } else { vec![UrgencySet { urgency, because: Some(because) }.into()] }
}

/// Time limits that the duplicate was promised from an earlier day are kept from that day.
fn inherited(duplicate: &Matter, into: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for clock in into.running_clocks().filter(|c| !c.is_paused() && c.due_at.is_none()) {
        let promised = duplicate.running_clocks().filter(|c| c.key() == clock.key() && c.due_at.is_none());
        let Some(from_on) = promised.map(|c| c.from_on).min().filter(|on| *on < clock.from_on) else { continue };
        events.extend(counted_from(clock, from_on, Some(duplicate.code.clone()), rules)?);
    }
    Ok(events)
}

fn counted_from(
    clock: &crate::matter::RunningClock,
    from_on: jiff::civil::Date,
    from: Option<MatterCode>,
    rules: &Rules<'_>,
) -> Result<Option<Event>, Refusal> {
    let mut earlier = clock.clone();
    earlier.from_on = from_on;
    let counted = earlier.counted(&clock.pauses, &clock.longer, rules.calendar).map_err(no_such_year)?;
    let Some(due_on) = counted else { return Ok(None) };
    let warn_days = rules.playbook.clock(&clock.key()).and_then(|spec| spec.warn_days);
    let warn_on = warn_on(due_on, warn_days, rules.calendar);
    Ok(Some(ClockInherited { no: clock.no, on: rules.today, from, from_on, due_on, warn_on }.into()))
}

/// Takes a duplicate out again: it stands as it stood before, with its own lead and time limits; events of it, and of the
/// matter that gathered it.
///
/// # Errors
/// [`Refusal::NotMerged`], [`Refusal::MergedElsewhere`] where the gathering matter was merged itself,
/// [`Refusal::AlreadyConcluded`] where it has ended, [`Refusal::AgreementFirst`], [`Refusal::CalendarYear`].
pub fn separate(duplicate: &Matter, from: &Matter, reason: Said, rules: &Rules<'_>) -> Result<OfBoth, Refusal> {
    let gathered = from.family.gathered().any(|a| a.from == duplicate.code);
    if duplicate.merged_into.as_ref() != Some(&from.code) || !gathered {
        return Err(Refusal::NotMerged);
    }
    if let Some(into) = &from.merged_into {
        return Err(Refusal::MergedElsewhere { into: into.clone() });
    }
    from.require_open()?;
    if from.status == Status::Agreement {
        return Err(Refusal::AgreementFirst);
    }
    let separated = Separated { on: rules.today, from: from.code.clone(), reason: reason.here };
    let mut back = with_clocks(Some(duplicate), vec![separated.into()], rules)?;
    let meta = Meta { at: rules.now, actor: String::new() };
    back.extend(recount(&duplicate.after(&back, &meta), rules)?);
    let released = Released { on: rules.today, to: duplicate.code.clone(), reason: reason.there };
    let mut stays: Vec<Event> = vec![released.into()];
    for clock in from.running_clocks() {
        // One that a later duplicate made earlier still keeps that one's day.
        if let Some((code, own)) = clock.inherited.last()
            && *code == duplicate.code
        {
            stays.extend(counted_from(clock, *own, None, rules)?);
        }
    }
    stays.extend(danger::goes_back(from, &duplicate.code, rules));
    Ok((back, stays))
}

/// Notes that two matters belong together, on both. Where the same people came again with the same thing, the later one that
/// is open becomes more urgent, once.
///
/// # Errors
/// [`Refusal::LinkSelf`], [`Refusal::AlreadyLinked`], [`Refusal::MergedElsewhere`], [`Refusal::TooMany`].
pub fn link(one: &Matter, other: &Matter, kind: LinkKind, reason: Said, rules: &Rules<'_>) -> Result<OfBoth, Refusal> {
    if one.id == other.id {
        return Err(Refusal::LinkSelf);
    }
    for m in [one, other] {
        if let Some(into) = &m.merged_into {
            return Err(Refusal::MergedElsewhere { into: into.clone() });
        }
        next_no(m.family.links.len(), None)?;
    }
    if one.family.linked().any(|l| l.to == other.code) {
        return Err(Refusal::AlreadyLinked);
    }
    let linked = |to: &Matter, reason| Linked { on: rules.today, to: to.code.clone(), kind, reason }.into();
    let mut both: OfBoth = (vec![linked(other, reason.here)], vec![linked(one, reason.there)]);
    if kind == LinkKind::Repeat {
        let earlier_first = if one.id < other.id { [other, one] } else { [one, other] };
        if let Some(later) = earlier_first.into_iter().find(|m| m.status.is_open()) {
            let opposite = if later.id == one.id { other } else { one };
            let again = later.family.links.iter().any(|l| l.to == opposite.code && l.kind == LinkKind::Repeat);
            let events = if again { Vec::new() } else { come_again(later, UrgencyCause::Returned) };
            if later.id == one.id { both.0.extend(events) } else { both.1.extend(events) }
        }
    }
    Ok(both)
}

/// They do not belong together after all.
///
/// # Errors
/// [`Refusal::NotLinked`].
pub fn unlink(one: &Matter, other: &Matter, rules: &Rules<'_>) -> Result<OfBoth, Refusal> {
    if !one.family.linked().any(|l| l.to == other.code) {
        return Err(Refusal::NotLinked);
    }
    let unlinked = |from: &Matter| vec![Unlinked { on: rules.today, from: from.code.clone() }.into()];
    Ok((unlinked(other), unlinked(one)))
}

/// A further report raises the urgency of the matter: by a step each time the same people come again, and once where others
/// report it too.
pub fn come_again(matter: &Matter, because: UrgencyCause) -> Vec<Event> {
    let urgency = match because {
        UrgencyCause::Returned => matter.urgency.step_up(),
        UrgencyCause::Joined => matter.urgency.max(Urgency::Soon),
    };
    if urgency == matter.urgency { Vec::new() } else { vec![UrgencySet { urgency, because: Some(because) }.into()] }
}

/// What a person did with the matters that were suggested as likely the same.
///
/// # Errors
/// [`Refusal::TooMany`].
pub fn judge_earlier(
    matter: &Matter,
    shown: Vec<EarlierShown>,
    did: EarlierVerdict,
    chosen: Option<MatterCode>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    next_no(matter.family.apart.len() + shown.len(), None)?;
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![EarlierJudged { on: rules.today, shown, did, chosen }.into()])
}

/// Between which leads somebody has to choose before two matters are merged; fewer than two where nobody has to.
pub fn leads(duplicate: &Matter, into: &Matter) -> Vec<BodyId> {
    let mut both: Vec<BodyId> = [into, duplicate].iter().filter_map(|m| m.lead().map(|a| a.body)).collect();
    both.dedup();
    both
}

impl Urgency {
    /// One step more urgent.
    #[must_use]
    pub fn step_up(self) -> Self {
        match self {
            Self::Normal => Self::Soon,
            Self::Soon | Self::Urgent => Self::Urgent,
        }
    }
}
