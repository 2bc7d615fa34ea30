//! Secrets that are handed out once; [`crate::kit::ids::hash`] of them is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A fresh secret of 256 bits, 43 characters that pass in cookies and headers.
///
/// So many bits cannot be guessed, which is why a plain digest is enough at rest.
pub(super) fn fresh() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}
