//! The figures of a region over a period: read from counters only, never from matters.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use concord_domain::matter::Rate;
use concord_domain::region::RegionCode;
use concord_store::tally::{self, Count, Grain, NOW};
use concord_store::{Conn, Fault, journal};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::week::{self, Week};
use crate::kit::desk::Desk;
use crate::kit::memo::Version;
use crate::kit::outline::Outline;
use crate::kit::outline_queries;
use crate::kit::period::{Period, Slice};
use crate::kit::read_model::measures;
use crate::kit::shares::Share;

/// Ends of mediation and of what was not mediated.
pub const ENDS: [&str; 6] = ["settled", "not_settled", "withdrawn", "returned", "referred", "merged"];
/// Nothing was due before.
pub const EARLIEST: &str = "1900-01-01";
const MEASURES: [&str; 18] = [
    "opened",
    "settled",
    "not_settled",
    "withdrawn",
    "returned",
    "referred",
    "merged",
    "days_to_settle",
    "late",
    "rated",
    "stars",
    "reopened",
    "of.response",
    "hit.response",
    "of.resolution",
    "hit.resolution",
    "of.satisfaction",
    "hit.satisfaction",
];
const COURSE: [&str; 7] = ["opened", "settled", "not_settled", "withdrawn", "returned", "referred", "merged"];

/// Counts of each measure over some days in one region or part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals(HashMap<String, i64>);

impl Totals {
    fn add(&mut self, measure: &str, n: i64) {
        *self.0.entry(measure.to_owned()).or_default() += n;
    }

    /// How often; 0 where nothing was counted.
    pub fn get(&self, measure: &str) -> i64 {
        self.0.get(measure).copied().unwrap_or(0)
    }

    /// All that came to an end.
    pub fn concluded(&self) -> i64 {
        ENDS.iter().map(|end| self.get(end)).sum()
    }

    /// Share settled of what was mediated to an end, in thousandths. What was not taken on does not count.
    pub fn settled_rate(&self) -> Option<i64> {
        share(self.get("settled") * 1000, self.mediated())
    }

    /// What was mediated to an end.
    pub fn mediated(&self) -> i64 {
        self.get("settled") + self.get("not_settled") + self.get("withdrawn")
    }

    /// The share that a rate tells, in thousandths.
    pub fn rate(&self, rate: Rate) -> Option<i64> {
        let (of, hit) = measures(rate);
        Share { hit: self.get(hit), of: self.get(of) }.thousandths()
    }

    /// Mean days from report to settlement, in tenths.
    pub fn days_to_settle(&self) -> Option<i64> {
        share(self.get("days_to_settle") * 10, self.get("settled"))
    }

    /// Mean rating, in tenths of a star.
    pub fn rating(&self) -> Option<i64> {
        share(self.get("stars") * 10, self.get("rated"))
    }
}

/// Rounded; none of nothing.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part + whole / 2) / whole)
}

/// What is so now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    pub open: i64,
    pub late: i64,
}

/// The figures of a region.
#[derive(Debug)]
pub struct Figures {
    pub now: Totals,
    pub before: Totals,
    pub stock: Stock,
    pub by_status: BTreeMap<String, i64>,
    pub course: Vec<(Slice, Totals)>,
    /// By the widest kinds, the most reported first.
    pub by_category: Vec<(String, Totals)>,
    pub by_channel: Vec<(String, i64)>,
    /// Regions directly below, in the order of their codes.
    pub children: Vec<(RegionCode, Totals, Stock)>,
}

/// All that a page of figures is drawn from.
#[derive(Debug)]
pub struct Sheets {
    /// What they were read from.
    pub version: Version,
    pub figures: Figures,
    pub week: Week,
    /// Of the regions directly below, by code.
    pub outlines: HashMap<String, Outline>,
}

impl Desk {
    /// The figures of a region over a period, and of the week that ends with it: read anew only when something happened.
    pub async fn sheets(&self, region: &RegionCode, period: Period) -> Result<Arc<Sheets>, Fault> {
        let children: Vec<RegionCode> = self.places().children(region).map(|r| r.code.clone()).collect();
        let (region, memo) = (region.clone(), self.memo.clone());
        let today = self.today();
        // What is late becomes more by the day alone.
        let asked = format!("sheets {region} {} {} {today}", period.from, period.to);
        self.store
            .read(move |c| {
                let (drawn, redrawn_at) = outline_queries::version_of_children(c, &region)?;
                let version = [journal::head(c)?, drawn, redrawn_at];
                if let Some(known) = memo.get(&asked, version) {
                    return Ok(known);
                }
                let week = week::read(c, &region, &children, period.to, today)?;
                let kept = outline_queries::of_children(c, &region)?;
                let outlines = kept.into_iter().filter_map(|kept| Some((kept.code, Outline::parse(&kept.geometry)?)));
                let outlines = outlines.collect();
                let figures = read(c, &region, children, period, today)?;
                let sheets = Sheets { version, figures, week, outlines };
                Ok(memo.keep(asked, version, sheets))
            })
            .await
    }

    /// Reads the figures of a region over a period.
    pub async fn figures(&self, region: &RegionCode, period: Period) -> Result<Figures, Fault> {
        let children: Vec<RegionCode> = self.places().children(region).map(|r| r.code.clone()).collect();
        let (region, today) = (region.clone(), self.today());
        self.store.read(move |c| read(c, &region, children, period, today)).await
    }
}

fn read(
    c: &mut Conn,
    region: &RegionCode,
    children: Vec<RegionCode>,
    period: Period,
    today: Date,
) -> Result<Figures, Fault> {
    let own = [region.as_str()];
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let mut sums = |regions: &[&str], measures: &[&str], dimension: &str, days: (&str, &str)| {
        tally::sums_of(c, regions, measures, dimension, days.0, days.1)
    };
    let days = (from.as_str(), to.as_str());
    let now = totals(&sums(&own, &MEASURES, "all", days)?);
    let earlier = (period.before().from.to_string(), period.before().to.to_string());
    let before = totals(&sums(&own, &MEASURES, "all", (&earlier.0, &earlier.1))?);
    let categories = sums(&own, &COURSE, "category", days)?;
    let channels = sums(&own, &["opened"], "channel", days)?;
    let below: Vec<&str> = children.iter().map(RegionCode::as_str).collect();
    let compared = ["opened", "settled", "not_settled", "withdrawn", "days_to_settle", "rated", "stars"];
    let of_children = sums(&below, &compared, "all", days)?;
    let everywhere: Vec<&str> = own.iter().chain(&below).copied().collect();
    let stock = sums(&everywhere, &["stock"], "status", (NOW, NOW))?;
    let yesterday = today.saturating_sub(1.day()).to_string();
    let late = sums(&everywhere, &["due_stock"], "all", (EARLIEST, &yesterday))?;
    let stock_of = |code: &RegionCode| Stock {
        open: stock.iter().filter(|s| s.region == code.as_str()).map(|s| s.n).sum(),
        late: late.iter().filter(|s| s.region == code.as_str()).map(|s| s.n).sum(),
    };
    let own_status = stock.iter().filter(|s| s.region == region.as_str());
    let by_status = own_status.map(|s| (s.value.clone(), s.n)).collect();
    let mut by_channel: Vec<(String, i64)> = channels.into_iter().map(|s| (s.value, s.n)).collect();
    by_channel.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let children_shown = children
        .iter()
        .map(|code| {
            let counted: Vec<&Count> = of_children.iter().filter(|s| s.region == code.as_str()).collect();
            (code.clone(), totals(counted), stock_of(code))
        })
        .collect();
    Ok(Figures {
        now,
        before,
        stock: stock_of(region),
        by_status,
        course: course(c, region, period)?,
        by_category: by_category(&categories),
        by_channel,
        children: children_shown,
    })
}

fn totals<'a>(counts: impl IntoIterator<Item = &'a Count>) -> Totals {
    let mut totals = Totals::default();
    for count in counts {
        totals.add(&count.measure, count.n);
    }
    totals
}

fn by_category(counts: &[Count]) -> Vec<(String, Totals)> {
    let mut parts: BTreeMap<String, Totals> = BTreeMap::new();
    for count in counts {
        parts.entry(count.value.clone()).or_default().add(&count.measure, count.n);
    }
    let mut parts: Vec<(String, Totals)> = parts.into_iter().collect();
    parts.sort_by_key(|(_, totals)| std::cmp::Reverse(totals.get("opened")));
    parts
}

fn course(c: &mut Conn, region: &RegionCode, period: Period) -> Result<Vec<(Slice, Totals)>, Fault> {
    let mut slices: Vec<(Slice, Totals)> = period.slices().into_iter().map(|s| (s, Totals::default())).collect();
    let grain = period.grain();
    let told = |day: jiff::civil::Date| {
        let text = day.to_string();
        match grain {
            Grain::Day => text,
            Grain::Month => text[..7].to_owned(),
        }
    };
    let counts = tally::course(c, region.as_str(), &COURSE, grain, &told(period.from), &told(period.to))?;
    let ends: Vec<String> = slices.iter().map(|(slice, _)| told(slice.to)).collect();
    for (measure, at, n) in counts {
        // The first part that ends on or after it.
        let place = ends.partition_point(|end| *end < at);
        if let Some((_, totals)) = slices.get_mut(place) {
            totals.add(&measure, n);
        }
    }
    Ok(slices)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[(&str, i64)]) -> Totals {
        let mut totals = Totals::default();
        for (measure, n) in counts {
            totals.add(measure, *n);
        }
        totals
    }

    #[test]
    fn what_was_not_taken_on_counts_neither_for_nor_against_settling() {
        let totals = of(&[("settled", 3), ("not_settled", 1), ("returned", 90), ("referred", 9)]);
        assert_eq!((totals.settled_rate(), totals.concluded()), (Some(750), 103));
    }

    #[test]
    fn means_of_nothing_are_unknown_and_others_are_rounded() {
        assert_eq!((of(&[]).rating(), of(&[]).days_to_settle(), of(&[]).settled_rate()), (None, None, None));
        assert_eq!(of(&[("stars", 14), ("rated", 3)]).rating(), Some(47));
        assert_eq!(of(&[("days_to_settle", 5), ("settled", 4)]).days_to_settle(), Some(13));
    }
}
