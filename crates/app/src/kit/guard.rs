//! What every request and answer goes through: no writing from other sites, and strict headers.

use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::kit::failure::Failure;

/// How the public reaches the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS: a laptop or a closed network.
    Http,
    /// With TLS, ended here or at a proxy.
    Https,
}

impl Scheme {
    /// The scheme of the configured public address.
    pub fn of(public_url: &str) -> Self {
        if public_url.trim_start().to_ascii_lowercase().starts_with("https:") { Self::Https } else { Self::Http }
    }
}

/// Nothing runs, loads or frames that this installation did not serve itself.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; media-src 'self' blob:; worker-src 'self'";

/// The place is asked for when a grid worker reports from the street, the microphone when somebody says what happened; the rest never.
const PERMISSIONS_POLICY: &str =
    "geolocation=(self), camera=(), microphone=(self), payment=(), usb=(), serial=(), midi=(), display-capture=()";

/// Middleware: refuses with 403 what another site makes a browser write here.
///
/// `axum::middleware::from_fn(guard::refuse_foreign_writes)`. Browsers send `Sec-Fetch-Site` to secure addresses only, so
/// on plain HTTP `Origin` is compared with `Host`. A call with a token and without cookies cannot borrow anyone's session.
pub async fn refuse_foreign_writes(request: Request, next: Next) -> Response {
    let writes = !request.method().is_safe();
    if writes && !carries_own_credentials(request.headers()) && is_foreign(request.headers(), request.uri()) {
        return Failure::Forbidden.into_response();
    }
    next.run(request).await
}

/// Middleware: adds the security headers; a handler may set a stricter one of its own.
///
/// `axum::middleware::from_fn_with_state(Scheme::of(&public_url), guard::strict_headers)`
pub async fn strict_headers(State(scheme): State<Scheme>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::REFERRER_POLICY, "same-origin");
    add(HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY);
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if scheme == Scheme::Https {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

fn carries_own_credentials(headers: &HeaderMap) -> bool {
    headers.contains_key(header::AUTHORIZATION) && !headers.contains_key(header::COOKIE)
}

fn is_foreign(headers: &HeaderMap, uri: &Uri) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        // No browser of the last years leaves both out when it writes.
        return false;
    };
    let host =
        headers.get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.authority().map(|a| a.as_str()));
    match (origin.to_str().ok().and_then(authority), host) {
        (Some(origin), Some(host)) => !origin.eq_ignore_ascii_case(without_default_port(host)),
        _ => true,
    }
}

/// Host and port of an origin; `null` and what is not HTTP have none.
fn authority(origin: &str) -> Option<&str> {
    let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))?;
    (!rest.is_empty()).then(|| without_default_port(rest))
}

fn without_default_port(authority: &str) -> &str {
    authority.strip_suffix(":443").or_else(|| authority.strip_suffix(":80")).unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::{from_fn, from_fn_with_state};
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    fn router(scheme: Scheme) -> Router {
        Router::new()
            .route("/", get(|| async { "seen" }).post(|| async { "written" }))
            .layer(from_fn(refuse_foreign_writes))
            .layer(from_fn_with_state(scheme, strict_headers))
    }

    async fn answer(method: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().method(method).uri("/").header("host", "concord.example:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        router(Scheme::Http).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn status(method: &str, headers: &[(&str, &str)]) -> u16 {
        answer(method, headers).await.status().as_u16()
    }

    #[tokio::test]
    async fn another_site_may_link_here_but_not_write() {
        for site in ["cross-site", "same-site"] {
            assert_eq!(status("GET", &[("sec-fetch-site", site)]).await, 200, "{site}");
            assert_eq!(status("POST", &[("sec-fetch-site", site)]).await, 403, "{site}");
        }
        for site in ["same-origin", "none"] {
            assert_eq!(status("POST", &[("sec-fetch-site", site)]).await, 200, "{site}");
        }
    }

    #[tokio::test]
    async fn without_fetch_metadata_the_origin_must_be_the_host() {
        assert_eq!(status("POST", &[("origin", "http://concord.example:8080")]).await, 200);
        assert_eq!(status("POST", &[("origin", "http://Concord.Example:8080")]).await, 200);
        for origin in [
            "http://concord.example",
            "http://evil.example:8080",
            "null",
            "file://",
            "http://concord.example:8080.evil.example",
        ] {
            assert_eq!(status("POST", &[("origin", origin)]).await, 403, "{origin}");
        }
    }

    #[tokio::test]
    async fn fetch_metadata_outweighs_a_matching_origin() {
        let headers = [("sec-fetch-site", "cross-site"), ("origin", "http://concord.example:8080")];
        assert_eq!(status("POST", &headers).await, 403);
    }

    #[tokio::test]
    async fn a_token_without_cookies_may_write_from_anywhere_and_with_cookies_may_not() {
        let token = ("authorization", "Bearer cnc_x");
        assert_eq!(status("POST", &[token, ("sec-fetch-site", "cross-site")]).await, 200);
        assert_eq!(
            status("POST", &[token, ("cookie", "concord_session=x"), ("sec-fetch-site", "cross-site")]).await,
            403
        );
    }

    #[tokio::test]
    async fn every_answer_carries_strict_headers_refusals_too() {
        for response in [answer("GET", &[]).await, answer("POST", &[("origin", "null")]).await] {
            let headers = response.headers();
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert_eq!(headers["referrer-policy"], "same-origin");
            assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
            assert!(headers.contains_key("permissions-policy"));
            assert!(!headers.contains_key("strict-transport-security"), "plain HTTP must not promise TLS");
        }
    }

    #[tokio::test]
    async fn tls_is_promised_where_the_public_address_has_it() {
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let response = router(Scheme::of("https://concord.example")).oneshot(request).await.unwrap();
        assert!(response.headers().contains_key("strict-transport-security"));
    }
}
