//! What of a roster is shown, on pages and by the API.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::matter::AccountId;
use concord_domain::region::RegionCode;
use concord_domain::roster::{GAPS_AHEAD, Gap, Plan, Turn};
use concord_policy::{Action, Actor};
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::roster_queries;

/// Days ahead in which gaps are looked for.
pub const AHEAD: i64 = GAPS_AHEAD;

/// A body's roster in a list.
pub struct Kept {
    pub body: BodyId,
    pub now: Vec<Turn>,
    /// Stretches of the coming days without anybody.
    pub gaps: Vec<Gap>,
    /// The reader's own turns to come.
    pub own: Vec<Turn>,
}

/// The rosters that a reader may see, and the bodies whose roster they may begin.
pub struct Known {
    pub kept: Vec<Kept>,
    pub unkept: Vec<BodyId>,
    pub names: HashMap<i64, String>,
}

/// Gaps of the coming days, from now on.
pub fn gaps(plan: &Plan, now: DateTime) -> Vec<Gap> {
    if plan.is_kept(now.date()) { plan.gaps(now, now.saturating_add(AHEAD.days())) } else { Vec::new() }
}

/// Every roster of the reader's own bodies and of the areas that they see.
pub async fn known(desk: &Desk, actor: &Actor) -> Result<Known, Failure> {
    let plans = desk.store.read(roster_queries::plans).await?;
    let now = desk.clock.local(desk.now());
    let account = actor.account().map(AccountId);
    let places = desk.places();
    let own_bodies: Vec<i64> = actor.roles().iter().map(|held| held.body).collect();
    let regions: Vec<RegionCode> =
        desk.policy.regions(actor, Action::ViewRoster).into_iter().filter_map(|code| code.parse().ok()).collect();
    let sees = |region: &RegionCode| regions.iter().any(|wide| region.is_within(wide));
    let (mut kept, mut unkept, mut people) = (Vec::new(), Vec::new(), Vec::new());
    for body in places.bodies().iter().filter(|body| own_bodies.contains(&body.id.0) || sees(&body.region)) {
        match plans.get(&body.id.0).filter(|plan| plan.is_kept(now.date())) {
            Some(plan) => {
                let turns = plan.turns(now.date(), now.date().saturating_add(AHEAD.days()));
                let own = turns.into_iter().filter(|turn| account.is_some_and(|own| turn.accounts.contains(&own)));
                let kept_one = Kept { body: body.id, now: plan.now(now), gaps: gaps(plan, now), own: own.collect() };
                people.extend(kept_one.now.iter().flat_map(|turn| turn.accounts.iter().map(|account| account.0)));
                kept.push(kept_one);
            }
            None if own_bodies.contains(&body.id.0) && desk.may_on_roster(actor, Action::KeepRoster, body.id) => {
                unkept.push(body.id);
            }
            None => {}
        }
    }
    // Where nobody will be is what calls for somebody.
    kept.sort_by_key(|k| (k.gaps.first().map_or(DateTime::MAX, |gap| gap.from), k.body));
    Ok(Known { kept, unkept, names: desk.names_of(people).await? })
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}
