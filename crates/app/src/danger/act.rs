//! What is decided about danger, for pages and API alike.

use concord_domain::code::MatterCode;
use concord_domain::danger;
use concord_domain::matter::{AccountId, DangerKind, DangerStep, Event, Matter, Rules, SignSource};
use concord_policy::{Action, Actor};

use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// Something that people find or do about a danger.
#[derive(Clone, Debug)]
pub enum Act {
    /// Somebody saw a sign.
    See {
        kinds: Vec<DangerKind>,
        text: String,
    },
    Confirm {
        kinds: Vec<DangerKind>,
        text: String,
    },
    SetAside {
        reason: String,
    },
    TakeStep {
        step: DangerStep,
        text: String,
    },
    Lift {
        reason: String,
    },
}

impl Act {
    const fn action(&self) -> Action {
        match self {
            Self::See { .. } | Self::TakeStep { .. } => Action::SignDanger,
            Self::Confirm { .. } | Self::SetAside { .. } | Self::Lift { .. } => Action::DecideDanger,
        }
    }

    fn decide(&self, matter: &Matter, rules: &Rules<'_>, drawer: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
        let mut some = |text: &str| drawer.seal_some(TextKind::Danger, text);
        Ok(match self {
            Self::See { kinds, text } => {
                let text = some(text);
                danger::see(matter, kinds.clone(), SignSource::Person, text, rules)?
            }
            Self::Confirm { kinds, text } => {
                let text = some(text);
                danger::confirm(matter, kinds.clone(), text, rules)?
            }
            Self::SetAside { reason } => danger::set_aside(matter, drawer.seal(TextKind::Danger, reason), rules)?,
            Self::TakeStep { step, text } => {
                let text = some(text);
                danger::take_step(matter, *step, text, rules)?
            }
            Self::Lift { reason } => danger::lift(matter, drawer.seal(TextKind::Danger, reason), rules)?,
        })
    }
}

/// Whether somebody judges the danger of a matter: by their post, or because they are on duty for it now.
pub async fn may_decide(desk: &Desk, actor: &Actor, matter: &Matter) -> Result<bool, Failure> {
    if desk.may(actor, Action::DecideDanger, matter) {
        return Ok(true);
    }
    let Actor::Staff { account, .. } = actor else { return Ok(false) };
    if !desk.may(actor, Action::SignDanger, matter) {
        return Ok(false);
    }
    let on_duty = desk.on_duty_for(matter.responsible).await?;
    Ok(on_duty.is_some_and(|found| found.accounts.contains(&AccountId(*account))))
}

/// Does one of these; whoever is on duty is told of a new sign at once.
pub async fn act(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    act: &Act,
) -> Result<Matter, Failure> {
    let mut action = act.action();
    if action == Action::DecideDanger {
        let known = desk.load(code).await?;
        // Whoever is on duty decides with the right to note signs.
        if !desk.may(actor, action, &known) && may_decide(desk, actor, &known).await? {
            action = Action::SignDanger;
        }
    }
    let matter = desk.carry_out(actor, action, code, expected, |m, r, d| act.decide(m, r, d)).await?;
    desk.tell_at_once(&matter).await;
    Ok(matter)
}
