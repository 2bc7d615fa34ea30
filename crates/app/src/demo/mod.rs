//! A city to try Concord on: invented from a seed, with two years of matters that end today.
//!
//! Names, places, sentences and frequencies are data (demo/data, explained in its README.md); what happens to a matter
//! is decided by the domain, so every history is lawful. The same seed, number and moment make the same city, except
//! for the tokens of its accounts.
//!
//! Each matter: one of seven is looked at late; 3 % are returned, 5 % referred, 2.5 % duplicates, 4 % withdrawn, 9 % not
//! settled. Meetings: one in 58 %, two in 30 %, three in 12 %. Of promises 5.5 % are broken and 11 % of the others kept
//! late; every third matter with a broken promise comes back, and 3 % of the rest. 47 % of applicants rate.

mod accounts;
mod aftermath;
mod agent;
mod almanac;
mod between;
mod called;
mod city;
mod corpus;
mod court;
mod dice;
mod diversion;
mod family;
mod handling;
mod life;
mod load_queries;
mod reading;
mod scene;
mod staffing;
mod story;
mod tally_rows;
mod template;
mod terrain;
#[cfg(test)]
mod tests;
mod watch;

use std::path::PathBuf;

use concord_store::{Fault, Store};

use crate::kit::data::Data;
pub use accounts::{DemoAccount, FILE};
pub use city::{City, Person};
pub use corpus::Corpus;
pub use life::{History, Life};
pub use load_queries::is_empty;
pub use scene::Stage;
pub use story::World;

use almanac::Almanac;

/// What to make.
#[derive(Debug, Clone)]
pub struct DemoOptions {
    pub matters: u64,
    pub seed: u64,
    /// When the two years end, microseconds UTC.
    pub now: i64,
    /// The data folder, where the accounts are written.
    pub folder: PathBuf,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Areas, bodies and accounts.
    City,
    /// Matters written, of how many.
    Matters { done: u64, of: u64 },
    /// Everything is there.
    Done,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct DemoReport {
    pub matters: u64,
    pub events: u64,
    pub accounts: Vec<DemoAccount>,
}

/// Makes the city in an empty store. Blocks: call it where no other work waits.
///
/// # Errors
/// When something was recorded already, or the store fails.
pub fn make(
    store: &Store,
    data: &Data,
    options: &DemoOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<DemoReport, Fault> {
    if !load_queries::is_empty(store)? {
        return Err(Fault::new("a demonstration is made in an empty store, and this one holds accounts or matters"));
    }
    progress(Progress::City);
    let corpus = Corpus::load()?;
    let city = City::generate(&corpus, options.seed)?;
    let calendar = data.calendars.for_region(&city.regions[0].code);
    let almanac = Almanac::new(calendar, options.now)?;
    let accounts = accounts::settle(store, &city, &corpus, options.seed, options.now)?;
    terrain::settle(store, &city, options.seed, options.now)?;
    let stage = Stage { corpus: &corpus, city: &city, almanac: &almanac };
    let world =
        World { stage, playbooks: &data.playbooks, calendar, duties: &data.duties, diversions: &data.diversions };
    let of = options.matters;
    let life = Life::new(world, options.seed, of);
    let loaded = load_queries::load(store, life, of, &mut |done| progress(Progress::Matters { done, of }))?;
    called::call(store, &world, options.seed)?;
    watch::settle(store, stage, options.seed, options.now)?;
    accounts::write_file(&options.folder, &accounts)?;
    progress(Progress::Done);
    Ok(DemoReport { matters: loaded.matters, events: loaded.events, accounts })
}
