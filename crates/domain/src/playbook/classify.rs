//! Recognising the kind of dispute by the words in what people write.

use std::collections::HashMap;

use super::Playbooks;
use crate::category::CategoryCode;

/// A kind of dispute that a narrative may be about, with the words that speak for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    pub category: CategoryCode,
    /// The playbook that serves it.
    pub playbook: String,
    /// Greater means more or longer words; comparable within one narrative only.
    pub score: u32,
    /// In the order in which they stand in the narrative.
    pub words: Vec<String>,
}

/// Words by their first two characters, longest first.
#[derive(Clone, Debug, Default)]
pub(super) struct WordIndex {
    words: HashMap<[char; 2], Vec<Entry>>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// In lower case.
    word: String,
    categories: Vec<CategoryCode>,
}

/// A word found in a narrative: where, in bytes.
struct Hit<'a> {
    at: usize,
    entry: &'a Entry,
}

impl WordIndex {
    /// Adds a word that speaks for a kind of dispute. A word of one character says too little and is left out.
    pub fn add(&mut self, word: &str, category: &CategoryCode) {
        let word = word.to_lowercase();
        let Some(key) = key(&word) else { return };
        let entries = self.words.entry(key).or_default();
        let entry = match entries.iter_mut().find(|entry| entry.word == word) {
            Some(entry) => entry,
            None => {
                let at = entries.partition_point(|entry| entry.word.len() >= word.len());
                entries.insert(at, Entry { word, categories: Vec::new() });
                &mut entries[at]
            }
        };
        if !entry.categories.contains(category) {
            entry.categories.push(category.clone());
        }
    }

    /// Words found in `text`, in lower case, that do not overlap: of those that do, the longest counts.
    fn hits(&self, text: &str) -> Vec<Hit<'_>> {
        let mut found = Vec::new();
        for (at, _) in text.char_indices() {
            let rest = &text[at..];
            let entries = key(rest).and_then(|key| self.words.get(&key)).map_or(&[][..], Vec::as_slice);
            let here = entries.iter().filter(|entry| rest.starts_with(&entry.word) && stands(text, at, &entry.word));
            found.extend(here.map(|entry| Hit { at, entry }));
        }
        found.sort_by_key(|hit| (std::cmp::Reverse(hit.entry.word.len()), hit.at));
        let mut kept: Vec<Hit> = Vec::new();
        for hit in found {
            let end = hit.at + hit.entry.word.len();
            if kept.iter().all(|other| end <= other.at || other.at + other.entry.word.len() <= hit.at) {
                kept.push(hit);
            }
        }
        kept.sort_by_key(|hit| hit.at);
        kept
    }
}

fn key(text: &str) -> Option<[char; 2]> {
    let mut chars = text.chars();
    Some([chars.next()?, chars.next()?])
}

/// Whether a word of Latin letters stands alone at `at`, its plural included. Chinese has no gaps between words.
pub(super) fn stands(text: &str, at: usize, word: &str) -> bool {
    if !word.is_ascii() {
        return true;
    }
    let before = text[..at].chars().next_back();
    let after = &text[at + word.len()..];
    let after = after.strip_prefix('s').unwrap_or(after).chars().next();
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !is_letter(before) && !is_letter(after)
}

/// Longer words say more: the square of the characters of a Chinese word, the letters of a Latin one.
fn weight(word: &str) -> u32 {
    let length = u32::try_from(word.chars().count().min(12)).unwrap_or(12);
    if word.is_ascii() { length } else { length * length }
}

impl Playbooks {
    /// The kinds of dispute that a narrative may be about, likeliest first; none when no word speaks for any.
    ///
    /// Words of danger that are plainly denied speak for none. Each word counts once however often it stands there; of kinds that score the same, the narrower comes first.
    pub fn classify(&self, narrative: &str) -> Vec<Guess> {
        let text = narrative.to_lowercase();
        let mut guesses: Vec<Guess> = Vec::new();
        let denied = self.alarms().denied(&text);
        // "没有动手打人" speaks for no injury.
        let is_denied =
            |hit: &Hit<'_>| denied.iter().any(|r| hit.at < r.end && r.start < hit.at + hit.entry.word.len());
        for hit in self.words().hits(&text).into_iter().filter(|hit| !is_denied(hit)) {
            for category in &hit.entry.categories {
                let guess = match guesses.iter_mut().find(|guess| guess.category == *category) {
                    Some(guess) => guess,
                    None => {
                        let playbook = self.for_category(category).id.clone();
                        guesses.push(Guess { category: category.clone(), playbook, score: 0, words: Vec::new() });
                        let last = guesses.len() - 1;
                        &mut guesses[last]
                    }
                };
                if !guess.words.contains(&hit.entry.word) {
                    guess.score += weight(&hit.entry.word);
                    guess.words.push(hit.entry.word.clone());
                }
            }
        }
        let depth = |guess: &Guess| guess.category.ancestors().count();
        guesses.sort_by(|a, b| {
            let narrower = || depth(b).cmp(&depth(a));
            b.score.cmp(&a.score).then_with(narrower).then_with(|| a.category.cmp(&b.category))
        });
        guesses
    }
}
