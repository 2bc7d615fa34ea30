//! Work between bodies as the API answers it.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::danger::{Sign, StepTaken, Told};
use concord_domain::matter::{Assignment, DangerKind, Duty, Matter, RaisedBy, TierStay};
use concord_domain::sealed::Sealed;
use concord_policy::Actor;
use serde::Serialize;
use utoipa::ToSchema;

use super::matter_view::{BodyView, StayView, rfc3339};
use super::place::Places;

/// Work that a body was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentView {
    pub no: u32,
    pub body: BodyView,
    /// Who gave it.
    pub given_by: BodyView,
    /// `lead` or `assist`.
    pub duty: &'static str,
    pub on: String,
    /// The last day to sign for it, or to send it back.
    pub sign_by: Option<String>,
    pub due_on: Option<String>,
    pub received_on: Option<String>,
    /// `sign`, `answer`, `replied`, `returned`, `ended`.
    pub state: &'static str,
    pub reply: Option<String>,
    /// Why it was sent back.
    pub return_reason: Option<String>,
    /// More time that was asked for and not answered.
    pub extension_until: Option<String>,
    /// The body that is asked to take it over.
    pub handing_to: Option<BodyView>,
}

/// A dispute about who is responsible.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeView {
    pub no: u32,
    pub raised_on: String,
    pub due_on: String,
    /// Where that limit is written.
    pub source: String,
    pub decider: BodyView,
    pub claims: Vec<ClaimView>,
    pub decided_on: Option<String>,
    /// Who is, as decided.
    pub responsible: Option<BodyView>,
    pub reason: Option<String>,
}

/// What a body says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimView {
    pub by: BodyView,
    pub responsible: BodyView,
    /// Id of the duty list.
    pub duty: Option<String>,
    pub reason: Option<String>,
}

/// Joint mediation.
#[derive(Debug, Serialize, ToSchema)]
pub struct JointView {
    pub on: String,
    pub lead: BodyView,
    pub members: Vec<BodyView>,
    pub conferences: Vec<ConferenceView>,
    pub tasks: Vec<TaskView>,
}

/// A meeting of the bodies.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceView {
    pub no: u32,
    /// RFC 3339.
    pub at: String,
    pub agenda: Option<String>,
    pub place: Option<String>,
    pub minutes: Option<String>,
    pub held_on: Option<String>,
    /// How often it was moved.
    pub moved: usize,
    pub called_off_on: Option<String>,
    /// Why it was called off.
    pub reason: Option<String>,
}

/// What a conference decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskView {
    pub no: u32,
    pub body: BodyView,
    pub what: Option<String>,
    pub due_on: String,
    pub done_on: Option<String>,
}

/// A supervisor's order.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgingView {
    pub no: u32,
    pub by: BodyView,
    pub to: BodyView,
    pub on: String,
    pub answer_by: String,
    pub text: Option<String>,
    /// The time limit that ran out, where its rule urged.
    pub clock: Option<u32>,
    pub answered_on: Option<String>,
    pub answer: Option<String>,
    pub withdrawn_on: Option<String>,
    pub withdrawal_reason: Option<String>,
}

/// Signs of danger in a matter, and what was made of them; absent where there were none, and for parties.
#[derive(Debug, Serialize, ToSchema)]
pub struct DangerView {
    /// Whether somebody still has to see to it.
    pub open: bool,
    /// `seen`, `confirmed`, `set_aside`, `lifted`; `went_back` with a duplicate that was taken out again.
    pub state: &'static str,
    /// `violence`, `self_harm`, `child`.
    pub kinds: Vec<&'static str>,
    pub signs: Vec<SignView>,
    pub told: Vec<ToldView>,
    pub steps: Vec<StepView>,
    /// What a person wrote who decided.
    pub decision: Option<String>,
}

/// A sign of danger.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignView {
    pub no: u32,
    pub on: String,
    pub kinds: Vec<&'static str>,
    /// `words`, `answer`, `person`, `duplicate`.
    pub by: &'static str,
    pub text: Option<String>,
    /// Code of the duplicate that it came with.
    pub from: Option<String>,
}

/// Who was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldView {
    /// RFC 3339.
    pub at: String,
    pub body: BodyView,
    pub accounts: Vec<i64>,
    /// `duty`, `above` where nobody was on duty at the responsible body, `coordinators` where nobody was on duty at all,
    /// `supervisors` where nobody routes there either.
    pub by: &'static str,
}

/// What was done about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    pub no: u32,
    /// RFC 3339.
    pub at: String,
    pub step: &'static str,
    pub text: Option<String>,
    /// Code of the duplicate in which it was done.
    pub from: Option<String>,
}

type Texts = HashMap<i64, String>;

fn body(places: &Places, tag: &str, id: BodyId) -> BodyView {
    BodyView { id: id.0, name: places.body_name(id, tag) }
}

fn said(texts: &Texts, sealed: Option<&Sealed>) -> Option<String> {
    sealed.and_then(|s| texts.get(&s.id).cloned())
}

/// What is to be done about work: `sign`, `answer`, or nothing any more.
pub fn state(work: &Assignment) -> &'static str {
    match work {
        w if w.sent_back.is_some() => "returned",
        w if w.replied.is_some() => "replied",
        w if w.ended_on.is_some() => "ended",
        w if w.received_on.is_none() => "sign",
        _ => "answer",
    }
}

/// The work of a matter as lists show it: what stands before what is over, leads first, the latest first.
pub fn lead_first(m: &Matter) -> Vec<&Assignment> {
    let mut all: Vec<&Assignment> = m.assignments.iter().collect();
    let over = |a: &Assignment| a.sent_back.is_some() || a.ended_on.is_some();
    all.sort_by_key(|a| (over(a), a.duty != Duty::Lead, std::cmp::Reverse(a.no)));
    all
}

pub(super) fn assignments(m: &Matter, places: &Places, tag: &str, texts: &Texts) -> Vec<AssignmentView> {
    let show = |a: &Assignment| AssignmentView {
        no: a.no,
        body: body(places, tag, a.body),
        given_by: body(places, tag, a.by),
        duty: a.duty.as_str(),
        on: a.on.to_string(),
        sign_by: a.sign_by.map(|d| d.to_string()),
        due_on: a.due_on.map(|d| d.to_string()),
        received_on: a.received_on.map(|d| d.to_string()),
        state: state(a),
        reply: said(texts, a.replied.as_ref().map(|r| &r.text)),
        return_reason: said(texts, a.sent_back.as_ref().map(|s| &s.reason)),
        extension_until: a.asked.as_ref().map(|x| x.until.to_string()),
        handing_to: a.handing.as_ref().map(|h| body(places, tag, h.to)),
    };
    m.assignments.iter().map(show).collect()
}

pub(super) fn stays(m: &Matter, places: &Places, tag: &str, texts: &Texts) -> Vec<StayView> {
    let show = |stay: &TierStay| StayView {
        tier: stay.tier.as_str(),
        body: body(places, tag, stay.body),
        worked_by: m.worked_by().filter(|_| stay.until_on.is_none()).map(|worker| body(places, tag, worker)),
        from_on: stay.from_on.to_string(),
        until_on: stay.until_on.map(|d| d.to_string()),
        came: stay.came.map(RaisedBy::as_str),
        because: stay
            .because
            .as_ref()
            .map(|label| label.in_lang(tag).to_owned())
            .or_else(|| said(texts, stay.reason.as_ref())),
    };
    m.tiers.stays.iter().map(show).collect()
}

pub(super) fn disputes(m: &Matter, places: &Places, tag: &str, texts: &Texts) -> Vec<DisputeView> {
    let show = |d: &concord_domain::dispute::Dispute| DisputeView {
        no: d.no,
        raised_on: d.on.to_string(),
        due_on: d.due_on.to_string(),
        source: d.source.in_lang(tag).to_owned(),
        decider: body(places, tag, d.decider),
        claims: d
            .claims
            .iter()
            .map(|c| ClaimView {
                by: body(places, tag, c.by),
                responsible: body(places, tag, c.responsible),
                duty: c.duty.clone(),
                reason: said(texts, Some(&c.reason)),
            })
            .collect(),
        decided_on: d.decided.as_ref().map(|x| x.on.to_string()),
        responsible: d.decided.as_ref().map(|x| body(places, tag, x.responsible)),
        reason: said(texts, d.decided.as_ref().map(|x| &x.reason)),
    };
    m.disputes.iter().map(show).collect()
}

pub(super) fn joint(m: &Matter, places: &Places, tag: &str, texts: &Texts) -> Option<JointView> {
    let joint = m.joint.as_ref()?;
    Some(JointView {
        on: joint.on.to_string(),
        lead: body(places, tag, joint.lead),
        members: joint.members.iter().map(|b| body(places, tag, *b)).collect(),
        conferences: joint
            .conferences
            .iter()
            .map(|c| ConferenceView {
                no: c.no,
                at: rfc3339(c.at),
                agenda: said(texts, Some(&c.agenda)),
                place: said(texts, c.place.as_ref()),
                minutes: said(texts, c.held.as_ref().map(|(_, minutes)| minutes)),
                held_on: c.held.as_ref().map(|(on, _)| on.to_string()),
                moved: c.moved.len(),
                called_off_on: c.off.as_ref().map(|(on, _)| on.to_string()),
                reason: said(texts, c.off.as_ref().map(|(_, reason)| reason)),
            })
            .collect(),
        tasks: joint
            .tasks
            .iter()
            .map(|t| TaskView {
                no: t.no,
                body: body(places, tag, t.body),
                what: said(texts, Some(&t.what)),
                due_on: t.due_on.to_string(),
                done_on: t.done.as_ref().map(|(on, _)| on.to_string()),
            })
            .collect(),
    })
}

pub(super) fn urgings(m: &Matter, places: &Places, tag: &str, texts: &Texts) -> Vec<UrgingView> {
    let show = |u: &concord_domain::urging::Urging| UrgingView {
        no: u.no,
        by: body(places, tag, u.by),
        to: body(places, tag, u.to),
        on: u.on.to_string(),
        answer_by: u.answer_by.to_string(),
        text: said(texts, u.text.as_ref()),
        clock: u.clock,
        answered_on: u.answered.as_ref().map(|(on, _)| on.to_string()),
        answer: said(texts, u.answered.as_ref().map(|(_, text)| text)),
        withdrawn_on: u.withdrawn.as_ref().map(|(on, _)| on.to_string()),
        withdrawal_reason: said(texts, u.withdrawn.as_ref().map(|(_, reason)| reason)),
    };
    m.urgings.iter().map(show).collect()
}

/// Signs of danger, for the staff: a party may be it.
pub(super) fn danger(actor: &Actor, m: &Matter, places: &Places, tag: &str, texts: &Texts) -> Option<DangerView> {
    let d = m.danger.as_ref().filter(|_| !actor.is_visitor())?;
    let words = |kinds: &[DangerKind]| kinds.iter().map(|kind| kind.as_str()).collect();
    let there = |from: Option<&MatterCode>| from.map(|code| code.as_str().to_owned());
    let sign = |s: &Sign| SignView {
        no: s.no,
        on: s.on.to_string(),
        kinds: words(&s.kinds),
        by: s.by.as_str(),
        text: said(texts, s.text.as_ref()),
        from: there(s.from.as_ref()),
    };
    let told = |t: &Told| ToldView {
        at: rfc3339(t.at),
        body: body(places, tag, t.body),
        accounts: t.accounts.iter().map(|account| account.0).collect(),
        by: t.by.as_str(),
    };
    let step = |s: &StepTaken| StepView {
        no: s.no,
        at: rfc3339(s.at),
        step: s.step.as_str(),
        text: said(texts, s.text.as_ref()),
        from: there(s.from.as_ref()),
    };
    Some(DangerView {
        open: m.open_danger().is_some(),
        state: d.state.as_str(),
        kinds: words(&d.kinds),
        signs: d.signs.iter().map(sign).collect(),
        told: d.told.iter().map(told).collect(),
        steps: d.steps.iter().map(step).collect(),
        decision: d.decided.as_ref().and_then(|decided| said(texts, decided.text.as_ref())),
    })
}
