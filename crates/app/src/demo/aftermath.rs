//! After the conclusion: promises kept or not, return visits, ratings, the archive, and matters that come back.

use concord_domain::agreement;
use concord_domain::conclusion;
use concord_domain::matter::{
    Channel, FulfilmentFound, Matter, ObligationState, RatingWay, Resolved, SessionOutcome, Status, TryOutcome,
};
use concord_domain::rating::{self, Missed, Taken, Word};
use concord_domain::return_visit::{self, Found};
use jiff::ToSpan;

use super::almanac::{self, DAY, HOUR, SECOND};
use super::corpus::English;
use super::court::Court;
use super::handling::{APPLICANT_NO, RESPONDENT_NO};
use super::story::{Stop, Story};
use crate::kit::drawer::TextKind;

/// Per mille of parties that did not judge themselves and are telephoned.
const ASKED: u32 = 160;

/// What becomes of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Returned,
    Referred,
    /// The next arrival is the same dispute.
    Merged,
    Withdrawn,
    NotSettled,
    Settled,
}

/// What happens after a conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Later {
    ArrangeVisit,
    Visit,
    Rate(u32),
    /// Somebody of the county telephones for a judgement.
    Ask(u32),
    Fulfil(u32),
    Breach(u32),
    /// What the court does is noted.
    Court(Court),
    Archive,
    Reopen,
}

/// Whether it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Over,
    CameBack,
}

impl Story<'_> {
    /// Draws what becomes of the matter.
    pub fn fate(&mut self) -> Fate {
        let fate = &self.world.stage.corpus.rhythm.fate;
        let drawn = self.dice.weighted(
            [fate.returned, fate.referred, fate.merged, fate.withdrawn, fate.not_settled]
                .into_iter()
                .chain([1000 - fate.returned - fate.referred - fate.merged - fate.withdrawn - fate.not_settled])
                .collect::<Vec<_>>(),
        );
        [Fate::Returned, Fate::Referred, Fate::Merged, Fate::Withdrawn, Fate::NotSettled, Fate::Settled][drawn]
    }

    /// Everything that happens from the report on.
    ///
    /// # Errors
    /// [`Stop::Now`] where today ends it; [`Stop::Refused`] when the domain says no.
    pub fn live(&mut self, fate: Fate) -> Result<(), Stop> {
        self.arrive()?;
        self.look()?;
        if fate == Fate::Returned {
            self.turn_back()?;
            return self.put_away();
        }
        self.accept()?;
        self.go_on(fate)
    }

    /// Everything that happens after acceptance.
    ///
    /// # Errors
    /// As [`Story::live`].
    pub fn go_on(&mut self, fate: Fate) -> Result<(), Stop> {
        if fate == Fate::Referred {
            self.later(0, 3)?;
            if !self.go_by_letter()? {
                self.later(0, 1)?;
                self.refer()?;
            }
            return self.put_away();
        }
        if self.mediate(fate)? == Ending::CameBack {
            self.mediate(Fate::Settled)?;
        }
        Ok(())
    }

    fn mediate(&mut self, fate: Fate) -> Result<Ending, Stop> {
        self.assign()?;
        self.prepare()?;
        self.ask_for_aid()?;
        match fate {
            Fate::Withdrawn => {
                if self.happens(500) {
                    self.meet(SessionOutcome::Continued)?;
                }
                self.withdraw()?;
            }
            Fate::NotSettled => {
                self.meet(SessionOutcome::Failed)?;
                self.conclude_unsettled()?;
            }
            Fate::Settled | Fate::Merged | Fate::Returned | Fate::Referred => {
                self.meet(SessionOutcome::Agreed)?;
                self.agree()?;
                self.conclude_settled()?;
            }
        }
        self.hear_back()?;
        self.hand_advice()?;
        self.help_on()?;
        self.afterwards()
    }

    /// Files are closed some weeks after a matter that was not mediated to the end.
    fn put_away(&mut self) -> Result<(), Stop> {
        self.hear_back()?;
        self.later(3, 20)?;
        self.by_router();
        self.act(conclusion::archive)
    }

    fn afterwards(&mut self) -> Result<Ending, Stop> {
        let mut plan = self.plan();
        plan.sort_by_key(|(at, _)| *at);
        for (at, step) in plan {
            self.until(at)?;
            if step == Later::Reopen {
                self.reopen()?;
                return Ok(Ending::CameBack);
            }
            self.carry_out(step)?;
        }
        Ok(Ending::Over)
    }

    fn plan(&mut self) -> Vec<(i64, Later)> {
        let settled = self.matter.status == Status::Settled;
        let chance = self.chances();
        let mut plan = Vec::new();
        for (no, share) in [(APPLICANT_NO, chance.rated), (RESPONDENT_NO, chance.respondent_rates)] {
            if self.happens(if settled { share } else { share / 2 }) {
                plan.push((self.evening(0, 9), Later::Rate(no)));
            } else if self.happens(ASKED) {
                let day = almanac::number(self.at) + self.dice.between(2, 12);
                plan.push((self.office_on(day), Later::Ask(no)));
            }
        }
        if !settled {
            let day = almanac::number(self.at) + self.dice.between(3, 25);
            plan.push((self.office_on(day), Later::Archive));
            return plan;
        }
        let promised = self.plan_promises(&mut plan);
        let court = self.plan_court();
        let ruled = court.last().map_or(self.at, |(at, _)| *at);
        plan.extend(court.into_iter().map(|(at, step)| (at, Later::Court(step))));
        let closed = self.plan_visit(&mut plan).max(promised).max(ruled);
        let archive = self.world.stage.almanac.office(closed, self.dice.between(1, 12), &mut self.dice);
        plan.push((archive, Later::Archive));
        let broken = plan.iter().any(|(_, step)| matches!(step, Later::Breach(_)));
        let share = if broken { 300 } else { chance.reopen };
        if self.matter.reopened == 0 && self.happens(share) {
            let after = if broken { promised } else { self.at };
            plan.push((after + self.dice.between(6, 60) * DAY, Later::Reopen));
        }
        plan
    }

    /// When each promise is kept or seen broken; answers the last of these moments.
    fn plan_promises(&mut self, plan: &mut Vec<(i64, Later)>) -> i64 {
        let almanac = self.world.stage.almanac;
        let chance = self.chances();
        let in_effect = self.matter.agreements.last().into_iter().flat_map(|a| &a.obligations);
        let open: Vec<(u32, i64)> = in_effect
            .filter(|o| o.state == ObligationState::Open)
            .map(|o| (o.no, almanac.number_of(o.due_on)))
            .collect();
        let mut last = self.at;
        for (no, due) in open {
            if self.happens(chance.breach) {
                let seen = due + self.dice.between(1, 6);
                let seen = self.office_on(seen);
                plan.push((seen, Later::Breach(no)));
                last = last.max(seen);
                if self.happens(600) {
                    let done = due + self.dice.between(10, 30);
                    let done = self.office_on(done).max(seen + HOUR);
                    plan.push((done, Later::Fulfil(no)));
                    last = last.max(done);
                }
            } else {
                let late = self.happens(chance.fulfilled_late);
                let days = if late { self.dice.between(1, 12) } else { -self.dice.between(0, 4) };
                let done = self.office_on(due + days).max(self.at + HOUR);
                plan.push((done, Later::Fulfil(no)));
                last = last.max(done);
            }
        }
        last
    }

    /// When somebody asks again how it went; answers from when the file may be closed.
    fn plan_visit(&mut self, plan: &mut Vec<(i64, Later)>) -> i64 {
        let rules = self.rules();
        let almanac = self.world.stage.almanac;
        let arranged = almanac.office(self.at, self.dice.between(0, 2), &mut self.dice);
        plan.push((arranged, Later::ArrangeVisit));
        if self.happens(940) {
            let concluded = almanac::number(self.at);
            let day = concluded + i64::from(rules.playbook.return_visit_wait_days()) + self.dice.between(0, 8);
            let day = if self.happens(90) { day + self.dice.between(6, 30) } else { day };
            // One day later than arranged, so that no visit comes before its own appointment.
            let visited = self.office_on(day + 1).max(arranged + DAY);
            plan.push((visited, Later::Visit));
            return visited;
        }
        almanac::instant(almanac::number(self.at) + i64::from(rules.playbook.archive_after_days()) + 1, 9 * HOUR)
    }

    /// Office hours of a day, or of the next working one.
    fn office_on(&mut self, day: i64) -> i64 {
        self.world.stage.almanac.office(almanac::instant(day, 0), 0, &mut self.dice)
    }

    /// Any waking hour within so many days.
    fn evening(&mut self, low: i64, high: i64) -> i64 {
        let day = almanac::number(self.at) + self.dice.between(low, high);
        let at = almanac::instant(day, self.dice.between(8 * 3600, 22 * 3600) * SECOND);
        at.max(self.at + 10 * 60 * SECOND)
    }

    fn carry_out(&mut self, step: Later) -> Result<(), Stop> {
        match step {
            Later::Rate(no) => self.rate(no),
            Later::Ask(no) => self.ask(no),
            Later::Fulfil(no) => {
                self.by_mediator();
                self.act(|m, r| agreement::fulfil(m, no, r.today, r))
            }
            Later::Breach(no) => {
                self.by_mediator();
                self.act(|m, r| agreement::breach(m, no, r))
            }
            Later::ArrangeVisit => self.arrange_visit(),
            Later::Visit => self.visit(),
            Later::Court(step) => self.note_court(step),
            Later::Archive => {
                self.by_mediator();
                self.act(conclusion::archive)
            }
            Later::Reopen => Ok(()),
        }
    }

    fn rate(&mut self, no: u32) -> Result<(), Stop> {
        let word = self.word(no);
        self.by_party(no);
        self.act(|m, r| rating::rate(m, word, r))
    }

    /// The county's people call; one in four is not reached, or does not care to say.
    fn ask(&mut self, no: u32) -> Result<(), Stop> {
        let by = self.county();
        if self.by_supervisor(by).is_none() {
            return Ok(());
        }
        if self.happens(250) {
            let outcome = if self.happens(800) { TryOutcome::NotReached } else { TryOutcome::Refused };
            return self.act(|m, r| rating::missed(m, Missed { party: no, by, outcome, round: None }, r));
        }
        let word = self.word(no);
        self.act(|m, r| rating::take(m, word, Taken { way: RatingWay::Phone, by, scan: None }, r))
    }

    /// What a party says.
    fn word(&mut self, no: u32) -> Word {
        let stars = &self.world.stage.corpus.rhythm.stars;
        let weights = if self.matter.status == Status::Settled { stars.settled } else { stars.other };
        let stars = self.dice.weighted(weights) as u8 + 1;
        let resolved = self.resolved(stars);
        let text = if self.happens(self.chances().comment) {
            let of = match (stars, self.cast.english) {
                (4..=5, English::No) => "good",
                (3, English::No) => "middle",
                (_, English::No) => "bad",
                (4..=5, English::Yes) => "good_en",
                (3, English::Yes) => "middle_en",
                (_, English::Yes) => "bad_en",
            };
            Some(self.seal_said(TextKind::Comment, "comment", of))
        } else {
            None
        };
        Word { party: no, stars, resolved, text }
    }

    /// Few say nothing; whoever is content mostly says that it is over.
    fn resolved(&mut self, stars: u8) -> Option<Resolved> {
        let weights = match stars {
            5 => [90, 8, 2],
            4 => [80, 15, 5],
            3 => [40, 40, 20],
            _ => [8, 27, 65],
        };
        let said = [Resolved::Yes, Resolved::Partly, Resolved::No][self.dice.weighted(weights)];
        self.happens(930).then_some(said)
    }

    fn arrange_visit(&mut self) -> Result<(), Stop> {
        self.by_mediator();
        let Some(visitor) = self.matter.mediator else { return Ok(()) };
        let days = self.dice.between(0, 6);
        self.act(|m, r| {
            let first = m.concluded_on.map_or(r.today, |on| return_visit::earliest(on, r)).max(r.today);
            return_visit::arrange(m, first.saturating_add(days.days()), visitor, r)
        })
    }

    fn visit(&mut self) -> Result<(), Stop> {
        self.by_mediator();
        let Some(no) = self.matter.pending_visit().map(|v| v.no) else { return Ok(()) };
        let fulfilled = found(&self.matter, self.dice.below(100));
        let satisfied = if self.happens(850) {
            Some(self.dice.weighted(self.world.stage.corpus.rhythm.stars.settled) as u8 + 1)
        } else {
            None
        };
        let text = Some(self.seal_said(TextKind::Visit, "visit", fulfilled.as_str()));
        self.act(|m, r| return_visit::report(m, Found { no, fulfilled, satisfied, text }, r))
    }

    fn reopen(&mut self) -> Result<(), Stop> {
        let by_party = self.happens(700);
        if by_party {
            self.by_party(APPLICANT_NO);
        } else {
            self.by_mediator();
        }
        let body = self.matter.body;
        let reason = self.seal_said(TextKind::Reason, "reopen", "any");
        self.act(|m, r| conclusion::reopen(m, body, reason, r))
    }
}

/// What a visitor finds, as far as the promises tell.
fn found(matter: &Matter, chance: u64) -> FulfilmentFound {
    let mut states = matter.agreements.last().into_iter().flat_map(|a| &a.obligations).map(|o| o.state);
    if states.clone().any(|s| matches!(s, ObligationState::Breached(_))) {
        return FulfilmentFound::NotYet;
    }
    match (states.any(|s| s == ObligationState::Open), chance) {
        (true, 0..60) => FulfilmentFound::Partly,
        (_, 96..) => FulfilmentFound::ComingBack,
        _ => FulfilmentFound::Fulfilled,
    }
}

/// Doors that somebody has to open.
pub(super) fn is_staffed(channel: Channel) -> bool {
    !matches!(channel, Channel::Phone | Channel::Police | Channel::Web | Channel::Qr)
}
