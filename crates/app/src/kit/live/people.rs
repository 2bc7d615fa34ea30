//! Who looks at a matter's page, and who writes there.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

use super::presence_queries::Row;
use crate::kit::desk::Desk;

/// Somebody whose connection broke counts as there for so long, in microseconds: most come back within it.
const GRACE: i64 = 8_000_000;

/// Somebody who typed counts as writing for so long, in microseconds; the browser says so again while typing goes on.
const WRITING: i64 = 15_000_000;

/// What somebody does on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doing {
    Looking,
    Writing,
}

/// A colleague on the same page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    pub name: String,
    pub doing: Doing,
}

#[derive(Debug)]
struct Here {
    account: i64,
    name: String,
    /// Open pages.
    seats: usize,
    /// Until when somebody without an open page still counts.
    until: i64,
    writing_until: i64,
}

#[derive(Debug, Default)]
struct Rooms {
    here: HashMap<i64, Vec<Here>>,
    /// In other processes, by matter.
    elsewhere: HashMap<i64, Vec<(Row, String)>>,
}

/// Everybody who looks at a matter, in this process and the others.
#[derive(Debug)]
pub(super) struct People {
    rooms: Mutex<Rooms>,
    changed: watch::Sender<u64>,
}

impl Default for People {
    fn default() -> Self {
        Self { rooms: Mutex::default(), changed: watch::Sender::new(0) }
    }
}

impl People {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changed.send_modify(|n| *n = n.wrapping_add(1));
    }

    /// Changes whenever anybody comes, goes, or begins or ends to write.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Whether anybody is there at all.
    pub fn any(&self) -> bool {
        !self.rooms().here.is_empty()
    }

    fn come(&self, matter: i64, account: i64, name: &str) {
        let mut rooms = self.rooms();
        let room = rooms.here.entry(matter).or_default();
        match room.iter_mut().find(|h| h.account == account) {
            Some(here) => here.seats += 1,
            None => room.push(Here { account, name: name.to_owned(), seats: 1, until: 0, writing_until: 0 }),
        }
        drop(rooms);
        self.tell();
    }

    fn go(&self, matter: i64, account: i64, now: i64) {
        let mut rooms = self.rooms();
        if let Some(here) = rooms.here.get_mut(&matter).and_then(|r| r.iter_mut().find(|h| h.account == account)) {
            here.seats = here.seats.saturating_sub(1);
            here.until = now + GRACE;
        }
    }

    /// Somebody types; where the page is connected to another process, it is noted here all the same.
    pub fn writes(&self, matter: i64, account: i64, now: i64) {
        let mut rooms = self.rooms();
        let elsewhere = rooms.elsewhere.get(&matter).and_then(|r| r.iter().find(|(row, _)| row.account == account));
        let name = elsewhere.map(|(_, name)| name.clone());
        let room = rooms.here.entry(matter).or_default();
        let until = now + WRITING;
        match (room.iter_mut().find(|h| h.account == account), name) {
            (Some(here), _) => here.writing_until = until,
            (None, Some(name)) => room.push(Here { account, name, seats: 0, until, writing_until: until }),
            (None, None) => {}
        }
        drop(rooms);
        self.tell();
    }

    /// Somebody sent or took back what they typed.
    pub fn wrote(&self, matter: i64, account: i64) {
        let mut rooms = self.rooms();
        for here in rooms.here.get_mut(&matter).into_iter().flatten().filter(|h| h.account == account) {
            here.writing_until = 0;
        }
        drop(rooms);
        self.tell();
    }

    /// Forgets who left and who stopped writing; to be called now and then.
    pub fn sweep(&self, now: i64) {
        let mut rooms = self.rooms();
        let mut changed = false;
        rooms.here.retain(|_, room| {
            let before = room.len();
            room.retain(|here| here.seats > 0 || here.until > now);
            changed |= room.len() != before;
            for here in room.iter_mut().filter(|h| h.writing_until != 0 && h.writing_until <= now) {
                here.writing_until = 0;
                changed = true;
            }
            !room.is_empty()
        });
        drop(rooms);
        if changed {
            self.tell();
        }
    }

    /// What the other processes are to know.
    pub fn to_share(&self) -> Vec<Row> {
        let rooms = self.rooms();
        let mut rows: Vec<Row> = rooms
            .here
            .iter()
            .flat_map(|(matter, room)| room.iter().map(|h| (*matter, h.account, h.writing_until)))
            .map(|(matter, account, writing_until)| Row { matter, account, writing_until })
            .collect();
        rows.sort_unstable_by_key(|row| (row.matter, row.account));
        rows
    }

    /// Puts what the other processes say in the place of what they said before.
    pub fn set_elsewhere(&self, rows: Vec<(Row, String)>) {
        let mut elsewhere: HashMap<i64, Vec<(Row, String)>> = HashMap::new();
        for row in rows {
            elsewhere.entry(row.0.matter).or_default().push(row);
        }
        let mut rooms = self.rooms();
        if rooms.elsewhere != elsewhere {
            rooms.elsewhere = elsewhere;
            drop(rooms);
            self.tell();
        }
    }

    /// Who else is on a matter's page, by name.
    pub fn beside(&self, matter: i64, own: i64, now: i64) -> Vec<Person> {
        let rooms = self.rooms();
        let here = rooms.here.get(&matter).into_iter().flatten().map(|h| (h.account, h.name.as_str(), h.writing_until));
        let there = rooms.elsewhere.get(&matter).into_iter().flatten();
        let there = there.map(|(row, name)| (row.account, name.as_str(), row.writing_until));
        let mut found: Vec<(i64, &str, i64)> = Vec::new();
        for (account, name, writing) in here.chain(there).filter(|(account, ..)| *account != own) {
            match found.iter_mut().find(|known| known.0 == account) {
                Some(known) => known.2 = known.2.max(writing),
                None => found.push((account, name, writing)),
            }
        }
        found.sort_unstable_by(|a, b| a.1.cmp(b.1).then(a.0.cmp(&b.0)));
        let person = |(_, name, writing): (i64, &str, i64)| Person {
            name: name.to_owned(),
            doing: if writing > now { Doing::Writing } else { Doing::Looking },
        };
        found.into_iter().map(person).collect()
    }
}

/// Somebody's open page of a matter.
pub(super) struct Seat {
    desk: Desk,
    matter: i64,
    pub account: i64,
}

impl Seat {
    pub fn take(desk: &Desk, matter: i64, account: i64, name: &str) -> Self {
        desk.live.people.come(matter, account, name);
        Self { desk: desk.clone(), matter, account }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.desk.live.people.go(self.matter, self.account, self.desk.now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000_000;

    fn seen(people: &People, own: i64, now: i64) -> Vec<(String, Doing)> {
        people.beside(7, own, now).into_iter().map(|p| (p.name, p.doing)).collect()
    }

    #[test]
    fn colleagues_see_each_other_and_not_themselves_until_some_seconds_after_they_left() {
        let people = People::default();
        people.come(7, 1, "Wang");
        people.come(7, 2, "Li");
        people.writes(7, 2, NOW);
        assert_eq!(seen(&people, 1, NOW), [("Li".to_owned(), Doing::Writing)]);
        assert_eq!(seen(&people, 2, NOW), [("Wang".to_owned(), Doing::Looking)]);
        assert_eq!(seen(&people, 1, NOW + WRITING), [("Li".to_owned(), Doing::Looking)]);
        people.go(7, 2, NOW);
        people.sweep(NOW + GRACE - 1);
        assert_eq!(seen(&people, 1, NOW).len(), 1);
        people.sweep(NOW + GRACE);
        assert_eq!(seen(&people, 1, NOW), []);
    }

    #[test]
    fn a_second_page_of_one_person_is_one_person_and_other_processes_count() {
        let people = People::default();
        people.come(7, 1, "Wang");
        people.come(7, 1, "Wang");
        people.go(7, 1, NOW);
        people.sweep(NOW + 10 * GRACE);
        assert_eq!(seen(&people, 9, NOW).len(), 1);
        let row = |account, writing_until| Row { matter: 7, account, writing_until };
        people.set_elsewhere(vec![(row(1, NOW + 1), "Wang".into()), (row(3, 0), "Zhao".into())]);
        let both = [("Wang".to_owned(), Doing::Writing), ("Zhao".to_owned(), Doing::Looking)];
        assert_eq!(seen(&people, 9, NOW), both);
    }
}
