//! Settings: the command line wins, then the environment, then the file, then the default.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};

use concord_store::Database;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::cli::{HouseArgs, LogForm, WebArgs};

const LISTEN: &str = "127.0.0.1:8080";
const ZONE: &str = "Asia/Shanghai";
/// Name of the database in the folder.
pub const DATABASE: &str = "concord.sqlite";
/// Name of the folder of uploaded files in the folder.
const FILES: &str = "files";

/// A setting that cannot be used: the caller's mistake, not a fault.
#[derive(Debug, thiserror::Error)]
pub enum WrongSetting {
    #[error("no folder of data: give --data DIR, set CONCORD_DATA, or write data = \"DIR\" into the file of --config")]
    NoData,
    #[error("{path}: {reason}")]
    File { path: PathBuf, reason: String },
    #[error("no such time zone: {0} (an IANA name such as Asia/Shanghai is wanted)")]
    Zone(String),
    #[error("cannot listen on {0}: an address and a port such as 127.0.0.1:8080 are wanted")]
    Listen(String),
    #[error("not an address that the public can reach: {0} (https://concord.example is one)")]
    PublicUrl(String),
    #[error("{0}")]
    Other(String),
}

/// The file of `--config`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSettings {
    data: Option<PathBuf>,
    database: Option<String>,
    playbooks: Option<PathBuf>,
    calendars: Option<PathBuf>,
    zone: Option<String>,
    log: Option<LogForm>,
    listen: Option<String>,
    public_url: Option<String>,
    proxies: Option<usize>,
}

/// Which installation, as it was decided.
#[derive(Clone, Debug)]
pub struct HouseSettings {
    pub data: PathBuf,
    pub database: Database,
    pub files: PathBuf,
    pub playbooks: Option<PathBuf>,
    pub calendars: Option<PathBuf>,
    pub zone: TimeZone,
    pub log: LogForm,
}

/// How it is reached, as it was decided.
#[derive(Clone, Debug)]
pub struct WebSettings {
    pub listen: SocketAddr,
    pub public_url: String,
    pub proxies: usize,
}

/// Settles the installation and how it is reached.
pub fn settle(house: &HouseArgs, web: &WebArgs) -> Result<(HouseSettings, WebSettings), WrongSetting> {
    let file = read(house.config.as_deref())?;
    let web = settle_web(web, &file)?;
    Ok((settle_house(house, file)?, web))
}

/// Settles the installation alone.
pub fn settle_alone(house: &HouseArgs) -> Result<HouseSettings, WrongSetting> {
    settle_house(house, read(house.config.as_deref())?)
}

fn read(path: Option<&Path>) -> Result<FileSettings, WrongSetting> {
    let Some(path) = path else { return Ok(FileSettings::default()) };
    let wrong = |reason: String| WrongSetting::File { path: path.to_owned(), reason };
    let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    toml::from_str(&text).map_err(|e| wrong(e.to_string()))
}

fn settle_house(args: &HouseArgs, file: FileSettings) -> Result<HouseSettings, WrongSetting> {
    let data = args.data.clone().or(file.data).ok_or(WrongSetting::NoData)?;
    let database = match args.database.clone().or(file.database) {
        Some(url) => Database::Postgres(url),
        None => Database::Sqlite(data.join(DATABASE)),
    };
    Ok(HouseSettings {
        files: data.join(FILES),
        data,
        database,
        playbooks: args.playbooks.clone().or(file.playbooks),
        calendars: args.calendars.clone().or(file.calendars),
        zone: zone(args.zone.clone().or(file.zone))?,
        log: args.log.or(file.log).unwrap_or_default(),
    })
}

/// The time zone in which dates count.
///
/// # Errors
/// [`WrongSetting::Zone`] for a name that is none.
pub fn zone(name: Option<String>) -> Result<TimeZone, WrongSetting> {
    let name = name.unwrap_or_else(|| ZONE.to_owned());
    TimeZone::get(&name).map_err(|_| WrongSetting::Zone(name))
}

fn settle_web(args: &WebArgs, file: &FileSettings) -> Result<WebSettings, WrongSetting> {
    let listen = args.listen.clone().or_else(|| file.listen.clone()).unwrap_or_else(|| LISTEN.to_owned());
    let address = listen.to_socket_addrs().ok().and_then(|mut found| found.next());
    let address = address.ok_or_else(|| WrongSetting::Listen(listen.clone()))?;
    let public_url = match args.public_url.clone().or_else(|| file.public_url.clone()) {
        Some(url) if !(url.starts_with("https://") || url.starts_with("http://")) => {
            return Err(WrongSetting::PublicUrl(url));
        }
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => format!("http://{address}"),
    };
    Ok(WebSettings { listen: address, public_url, proxies: args.proxies.or(file.proxies).unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> FileSettings {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn what_is_given_wins_over_the_file_and_the_file_over_the_default() {
        let text = "data = '/a'\nzone = 'Asia/Urumqi'\nlisten = '127.0.0.1:1'\nproxies = 2";
        let given = HouseArgs { data: Some("/b".into()), ..HouseArgs::default() };
        let house = settle_house(&given, file(text)).unwrap();
        assert_eq!(house.data, Path::new("/b"));
        assert_eq!(house.zone.iana_name(), Some("Asia/Urumqi"));
        assert_eq!(settle_house(&given, file("")).unwrap().zone.iana_name(), Some(ZONE));
        let given = WebArgs { listen: Some("127.0.0.1:2".into()), ..WebArgs::default() };
        let web = settle_web(&given, &file(text)).unwrap();
        assert_eq!((web.listen.port(), web.proxies, web.public_url.as_str()), (2, 2, "http://127.0.0.1:2"));
    }

    #[test]
    fn a_setting_that_nobody_knows_is_refused() {
        assert!(toml::from_str::<FileSettings>("dta = '/a'").is_err());
        let web = WebArgs { public_url: Some("concord.example".into()), ..WebArgs::default() };
        assert!(matches!(settle_web(&web, &file("")), Err(WrongSetting::PublicUrl(_))));
        let house = HouseArgs::default();
        assert!(matches!(settle_house(&house, file("")), Err(WrongSetting::NoData)));
        assert!(matches!(settle_house(&house, file("data = '/a'\nzone = 'Nowhere'")), Err(WrongSetting::Zone(_))));
    }
}
