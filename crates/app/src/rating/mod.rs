//! A party's judgement.

mod api;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The form is part of the party's page of the matter.
pub fn pages() -> Pages {
    Pages::new()
}

/// `POST /matters/{code}/rating`
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::create))
}
