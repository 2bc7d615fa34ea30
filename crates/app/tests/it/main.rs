//! The application against real databases: one binary, one module for each capability.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod after;
mod alone;
mod bulk;
mod casework;
mod danger;
mod dashboard;
mod duties;
mod family;
mod files;
mod form;
mod house;
mod list;
mod live;
mod loop_of_a_matter;
mod matrix;
mod mine;
mod moving;
mod openapi;
mod operator;
mod outlines;
mod queue;
mod report;
mod scenario;
mod sheets;
mod track;
mod triage;
mod window;
mod work;
