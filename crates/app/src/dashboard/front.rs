//! The week in one screen: is the promise kept, what grows, where, and why.

use concord_domain::category::CategoryCode;
use minijinja::{Value, context};

use super::figures::Figures;
use super::page::{Board, percent, tenths};
use super::sketch;
use super::week::{self, Growth, Late, Mark, USUAL, Week};
use crate::kit::period::Period;

/// Kinds drawn.
const KINDS: usize = 6;
/// Steps told, and kinds named at each.
const STEPS: usize = 4;
const NAMED: usize = 2;

impl Board<'_> {
    /// Everything above the details.
    pub fn front(&self, week: &Week, figures: &Figures) -> Value {
        context! {
            from => week.days.from.to_string(),
            to => week.days.to.to_string(),
            promise => self.promise(week),
            growth => self.growth(week),
            why => self.why(week, figures),
        }
    }

    fn promise(&self, week: &Week) -> Value {
        let (Some(now), before) = (week.mark(), week.mark_before()) else { return Value::UNDEFINED };
        let rate = now.rate();
        let apart = rate.zip(before.and_then(Mark::rate)).map(|(now, before)| now - before);
        let rates: Vec<Option<i64>> = week.marks.iter().map(Mark::rate).collect();
        context! {
            verdict => week::verdict(now),
            rate => rate.map(percent),
            due => now.due(),
            kept => now.kept(),
            before => before.and_then(Mark::rate).map(percent),
            since => apart.map(|by| match by { 1.. => "more", 0 => "same", _ => "less" }),
            points => apart.map(|by| tenths(by.abs())),
            trend => week::trend(&week.marks),
            line => sketch::line(&rates, week::KEPT),
            now => self.mark(now),
            rows => week.marks.iter().rev().map(|mark| self.mark(mark)).collect::<Vec<_>>(),
        }
    }

    fn mark(&self, mark: &Mark) -> Value {
        let (from, to) = (mark.days.from.to_string(), mark.days.to.to_string());
        let taken = |promise: &str| {
            let days = [("promise", promise.to_owned()), ("taken_from", from.clone()), ("taken_to", to.clone())];
            self.list(&self.region, &days)
        };
        let ended = |promise: &str| {
            let days = [("concluded_from", from.clone()), ("concluded_to", to.clone())];
            self.list(&self.region, &[&[("promise", promise.to_owned())], days.as_slice()].concat())
        };
        context! {
            from => &from,
            to => &to,
            rate => mark.rate().map(percent),
            taken => mark.taken,
            taken_href => taken("taken"),
            taken_late => mark.taken_late,
            taken_late_href => taken("taken-late"),
            taken_kept => mark.taken - mark.taken_late,
            taken_kept_href => taken("taken-in-time"),
            ended => mark.ended,
            ended_href => self.ended(&self.region, "concluded", mark.days.from, mark.days.to),
            ended_late => mark.ended_late,
            ended_late_href => ended("ended-late"),
            ended_kept => mark.ended - mark.ended_late,
            ended_kept_href => ended("ended-in-time"),
        }
    }

    pub(super) fn kind(&self, code: &str) -> String {
        match CategoryCode::try_from(code) {
            Ok(category) => self.desk.categories.name(&category, self.visit.lang.tag()).to_owned(),
            Err(_) => code.to_owned(),
        }
    }

    fn growth(&self, week: &Week) -> Value {
        let drawn: Vec<&Growth> = week.kinds.iter().filter(|kind| kind.now() > 0).take(KINDS).collect();
        let most = drawn.iter().flat_map(|kind| &kind.counts).copied().max().unwrap_or(0);
        let kinds: Vec<Value> = drawn.iter().map(|&kind| self.growing(kind, most, week.days)).collect();
        let first = drawn.first().filter(|kind| kind.stands_out());
        context! {
            kinds,
            most,
            weeks => USUAL,
            others => drawn.iter().skip(1).filter(|kind| kind.stands_out()).map(|kind| self.kind(&kind.field)).collect::<Vec<_>>(),
            first => first.map(|kind| context! { name => self.kind(&kind.field), n => kind.now(), usual => (kind.usual() > 0).then(|| tenths(kind.usual())) }),
        }
    }

    fn growing(&self, kind: &Growth, most: i64, days: Period) -> Value {
        let of = [("from", days.from.to_string()), ("to", days.to.to_string()), ("category", kind.field.clone())];
        let weeks: Vec<Value> = (0..)
            .zip(&kind.counts)
            .map(|(at, n)| {
                let ago = jiff::Span::new().days(7 * (kind.counts.len() as i64 - 1 - at));
                let (from, to) = (days.from.saturating_sub(ago).to_string(), days.to.saturating_sub(ago).to_string());
                let of = [("from", from.clone()), ("to", to.clone()), ("category", kind.field.clone())];
                context! { from, to, n, href => self.list(&self.region, &of) }
            })
            .collect();
        context! {
            name => self.kind(&kind.field),
            n => kind.now(),
            href => self.list(&self.region, &of),
            usual => (kind.usual() > 0).then(|| tenths(kind.usual())),
            stands_out => kind.stands_out(),
            bars => sketch::bars(&kind.counts, most, kind.usual()),
            weeks,
        }
    }

    fn why(&self, week: &Week, figures: &Figures) -> Value {
        let most = week.late.first().map_or(1, |late| late.n.max(1));
        let steps: Vec<Value> = week.late.iter().take(STEPS).map(|late| self.step(late, most)).collect();
        context! {
            late => figures.stock.late,
            late_href => self.standing(&self.region, "late"),
            open => figures.stock.open,
            open_href => self.standing(&self.region, "open"),
            steps,
            rest => week.late.len() > STEPS,
        }
    }

    fn step(&self, late: &Late, most: i64) -> Value {
        let waits = [("status", "late".to_owned()), ("step", late.step.clone())];
        let named = late.fields.iter().take(NAMED).map(|(field, n)| {
            let of = [waits.as_slice(), &[("category", field.clone())]].concat();
            context! { name => self.kind(field), n => *n, href => self.list(&self.region, &of) }
        });
        context! {
            name => self.word(&format!("next-{}", late.step)),
            n => late.n,
            href => self.list(&self.region, &waits),
            share => late.n * 100 / most,
            kinds => named.collect::<Vec<_>>(),
            others => late.fields.len() > NAMED,
        }
    }
}
