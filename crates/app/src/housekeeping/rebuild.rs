//! Makes every read model, counter and search entry anew from the journal.

use concord_domain::body::BodyId;
use concord_domain::code::MatterId;
use concord_domain::matter::Matter;
use concord_store::{Fault, Store, journal, search, tally};

use super::built_queries::{self as built, Built};
use super::report::{Progress, Stage};
use super::verify::STREAMS;
use super::verify_queries as queries;
use crate::kit::desk::{history, texts_for};
use crate::kit::failure::Failure;
use crate::kit::read_model::{Change, TABLES, roster_rows, version};
use crate::kit::rosters::roster_of;

/// Drops and writes anew, a stretch of matters at a time; the journal and the texts stay as they are. Nobody may use the
/// installation meanwhile: what is not written yet is not there. If it is interrupted, [`renew`] begins again. Answers how
/// many matters there are.
///
/// # Errors
/// When the database fails, a history cannot be read, or another process on the same database has begun too: the last one goes on.
pub fn rebuild(store: &Store, mut progress: impl FnMut(Progress)) -> Result<u64, Failure> {
    let total = store.read_blocking(|c| queries::count(c, "matter"))?;
    let turn = store.write_blocking(|c| -> Result<u64, Fault> {
        TABLES.iter().try_for_each(|table| queries::clear(c, table.name))?;
        tally::clear(c)?;
        search::clear(c)?;
        built::begin(c)
    })?;
    let (mut first, mut done) = (i64::MIN, 0);
    loop {
        let streams = store.read_blocking(move |c| journal::streams(c, first, STREAMS))?;
        let Some(last) = streams.last().copied() else { break };
        let changes = store.read_blocking(move |c| changes(c, first, last))?;
        let read = changes.iter().filter(|change| change.is_of_matter()).count() as u64;
        store.write_blocking(move |c| {
            built::goes_on(c, turn)?;
            changes.iter().try_for_each(|change| change.apply(c))
        })?;
        done += read;
        progress(Progress { stage: Stage::Matters, done, total: total.max(done) });
        first = last;
    }
    store.write_blocking(move |c| {
        built::goes_on(c, turn)?;
        built::note(c, &version())
    })?;
    Ok(done)
}

/// Before an installation is used: [`rebuild`]s it where its read models were made by a program that makes other ones, or were not
/// made to the end; `begin` is called first. Answers how many matters were read, none where all was well.
///
/// # Errors
/// As [`rebuild`].
pub fn renew<P: FnMut(Progress)>(store: &Store, begin: impl FnOnce() -> P) -> Result<Option<u64>, Failure> {
    match store.read_blocking(built::built)? {
        Built::By(made) if made == version() => Ok(None),
        Built::Nothing => {
            store.write_blocking(|c| built::note(c, &version()))?;
            Ok(None)
        }
        Built::By(_) | Built::Unknown => rebuild(store, begin()).map(Some),
    }
}

/// Leaves it to the next start to make the read models anew.
///
/// # Errors
/// When the database fails.
pub fn renew_later(store: &Store) -> Result<(), Failure> {
    Ok(store.write_blocking(built::forget)?)
}

/// All rows of the streams after `first` up to `last`.
fn changes(c: &mut concord_store::Conn, first: i64, last: i64) -> Result<Vec<Change>, Failure> {
    let events = journal::load_range(c, first.saturating_add(1), last)?;
    events
        .chunk_by(|a, b| a.stream == b.stream)
        .map(|events| {
            let stream = events[0].stream;
            if stream < 0 {
                let roster = roster_of(BodyId(-stream), events)?;
                return Ok(Change::of_rows(stream, Vec::new(), roster_rows(&roster)));
            }
            let matter = Matter::replay(MatterId(stream), &history(events)?).ok_or_else(|| {
                Failure::fault(std::io::Error::other(format!("stream {stream} does not begin with a report")))
            })?;
            Ok(Change::between(None, &matter, Some(&texts_for(c, &matter)?)))
        })
        .collect()
}
