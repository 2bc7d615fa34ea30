//! One reader's connection: what it watches, how far it was told, and what is told next.

use std::collections::VecDeque;
use std::time::Duration;

use concord_domain::code::MatterCode;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor};
use concord_store::journal;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::people::{Person, Seat};
use super::{Changes, Place};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::timeline::Sight;

/// Lists are told to be drawn anew no more often than this.
const LISTS_EVERY: Duration = Duration::from_secs(1);

/// A connection lasts so long at most; then the browser comes again, and who it is and what they may is asked anew.
const LIFE: Duration = Duration::from_mins(2);

/// What a reader watches.
#[derive(Clone, Debug)]
pub struct Watch {
    pub actor: Actor,
    /// The name that colleagues on the same page are shown; none of a party.
    pub name: Option<String>,
    pub matter: Option<MatterCode>,
    /// Whether any matter that the reader may see counts.
    pub lists: bool,
    /// The place in the journal up to which the reader knows everything; 0 where that begins now.
    pub since: i64,
}

/// What a reader is told. A place in the journal comes with it where everything up to there was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Where it begins.
    Hello,
    /// The matter has a new version that shows to the reader.
    Matter { version: i64 },
    /// Some matter that the reader may see changed.
    Lists,
    /// More was missed than is remembered.
    Reload,
    /// Who else is on the page.
    People(Vec<Person>),
}

struct Watched {
    id: i64,
    code: MatterCode,
    /// The version up to which the reader knows everything.
    told: i64,
}

/// A connection of one reader. Nothing waits in it but its place in the journal: what is told is worked out when the reader takes it.
pub struct Connection {
    desk: Desk,
    actor: Actor,
    matter: Option<Watched>,
    lists: bool,
    cursor: i64,
    head: watch::Receiver<i64>,
    people: watch::Receiver<u64>,
    ended: watch::Receiver<bool>,
    next: VecDeque<Told>,
    /// Lists are to be told, and were not yet.
    lists_due: bool,
    lists_from: Instant,
    shown: Vec<Person>,
    over: Instant,
    seat: Option<Seat>,
    _place: Place,
}

impl Desk {
    /// Connects a reader.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for a matter that the reader may not see, [`Failure::TooMany`] beyond the limits.
    pub async fn connect(&self, watch: Watch) -> Result<Connection, Failure> {
        let Watch { actor, name, matter, lists, since } = watch;
        let place = self.take_place(actor.reference())?;
        self.begin_live();
        let mut head = self.live.head.subscribe();
        let mut ended = self.live.ended.subscribe();
        tokio::select! {
            // Right after the start the journal is yet to be looked at.
            read = head.wait_for(|head| *head > 0 || since > 0) => drop(read),
            _ = ended.wait_for(|ended| *ended) => {}
            () = tokio::time::sleep(LISTS_EVERY) => {}
        }
        let now = *head.borrow_and_update();
        let cursor = if since > 0 { since } else { now };
        let matter = match matter {
            Some(code) => Some(self.watched(&actor, code, cursor).await?),
            None => None,
        };
        let seat = match (&matter, name, actor.account()) {
            (Some(watched), Some(name), Some(account)) => Some(Seat::take(self, watched.id, account, &name)),
            _ => None,
        };
        let started = Instant::now();
        Ok(Connection {
            desk: self.clone(),
            actor,
            matter,
            lists,
            cursor,
            head,
            people: self.live.people.changes(),
            ended,
            next: VecDeque::from([Told::Hello]),
            lists_due: false,
            lists_from: started,
            shown: Vec::new(),
            over: started + LIFE,
            seat,
            _place: place,
        })
    }

    async fn watched(&self, actor: &Actor, code: MatterCode, cursor: i64) -> Result<Watched, Failure> {
        let matter = self.load(&code).await?;
        self.permit(actor, Action::ViewMatter, &matter)?;
        let id = matter.id.0;
        let told = self.store.read(move |c| journal::version_at(c, id, cursor)).await?;
        Ok(Watched { id, code, told })
    }
}

impl Connection {
    /// What is told next, with the place in the journal up to which everything was told then; waits for it. None at the end.
    pub async fn next(&mut self) -> Option<(Option<i64>, Told)> {
        let mut first = true;
        loop {
            if *self.ended.borrow() || Instant::now() >= self.over {
                return None;
            }
            if let Some(told) = self.next.pop_front() {
                // While something waits, a place would say that it was told already.
                let all_told = self.next.is_empty() && !self.lists_due;
                return Some((all_told.then_some(self.cursor), told));
            }
            if !first {
                self.wait().await;
            }
            first = false;
            self.see_people();
            if self.walk().await.is_err() {
                // The reader may no longer see it, and learns no more than that the connection ended.
                return None;
            }
        }
    }

    async fn wait(&mut self) {
        let lists = if self.lists_due { self.lists_from.min(self.over) } else { self.over };
        tokio::select! {
            _ = self.head.changed() => {}
            _ = self.people.changed(), if self.seat.is_some() => {}
            _ = self.ended.wait_for(|ended| *ended) => {}
            () = sleep_until(lists) => {}
        }
    }

    /// Walks on to where the journal is, and notes what there is to tell.
    async fn walk(&mut self) -> Result<(), Failure> {
        let head = *self.head.borrow_and_update();
        if head > self.cursor {
            let changes = self.desk.live.ring().after(self.cursor);
            self.cursor = head;
            match changes {
                Some(changes) => self.note(&changes).await?,
                None => {
                    self.look_at_matter().await?;
                    self.lists_due = false;
                    self.next.push_back(Told::Reload);
                }
            }
        }
        if self.lists_due && Instant::now() >= self.lists_from {
            self.lists_due = false;
            self.lists_from = Instant::now() + LISTS_EVERY;
            self.next.push_back(Told::Lists);
        }
        Ok(())
    }

    async fn note(&mut self, changes: &Changes) -> Result<(), Failure> {
        let own = self.matter.as_ref().map(|watched| watched.id);
        if changes.iter().any(|change| Some(change.facts.id) == own) {
            self.look_at_matter().await?;
        }
        if self.lists && !self.lists_due {
            let sees = |facts: &concord_policy::relation::MatterFacts| {
                self.desk.policy.allows(&self.actor, Action::ViewMatter, &Subject::Matter(facts.clone()))
            };
            self.lists_due = changes.iter().any(|change| sees(&change.facts));
        }
        Ok(())
    }

    /// Whether the matter has anything new that this reader may see: a note kept from them is not even told to exist.
    async fn look_at_matter(&mut self) -> Result<(), Failure> {
        let Some(watched) = &mut self.matter else { return Ok(()) };
        let (matter, history) = self.desk.load_history(&watched.code).await?;
        self.desk.permit(&self.actor, Action::ViewMatter, &matter)?;
        let reader = self.desk.reader(&self.actor, &matter);
        let seen = history.iter().rev().take_while(|r| r.version > watched.told);
        let newest = seen.filter(|r| reader.sight(r) != Sight::Hidden).map(|r| r.version).max();
        watched.told = matter.version;
        if let Some(version) = newest {
            self.next.push_back(Told::Matter { version });
        }
        Ok(())
    }

    fn see_people(&mut self) {
        let (Some(seat), Some(watched)) = (&self.seat, &self.matter) else { return };
        self.people.borrow_and_update();
        let now = self.desk.live.people.beside(watched.id, seat.account, self.desk.now());
        if now != self.shown {
            self.shown.clone_from(&now);
            self.next.push_back(Told::People(now));
        }
    }
}
