//! A request that may be sent again and is carried out once.

use std::sync::Arc;

use concord_store::{Conn, Fault};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::desk::Desk;
use super::failure::Failure;
use super::idempotency_queries::{self as queries, Answer};

/// Enough that hundreds at once seldom wait for each other's keys.
const TURNS: usize = 2048;

/// Whose key it is, and for which request.
#[derive(Clone, Debug)]
pub struct Once {
    /// Two callers may use the same key.
    pub actor: String,
    pub key: String,
    /// Hex SHA-256 of address and body; empty where the key stands for them.
    pub request: String,
}

tokio::task_local! {
    static CURRENT: Once;
}

/// A request with a key that came for the first time and is alone with it as long as this is held, or again.
#[derive(Debug)]
pub enum Claim {
    First(OwnedMutexGuard<()>),
    Again(Answer),
}

impl Once {
    /// Of a form whose key stands for what it asks.
    pub const fn of_form(actor: String, key: String) -> Self {
        Self { actor, key, request: String::new() }
    }

    /// Waits until nobody else is under way with this key, and then finds what became of it.
    ///
    /// # Errors
    /// [`Failure::KeyReused`] for a key that came with another request.
    pub async fn claim(&self, desk: &Desk) -> Result<Claim, Failure> {
        let alone = desk.turns.turn(&format!("{} {}", self.actor, self.key)).await;
        let (actor, key) = (self.actor.clone(), self.key.clone());
        match desk.store.read_briefly(move |c| queries::answer(c, &actor, &key)).await? {
            None => Ok(Claim::First(alone)),
            Some(answer) if answer.request == self.request => Ok(Claim::Again(answer)),
            Some(_) => Err(Failure::KeyReused),
        }
    }

    /// Runs a handler whose recordings bear this key.
    pub async fn carry<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// The key of the request that is being carried out, if it has one.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Notes that the request is carried out, in the transaction that does it; `code` of the matter that it was about, or empty.
    pub fn note(&self, c: &mut Conn, code: &str, now: i64) -> Result<(), Fault> {
        self.keep(c, queries::CARRIED_OUT, code, now)
    }

    /// Keeps what the request was answered, in place of the note.
    pub fn keep(&self, c: &mut Conn, status: i64, answer: &str, now: i64) -> Result<(), Fault> {
        queries::keep(c, self, status, answer, now)
    }
}

/// Turns by name: whoever holds a name's turn is alone with it.
#[derive(Debug)]
pub struct Turns(Vec<Arc<Mutex<()>>>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..TURNS).map(|_| Arc::default()).collect())
    }
}

impl Turns {
    async fn turn(&self, name: &str) -> OwnedMutexGuard<()> {
        let digest = Sha256::digest(name.as_bytes());
        let slot = usize::from(u16::from_be_bytes([digest[0], digest[1]])) % TURNS;
        self.0[slot].clone().lock_owned().await
    }
}
