//! What bodies have to do with each other over a matter: now and then, and more often in the town that people look at.

use concord_domain::assignment::{self, Assign, Extend};
use concord_domain::backlog;
use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::dispute::{self, Decide, Say};
use concord_domain::holding::{self, Object};
use concord_domain::joint::{self, Call, NewTask};
use concord_domain::matter::{AccountId, BacklogStage, Duty, Judgement, PromiseKind, Status, Verdict};
use concord_domain::region::Tier;
use concord_domain::tier::Superior;
use concord_domain::urging::{self, Urge};
use concord_policy::Role;
use jiff::ToSpan;

use super::almanac::{self, HOUR};
use super::story::{Stop, Story};
use crate::kit::drawer::TextKind;

/// Per mille of matters; in the home town so many times more.
const BOUNCES: u32 = 14;
const DISPUTES: u32 = 12;
const JOINT: u32 = 10;
const URGED: u32 = 12;
const TAKEN_OVER: u32 = 3;
const OBJECTIONS: u32 = 60;
const BACKLOG: u32 = 5;
const HOME_TIMES: u32 = 4;
/// And of the last weeks, so that something is open there today.
const RECENT_DAYS: i64 = 21;
const RECENT_TIMES: u32 = 4;

impl Story<'_> {
    pub(super) fn now_and_then(&mut self, per_mille: u32) -> bool {
        let mut times = if self.is_home() { HOME_TIMES } else { 1 };
        if self.world.stage.almanac.today() - almanac::number(self.at) < RECENT_DAYS {
            times *= RECENT_TIMES;
        }
        self.happens((per_mille * times).min(1000))
    }

    fn said(&mut self, kind: TextKind, of: &str) -> concord_domain::sealed::Sealed {
        self.seal_said(kind, "between", of)
    }

    /// Somebody of a body acts from now on.
    fn by_body(&mut self, body: BodyId) -> Option<AccountId> {
        let city = self.world.stage.city;
        let posts = [Role::Officer, Role::Coordinator, Role::Mediator, Role::Supervisor];
        let who = posts.into_iter().find_map(|role| city.holder(body, role, &mut self.dice));
        if let Some(who) = who {
            self.by(who);
        }
        who
    }

    pub(super) fn by_supervisor(&mut self, body: BodyId) -> Option<AccountId> {
        let who = self.world.stage.city.holder(body, Role::Supervisor, &mut self.dice);
        if let Some(who) = who {
            self.by(who);
        }
        who
    }

    /// The centre of the county.
    pub(super) fn county(&self) -> BodyId {
        let city = self.world.stage.city;
        city.centres[city.towns[self.cast.town].county]
    }

    /// A department that could be asked, other than whoever has the matter.
    fn department(&self) -> Option<BodyId> {
        let city = self.world.stage.city;
        let own = self.matter.body;
        let helps = |b: &Body| {
            b.id != own
                && !matches!(
                    b.kind,
                    BodyKind::Centre
                        | BodyKind::TradeCommittee
                        | BodyKind::Committee
                        | BodyKind::Company
                        | BodyKind::Hotline
                )
        };
        city.nearest(&city.towns[self.cast.town].code, &self.matter.category, helps)
    }

    fn due_in(&self, days: i64) -> jiff::civil::Date {
        self.rules().today.saturating_add(days.days())
    }

    /// The work is first given to a department that says it is not its own; once or twice.
    pub(super) fn bounce(&mut self) -> Result<(), Stop> {
        if !self.now_and_then(BOUNCES) {
            return Ok(());
        }
        let twice = self.happens(300);
        let county = self.county();
        for _ in 0..=u8::from(twice) {
            let Some(wrong) = self.department() else { return Ok(()) };
            self.by_router();
            let order =
                Assign { body: wrong, duty: Duty::Lead, by: None, mediator: None, due_on: None, instruction: None };
            self.act(|m, r| assignment::assign(m, order, r))?;
            self.later(1, 3)?;
            self.by_body(wrong);
            let reason = self.said(TextKind::Reason, "send_back");
            let no = self.matter.lead().map_or(1, |a| a.no);
            let superior = (self.matter.responsible != county).then_some(Superior { body: county, tier: Tier::County });
            self.act(|m, r| assignment::send_back(m, no, reason, superior, r))?;
            self.later(0, 1)?;
        }
        Ok(())
    }

    /// What happens between the receipt and the first meeting.
    pub(super) fn between(&mut self) -> Result<(), Stop> {
        self.lift_danger()?;
        self.answer_rules()?;
        self.answer_assists()?;
        self.object()?;
        self.gather()?;
        if self.matter.mediator.is_none() {
            return Ok(());
        }
        if self.now_and_then(DISPUTES) {
            return self.disagree();
        }
        if self.now_and_then(JOINT) {
            return self.together();
        }
        if self.now_and_then(URGED) {
            return self.be_urged();
        }
        if self.now_and_then(BACKLOG) {
            return self.grow_old();
        }
        Ok(())
    }

    /// What a rule urged is mostly answered.
    fn answer_rules(&mut self) -> Result<(), Stop> {
        let open: Vec<(u32, BodyId)> =
            self.matter.urgings.iter().filter(|u| u.is_open() && u.clock.is_some()).map(|u| (u.no, u.to)).collect();
        for (no, to) in open {
            if !self.happens(800) || self.by_body(to).is_none() {
                continue;
            }
            let text = self.said(TextKind::Urging, "urging_answer");
            self.act(|m, r| urging::answer(m, no, text, r))?;
            self.by_mediator();
        }
        Ok(())
    }

    /// Departments that were called in sign, ask for more time now and then, and answer.
    fn answer_assists(&mut self) -> Result<(), Stop> {
        let Some((no, body)) =
            self.matter.assignments.iter().find(|a| a.duty == Duty::Assist && a.is_open()).map(|a| (a.no, a.body))
        else {
            return Ok(());
        };
        if self.by_body(body).is_none() || self.happens(150) {
            return Ok(());
        }
        self.later(0, 2)?;
        self.by_body(body);
        self.act(|m, r| assignment::receive(m, no, r))?;
        if self.happens(250) {
            self.later(1, 2)?;
            self.by_body(body);
            let until = self.due_in(25);
            let reason = self.said(TextKind::Reason, "extension");
            self.act(|m, r| assignment::ask_extension(m, Extend { no, until, reason }, r))?;
            if self.happens(300) {
                return Ok(());
            }
            self.later(0, 2)?;
            self.by_router();
            let refused = self.happens(200);
            let verdict = if refused { Verdict::Refused } else { Verdict::Granted };
            let reason = refused.then(|| self.said(TextKind::Reason, "judgement"));
            self.act(|m, r| assignment::answer_extension(m, no, verdict, reason, r))?;
        }
        self.later(1, 3)?;
        if self.happens(60) {
            return self.pass_on(no, body);
        }
        self.by_body(body);
        let text = self.said(TextKind::Reply, "reply");
        self.act(|m, r| assignment::reply(m, no, text, Vec::new(), r))
    }

    /// An assist is handed over to the town's centre, or declined there.
    fn pass_on(&mut self, no: u32, body: BodyId) -> Result<(), Stop> {
        let to = self.county();
        if to == body || self.matter.assignments.iter().any(|a| a.body == to && a.is_open()) {
            return Ok(());
        }
        self.by_body(body);
        let reason = self.said(TextKind::Reason, "send_back");
        self.act(|m, r| assignment::hand_over(m, no, to, reason, r))?;
        self.later(0, 2)?;
        self.by_body(to);
        if self.happens(600) {
            return self.act(|m, r| assignment::sign_hand_over(m, no, r));
        }
        let reason = self.said(TextKind::Reason, "counter");
        self.act(|m, r| assignment::decline_hand_over(m, no, reason, r))
    }

    /// A body objects to a receipt that was noted as late.
    fn object(&mut self) -> Result<(), Stop> {
        let today = self.rules().today;
        let late = holding::promises(&self.matter)
            .into_iter()
            .filter(|p| p.kind == PromiseKind::Receipt && p.is_missed(today) && p.met_on.is_some())
            .find(|p| self.matter.appeal(p.kind, p.no).is_none());
        let Some(mark) = late else { return Ok(()) };
        if !self.now_and_then(OBJECTIONS) || self.by_body(mark.body).is_none() {
            return Ok(());
        }
        let text = self.said(TextKind::Appeal, "objection");
        self.act(|m, r| holding::object(m, Object { promise: mark.kind, of: mark.no, text }, r))?;
        if self.happens(300) {
            return Ok(());
        }
        self.later(1, 3)?;
        self.by_supervisor(self.county());
        let verdict = if self.happens(600) { Judgement::Lifted } else { Judgement::Upheld };
        let no = self.matter.appeals.last().map_or(1, |a| a.no);
        let reason = self.said(TextKind::Appeal, "judgement");
        self.act(|m, r| holding::judge(m, no, verdict, reason, r))
    }

    fn duty_of(&self) -> Option<String> {
        self.world.duties.about(&self.matter.category).first().map(|d| d.id.clone())
    }

    /// The body says that a department is responsible, the department says otherwise, the county decides.
    fn disagree(&mut self) -> Result<(), Stop> {
        let (own, county) = (self.matter.body, self.county());
        let Some(other) = self.department().filter(|b| *b != county && own != county) else { return Ok(()) };
        if self.matter.responsible != own {
            return Ok(());
        }
        self.later(0, 1)?;
        self.by_body(own);
        let say =
            Say { by: own, responsible: other, duty: self.duty_of(), reason: self.said(TextKind::Claim, "claim") };
        self.act(|m, r| dispute::raise(m, say, Some(county), r))?;
        self.later(1, 2)?;
        self.by_body(other);
        let say =
            Say { by: other, responsible: own, duty: self.duty_of(), reason: self.said(TextKind::Claim, "counter") };
        self.act(|m, r| dispute::claim(m, say, r))?;
        self.later(1, 4)?;
        self.by_body(county);
        let (point, reason) = (self.said(TextKind::Point, "point"), self.said(TextKind::Decision, "decision"));
        let decided = Decide { by: county, responsible: own, duty: self.duty_of(), point, reason };
        self.act(|m, r| dispute::decide(m, decided, r))?;
        self.by_mediator();
        Ok(())
    }

    /// A conference, its tasks, and a leader who sees to it.
    fn together(&mut self) -> Result<(), Stop> {
        let lead = self.matter.body;
        let Some(member) = self.department() else { return Ok(()) };
        // A matter that came back goes on together.
        if self.matter.joint.is_some() {
            return Ok(());
        }
        self.later(0, 2)?;
        self.by_router();
        let reason = self.said(TextKind::Reason, "joint");
        let open = joint::Open { lead, members: vec![member], reason, by: None };
        self.act(|m, r| joint::open(m, open, r))?;
        let town = self.world.stage.city.towns[self.cast.town].centre;
        if town != lead && self.happens(500) {
            self.act(|m, r| joint::join(m, town, None, r))?;
        }
        if self.happens(600)
            && let Some(leader) = self.by_supervisor(self.county())
        {
            let county = self.county();
            self.act(|m, r| joint::sponsor(m, leader, county, r))?;
        }
        self.later(0, 1)?;
        self.by_router();
        let day = almanac::number(self.at) + self.dice.between(1, 4);
        let at = almanac::instant(day, 9 * HOUR + HOUR / 2);
        let on = self.world.stage.almanac.date(day);
        let agenda = self.said(TextKind::Agenda, "agenda");
        self.act(|m, r| joint::call(m, Call { at, day: on, place: None, agenda }, r))?;
        self.until(at + 2 * HOUR)?;
        self.by_router();
        let minutes = self.said(TextKind::Minutes, "minutes");
        let mut tasks = Vec::new();
        for (body, days) in [(member, 3), (lead, 6)] {
            tasks.push(NewTask { body, what: self.said(TextKind::Task, "task"), due_on: self.due_in(days) });
        }
        self.act(|m, r| joint::hold(m, minutes, tasks, r))?;
        self.later(1, 5)?;
        if self.by_body(member).is_some() {
            let text = Some(self.said(TextKind::Task, "task_done"));
            self.act(|m, r| joint::finish(m, 1, text, r))?;
        }
        self.by_mediator();
        Ok(())
    }

    /// Work lies too long, and a supervisor says so, now and then by mistake; sometimes the county takes it.
    fn be_urged(&mut self) -> Result<(), Stop> {
        self.later(8, 25)?;
        let county = self.county();
        if self.by_supervisor(county).is_none() {
            return Ok(());
        }
        let to = self.matter.responsible;
        let text = self.said(TextKind::Urging, "urging");
        let answer_by = self.due_in(3);
        self.act(|m, r| urging::urge(m, Urge { by: county, to, answer_by, text }, r))?;
        // A rule may urge meanwhile.
        let no = self.matter.urgings.last().map_or(1, |u| u.no);
        self.later(1, 4)?;
        let waits = self.matter.urgings.iter().any(|u| u.no == no && u.is_open());
        if self.happens(800) {
            if waits && self.by_body(to).is_some() {
                let text = self.said(TextKind::Urging, "urging_answer");
                self.act(|m, r| urging::answer(m, no, text, r))?;
            }
        } else if waits && self.happens(300) && self.by_supervisor(county).is_some() {
            let reason = self.said(TextKind::Reason, "urging_withdrawn");
            self.act(|m, r| urging::withdraw(m, no, reason, r))?;
        }
        if self.now_and_then(TAKEN_OVER * 20) && self.matter.body != county && self.matter.status != Status::Agreement {
            self.later(1, 3)?;
            self.by_supervisor(county);
            let reason = self.said(TextKind::Reason, "take_over");
            self.act(|m, r| urging::take_over(m, Superior { body: county, tier: Tier::County }, reason, r))?;
            return self.given_again(county);
        }
        self.by_mediator();
        Ok(())
    }

    /// Whoever took it has it mediated by one of its own.
    fn given_again(&mut self, body: BodyId) -> Result<(), Stop> {
        self.later(0, 1)?;
        self.by_router();
        let mediator = self.world.stage.city.holder(body, Role::Mediator, &mut self.dice);
        let order = Assign { body, duty: Duty::Lead, by: None, mediator, due_on: None, instruction: None };
        self.act(|m, r| assignment::assign(m, order, r))?;
        self.by_mediator();
        let no = self.matter.lead().map_or(1, |a| a.no);
        self.act(|m, r| assignment::receive(m, no, r))
    }

    /// Nobody gets anywhere for months; then it is worked off in steps.
    fn grow_old(&mut self) -> Result<(), Stop> {
        self.later(42, 60)?;
        for (stage, of) in
            [(BacklogStage::Consult, "consult"), (BacklogStage::Judge, "judge"), (BacklogStage::Resolve, "resolve")]
        {
            self.by_body(self.county());
            let text = self.said(TextKind::Step, of);
            self.act(|m, r| backlog::take_step(m, stage, text, r))?;
            self.later(3, 10)?;
        }
        self.by_mediator();
        Ok(())
    }
}
