//! Where: the regions below, ranked by a rate and coloured on a map.

use std::collections::HashMap;

use concord_domain::region::RegionCode;
use minijinja::{Value, context};

use super::figures::{Figures, Stock, Totals, share};
use super::page::{Board, percent};
use super::sketch;
use super::week::Week;
use crate::kit::format::{edit_query, number};
use crate::kit::outline::{Outline, Sheet};
use crate::kit::period::Period;

/// Regions ranked beside the map; the table below has them all.
const RANKED: usize = 10;
/// Matters from which on a share says something; of fewer it is told, but neither ranked nor coloured.
const FEW: i64 = 3;

/// What the regions are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Late among what is open now.
    Late,
    /// Settled among what was mediated to an end.
    Settled,
    /// Reported this week on ten square kilometres.
    New,
}

impl Rate {
    const ALL: [Self; 3] = [Self::Late, Self::Settled, Self::New];

    fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Settled => "settled",
            Self::New => "new",
        }
    }

    /// The one asked for; lateness where none is.
    pub fn asked(word: &str) -> Self {
        Self::ALL.into_iter().find(|rate| rate.as_str() == word).unwrap_or(Self::Late)
    }
}

/// A region being compared.
struct Area<'a> {
    code: &'a RegionCode,
    name: String,
    href: String,
    totals: &'a Totals,
    stock: &'a Stock,
    outline: Option<&'a Outline>,
    value: Option<i64>,
    class: Option<usize>,
    few: bool,
}

impl Area<'_> {
    /// How many matters its rate is a share of; none where it is no share.
    fn whole(&self, by: Rate) -> Option<i64> {
        match by {
            Rate::Late => Some(self.stock.open),
            Rate::Settled => Some(self.totals.mediated()),
            Rate::New => None,
        }
    }

    /// In thousandths; of what is new on ten square kilometres, hundredths.
    fn rate(&self, by: Rate, opened: i64) -> Option<i64> {
        match by {
            Rate::Late => share(self.stock.late * 1000, self.stock.open),
            Rate::Settled => self.totals.settled_rate(),
            Rate::New => self.outline.map(|outline| ((opened * 1000) as f64 / outline.area().max(0.01)).round() as i64),
        }
    }
}

impl Board<'_> {
    /// The map, the ranking and what the colours mean; none where nothing lies below.
    pub fn areas(&self, week: &Week, figures: &Figures, outlines: &HashMap<String, Outline>) -> Option<Value> {
        let by = Rate::asked(self.fields.get("rate"));
        let opened = |code: &RegionCode| week.opened_below.get(code.as_str()).copied().unwrap_or(0);
        let mut areas: Vec<Area<'_>> = figures
            .children
            .iter()
            .map(|(code, totals, stock)| {
                let outline = outlines.get(code.as_str());
                let name = self.desk.places().region_name(code, self.visit.lang.tag()).to_owned();
                let mut area = Area {
                    code,
                    name,
                    href: self.here(code),
                    totals,
                    stock,
                    outline,
                    value: None,
                    class: None,
                    few: false,
                };
                area.value = area.rate(by, opened(code));
                area.few = area.value.is_some() && area.whole(by).is_some_and(|whole| whole < FEW);
                area
            })
            .collect();
        areas.sort_by_key(|area| (area.value.is_none(), area.few, std::cmp::Reverse(area.value)));
        let values: Vec<Option<i64>> = areas.iter().map(|area| area.value.filter(|_| !area.few)).collect();
        for (area, class) in areas.iter_mut().zip(sketch::classes(&values)) {
            area.class = class;
        }
        let first = areas.first()?;
        let rows: Vec<Value> = areas
            .iter()
            .enumerate()
            .map(|(at, area)| self.area(at + 1, area, by, opened(area.code), week.days))
            .collect();
        Some(context! {
            by => by.as_str(),
            rates => self.rates(by),
            first => first.value.filter(|_| !first.few).map(|_| &rows[0]),
            most => most_late(&areas, figures.stock.late),
            few => areas.iter().any(|area| area.few).then_some(FEW),
            legend => legend(&areas, by),
            map => drawing(&areas, by),
            source => format!("/desk/outlines/{}", self.region.as_str()),
            ranked => RANKED,
            rows,
        })
    }

    fn rates(&self, by: Rate) -> Vec<Value> {
        Rate::ALL
            .iter()
            .map(|rate| {
                let edit = [("rate".to_owned(), Some(rate.as_str().to_owned()))];
                context! {
                    href => format!("{}#areas", edit_query(self.path, &self.visit.query, &edit)),
                    label => self.word(&format!("dashboard-by-{}", rate.as_str())),
                    current => *rate == by,
                }
            })
            .collect()
    }

    /// A line of the ranking, with the counts that its rate is made of.
    fn area(&self, rank: usize, area: &Area<'_>, by: Rate, opened: i64, week: Period) -> Value {
        let period = self.period;
        let (part, whole) = match by {
            Rate::Late => (
                (area.stock.late, self.standing(area.code, "late")),
                Some((area.stock.open, self.standing(area.code, "open"))),
            ),
            Rate::Settled => {
                let settled = self.ended(area.code, "settled", period.from, period.to);
                ((area.totals.get("settled"), settled), None)
            }
            Rate::New => ((opened, self.opened(area.code, week.from, week.to)), None),
        };
        context! {
            rank,
            code => area.code.as_str(),
            name => &area.name,
            href => &area.href,
            value => area.value.map(|value| shown(value, by)),
            class => area.class,
            few => area.few,
            n => part.0,
            n_href => part.1,
            whole => whole.as_ref().map(|whole| whole.0),
            whole_href => whole.and_then(|whole| whole.1),
        }
    }
}

/// Where what is late piles up: the region with most of it, and its share of the whole; without a name where no region stands out.
fn most_late(areas: &[Area<'_>], whole: i64) -> Option<Value> {
    let late = |area: &&Area<'_>| area.stock.late;
    let most = areas.iter().max_by_key(late).filter(|area| area.stock.late > 0)?;
    let alone = areas.iter().filter(|area| area.stock.late == most.stock.late).count() == 1;
    let with = areas.iter().filter(|area| area.stock.late > 0).count();
    let name = (alone || with == 1).then_some(most.name.as_str());
    Some(
        context! { name, n => most.stock.late, whole, areas => with, share => share(most.stock.late * 1000, whole).map(percent) },
    )
}

fn shown(value: i64, by: Rate) -> String {
    match by {
        Rate::Late | Rate::Settled => percent(value),
        Rate::New => format!("{}.{:02}", value / 100, value % 100),
    }
}

/// Each class with its lowest and highest value, lightest first.
fn legend(areas: &[Area<'_>], by: Rate) -> Vec<Value> {
    (0..5_usize)
        .filter_map(|class| {
            let values = || areas.iter().filter(|area| area.class == Some(class)).filter_map(|area| area.value);
            let (low, high) = (values().min()?, values().max()?);
            let (low, high) = (shown(low, by), shown(high, by));
            Some(context! { class, high => (high != low).then_some(high), low })
        })
        .collect()
}

/// The outlines as SVG, for paper and for browsers that cannot draw the map; none where none has one.
fn drawing(areas: &[Area<'_>], by: Rate) -> Option<Value> {
    let sheet = Sheet::of(areas.iter().filter_map(|area| area.outline))?;
    let shapes: Vec<Value> = areas
        .iter()
        .enumerate()
        .filter_map(|(at, area)| {
            let outline = area.outline?;
            let label = outline.label();
            let (x, y) = sheet.place(label);
            Some(context! { code => area.code.as_str(), class => area.class, d => sheet.path(outline), x, y, at => format!("{:.5},{:.5}", label[0], label[1]), href => area.href.as_str(), name => &area.name, value => area.value.map(|value| shown(value, by)), rank => number(at as i64 + 1) })
        })
        .collect();
    Some(context! { width => sheet.width, height => sheet.height, shapes })
}
