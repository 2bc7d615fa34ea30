//! How a matter goes from tier to tier.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::RaisedBy;
use crate::body::BodyId;
use crate::event::facts;
use crate::label::Label;
use crate::region::Tier;
use crate::sealed::Sealed;

facts! {
    /// A higher tier has the matter.
    Raised {
        on: Date, from: Tier, to: Tier, body: BodyId, by: RaisedBy,
        /// The rule as written.
        #[serde(default, skip_serializing_if = "Option::is_none")] rule: Option<String>,
        /// The rule's reason, or the time limit that ran out.
        #[serde(default, skip_serializing_if = "Option::is_none")] because: Option<Label>,
        /// A person's reason; the parties read it.
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
    }
    /// A party wants a higher tier to look at it.
    RiseAsked { on: Date, party: u32, #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed> }
    /// It stays where it is, and why.
    RiseDeclined { on: Date, reason: Sealed }
    /// A lower tier's body is asked to take it.
    SendDownOffered { on: Date, to: Tier, body: BodyId, reason: Sealed }
    /// It took it.
    SentDown { on: Date, from: Tier, to: Tier, body: BodyId }
    /// It did not.
    SendDownDeclined { on: Date, body: BodyId, reason: Sealed }
}
