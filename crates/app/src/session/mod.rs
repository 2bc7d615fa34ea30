//! Mediation meetings: arranged, held and recorded, or called off.

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
        .post("/desk/matters/{code}/sessions", page::arrange)
        .post("/desk/matters/{code}/sessions/{no}/record", page::record)
        .post("/desk/matters/{code}/sessions/{no}/cancellation", page::cancel)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::arrange)).routes(routes!(api::record)).routes(routes!(api::cancel))
}
