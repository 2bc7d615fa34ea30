//! What is decided about call-backs, the same by form and by API.

use concord_domain::Refusal;
use concord_domain::code::MatterCode;
use concord_domain::matter::{FulfilmentFound, Matter, Resolved, TryOutcome};
use concord_domain::rating::{self, CallBack, CallBackState, Missed, Word};
use concord_domain::sampling::Round;
use concord_policy::{Action, Actor};

use crate::kit::bodies::asking;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::TextKind;
use crate::kit::drawing::Drawn;
use crate::kit::failure::Failure;

/// What a party says when it is called back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub party: u32,
    pub stars: u8,
    pub resolved: Option<Resolved>,
    pub found: Option<FulfilmentFound>,
    pub comment: String,
}

/// A call that brought no answer.
#[derive(Clone, Copy, Debug)]
pub struct Miss {
    pub party: u32,
    pub outcome: TryOutcome,
}

/// The round of a name, with its turns, for somebody who may call.
///
/// # Errors
/// [`Failure::NotFound`] for what is no round; [`Failure::Forbidden`].
pub async fn round(desk: &Desk, actor: &Actor, name: &str) -> Result<Drawn, Failure> {
    let round = Round::parse(name).ok_or(Failure::NotFound)?;
    desk.may_call_back(actor, &round.region)?;
    desk.drawn(actor, round).await?.ok_or(Failure::NotFound)
}

/// Whether it is the matter's turn, and the caller's to call.
fn turn(drawn: &Drawn, code: &MatterCode) -> Result<(), Failure> {
    let turn = drawn.turn(code).ok_or(Refusal::NotDrawn)?;
    if turn.of_own_body {
        return Err(Refusal::NotIndependent.into());
    }
    if turn.state == CallBackState::Waiting { Ok(()) } else { Err(Refusal::CallBackDone.into()) }
}

/// Records an answer.
pub async fn answer(
    desk: &Desk,
    actor: &Actor,
    (name, code): (&str, &MatterCode),
    expected: Expected,
    answer: &Answer,
) -> Result<Matter, Failure> {
    turn(&round(desk, actor, name).await?, code)?;
    desk.carry_out(actor, Action::CallBack, code, expected, |m, r, d| {
        let Answer { party, stars, resolved, found, .. } = *answer;
        let by = asking(actor, m).ok_or(Failure::Forbidden)?;
        let text = d.seal_some(TextKind::Comment, &answer.comment);
        let call = CallBack { round: name.to_owned(), by, found };
        Ok(rating::call_back(m, Word { party, stars, resolved, text }, call, r)?)
    })
    .await
}

/// Records a call in vain.
pub async fn miss(
    desk: &Desk,
    actor: &Actor,
    (name, code): (&str, &MatterCode),
    expected: Expected,
    miss: Miss,
) -> Result<Matter, Failure> {
    turn(&round(desk, actor, name).await?, code)?;
    desk.carry_out(actor, Action::CallBack, code, expected, |m, r, _| {
        let by = asking(actor, m).ok_or(Failure::Forbidden)?;
        let Miss { party, outcome } = miss;
        Ok(rating::missed(m, Missed { party, by, outcome, round: Some(name.to_owned()) }, r)?)
    })
    .await
}
