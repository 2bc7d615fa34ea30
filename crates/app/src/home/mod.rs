//! The public home page.

mod page;

use utoipa_axum::router::OpenApiRouter;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// `/`
pub fn pages() -> Pages {
    Pages::new().get("/", page::show)
}

/// Nothing for programs here.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
}
