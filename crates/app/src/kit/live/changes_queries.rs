//! Where the journal moved on.

use std::collections::HashMap;

use concord_policy::relation::MatterFacts;
use concord_store::journal;
use concord_store::{Conn, Fault, Params};

use super::ring::Change;

/// Matters asked for in one statement.
const CHUNK: usize = 200;

/// What there is to read after a place in the journal.
#[derive(Debug)]
pub(super) enum Moved {
    /// These, the last change of each matter, up to `head`.
    On { changes: Vec<Change>, head: i64 },
    /// More than is remembered, or nothing was read before: `head` is where to begin.
    Far { changes: Vec<Change>, floor: i64, head: i64 },
}

/// Reads on from a place, at most as much as is remembered; from 0, the latest there is.
pub(super) fn moved(c: &mut Conn, from: i64, most: usize) -> Result<Moved, Fault> {
    let rows = if from > 0 { journal::moved_after(c, from, most + 1)? } else { Vec::new() };
    if from > 0 && rows.len() <= most {
        let head = rows.last().map_or(from, |row| row.0);
        return Ok(Moved::On { changes: changes(c, &rows)?, head });
    }
    let head = journal::head(c)?;
    let floor = (head - i64::try_from(most).unwrap_or(i64::MAX)).max(0);
    let rows = journal::moved_after(c, floor, most)?;
    Ok(Moved::Far { changes: changes(c, &rows)?, floor, head })
}

fn changes(c: &mut Conn, rows: &[(i64, i64)]) -> Result<Vec<Change>, Fault> {
    let mut last: HashMap<i64, i64> = HashMap::new();
    for (seq, stream) in rows {
        last.insert(*stream, *seq);
    }
    let ids: Vec<i64> = last.keys().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        found.extend(facts(c, chunk)?.into_iter().map(|facts| Change { seq: last[&facts.id], facts }));
    }
    found.sort_unstable_by_key(|change| change.seq);
    Ok(found)
}

fn facts(c: &mut Conn, ids: &[i64]) -> Result<Vec<MatterFacts>, Fault> {
    let mut params = Params::default();
    let places = params.put_all(ids.iter().copied());
    let mut bodies: HashMap<i64, Vec<i64>> = HashMap::new();
    for row in c.query(&format!("SELECT matter, body FROM matter_body WHERE matter IN ({places})"), &params)? {
        bodies.entry(row.int(0)).or_default().push(row.int(1));
    }
    let sql = format!("SELECT id, region, body, mediator, filed_by FROM matter WHERE id IN ({places})");
    let of_row = |row: &concord_store::Row| MatterFacts {
        id: row.int(0),
        region: row.text(1),
        tier_area: None,
        owner_body: Some(row.int(2)),
        bodies: bodies.get(&row.int(0)).cloned().unwrap_or_default(),
        receivers: Vec::new(),
        mediator: row.opt_int(3),
        filed_by: row.opt_int(4),
    };
    Ok(c.query(&sql, &params)?.iter().map(of_row).collect())
}
