//! What a repeated request was answered the first time.

use concord_store::{Conn, Fault};

use super::once::Once;

/// How long a repeated request gets the first answer: a day, microseconds. The answer to a
/// report holds its key, so it is kept no longer than a client tries again.
const KEPT: i64 = 24 * 3600 * 1_000_000;

/// The status of a request that was carried out and whose answer was not kept: the process ended in between.
pub const CARRIED_OUT: i64 = 0;

/// What was answered to a request.
#[derive(Debug)]
pub struct Answer {
    /// The request's digest.
    pub request: String,
    /// HTTP status, or [`CARRIED_OUT`].
    pub status: i64,
    pub text: String,
}

/// What was answered to an earlier request with this key.
pub fn answer(c: &mut Conn, actor: &str, key: &str) -> Result<Option<Answer>, Fault> {
    let row = c.query_opt(
        "SELECT request, status, answer FROM idempotency WHERE actor = $1 AND key = $2",
        &[actor.into(), key.into()],
    )?;
    Ok(row.map(|r| Answer { request: r.text(0), status: r.int(1), text: r.text(2) }))
}

/// Keeps the answer to a request that was carried out.
pub fn keep(c: &mut Conn, once: &Once, status: i64, answer: &str, now: i64) -> Result<(), Fault> {
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
