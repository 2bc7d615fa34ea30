//! Signs of danger and what is made of them, and who is on duty.

use concord_domain::body::BodyId;
use concord_domain::danger;
use concord_domain::matter::{AccountId, DangerState, DangerStep, Meta, ToldBy};
use concord_domain::playbook::Answers;
use concord_domain::roster::{self, NewShift, Roster, RosterEvent};
use concord_policy::Role;
use concord_store::journal::{self, NewEvent};
use concord_store::sealed::{self, SealedText};
use concord_store::{Fault, Store};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::almanac::{self, HOUR, SECOND};
use super::city::City;
use super::dice::Dice;
use super::scene::Stage;
use super::story::{Stop, Story};
use super::template::Sentence;
use crate::kit::drawer::TextKind;
use crate::kit::read_model::{Change, roster_rows};
use crate::kit::rosters::stream_of;

/// Rosters began so long ago.
const KEPT_DAYS: i64 = 30;
/// Notes of the last nights.
const NIGHTS: i64 = 5;

impl Story<'_> {
    /// What was written speaks of danger: whoever is on duty is told.
    pub(super) fn notice_danger(&mut self) -> Result<(), Stop> {
        let rules = self.rules();
        let signs = crate::kit::danger::signs(rules.playbook, &self.cast.narrative, &Answers::default(), &[]);
        if signs.is_empty() {
            return Ok(());
        }
        self.act(|m, r| crate::kit::danger::noted(m, &signs, r))?;
        let (city, centre) = (self.world.stage.city, self.town_centre());
        let Some(who) = on_duty(city, centre).into_iter().next() else { return Ok(()) };
        self.by_rule(|m, r| danger::tell(m, centre, vec![who], ToldBy::Above, r))
    }

    fn town_centre(&self) -> BodyId {
        self.world.stage.city.towns[self.cast.town].centre
    }

    /// Whoever is on duty looks into it, and does something where it is so.
    pub(super) fn see_to_danger(&mut self) -> Result<(), Stop> {
        if self.matter.open_danger().is_none() {
            return Ok(());
        }
        self.soon(8, 95)?;
        let Some(who) = on_duty(self.world.stage.city, self.town_centre()).into_iter().next() else { return Ok(()) };
        self.by(who);
        if self.happens(450) {
            let reason = self.seal_said(TextKind::Danger, "between", "danger_aside");
            return self.act(|m, r| danger::set_aside(m, reason, r));
        }
        let kinds = self.matter.open_danger().map(|danger| danger.kinds.clone()).unwrap_or_default();
        let text = self.seal_said(TextKind::Danger, "between", "danger_found");
        self.act(|m, r| danger::confirm(m, kinds, Some(text), r))?;
        self.soon(5, 50)?;
        let step = match self.dice.weighted([4, 3, 2, 1]) {
            0 => DangerStep::Called,
            1 => DangerStep::Visited,
            2 => DangerStep::Police,
            _ => DangerStep::ProtectionOrder,
        };
        let text = self.seal_said(TextKind::Danger, "between", "danger_step");
        self.act(|m, r| danger::take_step(m, step, Some(text), r))
    }

    /// It is over, mostly.
    pub(super) fn lift_danger(&mut self) -> Result<(), Stop> {
        let confirmed = self.matter.open_danger().is_some_and(|danger| danger.state == DangerState::Confirmed);
        if !confirmed || !self.happens(800) {
            return Ok(());
        }
        let reason = self.seal_said(TextKind::Danger, "between", "danger_over");
        self.act(|m, r| danger::lift(m, reason, r))
    }
}

/// Who serves at a centre: those who mediate there before those who record and route.
fn on_duty(city: &City, centre: BodyId) -> Vec<AccountId> {
    let posts = [Role::Mediator, Role::Clerk, Role::Coordinator];
    let mut people: Vec<AccountId> = posts.into_iter().flat_map(|role| city.holders(centre, role).to_vec()).collect();
    people.truncate(4);
    people
}

/// Gives every centre a roster, with a gap here and there and the notes of the last nights.
///
/// # Errors
/// When the store fails.
pub fn settle(store: &Store, stage: Stage<'_>, seed: u64, now: i64) -> Result<(), Fault> {
    let towns = stage.city.towns.iter().map(|town| town.centre);
    let mut centres: Vec<BodyId> = towns.chain(stage.city.centres.iter().copied()).collect();
    centres.sort_unstable();
    centres.dedup();
    for centre in centres {
        let people = on_duty(stage.city, centre);
        if people.len() < 2 {
            continue;
        }
        let mut desk = RosterDesk::new(centre, seed);
        desk.plan(&people, stage, now).map_err(|refusal| Fault::from_error("making a roster", refusal))?;
        desk.write(store)?;
    }
    Ok(())
}

/// A roster while its history is made.
struct RosterDesk {
    roster: Roster,
    dice: Dice,
    events: Vec<NewEvent>,
    texts: Vec<SealedText>,
}

impl RosterDesk {
    fn new(body: BodyId, seed: u64) -> Self {
        let dice = Dice::new(seed, u64::MAX - 1000 - body.0.unsigned_abs());
        Self { roster: Roster::new(body), dice, events: Vec::new(), texts: Vec::new() }
    }

    /// Days, nights and weekends by turns; every fifth centre has nobody for Saturday nights.
    fn plan(&mut self, people: &[AccountId], stage: Stage<'_>, now: i64) -> Result<(), concord_domain::Refusal> {
        let today = stage.almanac.date(almanac::number(now));
        let began = today.saturating_sub(KEPT_DAYS.days());
        let first = almanac::instant(almanac::number(now) - KEPT_DAYS, 9 * HOUR);
        let week = || Weekday::Monday.cycle_forward();
        let nights = if self.roster.body.0 % 5 == 0 { vec![Weekday::Saturday] } else { Vec::new() };
        let nights: Vec<Weekday> = week().take(7).filter(|day| !nights.contains(day)).collect();
        let person = |at: usize| people[at % people.len()];
        let shifts = [
            (week().take(5).collect(), 8 * 60, 20 * 60, person(0)),
            (vec![Weekday::Saturday, Weekday::Sunday], 8 * 60, 20 * 60, person(1)),
            (nights, 20 * 60, 8 * 60, person(people.len() - 1)),
        ];
        for (days, from, until, who) in shifts {
            let new = NewShift { days, from, until, accounts: vec![who], from_on: began };
            self.record(first, person(people.len() - 1), roster::set_shift(&self.roster, new, began)?);
        }
        self.notes(people, stage, today)
    }

    /// Each morning the night leaves a note, which the day signs; the last one waits.
    fn notes(&mut self, people: &[AccountId], stage: Stage<'_>, today: Date) -> Result<(), concord_domain::Refusal> {
        for back in (0..NIGHTS).rev() {
            let day = today.saturating_sub(back.days());
            let at = day.at(8, 5, 0, 0);
            let instant = almanac::instant(stage.almanac.number_of(day), 8 * HOUR + 300 * SECOND);
            let night = people[(people.len() - 1) % people.len()];
            if instant > stage.almanac.now() {
                continue;
            }
            let sentence = self.dice.pick(stage.corpus.words.all("between", "duty_note"));
            let text = self.seal(sentence.map(Sentence::said).unwrap_or_default());
            // Where nobody served that night nothing is left.
            let Ok(left) = roster::leave_note(&self.roster, night, at, text) else {
                self.texts.pop();
                continue;
            };
            self.record(instant, night, left);
            let no = self.roster.notes.last().map_or(0, |note| note.no);
            // Whoever serves that day: at the weekend somebody else.
            let read = day.at(8, 15, 0, 0);
            let sign =
                |who: &AccountId| roster::sign_note(&self.roster, no, *who, read).ok().map(|signed| (*who, signed));
            if back > 0
                && let Some((who, signed)) = people.iter().find_map(sign)
            {
                self.record(instant + 600 * SECOND, who, signed);
            }
        }
        Ok(())
    }

    fn seal(&mut self, body: String) -> concord_domain::sealed::Sealed {
        let salt = format!("{:016x}{:08x}", self.dice.bits(), self.dice.bits() as u32);
        let stream = stream_of(self.roster.body);
        // Below zero, where no matter's texts are.
        let id = stream * 1_000_000 - self.texts.len() as i64;
        let sealed = concord_domain::sealed::Sealed { id, digest: sealed::digest(&salt, &body) };
        self.texts.push(SealedText { id, stream, kind: TextKind::DutyNote.as_str().to_owned(), salt, body });
        sealed
    }

    fn record(&mut self, at: i64, who: AccountId, events: Vec<RosterEvent>) {
        let meta = Meta { at, actor: format!("staff:{}", who.0) };
        self.roster = self.roster.after(&events, &meta);
        for event in events {
            let data = event.to_json().unwrap_or_default();
            self.events.push(NewEvent { kind: event.kind().to_owned(), at, actor: meta.actor.clone(), data });
        }
    }

    fn write(self, store: &Store) -> Result<(), Fault> {
        let stream = stream_of(self.roster.body);
        let change = Change::of_rows(stream, Vec::new(), roster_rows(&self.roster));
        let (events, texts) = (self.events, self.texts);
        store.write_blocking(move |c| {
            journal::append(c, stream, 0, &events).map_err(|error| Fault::from_error("writing a roster", error))?;
            sealed::put(c, &texts)?;
            change.apply(c)
        })
    }
}
