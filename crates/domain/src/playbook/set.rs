//! All playbooks together: which one serves a kind of dispute.

use std::collections::{HashMap, HashSet};

use super::classify::WordIndex;
use super::danger::Finder;
use super::{ChannelClocks, DangerGuides, Playbook, Scope};
use crate::category::{Categories, CategoryCode};
use crate::data_file::DataError;

/// Every playbook that is loaded.
#[derive(Clone, Debug)]
pub struct Playbooks {
    all: Vec<Playbook>,
    general: usize,
    serving: HashMap<CategoryCode, usize>,
    words: WordIndex,
    dangers: DangerGuides,
    /// The house's own words of danger.
    alarms: Finder,
}

impl Playbooks {
    /// Reads every playbook from (file name, text).
    ///
    /// # Errors
    /// Every file that is wrong; an id or a kind of dispute that two of them claim; a kind that does not exist; not
    /// exactly one general playbook.
    pub fn load<F, T>(files: impl IntoIterator<Item = (F, T)>, categories: &Categories) -> Result<Self, Vec<DataError>>
    where
        F: AsRef<str>,
        T: AsRef<str>,
    {
        let (mut all, mut errors) = (Vec::<Playbook>::new(), Vec::new());
        let mut serving = HashMap::new();
        let mut ids = HashSet::new();
        let mut channels = Vec::new();
        let mut dangers = DangerGuides::default();
        for (file, text) in files {
            let (file, text) = (file.as_ref(), text.as_ref());
            if file.starts_with(ChannelClocks::PREFIX) {
                match ChannelClocks::parse(file, text) {
                    Ok(set) => channels.push(set),
                    Err(error) => errors.push(error),
                }
                continue;
            }
            if file == DangerGuides::FILE {
                match DangerGuides::parse(file, text) {
                    Ok(guides) => dangers = guides,
                    Err(error) => errors.push(error),
                }
                continue;
            }
            let playbook = match Playbook::parse(file, text) {
                Ok(playbook) => playbook,
                Err(error) => {
                    errors.push(error);
                    continue;
                }
            };
            let wrong = |key: &str, reason| DataError { file: file.to_owned(), line: line_of(text, key), reason };
            errors.extend(playbook.unknown_kinds(file, text, categories));
            if !ids.insert(playbook.id.clone()) {
                errors.push(wrong("id", format!("another playbook is called `{}` already", playbook.id)));
            }
            for (key, category) in playbook.served() {
                if serving.insert(category.clone(), all.len()).is_some() {
                    errors.push(wrong(key, format!("another playbook serves `{category}` already")));
                }
            }
            all.push(playbook);
        }
        let mut generals = all.iter().enumerate().filter(|(_, playbook)| playbook.scope == Scope::General);
        let general = generals.next().map(|(at, _)| at);
        if errors.is_empty() && (general.is_none() || generals.next().is_some()) {
            let reason = "exactly one playbook must have `general = true`".to_owned();
            errors.push(DataError { file: "playbooks".to_owned(), line: 1, reason });
        }
        match general {
            Some(general) if errors.is_empty() => {
                for playbook in &mut all {
                    playbook.channel_clocks.clone_from(&channels);
                    let own = playbook.danger.as_ref().map(|danger| danger.words.as_slice()).unwrap_or_default();
                    playbook.finder = Finder::new(own, &dangers);
                }
                let words = index(&all, categories);
                let alarms = Finder::new(&[], &dangers);
                Ok(Self { all, general, serving, words, dangers, alarms })
            }
            _ => Err(errors),
        }
    }

    /// The playbook for a kind of dispute: its own, else that of the nearest wider kind, else the general one.
    pub fn for_category(&self, category: &CategoryCode) -> &Playbook {
        let nearest = category.ancestors().find_map(|category| self.serving.get(&category));
        &self.all[nearest.copied().unwrap_or(self.general)]
    }

    pub fn get(&self, id: &str) -> Option<&Playbook> {
        self.all.iter().find(|playbook| playbook.id == id)
    }

    /// The playbook for kinds that no other one serves.
    pub fn general(&self) -> &Playbook {
        &self.all[self.general]
    }

    /// What is asked about danger, and what is to be done about it.
    pub fn dangers(&self) -> &DangerGuides {
        &self.dangers
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Playbook> {
        self.all.iter()
    }

    pub(super) fn words(&self) -> &WordIndex {
        &self.words
    }

    pub(super) fn alarms(&self) -> &Finder {
        &self.alarms
    }
}

impl<'a> IntoIterator for &'a Playbooks {
    type Item = &'a Playbook;
    type IntoIter = std::slice::Iter<'a, Playbook>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Playbook {
    /// The kinds it says it serves and that do not exist, with the line of `text` that names each.
    pub fn unknown_kinds(&self, file: &str, text: &str, categories: &Categories) -> Vec<DataError> {
        let unknown = self.served().filter(|(_, category)| !categories.contains(category));
        let wrong = |(key, category): (&str, &CategoryCode)| DataError {
            file: file.to_owned(),
            line: line_of(text, key),
            reason: format!("there is no category `{category}`"),
        };
        unknown.map(wrong).collect()
    }

    /// The kinds it serves, with the key of the file that says so.
    fn served(&self) -> impl Iterator<Item = (&'static str, &CategoryCode)> {
        std::iter::once(("category", &self.category)).chain(self.also.iter().map(|category| ("also", category)))
    }
}

fn index(all: &[Playbook], categories: &Categories) -> WordIndex {
    let mut words = WordIndex::default();
    for category in categories {
        for word in category.words.iter() {
            words.add(word, &category.code);
        }
    }
    for playbook in all {
        for word in playbook.words.iter() {
            words.add(word, &playbook.category);
        }
    }
    words
}

/// The line where a key of the top of a file stands.
fn line_of(text: &str, key: &str) -> usize {
    let has_key = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    text.lines().position(has_key).map_or(1, |at| at + 1)
}
