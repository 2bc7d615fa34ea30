//! Who is responsible when bodies disagree (权责争议): said by each with reasons and the duty it rests on, decided by the
//! superior of both within working days. Meanwhile whoever received the matter first stays responsible, and the parties'
//! time limits run on.

pub(crate) mod event;

use jiff::civil::Date;

use crate::assignment::{Assign, assign};
use crate::body::BodyId;
use crate::label::Label;
use crate::matter::{
    AssignmentReceived, DisputeClaimed, DisputeDecided, DisputeRaised, Duty, Event, Matter, Meta, Rules, Status,
    next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// A dispute between bodies about who is responsible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    pub no: u32,
    pub on: Date,
    /// Who decides: the centre of the nearest area that holds both bodies.
    pub decider: BodyId,
    pub due_on: Date,
    pub source: Label,
    /// What each body says, the latest of each; first that of the one that raised it.
    pub claims: Vec<Claim>,
    pub decided: Option<Decision>,
    /// The matter ended before it was decided.
    pub ended_on: Option<Date>,
}

/// What a body says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub on: Date,
    pub by: BodyId,
    /// Who is responsible, as it sees it.
    pub responsible: BodyId,
    /// Id of the duty that it rests on.
    pub duty: Option<String>,
    pub reason: Sealed,
}

/// What the superior decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub on: Date,
    pub responsible: BodyId,
    pub duty: Option<String>,
    /// The rule in a sentence, without names: what others find later.
    pub point: Sealed,
    pub reason: Sealed,
}

impl Dispute {
    /// Whether it waits for a decision.
    pub fn is_open(&self) -> bool {
        self.decided.is_none() && self.ended_on.is_none()
    }
}

/// What a body says about who is responsible.
#[derive(Clone, Debug)]
pub struct Say {
    pub by: BodyId,
    pub responsible: BodyId,
    pub duty: Option<String>,
    pub reason: Sealed,
}

fn check_duty(duty: Option<&String>, rules: &Rules<'_>) -> Result<(), Refusal> {
    if duty.is_none_or(|id| rules.duties.get(id).is_some()) { Ok(()) } else { Err(Refusal::NoSuchDuty) }
}

/// Raises a dispute; `decider` is the common superior of both bodies.
///
/// # Errors
/// [`Refusal::WrongStatus`] before acceptance, [`Refusal::DisputeOpen`], [`Refusal::NoSuperior`], [`Refusal::NoSuchDuty`],
/// [`Refusal::SameBody`] where nobody else than the responsible body is named by itself, [`Refusal::CalendarYear`].
pub fn raise(matter: &Matter, say: Say, decider: Option<BodyId>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if matter.status == Status::Reported {
        return Err(Refusal::WrongStatus { status: matter.status });
    }
    if let Some(open) = matter.open_dispute() {
        return Err(Refusal::DisputeOpen { due_on: open.due_on });
    }
    if say.by == say.responsible && say.by == matter.responsible {
        return Err(Refusal::SameBody);
    }
    check_duty(say.duty.as_ref(), rules)?;
    let no = next_no(matter.disputes.len(), matter.disputes.iter().map(|d| d.no).max())?;
    let event = DisputeRaised {
        no,
        on: rules.today,
        by: say.by,
        responsible: say.responsible,
        duty: say.duty,
        reason: say.reason,
        decider: decider.ok_or(Refusal::NoSuperior)?,
        due_on: rules.duties.decide_by(rules)?,
        source: rules.duties.dispute.source.clone(),
    };
    with_clocks(Some(matter), vec![event.into()], rules)
}

/// Another body says what it thinks, or the same one something else.
///
/// # Errors
/// [`Refusal::NoDispute`], [`Refusal::NoSuchDuty`], [`Refusal::AlreadyConcluded`].
pub fn claim(matter: &Matter, say: Say, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    let no = matter.open_dispute().ok_or(Refusal::NoDispute)?.no;
    check_duty(say.duty.as_ref(), rules)?;
    let Say { by, responsible, duty, reason } = say;
    Ok(vec![DisputeClaimed { no, on: rules.today, by, responsible, duty, reason }.into()])
}

/// A decision to be made.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Who decides.
    pub by: BodyId,
    pub responsible: BodyId,
    pub duty: Option<String>,
    pub point: Sealed,
    pub reason: Sealed,
}

/// The common superior decides. Nobody has to sign for that: the body named is responsible at once.
///
/// # Errors
/// [`Refusal::NoDispute`], [`Refusal::NotDecider`], [`Refusal::NoSuchDuty`], [`Refusal::AlreadyConcluded`].
pub fn decide(matter: &Matter, cmd: Decide, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    let dispute = matter.open_dispute().ok_or(Refusal::NoDispute)?;
    if dispute.decider != cmd.by {
        return Err(Refusal::NotDecider);
    }
    check_duty(cmd.duty.as_ref(), rules)?;
    let Decide { by, responsible, duty, point, reason } = cmd;
    let decided = DisputeDecided { no: dispute.no, on: rules.today, by, responsible, duty, point, reason };
    let mut events = with_clocks(Some(matter), vec![decided.into()], rules)?;
    events.extend(moved(&matter.after(&events, &nobody(matter)), by, responsible, rules)?);
    Ok(events)
}

fn nobody(matter: &Matter) -> Meta {
    Meta { at: matter.updated_at, actor: String::new() }
}

/// The lead and the responsibility go to the body that was named.
fn moved(matter: &Matter, by: BodyId, to: BodyId, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if matter.responsible == to && matter.body == to {
        return Ok(Vec::new());
    }
    let mut events = Vec::new();
    let led = matter.lead().filter(|a| a.body == to && matter.body == to && a.is_open());
    let no = if let Some(work) = led {
        work.no
    } else {
        let order =
            Assign { body: to, duty: Duty::Lead, by: Some(by), mediator: None, due_on: None, instruction: None };
        events = assign(matter, order, rules)?;
        matter.after(&events, &nobody(matter)).lead().map_or(0, |a| a.no)
    };
    let given = matter.after(&events, &nobody(matter));
    events.extend(with_clocks(Some(&given), vec![AssignmentReceived { no, on: rules.today }.into()], rules)?);
    Ok(events)
}

impl Matter {
    /// The dispute that waits for a decision.
    pub fn open_dispute(&self) -> Option<&Dispute> {
        self.disputes.iter().find(|d| d.is_open())
    }

    pub(crate) fn apply_dispute(&mut self, event: &Event) {
        match event {
            Event::DisputeRaised(e) => self.disputes.push(Dispute {
                no: e.no,
                on: e.on,
                decider: e.decider,
                due_on: e.due_on,
                source: e.source.clone(),
                claims: vec![Claim {
                    on: e.on,
                    by: e.by,
                    responsible: e.responsible,
                    duty: e.duty.clone(),
                    reason: e.reason.clone(),
                }],
                decided: None,
                ended_on: None,
            }),
            Event::DisputeClaimed(e) => {
                let claim = Claim {
                    on: e.on,
                    by: e.by,
                    responsible: e.responsible,
                    duty: e.duty.clone(),
                    reason: e.reason.clone(),
                };
                self.with_dispute(e.no, |d| match d.claims.iter_mut().find(|c| c.by == claim.by) {
                    Some(earlier) => *earlier = claim,
                    None => d.claims.push(claim),
                });
            }
            Event::DisputeDecided(e) => self.with_dispute(e.no, |d| {
                d.decided = Some(Decision {
                    on: e.on,
                    responsible: e.responsible,
                    duty: e.duty.clone(),
                    point: e.point.clone(),
                    reason: e.reason.clone(),
                });
            }),
            _ => {}
        }
    }

    pub(crate) fn end_disputes(&mut self, on: Date) {
        self.disputes.iter_mut().filter(|d| d.is_open()).for_each(|d| d.ended_on = Some(on));
    }

    fn with_dispute(&mut self, no: u32, change: impl FnOnce(&mut Dispute)) {
        if let Some(dispute) = self.disputes.iter_mut().find(|d| d.no == no) {
            change(dispute);
        }
    }
}
