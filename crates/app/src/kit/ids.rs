//! Identities: ordered by time, so that new rows append; and secrets.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use concord_domain::code::{AccessKey, MatterCode};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// 2020-01-01T00:00:00Z in milliseconds: ids count from here.
const EPOCH_MS: i64 = 1_577_836_800_000;

/// Makes ids, salts and keys.
#[derive(Debug)]
pub struct Ids {
    now: super::clock::Clock,
    last: AtomicI64,
    // A cryptographic generator (ChaCha), seeded from the operating system or, for tests, from a number.
    entropy: Mutex<StdRng>,
}

impl Ids {
    /// Seeded from the operating system.
    pub fn new(now: super::clock::Clock) -> Self {
        Self::with(now, StdRng::from_rng(&mut rand::rng()))
    }

    /// Seeded, for demonstrations and tests.
    pub fn seeded(now: super::clock::Clock, seed: u64) -> Self {
        Self::with(now, StdRng::seed_from_u64(seed))
    }

    fn with(now: super::clock::Clock, rng: StdRng) -> Self {
        Self { now, last: AtomicI64::new(0), entropy: Mutex::new(rng) }
    }

    fn draw<T>(&self, f: impl FnOnce(&mut StdRng) -> T) -> T {
        let mut rng = self.entropy.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        f(&mut rng)
    }

    /// A new id: milliseconds in the upper bits, 20 bits of entropy or a counter below, always growing within a process.
    pub fn next(&self) -> i64 {
        let fresh = Self::at(self.now.now(), self.draw(|r| r.next_u32()));
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(fresh.max(last + 1)));
        fresh.max(last.unwrap_or(0) + 1)
    }

    /// The id of an instant (microseconds UTC) and a low part of 20 bits.
    pub fn at(micros: i64, low: u32) -> i64 {
        ((micros / 1000 - EPOCH_MS).max(1) << 20) | i64::from(low & 0xf_ffff)
    }

    /// A salt of 96 bits in hex.
    pub fn salt(&self) -> String {
        let (a, b) = self.draw(|r| (r.next_u64(), r.next_u32()));
        format!("{a:016x}{b:08x}")
    }

    /// A new matter's code.
    pub fn code(&self) -> MatterCode {
        MatterCode::from_number(self.draw(|r| r.next_u64()))
    }

    /// A new access key.
    pub fn access_key(&self) -> AccessKey {
        AccessKey::from_entropy(self.draw(|r| (u128::from(r.next_u64()) << 64) | u128::from(r.next_u64())))
    }
}

/// Hex SHA-256: how keys and tokens are kept.
pub fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|n| char::from(DIGITS[usize::from(n)])).collect()
}
