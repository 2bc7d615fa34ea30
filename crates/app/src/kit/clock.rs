//! The time, as everything in the app reads it. The server hands in the system's clock, tests a fixed one.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A source of the time and the zone in which dates count.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> i64 + Send + Sync>,
    zone: TimeZone,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("zone", &self.zone).finish_non_exhaustive()
    }
}

impl Clock {
    /// `now` answers microseconds UTC.
    pub fn new(now: Arc<dyn Fn() -> i64 + Send + Sync>, zone: TimeZone) -> Self {
        Self { now, zone }
    }

    /// Microseconds UTC.
    pub fn now(&self) -> i64 {
        (self.now)()
    }

    /// The function alone, for parts that only need instants.
    pub fn source(&self) -> Arc<dyn Fn() -> i64 + Send + Sync> {
        Arc::clone(&self.now)
    }

    /// The date in the zone.
    pub fn today(&self) -> Date {
        self.date(self.now())
    }

    /// An instant's date in the zone.
    pub fn date(&self, micros: i64) -> Date {
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(self.zone.clone()).date()
    }

    /// An instant's date and time on a clock on the wall.
    pub fn local(&self, micros: i64) -> jiff::civil::DateTime {
        Self::local_in(&self.zone, micros)
    }

    /// As [`Clock::local`], in another zone.
    pub fn local_in(zone: &TimeZone, micros: i64) -> jiff::civil::DateTime {
        zone.to_datetime(Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// The instant of a local date and time in the zone, microseconds UTC.
    pub fn instant(&self, at: jiff::civil::DateTime) -> Option<i64> {
        at.to_zoned(self.zone.clone()).ok().map(|z| z.timestamp().as_microsecond())
    }

    /// The IANA name of the zone.
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("Asia/Shanghai")
    }
}
