//! Finds out who is signed in, and reads what their menu tells: once for each request, before anything else asks.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use concord_store::{Conn, Fault};

use crate::kit::accounts::sessions::{self, SignedIn};
use crate::kit::accounts::tokens;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::menu::Menu;
use crate::kit::visit::{Who, authorization, cookie};

/// Middleware: puts [`Who`] beside the request.
///
/// A cookie that is no session any more is nobody; a token that is none is an error, since a program should hear of it. A failed
/// answer carries [`Who`] on to where it is drawn.
pub async fn identify(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let use_of_it = if unattended(&request) { Use::Unattended } else { Use::Attended };
    let who = match who(&desk, &headers, request.uri(), use_of_it).await {
        Ok(Some((signed_in, menu))) => Arc::new(Who { actor: signed_in.actor, name: signed_in.name, menu }),
        Ok(None) => return next.run(request).await,
        Err(failure) => return failure.into_response(),
    };
    request.extensions_mut().insert(who.clone());
    let mut response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        response.extensions_mut().insert(who);
    }
    response
}

/// Whether a person is behind a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Attended,
    /// A page looked for news by itself: a session is no longer in use because of that.
    Unattended,
}

fn unattended(request: &Request) -> bool {
    request.uri().path().ends_with("/live") || request.headers().contains_key("concord-unattended")
}

async fn who(desk: &Desk, headers: &HeaderMap, uri: &Uri, use_of_it: Use) -> Result<Option<(SignedIn, Menu)>, Failure> {
    let now = desk.now();
    if let Some(token) = authorization(headers, "Bearer ") {
        let asked = token.clone();
        let found = with_menu(desk, uri, move |c| tokens::actor_for(c, &asked)).await?.ok_or(Failure::SignedOut)?;
        if found.0.touch_due(now) {
            desk.store.write(move |c| tokens::touch(c, &token, now)).await?;
        }
        return Ok(Some(found));
    }
    let Some(token) = cookie(headers, sessions::COOKIE) else { return Ok(None) };
    let asked = token.clone();
    let found = with_menu(desk, uri, move |c| sessions::actor_for(c, &asked, now)).await?;
    if use_of_it == Use::Attended && found.as_ref().is_some_and(|(found, _)| found.touch_due(now)) {
        desk.store.write(move |c| sessions::touch(c, &token, now)).await?;
    }
    Ok(found)
}

/// Whoever is found, with what their menu tells where the answer has one: one read for both.
async fn with_menu(
    desk: &Desk,
    uri: &Uri,
    find: impl FnOnce(&mut Conn) -> Result<Option<SignedIn>, Fault> + Send + 'static,
) -> Result<Option<(SignedIn, Menu)>, Fault> {
    let (reader, is_on) = (desk.clone(), Menu::is_on(uri));
    desk.store
        .read_briefly(move |c| {
            let Some(found) = find(c)? else { return Ok(None) };
            let menu = if is_on { Menu::read(c, &reader, &found.actor)? } else { Menu::default() };
            Ok(Some((found, menu)))
        })
        .await
}
