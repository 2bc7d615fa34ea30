//! Taking over reports from a hotline's or another register's export.
//!
//! A file becomes rows (`read`), a mapping file says what their columns mean (`mapping`), a first mapping is guessed for a
//! person to correct (`guess`), and rows are filed through the same door as every other report (`run`).

mod checkpoint_queries;
mod filing;
pub mod guess;
pub mod mapping;
mod message;
mod offer;
mod outcome;
pub mod places;
pub mod read;
mod rejects;
mod run;

pub use filing::known;
pub use message::{Message, Say, sayer};
pub use offer::{Offer, mapping_file, offer};
pub use outcome::{Counts, ImportError, Outcome, Progress};
pub use run::{Job, Purpose, run};
