//! Pages of matters for a reader: by walking an index, or by searching words.

use std::collections::HashMap;

use concord_domain::region::Tier;
use concord_policy::relation::{MatterFacts, Subject};
use concord_policy::{Action, Actor};
use concord_store::search::{self, Query, Term};
use concord_store::{Conn, Fault, sealed};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::condition_queries::{Condition, in_reach, in_region, sieve};
use super::filter::{Cursor, Filter, Order};
use super::line_queries::{Line, lines_of};
use super::reach::{Part, Reach};
use super::walk_queries::{Mark, Walk, Walked, endangered};
use super::words;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::ids::Ids;
use crate::kit::matter_queries;
use crate::kit::read_model::{REGION, marked};
use crate::kit::story::person;
use crate::kit::work::Holdings;

/// Hits beyond a page that are looked at first: a few may not pass what is checked row by row.
const HITS_SPARE: usize = 7;
/// Hits looked at in one go when those were not enough.
const HITS: usize = 400;
/// Most hits that one page looks at.
const HITS_MOST: usize = 2_000;
/// Most hits that are put in order by how well they fit.
const BEST_MOST: usize = 200;

/// How a page of a list ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// There is no more.
    Over,
    /// The page is full.
    Full(Cursor),
    /// The page is not full, and older matters were not looked at yet.
    Unseen(Cursor),
}

impl End {
    /// Where the next page begins.
    pub fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::Over => None,
            Self::Full(cursor) | Self::Unseen(cursor) => Some(cursor),
        }
    }

    /// Where the page after a full one begins.
    pub fn full(&self) -> Option<String> {
        if let Self::Full(cursor) = self { Some(cursor.to_text()) } else { None }
    }

    /// Where to go on looking after a page that stopped early.
    pub fn unseen(&self) -> Option<String> {
        if let Self::Unseen(cursor) = self { Some(cursor.to_text()) } else { None }
    }
}

/// What a page begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    InOrder,
    Danger,
}

/// A page of a list, with what its lines refer to.
#[derive(Debug)]
pub struct Found {
    pub lines: Vec<Line>,
    pub end: End,
    /// Sealed texts of the lines.
    pub texts: HashMap<i64, String>,
    /// Names of mediators.
    pub people: HashMap<i64, String>,
}

impl Found {
    /// The story of a line; erased ones are absent.
    pub fn narrative(&self, line: &Line) -> Option<&str> {
        self.texts.get(&line.narrative).map(String::as_str)
    }

    /// The applicant's name of a line.
    pub fn applicant(&self, line: &Line) -> Option<String> {
        line.applicant.and_then(|id| person(&self.texts, id)).map(|p| p.name)
    }
}

/// What the policies need to know of a line; that a body assists it is not known here, so it never widens; nor is its tier,
/// since who sees a line at their own tier sees it above as well.
pub fn facts(line: &Line) -> Subject {
    Subject::Matter(MatterFacts {
        id: line.id,
        region: line.region.clone(),
        tier_area: None,
        owner_body: Some(line.body),
        bodies: Vec::new(),
        receivers: Vec::new(),
        mediator: line.mediator,
        filed_by: line.filed_by,
    })
}

impl Desk {
    /// Over what this reader's lists ([`Action::ViewList`]) or exports reach.
    ///
    /// # Errors
    /// [`Failure::SignedOut`], or [`Failure::Forbidden`] for whoever has no list.
    pub fn list_reach(&self, actor: &Actor, action: Action) -> Result<Reach, Failure> {
        if !matches!(actor, Actor::Staff { .. }) {
            return Err(Failure::SignedOut);
        }
        Reach::of(&self.policy, &self.places(), actor, action).ok_or(Failure::Forbidden)
    }

    /// What of it a filter looks through: a working list reaches over what its reader holds.
    ///
    /// # Errors
    /// [`Failure::Forbidden`] for whoever has no such list.
    pub fn reach_of(&self, actor: &Actor, action: Action, reach: Reach, filter: &Filter) -> Result<Reach, Failure> {
        let Some(work) = filter.work else { return Ok(reach) };
        let list = Holdings::of(&self.policy, actor, action, work).ok_or(Failure::Forbidden)?;
        Ok(reach.of_work(&list, self.today()))
    }

    /// A page of a list.
    pub async fn find_matters(
        &self,
        reach: &Reach,
        filter: &Filter,
        limit: usize,
        bound: usize,
    ) -> Result<Found, Failure> {
        self.find(reach, filter, limit, bound, First::InOrder).await
    }

    /// A page of a list as people read it: before its first page stands what is in danger, and not again within it.
    pub async fn find_for_reading(
        &self,
        reach: &Reach,
        filter: &Filter,
        limit: usize,
        bound: usize,
    ) -> Result<Found, Failure> {
        let ordered = matches!(filter.order, Order::Newest | Order::Due) && filter.words.is_empty();
        let first = if ordered && filter.cursor.is_none() { First::Danger } else { First::InOrder };
        self.find(reach, filter, limit, bound, first).await
    }

    async fn find(
        &self,
        reach: &Reach,
        filter: &Filter,
        limit: usize,
        bound: usize,
        first: First,
    ) -> Result<Found, Failure> {
        let ids = self.ids_between(filter);
        let today = self.today();
        let (reach, filter) = (reach.clone(), filter.clone());
        let (lines, end, texts) = self
            .store
            .read(move |c| -> Result<_, Fault> {
                let (mut lines, end) = if !filter.codes.is_empty() {
                    (named(c, &filter, &reach)?, End::Over)
                } else if filter.words.is_empty() {
                    let walk = Walk::plan(&filter, &reach, ids, today);
                    walked(walk.page(c, mark(&filter).as_ref(), limit, bound)?, &filter, limit)
                } else {
                    searched(c, &filter, &reach, ids, today, limit)?
                };
                if first == First::Danger && filter.codes.is_empty() {
                    let danger = endangered(c, &filter, &reach, today, limit)?;
                    lines.retain(|line| !danger.iter().any(|first| first.id == line.id));
                    lines.splice(0..0, danger);
                }
                let keys = lines.iter().flat_map(|l| [Some(l.narrative), l.applicant]).flatten().collect::<Vec<_>>();
                let texts = sealed::get(c, &keys)?;
                Ok((lines, end, texts))
            })
            .await?;
        let people = self.names_of(lines.iter().filter_map(|l| l.mediator).collect()).await?;
        Ok(Found { lines, end, texts, people })
    }

    /// Ids that matters opened within the dates asked for can have. Ids are made of instants; a day's room on either side covers
    /// what was decided about midnight. What was accepted or concluded by a day was opened by then.
    fn ids_between(&self, filter: &Filter) -> (i64, i64) {
        let id = |day: Date| self.clock.instant(day.at(0, 0, 0, 0)).map(|at| Ids::at(at, 0));
        let last = [filter.to, filter.concluded_to, filter.taken_to].into_iter().flatten().min();
        let least = filter.from.and_then(|day| id(day.saturating_sub(1.day())));
        let below = last.and_then(|day| id(day.saturating_add(2.days())));
        (least.unwrap_or(i64::MIN), below.unwrap_or(i64::MAX))
    }

    /// Whether this reader may read a line's names.
    pub fn may_read(&self, actor: &Actor, action: Action, line: &Line) -> bool {
        self.policy.allows(actor, action, &facts(line))
    }
}

fn mark(filter: &Filter) -> Option<Mark> {
    match &filter.cursor {
        Some(Cursor::Newest(id)) => Some((String::new(), *id)),
        Some(Cursor::Due(day, id)) => Some((day.to_string(), *id)),
        Some(Cursor::Best(..)) | None => None,
    }
}

fn walked(found: Walked, filter: &Filter, limit: usize) -> (Vec<Line>, End) {
    let cursor = found.next.and_then(|(day, id)| match filter.order {
        Order::Due | Order::DueLast => Some(Cursor::Due(day.parse().ok()?, id)),
        _ => Some(Cursor::Newest(id)),
    });
    let end = match cursor {
        None => End::Over,
        Some(cursor) if found.lines.len() >= limit => End::Full(cursor),
        Some(cursor) => End::Unseen(cursor),
    };
    (found.lines, end)
}

/// The matters named by their codes, as far as the reach goes.
fn named(c: &mut Conn, filter: &Filter, reach: &Reach) -> Result<Vec<Line>, Fault> {
    let mut ids = Vec::with_capacity(filter.codes.len());
    for code in &filter.codes {
        ids.extend(matter_queries::id_of(c, code)?.map(|id| id.0));
    }
    lines_of(c, &ids, &[in_reach(reach)])
}

/// Hits of the words, newest or best first, that pass everything else.
fn searched(
    c: &mut Conn,
    filter: &Filter,
    reach: &Reach,
    (least, below): (i64, i64),
    today: Date,
    limit: usize,
) -> Result<(Vec<Line>, End), Fault> {
    let reach = filter.region.as_ref().map_or_else(|| reach.clone(), |region| reach.within(region));
    let mut all = words::terms(&filter.words, reach.names);
    if all.is_empty() || reach.parts.is_empty() {
        return Ok((Vec::new(), End::Over));
    }
    all.extend(region_term(&reach));
    let mut conditions = sieve(filter, today);
    conditions.push(in_reach(&reach));
    conditions.extend(filter.region.as_ref().map(in_region));
    if filter.order == Order::Best {
        return best(c, filter, all, &conditions, below, limit);
    }
    let mut before = match filter.cursor {
        Some(Cursor::Newest(id)) => id.min(below),
        _ => below,
    };
    let (mut lines, mut looked, mut chunk): (Vec<Line>, usize, usize) = (Vec::new(), 0, limit + HITS_SPARE);
    loop {
        let query = Query { all: all.clone(), before: Some(before), limit: chunk, order: search::Order::Newest };
        let hits: Vec<i64> = search::find(c, &query)?.into_iter().filter(|id| *id >= least).collect();
        lines.extend(lines_of(c, &hits, &conditions)?);
        if lines.len() > limit {
            lines.truncate(limit);
            let end = lines.last().map_or(End::Over, |line| End::Full(Cursor::Newest(line.id)));
            return Ok((lines, end));
        }
        looked += hits.len();
        match hits.last() {
            Some(last) if hits.len() == chunk => before = *last,
            _ => return Ok((lines, End::Over)),
        }
        if looked >= HITS_MOST {
            return Ok((lines, End::Unseen(Cursor::Newest(before))));
        }
        chunk = HITS;
    }
}

/// The best of the newest hits; pages of them are cut from one list, which the largest id fixes.
fn best(
    c: &mut Conn,
    filter: &Filter,
    all: Vec<Term>,
    conditions: &[Condition],
    below: i64,
    limit: usize,
) -> Result<(Vec<Line>, End), Fault> {
    let (after, fixed) = match filter.cursor {
        Some(Cursor::Best(after, fixed)) => (after, Some(fixed)),
        _ => (0, None),
    };
    let query = Query { all, before: Some(fixed.unwrap_or(below)), limit: BEST_MOST, order: search::Order::Best };
    let hits = search::find(c, &query)?;
    let lines = lines_of(c, &hits, conditions)?;
    let fixed = fixed.or_else(|| hits.iter().max().map(|id| id + 1)).unwrap_or(below);
    let left = lines.len().saturating_sub(after);
    let page: Vec<Line> = lines.into_iter().skip(after).take(limit).collect();
    let end = if left > limit { End::Full(Cursor::Best(after + limit, fixed)) } else { End::Over };
    Ok((page, end))
}

/// A term that leaves only hits of one region: where the reach is one region below a city, whose hits are few among all.
fn region_term(reach: &Reach) -> Option<Term> {
    let [Part::Region(code)] = reach.parts.as_slice() else { return None };
    let code = if code.tier() == Tier::Grid { code.parent()? } else { code.clone() };
    (code.tier() <= Tier::County).then(|| Term::Word(marked(REGION, code.as_str())))
}
