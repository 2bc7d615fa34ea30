//! Everything that can have happened to a roster. Kinds are released words: never renamed, only added to.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::event::{events, facts};
use crate::matter::{AccountId, NoticePost};
use crate::sealed::Sealed;

events! {
    /// A fact about a roster.
    RosterEvent:
    "roster.shift_set.v1" => ShiftSet,
    "roster.shift_ended.v1" => ShiftEnded,
    "roster.day_changed.v1" => DayChanged,
    "roster.swap_asked.v1" => SwapAsked,
    "roster.swap_answered.v1" => SwapAnswered,
    "roster.note_left.v1" => NoteLeft,
    "roster.note_signed.v1" => NoteSigned,
    "roster.gaps_noted.v1" => GapsNoted,
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
    NoteLeft {
        no: u32, shift: u32, on: Date, by: AccountId, text: Sealed,
        /// When, by the clock on the wall: from then on it is told to who serves. None in notes of before that was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")] local: Option<DateTime>,
    }
    /// Somebody of the next shift has read it.
    NoteSigned { no: u32, by: AccountId }
    /// Somebody looked for times to come in which nobody serves, found these that nobody was told of, and tells who plans the roster.
    GapsNoted {
        /// Up to when everything has passed.
        at: DateTime,
        /// Whose people are told, and which of them.
        to: BodyId, post: NoticePost,
        gaps: Vec<GapFacts>,
    }
    /// A time in which nobody serves.
    GapFacts {
        from: DateTime, until: DateTime,
        /// By the weekly shifts, so that it comes back every week, and not by what was said of its day.
        weekly: bool,
    }
}
