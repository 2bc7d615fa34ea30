//! Passwords: argon2id, few at a time, the same work for a login that does not exist.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use concord_store::Fault;
use tokio::sync::Semaphore;

/// Each takes 19 MiB and a core for some tens of milliseconds; more at once would starve everything else.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Shortest password, in characters. Length is what resists guessing; mixtures of signs are not asked for.
/// Source: NIST SP 800-63B-4, 3.1.1, which asks for 8 where a second factor follows; guesses here are rate-limited.
pub const CHARS_MIN: usize = 10;

/// Longest password, in characters: a bound on the work.
pub const CHARS_MAX: usize = 128;

/// A hash that no password has, with the parameters of a real one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`CHARS_MIN`] characters.
    #[error("too short")]
    TooShort,
    /// More than [`CHARS_MAX`] characters.
    #[error("too long")]
    TooLong,
    /// Contains the login, or one character only.
    #[error("easy to guess")]
    Guessable,
}

impl WeakPassword {
    /// The message that says what would do, with the bounds as its arguments.
    pub const fn message(self) -> &'static str {
        match self {
            Self::TooShort => "sign-in-weak-short",
            Self::TooLong => "sign-in-weak-long",
            Self::Guessable => "sign-in-weak-guessable",
        }
    }

    /// The bounds, as arguments of the message.
    pub fn args() -> [(&'static str, String); 2] {
        [("min", CHARS_MIN.to_string()), ("max", CHARS_MAX.to_string())]
    }
}

/// Whether a password is the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Right,
    /// It is not, or there is none.
    Wrong,
}

/// Refuses passwords that are guessed first.
pub fn check(login: &str, password: &str) -> Result<(), WeakPassword> {
    let chars = password.chars().count();
    let first = password.chars().next();
    if chars < CHARS_MIN {
        Err(WeakPassword::TooShort)
    } else if chars > CHARS_MAX {
        Err(WeakPassword::TooLong)
    } else if password.to_lowercase().contains(&login.to_lowercase()) || password.chars().all(|c| Some(c) == first) {
        Err(WeakPassword::Guessable)
    } else {
        Ok(())
    }
}

/// The hash to keep, on this thread: for commands and data made in bulk.
pub fn hash_here(password: &str) -> Result<String, Fault> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| Fault::from_error("hashing a password", error))?;
    Ok(hash.to_string())
}

/// The hash to keep.
pub async fn hash(password: String) -> Result<String, Fault> {
    in_turn(move || hash_here(&password)).await?
}

/// Compares `password` with the hash kept; without one it takes as long, and is wrong.
pub async fn compare(password: String, kept: Option<String>) -> Result<Verdict, Fault> {
    in_turn(move || {
        let hash = kept.as_deref().unwrap_or(NOBODY);
        match Argon2::default().verify_password(password.as_bytes(), hash) {
            Ok(()) if kept.is_some() => Verdict::Right,
            _ => Verdict::Wrong,
        }
    })
    .await
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let turn = AT_ONCE.acquire().await.map_err(|error| Fault::from_error("waiting to hash a password", error))?;
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|error| Fault::from_error("hashing a password", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_that_was_hashed_is_right() {
        let kept = hash("correct horse 电池".to_owned()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert_eq!(compare("correct horse 电池".to_owned(), Some(kept.clone())).await.unwrap(), Verdict::Right);
        assert_eq!(compare("correct horse 电地".to_owned(), Some(kept)).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn without_a_hash_the_same_work_ends_in_wrong() {
        let real = hash_here("whatever it is").unwrap();
        let parameters = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(parameters(NOBODY), parameters(&real), "unknown logins must cost what known ones cost");
        assert!(Argon2::default().verify_password(b"x", NOBODY).is_err());
        assert_eq!(compare(String::new(), None).await.unwrap(), Verdict::Wrong);
    }

    #[test]
    fn passwords_that_are_guessed_first_are_refused() {
        assert_eq!(check("lihua", "短密码"), Err(WeakPassword::TooShort));
        assert_eq!(check("lihua", &"长".repeat(129)), Err(WeakPassword::TooLong));
        assert_eq!(check("lihua", "LiHua-2031-ok"), Err(WeakPassword::Guessable));
        assert_eq!(check("lihua", "0000000000"), Err(WeakPassword::Guessable));
        assert_eq!(check("lihua", "秋天的调解室有三把椅子"), Ok(()));
    }
}
