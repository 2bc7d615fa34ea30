//! Everything that can have happened to a roster. Kinds are released words: never renamed, only added to.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::matter::{AccountId, UnreadableEvent, facts};
use crate::sealed::Sealed;

macro_rules! events {
    ($($kind:literal => $name:ident),* $(,)?) => {
        /// A fact about a roster.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum RosterEvent { $(#[doc = $kind] $name($name)),* }

        impl RosterEvent {
            /// Every released kind, oldest first.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// The released name of this kind, with its version.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => $kind),* }
            }

            /// The facts as JSON.
            ///
            /// # Errors
            /// Never for values that the domain can make; the error is serde's.
            pub fn to_json(&self) -> Result<String, serde_json::Error> {
                match self { $(Self::$name(facts) => serde_json::to_string(facts)),* }
            }

            /// Reads a recorded fact back.
            ///
            /// # Errors
            /// An unknown kind, or facts that are not of that kind.
            pub fn from_json(kind: &str, json: &str) -> Result<Self, UnreadableEvent> {
                match kind {
                    $($kind => serde_json::from_str(json).map(Self::$name)
                        .map_err(|source| UnreadableEvent::Facts { kind: $kind, source }),)*
                    other => Err(UnreadableEvent::Kind(other.to_owned())),
                }
            }
        }

        $(impl From<$name> for RosterEvent { fn from(facts: $name) -> Self { Self::$name(facts) } })*
    };
}

events! {
    "roster.shift_set.v1" => ShiftSet,
    "roster.shift_ended.v1" => ShiftEnded,
    "roster.day_changed.v1" => DayChanged,
    "roster.swap_asked.v1" => SwapAsked,
    "roster.swap_answered.v1" => SwapAnswered,
    "roster.note_left.v1" => NoteLeft,
    "roster.note_signed.v1" => NoteSigned,
}

facts! {
    /// A weekly shift begins: on these days (1 is Monday), from a minute of the day for so many minutes.
    ShiftSet { no: u32, days: Vec<i8>, from: u16, minutes: u16, accounts: Vec<AccountId>, from_on: Date }
    /// A weekly shift is no more, from a day on.
    ShiftEnded { no: u32, on: Date }
    /// On one day others serve a shift, or nobody does.
    DayChanged { shift: u32, on: Date, accounts: Vec<AccountId> }
    /// Somebody asks a colleague to serve in their place.
    SwapAsked { no: u32, shift: u32, on: Date, from: AccountId, to: AccountId }
    /// The colleague's answer.
    SwapAnswered { no: u32, accepted: bool }
    /// What a shift leaves to the next.
    NoteLeft { no: u32, shift: u32, on: Date, by: AccountId, text: Sealed }
    /// Somebody of the next shift has read it.
    NoteSigned { no: u32, by: AccountId }
}
