//! Organisations that take matters, what they handle and when they are open.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{DateTime, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::category::CategoryCode;
use crate::label::Label;
use crate::region::{RegionCode, Tier};

/// Number of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BodyId(pub i64);

impl fmt::Display for BodyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What kind of organisation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Mediation centre of a town, county or city: receives and routes.
    Centre,
    /// People's mediation committee.
    Committee,
    /// Committee for one trade or field, such as medical or traffic disputes.
    TradeCommittee,
    Court,
    Procuratorate,
    Police,
    /// Judicial office of a town.
    JudicialOffice,
    LegalAid,
    /// Labour inspection and labour dispute arbitration.
    Labour,
    /// Market supervision, where consumer complaints go.
    MarketSupervision,
    Housing,
    /// Any other department of government.
    Department,
    Union,
    WomensFederation,
    ConsumerAssociation,
    PetitionOffice,
    /// The desk of the 12345 line.
    Hotline,
    Company,
    /// Room of a village, a community or a grid.
    Station,
}

impl BodyKind {
    pub const ALL: [Self; 19] = [
        Self::Centre,
        Self::Committee,
        Self::TradeCommittee,
        Self::Court,
        Self::Procuratorate,
        Self::Police,
        Self::JudicialOffice,
        Self::LegalAid,
        Self::Labour,
        Self::MarketSupervision,
        Self::Housing,
        Self::Department,
        Self::Union,
        Self::WomensFederation,
        Self::ConsumerAssociation,
        Self::PetitionOffice,
        Self::Hotline,
        Self::Company,
        Self::Station,
    ];

    /// Whether it sends on what arises in its area. Who coordinates anywhere else would have a whole area for work of the own body.
    pub const fn routes(self) -> bool {
        matches!(self, Self::Centre | Self::Committee | Self::Station)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Committee => "committee",
            Self::TradeCommittee => "trade_committee",
            Self::Court => "court",
            Self::Procuratorate => "procuratorate",
            Self::Police => "police",
            Self::JudicialOffice => "judicial_office",
            Self::LegalAid => "legal_aid",
            Self::Labour => "labour",
            Self::MarketSupervision => "market_supervision",
            Self::Housing => "housing",
            Self::Department => "department",
            Self::Union => "union",
            Self::WomensFederation => "womens_federation",
            Self::ConsumerAssociation => "consumer_association",
            Self::PetitionOffice => "petition_office",
            Self::Hotline => "hotline",
            Self::Company => "company",
            Self::Station => "station",
        }
    }
}

impl fmt::Display for BodyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Not the name of a kind of organisation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of body")]
pub struct UnknownBodyKind(pub String);

impl FromStr for BodyKind {
    type Err = UnknownBodyKind;

    fn from_str(text: &str) -> Result<Self, UnknownBodyKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownBodyKind(text.to_owned()))
    }
}

/// An organisation in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub id: BodyId,
    /// Short code that people and other systems call it by; unique.
    pub code: String,
    pub name: Label,
    pub kind: BodyKind,
    /// The area it serves.
    pub region: RegionCode,
    pub tier: Tier,
    /// The kinds of dispute it handles, narrower ones included; none means all.
    pub fields: Vec<CategoryCode>,
    pub opening: OpeningHours,
    pub phone: Option<String>,
    pub address: Option<Label>,
}

impl Body {
    /// Whether it takes disputes of `category`.
    pub fn handles(&self, category: &CategoryCode) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|field| category.is_within(field))
    }

    /// Whether `region` lies in the area it serves.
    pub fn serves(&self, region: &RegionCode) -> bool {
        region.is_within(&self.region)
    }
}

/// When an organisation is open, in the time zone of its area: for each weekday the ranges, opening included and
/// closing not.
///
/// Written as `Mon-Fri 09:00-12:00,14:00-17:30; Sat 09:00-12:00`; empty means never by the clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpeningHours {
    /// From Monday.
    days: [Vec<(Time, Time)>; 7],
}

/// Opening hours that cannot be read, with the part that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` are no opening hours, such as `Mon-Fri 09:00-12:00,14:00-17:30; Sat 09:00-12:00`")]
pub struct BadOpeningHours(pub String);

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn day_of(text: &str) -> Option<usize> {
    WEEKDAYS.iter().position(|day| day.eq_ignore_ascii_case(text.trim()))
}

fn days_of(text: &str) -> Option<std::ops::RangeInclusive<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (day_of(first)?, day_of(last)?);
    (first <= last).then_some(first..=last)
}

/// Minutes only; `24:00` is the end of the day.
fn time_of(text: &str) -> Option<Time> {
    if text.trim() == "24:00" {
        return Some(Time::MAX);
    }
    let (hour, minute) = text.trim().split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn range_of(text: &str) -> Option<(Time, Time)> {
    let (open, close) = text.split_once('-')?;
    let (open, close) = (time_of(open)?, time_of(close)?);
    (open < close).then_some((open, close))
}

impl OpeningHours {
    /// Whether it is open at the local moment `at`.
    pub fn is_open(&self, at: DateTime) -> bool {
        self.on(at.weekday()).iter().any(|(open, close)| *open <= at.time() && at.time() < *close)
    }

    /// The ranges of a weekday, earliest first.
    pub fn on(&self, weekday: Weekday) -> &[(Time, Time)] {
        &self.days[weekday.to_monday_zero_offset() as usize]
    }

    fn add(&mut self, part: &str) -> Option<()> {
        let (days, ranges) = part.trim().split_once(' ')?;
        for day in days_of(days)? {
            for range in ranges.split(',') {
                self.days[day].push(range_of(range)?);
            }
            self.days[day].sort_unstable();
            if self.days[day].windows(2).any(|pair| pair[0].1 > pair[1].0) {
                return None;
            }
        }
        Some(())
    }
}

impl FromStr for OpeningHours {
    type Err = BadOpeningHours;

    fn from_str(text: &str) -> Result<Self, BadOpeningHours> {
        let mut hours = Self::default();
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            hours.add(part).ok_or_else(|| BadOpeningHours(part.trim().to_owned()))?;
        }
        Ok(hours)
    }
}

impl TryFrom<String> for OpeningHours {
    type Error = BadOpeningHours;

    fn try_from(text: String) -> Result<Self, BadOpeningHours> {
        text.parse()
    }
}

impl From<OpeningHours> for String {
    fn from(hours: OpeningHours) -> Self {
        hours.to_string()
    }
}

impl fmt::Display for OpeningHours {
    /// The shortest text that reads back as the same hours: neighbouring days with the same ranges stand together.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        let mut first = 0;
        while first < self.days.len() {
            let run = self.days[first..].iter().take_while(|ranges| **ranges == self.days[first]).count();
            if !self.days[first].is_empty() {
                write!(f, "{separator}{}", WEEKDAYS[first])?;
                if run > 1 {
                    write!(f, "-{}", WEEKDAYS[first + run - 1])?;
                }
                for (at, (open, close)) in self.days[first].iter().enumerate() {
                    let before = if at == 0 { ' ' } else { ',' };
                    write!(f, "{before}{:02}:{:02}-", open.hour(), open.minute())?;
                    match *close {
                        Time::MAX => f.write_str("24:00")?,
                        close => write!(f, "{:02}:{:02}", close.hour(), close.minute())?,
                    }
                }
                separator = "; ";
            }
            first += run;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> OpeningHours {
        text.parse().unwrap()
    }

    #[test]
    fn an_office_is_open_from_the_opening_minute_until_just_before_the_closing_one() {
        let office = hours("Mon-Fri 09:00-12:00,14:00-17:30; Sat 09:00-12:00");
        // 2 March 2026 is a Monday.
        let at = |day, hour, minute| jiff::civil::date(2026, 3, day).at(hour, minute, 0, 0);
        assert!(office.is_open(at(2, 9, 0)));
        assert!(office.is_open(at(6, 17, 29)));
        assert!(!office.is_open(at(2, 12, 0)));
        assert!(!office.is_open(at(2, 8, 59)));
        assert!(office.is_open(at(7, 10, 0)));
        assert!(!office.is_open(at(7, 15, 0)));
        assert!(!office.is_open(at(8, 10, 0)));
    }

    #[test]
    fn a_police_station_is_open_up_to_the_last_second_of_the_day() {
        let station = hours("Mon-Sun 00:00-24:00");
        assert!(station.is_open(jiff::civil::date(2026, 3, 1).at(23, 59, 59, 0)));
        assert_eq!(station.to_string(), "Mon-Sun 00:00-24:00");
    }

    #[test]
    fn hours_are_written_as_they_are_read() {
        for text in ["", "Mon-Fri 09:00-17:00", "Mon-Tue 09:00-12:00,14:00-17:30; Thu 09:00-12:00; Sat-Sun 10:00-16:00"]
        {
            assert_eq!(hours(text).to_string(), text);
        }
    }

    #[test]
    fn hours_that_cannot_be_are_refused_with_the_wrong_part() {
        for wrong in [
            "Mon-Fri",
            "Fri-Mon 09:00-17:00",
            "Mon 17:00-09:00",
            "Mon 9-17",
            "Mon 09:00-25:00",
            "Mon 09:00-12:00,11:00-13:00",
            "Yesterday 09:00-12:00",
        ] {
            let text = format!("Sun 09:00-10:00; {wrong}");
            assert_eq!(text.parse::<OpeningHours>(), Err(BadOpeningHours(wrong.to_owned())));
        }
    }

    #[test]
    fn a_body_without_fields_takes_every_kind_and_one_with_fields_the_narrower_kinds_too() {
        let code = |text: &str| CategoryCode::try_from(text).unwrap();
        let mut body = Body {
            id: BodyId(1),
            code: "1".into(),
            name: Label::new("甲", "A"),
            kind: BodyKind::Committee,
            region: "330106".try_into().unwrap(),
            tier: Tier::County,
            fields: vec![],
            opening: OpeningHours::default(),
            phone: None,
            address: None,
        };
        assert!(body.handles(&code("family")));
        body.fields = vec![code("labour")];
        assert!(body.handles(&code("labour.wage")));
        assert!(!body.handles(&code("family")));
        assert!(body.serves(&"330106001".try_into().unwrap()));
        assert!(!body.serves(&"3301".try_into().unwrap()));
    }

    #[test]
    fn every_kind_is_read_back_from_its_own_name() {
        for kind in BodyKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
