//! What can have happened under joint mediation.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::event::facts;
use crate::matter::AccountId;
use crate::sealed::Sealed;

facts! {
    /// Several bodies take the matter on together, under a lead.
    JointOpened { on: Date, lead: BodyId, members: Vec<BodyId>, reason: Sealed }
    /// A further body takes part.
    MemberJoined { on: Date, body: BodyId }
    /// A conference is called; `at` in microseconds UTC, `day` the same in the region's time zone.
    ConferenceCalled {
        no: u32, on: Date, at: i64, day: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Sealed>,
        agenda: Sealed,
    }
    /// It is at another time, or elsewhere; `place` is where it is now.
    ConferenceMoved {
        no: u32, on: Date, at: i64, day: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")] place: Option<Sealed>,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
    }
    /// It will not be held.
    ConferenceCalledOff { no: u32, on: Date, reason: Sealed }
    /// It was held: minutes, and what is to be done by whom.
    ConferenceHeld { no: u32, on: Date, minutes: Sealed, tasks: Vec<TaskFacts> }
    /// Something that a conference decided.
    TaskFacts { no: u32, body: BodyId, what: Sealed, due_on: Date }
    /// A task was done.
    TaskDone { no: u32, on: Date, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed> }
    /// A named leader sees to a hard matter (包案).
    SponsorNamed { on: Date, account: AccountId, body: BodyId }
}
