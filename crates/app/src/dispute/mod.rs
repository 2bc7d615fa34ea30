//! Who is responsible when bodies disagree: claims, the duties they rest on, the superior's decision, and what was decided before.

mod api;
mod decide;
mod page;
mod precedents;
mod precedents_queries;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/matters/{code}/disputes", page::show)
        .post("/desk/matters/{code}/disputes", page::raise)
        .post("/desk/matters/{code}/disputes/{no}/claims", page::claim)
        .post("/desk/matters/{code}/disputes/{no}/decision", page::decide)
        .get("/desk/precedents", precedents::show)
        .get("/desk/precedents.csv", precedents::take)
        .get("/desk/precedents.xlsx", precedents::take)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::raise))
        .routes(routes!(api::claim))
        .routes(routes!(api::decide))
        .routes(routes!(precedents::list))
}
