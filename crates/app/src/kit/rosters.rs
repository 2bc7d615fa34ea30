//! Duty rosters: loading and recording one, and finding who is on duty.

use concord_domain::body::BodyId;
use concord_domain::matter::{AccountId, Meta, NoticePost, ToldBy};
use concord_domain::roster::{Roster, RosterEvent, RosterRecorded, note_gaps};
use concord_policy::{Action, Actor, Permit, Subject};
use concord_store::journal::{self, NewEvent};
use concord_store::{Conn, Fault, sealed};

use super::desk::Desk;
use super::drawer::Drawer;
use super::failure::Failure;
use super::once::Once;
use super::read_model::{Change, roster_rows};
use super::roster_queries as queries;

/// How often a command is decided anew when somebody else was quicker.
const ATTEMPTS: usize = 5;

/// The stream of a body's roster: matters have numbers above zero.
pub const fn stream_of(body: BodyId) -> i64 {
    -body.0
}

/// A roster from its stream.
pub fn roster_of(body: BodyId, rows: &[journal::Recorded]) -> Result<Roster, Failure> {
    let history = rows
        .iter()
        .map(|row| {
            let event = RosterEvent::from_json(&row.kind, &row.data).map_err(Failure::fault)?;
            let meta = Meta { at: row.at, actor: row.actor.clone() };
            Ok(RosterRecorded { version: row.version, meta, event })
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    Ok(Roster::replay(body, &history))
}

/// Who is told about a danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDuty {
    pub body: BodyId,
    pub accounts: Vec<AccountId>,
    pub by: ToldBy,
}

impl Desk {
    /// A body's roster.
    pub async fn roster(&self, body: BodyId) -> Result<Roster, Failure> {
        self.store.read(move |c| load(c, body)).await
    }

    /// Asks whether the actor may do this with a body's roster: as one of it, or for the area in which it lies.
    pub fn permit_on_roster(&self, actor: &Actor, action: Action, body: BodyId) -> Result<Permit, Failure> {
        let places = self.places();
        let region = places.body(body).ok_or(Failure::NotFound)?.region.as_str().to_owned();
        let of_area = Subject::Region(region);
        if self.policy.allows(actor, action, &of_area) {
            return self.permit_on(actor, action, &of_area);
        }
        self.permit_on(actor, action, &Subject::Body(body.0))
    }

    /// Whether the actor may: for showing or leaving out a button.
    pub fn may_on_roster(&self, actor: &Actor, action: Action, body: BodyId) -> bool {
        self.permit_on_roster(actor, action, body).is_ok()
    }

    /// Loads, asks, decides and records; decides anew when somebody else was quicker.
    pub async fn change_roster(
        &self,
        actor: &Actor,
        action: Action,
        body: BodyId,
        decide: impl Fn(&Roster, &mut Drawer<'_>) -> Result<Vec<RosterEvent>, Failure>,
    ) -> Result<Roster, Failure> {
        let mut attempt = 1;
        loop {
            let permit = self.permit_on_roster(actor, action, body)?;
            let roster = self.roster(body).await?;
            let mut drawer = Drawer::new(&self.ids);
            let events = decide(&roster, &mut drawer)?;
            if events.is_empty() {
                return Ok(roster);
            }
            let meta = Meta { at: self.now(), actor: permit.actor().to_owned() };
            let (after, stream) = (roster.after(&events, &meta), stream_of(body));
            let new = events
                .iter()
                .map(|event| {
                    let data = event.to_json().map_err(Failure::fault)?;
                    Ok(NewEvent { kind: event.kind().to_owned(), at: meta.at, actor: meta.actor.clone(), data })
                })
                .collect::<Result<Vec<_>, Failure>>()?;
            let change = Change::of_rows(stream, roster_rows(&roster), roster_rows(&after));
            let (texts, _) = drawer.for_stream(stream);
            let (version, once) = (roster.version, Once::current());
            let written = self
                .store
                .write(move |c| -> Result<(), Failure> {
                    journal::append(c, stream, version, &new)?;
                    sealed::put(c, &texts)?;
                    change.apply(c)?;
                    once.map_or(Ok(()), |once| Ok(once.note(c, "", meta.at)?))
                })
                .await;
            match written {
                Err(Failure::Conflict) if attempt < ATTEMPTS => attempt += 1,
                written => return written.map(|()| after),
            }
        }
    }

    /// Who is on duty for a body now: its own people, with nobody there those of the nearest body above, and at last whoever
    /// routes, or else supervises, at the nearest that has somebody.
    pub async fn on_duty_for(&self, body: BodyId) -> Result<Option<OnDuty>, Failure> {
        let chain = self.places().with_centres(body);
        let local = self.clock.local(self.now());
        self.store
            .read(move |c| -> Result<_, Failure> {
                for candidate in &chain {
                    let Some(plan) = queries::plan(c, *candidate)? else { continue };
                    let accounts = queries::in_use(c, &plan.on_duty(local))?;
                    if !accounts.is_empty() {
                        let by = if *candidate == body { ToldBy::Duty } else { ToldBy::Above };
                        return Ok(Some(OnDuty { body: *candidate, accounts, by }));
                    }
                }
                for (role, by) in [("coordinator", ToldBy::Coordinators), ("supervisor", ToldBy::Supervisors)] {
                    for candidate in &chain {
                        let accounts = queries::holders(c, *candidate, role)?;
                        if !accounts.is_empty() {
                            return Ok(Some(OnDuty { body: *candidate, accounts, by }));
                        }
                    }
                }
                Ok(None)
            })
            .await
    }
}

/// Who looks for gaps, in the journal.
const RULE: Actor = Actor::System("rule");

impl Desk {
    /// Tells who plans the rosters of the gaps to come, each once: those who route or supervise at the body or, with nobody there, at
    /// the nearest above.
    pub async fn tell_gaps(&self) -> Result<(), Failure> {
        let plans = self.store.read(queries::plans).await?;
        let now = self.clock.local(self.now());
        for body in plans.into_keys().map(BodyId) {
            let chain = {
                let places = self.places();
                if places.body(body).is_none() || places.is_closed(body) {
                    continue;
                }
                places.with_centres(body)
            };
            let planner = self.store.read(move |c| planner(c, &chain)).await?.unwrap_or((body, NoticePost::Routing));
            let note = |roster: &Roster, _: &mut Drawer<'_>| Ok(note_gaps(roster, planner, now));
            self.change_roster(&RULE, Action::NoteGaps, body, note).await?;
        }
        Ok(())
    }
}

/// The first of these bodies that has somebody who plans.
fn planner(c: &mut Conn, chain: &[BodyId]) -> Result<Option<(BodyId, NoticePost)>, Fault> {
    for body in chain {
        for (role, post) in [("coordinator", NoticePost::Routing), ("supervisor", NoticePost::Supervising)] {
            if !queries::holders(c, *body, role)?.is_empty() {
                return Ok(Some((*body, post)));
            }
        }
    }
    Ok(None)
}

fn load(c: &mut Conn, body: BodyId) -> Result<Roster, Failure> {
    roster_of(body, &journal::load(c, stream_of(body))?)
}
