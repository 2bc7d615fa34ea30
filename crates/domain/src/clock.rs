//! Clocks: how long each step may take, what may hold it up, and where that is written.

use serde::{Deserialize, Serialize};

use crate::calendar::Limit;
use crate::label::Label;
use crate::playbook::{Condition, Facts};

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),* $(,)? })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in data files, events, URLs and message keys.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    )* };
}

words! {
    /// Why a clock may stand still: only what its data file allows.
    PauseReason {
        /// An expert examines something (在线调解规则 art. 26: the time of an appraisal does not count).
        Appraisal = "appraisal",
        /// A party was asked for something and has not brought it.
        WaitingParty = "waiting_party",
        /// A party asked for time: ill, away, in mourning.
        PartyAway = "party_away",
        /// Another proceeding has to end first.
        OtherProceeding = "other_proceeding",
        /// Flood, epidemic, or what else nobody can help.
        ForceMajeure = "force_majeure",
    }
    /// Who must agree before a limit is made longer.
    ExtendBy {
        AllParties = "all parties", Supervisor = "supervisor", Coordinator = "coordinator",
        /// The court's president, of the court's own time: staff only note it.
        Court = "court",
    }
    /// What follows when a clock runs out.
    LapseAct {
        /// It stands in the late lists of whoever has the matter, and in the story that the parties read; they get a notice.
        Tell = "tell",
        /// The body above urges whoever is responsible, in the name of the rule.
        Urge = "urge",
        /// The matter goes up a tier.
        Rise = "rise",
    }
    /// Who has the time: the house, which is late after it; the parties, who may or may not use it; or the court, whose days are watched
    /// and count against nobody here.
    Whose { House = "house", Parties = "parties", Court = "court" }
    /// How near the end is.
    Nearness { Amber = "amber", Red = "red" }
}

/// A moment before the end at which those who have the matter are told: a part of the time, or the day from which it is due soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum WarnPoint {
    /// So many parts of so many have passed; less than the whole.
    Part { passed: u8, of: u8 },
    /// The first of the working days before its end that `warn_days` counts.
    Soon,
}

impl std::fmt::Display for WarnPoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Part { passed, of } => write!(f, "{passed}/{of}"),
            Self::Soon => f.write_str("soon"),
        }
    }
}

/// The text is no part of a time, such as `1/2`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no part of a time, such as `1/2`")]
pub struct NoWarnPoint(String);

impl TryFrom<String> for WarnPoint {
    type Error = NoWarnPoint;

    fn try_from(text: String) -> Result<Self, NoWarnPoint> {
        if text == "soon" {
            return Ok(Self::Soon);
        }
        let parts = text.split_once('/').and_then(|(passed, of)| Some((passed.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((passed, of)) if 0 < passed && passed < of => Ok(Self::Part { passed, of }),
            _ => Err(NoWarnPoint(text)),
        }
    }
}

impl From<WarnPoint> for String {
    fn from(point: WarnPoint) -> Self {
        point.to_string()
    }
}

/// How a limit may be made longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    pub by: ExtendBy,
    /// By how much, each time.
    pub once: Limit,
    /// How many times.
    #[serde(default = "one")]
    pub times: u8,
}

const fn one() -> u8 {
    1
}

/// A time limit of a playbook, or of a channel.
#[derive(Clone, Debug, Serialize)]
pub struct ClockSpec {
    /// Unique in its file, such as `accept` or `mediate`.
    pub id: String,
    /// The file's id: `general`, `petition`.
    pub set: String,
    pub name: Label,
    /// The event that starts it, without its version, such as `matter.accepted`.
    pub from: String,
    /// The events that stop it, whichever comes first.
    pub until: Vec<String>,
    pub limit: Limit,
    pub extend: Option<Extend>,
    /// Why it may stand still; for no other reason.
    pub pause: Vec<PauseReason>,
    /// What follows when it runs out.
    pub lapse: Vec<LapseAct>,
    pub whose: Whose,
    /// From how many working days before its end it is due soon.
    pub warn_days: Option<u16>,
    /// When those who have the matter are told before its end; none for limits in hours.
    pub warn: Vec<WarnPoint>,
    /// Where the limit is written; shown beside every deadline.
    pub source: Label,
    /// Of which matters it is; all where it says nothing.
    #[serde(skip)]
    pub(crate) when: Option<Condition>,
    /// Those matters in words, wherever there is a `when`: nobody is shown a rule as it is written.
    #[serde(skip)]
    pub only: Option<Label>,
}

impl ClockSpec {
    /// Whether an event of this kind, with or without its version, starts it.
    pub fn starts_at(&self, event: &str) -> bool {
        self.from == stem(event)
    }

    /// The events that stop it.
    pub fn until_events(&self) -> Vec<String> {
        self.until.clone()
    }

    /// Whether an event of this kind, with or without its version, stops it.
    pub fn stops_at(&self, event: &str) -> bool {
        self.until.iter().any(|until| until == stem(event))
    }

    /// Whether it is one of such a matter's.
    pub fn concerns(&self, facts: &Facts) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds_for(facts))
    }

    /// Its key among all clocks: `general/mediate`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.set, self.id)
    }
}

/// The kind of an event without its version: `matter.accepted` of `matter.accepted.v1`.
pub(crate) fn stem(event: &str) -> &str {
    match event.rsplit_once(".v") {
        Some((stem, version)) if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_knows_its_events_in_every_version() {
        let clock = ClockSpec {
            id: "accept".into(),
            set: "small".into(),
            name: Label::new("受理", "Accept"),
            from: "matter.reported".into(),
            until: vec!["matter.accepted".into(), "matter.returned".into()],
            limit: Limit::WorkingDays(3),
            extend: None,
            pause: Vec::new(),
            lapse: vec![LapseAct::Tell],
            whose: Whose::House,
            warn_days: None,
            warn: Vec::new(),
            source: Label::new("甲", "A"),
            when: None,
            only: None,
        };
        assert!(clock.starts_at("matter.reported.v2"));
        assert!(clock.starts_at("matter.reported"));
        assert!(!clock.starts_at("matter.reported.vague"));
        assert!(clock.stops_at("matter.returned.v1"));
        assert!(!clock.stops_at("matter.reported.v1"));
        assert_eq!(clock.key(), "small/accept");
    }

    #[test]
    fn a_warning_point_is_a_part_of_the_time_and_less_than_the_whole() {
        let read = |text: &str| WarnPoint::try_from(text.to_owned());
        assert_eq!(read("3/4"), Ok(WarnPoint::Part { passed: 3, of: 4 }));
        assert_eq!(read("soon").map(String::from).as_deref(), Ok("soon"));
        for wrong in ["", "1", "0/2", "2/2", "3/2", "half"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
