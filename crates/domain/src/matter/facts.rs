//! What rules may ask of a matter at any time.

use jiff::civil::Date;

use super::{Matter, SessionOutcome, SessionState};
use crate::playbook::Facts;

impl Matter {
    /// The facts of the matter on a day, without what people wrote.
    pub fn facts(&self, today: Date) -> Facts {
        let days = |from: Date| u32::try_from((today - from).get_days()).unwrap_or(0);
        let failed = |state: &SessionState| {
            matches!(state, SessionState::Recorded { outcome: SessionOutcome::Failed | SessionOutcome::Absent, .. })
        };
        let here = self.tiers.here();
        Facts {
            amount: self.reports.iter().filter_map(|r| r.amount).max(),
            parties: count(self.parties.iter().filter(|p| p.left_on.is_none()).count()),
            tier: Some(here.tier),
            // What was joined to it is the same again; so is its coming back.
            repeats: count(self.reports.len().saturating_sub(1)) + self.reopened,
            tier_refusals: self.tiers.refusals,
            days_open: days(self.opened_on),
            days_here: days(here.from_on),
            requests: count(self.tiers.requests.iter().filter(|r| r.on >= here.from_on).count()),
            failed_sessions: count(self.sessions.iter().filter(|s| failed(&s.state)).count()),
            channel: self.report().channel.as_str().to_owned(),
            urgency: self.urgency.as_str().to_owned(),
            category: self.category.as_str().to_owned(),
            origin: self.arrived_from().or_else(|| self.report().source.clone()).unwrap_or_default(),
            ..Facts::default()
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
