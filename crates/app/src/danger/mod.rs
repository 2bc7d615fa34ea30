//! Signs of danger in a matter: what to do, who was told, what people decided and did.

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
        .get("/desk/matters/{code}/danger", page::show)
        .post("/desk/matters/{code}/danger/signs", page::see)
        .post("/desk/matters/{code}/danger/confirmation", page::confirm)
        .post("/desk/matters/{code}/danger/dismissal", page::set_aside)
        .post("/desk/matters/{code}/danger/steps", page::take_step)
        .post("/desk/matters/{code}/danger/end", page::lift)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::see))
        .routes(routes!(api::confirm))
        .routes(routes!(api::set_aside))
        .routes(routes!(api::take_step))
        .routes(routes!(api::lift))
}
