//! Who is on duty when, round the clock: weekly shifts, exceptions, swaps, gaps, and the notes that one shift leaves to the next.

mod act;
mod api;
mod page;
mod roster_notes_queries;
mod shown;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::kit::desk::Desk;
use crate::kit::routes::Pages;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/rosters", page::list)
        .get("/desk/rosters/{body}", page::show)
        .post("/desk/rosters/{body}/shifts", page::set_shift)
        .post("/desk/rosters/{body}/shifts/{no}/end", page::end_shift)
        .post("/desk/rosters/{body}/days", page::change_day)
        .post("/desk/rosters/{body}/swaps", page::ask_swap)
        .post("/desk/rosters/{body}/swaps/{no}/answer", page::answer_swap)
        .post("/desk/rosters/{body}/notes", page::leave_note)
        .post("/desk/rosters/{body}/notes/{no}/signature", page::sign_note)
}

/// The JSON routes of this slice.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(api::list))
        .routes(routes!(api::show))
        .routes(routes!(api::set_shift))
        .routes(routes!(api::end_shift))
        .routes(routes!(api::change_day))
        .routes(routes!(api::ask_swap))
        .routes(routes!(api::answer_swap))
        .routes(routes!(api::leave_note))
        .routes(routes!(api::sign_note))
}
