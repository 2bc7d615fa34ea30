//! Taking over reports from a hotline's or another register's export.

pub mod guess;
pub mod mapping;
mod message;
pub mod places;
pub mod read;

pub use message::{Message, Say};
