//! What is decided about urging, for pages and API alike.

use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Event, Matter, Rules};
use concord_domain::refusal::Refusal;
use concord_domain::urging::{self, Urge, Urging};
use concord_policy::{Action, Actor, Role};
use jiff::civil::Date;

use crate::kit::bodies::acts_for;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// Something that a supervisor does about late work, or the body about that.
#[derive(Clone, Debug)]
pub enum Act {
    Urge { to: BodyId, answer_by: Date, text: String },
    Answer { no: u32, text: String },
    Withdraw { no: u32, reason: String },
    TakeOver { reason: String },
}

impl Act {
    fn action(&self) -> Action {
        match self {
            Self::Urge { .. } | Self::Withdraw { .. } => Action::UrgeMatter,
            Self::Answer { .. } => Action::AnswerUrging,
            Self::TakeOver { .. } => Action::TakeOverMatter,
        }
    }

    fn decide(
        &self,
        desk: &Desk,
        actor: &Actor,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let own = || desk.acting_body(actor, self.action(), matter).ok_or(Failure::Forbidden);
        Ok(match self {
            Self::Urge { to, answer_by, text } => {
                let text = drawer.seal(TextKind::Urging, text);
                urging::urge(matter, Urge { by: own()?, to: *to, answer_by: *answer_by, text }, rules)?
            }
            Self::Answer { no, text } => {
                if !acts_for(actor, of(matter, *no)?.to) {
                    return Err(Failure::Forbidden);
                }
                urging::answer(matter, *no, drawer.seal(TextKind::Urging, text), rules)?
            }
            Self::Withdraw { no, reason } => {
                if !supervises_for(actor, of(matter, *no)?.by) {
                    return Err(Failure::Forbidden);
                }
                urging::withdraw(matter, *no, drawer.seal(TextKind::Reason, reason), rules)?
            }
            Self::TakeOver { reason } => {
                let to = desk.places().above(own()?).ok_or(Failure::Forbidden)?;
                urging::take_over(matter, to, drawer.seal(TextKind::Reason, reason), rules)?
            }
        })
    }
}

fn of(matter: &Matter, no: u32) -> Result<&Urging, Refusal> {
    matter.urgings.iter().find(|u| u.no == no).ok_or(Refusal::NoSuchEntry { no })
}

/// Whether somebody supervises for a body.
pub fn supervises_for(actor: &Actor, body: BodyId) -> bool {
    actor.roles().iter().any(|held| held.body == body.0 && held.role == Role::Supervisor)
}

/// Does one of these.
pub async fn act(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    act: &Act,
) -> Result<Matter, Failure> {
    desk.carry_out(actor, act.action(), code, expected, |m, r, d| act.decide(desk, actor, m, r, d)).await
}

/// The body that a matter would be taken to.
pub fn own_centre(actor: &Actor) -> Option<BodyId> {
    actor.roles().iter().find(|held| held.role == Role::Supervisor).map(|held| BodyId(held.body))
}
