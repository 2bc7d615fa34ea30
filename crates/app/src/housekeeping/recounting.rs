//! Clocks that were counted with another calendar are counted anew: a holiday may move after the fact.

use concord_domain::matter::{Event, Matter, Rules, recount};
use concord_policy::Action;

use super::jobs::{BATCH, Left};
use super::jobs_queries as queries;
use super::together::each;
use crate::kit::desk::Desk;
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;

/// Counts the running clocks of every open matter anew, once for each calendar that is new here.
pub(super) async fn recount_all(desk: &Desk) -> Result<Left, Failure> {
    let digests: Vec<String> = desk.calendars.iter().map(|calendar| calendar.digest().to_owned()).collect();
    let asked = digests.clone();
    if desk.store.read(move |c| queries::are_counted(c, &asked)).await? {
        return Ok(Left::Nothing);
    }
    let mut after = i64::MIN;
    loop {
        let open = desk.store.read(move |c| queries::open(c, after, BATCH)).await?;
        let Some((last, _)) = open.last() else { break };
        after = *last;
        let codes = open.into_iter().map(|(_, code)| code).collect();
        each(desk, codes, Action::EditMatter, &decide).await;
    }
    let now = desk.now();
    desk.store.write(move |c| queries::note_counted(c, &digests, now)).await?;
    Ok(Left::Nothing)
}

fn decide(matter: &Matter, rules: &Rules<'_>, _: &mut Drawer<'_>) -> Result<Vec<Event>, Failure> {
    Ok(recount(matter, rules)?)
}
