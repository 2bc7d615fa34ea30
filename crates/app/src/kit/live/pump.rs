//! Follows the journal, and tells the other processes who is here.

use std::time::Duration;

use concord_store::{Dialect, Fault};
use tokio::sync::watch;

use super::changes_queries::{Moved, moved};
use super::presence_queries::{self, Row};
use crate::kit::desk::{Desk, WeakDesk};

/// How often the journal is asked where it is: what other processes wrote is noticed within this.
const POLL: Duration = Duration::from_secs(1);

/// After a write of our own the journal is read this much later, so that a burst of writes is read once.
const SETTLE: Duration = Duration::from_millis(40);

/// What this process says of its people is believed for so long, in microseconds.
const LEASE: i64 = 15_000_000;

/// And said again after so long.
const RENEW: i64 = 5_000_000;

/// Runs until the store is shut down, the desk is gone or the end has come. Rests while nobody listens.
pub(super) async fn run(desk: WeakDesk, mut committed: watch::Receiver<u64>) {
    let (mut listening, mut ended) = match desk.upgrade() {
        Some(desk) => (desk.live.listening.subscribe(), desk.live.ended.subscribe()),
        None => return,
    };
    let mut shared = Shared::default();
    loop {
        let Some(desk) = desk.upgrade() else { return };
        if let Err(fault) = turn(&desk, &mut shared).await {
            tracing::warn!(%fault, "following the journal");
        }
        let busy = *listening.borrow_and_update() > 0 || desk.live.people.any();
        drop(desk);
        let more = async {
            if busy {
                tokio::select! {
                    written = committed.changed() => {
                        tokio::time::sleep(SETTLE).await;
                        written.is_ok()
                    }
                    () = tokio::time::sleep(POLL) => true,
                }
            } else {
                listening.changed().await.is_ok()
            }
        };
        tokio::select! {
            go_on = more => if !go_on { return },
            _ = ended.wait_for(|ended| *ended) => return,
        }
    }
}

/// One look at everything.
async fn turn(desk: &Desk, shared: &mut Shared) -> Result<(), Fault> {
    let live = &desk.live;
    let (from, most) = (live.position(), live.ring().most());
    let head = match desk.store.read(move |c| moved(c, from, most)).await? {
        Moved::On { changes, head } => {
            live.ring().add(changes);
            head
        }
        Moved::Far { changes, floor, head } => {
            let mut ring = live.ring();
            ring.restart(floor);
            ring.add(changes);
            head
        }
    };
    live.head.send_if_modified(|now| std::mem::replace(now, head) != head);
    live.people.sweep(desk.now());
    // With SQLite there is no other process that serves: its folder is locked.
    if desk.store.dialect() == Dialect::Postgres { shared.exchange(desk).await } else { Ok(()) }
}

/// What the other processes were told.
#[derive(Debug, Default)]
struct Shared {
    /// This process's own number.
    process: Option<i64>,
    rows: Vec<Row>,
    at: i64,
}

impl Shared {
    /// Says who is here, where that changed or the lease runs out, and hears who is elsewhere.
    async fn exchange(&mut self, desk: &Desk) -> Result<(), Fault> {
        let process = *self.process.get_or_insert_with(|| desk.ids.next());
        let (rows, now) = (desk.live.people.to_share(), desk.now());
        if rows != self.rows || (!rows.is_empty() && now - self.at >= RENEW) {
            let sent = rows.clone();
            desk.store.write(move |c| presence_queries::share(c, process, &sent, now, now + LEASE)).await?;
            (self.rows, self.at) = (rows, now);
        }
        let others = desk.store.read(move |c| presence_queries::of_others(c, process, now)).await?;
        desk.live.people.set_elsewhere(others);
        Ok(())
    }
}
