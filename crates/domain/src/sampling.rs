//! Which matters are called back by somebody else: drawn, so that nobody chooses, and by everybody in the same way.
//!
//! A round is a week of a county or a city. Everything that was concluded in it is in the frame, however it ended. Each matter
//! has a lot, the digest of the round's seed and the matter's code; the seed is the journal's own digest at the last
//! conclusion of the week, which nobody knows or chooses before. From there on nothing is left to anybody: the order in which
//! a body's matters are called back is worked out from the lots, and whoever is not to be reached is replaced by the next.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use crate::body::BodyId;
use crate::code::MatterCode;
use crate::rating::CallBackState;
use crate::region::{RegionCode, Tier};

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Drawing {
    /// Of a thousand matters that a body concluded.
    pub per_mille: u32,
    /// Of each body at least, if it concluded so many.
    pub least: u32,
    /// Of each body at most.
    pub most: u32,
    /// Calendar days after the week within which they are to be called back.
    pub within_days: u16,
}

impl Default for Drawing {
    fn default() -> Self {
        Self { per_mille: 100, least: 1, most: 20, within_days: 21 }
    }
}

impl Drawing {
    /// Whether these numbers can be meant.
    pub fn is_sensible(&self) -> bool {
        self.per_mille <= 1000 && self.least <= self.most && self.within_days > 0
    }

    fn wanted(&self, frame: usize) -> usize {
        let frame = u32::try_from(frame).unwrap_or(u32::MAX);
        let share = frame.saturating_mul(self.per_mille).div_ceil(1000);
        share.max(self.least).min(self.most).min(frame) as usize
    }
}

/// A week of a region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Round {
    pub region: RegionCode,
    /// A Monday.
    pub from: Date,
}

impl Round {
    /// The round of a week that holds `day`.
    pub fn of(region: RegionCode, day: Date) -> Self {
        let from = day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days());
        Self { region, from }
    }

    /// Its Sunday.
    pub fn to(&self) -> Date {
        self.from.saturating_add(6.days())
    }

    /// Whether matters can be drawn: the week is over.
    pub fn is_drawn(&self, today: Date) -> bool {
        today > self.to()
    }

    /// The last day to call back.
    pub fn due_on(&self, drawing: &Drawing) -> Date {
        self.to().saturating_add(i64::from(drawing.within_days).days())
    }

    /// Its name in addresses and events, such as `970101-2026-03-02`.
    pub fn name(&self) -> String {
        format!("{}-{}", self.region.as_str(), self.from)
    }

    /// Reads a name: of a county or a city, and a Monday.
    pub fn parse(name: &str) -> Option<Self> {
        let (region, from) = name.split_once('-')?;
        let (region, from): (RegionCode, Date) = (region.parse().ok()?, from.parse().ok()?);
        let whole = matches!(region.tier(), Tier::County | Tier::City) && from.weekday() == Weekday::Monday;
        whole.then_some(Self { region, from })
    }
}

/// A concluded matter in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed {
    pub matter: i64,
    pub code: MatterCode,
    /// Who concluded it.
    pub body: BodyId,
    /// The widest kind.
    pub field: String,
    /// Hex digest of the round's seed and the code.
    pub lot: String,
}

/// A body's matters in a round, in the order in which they are called back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pile {
    pub body: BodyId,
    /// How many are to be answered.
    pub wanted: usize,
    pub order: Vec<Framed>,
}

/// Puts each body's matters into their drawn order: by lot, with the kinds of dispute mixed as they are in the frame.
pub fn draw(frame: Vec<Framed>, drawing: &Drawing) -> Vec<Pile> {
    let mut bodies: BTreeMap<BodyId, Vec<Framed>> = BTreeMap::new();
    for framed in frame {
        bodies.entry(framed.body).or_default().push(framed);
    }
    let pile =
        |(body, frame): (BodyId, Vec<Framed>)| Pile { body, wanted: drawing.wanted(frame.len()), order: mix(frame) };
    bodies.into_iter().map(pile).collect()
}

/// Spreads each kind evenly over the order, from a place that its own first lot gives.
fn mix(frame: Vec<Framed>) -> Vec<Framed> {
    let mut kinds: BTreeMap<String, Vec<Framed>> = BTreeMap::new();
    for framed in frame {
        kinds.entry(framed.field.clone()).or_default().push(framed);
    }
    let mut placed: Vec<(f64, Framed)> = Vec::new();
    for mut kind in kinds.into_values() {
        kind.sort_by(|a, b| a.lot.cmp(&b.lot));
        // The end of the lot: its beginning made it the first.
        let start = kind[0].lot.get(56..64).and_then(|hex| u32::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let (start, count) = (f64::from(start) / f64::from(u32::MAX), kind.len() as f64);
        placed.extend((0u32..).zip(kind).map(|(at, framed)| ((f64::from(at) + start) / count, framed)));
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.lot.cmp(&b.1.lot)));
    placed.into_iter().map(|(_, framed)| framed).collect()
}

impl Pile {
    /// Those whose turn it is or was: as many as are wanted, and one more in place of each that was not to be reached.
    pub fn turns<'a>(&'a self, state: impl Fn(&Framed) -> CallBackState + 'a) -> Vec<(&'a Framed, CallBackState)> {
        let mut missing = self.wanted;
        let mut turns = Vec::new();
        for framed in &self.order {
            if missing == 0 {
                break;
            }
            let state = state(framed);
            missing -= usize::from(state != CallBackState::Unreachable);
            turns.push((framed, state));
        }
        turns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Lots that depend on the number as a digest would.
    fn lot(n: u64) -> String {
        let mut x = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut part = || {
            x ^= x >> 29;
            x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
            x ^= x >> 32;
            format!("{x:016x}")
        };
        [part(), part(), part(), part()].concat()
    }

    fn frame(of: &[(i64, &str, u64)]) -> Vec<Framed> {
        let mut no = 0;
        let mut all = Vec::new();
        for (body, field, count) in of {
            for _ in 0..*count {
                no += 1;
                all.push(Framed {
                    matter: no as i64,
                    code: MatterCode::from_number(no),
                    body: BodyId(*body),
                    field: (*field).to_owned(),
                    lot: lot(no),
                });
            }
        }
        all
    }

    #[test]
    fn every_body_is_asked_about_and_none_about_more_than_can_be_called() {
        let drawing = Drawing { per_mille: 100, least: 2, most: 5, within_days: 21 };
        let piles = draw(frame(&[(1, "a", 1), (2, "a", 30), (3, "a", 200)]), &drawing);
        let wanted: Vec<usize> = piles.iter().map(|p| p.wanted).collect();
        assert_eq!(wanted, [1, 3, 5]);
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_of_the_frame_and_is_of_everything_in_it() {
        let drawing = Drawing::default();
        let all = frame(&[(1, "a", 20), (1, "b", 10)]);
        let mut turned = all.clone();
        turned.reverse();
        let (one, other) = (draw(all, &drawing), draw(turned, &drawing));
        assert_eq!(one, other);
        assert_eq!(one[0].order.len(), 30);
    }

    #[test]
    fn kinds_are_called_back_as_often_as_they_are_in_the_frame() {
        let pile = draw(frame(&[(1, "a", 60), (1, "b", 30), (1, "c", 10)]), &Drawing::default()).remove(0);
        for (field, share) in [("a", 6), ("b", 3), ("c", 1)] {
            let drawn = pile.order[..20].iter().filter(|f| f.field == field).count();
            assert!(drawn.abs_diff(2 * share) <= 1, "{field}: {drawn} of 20");
        }
    }

    #[test]
    fn who_is_not_reached_is_replaced_by_the_next_of_the_drawn_order_and_by_nobody_else() {
        let drawing = Drawing { per_mille: 0, least: 2, most: 2, within_days: 21 };
        let pile = draw(frame(&[(1, "a", 5)]), &drawing).remove(0);
        let lost = pile.order[0].matter;
        let state = |f: &Framed| if f.matter == lost { CallBackState::Unreachable } else { CallBackState::Waiting };
        let turns: Vec<i64> = pile.turns(state).iter().map(|(f, _)| f.matter).collect();
        let order: Vec<i64> = pile.order.iter().map(|f| f.matter).collect();
        assert_eq!(turns, order[..3]);
    }

    #[test]
    fn a_round_is_a_week_that_is_over_and_its_name_reads_back() {
        let round = Round::of("970101".parse().unwrap(), date(2026, 3, 5));
        assert_eq!((round.from, round.to()), (date(2026, 3, 2), date(2026, 3, 8)));
        assert!(!round.is_drawn(date(2026, 3, 8)) && round.is_drawn(date(2026, 3, 9)));
        assert_eq!(Round::parse(&round.name()), Some(round));
        for wrong in ["970101-2026-03-03", "970101001-2026-03-02", "970101", "x-2026-03-02"] {
            assert_eq!(Round::parse(wrong), None, "{wrong}");
        }
    }
}
