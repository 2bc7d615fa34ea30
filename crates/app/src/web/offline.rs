//! `GET /offline`: what a browser shows where it has no network. It is asked for by the worker (`ui/src/worker.ts`), which keeps it.

use axum::extract::State;
use axum::response::Response;
use minijinja::context;

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::visit::Visit;

/// `GET /offline`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    desk.page(&visit, "web/offline.html", context! {})
}
