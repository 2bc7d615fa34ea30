//! Up a tier with a reason or at a party's request, and down again where the lower body agrees.

mod api;
mod commands;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The forms of a matter's page, and of a party's.
pub fn pages() -> Pages {
    Pages::new()
        .post("/desk/matters/{code}/rise", page::raise)
        .post("/desk/matters/{code}/rise-requests", page::ask)
        .post("/desk/matters/{code}/rise-requests/answer", page::decline)
        .post("/desk/matters/{code}/send-down", page::send_down)
        .post("/desk/matters/{code}/send-down/answer", page::answer)
        .post("/track/{code}/rise", page::ask_as_party)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::raise))
        .routes(routes!(api::ask))
        .routes(routes!(api::decline))
        .routes(routes!(api::send_down))
        .routes(routes!(api::accept))
        .routes(routes!(api::refuse))
}
