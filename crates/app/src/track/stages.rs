//! Where a matter stands, as people read the way of a parcel.

use concord_domain::matter::{Matter, Recorded, Status};
use serde::Serialize;

/// The stages that everybody's matter goes through, as ends of message keys.
pub const STAGES: [&str; 5] = ["received", "accepted", "mediating", "agreement", "concluded"];

/// A stop of a matter's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// A stage, or the status that ended it elsewhere.
    pub name: &'static str,
    pub place: Place,
    /// When it was reached, microseconds UTC.
    pub at: Option<i64>,
}

/// Where a stop lies, seen from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Done,
    Now,
    Next,
    Ahead,
    /// The last stop of what will not go further.
    Over,
}

/// The way of a matter as its history tells it: what is done and when, what goes on now, and what lies ahead.
pub fn way(matter: &Matter, history: &[Recorded]) -> Vec<Stop> {
    let Reached { stages, left } = reached(matter, history);
    let now = going_on(matter.status);
    let place = |n: usize| match now {
        Some(now) if n < now => Place::Done,
        Some(now) if n == now && n + 1 == STAGED => Place::Over,
        Some(now) if n == now => Place::Now,
        Some(now) if n == now + 1 => Place::Next,
        Some(_) => Place::Ahead,
        None => Place::Done,
    };
    let stops = (0..STAGED).map(|n| Stop { name: STAGES[n], place: place(n), at: stages[n] });
    // Of what left the usual way only what it went through.
    let stops = stops.filter(|stop| now.is_some() || stop.at.is_some());
    let end = now.is_none().then_some(Stop { name: matter.status.as_str(), place: Place::Over, at: left });
    stops.chain(end).collect()
}

/// The stage that is under way: what has come in waits to be accepted, what is accepted is to be mediated.
fn going_on(status: Status) -> Option<usize> {
    match status {
        Status::Reported => Some(1),
        Status::Accepted | Status::Assigned | Status::Mediating => Some(2),
        Status::Agreement => Some(3),
        Status::Settled => Some(4),
        Status::NotSettled | Status::Withdrawn | Status::Returned | Status::Referred | Status::Merged => None,
    }
}

/// Number of stages.
const STAGED: usize = STAGES.len();

/// When each stage was reached, and when a matter left the usual way.
struct Reached {
    stages: [Option<i64>; STAGED],
    left: Option<i64>,
}

/// What a matter was brought back from does not count any more.
fn reached(matter: &Matter, history: &[Recorded]) -> Reached {
    let mut reached = Reached { stages: [None; STAGED], left: None };
    let mut replayed: Option<Matter> = None;
    for recorded in history {
        let before = replayed.as_ref().map(|m| m.status);
        match &mut replayed {
            Some(m) => m.apply(recorded),
            None => replayed = Matter::replay(matter.id, [recorded]),
        }
        let Some(m) = replayed.as_ref().filter(|m| before != Some(m.status)) else { continue };
        match stage(m.status) {
            Some(n) => {
                reached.stages[n].get_or_insert(recorded.meta.at);
                reached.stages[n + 1..].fill(None);
            }
            None => reached.left = Some(recorded.meta.at),
        }
    }
    reached
}

/// The stage that a status shows to be reached; `None` where it left the usual way.
fn stage(status: Status) -> Option<usize> {
    match status {
        Status::Reported => Some(0),
        Status::Accepted | Status::Assigned => Some(1),
        Status::Mediating => Some(2),
        Status::Agreement => Some(3),
        Status::Settled => Some(4),
        Status::NotSettled | Status::Withdrawn | Status::Returned | Status::Referred | Status::Merged => None,
    }
}

/// Who has to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    You,
    OtherSide,
    Body,
    /// It is closed, and the party has not judged it yet.
    Judge,
    Nobody,
}

impl Turn {
    /// The end of its message key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::OtherSide => "other-side",
            Self::Body => "body",
            Self::Judge => "judge",
            Self::Nobody => "nobody",
        }
    }
}

/// Whose turn it is, as seen by a party.
pub fn turn(matter: &Matter, party: u32) -> Turn {
    let missing = matter.agreement().filter(|a| a.sealed.is_none()).map(|a| a.missing()).unwrap_or_default();
    match matter.status {
        Status::Agreement if missing.contains(&party) => Turn::You,
        Status::Agreement if !missing.is_empty() => Turn::OtherSide,
        status if status.is_open() => Turn::Body,
        _ if can_rate(matter, party) => Turn::Judge,
        _ if matter.pending_visit().is_some() => Turn::Body,
        _ => Turn::Nobody,
    }
}

/// Whether a party still has its judgement to give.
pub fn can_rate(matter: &Matter, party: u32) -> bool {
    matter.may_rate(party)
}

/// Whether a party can bring the matter back.
pub fn can_reopen(matter: &Matter) -> bool {
    !matter.status.is_open() && matter.status != Status::Merged
}
