//! Who is at the desk: accounts and their roles, passwords, sessions and API tokens.

use crate::kit::routes::Pages;

pub mod accounts;
pub mod enter;
mod page;
#[cfg(test)]
mod page_tests;
pub mod passwords;
mod secret;
pub mod sessions;
#[cfg(test)]
mod tests;
pub mod tokens;

/// `/sign-in`, `/sign-out` and `/desk/password`.
pub fn pages() -> Pages {
    Pages::new()
        .get("/sign-in", page::show)
        .post("/sign-in", page::create)
        .post("/sign-out", page::delete)
        .get("/desk/password", page::show_password)
        .post("/desk/password", page::change_password)
}
