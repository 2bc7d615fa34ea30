//! The way in: the sender's paper, a receipt, an answer; or back to the sender with a reason.

use jiff::civil::Date;

use super::Arrival;
use super::event::{ArrivalAnswered, ArrivalReceipted, ArrivalRecorded, ArrivalReturned};
use crate::body::BodyId;
use crate::matter::{Event, Matter, Procedure, Returned, Rules, Status, Way, next_no, no_such_year, with_clocks};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// The word that a matter bears which went back to whoever sent it.
pub const TO_SENDER: &str = "to_sender";

/// The paper with which something came.
#[derive(Clone, Debug)]
pub struct Record {
    pub way: Way,
    pub procedure: Option<Procedure>,
    /// Number of the report that it brought.
    pub report: u32,
    pub sender: Option<BodyId>,
    pub paper: Sealed,
    pub dated_on: Option<Date>,
    pub answer_by: Option<Date>,
    pub files: Vec<u32>,
}

pub(super) fn begun(e: &ArrivalRecorded) -> Arrival {
    Arrival {
        no: e.no,
        on: e.on,
        report: e.report,
        way: e.way,
        procedure: e.procedure,
        sender: e.sender,
        paper: e.paper.clone(),
        dated_on: e.dated_on,
        answer_by: e.answer_by,
        files: e.files.clone(),
        receipt_by: e.receipt_by,
        receipted_on: None,
        returned: None,
        interim: Vec::new(),
        fell_due: None,
        answered: None,
    }
}

/// Notes who sent a report, and with what paper.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::NoSuchEntry`] for a report or file that is not there, [`Refusal::ArrivalNoted`] where
/// the report has its paper, [`Refusal::ProcedureMissing`] for a court's without it, [`Refusal::DateFuture`], [`Refusal::DatePast`],
/// [`Refusal::TooMany`], [`Refusal::CalendarYear`].
pub fn record(matter: &Matter, cmd: Record, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    if !matter.reports.iter().any(|r| r.no == cmd.report) {
        return Err(Refusal::NoSuchEntry { no: cmd.report });
    }
    if matter.arrivals.iter().any(|a| a.report == cmd.report && a.returned.is_none()) {
        return Err(Refusal::ArrivalNoted);
    }
    if let Some(no) = cmd.files.iter().find(|no| !matter.files.iter().any(|f| f.no == **no)) {
        return Err(Refusal::NoSuchEntry { no: *no });
    }
    if cmd.way == Way::Court && cmd.procedure.is_none() {
        return Err(Refusal::ProcedureMissing);
    }
    if cmd.dated_on.is_some_and(|on| on > rules.today) {
        return Err(Refusal::DateFuture { latest: rules.today });
    }
    if cmd.answer_by.is_some_and(|by| by < rules.today) {
        return Err(Refusal::DatePast { earliest: rules.today });
    }
    let no = next_no(matter.arrivals.len(), matter.arrivals.iter().map(|a| a.no).max())?;
    let receipt = rules.diversions.way(cmd.way).map_or(rules.duties.receipt.limit, |way| way.receipt.limit);
    let receipt_by = rules.calendar.deadline(rules.today, receipt).map_err(no_such_year)?.on;
    let Record { way, procedure, report, sender, paper, dated_on, answer_by, files } = cmd;
    let procedure = procedure.filter(|_| way == Way::Court);
    let recorded = ArrivalRecorded {
        no,
        on: rules.today,
        report,
        way,
        procedure,
        sender,
        paper,
        dated_on,
        answer_by,
        files,
        receipt_by,
    };
    with_clocks(Some(matter), vec![recorded.into()], rules)
}

/// An arrival that somebody still waits for.
fn open(matter: &Matter, no: u32) -> Result<&Arrival, Refusal> {
    let arrival = matter.arrivals.iter().find(|a| a.no == no).ok_or(Refusal::NoSuchEntry { no })?;
    if arrival.is_open() { Ok(arrival) } else { Err(Refusal::ArrivalOver) }
}

/// Gives the sender a receipt. Twice changes nothing.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ArrivalOver`].
pub fn receipt(matter: &Matter, no: u32, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    if open(matter, no)?.receipted_on.is_some() {
        return Ok(Vec::new());
    }
    with_clocks(Some(matter), vec![ArrivalReceipted { no, on: rules.today }.into()], rules)
}

/// The receipts that taking a matter on gives to whoever sent it.
pub(crate) fn receipts(matter: &Matter, rules: &Rules<'_>) -> impl Iterator<Item = Event> {
    let waiting = matter.arrivals.iter().filter(|a| a.is_open() && a.receipted_on.is_none());
    waiting.map(|a| ArrivalReceipted { no: a.no, on: rules.today }.into())
}

/// Sends it back: it is the sender's again. Where nothing else brought the matter, the matter ends with it.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ArrivalOver`], and [`Refusal::WrongStatus`] once mediation began.
pub fn send_back(matter: &Matter, no: u32, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let arrival = open(matter, no)?;
    matter.require_status(&[Status::Reported, Status::Accepted, Status::Assigned])?;
    let on = rules.today;
    let mut events: Vec<Event> = vec![ArrivalReturned { no, on, reason: reason.clone() }.into()];
    if matter.reports.iter().all(|r| r.no == arrival.report) {
        events.push(Returned { on, reason: TO_SENDER.to_owned(), text: Some(reason) }.into());
    }
    with_clocks(Some(matter), events, rules)
}

/// Writes to the sender: the last word once the matter has ended; before that a word in between, with the day by which the
/// sender agreed to hear more.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::ArrivalOver`], [`Refusal::AnswerTooEarly`] for the last word while the matter is open,
/// [`Refusal::NotLater`] or [`Refusal::DatePast`] for a day that gives the sender nothing.
pub fn answer(
    matter: &Matter,
    no: u32,
    text: Sealed,
    until: Option<Date>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    let arrival = open(matter, no)?;
    match until {
        None if matter.status.is_open() => return Err(Refusal::AnswerTooEarly),
        Some(until) if until < rules.today => return Err(Refusal::DatePast { earliest: rules.today }),
        Some(until) => {
            if let Some(due_on) = arrival.answer_due().filter(|due| until <= *due) {
                return Err(Refusal::NotLater { due_on });
            }
        }
        None => {}
    }
    let on = rules.today;
    let mut events: Vec<Event> = Vec::new();
    if arrival.receipted_on.is_none() {
        events.push(ArrivalReceipted { no, on }.into());
    }
    events.push(ArrivalAnswered { no, on, text, until }.into());
    with_clocks(Some(matter), events, rules)
}
