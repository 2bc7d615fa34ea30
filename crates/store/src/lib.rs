//! Journal, transactions, sealed texts, tallies, search, jobs, files and backup, on SQLite and PostgreSQL.
//! Knows no feature: it would survive the deletion of every one of them.

mod acknowledge;
pub mod backup;
mod conn;
mod dialect;
mod fault;
pub mod files;
mod fold;
pub mod jobs;
pub mod journal;
mod migrate;
mod params;
mod pool;
pub mod sealed;
pub mod search;
mod store;
pub mod tally;
#[cfg(any(test, feature = "testing"))]
#[doc(hidden)]
pub mod testing;
mod value;

// SQLite's memory: `.cargo/config.toml`.
use mimalloc as _;

pub use conn::{Conn, Dialect};
pub use fault::Fault;
pub use params::{Params, places};
pub use store::{Database, Keeping, Store, StoreConfig};
pub use value::{Lent, Row, Value};

/// SHA-256 as 64 lower-case hexadecimal digits, over parts that are each preceded by their length (8 bytes, big endian), so that
/// moving a character from one part to the next changes the digest.
pub(crate) fn digest_of(parts: &[&[u8]]) -> String {
    use sha2::{Digest as _, Sha256};
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|n| char::from(DIGITS[usize::from(n)])).collect()
}
