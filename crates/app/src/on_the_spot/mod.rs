//! A small thing settled where it happened: said, agreed by word of mouth and concluded on one screen, in one transaction. What speaks
//! of danger is not: it stays open for people to judge.

mod api;
mod page;
mod settle;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The one screen, and what it shows while somebody types.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/on-the-spot", page::show)
        .post("/desk/on-the-spot", page::send)
        .post("/desk/on-the-spot/danger", page::danger)
}

/// The JSON route of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::settle))
}
