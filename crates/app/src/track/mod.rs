//! A party's view of a matter: where it stands, and what the party can do.

mod act;
mod files;
mod look;
mod moving;
mod page;
mod promise;
mod receipt;
mod stages;

use utoipa_axum::router::OpenApiRouter;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// `/track` and all that a party does with its own matter.
pub fn pages() -> Pages {
    Pages::new()
        .get("/track", page::find)
        .post("/track", page::open)
        .get("/track/{code}", page::show)
        .post("/track/{code}/leaving", page::leave)
        .get("/track/{code}/receipt", receipt::show)
        .get("/track/{code}/receipt.svg", receipt::image)
        .post("/track/{code}/messages", act::message)
        .post("/track/{code}/files", files::upload)
        .get("/track/{code}/files/{no}", files::download)
        .post("/track/{code}/agreement/signatures", act::sign)
        .post("/track/{code}/agreement/refusals", act::refuse)
        .get("/track/{code}/withdrawal", act::consider_withdrawal)
        .post("/track/{code}/withdrawal", act::withdraw)
        .post("/track/{code}/extension", act::answer_extension)
        .post("/track/{code}/rating", act::rate)
        .post("/track/{code}/reopening", act::reopen)
}

/// Programs of parties use the routes of each capability.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
}
