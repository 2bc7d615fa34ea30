//! Clocks: how long each step may take, and where that is written.

use serde::{Deserialize, Serialize};

use crate::calendar::Limit;
use crate::label::Label;

/// Who must agree before a limit is made longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExtendBy {
    #[serde(rename = "all parties")]
    AllParties,
    #[serde(rename = "supervisor")]
    Supervisor,
}

/// How a limit may be made longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    pub by: ExtendBy,
    /// By how much, one time only.
    pub once: Limit,
}

/// A time limit of a playbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockSpec {
    /// Unique in its playbook, such as `accept` or `mediate`.
    pub id: String,
    pub name: Label,
    /// The event that starts it, without its version, such as `matter.accepted`.
    pub from: String,
    /// The events that stop it, whichever comes first.
    pub until: Vec<String>,
    pub limit: Limit,
    pub extend: Option<Extend>,
    /// From how many calendar days before its end it is shown as due soon.
    pub warn_days: Option<u16>,
    /// Where the limit is written; shown beside every deadline.
    pub source: Label,
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
            name: Label::new("受理", "Accept"),
            from: "matter.reported".into(),
            until: vec!["matter.accepted".into(), "matter.returned".into()],
            limit: Limit::WorkingDays(3),
            extend: None,
            warn_days: None,
            source: Label::new("甲", "A"),
        };
        assert!(clock.starts_at("matter.reported.v2"));
        assert!(clock.starts_at("matter.reported"));
        assert!(!clock.starts_at("matter.reported.vague"));
        assert!(clock.stops_at("matter.returned.v1"));
        assert!(!clock.stops_at("matter.reported.v1"));
    }
}
