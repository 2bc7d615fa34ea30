//! Where a matter stands, as people read the way of a parcel.

use concord_domain::matter::{Matter, Status};

/// The stages that everybody's matter goes through, as ends of message keys.
pub const STAGES: [&str; 5] = ["received", "accepted", "mediating", "agreement", "concluded"];

/// The stage a matter is at, from 1; `None` where it left the usual way.
pub fn stage(matter: &Matter) -> Option<usize> {
    match matter.status {
        Status::Reported => Some(1),
        Status::Accepted | Status::Assigned => Some(2),
        Status::Mediating => Some(3),
        Status::Agreement => Some(4),
        Status::Settled => Some(5),
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
    !matter.status.is_open() && matter.status != Status::Merged && !matter.ratings.iter().any(|r| r.party == party)
}

/// Whether a party can bring the matter back.
pub fn can_reopen(matter: &Matter) -> bool {
    !matter.status.is_open() && matter.status != Status::Merged
}
