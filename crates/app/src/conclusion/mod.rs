//! The way out of a matter, and the way back: concluded, left, closed, reopened.

mod api;
mod commands;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .post("/desk/matters/{code}/conclusion", page::conclude)
        .post("/desk/matters/{code}/withdrawal", page::withdraw)
        .post("/desk/matters/{code}/archive", page::archive)
        .post("/desk/matters/{code}/reopening", page::reopen)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::conclude))
        .routes(routes!(api::withdraw))
        .routes(routes!(api::archive))
        .routes(routes!(api::reopen))
}
