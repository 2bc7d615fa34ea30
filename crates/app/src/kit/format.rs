//! How numbers, money, dates and codes are written for a reader. Pure: the day and the zone come in.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::messages::{Args, Lang, Messages};

/// `1234567` as `1,234,567`.
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        grouped.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Cents as yuan: `123450` as `¥1,234.50`.
pub fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}¥{}.{:02}", number((cents / 100) as i64), cents % 100)
}

/// A code in groups of three: `ABCDEFGHJ` as `ABC-DEF-GHJ`.
pub fn code(raw: &str) -> String {
    let plain: Vec<char> = raw.chars().filter(|c| *c != '-').collect();
    plain.chunks(3).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A calendar date (`2026-03-01`) in words.
pub fn date(messages: &Messages, lang: Lang, iso: &str) -> Result<String, jiff::Error> {
    Ok(date_words(messages, lang, iso.parse()?))
}

/// A calendar date in words with its day of the week.
pub fn weekday(messages: &Messages, lang: Lang, iso: &str) -> Result<String, jiff::Error> {
    Ok(weekday_words(messages, lang, iso.parse()?))
}

/// An instant (microseconds UTC) in words, in the region's zone.
pub fn datetime(messages: &Messages, lang: Lang, micros: i64, zone: &str) -> Result<String, jiff::Error> {
    at_time(messages, lang, micros, zone, date_words)
}

/// An instant in words with its day of the week.
pub fn datetime_weekday(messages: &Messages, lang: Lang, micros: i64, zone: &str) -> Result<String, jiff::Error> {
    at_time(messages, lang, micros, zone, weekday_words)
}

/// How a day is written.
type DayWords = fn(&Messages, Lang, Date) -> String;

fn at_time(messages: &Messages, lang: Lang, micros: i64, zone: &str, day: DayWords) -> Result<String, jiff::Error> {
    let local = Timestamp::from_microsecond(micros)?.to_zoned(TimeZone::get(zone)?);
    let mut args = Args::new();
    args.set("date", day(messages, lang, local.date()));
    args.set("time", local.strftime("%H:%M").to_string());
    Ok(messages.text(lang, "kit-datetime", &args))
}

/// An instant's time of day in the region's zone: `15:04`.
pub fn time(micros: i64, zone: &str) -> Result<String, jiff::Error> {
    Ok(Timestamp::from_microsecond(micros)?.to_zoned(TimeZone::get(zone)?).strftime("%H:%M").to_string())
}

/// An instant as RFC 3339, for `<time datetime>`.
pub fn iso(micros: i64) -> Result<String, jiff::Error> {
    Ok(Timestamp::from_microsecond(micros)?.to_string())
}

/// Calendar days from `today` to `day`; negative when it has passed.
pub fn days_until(today: &str, day: &str) -> Result<i64, jiff::Error> {
    let (today, day): (Date, Date) = (today.parse()?, day.parse()?);
    Ok(i64::from(today.until(day)?.get_days()))
}

/// Days away in words: today, tomorrow, in 3 days, 2 days ago.
pub fn relative_day(messages: &Messages, lang: Lang, days: i64) -> String {
    let key = match days {
        0 => "kit-day-today",
        1 => "kit-day-tomorrow",
        -1 => "kit-day-yesterday",
        2.. => "kit-day-ahead",
        _ => "kit-day-ago",
    };
    messages.text(lang, key, &Args::from_iter([("n", days.abs())]))
}

/// How long ago an instant was: a message's key and its number. `None` for more than two weeks, which are told by their date.
pub fn age(now: i64, at: i64) -> Option<(&'static str, i64)> {
    let minutes = (now - at).max(0) / 60_000_000;
    match minutes {
        0 => Some(("kit-ago-now", 0)),
        1..60 => Some(("kit-ago-minutes", minutes)),
        60..1_440 => Some(("kit-ago-hours", minutes / 60)),
        1_440..20_160 => Some(("kit-ago-days", minutes / 1_440)),
        _ => None,
    }
}

/// How long ago an instant was, in words; an earlier one than two weeks ago by its date.
pub fn ago(messages: &Messages, lang: Lang, now: i64, at: i64, zone: &str) -> Result<String, jiff::Error> {
    let Some((key, n)) = age(now, at) else {
        let local = Timestamp::from_microsecond(at)?.to_zoned(TimeZone::get(zone)?);
        return Ok(date_words(messages, lang, local.date()));
    };
    Ok(messages.text(lang, key, &Args::from_iter([("n", n)])))
}

/// `path` with `query` in which each named value is replaced, added, or (none) taken away.
pub fn edit_query(path: &str, query: &str, edits: &[(String, Option<String>)]) -> String {
    let name_of = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let mut pairs: Vec<String> = query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && !edits.iter().any(|(name, _)| *name == name_of(pair)))
        .map(str::to_owned)
        .collect();
    pairs.extend(edits.iter().filter_map(|(name, value)| Some(format!("{name}={}", percent(value.as_ref()?)))));
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// Percent-encodes all but letters, digits and `-._~`.
pub fn percent(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// A name as it stands within a sentence: “Mediation centre” as “mediation centre”.
pub fn lower_first(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

/// The beginning of a story, on one line; `most` in characters.
pub fn excerpt(text: &str, most: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most).chain(['\u{2026}']).collect()
}

fn weekday_words(messages: &Messages, lang: Lang, day: Date) -> String {
    let mut args = Args::new();
    args.set("w", i64::from(day.weekday().to_monday_one_offset()));
    args.set("date", date_words(messages, lang, day));
    messages.text(lang, "kit-weekday", &args)
}

fn date_words(messages: &Messages, lang: Lang, day: Date) -> String {
    let mut args = Args::new();
    // As text, or Fluent would group the year's digits by the reader's custom.
    args.set("y", day.year().to_string());
    args.set("m", i64::from(day.month()));
    args.set("d", i64::from(day.day()));
    messages.text(lang, "kit-date", &args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::source::Source;
    use crate::kit::templates::Templates;

    fn templates() -> Templates {
        Templates::load(Source::Embedded).unwrap()
    }

    #[test]
    fn a_long_story_is_cut_by_characters_and_a_short_one_is_not() {
        assert_eq!(excerpt("a\n b", 3), "a b");
        let cut = excerpt(&"\u{697c}".repeat(9), 8);
        assert_eq!((cut.chars().count(), cut.ends_with('\u{2026}')), (9, true));
    }

    #[test]
    fn money_is_grouped_and_keeps_its_cents() {
        assert_eq!(money(123_450), "¥1,234.50");
        assert_eq!(money(-5), "-¥0.05");
        assert_eq!(number(-1_234_567), "-1,234,567");
        assert_eq!(number(100), "100");
    }

    #[test]
    fn a_code_is_read_in_threes_however_it_was_written() {
        assert_eq!(code("ABCDEFGHJ"), "ABC-DEF-GHJ");
        assert_eq!(code("ABC-DEF-GHJ"), "ABC-DEF-GHJ");
    }

    #[test]
    fn a_date_is_written_in_the_readers_way() {
        let templates = templates();
        let messages = templates.messages();
        assert_eq!(date(messages, Lang::Zh, "2026-03-01").unwrap(), "2026年3月1日");
        assert_eq!(date(messages, Lang::En, "2026-03-01").unwrap(), "1 March 2026");
    }

    #[test]
    fn an_instant_is_told_in_the_regions_zone() {
        let templates = templates();
        let micros = "2026-03-01T16:30:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        let told = datetime(templates.messages(), Lang::Zh, micros, "Asia/Shanghai").unwrap();
        assert_eq!(told, "2026年3月2日 00:30");
    }

    #[test]
    fn an_instant_is_told_by_how_long_ago_it_was_and_a_distant_one_by_its_date() {
        let templates = templates();
        let now = "2026-03-20T16:30:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        let told = |minutes: i64| {
            ago(templates.messages(), Lang::En, now, now - minutes * 60_000_000, "Asia/Shanghai").unwrap()
        };
        assert_eq!(
            [told(0), told(59), told(60), told(1_440 * 13)].join(", "),
            "just now, 59 minutes ago, 1 hour ago, 13 days ago"
        );
        assert_eq!(told(1_440 * 20), "1 March 2026");
        assert_eq!(told(-5), "just now");
    }

    #[test]
    fn days_are_counted_on_the_calendar_across_months() {
        assert_eq!(days_until("2026-02-27", "2026-04-01").unwrap(), 33);
        assert_eq!(days_until("2026-03-01", "2026-02-28").unwrap(), -1);
    }

    #[test]
    fn a_query_is_edited_one_value_at_a_time() {
        let edits = [("page".to_owned(), Some("a b".to_owned())), ("q".to_owned(), None)];
        assert_eq!(edit_query("/desk", "q=x&late=1&page=2", &edits), "/desk?late=1&page=a%20b");
        assert_eq!(edit_query("/desk", "q=x", &edits[1..]), "/desk");
    }
}
