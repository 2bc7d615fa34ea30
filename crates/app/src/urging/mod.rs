//! A supervisor urges late work, and may take the matter over.

mod act;
mod api;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/matters/{code}/urgings", page::show)
        .post("/desk/matters/{code}/urgings", page::urge)
        .post("/desk/matters/{code}/urgings/{no}/answer", page::answer)
        .post("/desk/matters/{code}/urgings/{no}/withdrawal", page::withdraw)
        .post("/desk/matters/{code}/take-over", page::take_over)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::urge))
        .routes(routes!(api::answer))
        .routes(routes!(api::withdraw))
        .routes(routes!(api::take_over))
}
