//! The clerk's intake at the one window: one page, earlier matters found while typing, papers to hand over.

mod api;
mod help;
mod intake;
mod joining;
mod page;
mod papers;
mod region;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/intake", page::show)
        .post("/desk/intake", page::create)
        .post("/desk/intake/suggestion", help::suggestion)
        .post("/desk/intake/questions", help::questions)
        .post("/desk/intake/likely", help::likely)
        .get("/desk/find", help::find)
        .get("/desk/matters/{code}/receipt", papers::receipt)
        .post("/desk/matters/{code}/receipt", papers::print_key)
        .get("/desk/matters/{code}/acceptance-form", papers::acceptance_form)
}

/// `POST /matters/{code}/reports`
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::join))
}
