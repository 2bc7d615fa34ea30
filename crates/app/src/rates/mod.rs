//! Rates: 12345's three and the house's four, of a region or a body, each with what it counts.

mod api;
mod csv;
mod figures;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/rates", page::region)
        .get("/desk/rates.csv", csv::region)
        .get("/desk/bodies/{id}/rates", page::body)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::region)).routes(routes!(api::body))
}
