//! Follow-up after a settlement: arranged, and reported.

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
        .post("/desk/matters/{code}/return-visits", page::arrange)
        .post("/desk/matters/{code}/return-visits/{no}/report", page::report)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::arrange)).routes(routes!(api::report))
}
