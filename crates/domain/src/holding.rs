//! Who held a matter when, what each body promised to do in time, and which promises were missed (倒查).
//!
//! A mark stands against a body's promise, never against a person; the body may object, and a lifted mark stays visible
//! as lifted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::body::BodyId;
use crate::clock::Whose;
use crate::event::facts;
use crate::label::Label;
use crate::matter::{Event, Judgement, Matter, PromiseKind, Recorded, Rules, RunningClock, next_no};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

facts! {
    /// A body objects to a mark; `of` is the number of the clock, assignment, dispute, task or urging.
    MarkAppealed {
        no: u32, on: Date, promise: PromiseKind, of: u32, by: BodyId, text: Sealed,
        /// The body above whose supervisors are told, because they judge it.
        #[serde(default, skip_serializing_if = "Option::is_none")] judge: Option<BodyId>,
    }
    /// A supervisor upholds the mark or lifts it.
    MarkJudged { no: u32, on: Date, verdict: Judgement, reason: Sealed }
}

/// A stretch of time in which one body was responsible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    pub body: BodyId,
    pub from_on: Date,
    /// Microseconds UTC.
    pub from_at: i64,
    /// Absent while it lasts.
    pub until_on: Option<Date>,
    pub until_at: Option<i64>,
}

impl Stay {
    pub(crate) fn begin(body: BodyId, on: Date, at: i64) -> Self {
        Self { body, from_on: on, from_at: at, until_on: None, until_at: None }
    }

    /// Calendar days of it, both ends counted as moments: 0 when it ended the day it began.
    pub fn days(&self, today: Date) -> i32 {
        (self.until_on.unwrap_or(today) - self.from_on).get_days()
    }
}

/// What a body promised to do in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub kind: PromiseKind,
    /// Of the clock, assignment, dispute, task or urging.
    pub no: u32,
    /// Whose promise it is.
    pub body: BodyId,
    /// A clock's own name and source.
    pub name: Option<Label>,
    pub source: Option<Label>,
    pub from_on: Date,
    pub due_on: Date,
    /// Kept, or no longer waited for.
    pub met_on: Option<Date>,
    /// Taken back by whoever had asked it: then it is neither kept nor missed.
    pub withdrawn_on: Option<Date>,
}

impl Promise {
    fn new(kind: PromiseKind, no: u32, body: BodyId, days: (Date, Date), met_on: Option<Date>) -> Self {
        let (from_on, due_on) = days;
        Self { kind, no, body, name: None, source: None, from_on, due_on, met_on, withdrawn_on: None }
    }

    /// Whether it was missed, as of `today`.
    pub fn is_missed(&self, today: Date) -> bool {
        self.withdrawn_on.is_none() && self.met_on.unwrap_or(today) > self.due_on
    }
}

/// A body's objection to a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    pub no: u32,
    pub on: Date,
    pub promise: PromiseKind,
    pub of: u32,
    pub by: BodyId,
    pub text: Sealed,
    pub judged: Option<(Date, Judgement, Sealed)>,
}

/// Every promise about a matter, in the order they were made.
pub fn promises(m: &Matter) -> Vec<Promise> {
    let mut all: Vec<Promise> = m.clocks.iter().filter(|c| c.binds()).map(|c| of_clock(m, c)).collect();
    for a in &m.assignments {
        if let Some(due_on) = a.sign_by {
            let met = a.received_on.or(a.over_on());
            all.push(Promise::new(PromiseKind::Receipt, a.no, a.body, (a.on, due_on), met));
        }
        if let Some(due_on) = a.due_on {
            all.push(Promise::new(PromiseKind::Reply, a.no, a.body, (a.on, due_on), a.over_on()));
        }
    }
    all.extend(m.disputes.iter().map(|d| {
        let met = d.decided.as_ref().map(|x| x.on).or(d.ended_on);
        let source = Some(d.source.clone());
        Promise { source, ..Promise::new(PromiseKind::Dispute, d.no, d.decider, (d.on, d.due_on), met) }
    }));
    all.extend(m.joint.iter().flat_map(|j| &j.tasks).map(|t| {
        let met = t.done.as_ref().map(|(on, _)| *on).or(m.concluded_on);
        Promise::new(PromiseKind::Task, t.no, t.body, (t.on, t.due_on), met)
    }));
    all.extend(m.urgings.iter().map(|u| {
        let withdrawn_on = u.withdrawn.as_ref().map(|(on, _)| *on);
        let met = u.answered.as_ref().map(|(on, _)| *on).or(u.over_on()).filter(|_| withdrawn_on.is_none());
        Promise { withdrawn_on, ..Promise::new(PromiseKind::Urging, u.no, u.to, (u.on, u.answer_by), met) }
    }));
    diversions(m, &mut all);
    all.sort_by_key(|p| (p.from_on, p.kind, p.no));
    all
}

/// What was promised to senders, and what receivers that are known here owe.
fn diversions(m: &Matter, all: &mut Vec<Promise>) {
    for a in &m.arrivals {
        let returned = a.returned.as_ref().map(|(on, _)| *on);
        let met = a.receipted_on.or(returned);
        let body = m.responsible_on(met.map_or(a.receipt_by, |on| on.min(a.receipt_by)));
        all.push(Promise::new(PromiseKind::SenderReceipt, a.no, body, (a.on, a.receipt_by), met));
        if let Some(due_on) = a.answer_due() {
            let met = a.answered.as_ref().map(|(on, _)| *on).or(returned);
            let body = m.responsible_on(met.map_or(due_on, |on| on.min(due_on)));
            all.push(Promise::new(PromiseKind::SenderAnswer, a.no, body, (a.on, due_on), met));
        }
    }
    for d in &m.diversions {
        let over = d.refused.as_ref().or(d.recalled.as_ref()).map(|(on, _)| *on).or(d.ended_on);
        let met = d.signed.map(|(on, _)| on).or(over);
        if let Some(body) = d.body {
            all.push(Promise::new(PromiseKind::DiversionReceipt, d.no, body, (d.on, d.sign_by), met));
        }
    }
}

fn of_clock(m: &Matter, c: &RunningClock) -> Promise {
    let (name, source) = (Some(c.name.clone()), Some(c.source.clone()));
    let body = m.bound_by(c);
    Promise { name, source, ..Promise::new(PromiseKind::Clock, c.no, body, (c.from_on, c.due_on), c.stopped_on) }
}

/// An objection to a mark.
#[derive(Clone, Debug)]
pub struct Object {
    pub promise: PromiseKind,
    pub of: u32,
    pub text: Sealed,
}

/// The body objects to a mark; answers whose objection it is.
///
/// # Errors
/// [`Refusal::NoSuchEntry`], [`Refusal::NotMissed`], [`Refusal::Appealed`].
pub fn object(matter: &Matter, cmd: Object, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let promise = promise(matter, cmd.promise, cmd.of)?;
    if !promise.is_missed(rules.today) {
        return Err(Refusal::NotMissed);
    }
    if matter.appeal(cmd.promise, cmd.of).is_some() {
        return Err(Refusal::Appealed);
    }
    let no = next_no(matter.appeals.len(), matter.appeals.iter().map(|a| a.no).max())?;
    let Object { promise: kind, of, text } = cmd;
    Ok(vec![MarkAppealed { no, on: rules.today, promise: kind, of, by: promise.body, text, judge: None }.into()])
}

/// The promise of a kind and number.
///
/// # Errors
/// [`Refusal::NoSuchEntry`].
pub fn promise(matter: &Matter, kind: PromiseKind, no: u32) -> Result<Promise, Refusal> {
    promises(matter).into_iter().find(|p| p.kind == kind && p.no == no).ok_or(Refusal::NoSuchEntry { no })
}

/// A supervisor judges an objection, once.
///
/// # Errors
/// [`Refusal::NoAppeal`].
pub fn judge(
    matter: &Matter,
    no: u32,
    verdict: Judgement,
    reason: Sealed,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    matter.appeals.iter().find(|a| a.no == no && a.judged.is_none()).ok_or(Refusal::NoAppeal)?;
    Ok(vec![MarkJudged { no, on: rules.today, verdict, reason }.into()])
}

impl Matter {
    /// Calendar days of a stay in which a rule held some time limit of the house. Days of several pauses at once count once; a
    /// pause that lasts counts up to `today`, and not yet where that is not given.
    pub fn paused_days(&self, stay: &Stay, today: Option<Date>) -> i32 {
        let end = stay.until_on.or(today).unwrap_or(Date::MAX);
        let house = self.clocks.iter().filter(|c| c.whose == Whose::House);
        let stood =
            house.flat_map(|c| c.pauses.iter().filter_map(|p| Some((p.on, p.until.or(c.stopped_on).or(today)?))));
        let mut stood: Vec<(Date, Date)> =
            stood.map(|(from, until)| (from.max(stay.from_on), until.min(end))).filter(|(a, b)| a < b).collect();
        stood.sort_unstable();
        let (mut days, mut counted) = (0, Date::MIN);
        for (from, until) in stood {
            let from = from.max(counted);
            if from < until {
                days += (until - from).get_days();
                counted = until;
            }
        }
        days
    }

    /// Who was responsible on a day: at its end, where it changed on it.
    pub fn responsible_on(&self, day: Date) -> BodyId {
        self.stays.iter().rfind(|s| s.from_on <= day).map_or(self.responsible, |s| s.body)
    }

    /// Whom a clock binds: whoever was responsible when it was kept, or when it ran out.
    pub fn bound_by(&self, clock: &RunningClock) -> BodyId {
        let kept = clock.stopped_on.is_some_and(|on| on <= clock.due_on);
        clock.stopped_with.filter(|_| kept).unwrap_or_else(|| self.responsible_on(clock.due_on))
    }

    /// The objection to the mark of a promise.
    pub fn appeal(&self, promise: PromiseKind, of: u32) -> Option<&Appeal> {
        self.appeals.iter().find(|a| a.promise == promise && a.of == of)
    }

    /// Whether the mark of a promise was lifted.
    pub fn is_lifted(&self, promise: PromiseKind, of: u32) -> bool {
        let judged = self.appeal(promise, of).and_then(|a| a.judged.as_ref());
        judged.is_some_and(|(_, verdict, _)| *verdict == Judgement::Lifted)
    }

    pub(crate) fn apply_appeal(&mut self, event: &Event) {
        match event {
            Event::MarkAppealed(e) => self.appeals.push(Appeal {
                no: e.no,
                on: e.on,
                promise: e.promise,
                of: e.of,
                by: e.by,
                text: e.text.clone(),
                judged: None,
            }),
            Event::MarkJudged(e) => {
                if let Some(appeal) = self.appeals.iter_mut().find(|a| a.no == e.no) {
                    appeal.judged = Some((e.on, e.verdict, e.reason.clone()));
                }
            }
            _ => {}
        }
    }

    /// Keeps the stays in step with who is responsible, after an event was applied.
    pub(crate) fn keep_stay(&mut self, recorded: &Recorded) {
        let (at, open) = (recorded.meta.at, self.status.is_open());
        // Whoever has the lead without an order to sign for, as after a rise to a higher tier, is responsible at once.
        if open && self.unsigned_lead().is_none_or(|lead| lead.body != self.body) {
            self.responsible = self.body;
        }
        let lasting = self.stays.last().filter(|s| s.until_on.is_none()).map(|s| s.body);
        let wanted = open.then_some(self.responsible);
        if lasting == wanted {
            return;
        }
        let last = self.stays.last().map_or(self.opened_on, |s| s.until_on.unwrap_or(s.from_on));
        let on = recorded.event.day().unwrap_or(last);
        if let Some(stay) = self.stays.last_mut().filter(|s| s.until_on.is_none()) {
            (stay.until_on, stay.until_at) = (Some(on), Some(at));
        }
        if let Some(body) = wanted {
            self.stays.push(Stay::begin(body, on, at));
        }
    }
}

impl Event {
    /// The day that a fact names itself: every one that moves a matter has it.
    fn day(&self) -> Option<Date> {
        let facts: serde_json::Value = serde_json::from_str(&self.to_json().ok()?).ok()?;
        facts.get("on")?.as_str()?.parse().ok()
    }
}

impl Matter {
    /// Every body that has, or is asked for, a word in the matter: it may see what it speaks about.
    pub fn involved(&self) -> Vec<BodyId> {
        let mut all: Vec<BodyId> = vec![self.responsible];
        for work in &self.assignments {
            all.push(work.body);
            all.extend(work.handing.as_ref().map(|h| h.to));
        }
        for dispute in &self.disputes {
            all.push(dispute.decider);
            all.extend(dispute.claims.iter().flat_map(|c| [c.by, c.responsible]));
        }
        all.extend(self.joint.iter().flat_map(|j| j.members.iter().copied()));
        all.extend(self.urgings.iter().map(|u| u.to));
        // Whoever was told of a danger sees to it while it lasts.
        all.extend(self.open_danger().into_iter().flat_map(|danger| &danger.told).map(|told| told.body));
        all.sort_unstable();
        all.dedup();
        all
    }
}
