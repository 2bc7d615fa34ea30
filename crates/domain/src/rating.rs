//! What the parties say of how a matter was handled: asked on conclusion, again after the return visit, and once more by
//! somebody else where a matter was drawn for that.
//!
//! A party's own word stands above what anybody took down for it, and nothing is ever taken away: see [`crate::rates::voices`]
//! for what of it counts.

use jiff::civil::Date;

use crate::body::BodyId;
use crate::matter::{
    Event, FulfilmentFound, Matter, Occasion, PartyRole, Rated, RatingTried, RatingWay, Resolved, Rules, Status,
    TryOutcome, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Calls without an answer after which a party counts as not to be reached.
pub const TRIES_MOST: usize = 3;

/// A judgement, as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    pub party: u32,
    pub stars: u8,
    pub on: Date,
    pub text: Option<Sealed>,
    pub resolved: Option<Resolved>,
    pub occasion: Occasion,
    pub way: RatingWay,
    /// Whose people took it down; none where the party wrote it itself.
    pub by: Option<BodyId>,
    /// File that shows the form of paper.
    pub scan: Option<u32>,
    pub round: Option<String>,
    pub found: Option<FulfilmentFound>,
    /// Which conclusion it is about, from 1.
    pub ending: usize,
    /// It was taken down by people of a body that had the matter in its hands: kept, and not counted.
    pub by_rated_body: bool,
}

impl Rating {
    /// Whether the party said it itself.
    pub fn is_own(&self) -> bool {
        self.way == RatingWay::Own
    }
}

/// A call that brought no judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    pub party: u32,
    pub on: Date,
    pub occasion: Occasion,
    pub by: BodyId,
    pub outcome: TryOutcome,
    pub round: Option<String>,
    pub ending: usize,
}

/// What a party says.
#[derive(Clone, Debug)]
pub struct Word {
    pub party: u32,
    /// One to five.
    pub stars: u8,
    pub resolved: Option<Resolved>,
    pub text: Option<Sealed>,
}

/// How somebody took it down.
#[derive(Clone, Debug)]
pub struct Taken {
    pub way: RatingWay,
    pub by: BodyId,
    pub scan: Option<u32>,
}

fn check(matter: &Matter, word: &Word) -> Result<(), Refusal> {
    if matter.status.is_open() || matter.status == Status::Merged {
        return Err(Refusal::NotConcluded);
    }
    if !(1..=5).contains(&word.stars) {
        return Err(Refusal::StarsRange);
    }
    matter.party(word.party).ok_or(Refusal::NoSuchEntry { no: word.party })?;
    Ok(())
}

fn rated(word: Word, occasion: Occasion, rules: &Rules<'_>) -> Rated {
    let Word { party, stars, resolved, text } = word;
    Rated {
        party,
        stars,
        on: rules.today,
        text,
        resolved,
        occasion: Some(occasion).filter(|o| *o != Occasion::Conclusion),
        way: None,
        by: None,
        scan: None,
        round: None,
        found: None,
    }
}

/// A party judges, itself: once on conclusion and once after the return visit.
///
/// # Errors
/// [`Refusal::NotConcluded`], [`Refusal::StarsRange`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadyRated`].
pub fn rate(matter: &Matter, word: Word, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    check(matter, &word)?;
    let occasion = matter.occasion();
    if matter.rated_on(occasion, word.party).any(Rating::is_own) {
        return Err(Refusal::AlreadyRated);
    }
    with_clocks(Some(matter), vec![rated(word, occasion, rules).into()], rules)
}

/// Somebody takes a judgement down for a party, by telephone or from paper.
///
/// # Errors
/// As [`rate`]; [`Refusal::AlreadyRated`] where the party spoke itself, or people of an independent body took it down already.
pub fn take(matter: &Matter, word: Word, taken: Taken, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    check(matter, &word)?;
    let occasion = matter.occasion();
    let of_rated_body = matter.had_work(taken.by);
    if matter.rated_on(occasion, word.party).any(|r| r.is_own() || !r.by_rated_body || of_rated_body) {
        return Err(Refusal::AlreadyRated);
    }
    if taken.scan.is_some_and(|no| !matter.files.iter().any(|f| f.no == no)) {
        return Err(Refusal::NoSuchEntry { no: taken.scan.unwrap_or_default() });
    }
    let Taken { way, by, scan } = taken;
    let rated = Rated { way: Some(way), by: Some(by), scan, ..rated(word, occasion, rules) };
    with_clocks(Some(matter), vec![rated.into()], rules)
}

/// An independent call-back is answered.
#[derive(Clone, Debug)]
pub struct CallBack {
    pub round: String,
    pub by: BodyId,
    /// What the party says of the agreement; none where there is none.
    pub found: Option<FulfilmentFound>,
}

/// Records what a party says on an independent call-back; that the matter was drawn is known to who asks.
///
/// # Errors
/// [`Refusal::NotIndependent`], [`Refusal::NotConcluded`], [`Refusal::StarsRange`], [`Refusal::NoSuchEntry`],
/// [`Refusal::CallBackDone`].
pub fn call_back(matter: &Matter, word: Word, call: CallBack, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if matter.had_work(call.by) {
        return Err(Refusal::NotIndependent);
    }
    match check(matter, &word) {
        // A matter that came back meanwhile is asked about all the same.
        Err(Refusal::NotConcluded) if !matter.endings.is_empty() => {}
        other => other?,
    }
    if matter.call_back(&call.round) != CallBackState::Waiting {
        return Err(Refusal::CallBackDone);
    }
    let CallBack { round, by, found } = call;
    let rated = Rated {
        way: Some(RatingWay::Phone),
        by: Some(by),
        round: Some(round),
        found,
        ..rated(word, Occasion::Sample, rules)
    };
    Ok(vec![rated.into()])
}

/// A call that brought no judgement.
#[derive(Clone, Debug)]
pub struct Missed {
    pub party: u32,
    pub by: BodyId,
    pub outcome: TryOutcome,
    /// Of a call-back: its drawing.
    pub round: Option<String>,
}

/// Notes that somebody was called and did not judge. Whoever would not speak, or was called [`TRIES_MOST`] times in vain, is
/// left alone.
///
/// # Errors
/// [`Refusal::NotConcluded`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadyRated`], [`Refusal::TriesUsed`]; of a call-back
/// [`Refusal::NotIndependent`], [`Refusal::CallBackDone`].
pub fn missed(matter: &Matter, missed: Missed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let Missed { party, by, outcome, round } = missed;
    if matter.endings.is_empty() {
        return Err(Refusal::NotConcluded);
    }
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    let occasion = match &round {
        Some(round) => {
            if matter.had_work(by) {
                return Err(Refusal::NotIndependent);
            }
            if matter.call_back(round) != CallBackState::Waiting {
                return Err(Refusal::CallBackDone);
            }
            Occasion::Sample
        }
        None if matter.status.is_open() || matter.status == Status::Merged => return Err(Refusal::NotConcluded),
        None => matter.occasion(),
    };
    if round.is_none() {
        if matter.rated_on(occasion, party).next().is_some() {
            return Err(Refusal::AlreadyRated);
        }
        if matter.is_left_alone(occasion, party) {
            return Err(Refusal::TriesUsed { most: TRIES_MOST });
        }
    }
    Ok(vec![RatingTried { party, on: rules.today, occasion, by, outcome, round }.into()])
}

/// A party that is still to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToAsk {
    pub party: u32,
    pub occasion: Occasion,
    /// The day of the conclusion, or of the return visit.
    pub since: Date,
    /// Calls that brought no judgement.
    pub tries: usize,
    /// The latest of them.
    pub tried: Option<(Date, TryOutcome)>,
    /// People of a body that had the matter took something down, which does not count.
    pub by_rated_body: bool,
}

/// Where an independent call-back stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallBackState {
    Waiting,
    Answered,
    /// Nobody was reached, or nobody would speak: the next of the drawn order takes its place.
    Unreachable,
}

impl CallBackState {
    /// The word in read models and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Unreachable => "unreachable",
        }
    }
}

impl Matter {
    /// What a party would be asked about now.
    pub fn occasion(&self) -> Occasion {
        let visited = self.visits.iter().filter_map(|v| v.found.as_ref()).any(|f| f.ending == self.endings.len());
        if visited { Occasion::Visit } else { Occasion::Conclusion }
    }

    /// Judgements of a party about the present conclusion on an occasion.
    pub fn rated_on(&self, occasion: Occasion, party: u32) -> impl Iterator<Item = &Rating> {
        let ending = self.endings.len();
        self.ratings.iter().filter(move |r| r.party == party && r.occasion == occasion && r.ending == ending)
    }

    /// Whether a party may still judge, itself.
    pub fn may_rate(&self, party: u32) -> bool {
        let over = !self.status.is_open() && self.status != Status::Merged;
        over && self.party(party).is_some() && !self.rated_on(self.occasion(), party).any(Rating::is_own)
    }

    /// Whether a body had the matter, or work on it, in its hands: its people do not ask what is thought of it.
    pub fn had_work(&self, body: BodyId) -> bool {
        self.body == body
            || self.responsible == body
            || self.stays.iter().any(|s| s.body == body)
            || self.assignments.iter().any(|a| a.body == body)
            || self.endings.iter().any(|e| e.body == body)
    }

    /// Calls to a party for its judgement of the present conclusion on an occasion.
    pub fn tries_on(&self, occasion: Occasion, party: u32) -> impl Iterator<Item = &Try> {
        let ending = self.endings.len();
        self.tries.iter().filter(move |t| t.party == party && t.occasion == occasion && t.ending == ending)
    }

    /// Whether a party would not speak, or was called too often, and is not called any more.
    pub fn is_left_alone(&self, occasion: Occasion, party: u32) -> bool {
        gives_up(self.tries_on(occasion, party))
    }

    /// Who is still to be asked for a judgement of the present conclusion: nobody of a matter that is open, merged or archived; none
    /// who answered, would not speak, or was called too often in vain. What people of a body that had the matter took down does not
    /// count, so that somebody else may ask.
    pub fn to_ask(&self) -> Vec<ToAsk> {
        let Some(ended_on) = self.concluded_on.filter(|_| self.archived_on.is_none()) else { return Vec::new() };
        if self.status.is_open() || self.status == Status::Merged {
            return Vec::new();
        }
        let occasion = self.occasion();
        let visits = self.visits.iter().filter_map(|v| v.found.as_ref()).filter(|f| f.ending == self.endings.len());
        let since = visits.map(|f| f.on).min().unwrap_or(ended_on);
        let asked = self.parties.iter().filter(|p| p.role != PartyRole::Third).map(|p| p.no);
        asked
            .filter(|party| !self.is_left_alone(occasion, *party))
            .filter(|party| self.rated_on(occasion, *party).all(|r| r.by_rated_body))
            .map(|party| ToAsk {
                party,
                occasion,
                since,
                tries: self.tries_on(occasion, party).count(),
                tried: self.tries_on(occasion, party).last().map(|t| (t.on, t.outcome)),
                by_rated_body: self.rated_on(occasion, party).next().is_some(),
            })
            .collect()
    }

    /// Where a call-back of a drawing stands.
    pub fn call_back(&self, round: &str) -> CallBackState {
        if self.ratings.iter().any(|r| r.round.as_deref() == Some(round)) {
            return CallBackState::Answered;
        }
        let tries = || self.tries.iter().filter(|t| t.round.as_deref() == Some(round));
        if gives_up(tries()) { CallBackState::Unreachable } else { CallBackState::Waiting }
    }

    pub(crate) fn apply_rating(&mut self, event: &Event) {
        match event {
            Event::Rated(e) => self.ratings.push(Rating {
                party: e.party,
                stars: e.stars,
                on: e.on,
                text: e.text.clone(),
                resolved: e.resolved,
                occasion: e.occasion.unwrap_or(Occasion::Conclusion),
                way: e.way.unwrap_or(RatingWay::Own),
                by: e.by,
                scan: e.scan,
                round: e.round.clone(),
                found: e.found,
                ending: self.endings.len(),
                // As it was then: whoever gets work later does not unsay what was said before.
                by_rated_body: e.by.is_some_and(|by| self.had_work(by)),
            }),
            Event::RatingTried(e) => self.tries.push(Try {
                party: e.party,
                on: e.on,
                occasion: e.occasion,
                by: e.by,
                outcome: e.outcome,
                round: e.round.clone(),
                ending: self.endings.len(),
            }),
            _ => {}
        }
    }
}

fn gives_up<'a>(tries: impl Iterator<Item = &'a Try>) -> bool {
    let mut in_vain = 0;
    for one in tries {
        match one.outcome {
            TryOutcome::Refused => return true,
            TryOutcome::NotReached => in_vain += 1,
            TryOutcome::Later => {}
        }
    }
    in_vain >= TRIES_MOST
}
