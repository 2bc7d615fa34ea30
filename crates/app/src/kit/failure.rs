//! Everything that can go wrong with a request, as one type that pages and API draw in their own way.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use concord_domain::Refusal;
use concord_policy::Denied;
use concord_store::Fault;
use concord_store::journal::AppendError;

use super::limit::{Limited, RetryAfter};
use super::templates::FaceError;

/// A field of a form or of JSON that will not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name, as sent.
    pub field: String,
    /// Message key that says what would do.
    pub message: String,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

impl FieldProblem {
    /// A problem without arguments.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), args: Vec::new() }
    }

    /// With an argument of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Why a request was not carried out. Nothing was recorded.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// A rule said no: 422.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Fields that will not do: 422.
    #[error("{} fields will not do", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// The request itself cannot be read: 400, with the message key that says why.
    #[error("unreadable request: {0}")]
    Unreadable(&'static str),
    /// Nobody is signed in: 401.
    #[error("not signed in")]
    SignedOut,
    /// This actor may not: 403.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing, or its existence is private: 404.
    #[error("not found")]
    NotFound,
    /// The matter changed in between: 409.
    #[error("changed in between")]
    Conflict,
    /// The version asked for is not the one there is: 412.
    #[error("another version")]
    VersionMismatch,
    /// The same Idempotency-Key with another request: 422.
    #[error("idempotency key used for another request")]
    KeyReused,
    /// Larger than what is taken: 413.
    #[error("too large")]
    TooLarge,
    /// A content type that is not taken: 415.
    #[error("unsupported content type")]
    MediaType,
    /// Too often: 429.
    #[error("too many attempts")]
    TooMany(RetryAfter),
    /// Ours: 500. Logged once, at the boundary.
    #[error("fault: {0}")]
    Fault(Arc<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(_) | Self::Invalid(_) | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Conflict => StatusCode::CONFLICT,
            Self::VersionMismatch => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether something that has to be the only one of its kind was there already.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Fault(error) if error.downcast_ref().is_some_and(Fault::is_unique_violation))
    }

    /// One wrong field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem::new(field, message)])
    }

    /// A fault of ours.
    pub fn fault(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Fault(Arc::new(error))
    }
}

impl From<FieldProblem> for Failure {
    fn from(problem: FieldProblem) -> Self {
        Self::Invalid(vec![problem])
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::fault(fault)
    }
}

impl From<FaceError> for Failure {
    fn from(error: FaceError) -> Self {
        Self::fault(error)
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Forbidden => Self::Forbidden,
            Denied::Hidden => Self::NotFound,
        }
    }
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict { .. } => Self::Conflict,
            AppendError::Fault(fault) => fault.into(),
        }
    }
}

impl From<Limited> for Failure {
    fn from(limited: Limited) -> Self {
        match limited {
            Limited::TooMany(retry) => Self::TooMany(retry),
            Limited::Fault(fault) => fault.into(),
        }
    }
}

/// The bare status, with the failure beside it for the middleware that draws it (`kit::faces`).
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
