//! Two years of matters, in the order they arrive.

use std::collections::VecDeque;

use concord_domain::code::{AccessKey, MatterId};
use concord_domain::family::{self, Merge, Said};
use concord_domain::matter::{Channel, Matter, Recorded};
use concord_domain::refusal::Refusal;
use concord_store::sealed::SealedText;

use super::aftermath::{Fate, is_staffed};
use super::almanac::{DAYS_BACK, SECOND};
use super::dice::Dice;
use super::story::{Arrival, Stop, Story, World};
use crate::kit::drawer::TextKind;
use crate::kit::ids::Ids;

/// The low part of a matter's id: half of the space, so that the ids of its texts fit behind it.
const LOW_BITS: u64 = 0x7_ffff;
/// Streams of chance for days; matters have the small numbers, the city the largest.
const DAY_STREAMS: u64 = 1 << 62;
/// Nobody arrives in the last minute.
const QUIET: i64 = 60 * SECOND;

/// A matter with everything that was recorded and said.
#[derive(Debug)]
pub struct History {
    pub matter: Matter,
    pub events: Vec<Recorded>,
    pub texts: Vec<SealedText>,
    /// Texts of a duplicate that the matter refers to; they belong to the duplicate.
    pub borrowed: Vec<SealedText>,
    /// Opens the matter for its applicant.
    pub key: AccessKey,
}

/// Every matter of the two years.
pub struct Life<'w> {
    world: World<'w>,
    seed: u64,
    matters: u64,
    /// Running sums of the kinds' weights, for each day.
    weights: Vec<Vec<u64>>,
    channels: Vec<(Channel, u32)>,
    total: u64,
    /// Weight of the days that are over.
    over: u64,
    day: usize,
    number: u64,
    arrivals: VecDeque<Arrival>,
    done: VecDeque<History>,
    last_ms: i64,
}

impl<'w> Life<'w> {
    /// The matters of a world, as many as asked for.
    pub fn new(world: World<'w>, seed: u64, matters: u64) -> Self {
        let weights = world.stage.almanac.weights(world.stage.corpus);
        let total = weights.iter().filter_map(|day| day.last()).sum();
        let channels = world.stage.corpus.rhythm.channel.iter();
        Self {
            world,
            seed,
            matters,
            channels: channels.filter_map(|(name, weight)| Some((Channel::parse(name)?, *weight))).collect(),
            weights,
            total,
            over: 0,
            day: 0,
            number: 0,
            arrivals: VecDeque::new(),
            done: VecDeque::new(),
            last_ms: 0,
        }
    }

    /// Matters up to a weight, in proportion, so that the days' numbers add up.
    fn share(&self, weight: u64) -> u64 {
        (u128::from(self.matters) * u128::from(weight) / u128::from(self.total.max(1))) as u64
    }

    fn next_arrival(&mut self) -> Option<Arrival> {
        while self.arrivals.is_empty() && self.day < self.weights.len() {
            self.fill_day();
        }
        self.arrivals.pop_front()
    }

    fn fill_day(&mut self) {
        let almanac = self.world.stage.almanac;
        let kinds = &self.weights[self.day];
        let weight = kinds.last().copied().unwrap_or(0);
        let count = self.share(self.over + weight) - self.share(self.over);
        let day = almanac.today() - DAYS_BACK + 1 + self.day as i64;
        let mut dice = Dice::new(self.seed, DAY_STREAMS + self.day as u64);
        let hours = &self.world.stage.corpus.rhythm.hour;
        let mut arrivals: Vec<(i64, usize, Channel)> = (0..count)
            .map(|_| {
                let drawn = dice.below(weight);
                let kind = kinds.partition_point(|sum| *sum <= drawn);
                let channel = self.channels[dice.weighted(self.channels.iter().map(|(_, weight)| *weight))].0;
                let hours = if is_staffed(channel) { &hours.staffed } else { &hours.anytime };
                let at = almanac.arrival(day, hours, &mut dice) + dice.between(0, SECOND - 1);
                (at.min(almanac.now() - QUIET), kind, channel)
            })
            .collect();
        arrivals.sort_by_key(|(at, ..)| *at);
        for (at, kind, channel) in arrivals {
            // One millisecond apart at least: ids are made of milliseconds.
            let ms = (at / 1000).max(self.last_ms + 1);
            self.last_ms = ms;
            self.arrivals.push_back(Arrival { at: ms * 1000, kind, channel, number: self.number });
            self.number += 1;
        }
        self.over += weight;
        self.day += 1;
    }

    fn id(&self, arrival: Arrival) -> MatterId {
        let low = Dice::new(self.seed ^ DAY_STREAMS, arrival.number).bits() & LOW_BITS;
        MatterId(Ids::at(arrival.at, low as u32))
    }

    fn live(&mut self, arrival: Arrival) -> Result<(), Stop> {
        let mut story = Story::open(self.world, arrival, self.id(arrival), self.seed)?;
        let fate = story.fate();
        if fate == Fate::Merged
            && let Some(next) = self.next_arrival()
        {
            let mut duplicate = story.repeat(next, self.id(next), self.seed)?;
            let merged = ended(story.absorb(&mut duplicate))?;
            if merged == Ended::Today {
                // Both still wait; the clocks of the duplicate go on until today.
                ended(duplicate.until(i64::MAX))?;
            }
            let borrowed = if duplicate.matter().merged_into.is_some() { duplicate.texts.clone() } else { Vec::new() };
            self.done.push_back(story.into_history(borrowed));
            self.done.push_back(duplicate.into_history(Vec::new()));
            return Ok(());
        }
        ended(story.live(fate))?;
        self.done.push_back(story.into_history(Vec::new()));
        Ok(())
    }
}

/// Where a history stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// It is told to its end.
    Told,
    /// The rest lies in the future.
    Today,
}

fn ended(result: Result<(), Stop>) -> Result<Ended, Stop> {
    match result {
        Ok(()) => Ok(Ended::Told),
        Err(Stop::Now) => Ok(Ended::Today),
        Err(stop) => Err(stop),
    }
}

impl Story<'_> {
    /// The duplicate is found after acceptance, and its reports and parties come over.
    fn absorb(&mut self, duplicate: &mut Self) -> Result<(), Stop> {
        self.look()?;
        self.accept()?;
        self.until(self.at.max(duplicate.at))?;
        self.soon(10, 90)?;
        duplicate.until(self.at)?;
        self.by_router();
        duplicate.by_router();
        let same = duplicate.matter.parties.iter().map(|p| (p.no, p.no)).collect();
        let reason = self.say("between", "merged");
        let (here, there) = (duplicate.seal(TextKind::Reason, reason.clone()), self.seal(TextKind::Reason, reason));
        let merge = Merge { reason: Some(Said { here, there }), lead: None, by: None, same };
        let (gone, absorbed) = family::merge(&duplicate.matter, &self.matter, merge, &self.rules())?;
        duplicate.record(gone);
        self.record(absorbed);
        self.go_on(Fate::Settled)
    }

    fn into_history(self, borrowed: Vec<SealedText>) -> History {
        History { matter: self.matter, events: self.events, texts: self.texts, borrowed, key: self.key }
    }
}

impl Iterator for Life<'_> {
    type Item = Result<History, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done.is_empty() {
            let arrival = self.next_arrival()?;
            if let Err(Stop::Refused(refusal)) = self.live(arrival) {
                return Some(Err(refusal));
            }
        }
        self.done.pop_front().map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use concord_domain::matter::{Event, Status};

    use super::*;
    use crate::demo::almanac::Almanac;
    use crate::demo::city::City;
    use crate::demo::corpus::Corpus;
    use crate::demo::scene::Stage;
    use crate::kit::data::{self, Data};

    /// 20 November 2026, a Friday, at noon in the city.
    const NOON: i64 = 1_795_147_200 * SECOND;

    struct Ground {
        corpus: Corpus,
        city: City,
        almanac: Almanac,
        data: Data,
    }

    fn ground() -> Ground {
        let data = data::load(None, None).unwrap();
        let corpus = Corpus::load().unwrap();
        let city = City::generate(&corpus, 1).unwrap();
        let almanac = Almanac::new(data.calendars.for_region(&city.regions[0].code), NOON).unwrap();
        Ground { corpus, city, almanac, data }
    }

    fn life(ground: &Ground, seed: u64, matters: u64) -> Vec<History> {
        let world = World {
            stage: Stage { corpus: &ground.corpus, city: &ground.city, almanac: &ground.almanac },
            playbooks: &ground.data.playbooks,
            calendar: ground.data.calendars.for_region(&ground.city.regions[0].code),
            duties: &ground.data.duties,
            diversions: &ground.data.diversions,
        };
        Life::new(world, seed, matters).map(|history| history.unwrap()).collect()
    }

    #[test]
    fn there_are_as_many_matters_as_asked_for_with_growing_ids_of_their_own() {
        let ground = ground();
        for count in [1, 7, 1500] {
            let all = life(&ground, 1, count);
            assert_eq!(all.len() as u64, count);
            assert!(all.windows(2).all(|pair| pair[0].matter.id < pair[1].matter.id));
            let texts: Vec<i64> = all.iter().flat_map(|h| &h.texts).map(|t| t.id).collect();
            assert!(texts.windows(2).all(|pair| pair[0] < pair[1]));
            let codes: BTreeSet<_> = all.iter().map(|h| h.matter.code.clone()).collect();
            assert_eq!(codes.len() as u64, count);
        }
    }

    #[test]
    fn the_domain_refuses_nothing_and_replays_every_history_to_the_same_matter() {
        let ground = ground();
        for history in life(&ground, 2, 4000) {
            assert_eq!(Matter::replay(history.matter.id, &history.events), Some(history.matter));
        }
    }

    #[test]
    fn nothing_happens_after_now_nor_before_what_came_first() {
        let ground = ground();
        for history in life(&ground, 3, 2000) {
            let times: Vec<i64> = history.events.iter().map(|e| e.meta.at).collect();
            assert!(times.is_sorted(), "{:?}", history.events);
            assert!(*times.last().unwrap() <= NOON);
        }
    }

    #[test]
    fn every_text_that_an_event_seals_is_there() {
        let ground = ground();
        for history in life(&ground, 4, 1000) {
            let known: BTreeSet<i64> = history.texts.iter().chain(&history.borrowed).map(|t| t.id).collect();
            let reads = crate::kit::read_model::search_reads(&history.matter);
            assert!(reads.iter().all(|id| known.contains(id)));
            let json = ["person", "source_paper", "letter"];
            assert!(
                history
                    .texts
                    .iter()
                    .all(|t| !t.body.is_empty() && !t.body.contains('{') || json.contains(&t.kind.as_str())),
                "{:?}",
                history.texts
            );
        }
    }

    #[test]
    fn every_stage_of_the_work_has_matters_today() {
        let ground = ground();
        let all = life(&ground, 5, 5000);
        let mut stages: BTreeMap<Status, usize> = BTreeMap::new();
        for history in &all {
            *stages.entry(history.matter.status).or_default() += 1;
        }
        for status in Status::ALL {
            assert!(stages.get(status).is_some_and(|n| *n > 0), "{status:?} in {stages:?}");
        }
        let open = all.iter().filter(|h| h.matter.status.is_open()).count();
        assert!((100..700).contains(&open), "{open} of 5000 are open");
        let settled = stages[&Status::Settled];
        assert!((3500..4500).contains(&settled), "{settled} of 5000 are settled");
    }

    #[test]
    fn the_known_mediator_has_a_worklist_and_somebody_is_late() {
        let ground = ground();
        let all = life(&ground, 6, 5000);
        let mediator = ground.city.known(concord_policy::Role::Mediator).unwrap().id;
        let mine = |h: &&History| h.matter.mediator == Some(mediator) && h.matter.status.is_open();
        assert!(all.iter().filter(mine).count() >= 4);
        let late = |h: &&History| h.matter.running_clocks().any(|c| c.lapsed_on.is_some());
        assert!(all.iter().filter(late).count() > 0);
    }

    #[test]
    fn things_go_wrong_now_and_then_as_they_do() {
        let ground = ground();
        let kinds: BTreeSet<&'static str> =
            life(&ground, 7, 5000).iter().flat_map(|h| &h.events).map(|e| e.event.kind()).collect();
        let foreign = [
            "matter.report_joined.v1",
            "party.corrected.v1",
            "matter.classified.v1",
            "matter.urgency_set.v1",
            "clock.extended.v1",
            "file.attached.v1",
            "file.represented.v1",
        ];
        // What the running city's rules and people bring about: its stories are told without them.
        let later = [
            "family.",
            "party.left",
            "representative.ended",
            "matter.separated",
            "matter.released",
            "clock.inherited",
            "clock.paused",
            "clock.resumed",
            "clock.extension_",
            "clock.recomputed",
            "matter.raised",
            "matter.rise_",
            "danger.went_back",
            "conference.moved",
            "conference.called_off",
        ];
        let later =
            |kind: &str| later.iter().chain(&["matter.send_down_", "matter.sent_down"]).any(|k| kind.starts_with(k));
        for kind in Event::KINDS.iter().filter(|kind| !foreign.contains(kind) && !later(kind)) {
            assert!(kinds.contains(kind), "no {kind}");
        }
    }
}
