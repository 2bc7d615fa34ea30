//! Pages of a list, by walking an index: never further than a bound, so that no filter is slow.

use std::cmp::Ordering;

use concord_store::{Conn, Fault, Params};
use jiff::civil::Date;

use super::condition_queries::{
    Condition, Reading, Stretch, held, in_reach, in_region, is_implied_by_step, sieve, stretch,
};
use super::filter::{Filter, Order};
use super::line_queries::{COLUMNS, Line, line, lines_of};
use super::reach::{Held, Part, Reach};
use crate::kit::read_model::STEPS;
use crate::kit::work_queries::{numbered, one_of};

/// Most rows of an index that one page walks past.
pub const WALK_MOST: usize = 5_000;
/// Where those stand that have no deadline.
const NO_DAY: &str = "9999-12-31";
const OPEN: &str = "concluded_on IS NULL";
/// A place in the order of a list: its day (only where deadlines order it) and id.
pub type Mark = (String, i64);

/// A page of lines; where to go on, unless this was the end.
#[derive(Debug, Default)]
pub struct Walked {
    pub lines: Vec<Line>,
    pub next: Option<Mark>,
}

/// A walk through the matters of a reach.
#[derive(Clone, Debug)]
pub struct Walk {
    stretches: Vec<Stretch>,
    order: Order,
    /// Ids from here on were opened too early.
    least: i64,
    /// Ids from here on were opened too late.
    below: i64,
}

impl Walk {
    /// Plans a walk. `least..below` are ids that the dates asked for can have.
    pub fn plan(filter: &Filter, reach: &Reach, (least, below): (i64, i64), today: Date) -> Self {
        let reach = filter.region.as_ref().map_or_else(|| reach.clone(), |region| reach.within(region));
        let base = sieve(filter, today);
        let mut stretches = Vec::new();
        for part in &reach.parts {
            if let (Part::Held(held), None) = (part, filter.mediator)
                && held.region.is_some()
            {
                of_region(held, filter, &base, &mut stretches);
                continue;
            }
            if let (Part::Region(code), Some(body), None) = (part, filter.body, filter.mediator) {
                let mut held = held(code, body);
                held.sieve.extend(base.iter().cloned());
                stretches.push(held);
            }
            let Some(mut found) = stretch(part, filter) else { continue };
            if let Some(mediator) = filter.mediator {
                // Narrower than any body; what the other index checked is checked by row.
                found.sieve = checked(part, filter);
                found.along = vec![Condition::one("mediator = ?", mediator)];
                found.reading = Reading::default();
            }
            found.sieve.extend(base.iter().cloned());
            match (filter.order, filter.standing.open_steps()) {
                _ if found.reading == Reading::AsAWhole => stretches.push(found),
                (Order::Due | Order::DueLast, _) => stretches.push(by_deadline(found, filter)),
                (_, Some(steps)) if filter.mediator.is_none() && !found.along.is_empty() => {
                    // One stretch of the index for each step: each is in the order of ids.
                    stretches.extend(steps.iter().map(|step| {
                        let mut one = found.clone();
                        one.step = Some(step);
                        one.along.push(Condition::bare(OPEN));
                        one.sieve.retain(|c| !is_implied_by_step(c, step));
                        one
                    }));
                }
                _ => stretches.push(found),
            }
        }
        Self { stretches, order: filter.order, least, below }
    }

    /// The next lines behind `after`.
    pub fn page(&self, c: &mut Conn, after: Option<&Mark>, limit: usize, bound: usize) -> Result<Walked, Fault> {
        let mut lines: Vec<Line> = Vec::new();
        // Up to where every stretch was seen.
        let mut horizon: Option<Mark> = None;
        let whole = |stretch: &&Stretch| stretch.step.is_some() && stretch.sieve.is_empty();
        let (steps, others): (Vec<&Stretch>, Vec<&Stretch>) = self.stretches.iter().partition(whole);
        let mut pages = vec![(self.lines_of_steps(c, &steps, after, limit + 1)?, None)];
        for stretch in others {
            let floor = if stretch.sieve.is_empty() { None } else { self.floor(c, stretch, after, bound)? };
            pages.push((self.lines(c, stretch, after, floor.as_ref(), limit + 1)?, floor));
        }
        for (found, floor) in pages {
            let seen = if found.len() > limit { found.last().map(|l| self.mark(l)) } else { floor };
            if let Some(seen) = seen
                && horizon.as_ref().is_none_or(|h| self.compare(&seen, h) == Ordering::Less)
            {
                horizon = Some(seen);
            }
            lines.extend(found);
        }
        lines.sort_by(|a, b| self.compare(&self.mark(a), &self.mark(b)));
        lines.dedup_by_key(|line| line.id);
        if let Some(horizon) = &horizon {
            lines.retain(|line| self.compare(&self.mark(line), horizon) != Ordering::Greater);
        }
        let next = if lines.len() > limit {
            lines.truncate(limit);
            lines.last().map(|line| self.mark(line))
        } else {
            horizon
        };
        Ok(Walked { lines, next })
    }

    /// Which stands first.
    fn compare(&self, a: &Mark, b: &Mark) -> Ordering {
        match self.order {
            Order::Due => a.cmp(b),
            Order::DueLast => b.cmp(a),
            Order::Oldest => a.1.cmp(&b.1),
            Order::Newest | Order::Best => b.1.cmp(&a.1),
        }
    }

    fn mark(&self, line: &Line) -> Mark {
        let day = if self.order.is_by_deadline() { line.due_on.as_deref().unwrap_or(NO_DAY) } else { "" };
        (day.to_owned(), line.id)
    }

    /// The ORDER BY of a stretch.
    fn order_by(&self, stretch: &Stretch) -> String {
        let due = due_column(stretch);
        match self.order {
            Order::Due => format!("{due}, id"),
            Order::DueLast => format!("{due} DESC, id DESC"),
            Order::Oldest if stretch.step.is_some() => "next_step, id".to_owned(),
            Order::Oldest => "id".to_owned(),
            _ if stretch.step.is_some() => "next_step DESC, id DESC".to_owned(),
            _ => "id DESC".to_owned(),
        }
    }

    /// The place where a stretch has been walked as far as it may.
    fn floor(
        &self,
        c: &mut Conn,
        stretch: &Stretch,
        after: Option<&Mark>,
        bound: usize,
    ) -> Result<Option<Mark>, Fault> {
        if stretch.reading == Reading::AsAWhole {
            return Ok(None);
        }
        let mut params = Params::default();
        let wheres = numbered(stretch.along.iter().chain(&self.bounds(stretch, after)), &mut params);
        let columns = if self.order.is_by_deadline() { "due_on, id" } else { "'', id" };
        let order = self.order_by(stretch);
        let sql = format!(
            "SELECT {columns} FROM matter WHERE {wheres} ORDER BY {order} LIMIT 1 OFFSET {}",
            (bound / self.stretches.len()).max(100)
        );
        Ok(c.query_opt(&sql, &params)?.map(|row| (row.text(0), row.int(1))))
    }

    fn lines(
        &self,
        c: &mut Conn,
        stretch: &Stretch,
        after: Option<&Mark>,
        floor: Option<&Mark>,
        limit: usize,
    ) -> Result<Vec<Line>, Fault> {
        let mut bounds = self.bounds(stretch, after);
        bounds.extend(floor.map(|(day, id)| match self.order {
            Order::Due => Condition::two("(due_on, id) <= (?, ?)", day.as_str(), *id),
            Order::DueLast => Condition::two("(due_on, id) >= (?, ?)", day.as_str(), *id),
            Order::Oldest => stretch.ids("<=", *id),
            Order::Newest | Order::Best => stretch.ids(">=", *id),
        }));
        let mut params = Params::default();
        let wheres = numbered(stretch.along.iter().chain(&bounds).chain(&stretch.sieve), &mut params);
        let order = self.order_by(stretch);
        let limit = params.put(i64::try_from(limit).unwrap_or(i64::MAX));
        let sql = format!("SELECT {COLUMNS} FROM matter WHERE {wheres} ORDER BY {order} LIMIT {limit}");
        Ok(c.query(&sql, &params)?.iter().map(line).collect())
    }

    /// The first lines of stretches of which nothing is left to be checked: found in the index alone, and only those that come first
    /// are read.
    fn lines_of_steps(
        &self,
        c: &mut Conn,
        stretches: &[&Stretch],
        after: Option<&Mark>,
        limit: usize,
    ) -> Result<Vec<Line>, Fault> {
        let mut params = Params::default();
        let firsts: Vec<String> = stretches
            .iter()
            .map(|stretch| {
                let wheres = numbered(stretch.along.iter().chain(&self.bounds(stretch, after)), &mut params);
                let order = self.order_by(stretch);
                format!("SELECT id FROM (SELECT id FROM matter WHERE {wheres} ORDER BY {order} LIMIT {limit}) AS first")
            })
            .collect();
        if firsts.is_empty() {
            return Ok(Vec::new());
        }
        let rows = c.query(&firsts.join(" UNION ALL "), &params)?;
        let mut ids: Vec<i64> = rows.iter().map(|row| row.int(0)).collect();
        ids.sort_unstable_by_key(|id| if self.order == Order::Oldest { *id } else { -*id });
        ids.dedup();
        ids.truncate(limit);
        lines_of(c, &ids, &[])
    }

    /// What every query of a page keeps to.
    fn bounds(&self, stretch: &Stretch, after: Option<&Mark>) -> Vec<Condition> {
        if self.order.is_by_deadline() {
            let sign = if self.order == Order::Due { ">" } else { "<" };
            let behind = format!("({}, id) {sign} (?, ?)", due_column(stretch));
            let after = after.map(|(day, id)| Condition::two(&behind, day.as_str(), *id));
            let dated = (stretch.reading == Reading::InOrder).then(|| Condition::bare("due_on IS NOT NULL"));
            return dated.into_iter().chain(after).collect();
        }
        let (mut least, mut below) = (self.least, self.below);
        match (after, self.order) {
            (Some((_, id)), Order::Oldest) => least = least.max(id.saturating_add(1)),
            (Some((_, id)), _) => below = below.min(*id),
            (None, _) => {}
        }
        if stretch.step.is_some() {
            return vec![stretch.ids("<", below), stretch.ids(">=", least)];
        }
        // What is read as a whole must not tempt a planner to walk all ids.
        let plus = if stretch.reading == Reading::AsAWhole { " + 0" } else { "" };
        vec![Condition::two(&format!("id{plus} < ? AND id{plus} >= ?"), below, least)]
    }
}

/// The date that orders a stretch: one that is read as a whole also holds what has no deadline, at the far end.
fn due_column(stretch: &Stretch) -> &'static str {
    if stretch.reading == Reading::AsAWhole { "COALESCE(due_on, '9999-12-31')" } else { "due_on" }
}

/// Stretches of a region's part of a working list: one for each step, in the order of ids; or by deadline.
fn of_region(held: &Held, filter: &Filter, base: &[Condition], stretches: &mut Vec<Stretch>) {
    let sieve: Vec<Condition> =
        held.besides.iter().chain(base).cloned().chain(filter.region.as_ref().map(in_region)).collect();
    if filter.order.is_by_deadline() {
        let mut found = Stretch { along: held.along.clone(), sieve, ..Stretch::default() };
        found.along.retain(|c| c.text != OPEN);
        found.sieve.extend(one_of(&held.steps));
        return stretches.push(by_deadline(found, filter));
    }
    let steps: &[&'static str] = if held.steps.is_empty() { &STEPS } else { &held.steps };
    stretches.extend(steps.iter().map(|step| Stretch {
        along: held.along.clone(),
        step: Some(step),
        sieve: sieve.clone(),
        ..Stretch::default()
    }));
}

/// The conditions of a part when an index that does not know it is walked.
fn checked(part: &Part, filter: &Filter) -> Vec<Condition> {
    match part {
        Part::Region(code) => vec![in_region(code)],
        Part::Body(id) => {
            std::iter::once(Condition::one("body + 0 = ?", *id)).chain(filter.region.as_ref().map(in_region)).collect()
        }
        Part::Held(held) => held.all().into_iter().chain(filter.region.as_ref().map(in_region)).collect(),
    }
}

/// A stretch in the order of deadlines: of the index that begins with its region or body, else what is open is sorted.
fn by_deadline(found: Stretch, filter: &Filter) -> Stretch {
    let open = Condition::bare(OPEN);
    let mut found = found;
    found.sieve.retain(|condition| *condition != open);
    if filter.mediator.is_some() || found.along.is_empty() {
        found.sieve.push(Condition::bare("due_on IS NOT NULL"));
        found.reading = Reading::AsAWhole;
    }
    found.along.push(open);
    found
}

/// What is in danger of a reach, the newest first: it stands before everything else. The index holds nothing else, which is little.
pub fn endangered(c: &mut Conn, filter: &Filter, reach: &Reach, today: Date, limit: usize) -> Result<Vec<Line>, Fault> {
    let reach = filter.region.as_ref().map_or_else(|| reach.clone(), |region| reach.within(region));
    if reach.parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut conditions = vec![Condition::bare("danger IS NOT NULL"), in_reach(&reach)];
    conditions.extend(sieve(filter, today));
    conditions.extend(filter.region.as_ref().map(in_region));
    let mut params = Params::default();
    let wheres = numbered(&conditions, &mut params);
    let sql = format!("SELECT {COLUMNS} FROM matter WHERE {wheres} ORDER BY id DESC LIMIT {limit}");
    Ok(c.query(&sql, &params)?.iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use concord_domain::matter::Status;

    use super::*;
    use crate::kit::steps::steps_of;
    use crate::list::filter::Standing;
    use crate::list::reach::Names;

    fn plan(filter: &Filter, parts: Vec<Part>) -> Walk {
        let reach = Reach { parts, names: Names::Hidden };
        Walk::plan(filter, &reach, (0, i64::MAX), jiff::civil::date(2026, 3, 2))
    }

    fn region(code: &str) -> Part {
        Part::Region(code.parse().unwrap())
    }

    #[test]
    fn what_is_open_is_walked_step_by_step_and_not_checked_again() {
        let walk = plan(&Filter { standing: Standing::Open, ..Filter::default() }, vec![region("970101")]);
        assert_eq!(walk.stretches.len(), STEPS.len());
        assert!(walk.stretches.iter().all(|s| s.sieve.is_empty() && s.along.len() == 2 && s.step.is_some()));
    }

    #[test]
    fn one_status_is_checked_only_where_its_step_does_not_tell_it() {
        let assigned = Filter { standing: Standing::One(Status::Assigned), ..Filter::default() };
        let walk = plan(&assigned, vec![region("970101")]);
        let checked: Vec<_> = walk.stretches.iter().map(|s| (s.step.unwrap_or_default(), s.sieve.len())).collect();
        assert_eq!(checked, [("name-mediator", 1), ("arrange-session", 0), ("await-receipt", 1)]);
    }

    #[test]
    fn a_status_has_its_matters_whatever_they_wait_for() {
        concord_store::testing::on_both(|store| {
            store.write_blocking(fill).unwrap();
            let assigned = Filter { standing: Standing::One(Status::Assigned), ..Filter::default() };
            let walk = plan(&assigned, vec![region("970101")]);
            let (ids, _) = store.read_blocking(move |c| walk_all(c, &walk)).unwrap();
            let wanted: Vec<i64> = (1..=500).rev().filter(|id| id % 3 == 0).collect();
            assert_eq!(ids, wanted);
        });
    }

    #[test]
    fn deadlines_are_walked_in_the_order_of_one_index_unless_they_are_a_mediators() {
        for part in ["9701", "970101", "970101001"] {
            let walk = plan(&Filter { order: Order::Due, ..Filter::default() }, vec![region(part)]);
            assert!(walk.stretches.iter().all(|s| s.sieve.is_empty() && s.reading == Reading::InOrder), "{part}");
        }
        let own = Filter { order: Order::Due, mediator: Some(4), ..Filter::default() };
        assert_eq!(plan(&own, vec![region("9701")]).stretches[0].reading, Reading::AsAWhole);
    }

    /// Matters of one county: every 97th by the police, every third open and due on some day.
    fn fill(c: &mut Conn) -> Result<(), Fault> {
        for id in 1..=500_i64 {
            let channel = if id % 97 == 0 { "police" } else { "web" };
            let (status, concluded) = if id % 3 == 0 { ("assigned", None) } else { ("settled", Some("2026-02-01")) };
            let due = (id % 3 == 0).then(|| format!("2026-03-{:02}", id * 7 % 28 + 1));
            let step = if id % 3 == 0 { steps_of(Status::Assigned)[id as usize % 9 / 3] } else { "none" };
            c.execute(
                "INSERT INTO matter (id, code, version, status, region, city, county, town, village, category, field, channel, urgency,
                   body, opened_at, opened_on, updated_at, concluded_on, due_on, next_step, reopened, reports, narrative)
                 VALUES ($1, $2, 1, $3, '970101001001', '9701', '970101', '970101001', '970101001001', 'consumer', 'consumer', $4,
                   'normal', 4, 0, '2026-01-01', 0, $5, $6, $7, 0, 1, 1)",
                &[
                    id.into(),
                    format!("c{id}").into(),
                    status.into(),
                    channel.into(),
                    concluded.into(),
                    due.into(),
                    step.into(),
                ],
            )?;
        }
        Ok(())
    }

    /// All ids of a walk in small pages, and in how many pages.
    fn walk_all(c: &mut Conn, walk: &Walk) -> Result<(Vec<i64>, usize), Fault> {
        let (mut ids, mut pages, mut after) = (Vec::new(), 0, None);
        loop {
            let page = walk.page(c, after.as_ref(), 7, 100)?;
            ids.extend(page.lines.iter().map(|line| line.id));
            pages += 1;
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok((ids, pages)),
            }
        }
    }

    #[test]
    fn a_rare_matter_is_found_once_by_pages_that_each_look_at_a_bounded_part() {
        concord_store::testing::on_both(|store| {
            store.write_blocking(fill).unwrap();
            let police = Filter { channel: Some(concord_domain::matter::Channel::Police), ..Filter::default() };
            for part in ["9701", "970101", "970101001"] {
                let walk = plan(&police, vec![region(part)]);
                let (ids, pages) = store.read_blocking(move |c| walk_all(c, &walk)).unwrap();
                assert_eq!(ids, [485, 388, 291, 194, 97], "{part}");
                assert!(pages >= 4, "{pages}");
            }
        });
    }

    #[test]
    fn deadlines_come_in_order_and_each_once_by_every_index() {
        concord_store::testing::on_both(|store| {
            store.write_blocking(fill).unwrap();
            let due = Filter { order: Order::Due, ..Filter::default() };
            for part in ["9701", "970101", "970101001", "970101001001"] {
                let walk = plan(&due, vec![region(part)]);
                let (mut ids, _) = store.read_blocking(move |c| walk_all(c, &walk)).unwrap();
                let key = |id: &i64| (id * 7 % 28, *id);
                assert!(ids.is_sorted_by_key(key) && ids.len() == 166, "{part}: {ids:?}");
                let last = plan(&Filter { order: Order::DueLast, ..Filter::default() }, vec![region(part)]);
                let (other_way, _) = store.read_blocking(move |c| walk_all(c, &last)).unwrap();
                ids.reverse();
                assert_eq!(ids, other_way, "{part}");
            }
        });
    }

    #[test]
    fn the_oldest_come_first_where_that_is_asked_for_and_each_once() {
        concord_store::testing::on_both(|store| {
            store.write_blocking(fill).unwrap();
            for standing in [Standing::All, Standing::Open] {
                let oldest = Filter { order: Order::Oldest, standing, ..Filter::default() };
                let walk = plan(&oldest, vec![region("970101")]);
                let (ids, _) = store.read_blocking(move |c| walk_all(c, &walk)).unwrap();
                assert!(ids.is_sorted() && ids.len() == if standing == Standing::All { 500 } else { 166 });
            }
        });
    }

    #[test]
    fn a_region_outside_of_the_reach_has_nothing() {
        let filter = Filter { region: Some("970102".parse().unwrap()), ..Filter::default() };
        assert!(plan(&filter, vec![region("970101")]).stretches.is_empty());
        let filter = Filter { region: Some("970101001".parse().unwrap()), ..Filter::default() };
        assert_eq!(plan(&filter, vec![region("970101")]).stretches.len(), 1);
    }
}
