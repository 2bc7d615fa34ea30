//! Who works where: as many of each role as the patterns of bodies say, grid workers to fill the number.

use concord_domain::body::BodyKind;
use concord_domain::matter::AccountId;
use concord_policy::Role;
use concord_store::Fault;

use super::city::{Builder, City, Person, STAFF, VILLAGES_IN_TOWN};
use super::corpus::{BodyPattern, Level};
use crate::kit::accounts::HOUSE;

impl Builder<'_> {
    pub(super) fn hire(&mut self) -> Result<(), Fault> {
        let levels: Vec<&BodyPattern> = self.corpus.bodies.body.iter().collect();
        let mut body = 0;
        let county_count = self.corpus.places.county.len();
        for pattern in levels {
            let times = match pattern.at {
                Level::City => 1,
                Level::County => county_count,
                Level::Town => self.towns.len(),
                Level::Villages => self.towns.len() * VILLAGES_IN_TOWN / 2,
            };
            for _ in 0..times {
                for (role, count) in &pattern.staff {
                    let role: Role = role.parse().map_err(|error| Fault::from_error("bodies.toml: staff", error))?;
                    for _ in 0..*count {
                        self.employ(role, if role == Role::Operator { HOUSE } else { self.bodies[body].id.0 });
                    }
                }
                body += 1;
            }
        }
        self.hire_grid_workers();
        self.name_the_known();
        Ok(())
    }

    /// One for every village, then second ones until the number is full.
    fn hire_grid_workers(&mut self) {
        let committees: Vec<i64> = self.towns.iter().flat_map(|t| &t.villages).map(|v| v.committee.0).collect();
        for at in 0..STAFF.saturating_sub(self.staff.len()) {
            self.employ(Role::GridWorker, committees[at % committees.len()]);
        }
    }

    fn employ(&mut self, role: Role, body: i64) {
        let number = self.hired.entry(role.as_str()).or_default();
        *number += 1;
        let login = format!("{}.{number:04}", role.as_str());
        let name = self.corpus.names.person(&mut self.dice);
        self.staff.push(Person { id: AccountId(self.staff.len() as i64 + 1), login, name, roles: vec![(role, body)] });
    }

    /// The first of each role in the home town (or over it) gets a login that people remember.
    fn name_the_known(&mut self) {
        let home = &self.towns[City::HOME];
        let labour =
            self.bodies.iter().find(|b| b.kind == BodyKind::Labour && b.region == home.code).map_or(0, |b| b.id.0);
        let places = [
            (Role::Clerk, home.centre.0),
            (Role::GridWorker, home.villages[0].committee.0),
            (Role::Coordinator, home.centre.0),
            (Role::Mediator, home.centre.0),
            (Role::Officer, labour),
            (Role::Supervisor, self.centres[home.county].0),
            (Role::Representative, home.centre.0),
            (Role::Operator, HOUSE),
        ];
        for place in places {
            if let Some(person) = self.staff.iter_mut().find(|person| person.roles.contains(&place)) {
                place.0.as_str().clone_into(&mut person.login);
            }
        }
    }
}
