//! Files on their way into the store, from forms and from JSON.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use concord_store::files::{FileRefusal, Keep, MediaKind, PutError, StoredFile};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::Check;
use super::desk::Desk;
use super::failure::{Failure, FieldProblem};
use super::form::Fields;

/// Most parts of one form.
const MOST_PARTS: usize = 500;
/// Most files sent at once.
pub const MOST_FILES: usize = 10;
/// Longest name that is kept, in characters.
const MOST_NAME: usize = 120;

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// As the sender's device calls it.
    pub name: String,
    pub bytes: Bytes,
}

/// A photo, a PDF, a recording or a short film.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttachment {
    pub name: String,
    /// What the sender takes it for; its content decides.
    #[serde(default)]
    pub media_type: Option<String>,
    /// Base64 with padding.
    pub content_base64: String,
}

/// The files of a JSON field.
///
/// # Errors
/// [`Failure::Invalid`] about each that is not Base64.
pub fn decode(field: &str, sent: &[NewAttachment]) -> Result<Vec<Sent>, Failure> {
    let mut check = Check::new();
    let decoded = sent.iter().enumerate().filter_map(|(at, file)| {
        let bytes = STANDARD
            .decode(&file.content_base64)
            .map_err(|_| FieldProblem::new(format!("{field}.{at}.content_base64"), "problem-not-base64"));
        Some(Sent { name: short_name(&file.name), bytes: check.take(bytes)?.into() })
    });
    let decoded = decoded.collect();
    check.done(Some(decoded))
}

/// A file whose bytes are on disk, with its name: known to nobody until a recording attaches it.
#[derive(Clone, Debug)]
pub struct Kept {
    pub name: String,
    pub file: StoredFile,
}

/// The fields and files of a form, of either encoding.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub fields: Fields,
    pub files: Vec<Sent>,
}

impl FromRequest<Desk> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Failure> {
        let multipart = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with("multipart/form-data"));
        if !multipart {
            return Ok(Self { fields: Fields::from_request(request, desk).await?, files: Vec::new() });
        }
        let mut form =
            Multipart::from_request(request, desk).await.map_err(|_| Failure::Unreadable("failure-unreadable-form"))?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = form.next_field().await.map_err(unreadable)? {
            if pairs.len() + files.len() >= MOST_PARTS {
                return Err(Failure::Unreadable("failure-unreadable-form"));
            }
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = part.bytes().await.map_err(unreadable)?;
                    // A browser sends an empty, nameless file where none was chosen.
                    if !(file.is_empty() && bytes.is_empty()) {
                        files.push(Sent { name: short_name(&file), bytes });
                    }
                }
                None => {
                    pairs.push((name, part.text().await.map_err(unreadable)?.replace("\r\n", "\n").replace('\0', "")));
                }
            }
        }
        Ok(Self { fields: Fields::from_pairs(pairs), files })
    }
}

fn unreadable(error: MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge
    } else {
        Failure::Unreadable("failure-unreadable-form")
    }
}

/// The last part of a path, of a length that can be shown.
fn short_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(MOST_NAME).collect()
}

impl Desk {
    /// Checks files and writes them to disk, pictures without their place and device.
    ///
    /// # Errors
    /// [`Failure::Invalid`] about `field`, with the name of the file that will not do.
    pub async fn keep_files(&self, field: &str, files: Vec<Sent>) -> Result<Vec<Kept>, Failure> {
        if files.len() > MOST_FILES {
            return Err(Failure::Invalid(vec![FieldProblem::new(field, "problem-too-many").with("most", MOST_FILES)]));
        }
        let (mut kept, mut wrong) = (Vec::new(), Vec::new());
        for Sent { name, bytes } in files {
            match self.store.files().put(bytes, &name, Keep::Clean).await {
                Ok(file) => kept.push(Kept { name, file }),
                Err(PutError::Refused(refusal)) => wrong.push(problem(field, refusal, &name)),
                Err(PutError::Fault(fault)) => return Err(fault.into()),
            }
        }
        if wrong.is_empty() { Ok(kept) } else { Err(Failure::Invalid(wrong)) }
    }
}

fn problem(field: &str, refusal: FileRefusal, name: &str) -> FieldProblem {
    let key = match refusal {
        FileRefusal::Empty => "problem-file-empty",
        FileRefusal::TooLarge { .. } => "problem-file-too-large",
        FileRefusal::Heic => "problem-file-heic",
        FileRefusal::Unsupported => "problem-file-unsupported",
        FileRefusal::NotAsNamed => "problem-file-not-as-named",
        FileRefusal::Damaged => "problem-file-damaged",
        FileRefusal::TooManyPixels => "problem-file-too-many-pixels",
    };
    let found = FieldProblem::new(field, key).with("name", name);
    match refusal {
        FileRefusal::TooLarge { limit } => found.with("most", limit / 1_000_000),
        _ => found,
    }
}

/// Whether a browser may show the file beside the page instead of saving it.
pub fn shows_inline(media_type: &str) -> bool {
    media_type.starts_with("image/") || media_type == "application/pdf"
}

/// A file as an answer: saved unless a browser can show it safely; never run.
pub fn answer(name: &str, media_type: &str, bytes: Bytes) -> axum::response::Response {
    use axum::http::HeaderValue;
    use axum::response::IntoResponse;
    let kind = if shows_inline(media_type) { "inline" } else { "attachment" };
    let disposition = format!("{kind}; filename*=UTF-8''{}", super::format::percent(name));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, media_type);
    set(header::CONTENT_DISPOSITION, &disposition);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'");
    set(header::CACHE_CONTROL, "private, no-store");
    response
}

/// How large a kind of file may be, in megabytes: for the words beside a file field.
pub fn megabytes(kind: MediaKind) -> usize {
    kind.limit() / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        assert_eq!(short_name("C:\\photos\\a\u{7}b.jpg"), "ab.jpg");
        assert_eq!(short_name("../../etc/passwd"), "passwd");
        assert_eq!(short_name(&"x".repeat(500)).len(), MOST_NAME);
    }

    #[test]
    fn only_pictures_and_papers_are_shown_beside_a_page_and_nothing_runs() {
        for (media, start) in [("image/png", "inline"), ("application/pdf", "inline"), ("audio/amr", "attachment")] {
            let response = answer("\u{7167}\u{7247}.x", media, Bytes::new());
            let headers = response.headers();
            assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with(start), "{media}");
            assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
    }
}
