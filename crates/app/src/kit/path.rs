//! The parts of an address.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::desk::Desk;
use super::failure::Failure;

/// The parts of an address, read; where they cannot be, there is no such page: 404.
#[derive(Clone, Debug)]
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Desk> for At<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Failure> {
        Path::<T>::from_request_parts(parts, desk).await.map(|Path(read)| Self(read)).map_err(|_| Failure::NotFound)
    }
}
