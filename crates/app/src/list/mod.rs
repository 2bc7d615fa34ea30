//! Lists of matters: filters, search, saved views, exports.

mod api;
mod bulk;
mod condition_queries;
mod counted;
mod export;
mod filter;
mod find;
mod line_queries;
mod page;
mod palette;
mod reach;
mod rows;
mod view_queries;
mod views;
mod walk_queries;
mod words;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/matters", page::show)
        .get("/desk/counts", page::counts)
        .get("/desk/palette", palette::show)
        .post("/desk/bulk", bulk::create)
        .get("/desk/bulk/{key}", bulk::show)
        .sheets(["/desk/matters.csv", "/desk/matters.xlsx"], export::take)
        .post("/desk/views", views::create)
        .post("/desk/views/{id}", views::change)
        .post("/desk/views/{id}/delete", views::delete)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::list))
}
