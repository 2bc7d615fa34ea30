//! The description of the API: OpenAPI 3.1, made from the handlers themselves.

use std::sync::OnceLock;

use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, OpenApi as Document, RefOr, Required};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use crate::kit::desk::Desk;
use crate::kit::routes::{API, Pages};

/// `GET /api/openapi.json`
pub fn pages() -> Pages {
    Pages::new().get("/api/openapi.json", show)
}

/// Nothing of its own below `/api/v1`.
pub fn api() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
}

/// The whole description.
pub fn document() -> Document {
    let mut document = OpenApiRouter::with_openapi(Described::openapi()).nest(API, crate::api()).split_for_parts().1;
    for (path, item) in &mut document.paths.paths {
        if let Some(operation) = &mut item.post {
            headers_of_a_post(path, operation);
        }
    }
    document
}

/// The headers that every POST takes, and every command on a matter: said here once, so that none can be left out.
fn headers_of_a_post(path: &str, operation: &mut Operation) {
    let mut headers = vec![("Idempotency-Key", "Asked again with the same key, the first answer is given again")];
    if path.contains("/matters/{code}/") {
        headers.push(("If-Match", "The version, as in `ETag`, that this was decided for; another one answers 412"));
    }
    let parameters = operation.parameters.get_or_insert_with(Vec::new);
    for (name, description) in headers {
        parameters.retain(|known| !matches!(known, RefOr::T(known) if known.name == name));
        let header = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(description))
            .schema(Some(Object::with_type(Type::String)));
        parameters.push(RefOr::T(header.build()));
    }
}

/// The description as text, indented: what `concord openapi` prints and docs/api/openapi.json holds.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn text() -> Result<String, serde_json::Error> {
    Ok(document().to_pretty_json()? + "\n")
}

async fn show() -> Result<impl IntoResponse, crate::kit::failure::Failure> {
    // The same for everybody and as long as the program runs.
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = match TEXT.get() {
        Some(text) => text,
        None => {
            let text = text().map_err(crate::kit::failure::Failure::fault)?;
            TEXT.get_or_init(|| text)
        }
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], text.as_str()))
}

/// What is said once for all routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Concord",
        description = "Reports, matters and everything that is done with them.\n\n\
            Staff and their programs send `Authorization: Bearer TOKEN`; a party sends the key from the receipt as \
            `Authorization: AccessKey KEY` and reaches one matter with it. Failures are problems after RFC 9457 \
            (`application/problem+json`) in the language of `Accept-Language` (zh-CN or en).\n\n\
            Every POST takes an `Idempotency-Key`: asked again with the same key, the first answer is given again. A matter's version is \
            its `ETag`; with `If-Match` a command is only carried out on that version. Lists are paged with `cursor`. Dates are \
            `YYYY-MM-DD`, instants RFC 3339, amounts whole cents.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "This installation")),
    tags(
        (name = "reports", description = "Saying what happened"),
        (name = "matters", description = "Finding matters and routing them"),
        (name = "casework", description = "Sessions, agreements, conclusions, return visits"),
        (name = "families", description = "Matters that belong together, and many applicants of one"),
        (name = "rating", description = "The parties' own judgement"),
        (name = "statistics", description = "Counts, without names"),
        (name = "installation", description = "How the installation is"),
    ),
    modifiers(&Keys),
)]
struct Described;

/// How programs and parties say who they are.
struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut Document) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of an account, made by the operator"))
            .build();
        let key = ApiKeyValue::with_description(
            "Authorization",
            "`AccessKey KEY`: the key on a party's receipt, for its matter alone",
        );
        let components = document.components.get_or_insert_with(Components::new);
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("access_key", SecurityScheme::ApiKey(ApiKey::Header(key)));
    }
}
