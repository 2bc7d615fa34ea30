//! One matter's history, made by the domain's own decisions, until it ends or today does.

use concord_domain::body::BodyId;
use concord_domain::calendar::Calendar;
use concord_domain::code::{AccessKey, MatterCode, MatterId};
use concord_domain::diversion::Diversions;
use concord_domain::duty::Duties;
use concord_domain::intake::{self, NewParty, Open, Report};
use concord_domain::matter::{
    self, AccountId, Channel, Event, Language, Matter, Meta, PartyRole, PersonDetails, Recorded, Rules, Urgency,
};
use concord_domain::playbook::{Playbook, Playbooks};
use concord_domain::refusal::Refusal;
use concord_domain::sealed::Sealed;
use concord_policy::Role;
use concord_store::sealed::{SealedText, digest};

use super::almanac::{self, SECOND};
use super::city::City;
use super::corpus::English;
use super::dice::Dice;
use super::scene::{Cast, Stage};
use crate::kit::drawer::TextKind;
use crate::kit::ids::hash;

/// Time limits run out five minutes after midnight, when they are looked at.
const LAPSE_AFTER_MIDNIGHT: i64 = 300 * SECOND;

/// What every matter lives in.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub stage: Stage<'a>,
    pub playbooks: &'a Playbooks,
    pub calendar: &'a Calendar,
    pub duties: &'a Duties,
    pub diversions: &'a Diversions,
}

impl<'a> World<'a> {
    /// The rules for a matter at an instant.
    pub fn rules(&self, matter: &Matter, at: i64) -> Rules<'a> {
        let playbook = self.playbooks.get(&matter.playbook).unwrap_or_else(|| self.playbooks.general());
        self.rules_by(playbook, at)
    }

    fn rules_by(&self, playbook: &'a Playbook, at: i64) -> Rules<'a> {
        Rules {
            playbook,
            calendar: self.calendar,
            duties: self.duties,
            diversions: self.diversions,
            today: self.stage.almanac.date_at(at),
            now: at,
            local: local(at),
        }
    }
}

/// Somebody comes.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// Microseconds UTC.
    pub at: i64,
    /// Index into the corpus's kinds.
    pub kind: usize,
    pub channel: Channel,
    /// Place among all arrivals: names the stream of chance.
    pub number: u64,
}

/// Why a history ends.
#[derive(Debug)]
pub enum Stop {
    /// The next thing would happen in the future.
    Now,
    /// The domain said no: the demonstration is wrong.
    Refused(Refusal),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A matter while its history is made.
pub struct Story<'w> {
    pub(super) world: World<'w>,
    pub(super) cast: Cast<'w>,
    pub(super) dice: Dice,
    /// Microseconds UTC: when the next thing happens.
    pub(super) at: i64,
    pub(super) matter: Matter,
    pub events: Vec<Recorded>,
    pub texts: Vec<SealedText>,
    pub key: AccessKey,
    actor: String,
}

/// What is kept of a seal until the matter has an identity.
struct Seals<'d> {
    dice: &'d mut Dice,
    stream: i64,
    texts: Vec<SealedText>,
}

impl Seals<'_> {
    fn seal(&mut self, kind: TextKind, body: String) -> Sealed {
        let salt = format!("{:016x}{:08x}", self.dice.bits(), self.dice.bits() as u32);
        // Ids of texts follow their matter's: all inserts append.
        let sealed = Sealed { id: self.stream + 1 + self.texts.len() as i64, digest: digest(&salt, &body) };
        self.texts.push(SealedText { id: sealed.id, stream: self.stream, kind: kind.as_str().to_owned(), salt, body });
        sealed
    }

    fn seal_person(&mut self, person: &PersonDetails) -> Sealed {
        self.seal(TextKind::Person, serde_json::to_string(person).unwrap_or_default())
    }
}

impl<'w> Story<'w> {
    /// Somebody reports a matter.
    ///
    /// # Errors
    /// When the domain refuses.
    pub fn open(world: World<'w>, arrival: Arrival, id: MatterId, seed: u64) -> Result<Self, Stop> {
        let mut dice = Dice::new(seed, arrival.number);
        let kind = &world.stage.corpus.kinds[arrival.kind];
        let cast = world.stage.cast(kind, arrival.channel.as_str(), almanac::number(arrival.at), &mut dice);
        Self::tell(world, cast, arrival, id, dice)
    }

    /// The same dispute is reported a second time, before anybody knows that it is the same.
    ///
    /// # Errors
    /// When the domain refuses.
    pub fn repeat(&self, arrival: Arrival, id: MatterId, seed: u64) -> Result<Self, Stop> {
        let mut dice = Dice::new(seed, arrival.number);
        let tales = &self.cast.kind.tales;
        let mut cast = self.cast.clone();
        if let Some(tale) = dice.pick(tales).filter(|_| self.cast.english == English::No) {
            // In other words, or in the same ones.
            if tale.category == cast.category && !tale.has_amount() && dice.happens(500) {
                cast.narrative = cast.scene.tell(&tale.text);
            }
        }
        Self::tell(self.world, cast, arrival, id, dice)
    }

    fn tell(world: World<'w>, cast: Cast<'w>, arrival: Arrival, id: MatterId, mut dice: Dice) -> Result<Self, Stop> {
        let code = MatterCode::from_number(unlike_any_other(arrival.number, dice.bits()));
        let key = AccessKey::from_entropy((u128::from(dice.bits()) << 64) | u128::from(dice.bits()));
        let body = first_body(world.stage.city, &cast, arrival.channel, &mut dice);
        let filed_by = filed_by(world.stage.city, &cast, arrival.channel, &mut dice);
        let chance = &world.stage.corpus.rhythm.chance;
        let urgency = match dice.below(1000) as u32 {
            n if n < chance.urgent => Urgency::Urgent,
            n if n < chance.urgent + chance.soon => Urgency::Soon,
            _ => Urgency::Normal,
        };
        let mut seals = Seals { dice: &mut dice, stream: id.0, texts: Vec::with_capacity(12) };
        let parties = parties(&mut seals, &cast, &key);
        let report = Report {
            channel: arrival.channel,
            narrative: seals.seal(TextKind::Narrative, cast.narrative.clone()),
            answers: None,
            place: Some(seals.seal(TextKind::Place, cast.place.clone())),
            happened_on: Some(cast.happened_on),
            amount: cast.amount,
            language: if cast.english == English::Yes { Language::En } else { Language::Zh },
            filed_by,
            source: None,
            external_id: None,
        };
        let texts = seals.texts;
        let rules = world.rules_by(world.playbooks.for_category(&cast.category), arrival.at);
        let open =
            Open { code, report, region: cast.region.clone(), category: cast.category.clone(), urgency, body, parties };
        let meta = Meta { at: arrival.at, actor: filed_by.map_or_else(|| "anonymous".to_owned(), staff) };
        let events: Vec<Recorded> = (1..)
            .zip(intake::open(open, &rules)?)
            .map(|(version, event)| Recorded { version, meta: meta.clone(), event })
            .collect();
        let matter = Matter::replay(id, &events).ok_or(Refusal::ApplicantMissing)?;
        let mut story = Self { world, cast, dice, at: arrival.at, matter, events, texts, key, actor: meta.actor };
        story.notice_danger()?;
        Ok(story)
    }

    /// The matter as its history left it.
    pub fn matter(&self) -> &Matter {
        &self.matter
    }

    /// Who acts from now on.
    pub(super) fn by(&mut self, who: AccountId) {
        self.actor = staff(who);
    }

    /// A party acts from now on.
    pub(super) fn by_party(&mut self, no: u32) {
        self.actor = format!("party:{no}");
    }

    /// Who represents a party acts from now on.
    pub(super) fn by_agent(&mut self, no: u32) {
        self.actor = format!("agent:{no}");
    }

    /// A stream of chance beside the story's own, the same for the same matter: what it draws changes nothing else.
    pub(super) fn aside(&self, stream: u64) -> Dice {
        Dice::new(self.matter.id.0.unsigned_abs(), stream)
    }

    /// Lets time pass; clocks run out meanwhile.
    ///
    /// # Errors
    /// [`Stop::Now`] when that is in the future.
    pub(super) fn until(&mut self, at: i64) -> Result<(), Stop> {
        let now = self.world.stage.almanac.now();
        self.run_out(at.min(now));
        if at > now {
            return Err(Stop::Now);
        }
        self.at = self.at.max(at);
        Ok(())
    }

    /// Lets so many working days pass.
    pub(super) fn later(&mut self, low: i64, high: i64) -> Result<(), Stop> {
        let count = self.dice.between(low, high);
        let at = self.world.stage.almanac.office(self.at, count, &mut self.dice);
        self.until(at)
    }

    /// Lets so many minutes pass.
    pub(super) fn soon(&mut self, low: i64, high: i64) -> Result<(), Stop> {
        let at = self.at + self.dice.between(low, high) * 60 * SECOND;
        self.until(at)
    }

    fn run_out(&mut self, reach: i64) {
        loop {
            let running = || self.matter.running_clocks().filter(|c| c.lapsed_on.is_none());
            let late = running().filter_map(|c| c.due_on.tomorrow().ok());
            let near = running().filter_map(|c| c.next_warning().map(|(day, _)| day));
            let Some(next_on) = late.chain(near).min() else { return };
            let almanac = self.world.stage.almanac;
            let day = almanac.number_of(next_on);
            let at = almanac::instant(day, LAPSE_AFTER_MIDNIGHT).max(self.at);
            if at > reach {
                return;
            }
            self.at = at;
            let rules = self.rules();
            let mut events = matter::lapse(&self.matter, &rules, &|body| self.world.stage.city.superior_of(body))
                .unwrap_or_default();
            events.extend(matter::warn(&self.matter, &rules));
            if events.is_empty() {
                return;
            }
            let actor = std::mem::replace(&mut self.actor, "system:clocks".to_owned());
            self.record(events);
            self.actor = actor;
        }
    }

    /// Decides and records.
    pub(super) fn act(
        &mut self,
        decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>,
    ) -> Result<(), Stop> {
        let events = decide(&self.matter, &self.rules())?;
        self.record(events);
        Ok(())
    }

    /// As [`Story::act`], of a rule and not of a person.
    pub(super) fn by_rule(
        &mut self,
        decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>,
    ) -> Result<(), Stop> {
        let actor = std::mem::replace(&mut self.actor, "system:rule".to_owned());
        let done = self.act(decide);
        self.actor = actor;
        done
    }

    /// The rules on the story's day.
    pub(super) fn rules(&self) -> Rules<'w> {
        self.world.rules(&self.matter, self.at)
    }

    pub(super) fn record(&mut self, events: Vec<Event>) {
        for event in events {
            let meta = Meta { at: self.at, actor: self.actor.clone() };
            let recorded = Recorded { version: self.matter.version + 1, meta, event };
            self.matter.apply(&recorded);
            self.events.push(recorded);
        }
    }

    /// A sentence of a group, told of this matter; nothing when there is none.
    pub(super) fn say(&mut self, group: &str, of: &str) -> String {
        let sentence = self.dice.pick(self.world.stage.corpus.words.all(group, of));
        sentence.map(|sentence| self.cast.scene.tell(sentence)).unwrap_or_default()
    }

    /// Seals a text.
    pub(super) fn seal(&mut self, kind: TextKind, body: String) -> Sealed {
        let texts = std::mem::take(&mut self.texts);
        let mut seals = Seals { dice: &mut self.dice, stream: self.matter.id.0, texts };
        let sealed = seals.seal(kind, body);
        self.texts = seals.texts;
        sealed
    }

    /// Seals a sentence of a group.
    pub(super) fn seal_said(&mut self, kind: TextKind, group: &str, of: &str) -> Sealed {
        let body = self.say(group, of);
        self.seal(kind, body)
    }

    /// Whether something happens, per mille.
    pub(super) fn happens(&mut self, per_mille: u32) -> bool {
        self.dice.happens(per_mille)
    }
}

/// How the journal names an account.
fn staff(who: AccountId) -> String {
    format!("staff:{}", who.0)
}

fn parties(seals: &mut Seals<'_>, cast: &Cast<'_>, key: &AccessKey) -> Vec<NewParty> {
    let mut party = |role, person: &PersonDetails, key_hash| NewParty {
        role,
        person: seals.seal_person(person),
        representative: None,
        key_hash,
    };
    let mut parties = vec![
        party(PartyRole::Applicant, &cast.applicant, Some(hash(key.as_str()))),
        party(PartyRole::Respondent, &cast.respondent, None),
    ];
    parties.extend(cast.third.as_ref().map(|third| party(PartyRole::Third, third, None)));
    parties
}

/// The number of a code: chance in its upper part, the arrival's own number in the lower one. Of a million codes made of chance
/// alone two would be the same more often than not.
fn unlike_any_other(arrival: u64, chance: u64) -> u64 {
    /// More matters than a city is ever made of.
    const ARRIVALS: u64 = 20_000_000;
    /// All codes there are.
    const CODES: u64 = 29_u64.pow(8);
    /// No multiple of 29, so that each number becomes another one; large, so that neighbours look nothing alike.
    const STRIDE: u64 = 309_485_009_821;
    let number = chance % (CODES / ARRIVALS) * ARRIVALS + arrival % ARRIVALS;
    (u128::from(number) * u128::from(STRIDE) % u128::from(CODES)) as u64
}

/// Who owes the first step: mostly the town's centre; what a grid worker brings, often the villages' own committee.
fn first_body(city: &City, cast: &Cast<'_>, channel: Channel, dice: &mut Dice) -> BodyId {
    let town = &city.towns[cast.town];
    match (channel, dice.below(100)) {
        (Channel::Court | Channel::Visit, 0..60) | (_, 0..5) => city.centres[town.county],
        (Channel::Grid, 0..40) if cast.town != City::HOME => town.villages[cast.village].committee,
        _ => town.centre,
    }
}

fn filed_by(city: &City, cast: &Cast<'_>, channel: Channel, dice: &mut Dice) -> Option<AccountId> {
    let town = &city.towns[cast.town];
    match channel {
        Channel::Web | Channel::Qr | Channel::Api | Channel::Import => None,
        Channel::Grid => city.holder(town.villages[cast.village].committee, Role::GridWorker, dice),
        Channel::Window | Channel::Phone | Channel::Police | Channel::Court | Channel::Visit => {
            city.holder(town.centre, Role::Clerk, dice)
        }
    }
}

/// A clock on the wall of the city, which keeps China's time.
fn local(at: i64) -> jiff::civil::DateTime {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    jiff::Timestamp::from_microsecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone).datetime()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_matters_have_a_million_codes() {
        let mut dice = Dice::new(1, 1);
        let mut numbers: Vec<u64> = (0..1_000_000).map(|arrival| unlike_any_other(arrival, dice.bits())).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 1_000_000);
        assert!(numbers.iter().all(|number| *number < 29_u64.pow(8)), "from_number takes them as they are");
    }
}
