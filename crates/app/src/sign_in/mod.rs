//! Who is at the desk: accounts and their roles, passwords, sessions and API tokens.

pub mod accounts;
pub mod enter;
pub mod passwords;
mod secret;
pub mod sessions;
#[cfg(test)]
mod tests;
pub mod tokens;
