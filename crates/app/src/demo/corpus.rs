//! The words, names and frequencies that the city is made of: files of demo/data, read once.

use std::collections::BTreeMap;

use concord_domain::category::CategoryCode;
use jiff::civil::Date;
use serde::Deserialize;

use super::dice::Dice;
use super::template::{Sentence, slot};

/// A name in Chinese and in English or pinyin.
pub type Pair = (String, String);
/// Sentences by what they are for.
pub type Sayings = BTreeMap<String, Vec<Sentence>>;

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
    pub(super) sayings: BTreeMap<String, Sayings>,
    pub(super) form: BTreeMap<String, Pair>,
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

impl Tale {
    /// Whether it is about money.
    pub fn has_amount(&self) -> bool {
        self.text.has(slot("amt"))
    }
}
