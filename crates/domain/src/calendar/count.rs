//! A limit counted with what made it longer and what held it up, and limits in hours, which end at a moment.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan, Unit};

use super::{Calendar, CalendarError, Due, Limit, later};

/// When work begins and ends where a calendar does not say.
const HOURS: (Time, Time) = (jiff::civil::time(9, 0, 0, 0), jiff::civil::time(17, 0, 0, 0));

/// What a clock is counted from: every deadline can be counted anew with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count<'a> {
    /// The day of the event, which itself does not count.
    pub from: Date,
    pub limit: Limit,
    /// Extensions, in order.
    pub longer: &'a [Limit],
    /// Pauses that are over: the day each began, and the day it ended. The days after the first up to the second do not count.
    pub paused: &'a [(Date, Date)],
}

impl Count<'_> {
    fn parts(&self) -> impl Iterator<Item = Limit> + '_ {
        std::iter::once(self.limit).chain(self.longer.iter().copied())
    }

    fn is_paused(&self, day: Date) -> bool {
        self.paused.iter().any(|(from, to)| day > *from && day <= *to)
    }

    fn paused_days(&self) -> i64 {
        self.paused.iter().map(|(from, to)| i64::from((*to - *from).get_days())).sum()
    }
}

impl Calendar {
    /// The last day of a limit with its extensions and pauses.
    ///
    /// A limit in working days skips those on which it was paused; one in days or months ends as many calendar days
    /// later as it was paused, on the next working day when that is a free one.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn count(&self, count: &Count<'_>) -> Result<Due, CalendarError> {
        if count.longer.is_empty() && count.paused.is_empty() {
            return self.deadline(count.from, count.limit);
        }
        if count.parts().all(|part| matches!(part, Limit::WorkingDays(_))) {
            let days = count.parts().map(|part| u32::from(part.amount())).sum();
            return self.count_unpaused(count, days);
        }
        let mut due = Due { on: count.from, fallback: None };
        for part in count.parts() {
            let next = match part {
                Limit::Days(n) => later(due.on, i64::from(n).days())?,
                Limit::Months(n) => later(due.on, i64::from(n).months())?,
                hours_or_working => {
                    let next = self.deadline(due.on, hours_or_working)?;
                    due.fallback = due.fallback.or(next.fallback);
                    next.on
                }
            };
            due.on = next;
        }
        let rolled = self.roll_on(later(due.on, count.paused_days().days())?)?;
        Ok(Due { on: rolled.on, fallback: due.fallback.or(rolled.fallback) })
    }

    fn count_unpaused(&self, count: &Count<'_>, days: u32) -> Result<Due, CalendarError> {
        let mut due = Due { on: count.from, fallback: None };
        let mut left = days;
        while left > 0 {
            due.on = due.on.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
            let day = self.day(due.on)?;
            due.fallback = due.fallback.or(day.fallback);
            left -= u32::from(day.is_working() && !count.is_paused(due.on));
        }
        Ok(due)
    }

    /// The local moment at which a limit in hours ends; none for other limits, which end with their day.
    ///
    /// # Errors
    /// As [`Calendar::deadline`].
    pub fn moment(&self, from: DateTime, limit: Limit) -> Result<Option<DateTime>, CalendarError> {
        match limit {
            Limit::Hours(n) => after(from, i64::from(n).hours()).map(Some),
            Limit::WorkingHours(n) => self.working_moment(from, n).map(Some),
            _ => Ok(None),
        }
    }

    fn working_moment(&self, from: DateTime, hours: u16) -> Result<DateTime, CalendarError> {
        let (opens, closes) = self.hours.unwrap_or(HOURS);
        let mut left = i64::from(hours) * 3_600;
        let mut at = from;
        loop {
            let (begin, end) = (at.date().to_datetime(opens), at.date().to_datetime(closes));
            at = at.max(begin);
            if at < end && self.day(at.date())?.is_working() {
                let here = at.until((Unit::Second, end)).map_or(0, |span| span.get_seconds());
                if left <= here {
                    return after(at, left.seconds());
                }
                left -= here;
            }
            at = at.date().tomorrow().map_err(|_| CalendarError::OutOfRange)?.at(0, 0, 0, 0);
        }
    }

    /// A short name of what this calendar says, which changes when anything in it that a count depends on does.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    pub(super) fn digested(&self) -> String {
        let mut text = format!("{}|{:?}|{}|{:?}", self.id, self.fallback, self.roll, self.hours);
        for (number, year) in &self.years {
            _ = write!(text, "|{number}:{:?}:{:?}", year.holidays.keys(), year.working);
        }
        // FNV-1a: it tells calendars apart, it proves nothing.
        let hash = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        format!("{}:{hash:016x}", self.id)
    }
}

fn after(from: DateTime, span: Span) -> Result<DateTime, CalendarError> {
    from.checked_add(span).map_err(|_| CalendarError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn cn() -> Calendar {
        Calendar::parse("cn.toml", include_str!("../../../../calendars/cn.toml")).unwrap()
    }

    fn on(from: Date, limit: Limit, longer: &[Limit], paused: &[(Date, Date)]) -> Date {
        cn().count(&Count { from, limit, longer, paused }).unwrap().on
    }

    #[test]
    fn a_month_paused_for_three_days_ends_three_days_later() {
        // From 2 March one month is 2 April; 3 days more is Sunday 5 April, in the Qingming holiday 4–6: Tuesday 7.
        assert_eq!(
            on(date(2026, 3, 2), Limit::Months(1), &[], &[(date(2026, 3, 10), date(2026, 3, 13))]),
            date(2026, 4, 7)
        );
    }

    #[test]
    fn working_days_are_not_used_up_while_paused() {
        // From Monday 2 March, five: Tue 3, Wed 4; paused after Wed 4 until Tue 10; Wed 11, Thu 12, Fri 13.
        let paused = [(date(2026, 3, 4), date(2026, 3, 10))];
        assert_eq!(on(date(2026, 3, 2), Limit::WorkingDays(5), &[], &paused), date(2026, 3, 13));
    }

    #[test]
    fn an_extension_begins_where_the_limit_ends_before_it_is_moved_off_a_free_day() {
        // 60 days from Monday 5 January are Friday 6 March; 30 more Sunday 5 April, in Qingming: Tuesday 7 April.
        assert_eq!(on(date(2026, 1, 5), Limit::Days(60), &[], &[]), date(2026, 3, 6));
        assert_eq!(on(date(2026, 1, 5), Limit::Days(60), &[Limit::Days(30)], &[]), date(2026, 4, 7));
        // Two months from 31 December are 28 February, a worked Saturday; a month counted from 28 February, 28 March, a
        // Saturday: Monday 30.
        assert_eq!(on(date(2025, 12, 31), Limit::Months(2), &[Limit::Months(1)], &[]), date(2026, 3, 30));
    }

    #[test]
    fn hours_end_at_their_moment_whatever_the_day() {
        let from = date(2026, 2, 14).at(23, 30, 0, 0);
        assert_eq!(cn().moment(from, Limit::Hours(2)), Ok(Some(date(2026, 2, 15).at(1, 30, 0, 0))));
        assert_eq!(cn().moment(from, Limit::Days(2)), Ok(None));
    }

    #[test]
    fn working_hours_run_only_while_offices_are_open() {
        // Open 9 to 17. From Friday 13 February at 16:00, four hours: one on Friday, three on the worked Saturday 14.
        let from = date(2026, 2, 13).at(16, 0, 0, 0);
        assert_eq!(cn().moment(from, Limit::WorkingHours(4)), Ok(Some(date(2026, 2, 14).at(12, 0, 0, 0))));
        // Nine hours: one on Friday, eight on Saturday, to the minute when it closes.
        assert_eq!(cn().moment(from, Limit::WorkingHours(9)), Ok(Some(date(2026, 2, 14).at(17, 0, 0, 0))));
        // Ten: the last on Tuesday 24, after Spring Festival.
        assert_eq!(cn().moment(from, Limit::WorkingHours(10)), Ok(Some(date(2026, 2, 24).at(10, 0, 0, 0))));
        // At night it begins in the morning.
        let night = date(2026, 3, 3).at(3, 0, 0, 0);
        assert_eq!(cn().moment(night, Limit::WorkingHours(1)), Ok(Some(date(2026, 3, 3).at(10, 0, 0, 0))));
    }

    #[test]
    fn another_holiday_is_another_calendar_and_another_name_of_it_is_not() {
        let text = include_str!("../../../../calendars/cn.toml");
        let moved =
            Calendar::parse("cn.toml", &text.replace("from = \"2026-05-01\"", "from = \"2026-05-02\"")).unwrap();
        assert_ne!(moved.digest(), cn().digest());
        let named = Calendar::parse("cn.toml", &text.replace("Labour Day", "May Day")).unwrap();
        assert_eq!(named.digest(), cn().digest());
    }
}
