//! Triage: a reported matter is accepted, returned, or referred; what is likely the same is shown beside it.

mod api;
mod decide;
mod page;
mod shown;
mod steps;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/queue/{code}", page::show)
        .post("/desk/queue/{code}/suggestion", page::fits)
        .post("/desk/matters/{code}/acceptance", page::accept)
        .post("/desk/matters/{code}/return", page::turn_back)
        .post("/desk/matters/{code}/referral", page::refer)
        .post("/desk/matters/{code}/classification", page::classify)
        .post("/desk/matters/{code}/urgency", page::set_urgency)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::accept)).routes(routes!(api::turn_back)).routes(routes!(api::refer))
}
