//! Work that a body was given, as what happened left it.

use jiff::civil::Date;

use crate::body::BodyId;
use crate::matter::{Duty, Event, Matter, Status, Verdict};
use crate::sealed::Sealed;

/// Work given to a body (交办单).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub no: u32,
    /// Who has it; after a hand-over the body that signed for that.
    pub body: BodyId,
    pub duty: Duty,
    /// Who gave it, and has it again when it is sent back.
    pub by: BodyId,
    pub on: Date,
    /// The last day to sign for it.
    pub sign_by: Option<Date>,
    pub due_on: Option<Date>,
    pub instruction: Option<Sealed>,
    pub received_on: Option<Date>,
    pub sent_back: Option<SentBack>,
    pub replied: Option<Replied>,
    /// More time that was asked for and not answered yet.
    pub asked: Option<Asked>,
    /// How the last request for more time was answered.
    pub answered: Option<(Verdict, Date, Option<Sealed>)>,
    /// On its way to another body.
    pub handing: Option<HandOver>,
    /// Another lead signed, or the matter ended.
    pub ended_on: Option<Date>,
}

/// Not signed for, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBack {
    pub on: Date,
    pub reason: Sealed,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replied {
    pub on: Date,
    pub text: Sealed,
    /// Numbers of files of the matter.
    pub files: Vec<u32>,
}

/// More time, asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub on: Date,
    pub until: Date,
    pub reason: Sealed,
}

/// Work on its way to another body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub on: Date,
    pub to: BodyId,
    pub reason: Sealed,
    pub sign_by: Option<Date>,
}

impl Assignment {
    /// Whether the body still has something to do about it.
    pub fn is_open(&self) -> bool {
        self.sent_back.is_none() && self.replied.is_none() && self.ended_on.is_none()
    }

    /// The day nobody waits for it any more.
    pub fn over_on(&self) -> Option<Date> {
        let sent_back = self.sent_back.as_ref().map(|s| s.on);
        sent_back.or(self.replied.as_ref().map(|r| r.on)).or(self.ended_on)
    }
}

impl Matter {
    /// The work of the body that has the lead.
    pub fn lead(&self) -> Option<&Assignment> {
        self.assignments.iter().rfind(|a| a.duty == Duty::Lead && a.sent_back.is_none() && a.ended_on.is_none())
    }

    /// The lead's work, while nobody signed for it: somebody else is responsible until then.
    pub fn unsigned_lead(&self) -> Option<&Assignment> {
        self.lead().filter(|a| a.received_on.is_none() && a.is_open() && self.status.is_open())
    }

    pub(crate) fn apply_assignment(&mut self, event: &Event) {
        match event {
            Event::Assigned(e) => {
                if e.duty == Duty::Lead {
                    self.end_unsigned_leads(e.on);
                    self.body = e.body;
                    self.mediator = None;
                    if self.status == Status::Accepted {
                        self.status = Status::Assigned;
                    }
                }
                self.assignments.push(Assignment {
                    no: e.no,
                    body: e.body,
                    duty: e.duty,
                    by: e.by.unwrap_or(self.responsible),
                    on: e.on,
                    sign_by: e.sign_by,
                    due_on: e.due_on,
                    instruction: e.instruction.clone(),
                    received_on: None,
                    sent_back: None,
                    replied: None,
                    asked: None,
                    answered: None,
                    handing: None,
                    ended_on: None,
                });
            }
            Event::AssignmentReceived(e) => {
                self.with_work(e.no, |a| a.received_on = Some(e.on));
                self.settle_lead(e.no, e.on);
            }
            Event::MediatorNamed(e) => self.mediator = Some(e.mediator),
            Event::AssignmentReturned(e) => {
                self.tiers.given_back();
                let lead = self.assignments.iter().any(|a| a.no == e.no && a.duty == Duty::Lead && a.body == self.body);
                self.with_work(e.no, |a| a.sent_back = Some(SentBack { on: e.on, reason: e.reason.clone() }));
                if lead {
                    self.bounced += 1;
                    self.lie_with(e.to);
                }
            }
            Event::Bounced(e) => {
                self.bounced = 0;
                // It has gone up for this already: no rule of the playbook takes it elsewhere for the same.
                self.tiers.refusals = 0;
                self.lie_with(e.to);
            }
            other => self.apply_answer(other),
        }
    }

    fn apply_answer(&mut self, event: &Event) {
        match event {
            Event::AssignmentReplied(e) => self.with_work(e.no, |a| {
                a.replied = Some(Replied { on: e.on, text: e.text.clone(), files: e.files.clone() });
                a.asked = None;
            }),
            Event::ExtensionAsked(e) => self.with_work(e.no, |a| {
                a.asked = Some(Asked { on: e.on, until: e.until, reason: e.reason.clone() });
            }),
            Event::ExtensionAnswered(e) => self.with_work(e.no, |a| {
                a.asked = None;
                a.due_on = e.due_on.or(a.due_on);
                a.answered = Some((e.verdict, e.on, e.reason.clone()));
            }),
            Event::HandedOver(e) => self.with_work(e.no, |a| {
                a.handing = Some(HandOver { on: e.on, to: e.to, reason: e.reason.clone(), sign_by: e.sign_by });
            }),
            Event::HandOverSigned(e) => {
                let led = self.assignments.iter().any(|a| a.no == e.no && a.duty == Duty::Lead && a.body == self.body);
                self.with_work(e.no, |a| {
                    if let Some(handing) = a.handing.take() {
                        a.body = handing.to;
                        a.received_on = Some(e.on);
                        a.asked = None;
                    }
                });
                if led {
                    self.mediator = None;
                    if let Some(work) = self.assignments.iter().find(|a| a.no == e.no) {
                        self.body = work.body;
                    }
                    self.settle_lead(e.no, e.on);
                }
            }
            Event::HandOverDeclined(e) => self.with_work(e.no, |a| a.handing = None),
            _ => {}
        }
    }

    /// Whoever signed for the lead is responsible; earlier leads are over, and so is its own help.
    fn settle_lead(&mut self, no: u32, on: Date) {
        let Some(work) = self.assignments.iter().find(|a| a.no == no && a.duty == Duty::Lead) else { return };
        if work.body != self.body {
            return;
        }
        let body = work.body;
        self.responsible = body;
        self.end_where(on, |a| a.no != no && (a.duty == Duty::Lead || a.body == body));
    }

    /// The matter lies with a body that has not to sign for it: whoever gave the work, or a superior.
    pub(crate) fn lie_with(&mut self, body: BodyId) {
        self.body = body;
        self.responsible = body;
        self.mediator = None;
        if self.status == Status::Assigned {
            self.status = Status::Accepted;
        }
    }

    /// Nobody waits any longer for what bodies were asked to do.
    pub(crate) fn end_work(&mut self, on: Date) {
        self.end_where(on, |_| true);
    }

    /// An order to lead that nobody has signed for is over when the lead is given to another.
    fn end_unsigned_leads(&mut self, on: Date) {
        self.end_where(on, |a| a.duty == Duty::Lead && a.received_on.is_none());
    }

    /// Nobody has the lead by an order any longer: somebody took it.
    pub(crate) fn end_lead(&mut self, on: Date) {
        self.end_where(on, |a| a.duty == Duty::Lead);
    }

    fn end_where(&mut self, on: Date, which: impl Fn(&Assignment) -> bool) {
        for work in self.assignments.iter_mut().filter(|a| a.is_open() && which(a)) {
            work.ended_on = Some(on);
            work.asked = None;
            work.handing = None;
        }
    }

    fn with_work(&mut self, no: u32, change: impl FnOnce(&mut Assignment)) {
        if let Some(work) = self.assignments.iter_mut().find(|a| a.no == no) {
            change(work);
        }
    }
}
