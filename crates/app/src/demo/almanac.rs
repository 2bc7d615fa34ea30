//! Days and hours: which days are worked, and how many matters each brings.

use concord_domain::calendar::Calendar;
use concord_store::Fault;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::corpus::{Corpus, Rhythm};
use super::dice::Dice;

/// Microseconds of a second, an hour, a day.
pub const SECOND: i64 = 1_000_000;
pub const HOUR: i64 = 3600 * SECOND;
pub const DAY: i64 = 24 * HOUR;
/// The city's clock is eight hours ahead of UTC, all year.
const AHEAD: i64 = 8 * HOUR;
/// How far back matters begin: two years.
pub const DAYS_BACK: i64 = 730;
/// Days known around that: for incidents before, and dates promised after.
const MARGIN_BEFORE: i64 = 40;
const MARGIN_AFTER: i64 = 800;

/// Known days, by their number since 1970.
#[derive(Debug)]
pub struct Almanac {
    first: i64,
    days: Vec<Day>,
    today: i64,
    now: i64,
}

#[derive(Debug, Clone, Copy)]
struct Day {
    date: Date,
    works: Works,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Works {
    Yes,
    No,
}

impl Almanac {
    /// The days around the two years that end at `now`, microseconds UTC.
    ///
    /// # Errors
    /// When the calendar refuses a year, or `now` is out of the range of dates.
    pub fn new(calendar: &Calendar, now: i64) -> Result<Self, Fault> {
        let today = number(now);
        let first = today - DAYS_BACK - MARGIN_BEFORE;
        let broken = |error| Fault::from_error("counting the days of the demonstration", error);
        let start = date(1970, 1, 1).checked_add(first.days()).map_err(broken)?;
        let mut days = Vec::new();
        for date in start.series(1.day()).take((DAYS_BACK + MARGIN_BEFORE + MARGIN_AFTER) as usize) {
            let day = calendar
                .day(date)
                .map_err(|error| Fault::from_error(format!("asking the calendar for {date}"), error))?;
            days.push(Day { date, works: if day.is_working() { Works::Yes } else { Works::No } });
        }
        Ok(Self { first, days, today, now })
    }

    /// When the demonstration ends, microseconds UTC.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// The number of the last day.
    pub fn today(&self) -> i64 {
        self.today
    }

    /// The local date of a day's number; the nearest known one.
    pub fn date(&self, day: i64) -> Date {
        self.day(day).date
    }

    /// The local date of an instant.
    pub fn date_at(&self, at: i64) -> Date {
        self.date(number(at))
    }

    /// The number of a date.
    pub fn number_of(&self, date: Date) -> i64 {
        let first = self.days[0].date;
        self.first + first.duration_until(date).as_hours() / 24
    }

    /// Whether offices work that day.
    pub fn works(&self, day: i64) -> bool {
        self.day(day).works == Works::Yes
    }

    fn day(&self, day: i64) -> &Day {
        let at = (day - self.first).clamp(0, self.days.len() as i64 - 1);
        &self.days[at as usize]
    }

    /// The day that is `count` working days later; the next working day for none, when `day` is free.
    pub fn working_days_later(&self, day: i64, count: i64) -> i64 {
        let (mut day, mut left) = (day, count);
        while left > 0 || !self.works(day) {
            day += 1;
            if self.works(day) {
                left -= 1;
            }
            if day - self.first >= self.days.len() as i64 {
                break;
            }
        }
        day
    }

    /// An instant in office hours after `at`, `count` working days later.
    pub fn office(&self, at: i64, count: i64, dice: &mut Dice) -> i64 {
        let day = self.working_days_later(number(at), count);
        let opens = instant(day, 0) + 8 * HOUR + 40 * 60 * SECOND;
        let closes = instant(day, 0) + 17 * HOUR + 40 * 60 * SECOND;
        let earliest = if day == number(at) { opens.max(at + 10 * 60 * SECOND) } else { opens };
        if earliest >= closes {
            // Too late today: the next working morning.
            let next = instant(self.working_days_later(day, 1), 0) + 8 * HOUR + 40 * 60 * SECOND;
            return next + dice.between(0, 7200) * SECOND;
        }
        // Soon rather than late within the day.
        let width = (closes - earliest) / SECOND;
        earliest + dice.between(0, width).min(dice.between(0, width)) * SECOND
    }

    /// How many matters of each kind each day brings, in proportion: for each day of the two years, the running sum of
    /// the kinds' weights.
    pub fn weights(&self, corpus: &Corpus) -> Vec<Vec<u64>> {
        let seasons: Vec<_> = corpus.kinds.iter().map(|kind| (kind, corpus.rhythm.season.get(&kind.season))).collect();
        let days = self.today - DAYS_BACK + 1..=self.today;
        days.map(|day| {
            let common = self.pace(day, &corpus.rhythm);
            let month = self.date(day).month() as usize - 1;
            let mut sum = 0;
            let kinds = seasons.iter().map(|(kind, season)| {
                let season = season.map_or(1000, |s| u64::from(s[month]));
                let lunar = self.lunar(day, &kind.season, &corpus.rhythm);
                sum += u64::from(kind.weight) * season * lunar / 1000 * common / 1000;
                sum
            });
            kinds.collect()
        })
        .collect()
    }

    /// What all kinds have in common: weekday, holidays, growth, and how much of today is over.
    fn pace(&self, day: i64, rhythm: &Rhythm) -> u64 {
        let weekday = self.date(day).weekday().to_monday_zero_offset() as usize;
        let free_weekday = weekday < 5 && !self.works(day);
        let worked_weekend = weekday >= 5 && self.works(day);
        let ordinary = if worked_weekend { rhythm.weekday[3] } else { rhythm.weekday[weekday] };
        let mut pace = u64::from(if free_weekday { rhythm.holiday } else { ordinary });
        let age = (day - (self.today - DAYS_BACK)) as u64;
        pace = pace * (1000 + u64::from(rhythm.growth_a_year) * age / 365) / 1000;
        if day == self.today {
            pace = pace * ((self.now - instant(day, 0)) / SECOND).max(0) as u64 / (DAY / SECOND) as u64;
        }
        pace
    }

    /// Wages press in the seven weeks before the lunar year, families talk in the three after it, per mille.
    fn lunar(&self, day: i64, season: &str, rhythm: &Rhythm) -> u64 {
        let nearest = rhythm.spring_festival.iter().map(|f| day - self.number_of(*f)).min_by_key(|d| d.abs());
        match (season, nearest) {
            ("wage", Some(-49..=-2)) => 2300,
            ("wage", Some(-1..=12)) => 300,
            ("newyear", Some(3..=24)) => 1700,
            (_, Some(-1..=5)) => 450,
            _ => 1000,
        }
    }

    /// An hour of arrival on a day, not after now.
    pub fn arrival(&self, day: i64, hours: &[u32; 24], dice: &mut Dice) -> i64 {
        let last = if day == self.today { ((self.now - instant(day, 0)) / HOUR).clamp(0, 23) as usize } else { 23 };
        let hour = dice.weighted(hours.iter().copied().take(last + 1)) as i64;
        let at = instant(day, 0) + hour * HOUR + dice.between(0, 3599) * SECOND;
        at.min(self.now)
    }
}

/// The number of an instant's local day.
pub fn number(at: i64) -> i64 {
    (at + AHEAD).div_euclid(DAY)
}

/// The instant of a local time, microseconds after midnight, of a day.
pub fn instant(day: i64, after_midnight: i64) -> i64 {
    day * DAY - AHEAD + after_midnight
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 November 2026, a Friday, at noon.
    const NOON: i64 = 1_795_147_200 * SECOND;

    fn almanac() -> Almanac {
        let calendar = Calendar::parse("cn.toml", include_str!("../../../../calendars/cn.toml")).unwrap();
        Almanac::new(&calendar, NOON).unwrap()
    }

    #[test]
    fn an_instant_and_its_date_agree() {
        let almanac = almanac();
        assert_eq!(almanac.date_at(NOON), date(2026, 11, 20));
        assert_eq!(almanac.number_of(date(2026, 2, 17)), number(NOON) - 276);
        assert_eq!(almanac.date(almanac.number_of(date(2026, 2, 17))), date(2026, 2, 17));
    }

    #[test]
    fn office_work_is_done_on_working_days_in_office_hours_and_never_earlier() {
        let (almanac, mut dice) = (almanac(), Dice::new(1, 1));
        for step in 0..400 {
            let at = NOON - step * 7 * HOUR;
            let done = almanac.office(at, step % 3, &mut dice);
            assert!(done > at && almanac.works(number(done)));
            let hour = (done + AHEAD).rem_euclid(DAY) / HOUR;
            assert!((8..18).contains(&hour), "{hour}");
        }
    }

    #[test]
    fn wages_peak_before_the_lunar_year_and_mondays_over_sundays() {
        let (almanac, corpus) = (almanac(), Corpus::load().unwrap());
        let weights = almanac.weights(&corpus);
        let wage = corpus.kinds.iter().position(|k| k.category.as_str() == "labour.wage").unwrap();
        let first = almanac.today() - DAYS_BACK + 1;
        let on = |day: Date| &weights[(almanac.number_of(day) - first) as usize];
        let alone = |w: &Vec<u64>, i: usize| w[i] - if i == 0 { 0 } else { w[i - 1] };
        assert!(alone(on(date(2026, 1, 26)), wage) > 2 * alone(on(date(2026, 5, 25)), wage));
        assert!(on(date(2026, 9, 14)).last() > on(date(2026, 9, 13)).last());
        assert_eq!(weights.len(), DAYS_BACK as usize);
    }

    #[test]
    fn nothing_arrives_after_now() {
        let (almanac, mut dice) = (almanac(), Dice::new(1, 2));
        let rhythm = Corpus::load().unwrap().rhythm;
        assert!((0..500).all(|_| almanac.arrival(almanac.today(), &rhythm.hour.anytime, &mut dice) <= NOON));
    }
}
