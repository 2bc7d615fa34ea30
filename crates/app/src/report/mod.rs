//! Saying what happened: the guided path for residents, and the API's one way in.

mod api;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
}

/// `POST /reports`
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::create))
}
