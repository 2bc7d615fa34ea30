//! What keeps an installation right by itself: jobs that note what time has brought, and the proof and repair of read models.

mod built_queries;
mod jobs;
mod jobs_queries;
mod rebuild;
mod recounting;
mod report;
mod tally_sheet;
#[cfg(test)]
mod tests;
mod together;
mod verify;
mod verify_queries;

use utoipa_axum::router::OpenApiRouter;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

pub use jobs::{begin, run_due, runner};
pub use rebuild::{rebuild, renew, renew_later};
pub use report::{Difference, Kind, Progress, Report, Stage};
pub use verify::verify;

/// No pages: what this slice does is seen on the operator's.
pub fn pages() -> Pages {
    Pages::new()
}

/// No JSON routes.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
}
