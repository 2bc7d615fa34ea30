//! Saying what happened: the guided path for residents, and the API's one way in.
//!
//! The path keeps nothing before it is sent: what was answered travels in hidden fields of the form, so it works without
//! scripts and leaves no trace when somebody changes their mind.

mod api;
mod areas;
mod check;
mod draw;
mod page;
mod path;
mod send;
mod steps;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// `/report`, and `/q/{code}` where QR codes on walls lead.
pub fn pages() -> Pages {
    Pages::new().get("/report", page::show).post("/report", page::advance).get("/q/{code}", page::arrive)
}

/// `POST /reports`
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::create))
}
