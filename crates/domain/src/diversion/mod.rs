//! Diversion: matters that others send here, and the ways from here to others.
//!
//! What comes in carries the sender's paper, and the sender hears back: a receipt, and in the end an answer. What goes out is
//! signed for by whoever takes it; until then whoever sent it stays responsible (首接负责). Where mediation fails, the parties get
//! written advice on what else they can do.

pub mod advice;
pub mod arrival;
pub mod consent;
pub(crate) mod event;
pub mod outward;
pub mod rules;

use jiff::civil::Date;

use crate::body::BodyId;
use crate::matter::{
    Event, ExitKind, Goes, Ground, Handed, Matter, Noted, Procedure, ResultThere, Rules, Status, Way, no_such_year,
};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

pub use consent::ConsentRequest;
use event::AnswerFellDue;
pub use rules::{ActBy, Diversions, ExitSpec, WaySpec};

/// Something that another body sent, with its paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub no: u32,
    pub on: Date,
    /// The report that it brought.
    pub report: u32,
    pub way: Way,
    /// Of a court's: before filing or after.
    pub procedure: Option<Procedure>,
    /// The sender, where it is known here.
    pub sender: Option<BodyId>,
    /// Name, number, contact and wish of the sender (`SourcePaper` as JSON).
    pub paper: Sealed,
    /// The day that the paper bears.
    pub dated_on: Option<Date>,
    /// By when the sender wants an answer.
    pub answer_by: Option<Date>,
    /// Numbers of files of the matter.
    pub files: Vec<u32>,
    /// The last day for the receipt.
    pub receipt_by: Date,
    pub receipted_on: Option<Date>,
    /// Sent back, and why: it is the sender's again.
    pub returned: Option<(Date, Sealed)>,
    /// Day, words, and the day by which the sender agreed to hear more.
    pub interim: Vec<(Date, Sealed, Date)>,
    /// The last day for the answer, once the matter ended.
    pub fell_due: Option<Date>,
    pub answered: Option<(Date, Sealed)>,
}

/// What the sender of an arrival wrote; sealed as JSON, never in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct SourcePaper {
    /// Who sent it, as they call themselves.
    pub sender: String,
    /// The sender's own number: of a case, a ticket, a letter.
    pub number: String,
    /// Whom to call there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// What is asked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub asks: String,
}

/// What a receiver reads; sealed as JSON, never in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Letter {
    /// Who receives it, as it stands on the paper.
    pub receiver: String,
    /// What it is about; what was said in mediation does not belong here.
    pub facts: String,
    /// What is asked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub asks: String,
    /// How and when parties said that they want it, where they did not say so on their own page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub consents_how: String,
}

impl Arrival {
    /// Where it stands: `sign` (a receipt is owed), `work`, `answer` (by a day), `answered`, `returned`.
    pub fn state(&self) -> &'static str {
        match self.wanted() {
            _ if self.returned.is_some() => "returned",
            _ if self.answered.is_some() => "answered",
            _ if self.receipted_on.is_none() => "sign",
            Some(_) => "answer",
            None => "work",
        }
    }

    /// Whether the sender still waits for something.
    pub fn is_open(&self) -> bool {
        self.returned.is_none() && self.answered.is_none()
    }

    /// By when the sender is to hear next; none while nothing is promised yet.
    pub fn wanted(&self) -> Option<Date> {
        match self {
            a if !a.is_open() => None,
            a if a.receipted_on.is_none() => Some(a.receipt_by),
            a => a.answer_due(),
        }
    }

    /// Which rule that day comes from: `receipt`; `agreed` with the sender, `asked` by its paper, or the rule for an `answer`.
    pub fn promise(&self) -> &'static str {
        match self {
            a if a.receipted_on.is_none() => "receipt",
            a if !a.interim.is_empty() => "agreed",
            a if a.answer_by.is_some() => "asked",
            _ => "answer",
        }
    }

    /// The last day for the answer, where there is one: as put off with the sender, else as the sender wished, else as it fell
    /// due with the end.
    pub fn answer_due(&self) -> Option<Date> {
        self.interim.last().map(|(_, _, until)| *until).or(self.answer_by).or(self.fell_due)
    }
}

/// Something that was sent to somebody who settles, decides or helps elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diversion {
    pub no: u32,
    pub on: Date,
    /// Id among the exits.
    pub exit: String,
    pub to: ExitKind,
    pub goes: Goes,
    /// The receiver, where it is known here.
    pub body: Option<BodyId>,
    /// Who sent it, and has it again when it comes back.
    pub by: BodyId,
    pub ground: Ground,
    /// Parties that want it.
    pub consents: Vec<u32>,
    /// What the receiver reads (`Letter` as JSON).
    pub letter: Sealed,
    /// Numbers of files of the matter that go with it.
    pub files: Vec<u32>,
    /// The last day for the receipt.
    pub sign_by: Date,
    pub signed: Option<(Date, Noted)>,
    /// The day by which we ask what came of it.
    pub reply_by: Option<Date>,
    /// Not taken, and why.
    pub refused: Option<(Date, Sealed)>,
    /// Taken back before anybody signed.
    pub recalled: Option<(Date, Sealed)>,
    pub outcome: Option<(Date, ResultThere, Option<Sealed>)>,
    /// The matter ended before anybody signed.
    pub ended_on: Option<Date>,
}

impl Diversion {
    /// Where it stands: `sent`, `signed`, `refused`, `recalled`, `told` (the outcome is known), `ended`.
    pub fn state(&self) -> &'static str {
        match self {
            d if d.refused.is_some() => "refused",
            d if d.recalled.is_some() => "recalled",
            d if d.ended_on.is_some() => "ended",
            d if d.outcome.is_some() => "told",
            d if d.signed.is_some() => "signed",
            _ => "sent",
        }
    }

    /// Whether nobody has signed for it yet.
    pub fn is_pending(&self) -> bool {
        self.state() == "sent"
    }

    /// By when the receiver, or the outcome, is waited for.
    pub fn wanted(&self) -> Option<Date> {
        match self.state() {
            "sent" => Some(self.sign_by),
            "signed" => self.reply_by,
            _ => None,
        }
    }

    /// Which rule that day comes from: for a `receipt`, or for the `reply` once somebody signed.
    pub fn promise(&self) -> &'static str {
        if self.signed.is_some() { "reply" } else { "receipt" }
    }
}

/// Written advice that the parties were given where mediation failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advised {
    /// Ids of the exits that it names.
    pub exits: Vec<String>,
    /// Party, day, and how it reached it.
    pub handed: Vec<(u32, Date, Handed)>,
}

/// Written advice: where mediation ends without settlement the parties are owed it.
#[derive(Clone, Debug)]
pub struct Advice {
    pub text: Sealed,
    /// Ids of the exits that it names.
    pub exits: Vec<String>,
}

/// The answers to senders that fall due because the matter ends with these events.
///
/// # Errors
/// [`Refusal::CalendarYear`].
pub(crate) fn with_answers(matter: &Matter, events: &[Event], rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let ends = |e: &Event| {
        let ended = matches!(e, Event::Concluded(_) | Event::Withdrawn(_) | Event::Returned(_));
        ended || matches!(e, Event::Referred(_) | Event::Merged(_))
    };
    if matter.arrivals.is_empty() || !events.iter().any(ends) {
        return Ok(Vec::new());
    }
    let returned = |no: u32| events.iter().any(|e| matches!(e, Event::ArrivalReturned(r) if r.no == no));
    let mut due = Vec::new();
    for arrival in matter.arrivals.iter().filter(|a| a.is_open() && a.answer_due().is_none() && !returned(a.no)) {
        let Some(way) = rules.diversions.way(arrival.way) else { continue };
        let due_on = rules.calendar.deadline(rules.today, way.answer.limit).map_err(no_such_year)?.on;
        due.push(AnswerFellDue { no: arrival.no, on: rules.today, due_on }.into());
    }
    Ok(due)
}

impl Matter {
    /// The whole matter is on its way to somebody who has not signed for it.
    pub fn pending_diversion(&self) -> Option<&Diversion> {
        self.diversions.iter().find(|d| d.goes == Goes::Whole && d.is_pending() && self.status.is_open())
    }

    /// Bodies that are asked to take something over; each sees what was sent to it and nothing else.
    pub fn receivers(&self) -> Vec<BodyId> {
        self.diversions.iter().filter(|d| d.recalled.is_none()).filter_map(|d| d.body).collect()
    }

    /// Whether mediation failed, so that the parties are owed advice.
    pub fn has_failed(&self) -> bool {
        matches!(self.status, Status::NotSettled | Status::Withdrawn)
    }

    /// Parties that have not got the written advice, of those who took part.
    pub fn advice_owed_to(&self) -> Vec<u32> {
        let Some(advised) = self.advised.as_ref().filter(|_| self.has_failed()) else { return Vec::new() };
        let handed = |no: u32| advised.handed.iter().any(|(party, _, _)| *party == no);
        self.parties.iter().map(|p| p.no).filter(|no| !handed(*no)).collect()
    }

    /// How a court's paper is called where clocks are chosen: `court-ordinary`, `court-summary`, `court-before_filing`.
    pub(crate) fn arrived_from(&self) -> Option<String> {
        let arrival = self.arrivals.iter().find(|a| a.returned.is_none())?;
        Some(match arrival.procedure {
            Some(procedure) => format!("{}-{}", arrival.way.as_str(), procedure.as_str()),
            None => arrival.way.as_str().to_owned(),
        })
    }

    pub(crate) fn apply_arrival(&mut self, event: &Event) {
        match event {
            Event::ArrivalRecorded(e) => self.arrivals.push(arrival::begun(e)),
            Event::ArrivalReceipted(e) => self.with_arrival(e.no, |a| a.receipted_on = Some(e.on)),
            Event::ArrivalReturned(e) => self.with_arrival(e.no, |a| a.returned = Some((e.on, e.reason.clone()))),
            Event::AnswerFellDue(e) => self.with_arrival(e.no, |a| a.fell_due = Some(e.due_on)),
            Event::ArrivalAnswered(e) => self.with_arrival(e.no, |a| match e.until {
                Some(until) => a.interim.push((e.on, e.text.clone(), until)),
                None => a.answered = Some((e.on, e.text.clone())),
            }),
            Event::AdviceHandedOver(e) => {
                self.advised.get_or_insert_default().handed.push((e.party, e.on, e.how));
            }
            other => self.apply_diversion(other),
        }
    }

    fn apply_diversion(&mut self, event: &Event) {
        match event {
            Event::DiversionSent(e) => self.diversions.push(outward::begun(e)),
            Event::DiversionSigned(e) => self.with_diversion(e.no, |d| {
                d.signed = Some((e.on, e.noted));
                d.reply_by = Some(e.reply_by);
            }),
            Event::DiversionRefused(e) => self.with_diversion(e.no, |d| d.refused = Some((e.on, e.reason.clone()))),
            Event::DiversionRecalled(e) => self.with_diversion(e.no, |d| d.recalled = Some((e.on, e.reason.clone()))),
            Event::DiversionOutcome(e) => {
                self.with_diversion(e.no, |d| d.outcome = Some((e.on, e.result, e.text.clone())));
            }
            _ => {}
        }
    }

    fn with_arrival(&mut self, no: u32, change: impl FnOnce(&mut Arrival)) {
        if let Some(arrival) = self.arrivals.iter_mut().find(|a| a.no == no) {
            change(arrival);
        }
    }

    fn with_diversion(&mut self, no: u32, change: impl FnOnce(&mut Diversion)) {
        if let Some(diversion) = self.diversions.iter_mut().find(|d| d.no == no) {
            change(diversion);
        }
    }

    /// Nobody waits any longer that somebody takes the whole of what has ended.
    pub(crate) fn end_diversions(&mut self, on: Date) {
        let pending = |d: &&mut Diversion| d.goes == Goes::Whole && d.is_pending();
        self.diversions.iter_mut().filter(pending).for_each(|d| d.ended_on = Some(on));
    }

    /// What comes back is not answered yet, and nothing is promised to its sender until it ends again.
    pub(crate) fn reopen_diversions(&mut self) {
        self.arrivals.iter_mut().filter(|a| a.is_open()).for_each(|a| a.fell_due = None);
        self.advised = None;
    }
}
