//! The figures of a region's week: read from counters only, never from matters.

use std::collections::BTreeMap;

use concord_domain::region::RegionCode;
use concord_store::tally::{self, Grain};
use concord_store::{Conn, Fault};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::figures::{EARLIEST, ENDS, share};
use crate::kit::period::{Period, Slice};

/// Weeks whose promises are told.
pub const TOLD: usize = 12;
/// Weeks before this one whose mean is the usual.
pub const USUAL: usize = 8;
/// From this share of promises kept on, in thousandths, they count as kept.
pub const KEPT: i64 = 950;
/// From this share on they count as mostly kept.
const MOSTLY: i64 = 850;
/// Thousandths by which two stretches of weeks must differ to be called better or worse.
const APART: i64 = 10;

/// What had a limit in some days, and was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub days: Slice,
    pub taken: i64,
    pub taken_late: i64,
    pub ended: i64,
    pub ended_late: i64,
}

impl Mark {
    fn of(days: Slice) -> Self {
        Self { days, taken: 0, taken_late: 0, ended: 0, ended_late: 0 }
    }

    /// Acceptances and conclusions together.
    pub fn due(&self) -> i64 {
        self.taken + self.ended
    }

    /// Those in time.
    pub fn kept(&self) -> i64 {
        self.due() - self.taken_late - self.ended_late
    }

    /// The share in time, in thousandths; none where nothing was due.
    pub fn rate(&self) -> Option<i64> {
        share(self.kept() * 1000, self.due())
    }
}

/// Whether the promise was kept, in a word of the messages. A single one that was late, among others, breaks no week.
pub fn verdict(mark: &Mark) -> &'static str {
    match mark.rate() {
        None => "none",
        Some(rate) if rate >= KEPT => "kept",
        Some(rate) if rate >= MOSTLY || (mark.kept() > 0 && mark.due() - mark.kept() == 1) => "mostly",
        Some(_) => "broken",
    }
}

/// How the last four weeks went against the four before them, in a word of the messages; none where one had nothing due.
pub fn trend(marks: &[Mark]) -> Option<&'static str> {
    let rate =
        |marks: &[Mark]| share(marks.iter().map(Mark::kept).sum::<i64>() * 1000, marks.iter().map(Mark::due).sum());
    let last = marks.len().checked_sub(4)?;
    let (now, before) = (rate(&marks[last..])?, rate(&marks[last.checked_sub(4)?..last])?);
    Some(match now - before {
        by if by >= APART => "better",
        by if by <= -APART => "worse",
        _ => "level",
    })
}

/// How often a kind was reported, week by week, this week last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    pub field: String,
    pub counts: Vec<i64>,
}

impl Growth {
    /// This week's.
    pub fn now(&self) -> i64 {
        self.counts.last().copied().unwrap_or(0)
    }

    /// The mean of the weeks before, in tenths.
    pub fn usual(&self) -> i64 {
        let before: i64 = self.counts.iter().rev().skip(1).sum();
        share(before * 10, USUAL as i64).unwrap_or(0)
    }

    /// How far this week stands above the usual, measured by how far chance alone would carry it.
    fn excess(&self) -> f64 {
        let usual = self.usual() as f64 / 10.0;
        (self.now() as f64 - usual) / (usual + 1.0).sqrt()
    }

    /// Whether this week is more than chance would make it once in twenty weeks.
    pub fn stands_out(&self) -> bool {
        self.now() >= 3 && self.excess() >= 1.65
    }
}

/// What is late now, by the step it waits for and its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    pub step: String,
    pub n: i64,
    /// The most frequent first.
    pub fields: Vec<(String, i64)>,
}

/// A region's week.
#[derive(Debug)]
pub struct Week {
    pub days: Period,
    /// Oldest first; the last is this week.
    pub marks: Vec<Mark>,
    /// What grew most first.
    pub kinds: Vec<Growth>,
    /// The most frequent step first.
    pub late: Vec<Late>,
    /// Reported this week in the regions directly below.
    pub opened_below: BTreeMap<String, i64>,
}

impl Week {
    /// This week's promises.
    pub fn mark(&self) -> Option<&Mark> {
        self.marks.last()
    }

    /// The week's before.
    pub fn mark_before(&self) -> Option<&Mark> {
        self.marks.iter().rev().nth(1)
    }
}

/// So many stretches of seven days, the last of which ends on a day; oldest first.
fn weeks(ends: Date, many: usize) -> Vec<Slice> {
    (0..many as i64)
        .rev()
        .map(|ago| {
            let to = ends.saturating_sub((ago * 7).days());
            Slice { from: to.saturating_sub(6.days()), to }
        })
        .collect()
}

/// Where among the weeks a day falls.
fn place(weeks: &[Slice], day: &str) -> Option<usize> {
    let at = weeks.partition_point(|week| week.to.to_string().as_str() < day);
    (at < weeks.len()).then_some(at)
}

/// Reads the seven days that end on a day.
pub fn read(
    c: &mut Conn,
    region: &RegionCode,
    children: &[RegionCode],
    ends: Date,
    today: Date,
) -> Result<Week, Fault> {
    let own = weeks(ends, 1)[0];
    let days = Period { from: own.from, to: own.to };
    let below: Vec<&str> = children.iter().map(RegionCode::as_str).collect();
    let (from, to) = (days.from.to_string(), days.to.to_string());
    let opened = tally::sums_of(c, &below, &["opened"], "all", &from, &to)?;
    Ok(Week {
        days,
        marks: marks(c, region, ends)?,
        kinds: kinds(c, region, ends)?,
        late: late(c, region, today)?,
        opened_below: opened.into_iter().map(|count| (count.region, count.n)).collect(),
    })
}

fn marks(c: &mut Conn, region: &RegionCode, ends: Date) -> Result<Vec<Mark>, Fault> {
    let weeks = weeks(ends, TOLD);
    let measures = [&["taken", "taken_late", "late"], ENDS.as_slice()].concat();
    let (from, to) = (weeks[0].from.to_string(), ends.to_string());
    let mut marks: Vec<Mark> = weeks.iter().copied().map(Mark::of).collect();
    for (measure, day, n) in tally::course(c, region.as_str(), &measures, Grain::Day, &from, &to)? {
        let Some(mark) = place(&weeks, &day).and_then(|at| marks.get_mut(at)) else { continue };
        match measure.as_str() {
            "taken" => mark.taken += n,
            "taken_late" => mark.taken_late += n,
            "late" => mark.ended_late += n,
            _ => mark.ended += n,
        }
    }
    Ok(marks)
}

fn kinds(c: &mut Conn, region: &RegionCode, ends: Date) -> Result<Vec<Growth>, Fault> {
    let weeks = weeks(ends, USUAL + 1);
    let (from, to) = (weeks[0].from.to_string(), ends.to_string());
    let mut kinds: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (field, day, n) in tally::by_day(c, region.as_str(), "opened", "category", &from, &to)? {
        let counts = kinds.entry(field).or_insert_with(|| vec![0; USUAL + 1]);
        if let Some(count) = place(&weeks, &day).and_then(|at| counts.get_mut(at)) {
            *count += n;
        }
    }
    let mut kinds: Vec<Growth> = kinds.into_iter().map(|(field, counts)| Growth { field, counts }).collect();
    kinds.sort_by(|a, b| b.excess().total_cmp(&a.excess()));
    Ok(kinds)
}

fn late(c: &mut Conn, region: &RegionCode, today: Date) -> Result<Vec<Late>, Fault> {
    let mut steps: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    let yesterday = today.saturating_sub(1.day()).to_string();
    for (why, n) in tally::sums(c, region.as_str(), "due_stock", "why", EARLIEST, &yesterday)? {
        let (step, field) = why.split_once('.').unwrap_or((&why, ""));
        steps.entry(step.to_owned()).or_default().push((field.to_owned(), n));
    }
    let mut late: Vec<Late> = steps
        .into_iter()
        .map(|(step, mut fields)| {
            fields.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            Late { step, n: fields.iter().map(|(_, n)| n).sum(), fields }
        })
        .collect();
    late.sort_by_key(|late| std::cmp::Reverse(late.n));
    Ok(late)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn marks(rates: &[(i64, i64)]) -> Vec<Mark> {
        let ends = date(2026, 3, 4);
        let with = |(days, (ended, ended_late)): (Slice, &(i64, i64))| Mark {
            ended: *ended,
            ended_late: *ended_late,
            ..Mark::of(days)
        };
        weeks(ends, rates.len()).into_iter().zip(rates).map(with).collect()
    }

    #[test]
    fn weeks_are_seven_days_each_and_the_last_ends_on_the_day() {
        let weeks = weeks(date(2026, 3, 4), 2);
        assert_eq!((weeks[0].from, weeks[0].to), (date(2026, 2, 19), date(2026, 2, 25)));
        assert_eq!((weeks[1].from, weeks[1].to), (date(2026, 2, 26), date(2026, 3, 4)));
        assert_eq!(["2026-02-25", "2026-02-26", "2026-03-05"].map(|day| place(&weeks, day)), [Some(0), Some(1), None]);
    }

    #[test]
    fn nineteen_of_twenty_is_kept_and_less_is_told_as_less() {
        let word = |counts: (i64, i64)| verdict(&marks(&[counts])[0]);
        assert_eq!([(0, 0), (20, 1), (20, 2), (20, 4)].map(word), ["none", "kept", "mostly", "broken"]);
        assert_eq!([(5, 1), (5, 2), (1, 1)].map(word), ["mostly", "broken", "broken"]);
    }

    #[test]
    fn four_weeks_are_held_against_the_four_before() {
        let (good, bad) = ([(10, 0); 4], [(10, 3); 4]);
        assert_eq!(trend(&marks(&[good, bad].concat())), Some("worse"));
        assert_eq!(trend(&marks(&[bad, good].concat())), Some("better"));
        assert_eq!(trend(&marks(&[good, good].concat())), Some("level"));
        assert_eq!(trend(&marks(&[[(0, 0); 4], good].concat())), None);
        assert_eq!(trend(&marks(&good)), None);
    }

    #[test]
    fn a_kind_stands_out_where_chance_alone_would_hardly_do() {
        let of =
            |usual: i64, now: i64| Growth { field: String::new(), counts: [vec![usual; USUAL], vec![now]].concat() };
        assert!(of(4, 9).stands_out() && of(0, 3).stands_out());
        assert!(!of(4, 6).stands_out() && !of(0, 2).stands_out() && !of(100, 105).stands_out());
        assert_eq!((of(4, 9).usual(), of(4, 9).now()), (40, 9));
    }
}
