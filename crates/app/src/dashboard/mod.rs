//! What a region's week looks like, in counters.

mod api;
mod areas;
mod figures;
mod front;
mod outlines;
mod page;
mod sketch;
mod ways;
mod week;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/dashboard", page::dashboard)
        .get("/desk/statistics", page::statistics)
        .get("/desk/outlines/{code}", outlines::show)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::statistics))
}
