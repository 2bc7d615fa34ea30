//! The desk's page of a matter: everything known about it, what may be done now, its papers.

mod api;
mod api_files;
mod api_keys;
mod api_parties;
mod correspondence;
mod events;
mod files;
mod papers;
mod parties;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/matters/{code}", show::show)
        .post("/desk/matters/{code}/entries", correspondence::write)
        .post("/desk/matters/{code}/files", files::attach)
        .get("/desk/matters/{code}/files/{no}", files::download)
        .get("/desk/matters/{code}/parties", parties::show_new)
        .post("/desk/matters/{code}/parties", parties::join)
        .get("/desk/matters/{code}/parties/{no}", parties::show)
        .post("/desk/matters/{code}/parties/{no}", parties::correct)
        .post("/desk/matters/{code}/parties/{no}/representative", parties::represent)
        .post("/desk/matters/{code}/parties/{no}/key", parties::grant)
        .post("/desk/matters/{code}/parties/{no}/representative/key", parties::admit)
        .get("/desk/matters/{code}/record/{no}", papers::record)
        .get("/desk/matters/{code}/agreement", papers::agreement)
        .get("/desk/matters/{code}/dossier", papers::dossier)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::show))
        .routes(routes!(events::list))
        .routes(routes!(api::message))
        .routes(routes!(api::note))
        .routes(routes!(api_files::attach))
        .routes(routes!(api_parties::join))
        .routes(routes!(api_parties::correct))
        .routes(routes!(api_parties::represent))
        .routes(routes!(api_keys::grant))
        .routes(routes!(api_keys::admit))
}
