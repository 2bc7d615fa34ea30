//! The whole application as one router: slices, and what every request and answer goes through.

mod draw;
mod identify;
mod language;
mod offline;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::guard::{self, Scheme};
use crate::kit::routes::Pages;
use crate::kit::{api, assets};

pub use crate::kit::routes::API;

/// `/offline`, which browsers keep.
pub fn pages() -> Pages {
    Pages::new().get("/offline", offline::show)
}

/// All pages and the API of an installation.
pub fn router(desk: Desk) -> Router {
    let scheme = Scheme::of(&desk.settings.public_url);
    let (json, _) = crate::api().split_for_parts();
    let json = json.layer(from_fn_with_state(desk.clone(), api::once));
    Router::new()
        .merge(crate::pages().into_parts().0)
        .nest(API, json)
        .route("/healthz", get(healthz))
        // Said here, or merging the assets would put an answer without a page in its place.
        .fallback(|| async { Failure::NotFound })
        .layer(DefaultBodyLimit::max(desk.settings.body_limit))
        // Twice: within, whose page it was is still known; around, nothing is let through.
        .layer(CatchPanicLayer::custom(draw::panicked))
        .layer(from_fn_with_state(desk.clone(), identify::identify))
        .layer(from_fn(guard::refuse_foreign_writes))
        .layer(CatchPanicLayer::custom(draw::panicked))
        .layer(from_fn_with_state(desk.clone(), draw::failures))
        .layer(from_fn_with_state(desk.clone(), language::keep_choices))
        .merge(assets::routes())
        .layer(from_fn_with_state(scheme, guard::strict_headers))
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .with_state(desk)
}

/// Whether the database answers.
async fn healthz(State(desk): State<Desk>) -> Result<&'static str, Failure> {
    desk.store.read(concord_store::journal::head).await?;
    Ok("ok")
}
