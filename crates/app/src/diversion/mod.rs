//! Diversion: what others send here and hear back; where else people can go, and how a matter gets there; written advice where
//! mediation fails.

mod act;
mod advice;
mod api;
mod arrivals;
mod consents;
mod list;
mod list_queries;
mod outward;
mod outward_api;
mod papers;
mod received;
mod shown;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/diversions", list::show)
        .sheets(["/desk/diversions.csv", "/desk/diversions.xlsx"], list::take)
        .get("/desk/diversions/{code}/{no}", received::show)
        .post("/desk/diversions/{code}/{no}/receipt", received::sign)
        .post("/desk/diversions/{code}/{no}/return", received::refuse)
        .post("/desk/diversions/{code}/{no}/outcome", received::outcome)
        .get("/desk/diversions/{code}/{no}/letter", papers::letter)
        .get("/desk/matters/{code}/diversions", shown::show)
        .post("/desk/matters/{code}/diversions", outward::send)
        .post("/desk/matters/{code}/diversions/{no}/receipt", outward::sign)
        .post("/desk/matters/{code}/diversions/{no}/return", outward::refuse)
        .post("/desk/matters/{code}/diversions/{no}/recall", outward::recall)
        .post("/desk/matters/{code}/diversions/{no}/outcome", outward::outcome)
        .post("/desk/matters/{code}/arrivals", arrivals::record)
        .get("/desk/matters/{code}/arrivals/{no}/receipt", papers::receipt)
        .post("/desk/matters/{code}/arrivals/{no}/receipt", arrivals::receipt)
        .post("/desk/matters/{code}/arrivals/{no}/return", arrivals::send_back)
        .get("/desk/matters/{code}/arrivals/{no}/answer", papers::answer)
        .post("/desk/matters/{code}/arrivals/{no}/answer", arrivals::answer)
        .get("/desk/matters/{code}/advice", papers::advice)
        .post("/desk/matters/{code}/advice/hand-overs", advice::hand_over)
        .get("/track/{code}/advice", papers::own_advice)
        .post("/track/{code}/advice", advice::acknowledge)
        .post("/desk/matters/{code}/diversion-consents", consents::ask)
        .post("/track/{code}/diversion-consents/{no}", consents::answer)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::list))
        .routes(routes!(api::exits))
        .routes(routes!(api::record))
        .routes(routes!(api::receipt))
        .routes(routes!(api::send_back))
        .routes(routes!(api::answer))
        .routes(routes!(outward_api::send))
        .routes(routes!(outward_api::show))
        .routes(routes!(outward_api::sign))
        .routes(routes!(outward_api::refuse))
        .routes(routes!(outward_api::recall))
        .routes(routes!(outward_api::outcome))
        .routes(routes!(api::hand_over))
        .routes(routes!(consents::ask_by_api))
        .routes(routes!(consents::answer_by_api))
}
