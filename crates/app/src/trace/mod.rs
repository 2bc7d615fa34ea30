//! Afterwards: who held a matter when, for how long, which promise was missed by whom; and what a body objects to.

mod act;
mod api;
mod body;
mod body_api;
mod body_export;
mod matter;
mod trace_queries;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/traces", body::index)
        .get("/desk/bodies/{id}/trace", body::show)
        .get("/desk/bodies/{id}/trace.csv", body_export::take_held)
        .get("/desk/bodies/{id}/trace.xlsx", body_export::take_held)
        .get("/desk/bodies/{id}/marks.csv", body_export::take_marks)
        .get("/desk/bodies/{id}/marks.xlsx", body_export::take_marks)
        .get("/desk/matters/{code}/trace", matter::show)
        .post("/desk/matters/{code}/objections", matter::object)
        .post("/desk/matters/{code}/objections/{no}/judgement", matter::judge)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::show))
        .routes(routes!(api::object))
        .routes(routes!(api::judge))
        .routes(routes!(body_api::show))
}
