//! From the first look to the conclusion.

use concord_domain::agreement::{self, Draft, Promise};
use concord_domain::assignment::{self, Assign};
use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::matter::{AccountId, Audience, Duty, Form, Mode, Outcome, SessionOutcome, Urgency};
use concord_domain::session::{self, Arrange};
use concord_domain::{conclusion, correspondence, intake};
use concord_policy::Role;
use jiff::ToSpan;

use super::almanac::{self, SECOND};
use super::city::City;
use super::corpus::{Chances, English};
use super::scene::MEDIATOR;
use super::story::{Stop, Story};
use super::template::slot;
use crate::kit::drawer::TextKind;

/// The applicant and the respondent, as the story brings them in.
pub(super) const APPLICANT_NO: u32 = 1;
pub(super) const RESPONDENT_NO: u32 = 2;
/// How many meetings a matter takes: weights of one, two and three.
const MEETINGS: [u32; 3] = [58, 30, 12];
/// Minutes after midnight at which meetings begin.
const MEETING_TIMES: [i64; 9] = [540, 570, 600, 840, 870, 900, 930, 960, 1140];

impl<'w> Story<'w> {
    pub(super) fn chances(&self) -> &'w Chances {
        &self.world.stage.corpus.rhythm.chance
    }

    pub(super) fn is_home(&self) -> bool {
        self.cast.town == City::HOME
    }

    fn is_urgent(&self) -> bool {
        self.matter.urgency == Urgency::Urgent
    }

    /// Whoever routes at the body that has the matter: a coordinator, or in a small committee a mediator.
    pub(super) fn by_router(&mut self) -> Option<AccountId> {
        let (city, body) = (self.world.stage.city, self.matter.body);
        let who = city
            .holder(body, Role::Coordinator, &mut self.dice)
            .or_else(|| city.holder(body, Role::Mediator, &mut self.dice))
            .or_else(|| city.holder(body, Role::Officer, &mut self.dice));
        if let Some(who) = who {
            self.by(who);
        }
        who
    }

    pub(super) fn by_mediator(&mut self) {
        if let Some(who) = self.matter.mediator {
            self.by(who);
        }
    }

    /// The first look, within three working days as promised, except when it is not.
    pub(super) fn look(&mut self) -> Result<(), Stop> {
        self.see_to_danger()?;
        if self.is_urgent() {
            return self.later(0, 0);
        }
        if self.happens(self.chances().slow_acceptance) {
            return self.later(4, 9);
        }
        match self.dice.weighted([62, 26, 12]) {
            0 => self.later(0, 0),
            1 => self.later(1, 1),
            _ => self.later(2, 2),
        }
    }

    pub(super) fn accept(&mut self) -> Result<(), Stop> {
        self.by_router();
        let body = self.matter.body;
        self.act(|m, r| intake::accept(m, body, r))
    }

    pub(super) fn turn_back(&mut self) -> Result<(), Stop> {
        self.by_router();
        if self.send_back()? {
            return Ok(());
        }
        let reason = self.word_of("return_reason");
        let text = self.seal_said(TextKind::Reason, "return_reason", reason);
        self.act(|m, r| intake::turn_back(m, reason, Some(text), r))
    }

    pub(super) fn refer(&mut self) -> Result<(), Stop> {
        self.by_router();
        let to = self.word_of("refer_reason");
        let text = Some(self.seal_said(TextKind::Reason, "refer_reason", to));
        self.act(|m, r| intake::refer(m, to, text, r))
    }

    fn word_of(&mut self, group: &str) -> &'w str {
        let words: Vec<&'w str> = self.world.stage.corpus.words.parts(group).collect();
        self.dice.pick(&words).copied().unwrap_or("")
    }

    /// Gives the work to a body and a mediator.
    pub(super) fn assign(&mut self) -> Result<(), Stop> {
        match () {
            () if self.is_urgent() => self.later(0, 0)?,
            () if self.happens(self.chances().slow_assignment) => self.later(4, 10)?,
            () => self.later(0, 1)?,
        }
        self.bounce()?;
        self.by_router();
        let lead = self.choose_lead();
        let mediator = self.choose_mediator(lead);
        let due_on = self.happens(300).then(|| self.rules().today.saturating_add(20.days()));
        let instruction =
            if self.happens(500) { Some(self.seal_said(TextKind::Instruction, "instruction", "any")) } else { None };
        let cmd = Assign { body: lead, duty: Duty::Lead, by: None, mediator, due_on, instruction };
        self.act(|m, r| assignment::assign(m, cmd, r))?;
        self.call_in()?;
        if let Some(mediator) = self.matter.mediator {
            let name = self.world.stage.city.person(mediator).map(|p| p.name.clone()).unwrap_or_default();
            self.cast.scene.set(MEDIATOR, name);
        }
        if self.happens(60) {
            self.later(2, 4)?;
        } else {
            self.later(0, 1)?;
        }
        self.by_mediator();
        let no = self.matter.assignments.iter().rfind(|a| a.duty == Duty::Lead).map_or(1, |a| a.no);
        self.act(|m, r| assignment::receive(m, no, r))?;
        self.between()
    }

    /// Trades have committees of their own; neighbours and families are settled in the village, the rest in the town.
    fn choose_lead(&mut self) -> BodyId {
        let city = self.world.stage.city;
        let town = &city.towns[self.cast.town];
        let category = self.matter.category.clone();
        let trade = |b: &Body| b.kind == BodyKind::TradeCommittee && !b.fields.is_empty();
        let committee = town.villages[self.cast.village].committee;
        let field = category.as_str().split('.').next().unwrap_or_default();
        let (trade_share, village_share) = match field {
            "medical" | "online_finance" | "ip" => (1000, 0),
            "traffic" => (600, 0),
            "property" => (350, 100),
            "neighbour" | "family" | "forest_land" | "other" | "damages" | "housing" => (0, 550),
            _ => (0, 0),
        };
        let village_share = if self.is_home() { village_share / 2 } else { village_share };
        if self.happens(trade_share)
            && let Some(body) = city.nearest(&town.code, &category, trade)
        {
            return body;
        }
        if self.happens(village_share) { committee } else { town.centre }
    }

    fn choose_mediator(&mut self, lead: BodyId) -> Option<AccountId> {
        let city = self.world.stage.city;
        let home = lead == city.towns[City::HOME].centre;
        if home && self.happens(self.chances().home_mediator) {
            return city.known(Role::Mediator).map(|p| p.id);
        }
        city.holder(lead, Role::Mediator, &mut self.dice)
    }

    /// Sometimes a department helps.
    fn call_in(&mut self) -> Result<(), Stop> {
        let share = self.chances().second_body;
        if !self.happens(if self.is_home() { share * 4 } else { share }) {
            return Ok(());
        }
        let city = self.world.stage.city;
        let helps = |b: &Body| {
            !b.fields.is_empty()
                && !matches!(b.kind, BodyKind::TradeCommittee | BodyKind::Committee | BodyKind::Company)
        };
        let town = city.towns[self.cast.town].code.clone();
        let helping = |body: &BodyId| self.matter.assignments.iter().any(|a| a.body == *body);
        let found = city.nearest(&town, &self.matter.category, helps);
        let Some(body) = found.filter(|body| !helping(body)) else { return Ok(()) };
        let due_on = self.rules().today.saturating_add(10.days());
        let instruction = Some(self.seal_said(TextKind::Instruction, "instruction", "any"));
        let cmd = Assign { body, duty: Duty::Assist, by: None, mediator: None, due_on: Some(due_on), instruction };
        self.act(|m, r| assignment::assign(m, cmd, r))
    }

    /// Calls, visits and messages before anybody sits down together.
    pub(super) fn prepare(&mut self) -> Result<(), Stop> {
        if self.happens(self.chances().slow_mediation) {
            self.later(12, 28)?;
        }
        self.engage()?;
        if self.happens(self.chances().note) {
            self.later(0, 2)?;
            self.note(Audience::Staff)?;
        }
        if self.happens(self.chances().message) {
            self.soon(30, 2000)?;
            self.exchange()?;
        }
        if self.happens(self.chances().second_note) {
            self.later(0, 2)?;
            let audience = if self.happens(350) { Audience::Parties } else { Audience::Staff };
            self.note(audience)?;
        }
        Ok(())
    }

    fn note(&mut self, audience: Audience) -> Result<(), Stop> {
        self.by_mediator();
        let of = if audience == Audience::Staff { "staff" } else { "parties" };
        let text = self.seal_said(TextKind::Note, "note", of);
        self.act(|m, _| correspondence::note(m, audience, text))
    }

    fn exchange(&mut self) -> Result<(), Stop> {
        let (asks, answers) = match self.cast.english {
            English::Yes => ("party_en", "staff_en"),
            English::No => ("party", "staff"),
        };
        self.by_party(APPLICANT_NO);
        let text = self.seal_said(TextKind::Message, "message", asks);
        self.act(|m, _| correspondence::message(m, Some(APPLICANT_NO), text))?;
        self.later(0, 1)?;
        self.by_mediator();
        let text = self.seal_said(TextKind::Message, "message", answers);
        self.act(|m, _| correspondence::message(m, None, text))
    }

    /// As many meetings as it takes; the last one ends as told.
    pub(super) fn meet(&mut self, last: SessionOutcome) -> Result<(), Stop> {
        let meetings = self.dice.weighted(MEETINGS) + 1;
        for left in (0..meetings).rev() {
            let outcome = match left {
                0 => last,
                _ if self.happens(180) => SessionOutcome::Absent,
                _ => SessionOutcome::Continued,
            };
            self.meeting(outcome)?;
        }
        Ok(())
    }

    fn meeting(&mut self, outcome: SessionOutcome) -> Result<(), Stop> {
        self.later(0, 2)?;
        self.by_mediator();
        self.arrange()?;
        if self.happens(60) {
            self.soon(60, 600)?;
            let no = self.matter.next_session().map_or(1, |s| s.no);
            let reason = Some(self.seal_said(TextKind::Reason, "cancel", "any"));
            self.act(|m, _| session::cancel(m, no, reason))?;
            self.soon(5, 30)?;
            self.arrange()?;
        }
        let Some((no, at)) = self.matter.next_session().map(|s| (s.no, s.at)) else { return Ok(()) };
        let over = at + self.dice.between(50, 120) * 60 * SECOND;
        self.until(over)?;
        let record = self.seal_said(TextKind::Record, "record", outcome.as_str());
        self.act(|m, r| session::record(m, no, outcome, record, r))
    }

    fn arrange(&mut self) -> Result<(), Stop> {
        let almanac = self.world.stage.almanac;
        let today = almanac::number(self.at);
        let mut day = today + self.dice.between(1, 9).min(self.dice.between(1, 9));
        if !almanac.works(day) && !self.happens(450) {
            day = almanac.working_days_later(day, 0);
        }
        let minutes = self.dice.pick(&MEETING_TIMES).copied().unwrap_or(600);
        let at = almanac::instant(day, minutes * 60 * SECOND);
        let mode = match self.dice.weighted([70, 20, 10]) {
            0 => Mode::OnSite,
            1 => Mode::Online,
            _ => Mode::Phone,
        };
        let place = (mode == Mode::OnSite).then(|| self.seal_said(TextKind::SessionPlace, "place", "session"));
        let cmd = Arrange { at, on: almanac.date(day), mode, place };
        self.act(|m, r| session::arrange(m, cmd, r))
    }

    /// Draft, signatures, seal; sometimes a draft is refused and they meet again.
    pub(super) fn agree(&mut self) -> Result<(), Stop> {
        self.name_the_sum();
        self.draft()?;
        if self.happens(self.chances().refuse_first_draft) {
            self.soon(60, 3000)?;
            self.by_party(RESPONDENT_NO);
            let no = RESPONDENT_NO;
            let reason = Some(self.seal_said(TextKind::Reason, "refuse", "any"));
            self.act(|m, r| agreement::refuse(m, no, reason, r))?;
            self.meeting(SessionOutcome::Agreed)?;
            self.name_the_sum();
            self.draft()?;
        }
        // Whoever came with a duplicate signs as well.
        for no in self.matter.agreement().map(|a| a.missing()).unwrap_or_default() {
            if self.happens(720) {
                self.soon(3, 20)?;
            } else {
                self.soon(600, 5000)?;
            }
            self.by_party(no);
            self.act(|m, r| agreement::sign(m, no, r))?;
        }
        if self.happens(700) {
            self.soon(3, 15)?;
        } else {
            self.later(0, 1)?;
        }
        self.by_mediator();
        let mediator = self.matter.mediator.unwrap_or(AccountId(0));
        self.act(|m, r| agreement::seal(m, mediator, r))
    }

    /// What is agreed is rarely all that was asked for.
    fn name_the_sum(&mut self) {
        let kind = self.cast.kind;
        let (low, high) = kind.amount.unwrap_or((300, 8_000));
        let asked = self.cast.amount.unwrap_or_else(|| self.dice.amount(low, high) * 100);
        let share = self.dice.between(60, 100);
        let step = if asked > 500_000 { 10_000 } else { 1_000 };
        let agreed = (asked * share / 100 / step * step).max(step);
        self.set_sum(agreed);
        self.cast.sum = agreed;
    }

    fn set_sum(&mut self, cents: i64) {
        let text = self.world.stage.money(cents, self.cast.english);
        self.cast.scene.set(slot("amt"), text);
    }

    fn draft(&mut self) -> Result<(), Stop> {
        if self.happens(650) {
            self.soon(10, 60)?;
        } else {
            self.later(0, 3)?;
        }
        self.by_mediator();
        let settle = self.cast.kind.settle.as_str();
        let facts = self.seal_said(TextKind::AgreementFacts, "facts", "any");
        let terms = self.seal_said(TextKind::AgreementTerms, "terms", settle);
        let obligations = self.promises(settle);
        let form = if self.happens(self.chances().oral) { Form::Oral } else { Form::Written };
        let draft = Draft { form, facts, terms, obligations };
        self.act(|m, r| agreement::draft(m, draft, r))
    }

    fn promises(&mut self, settle: &str) -> Vec<Promise> {
        let sum = self.cast.sum;
        let today = self.rules().today;
        let mut promises = Vec::new();
        let mut days = self.dice.between(3, 35);
        for sentence in self.world.stage.corpus.words.all("obligation", settle) {
            let paid = sentence.has(slot("amt"));
            // Larger sums are often paid in two parts.
            let parts =
                if paid && sum >= 500_000 && self.happens(300) { vec![sum / 2, sum - sum / 2] } else { vec![sum] };
            for part in parts {
                self.set_sum(part);
                let what = self.cast.scene.tell(sentence);
                let what = self.seal(TextKind::Obligation, what);
                let due_on = today.saturating_add(days.days());
                promises.push(Promise { party: RESPONDENT_NO, what, amount: paid.then_some(part), due_on });
                days += self.dice.between(10, 30);
            }
        }
        self.set_sum(sum);
        promises
    }

    pub(super) fn conclude_settled(&mut self) -> Result<(), Stop> {
        if self.happens(850) {
            self.soon(5, 60)?;
        } else {
            self.later(1, 3)?;
        }
        self.by_mediator();
        self.act(|m, r| conclusion::conclude(m, Outcome::Settled, None, r))
    }

    pub(super) fn conclude_unsettled(&mut self) -> Result<(), Stop> {
        self.later(0, 2)?;
        self.by_mediator();
        let advice = self.advice();
        self.act(|m, r| conclusion::conclude(m, Outcome::NotSettled, Some(advice), r))
    }
}
