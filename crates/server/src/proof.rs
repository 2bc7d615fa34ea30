//! `concord verify` and `concord rebuild`

use concord_app::housekeeping::{self, Report, Stage};

use crate::cli::{Format, RebuildArgs, VerifyArgs};
use crate::house::{self, Use};
use crate::logs::{self, Amount};
use crate::progress::Progress;
use crate::settings;
use crate::{Ended, say};

/// Proves the installation, beside a server too.
pub fn verify(args: VerifyArgs) -> anyhow::Result<Ended> {
    let settings = settings::settle_alone(&args.house)?;
    logs::start(settings.log, Amount::Warn);
    let store = house::open_store(&settings)?;
    let mut progress = Progress::begin("Replaying matters");
    let report = housekeeping::verify(&store, move |at| show(&mut progress, at));
    store.shutdown_blocking();
    let report = report?;
    match args.format {
        Format::Json => say::line(&serde_json::to_string_pretty(&report)?),
        Format::Text => tell(&report),
    }
    Ok(if report.differences == 0 { Ended::Well } else { Ended::WithDifferences })
}

/// Makes the read models anew.
pub fn rebuild(args: RebuildArgs) -> anyhow::Result<Ended> {
    let settings = settings::settle_alone(&args.house)?;
    logs::start(settings.log, Amount::Warn);
    let _lock = house::lock(&settings, Use::Alone)?;
    let store = house::open_store(&settings)?;
    let mut progress = Progress::begin("Writing anew");
    let done = housekeeping::rebuild(&store, |at| progress.at(at.done, at.total));
    progress.end();
    store.shutdown_blocking();
    say::line(&format!("{} matters", done?));
    Ok(Ended::Well)
}

fn show(progress: &mut Progress, at: housekeeping::Progress) {
    progress.step(match at.stage {
        Stage::Matters => "Replaying matters",
        Stage::Tallies => "Comparing counters",
    });
    progress.at(at.done, at.total);
}

fn tell(report: &Report) {
    let Report { matters, events, texts, rows, tallies, differences, shown } = report;
    for difference in shown {
        let kind = serde_json::to_value(difference.kind).ok();
        let kind = kind.as_ref().and_then(|k| k.as_str()).unwrap_or_default().replace('_', " ");
        say::line(format!("{}: {kind}: {} {}", difference.table, difference.key, difference.detail).trim_end());
    }
    let more = differences - shown.len() as u64;
    if more > 0 {
        say::line(&format!("... and {more} more"));
    }
    say::line(&format!(
        "{matters} matters, {events} events, {texts} texts, {rows} rows, {tallies} counters: {differences} differences"
    ));
    if *differences > 0 {
        say::line("What is not in the journal itself is repaired by: concord rebuild");
    }
}
