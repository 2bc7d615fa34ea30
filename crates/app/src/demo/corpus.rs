//! The words, names and frequencies that the city is made of: files of demo/data, read once.

use std::collections::BTreeMap;

use concord_domain::category::CategoryCode;
use concord_store::Fault;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::dice::Dice;
use super::template::{Sentence, slot};

/// A name in Chinese and in English or pinyin.
pub type Pair = (String, String);
/// Sentences by what they are for.
pub type Sayings = BTreeMap<String, Vec<Sentence>>;

const NARRATIVES: [&str; 15] = [
    include_str!("data/narratives/neighbour.txt"),
    include_str!("data/narratives/family.txt"),
    include_str!("data/narratives/housing.txt"),
    include_str!("data/narratives/contract.txt"),
    include_str!("data/narratives/production.txt"),
    include_str!("data/narratives/damages.txt"),
    include_str!("data/narratives/forest_land.txt"),
    include_str!("data/narratives/expropriation.txt"),
    include_str!("data/narratives/environment.txt"),
    include_str!("data/narratives/labour.txt"),
    include_str!("data/narratives/consumer.txt"),
    include_str!("data/narratives/traffic.txt"),
    include_str!("data/narratives/medical.txt"),
    include_str!("data/narratives/property.txt"),
    include_str!("data/narratives/small.txt"),
];
const ENGLISH: &str = include_str!("data/narratives/english.txt");

/// Everything read.
#[derive(Debug)]
pub struct Corpus {
    pub places: Places,
    pub names: Names,
    pub firms: Firms,
    pub bodies: Bodies,
    pub rhythm: Rhythm,
    pub words: Words,
    pub kinds: Vec<Kind>,
    pub english: Vec<Tale>,
}

/// A kind of dispute: how often and when it comes, against whom, and what is told.
#[derive(Debug)]
pub struct Kind {
    pub category: CategoryCode,
    pub weight: u32,
    /// A key of [`Rhythm::season`].
    pub season: String,
    /// Trades of companies (keys of [`Firms::trade`]); none for a person.
    pub against: Vec<String>,
    /// Yuan.
    pub amount: Option<(i64, i64)>,
    /// A key of `terms` and `obligation` in [`Words`].
    pub settle: String,
    pub tales: Vec<Tale>,
}

/// What one person tells.
#[derive(Debug)]
pub struct Tale {
    pub category: CategoryCode,
    pub title: String,
    pub text: Sentence,
}

/// places.toml
#[derive(Debug, Deserialize)]
pub struct Places {
    pub time_zone: String,
    pub city: Area,
    pub county: Vec<Area>,
    pub village: VillageNames,
    pub street: Syllables,
    pub estate: Estates,
}

/// An area that is named outright.
#[derive(Debug, Deserialize)]
pub struct Area {
    pub code: String,
    pub name: Pair,
    /// Degrees east and north.
    pub centre: (f64, f64),
    #[serde(default)]
    pub towns: Vec<Pair>,
}

/// How villages, communities and grids are named.
#[derive(Debug, Deserialize)]
pub struct VillageNames {
    pub first: Vec<Pair>,
    pub second: Vec<Pair>,
    pub community: Pair,
    pub rural: Pair,
    pub grid: Pair,
}

/// Names of two parts.
#[derive(Debug, Deserialize)]
pub struct Syllables {
    pub first: Vec<Pair>,
    pub second: Vec<Pair>,
}

impl Syllables {
    /// A name of one of each, run together in Chinese and as two words in English.
    pub fn name(&self, dice: &mut Dice) -> Pair {
        let (first, first_en) = dice.pick(&self.first).cloned().unwrap_or_default();
        let (second, second_en) = dice.pick(&self.second).cloned().unwrap_or_default();
        (first + &second, format!("{first_en} {second_en}"))
    }
}

/// Names of housing estates.
#[derive(Debug, Deserialize)]
pub struct Estates {
    pub first: Vec<String>,
    pub second: Vec<String>,
}

/// names.toml
#[derive(Debug, Deserialize)]
pub struct Names {
    pub surnames: Vec<(String, u32)>,
    pub single: Vec<String>,
    pub first: Vec<String>,
    pub second: Vec<String>,
    pub english: Vec<String>,
}

impl Names {
    /// A Chinese name.
    pub fn person(&self, dice: &mut Dice) -> String {
        let surname = dice.weighted(self.surnames.iter().map(|(_, weight)| *weight));
        let mut name = self.surnames[surname].0.clone();
        if dice.happens(160) {
            name.push_str(dice.text(&self.single));
        } else {
            name.push_str(dice.text(&self.first));
            name.push_str(dice.text(&self.second));
        }
        name
    }
}

/// firms.toml
#[derive(Debug, Deserialize)]
pub struct Firms {
    pub stem: Vec<Pair>,
    pub trade: BTreeMap<String, Trade>,
}

/// Forms of companies of one trade.
#[derive(Debug, Deserialize)]
pub struct Trade {
    pub zh: Vec<String>,
    pub en: String,
}

impl Firms {
    /// A company of a trade.
    pub fn company(&self, trade: &str, dice: &mut Dice) -> Pair {
        let (zh, en) = dice.pick(&self.stem).cloned().unwrap_or_default();
        match self.trade.get(trade) {
            Some(form) => (format!("{zh}{}", dice.text(&form.zh)), format!("{en} {}", form.en)),
            None => (zh, en),
        }
    }
}

/// bodies.toml
#[derive(Debug, Deserialize)]
pub struct Bodies {
    pub office: String,
    pub body: Vec<BodyPattern>,
}

/// An organisation that stands in every area of a level.
#[derive(Debug, Deserialize)]
pub struct BodyPattern {
    pub at: Level,
    pub kind: String,
    pub name: Pair,
    #[serde(default)]
    pub fields: Vec<String>,
    pub opening: Option<String>,
    pub staff: BTreeMap<String, usize>,
}

/// Where a pattern's organisations stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    City,
    County,
    Town,
    /// One for two neighbouring villages.
    Villages,
}

/// rhythm.toml
#[derive(Debug, Deserialize)]
pub struct Rhythm {
    pub weekday: [u32; 7],
    pub holiday: u32,
    pub growth_a_year: u32,
    pub spring_festival: Vec<Date>,
    pub season: BTreeMap<String, [u32; 12]>,
    pub channel: BTreeMap<String, u32>,
    pub hour: Hours,
    pub fate: Fates,
    pub chance: Chances,
    pub stars: Stars,
}

/// Weights of the hours of a day.
#[derive(Debug, Deserialize)]
pub struct Hours {
    pub staffed: [u32; 24],
    pub anytime: [u32; 24],
}

/// What becomes of matters, per mille; the rest is settled.
#[derive(Debug, Deserialize)]
pub struct Fates {
    pub returned: u32,
    pub referred: u32,
    pub merged: u32,
    pub withdrawn: u32,
    pub not_settled: u32,
}

/// Weights of one to five stars.
#[derive(Debug, Deserialize)]
pub struct Stars {
    pub settled: [u32; 5],
    pub other: [u32; 5],
}

/// How often else, per mille.
#[derive(Debug, Deserialize)]
pub struct Chances {
    pub urgent: u32,
    pub soon: u32,
    pub english: u32,
    pub third_party: u32,
    pub second_body: u32,
    pub oral: u32,
    pub refuse_first_draft: u32,
    pub breach: u32,
    pub fulfilled_late: u32,
    pub rated: u32,
    pub respondent_rates: u32,
    pub comment: u32,
    pub reopen: u32,
    pub note: u32,
    pub second_note: u32,
    pub message: u32,
    pub slow_acceptance: u32,
    pub slow_assignment: u32,
    pub slow_mediation: u32,
    pub home_town: u32,
    pub home_mediator: u32,
}

/// texts.toml
#[derive(Debug)]
pub struct Words {
    sayings: BTreeMap<String, Sayings>,
    form: BTreeMap<String, Pair>,
}

impl Words {
    /// Every sentence of a group, such as `record` and `agreed`.
    pub fn all(&self, group: &str, of: &str) -> &[Sentence] {
        self.sayings.get(group).and_then(|g| g.get(of)).map_or(&[], Vec::as_slice)
    }

    /// The parts of a group, in order.
    pub fn parts(&self, group: &str) -> impl Iterator<Item = &str> {
        self.sayings.get(group).into_iter().flat_map(|g| g.keys().map(String::as_str))
    }

    /// How amounts, dates and places are written.
    pub fn form(&self, name: &str, english: English) -> &str {
        self.form.get(name).map_or("", |(zh, en)| if english == English::Yes { en } else { zh })
    }
}

/// Whether a matter is in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum English {
    Yes,
    No,
}

impl Corpus {
    /// Reads the files that the program carries.
    ///
    /// # Errors
    /// A file that is not of its form, or a sentence with a gap that has no meaning.
    pub fn load() -> Result<Self, Fault> {
        Ok(Self {
            places: read("places", include_str!("data/places.toml"))?,
            names: read("names", include_str!("data/names.toml"))?,
            firms: read("firms", include_str!("data/firms.toml"))?,
            bodies: read("bodies", include_str!("data/bodies.toml"))?,
            rhythm: read("rhythm", include_str!("data/rhythm.toml"))?,
            words: words(include_str!("data/texts.toml"))?,
            kinds: kinds(NARRATIVES)?,
            english: english(ENGLISH)?,
        })
    }
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| Fault::from_error(format!("reading {file}.toml of the demonstration"), error))
}

fn words(text: &str) -> Result<Words, Fault> {
    let mut tables: BTreeMap<String, toml::Value> = read("texts", text)?;
    let form = tables.remove("form").ok_or_else(|| Fault::new("texts.toml has no [form]"))?;
    let form = form.try_into().map_err(|error| Fault::from_error("reading [form] of texts.toml", error))?;
    let mut sayings = BTreeMap::new();
    for (name, table) in tables {
        let raw: BTreeMap<String, Vec<String>> =
            table.try_into().map_err(|error| Fault::from_error(format!("reading [{name}] of texts.toml"), error))?;
        let parsed = raw.into_iter().map(|(key, list)| {
            Ok((key, list.iter().map(|text| Sentence::parse(text)).collect::<Result<Vec<_>, Fault>>()?))
        });
        sayings.insert(name, parsed.collect::<Result<Sayings, Fault>>()?);
    }
    Ok(Words { sayings, form })
}

fn code(text: &str) -> Result<CategoryCode, Fault> {
    text.to_owned().try_into().map_err(|error| Fault::from_error(format!("reading category {text}"), error))
}

/// Blocks of `## category key=value …` with a tale on each following line.
fn kinds(files: [&str; 15]) -> Result<Vec<Kind>, Fault> {
    let mut kinds: Vec<Kind> = Vec::new();
    for line in files.into_iter().flat_map(str::lines) {
        if let Some(heading) = line.strip_prefix("## ") {
            kinds.push(kind(heading)?);
        } else if !line.is_empty() && !line.starts_with('#') {
            let kind = kinds.last_mut().ok_or_else(|| Fault::new(format!("a tale before its heading: {line}")))?;
            let mut parts = line.split('|');
            let (Some(title), Some(text)) = (parts.next(), parts.next()) else {
                return Err(Fault::new(format!("a tale without its title: {line}")));
            };
            let category = parts.next().map_or_else(|| Ok(kind.category.clone()), code)?;
            kind.tales.push(Tale { category, title: title.to_owned(), text: Sentence::parse(text)? });
        }
    }
    Ok(kinds)
}

fn kind(heading: &str) -> Result<Kind, Fault> {
    let mut words = heading.split(' ');
    let category = code(words.next().unwrap_or_default())?;
    let keys: BTreeMap<&str, &str> = words.filter_map(|word| word.split_once('=')).collect();
    let get = |key: &str| keys.get(key).copied().ok_or_else(|| Fault::new(format!("no {key}= in: {heading}")));
    let number =
        |text: &str| text.parse::<i64>().map_err(|error| Fault::from_error(format!("reading {heading}"), error));
    let amount = match get("amount")?.split_once('-') {
        Some((low, high)) => Some((number(low)?, number(high)?)),
        None => None,
    };
    Ok(Kind {
        category,
        weight: number(get("weight")?)? as u32,
        season: get("season")?.to_owned(),
        against: get("respondent")?.split(',').filter(|r| *r != "person").map(str::to_owned).collect(),
        amount,
        settle: get("settle")?.to_owned(),
        tales: Vec::new(),
    })
}

fn english(text: &str) -> Result<Vec<Tale>, Fault> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut parts = line.splitn(3, '|');
            let (Some(category), Some(title), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(Fault::new(format!("an English tale without its parts: {line}")));
            };
            Ok(Tale { category: code(category)?, title: title.to_owned(), text: Sentence::parse(text)? })
        })
        .collect()
}

impl Tale {
    /// Whether it is about money.
    pub fn has_amount(&self) -> bool {
        self.text.has(slot("amt"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use concord_domain::category::Categories;

    use super::*;

    fn categories() -> Categories {
        Categories::parse("categories.toml", include_str!("../../../../playbooks/categories.toml")).unwrap()
    }

    #[test]
    fn every_main_category_has_twenty_five_tales_or_more() {
        let corpus = Corpus::load().unwrap();
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for tale in corpus.kinds.iter().flat_map(|k| &k.tales) {
            *count.entry(tale.category.as_str().split('.').next().unwrap().to_owned()).or_default() += 1;
        }
        for main in categories().children(None) {
            let found = count.get(main.code.as_str()).copied().unwrap_or_default();
            assert!(found >= 25, "{} has {found}", main.code.as_str());
        }
    }

    #[test]
    fn every_tale_is_of_a_category_that_there_is() {
        let (corpus, categories) = (Corpus::load().unwrap(), categories());
        let kinds = corpus.kinds.iter().map(|k| &k.category);
        let tales = corpus.kinds.iter().flat_map(|k| &k.tales).chain(&corpus.english).map(|t| &t.category);
        let fields: Vec<CategoryCode> =
            corpus.bodies.body.iter().flat_map(|b| &b.fields).map(|f| code(f).unwrap()).collect();
        for category in kinds.chain(tales).chain(&fields) {
            assert!(categories.contains(category), "{}", category.as_str());
        }
    }

    #[test]
    fn every_kind_has_a_season_trades_and_terms_that_there_are() {
        let corpus = Corpus::load().unwrap();
        for kind in &corpus.kinds {
            assert!(corpus.rhythm.season.contains_key(&kind.season), "{}", kind.season);
            assert!(kind.against.iter().all(|trade| corpus.firms.trade.contains_key(trade)), "{:?}", kind.against);
            assert!(!corpus.words.all("terms", &kind.settle).is_empty(), "{}", kind.settle);
            assert!(!corpus.words.all("obligation", &kind.settle).is_empty(), "{}", kind.settle);
            let speaks_of_a_firm = kind.tales.iter().any(|t| t.text.has(slot("firm")));
            assert!(!speaks_of_a_firm || !kind.against.is_empty(), "{} has no trade", kind.category.as_str());
        }
    }
}
