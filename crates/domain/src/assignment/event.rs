//! What can have happened to work that a body was given, besides that it was given and signed for.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::event::facts;
use crate::matter::Verdict;
use crate::sealed::Sealed;

facts! {
    /// The body did not sign, and said why; the work is with whoever gave it again.
    AssignmentReturned { no: u32, on: Date, to: BodyId, reason: Sealed }
    /// The body answered; `files` are numbers of files of the matter.
    AssignmentReplied { no: u32, on: Date, text: Sealed, #[serde(default, skip_serializing_if = "Vec::is_empty")] files: Vec<u32> }
    /// The body asked for more time.
    ExtensionAsked { no: u32, on: Date, until: Date, reason: Sealed }
    /// The assigner answered; `due_on` when it granted.
    ExtensionAnswered {
        no: u32, on: Date, verdict: Verdict,
        #[serde(default, skip_serializing_if = "Option::is_none")] due_on: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
    }
    /// The body wants another one to take its work, which has to sign for it.
    HandedOver { no: u32, on: Date, to: BodyId, reason: Sealed, #[serde(default, skip_serializing_if = "Option::is_none")] sign_by: Option<Date> }
    /// The other body signed: the work is its own.
    HandOverSigned { no: u32, on: Date }
    /// The other body did not take it; the work stays.
    HandOverDeclined { no: u32, on: Date, reason: Sealed }
    /// Its work came back so often that the centre of a higher tier has it now.
    Bounced { on: Date, times: u32, from: BodyId, to: BodyId }
}
