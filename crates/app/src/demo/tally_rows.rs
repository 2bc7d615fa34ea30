//! Counts of a million matters in memory: each part of a key is written once and known by its number.

use concord_store::tally::TallyKey;
use concord_store::{Conn, Fault, Store, Value};
use rustc_hash::FxHashMap;

/// Counts in one transaction.
const BATCH: usize = 50_000;
/// Beyond so many, they are written before there are more.
const MOST: usize = 12_000_000;

/// Words by number.
#[derive(Debug, Default)]
struct Words {
    numbers: FxHashMap<String, u32>,
    words: Vec<String>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// The place of each word in alphabetical order.
    fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by_key(|at| &self.words[*at]);
        let mut ranks = vec![0; order.len()];
        for (rank, at) in order.into_iter().enumerate() {
            ranks[at] = rank as u32;
        }
        ranks
    }
}

/// Region, measure, dimension, day and value, by number.
type Cell = [u16; 5];

/// Counts that are added up before they are written.
#[derive(Debug, Default)]
pub struct TallySheet {
    parts: [Words; 5],
    counts: FxHashMap<Cell, i64>,
}

impl TallySheet {
    /// Adds one matter's counts.
    pub fn add(&mut self, tallies: Vec<(TallyKey, i64)>) {
        for (key, n) in tallies {
            let words = key.words();
            let cell = std::array::from_fn(|at| self.parts[at].number(words[at]) as u16);
            *self.counts.entry(cell).or_default() += n;
        }
    }

    /// Whether it is time to write before going on.
    pub fn is_full(&self) -> bool {
        self.counts.len() >= MOST
    }

    /// Writes all counts in the order of their table, by day and by month, and forgets them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn write(&mut self, store: &Store) -> Result<(), Fault> {
        let by_day: Vec<(Cell, i64)> = std::mem::take(&mut self.counts).into_iter().filter(|(_, n)| *n != 0).collect();
        let mut by_month: FxHashMap<Cell, i64> = FxHashMap::default();
        for (cell, n) in &by_day {
            let month = self.parts[3].words[usize::from(cell[3])].chars().take(7).collect::<String>();
            let month = self.parts[3].number(&month) as u16;
            *by_month.entry([cell[0], cell[1], cell[2], month, cell[4]]).or_default() += n;
        }
        self.write_table(store, "tally", "day", by_day)?;
        self.write_table(store, "tally_month", "month", by_month.into_iter().filter(|(_, n)| *n != 0).collect())
    }

    fn write_table(
        &self,
        store: &Store,
        table: &'static str,
        column: &'static str,
        mut counts: Vec<(Cell, i64)>,
    ) -> Result<(), Fault> {
        let ranks: [Vec<u32>; 5] = std::array::from_fn(|at| self.parts[at].ranks());
        let rank = |cell: &Cell| -> [u32; 5] { std::array::from_fn(|at| ranks[at][usize::from(cell[at])]) };
        counts.sort_unstable_by_key(|(cell, _)| rank(cell));
        for part in counts.chunks(BATCH) {
            let rows: Vec<Vec<Value>> = part
                .iter()
                .map(|(cell, n)| {
                    let words = (0..5).map(|at| self.parts[at].words[usize::from(cell[at])].as_str().into());
                    words.chain([(*n).into()]).collect()
                })
                .collect();
            store.write_blocking(move |c| insert(c, table, column, &rows))?;
        }
        Ok(())
    }
}

fn insert(c: &mut Conn, table: &str, column: &str, rows: &[Vec<Value>]) -> Result<(), Fault> {
    let key = format!("region, measure, dimension, {column}, value");
    let tail = format!("ON CONFLICT ({key}) DO UPDATE SET n = {table}.n + excluded.n");
    c.insert_many(&format!("INSERT INTO {table} ({key}, n)"), rows, &tail).map(drop)
}
