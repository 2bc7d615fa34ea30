//! `concord demo`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use concord_app::demo::{self, DemoOptions};
use concord_app::kit::data;
use concord_app::kit::place::Places;
use serde::{Deserialize, Serialize};

use crate::cli::{AfterDemo, DemoArgs, Format};
use crate::house::{House, Use};
use crate::logs::{self, Amount};
use crate::progress::Progress;
use crate::settings::{self, HouseSettings};
use crate::{Ended, say, serve};

/// Where a city is made if nothing else is said.
const FOLDER: &str = "concord-demo";

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
    let house = House::open_to(&settings, &web, Use::Alone)?;
    let file = settings.data.join(demo::FILE);
    if file.exists() {
        say::problem(&format!("{} holds a city already: it is served as it is", settings.data.display()));
    } else {
        make(&house, &settings, &args)?;
    }
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

fn make(house: &House, settings: &HouseSettings, args: &DemoArgs) -> anyhow::Result<()> {
    let desk = &house.desk;
    if !demo::is_empty(&desk.store)? {
        bail!(
            "{} holds something that is no finished demonstration: name another folder, or remove this one",
            settings.data.display()
        );
    }
    let data = data::load(settings.playbooks.as_deref(), settings.calendars.as_deref())?;
    let folder = settings.data.clone();
    let options = DemoOptions { matters: args.matters, seed: args.seed, now: desk.now(), folder };
    let mut progress = Progress::begin("Building the city");
    let made = demo::make(&desk.store, &data, &options, &mut |at| match at {
        demo::Progress::City => progress.step("Building the city"),
        demo::Progress::Matters { done, of } => {
            progress.step("Living through two years");
            progress.at(done, of);
        }
        demo::Progress::Done => {}
    });
    progress.end();
    let report = made?;
    let places = desk.store.read_blocking(Places::load)?;
    desk.places.set(places);
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
