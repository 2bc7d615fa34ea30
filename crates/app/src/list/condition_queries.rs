//! Conditions on the table of matters, with their values beside them.

use concord_domain::region::{RegionCode, Tier};
use concord_store::Value;
use jiff::civil::Date;

use super::counted::{CountedBy, Which};
use super::filter::{Filter, Promise, Standing};
use super::reach::{Part, Reach};
use crate::kit::steps::status_of;
use crate::kit::work_queries::{Clause, one_of};

/// Conditions are clauses of the kit.
pub type Condition = Clause;

/// Whether a stretch of what waits for this step says so already.
pub fn is_implied_by_step(condition: &Condition, step: &str) -> bool {
    let is = |text: &str| condition.text == text;
    is("concluded_on IS NULL") || is("status || '' = ?") && status_of(step).is_some()
}

/// Any of these.
pub fn any(of: Vec<Vec<Condition>>) -> Condition {
    let values = of.iter().flatten().flat_map(|c| c.values.clone()).collect();
    let ways: Vec<String> = of
        .iter()
        .map(|all| all.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" AND "))
        .map(|way| if way.is_empty() { "1 = 1".to_owned() } else { format!("({way})") })
        .collect();
    Condition { text: format!("({})", ways.join(" OR ")), values }
}

/// What is checked row by row while an index is walked.
///
/// Columns stand in expressions (`x || ''`), so that no planner leaves the index that was chosen for the walk.
pub fn sieve(filter: &Filter, today: Date) -> Vec<Condition> {
    let mut sieve = Vec::new();
    match filter.standing {
        Standing::All => {}
        Standing::Open => sieve.push(Condition::bare("concluded_on IS NULL")),
        Standing::Late => {
            sieve.push(Condition::bare("concluded_on IS NULL"));
            sieve.push(Condition::one("due_on || '' < ?", today.to_string()));
        }
        Standing::Concluded => sieve.push(Condition::bare("concluded_on || '' <> ''")),
        Standing::Archived => sieve.push(Condition::bare("archived_on || '' <> ''")),
        Standing::Reopened => sieve.push(Condition::bare("reopened + 0 > 0")),
        Standing::Related => sieve.push(Condition::bare("relatives + 0 > 0")),
        Standing::Group => sieve.push(Condition::bare("applicants + 0 > 1")),
        Standing::One(status) => sieve.push(Condition::one("status || '' = ?", status.as_str())),
    }
    if let Some(category) = &filter.category {
        let code = category.as_str();
        sieve.push(match code.split_once('.') {
            None => Condition::one("field || '' = ?", code),
            Some(_) => Condition::two(
                &format!("(category || '' = ? OR substr(category, 1, {}) = ?)", code.len() + 1),
                code,
                format!("{code}."),
            ),
        });
    }
    let number = |column: &str, n: Option<i64>| n.map(|n| Condition::one(&format!("{column} + 0 = ?"), n));
    let word = |column: &str, word: Option<&str>| word.map(|w| Condition::one(&format!("{column} || '' = ?"), w));
    let day = |column: &str, sign: &str, day: Option<Date>| {
        day.map(|day| Condition::one(&format!("{column} || '' {sign} ?"), day.to_string()))
    };
    sieve.extend(filter.body.map(|body| Condition::one("COALESCE(held_by, body) = ?", body)));
    sieve.extend(number("body", filter.lead));
    sieve.extend(number("mediator", filter.mediator));
    sieve.extend(word("channel", filter.channel.map(|c| c.as_str())));
    sieve.extend(word("urgency", filter.urgency.map(|u| u.as_str())));
    sieve.extend(day("opened_on", ">=", filter.from));
    sieve.extend(day("opened_on", "<=", filter.to));
    sieve.extend(day("concluded_on", ">=", filter.concluded_from));
    sieve.extend(day("concluded_on", "<=", filter.concluded_to));
    sieve.extend(day("taken_on", ">=", filter.taken_from));
    sieve.extend(day("taken_on", "<=", filter.taken_to));
    sieve.extend(word("next_step", filter.step));
    sieve.extend(filter.promise.map(|promise| match promise {
        Promise::Taken => Condition::bare("taken_on || '' <> ''"),
        Promise::TakenInTime => Condition::bare("taken_late + 0 = 0"),
        Promise::TakenLate => Condition::bare("taken_late + 0 = 1"),
        Promise::EndedInTime => Condition::bare("ended_late + 0 = 0"),
        Promise::EndedLate => Condition::bare("ended_late + 0 = 1"),
    }));
    sieve.extend(filter.counted.as_ref().map(counted));
    sieve
}

/// Of which a rate counts something: looked up by the matter, in the order of its key.
fn counted(by: &CountedBy) -> Condition {
    let mut text = "EXISTS (SELECT 1 FROM counted c WHERE c.matter = matter.id AND c.rate = ?".to_owned();
    let mut values: Vec<Value> = vec![by.rate.as_str().into()];
    let days = [("on_day >= ?", by.from), ("on_day <= ?", by.to)];
    for (clause, day) in days.into_iter().filter_map(|(clause, day)| Some((clause, day?))) {
        text.push_str(&format!(" AND c.{clause}"));
        values.push(day.to_string().into());
    }
    if let Some(body) = by.body {
        text.push_str(" AND c.body = ?");
        values.push(body.into());
    }
    text.push_str(match by.which {
        Which::All => ")",
        Which::Hit => " AND c.hit = 1)",
        Which::Miss => " AND c.hit = 0)",
    });
    Condition { text, values }
}

/// A region with all below it, checked row by row.
pub fn in_region(code: &RegionCode) -> Condition {
    let column = match code.tier() {
        Tier::Province => return Condition::one("substr(region, 1, 2) = ?", code.as_str()),
        Tier::City => "city",
        Tier::County => "county",
        Tier::Town => "town",
        Tier::Village => "village",
        Tier::Grid => "region",
    };
    Condition::one(&format!("{column} || '' = ?"), code.as_str())
}

/// One of the parts that a list reaches over, checked row by row.
pub fn in_reach(reach: &Reach) -> Condition {
    let part = |part: &Part| match part {
        Part::Region(code) => vec![in_region(code)],
        Part::Body(id) => vec![Condition::one("body + 0 = ?", *id)],
        Part::Held(held) => held.all(),
    };
    any(reach.parts.iter().map(part).collect())
}

/// Where an index begins and what it leaves to be checked, for one part of the reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretch {
    /// Equalities that an index begins with.
    pub along: Vec<Condition>,
    /// The one step that stands before the ids in the index. It is asked for together with them, as a pair: else SQLite takes the
    /// index that has the ids alone, and looks through all that waits for something else.
    pub step: Option<&'static str>,
    /// Checked row by row.
    pub sieve: Vec<Condition>,
    pub reading: Reading,
}

impl Stretch {
    /// A bound of ids, together with the step that stands before them in the index.
    pub fn ids(&self, sign: &str, id: i64) -> Condition {
        match self.step {
            Some(step) => Condition::two(&format!("(next_step, id) {sign} (?, ?)"), step, id),
            None => Condition::one(&format!("id {sign} ?"), id),
        }
    }
}

/// Whether a stretch is walked in the order of its index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    #[default]
    InOrder,
    /// It holds what is open of a town, a body or a person: it is read and sorted as a whole.
    AsAWhole,
}

/// The narrowest index for a part: a mediator's, a body's, or that of the lowest region.
pub fn stretch(part: &Part, filter: &Filter) -> Option<Stretch> {
    let mut found = Stretch::default();
    match part {
        Part::Region(code) => found.sieve.push(in_region(code)),
        Part::Body(id) if filter.body.is_none_or(|wanted| wanted == *id) => {
            found.sieve.push(Condition::one("body + 0 = ?", *id));
            found.sieve.extend(filter.region.as_ref().map(in_region));
        }
        Part::Body(_) => return None,
        Part::Held(held) => {
            found.along.clone_from(&held.along);
            found.sieve.clone_from(&held.besides);
            found.sieve.extend(one_of(&held.steps));
            found.sieve.extend(filter.region.as_ref().map(in_region));
            found.reading = Reading::AsAWhole;
            return Some(found);
        }
    }
    let own = if let Part::Body(id) = part { Some(*id) } else { None };
    if let Some(body) = filter.body.or(filter.lead).or(own) {
        found.along.push(Condition::one("body = ?", body));
    } else if let Part::Region(code) = part {
        let town = code.at(Tier::Town);
        let (column, code) = match (town, code.tier()) {
            (Some(town), _) => ("town", town),
            (None, Tier::County) => ("county", code.clone()),
            (None, Tier::City) => ("city", code.clone()),
            (None, _) => return Some(found),
        };
        found.along.push(Condition::one(&format!("{column} = ?"), code.as_str()));
        // The index itself checks the region then.
        if [Tier::Town, Tier::County, Tier::City].contains(&code.tier()) && !below_town(part) {
            found.sieve.clear();
        }
    }
    Some(found)
}

/// What a body answers for until another one has signed, in a region: few, so that they are read as a whole.
pub fn held(code: &RegionCode, body: i64) -> Stretch {
    Stretch {
        along: vec![Condition::one("held_by = ?", body)],
        sieve: vec![in_region(code)],
        reading: Reading::AsAWhole,
        ..Stretch::default()
    }
}

fn below_town(part: &Part) -> bool {
    matches!(part, Part::Region(code) if code.tier() < Tier::Town)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::work_queries::numbered;

    fn region(code: &str) -> Part {
        Part::Region(code.parse().unwrap())
    }

    #[test]
    fn parameters_are_numbered_through_all_conditions() {
        let mut params = concord_store::Params::from(vec![Value::Int(9)]);
        let either = any(vec![vec![Condition::one("a = ?", 1)], vec![Condition::two("b BETWEEN ? AND ?", 2, 3)]]);
        let text = numbered([&either, &Condition::bare("c IS NULL"), &Condition::one("d = ?", 4)], &mut params);
        assert_eq!(text, "((a = $2) OR (b BETWEEN $3 AND $4)) AND c IS NULL AND d = $5");
        assert_eq!(*params, [9, 1, 2, 3, 4].map(Value::Int));
    }

    #[test]
    fn a_region_is_walked_by_the_lowest_index_there_is_and_only_lower_ones_are_checked_by_row() {
        let of = |code| stretch(&region(code), &Filter::default()).unwrap();
        assert_eq!(of("970101"), Stretch { along: vec![Condition::one("county = ?", "970101")], ..Stretch::default() });
        let village = of("970101001001");
        assert_eq!(village.along, [Condition::one("town = ?", "970101001")]);
        assert_eq!(village.sieve, [Condition::one("village || '' = ?", "970101001001")]);
        assert_eq!(of("97").along, []);
    }

    #[test]
    fn a_body_is_narrower_than_its_region() {
        let filter = Filter { body: Some(4), ..Filter::default() };
        let found = stretch(&region("970101"), &filter).unwrap();
        assert_eq!(found.along, [Condition::one("body = ?", 4)]);
        assert_eq!(found.sieve, [Condition::one("county || '' = ?", "970101")]);
        assert_eq!(stretch(&Part::Body(5), &filter), None);
        let narrows = sieve(&filter, jiff::civil::date(2026, 3, 2));
        assert_eq!(narrows, [Condition::one("COALESCE(held_by, body) = ?", 4)]);
        let held = held(&"970101".parse().unwrap(), 4);
        assert_eq!((held.along, held.reading), (vec![Condition::one("held_by = ?", 4)], Reading::AsAWhole));
        let given = Filter { lead: Some(4), ..Filter::default() };
        assert_eq!(stretch(&region("970101"), &given).unwrap().along, [Condition::one("body = ?", 4)]);
    }
}
