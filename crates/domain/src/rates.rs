//! What is counted of a matter: the one place where every rate is defined (`docs/rates.md` says the same in words).
//!
//! A rate is a share: of what [`counted`] lists under its name, those that are a hit. Each line has the day it counts on and
//! the body that it speaks about. Nothing in it can be had by doing a thing twice: a matter's first conclusion counts, once;
//! each party has one voice for each matter; what was merged before it ended is counted where it went.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::body::BodyId;
use crate::category::CategoryCode;
use crate::matter::{Matter, ObligationState, Rate, Recorded, Resolved, RunningClock, Status};
use crate::rating::Rating;

/// Within so many calendar days a dispute that comes back was not settled.
pub const HELD_DAYS: i32 = 90;
/// From so many stars on somebody is content: 4 is 满意, 5 很满意.
pub const CONTENT_STARS: u8 = 4;

/// A conclusion. It stays, whatever happens to the matter afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// From 1.
    pub no: u32,
    pub on: Date,
    /// Microseconds UTC.
    pub at: i64,
    pub status: Status,
    /// Who had it then.
    pub body: BodyId,
    pub category: CategoryCode,
    /// The agreement that waited for signatures or was in effect.
    pub agreement: Option<u32>,
    /// The party that left.
    pub left_by: Option<u32>,
    /// The day it came back.
    pub came_back_on: Option<Date>,
}

impl Ending {
    /// Whether it came back within [`HELD_DAYS`].
    pub fn came_back_soon(&self) -> bool {
        self.came_back_on.is_some_and(|back| (back - self.on).get_days() <= HELD_DAYS)
    }
}

/// One thing that a rate counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub rate: Rate,
    /// Tells things of one rate and matter apart: a party, an obligation, an agreement.
    pub no: u32,
    pub on: Date,
    /// The body that it speaks about.
    pub body: BodyId,
    /// Whether it has what the rate is a share of.
    pub hit: bool,
}

/// Everything that rates count of a matter.
pub fn counted(m: &Matter) -> Vec<Counted> {
    let mut all: Vec<Counted> = response(m).into_iter().collect();
    all.extend(endings(m));
    all.extend(said(m));
    all.extend(promises(m));
    all.extend(agreements(m));
    all
}

/// Whether a matter is one of its own in figures: one that was merged before it ended is counted where it went. What once
/// ended stays counted: it cannot be merged away.
pub fn counts(m: &Matter) -> bool {
    m.status != Status::Merged || !m.endings.is_empty()
}

/// Answered within the limit: taken on, returned or referred. Counted on the day of the answer, or on the day the limit ran
/// out without one.
fn response(m: &Matter) -> Option<Counted> {
    let awaited = |c: &&RunningClock| c.until.iter().any(|stem| stem == "matter.accepted");
    let clocks: Vec<&RunningClock> = m.clocks.iter().filter(awaited).collect();
    let missed = |c: &&RunningClock| Some((c.lapsed_on.or(c.stopped_on.filter(|on| c.is_late(*on)))?, m.bound_by(c)));
    let line = |(on, body), hit| Counted { rate: Rate::Response, no: 1, on, body, hit };
    if let Some(first) = clocks.iter().filter_map(missed).min_by_key(|(on, _)| *on) {
        return Some(line(first, false));
    }
    let kept: Option<Vec<_>> = clocks.iter().map(|c| Some((c.stopped_on?, m.bound_by(c)))).collect();
    let last = kept?.into_iter().max_by_key(|(on, _)| *on)?;
    // Nobody answered what was merged, or taken back, before.
    let gone = !counts(m) && m.accepted_on.is_none();
    let taken_back = m.endings.first().is_some_and(|e| e.status == Status::Withdrawn && e.on == last.0);
    (!gone && !taken_back).then(|| line(last, true))
}

/// Settled so that it held, of all that came to an end in any way; and what came back within [`HELD_DAYS`] of an end. Both
/// count on the day of the first end, so that ending it again adds nothing.
fn endings(m: &Matter) -> Vec<Counted> {
    let Some(first) = m.endings.first() else { return Vec::new() };
    let line = |rate, hit| Counted { rate, no: 1, on: first.on, body: first.body, hit };
    vec![
        line(Rate::Settled, first.status == Status::Settled && !first.came_back_soon()),
        line(Rate::CameBack, m.endings.iter().any(Ending::came_back_soon)),
    ]
}

/// The judgement of each party that counts: of the latest conclusion that it spoke about, its own word before what was taken
/// down, the later before the earlier. What people of a body that had the matter took down does not count.
pub fn voices(m: &Matter) -> Vec<&Rating> {
    let mut chosen: BTreeMap<u32, &Rating> = BTreeMap::new();
    for rating in m.ratings.iter().filter(|r| !r.by_rated_body) {
        let weight = |r: &Rating| (r.ending, r.is_own());
        match chosen.get(&rating.party) {
            Some(known) if weight(known) > weight(rating) => {}
            _ => {
                chosen.insert(rating.party, rating);
            }
        }
    }
    chosen.into_values().collect()
}

fn said(m: &Matter) -> Vec<Counted> {
    let mut all = Vec::new();
    for voice in voices(m) {
        let body = m.endings.get(voice.ending.saturating_sub(1)).map_or(m.body, |e| e.body);
        let line = |rate, hit| Counted { rate, no: voice.party, on: voice.on, body, hit };
        all.push(line(Rate::Satisfaction, voice.stars >= CONTENT_STARS));
        all.extend(voice.resolved.map(|resolved| line(Rate::Resolution, resolved == Resolved::Yes)));
    }
    all
}

/// Obligations of agreements in effect, on the day they are due. One that a later agreement replaced before that day is not
/// owed any more.
fn promises(m: &Matter) -> Vec<Counted> {
    let mut all = Vec::new();
    for agreement in m.agreements.iter().filter(|a| a.sealed.is_some()) {
        let later = m.agreements.iter().filter(|a| a.no > agreement.no).filter_map(|a| a.sealed);
        let replaced = later.map(|(on, _)| on).min();
        for owed in &agreement.obligations {
            if owed.state == ObligationState::Open && replaced.is_some_and(|on| on <= owed.due_on) {
                continue;
            }
            let hit = matches!(owed.state, ObligationState::Fulfilled(_));
            let body = m.responsible_on(agreement.on);
            all.push(Counted { rate: Rate::Fulfilled, no: owed.no, on: owed.due_on, body, hit });
        }
    }
    all
}

/// Agreements that somebody who had signed went back on: refused it, left, or did not do what it says. Of all that came into
/// effect or were gone back on, on that day. It tells how agreements are made and counts against nobody.
fn agreements(m: &Matter) -> Vec<Counted> {
    let mut all = Vec::new();
    for a in &m.agreements {
        let signed = |party: u32| a.signatures.iter().any(|(who, _)| *who == party);
        let refused = a.refused.as_ref().filter(|(party, ..)| signed(*party)).map(|(_, on, _)| *on);
        let left = m.endings.iter().find(|e| e.agreement == Some(a.no) && e.left_by.is_some_and(signed)).map(|e| e.on);
        let broken = a.obligations.iter().any(|o| matches!(o.state, ObligationState::Breached(_)));
        let sealed = a.sealed.map(|(on, _)| on);
        let hit = refused.is_some() || left.is_some() || (sealed.is_some() && broken);
        if let Some(on) = sealed.or(refused).or(left) {
            all.push(Counted { rate: Rate::Regret, no: a.no, on, body: m.responsible_on(on), hit });
        }
    }
    all
}

impl Matter {
    /// Keeps the endings in step with the status, after an event was applied.
    pub(crate) fn keep_ending(&mut self, before: Status, recorded: &Recorded) {
        use crate::matter::Event;
        match (before.is_open(), self.status.is_open()) {
            (true, false) if self.status != Status::Merged => {
                let left_by = if let Event::Withdrawn(e) = &recorded.event { Some(e.party) } else { None };
                let ending = Ending {
                    no: u32::try_from(self.endings.len() + 1).unwrap_or(u32::MAX),
                    on: self.concluded_on.unwrap_or(self.opened_on),
                    at: recorded.meta.at,
                    status: self.status,
                    body: self.body,
                    category: self.category.clone(),
                    agreement: self.agreement().map(|a| a.no),
                    left_by,
                    came_back_on: None,
                };
                self.endings.push(ending);
            }
            (false, true) => {
                if let (Event::Reopened(e), Some(last)) = (&recorded.event, self.endings.last_mut()) {
                    last.came_back_on = Some(e.on);
                }
            }
            _ => {}
        }
    }
}
