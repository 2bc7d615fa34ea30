//! The invented city: its areas, its organisations and who works in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use concord_domain::body::{Body, BodyId, BodyKind};
use concord_domain::category::CategoryCode;
use concord_domain::label::Label;
use concord_domain::matter::AccountId;
use concord_domain::region::{Region, RegionCode, Tier};
use concord_policy::Role;
use concord_store::Fault;

use super::corpus::{Area, BodyPattern, Corpus, English, Level, Pair};
use super::dice::Dice;

/// Towns in a county, villages in a town, grids in a village.
pub const VILLAGES_IN_TOWN: usize = 10;
pub const GRIDS_IN_VILLAGE: usize = 10;
/// Accounts in all; grid workers make up the number.
pub const STAFF: usize = 1500;
/// Subdistricts are named outright and have communities; their codes lie below 100.
const SUBDISTRICT: &str = "Subdistrict";
const TOWNSHIP: &str = "Township";

/// Someone who works there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    /// Roles and the bodies they are held in.
    pub roles: Vec<(Role, i64)>,
}

/// A town and what is in it.
#[derive(Debug)]
pub struct Town {
    pub code: RegionCode,
    pub name: Label,
    pub county: usize,
    pub centre: BodyId,
    pub villages: Vec<Village>,
}

/// A village or community.
#[derive(Debug)]
pub struct Village {
    pub code: RegionCode,
    pub name: Label,
    pub grids: Vec<RegionCode>,
    /// The mediation committee that it shares with a neighbour.
    pub committee: BodyId,
}

/// The city.
#[derive(Debug)]
pub struct City {
    pub regions: Vec<Region>,
    pub bodies: Vec<Body>,
    pub staff: Vec<Person>,
    pub towns: Vec<Town>,
    /// Of the counties, in order, and of the city.
    pub centres: Vec<BodyId>,
    holders: HashMap<(i64, Role), Vec<AccountId>>,
}

impl City {
    /// The town where the well-known accounts work: the first of the first county.
    pub const HOME: usize = 0;

    /// Makes the city of a seed.
    ///
    /// # Errors
    /// When the data of the demonstration are not of their form.
    pub fn generate(corpus: &Corpus, seed: u64) -> Result<Self, Fault> {
        Builder::new(corpus, seed).build()
    }

    /// Who holds a role in a body, in the order they were hired.
    pub fn holders(&self, body: BodyId, role: Role) -> &[AccountId] {
        self.holders.get(&(body.0, role)).map_or(&[], Vec::as_slice)
    }

    /// One who holds a role in a body.
    pub fn holder(&self, body: BodyId, role: Role, dice: &mut Dice) -> Option<AccountId> {
        dice.pick(self.holders(body, role)).copied()
    }

    /// The organisation.
    pub fn body(&self, id: BodyId) -> Option<&Body> {
        self.bodies.get((id.0 - 1) as usize)
    }

    /// The nearest centre of a tier above a body's own area.
    pub fn superior_of(&self, id: BodyId) -> Option<BodyId> {
        let above = self.body(id)?.region.ancestors().skip(1);
        let centre = |area: RegionCode| self.bodies.iter().find(|b| b.kind == BodyKind::Centre && b.region == area);
        above.into_iter().find_map(centre).map(|centre| centre.id)
    }

    /// The narrowest body of a kind that serves a town and handles a category.
    pub fn nearest(
        &self,
        town: &RegionCode,
        category: &CategoryCode,
        wanted: impl Fn(&Body) -> bool,
    ) -> Option<BodyId> {
        let fits = |b: &&Body| b.serves(town) && b.handles(category) && wanted(b);
        self.bodies.iter().filter(fits).max_by_key(|b| b.region.as_str().len()).map(|b| b.id)
    }

    /// The account that people try the demonstration with.
    pub fn known(&self, role: Role) -> Option<&Person> {
        self.staff.iter().find(|person| person.login == role.as_str())
    }

    /// The account.
    pub fn person(&self, id: AccountId) -> Option<&Person> {
        self.staff.get((id.0 - 1) as usize)
    }
}

pub(super) struct Builder<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) dice: Dice,
    pub(super) regions: Vec<Region>,
    pub(super) bodies: Vec<Body>,
    pub(super) staff: Vec<Person>,
    pub(super) towns: Vec<Town>,
    pub(super) centres: Vec<BodyId>,
    pub(super) hired: BTreeMap<&'static str, usize>,
    pub(super) village_names: Vec<Pair>,
}

impl<'a> Builder<'a> {
    fn new(corpus: &'a Corpus, seed: u64) -> Self {
        Self {
            corpus,
            dice: Dice::new(seed, u64::MAX),
            regions: Vec::new(),
            bodies: Vec::new(),
            staff: Vec::new(),
            towns: Vec::new(),
            centres: Vec::new(),
            hired: BTreeMap::new(),
            village_names: Vec::new(),
        }
    }

    fn build(mut self) -> Result<City, Fault> {
        self.name_villages();
        self.areas()?;
        self.stand_bodies()?;
        self.hire()?;
        let mut holders: HashMap<(i64, Role), Vec<AccountId>> = HashMap::new();
        for person in &self.staff {
            for (role, body) in &person.roles {
                holders.entry((*body, *role)).or_default().push(person.id);
            }
        }
        let Self { regions, bodies, staff, towns, centres, .. } = self;
        Ok(City { regions, bodies, staff, towns, centres, holders })
    }

    /// Every pair of syllables, shuffled; a town takes the next ten.
    fn name_villages(&mut self) {
        let names = &self.corpus.places.village;
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for (first, first_en) in &names.first {
            for (second, second_en) in &names.second {
                // Two villages that sound the same would be one in English.
                if seen.insert(format!("{first_en}{second_en}")) {
                    all.push((format!("{first}{second}"), format!("{first_en}{second_en}")));
                }
            }
        }
        for at in (1..all.len()).rev() {
            all.swap(at, self.dice.below(at as u64 + 1) as usize);
        }
        self.village_names = all;
    }

    fn areas(&mut self) -> Result<(), Fault> {
        let places = &self.corpus.places;
        self.region(&places.city.code, label(&places.city.name), places.city.centre)?;
        for (at, county) in places.county.iter().enumerate() {
            self.region(&county.code, label(&county.name), county.centre)?;
            self.towns_of(at, county)?;
        }
        Ok(())
    }

    fn towns_of(&mut self, county_at: usize, county: &Area) -> Result<(), Fault> {
        let (mut urban, mut rural, mut township) = (0, 99, 199);
        for name in &county.towns {
            let number = match () {
                () if name.1.ends_with(SUBDISTRICT) => &mut urban,
                () if name.1.ends_with(TOWNSHIP) => &mut township,
                () => &mut rural,
            };
            *number += 1;
            let code = format!("{}{number:03}", county.code);
            let centre = self.around(county.centre, 900);
            let code = self.region(&code, label(name), centre)?;
            let villages = self.villages_of(&code, name, centre)?;
            // The centre is known when the bodies stand.
            self.towns.push(Town { code, name: label(name), county: county_at, centre: BodyId(0), villages });
        }
        Ok(())
    }

    fn villages_of(&mut self, town: &RegionCode, town_name: &Pair, centre: (f64, f64)) -> Result<Vec<Village>, Fault> {
        let names = &self.corpus.places.village;
        let (suffix, first) =
            if town_name.1.ends_with(SUBDISTRICT) { (&names.community, 1) } else { (&names.rural, 201) };
        let mut villages = Vec::new();
        for at in 0..VILLAGES_IN_TOWN {
            let (zh, en) = self.village_names.pop().ok_or_else(|| Fault::new("too few names for villages"))?;
            let name = Label::new(format!("{zh}{}", suffix.0), format!("{en} {}", suffix.1));
            let centre = self.around(centre, 120);
            let code = self.region(&format!("{town}{:03}", first + at), name.clone(), centre)?;
            let mut grids = Vec::new();
            for grid in 1..=GRIDS_IN_VILLAGE {
                let number = grid.to_string();
                let called = Label::new(
                    format!("{}{}", name.zh, names.grid.0.replace("{n}", &number)),
                    format!("{}, {}", name.en, names.grid.1.replace("{n}", &number)),
                );
                let centre = self.around(centre, 25);
                grids.push(self.region(&format!("{code}{grid:03}"), called, centre)?);
            }
            villages.push(Village { code, name, grids, committee: BodyId(0) });
        }
        Ok(villages)
    }

    /// A place near another, within so many ten-thousandths of a degree.
    fn around(&mut self, (lon, lat): (f64, f64), spread: i64) -> (f64, f64) {
        let mut off = || self.dice.between(-spread, spread) as f64 / 10_000.0;
        let (lon, lat) = (lon + off(), lat + off());
        ((lon * 10_000.0).round() / 10_000.0, (lat * 10_000.0).round() / 10_000.0)
    }

    fn region(&mut self, code: &str, name: Label, (lon, lat): (f64, f64)) -> Result<RegionCode, Fault> {
        let code = RegionCode::try_from(code).map_err(|error| Fault::from_error("naming an area", error))?;
        let time_zone = self.corpus.places.time_zone.clone();
        let tier = code.tier();
        self.regions.push(Region { code: code.clone(), name, tier, time_zone, lon: Some(lon), lat: Some(lat) });
        Ok(code)
    }

    fn stand_bodies(&mut self) -> Result<(), Fault> {
        for pattern in &self.corpus.bodies.body {
            match pattern.at {
                Level::City => {
                    let city = self.corpus.places.city.named()?;
                    let body = self.stand(pattern, &city.0, &city.1)?;
                    if pattern.kind == BodyKind::Centre.as_str() {
                        self.centres.push(body);
                    }
                }
                Level::County => {
                    for (at, county) in self.corpus.places.county.iter().enumerate() {
                        let county = county.named()?;
                        let body = self.stand(pattern, &county.0, &county.1)?;
                        if pattern.kind == BodyKind::Centre.as_str() {
                            self.centres.insert(at, body);
                        }
                    }
                }
                Level::Town => {
                    for at in 0..self.towns.len() {
                        let (code, name) = (self.towns[at].code.clone(), self.towns[at].name.clone());
                        let body = self.stand(pattern, &code, &name)?;
                        if pattern.kind == BodyKind::Centre.as_str() {
                            self.towns[at].centre = body;
                        }
                    }
                }
                Level::Villages => self.stand_committees(pattern)?,
            }
        }
        Ok(())
    }

    fn stand_committees(&mut self, pattern: &BodyPattern) -> Result<(), Fault> {
        for town in 0..self.towns.len() {
            for first in (0..VILLAGES_IN_TOWN).step_by(2) {
                let village = &self.towns[town].villages[first];
                let (code, name) = (village.code.clone(), village.name.clone());
                let body = self.stand(pattern, &code, &name)?;
                for village in self.towns[town].villages.iter_mut().skip(first).take(2) {
                    village.committee = body;
                }
            }
        }
        Ok(())
    }

    fn stand(&mut self, pattern: &BodyPattern, region: &RegionCode, place: &Label) -> Result<BodyId, Fault> {
        let id = BodyId(self.bodies.len() as i64 + 1);
        let broken = |what: &str| Fault::new(format!("bodies.toml: {what} of {}", pattern.name.1));
        let kind: BodyKind = pattern.kind.parse().map_err(|_| broken("kind"))?;
        let firm = self.corpus.firms.company("property", &mut self.dice);
        let name = Label::new(
            pattern.name.0.replace("{place}", &place.zh).replace("{firm}", &firm.0),
            pattern.name.1.replace("{place}", &place.en).replace("{firm}", &firm.1),
        );
        let fields = pattern.fields.iter().map(|f| CategoryCode::try_from(f.clone()).map_err(|_| broken("fields")));
        let opening = pattern.opening.as_ref().unwrap_or(&self.corpus.bodies.office);
        let street = self.corpus.places.street.name(&mut self.dice);
        let number = self.dice.between(1, 388);
        self.bodies.push(Body {
            id,
            code: format!("{region}-{}-{}", pattern.kind.replace('_', "-"), id.0),
            name,
            kind,
            region: region.clone(),
            tier: if pattern.at == Level::Villages { Tier::Village } else { region.tier() },
            fields: fields.collect::<Result<_, _>>()?,
            opening: opening.parse().map_err(|_| broken("opening"))?,
            // 0997 is no area code, so nobody's telephone rings.
            phone: Some(format!("0997-{:07}", 8_000_000 + id.0 * 7)),
            address: Some(Label::new(
                self.address(&street.0, number, English::No),
                self.address(&street.1, number, English::Yes),
            )),
        });
        Ok(id)
    }

    fn address(&self, street: &str, number: i64, english: English) -> String {
        let form = self.corpus.words.form("address", english);
        form.replace("{street}", street).replace("{no}", &number.to_string())
    }
}

fn label(pair: &Pair) -> Label {
    Label::new(pair.0.clone(), pair.1.clone())
}

impl Area {
    fn named(&self) -> Result<(RegionCode, Label), Fault> {
        let code =
            RegionCode::try_from(self.code.as_str()).map_err(|error| Fault::from_error("naming an area", error))?;
        Ok((code, label(&self.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(seed: u64) -> City {
        City::generate(&Corpus::load().unwrap(), seed).unwrap()
    }

    #[test]
    fn the_city_has_the_size_it_is_said_to_have() {
        let city = city(1);
        let count = |tier| city.regions.iter().filter(|r| r.tier == tier).count();
        let tiers = [Tier::City, Tier::County, Tier::Town, Tier::Village, Tier::Grid];
        assert_eq!(tiers.map(count), [1, 3, 30, 300, 3000]);
        assert_eq!((city.bodies.len(), city.staff.len()), (400, 1500));
    }

    #[test]
    fn the_same_seed_makes_the_same_city_and_another_seed_another() {
        let names = |seed| city(seed).staff.into_iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(names(3), names(3));
        assert_ne!(names(3), names(4));
    }

    #[test]
    fn codes_logins_and_names_of_areas_are_unique_and_every_area_has_its_parent() {
        let city = city(1);
        let unique = |all: Vec<String>| all.iter().collect::<BTreeSet<_>>().len() == all.len();
        assert!(unique(city.regions.iter().map(|r| r.code.to_string()).collect()));
        assert!(unique(city.regions.iter().map(|r| r.name.zh.clone()).collect()));
        assert!(unique(city.regions.iter().map(|r| r.name.en.clone()).collect()));
        assert!(unique(city.bodies.iter().map(|b| b.code.clone()).collect()));
        assert!(unique(city.bodies.iter().map(|b| b.name.zh.clone()).collect()));
        assert!(unique(city.staff.iter().map(|p| p.login.clone()).collect()));
        let codes: BTreeSet<_> = city.regions.iter().map(|r| r.code.clone()).collect();
        let orphan = |r: &&Region| r.tier != Tier::City && !codes.contains(&r.code.parent().unwrap());
        assert_eq!(city.regions.iter().find(orphan), None);
    }

    #[test]
    fn every_role_has_an_account_that_people_remember() {
        let city = city(1);
        for role in Role::ALL {
            let person = city.known(*role).unwrap();
            assert_eq!(person.roles[0].0, *role);
        }
    }

    #[test]
    fn every_centre_has_a_coordinator_and_every_committee_a_mediator() {
        let city = city(1);
        for town in &city.towns {
            assert!(!city.holders(town.centre, Role::Coordinator).is_empty());
            assert!(town.villages.iter().all(|v| !city.holders(v.committee, Role::Mediator).is_empty()));
        }
        assert_eq!(city.centres.len(), 4);
    }
}
