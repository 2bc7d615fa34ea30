//! Makes every read model, counter and search entry anew from the journal.

use concord_domain::code::MatterId;
use concord_domain::matter::Matter;
use concord_store::{Store, journal, search, tally};

use super::report::{Progress, Stage};
use super::verify::STREAMS;
use super::verify_queries as queries;
use crate::kit::desk::{history, texts_for};
use crate::kit::failure::Failure;
use crate::kit::read_model::{Change, TABLES};

/// Drops and writes anew, a stretch of matters at a time; the journal and the texts stay as they are. Nobody may use the
/// installation meanwhile: what is not written yet is not there. If it is interrupted, it has to be run again. Answers how
/// many matters there are.
///
/// # Errors
/// When the database fails, or a history cannot be read.
pub fn rebuild(store: &Store, mut progress: impl FnMut(Progress)) -> Result<u64, Failure> {
    let total = store.read_blocking(|c| queries::count(c, "matter"))?;
    store.write_blocking(|c| {
        TABLES.iter().try_for_each(|table| queries::clear(c, table.name))?;
        tally::clear(c)?;
        search::clear(c)
    })?;
    let (mut first, mut done) = (i64::MIN, 0);
    loop {
        let streams = store.read_blocking(move |c| journal::streams(c, first, STREAMS))?;
        let Some(last) = streams.last().copied() else { return Ok(done) };
        let changes = store.read_blocking(move |c| changes(c, first, last))?;
        done += changes.len() as u64;
        store.write_blocking(move |c| changes.iter().try_for_each(|change| change.apply(c)))?;
        progress(Progress { stage: Stage::Matters, done, total: total.max(done) });
        first = last;
    }
}

/// All rows of the streams after `first` up to `last`.
fn changes(c: &mut concord_store::Conn, first: i64, last: i64) -> Result<Vec<Change>, Failure> {
    let events = journal::load_range(c, first.saturating_add(1), last)?;
    events
        .chunk_by(|a, b| a.stream == b.stream)
        .map(|events| {
            let stream = events[0].stream;
            let matter = Matter::replay(MatterId(stream), &history(events)?).ok_or_else(|| {
                Failure::fault(std::io::Error::other(format!("stream {stream} does not begin with a report")))
            })?;
            Ok(Change::between(None, &matter, Some(&texts_for(c, &matter)?)))
        })
        .collect()
}
