//! Mediation sessions.

use utoipa_axum::router::OpenApiRouter;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
}
