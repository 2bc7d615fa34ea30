//! What waits for a coordinator: newly reported, accepted without a body, late.

mod page;
mod queue_queries;

use utoipa_axum::router::OpenApiRouter;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new().get("/desk/queue", page::show)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
}
