//! Counts of a million matters in memory: each part of a key is written once and known by its number.

use std::sync::mpsc;

use concord_store::tally::{NOW, TallyKey};
use concord_store::{Conn, Fault, Store, Value};
use rustc_hash::FxHashMap;

/// Counts in one transaction.
const BATCH: usize = 20_000;
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

    /// The words in alphabetical order, and the place of each there by its number.
    fn in_order(&self) -> (Vec<&str>, Vec<u64>) {
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by_key(|at| &self.words[*at]);
        let mut ranks = vec![0; order.len()];
        for (rank, at) in order.iter().enumerate() {
            ranks[*at] = rank as u64;
        }
        (order.into_iter().map(|at| self.words[at].as_str()).collect(), ranks)
    }
}

/// Region, measure, dimension, day and value, by number, in one: the more there are, the longer the search for each takes.
type Cell = u64;

/// Where in a cell each part stands, and how many bits it has.
const PARTS: [(u32, u32); 5] = [(48, 16), (40, 8), (32, 8), (16, 16), (0, 16)];
const DAY: usize = 3;

fn part(cell: Cell, at: usize) -> usize {
    let (shift, bits) = PARTS[at];
    ((cell >> shift) & ((1 << bits) - 1)) as usize
}

fn with_part(cell: Cell, at: usize, number: u64) -> Cell {
    let (shift, bits) = PARTS[at];
    cell & !(((1 << bits) - 1) << shift) | number << shift
}

/// Counts that are added up before they are written.
#[derive(Debug, Default)]
pub struct TallySheet {
    parts: [Words; 5],
    counts: FxHashMap<Cell, i64>,
}

impl TallySheet {
    /// Adds one matter's counts.
    ///
    /// # Errors
    /// When there are more regions, measures, days or values than a cell tells apart.
    pub fn add(&mut self, tallies: Vec<(TallyKey, i64)>) -> Result<(), Fault> {
        for (key, n) in tallies {
            let mut cell = 0;
            for (at, word) in key.words().into_iter().enumerate() {
                let number = u64::from(self.parts[at].number(word));
                if number >> PARTS[at].1 != 0 {
                    return Err(Fault::new("too many words to count by"));
                }
                cell = with_part(cell, at, number);
            }
            *self.counts.entry(cell).or_default() += n;
        }
        Ok(())
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
        let days = self.parts[DAY].words.clone();
        let months: Vec<Option<u64>> =
            days.iter().map(|day| (day != NOW).then(|| u64::from(self.parts[DAY].number(&day[..7])))).collect();
        for (cell, n) in &by_day {
            if let Some(month) = months[part(*cell, DAY)] {
                *by_month.entry(with_part(*cell, DAY, month)).or_default() += n;
            }
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
        let ordered: [(Vec<&str>, Vec<u64>); 5] = std::array::from_fn(|at| self.parts[at].in_order());
        for (cell, _) in &mut counts {
            *cell = (0..5).fold(0, |ranked, at| with_part(ranked, at, ordered[at].1[part(*cell, at)]));
        }
        counts.sort_unstable_by_key(|(cell, _)| *cell);
        let row = |(cell, n): &(Cell, i64)| -> Vec<Value> {
            (0..5).map(|at| ordered[at].0[part(*cell, at)].into()).chain([(*n).into()]).collect()
        };
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel::<Vec<Vec<Value>>>(1);
            let (counts, row) = (&counts, &row);
            scope.spawn(move || {
                let batches = counts.chunks(BATCH).map(|batch| batch.iter().map(row).collect());
                // Nobody receives when the writer failed.
                batches.map(|rows| sender.send(rows)).take_while(Result::is_ok).for_each(drop);
            });
            receiver.into_iter().try_for_each(|rows| store.write_blocking(move |c| insert(c, table, column, &rows)))
        })
    }
}

fn insert(c: &mut Conn, table: &str, column: &str, rows: &[Vec<Value>]) -> Result<(), Fault> {
    let key = format!("region, measure, dimension, {column}, value");
    let tail = format!("ON CONFLICT ({key}) DO UPDATE SET n = {table}.n + excluded.n");
    c.insert_many(&format!("INSERT INTO {table} ({key}, n)"), rows, &tail).map(drop)
}
