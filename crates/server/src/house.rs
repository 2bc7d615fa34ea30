//! Opens an installation: database, rules and faces, put together as a desk.

use std::sync::Arc;

use anyhow::Context as _;
use concord_app::housekeeping;
use concord_app::kit::clock::Clock;
use concord_app::kit::data;
use concord_app::kit::desk::{Desk, Parts, Settings};
use concord_app::kit::ids::Ids;
use concord_app::kit::place::{PlaceBook, Places};
use concord_app::kit::source::Source;
use concord_app::kit::templates::Templates;
use concord_policy::Policy;
use concord_store::{Database, Store, StoreConfig};

use crate::lock::Lock;
use crate::progress::Progress;
use crate::say;
use crate::settings::{HouseSettings, WebSettings};

/// Largest request body, bytes: a few photos.
const BODY_LIMIT: usize = 32 << 20;

/// Whether others may use the folder meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Nobody else: this process serves, or changes much.
    Alone,
    /// Beside one that serves.
    Beside,
}

/// An open installation.
pub struct House {
    pub desk: Desk,
    _lock: Option<Lock>,
}

impl House {
    /// Opens an installation that commands work on.
    pub fn open(settings: &HouseSettings, usage: Use) -> anyhow::Result<Self> {
        let web = WebSettings { listen: ([127, 0, 0, 1], 0).into(), public_url: "http://127.0.0.1".into(), proxies: 0 };
        Self::open_to(settings, &web, usage)
    }

    /// Opens an installation that is reached from outside.
    pub fn open_to(settings: &HouseSettings, web: &WebSettings, usage: Use) -> anyhow::Result<Self> {
        let lock = lock(settings, usage)?;
        let data = data::load(settings.playbooks.as_deref(), settings.calendars.as_deref())?;
        let store = open_store(settings)?;
        if usage == Use::Alone {
            renew(&store)?;
        }
        let places = store.read_blocking(Places::load)?;
        let clock = Clock::new(Arc::new(now), settings.zone.clone());
        let desk = Desk::new(Parts {
            store,
            policy: Policy::load()?,
            playbooks: data.playbooks,
            categories: data.categories,
            calendars: data.calendars,
            duties: data.duties,
            diversions: data.diversions,
            places: PlaceBook::new(places),
            templates: Templates::load(Source::Embedded)?,
            ids: Ids::new(clock.clone()),
            clock,
            settings: Settings { public_url: web.public_url.clone(), proxies: web.proxies, body_limit: BODY_LIMIT },
            turns: Default::default(),
            memo: Default::default(),
            counted: Default::default(),
            pieces: Default::default(),
            names: Default::default(),
            live: Default::default(),
        });
        Ok(Self { desk, _lock: lock })
    }

    /// Writes what is queued and closes the database.
    pub fn close(self) {
        self.desk.store.shutdown_blocking();
    }
}

/// Takes the folder where that is needed. Several processes may share a PostgreSQL.
pub fn lock(settings: &HouseSettings, usage: Use) -> anyhow::Result<Option<Lock>> {
    match (&settings.database, usage) {
        (Database::Sqlite(_), Use::Alone) => Lock::take(&settings.data).map(Some),
        _ => Ok(None),
    }
}

/// Opens the database and brings it to the newest form.
pub fn open_store(settings: &HouseSettings) -> anyhow::Result<Store> {
    Store::open(&store_config(settings)).with_context(|| format!("opening the database of {}", settings.data.display()))
}

/// After an update that counts or keeps other things, makes the read models anew; nobody is served meanwhile.
pub fn renew(store: &Store) -> anyhow::Result<()> {
    let begin = || {
        say::problem(
            "This version keeps other read models: they are made anew from the journal, which takes minutes for a million matters",
        );
        let mut progress = Progress::begin("Writing anew");
        move |at: housekeeping::Progress| progress.at(at.done, at.total)
    };
    if let Some(done) = housekeeping::renew(store, begin)? {
        say::problem(&format!("{done} matters written anew"));
    }
    Ok(())
}

/// As many readers as the machine can feed.
pub fn store_config(settings: &HouseSettings) -> StoreConfig {
    let readers = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
    StoreConfig { readers, ..StoreConfig::new(settings.database.clone(), settings.files.clone()) }
}

/// Microseconds UTC.
#[expect(clippy::disallowed_methods, reason = "the one place where the system's clock comes in")]
pub fn now() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}
