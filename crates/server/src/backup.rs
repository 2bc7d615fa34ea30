//! `concord backup` and `concord restore`

use concord_app::housekeeping;
use concord_app::kit::audit::{self, Entry};
use concord_store::backup::{self, RestoreError, SearchIndex, Step};

use crate::cli::BackupArgs;
use crate::house::{self, Use};
use crate::logs::{self, Amount};
use crate::progress::Progress;
use crate::settings::{self, WrongSetting};
use crate::{Ended, say};

/// Writes a backup, beside a server too.
pub fn backup(args: BackupArgs) -> anyhow::Result<Ended> {
    let settings = settings::settle_alone(&args.house)?;
    logs::start(settings.log, Amount::Warn);
    let store = house::open_store(&settings)?;
    let mut progress = Progress::begin("Writing the database");
    let made =
        backup::to_file(&store, &args.file, |p| show(&mut progress, p, ["Writing the database", "Writing the files"]));
    progress.end();
    made?;
    let bytes = std::fs::metadata(&args.file)?.len();
    let entry =
        Entry { at: house::now(), actor: "system:cli".into(), action: "backup.made", detail: bytes.to_string() };
    let noted = store.write_blocking(move |c| audit::record(c, entry));
    store.shutdown_blocking();
    noted?;
    say::line(&format!("{} ({})", args.file.display(), indicatif::HumanBytes(bytes)));
    Ok(Ended::Well)
}

/// Fills an empty installation.
pub fn restore(args: BackupArgs) -> anyhow::Result<Ended> {
    let settings = settings::settle_alone(&args.house)?;
    logs::start(settings.log, Amount::Warn);
    let _lock = house::lock(&settings, Use::Alone)?;
    let config = house::store_config(&settings);
    let mut progress = Progress::begin("Reading the backup");
    let restored =
        backup::restore(&args.file, &config, |p| show(&mut progress, p, ["Filling the database", "Placing the files"]));
    progress.end();
    let restored = restored.map_err(|error| match error {
        RestoreError::NotEmpty => {
            WrongSetting::Other(format!("{} is not empty: restore into an empty folder", settings.data.display()))
                .into()
        }
        other => anyhow::Error::from(other),
    })?;
    say::line(&format!("{} ({} files)", settings.data.display(), restored.files));
    if restored.search == SearchIndex::Rebuild {
        let store = house::open_store(&settings)?;
        let left = housekeeping::renew_later(&store);
        store.shutdown_blocking();
        left?;
        say::line("The search index was made by the other database: the next start makes it anew");
    }
    Ok(Ended::Well)
}

fn show(progress: &mut Progress, at: backup::Progress, [database, files]: [&str; 2]) {
    progress.step(match at.step {
        Step::Database => database,
        Step::Files => files,
    });
    progress.at(at.done, at.total);
}
