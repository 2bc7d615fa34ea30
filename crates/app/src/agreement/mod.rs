//! The agreement: drafted, signed by the parties, sealed by the committee, and kept or not.

mod api;
mod commands;
mod confirmation;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .post("/desk/matters/{code}/agreement", page::draft)
        .post("/desk/matters/{code}/agreement/signatures", page::sign)
        .post("/desk/matters/{code}/agreement/refusals", page::refuse)
        .post("/desk/matters/{code}/agreement/seal", page::seal)
        .post("/desk/matters/{code}/confirmation/application", confirmation::apply)
        .post("/desk/matters/{code}/confirmation/acceptance", confirmation::accept)
        .post("/desk/matters/{code}/confirmation/extension", confirmation::extend)
        .post("/desk/matters/{code}/confirmation/ruling", confirmation::rule)
        .post("/desk/matters/{code}/obligations/{no}/fulfilment", page::fulfil)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::draft))
        .routes(routes!(api::sign))
        .routes(routes!(api::refuse))
        .routes(routes!(api::seal))
        .routes(routes!(api::fulfil))
        .routes(routes!(confirmation::apply_api))
        .routes(routes!(confirmation::accept_api))
        .routes(routes!(confirmation::extend_api))
        .routes(routes!(confirmation::rule_api))
}
