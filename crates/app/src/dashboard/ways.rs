//! Where a board leads: up and down the regions, and to other periods.

use concord_domain::region::RegionCode;
use concord_policy::relation::Subject;
use minijinja::{Value, context};

use super::page::Board;
use crate::kit::format::edit_query;
use crate::kit::period::{Period, WEEKS};

/// Weeks offered.
const OFFERED: [i64; 4] = [4, WEEKS, 26, 52];

impl Board<'_> {
    /// From the widest region that this reader has figures of, down to this one.
    pub(super) fn crumbs(&self) -> Vec<Value> {
        let places = self.desk.places();
        let may = |code: &RegionCode| {
            self.desk.policy.allows(&self.visit.actor, self.action, &Subject::Region(code.as_str().to_owned()))
        };
        let mut path: Vec<RegionCode> =
            self.region.ancestors().filter(|code| places.region(code).is_some() && may(code)).collect();
        path.reverse();
        path.iter()
            .map(|code| {
                context! {
                    label => places.region_name(code, self.visit.lang.tag()),
                    href => self.here(code),
                    current => *code == self.region,
                }
            })
            .collect()
    }

    /// The periods that are one click away.
    pub(super) fn tabs(&self, period: Period) -> Vec<Value> {
        OFFERED
            .iter()
            .map(|weeks| {
                let edits = [("weeks", Some(weeks.to_string())), ("from", None), ("to", None)];
                let edits = edits.map(|(name, value)| (name.to_owned(), value));
                context! {
                    href => edit_query(self.path, &self.visit.query, &edits),
                    label => self.desk.text(self.visit, "dashboard-weeks", &[("n", weeks.to_string())]),
                    current => period == Period::weeks(self.desk.today(), *weeks),
                }
            })
            .collect()
    }
}
