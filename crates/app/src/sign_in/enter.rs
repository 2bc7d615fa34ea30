//! Signing in with a password, at a bounded rate.

use std::net::IpAddr;

use concord_store::{Conn, Fault, Store};

use crate::kit::limit::{Limited, Limiter, RetryAfter, Window};
use crate::sign_in::passwords::Verdict;
use crate::sign_in::{accounts, passwords, sessions};

/// Wrong passwords for one login: ten, then one every ninety seconds.
pub const PER_LOGIN: Window = Window { burst: 10, per_secs: 15 * 60 };

/// Wrong passwords from one address: more, since a whole office shares one.
pub const PER_ADDRESS: Window = Window { burst: 40, per_secs: 15 * 60 };

/// Someone at the door.
#[derive(Debug, Clone)]
pub struct Knock {
    /// As typed.
    pub login: String,
    /// As typed.
    pub password: String,
    /// Where from, if the connection tells.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The session token that the browser brought: it ends, so that nobody can plant one.
    pub previous: Option<String>,
}

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No such login, no such password, or the account is disabled; which one is not told.
    #[error("wrong login or password")]
    Wrong,
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany(RetryAfter),
    /// Something broke.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<Limited> for Refused {
    fn from(limited: Limited) -> Self {
        match limited {
            Limited::TooMany(retry) => Self::TooMany(retry),
            Limited::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// Opens a session for whoever knows the password; answers its token.
///
/// # Errors
/// [`Refused`]
pub async fn enter(store: &Store, knock: Knock, now: i64) -> Result<String, Refused> {
    let Knock { login, password, address, user_agent, previous } = knock;
    let account = prove(store, &login, password, address, now).await?;
    let open = move |c: &mut Conn| -> Result<String, Fault> {
        if let Some(previous) = &previous {
            sessions::close(c, previous, now)?;
        }
        sessions::open(c, account, &user_agent, now)
    };
    Ok(store.write(open).await?)
}

/// The account whose login and password these are.
///
/// The attempt is counted before the password is looked at, so that attempts at the same time count too, and taken back when it
/// was right.
///
/// # Errors
/// [`Refused`]
pub async fn prove(
    store: &Store,
    login: &str,
    password: String,
    address: Option<IpAddr>,
    now: i64,
) -> Result<i64, Refused> {
    let login = accounts::login(login);
    let keys = keys(&login, address);
    let counted = keys.clone();
    let count = move |c: &mut Conn| -> Result<_, Refused> {
        for (key, window) in &counted {
            Limiter::check(c, key, now, *window)?;
        }
        Ok(accounts::usable(c, &login)?)
    };
    let (account, hash) = store.write(count).await?.unzip();
    let (Some(account), Verdict::Right) = (account, passwords::compare(password, hash).await?) else {
        store.write(move |c: &mut Conn| note_refusal(c, account, now)).await?;
        return Err(Refused::Wrong);
    };
    let forgive = move |c: &mut Conn| -> Result<(), Fault> {
        keys.iter().try_for_each(|(key, window)| Limiter::forgive(c, key, now, *window))
    };
    store.write(forgive).await?;
    Ok(account)
}

fn note_refusal(c: &mut Conn, account: Option<i64>, now: i64) -> Result<(), Fault> {
    let whose = account.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
    accounts::note(c, "anonymous", "session.refused", whose, now)
}

fn keys(login: &str, address: Option<IpAddr>) -> Vec<(String, Window)> {
    let login = (format!("sign-in login {login}"), PER_LOGIN);
    let address = address.map(|address| (format!("sign-in address {}", network(address)), PER_ADDRESS));
    std::iter::once(login).chain(address).collect()
}

/// Whom an address stands for: an IPv6 subscriber has a /64 to change about in.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_subscriber_counts_as_one_and_mapped_ipv4_as_itself() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::3"), of("2001:db8:1:3::3"));
        assert_eq!(of("::ffff:10.0.0.1"), "10.0.0.1");
    }
}
