//! Playbooks, categories and calendars: shipped in the binary, or an operator's own folder in their place.

use std::path::Path;

use concord_domain::calendar::Calendars;
use concord_domain::category::Categories;
use concord_domain::data_file::DataError;
use concord_domain::diversion::Diversions;
use concord_domain::duty::Duties;
use concord_domain::playbook::{DangerGuides, Playbooks};
use include_dir::{Dir, include_dir};

static PLAYBOOKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../playbooks");
static CALENDARS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../calendars");
/// The kinds of dispute; as the others here, no playbook though it lies in their folder.
pub const CATEGORIES: &str = "categories.toml";
/// Who has to do what.
pub const DUTIES: &str = "duties.toml";
/// Ways in and out.
pub const DIVERSION: &str = "diversion.toml";

/// Why the house's data will not do; the house does not open with wrong rules.
#[derive(Debug, thiserror::Error)]
pub enum BadData {
    /// Every wrong place, with file and line.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Wrong(Vec<DataError>),
    /// A folder that cannot be read.
    #[error("{0}: {1}")]
    Unreadable(String, std::io::Error),
}

/// The rules of the house.
#[derive(Clone)]
pub struct Data {
    pub categories: Categories,
    pub playbooks: Playbooks,
    pub calendars: Calendars,
    pub duties: Duties,
    pub diversions: Diversions,
}

/// Loads the rules; a folder given replaces the shipped one as a whole.
///
/// # Errors
/// [`BadData`] with file, line and reason.
pub fn load(playbooks: Option<&Path>, calendars: Option<&Path>) -> Result<Data, BadData> {
    let files = files(&PLAYBOOKS, playbooks)?;
    let mut categories = None;
    let mut books = Vec::new();
    // A folder without a duty list, or without ways in and out, keeps the shipped ones.
    let shipped = |name| PLAYBOOKS.get_file(name).and_then(|f| f.contents_utf8()).unwrap_or_default().to_owned();
    let (mut duties, mut diversions) = (shipped(DUTIES), shipped(DIVERSION));
    for (name, text) in files {
        if name == CATEGORIES {
            categories = Some(Categories::parse(&name, &text).map_err(|e| BadData::Wrong(vec![e]))?);
        } else if name == DUTIES {
            duties = text;
        } else if name == DIVERSION {
            diversions = text;
        } else {
            books.push((name, text));
        }
    }
    // Nobody goes without the advice on danger: a folder that has none keeps the shipped one.
    if !books.iter().any(|(name, _)| name == DangerGuides::FILE)
        && let Some(text) = PLAYBOOKS.get_file(DangerGuides::FILE).and_then(|f| f.contents_utf8())
    {
        books.push((DangerGuides::FILE.to_owned(), text.to_owned()));
    }
    let categories = categories.ok_or_else(|| {
        BadData::Unreadable(CATEGORIES.to_owned(), std::io::Error::from(std::io::ErrorKind::NotFound))
    })?;
    let playbooks = Playbooks::load(books, &categories).map_err(BadData::Wrong)?;
    let calendars = Calendars::load(self::files(&CALENDARS, calendars)?).map_err(BadData::Wrong)?;
    let duties = Duties::parse(DUTIES, &duties, &categories).map_err(|e| BadData::Wrong(vec![e]))?;
    let diversions = Diversions::parse(DIVERSION, &diversions, &categories).map_err(|e| BadData::Wrong(vec![e]))?;
    Ok(Data { categories, playbooks, calendars, duties, diversions })
}

fn files(shipped: &Dir<'_>, folder: Option<&Path>) -> Result<Vec<(String, String)>, BadData> {
    let mut files = Vec::new();
    match folder {
        None => {
            for file in shipped.files() {
                if let (Some(name), Some(text)) = (file.path().file_name(), file.contents_utf8()) {
                    files.push((name.to_string_lossy().into_owned(), text.to_owned()));
                }
            }
        }
        Some(folder) => {
            let wrong = |e| BadData::Unreadable(folder.display().to_string(), e);
            for entry in std::fs::read_dir(folder).map_err(wrong)? {
                let entry = entry.map_err(wrong)?;
                let text = std::fs::read_to_string(entry.path()).map_err(wrong)?;
                files.push((entry.file_name().to_string_lossy().into_owned(), text));
            }
        }
    }
    files.retain(|(name, _)| Path::new(name).extension().is_some_and(|e| e == "toml"));
    files.sort();
    Ok(files)
}
