//! What happens elsewhere, told at once to whoever looks at it.
//!
//! One task for the process reads where the journal moved on (`pump`) into a ring of the latest changes; each connection has no
//! more than its own place in the journal and walks the ring from there when its reader takes more (`connection`). So a slow
//! reader costs nothing, and who was away is told what was missed, or to load all anew where the ring no longer reaches back.

mod changes_queries;
mod connection;
mod people;
mod presence_queries;
mod pump;
mod ring;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::desk::Desk;
use super::failure::Failure;
use super::limit::RetryAfter;
use people::People;
use ring::Ring;

pub use connection::{Connection, Told, Watch};
pub use people::{Doing, Person};

/// After so many seconds a connection that was refused may try again.
const AGAIN_SECS: u32 = 30;

/// How much is kept and how many may listen.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Changes that are remembered, and so the longest absence that is told in detail.
    pub ring: usize,
    /// Connections of one account, or of one party on its matter: a window each, on several devices.
    pub of_one: usize,
    /// Connections of this process.
    pub in_all: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { ring: 1024, of_one: 12, in_all: 4000 }
    }
}

/// The live side of an installation.
pub struct Live {
    limits: Limits,
    /// How far the journal was read; 0 before that.
    head: watch::Sender<i64>,
    /// How many listen: nobody reads the journal for nobody.
    listening: watch::Sender<usize>,
    ended: watch::Sender<bool>,
    begun: AtomicBool,
    ring: Mutex<Ring>,
    held: Mutex<HashMap<String, usize>>,
    people: People,
}

impl Default for Live {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl Live {
    /// With limits of its own, for tests.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            head: watch::Sender::new(0),
            listening: watch::Sender::new(0),
            ended: watch::Sender::new(false),
            begun: AtomicBool::new(false),
            ring: Mutex::new(Ring::new(limits.ring)),
            held: Mutex::default(),
            people: People::default(),
        }
    }

    /// The place in the journal up to which a page drawn from now on is certain to be up to date; 0 where it is not known.
    pub fn position(&self) -> i64 {
        *self.head.borrow()
    }

    /// Ends every connection, now and from now on: the process is about to stop.
    pub fn end(&self) {
        self.ended.send_replace(true);
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Begins to follow the journal, unless that was done; needs a runtime.
    pub fn begin_live(&self) {
        if !self.live.begun.swap(true, Ordering::AcqRel) {
            tokio::spawn(pump::run(self.downgrade(), self.store.committed()));
        }
    }

    /// A place among the connections for `who` (an account, a party), given back when it is dropped.
    ///
    /// # Errors
    /// [`Failure::TooMany`] where this one, or all together, have as many as there may be.
    fn take_place(&self, who: String) -> Result<Place, Failure> {
        let mut held = self.live.held();
        let (own, all) = (held.get(&who).copied().unwrap_or(0), *self.live.listening.borrow());
        if own >= self.live.limits.of_one || all >= self.live.limits.in_all {
            let at = self.now() + i64::from(AGAIN_SECS) * 1_000_000;
            return Err(Failure::TooMany(RetryAfter { at, secs: AGAIN_SECS }));
        }
        held.insert(who.clone(), own + 1);
        self.live.listening.send_modify(|n| *n += 1);
        Ok(Place { desk: self.clone(), who })
    }

    /// Notes that somebody is writing on a matter's page, for as long as a lease lasts.
    pub fn note_writing(&self, matter: i64, account: i64) {
        self.live.people.writes(matter, account, self.now());
    }

    /// Notes that nothing is being written any more: it was sent, or taken away again.
    pub fn note_written(&self, matter: i64, account: i64) {
        self.live.people.wrote(matter, account);
    }
}

/// One connection among the limited number of them.
struct Place {
    desk: Desk,
    who: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let live = &self.desk.live;
        let mut held = live.held();
        if let Some(n) = held.get_mut(&self.who) {
            *n -= 1;
            if *n == 0 {
                held.remove(&self.who);
            }
        }
        live.listening.send_modify(|n| *n -= 1);
    }
}

/// What changed in one matter.
type Changes = Vec<Arc<ring::Change>>;
