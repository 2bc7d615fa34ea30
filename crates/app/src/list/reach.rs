//! Over what an actor's lists reach: regions with all below them, and bodies of their own.

use concord_domain::body::BodyId;
use concord_domain::region::RegionCode;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor, Policy};

use jiff::civil::Date;

use crate::kit::place::Places;
use crate::kit::work::{Holding, Holdings};
use crate::kit::work_queries::{self, Clause};

/// A part of what a list may show.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Region(RegionCode),
    Body(i64),
    /// What somebody works from.
    Held(Held),
}

/// A part of a working list.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The region, where it is one: its indexes are walked in order.
    pub region: Option<RegionCode>,
    pub along: Vec<Clause>,
    pub besides: Vec<Clause>,
    /// The steps that its matters have; any, where none is given.
    pub steps: Vec<&'static str>,
}

impl Held {
    fn new(list: &Holdings, part: &Holding, today: Date) -> Self {
        Self {
            region: if let Holding::Region(code) = part { Some(code.clone()) } else { None },
            along: work_queries::along(part),
            besides: work_queries::besides(list, part, today),
            steps: work_queries::steps(list.work, part),
        }
    }

    /// Everything that must hold.
    pub fn all(&self) -> Vec<Clause> {
        let steps = work_queries::one_of(&self.steps);
        self.along.iter().chain(&self.besides).cloned().chain(steps).collect()
    }
}

/// Over what an actor's lists reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// No region lies in another one of them, and no body's region in any of them.
    pub parts: Vec<Part>,
    /// Whether names and telephone numbers are searched.
    pub names: Names,
}

/// Whether names and telephone numbers may be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Searched,
    Hidden,
}

impl Reach {
    /// Works it out from the policies: over what the actor may do `action`; none for whoever may nowhere.
    pub fn of(policy: &Policy, places: &Places, actor: &Actor, action: Action) -> Option<Self> {
        let regions: Vec<RegionCode> =
            policy.regions(actor, action).into_iter().filter_map(|code| code.parse().ok()).collect();
        let widest = |code: &RegionCode| !regions.iter().any(|other| other != code && code.is_within(other));
        let mut parts: Vec<Part> = regions.iter().filter(|code| widest(code)).cloned().map(Part::Region).collect();
        for id in policy.bodies(actor, action) {
            // What a body has lies in its region: a list of the region holds it.
            let covered = places.body(BodyId(id)).is_some_and(|b| regions.iter().any(|r| b.region.is_within(r)));
            if !covered {
                parts.push(Part::Body(id));
            }
        }
        let named = parts.iter().all(|part| policy.allows(actor, Action::ViewNames, &part.subject()));
        (!parts.is_empty()).then_some(Self { parts, names: if named { Names::Searched } else { Names::Hidden } })
    }

    /// The same, of what somebody works from.
    #[must_use]
    pub fn of_work(&self, list: &Holdings, today: Date) -> Self {
        let parts = list.parts.iter().map(|part| Part::Held(Held::new(list, part, today))).collect();
        Self { parts, names: self.names }
    }

    /// The regions of the parts, those of bodies too: where a choice of regions begins.
    pub fn regions(&self, places: &Places) -> Vec<RegionCode> {
        let region = |part: &Part| match part {
            Part::Region(code) => Some(code.clone()),
            Part::Body(id) => places.body(BodyId(*id)).map(|body| body.region.clone()),
            Part::Held(held) => held.region.clone(),
        };
        let mut codes: Vec<RegionCode> = self.parts.iter().filter_map(region).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// What of it lies in a region; bodies stay, and their matters are sifted.
    #[must_use]
    pub fn within(&self, region: &RegionCode) -> Self {
        let narrow = |part: &Part| match part {
            Part::Region(own) if region.is_within(own) => Some(Part::Region(region.clone())),
            Part::Region(own) if own.is_within(region) => Some(part.clone()),
            Part::Region(_) => None,
            Part::Body(_) | Part::Held(_) => Some(part.clone()),
        };
        Self { parts: self.parts.iter().filter_map(narrow).collect(), names: self.names }
    }
}

impl Part {
    fn subject(&self) -> Subject {
        match self {
            Self::Region(code) => Subject::Region(code.as_str().to_owned()),
            Self::Body(id) => Subject::Body(*id),
            Self::Held(_) => Subject::House,
        }
    }
}
