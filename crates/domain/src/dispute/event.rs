//! What can have happened in a dispute between bodies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::event::facts;
use crate::label::Label;
use crate::sealed::Sealed;

facts! {
    /// A body says that another one is responsible; `duty` is an id of the duty list.
    DisputeRaised {
        no: u32, on: Date, by: BodyId, responsible: BodyId,
        #[serde(default, skip_serializing_if = "Option::is_none")] duty: Option<String>,
        reason: Sealed, decider: BodyId, due_on: Date, source: Label,
    }
    /// Another body says what it thinks.
    DisputeClaimed {
        no: u32, on: Date, by: BodyId, responsible: BodyId,
        #[serde(default, skip_serializing_if = "Option::is_none")] duty: Option<String>,
        reason: Sealed,
    }
    /// The common superior decided; `point` is the rule in a sentence, without names.
    DisputeDecided {
        no: u32, on: Date, by: BodyId, responsible: BodyId,
        #[serde(default, skip_serializing_if = "Option::is_none")] duty: Option<String>,
        point: Sealed, reason: Sealed,
    }
}
