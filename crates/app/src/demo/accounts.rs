//! Areas, bodies and accounts into the store, and the well-known accounts into a file.

use std::path::Path;

use concord_policy::Role;
use concord_store::{Fault, Store, Value};
use serde::Serialize;

use super::city::{City, Person};
use super::corpus::Corpus;
use super::dice::Dice;
use crate::kit::accounts::{HOUSE, passwords, tokens};
use crate::kit::ids::{hash as digest_of, hex};
use crate::kit::place_queries::{put_body, put_region};

/// The file in the data folder that tells how to sign in.
pub const FILE: &str = "demo-accounts.json";

/// An account that people try the demonstration with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoAccount {
    pub role: String,
    pub account: String,
    pub password: String,
    pub api_token: String,
    /// 0 is the installation itself.
    pub body: i64,
    /// Code of the area that the role covers.
    pub region: String,
}

/// Puts areas, bodies and accounts into the store. All share a password, so that it is hashed once.
///
/// # Errors
/// When the store fails.
pub fn settle(store: &Store, city: &City, corpus: &Corpus, seed: u64, now: i64) -> Result<Vec<DemoAccount>, Fault> {
    let password = password(corpus, seed);
    let hash = passwords::hash_here(&password)?;
    let accounts: Vec<DemoAccount> =
        Role::ALL.iter().filter_map(|role| Some(demo_account(city, city.known(*role)?, *role, &password))).collect();
    let tokens = city.staff.iter().filter_map(|person| {
        let account = accounts.iter().find(|a| a.account == person.login)?;
        let digest = digest_of(&account.api_token);
        Some(vec![digest.into(), person.id.0.into(), account.role.as_str().into(), now.into()])
    });
    let tokens: Vec<Vec<Value>> = tokens.collect();
    let people: Vec<Vec<Value>> = city.staff.iter().map(|person| account_row(person, &hash, now)).collect();
    let roles = city.staff.iter().flat_map(|person| {
        person.roles.iter().map(|(role, body)| vec![person.id.0.into(), role.as_str().into(), (*body).into()])
    });
    let roles: Vec<Vec<Value>> = roles.collect();
    let (regions, bodies) = (city.regions.clone(), city.bodies.clone());
    store.write_blocking(move |c| {
        regions.iter().try_for_each(|region| put_region(c, region))?;
        bodies.iter().try_for_each(|body| put_body(c, body, None))?;
        c.insert_many("INSERT INTO account (id, login, name, password_hash, created_at)", &people, "")?;
        c.insert_many("INSERT INTO role_held (account, role, body)", &roles, "")?;
        c.insert_many("INSERT INTO api_token (token_hash, account, label, created_at)", &tokens, "")
    })?;
    Ok(accounts)
}

/// Two names of streets and a number: easy to type, and of a city that does not exist.
fn password(corpus: &Corpus, seed: u64) -> String {
    let mut dice = Dice::new(seed, u64::MAX - 1);
    let mut word = || dice.pick(&corpus.places.street.first).map(|(_, en)| en.to_lowercase()).unwrap_or_default();
    let (first, second) = (word(), word());
    format!("{first}-{second}-{:04}", dice.between(1000, 9999))
}

fn account_row(person: &Person, hash: &str, now: i64) -> Vec<Value> {
    vec![person.id.0.into(), (&person.login).into(), (&person.name).into(), hash.into(), now.into()]
}

fn demo_account(city: &City, person: &Person, role: Role, password: &str) -> DemoAccount {
    let body = person.roles.iter().find(|(held, _)| *held == role).map_or(HOUSE, |(_, body)| *body);
    let region = city.body(concord_domain::body::BodyId(body)).map_or(&city.regions[0].code, |b| &b.region);
    DemoAccount {
        role: role.as_str().to_owned(),
        account: person.login.clone(),
        password: password.to_owned(),
        api_token: format!("{}{}", tokens::PREFIX, hex(&rand::random::<[u8; 32]>())),
        body,
        region: region.to_string(),
    }
}

/// Writes the accounts beside the data.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_file(folder: &Path, accounts: &[DemoAccount]) -> Result<(), Fault> {
    let json =
        serde_json::to_string_pretty(accounts).map_err(|error| Fault::from_error("writing the accounts", error))?;
    std::fs::create_dir_all(folder)?;
    Ok(std::fs::write(folder.join(FILE), json + "\n")?)
}
