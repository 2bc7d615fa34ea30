//! Who may: the policies in `policies/`, the actors, what they ask for, and the permit that recording needs.

mod action;
mod actor;
mod names;
mod policy;
pub mod relation;

pub use action::Action;
pub use actor::{Actor, HeldRole, Role, UnknownRole};
pub use policy::{Denied, Permit, Policy, PolicyError};
pub use relation::{MatterFacts, Relation, Subject, SubjectId};
