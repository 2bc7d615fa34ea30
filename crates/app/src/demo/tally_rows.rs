//! Counts of a million matters in memory: each part of a key is written once and known by its number.

use std::sync::Arc;

use concord_store::tally::{NOW, TallyKey, Word};
use concord_store::{Conn, Fault, Lent, Store};
use rustc_hash::FxHashMap;

/// Counts in one transaction.
const BATCH: usize = 100_000;
/// Beyond so many, they are written before there are more.
const MOST: usize = 40_000_000;
/// What was added and not yet summed: so many at once, for each time all sums are gone through.
const FRESH: usize = 4_000_000;

/// Words by number.
#[derive(Debug, Default)]
struct Words {
    numbers: FxHashMap<Word, u32>,
    words: Vec<Word>,
    /// What was asked for after each, the last time: mostly it is next again, as the areas above one are.
    after: Vec<u32>,
    last: u32,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        let is = |at: u32| self.words.get(at as usize).is_some_and(|known| known == word);
        if is(self.last) {
            return self.last;
        }
        let next = self.after.get(self.last as usize).copied().unwrap_or_default();
        let number = if is(next) { next } else { self.look_up(word) };
        if let Some(after) = self.after.get_mut(self.last as usize) {
            *after = number;
        }
        self.last = number;
        number
    }

    fn look_up(&mut self, word: &str) -> u32 {
        self.numbers.get(word).copied().unwrap_or_else(|| {
            let number = self.words.len() as u32;
            self.words.push(word.into());
            self.after.push(number);
            self.numbers.insert(word.into(), number);
            number
        })
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

/// Sums by cell, in the order of cells: a table of millions in any other order is read all over memory at each addition.
#[derive(Debug, Default)]
struct Sums {
    summed: Vec<(Cell, i64)>,
    fresh: Vec<(Cell, i64)>,
}

impl Sums {
    fn add(&mut self, cell: Cell, n: i64) {
        if self.fresh.len() == FRESH {
            self.sum();
        }
        self.fresh.push((cell, n));
    }

    /// Merges what is fresh into the sums.
    fn sum(&mut self) {
        self.fresh.sort_unstable_by_key(|(cell, _)| *cell);
        let mut summed: Vec<(Cell, i64)> = Vec::with_capacity(self.summed.len() + self.fresh.len() / 2);
        let mut fresh = self.fresh.drain(..).peekable();
        let mut put = |(cell, n): (Cell, i64)| match summed.last_mut() {
            Some((last, sum)) if *last == cell => *sum += n,
            _ => summed.push((cell, n)),
        };
        for old in self.summed.drain(..) {
            while let Some(new) = fresh.next_if(|(cell, _)| *cell <= old.0) {
                put(new);
            }
            put(old);
        }
        fresh.for_each(put);
        self.summed = summed;
    }

    /// All sums that are not nought.
    fn take(&mut self) -> Vec<(Cell, i64)> {
        self.sum();
        self.summed.retain(|(_, n)| *n != 0);
        std::mem::take(&mut self.summed)
    }
}

/// Counts that are added up before they are written.
#[derive(Debug, Default)]
pub struct TallySheet {
    parts: [Words; 5],
    counts: Sums,
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
            self.counts.add(cell, n);
        }
        Ok(())
    }

    /// Whether it is time to write before going on.
    pub fn is_full(&self) -> bool {
        self.counts.summed.len() >= MOST
    }

    /// Writes all counts in the order of their table, by day and by month, and forgets them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn write(&mut self, store: &Store) -> Result<(), Fault> {
        let by_day = self.counts.take();
        let mut by_month = Sums::default();
        let days = self.parts[DAY].words.clone();
        let months: Vec<Option<u64>> =
            days.iter().map(|day| (day != NOW).then(|| u64::from(self.parts[DAY].number(&day[..7])))).collect();
        for (cell, n) in &by_day {
            if let Some(month) = months[part(*cell, DAY)] {
                by_month.add(with_part(*cell, DAY, month), *n);
            }
        }
        self.write_table(store, "tally", "day", by_day)?;
        self.write_table(store, "tally_month", "month", by_month.take())
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
        let words: Arc<[Vec<String>; 5]> =
            Arc::new(ordered.map(|(words, _)| words.into_iter().map(str::to_owned).collect()));
        let is_first = store.read_blocking(move |c| {
            Ok::<_, Fault>(c.query(&format!("SELECT 1 FROM {table} LIMIT 1"), &[])?.is_empty())
        })?;
        for batch in counts.chunks(BATCH) {
            let (batch, words) = (batch.to_vec(), words.clone());
            store.write_blocking(move |c| insert(c, table, column, is_first, &batch, &words))?;
        }
        Ok(())
    }
}

fn insert(
    c: &mut Conn,
    table: &str,
    column: &str,
    is_first: bool,
    counts: &[(Cell, i64)],
    words: &[Vec<String>; 5],
) -> Result<(), Fault> {
    let key = format!("region, measure, dimension, {column}, value");
    // Nothing is there that a count could be added to.
    let add = format!("ON CONFLICT ({key}) DO UPDATE SET n = {table}.n + excluded.n");
    let tail = if is_first { "" } else { &add };
    let row = |(cell, n): &(Cell, i64)| {
        let word = |at: usize| Lent::Text(&words[at][part(*cell, at)]);
        [word(0), word(1), word(2), word(3), word(4), Lent::Int(*n)]
    };
    c.insert_lent(&format!("INSERT INTO {table} ({key}, n)"), counts.iter().map(row), tail).map(drop)
}
