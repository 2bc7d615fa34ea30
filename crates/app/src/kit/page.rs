//! Drawing a page, and going to the next one.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use concord_domain::code::{AccessKey, MatterCode};
use concord_policy::{Actor, Role};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::desk::Desk;
use super::failure::Failure;
use super::messages::Args;
use super::nav;
use super::visit::{KEY_COOKIE, Visit};

/// A struct as a template sees it.
pub fn shown(value: impl Serialize) -> Value {
    Value::from(Serde(value))
}

/// Who is signed in, as the shell shows it.
#[derive(Debug, Serialize)]
struct ActorShown {
    /// The account, which the browser keeps drafts by.
    id: Option<i64>,
    name: String,
    role: String,
    body: String,
}

impl Desk {
    /// Draws a page with the shell's variables added to `ctx`.
    pub fn page(&self, visit: &Visit, template: &str, ctx: Value) -> Result<Response, Failure> {
        self.page_with(visit, StatusCode::OK, template, ctx)
    }

    /// Draws a page with another status, such as 422 for a form that is shown again.
    pub fn page_with(
        &self,
        visit: &Visit,
        status: StatusCode,
        template: &str,
        ctx: Value,
    ) -> Result<Response, Failure> {
        let html = self.templates.render(template, visit.lang, context! { ..ctx, ..self.shell(visit)? })?;
        let mut response = (status, Html(html)).into_response();
        // Pages are about people: no shared cache keeps them.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if visit.flash.is_some() {
            add_cookie(&mut response, "flash=; Path=/; Max-Age=0; SameSite=Lax");
        }
        Ok(response)
    }

    /// A message in the reader's language.
    pub fn text(&self, visit: &Visit, key: &str, args: &[(&'static str, String)]) -> String {
        let mut all = Args::new();
        for (name, value) in args {
            all.set(*name, value.clone());
        }
        self.templates.messages().text(visit.lang, key, &all)
    }

    fn shell(&self, visit: &Visit) -> Result<Value, Failure> {
        let lang = visit.lang;
        let flash = visit.flash.as_ref().map(|key| {
            let kind = if key.ends_with("-problem") { "danger" } else { "success" };
            context! { kind => kind, text => self.text(visit, key, &[]) }
        });
        let (menu, keys) = self.menu(visit)?;
        Ok(context! {
            path => &visit.path,
            query => &visit.query,
            title => "",
            actor => shown(self.actor_shown(visit)),
            menu,
            keys,
            unread => visit.menu.count("notices"),
            flash => flash,
            today => self.today().to_string(),
            now => self.now(),
            live_from => visit.live_from,
            zone => self.clock.zone_name(),
            big => visit.big,
            switch_lang_url => edit(visit, "lang", lang.other().tag()),
            switch_big_url => edit(visit, "big", if visit.big { "0" } else { "1" }),
            public_url => &self.settings.public_url,
        })
    }

    /// What the desk's shell leads to, and the table of keys.
    fn menu(&self, visit: &Visit) -> Result<(Value, Value), Failure> {
        let (nav, pinned) = (nav::items(self, visit), &visit.menu.pinned);
        let ways: Vec<_> = nav.iter().map(nav::Item::way).collect();
        let keys = self.piece(visit.lang, "kit/keys.html", &ways, || context! { nav => shown(&nav) })?;
        let ctx = || context! { nav => shown(&nav), pinned => shown(pinned) };
        Ok((self.piece(visit.lang, "kit/menu.html", (&nav, pinned), ctx)?, keys))
    }

    fn actor_shown(&self, visit: &Visit) -> Option<ActorShown> {
        let Actor::Staff { roles, .. } = &visit.actor else { return None };
        let places = self.places();
        let messages = self.templates.messages();
        let names: Vec<String> = Role::ALL
            .iter()
            .filter(|role| roles.iter().any(|h| h.role == **role))
            .map(|role| messages.plain(visit.lang, &format!("role-{}", role.as_str())))
            .collect();
        let body = roles.first().map(|h| places.body_name(concord_domain::body::BodyId(h.body), visit.lang.tag()));
        Some(ActorShown {
            id: visit.actor.account(),
            name: visit.name.clone(),
            role: names.join(" · "),
            body: body.unwrap_or_default(),
        })
    }
}

/// The reader's address with one parameter changed.
fn edit(visit: &Visit, name: &str, value: &str) -> String {
    super::format::edit_query(&visit.path, &visit.query, &[(name.to_owned(), Some(value.to_owned()))])
}

fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Sends the browser on with GET after a form (303).
pub fn go(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let value = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, value);
    response
}

/// As [`go`], and leaves a message for the next page: a message key of lower-case letters and hyphens, which is shown as
/// bad news when it ends in `-problem`.
pub fn go_with(to: &str, flash: &'static str) -> Response {
    let mut response = go(to);
    add_flash(&mut response, flash);
    response
}

/// Leaves a message for the next page, as [`go_with`].
pub fn add_flash(response: &mut Response, flash: &'static str) {
    add_cookie(response, &format!("flash={flash}; Path=/; Max-Age=60; SameSite=Lax; HttpOnly"));
}

/// As [`go`], and puts a matter's key into the reader's hand.
pub fn go_with_key(desk: &Desk, to: &str, code: &MatterCode, key: &AccessKey) -> Response {
    let mut response = go(to);
    let secure = if desk.settings.public_url.starts_with("https:") { "; Secure" } else { "" };
    let path = format!("/track/{}", code.as_str());
    let cookie = format!("{KEY_COOKIE}={}; Path={path}; Max-Age=86400; SameSite=Lax; HttpOnly{secure}", key.as_str());
    add_cookie(&mut response, &cookie);
    response
}

/// Takes a matter's key out of the reader's browser.
pub fn go_without_key(to: &str, code: &MatterCode) -> Response {
    let mut response = go(to);
    add_cookie(&mut response, &format!("{KEY_COOKIE}=; Path=/track/{}; Max-Age=0; SameSite=Lax", code.as_str()));
    response
}
