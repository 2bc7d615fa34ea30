//! Reads the files of demo/data into a [`Corpus`].

use std::collections::BTreeMap;

use concord_domain::category::CategoryCode;
use concord_store::Fault;
use serde::de::DeserializeOwned;

use super::corpus::{Corpus, Kind, Sayings, Tale, Words};
use super::template::Sentence;

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use concord_domain::category::Categories;

    use super::*;
    use crate::demo::template::slot;

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
