//! Judgements: a party's own, and what somebody takes down for it by telephone or from paper.

mod act;
mod api;
mod page;
mod requests;
mod requests_export;
mod requests_queries;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// A party's own form is part of its page of the matter.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/rating-requests", requests::show)
        .sheets(["/desk/rating-requests.csv", "/desk/rating-requests.xlsx"], requests_export::take)
        .get("/desk/matters/{code}/ratings", page::show)
        .post("/desk/matters/{code}/ratings", page::take)
        .post("/desk/matters/{code}/ratings/tries", page::miss)
        .get("/desk/matters/{code}/ratings/paper", page::paper)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(requests::list))
        .routes(routes!(api::create))
        .routes(routes!(api::take))
        .routes(routes!(api::miss))
}
