//! Notices: what calls for somebody of the staff, until it is seen to.

mod api;
mod page;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/notices", page::show)
        .get("/desk/notices.csv", page::take)
        .get("/desk/notices.xlsx", page::take)
        .post("/desk/notices/reading", page::read)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(api::list)).routes(routes!(api::read))
}

/// Where a notice leads.
fn leads_to(kind: &str, code: Option<&str>, stream: i64) -> String {
    let Some(code) = code else { return format!("/desk/rosters/{}", -stream) };
    let part = match kind {
        "danger" => "/danger",
        "consent" => "/diversions",
        "urged" | "urging_answered" | "urging_withdrawn" => "/urgings",
        "conference" | "conference_moved" | "conference_off" => "/joint-mediation",
        "objection" | "objection_judged" => "/trace",
        "extension_refused" | "moved_on" | "send_down_declined" => "#timeline",
        "send_down" => "#act-answer_down",
        "extension_asked" => "#act-approve_time",
        "assigned" | "returned" | "handed_over" | "more_time_asked" | "more_time_granted" | "more_time_refused" => {
            "/assignments"
        }
        _ => "",
    };
    format!("/desk/matters/{code}{part}")
}
