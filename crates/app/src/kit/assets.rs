//! Styles, scripts and icons built by `ui/`, served under `/assets/`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

/// The built files. A debug build reads them from `ui/dist`, so that a new build shows without compiling.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Dist;

/// The script that answers where there is no network.
const WORKER: &str = "worker.js";

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// Routes under `/assets/`, the same for everyone.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{*name}", get(serve))
}

/// Address of an asset with its version: `/assets/app.css?v=1a2b3c4d5e6f`. An unknown name has no version.
pub fn url(name: &str) -> Cow<'static, str> {
    /// A page asks for some two hundred addresses; what is embedded stays the same as long as the program runs.
    static EMBEDDED: LazyLock<HashMap<Cow<'static, str>, String>> =
        LazyLock::new(|| Dist::iter().map(|name| (name.clone(), address(&name))).collect());
    if cfg!(debug_assertions) {
        return Cow::Owned(address(name));
    }
    EMBEDDED.get(name).map_or_else(|| Cow::Owned(address(name)), |url| Cow::Borrowed(url.as_str()))
}

fn address(name: &str) -> String {
    match Dist::get(name) {
        Some(file) => format!("/assets/{name}?v={}", version(&file)),
        None => format!("/assets/{name}"),
    }
}

/// The content of an asset, none when it was not built.
pub fn content(name: &str) -> Option<Cow<'static, [u8]>> {
    Dist::get(name).map(|file| file.data)
}

async fn serve(Path(name): Path<String>, RawQuery(query): RawQuery, request: HeaderMap) -> Response {
    // The compressed twin has no address of its own.
    let Some(file) = Dist::get(&name).filter(|_| !is_compressed(&name)) else {
        return respond(StatusCode::NOT_FOUND, Body::empty());
    };
    let version = version(&file);
    let zipped = accepts_gzip(&request).then(|| Dist::get(&format!("{name}.gz"))).flatten();
    let tag = if zipped.is_some() { format!("\"{version}-gz\"") } else { format!("\"{version}\"") };
    let current = query.as_deref().and_then(|query| query.strip_prefix("v=")) == Some(version.as_str());

    let known = request.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let mut response = if known.is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag)) {
        respond(StatusCode::NOT_MODIFIED, Body::empty())
    } else {
        let encoding = zipped.as_ref().map(|_| HeaderValue::from_static("gzip"));
        let mut full = respond(StatusCode::OK, body(zipped.unwrap_or(file).data));
        full.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
        if name == WORKER {
            // It answers for every page, not only for what lies beside it.
            full.headers_mut().insert("service-worker-allowed", HeaderValue::from_static("/"));
        }
        full.headers_mut().extend(encoding.map(|encoding| (header::CONTENT_ENCODING, encoding)));
        full
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, if current { IMMUTABLE } else { REVALIDATE });
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.extend(HeaderValue::try_from(tag).ok().map(|tag| (header::ETAG, tag)));
    response
}

fn respond(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

fn body(data: Cow<'static, [u8]>) -> Body {
    match data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

/// First twelve hexadecimal digits of the content's SHA-256.
fn version(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    format!("{:012x}", hash[..6].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn is_compressed(name: &str) -> bool {
    extension(name) == "gz"
}

fn accepts_gzip(request: &HeaderMap) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "gzip") && !coding.ends_with("q=0"))
}

fn media_type(name: &str) -> &'static str {
    match extension(name) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;

    async fn fetch(uri: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        routes::<()>().with_state(()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn an_unknown_asset_is_not_found() {
        assert_eq!(fetch("/assets/no-such.css", &[]).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(fetch("/assets/../Cargo.toml", &[]).await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_versioned_address_is_kept_for_good_and_a_bare_one_is_asked_again() {
        if Dist::get("app.css").is_none() {
            return;
        }
        let kept = fetch(&url("app.css"), &[]).await;
        assert_eq!(kept.headers()[header::CACHE_CONTROL], IMMUTABLE);
        assert_eq!(kept.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        let bare = fetch("/assets/app.css", &[]).await;
        assert_eq!(bare.headers()[header::CACHE_CONTROL], REVALIDATE);
        let tag = bare.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert_eq!(fetch("/assets/app.css", &[("if-none-match", &tag)]).await.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn the_compressed_twin_goes_only_to_those_who_take_it() {
        if Dist::get("app.css.gz").is_none() {
            return;
        }
        let zipped = fetch("/assets/app.css", &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(zipped.headers()[header::CONTENT_ENCODING], "gzip");
        assert!(fetch("/assets/app.css", &[]).await.headers().get(header::CONTENT_ENCODING).is_none());
    }
}
