//! The way in: a report arrives, is accepted, returned, referred, or found to be a duplicate.

use jiff::civil::Date;

use crate::body::BodyId;
use crate::category::CategoryCode;
use crate::code::MatterCode;
use crate::diversion::arrival;
use crate::matter::{
    Accepted, AccessGranted, AccountId, Channel, Classified, ClockStarted, Event, Language, MOST_AMOUNT, MOST_ENTRIES,
    Matter, PartyCorrected, PartyJoined, PartyRepresented, PartyRole, Referred, ReportFacts, ReportJoined, Reported,
    RepresentativeAdmitted, Returned, Rules, Status, Urgency, UrgencySet, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::region::RegionCode;
use crate::sealed::Sealed;

/// Somebody said what happened.
#[derive(Clone, Debug)]
pub struct Report {
    pub channel: Channel,
    pub narrative: Sealed,
    pub answers: Option<Sealed>,
    pub place: Option<Sealed>,
    pub happened_on: Option<Date>,
    /// Cents of yuan.
    pub amount: Option<i64>,
    pub language: Language,
    pub filed_by: Option<AccountId>,
    pub source: Option<String>,
    pub external_id: Option<String>,
}

/// A party as it comes in.
#[derive(Clone, Debug)]
pub struct NewParty {
    pub role: PartyRole,
    pub person: Sealed,
    pub representative: Option<Sealed>,
    /// Hex SHA-256 of the key printed for it.
    pub key_hash: Option<String>,
}

/// Opens a matter.
#[derive(Clone, Debug)]
pub struct Open {
    pub code: MatterCode,
    pub report: Report,
    pub region: RegionCode,
    pub category: CategoryCode,
    pub urgency: Urgency,
    /// Who owes the next step.
    pub body: BodyId,
    /// The applicant first.
    pub parties: Vec<NewParty>,
}

/// Opens a matter with its first report.
///
/// # Errors
/// [`Refusal::ApplicantMissing`], [`Refusal::DateFuture`], [`Refusal::Amount`], [`Refusal::CalendarYear`].
pub fn open(cmd: Open, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if cmd.parties.first().is_none_or(|p| p.role != PartyRole::Applicant) {
        return Err(Refusal::ApplicantMissing);
    }
    check_report(&cmd.report, rules.today)?;
    let mut events: Vec<Event> = vec![
        Reported {
            code: cmd.code,
            report: facts(cmd.report, 1, rules.today),
            region: cmd.region,
            category: cmd.category,
            playbook: rules.playbook.id.clone(),
            urgency: cmd.urgency,
            body: cmd.body,
            on: rules.today,
            tier: Some(rules.playbook.start.tier),
        }
        .into(),
    ];
    join_parties(&mut events, cmd.parties, 1);
    with_clocks(None, events, rules)
}

/// A further report of a matter that is known, with the party that made it when it is a new one.
///
/// # Errors
/// As [`open`], and [`Refusal::TooMany`].
pub fn join_report(
    matter: &Matter,
    report: Report,
    parties: Vec<NewParty>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    check_report(&report, rules.today)?;
    let no = next_no(matter.reports.len(), matter.reports.iter().map(|r| r.no).max())?;
    let mut events: Vec<Event> = vec![ReportJoined { report: facts(report, no, rules.today) }.into()];
    join_parties(&mut events, parties, matter.next_party()?);
    Ok(events)
}

fn check_report(report: &Report, today: Date) -> Result<(), Refusal> {
    if report.happened_on.is_some_and(|on| on > today) {
        return Err(Refusal::DateFuture { latest: today });
    }
    if report.amount.is_some_and(|a| !(0..=MOST_AMOUNT).contains(&a)) {
        return Err(Refusal::Amount);
    }
    Ok(())
}

fn facts(report: Report, no: u32, received_on: Date) -> ReportFacts {
    ReportFacts {
        no,
        channel: report.channel,
        narrative: report.narrative,
        answers: report.answers,
        place: report.place,
        happened_on: report.happened_on,
        amount: report.amount,
        language: report.language,
        filed_by: report.filed_by,
        source: report.source,
        external_id: report.external_id,
        received_on,
    }
}

fn join_parties(events: &mut Vec<Event>, parties: Vec<NewParty>, first: u32) {
    for (no, party) in (first..).zip(parties) {
        events.push(PartyJoined { no, role: party.role, person: party.person }.into());
        if let Some(person) = party.representative {
            events.push(PartyRepresented { party: no, person }.into());
        }
        if let Some(key_hash) = party.key_hash {
            events.push(AccessGranted { party: no, key_hash }.into());
        }
    }
}

/// Adds a party to a matter that is not archived.
///
/// # Errors
/// As [`join_all`].
pub fn join_party(matter: &Matter, party: NewParty) -> Result<Vec<Event>, Refusal> {
    join_all(matter, vec![party])
}

/// Adds several parties at once to a matter that is not archived.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::TooMany`].
pub fn join_all(matter: &Matter, parties: Vec<NewParty>) -> Result<Vec<Event>, Refusal> {
    matter.not_archived()?;
    let first = matter.next_party()?;
    if matter.parties.len() + parties.len() > MOST_ENTRIES as usize {
        return Err(Refusal::TooMany { most: MOST_ENTRIES });
    }
    let mut events = Vec::new();
    join_parties(&mut events, parties, first);
    Ok(events)
}

/// Names who speaks for a party.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::NoSuchEntry`].
pub fn represent(matter: &Matter, party: u32, person: Sealed) -> Result<Vec<Event>, Refusal> {
    matter.not_archived()?;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    Ok(vec![PartyRepresented { party, person }.into()])
}

/// Corrects a party's name or contact details.
///
/// # Errors
/// [`Refusal::Archived`], [`Refusal::NoSuchEntry`].
pub fn correct_party(matter: &Matter, party: u32, person: Sealed) -> Result<Vec<Event>, Refusal> {
    matter.not_archived()?;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    Ok(vec![PartyCorrected { party, person }.into()])
}

/// Prints a (further) key for a party.
///
/// # Errors
/// [`Refusal::NoSuchEntry`].
pub fn grant_access(matter: &Matter, party: u32, key_hash: String) -> Result<Vec<Event>, Refusal> {
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    Ok(vec![AccessGranted { party, key_hash }.into()])
}

/// Prints a (further) key for who represents a party. It opens the matter until somebody else does.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::NotRepresented`].
pub fn admit_representative(matter: &Matter, party: u32, key_hash: String) -> Result<Vec<Event>, Refusal> {
    let found = matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    found.representative.as_ref().ok_or(Refusal::NotRepresented { party })?;
    Ok(vec![RepresentativeAdmitted { party, key_hash }.into()])
}

/// Takes the matter on; whoever sent it has their receipt by that.
///
/// # Errors
/// [`Refusal::WrongStatus`] unless it is newly reported.
pub fn accept(matter: &Matter, body: BodyId, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Reported])?;
    let mut events: Vec<Event> = vec![Accepted { on: rules.today, body }.into()];
    events.extend(arrival::receipts(matter, rules));
    with_clocks(Some(matter), events, rules)
}

/// Sends it back to the person with a reason and advice.
///
/// # Errors
/// [`Refusal::WrongStatus`], [`Refusal::ReasonMissing`].
pub fn turn_back(
    matter: &Matter,
    reason: &str,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Reported, Status::Accepted, Status::Assigned])?;
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    with_clocks(Some(matter), vec![Returned { on: rules.today, reason: reason.to_owned(), text }.into()], rules)
}

/// Sends it to somebody outside the network.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::ReasonMissing`].
pub fn refer(matter: &Matter, to: &str, text: Option<Sealed>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if to.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    with_clocks(Some(matter), vec![Referred { on: rules.today, to: to.to_owned(), text }.into()], rules)
}

/// Sets the kind of dispute; `rules` are those of the new kind.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`].
pub fn classify(matter: &Matter, category: CategoryCode, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if category == matter.category {
        return Ok(Vec::new());
    }
    Ok(vec![Classified { category, playbook: rules.playbook.id.clone() }.into()])
}

/// Sets the urgency of the matter.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`].
pub fn set_urgency(matter: &Matter, urgency: Urgency) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if urgency == matter.urgency { Ok(Vec::new()) } else { Ok(vec![UrgencySet { urgency, because: None }.into()]) }
}

/// The first time limit among events that were just decided: what a receipt promises.
pub fn first_promise(events: &[Event]) -> Option<&ClockStarted> {
    let told = |c: &&ClockStarted| !c.until.iter().any(|event| event.starts_with("danger."));
    let started = events.iter().filter_map(|e| if let Event::ClockStarted(c) = e { Some(c) } else { None });
    started.filter(told).min_by_key(|c| c.due_on)
}
