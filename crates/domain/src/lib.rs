//! What would be true on paper, without a computer: the rules of preventing and settling disputes.
//!
//! No async, no I/O, no clock, no randomness: time and ids come in with the command.

pub mod agreement;
pub mod assignment;
pub mod backlog;
pub mod body;
pub mod calendar;
pub mod category;
pub mod clock;
pub mod code;
pub mod conclusion;
pub mod confirmation;
pub mod correspondence;
pub mod danger;
pub mod data_file;
pub mod dispute;
pub mod diversion;
pub mod duty;
pub mod event;
pub mod extension;
pub mod family;
pub mod holding;
pub mod intake;
pub mod joint;
pub mod label;
pub mod likeness;
pub mod matter;
pub mod notice;
pub mod pause;
pub mod playbook;
pub mod rates;
pub mod rating;
pub mod refusal;
pub mod region;
pub mod return_visit;
pub mod roster;
pub mod sampling;
pub mod sealed;
pub mod session;
pub mod tier;
pub mod urging;

pub use refusal::Refusal;
