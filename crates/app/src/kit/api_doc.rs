//! What every command on a matter may answer, for the description of the API.

use super::matter_view::MatterView;
use super::problem::Problem;

/// The answers of a command on a matter.
#[derive(Debug, utoipa::IntoResponses)]
pub enum CommandAnswer {
    /// Done: the matter as it is now, its version as ETag.
    #[response(status = 201)]
    Done(#[to_schema] MatterView),
    /// The request cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(#[to_schema] Problem),
    /// Neither a token nor an access key came with it.
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(#[to_schema] Problem),
    /// This actor may not.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(#[to_schema] Problem),
    /// No such matter, or none that this actor may know of.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(#[to_schema] Problem),
    /// The matter changed while the command was carried out.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(#[to_schema] Problem),
    /// `If-Match` names another version than there is.
    #[response(status = 412, content_type = "application/problem+json")]
    VersionMismatch(#[to_schema] Problem),
    /// The body is larger than what is taken.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(#[to_schema] Problem),
    /// The body is not JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    MediaType(#[to_schema] Problem),
    /// A rule said no (`refusal`), or fields will not do (`errors`); nothing changed.
    #[response(status = 422, content_type = "application/problem+json")]
    Refused(#[to_schema] Problem),
    /// Too many wrong keys.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(#[to_schema] Problem),
    /// A fault of ours.
    #[response(status = 500, content_type = "application/problem+json")]
    Fault(#[to_schema] Problem),
}

/// Why a command of the staff on a matter is turned away before any rule is asked; beside what else a route answers.
#[derive(Debug, utoipa::IntoResponses)]
pub enum StaffTurnedAway {
    /// No token
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(Problem),
    /// Not for this caller
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// No such matter
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// `If-Match` names another version
    #[response(status = 412, content_type = "application/problem+json")]
    VersionMismatch(Problem),
}
