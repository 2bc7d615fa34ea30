//! `concord playbook check`

use anyhow::Context as _;
use concord_app::kit::messages::Lang;
use concord_app::kit::source::Source;
use concord_app::kit::templates::Templates;
use concord_app::{kit::data, operator};
use concord_domain::category::Categories;
use concord_domain::data_file::DataError;
use concord_domain::diversion::Diversions;
use concord_domain::duty::Duties;
use concord_domain::playbook::{ChannelClocks, DangerGuides, Playbook};

use crate::cli::PlaybookCheckArgs;
use crate::{Ended, house, say, settings};

/// Reads a file as the house would, and tells what it would do to a sample matter; or where it is wrong.
pub fn check(args: &PlaybookCheckArgs) -> anyhow::Result<Ended> {
    let text = std::fs::read_to_string(&args.file).with_context(|| args.file.display().to_string())?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let shipped = data::load(None, args.calendars.as_deref())?;
    let read = categories(args, &shipped).and_then(|kinds| {
        let diversions = ways(args, &name, &kinds)?;
        Ok((sample(&name, &text, &kinds, shipped.playbooks.general().clone())?, diversions))
    });
    let (sample, diversions) = match read {
        Ok(read) => read,
        Err(error) => {
            say::problem(&error.to_string());
            return Ok(Ended::WithFault);
        }
    };
    let templates = Templates::load(Source::Embedded)?;
    let calendar = shipped.calendars.iter().next().context("no calendar")?;
    let zone = settings::zone(args.zone.clone())?;
    let now = jiff::Timestamp::from_microsecond(house::now())?.to_zoned(zone).datetime();
    let telling = operator::Telling { messages: templates.messages(), lang: Lang::from(args.lang), calendar, now };
    let Some(sample) = sample else {
        say::line(&operator::explain_list(&name, &telling));
        return Ok(Ended::Well);
    };
    for line in operator::explain(&sample, diversions.as_ref().unwrap_or(&shipped.diversions), &telling) {
        say::line(&line);
    }
    Ok(Ended::Well)
}

/// What a matter would go by with this file; none where it is a list that no matter goes by.
fn sample(name: &str, text: &str, kinds: &Categories, mut general: Playbook) -> Result<Option<Playbook>, DataError> {
    match name {
        data::CATEGORIES => return Ok(None),
        data::DUTIES => return Duties::parse(name, text, kinds).map(|_| None),
        DangerGuides::FILE => return DangerGuides::parse(name, text).map(|_| None),
        data::DIVERSION => general.channel_clocks.clear(),
        _ if name.starts_with(ChannelClocks::PREFIX) => {
            general.clocks.clear();
            general.channel_clocks = vec![ChannelClocks::parse(name, text)?];
        }
        _ => {
            let mut playbook = Playbook::parse(name, text)?;
            if let Some(unknown) = playbook.unknown_kinds(name, text, kinds).into_iter().next() {
                return Err(unknown);
            }
            playbook.channel_clocks = general.channel_clocks;
            return Ok(Some(playbook));
        }
    }
    Ok(Some(general))
}

/// The kinds of dispute that hold beside the file: those of its own folder, if it has any, as a folder stands for itself.
fn categories(args: &PlaybookCheckArgs, shipped: &data::Data) -> Result<Categories, DataError> {
    let Ok(text) = std::fs::read_to_string(args.file.with_file_name(data::CATEGORIES)) else {
        return Ok(shipped.categories.clone());
    };
    Categories::parse(data::CATEGORIES, &text)
}

/// The ways out that hold beside the file, likewise.
fn ways(args: &PlaybookCheckArgs, name: &str, kinds: &Categories) -> Result<Option<Diversions>, DataError> {
    let path = if name == data::DIVERSION { args.file.clone() } else { args.file.with_file_name(data::DIVERSION) };
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(None) };
    Diversions::parse(data::DIVERSION, &text, kinds).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<Option<Playbook>, DataError> {
        let shipped = data::load(None, None).unwrap();
        sample(name, text, &shipped.categories, shipped.playbooks.general().clone())
    }

    fn folder() -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../playbooks")
    }

    fn shipped(name: &str) -> String {
        std::fs::read_to_string(folder().join(name)).unwrap()
    }

    #[test]
    fn what_the_house_would_not_start_with_is_refused_with_its_line() {
        let noise = shipped("neighbour-noise.toml");
        let category = noise.lines().find(|line| line.starts_with("category = ")).unwrap();
        let unknown = read("noise.toml", &noise.replacen(category, "category = \"no.such\"", 1)).unwrap_err();
        assert!(unknown.line > 1 && unknown.reason.contains("no.such"), "{unknown}");
        let general = shipped("general.toml");
        let endless = general.replacen("limit = { months = 1 }", "limit = { months = 60000 }", 1);
        assert_ne!(general, endless);
        assert!(read("general.toml", &endless).unwrap_err().reason.contains("twenty years"));
    }

    #[test]
    fn every_file_that_is_shipped_is_read_as_what_it_is() {
        for entry in std::fs::read_dir(folder()).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "toml") {
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let list = [data::CATEGORIES, data::DUTIES, DangerGuides::FILE].contains(&name.as_str());
            assert_eq!(read(&name, &shipped(&name)).unwrap().is_none(), list, "{name}");
        }
    }
}
