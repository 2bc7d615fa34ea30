//! What is decided about assignments, for pages and API alike.

use concord_domain::assignment::{self, Extend};
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::correspondence;
use concord_domain::matter::{AccountId, Assignment, Audience, Event, Matter, Rules, Verdict};
use concord_domain::refusal::Refusal;
use concord_policy::{Action, Actor};
use jiff::civil::Date;

use crate::kit::bodies::acts_for;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;
use crate::kit::order::Order;
use crate::kit::upload::Kept;

/// Gives a body work on a matter.
pub async fn assign(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    order: &Order,
) -> Result<Matter, Failure> {
    desk.check_order(order).await?;
    desk.carry_out(actor, Action::AssignMatter, code, expected, |matter, rules, drawer| {
        order.decide(desk.acting_body(actor, Action::AssignMatter, matter), matter, rules, drawer)
    })
    .await
}

/// What is done about work that was given.
#[derive(Clone, Debug)]
pub enum Answer {
    Receive,
    /// Not signed for, with the reason.
    Return(String),
    Reply {
        text: String,
        /// Numbers of files of the matter.
        files: Vec<u32>,
        /// Files that come with it.
        kept: Vec<Kept>,
    },
    AskExtension {
        until: Date,
        reason: String,
    },
    /// What the assigner says to that; the reason may be blank where it grants.
    Verdict(Verdict, String),
    HandOver {
        to: BodyId,
        reason: String,
    },
    SignHandOver,
    DeclineHandOver(String),
}

impl Answer {
    /// The assigner grants time; everything else is the business of the bodies that work.
    fn action(&self) -> Action {
        if matches!(self, Self::Verdict(..)) { Action::AssignMatter } else { Action::AnswerAssignment }
    }

    fn belongs_to(&self, actor: &Actor, work: &Assignment) -> bool {
        match self {
            Self::Verdict(..) => grants(actor, work),
            Self::SignHandOver | Self::DeclineHandOver(_) => {
                work.handing.as_ref().is_none_or(|handing| acts_for(actor, handing.to))
            }
            _ => acts_for(actor, work.body),
        }
    }

    fn decide(
        &self,
        desk: &Desk,
        matter: &Matter,
        no: u32,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let mut reason = |text: &str| drawer.seal(TextKind::Reason, text);
        Ok(match self {
            Self::Receive => assignment::receive(matter, no, rules)?,
            Self::Return(text) => {
                let by = matter.assignments.iter().find(|a| a.no == no).map(|a| a.by);
                let places = desk.places();
                let superior = by.and_then(|by| places.above(places.superior_of(by)?));
                assignment::send_back(matter, no, reason(text), superior, rules)?
            }
            Self::Reply { text, files, kept } => reply(matter, no, text, files, kept, rules, drawer)?,
            Self::AskExtension { until, reason: text } => {
                assignment::ask_extension(matter, Extend { no, until: *until, reason: reason(text) }, rules)?
            }
            Self::Verdict(verdict, text) => {
                let reason = drawer.seal_some(TextKind::Reason, text);
                assignment::answer_extension(matter, no, *verdict, reason, rules)?
            }
            Self::HandOver { to, reason: text } => assignment::hand_over(matter, no, *to, reason(text), rules)?,
            Self::SignHandOver => assignment::sign_hand_over(matter, no, rules)?,
            Self::DeclineHandOver(text) => assignment::decline_hand_over(matter, no, reason(text), rules)?,
        })
    }
}

/// Whether somebody may say if there is more time for given work: nobody grants it to the own body, but where that gave the work to itself.
pub(super) fn grants(actor: &Actor, work: &Assignment) -> bool {
    acts_for(actor, work.by) || !acts_for(actor, work.body)
}

/// The files go into the matter first, and the answer names them.
fn reply(
    matter: &Matter,
    no: u32,
    text: &str,
    files: &[u32],
    kept: &[Kept],
    rules: &Rules<'_>,
    drawer: &mut Drawer<'_>,
) -> Result<Vec<Event>, Failure> {
    let mut files = files.to_vec();
    if let Some(absent) = files.iter().find(|no| !matter.files.iter().any(|f| f.no == **no)) {
        return Err(Refusal::NoSuchEntry { no: *absent }.into());
    }
    let mut events = correspondence::attach(matter, drawer.attach(kept, Audience::Staff, None))?;
    files.extend(events.iter().filter_map(|e| if let Event::FileAttached(f) = e { Some(f.no) } else { None }));
    let text = drawer.seal(TextKind::Reply, text);
    events.extend(assignment::reply(matter, no, text, files, rules)?);
    Ok(events)
}

/// Does one of these about an assignment.
pub async fn answer(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    no: u32,
    answer: &Answer,
) -> Result<Matter, Failure> {
    if let Answer::HandOver { to, .. } = answer {
        desk.check_body(*to)?;
    }
    desk.carry_out(actor, answer.action(), code, expected, |matter, rules, drawer| {
        let work = matter.assignments.iter().find(|a| a.no == no).ok_or(Refusal::NoSuchEntry { no })?;
        if !answer.belongs_to(actor, work) {
            return Err(Failure::Forbidden);
        }
        answer.decide(desk, matter, no, rules, drawer)
    })
    .await
}

/// Names the mediator of the body that has the matter. A mediator of that body may name themselves.
pub async fn name_mediator(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    mediator: AccountId,
) -> Result<Matter, Failure> {
    desk.name_mediator(actor, code, expected, mediator).await
}
