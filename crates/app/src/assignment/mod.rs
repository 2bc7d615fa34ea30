//! Work given to bodies, signed for, and put into a mediator's hands.

mod api;
mod decide;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/matters/{code}/assignments", page::show)
        .post("/desk/matters/{code}/assignments", page::create)
        .post("/desk/matters/{code}/assignments/{no}/receipt", page::receive)
        .post("/desk/matters/{code}/mediator", page::name_mediator)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::create)).routes(routes!(api::receive)).routes(routes!(api::name_mediator))
}
