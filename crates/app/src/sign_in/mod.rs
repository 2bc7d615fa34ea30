//! Who is at the desk: accounts and their roles, passwords, sessions and API tokens.

use crate::kit::routes::Pages;

pub use crate::kit::accounts::{self, passwords, sessions, tokens};

pub mod enter;
mod page;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod tests;

/// `/sign-in`, `/sign-out`, `/desk` and `/desk/password`.
pub fn pages() -> Pages {
    Pages::new()
        .get("/sign-in", page::show)
        .post("/sign-in", page::create)
        .post("/sign-out", page::delete)
        .get("/desk", page::home)
        .get("/desk/password", page::show_password)
        .post("/desk/password", page::change_password)
}
