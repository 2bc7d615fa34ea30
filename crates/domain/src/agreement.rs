//! What the parties agree, who signs it, and whether it is kept.

use jiff::civil::Date;

use crate::assignment::begun;
use crate::matter::{
    AccountId, Agreement, AgreementDrafted, AgreementRefused, AgreementSealed, AgreementSigned, Event, Form,
    MOST_AMOUNT, Matter, Obligation, ObligationBreached, ObligationFacts, ObligationFulfilled, ObligationState, Party,
    PartyRole, Rules, Status, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Puts an agreement before the parties (contents: People's Mediation Law art. 29).
#[derive(Clone, Debug)]
pub struct Draft {
    pub form: Form,
    /// Facts, issue and responsibility.
    pub facts: Sealed,
    /// Terms, method and time.
    pub terms: Sealed,
    pub obligations: Vec<Promise>,
}

/// What one party will owe.
#[derive(Clone, Debug)]
pub struct Promise {
    pub party: u32,
    pub what: Sealed,
    /// Cents of yuan.
    pub amount: Option<i64>,
    pub due_on: Date,
}

/// Drafts an agreement; an earlier draft that nobody refused is replaced, and its signatures with it.
///
/// # Errors
/// [`Refusal::WrongStatus`], [`Refusal::MediatorMissing`], [`Refusal::NoSuchEntry`], [`Refusal::DatePast`], [`Refusal::Amount`].
pub fn draft(matter: &Matter, cmd: Draft, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Assigned, Status::Mediating, Status::Agreement])?;
    if matter.mediator.is_none() {
        return Err(Refusal::MediatorMissing);
    }
    // An agreement from before a reopening is in effect too, but it did not end the dispute: the status tells them apart.
    if matter.status == Status::Agreement && matter.agreement().is_some_and(|a| a.sealed.is_some()) {
        return Err(Refusal::WrongStatus { status: matter.status });
    }
    let first = matter.agreements.iter().flat_map(|a| &a.obligations).map(|o| o.no).max().unwrap_or(0) + 1;
    let obligations = (first..)
        .zip(cmd.obligations)
        .map(|(no, promise)| check_promise(matter, no, promise, rules.today))
        .collect::<Result<Vec<_>, _>>()?;
    let no = next_no(matter.agreements.len(), matter.agreements.iter().map(|a| a.no).max())?;
    let signs = |p: &&Party| p.role != PartyRole::Third && p.left_on.is_none();
    let signers = matter.parties.iter().filter(signs).map(|p| p.no).collect();
    let event = AgreementDrafted {
        no,
        on: rules.today,
        form: cmd.form,
        facts: cmd.facts,
        terms: cmd.terms,
        obligations,
        signers,
    };
    let mut events = begun(matter, rules);
    events.push(event.into());
    with_clocks(Some(matter), events, rules)
}

fn check_promise(matter: &Matter, no: u32, promise: Promise, today: Date) -> Result<ObligationFacts, Refusal> {
    let Promise { party, what, amount, due_on } = promise;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    if due_on < today {
        return Err(Refusal::DatePast { earliest: today });
    }
    if amount.is_some_and(|a| !(0..=MOST_AMOUNT).contains(&a)) {
        return Err(Refusal::Amount);
    }
    Ok(ObligationFacts { no, party, what, amount, due_on })
}

fn waiting(matter: &Matter) -> Result<&Agreement, Refusal> {
    matter.require_open()?;
    matter.agreement().filter(|a| a.sealed.is_none()).ok_or(Refusal::NoAgreement)
}

/// A party signs, or agrees aloud to an oral one.
///
/// # Errors
/// [`Refusal::NoAgreement`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadySigned`].
pub fn sign(matter: &Matter, party: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let agreement = waiting(matter)?;
    if !agreement.signers.contains(&party) {
        return Err(Refusal::NoSuchEntry { no: party });
    }
    if agreement.signatures.iter().any(|(signer, _)| *signer == party) {
        return Err(Refusal::AlreadySigned);
    }
    let event = AgreementSigned { agreement: agreement.no, party, on: rules.today };
    with_clocks(Some(matter), vec![event.into()], rules)
}

/// A party does not want it. The matter goes back to mediation.
///
/// # Errors
/// [`Refusal::NoAgreement`], [`Refusal::NoSuchEntry`].
pub fn refuse(matter: &Matter, party: u32, reason: Option<Sealed>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let agreement = waiting(matter)?;
    if !agreement.signers.contains(&party) {
        return Err(Refusal::NoSuchEntry { no: party });
    }
    let event = AgreementRefused { agreement: agreement.no, party, on: rules.today, reason };
    with_clocks(Some(matter), vec![event.into()], rules)
}

/// The mediator signs and the committee seals, last of all: the agreement is in effect (art. 29).
///
/// # Errors
/// [`Refusal::NoAgreement`], [`Refusal::SignatureMissing`].
pub fn seal(matter: &Matter, mediator: AccountId, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let agreement = waiting(matter)?;
    let missing = agreement.missing().len();
    if missing > 0 {
        return Err(Refusal::SignatureMissing { missing: missing as u32 });
    }
    let event = AgreementSealed { agreement: agreement.no, on: rules.today, mediator };
    with_clocks(Some(matter), vec![event.into()], rules)
}

fn open_obligation(matter: &Matter, no: u32) -> Result<&Obligation, Refusal> {
    let in_effect = matter.agreements.iter().filter(|a| a.sealed.is_some());
    let obligation = in_effect.flat_map(|a| &a.obligations).find(|o| o.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    match obligation.state {
        ObligationState::Fulfilled(_) => Err(Refusal::ObligationClosed),
        ObligationState::Open | ObligationState::Breached(_) => Ok(obligation),
    }
}

/// What was owed was done, on time or late.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ObligationClosed`], [`Refusal::DateFuture`].
pub fn fulfil(matter: &Matter, no: u32, on: Date, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    open_obligation(matter, no)?;
    if on > rules.today {
        return Err(Refusal::DateFuture { latest: rules.today });
    }
    Ok(vec![ObligationFulfilled { no, on }.into()])
}

/// What was owed was not done by its date.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ObligationClosed`], [`Refusal::TooSoon`] before the date.
pub fn breach(matter: &Matter, no: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let obligation = open_obligation(matter, no)?;
    if matches!(obligation.state, ObligationState::Breached(_)) {
        return Err(Refusal::ObligationClosed);
    }
    if rules.today <= obligation.due_on {
        return Err(Refusal::TooSoon { earliest: obligation.due_on.saturating_add(jiff::Span::new().days(1)) });
    }
    Ok(vec![ObligationBreached { no, on: rules.today }.into()])
}
