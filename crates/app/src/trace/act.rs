//! Objections to marks, for pages and API alike.

use concord_domain::code::MatterCode;
use concord_domain::holding::{self, Object};
use concord_domain::matter::{Judgement, Matter, PromiseKind};
use concord_domain::refusal::Refusal;
use concord_policy::{Action, Actor};

use crate::kit::bodies::acts_for;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::TextKind;
use crate::kit::failure::Failure;

/// The body objects to its mark.
pub async fn object(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    promise: (PromiseKind, u32),
    text: &str,
) -> Result<Matter, Failure> {
    desk.carry_out(actor, Action::ObjectToMark, code, expected, |matter, rules, drawer| {
        let (kind, of) = promise;
        if !acts_for(actor, holding::promise(matter, kind, of)?.body) {
            return Err(Failure::Forbidden);
        }
        let text = drawer.seal(TextKind::Appeal, text);
        Ok(holding::object(matter, Object { promise: kind, of, text }, rules)?)
    })
    .await
}

/// A supervisor judges the objection of another body than the own one.
pub async fn judge(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    no: u32,
    judgement: (Judgement, &str),
) -> Result<Matter, Failure> {
    desk.carry_out(actor, Action::JudgeObjection, code, expected, |matter, rules, drawer| {
        let appeal = matter.appeals.iter().find(|a| a.no == no).ok_or(Refusal::NoAppeal)?;
        // Nobody judges their own body's objection: a higher supervisor does.
        if desk.acting_body(actor, Action::JudgeObjection, matter) == Some(appeal.by) {
            return Err(Failure::Forbidden);
        }
        let reason = drawer.seal(TextKind::Appeal, judgement.1);
        Ok(holding::judge(matter, no, judgement.0, reason, rules)?)
    })
    .await
}
