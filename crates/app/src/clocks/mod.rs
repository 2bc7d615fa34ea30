//! Time limits of a matter: standing still for a reason that the rule allows, going on, and more time by consent or approval.

mod api;
mod commands;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The forms of a matter's page; a party answers on its own (`track`).
pub fn pages() -> Pages {
    Pages::new()
        .post("/desk/matters/{code}/pauses", page::pause)
        .post("/desk/matters/{code}/resumption", page::resume)
        .post("/desk/matters/{code}/extensions", page::ask)
        .post("/desk/matters/{code}/extensions/consents", page::agree)
        .post("/desk/matters/{code}/extensions/approval", page::approve)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::pause))
        .routes(routes!(api::resume))
        .routes(routes!(api::ask))
        .routes(routes!(api::agree))
        .routes(routes!(api::approve))
        .routes(routes!(api::refuse))
}
