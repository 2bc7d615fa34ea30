//! What is decided about danger, for pages and API alike.

use concord_domain::code::MatterCode;
use concord_domain::danger;
use concord_domain::matter::{AccountId, DangerKind, DangerStep, Event, Matter, Rules, SignSource};
use concord_policy::{Action, Actor};

use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;
use crate::kit::rosters::OnDuty;

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

/// Whether somebody may judge the danger of a matter because they are on duty for it now, whatever their post.
pub fn serves(desk: &Desk, actor: &Actor, matter: &Matter, on_duty: Option<&OnDuty>) -> bool {
    let account = actor.account().map(AccountId);
    desk.may(actor, Action::SignDanger, matter)
        && account.zip(on_duty).is_some_and(|(account, found)| found.accounts.contains(&account))
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
        if !desk.may(actor, action, &known)
            && serves(desk, actor, &known, desk.on_duty_for(known.responsible).await?.as_ref())
        {
            action = Action::SignDanger;
        }
    }
    let matter = desk.carry_out(actor, action, code, expected, |m, r, d| act.decide(m, r, d)).await?;
    desk.tell_at_once(&matter).await;
    Ok(matter)
}
