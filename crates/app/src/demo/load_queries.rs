//! The bulk path: histories are told on one thread, become rows on another, and are written by the store's writer, in large transactions.

use std::collections::HashMap;
use std::sync::mpsc::{self, SyncSender};

use concord_domain::matter::Recorded;
use concord_domain::refusal::Refusal;
use concord_store::sealed::SealedText;
use concord_store::search::{self, Document};
use concord_store::{Conn, Dialect, Fault, Lent, Store, Value, journal};

use super::life::History;
use super::tally_rows::TallySheet;
use crate::kit::read_model::{self, Row, Table};

/// Matters in one transaction: large enough for the disk's sake, small enough for memory's.
const BATCH: usize = 4000;
/// Batches made ahead of the writer.
const AHEAD: usize = 4;
/// Histories that change threads together.
const TOLD_TOGETHER: usize = 250;
/// From so many matters on, indexes are made after the load: sorting once is quicker than a million insertions.
const LATE_INDEXES_FROM: u64 = 20_000;
/// Tables that grow large and have indexes besides their key, in which new rows do not come last.
const INDEXED: [&str; 8] = ["matter", "matter_body", "diary", "holding", "promise", "work", "ending", "rating_request"];

/// Entries of the search index that are written together: of few parts it is put together quickly.
const FOUND_TOGETHER: usize = 100_000;
/// Parts after which SQLite's search index is put together for a first time, so that the rest comes to lie on a lower level, and all of it
/// in the end two levels higher. SQLite goes over a level as soon as it has sixteen parts, while somebody waits: a million entries on the
/// first one would be gone over after some hundred reports, which takes seconds; on the third, after some ten thousand.
const FIRST_PARTS: usize = 2;
const PUT_TOGETHER: &[&str] = &["INSERT INTO search (search) VALUES ('optimize')"];

/// While loading, SQLite gathers very much of its search index in memory (it would write a part with every MiB) and does not merge the
/// parts again and again; that is made good at the end.
const LOADING: &[&str] = &[
    "INSERT INTO search (search, rank) VALUES ('hashsize', 1073741824)",
    "INSERT INTO search (search, rank) VALUES ('automerge', 0)",
    "INSERT INTO search (search, rank) VALUES ('crisismerge', 1000)",
];
const SETTLED: &[&str] = &[
    "INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)",
    "INSERT INTO search (search, rank) VALUES ('crisismerge', 16)",
    "INSERT INTO search (search, rank) VALUES ('automerge', 4)",
];

const EVENT: &str = "INSERT INTO event (stream, version, kind, at, actor, data, chain)";
const SEALED: &str = "INSERT INTO sealed (id, stream, kind, salt, body)";

/// What was loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    pub matters: u64,
    pub events: u64,
}

/// An event as the journal keeps it.
struct EventRow {
    stream: i64,
    version: i64,
    kind: &'static str,
    at: i64,
    actor: String,
    data: String,
    chain: String,
}

impl EventRow {
    fn lent(&self) -> [Lent<'_>; 7] {
        [
            Lent::Int(self.stream),
            Lent::Int(self.version),
            Lent::Text(self.kind),
            Lent::Int(self.at),
            Lent::Text(&self.actor),
            Lent::Text(&self.data),
            Lent::Text(&self.chain),
        ]
    }
}

fn lent_text(text: &SealedText) -> [Lent<'_>; 5] {
    let SealedText { id, stream, kind, salt, body } = text;
    [Lent::Int(*id), Lent::Int(*stream), Lent::Text(kind), Lent::Text(salt), Lent::Text(body)]
}

/// A batch on its way to the writer.
struct Batch {
    matters: u64,
    events: Vec<EventRow>,
    texts: Vec<SealedText>,
    rows: Vec<Row>,
    /// Of this batch and those before it, when there are enough of them, or no more matters.
    documents: Vec<(i64, Document)>,
    /// The counts of this batch and those before it, when there are enough of them, or no more matters.
    tallies: Option<TallySheet>,
}

/// Whether nothing was recorded yet: only then may a city be made.
///
/// # Errors
/// When the store fails.
pub fn is_empty(store: &Store) -> Result<bool, Fault> {
    store.read_blocking(|c| {
        let accounts = c.query_one("SELECT COUNT(*) FROM account", &[])?.int(0);
        Ok(accounts == 0 && journal::head(c)? == 0)
    })
}

/// Writes every history; `expected` is how many there will be, `progress` is told how many are written.
///
/// # Errors
/// When the domain refused while the histories were made, or the store fails.
pub fn load(
    store: &Store,
    histories: impl Iterator<Item = Result<History, Refusal>> + Send,
    expected: u64,
    progress: &mut dyn FnMut(u64),
) -> Result<Loaded, Fault> {
    store.write_blocking(|c| tune(c, LOADING))?;
    let late = if expected >= LATE_INDEXES_FROM { take_indexes(store)? } else { Vec::new() };
    let mut loaded = Loaded::default();
    let mut parts = 0;
    std::thread::scope(|scope| {
        let (teller, told) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || tell(histories, &teller));
        let (sender, receiver) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || make_batches(told.into_iter().flatten(), &sender));
        for batch in receiver {
            let mut batch: Batch = batch?;
            loaded.matters += batch.matters;
            loaded.events += batch.events.len() as u64;
            let tallies = batch.tallies.take();
            parts += usize::from(!batch.documents.is_empty());
            let is_first_whole = parts == FIRST_PARTS && !batch.documents.is_empty();
            store.write_blocking(move |c| batch.write(c))?;
            if is_first_whole {
                store.write_blocking(|c| tune(c, PUT_TOGETHER))?;
            }
            if let Some(mut tallies) = tallies {
                tallies.write(store)?;
            }
            progress(loaded.matters);
        }
        Ok::<(), Fault>(())
    })?;
    for sql in late {
        store.write_blocking(move |c| c.batch(&sql))?;
    }
    store.write_blocking(|c| tune(c, PUT_TOGETHER).and_then(|()| tune(c, SETTLED)))?;
    Ok(loaded)
}

/// Tells the histories; ends early when nobody listens any more.
fn tell(
    mut histories: impl Iterator<Item = Result<History, Refusal>>,
    teller: &SyncSender<Vec<Result<History, Refusal>>>,
) {
    loop {
        let some: Vec<_> = histories.by_ref().take(TOLD_TOGETHER).collect();
        if some.is_empty() || teller.send(some).is_err() {
            return;
        }
    }
}

fn make_batches(histories: impl Iterator<Item = Result<History, Refusal>>, sender: &SyncSender<Result<Batch, Fault>>) {
    let mut batch = Batch::new();
    let mut documents = Vec::new();
    let mut tallies = TallySheet::default();
    for history in histories {
        let added = history
            .map_err(|refusal| Fault::from_error("making the demonstration's matters", refusal))
            .and_then(|history| batch.add(history, &mut documents, &mut tallies));
        if let Err(fault) = added {
            // Whoever receives it stops; nobody is there to receive when the writer failed first.
            _ = sender.send(Err(fault));
            return;
        }
        if (batch.matters as usize) < BATCH {
            continue;
        }
        if documents.len() >= FOUND_TOGETHER {
            batch.documents = std::mem::take(&mut documents);
        }
        if tallies.is_full() {
            batch.tallies = Some(std::mem::take(&mut tallies));
        }
        if sender.send(Ok(std::mem::replace(&mut batch, Batch::new()))).is_err() {
            return;
        }
    }
    batch.documents = documents;
    batch.tallies = Some(tallies);
    _ = sender.send(Ok(batch));
}

impl Batch {
    fn new() -> Self {
        Self {
            matters: 0,
            events: Vec::with_capacity(BATCH * 32),
            texts: Vec::with_capacity(BATCH * 12),
            rows: Vec::with_capacity(BATCH * 5),
            documents: Vec::new(),
            tallies: None,
        }
    }

    fn add(
        &mut self,
        history: History,
        documents: &mut Vec<(i64, Document)>,
        tallies: &mut TallySheet,
    ) -> Result<(), Fault> {
        let stream = history.matter.id.0;
        let mut chain = journal::genesis(stream);
        for Recorded { version, meta, event } in history.events {
            let kind = event.kind();
            let data = event.to_json().map_err(|error| Fault::from_error("writing an event", error))?;
            chain = journal::link(&chain, kind, version, meta.at, &meta.actor, &data);
            let (at, actor, chain) = (meta.at, meta.actor, chain.clone());
            self.events.push(EventRow { stream, version, kind, at, actor, data, chain });
        }
        let said = history.texts.iter().chain(&history.borrowed);
        let texts: HashMap<i64, String> = said.map(|text| (text.id, text.body.clone())).collect();
        documents.push((stream, read_model::document(&history.matter, &texts)));
        self.rows.extend(read_model::rows(&history.matter));
        tallies.add(read_model::tallies(&history.matter))?;
        self.texts.extend(history.texts);
        self.matters += 1;
        Ok(())
    }

    fn write(self, c: &mut Conn) -> Result<(), Fault> {
        c.insert_lent(EVENT, self.events.iter().map(EventRow::lent), "")?;
        c.insert_lent(SEALED, self.texts.iter().map(lent_text), "")?;
        write_rows(c, self.rows)?;
        for (id, document) in self.documents {
            search::put(c, id, document)?;
        }
        Ok(())
    }
}

/// Writes rows table by table; of new matters, so that none can be there already.
fn write_rows(c: &mut Conn, rows: Vec<Row>) -> Result<(), Fault> {
    let mut tables: Vec<(&'static Table, Vec<Vec<Value>>)> = Vec::new();
    for row in rows {
        match tables.iter_mut().find(|(table, _)| table.name == row.table.name) {
            Some((_, rows)) => rows.push(row.values),
            None => tables.push((row.table, vec![row.values])),
        }
    }
    for (table, rows) in tables {
        let head = format!("INSERT INTO {} ({})", table.name, table.columns.join(", "));
        c.insert_many(&head, &rows, "")?;
    }
    Ok(())
}

/// Tells SQLite what is coming; PostgreSQL needs no telling.
fn tune(c: &mut Conn, settings: &[&str]) -> Result<(), Fault> {
    match c.dialect() {
        Dialect::Sqlite => settings.iter().try_for_each(|sql| c.batch(sql)),
        Dialect::Postgres => Ok(()),
    }
}

/// Drops the indexes of large tables; answers the statements that make them again.
fn take_indexes(store: &Store) -> Result<Vec<String>, Fault> {
    store.write_blocking(|c| {
        let tables = INDEXED.map(|table| format!("'{table}'")).join(", ");
        let sql = match c.dialect() {
            Dialect::Sqlite => format!(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({tables})
                 ORDER BY name"
            ),
            Dialect::Postgres => format!(
                "SELECT CAST(indexname AS TEXT), indexdef FROM pg_indexes
                 WHERE schemaname = current_schema() AND tablename IN ({tables})
                   AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname"
            ),
        };
        let mut made = Vec::new();
        for row in c.query(&sql, &[])? {
            c.batch(&format!("DROP INDEX {}", row.str(0)))?;
            made.push(row.text(1));
        }
        Ok(made)
    })
}

/// What the rows of histories come to.
#[cfg(test)]
pub(super) fn batch_sizes(histories: impl Iterator<Item = Result<History, Refusal>>) -> String {
    let (mut batch, mut documents) = (Batch::new(), Vec::new());
    for history in histories.flatten() {
        if batch.add(history, &mut documents, &mut TallySheet::default()).is_err() {
            return String::new();
        }
    }
    let tokens: usize = documents.iter().map(|(_, document)| document.tokens().count()).sum();
    format!("{} events, {} texts, {} rows, {tokens} tokens", batch.events.len(), batch.texts.len(), batch.rows.len())
}
