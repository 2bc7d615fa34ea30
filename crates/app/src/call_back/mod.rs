//! Independent call-backs: what was drawn, who calls, what people say beside what the body itself had found.

mod act;
mod api;
mod drawn;
mod export;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/call-backs", page::index)
        .sheets(["/desk/call-backs.csv", "/desk/call-backs.xlsx"], export::take)
        .get("/desk/call-backs/{round}/{code}", page::show)
        .post("/desk/call-backs/{round}/{code}", page::answer)
        .post("/desk/call-backs/{round}/{code}/tries", page::miss)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::list)).routes(routes!(api::answer)).routes(routes!(api::miss))
}
