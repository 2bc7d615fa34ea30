//! What happened, in order, for good. A stream is one aggregate's history; its versions count from 1.

use crate::conn::placeholders;
use crate::{Conn, Fault, Row, Value, digest_of};

const COLUMNS: &str = "seq, stream, version, kind, at, actor, data, chain";

/// Events in one statement. Few more than a command makes, so that few statements are prepared.
const ROWS_MAX: usize = 8;

/// An event to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Name with its version, such as `matter.accepted.v1`.
    pub kind: String,
    /// Microseconds UTC.
    pub at: i64,
    /// Who did it, as text.
    pub actor: String,
    /// JSON.
    pub data: String,
}

/// An event as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Place in the whole journal; grows, may skip.
    pub seq: i64,
    pub stream: i64,
    /// Place in the stream: 1, 2, 3…
    pub version: i64,
    pub kind: String,
    /// Microseconds UTC.
    pub at: i64,
    pub actor: String,
    pub data: String,
    /// SHA-256 over the previous event's chain and this event, in hexadecimal digits.
    pub chain: String,
}

#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Someone else recorded first: the stream is at `found`.
    #[error("the stream is at version {found}")]
    Conflict { found: i64 },
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A history that was changed after it was recorded; `version` is the first event that does not follow from those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {version} of stream {stream} does not follow from those before it")]
pub struct BrokenChain {
    pub stream: i64,
    pub version: i64,
}

/// Records events at the end of a stream that is at `expected_version` (0: a new stream).
///
/// # Errors
/// [`AppendError::Conflict`] when the stream is at another version.
pub fn append(
    c: &mut Conn,
    stream: i64,
    expected_version: i64,
    events: &[NewEvent],
) -> Result<Vec<Recorded>, AppendError> {
    // Read, not left to the UNIQUE constraint: writers take turns, and after a failed statement PostgreSQL would accept nothing more.
    let last = c.query_opt(
        "SELECT version, chain FROM event WHERE stream = $1 ORDER BY version DESC LIMIT 1",
        &[stream.into()],
    )?;
    let (found, mut chain) = last.map_or((0, genesis(stream)), |row| (row.int(0), row.text(1)));
    if found != expected_version {
        return Err(AppendError::Conflict { found });
    }
    let mut recorded = Vec::with_capacity(events.len());
    for (event, version) in events.iter().cloned().zip(expected_version + 1..) {
        let NewEvent { kind, at, actor, data } = event;
        chain = link(&chain, &kind, version, at, &actor, &data);
        recorded.push(Recorded { seq: 0, stream, version, kind, at, actor, data, chain: chain.clone() });
    }
    recorded.chunks_mut(ROWS_MAX).try_for_each(|events| insert(c, events))?;
    Ok(recorded)
}

/// Inserts events in one statement and notes the places they got.
fn insert(c: &mut Conn, events: &mut [Recorded]) -> Result<(), Fault> {
    let row = |e: &Recorded| -> [Value; 7] {
        [
            e.stream.into(),
            e.version.into(),
            (&e.kind).into(),
            e.at.into(),
            (&e.actor).into(),
            (&e.data).into(),
            (&e.chain).into(),
        ]
    };
    let params: Vec<Value> = events.iter().flat_map(row).collect();
    let sql = format!(
        "INSERT INTO event (stream, version, kind, at, actor, data, chain) VALUES {} RETURNING seq",
        placeholders(events.len(), 7)
    );
    // Rows are numbered in the order of the list on both databases; that they are answered in it is promised by neither.
    let mut places: Vec<i64> = c.query(&sql, &params)?.iter().map(|row| row.int(0)).collect();
    places.sort_unstable();
    events.iter_mut().zip(places).for_each(|(event, seq)| event.seq = seq);
    Ok(())
}

/// A stream from its beginning; empty when there is none.
pub fn load(c: &mut Conn, stream: i64) -> Result<Vec<Recorded>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE stream = $1 ORDER BY version");
    Ok(c.query(&sql, &[stream.into()])?.into_iter().map(recorded).collect())
}

/// Several streams at once, each from its beginning, ordered by stream.
pub fn load_range(c: &mut Conn, first: i64, last: i64) -> Result<Vec<Recorded>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE stream BETWEEN $1 AND $2 ORDER BY stream, version");
    Ok(c.query(&sql, &[first.into(), last.into()])?.into_iter().map(recorded).collect())
}

/// Events of all streams after place `seq`, oldest first, at most `limit`.
pub fn after(c: &mut Conn, seq: i64, limit: usize) -> Result<Vec<Recorded>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE seq > $1 ORDER BY seq LIMIT $2");
    Ok(c.query(&sql, &[seq.into(), limit_value(limit)])?.into_iter().map(recorded).collect())
}

/// Where events of which streams stand after place `seq`: `(seq, stream)`, oldest first, at most `limit`.
pub fn moved_after(c: &mut Conn, seq: i64, limit: usize) -> Result<Vec<(i64, i64)>, Fault> {
    let sql = "SELECT seq, stream FROM event WHERE seq > $1 ORDER BY seq LIMIT $2";
    Ok(c.query(sql, &[seq.into(), limit_value(limit)])?.iter().map(|row| (row.int(0), row.int(1))).collect())
}

/// The version that a stream had when the journal was at place `seq`; 0 before its first event.
pub fn version_at(c: &mut Conn, stream: i64, seq: i64) -> Result<i64, Fault> {
    let sql = "SELECT version FROM event WHERE stream = $1 AND seq <= $2 ORDER BY version DESC LIMIT 1";
    Ok(c.query_opt(sql, &[stream.into(), seq.into()])?.map_or(0, |row| row.int(0)))
}

/// Streams with a number above `stream`, ascending, at most `limit`. Begin with `i64::MIN`.
pub fn streams(c: &mut Conn, stream: i64, limit: usize) -> Result<Vec<i64>, Fault> {
    let sql = "SELECT stream FROM event WHERE stream > $1 AND version = 1 ORDER BY stream LIMIT $2";
    Ok(c.query(sql, &[stream.into(), limit_value(limit)])?.iter().map(|row| row.int(0)).collect())
}

/// Place of the newest event; 0 when there is none.
pub fn head(c: &mut Conn) -> Result<i64, Fault> {
    Ok(c.query_one("SELECT max(seq) FROM event", &[])?.opt_int(0).unwrap_or(0))
}

/// Checks that a whole stream, from version 1 on, is as it was recorded.
///
/// # Errors
/// [`BrokenChain`] with the first event that was changed, moved or follows a gap.
pub fn check_chain(stream: &[Recorded]) -> Result<(), BrokenChain> {
    let Some(first) = stream.first() else { return Ok(()) };
    let mut chain = genesis(first.stream);
    for (event, version) in stream.iter().zip(1..) {
        chain = link(&chain, &event.kind, version, event.at, &event.actor, &event.data);
        if event.version != version || event.stream != first.stream || event.chain != chain {
            return Err(BrokenChain { stream: first.stream, version });
        }
    }
    Ok(())
}

/// What the first event of a stream is chained to, so that histories cannot be exchanged. For loading in bulk; [`append`] does it.
pub fn genesis(stream: i64) -> String {
    stream.to_string()
}

/// What stands in `chain` for an event after `previous`. For loading in bulk; [`append`] does it.
pub fn link(previous: &str, kind: &str, version: i64, at: i64, actor: &str, data: &str) -> String {
    let (version, at) = (version.to_string(), at.to_string());
    let parts = [previous, kind, &version, &at, actor, data];
    digest_of(&parts.map(str::as_bytes))
}

fn limit_value(limit: usize) -> Value {
    Value::Int(i64::try_from(limit).unwrap_or(i64::MAX))
}

fn recorded(row: Row) -> Recorded {
    Recorded {
        seq: row.int(0),
        stream: row.int(1),
        version: row.int(2),
        kind: row.text(3),
        at: row.int(4),
        actor: row.text(5),
        data: row.text(6),
        chain: row.text(7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;

    fn event(data: &str) -> NewEvent {
        NewEvent {
            kind: "matter.noted.v1".into(),
            at: 1_700_000_000_000_000,
            actor: "account:1".into(),
            data: data.into(),
        }
    }

    #[test]
    fn a_stream_is_read_back_as_it_was_recorded() {
        on_both(|store| {
            let written = store.write_blocking(|c| append(c, 9, 0, &[event("{}"), event("[1]")])).unwrap();
            let read = store.read_blocking(|c| load(c, 9)).unwrap();
            assert_eq!(written, read);
            assert_eq!(read.iter().map(|e| e.version).collect::<Vec<_>>(), [1, 2]);
            let seq = read[0].seq;
            assert_eq!(store.read_blocking(move |c| after(c, seq, 10)).unwrap(), read[1..]);
            assert_eq!(store.read_blocking(head).unwrap(), read[1].seq);
        });
    }

    #[test]
    fn events_of_a_long_append_keep_their_order() {
        on_both(|store| {
            let events: Vec<_> = (0..20).map(|n| event(&n.to_string())).collect();
            let written = store.write_blocking(move |c| append(c, 9, 0, &events)).unwrap();
            assert_eq!(store.read_blocking(|c| after(c, 0, 100)).unwrap(), written);
            assert!(written.windows(2).all(|pair| pair[0].seq < pair[1].seq && pair[0].version < pair[1].version));
        });
    }

    #[test]
    fn the_second_of_two_who_expect_the_same_version_is_refused() {
        on_both(|store| {
            store.write_blocking(|c| append(c, 9, 0, &[event("first")])).unwrap();
            let refused = store.write_blocking(|c| append(c, 9, 0, &[event("second")]));
            assert!(matches!(refused, Err(AppendError::Conflict { found: 1 })));
            let refused = store.write_blocking(|c| append(c, 9, 2, &[event("third")]));
            assert!(matches!(refused, Err(AppendError::Conflict { found: 1 })));
            assert_eq!(store.read_blocking(|c| load(c, 9)).unwrap().len(), 1);
        });
    }

    #[test]
    fn a_history_that_was_changed_is_detected() {
        on_both(|store| {
            let events = [event("a"), event("b"), event("c")];
            let good = store.write_blocking(move |c| append(c, 9, 0, &events)).unwrap();
            assert_eq!(check_chain(&good), Ok(()));
            let mut changed = good.clone();
            changed[1].data = "B".into();
            assert_eq!(check_chain(&changed), Err(BrokenChain { stream: 9, version: 2 }));
            let gap = [good[0].clone(), good[2].clone()];
            assert_eq!(check_chain(&gap), Err(BrokenChain { stream: 9, version: 2 }));
            let moved: Vec<_> = good.iter().map(|e| Recorded { stream: 10, ..e.clone() }).collect();
            assert_eq!(check_chain(&moved), Err(BrokenChain { stream: 10, version: 1 }));
        });
    }

    #[test]
    fn streams_are_paged_by_number() {
        on_both(|store| {
            store
                .write_blocking(|c| {
                    [30, 10, 20].into_iter().try_for_each(|s| append(c, s, 0, &[event("x"), event("y")]).map(drop))
                })
                .unwrap();
            assert_eq!(store.read_blocking(|c| streams(c, i64::MIN, 2)).unwrap(), [10, 20]);
            assert_eq!(store.read_blocking(|c| streams(c, 20, 2)).unwrap(), [30]);
            assert_eq!(store.read_blocking(|c| load_range(c, 10, 20)).unwrap().len(), 4);
        });
    }
}
