//! What would be true on paper, without a computer: the rules of preventing and settling disputes.
//!
//! No async, no I/O, no clock, no randomness: time and ids come in with the command.

pub mod agreement;
pub mod assignment;
pub mod body;
pub mod calendar;
pub mod category;
pub mod clock;
pub mod code;
pub mod conclusion;
pub mod correspondence;
pub mod data_file;
pub mod intake;
pub mod label;
pub mod matter;
pub mod playbook;
pub mod rating;
pub mod refusal;
pub mod region;
pub mod return_visit;
pub mod sealed;
pub mod session;

pub use refusal::Refusal;
