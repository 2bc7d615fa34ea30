//! What happened between this house and those who send to it, or take over from it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::event::facts;
use crate::matter::{ExitKind, Goes, Ground, Handed, Noted, Procedure, ResultThere, Way};
use crate::sealed::Sealed;

facts! {
    /// Another body sent it, with its paper; `paper` seals a `SourcePaper` as JSON.
    ArrivalRecorded {
        no: u32, on: Date, report: u32, way: Way,
        #[serde(default, skip_serializing_if = "Option::is_none")] procedure: Option<Procedure>,
        /// The sender, where it is known here.
        #[serde(default, skip_serializing_if = "Option::is_none")] sender: Option<BodyId>,
        paper: Sealed,
        /// The day that the paper bears.
        #[serde(default, skip_serializing_if = "Option::is_none")] dated_on: Option<Date>,
        /// By when the sender wants an answer.
        #[serde(default, skip_serializing_if = "Option::is_none")] answer_by: Option<Date>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] files: Vec<u32>,
        /// The last day for the receipt.
        receipt_by: Date,
    }
    /// The sender was given a receipt (回执).
    ArrivalReceipted { no: u32, on: Date }
    /// It went back to the sender, and why.
    ArrivalReturned { no: u32, on: Date, reason: Sealed }
    /// The matter ended: the sender is to be told by a day.
    AnswerFellDue { no: u32, on: Date, due_on: Date }
    /// The sender was written to (反馈函); with `until` it is not the last word, and the sender agreed to hear more by then.
    ArrivalAnswered { no: u32, on: Date, text: Sealed, #[serde(default, skip_serializing_if = "Option::is_none")] until: Option<Date> }
    /// Parties are asked whether they want it to go by an exit, and why.
    ConsentAsked {
        no: u32, on: Date, exit: String, by: BodyId, parties: Vec<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
    }
    /// A party says itself that it does.
    ConsentGiven { no: u32, on: Date, party: u32, exit: String }
    /// A party says itself that it does not; counts against nobody.
    ConsentRefused {
        no: u32, on: Date, party: u32, exit: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
    }
    /// Somebody elsewhere is asked to take it; `letter` seals a `Letter` as JSON.
    DiversionSent {
        no: u32, on: Date, exit: String, to: ExitKind, goes: Goes,
        /// The receiver, where it is known here.
        #[serde(default, skip_serializing_if = "Option::is_none")] body: Option<BodyId>,
        by: BodyId, ground: Ground,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] consents: Vec<u32>,
        letter: Sealed,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] files: Vec<u32>,
        /// The last day for the receipt.
        sign_by: Date,
    }
    /// It was signed for.
    DiversionSigned { no: u32, on: Date, noted: Noted, reply_by: Date }
    /// It was not taken, and why: it is with whoever sent it.
    DiversionRefused { no: u32, on: Date, reason: Sealed }
    /// It was taken back before anybody signed.
    DiversionRecalled { no: u32, on: Date, reason: Sealed }
    /// What came of it there.
    DiversionOutcome { no: u32, on: Date, result: ResultThere, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed> }
    /// A party got the written advice, or could not be reached.
    AdviceHandedOver { party: u32, on: Date, how: Handed }
}
