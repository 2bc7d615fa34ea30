//! Notices to the staff: what of a matter calls for somebody, until it is seen to.
//!
//! They follow from what happened, so that they can be worked out anew at any time. One that was seen to, and everything about a
//! matter that is over, is no notice any more.

use jiff::civil::Date;

use crate::body::BodyId;
use crate::clock::{LapseAct, Nearness, WarnPoint};
use crate::label::Label;
use crate::matter::{
    AccountId, Duty, Event, Matter, NoticeKind, NoticePost, RaisedBy, Recorded, RunningClock, Status, Verdict,
};

/// Whom a notice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Account(AccountId),
    Body(BodyId, NoticePost),
}

/// Something that calls for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The version of the matter that it came with.
    pub no: i64,
    /// Microseconds UTC.
    pub at: i64,
    pub kind: NoticeKind,
    /// The clock, urging, assignment, objection or move that it is about.
    pub about: u32,
    /// Who caused it: nobody is told what they did themselves.
    pub by: Option<AccountId>,
    pub to: Vec<Whom>,
    /// A clock's own name, or the reason of the rule by which a matter moved on.
    pub name: Option<Label>,
    /// The day by which something is due.
    pub due_on: Option<Date>,
    pub point: Option<(WarnPoint, Nearness)>,
}

impl Notice {
    fn new(recorded: &Recorded, kind: NoticeKind, about: u32, to: Vec<Whom>) -> Self {
        let by = recorded.meta.actor.strip_prefix("staff:").and_then(|id| id.parse().ok()).map(AccountId);
        let (no, at) = (recorded.version, recorded.meta.at);
        Self { no, at, kind, about, by, to, name: None, due_on: None, point: None }
    }

    fn due(self, due_on: Option<Date>) -> Self {
        Self { due_on, ..self }
    }

    fn of_clock(self, clock: &RunningClock) -> Self {
        Self { name: Some(clock.name.clone()), due_on: Some(clock.due_on), ..self }
    }
}

/// Who had a matter before an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    bodies: [BodyId; 2],
    mediator: Option<AccountId>,
}

/// The body to which an event moves a matter, with the reason of the rule where one does.
fn moves_to(event: &Event) -> Option<(BodyId, Option<&Label>)> {
    Some(match event {
        Event::Raised(e) => (e.body, e.because.as_ref().filter(|_| e.by == RaisedBy::Rule)),
        Event::TakenOver(e) => (e.body, None),
        Event::Bounced(e) => (e.to, None),
        Event::SentDown(e) => (e.body, None),
        _ => return None,
    })
}

/// What a kind is about: a later notice about the same thing takes the place of an earlier one.
fn topic(kind: NoticeKind) -> NoticeKind {
    match kind {
        NoticeKind::ConferenceMoved | NoticeKind::ConferenceOff => NoticeKind::Conference,
        NoticeKind::ExtensionRefused => NoticeKind::ExtensionAsked,
        NoticeKind::UrgingWithdrawn => NoticeKind::Urged,
        NoticeKind::SendDownDeclined => NoticeKind::SendDown,
        NoticeKind::MoreTimeGranted | NoticeKind::MoreTimeRefused => NoticeKind::MoreTimeAsked,
        other => other,
    }
}

/// Whether the body to which a matter came has seen to it: it took it, or gave it to somebody.
fn takes_up(event: &Event) -> bool {
    match event {
        Event::Assigned(e) => e.duty == Duty::Lead,
        Event::Accepted(_)
        | Event::MediatorNamed(_)
        | Event::SessionArranged(_)
        | Event::SendDownOffered(_)
        | Event::SentDown(_)
        | Event::JointOpened(_)
        | Event::DisputeDecided(_)
        | Event::Reopened(_) => true,
        _ => false,
    }
}

impl Matter {
    /// Those who have the matter: who mediates it, otherwise whoever is responsible.
    fn holders(&self) -> Vec<Whom> {
        match self.mediator {
            Some(mediator) => vec![Whom::Account(mediator)],
            None => vec![Whom::Body(self.responsible, NoticePost::All)],
        }
    }

    /// Those, and whoever routes at the responsible body.
    fn holders_and_routing(&self) -> Vec<Whom> {
        let mut to = self.holders();
        if self.mediator.is_some() {
            to.push(Whom::Body(self.responsible, NoticePost::Routing));
        }
        to
    }

    /// Who of the staff asked, as the notice of that says; otherwise those who have the matter.
    fn asker_of(&self, kind: NoticeKind, about: u32) -> Vec<Whom> {
        let asked = self.notices.iter().find(|old| old.kind == kind && old.about == about);
        asked.and_then(|old| old.by).map_or_else(|| self.holders(), |asker| vec![Whom::Account(asker)])
    }

    /// Who has the matter, for what is told to them once it has moved on.
    pub(crate) fn held(&self) -> Held {
        Held { bodies: [self.responsible, self.body], mediator: self.mediator }
    }

    /// Keeps the notices in step, after an event was applied.
    pub(crate) fn keep_notices(&mut self, recorded: &Recorded, held: Held) {
        let new = [self.moved_on(recorded, held), self.notice_of(recorded)];
        self.forget_notices(&recorded.event);
        for notice in new.into_iter().flatten() {
            // The latest about the same thing says all.
            self.notices.retain(|old| (topic(old.kind), old.about) != (topic(notice.kind), notice.about));
            self.notices.push(notice);
        }
    }

    /// What has been seen to by an event, or is another body's to see to from now on.
    fn forget_notices(&mut self, event: &Event) {
        let (taken, moved) = (takes_up(event), moves_to(event).map(|(body, _)| body));
        let given = matches!(event, Event::Assigned(_));
        self.notices.retain(|old| match old.kind {
            NoticeKind::Raised => !taken,
            NoticeKind::SendDownDeclined => !taken && moved.is_none(),
            NoticeKind::Returned => {
                !given && moved.is_none_or(|body| old.to.contains(&Whom::Body(body, NoticePost::All)))
            }
            _ => true,
        });
    }

    /// Those who had a matter until now hear who has it. Where it was filed and moved at once nobody had it.
    fn moved_on(&mut self, recorded: &Recorded, held: Held) -> Option<Notice> {
        let (to, because) = moves_to(&recorded.event)?;
        let at = recorded.meta.at;
        let mut bodies = held.bodies.to_vec();
        bodies.dedup();
        bodies.retain(|body| *body != to);
        if bodies.is_empty() {
            // The second fact of the same move gives the reason.
            let first = self.notices.iter_mut().rfind(|old| old.kind == NoticeKind::MovedOn && old.at == at);
            if let (Some(first), Some(because)) = (first, because) {
                first.name = Some(because.clone());
            }
            return None;
        }
        if self.status == Status::Reported && self.stays.first().is_none_or(|first| first.from_at == at) {
            return None;
        }
        let post = if held.mediator.is_some() { NoticePost::Routing } else { NoticePost::All };
        let mut whom: Vec<Whom> = held.mediator.map(Whom::Account).into_iter().collect();
        whom.extend(bodies.into_iter().flat_map(|b| [Whom::Body(b, post), Whom::Body(b, NoticePost::Supervising)]));
        let about = u32::try_from(self.tiers.stays.len()).unwrap_or(u32::MAX);
        Some(Notice { name: because.cloned(), ..Notice::new(recorded, NoticeKind::MovedOn, about, whom) })
    }

    fn notice_of(&self, recorded: &Recorded) -> Option<Notice> {
        let new = |kind, about, to| Notice::new(recorded, kind, about, to);
        let all = |body| vec![Whom::Body(body, NoticePost::All)];
        // A centre may have nobody who routes: whoever supervises there does.
        let leaders = |body| vec![Whom::Body(body, NoticePost::Routing), Whom::Body(body, NoticePost::Supervising)];
        let clock = |no: u32| self.clocks.iter().find(|clock| clock.no == no);
        Some(match &recorded.event {
            Event::ClockWarned(e) => {
                let clock = clock(e.no)?;
                let nearness = clock.nearness(e.point);
                let to = if nearness == Nearness::Red { self.holders_and_routing() } else { self.holders() };
                let point = Some((e.point, nearness));
                Notice { point, ..new(NoticeKind::Warned, e.no, to).of_clock(clock) }
            }
            Event::ClockLapsed(e) if e.acts.contains(&LapseAct::Tell) => {
                new(NoticeKind::Lapsed, e.no, self.holders_and_routing()).of_clock(clock(e.no)?)
            }
            Event::UrgingIssued(e) => {
                let mut to = all(e.to);
                if e.clock.is_some() && e.by != e.to {
                    to.push(Whom::Body(e.by, NoticePost::Supervising));
                }
                let name = e.clock.and_then(clock).map(|clock| clock.name.clone());
                Notice { name, ..new(NoticeKind::Urged, e.no, to).due(Some(e.answer_by)) }
            }
            Event::Raised(e) => new(NoticeKind::Raised, 0, leaders(e.body)),
            Event::TakenOver(e) => new(NoticeKind::Raised, 0, leaders(e.body)),
            Event::Bounced(e) => new(NoticeKind::Raised, 0, leaders(e.to)),
            Event::ClockExtensionAsked(e) => {
                let approver = e.approver.as_ref()?;
                let to = vec![Whom::Body(approver.body, approver.post)];
                new(NoticeKind::ExtensionAsked, e.no, to).of_clock(clock(e.no)?)
            }
            Event::UrgingAnswered(e) => {
                let by = self.urgings.iter().find(|urging| urging.no == e.no)?.by;
                new(NoticeKind::UrgingAnswered, e.no, vec![Whom::Body(by, NoticePost::Supervising)])
            }
            Event::UrgingWithdrawn(e) => {
                let to = self.urgings.iter().find(|urging| urging.no == e.no)?.to;
                new(NoticeKind::UrgingWithdrawn, e.no, all(to))
            }
            Event::MarkAppealed(e) => {
                new(NoticeKind::Objection, e.no, vec![Whom::Body(e.judge?, NoticePost::Supervising)])
            }
            Event::MarkJudged(e) => {
                let by = self.appeals.iter().find(|appeal| appeal.no == e.no)?.by;
                new(NoticeKind::ObjectionJudged, e.no, leaders(by))
            }
            Event::ClockExtensionRefused(e) if e.party.is_none() => {
                let asker = self.asker_of(NoticeKind::ExtensionAsked, e.no);
                new(NoticeKind::ExtensionRefused, e.no, asker).of_clock(clock(e.no)?)
            }
            Event::MediatorNamed(e) => new(NoticeKind::Named, 0, vec![Whom::Account(e.mediator)]),
            Event::SendDownOffered(e) => new(NoticeKind::SendDown, 0, all(e.body)),
            Event::SendDownDeclined(_) => new(NoticeKind::SendDownDeclined, 0, self.asker_of(NoticeKind::SendDown, 0)),
            Event::ConsentGiven(e) => new(NoticeKind::Consent, e.no, self.holders()),
            Event::ConsentRefused(e) => new(NoticeKind::Consent, e.no, self.holders()),
            Event::ConferenceCalled(e) => self.of_conference(recorded, NoticeKind::Conference, e.no)?,
            Event::ConferenceMoved(e) => self.of_conference(recorded, NoticeKind::ConferenceMoved, e.no)?,
            Event::ConferenceCalledOff(e) => self.of_conference(recorded, NoticeKind::ConferenceOff, e.no)?,
            Event::DangerSeen(_) => new(NoticeKind::Danger, 0, self.holders_and_routing()),
            Event::DangerTold(e) => {
                let mut to = self.holders_and_routing();
                to.extend(e.accounts.iter().copied().map(Whom::Account));
                new(NoticeKind::Danger, 0, to)
            }
            _ => return self.notice_of_work(recorded),
        })
    }

    /// About work that one body gave another.
    fn notice_of_work(&self, recorded: &Recorded) -> Option<Notice> {
        let new = |kind, about, to| Notice::new(recorded, kind, about, to);
        let all = |body| vec![Whom::Body(body, NoticePost::All)];
        let work = |no: u32| self.assignments.iter().find(|work| work.no == no);
        Some(match &recorded.event {
            Event::Assigned(e) => new(NoticeKind::Assigned, e.no, all(e.body)).due(e.sign_by),
            Event::AssignmentReturned(e) => new(NoticeKind::Returned, e.no, all(e.to)),
            Event::HandedOver(e) => new(NoticeKind::HandedOver, e.no, all(e.to)),
            Event::ExtensionAsked(e) => {
                let giver = work(e.no)?.by;
                let to = vec![Whom::Body(giver, NoticePost::Routing), Whom::Body(giver, NoticePost::Supervising)];
                new(NoticeKind::MoreTimeAsked, e.no, to).due(Some(e.until))
            }
            Event::ExtensionAnswered(e) => {
                let granted = e.verdict == Verdict::Granted;
                let kind = if granted { NoticeKind::MoreTimeGranted } else { NoticeKind::MoreTimeRefused };
                new(kind, e.no, all(work(e.no)?.body)).due(e.due_on)
            }
            _ => return None,
        })
    }

    /// Everybody who takes part hears of a conference.
    fn of_conference(&self, recorded: &Recorded, kind: NoticeKind, no: u32) -> Option<Notice> {
        let joint = self.joint.as_ref()?;
        let day = joint.conferences.iter().find(|c| c.no == no)?.day;
        let to = joint.bodies().map(|body| Whom::Body(body, NoticePost::All)).collect();
        Some(Notice::new(recorded, kind, no, to).due(Some(day)))
    }

    /// What calls for somebody now, oldest first.
    pub fn open_notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(|notice| self.still_tells(notice.kind) && self.calls(notice))
    }

    /// Marks are spoken about when a matter is over as well: until they are judged, and until it is put away.
    fn still_tells(&self, kind: NoticeKind) -> bool {
        match kind {
            NoticeKind::Objection => true,
            NoticeKind::ObjectionJudged => self.archived_on.is_none(),
            _ => self.status.is_open(),
        }
    }

    fn calls(&self, notice: &Notice) -> bool {
        let running = || self.running_clocks().find(|clock| clock.no == notice.about);
        let conferences = || self.joint.iter().flat_map(|joint| &joint.conferences);
        let work = || self.assignments.iter().find(|work| work.no == notice.about && work.is_open());
        match notice.kind {
            NoticeKind::Warned => running().is_some_and(|clock| clock.lapsed_on.is_none()),
            NoticeKind::Lapsed => running().is_some_and(|clock| clock.lapsed_on.is_some()),
            NoticeKind::Urged => self.urgings.iter().any(|urging| urging.no == notice.about && urging.is_open()),
            NoticeKind::Assigned => work().is_some_and(|work| work.received_on.is_none()),
            NoticeKind::HandedOver => work().is_some_and(|work| work.handing.is_some()),
            NoticeKind::Named => notice.to == self.mediator.map(Whom::Account).into_iter().collect::<Vec<_>>(),
            NoticeKind::Returned | NoticeKind::ObjectionJudged => true,
            NoticeKind::MoreTimeAsked => work().is_some_and(|work| work.asked.is_some()),
            NoticeKind::MoreTimeGranted | NoticeKind::MoreTimeRefused => {
                work().is_some_and(|work| work.asked.is_none())
            }
            // Until one of them has it again.
            NoticeKind::MovedOn => !notice
                .to
                .iter()
                .any(|whom| matches!(whom, Whom::Body(body, _) if [self.body, self.responsible].contains(body))),
            NoticeKind::Danger => self.open_danger().is_some(),
            NoticeKind::Conference | NoticeKind::ConferenceMoved => {
                conferences().any(|conference| conference.no == notice.about && conference.is_open())
            }
            NoticeKind::Consent => self.open_consents().any(|request| request.no == notice.about),
            NoticeKind::SendDown => self.tiers.offer.is_some(),
            NoticeKind::SendDownDeclined => self.tiers.offer.is_none(),
            NoticeKind::Raised => notice.to.contains(&Whom::Body(self.responsible, NoticePost::Routing)),
            NoticeKind::ExtensionAsked => running().is_some_and(|clock| clock.asked.is_some()),
            NoticeKind::ExtensionRefused => running().is_some_and(|clock| clock.asked.is_none()),
            // Until there is another one.
            NoticeKind::UrgingAnswered | NoticeKind::UrgingWithdrawn => {
                self.urgings.iter().all(|urging| urging.no <= notice.about)
            }
            NoticeKind::Objection => {
                self.appeals.iter().any(|appeal| appeal.no == notice.about && appeal.judged.is_none())
            }
            // Until there is another one to go to.
            NoticeKind::ConferenceOff => conferences().all(|conference| conference.no <= notice.about),
            NoticeKind::DutyNote | NoticeKind::DutyGap => false,
        }
    }
}
