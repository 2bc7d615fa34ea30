//! A house for tests: the shipped rules and words, a fixed clock, no places yet.

use std::sync::{Arc, LazyLock};

use concord_policy::Policy;
use concord_store::Store;
use jiff::tz::TimeZone;

use super::clock::Clock;
use super::data;
use super::desk::{Desk, Parts, Settings};
use super::ids::Ids;
use super::place::{PlaceBook, Places};
use super::source::Source;
use super::templates::Templates;

/// 2030-03-17T17:46:40Z; in the zone of the house, 01:46:40 the next day.
pub const NOW: i64 = 1_900_000_000_000_000;

/// The policies as shipped, read once for all tests: that takes a third of a second without optimisation.
pub fn shipped_policy() -> &'static Policy {
    static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::load().expect("the shipped policies"));
    &POLICY
}

/// A desk on `store`, reached at `public_url`, where it is always [`NOW`] in Shanghai.
pub fn desk(store: Store, public_url: &str) -> Desk {
    let clock = Clock::new(Arc::new(|| NOW), TimeZone::get("Asia/Shanghai").expect("a zone in the bundled database"));
    let data = data::load(None, None).expect("the shipped rules");
    Desk::new(Parts {
        store,
        policy: shipped_policy().clone(),
        playbooks: data.playbooks,
        categories: data.categories,
        calendars: data.calendars,
        duties: data.duties,
        diversions: data.diversions,
        places: PlaceBook::new(Places::default()),
        templates: Templates::load(Source::Embedded).expect("the shipped pages"),
        ids: Ids::seeded(clock.clone(), 1),
        clock,
        settings: Settings { public_url: public_url.to_owned(), proxies: 0, body_limit: 1 << 20 },
        turns: Default::default(),
        memo: Default::default(),
        counted: Default::default(),
        pieces: Default::default(),
        names: Default::default(),
        live: Default::default(),
    })
}
