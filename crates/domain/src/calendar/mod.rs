//! Working days and the deadlines counted with them.
//!
//! Sources of the counting: 民法典 arts 201–203 and 民事诉讼法 art. 85. The day of the event does not count; a month ends on
//! the day of the same number, or on its last day; a limit that ends on a free day ends on the next working day.

mod count;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::data_file::{DataError, Source};
use crate::label::Label;
use crate::region::RegionCode;

pub use count::Count;

/// How long something may take; in data files `{ months = 1 }`, `{ working_days = 3 }`, `{ days = 15 }`, `{ hours = 24 }`,
/// `{ working_hours = 8 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    Hours(u16),
    /// Hours in which offices are open.
    WorkingHours(u16),
    /// Calendar days.
    Days(u16),
    WorkingDays(u16),
    Months(u16),
}

impl Limit {
    /// Why no rule can mean it: nothing at all, or beyond twenty years, as long as the law protects a right at most
    /// (民法典 art. 188).
    pub const fn nonsense(self) -> Option<&'static str> {
        let most = match self {
            Self::Hours(_) | Self::WorkingHours(_) => u16::MAX,
            Self::Days(_) | Self::WorkingDays(_) => 20 * 366,
            Self::Months(_) => 20 * 12,
        };
        match self.amount() {
            0 => Some("a limit must be longer than nothing"),
            n if n > most => Some("a limit must not be longer than twenty years"),
            _ => None,
        }
    }

    /// The number, whatever its unit.
    pub const fn amount(self) -> u16 {
        match self {
            Self::Hours(n) | Self::WorkingHours(n) | Self::Days(n) | Self::WorkingDays(n) | Self::Months(n) => n,
        }
    }
}

/// What a calendar does about a year that it lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// Counts Monday to Friday as worked, and says so.
    Weekdays,
    /// Gives no answer.
    Refuse,
}

/// Why a day is worked or free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    Weekday,
    /// Worked in exchange for a holiday though it is a weekend.
    MakeUp,
    Weekend,
    Holiday(Label),
}

/// A day as the calendar sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub kind: DayKind,
    /// The year whose holidays the calendar lacks, when it had to go by the weekday alone.
    pub fallback: Option<i16>,
}

impl Day {
    pub fn is_working(&self) -> bool {
        matches!(self.kind, DayKind::Weekday | DayKind::MakeUp)
    }
}

/// The last day of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub on: Date,
    /// The first year whose holidays the calendar lacks, when the count went by weekdays there.
    pub fallback: Option<i16>,
}

/// Why there is no deadline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("calendar `{calendar}` has no working days for {year}: add the year to its file")]
    YearLacking { calendar: String, year: i16 },
    #[error("the deadline lies beyond the last date that can be written")]
    OutOfRange,
}

#[derive(Clone, Debug, Default)]
struct Year {
    holidays: BTreeMap<Date, Label>,
    working: BTreeSet<Date>,
    source: String,
}

/// The working days of some areas, year by year.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub id: String,
    pub name: Label,
    /// Areas it holds in, with all that lies in them; none means everywhere.
    pub regions: Vec<RegionCode>,
    pub fallback: Fallback,
    roll: bool,
    /// When offices open and close on a working day.
    hours: Option<(Time, Time)>,
    years: BTreeMap<i16, Year>,
    digest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<String>,
    name: Spanned<Label>,
    regions: Vec<Spanned<String>>,
    fallback: Fallback,
    roll: bool,
    hours: Option<Spanned<FileHours>>,
    year: Vec<FileYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHours {
    from: Time,
    to: Time,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileYear {
    year: Spanned<i16>,
    source: Spanned<String>,
    holidays: Vec<FileHoliday>,
    working: Vec<Spanned<Date>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHoliday {
    name: Spanned<Label>,
    from: Spanned<Date>,
    to: Spanned<Date>,
}

impl Calendar {
    /// Reads a calendar from the text of `file` (`calendars/*.toml`).
    ///
    /// # Errors
    /// [`DataError`] for another form, a date outside its year, a day both worked and free, a make-up day that is a
    /// weekday anyway, a repeated year, or a year without its source.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let source = Source { file, text };
        let form: File = source.read()?;
        if form.id.get_ref().trim().is_empty() {
            return Err(source.wrong(form.id.span(), "a calendar needs an id"));
        }
        let mut regions = Vec::new();
        for code in form.regions {
            let span = code.span();
            regions.push(RegionCode::try_from(code.into_inner()).map_err(|e| source.wrong(span, e))?);
        }
        let mut years = BTreeMap::new();
        for year in form.year {
            let (number, span) = (*year.year.get_ref(), year.year.span());
            if years.insert(number, Year::read(&source, year)?).is_some() {
                return Err(source.wrong(span, format_args!("{number} stands here twice")));
            }
        }
        let name = source.label(form.name)?;
        let hours = match form.hours {
            Some(hours) if hours.get_ref().from >= hours.get_ref().to => {
                return Err(source.wrong(hours.span(), "the day's work ends before it begins"));
            }
            hours => hours.map(|hours| (hours.get_ref().from, hours.get_ref().to)),
        };
        let (id, fallback, roll, digest) = (form.id.into_inner(), form.fallback, form.roll, String::new());
        let calendar = Self { id, name, regions, fallback, roll, hours, years, digest };
        Ok(Self { digest: calendar.digested(), ..calendar })
    }

    /// The years whose holidays it has, in order.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.keys().copied()
    }

    /// The notice that the working days of `year` come from.
    pub fn source(&self, year: i16) -> Option<&str> {
        self.years.get(&year).map(|year| year.source.as_str())
    }

    /// What kind of day `date` is.
    ///
    /// # Errors
    /// [`CalendarError::YearLacking`] when it lacks the year and does not fall back to weekdays.
    pub fn day(&self, date: Date) -> Result<Day, CalendarError> {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let usual = if weekend { DayKind::Weekend } else { DayKind::Weekday };
        match (self.years.get(&date.year()), self.fallback) {
            (Some(year), _) => Ok(Day { kind: year.kind(date).unwrap_or(usual), fallback: None }),
            (None, Fallback::Weekdays) => Ok(Day { kind: usual, fallback: Some(date.year()) }),
            (None, Fallback::Refuse) => {
                Err(CalendarError::YearLacking { calendar: self.id.clone(), year: date.year() })
            }
        }
    }

    /// The last day of a limit that begins with an event on `from`, which itself does not count.
    ///
    /// Hours are rounded up to days, and go on over free days.
    ///
    /// # Errors
    /// [`CalendarError`] when the count meets a year that the calendar lacks and refuses, or leaves the range of dates.
    pub fn deadline(&self, from: Date, limit: Limit) -> Result<Due, CalendarError> {
        match limit {
            Limit::Hours(n) => Ok(Due { on: later(from, i64::from(n.div_ceil(24)).days())?, fallback: None }),
            Limit::Days(n) => self.roll_on(later(from, i64::from(n).days())?),
            // A month without that day ends on its last one: jiff constrains to it.
            Limit::Months(n) => self.roll_on(later(from, i64::from(n).months())?),
            // As many days as an office is open for so long: `moment` tells the hour.
            Limit::WorkingHours(n) => self.count_on(from, n.div_ceil(8)),
            Limit::WorkingDays(n) => self.count_on(from, n),
        }
    }

    fn roll_on(&self, on: Date) -> Result<Due, CalendarError> {
        if !self.roll {
            return Ok(Due { on, fallback: None });
        }
        let day = self.day(on)?;
        if day.is_working() {
            return Ok(Due { on, fallback: day.fallback });
        }
        let rolled = self.count_on(on, 1)?;
        Ok(Due { fallback: day.fallback.or(rolled.fallback), ..rolled })
    }

    fn count_on(&self, from: Date, working_days: u16) -> Result<Due, CalendarError> {
        let mut due = Due { on: from, fallback: None };
        let mut left = working_days;
        while left > 0 {
            due.on = due.on.tomorrow().map_err(|_| CalendarError::OutOfRange)?;
            let day = self.day(due.on)?;
            due.fallback = due.fallback.or(day.fallback);
            left -= u16::from(day.is_working());
        }
        Ok(due)
    }
}

fn later(from: Date, span: Span) -> Result<Date, CalendarError> {
    from.checked_add(span).map_err(|_| CalendarError::OutOfRange)
}

impl Year {
    fn kind(&self, date: Date) -> Option<DayKind> {
        if self.working.contains(&date) {
            return Some(DayKind::MakeUp);
        }
        self.holidays.get(&date).cloned().map(DayKind::Holiday)
    }

    fn read(source: &Source, form: FileYear) -> Result<Self, DataError> {
        let mut year = Self { source: form.source.get_ref().clone(), ..Self::default() };
        let number = *form.year.get_ref();
        if year.source.trim().is_empty() {
            return Err(source.wrong(form.source.span(), "a year needs the source of its working days"));
        }
        let within = |date: &Spanned<Date>| match *date.get_ref() {
            date if date.year() == number => Ok(date),
            other => Err(source.wrong(date.span(), format_args!("{other} does not lie in {number}"))),
        };
        for holiday in form.holidays {
            let (from, to) = (within(&holiday.from)?, within(&holiday.to)?);
            if to < from {
                return Err(source.wrong(holiday.to.span(), "a holiday ends before it begins"));
            }
            let name = source.label(holiday.name)?;
            for date in from.series(1.day()).take_while(|date| *date <= to) {
                year.holidays.insert(date, name.clone());
            }
        }
        for spanned in form.working {
            let date = within(&spanned)?;
            if year.holidays.contains_key(&date) {
                return Err(source.wrong(spanned.span(), format_args!("{date} is both a holiday and worked")));
            }
            if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
                return Err(source.wrong(spanned.span(), format_args!("{date} is a weekday, worked anyway")));
            }
            year.working.insert(date);
        }
        Ok(year)
    }
}

/// All calendars, of which the one for the narrowest area holds.
#[derive(Clone, Debug)]
pub struct Calendars(Vec<Calendar>);

impl Calendars {
    /// Reads every calendar from (file name, text).
    ///
    /// # Errors
    /// Every file that is wrong, a repeated id, or no calendar that holds everywhere.
    pub fn load<F, T>(files: impl IntoIterator<Item = (F, T)>) -> Result<Self, Vec<DataError>>
    where
        F: AsRef<str>,
        T: AsRef<str>,
    {
        let (mut all, mut errors) = (Vec::<Calendar>::new(), Vec::new());
        for (file, text) in files {
            let file = file.as_ref();
            match Calendar::parse(file, text.as_ref()) {
                Ok(calendar) if all.iter().any(|other| other.id == calendar.id) => {
                    let reason = format!("another calendar is called `{}` already", calendar.id);
                    errors.push(DataError { file: file.to_owned(), line: 1, reason });
                }
                Ok(calendar) => all.push(calendar),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() && !all.iter().any(|calendar| calendar.regions.is_empty()) {
            let reason = "no calendar holds everywhere (`regions = []`)".to_owned();
            errors.push(DataError { file: "calendars".to_owned(), line: 1, reason });
        }
        if errors.is_empty() { Ok(Self(all)) } else { Err(errors) }
    }

    /// The calendar of the narrowest area around `region`, else the one that holds everywhere.
    pub fn for_region(&self, region: &RegionCode) -> &Calendar {
        let named = |area: &RegionCode| self.0.iter().find(|calendar| calendar.regions.contains(area));
        let everywhere = || self.0.iter().find(|calendar| calendar.regions.is_empty());
        // `load` saw to it that one holds everywhere.
        region.ancestors().find_map(|area| named(&area)).or_else(everywhere).unwrap_or(&self.0[0])
    }

    pub fn iter(&self) -> impl Iterator<Item = &Calendar> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const SHIPPED: &str = include_str!("../../../../calendars/cn.toml");

    fn cn() -> Calendar {
        Calendar::parse("cn.toml", SHIPPED).unwrap()
    }

    fn due(from: Date, limit: Limit) -> Date {
        let due = cn().deadline(from, limit).unwrap();
        assert_eq!(due.fallback, None);
        due.on
    }

    fn small(rest: &str) -> String {
        format!(
            "id = \"x\"\nname = {{ zh = \"甲\", en = \"X\" }}\nregions = []\nfallback = \"refuse\"\nroll = true\n{rest}"
        )
    }

    #[test]
    fn spring_festival_2026_is_free_from_15_to_23_february_and_its_saturdays_before_and_after_are_worked() {
        let calendar = cn();
        for day in 15..=23 {
            let day = calendar.day(date(2026, 2, day)).unwrap();
            assert_eq!(day.kind, DayKind::Holiday(Label::new("春节", "Spring Festival")));
        }
        for day in [14, 28] {
            assert_eq!(calendar.day(date(2026, 2, day)).unwrap().kind, DayKind::MakeUp);
        }
        assert!(calendar.day(date(2026, 2, 24)).unwrap().is_working());
    }

    #[test]
    fn the_shipped_years_have_as_many_working_days_as_the_notices_give() {
        let calendar = cn();
        let count = |year| {
            let days = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
            days.filter(|day| calendar.day(*day).unwrap().is_working()).count()
        };
        assert_eq!([2024, 2025, 2026].map(count), [251, 248, 248]);
    }

    #[test]
    fn working_days_are_counted_over_spring_festival_2026() {
        // Friday 13 February: Saturday 14 is worked (1), then nothing until Tuesday 24 (2) and Wednesday 25 (3).
        assert_eq!(due(date(2026, 2, 13), Limit::WorkingDays(3)), date(2026, 2, 25));
        assert_eq!(due(date(2026, 2, 14), Limit::WorkingDays(1)), date(2026, 2, 24));
        // Thursday 26: Friday 27 (1), the worked Saturday 28 (2), Monday 2 March (3).
        assert_eq!(due(date(2026, 2, 26), Limit::WorkingDays(3)), date(2026, 3, 2));
    }

    #[test]
    fn working_days_are_counted_over_national_day_2025() {
        // Tuesday 30 September: 1 to 8 October are free, so Thursday 9 (1), Friday 10 (2), the worked Saturday 11 (3).
        assert_eq!(due(date(2025, 9, 30), Limit::WorkingDays(3)), date(2025, 10, 11));
        // Friday 26 September: the worked Sunday 28 (1), Monday 29 (2), Tuesday 30 (3).
        assert_eq!(due(date(2025, 9, 26), Limit::WorkingDays(3)), date(2025, 9, 30));
    }

    #[test]
    fn a_month_that_ends_in_a_holiday_ends_on_the_next_working_day() {
        assert_eq!(due(date(2026, 1, 16), Limit::Months(1)), date(2026, 2, 24));
        assert_eq!(due(date(2025, 9, 2), Limit::Months(1)), date(2025, 10, 9));
        // On a make-up Saturday it ends that day.
        assert_eq!(due(date(2026, 1, 14), Limit::Months(1)), date(2026, 2, 14));
    }

    #[test]
    fn days_that_end_on_a_weekend_end_on_monday() {
        // 1 March 2026 + 6 = Saturday 7.
        assert_eq!(due(date(2026, 3, 1), Limit::Days(6)), date(2026, 3, 9));
        assert_eq!(due(date(2026, 3, 1), Limit::Days(5)), date(2026, 3, 6));
    }

    #[test]
    fn a_month_without_that_day_ends_on_its_last_day() {
        // 2024 is a leap year: 29 February, a Thursday.
        assert_eq!(due(date(2024, 1, 31), Limit::Months(1)), date(2024, 2, 29));
        assert_eq!(due(date(2024, 2, 29), Limit::Months(12)), date(2025, 2, 28));
        // 30 April 2026 is a Thursday.
        assert_eq!(due(date(2026, 3, 31), Limit::Months(1)), date(2026, 4, 30));
    }

    #[test]
    fn hours_go_on_over_free_days() {
        assert_eq!(due(date(2026, 2, 14), Limit::Hours(24)), date(2026, 2, 15));
        assert_eq!(due(date(2026, 2, 14), Limit::Hours(25)), date(2026, 2, 16));
        assert_eq!(due(date(2026, 2, 14), Limit::Hours(2)), date(2026, 2, 15));
    }

    #[test]
    fn without_rolling_a_limit_may_end_on_a_free_day() {
        let text = SHIPPED.replace("\nroll = true", "\nroll = false");
        let calendar = Calendar::parse("cn.toml", &text).unwrap();
        assert_eq!(calendar.deadline(date(2026, 1, 16), Limit::Months(1)).unwrap().on, date(2026, 2, 16));
    }

    #[test]
    fn a_year_that_is_lacking_is_counted_by_weekdays_and_says_so() {
        // Thursday 31 December 2026; 1 January 2027 is taken for a working Friday.
        let found = cn().deadline(date(2026, 12, 31), Limit::WorkingDays(1)).unwrap();
        assert_eq!(found, Due { on: date(2027, 1, 1), fallback: Some(2027) });
        let found = cn().deadline(date(2026, 12, 2), Limit::Months(1)).unwrap();
        assert_eq!(found, Due { on: date(2027, 1, 4), fallback: Some(2027) });
    }

    #[test]
    fn a_year_that_is_lacking_is_refused_when_the_calendar_says_so() {
        let calendar = Calendar::parse("x.toml", &small("year = []\n")).unwrap();
        let error = CalendarError::YearLacking { calendar: "x".into(), year: 2030 };
        assert_eq!(calendar.deadline(date(2030, 1, 1), Limit::WorkingDays(1)), Err(error.clone()));
        assert_eq!(calendar.day(date(2030, 1, 1)), Err(error));
    }

    proptest::proptest! {
        #[test]
        fn a_limit_in_working_days_ends_on_one_and_has_as_many_before_it(day in 0_i64..900, limit in 1_u16..40) {
            let calendar = cn();
            let from = date(2024, 1, 1) + day.days();
            let on = calendar.deadline(from, Limit::WorkingDays(limit)).unwrap().on;
            let is_working = |date: &Date| calendar.day(*date).unwrap().is_working();
            let counted = from.tomorrow().unwrap().series(1.day()).take_while(|date| *date <= on).filter(is_working);
            proptest::prop_assert!(is_working(&on));
            proptest::prop_assert_eq!(counted.count(), usize::from(limit));
        }

        #[test]
        fn a_limit_never_ends_on_a_free_day_nor_before_its_event(day in 0_i64..900, limit in 1_u16..120) {
            let calendar = cn();
            let from = date(2024, 1, 1) + day.days();
            for limit in [Limit::Days(limit), Limit::Months(limit.div_ceil(12))] {
                let on = calendar.deadline(from, limit).unwrap().on;
                proptest::prop_assert!(on > from && calendar.day(on).unwrap().is_working());
            }
        }
    }

    #[test]
    fn a_deadline_beyond_the_last_date_is_refused() {
        assert_eq!(cn().deadline(Date::MAX, Limit::Days(1)), Err(CalendarError::OutOfRange));
        assert_eq!(cn().deadline(Date::MAX, Limit::WorkingDays(1)), Err(CalendarError::OutOfRange));
    }

    #[test]
    fn a_wrong_calendar_is_refused_with_file_and_line() {
        let head = "[[year]]\nyear = 2026\nsource = \"s\"\n";
        let name = "name = { zh = \"甲\", en = \"A\" }";
        let holiday = |from: &str, to: &str| format!("holidays = [{{ {name}, from = \"{from}\", to = \"{to}\" }}]\n");
        let cases = [
            (format!("{head}{}working = []\n", holiday("2025-12-31", "2026-01-01")), 9, "does not lie in 2026"),
            (format!("{head}{}working = []\n", holiday("2026-01-02", "2026-01-01")), 9, "before it begins"),
            (format!("{head}{}working = [\"2026-01-03\"]\n", holiday("2026-01-01", "2026-01-03")), 10, "both"),
            (format!("{head}holidays = []\nworking = [\n  \"2026-01-05\"]\n"), 11, "weekday"),
            (format!("{head}holidays = []\nworking = [\"2026-02-30\"]\n"), 10, "2026-02"),
            (format!("{head}holidays = []\nworking = []\n{head}holidays = []\nworking = []\n"), 12, "twice"),
            ("[[year]]\nyear = 2026\nsource = \"\"\nholidays = []\nworking = []\n".into(), 8, "source"),
            (format!("{head}holidays = []\nworking = []\ncolour = 1\n"), 11, "colour"),
        ];
        for (rest, line, reason) in cases {
            let error = Calendar::parse("x.toml", &small(&rest)).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), ("x.toml", line), "{error}");
            assert!(error.reason.contains(reason), "{error}");
        }
        let error = Calendar::parse("x.toml", &small("year = []\n").replace("[]\nf", "[\"33x\"]\nf")).unwrap_err();
        assert_eq!(error.line, 3, "{error}");
    }

    #[test]
    fn the_calendar_of_the_narrowest_area_holds() {
        let local = small("year = []\n").replace("regions = []", "regions = [\"3301\"]");
        let all = Calendars::load([("cn.toml", SHIPPED), ("x.toml", &local)]).unwrap();
        assert_eq!(all.for_region(&"330106".try_into().unwrap()).id, "x");
        assert_eq!(all.for_region(&"3302".try_into().unwrap()).id, "cn");
    }

    #[test]
    fn calendars_that_leave_an_area_without_one_or_share_an_id_are_refused() {
        let local = small("year = []\n").replace("regions = []", "regions = [\"3301\"]");
        assert!(Calendars::load([("x.toml", &local)]).unwrap_err()[0].reason.contains("everywhere"));
        let errors = Calendars::load([("a.toml", SHIPPED), ("b.toml", SHIPPED)]).unwrap_err();
        assert_eq!((errors.len(), errors[0].file.as_str()), (1, "b.toml"));
    }
}
