//! Areas and organisations, held in memory: they are few, every request needs them, and they change rarely.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::category::CategoryCode;
use concord_domain::label::Label;
use concord_domain::region::{Region, RegionCode, Tier};
use concord_store::{Conn, Fault};
use jiff::tz::TimeZone;

/// All areas and organisations at one moment.
#[derive(Debug, Default)]
pub struct Places {
    regions: Vec<Region>,
    by_code: HashMap<String, usize>,
    children: HashMap<String, Vec<usize>>,
    bodies: Vec<Body>,
    body_index: HashMap<i64, usize>,
    by_region: HashMap<String, Vec<usize>>,
    closed: Vec<i64>,
    /// By their IANA names.
    zones: HashMap<String, TimeZone>,
    edition: i64,
}

/// Places that this process has held.
static EDITIONS: AtomicI64 = AtomicI64::new(0);

impl Places {
    /// Reads both tables.
    pub fn load(c: &mut Conn) -> Result<Self, Fault> {
        let regions = super::place_queries::regions(c)?;
        let (bodies, closed) = super::place_queries::bodies(c)?;
        Ok(Self::new(regions, bodies, closed))
    }

    /// Indexes regions (any order) and bodies.
    pub fn new(mut regions: Vec<Region>, bodies: Vec<Body>, closed: Vec<i64>) -> Self {
        regions.sort_by(|a, b| a.code.cmp(&b.code));
        let by_code = regions.iter().enumerate().map(|(i, r)| (r.code.as_str().to_owned(), i)).collect();
        let mut children: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, region) in regions.iter().enumerate() {
            if let Some(parent) = region.code.parent() {
                children.entry(parent.as_str().to_owned()).or_default().push(i);
            }
        }
        let body_index = bodies.iter().enumerate().map(|(i, b)| (b.id.0, i)).collect();
        let mut by_region: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, body) in bodies.iter().enumerate() {
            by_region.entry(body.region.as_str().to_owned()).or_default().push(i);
        }
        let mut zones = HashMap::new();
        for name in regions.iter().map(|region| region.time_zone.as_str()) {
            if !zones.contains_key(name)
                && let Ok(zone) = TimeZone::get(name)
            {
                zones.insert(name.to_owned(), zone);
            }
        }
        let edition = EDITIONS.fetch_add(1, Ordering::Relaxed);
        Self { regions, by_code, children, bodies, body_index, by_region, closed, zones, edition }
    }

    /// Another number whenever something changed.
    pub fn edition(&self) -> i64 {
        self.edition
    }

    /// The region of a code.
    pub fn region(&self, code: &RegionCode) -> Option<&Region> {
        self.by_code.get(code.as_str()).map(|&i| &self.regions[i])
    }

    /// The time zone in which the days of a region count: its own, or that of the nearest one above that has any.
    pub fn zone(&self, code: &RegionCode) -> Option<&TimeZone> {
        code.ancestors().filter_map(|code| self.region(&code)).find_map(|region| self.zones.get(&region.time_zone))
    }

    /// The zones of all regions.
    pub fn zones(&self) -> impl Iterator<Item = &TimeZone> {
        self.zones.values()
    }

    /// All regions, by code.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Regions directly below, by code.
    pub fn children(&self, code: &RegionCode) -> impl Iterator<Item = &Region> {
        self.children.get(code.as_str()).into_iter().flatten().map(|&i| &self.regions[i])
    }

    /// The regions above which there is none: usually one city.
    pub fn roots(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|r| r.code.parent().is_none_or(|p| !self.by_code.contains_key(p.as_str())))
    }

    /// The name of a region with those above it below the root, in reading order of the language.
    pub fn path(&self, code: &RegionCode, lang: &str) -> String {
        let mut names: Vec<&str> =
            code.ancestors().filter_map(|c| self.region(&c)).map(|r| r.name.in_lang(lang)).collect();
        // The city goes without saying to those who live in it.
        if names.len() > 1 {
            names.pop();
        }
        // Grids are named after their village: it is not said twice.
        names.dedup_by(|above, below| below.starts_with(*above));
        if lang == "en" {
            names.join(", ")
        } else {
            names.reverse();
            names.concat()
        }
    }

    /// The name of a region.
    pub fn region_name<'a>(&'a self, code: &'a RegionCode, lang: &str) -> &'a str {
        self.region(code).map_or(code.as_str(), |r| r.name.in_lang(lang))
    }

    /// The organisation of an id.
    pub fn body(&self, id: BodyId) -> Option<&Body> {
        self.body_index.get(&id.0).map(|&i| &self.bodies[i])
    }

    /// All organisations.
    pub fn bodies(&self) -> &[Body] {
        &self.bodies
    }

    /// Organisations of an area itself, not of those within.
    pub fn bodies_in(&self, area: &RegionCode) -> impl Iterator<Item = &Body> {
        self.by_region.get(area.as_str()).into_iter().flatten().map(|&i| &self.bodies[i])
    }

    /// Whether an organisation takes no new work.
    pub fn is_closed(&self, id: BodyId) -> bool {
        self.closed.contains(&id.0)
    }

    /// The name of an organisation.
    pub fn body_name(&self, id: BodyId, lang: &str) -> String {
        self.body(id).map_or_else(|| id.to_string(), |b| b.name.in_lang(lang).to_owned())
    }

    /// Organisations that serve a region and take a category, nearest first.
    pub fn bodies_for<'a>(
        &'a self,
        region: &RegionCode,
        category: &'a CategoryCode,
    ) -> impl Iterator<Item = &'a Body> + use<'a> {
        let above: Vec<RegionCode> = region.ancestors().collect();
        above
            .into_iter()
            .flat_map(move |r| self.by_region.get(r.as_str()).cloned().unwrap_or_default())
            .map(|i| &self.bodies[i])
            .filter(move |b| b.handles(category) && !self.closed.contains(&b.id.0))
    }

    /// The nearest organisation of the first of these kinds that stands at or above an area and takes work.
    pub fn nearest(&self, region: &RegionCode, kinds: &[BodyKind]) -> Option<&Body> {
        let at = |kind: BodyKind, area: &RegionCode| {
            self.bodies_in(area).find(|b| b.kind == kind && !self.closed.contains(&b.id.0)).map(|b| b.id)
        };
        let found = kinds.iter().find_map(|kind| region.ancestors().find_map(|area| at(*kind, &area)));
        found.and_then(|id| self.body(id))
    }

    /// Who should have a new matter: the nearest organisation of the first kind wanted that is at hand at or above the
    /// starting tier; else the nearest centre or committee; else the nearest that takes the category.
    pub fn first_body<'a>(
        &'a self,
        region: &RegionCode,
        category: &'a CategoryCode,
        start: Option<Tier>,
        kinds: &[BodyKind],
    ) -> Option<&'a Body> {
        let from = start.and_then(|tier| region.at(tier)).unwrap_or_else(|| region.clone());
        let house = [BodyKind::Committee, BodyKind::Centre];
        kinds
            .iter()
            .chain(&house)
            .find_map(|kind| self.bodies_for(&from, category).find(|b| b.kind == *kind))
            .or_else(|| self.bodies_for(&from, category).next())
    }

    /// The region whose name (or names up its path) stands in a text, the longest and lowest first.
    pub fn region_in_text(&self, text: &str) -> Option<&Region> {
        let mut best: Option<(usize, usize, &Region)> = None;
        for region in &self.regions {
            let name = region.name.zh.as_str();
            if name.is_empty() || !text.contains(name) {
                continue;
            }
            // Villages of the same name exist in many towns: names above that are in the text too decide.
            let above = region.code.ancestors().skip(1).filter_map(|c| self.region(&c));
            let hits = above.filter(|r| text.contains(&r.name.zh)).count();
            let rank = (hits + 1, region.code.as_str().len());
            if best.is_none_or(|(h, l, _)| rank > (h, l)) {
                best = Some((rank.0, rank.1, region));
            }
        }
        best.map(|(_, _, region)| region)
    }

    /// The lowest region whose point is nearest (degrees, WGS 84; plane geometry is enough within a city), at most
    /// about 50 km away.
    pub fn region_at(&self, lon: f64, lat: f64) -> Option<&Region> {
        let squeeze = lat.to_radians().cos();
        let distance = |r: &Region| {
            let (x, y) = ((r.lon? - lon) * squeeze, r.lat? - lat);
            Some(x * x + y * y)
        };
        self.regions
            .iter()
            .filter_map(|r| Some((distance(r)?, std::cmp::Reverse(r.code.as_str().len()), r)))
            .filter(|(d, _, _)| *d < 0.25)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, _, r)| r)
    }
}

/// The current places, replaced as a whole when an operator changes them.
#[derive(Debug, Default)]
pub struct PlaceBook(RwLock<Arc<Places>>);

impl PlaceBook {
    /// Holds these.
    pub fn new(places: Places) -> Self {
        Self(RwLock::new(Arc::new(places)))
    }

    /// The places as they are now.
    pub fn get(&self) -> Arc<Places> {
        Arc::clone(&self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Replaces them.
    pub fn set(&self, places: Places) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(places);
    }
}

/// Both languages of a name.
pub(crate) fn label(zh: String, en: String) -> Label {
    Label { zh, en }
}
