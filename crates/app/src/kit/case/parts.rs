//! The larger parts of a case: reports with their answers, work given, meetings, agreements, visits.

use concord_domain::matter::{Agreement, Matter, ObligationState, SessionState};
use serde::Serialize;

use super::Sources;
use crate::kit::desk::Desk;
use crate::kit::duty_view::{lead_first, state};
use crate::kit::visit::Visit;

/// One arrival.
#[derive(Debug, Serialize)]
pub struct ReportShown {
    pub no: u32,
    pub channel: &'static str,
    pub narrative: Option<String>,
    pub place: Option<String>,
    pub happened_on: Option<String>,
    pub amount: Option<i64>,
    pub received_on: String,
    pub filed_by: Option<String>,
}

/// Work that a body was given.
#[derive(Debug, Serialize)]
pub struct AssignmentShown {
    pub no: u32,
    pub body: String,
    pub duty: &'static str,
    /// `sign`, `answer`, `replied`, `returned` or `ended`.
    pub state: &'static str,
    pub on: String,
    pub due_on: Option<String>,
    pub received_on: Option<String>,
    pub instruction: Option<String>,
    /// Given to a body of the reader, who may sign for it.
    pub own: bool,
}

/// A meeting.
#[derive(Debug, Serialize)]
pub struct SessionShown {
    pub no: u32,
    pub at: i64,
    /// The day of `at`.
    pub on: String,
    pub mode: &'static str,
    pub place: Option<String>,
    /// `arranged`, `cancelled`, `recorded`.
    pub state: &'static str,
    pub outcome: Option<&'static str>,
    pub record: Option<String>,
    pub recorded_on: Option<String>,
    /// Of a cancellation.
    pub reason: Option<String>,
}

/// An agreement.
#[derive(Debug, Serialize)]
pub struct AgreementShown {
    pub no: u32,
    pub on: String,
    pub form: &'static str,
    pub facts: Option<String>,
    pub terms: Option<String>,
    pub signers: Vec<Signer>,
    pub refused_by: Option<String>,
    pub refused_on: Option<String>,
    pub refused_reason: Option<String>,
    pub sealed_on: Option<String>,
    /// The mediator who signed.
    pub sealed_by: Option<String>,
    pub obligations: Vec<ObligationShown>,
}

/// A party whose signature is needed.
#[derive(Debug, Serialize)]
pub struct Signer {
    pub party: u32,
    pub name: String,
    pub signed_on: Option<String>,
}

/// What a party owes.
#[derive(Debug, Serialize)]
pub struct ObligationShown {
    pub no: u32,
    pub party: u32,
    pub name: String,
    pub what: Option<String>,
    pub amount: Option<i64>,
    /// The same in yuan, as it is typed: `1234.50`.
    pub yuan: Option<String>,
    pub due_on: String,
    /// `open`, `fulfilled`, `breached`.
    pub state: &'static str,
    /// Of the fulfilment, or the day it was found missing.
    pub on: Option<String>,
}

/// A follow-up.
#[derive(Debug, Serialize)]
pub struct VisitShown {
    pub no: u32,
    pub due_on: String,
    pub visitor: Option<String>,
    pub reported_on: Option<String>,
    pub found: Option<&'static str>,
    pub satisfied: Option<u8>,
    pub text: Option<String>,
}

pub(super) fn reports(m: &Matter, sources: &Sources<'_>) -> Vec<ReportShown> {
    m.reports
        .iter()
        .map(|r| ReportShown {
            no: r.no,
            channel: r.channel.as_str(),
            narrative: sources.text(r.narrative.id),
            place: sources.text_of(r.place.as_ref()),
            happened_on: r.happened_on.map(|d| d.to_string()),
            amount: r.amount,
            received_on: r.received_on.to_string(),
            filed_by: r.filed_by.and_then(|a| sources.names.get(&a.0).cloned()),
        })
        .collect()
}

impl Desk {
    pub(super) fn assignments(&self, visit: &Visit, m: &Matter, sources: &Sources<'_>) -> Vec<AssignmentShown> {
        let places = self.places();
        lead_first(m)
            .into_iter()
            .map(|a| AssignmentShown {
                no: a.no,
                body: places.body_name(a.body, visit.lang.tag()),
                duty: a.duty.as_str(),
                state: state(a),
                on: a.on.to_string(),
                due_on: a.due_on.map(|d| d.to_string()),
                received_on: a.received_on.map(|d| d.to_string()),
                instruction: sources.text_of(a.instruction.as_ref()),
                own: visit.actor.roles().iter().any(|held| held.body == a.body.0),
            })
            .collect()
    }
}

pub(super) fn sessions(m: &Matter, desk: &Desk, sources: &Sources<'_>) -> Vec<SessionShown> {
    m.sessions
        .iter()
        .map(|s| {
            let blank = SessionShown {
                no: s.no,
                at: s.at,
                on: desk.clock.date(s.at).to_string(),
                mode: s.mode.as_str(),
                place: sources.text_of(s.place.as_ref()),
                state: "arranged",
                outcome: None,
                record: None,
                recorded_on: None,
                reason: None,
            };
            match &s.state {
                SessionState::Arranged => blank,
                SessionState::Cancelled { reason } => {
                    SessionShown { state: "cancelled", reason: sources.text_of(reason.as_ref()), ..blank }
                }
                SessionState::Recorded { on, outcome, record } => SessionShown {
                    state: "recorded",
                    outcome: Some(outcome.as_str()),
                    record: sources.text(record.id),
                    recorded_on: Some(on.to_string()),
                    ..blank
                },
            }
        })
        .collect()
}

pub(super) fn agreement(a: &Agreement, named: &dyn Fn(u32) -> String, sources: &Sources<'_>) -> AgreementShown {
    let signed_on = |party: u32| a.signatures.iter().find(|(p, _)| *p == party).map(|(_, on)| on.to_string());
    let refused = a.refused.as_ref();
    AgreementShown {
        no: a.no,
        on: a.on.to_string(),
        form: a.form.as_str(),
        facts: sources.text(a.facts.id),
        terms: sources.text(a.terms.id),
        signers: a
            .signers
            .iter()
            .map(|party| Signer { party: *party, name: named(*party), signed_on: signed_on(*party) })
            .collect(),
        refused_by: refused.map(|(party, _, _)| named(*party)),
        refused_on: refused.map(|(_, on, _)| on.to_string()),
        refused_reason: refused.and_then(|(_, _, reason)| sources.text_of(reason.as_ref())),
        sealed_on: a.sealed.map(|(on, _)| on.to_string()),
        sealed_by: a.sealed.and_then(|(_, by)| sources.names.get(&by.0).cloned()),
        obligations: a
            .obligations
            .iter()
            .map(|o| {
                let (state, on) = match o.state {
                    ObligationState::Open => ("open", None),
                    ObligationState::Fulfilled(on) => ("fulfilled", Some(on.to_string())),
                    ObligationState::Breached(on) => ("breached", Some(on.to_string())),
                };
                ObligationShown {
                    no: o.no,
                    party: o.party,
                    name: named(o.party),
                    what: sources.text(o.what.id),
                    amount: o.amount,
                    yuan: o.amount.map(|cents| format!("{}.{:02}", cents / 100, cents % 100)),
                    due_on: o.due_on.to_string(),
                    state,
                    on,
                }
            })
            .collect(),
    }
}

pub(super) fn visits(m: &Matter, sources: &Sources<'_>) -> Vec<VisitShown> {
    m.visits
        .iter()
        .map(|v| {
            let found = v.found.as_ref();
            VisitShown {
                no: v.no,
                due_on: v.due_on.to_string(),
                visitor: sources.names.get(&v.visitor.0).cloned(),
                reported_on: found.map(|f| f.on.to_string()),
                found: found.map(|f| f.fulfilled.as_str()),
                satisfied: found.and_then(|f| f.satisfied),
                text: found.and_then(|f| sources.text_of(f.text.as_ref())),
            }
        })
        .collect()
}
