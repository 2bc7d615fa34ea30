//! What a region's week looks like, in counters.

mod api;
mod figures;
mod page;
mod period;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new().get("/desk/dashboard", page::dashboard).get("/desk/statistics", page::statistics)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::statistics))
}
