//! `concord demo`

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use concord_app::demo::{self, DemoOptions};
use concord_app::kit::data;
use concord_store::{Database, Keeping, Store, StoreConfig};
use serde::{Deserialize, Serialize};

use crate::cli::{AfterDemo, DemoArgs, Format};
use crate::house::{self, House, Use};
use crate::logs::{self, Amount};
use crate::progress::Progress;
use crate::settings::{self, HouseSettings};
use crate::{Ended, allocator, say, serve};

/// Where a city is made if nothing else is said.
const FOLDER: &str = "concord-demo";
/// Name of the folder, in the folder of data, in which it is made.
const ASIDE: &str = "making";

/// An account as the file in the folder tells it.
#[derive(Debug, Serialize, Deserialize)]
struct Account {
    role: String,
    account: String,
    password: String,
    api_token: String,
    body: i64,
    region: String,
}

/// Makes a city where there is none, and serves it.
pub fn run(mut args: DemoArgs) -> anyhow::Result<Ended> {
    if args.house.data.is_none() && args.house.config.is_none() {
        args.house.data = Some(PathBuf::from(FOLDER));
    }
    let (settings, web) = settings::settle(&args.house, &args.web)?;
    logs::start(settings.log, Amount::Warn);
    let file = settings.data.join(demo::FILE);
    if !file.exists() {
        make(&settings, &args)?;
    } else if !allocator::gives_back_soon() {
        say::problem(&format!("{} holds a city already: it is served as it is", settings.data.display()));
    }
    if args.after() == AfterDemo::Serve {
        // Not before: what makes a city takes memory and gives it back all the time.
        allocator::give_back_soon();
    }
    let house = House::open_to(&settings, &web, Use::Alone)?;
    let accounts = read(&file)?;
    match args.format {
        Format::Json => say::line(&serde_json::to_string_pretty(&accounts)?),
        Format::Text => say::line(&table(&accounts, &house)),
    }
    if args.after() == AfterDemo::End {
        house.close();
        return Ok(Ended::Well);
    }
    say::problem(&format!("\nOpen {} in a browser; stop with Ctrl-C.", web.public_url));
    serve::listen(house, &web)
}

/// Makes the city: where there is no database yet, in a file aside that is put in its place when it is whole, so that nothing has to be
/// kept safe meanwhile and a making that is broken off leaves nothing in the way.
fn make(settings: &HouseSettings, args: &DemoArgs) -> anyhow::Result<()> {
    let _lock = house::lock(settings, Use::Alone)?;
    let Database::Sqlite(database) = &settings.database else { return make_in_place(settings, args) };
    if database.exists() {
        return make_in_place(settings, args);
    }
    let aside = settings.data.join(ASIDE);
    if aside.exists() {
        std::fs::remove_dir_all(&aside).with_context(|| format!("removing {}", aside.display()))?;
    }
    let made = aside.join(settings::DATABASE);
    let config = house::store_config(settings);
    let config = StoreConfig { database: Database::Sqlite(made.clone()), keeping: Keeping::Made, ..config };
    let store = Store::open(&config).with_context(|| format!("making a database in {}", aside.display()))?;
    fill(&store, settings, args, aside.clone())?;
    store.shutdown_blocking();
    File::open(&made)?.sync_all()?;
    std::fs::rename(&made, database)?;
    // Last: it says that the city is whole.
    std::fs::rename(aside.join(demo::FILE), settings.data.join(demo::FILE))?;
    File::open(&settings.data)?.sync_all()?;
    Ok(std::fs::remove_dir_all(&aside)?)
}

fn make_in_place(settings: &HouseSettings, args: &DemoArgs) -> anyhow::Result<()> {
    let store = house::open_store(settings)?;
    if !demo::is_empty(&store)? {
        bail!(
            "{} holds something that is no finished demonstration: name another folder, or remove this one",
            settings.data.display()
        );
    }
    fill(&store, settings, args, settings.data.clone())?;
    store.shutdown_blocking();
    Ok(())
}

/// Fills an empty store; the accounts are written into `folder`.
fn fill(store: &Store, settings: &HouseSettings, args: &DemoArgs, folder: PathBuf) -> anyhow::Result<()> {
    house::renew(store)?;
    let data = data::load(settings.playbooks.as_deref(), settings.calendars.as_deref())?;
    let options = DemoOptions { matters: args.matters, seed: args.seed, now: house::now(), folder };
    let mut progress = Progress::begin("Building the city");
    let made = demo::make(store, &data, &options, &mut |at| match at {
        demo::Progress::City => progress.step("Building the city"),
        demo::Progress::Matters { done, of } => {
            progress.step("Living through two years");
            progress.at(done, of);
        }
        demo::Progress::Done => {}
    });
    progress.end();
    let report = made?;
    say::problem(&format!("{} matters with {} events", report.matters, report.events));
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Vec<Account>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", file.display()))
}

/// Who can sign in, as columns. The last one may hold wide characters, so nothing stands after it.
fn table(accounts: &[Account], house: &House) -> String {
    let places = house.desk.places();
    let head = ["role", "account", "password", "body"].map(str::to_owned);
    let body = |id: i64| places.body(concord_domain::body::BodyId(id)).map_or_else(String::new, |b| b.name.zh.clone());
    let row = |a: &Account| [a.role.clone(), a.account.clone(), a.password.clone(), body(a.body)];
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(accounts.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|r| r[column].chars().count()).max().unwrap_or(0);
    let (role, account, password) = (width(0), width(1), width(2));
    let line = |r: &[String; 4]| format!("{:role$}  {:account$}  {:password$}  {}", r[0], r[1], r[2], r[3]);
    rows.iter().map(line).map(|l| l.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
