//! Old matters, worked off in three steps: consult 会商, judge 研判, resolve 化解.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::duty::Duties;
use crate::event::facts;
use crate::matter::{BacklogStage, Event, Matter, Rules};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

facts! {
    /// A step was taken with an old matter.
    BacklogStepTaken { on: Date, stage: BacklogStage, text: Sealed }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTaken {
    pub on: Date,
    pub stage: BacklogStage,
    pub text: Sealed,
}

/// Why a matter is old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// Open longer than the duties allow.
    Long,
    /// It came back after its conclusion.
    Reopened,
    /// It was reported again and again.
    Repeated,
}

impl Old {
    /// The word in addresses and message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Reopened => "reopened",
            Self::Repeated => "repeated",
        }
    }
}

/// The first day on which a matter that is open since `opened_on` is old.
pub fn old_from(opened_on: Date, duties: &Duties) -> Date {
    opened_on.saturating_add(i64::from(duties.old_days).days())
}

/// Why an open matter belongs to the backlog, every reason.
pub fn reasons(matter: &Matter, rules: &Rules<'_>) -> Vec<Old> {
    let reasons = [
        (Old::Long, old_from(matter.opened_on, rules.duties) <= rules.today),
        (Old::Reopened, matter.reopened > 0),
        (Old::Repeated, matter.reports.len() >= usize::from(rules.duties.old_reports)),
    ];
    let open = matter.status.is_open();
    reasons.into_iter().filter(|(_, holds)| open && *holds).map(|(old, _)| old).collect()
}

/// Notes a step with what came of it. A step may be repeated; none is left out.
///
/// # Errors
/// [`Refusal::StageFirst`] with the step that comes first, [`Refusal::AlreadyConcluded`].
pub fn take_step(matter: &Matter, stage: BacklogStage, text: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    let missing = BacklogStage::ALL.iter().find(|s| **s < stage && !matter.backlog.iter().any(|t| t.stage == **s));
    if let Some(first) = missing {
        return Err(Refusal::StageFirst { stage: *first });
    }
    Ok(vec![BacklogStepTaken { on: rules.today, stage, text }.into()])
}

impl Matter {
    pub(crate) fn apply_backlog(&mut self, e: &BacklogStepTaken) {
        self.backlog.push(StepTaken { on: e.on, stage: e.stage, text: e.text.clone() });
    }
}
