//! The pages as a browser meets them, through every middleware.

use axum::Router;
use axum::body::Body;
use axum::http::header::{self, HeaderMap};
use axum::http::{Request, StatusCode};
use concord_policy::{Action, Actor, Role, Subject};
use concord_store::testing::on_both_async;
use concord_store::{Conn, Store};
use tower::ServiceExt as _;

use super::accounts::{self, HOUSE, NewAccount};
use super::enter::PER_LOGIN;
use super::passwords;
use crate::kit::testing::{NOW, desk};

const PASSWORD: &str = "three+chairs+in+the+room";

/// A house with the operator `root`, at the public address given.
async fn house(store: Store, public_url: &str) -> Router {
    let hash = passwords::hash_here(&PASSWORD.replace('+', " ")).unwrap();
    let desk = desk(store, public_url);
    let permit = desk.policy.permit(&Actor::System("cli"), Action::ManageAccounts, &Subject::House).unwrap();
    let new = NewAccount {
        login: "root".to_owned(),
        name: "王操作".to_owned(),
        password_hash: Some(hash),
        roles: vec![(Role::Operator, HOUSE)],
    };
    desk.store.write(move |c: &mut Conn| accounts::create(c, &permit, new, NOW)).await.unwrap();
    crate::web::router(desk)
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    /// Where it sends the browser, and the cookie for the session in the form in which it comes back.
    fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    fn session(&self) -> &str {
        let mut cookies = self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        cookies.find(|cookie| cookie.starts_with("concord_session=")).unwrap_or_default()
    }

    fn cookie(&self) -> String {
        self.session().split(';').next().unwrap().to_owned()
    }
}

async fn ask(house: &Router, method: &str, uri: &str, cookie: &str, form: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(uri)
        .header(header::HOST, "concord.example")
        .header(header::ORIGIN, "http://concord.example")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap();
    let (parts, body) = house.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}

async fn sign_in(house: &Router, password: &str) -> Answer {
    ask(house, "POST", "/sign-in", "", &format!("login=Root&password={password}&next=/desk/password")).await
}

#[test]
fn signing_in_leads_on_with_a_cookie_that_scripts_and_other_sites_cannot_use() {
    on_both_async(|store| async move {
        let house = house(store, "http://concord.example").await;
        let answer = sign_in(&house, PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/desk/password"));
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(answer.session().contains(attribute), "{}", answer.session());
        }
        assert!(!answer.session().contains("Secure"));
        let page = ask(&house, "GET", "/desk/password", &answer.cookie(), "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("王操作") && page.text.contains("修改密码"));
    });
}

#[test]
fn with_tls_the_cookie_never_travels_without() {
    on_both_async(|store| async move {
        let house = house(store, "https://concord.example").await;
        assert!(sign_in(&house, PASSWORD).await.session().contains("Secure"));
    });
}

#[test]
fn a_wrong_password_shows_the_form_again_with_the_login_and_without_the_password() {
    on_both_async(|store| async move {
        let house = house(store, "http://concord.example").await;
        let answer = sign_in(&house, "some-other-words").await;
        assert_eq!((answer.status, answer.session()), (StatusCode::UNPROCESSABLE_ENTITY, ""));
        assert!(answer.text.contains("登录名或密码不对") && answer.text.contains("value=\"Root\""));
        assert!(!answer.text.contains("some-other-words"));
        let empty = ask(&house, "POST", "/sign-in?lang=en", "", "login=").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("Enter your login") && empty.text.contains("Enter your password"));
    });
}

#[test]
fn too_many_guesses_are_told_when_to_come_back_in_both_languages() {
    on_both_async(|store| async move {
        let house = house(store, "http://concord.example").await;
        for _ in 0..PER_LOGIN.burst {
            sign_in(&house, "guess").await;
        }
        let answer = sign_in(&house, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.headers[header::RETRY_AFTER], "90");
        assert!(answer.text.contains("试的次数太多") && answer.text.contains("01:49"), "{}", answer.text);
        let english = ask(&house, "POST", "/sign-in?lang=en", "", &format!("login=root&password={PASSWORD}")).await;
        assert!(english.text.contains("Too many attempts") && english.text.contains("01:49"));
    });
}

#[test]
fn signing_out_ends_the_session_and_pages_ask_to_sign_in_again() {
    on_both_async(|store| async move {
        let house = house(store, "http://concord.example").await;
        let cookie = sign_in(&house, PASSWORD).await.cookie();
        let out = ask(&house, "POST", "/sign-out", &cookie, "").await;
        assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/sign-in"));
        assert!(out.session().starts_with("concord_session=;") && out.session().contains("Max-Age=0"));
        let page = ask(&house, "GET", "/desk/password", &cookie, "").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert!(page.location().starts_with("/sign-in?next="), "{}", page.location());
    });
}

#[test]
fn a_new_password_takes_the_old_one_and_signs_everyone_out() {
    on_both_async(|store| async move {
        let house = house(store, "http://concord.example").await;
        let cookie = sign_in(&house, PASSWORD).await.cookie();
        let change = |form: String| {
            let (house, cookie) = (house.clone(), cookie.clone());
            async move { ask(&house, "POST", "/desk/password", &cookie, &form).await }
        };
        for (form, told) in [
            (format!("current={PASSWORD}&fresh=short&again=short"), "新密码太短，至少要 10 个字符"),
            (format!("current={PASSWORD}&fresh=root+and+branch&again=root+and+branch"), "太容易被猜到"),
            (format!("current={PASSWORD}&fresh=four+cups+of+tea&again=four+cups+of+tee"), "两次输入的新密码不一样"),
            ("current=wrong&fresh=four+cups+of+tea&again=four+cups+of+tea".to_owned(), "现在的密码不对"),
        ] {
            let answer = change(form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(told), "{told}: {}", answer.text);
        }
        let done = change(format!("current={PASSWORD}&fresh=four+cups+of+tea&again=four+cups+of+tea")).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/sign-in"));
        assert_eq!(ask(&house, "GET", "/desk/password", &cookie, "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(sign_in(&house, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sign_in(&house, "four+cups+of+tea").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn another_site_cannot_sign_anyone_in() {
    on_both_async(|store| async move {
        let house = house(store, "http://concord.example").await;
        let request = Request::post("/sign-in")
            .header(header::HOST, "concord.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("login=root&password={PASSWORD}")))
            .unwrap();
        let answer = house.oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert!(!answer.headers().contains_key(header::SET_COOKIE));
    });
}
