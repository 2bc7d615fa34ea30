//! Independent call-backs of the last weeks: they follow from the whole journal, so they are made when it is there.

use std::collections::HashSet;

use concord_domain::body::BodyId;
use concord_domain::matter::{Event, FulfilmentFound, Matter, Meta, Resolved, Rules, TryOutcome};
use concord_domain::rating::{self, CallBack, CallBackState, Missed, Word};
use concord_domain::refusal::Refusal;
use concord_domain::sampling::Round;
use concord_policy::Role;
use concord_store::{Fault, Store};

use super::almanac::{self, DAY, HOUR};
use super::dice::Dice;
use super::story::World;
use crate::kit::desk::load_by_id;
use crate::kit::drawing::{Turn, drawn};
use crate::kit::failure::Failure;
use crate::kit::read_model::Change;
use crate::kit::recording::{Papers, Recording};

/// Weeks back in which something was called already.
const WEEKS: i64 = 5;
/// Streams of chance beside those of matters.
const STREAM: u64 = 0xCA11 << 40;

/// Lets each county's supervision call back most of what was drawn some weeks ago, and some of last week's.
///
/// # Errors
/// When the store fails, or a rule says no: the demonstration is wrong.
pub fn call(store: &Store, world: &World<'_>, seed: u64) -> Result<(), Fault> {
    let city = world.stage.city;
    let mut centres: Vec<BodyId> = city.centres.clone();
    centres.sort_unstable();
    let today = world.stage.almanac.today();
    for centre in centres {
        let Some(body) = city.bodies.iter().find(|b| b.id == centre) else { continue };
        for ago in 1..=WEEKS {
            let round = Round::of(body.region.clone(), world.stage.almanac.date(today - 7 * ago));
            let monday = world.stage.almanac.number_of(round.from);
            let span = (almanac::instant(monday, 0), almanac::instant(monday + 7, 0));
            let drawing = world.duties.call_backs;
            let asked = round.clone();
            let round_drawn = store.read_blocking(move |c| drawn(c, &asked, span, &drawing, &HashSet::new()))?;
            let Some(round_drawn) = round_drawn else { continue };
            for turn in &round_drawn.turns {
                let mut dice = Dice::new(seed ^ STREAM, turn.framed.matter as u64 ^ ago as u64);
                if dice.happens(if ago == 1 { 250 } else { 850 }) {
                    one(store, world, (centre, &round), turn, &mut dice)?;
                }
            }
        }
    }
    Ok(())
}

fn one(
    store: &Store,
    world: &World<'_>,
    (centre, round): (BodyId, &Round),
    turn: &Turn,
    dice: &mut Dice,
) -> Result<(), Fault> {
    let Some(caller) = world.stage.city.holder(centre, Role::Supervisor, dice) else { return Ok(()) };
    let id = concord_domain::code::MatterId(turn.framed.matter);
    let read = store.read_blocking(move |c| load_by_id(c, id)).map_err(failed)?;
    let Some((matter, _)) = read.filter(|(m, _)| !m.had_work(centre) && turn.state == CallBackState::Waiting) else {
        return Ok(());
    };
    let after = world.stage.almanac.number_of(round.to()) + dice.between(1, 6);
    let at = world.stage.almanac.office(almanac::instant(after, 9 * HOUR), 0, dice);
    let at = at.max(matter.updated_at + HOUR).min(world.stage.almanac.now() - HOUR);
    if at <= matter.updated_at || at - almanac::instant(after, 0) > 20 * DAY {
        return Ok(());
    }
    let meta = Meta { at, actor: format!("staff:{}", caller.0) };
    let events = said(&matter, centre, round, dice, &world.rules(&matter, at))
        .map_err(|refusal| Fault::from_error("calling back", refusal))?;
    let mut now = matter;
    for event in events {
        let next = now.after(std::slice::from_ref(&event), &meta);
        let change = Change::between(Some(&now), &next, None);
        let papers = Papers { texts: Vec::new(), files: Vec::new() };
        let recording = Recording::new(now.version, next.clone(), &[event], &meta, papers, change).map_err(failed)?;
        store.write_blocking(move |c| recording.write(c)).map_err(failed)?;
        now = next;
    }
    Ok(())
}

fn failed(failure: Failure) -> Fault {
    Fault::new(format!("calling back: {failure:?}"))
}

/// What a call brings: a word, or nobody at the other end.
fn said(m: &Matter, by: BodyId, round: &Round, dice: &mut Dice, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let round = round.name();
    if dice.happens(140) {
        let outcome = if dice.happens(850) { TryOutcome::NotReached } else { TryOutcome::Refused };
        let mut events = Vec::new();
        for _ in 0..dice.between(1, 3) {
            events.extend(rating::missed(m, Missed { party: 1, by, outcome, round: Some(round.clone()) }, rules)?);
            if outcome == TryOutcome::Refused {
                break;
            }
        }
        return Ok(events);
    }
    let settled = m.agreements.iter().any(|a| a.sealed.is_some());
    let stars = dice.weighted(if settled { [4, 6, 15, 35, 40] } else { [18, 22, 30, 20, 10] }) as u8 + 1;
    let resolved = match stars {
        4.. if settled => Resolved::Yes,
        3.. => Resolved::Partly,
        _ => Resolved::No,
    };
    let found = settled.then_some(match stars {
        4.. => FulfilmentFound::Fulfilled,
        3 => FulfilmentFound::Partly,
        _ => FulfilmentFound::NotYet,
    });
    let word = Word { party: 1, stars, resolved: Some(resolved), text: None };
    rating::call_back(m, word, CallBack { round, by, found }, rules)
}
