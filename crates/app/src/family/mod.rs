//! Matters that belong together: likely earlier ones, merged and taken apart, linked; and one matter for many applicants.

mod act;
mod api;
mod api_group;
mod applicants;
mod group;
mod page;
mod shown;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/matters/{code}/family", page::show)
        .post("/desk/matters/{code}/likely-earlier", page::apart)
        .post("/desk/matters/{code}/merger", page::merge)
        .post("/desk/matters/{code}/separation", page::separate)
        .post("/desk/matters/{code}/links", page::link)
        .post("/desk/matters/{code}/links/{other}/removal", page::unlink)
        .get("/desk/matters/{code}/group", group::show)
        .post("/desk/matters/{code}/applicants", group::add)
        .post("/desk/matters/{code}/representatives", group::choose)
        .post("/desk/matters/{code}/representatives/{no}/end", group::end)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::likely, api::apart))
        .routes(routes!(api::merge))
        .routes(routes!(api::separate))
        .routes(routes!(api::link))
        .routes(routes!(api::unlink))
        .routes(routes!(api_group::add))
        .routes(routes!(api_group::choose))
        .routes(routes!(api_group::end))
}
