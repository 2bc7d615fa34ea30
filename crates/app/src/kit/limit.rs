//! Rates kept in the database, so that they outlast a restart and hold across processes.

use concord_store::{Conn, Fault};

use crate::kit::ids::hash;

/// At most `burst` attempts at once; each is forgotten evenly over `per_secs`, so `burst` in any such time go on for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Attempts that may come at once. At least 1.
    pub burst: u32,
    /// Seconds after which all of them are forgotten.
    pub per_secs: u32,
}

/// Too many attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter {
    /// When the next one may come, in microseconds UTC.
    pub at: i64,
    /// The same in whole seconds from now, at least 1: the value of `Retry-After`.
    pub secs: u32,
}

/// Why an attempt may not go on.
#[derive(Debug, thiserror::Error)]
pub enum Limited {
    /// Too many came before it.
    #[error("too many attempts")]
    TooMany(RetryAfter),
    /// It could not be counted.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Counts attempts by key: a login, an address, a matter's code.
#[derive(Debug)]
pub struct Limiter;

impl Limiter {
    /// Counts one attempt of `key` at `now`, or refuses it; a refused attempt is not counted, so waiting always helps.
    ///
    /// Runs in a writer's closure. Let the closure succeed for the count to be kept.
    ///
    /// # Errors
    /// [`Limited::TooMany`] with the time from which one more would be let through.
    pub fn check(c: &mut Conn, key: &str, now: i64, window: Window) -> Result<(), Limited> {
        let key = hash(key);
        let spent = Self::clear_at(c, &key)?.unwrap_or(now).max(now);
        let next = spent + window.each();
        let open_at = next - window.whole();
        if open_at > now {
            let secs = u32::try_from((open_at - now + 999_999) / 1_000_000).unwrap_or(u32::MAX);
            return Err(Limited::TooMany(RetryAfter { at: open_at, secs }));
        }
        Self::put(c, key, next)?;
        Ok(())
    }

    /// Takes back one attempt of `key`: it turned out to be rightful.
    pub fn forgive(c: &mut Conn, key: &str, now: i64, window: Window) -> Result<(), Fault> {
        let key = hash(key);
        match Self::clear_at(c, &key)? {
            Some(clear_at) if clear_at - window.each() > now => Self::put(c, key, clear_at - window.each()),
            Some(_) => c.execute("DELETE FROM rate WHERE key_hash = $1", &[key.into()]).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Forgets the rows that no longer say anything; answers how many.
    pub fn prune(c: &mut Conn, now: i64) -> Result<u64, Fault> {
        c.execute("DELETE FROM rate WHERE clear_at <= $1", &[now.into()])
    }

    fn clear_at(c: &mut Conn, key_hash: &str) -> Result<Option<i64>, Fault> {
        let row = c.query_opt("SELECT clear_at FROM rate WHERE key_hash = $1", &[key_hash.into()])?;
        Ok(row.map(|row| row.int(0)))
    }

    fn put(c: &mut Conn, key_hash: String, clear_at: i64) -> Result<(), Fault> {
        c.execute(
            "INSERT INTO rate (key_hash, clear_at) VALUES ($1, $2)
             ON CONFLICT (key_hash) DO UPDATE SET clear_at = excluded.clear_at",
            &[key_hash.into(), clear_at.into()],
        )
        .map(|_| ())
    }
}

impl Window {
    const fn whole(self) -> i64 {
        self.per_secs as i64 * 1_000_000
    }

    const fn each(self) -> i64 {
        self.whole() / self.burst as i64
    }
}

#[cfg(test)]
mod tests {
    use concord_store::testing::on_both_async;

    use super::*;

    const SECOND: i64 = 1_000_000;
    const THREE_A_MINUTE: Window = Window { burst: 3, per_secs: 60 };

    async fn attempt(store: &concord_store::Store, key: &'static str, now: i64) -> Result<(), RetryAfter> {
        match store.write(move |c: &mut Conn| Limiter::check(c, key, now, THREE_A_MINUTE)).await {
            Ok(()) => Ok(()),
            Err(Limited::TooMany(retry)) => Err(retry),
            Err(Limited::Fault(fault)) => panic!("{fault}"),
        }
    }

    #[test]
    fn after_the_burst_one_more_is_let_through_when_told_and_not_before() {
        on_both_async(|store| async move {
            let start = 1_000 * SECOND;
            for _ in 0..3 {
                assert_eq!(attempt(&store, "a", start).await, Ok(()));
            }
            let retry = attempt(&store, "a", start + SECOND).await.unwrap_err();
            assert_eq!(retry, RetryAfter { at: start + 20 * SECOND, secs: 19 });
            assert!(attempt(&store, "a", retry.at - 1).await.is_err());
            assert_eq!(attempt(&store, "a", retry.at).await, Ok(()));
            assert!(attempt(&store, "a", retry.at).await.is_err());
        });
    }

    #[test]
    fn refused_attempts_do_not_lengthen_the_wait_and_keys_do_not_share_it() {
        on_both_async(|store| async move {
            for _ in 0..50 {
                let _ = attempt(&store, "a", 0).await;
            }
            assert_eq!(attempt(&store, "b", 0).await, Ok(()));
            assert_eq!(attempt(&store, "a", 20 * SECOND).await, Ok(()));
        });
    }

    #[test]
    fn a_rightful_attempt_is_taken_back_and_rows_without_meaning_go() {
        on_both_async(|store| async move {
            for _ in 0..3 {
                attempt(&store, "a", 0).await.unwrap();
            }
            store.write(|c: &mut Conn| Limiter::forgive(c, "a", 0, THREE_A_MINUTE)).await.unwrap();
            assert_eq!(attempt(&store, "a", 0).await, Ok(()));
            assert!(attempt(&store, "a", 0).await.is_err());
            assert_eq!(store.write(|c: &mut Conn| Limiter::prune(c, 59 * SECOND)).await.unwrap(), 0);
            assert_eq!(store.write(|c: &mut Conn| Limiter::prune(c, 60 * SECOND)).await.unwrap(), 1);
        });
    }
}
