//! Judicial confirmation (司法确认): the parties apply to the court together within thirty days of effect; the court says in three
//! days whether it takes the application, and rules in fifteen, ten more where its president approves (民事诉讼法 (2023) arts 205, 206;
//! 人民调解法 art. 33; 最高法司法确认规定 (2011) arts 4, 5). Staff note what they hear; the days that they name start and stop the clocks.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::calendar::Limit;
use crate::event::facts;
use crate::matter::{ClockExtended, Event, Matter, Rules, Ruling, Status, next_no, no_such_year, warn_on, with_clocks};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Days from effect within which the parties apply together.
///
/// Source: 人民调解法 art. 33; 民事诉讼法 (2023) art. 205.
pub const APPLY_WITHIN: Limit = Limit::Days(30);

/// The clock of the court's ruling, by the set and id of its data file: what the court extends.
const RULING: (&str, &str) = ("confirmation", "rule");

facts! {
    /// The parties applied together.
    ConfirmationApplied {
        no: u32, on: Date, agreement: u32,
        /// The court, where it is known here.
        #[serde(default, skip_serializing_if = "Option::is_none")] body: Option<BodyId>,
        /// Its name, where it is not.
        #[serde(default, skip_serializing_if = "Option::is_none")] court: Option<Sealed>,
    }
    /// The court took the application.
    ConfirmationAccepted {
        no: u32, on: Date,
        /// Its case number (调确字).
        #[serde(default, skip_serializing_if = "Option::is_none")] number: Option<Sealed>,
    }
    /// The court takes longer, with its president's approval.
    ConfirmationExtended { no: u32, on: Date }
    /// The court ruled, or would not take it, or the parties took the application back.
    ConfirmationRuled {
        no: u32, on: Date, ruling: Ruling,
        #[serde(default, skip_serializing_if = "Option::is_none")] text: Option<Sealed>,
    }
}

/// An application to the court.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub no: u32,
    pub agreement: u32,
    pub applied_on: Date,
    pub body: Option<BodyId>,
    pub court: Option<Sealed>,
    pub accepted_on: Option<Date>,
    pub number: Option<Sealed>,
    pub extended_on: Option<Date>,
    pub ruled: Option<Ruled>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    pub on: Date,
    pub ruling: Ruling,
    pub text: Option<Sealed>,
}

/// The parties have applied.
#[derive(Clone, Debug)]
pub struct Apply {
    pub on: Date,
    pub body: Option<BodyId>,
    pub court: Option<Sealed>,
}

/// The last day to apply for the agreement that is in effect; none where there is none, or the matter came back.
///
/// # Errors
/// [`Refusal::CalendarYear`].
pub fn apply_until(matter: &Matter, rules: &Rules<'_>) -> Result<Option<Date>, Refusal> {
    let Some((_, sealed_on)) = in_effect(matter) else { return Ok(None) };
    Ok(Some(rules.calendar.deadline(sealed_on, APPLY_WITHIN).map_err(no_such_year)?.on))
}

/// The agreement in effect, and since when.
fn in_effect(matter: &Matter) -> Option<(u32, Date)> {
    // A reopening ends what the agreement settled.
    let stands = matches!(matter.status, Status::Agreement | Status::Settled);
    matter.agreement().filter(|_| stands).and_then(|a| a.sealed.map(|(on, _)| (a.no, on)))
}

/// Notes that the parties applied together.
///
/// # Errors
/// [`Refusal::AgreementMissing`], [`Refusal::ConfirmationPending`], [`Refusal::AlreadyConfirmed`]; [`Refusal::DatePast`] before the
/// agreement was in effect, [`Refusal::DateFuture`], [`Refusal::ConfirmationLate`] with the last day.
pub fn apply(matter: &Matter, cmd: Apply, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let (agreement, sealed_on) = in_effect(matter).ok_or(Refusal::AgreementMissing)?;
    let of_it = || matter.confirmations.iter().filter(|c| c.agreement == agreement);
    if of_it().any(|c| c.ruled.is_none()) {
        return Err(Refusal::ConfirmationPending);
    }
    if of_it().any(|c| c.ruled.as_ref().is_some_and(|r| r.ruling == Ruling::Confirmed)) {
        return Err(Refusal::AlreadyConfirmed);
    }
    within(cmd.on, sealed_on, rules)?;
    if let Some(latest) = apply_until(matter, rules)?.filter(|latest| cmd.on > *latest) {
        return Err(Refusal::ConfirmationLate { latest });
    }
    let no = next_no(matter.confirmations.len(), matter.confirmations.iter().map(|c| c.no).max())?;
    let Apply { on, body, court } = cmd;
    noted(matter, on, ConfirmationApplied { no, on, agreement, body, court }, rules)
}

/// Notes that the court took it.
///
/// # Errors
/// [`Refusal::NoConfirmation`] where none waits for that; [`Refusal::DatePast`], [`Refusal::DateFuture`].
pub fn accept(matter: &Matter, on: Date, number: Option<Sealed>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let pending = matter.open_confirmation().filter(|c| c.accepted_on.is_none()).ok_or(Refusal::NoConfirmation)?;
    within(on, pending.applied_on, rules)?;
    noted(matter, on, ConfirmationAccepted { no: pending.no, on, number }, rules)
}

/// Notes that the court takes longer: once, by what the data file says.
///
/// # Errors
/// [`Refusal::NoConfirmation`] where it does not rule now, [`Refusal::ExtensionNotAllowed`], [`Refusal::ExtensionsUsed`].
pub fn extend(matter: &Matter, on: Date, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let pending = matter.open_confirmation().ok_or(Refusal::NoConfirmation)?;
    let accepted_on = pending.accepted_on.ok_or(Refusal::NoConfirmation)?;
    within(on, accepted_on, rules)?;
    let clock = matter.clocks.iter().rfind(|c| (c.set.as_str(), c.clock.as_str()) == RULING && c.stopped_on.is_none());
    let clock = clock.ok_or(Refusal::ExtensionNotAllowed)?;
    let spec = rules.playbook.clock(&clock.key()).ok_or(Refusal::ExtensionNotAllowed)?;
    let extend = spec.extend.ok_or(Refusal::ExtensionNotAllowed)?;
    if clock.longer.len() >= usize::from(extend.times) {
        return Err(Refusal::ExtensionsUsed { most: extend.times });
    }
    let longer: Vec<Limit> = clock.longer.iter().copied().chain([extend.once]).collect();
    let due_on = clock.counted(&clock.pauses, &longer, rules.calendar).map_err(no_such_year)?.unwrap_or(clock.due_on);
    let warn_on = warn_on(due_on, spec.warn_days, rules.calendar);
    let longer = ClockExtended { no: clock.no, due_on, warn_on, by: Some(extend.once) };
    Ok(vec![ConfirmationExtended { no: pending.no, on }.into(), longer.into()])
}

/// Notes how it ended. The court declines before it takes it, and confirms or rejects after; an application may be taken back at
/// any time before.
///
/// # Errors
/// [`Refusal::NoConfirmation`], [`Refusal::ConfirmationNotAccepted`], [`Refusal::ConfirmationAccepted`]; [`Refusal::DatePast`],
/// [`Refusal::DateFuture`].
pub fn rule(
    matter: &Matter,
    on: Date,
    ruling: Ruling,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let pending = matter.open_confirmation().ok_or(Refusal::NoConfirmation)?;
    match (ruling, pending.accepted_on) {
        (Ruling::Confirmed | Ruling::Rejected, None) => return Err(Refusal::ConfirmationNotAccepted),
        (Ruling::Declined, Some(_)) => return Err(Refusal::ConfirmationAccepted),
        _ => {}
    }
    within(on, pending.accepted_on.unwrap_or(pending.applied_on), rules)?;
    noted(matter, on, ConfirmationRuled { no: pending.no, on, ruling, text }, rules)
}

fn within(on: Date, earliest: Date, rules: &Rules<'_>) -> Result<(), Refusal> {
    if on < earliest {
        return Err(Refusal::DatePast { earliest });
    }
    if on > rules.today {
        return Err(Refusal::DateFuture { latest: rules.today });
    }
    Ok(())
}

/// With the clocks that follow, counted from the day that is named: the court does not wait for our note.
fn noted(matter: &Matter, on: Date, event: impl Into<Event>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    with_clocks(Some(matter), vec![event.into()], &Rules { today: on, ..*rules })
}

impl Matter {
    /// The application that waits for the court.
    pub fn open_confirmation(&self) -> Option<&Confirmation> {
        self.confirmations.iter().rfind(|c| c.ruled.is_none())
    }

    pub(crate) fn apply_confirmation(&mut self, event: &Event) {
        let mut with = |no: u32, change: &dyn Fn(&mut Confirmation)| {
            if let Some(one) = self.confirmations.iter_mut().find(|c| c.no == no) {
                change(one);
            }
        };
        match event {
            Event::ConfirmationApplied(e) => self.confirmations.push(Confirmation {
                no: e.no,
                agreement: e.agreement,
                applied_on: e.on,
                body: e.body,
                court: e.court.clone(),
                accepted_on: None,
                number: None,
                extended_on: None,
                ruled: None,
            }),
            Event::ConfirmationAccepted(e) => with(e.no, &|c| {
                c.accepted_on = Some(e.on);
                c.number.clone_from(&e.number);
            }),
            Event::ConfirmationExtended(e) => with(e.no, &|c| c.extended_on = Some(e.on)),
            Event::ConfirmationRuled(e) => with(e.no, &|c| {
                c.ruled = Some(Ruled { on: e.on, ruling: e.ruling, text: e.text.clone() });
            }),
            _ => {}
        }
    }
}
