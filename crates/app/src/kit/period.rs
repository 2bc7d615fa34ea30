//! The days that figures are about, the days before to compare them with, and how they are cut up.

use concord_store::tally::Grain;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::failure::FieldProblem;
use super::form::Fields;

/// Weeks where nothing is asked for.
pub const WEEKS: i64 = 12;
/// Longest period, days: ten years.
const DAYS_MOST: i64 = 3_660;
/// Longest period that is told by weeks, days; longer ones are told by months.
const WEEKLY_MOST: i64 = 31 * 7;

/// Days from one to another, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

/// A part of a period: a week from Monday, or a month; the first and last may be shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub from: Date,
    pub to: Date,
}

impl Period {
    /// The last weeks up to today, this one counted.
    pub fn weeks(today: Date, weeks: i64) -> Self {
        Self { from: monday(today).saturating_sub(((weeks - 1) * 7).days()), to: today }
    }

    /// Reads `from` and `to`, or `weeks`.
    ///
    /// # Errors
    /// What is no date or number, the wrong way round, or too long.
    pub fn read(fields: &Fields, today: Date) -> Result<Self, FieldProblem> {
        let (from, to) = (fields.date("from")?, fields.date("to")?);
        let period = match (from, to) {
            (None, None) => {
                let weeks = fields.int("weeks")?.unwrap_or(WEEKS);
                if weeks < 1 {
                    return Err(FieldProblem::new("weeks", "problem-too-small").with("bound", 1));
                }
                if weeks > DAYS_MOST / 7 {
                    return Err(FieldProblem::new("weeks", "problem-too-large").with("bound", DAYS_MOST / 7));
                }
                Self::weeks(today, weeks)
            }
            (from, to) => {
                let to = to.unwrap_or(today);
                Self { from: from.unwrap_or_else(|| Self::weeks(to, WEEKS).from), to }
            }
        };
        order("to", period.from, period.to)?;
        if period.days() > DAYS_MOST {
            return Err(FieldProblem::new("from", "period-long"));
        }
        Ok(period)
    }

    /// How many days.
    pub fn days(self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
    }

    /// As many days just before.
    pub fn before(self) -> Self {
        let to = self.from.saturating_sub(1.day());
        Self { from: to.saturating_sub((self.days() - 1).days()), to }
    }

    /// By days (put together to weeks), or by months where there are many.
    pub fn grain(self) -> Grain {
        if self.days() > WEEKLY_MOST { Grain::Month } else { Grain::Day }
    }

    /// The period cut into weeks or months.
    ///
    /// Months are whole ones: the counters of long periods are kept by month.
    pub fn slices(self) -> Vec<Slice> {
        let mut slices = Vec::new();
        let mut from = match self.grain() {
            Grain::Day => self.from,
            Grain::Month => self.from.first_of_month(),
        };
        while from <= self.to {
            let to = match self.grain() {
                Grain::Day => monday(from).saturating_add(6.days()).min(self.to),
                Grain::Month => from.last_of_month(),
            };
            slices.push(Slice { from, to });
            from = to.saturating_add(1.day());
        }
        slices
    }
}

/// Nothing can fall into a period whose last day, in the field `last`, comes before its first.
///
/// # Errors
/// The wrong way round.
pub fn order(last: &str, from: Date, to: Date) -> Result<(), FieldProblem> {
    if from > to { Err(FieldProblem::new(last, "period-order")) } else { Ok(()) }
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_begin_on_mondays_and_this_one_counts() {
        let period = Period::weeks(date(2026, 3, 4), 2);
        assert_eq!(period, Period { from: date(2026, 2, 23), to: date(2026, 3, 4) });
        assert_eq!(period.days(), 10);
        assert_eq!(period.before(), Period { from: date(2026, 2, 13), to: date(2026, 2, 22) });
    }

    #[test]
    fn slices_cover_every_day_once() {
        let period = Period { from: date(2026, 1, 7), to: date(2026, 3, 4) };
        let slices = period.slices();
        assert_eq!((slices[0].from, slices.last().unwrap().to), (period.from, period.to));
        assert!(slices.windows(2).all(|pair| pair[0].to.saturating_add(1.day()) == pair[1].from));
        assert!(slices[1..].iter().all(|slice| slice.from.weekday() == Weekday::Monday));
        let year = Period { from: date(2025, 3, 10), to: date(2026, 3, 9) };
        assert_eq!((year.grain(), year.slices().len()), (Grain::Month, 13));
    }

    #[test]
    fn a_period_that_is_none_is_refused() {
        let read = |query: &str| Period::read(&Fields::parse(query.as_bytes()).unwrap(), date(2026, 3, 4));
        assert_eq!(read("").unwrap(), Period::weeks(date(2026, 3, 4), 12));
        assert_eq!(read("from=2026-01-01&to=2026-01-31").unwrap().days(), 31);
        for wrong in ["from=2026-02-01&to=2026-01-01", "from=x", "weeks=0", "weeks=9999", "from=1900-01-01"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
