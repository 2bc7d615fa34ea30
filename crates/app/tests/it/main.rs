//! The application against real databases: one binary, one module for each capability.

mod house;
mod loop_of_a_matter;
mod report;
