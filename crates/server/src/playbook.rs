//! `concord playbook check`

use anyhow::Context as _;
use concord_app::kit::messages::Lang;
use concord_app::kit::source::Source;
use concord_app::kit::templates::Templates;
use concord_app::{kit::data, operator};
use concord_domain::data_file::DataError;
use concord_domain::diversion::Diversions;
use concord_domain::playbook::{ChannelClocks, Playbook};

use crate::cli::PlaybookCheckArgs;
use crate::{Ended, house, say};

/// Reads a file as the house would, and tells what it would do to a sample matter; or where it is wrong.
pub fn check(args: &PlaybookCheckArgs) -> anyhow::Result<Ended> {
    let text = std::fs::read_to_string(&args.file).with_context(|| args.file.display().to_string())?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let shipped = data::load(None, args.calendars.as_deref())?;
    let mut sample = shipped.playbooks.general().clone();
    let diversions = match ways(args, &name, &shipped) {
        Ok(found) => found,
        Err(error) => return Ok(wrong(&error.to_string())),
    };
    if name == data::DIVERSION {
        sample.channel_clocks.clear();
    } else if name.starts_with(ChannelClocks::PREFIX) {
        match ChannelClocks::parse(&name, &text) {
            Ok(set) => {
                sample.clocks.clear();
                sample.channel_clocks = vec![set];
            }
            Err(error) => return Ok(wrong(&error.to_string())),
        }
    } else {
        match Playbook::parse(&name, &text) {
            Ok(mut playbook) => {
                playbook.channel_clocks = sample.channel_clocks;
                sample = playbook;
            }
            Err(error) => return Ok(wrong(&error.to_string())),
        }
    }
    let templates = Templates::load(Source::Embedded)?;
    let calendar = shipped.calendars.iter().next().context("no calendar")?;
    let lang = Lang::from(args.lang);
    let now = jiff::Timestamp::from_microsecond(house::now())?.to_zoned(jiff::tz::TimeZone::system()).datetime();
    let telling = operator::Telling { messages: templates.messages(), lang, calendar, now };
    for line in operator::explain(&sample, diversions.as_ref().unwrap_or(&shipped.diversions), &telling) {
        say::line(&line);
    }
    Ok(Ended::Well)
}

/// The ways out that hold beside the file: those of its own folder, if it has any, as a folder stands for itself.
fn ways(args: &PlaybookCheckArgs, name: &str, shipped: &data::Data) -> Result<Option<Diversions>, DataError> {
    let path = if name == data::DIVERSION { args.file.clone() } else { args.file.with_file_name(data::DIVERSION) };
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(None) };
    Diversions::parse(data::DIVERSION, &text, &shipped.categories).map(Some)
}

fn wrong(what: &str) -> Ended {
    say::problem(what);
    Ended::WithFault
}
