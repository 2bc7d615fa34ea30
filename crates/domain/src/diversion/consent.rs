//! Whether the parties want a matter to go elsewhere: they are asked, and say so themselves.
//!
//! What a party says stands above what anybody ticks for it. Saying no ends nothing and counts against nobody.

use jiff::civil::Date;

use super::event::{ConsentAsked, ConsentGiven, ConsentRefused};
use super::outward::leaves;
use crate::body::BodyId;
use crate::matter::{Event, Matter, Rules, Status, Wish, next_no, with_clocks};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// A question to parties whether they want a matter to go by an exit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRequest {
    pub no: u32,
    pub on: Date,
    /// Id among the exits.
    pub exit: String,
    /// Who asks.
    pub by: BodyId,
    pub parties: Vec<u32>,
    /// Why it is asked.
    pub text: Option<Sealed>,
    /// What each said, in order; the last word of a party counts.
    pub answers: Vec<ConsentAnswer>,
    /// Asked anew, or gone out: nothing more is to be said.
    pub ended_on: Option<Date>,
}

/// What a party said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentAnswer {
    pub party: u32,
    pub on: Date,
    /// Microseconds UTC.
    pub at: i64,
    pub wish: Wish,
    pub reason: Option<Sealed>,
}

impl ConsentRequest {
    /// The last word of a party.
    pub fn answer_of(&self, party: u32) -> Option<&ConsentAnswer> {
        self.answers.iter().rfind(|answer| answer.party == party)
    }

    /// Parties whose last word is this.
    pub fn saying(&self, wish: Wish) -> impl Iterator<Item = u32> {
        let said = move |no: &u32| self.answer_of(*no).is_some_and(|answer| answer.wish == wish);
        self.parties.iter().copied().filter(said)
    }
}

/// Asks parties whether they want it.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Id among the exits.
    pub exit: String,
    pub parties: Vec<u32>,
    pub text: Option<Sealed>,
}

/// Asks parties; a question about the same exit that is open takes its place.
///
/// # Errors
/// [`Refusal::NoSuchExit`], [`Refusal::NobodyAsked`], [`Refusal::NoSuchEntry`] for a party that is not here (any more), and as
/// [`super::outward::send`] where the matter cannot leave.
pub fn ask(matter: &Matter, cmd: Ask, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let exit = rules.diversions.exit(&cmd.exit).filter(|e| e.concerns(matter)).ok_or(Refusal::NoSuchExit)?;
    leaves(matter, exit)?;
    let Ask { exit, mut parties, text } = cmd;
    parties.sort_unstable();
    parties.dedup();
    let here = |no: u32| matter.party(no).is_some_and(|p| p.left_on.is_none());
    if let Some(no) = parties.iter().find(|no| !here(**no)) {
        return Err(Refusal::NoSuchEntry { no: *no });
    }
    if parties.is_empty() {
        return Err(Refusal::NobodyAsked);
    }
    let no = next_no(matter.consents.len(), matter.consents.iter().map(|c| c.no).max())?;
    let asked = ConsentAsked { no, on: rules.today, exit, by: matter.responsible, parties, text };
    with_clocks(Some(matter), vec![asked.into()], rules)
}

/// A party says what it wants; it may think better of it until the letter has gone out. The same again changes nothing.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ConsentOver`], [`Refusal::ConsentNotAsked`].
pub fn answer(
    matter: &Matter,
    (no, party): (u32, u32),
    wish: Wish,
    reason: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let request = matter.consents.iter().find(|c| c.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if !matter.open_consents().any(|open| open.no == no) {
        return Err(Refusal::ConsentOver);
    }
    let here = matter.party(party).is_some_and(|p| p.left_on.is_none());
    if !here || !request.parties.contains(&party) {
        return Err(Refusal::ConsentNotAsked);
    }
    if request.answer_of(party).is_some_and(|said| said.wish == wish) {
        return Ok(Vec::new());
    }
    let (on, exit) = (rules.today, request.exit.clone());
    let said: Event = match wish {
        Wish::Yes => ConsentGiven { no, on, party, exit }.into(),
        Wish::No => ConsentRefused { no, on, party, exit, reason }.into(),
    };
    with_clocks(Some(matter), vec![said], rules)
}

/// Whether somebody is named who did not say yes on their own page: how they said so has to be noted then.
pub fn is_on_word(matter: &Matter, exit: &str, named: &[u32]) -> bool {
    let request = matter.open_consents().find(|c| c.exit == exit);
    let own = |party: &u32| request.is_some_and(|c| c.saying(Wish::Yes).any(|no| no == *party));
    !named.iter().all(own)
}

/// Who wants it: those whom the staff name, and those who said so themselves.
///
/// # Errors
/// [`Refusal::ConsentRefused`] with the day where somebody is named who said no themselves.
pub(super) fn with_answers(matter: &Matter, exit: &str, mut named: Vec<u32>) -> Result<Vec<u32>, Refusal> {
    let Some(request) = matter.open_consents().find(|c| c.exit == exit) else { return Ok(named) };
    let no = |party: &u32| request.answer_of(*party).filter(|answer| answer.wish == Wish::No);
    if let Some(said) = named.iter().find_map(no) {
        return Err(Refusal::ConsentRefused { on: said.on });
    }
    named.extend(request.saying(Wish::Yes));
    named.sort_unstable();
    named.dedup();
    Ok(named)
}

impl Matter {
    /// Questions that somebody can still answer.
    pub fn open_consents(&self) -> impl Iterator<Item = &ConsentRequest> {
        let gone = matches!(self.status, Status::Settled | Status::Referred | Status::Merged);
        let may_leave = self.archived_on.is_none() && !gone;
        self.consents.iter().filter(move |c| may_leave && c.ended_on.is_none())
    }

    pub(crate) fn apply_consent(&mut self, event: &Event, at: i64) {
        match event {
            Event::ConsentAsked(e) => {
                self.end_consents(&e.exit, e.on);
                self.consents.push(ConsentRequest {
                    no: e.no,
                    on: e.on,
                    exit: e.exit.clone(),
                    by: e.by,
                    parties: e.parties.clone(),
                    text: e.text.clone(),
                    answers: Vec::new(),
                    ended_on: None,
                });
            }
            Event::ConsentGiven(e) => self.said(e.no, (e.party, e.on, at), Wish::Yes, None),
            Event::ConsentRefused(e) => self.said(e.no, (e.party, e.on, at), Wish::No, e.reason.clone()),
            Event::DiversionSent(e) => self.end_consents(&e.exit, e.on),
            _ => {}
        }
    }

    fn said(&mut self, no: u32, (party, on, at): (u32, Date, i64), wish: Wish, reason: Option<Sealed>) {
        if let Some(request) = self.consents.iter_mut().find(|c| c.no == no) {
            request.answers.push(ConsentAnswer { party, on, at, wish, reason });
        }
    }

    fn end_consents(&mut self, exit: &str, on: Date) {
        let open = self.consents.iter_mut().filter(|c| c.exit == exit && c.ended_on.is_none());
        open.for_each(|c| c.ended_on = Some(on));
    }
}
