//! What is decided about joint mediation and old matters, for pages and API alike.

use concord_domain::backlog;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::joint::{self, NewTask};
use concord_domain::matter::{AccountId, BacklogStage, Event, Matter, Rules};
use concord_domain::refusal::Refusal;
use concord_policy::{Action, Actor};
use jiff::civil::Date;

use super::joint_queries;
use crate::kit::bodies::acts_for;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;

/// A task as it is typed.
#[derive(Clone, Debug)]
pub struct TaskTyped {
    pub body: BodyId,
    pub what: String,
    pub due_on: Date,
}

/// Something to do about a matter that several bodies work on.
#[derive(Clone, Debug)]
pub enum Act {
    Open {
        lead: BodyId,
        members: Vec<BodyId>,
        reason: String,
    },
    Join(BodyId),
    Call {
        /// Microseconds UTC, and its day.
        at: i64,
        day: Date,
        place: String,
        agenda: String,
    },
    Move {
        no: u32,
        /// Microseconds UTC, and its day.
        at: i64,
        day: Date,
        /// Where it is now; as before where it does not say.
        place: Option<String>,
        reason: String,
    },
    CallOff {
        no: u32,
        reason: String,
    },
    Hold {
        minutes: String,
        tasks: Vec<TaskTyped>,
    },
    Finish {
        no: u32,
        text: String,
    },
    /// The account and the body in which it leads.
    Sponsor(AccountId, BodyId),
    Step(BacklogStage, String),
}

impl Act {
    fn action(&self) -> Action {
        match self {
            Self::Finish { .. } => Action::FinishTask,
            Self::Sponsor(..) => Action::NameSponsor,
            Self::Step(..) => Action::WorkBacklog,
            _ => Action::ConveneBodies,
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
        let by = desk.acting_body(actor, self.action(), matter);
        Ok(match self {
            Self::Open { lead, members, reason } => {
                let reason = drawer.seal(TextKind::Reason, reason);
                joint::open(matter, joint::Open { lead: *lead, members: members.clone(), reason, by }, rules)?
            }
            Self::Join(body) => joint::join(matter, *body, by, rules)?,
            Self::Call { at, day, place, agenda } => {
                let place = drawer.seal_some(TextKind::SessionPlace, place);
                let agenda = drawer.seal(TextKind::Agenda, agenda);
                joint::call(matter, joint::Call { at: *at, day: *day, place, agenda }, rules)?
            }
            Self::Move { no, at, day, place, reason } => {
                let before = matter.joint.iter().flat_map(|j| &j.conferences).find(|c| c.no == *no);
                let place = match place {
                    Some(place) => drawer.seal_some(TextKind::SessionPlace, place),
                    None => before.and_then(|conference| conference.place.clone()),
                };
                let reason = drawer.seal_some(TextKind::Reason, reason);
                joint::reschedule(matter, *no, joint::Move { at: *at, day: *day, place, reason }, rules)?
            }
            Self::CallOff { no, reason } => joint::call_off(matter, *no, drawer.seal(TextKind::Reason, reason), rules)?,
            Self::Hold { minutes, tasks } => {
                let minutes = drawer.seal(TextKind::Minutes, minutes);
                let tasks = tasks.iter().map(|t| NewTask {
                    body: t.body,
                    what: drawer.seal(TextKind::Task, &t.what),
                    due_on: t.due_on,
                });
                let tasks = tasks.collect();
                joint::hold(matter, minutes, tasks, rules)?
            }
            Self::Finish { no, text } => {
                let task = matter.joint.iter().flat_map(|j| &j.tasks).find(|t| t.no == *no);
                let task = task.ok_or(Refusal::NoSuchEntry { no: *no })?;
                if !acts_for(actor, task.body) {
                    return Err(Failure::Forbidden);
                }
                joint::finish(matter, *no, drawer.seal_some(TextKind::Task, text), rules)?
            }
            Self::Sponsor(account, body) => joint::sponsor(matter, *account, *body, rules)?,
            Self::Step(stage, text) => backlog::take_step(matter, *stage, drawer.seal(TextKind::Step, text), rules)?,
        })
    }

    /// Checks that the bodies named take work.
    fn check(&self, desk: &Desk) -> Result<(), Failure> {
        let ok = |body: BodyId, field: &str| desk.check_body(body).map_err(|_| Failure::field(field, "problem-body"));
        match self {
            Self::Open { lead, members, .. } => {
                ok(*lead, "lead")?;
                members.iter().try_for_each(|m| ok(*m, "members"))
            }
            Self::Join(body) => ok(*body, "body"),
            _ => Ok(()),
        }
    }
}

/// Does one of these.
pub async fn act(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    act: &Act,
) -> Result<Matter, Failure> {
    act.check(desk)?;
    desk.carry_out(actor, act.action(), code, expected, |m, r, d| act.decide(desk, actor, m, r, d)).await
}

/// The leaders who can see to a matter: those who supervise or route at the centres above it.
pub async fn leaders(desk: &Desk, matter: &Matter) -> Result<Vec<joint_queries::Leader>, Failure> {
    let places = desk.places();
    let areas: Vec<_> = matter.region.ancestors().collect();
    let centres = areas.iter().flat_map(|area| places.bodies_in(area));
    let centres: Vec<i64> =
        centres.filter(|b| b.kind == concord_domain::body::BodyKind::Centre).map(|b| b.id.0).collect();
    Ok(desk.store.read(move |c| joint_queries::leaders(c, &centres)).await?)
}

/// The act of naming a leader, who has to be one.
pub async fn sponsor(desk: &Desk, code: &MatterCode, account: i64) -> Result<Act, Failure> {
    let matter = desk.load(code).await?;
    let found = leaders(desk, &matter).await?.into_iter().find(|l| l.account == account);
    let leader = found.ok_or_else(|| Failure::field("sponsor", "joint-problem-leader"))?;
    Ok(Act::Sponsor(AccountId(account), BodyId(leader.body)))
}
