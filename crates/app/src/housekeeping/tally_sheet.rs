//! Counters of a whole installation in memory: millions of them, so each word is kept once.

use concord_store::tally::{TallyKey, Word};
use rustc_hash::FxHashMap;

/// Counters by key.
#[derive(Debug, Default)]
pub struct TallySheet {
    numbers: FxHashMap<Word, u32>,
    words: Vec<Word>,
    cells: FxHashMap<Cell, i64>,
}

/// Region, measure, dimension, day and value, by number.
type Cell = [u32; 5];

impl TallySheet {
    /// Adds to a counter.
    pub fn add(&mut self, key: &TallyKey, n: i64) {
        let cell = key.words().map(|word| self.number(word));
        *self.cells.entry(cell).or_default() += n;
    }

    /// Takes a counter away; 0 where there is none.
    pub fn take(&mut self, key: &TallyKey) -> i64 {
        let known = |word: &str| self.numbers.get(word).copied();
        let [Some(region), Some(measure), Some(dimension), Some(day), Some(value)] = key.words().map(known) else {
            return 0;
        };
        self.cells.remove(&[region, measure, dimension, day, value]).unwrap_or(0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// What is left, without zeros.
    pub fn rest(&self) -> impl Iterator<Item = (TallyKey, i64)> {
        self.cells.iter().filter(|(_, n)| **n != 0).map(|(cell, n)| {
            let [region, measure, dimension, day, value] = cell.map(|number| self.words[number as usize].clone());
            (TallyKey { region, measure, dimension, day, value }, *n)
        })
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        let word = Word::from(word);
        self.words.push(word.clone());
        self.numbers.insert(word, number);
        number
    }
}
