//! Who visits, in which language, with what in hand.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use concord_domain::code::{AccessKey, MatterCode};
use concord_domain::correspondence::Correspondent;
use concord_domain::matter::Matter;
use concord_policy::{Action, Actor};
use std::net::IpAddr;
use std::sync::Arc;

use super::desk::Desk;
use super::failure::Failure;
use super::format::edit_query;
use super::limit::{Limiter, Window};
use super::matter_queries;
use super::menu::Menu;
use super::messages::Lang;

/// Wrong keys for one matter: guessing 82 bits is hopeless, and whoever tries is slowed and logged.
const KEYS_PER_MATTER: Window = Window { burst: 20, per_secs: 15 * 60 };
/// Wrong keys or codes from one address.
const KEYS_PER_ADDRESS: Window = Window { burst: 60, per_secs: 15 * 60 };

/// Cookie with a matter's key, sent by the browser to that matter's pages only.
pub const KEY_COOKIE: &str = "concord_key";

/// Who writes to the staff: a party, or who represents it; nobody where it is the staff.
pub fn correspondent(actor: &Actor) -> Option<Correspondent> {
    match actor {
        Actor::Party { party, .. } => Some(Correspondent::Party(*party)),
        Actor::Agent { party, .. } => Some(Correspondent::Representative(*party)),
        _ => None,
    }
}

/// Who is signed in, as the identifying middleware found out (`web.rs`).
#[derive(Clone, Debug)]
pub struct Who {
    pub actor: Actor,
    /// The name to show; empty for nobody.
    pub name: String,
    pub menu: Menu,
}

impl Default for Who {
    fn default() -> Self {
        Self { actor: Actor::Anonymous, name: String::new(), menu: Menu::default() }
    }
}

/// A request's reader.
#[derive(Clone, Debug)]
pub struct Visit {
    pub lang: Lang,
    pub actor: Actor,
    /// The name to show of whoever is signed in.
    pub name: String,
    pub path: String,
    pub query: String,
    /// Large text was asked for.
    pub big: bool,
    /// A message key that the page before left.
    pub flash: Option<String>,
    pub address: Option<IpAddr>,
    /// Of whoever is signed in, on pages that have it.
    pub menu: Menu,
    /// The place in the journal from which what this answer shows may be out of date; 0 where it is not known.
    pub live_from: i64,
    /// `AccessKey …` of the Authorization header, or the matter's cookie.
    key: Option<String>,
}

impl Visit {
    /// The part of a page that is asked for by `?part=…`, to be drawn without its shell.
    pub fn part(&self) -> Option<String> {
        asked(&self.query, "part")
    }

    /// The query without [`Visit::part`]: links in a part lead to whole pages.
    pub fn whole_query(&self) -> String {
        let query = edit_query("", &self.query, &[("part".to_owned(), None)]);
        query.trim_start_matches('?').to_owned()
    }

    /// Whoever is signed in.
    ///
    /// # Errors
    /// [`Failure::SignedOut`].
    pub fn staff(&self) -> Result<&Actor, Failure> {
        if matches!(self.actor, Actor::Staff { .. }) { Ok(&self.actor) } else { Err(Failure::SignedOut) }
    }

    /// The account of whoever is signed in.
    pub fn account(&self) -> Result<i64, Failure> {
        self.actor.account().ok_or(Failure::SignedOut)
    }

    /// Who acts on this matter: a party, or who represents it, with a key (cookie or header), or else staff.
    ///
    /// # Errors
    /// [`Failure::SignedOut`] with neither; [`Failure::NotFound`] for an unknown code or a wrong key; [`Failure::TooMany`]
    /// for guessing.
    pub async fn actor_on(&self, desk: &Desk, code: &MatterCode) -> Result<Actor, Failure> {
        match (&self.key, &self.actor) {
            (Some(key), Actor::Anonymous) => self.party(desk, code, key).await,
            (_, Actor::Anonymous) => Err(Failure::SignedOut),
            (_, staff) => Ok(staff.clone()),
        }
    }

    /// Whom a key opens this matter for, a party or who represents it: of the matter's pages for parties, where staff are parties too.
    ///
    /// # Errors
    /// As [`Visit::actor_on`].
    pub async fn party_on(&self, desk: &Desk, code: &MatterCode) -> Result<Actor, Failure> {
        let key = self.key.as_ref().ok_or(Failure::SignedOut)?;
        self.party(desk, code, key).await
    }

    /// Checks a key as typed. Wrong ones are counted, by matter and by address, and logged.
    pub async fn party(&self, desk: &Desk, code: &MatterCode, key: &str) -> Result<Actor, Failure> {
        let code = code.clone();
        let parsed = AccessKey::parse(key);
        let asked = code.clone();
        let found: Option<Actor> = desk
            .store
            .read(move |c| match parsed {
                Some(key) => matter_queries::visitor_of(c, &asked, &key),
                None => Ok(None),
            })
            .await?;
        if let Some(visitor) = found {
            return Ok(visitor);
        }
        let address = self.address.map_or_else(|| "unknown".to_owned(), |a| a.to_string());
        tracing::warn!(%code, %address, "wrong access key");
        let now = desk.now();
        desk.store
            .write(move |c| -> Result<(), Failure> {
                Limiter::check(c, &format!("key:{code}"), now, KEYS_PER_MATTER)?;
                Limiter::check(c, &format!("key-from:{address}"), now, KEYS_PER_ADDRESS)?;
                Ok(())
            })
            .await?;
        Err(Failure::NotFound)
    }

    /// The key in the reader's hand, for pages that show it (the receipt).
    pub fn key(&self) -> Option<AccessKey> {
        self.key.as_deref().and_then(AccessKey::parse)
    }

    /// Whether to show a button for this.
    pub fn may(&self, desk: &Desk, action: Action, matter: &Matter) -> bool {
        desk.may(&self.actor, action, matter)
    }
}

impl FromRequestParts<Desk> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Failure> {
        Ok(read(parts, desk))
    }
}

impl OptionalFromRequestParts<Desk> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Option<Self>, Failure> {
        Ok(Some(read(parts, desk)))
    }
}

fn read(parts: &Parts, desk: &Desk) -> Visit {
    let who = parts.extensions.get::<Arc<Who>>().map(|who| Who::clone(who)).unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let key = authorization(&parts.headers, "AccessKey ").or_else(|| cookie(&parts.headers, KEY_COOKIE));
    // Nested routers see a shortened path; the reader's address is the original one.
    let path = parts.extensions.get::<axum::extract::OriginalUri>().map_or(parts.uri.path(), |o| o.path()).to_owned();
    Visit {
        lang: language(&parts.headers, &query),
        actor: who.actor,
        name: who.name,
        path,
        big: big(&parts.headers, &query),
        flash: cookie(&parts.headers, "flash").filter(|f| f.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')),
        address: address(parts, desk.settings.proxies),
        // Before anything is read: what happens meanwhile is told again rather than never.
        live_from: desk.live.position(),
        query,
        menu: who.menu,
        key,
    }
}

/// The code in an address; one that is none of ours leads nowhere.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn code_of(text: &str) -> Result<MatterCode, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// The language of an answer: asked for in the address, kept in a cookie, or the browser's.
pub fn language(headers: &HeaderMap, query: &str) -> Lang {
    asked(query, "lang").or_else(|| cookie(headers, "lang")).and_then(|tag| Lang::from_tag(&tag)).unwrap_or_else(|| {
        headers.get(header::ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).map_or(Lang::Zh, Lang::preferred)
    })
}

fn big(headers: &HeaderMap, query: &str) -> bool {
    asked(query, "big").or_else(|| cookie(headers, "big")).is_some_and(|v| v == "1")
}

/// A parameter of the address.
pub fn asked(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|h| h.to_str().ok())
        .flat_map(|h| h.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
        .map(str::to_owned)
}

/// A credential of the Authorization header, by its scheme and a space.
pub fn authorization(headers: &HeaderMap, scheme: &str) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (head, rest) = value.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then(|| rest.trim().to_owned())
}

/// Where the request comes from: the connection's address, or what the last trusted proxy saw.
pub fn address(parts: &Parts, proxies: usize) -> Option<IpAddr> {
    let peer = parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>().map(|info| info.0.ip());
    if proxies == 0 {
        return peer;
    }
    let chain: Vec<IpAddr> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|h| h.to_str().ok())
        .flat_map(|h| h.split(','))
        .filter_map(|a| a.trim().parse().ok())
        .collect();
    chain.len().checked_sub(proxies).map(|i| chain[i]).or(peer)
}
