//! Several bodies under a lead, conferences and their tasks, a leader who sees to it; and old matters worked off.

mod act;
mod api;
mod backlog;
mod joint_queries;
mod page;
mod shown;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/backlog", backlog::show)
        .sheets(["/desk/backlog.csv", "/desk/backlog.xlsx"], backlog::take)
        .get("/desk/matters/{code}/joint-mediation", page::show)
        .post("/desk/matters/{code}/joint-mediation", page::open)
        .post("/desk/matters/{code}/joint-mediation/members", page::join)
        .post("/desk/matters/{code}/joint-mediation/conferences", page::call)
        .post("/desk/matters/{code}/joint-mediation/conferences/{no}/rescheduling", page::reschedule)
        .post("/desk/matters/{code}/joint-mediation/conferences/{no}/cancellation", page::call_off)
        .post("/desk/matters/{code}/joint-mediation/minutes", page::hold)
        .post("/desk/matters/{code}/joint-mediation/tasks/{no}/completion", page::finish)
        .post("/desk/matters/{code}/sponsor", page::sponsor)
        .post("/desk/matters/{code}/backlog", page::step)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(backlog::list))
        .routes(routes!(api::open))
        .routes(routes!(api::join))
        .routes(routes!(api::call))
        .routes(routes!(api::reschedule))
        .routes(routes!(api::call_off))
        .routes(routes!(api::hold))
        .routes(routes!(api::finish))
        .routes(routes!(api::sponsor))
        .routes(routes!(api::step))
}
