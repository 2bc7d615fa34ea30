//! What each matter adds to the counters that every dashboard number comes from.

use concord_domain::matter::{Matter, Status};
use concord_domain::rates::voices;
use concord_domain::region::Tier;
use concord_store::tally::{NOW, TallyKey, Word};

use super::counted_rows;
use super::matter_rows::{nearest, next_step};
use super::promise::{acceptance, conclusion};

/// The counters one matter adds to, for its region and every region that holds it, up to the province.
///
/// Measures by day: `taken` and `taken_late` (accepted where a limit ran for it), `opened`, `settled`, `not_settled`, `withdrawn`, `returned`, `referred`, `merged` (each by `all`,
/// `category`, `channel`), `days_to_settle` (sum), `late` (concluded after a deadline), `rated` and `stars` (sum),
/// `reopened` (concluded ones that had come back). Of now: `stock` by `status`, `category`. Of what is open now, by the
/// day that lists know it by as due: `due_stock`, also by `why`: the step it waits for and its kind, such as `decide.neighbour`; what is
/// late is the sum of the days before today, so a number is what its list holds on any day. Rates: `of.<rate>` and `hit.<rate>` by `all` and `category`, of
/// regions and, under `body.<id>`, of bodies.
pub fn tallies(m: &Matter) -> Vec<(TallyKey, i64)> {
    let mut own: Vec<Cell> = Vec::with_capacity(12);
    let field = m.category.as_str().split('.').next().unwrap_or_default();
    let channel = m.report().channel.as_str();
    let opened_on = m.opened_on.to_string();
    happened(&mut own, "opened", field, channel, &opened_on, 1);
    if m.status.is_open() {
        own.push(Cell::new("stock", "status", m.status.as_str(), NOW, 1));
        own.push(Cell::new("stock", "category", field, NOW, 1));
        if let Some(nearest) = nearest(m) {
            let day = nearest.due_on.to_string();
            own.push(Cell::new("due_stock", "all", "", &day, 1));
            own.push(Cell::new("due_stock", "why", &format!("{}.{field}", next_step(m).0), &day, 1));
        }
    }
    if let Some(taken) = acceptance(m) {
        let day = taken.on.to_string();
        own.push(Cell::new("taken", "all", "", &day, 1));
        if taken.late {
            own.push(Cell::new("taken_late", "all", "", &day, 1));
        }
    }
    if let Some(end) = conclusion(m) {
        let (on, day) = (end.on, end.on.to_string());
        happened(&mut own, m.status.as_str(), field, channel, &day, 1);
        if m.status == Status::Settled {
            let days = (on - m.opened_on).get_days();
            own.push(Cell::new("days_to_settle", "all", "", &day, i64::from(days)));
            own.push(Cell::new("days_to_settle", "category", field, &day, i64::from(days)));
        }
        if end.late {
            own.push(Cell::new("late", "all", "", &day, 1));
            own.push(Cell::new("late", "category", field, &day, 1));
        }
        if m.reopened > 0 {
            own.push(Cell::new("reopened", "all", "", &day, 1));
        }
    }
    // What the parties say counts as rates count it: a word for each, and none that the body took down itself.
    for rating in voices(m) {
        let day = rating.on.to_string();
        let stars = i64::from(rating.stars);
        for (dimension, value) in [("all", ""), ("category", field)] {
            own.push(Cell::new("rated", dimension, value, &day, 1));
            own.push(Cell::new("stars", dimension, value, &day, stars));
        }
    }
    let shares = counted_rows::cells(m, field);
    let mut all = of_bodies(&shares);
    own.extend(shares.into_iter().map(|(_, cell)| cell));
    all.extend(spread(m, &own));
    all
}

/// Rates of bodies stand under a key of their own, so that a body's are read without its region's.
fn of_bodies(shares: &[(i64, Cell)]) -> Vec<(TallyKey, i64)> {
    shares.iter().map(|(body, cell)| (cell.key(counted_rows::body_key(*body).into()), cell.n)).collect()
}

/// One counter of the matter's own region.
pub(super) struct Cell {
    measure: &'static str,
    dimension: &'static str,
    value: Word,
    day: Word,
    n: i64,
}

impl Cell {
    pub(super) fn new(measure: &'static str, dimension: &'static str, value: &str, day: &str, n: i64) -> Self {
        Self { measure, dimension, value: value.into(), day: day.into(), n }
    }

    fn key(&self, region: Word) -> TallyKey {
        TallyKey {
            region,
            measure: Word::new_static(self.measure),
            dimension: Word::new_static(self.dimension),
            value: self.value.clone(),
            day: self.day.clone(),
        }
    }
}

fn happened(own: &mut Vec<Cell>, measure: &'static str, field: &str, channel: &str, day: &str, n: i64) {
    own.push(Cell::new(measure, "all", "", day, n));
    own.push(Cell::new(measure, "category", field, day, n));
    own.push(Cell::new(measure, "channel", channel, day, n));
}

/// A grid is seen through its village: a counter for each of 300 households' grids would be noise.
fn spread(m: &Matter, own: &[Cell]) -> Vec<(TallyKey, i64)> {
    let mut all = Vec::with_capacity(own.len() * 5);
    let regions = m.region.ancestors().filter(|r| r.tier() != Tier::Grid || r == &m.region);
    let regions: Vec<(Word, Tier)> = regions.map(|region| (Word::from(region.as_str()), region.tier())).collect();
    for cell in own {
        // Of a grid only the totals are kept.
        let is_total = cell.dimension == "all" || cell.dimension == "status";
        let seen = regions.iter().filter(|(_, tier)| is_total || *tier != Tier::Grid);
        all.extend(seen.map(|(code, _)| (cell.key(code.clone()), cell.n)));
    }
    all
}
