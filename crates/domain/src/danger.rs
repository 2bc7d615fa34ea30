//! Signs of danger in a matter: seen at once, told to whoever is on duty, decided by people.
//!
//! Only the matter is marked, never a person, and the mark can be lifted. What was seen, made of it and done is on record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::code::MatterCode;
use crate::event::facts;
use crate::matter::{
    AccountId, ClockStopped, DangerKind, DangerState, DangerStep, Event, Matter, Meta, Recorded, Rules, SignSource,
    ToldBy, Urgency, UrgencySet, next_no, with_clocks,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

facts! {
    /// A sign was seen; which words or answers speak of it stands in the report.
    DangerSeen {
        no: u32, on: Date, kinds: Vec<DangerKind>, by: SignSource,
        /// What somebody says who saw it.
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
        /// The duplicate that it came with.
        #[serde(default, skip_serializing_if = "Option::is_none")] from: Option<MatterCode>,
    }
    /// Whoever is on duty was told.
    DangerTold { on: Date, body: BodyId, accounts: Vec<AccountId>, by: ToldBy }
    /// A person found that it is so.
    DangerConfirmed {
        on: Date, kinds: Vec<DangerKind>,
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
        /// The duplicate in which it was found.
        #[serde(default, skip_serializing_if = "Option::is_none")] from: Option<MatterCode>,
    }
    /// A person found that it is not.
    DangerSetAside { on: Date, reason: Sealed }
    /// Something was done about it.
    DangerStepTaken {
        no: u32, on: Date, step: DangerStep,
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
        /// The duplicate in which it was done.
        #[serde(default, skip_serializing_if = "Option::is_none")] from: Option<MatterCode>,
    }
    /// It is over.
    DangerLifted { on: Date, reason: Sealed }
    /// What came with a duplicate went back with it.
    DangerWentBack { on: Date, to: MatterCode }
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
    /// The duplicate that it came with.
    pub from: Option<MatterCode>,
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
    /// The duplicate in which it was done.
    pub from: Option<MatterCode>,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub at: i64,
    pub actor: String,
    pub text: Option<Sealed>,
    /// The duplicate in which it was decided.
    pub from: Option<MatterCode>,
}

/// The danger of a matter, with everything that was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Danger {
    pub state: DangerState,
    /// What it is about: as seen, and after the decision as decided.
    pub kinds: Vec<DangerKind>,
    pub signs: Vec<Sign>,
    /// Number of the sign that it began with, after an earlier one was over.
    pub since: u32,
    pub told: Vec<Told>,
    pub decided: Option<Decided>,
    /// Everything that was ever decided: what somebody confirmed stays known once it is over.
    pub decisions: Vec<(DangerState, Decided)>,
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

    /// Every text of it; some came with duplicates and stay under those.
    pub fn texts(&self) -> impl Iterator<Item = &Sealed> {
        let signs = self.signs.iter().filter_map(|sign| sign.text.as_ref());
        let steps = self.steps.iter().filter_map(|step| step.text.as_ref());
        signs.chain(steps).chain(self.decisions.iter().filter_map(|(_, decided)| decided.text.as_ref()))
    }

    /// The signs of what is open now, without those of an earlier danger that is over.
    fn current(&self) -> impl Iterator<Item = &Sign> {
        self.signs.iter().filter(|sign| sign.no >= self.since)
    }

    /// The kinds that this matter's own signs and decisions speak of, whatever came with duplicates.
    fn own_kinds(&self) -> Vec<DangerKind> {
        if self.current().all(|sign| sign.from.is_none()) || self.is_decided_here() {
            return self.kinds.clone();
        }
        kinds_of(self.current().filter(|sign| sign.from.is_none()))
    }

    fn is_decided_here(&self) -> bool {
        self.decided.as_ref().is_some_and(|decided| decided.from.is_none())
    }
}

fn kinds_of<'a>(signs: impl Iterator<Item = &'a Sign>) -> Vec<DangerKind> {
    let mut kinds: Vec<DangerKind> = signs.flat_map(|sign| sign.kinds.iter().copied()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
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
    // What only a duplicate spoke of is new here: the duplicate may go its own way again.
    let known = open.map(Danger::own_kinds).unwrap_or_default();
    if by != SignSource::Person && kinds.iter().all(|kind| known.contains(kind)) {
        return Ok(Vec::new());
    }
    let no = next_sign(matter)?;
    let events = urgently(matter, DangerSeen { no, on: rules.today, kinds, by, text, from: None });
    with_clocks(Some(matter), events, rules)
}

fn next_sign(matter: &Matter) -> Result<u32, Refusal> {
    let signs = matter.danger.as_ref().map(|danger| danger.signs.as_slice()).unwrap_or_default();
    next_no(signs.len(), signs.iter().map(|sign| sign.no).max())
}

fn urgently(matter: &Matter, seen: DangerSeen) -> Vec<Event> {
    let mut events: Vec<Event> = vec![seen.into()];
    if matter.urgency != Urgency::Urgent {
        events.push(UrgencySet { urgency: Urgency::Urgent, because: None }.into());
    }
    events
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
    with_clocks(Some(matter), vec![DangerConfirmed { on: rules.today, kinds, text, from: None }.into()], rules)
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
    with_clocks(Some(matter), vec![DangerStepTaken { no, on: rules.today, step, text, from: None }.into()], rules)
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

/// The danger of a duplicate goes over to the matter that goes on: its sign; that it was confirmed, where nobody has to decide
/// about a danger here anyway; and what was done about it, so that it is not promised anew.
///
/// # Errors
/// As [`see`].
pub fn carry_over(duplicate: &Matter, into: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let Some(danger) = duplicate.danger.as_ref().filter(|danger| danger.is_open()) else { return Ok(Vec::new()) };
    into.require_open()?;
    let here = into.danger.as_ref().filter(|danger| danger.is_open());
    let confirmed = danger.state == DangerState::Confirmed;
    let known = here.is_some_and(|here| danger.kinds.iter().all(|kind| here.own_kinds().contains(kind)));
    let decided = here.is_some_and(|here| here.state == DangerState::Confirmed);
    if known && (decided || !confirmed) {
        return Ok(Vec::new());
    }
    let (on, from, kinds) = (rules.today, Some(duplicate.code.clone()), danger.kinds.clone());
    let text = danger.current().filter_map(|sign| sign.text.clone()).last();
    let no = next_sign(into)?;
    let by = SignSource::Duplicate;
    let mut events = urgently(into, DangerSeen { no, on, kinds: kinds.clone(), by, text, from: from.clone() });
    if confirmed && here.is_none() {
        let text = danger.decided.as_ref().and_then(|decided| decided.text.clone());
        events.push(DangerConfirmed { on, kinds, text, from: from.clone() }.into());
    }
    let begun = danger.current().map(|sign| sign.at).min().unwrap_or(i64::MAX);
    let taken = into.danger.as_ref().map(|danger| danger.steps.as_slice()).unwrap_or_default();
    let first = next_no(taken.len() + danger.steps.len(), taken.iter().map(|taken| taken.no).max())?;
    for (no, taken) in (first..).zip(danger.steps.iter().filter(|taken| taken.at >= begun)) {
        let (step, text, from) = (taken.step, taken.text.clone(), from.clone());
        events.push(DangerStepTaken { no, on, step, text, from }.into());
    }
    with_clocks(Some(into), events, rules)
}

/// What came with a duplicate goes back with it. What this matter's own reports speak of, or people found here, stays: they lift
/// it themselves.
pub(crate) fn goes_back(from: &Matter, to: &MatterCode, rules: &Rules<'_>) -> Vec<Event> {
    let Some(danger) = from.open_danger() else { return Vec::new() };
    if !danger.current().any(|sign| sign.from.as_ref() == Some(to)) {
        return Vec::new();
    }
    let mut events: Vec<Event> = vec![DangerWentBack { on: rules.today, to: to.clone() }.into()];
    let after = from.after(&events, &Meta { at: rules.now, actor: String::new() });
    if after.open_danger().is_none() {
        let running = from.running_clocks().filter(|clock| clock.is_of_danger());
        events.extend(running.map(|clock| ClockStopped { no: clock.no, on: rules.today }.into()));
    }
    events
}

impl Matter {
    /// The danger that somebody still has to see to; none once the matter is over.
    pub fn open_danger(&self) -> Option<&Danger> {
        self.danger.as_ref().filter(|danger| danger.is_open() && self.status.is_open())
    }

    pub(crate) fn apply_danger(&mut self, recorded: &Recorded) {
        let (at, actor) = (recorded.meta.at, &recorded.meta.actor);
        if let Event::DangerSeen(e) = &recorded.event {
            let (kinds, text, from) = (e.kinds.clone(), e.text.clone(), e.from.clone());
            let sign = Sign { no: e.no, on: e.on, at, kinds, by: e.by, text, from };
            let danger = self.danger.get_or_insert_with(|| Danger {
                state: DangerState::Seen,
                kinds: Vec::new(),
                signs: Vec::new(),
                since: e.no,
                told: Vec::new(),
                decided: None,
                decisions: Vec::new(),
                steps: Vec::new(),
            });
            if !danger.is_open() {
                danger.kinds.clear();
                danger.since = e.no;
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
        let mut decide = |state, text: Option<&Sealed>, from: Option<&MatterCode>| {
            danger.state = state;
            danger.decided = Some(Decided { at, actor: actor.clone(), text: text.cloned(), from: from.cloned() });
            danger.decisions.extend(danger.decided.clone().map(|decided| (state, decided)));
        };
        match &recorded.event {
            Event::DangerConfirmed(e) => {
                decide(DangerState::Confirmed, e.text.as_ref(), e.from.as_ref());
                danger.kinds.clone_from(&e.kinds);
            }
            Event::DangerSetAside(e) => decide(DangerState::SetAside, Some(&e.reason), None),
            Event::DangerLifted(e) => decide(DangerState::Lifted, Some(&e.reason), None),
            Event::DangerWentBack(e) => danger.go_back(&e.to),
            Event::DangerTold(e) => danger.told.push(Told { at, body: e.body, accounts: e.accounts.clone(), by: e.by }),
            Event::DangerStepTaken(e) => {
                let (actor, text, from) = (actor.clone(), e.text.clone(), e.from.clone());
                danger.steps.push(StepTaken { no: e.no, at, actor, step: e.step, text, from });
            }
            _ => {}
        }
    }
}

impl Danger {
    fn go_back(&mut self, to: &MatterCode) {
        let came = |from: &Option<MatterCode>| from.as_ref() == Some(to);
        self.signs.retain(|sign| !came(&sign.from));
        self.steps.retain(|step| !came(&step.from));
        self.decisions.retain(|(_, decided)| !came(&decided.from));
        if self.is_decided_here() {
            return;
        }
        let left = kinds_of(self.current());
        if left.is_empty() {
            self.state = DangerState::WentBack;
            self.decided = None;
        } else if self.state == DangerState::Seen {
            self.kinds = left;
        }
    }
}
