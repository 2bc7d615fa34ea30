//! Times in which nobody serves: whoever plans the roster is told of each once.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use super::event::{GapFacts, GapsNoted, RosterEvent};
use super::plan::{Gap, KEPT_DAYS, Plan};
use super::state::Roster;
use crate::body::BodyId;
use crate::matter::NoticePost;

/// Days ahead in which gaps are looked for: time enough to find somebody.
pub const GAPS_AHEAD: i64 = 14;

/// A gap that somebody was told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldGap {
    /// The version of the roster that told of it.
    pub version: i64,
    /// Microseconds UTC.
    pub at: i64,
    pub to: (BodyId, NoticePost),
    pub from: DateTime,
    pub until: DateTime,
    pub weekly: bool,
}

impl ToldGap {
    fn overlaps(&self, gap: &Gap, days: i64) -> bool {
        self.from.saturating_add(days.days()) < gap.until && gap.from < self.until.saturating_add(days.days())
    }

    /// Whether a gap is this one, or this one again in a later week.
    fn is(&self, gap: &Gap, weekly: bool) -> bool {
        let days = i64::from((gap.from.date() - self.from.date()).get_days());
        let week = days - days.rem_euclid(7);
        let again = weekly && self.weekly && days >= 0;
        self.overlaps(gap, 0) || (again && (self.overlaps(gap, week) || self.overlaps(gap, week + 7)))
    }

    fn is_left(&self, plan: &Plan) -> bool {
        !plan.gaps(self.from, self.until).is_empty()
    }
}

/// What somebody was told of gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldGaps {
    /// Up to when everything has passed.
    looked: Option<DateTime>,
    all: Vec<ToldGap>,
}

impl ToldGaps {
    pub(super) fn note(&mut self, e: &GapsNoted, version: i64, at: i64) {
        self.looked = Some(e.at);
        let least = e.at.saturating_sub(KEPT_DAYS.days());
        self.all.retain(|told| told.until >= least);
        let told = |gap: &GapFacts| {
            let GapFacts { from, until, weekly } = *gap;
            ToldGap { version, at, to: (e.to, e.post), from, until, weekly }
        };
        self.all.extend(e.gaps.iter().map(told));
    }

    /// What was filled is no gap any more: if it falls open again, it is another one.
    pub(super) fn fill(&mut self, plan: &Plan) {
        self.all.retain(|told| told.is_left(plan));
    }

    /// Those to come, as far as anybody looked.
    pub fn open(&self) -> impl Iterator<Item = &ToldGap> {
        self.all.iter().filter(|told| self.looked.is_none_or(|looked| told.until > looked))
    }
}

/// Whether something was said of a day of it, or of the day before, whose shifts may last.
fn is_changed(plan: &Plan, gap: &Gap) -> bool {
    let first = gap.from.date().yesterday().unwrap_or(Date::MIN);
    plan.exceptions.iter().any(|e| first <= e.on && e.on <= gap.until.date())
}

/// Notes the gaps of the coming days of which nobody was told, so that `to` is told of each once; and that what somebody was told
/// of has passed.
pub fn note_gaps(roster: &Roster, (to, post): (BodyId, NoticePost), now: DateTime) -> Vec<RosterEvent> {
    let plan = &roster.plan;
    let kept = plan.is_kept(now.date());
    let gaps = if kept { plan.gaps(now, now.saturating_add(GAPS_AHEAD.days())) } else { Vec::new() };
    let mut new: Vec<GapFacts> = Vec::new();
    for gap in gaps {
        let weekly = !is_changed(plan, &gap);
        if !roster.told.all.iter().any(|told| told.is(&gap, weekly)) {
            new.push(GapFacts { from: gap.from, until: gap.until, weekly });
        }
    }
    let passed = roster.told.open().any(|told| told.until <= now || !kept);
    if new.is_empty() && !passed {
        return Vec::new();
    }
    // Where no roster is kept any more, what somebody was told of is none of their concern.
    let last = roster.told.open().map(|told| told.until).max().filter(|_| !kept);
    vec![GapsNoted { at: last.unwrap_or(now).max(now), to, post, gaps: new }.into()]
}
