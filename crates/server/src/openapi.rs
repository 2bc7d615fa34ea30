//! `concord openapi`

use crate::{Ended, say};

/// Prints the description of the API.
pub fn print() -> anyhow::Result<Ended> {
    say::line(concord_app::openapi::text()?.trim_end());
    Ok(Ended::Well)
}
