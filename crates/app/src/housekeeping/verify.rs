//! Replays every history and compares what follows from it with what is stored.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::code::MatterId;
use concord_domain::matter::Matter;
use concord_store::search::{self, Order, Query, Term};
use concord_store::{Conn, Fault, Store, Value, journal, sealed, tally};
use serde_json::Value as Json;

use super::report::{Kind, Progress, Report, Stage};
use super::tally_sheet::TallySheet;
use super::verify_queries::{self as queries, Text};
use crate::kit::desk::history;
use crate::kit::read_model::{self, Row, TABLES, Table, roster_rows};
use crate::kit::rosters::roster_of;

/// Streams that are read at once: a few MB.
pub(super) const STREAMS: usize = 500;

/// Tokens of a matter by which it must be found together.
const PROBES: usize = 4;

/// Proves an installation, as of one moment, while it serves too. Changes nothing. Blocks for as long as it takes: some tens of
/// microseconds for each event.
///
/// # Errors
/// When the database cannot be read; what is wrong in it is no error but in the report.
pub fn verify(store: &Store, mut progress: impl FnMut(Progress) + Send + 'static) -> Result<Report, Fault> {
    store.read_blocking(move |c| {
        let total = queries::count(c, "matter")?;
        let mut proof = Proof::default();
        let mut after = i64::MIN;
        while after < i64::MAX {
            let streams = journal::streams(c, after, STREAMS)?;
            // The last stretch reaches to the end of numbers: rows without a history lie anywhere.
            let last = if streams.len() < STREAMS { i64::MAX } else { streams[STREAMS - 1] };
            proof.stretch(c, after.saturating_add(1), last)?;
            progress(Progress { stage: Stage::Matters, done: proof.report.matters, total });
            after = last;
        }
        proof.counts(c)?;
        proof.tallies(c, &mut progress)?;
        Ok(proof.report)
    })
}

#[derive(Default)]
struct Proof {
    report: Report,
    sheet: TallySheet,
    /// Rows that there should be.
    expected: HashMap<&'static str, u64>,
}

impl Proof {
    /// The streams `first..=last`, and all rows of theirs.
    fn stretch(&mut self, c: &mut Conn, first: i64, last: i64) -> Result<(), Fault> {
        let events = journal::load_range(c, first, last)?;
        let mut texts = queries::texts(c, first, last)?;
        let mut stored = Stored::read(c, first, last)?;
        for events in events.chunk_by(|a, b| a.stream == b.stream) {
            self.report.events += events.len() as u64;
            if let Err(broken) = journal::check_chain(events) {
                self.differs("event", Kind::BrokenChain, broken.stream, broken.to_string());
            }
            let named = seals_of(events);
            lend(c, &named, &mut texts)?;
            self.sealed(&named, &texts);
            if events[0].stream < 0 {
                self.roster(events, &mut stored);
            } else if let Some(matter) = self.replayed(events) {
                self.report.matters += 1;
                self.rows(c, &matter, &mut stored)?;
                self.search(c, &matter, &texts)?;
                for (key, n) in read_model::tallies(&matter) {
                    self.sheet.add(&key, n);
                }
            }
        }
        for row in stored.0.into_values() {
            self.report.differs(row.table.name, Kind::Extra, key_of(&row), String::new());
        }
        Ok(())
    }

    /// The stream of a body's duty roster.
    fn roster(&mut self, events: &[journal::Recorded], stored: &mut Stored) {
        let stream = events[0].stream;
        match roster_of(BodyId(-stream), events) {
            Ok(roster) => roster_rows(&roster).into_iter().for_each(|row| self.compare(&row, stored.take(&row))),
            Err(failure) => self.differs("event", Kind::Unreadable, stream, failure.to_string()),
        }
    }

    fn replayed(&mut self, events: &[journal::Recorded]) -> Option<Matter> {
        let stream = events.first()?.stream;
        let read = history(events).map_err(|failure| failure.to_string());
        let matter = read.map(|history| Matter::replay(MatterId(stream), &history));
        match matter {
            Ok(Some(matter)) => return Some(matter),
            Ok(None) => self.differs("event", Kind::Unreadable, stream, "does not begin with a report".to_owned()),
            Err(reason) => self.differs("event", Kind::Unreadable, stream, reason),
        }
        None
    }

    /// Every text that an event names is the one it named, or erased.
    fn sealed(&mut self, named: &[(i64, String)], texts: &HashMap<i64, Text>) {
        for (id, digest) in named {
            self.report.texts += 1;
            let problem = match texts.get(id) {
                None => "not there",
                Some(Text { body: None, .. }) => continue,
                Some(Text { salt, body: Some(body) }) if sealed::digest(salt, body) == *digest => continue,
                Some(_) => "not the text whose digest was recorded",
            };
            self.differs("sealed", Kind::WrongText, *id, problem.to_owned());
        }
    }

    fn rows(&mut self, c: &mut Conn, matter: &Matter, stored: &mut Stored) -> Result<(), Fault> {
        for row in read_model::rows(matter) {
            let found = if in_stretches(row.table) { stored.take(&row) } else { queries::row(c, &row)? };
            self.compare(&row, found);
        }
        Ok(())
    }

    fn compare(&mut self, row: &Row, found: Option<Vec<Value>>) {
        self.report.rows += 1;
        *self.expected.entry(row.table.name).or_default() += 1;
        match found {
            None => self.report.differs(row.table.name, Kind::Missing, key_of(row), String::new()),
            Some(values) if values != row.values => {
                let detail = unlike(row, &values);
                self.report.differs(row.table.name, Kind::Different, key_of(row), detail);
            }
            Some(_) => {}
        }
    }

    /// An index tells not what it holds, but whether a matter is found by its words.
    fn search(&mut self, c: &mut Conn, matter: &Matter, texts: &HashMap<i64, Text>) -> Result<(), Fault> {
        let id = matter.id.0;
        let bodies = read_model::search_reads(matter)
            .into_iter()
            .filter_map(|id| Some((id, texts.get(&id)?.body.clone()?)))
            .collect();
        let document = read_model::document(matter, &bodies);
        let step = document.tokens().count().div_ceil(PROBES).max(1);
        let all = document.tokens().step_by(step).map(|token| Term::Word(token.to_owned())).collect();
        let query = Query { all, before: id.checked_add(1), limit: 1, order: Order::Newest };
        *self.expected.entry("search").or_default() += 1;
        if search::contains(c, id)? == search::Filed::No {
            self.differs("search", Kind::Missing, id, String::new());
        } else if search::find(c, &query)? != [id] {
            self.differs("search", Kind::Different, id, "not found by its words".to_owned());
        }
        Ok(())
    }

    /// Where every row that should be there is, more rows than that are rows too many.
    fn counts(&mut self, c: &mut Conn) -> Result<(), Fault> {
        let others = TABLES.iter().filter(|table| !in_stretches(table)).map(|table| table.name);
        for table in others.chain(["search"]) {
            let found = if table == "search" { search::count(c)? } else { queries::count(c, table)? };
            let expected = self.expected.get(table).copied().unwrap_or(0);
            if found > expected {
                self.report.differs(table, Kind::Extra, String::new(), format!("{found} rows, {expected} expected"));
            }
        }
        Ok(())
    }

    fn tallies(&mut self, c: &mut Conn, progress: &mut impl FnMut(Progress)) -> Result<(), Fault> {
        self.report.tallies = self.sheet.len() as u64;
        let regions = queries::tally_regions(c)?;
        let total = regions.len() as u64;
        for (region, done) in regions.iter().zip(1..) {
            for (key, found) in queries::tallies(c, region)? {
                let expected = self.sheet.take(&key);
                self.tally(&key, expected, found);
            }
            progress(Progress { stage: Stage::Tallies, done, total });
        }
        let rest: Vec<_> = self.sheet.rest().collect();
        for (key, expected) in rest {
            self.tally(&key, expected, 0);
        }
        for wrong in tally::wrong_months(c)? {
            self.tally(&wrong.key, wrong.expected, wrong.found);
        }
        Ok(())
    }

    fn tally(&mut self, key: &tally::TallyKey, expected: i64, found: i64) {
        if expected == found {
            return;
        }
        let kind = match (expected, found) {
            (_, 0) => Kind::Missing,
            (0, _) => Kind::Extra,
            _ => Kind::Different,
        };
        let key = key.words().join(" ");
        self.report.differs("tally", kind, key, format!("{found}, {expected} expected"));
    }

    fn differs(&mut self, table: &'static str, kind: Kind, id: i64, detail: String) {
        self.report.differs(table, kind, id.to_string(), detail);
    }
}

/// Rows of the tables that are read in stretches, by table and key.
struct Stored(HashMap<(&'static str, String), Row>);

impl Stored {
    fn read(c: &mut Conn, first: i64, last: i64) -> Result<Self, Fault> {
        let mut stored = HashMap::new();
        for table in TABLES.into_iter().filter(|table| in_stretches(table)) {
            for row in queries::rows(c, table, first, last)? {
                stored.insert((table.name, key_of(&row)), row);
            }
        }
        Ok(Self(stored))
    }

    fn take(&mut self, like: &Row) -> Option<Vec<Value>> {
        self.0.remove(&(like.table.name, key_of(like))).map(|row| row.values)
    }
}

/// Whether the table's key begins with the matter; others are looked up row by row.
fn in_stretches(table: &Table) -> bool {
    matches!(table.columns[0], "id" | "matter" | "stream")
}

/// The key's values, as a person may look them up.
fn key_of(row: &Row) -> String {
    let words: Vec<String> = row.values[..row.table.key].iter().map(shown).collect();
    words.join(" ")
}

/// The columns in which a stored row is another.
fn unlike(row: &Row, found: &[Value]) -> String {
    let pairs = row.table.columns.iter().zip(row.values.iter().zip(found));
    let wrong = pairs.filter(|(_, (expected, found))| expected != found);
    let told: Vec<String> = wrong
        .map(|(column, (expected, found))| format!("{column}: {}, {} expected", shown(found), shown(expected)))
        .collect();
    told.join("; ")
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
    }
}

/// Ids and digests of the texts that events name.
fn seals_of(events: &[journal::Recorded]) -> Vec<(i64, String)> {
    let mut named = Vec::new();
    for event in events {
        // What is no JSON is told as unreadable.
        if let Ok(data) = serde_json::from_str(&event.data) {
            seals(&data, &mut named);
        }
    }
    named
}

/// Adds texts that lie with another matter: of reports that were folded into this one.
fn lend(c: &mut Conn, named: &[(i64, String)], texts: &mut HashMap<i64, Text>) -> Result<(), Fault> {
    for (id, _) in named {
        if !texts.contains_key(id)
            && let Some(text) = queries::text(c, *id)?
        {
            texts.insert(*id, text);
        }
    }
    Ok(())
}

/// Ids and digests of all seals in an event's data.
fn seals(data: &Json, found: &mut Vec<(i64, String)>) {
    match data {
        Json::Object(members) => match (members.get("id").and_then(Json::as_i64), members.get("digest")) {
            (Some(id), Some(Json::String(digest))) if members.len() == 2 => found.push((id, digest.clone())),
            _ => members.values().for_each(|member| seals(member, found)),
        },
        Json::Array(items) => items.iter().for_each(|item| seals(item, found)),
        _ => {}
    }
}
