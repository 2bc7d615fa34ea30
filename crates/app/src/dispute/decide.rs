//! What is decided about disputes between bodies, for pages and API alike.

use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::dispute::{self, Decide, Say};
use concord_domain::matter::Matter;
use concord_domain::refusal::Refusal;
use concord_policy::{Action, Actor, Role};

use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::TextKind;
use crate::kit::failure::Failure;

/// What a body says.
#[derive(Clone, Debug)]
pub struct Claim {
    pub responsible: BodyId,
    /// Id of the duty list; blank for none.
    pub duty: String,
    pub reason: String,
}

impl Claim {
    fn duty(&self) -> Option<String> {
        (!self.duty.is_empty()).then(|| self.duty.clone())
    }
}

/// A body says who is responsible: the superior of both decides.
pub async fn raise(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    claim: &Claim,
) -> Result<Matter, Failure> {
    desk.check_body(claim.responsible).map_err(|_| Failure::field("responsible", "problem-body"))?;
    desk.carry_out(actor, Action::RaiseDispute, code, expected, |matter, rules, drawer| {
        let by = desk.acting_body(actor, Action::RaiseDispute, matter).ok_or(Failure::Forbidden)?;
        // Whoever says it of itself disagrees with the body that is responsible now.
        let other = if by == claim.responsible { matter.responsible } else { claim.responsible };
        let reason = drawer.seal(TextKind::Claim, &claim.reason);
        let say = Say { by, responsible: claim.responsible, duty: claim.duty(), reason };
        Ok(dispute::raise(matter, say, desk.places().common_superior(by, other), rules)?)
    })
    .await
}

fn this_one(matter: &Matter, no: u32) -> Result<&dispute::Dispute, Refusal> {
    matter.open_dispute().filter(|d| d.no == no).ok_or(Refusal::NoDispute)
}

/// Another body, or the same again, says what it thinks.
pub async fn claim(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    no: u32,
    claim: &Claim,
) -> Result<Matter, Failure> {
    desk.check_body(claim.responsible).map_err(|_| Failure::field("responsible", "problem-body"))?;
    desk.carry_out(actor, Action::RaiseDispute, code, expected, |matter, rules, drawer| {
        this_one(matter, no)?;
        let by = desk.acting_body(actor, Action::RaiseDispute, matter).ok_or(Failure::Forbidden)?;
        let reason = drawer.seal(TextKind::Claim, &claim.reason);
        Ok(dispute::claim(matter, Say { by, responsible: claim.responsible, duty: claim.duty(), reason }, rules)?)
    })
    .await
}

/// What the superior decides.
#[derive(Clone, Debug)]
pub struct Decision {
    pub claim: Claim,
    /// The rule in a sentence, without names.
    pub point: String,
}

/// Whether somebody decides for a body.
pub fn decides_for(actor: &Actor, body: BodyId) -> bool {
    let post = |role| matches!(role, Role::Coordinator | Role::Supervisor);
    actor.roles().iter().any(|held| held.body == body.0 && post(held.role))
}

/// The common superior decides.
pub async fn decide(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    no: u32,
    decision: &Decision,
) -> Result<Matter, Failure> {
    desk.check_body(decision.claim.responsible).map_err(|_| Failure::field("responsible", "problem-body"))?;
    desk.carry_out(actor, Action::DecideDispute, code, expected, |matter, rules, drawer| {
        let decider = this_one(matter, no)?.decider;
        if !decides_for(actor, decider) {
            return Err(Refusal::NotDecider.into());
        }
        let cmd = Decide {
            by: decider,
            responsible: decision.claim.responsible,
            duty: decision.claim.duty(),
            point: drawer.seal(TextKind::Point, &decision.point),
            reason: drawer.seal(TextKind::Decision, &decision.claim.reason),
        };
        Ok(dispute::decide(matter, cmd, rules)?)
    })
    .await
}
