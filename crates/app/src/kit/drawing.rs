//! A round of independent call-backs worked out from the journal: nothing of it is written down, so nobody can change it.

use std::collections::{HashMap, HashSet};

use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::rating::CallBackState;
use concord_domain::sampling::{Drawing, Framed, Round, draw};
use concord_store::{Conn, Fault};

use super::drawing_queries::{self as queries, Called};
use super::ids::hash;

/// A round with those whose turn it is or was.
#[derive(Debug)]
pub struct Drawn {
    pub round: Round,
    /// How many were concluded.
    pub frame: usize,
    /// How many are to be answered.
    pub wanted: usize,
    /// What the lots are made from.
    pub seed: String,
    /// In drawn order, body by body.
    pub turns: Vec<Turn>,
}

/// A matter whose turn it is or was.
#[derive(Debug)]
pub struct Turn {
    pub framed: Framed,
    pub state: CallBackState,
    /// It took the place of one that was not to be reached.
    pub reserve: bool,
    pub called: Option<Called>,
    /// Kind and status now.
    pub category: String,
    pub status: String,
    /// The reader is of a body that had it: not theirs to call.
    pub of_own_body: bool,
}

/// Works a round out: of what ended from one instant until another. `own` are the bodies of whoever looks. None where nothing
/// ended.
pub fn drawn(
    c: &mut Conn,
    round: &Round,
    (from, until): (i64, i64),
    drawing: &Drawing,
    own: &HashSet<i64>,
) -> Result<Option<Drawn>, Fault> {
    let Some(chain) = queries::seed(c, from, until)? else { return Ok(None) };
    let seed = hash(&format!("{} {chain}", round.name()));
    let frame: Vec<Framed> = queries::ended(c, &round.region, from, until)?
        .into_iter()
        .map(|e| Framed {
            lot: hash(&format!("{seed} {}", e.code.as_str())),
            matter: e.matter,
            code: e.code,
            body: e.body,
            field: e.field,
        })
        .collect();
    let called = queries::called(c, &round.name())?;
    let count = frame.len();
    let piles = draw(frame, drawing);
    let wanted = piles.iter().map(|pile| pile.wanted).sum();
    let state = |framed: &Framed| called.get(&framed.matter).map_or(CallBackState::Waiting, |c| c.state);
    let mut turned: Vec<(Framed, CallBackState, bool)> = Vec::new();
    for pile in &piles {
        let turns = pile.turns(state).into_iter().enumerate();
        turned.extend(turns.map(|(at, (framed, state))| (framed.clone(), state, at >= pile.wanted)));
    }
    let turns = told(c, turned, called, own)?;
    Ok(Some(Drawn { round: round.clone(), frame: count, wanted, seed, turns }))
}

fn told(
    c: &mut Conn,
    turned: Vec<(Framed, CallBackState, bool)>,
    mut called: HashMap<i64, Called>,
    own: &HashSet<i64>,
) -> Result<Vec<Turn>, Fault> {
    let ids: Vec<i64> = turned.iter().map(|(framed, ..)| framed.matter).collect();
    let had = queries::had_work(c, &ids)?;
    let had: HashSet<i64> = had.into_iter().filter(|(_, body)| own.contains(body)).map(|(matter, _)| matter).collect();
    let mut lines = queries::lines(c, &ids)?;
    let turn = |(framed, state, reserve): (Framed, CallBackState, bool)| {
        let (category, status) = lines.remove(&framed.matter).unwrap_or_default();
        let of_own_body = had.contains(&framed.matter);
        Turn { called: called.remove(&framed.matter), of_own_body, category, status, framed, state, reserve }
    };
    Ok(turned.into_iter().map(turn).collect())
}

impl Drawn {
    /// The turn of a matter.
    pub fn turn(&self, code: &MatterCode) -> Option<&Turn> {
        self.turns.iter().find(|turn| turn.framed.code == *code)
    }

    /// Bodies that were drawn about, in their order, each with its turns.
    pub fn bodies(&self) -> Vec<(BodyId, Vec<&Turn>)> {
        let mut bodies: Vec<(BodyId, Vec<&Turn>)> = Vec::new();
        for turn in &self.turns {
            match bodies.last_mut() {
                Some((body, turns)) if *body == turn.framed.body => turns.push(turn),
                _ => bodies.push((turn.framed.body, vec![turn])),
            }
        }
        bodies
    }
}

impl Turn {
    /// Calls that brought nothing, so far.
    pub fn tries(&self) -> i64 {
        self.called.as_ref().map_or(0, |called| called.tries)
    }

    /// The party says otherwise than the body's own return visit had found.
    pub fn differs(&self) -> bool {
        let Some(called) = &self.called else { return false };
        matches!((&called.visited, &called.found), (Some(visited), Some(found)) if visited != found)
    }
}
