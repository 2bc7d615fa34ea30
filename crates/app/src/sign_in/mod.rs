//! Who is at the desk: accounts and their roles, passwords, sessions and API tokens.

use axum::Router;
use axum::routing::{get, post};

use crate::kit::desk::Desk;

pub mod accounts;
pub mod enter;
mod page;
pub mod passwords;
mod secret;
pub mod sessions;
#[cfg(test)]
mod tests;
pub mod tokens;

/// `/sign-in`, `/sign-out` and `/desk/password`.
pub fn pages() -> Router<Desk> {
    Router::new()
        .route("/sign-in", get(page::show).post(page::create))
        .route("/sign-out", post(page::delete))
        .route("/desk/password", get(page::show_password).post(page::change_password))
}
