//! Keeps what a reader chose in the address: language and text size.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::kit::desk::Desk;
use crate::kit::messages::Lang;
use crate::kit::visit::asked;

/// Middleware: a choice in the address (`?lang=en`, `?big=1`) becomes a cookie for a year.
pub async fn keep_choices(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let lang = asked(query, "lang").and_then(|tag| Lang::from_tag(&tag)).map(|lang| format!("lang={}", lang.tag()));
    let big = asked(query, "big").filter(|v| v == "0" || v == "1").map(|v| format!("big={v}"));
    let mut response = next.run(request).await;
    let secure = if desk.settings.public_url.starts_with("https:") { "; Secure" } else { "" };
    for choice in [lang, big].into_iter().flatten() {
        let cookie = format!("{choice}; Path=/; Max-Age=31536000; SameSite=Lax{secure}");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
