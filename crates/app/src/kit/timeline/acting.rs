//! In whose name something was done. Never a guess: parties hold the body that they read here to account.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::code::MatterId;
use concord_domain::matter::{AccountId, Event, Matter, RaisedBy, Recorded};

use super::account_of;

/// In whose name something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Acting {
    /// Nobody's: it follows by rule.
    Rule,
    /// A body's.
    Staff(BodyId),
    /// That of the body for which the account mediates the matter.
    Mediator(BodyId),
    /// The history does not say.
    Unknown,
}

impl Acting {
    fn body(self) -> Option<BodyId> {
        match self {
            Self::Staff(body) | Self::Mediator(body) => Some(body),
            Self::Rule | Self::Unknown => None,
        }
    }
}

/// In whose name each version of a matter was made. What an event does not say itself, one of the same step may.
pub(super) fn of(history: &[Recorded]) -> HashMap<i64, Acting> {
    let mut all = HashMap::new();
    let Some(mut matter) = Matter::replay(MatterId(0), history.first()) else { return all };
    for step in history.chunk_by(|a, b| a.meta == b.meta) {
        let mut found: Vec<(i64, Acting)> = Vec::new();
        for recorded in step {
            let said = said(&recorded.event, &matter, step);
            let before = mediates(&matter, recorded);
            if recorded.version > matter.version {
                matter.apply(recorded);
            }
            let mediates = before.or_else(|| mediates(&matter, recorded));
            let acting = match said {
                Acting::Staff(body) if mediates == Some(body) => Acting::Mediator(body),
                Acting::Unknown => mediates.map_or(Acting::Unknown, Acting::Mediator),
                said => said,
            };
            found.push((recorded.version, acting));
        }
        let mut bodies: Vec<BodyId> = found.iter().filter_map(|(_, acting)| acting.body()).collect();
        bodies.dedup();
        let same = if let [body] = bodies[..] { Acting::Staff(body) } else { Acting::Unknown };
        all.extend(found.into_iter().map(|(no, acting)| (no, if acting == Acting::Unknown { same } else { acting })));
    }
    all
}

/// The body for which whoever recorded this mediates; none for what is not a mediator's to do.
fn mediates(matter: &Matter, recorded: &Recorded) -> Option<BodyId> {
    let account = account_of(&recorded.meta.actor)?;
    let routes = matches!(
        recorded.event,
        Event::Assigned(_)
            | Event::ExtensionAnswered(_)
            | Event::JointOpened(_)
            | Event::MemberJoined(_)
            | Event::ConferenceCalled(_)
            | Event::ConferenceMoved(_)
            | Event::ConferenceCalledOff(_)
            | Event::ConferenceHeld(_)
            | Event::SponsorNamed(_)
            | Event::MarkJudged(_)
            | Event::Raised(_)
            | Event::RiseDeclined(_)
            | Event::SendDownOffered(_)
    );
    (!routes && matter.mediator == Some(AccountId(account))).then_some(matter.body)
}

/// Whether an event follows by rule, whoever's step brought it about.
pub(super) fn by_rule(event: &Event) -> bool {
    match event {
        Event::Bounced(_) | Event::ClockLapsed(_) | Event::ClockWarned(_) | Event::ClockRecomputed(_) => true,
        Event::Raised(e) => matches!(e.by, RaisedBy::Rule | RaisedBy::Clock),
        Event::UrgencySet(e) => e.because.is_some(),
        Event::UrgingIssued(e) => e.clock.is_some(),
        _ => false,
    }
}

/// What an event says of it, as the matter stood before.
fn said(event: &Event, before: &Matter, step: &[Recorded]) -> Acting {
    let work = |no: u32| before.assignments.iter().find(|a| a.no == no);
    if by_rule(event) {
        return Acting::Rule;
    }
    let body = match event {
        Event::Assigned(e) => e.by,
        // Somebody who begins the work of a body signs by that, and need not belong to it.
        Event::AssignmentReceived(e) if signs_alone(step) => work(e.no).map(|w| w.body),
        Event::AssignmentReturned(e) => work(e.no).map(|w| w.body),
        Event::AssignmentReplied(e) => work(e.no).map(|w| w.body),
        Event::ExtensionAsked(e) => work(e.no).map(|w| w.body),
        Event::HandedOver(e) => work(e.no).map(|w| w.body),
        Event::HandOverSigned(e) => work(e.no).and_then(|w| w.handing.as_ref()).map(|h| h.to),
        Event::HandOverDeclined(e) => work(e.no).and_then(|w| w.handing.as_ref()).map(|h| h.to),
        Event::DisputeRaised(e) => Some(e.by),
        Event::DisputeClaimed(e) => Some(e.by),
        Event::DisputeDecided(e) => Some(e.by),
        Event::TaskDone(e) => {
            before.joint.iter().flat_map(|joint| &joint.tasks).find(|task| task.no == e.no).map(|task| task.body)
        }
        Event::UrgingIssued(e) => Some(e.by),
        Event::UrgingAnswered(e) => before.urgings.iter().find(|u| u.no == e.no).map(|u| u.to),
        Event::UrgingWithdrawn(e) => before.urgings.iter().find(|u| u.no == e.no).map(|u| u.by),
        Event::TakenOver(e) => Some(e.body),
        Event::MarkAppealed(e) => Some(e.by),
        Event::SentDown(e) => Some(e.body),
        Event::SendDownDeclined(e) => Some(e.body),
        Event::Rated(e) => e.by,
        Event::RatingTried(e) => Some(e.by),
        _ => None,
    };
    body.map_or(Acting::Unknown, Acting::Staff)
}

fn signs_alone(step: &[Recorded]) -> bool {
    step.iter().all(|r| matches!(r.event, Event::AssignmentReceived(_)) || r.event.kind().starts_with("clock."))
}
