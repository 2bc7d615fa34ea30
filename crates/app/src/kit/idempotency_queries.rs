//! What a repeated request was answered the first time.

use concord_store::{Conn, Fault};

use super::once::Once;

/// How long a repeated request gets the first answer: a day, microseconds. The answer to a
/// report holds its key, so it is kept no longer than a client tries again.
const KEPT: i64 = 24 * 3600 * 1_000_000;

/// The status of a request that was carried out and whose answer was not kept: the process ended in between.
pub const CARRIED_OUT: i64 = 0;

/// What was answered to an earlier request with this key: the request's digest, the status, the answer.
pub fn kept(c: &mut Conn, actor: &str, key: &str) -> Result<Option<(String, i64, String)>, Fault> {
    let row = c.query_opt(
        "SELECT request, status, answer FROM idempotency WHERE actor = $1 AND key = $2",
        &[actor.into(), key.into()],
    )?;
    Ok(row.map(|r| (r.text(0), r.int(1), r.text(2))))
}

/// Notes that a request is carried out, in the transaction that does it; the answer follows.
pub fn begin(c: &mut Conn, once: &Once, answer: &str, now: i64) -> Result<(), Fault> {
    put(c, once, CARRIED_OUT, answer, now)
}

/// Keeps the answer to a request that was carried out.
pub fn keep(c: &mut Conn, once: &Once, status: i64, answer: &str, now: i64) -> Result<(), Fault> {
    put(c, once, status, answer, now)
}

fn put(c: &mut Conn, once: &Once, status: i64, answer: &str, now: i64) -> Result<(), Fault> {
    let Once { actor, key, request } = once;
    c.execute(
        "INSERT INTO idempotency (key, actor, request, status, answer, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (actor, key) DO UPDATE SET status = excluded.status, answer = excluded.answer",
        &[key.into(), actor.into(), request.into(), status.into(), answer.into(), now.into()],
    )
    .map(drop)
}

/// Forgets answers older than a day; how many.
pub fn prune(c: &mut Conn, now: i64) -> Result<u64, Fault> {
    c.execute("DELETE FROM idempotency WHERE created_at < $1", &[(now - KEPT).into()])
}
