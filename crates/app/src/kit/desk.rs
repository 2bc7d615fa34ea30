//! What every handler works with: load a matter, ask who may, decide, record.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Weak};

use concord_domain::calendar::Calendars;
use concord_domain::category::{Categories, CategoryCode};
use concord_domain::code::{MatterCode, MatterId};
use concord_domain::danger::Danger;
use concord_domain::diversion::Diversions;
use concord_domain::duty::Duties;
use concord_domain::matter::{Event, Matter, Meta, Recorded, Rules};
use concord_domain::playbook::{Answers, Playbook, Playbooks};
use concord_domain::region::RegionCode;
use concord_policy::relation::{MatterFacts, Subject};
use concord_policy::{Action, Actor, Permit, Policy};
use concord_store::{Conn, Fault, Store, journal, sealed};
use jiff::civil::Date;

use super::clock::Clock;
use super::drawer::Drawer;
use super::failure::Failure;
use super::ids::Ids;
use super::place::{PlaceBook, Places};
use super::read_model::{Change, search_changes, search_reads};
use super::recording::{Papers, Recording};
use super::templates::Templates;

pub use super::expected::Expected;

/// How often a command is decided anew when somebody else was quicker.
const ATTEMPTS: usize = 5;

/// The state of the application; a clone is another handle on the same.
#[derive(Clone)]
pub struct Desk(Arc<Parts>);

/// A desk that does not keep the store open.
pub struct WeakDesk(Weak<Parts>);

impl WeakDesk {
    /// The desk, while somebody still works at it.
    pub fn upgrade(&self) -> Option<Desk> {
        self.0.upgrade().map(Desk)
    }
}

/// What a desk is made of.
pub struct Parts {
    pub store: Store,
    pub policy: Policy,
    pub playbooks: Playbooks,
    pub categories: Categories,
    pub calendars: Calendars,
    pub duties: Duties,
    pub diversions: Diversions,
    pub places: PlaceBook,
    pub templates: Templates,
    pub clock: Clock,
    pub ids: Ids,
    pub settings: Settings,
    /// Repeated requests wait for the first.
    pub turns: super::once::Turns,
    pub memo: super::memo::Memo<256>,
    pub counted: super::memo::Memo<4096>,
    pub pieces: super::pieces::Pieces,
    pub names: super::names::Names,
    /// What happens elsewhere, told at once.
    pub live: super::live::Live,
}

/// What an operator may set for the web side.
#[derive(Clone, Debug)]
pub struct Settings {
    /// As the public reaches it, e.g. `https://concord.example`; without a final slash.
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed: how many stand in front.
    pub proxies: usize,
    /// Largest request body, bytes.
    pub body_limit: usize,
}

impl Deref for Desk {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Desk {
    /// Puts a desk together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// A handle that does not keep the desk.
    pub fn downgrade(&self) -> WeakDesk {
        WeakDesk(Arc::downgrade(&self.0))
    }

    /// Microseconds UTC.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The date in the installation's zone.
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// The date where the day began first, among the zones of the installation and its regions: nothing falls due anywhere before it.
    pub fn latest_today(&self) -> Date {
        let (now, places) = (self.now(), self.places());
        places.zones().map(|zone| Clock::local_in(zone, now).date()).fold(self.today(), Date::max)
    }

    /// Regions and bodies as they are now.
    pub fn places(&self) -> Arc<Places> {
        self.places.get()
    }

    /// Reads regions and bodies again after an operator changed them.
    pub async fn reload_places(&self) -> Result<(), Fault> {
        let places = self.store.read(Places::load).await?;
        self.places.set(places);
        Ok(())
    }

    /// The rules for a matter today.
    pub fn rules(&self, matter: &Matter) -> Rules<'_> {
        let by_kind = || self.playbooks.for_category(&matter.category);
        self.rules_by(self.playbooks.get(&matter.playbook).unwrap_or_else(by_kind), &matter.region)
    }

    /// The rules for a category in a region today.
    pub fn rules_for(&self, category: &CategoryCode, region: &RegionCode) -> Rules<'_> {
        self.rules_by(self.playbooks.for_category(category), region)
    }

    fn rules_by<'a>(&'a self, playbook: &'a Playbook, region: &RegionCode) -> Rules<'a> {
        let now = self.now();
        let places = self.places();
        let local = places.zone(region).map_or_else(|| self.clock.local(now), |zone| Clock::local_in(zone, now));
        Rules {
            playbook,
            calendar: self.calendars.for_region(region),
            duties: &self.duties,
            diversions: &self.diversions,
            today: local.date(),
            now,
            local,
        }
    }

    /// The matter of a code.
    ///
    /// # Errors
    /// [`Failure::NotFound`]. Whether the actor may see it is asked separately.
    pub async fn load(&self, code: &MatterCode) -> Result<Matter, Failure> {
        Ok(self.load_history(code).await?.0)
    }

    /// The matter of a code, with its history.
    pub async fn load_history(&self, code: &MatterCode) -> Result<(Matter, Vec<Recorded>), Failure> {
        let code = code.clone();
        self.store.read(move |c| load_with_history(c, &code)?.ok_or(Failure::NotFound)).await
    }

    /// Asks whether the actor may do this with the matter.
    pub fn permit(&self, actor: &Actor, action: Action, matter: &Matter) -> Result<Permit, Failure> {
        Ok(self.policy.permit(actor, action, &Subject::Matter(facts(matter)))?)
    }

    /// Asks whether the actor may do this with something else than a matter.
    pub fn permit_on(&self, actor: &Actor, action: Action, subject: &Subject) -> Result<Permit, Failure> {
        if *actor == Actor::Anonymous && !self.policy.allows(actor, action, subject) {
            return Err(Failure::SignedOut);
        }
        Ok(self.policy.permit(actor, action, subject)?)
    }

    /// Whether the actor may do this with the matter: for showing or leaving out a button.
    pub fn may(&self, actor: &Actor, action: Action, matter: &Matter) -> bool {
        self.policy.allows(actor, action, &Subject::Matter(facts(matter)))
    }

    /// Loads, asks, decides and records; decides anew when somebody else was quicker.
    ///
    /// `decide` may be called more than once. No events means that nothing has to change: the matter is answered as it is.
    pub async fn carry_out(
        &self,
        actor: &Actor,
        action: Action,
        code: &MatterCode,
        expected: Expected,
        decide: impl Fn(&Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
    ) -> Result<Matter, Failure> {
        let mut attempt = 1;
        loop {
            let (matter, history) = self.load_history(code).await?;
            let permit = self.permit(actor, action, &matter)?;
            if !expected.fits(&matter, &history) {
                return Err(Failure::VersionMismatch);
            }
            let Some(recording) = self.decided(permit, &matter, &decide).await? else { return Ok(matter) };
            match self.keep(recording).await {
                Err(Failure::Conflict) if !matches!(expected, Expected::Version(_)) && attempt < ATTEMPTS => {
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    }

    /// What is to be recorded of a matter that was loaded; nothing where nothing has to change.
    pub async fn decided(
        &self,
        permit: Permit,
        matter: &Matter,
        decide: impl Fn(&Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
    ) -> Result<Option<Recording>, Failure> {
        let mut drawer = Drawer::new(&self.ids);
        let decided = decide(matter, &self.rules(matter), &mut drawer)?;
        if decided.is_empty() {
            return Ok(None);
        }
        let events = self.with_rise(matter, self.with_approver(matter, decided).await?).await?;
        self.recording(permit, matter, events, drawer).await.map(Some)
    }

    /// Records what was decided about a matter: events, texts and read models in one transaction.
    ///
    /// # Errors
    /// [`Failure::Conflict`] when the matter changed since it was loaded.
    pub async fn record(
        &self,
        permit: Permit,
        before: &Matter,
        events: Vec<Event>,
        drawer: Drawer<'_>,
    ) -> Result<Matter, Failure> {
        self.keep(self.recording(permit, before, events, drawer).await?).await
    }

    async fn keep(&self, recording: Recording) -> Result<Matter, Failure> {
        let after = recording.after.clone();
        self.store.write_again(move |c| recording.write(c)).await?;
        Ok(after)
    }

    /// Records two matters at once: both or neither.
    pub async fn record_both(&self, first: Recording, second: Recording) -> Result<(Matter, Matter), Failure> {
        let answer = (first.after.clone(), second.after.clone());
        self.store
            .write_again(move |c| {
                first.write(c)?;
                second.write(c)
            })
            .await?;
        Ok(answer)
    }

    /// Makes everything ready to be written about a known matter.
    pub async fn recording(
        &self,
        permit: Permit,
        before: &Matter,
        events: Vec<Event>,
        drawer: Drawer<'_>,
    ) -> Result<Recording, Failure> {
        if !permit.covers_matter(before.id.0) {
            return Err(Failure::Forbidden);
        }
        let meta = Meta { at: self.now(), actor: permit.actor().to_owned() };
        let after = before.after(&events, &meta);
        let (texts, files) = drawer.for_stream(before.id.0);
        let known = if search_changes(Some(before), &after) {
            let matter = after.clone();
            let mut known: HashMap<i64, String> = self.store.read(move |c| texts_for(c, &matter)).await?;
            known.extend(texts.iter().map(|t| (t.id, t.body.clone())));
            Some(known)
        } else {
            None
        };
        let change = Change::between(Some(before), &after, known.as_ref());
        Recording::new(before.version, after, &events, &meta, Papers { texts, files }, change)
    }

    /// Makes everything ready to be written about a new matter.
    ///
    /// # Errors
    /// [`Failure::Refused`] where the events do not begin a history.
    pub fn opening(
        &self,
        permit: &Permit,
        id: MatterId,
        mut events: Vec<Event>,
        drawer: Drawer<'_>,
    ) -> Result<Recording, Failure> {
        let meta = Meta { at: self.now(), actor: permit.actor().to_owned() };
        let history: Vec<Recorded> = (1..)
            .zip(&events)
            .map(|(version, event)| Recorded { version, meta: meta.clone(), event: event.clone() })
            .collect();
        let opened = Matter::replay(id, &history).ok_or(Failure::Refused(concord_domain::Refusal::ApplicantMissing))?;
        let rise = self.rise_of(&opened, &Answers::default())?;
        let after = if rise.is_empty() { opened } else { opened.after(&rise, &meta) };
        events.extend(rise);
        let (texts, files) = drawer.for_stream(id.0);
        let known = texts.iter().map(|t| (t.id, t.body.clone())).collect();
        let change = Change::between(None, &after, Some(&known));
        Recording::new(0, after, &events, &meta, Papers { texts, files }, change)
    }

    /// The matter that these events open.
    pub fn opened(&self, id: MatterId, events: &[Event]) -> Option<Matter> {
        let meta = Meta { at: self.now(), actor: String::new() };
        let recorded = |(version, event): (i64, &Event)| Recorded { version, meta: meta.clone(), event: event.clone() };
        Matter::replay(id, &(1..).zip(events).map(recorded).collect::<Vec<_>>())
    }

    /// The texts of these seals; erased ones are absent.
    pub async fn texts(&self, ids: Vec<i64>) -> Result<HashMap<i64, String>, Fault> {
        self.store.read(move |c| sealed::get(c, &ids)).await
    }

    /// All texts of a matter; erased ones are absent.
    pub async fn matter_texts(&self, matter: &Matter) -> Result<HashMap<i64, String>, Fault> {
        let matter = matter.clone();
        self.store.read(move |c| texts_for(c, &matter)).await
    }
}

/// What the policies need to know of a matter.
pub fn facts(m: &Matter) -> MatterFacts {
    MatterFacts {
        id: m.id.0,
        region: m.region.as_str().to_owned(),
        tier_area: m.region.at(m.tiers.tier()).map(String::from),
        owner_body: Some(m.body.0),
        bodies: bodies_of(m),
        receivers: m.receivers().iter().map(|body| body.0).collect(),
        mediator: m.mediator.map(|a| a.0),
        filed_by: m.filed_by.map(|a| a.0),
    }
}

/// Everybody with a share: who was given work, who had it on another tier, and who is asked to take it.
fn bodies_of(m: &Matter) -> Vec<i64> {
    let mut all: Vec<i64> = m.involved().iter().map(|body| body.0).collect();
    let before = m.tiers.stays.iter().filter(|stay| stay.until_on.is_some());
    all.extend(before.map(|stay| stay.body.0).chain(m.tiers.offer.iter().map(|offer| offer.body.0)));
    all.sort_unstable();
    all.dedup();
    all
}

/// All texts of a stream that were not erased.
pub fn texts_of(c: &mut Conn, stream: i64) -> Result<HashMap<i64, String>, Fault> {
    Ok(sealed::of_stream(c, stream)?.into_iter().filter_map(|t| Some((t.id, t.body?))).collect())
}

/// All texts that a matter refers to: its own, and those that came with a duplicate and stay under that one's stream.
pub fn texts_for(c: &mut Conn, matter: &Matter) -> Result<HashMap<i64, String>, Fault> {
    let mut texts = texts_of(c, matter.id.0)?;
    let answers = matter.reports.iter().filter_map(|r| r.answers.as_ref()).map(|a| a.id);
    let former = matter.family.former.iter().map(|p| p.person.id);
    let danger = matter.danger.iter().flat_map(Danger::texts).map(|text| text.id);
    let named = search_reads(matter).into_iter().chain(answers).chain(former).chain(danger);
    let absent: Vec<i64> = named.filter(|id| !texts.contains_key(id)).collect();
    if !absent.is_empty() {
        texts.extend(sealed::get(c, &absent)?);
    }
    Ok(texts)
}

/// Reads and folds the history of a code.
pub fn load_with_history(c: &mut Conn, code: &MatterCode) -> Result<Option<(Matter, Vec<Recorded>)>, Failure> {
    match super::matter_queries::id_of(c, code)? {
        Some(id) => load_by_id(c, id),
        None => Ok(None),
    }
}

/// Reads and folds the history of an id.
pub fn load_by_id(c: &mut Conn, id: MatterId) -> Result<Option<(Matter, Vec<Recorded>)>, Failure> {
    let history = history(&journal::load(c, id.0)?)?;
    Ok(Matter::replay(id, &history).map(|matter| (matter, history)))
}

/// Journal rows as the domain reads them.
pub fn history(rows: &[journal::Recorded]) -> Result<Vec<Recorded>, Failure> {
    rows.iter()
        .map(|row| {
            let event = Event::from_json(&row.kind, &row.data).map_err(Failure::fault)?;
            Ok(Recorded { version: row.version, meta: Meta { at: row.at, actor: row.actor.clone() }, event })
        })
        .collect()
}
