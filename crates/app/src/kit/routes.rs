//! Routes of pages, listed as they are made: the authorization matrix test walks this list, so no route can be left out.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{get, post};

use super::desk::Desk;

/// Where every JSON route lives.
pub const API: &str = "/api/v1";

/// A route of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub method: &'static str,
    pub path: &'static str,
}

/// The pages of a slice.
#[derive(Default)]
pub struct Pages {
    router: Router<Desk>,
    listed: Vec<Listed>,
}

impl Pages {
    /// No pages yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page that shows something.
    #[must_use]
    pub fn get<T: 'static>(mut self, path: &'static str, handler: impl Handler<T, Desk>) -> Self {
        self.listed.push(Listed { method: "GET", path });
        self.router = self.router.route(path, get(handler));
        self
    }

    /// A list as a file, in each kind of `kit/sheet.rs`.
    #[must_use]
    pub fn sheets<T: 'static>(self, paths: [&'static str; 2], handler: impl Handler<T, Desk>) -> Self {
        let [csv, xlsx] = paths;
        self.get(csv, handler.clone()).get(xlsx, handler)
    }

    /// A form's target.
    #[must_use]
    pub fn post<T: 'static>(mut self, path: &'static str, handler: impl Handler<T, Desk>) -> Self {
        self.listed.push(Listed { method: "POST", path });
        self.router = self.router.route(path, post(handler));
        self
    }

    /// Another slice's pages too.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        self.router = self.router.merge(other.router);
        self
    }

    /// The router, and what is in it.
    pub fn into_parts(self) -> (Router<Desk>, Vec<Listed>) {
        (self.router, self.listed)
    }
}
