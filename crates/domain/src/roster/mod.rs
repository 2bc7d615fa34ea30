//! Who is on duty when (值班表): weekly shifts, exceptions to them, swaps, and the notes that one shift leaves to the next.
//!
//! A roster belongs to a body and is no part of any matter: it has a history of its own. Times are those of the wall where the
//! body is.

mod command;
mod event;
mod gaps;
mod plan;
mod state;
#[cfg(test)]
mod tests;

pub use command::{NewShift, answer_swap, ask_swap, change_day, end_shift, leave_note, set_shift, sign_note};
pub use event::*;
pub use gaps::{GAPS_AHEAD, ToldGap, ToldGaps, note_gaps};
pub use plan::{Exception, Gap, Plan, Shift, Swap, Turn};
pub use state::{DutyNote, Roster, RosterRecorded};
