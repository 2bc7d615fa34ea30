//! The rates of a region or a body over a period: read from counters only, once for as long as nothing happens.

use std::sync::Arc;

use concord_domain::body::{Body, BodyId};
use concord_domain::matter::Rate;
use concord_domain::region::RegionCode;
use concord_store::{Fault, journal};

use crate::kit::desk::Desk;
use crate::kit::period::Period;
use crate::kit::place::Places;
use crate::kit::read_model::body_key;
use crate::kit::shares::{self, Shares};

/// The rates that a hotline is measured by.
pub const HOTLINE: [Rate; 3] = [Rate::Response, Rate::Resolution, Rate::Satisfaction];
/// The house's own.
pub const HOUSE: [Rate; 4] = [Rate::Settled, Rate::Fulfilled, Rate::CameBack, Rate::Regret];
/// Most bodies of one page.
const BODIES_MOST: usize = 300;

/// What figures are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Region(RegionCode),
    Body(BodyId),
}

impl About {
    fn key(&self) -> String {
        match self {
            Self::Region(code) => code.as_str().to_owned(),
            Self::Body(id) => body_key(id.0),
        }
    }
}

/// Rates, and what they are made of.
#[derive(Debug)]
pub struct Figures {
    pub now: Shares,
    pub before: Shares,
    /// By the widest kinds.
    pub categories: Vec<(String, Shares)>,
    /// Of a region: those directly below, in the order of their codes.
    pub children: Vec<(RegionCode, Shares)>,
    /// Of a region: its own bodies and those of the regions directly below.
    pub bodies: Vec<(BodyId, Shares)>,
}

impl Desk {
    /// Reads the rates over a period.
    pub async fn rates(&self, about: &About, period: Period) -> Result<Arc<Figures>, Fault> {
        let places = self.places();
        let (children, bodies) = match about {
            About::Region(region) => (children(&places, region), bodies(&places, region)),
            About::Body(_) => (Vec::new(), Vec::new()),
        };
        let (own, memo) = (about.key(), self.memo.clone());
        let asked = format!("rates {own} {} {}", period.from, period.to);
        self.store
            .read(move |c| {
                let version = [journal::head(c)?, children.len() as i64, bodies.len() as i64];
                if let Some(known) = memo.get(&asked, version) {
                    return Ok(known);
                }
                let mut now = shares::read(c, &[&own], "all", period)?;
                let mut before = shares::read(c, &[&own], "all", period.before())?;
                let of_own =
                    |parts: &mut shares::ByPart| parts.remove(&(own.clone(), String::new())).unwrap_or_default();
                let (now, before) = (of_own(&mut now), of_own(&mut before));
                let mut categories: Vec<(String, Shares)> = shares::read(c, &[&own], "category", period)?
                    .into_iter()
                    .map(|((_, category), shares)| (category, shares))
                    .collect();
                categories.sort_by(|a, b| a.0.cmp(&b.0));
                let keys: Vec<String> = bodies.iter().map(|id| body_key(id.0)).collect();
                let below: Vec<&str> =
                    children.iter().map(RegionCode::as_str).chain(keys.iter().map(String::as_str)).collect();
                let mut parts = shares::read(c, &below, "all", period)?;
                let mut part = |key: &str| parts.remove(&(key.to_owned(), String::new())).unwrap_or_default();
                let children = children.into_iter().map(|code| (code.clone(), part(code.as_str()))).collect();
                let bodies = bodies.into_iter().map(|id| (id, part(&body_key(id.0))));
                let bodies = bodies.filter(|(_, shares)| !shares.is_empty()).collect();
                Ok(memo.keep(asked, version, Figures { now, before, categories, children, bodies }))
            })
            .await
    }
}

fn children(places: &Places, region: &RegionCode) -> Vec<RegionCode> {
    places.children(region).map(|r| r.code.clone()).collect()
}

fn bodies(places: &Places, region: &RegionCode) -> Vec<BodyId> {
    let near = |b: &&Body| b.region == *region || b.region.parent().as_ref() == Some(region);
    places.bodies().iter().filter(near).take(BODIES_MOST).map(|b| b.id).collect()
}
