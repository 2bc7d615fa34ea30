//! Work given to bodies: signed for or sent back, answered, extended, handed over; and put into a mediator's hands.

mod answer_api;
mod answer_page;
mod api;
mod decide;
mod page;
mod shown;
mod work;
mod work_queries;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/work", work::show)
        .sheets(["/desk/work.csv", "/desk/work.xlsx"], work::take)
        .get("/desk/matters/{code}/assignments", page::show)
        .post("/desk/matters/{code}/assignments", page::create)
        .post("/desk/matters/{code}/assignments/{no}/receipt", answer_page::receive)
        .post("/desk/matters/{code}/assignments/{no}/return", answer_page::send_back)
        .post("/desk/matters/{code}/assignments/{no}/reply", answer_page::reply)
        .post("/desk/matters/{code}/assignments/{no}/extension", answer_page::ask_extension)
        .post("/desk/matters/{code}/assignments/{no}/extension/verdict", answer_page::answer_extension)
        .post("/desk/matters/{code}/assignments/{no}/hand-over", answer_page::hand_over)
        .post("/desk/matters/{code}/assignments/{no}/hand-over/receipt", answer_page::sign_hand_over)
        .post("/desk/matters/{code}/assignments/{no}/hand-over/return", answer_page::decline_hand_over)
        .post("/desk/matters/{code}/mediator", page::name_mediator)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(work::list))
        .routes(routes!(api::create))
        .routes(routes!(api::receive))
        .routes(routes!(api::name_mediator))
        .routes(routes!(answer_api::send_back))
        .routes(routes!(answer_api::reply))
        .routes(routes!(answer_api::ask_extension))
        .routes(routes!(answer_api::answer_extension))
        .routes(routes!(answer_api::hand_over))
        .routes(routes!(answer_api::sign_hand_over))
        .routes(routes!(answer_api::decline_hand_over))
}
