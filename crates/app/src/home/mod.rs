//! The public home page.

mod find;
mod page;

use utoipa_axum::router::OpenApiRouter;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// `/`, and what its search suggests.
pub fn pages() -> Pages {
    Pages::new().get("/", page::show).post("/kinds", find::suggest)
}

/// Nothing for programs here.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
}
