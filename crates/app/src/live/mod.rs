//! Live updates by server-sent events: of lists and matters to staff, of their own matter to parties; and who writes where.

mod page;

use crate::kit::routes::Pages;

/// The streams, and what a browser says of its reader.
pub fn pages() -> Pages {
    Pages::new()
        .get("/desk/live", page::desk)
        .get("/track/{code}/live", page::party)
        .post("/desk/matters/{code}/presence", page::presence)
}
