//! Signs of danger in a matter: seen at once, told to whoever is on duty, decided by people.
//!
//! Only the matter is marked, never a person, and the mark can be lifted. What a sign was is on record, and so is what people
//! made of it and did about it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::event::facts;
use crate::matter::{
    AccountId, DangerKind, DangerState, DangerStep, Event, Matter, Recorded, Rules, SignSource, ToldBy, Urgency,
    UrgencySet, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

facts! {
    /// A sign was seen; which words or answers speak of it stands in the report.
    DangerSeen {
        no: u32, on: Date, kinds: Vec<DangerKind>, by: SignSource,
        /// What somebody says who saw it.
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
    }
    /// Whoever is on duty was told.
    DangerTold { on: Date, body: BodyId, accounts: Vec<AccountId>, by: ToldBy }
    /// A person found that it is so.
    DangerConfirmed { on: Date, kinds: Vec<DangerKind>, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed> }
    /// A person found that it is not.
    DangerSetAside { on: Date, reason: Sealed }
    /// Something was done about it.
    DangerStepTaken { no: u32, on: Date, step: DangerStep, #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed> }
    /// It is over.
    DangerLifted { on: Date, reason: Sealed }
}

/// A sign of danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    pub no: u32,
    pub on: Date,
    /// Microseconds UTC.
    pub at: i64,
    pub kinds: Vec<DangerKind>,
    pub by: SignSource,
    pub text: Option<Sealed>,
}

/// Who was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub at: i64,
    pub body: BodyId,
    pub accounts: Vec<AccountId>,
    pub by: ToldBy,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTaken {
    pub no: u32,
    pub at: i64,
    /// As the journal writes who did it.
    pub actor: String,
    pub step: DangerStep,
    pub text: Option<Sealed>,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub at: i64,
    pub actor: String,
    pub text: Option<Sealed>,
}

/// The danger of a matter, with everything that was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Danger {
    pub state: DangerState,
    /// What it is about: as seen, and after the decision as decided.
    pub kinds: Vec<DangerKind>,
    pub signs: Vec<Sign>,
    pub told: Vec<Told>,
    pub decided: Option<Decided>,
    pub steps: Vec<StepTaken>,
}

impl Danger {
    /// Whether somebody still has to see to it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DangerState::Seen | DangerState::Confirmed)
    }

    /// Whether nobody was told of the latest sign yet.
    pub fn is_untold(&self) -> bool {
        let latest = self.signs.last().map_or(i64::MIN, |sign| sign.at);
        self.state == DangerState::Seen && self.told.last().is_none_or(|told| told.at < latest)
    }
}

/// A sign is seen. One that says nothing new of a danger that is known is not noted again.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::DangerKindMissing`], [`Refusal::TooMany`].
pub fn see(
    matter: &Matter,
    kinds: Vec<DangerKind>,
    by: SignSource,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if kinds.is_empty() {
        return Err(Refusal::DangerKindMissing);
    }
    let open = matter.danger.as_ref().filter(|danger| danger.is_open());
    if by != SignSource::Person && open.is_some_and(|danger| kinds.iter().all(|kind| danger.kinds.contains(kind))) {
        return Ok(Vec::new());
    }
    let signs = matter.danger.as_ref().map(|danger| danger.signs.as_slice()).unwrap_or_default();
    let no = next_no(signs.len(), signs.iter().map(|sign| sign.no).max())?;
    let mut events: Vec<Event> = vec![DangerSeen { no, on: rules.today, kinds, by, text }.into()];
    if matter.urgency != Urgency::Urgent {
        events.push(UrgencySet { urgency: Urgency::Urgent, because: None }.into());
    }
    with_clocks(Some(matter), events, rules)
}

/// Notes who was told; nothing where somebody was already.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`].
pub fn tell(
    matter: &Matter,
    body: BodyId,
    accounts: Vec<AccountId>,
    by: ToldBy,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if !matter.danger.as_ref().is_some_and(Danger::is_untold) {
        return Ok(Vec::new());
    }
    Ok(vec![DangerTold { on: rules.today, body, accounts, by }.into()])
}

fn open(matter: &Matter) -> Result<&Danger, Refusal> {
    matter.require_open()?;
    matter.danger.as_ref().filter(|danger| danger.is_open()).ok_or(Refusal::NoDanger)
}

/// A person finds that it is so.
///
/// # Errors
/// [`Refusal::NoDanger`], [`Refusal::DangerConfirmed`], [`Refusal::DangerKindMissing`].
pub fn confirm(
    matter: &Matter,
    kinds: Vec<DangerKind>,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    if open(matter)?.state == DangerState::Confirmed {
        return Err(Refusal::DangerConfirmed);
    }
    if kinds.is_empty() {
        return Err(Refusal::DangerKindMissing);
    }
    with_clocks(Some(matter), vec![DangerConfirmed { on: rules.today, kinds, text }.into()], rules)
}

/// A person finds that it is not so, and says why.
///
/// # Errors
/// [`Refusal::NoDanger`]; [`Refusal::DangerConfirmed`]: what was confirmed is lifted once it is over.
pub fn set_aside(matter: &Matter, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if open(matter)?.state == DangerState::Confirmed {
        return Err(Refusal::DangerConfirmed);
    }
    with_clocks(Some(matter), vec![DangerSetAside { on: rules.today, reason }.into()], rules)
}

/// Something is done about it: also before anybody decided, for some things do not wait.
///
/// # Errors
/// [`Refusal::NoDanger`], [`Refusal::TooMany`].
pub fn take_step(
    matter: &Matter,
    step: DangerStep,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let danger = open(matter)?;
    let no = next_no(danger.steps.len(), danger.steps.iter().map(|taken| taken.no).max())?;
    with_clocks(Some(matter), vec![DangerStepTaken { no, on: rules.today, step, text }.into()], rules)
}

/// It is over.
///
/// # Errors
/// [`Refusal::NoDanger`], [`Refusal::DangerUndecided`].
pub fn lift(matter: &Matter, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if open(matter)?.state != DangerState::Confirmed {
        return Err(Refusal::DangerUndecided);
    }
    with_clocks(Some(matter), vec![DangerLifted { on: rules.today, reason }.into()], rules)
}

/// The sign of a duplicate goes over to the matter that goes on.
///
/// # Errors
/// As [`see`].
pub fn carry_over(duplicate: &Matter, into: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    match duplicate.danger.as_ref().filter(|danger| danger.is_open()) {
        Some(danger) => see(into, danger.kinds.clone(), SignSource::Words, None, rules),
        None => Ok(Vec::new()),
    }
}

impl Matter {
    /// The danger that somebody still has to see to; none once the matter is over.
    pub fn open_danger(&self) -> Option<&Danger> {
        self.danger.as_ref().filter(|danger| danger.is_open() && self.status.is_open())
    }

    pub(crate) fn apply_danger(&mut self, recorded: &Recorded) {
        let (at, actor) = (recorded.meta.at, &recorded.meta.actor);
        if let Event::DangerSeen(e) = &recorded.event {
            let sign = Sign { no: e.no, on: e.on, at, kinds: e.kinds.clone(), by: e.by, text: e.text.clone() };
            let danger = self.danger.get_or_insert_with(|| Danger {
                state: DangerState::Seen,
                kinds: Vec::new(),
                signs: Vec::new(),
                told: Vec::new(),
                decided: None,
                steps: Vec::new(),
            });
            if !danger.is_open() {
                danger.kinds.clear();
            }
            danger.kinds.extend(&e.kinds);
            danger.kinds.sort_unstable();
            danger.kinds.dedup();
            danger.signs.push(sign);
            if danger.state != DangerState::Confirmed {
                danger.state = DangerState::Seen;
                danger.decided = None;
            }
        }
        let Some(danger) = &mut self.danger else { return };
        let mut decide = |state, text: Option<&Sealed>| {
            danger.state = state;
            danger.decided = Some(Decided { at, actor: actor.clone(), text: text.cloned() });
        };
        match &recorded.event {
            Event::DangerConfirmed(e) => {
                decide(DangerState::Confirmed, e.text.as_ref());
                danger.kinds.clone_from(&e.kinds);
            }
            Event::DangerSetAside(e) => decide(DangerState::SetAside, Some(&e.reason)),
            Event::DangerLifted(e) => decide(DangerState::Lifted, Some(&e.reason)),
            Event::DangerTold(e) => {
                danger.told.push(Told { at, body: e.body, accounts: e.accounts.clone(), by: e.by });
            }
            Event::DangerStepTaken(e) => {
                danger.steps.push(StepTaken { no: e.no, at, actor: actor.clone(), step: e.step, text: e.text.clone() });
            }
            _ => {}
        }
    }
}
