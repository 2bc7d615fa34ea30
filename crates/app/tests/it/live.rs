//! Live updates: what is told, to whom, after an absence, within which limits, and across processes.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Method;
use axum::response::Response;
use concord_app::kit::accounts::sessions;
use concord_app::kit::live::Limits;
use concord_store::journal;
use futures::{FutureExt as _, StreamExt as _};
use serde_json::{Value, json};

use crate::house::{As, COMMITTEE, Filed, House, OTHER_VILLAGE};

/// Longer than anything here takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// One event of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Got {
    event: String,
    id: Option<i64>,
    data: Value,
}

/// An open stream.
struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    fn of(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event; none when the stream has ended.
    async fn next(&mut self) -> Option<Got> {
        tokio::time::timeout(PATIENCE, self.read()).await.expect("an event")
    }

    async fn read(&mut self) -> Option<Got> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| block.lines().find_map(|l| l.strip_prefix(name)).map(str::trim);
                if let Some(event) = field("event:") {
                    let data = serde_json::from_str(field("data:").unwrap()).unwrap();
                    return Some(Got { event: event.to_owned(), id: field("id:").map(|id| id.parse().unwrap()), data });
                }
                continue;
            }
            let bytes = self.body.next().await?.unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// Whether there is nothing to be told now.
    fn is_quiet(&mut self) -> bool {
        self.read().now_or_never().is_none()
    }

    /// The next event of a kind, past others.
    async fn wait_for(&mut self, event: &str) -> Got {
        loop {
            let got = self.next().await.expect("the stream goes on");
            if got.event == event {
                return got;
            }
        }
    }
}

async fn ask(house: &House, who: As<'_>, path: &str, headers: &[(&str, &str)]) -> Response {
    house.send(who, Method::GET, path, None, Body::empty(), headers).await
}

async fn open(house: &House, who: As<'_>, path: &str) -> Stream {
    let mut stream = Stream::of(ask(house, who, path, &[]).await);
    assert_eq!(stream.next().await.unwrap().event, "hello");
    stream
}

async fn note(house: &House, code: &str, audience: &str) {
    let text = json!({ "text": "\u{5df2}\u{7535}\u{8bdd}\u{8054}\u{7cfb}", "audience": audience });
    house.json(As::Staff("coordinator"), &format!("/matters/{code}/notes"), &text).await.is(201);
}

async fn message(house: &House, code: &str) {
    let text = json!({ "text": "\u{60a8}\u{597d}" });
    house.json(As::Staff("mediator"), &format!("/matters/{code}/messages"), &text).await.is(201);
}

/// A matter that the mediator of the village's committee settles.
async fn given(house: &Arc<House>) -> Filed {
    let filed = house.file("\u{697c}\u{4e0a}\u{6f0f}\u{6c34}").await;
    house.json(As::Staff("coordinator"), &format!("/matters/{}/acceptance", filed.code), &json!({})).await.is(201);
    let order = json!({ "body": COMMITTEE, "duty": "lead", "mediator": house.account("mediator") });
    house.json(As::Staff("coordinator"), &format!("/matters/{}/assignments", filed.code), &order).await.is(201);
    filed
}

async fn version(house: &House, code: &str) -> i64 {
    house.matter(code).await["version"].as_i64().unwrap()
}

async fn head(house: &House) -> i64 {
    house.store.read(journal::head).await.unwrap()
}

#[test]
fn a_burst_of_changes_is_told_once_with_the_newest_version_and_the_place_in_the_journal() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let mut stream = open(&house, As::Staff("mediator"), &format!("/desk/live?matter={}", filed.code)).await;
        for _ in 0..20 {
            note(&house, &filed.code, "staff").await;
        }
        let (newest, place) = (version(&house, &filed.code).await, head(&house).await);
        let mut last = stream.next().await.unwrap();
        let mut told = 1;
        while last.data["version"] != newest {
            last = stream.next().await.unwrap();
            told += 1;
        }
        // The matter may be read a moment after the journal: then the place is the earlier one, and nothing is missed.
        assert!(last.event == "matter" && last.id.unwrap() <= place, "{last:?}");
        assert!(told <= 3, "{told} events for 20 notes that nobody waited for");
        assert!(stream.is_quiet());
    });
}

#[test]
fn a_stream_is_neither_compressed_nor_kept_by_anybody_on_the_way() {
    House::each(|house| async move {
        let path = "/desk/live?lists=1";
        let answer = ask(&house, As::Staff("coordinator"), path, &[("accept-encoding", "gzip")]).await;
        let header = |name: &str| answer.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
        assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
        assert_eq!((header("content-encoding"), header("x-accel-buffering").as_deref()), (None, Some("no")));
        assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    });
}

#[test]
fn whoever_may_not_see_a_matter_is_not_told_that_it_changed() {
    House::each(|house| async move {
        let near = given(&house).await;
        let far = house.file_with(json!({ "region": OTHER_VILLAGE })).await;
        let matter = format!("/desk/live?matter={}", near.code);
        assert_eq!(ask(&house, As::Staff("other_coordinator"), &matter, &[]).await.status(), 404);
        assert_eq!(ask(&house, As::Nobody, &matter, &[]).await.status(), 303);
        assert_eq!(ask(&house, As::Nobody, "/desk/live", &[]).await.status(), 303);
        let mut theirs = open(&house, As::Staff("other_coordinator"), "/desk/live").await;
        let mut ours = open(&house, As::Staff("coordinator"), "/desk/live").await;
        note(&house, &near.code, "staff").await;
        ours.wait_for("lists").await;
        assert!(theirs.is_quiet());
        let accept = format!("/matters/{}/acceptance", far.code);
        house.json(As::Staff("other_coordinator"), &accept, &json!({})).await.is(201);
        let got = theirs.next().await.unwrap();
        assert_eq!((got.event.as_str(), got.data, got.id), ("lists", json!({}), Some(head(&house).await)));
        assert!(ours.is_quiet());
    });
}

#[test]
fn a_party_is_told_what_it_may_read_and_never_who_is_looking() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let path = format!("/track/{}/live", filed.code);
        let mut party = open(&house, As::Party(&filed.key), &path).await;
        let mut staff = open(&house, As::Staff("mediator"), &format!("/desk/live?matter={}", filed.code)).await;
        note(&house, &filed.code, "staff").await;
        staff.wait_for("matter").await;
        message(&house, &filed.code).await;
        let told = version(&house, &filed.code).await;
        note(&house, &filed.code, "staff").await;
        let got = party.next().await.unwrap();
        assert_eq!((got.event.as_str(), got.data), ("matter", json!({ "version": told })));
        message(&house, &filed.code).await;
        let newest = version(&house, &filed.code).await;
        assert_eq!(party.next().await.unwrap().data, json!({ "version": newest }));
        // The party's stream made nobody appear on the desk's page either.
        assert_eq!(staff.wait_for("matter").await.event, "matter");
        assert!(staff.is_quiet());
        assert_eq!(ask(&house, As::Party("WRONG"), &path, &[]).await.status(), 404);
    });
}

#[test]
fn after_an_absence_exactly_what_was_missed_is_told() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let path = format!("/desk/live?matter={}&lists=1", filed.code);
        let mut stream = Stream::of(ask(&house, As::Staff("mediator"), &path, &[]).await);
        let place = stream.next().await.unwrap().id.unwrap().to_string();
        drop(stream);
        note(&house, &filed.code, "staff").await;
        let missed = version(&house, &filed.code).await;
        let mut again = Stream::of(ask(&house, As::Staff("mediator"), &path, &[("last-event-id", &place)]).await);
        assert_eq!(again.next().await.unwrap().event, "hello");
        assert_eq!(again.next().await.unwrap().data, json!({ "version": missed }));
        let lists = again.next().await.unwrap();
        assert_eq!(lists.event, "lists");
        drop(again);
        let place = lists.id.unwrap().to_string();
        let mut again = Stream::of(ask(&house, As::Staff("mediator"), &path, &[("last-event-id", &place)]).await);
        assert_eq!(again.next().await.unwrap().event, "hello");
        assert!(again.is_quiet());
    });
}

#[test]
fn a_page_is_told_what_happened_between_its_drawing_and_its_connection() {
    House::each(|house| async move {
        let filed = given(&house).await;
        drop(open(&house, As::Staff("mediator"), "/desk/live").await);
        let page = house.get(As::Staff("mediator"), &format!("/desk/matters/{}", filed.code)).await.is(200).text;
        let address = page.split("data-live=\"").nth(2).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        note(&house, &filed.code, "staff").await;
        let mut stream = open(&house, As::Staff("mediator"), &address).await;
        assert_eq!(stream.wait_for("matter").await.data, json!({ "version": version(&house, &filed.code).await }));
    });
}

#[test]
fn an_absence_longer_than_is_remembered_is_owned_up_to() {
    House::each_with(Limits { ring: 4, ..Limits::default() }, |house| async move {
        let mut stream = Stream::of(ask(&house, As::Staff("coordinator"), "/desk/live", &[]).await);
        let place = stream.next().await.unwrap().id.unwrap_or(1).max(1).to_string();
        drop(stream);
        for _ in 0..6 {
            house.file("\u{697c}\u{4e0a}\u{6f0f}\u{6c34}").await;
        }
        let mut again =
            Stream::of(ask(&house, As::Staff("coordinator"), "/desk/live", &[("last-event-id", &place)]).await);
        assert_eq!(again.next().await.unwrap().event, "hello");
        let got = again.next().await.unwrap();
        assert!(got.event == "reload" && got.id.unwrap() <= head(&house).await, "{got:?}");
    });
}

#[test]
fn connections_are_limited_for_each_and_in_all_and_a_closed_one_makes_room() {
    House::each_with(Limits { of_one: 2, in_all: 3, ..Limits::default() }, |house| async move {
        let first = open(&house, As::Staff("mediator"), "/desk/live").await;
        let _second = open(&house, As::Staff("mediator"), "/desk/live").await;
        let refused = ask(&house, As::Staff("mediator"), "/desk/live", &[]).await;
        assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (429, "30"));
        let third = open(&house, As::Staff("coordinator"), "/desk/live").await;
        assert_eq!(ask(&house, As::Staff("officer"), "/desk/live", &[]).await.status(), 429);
        drop((first, third));
        drop(open(&house, As::Staff("mediator"), "/desk/live").await);
        drop(open(&house, As::Staff("officer"), "/desk/live").await);
    });
}

#[test]
fn streams_end_when_the_process_is_asked_to() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let mut lists = open(&house, As::Staff("mediator"), "/desk/live").await;
        let mut party = open(&house, As::Party(&filed.key), &format!("/track/{}/live", filed.code)).await;
        house.desk.live.end();
        assert_eq!((lists.next().await, party.next().await), (None, None));
        let mut late = Stream::of(ask(&house, As::Staff("mediator"), "/desk/live", &[]).await);
        assert_eq!(late.next().await, None);
    });
}

#[test]
fn colleagues_on_a_matter_see_each_other_and_who_writes() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let path = format!("/desk/live?matter={}", filed.code);
        let mut first = open(&house, As::Staff("mediator"), &path).await;
        let second = open(&house, As::Staff("coordinator"), &path).await;
        let looking = json!([{ "name": "coordinator", "doing": "looking" }]);
        assert_eq!(first.wait_for("people").await.data, looking);
        let presence = format!("/desk/matters/{}/presence", filed.code);
        house.post(As::Staff("coordinator"), &presence, &[("state", "writing")]).await.is(204);
        let writing = json!([{ "name": "coordinator", "doing": "writing" }]);
        assert_eq!(first.wait_for("people").await.data, writing);
        house.post(As::Staff("coordinator"), &presence, &[("state", "looking")]).await.is(204);
        assert_eq!(first.wait_for("people").await.data, looking);
        drop(second);
        house.minutes_later(1);
        assert_eq!(first.wait_for("people").await.data, json!([]));
        house.post(As::Staff("other_mediator"), &presence, &[("state", "writing")]).await.is(404);
        house.post(As::Nobody, &presence, &[("state", "writing")]).await.is(303);
    });
}

#[test]
fn another_process_on_the_same_database_is_heard_and_its_people_are_seen() {
    House::each(|house| async move {
        let Some(beside) = house.beside() else { return };
        let filed = given(&house).await;
        let path = format!("/desk/live?matter={}", filed.code);
        let mut here = open(&house, As::Staff("mediator"), &path).await;
        let there = open(&beside, As::Staff("coordinator"), &path).await;
        let seen = here.wait_for("people").await.data;
        assert_eq!(seen, json!([{ "name": "coordinator", "doing": "looking" }]));
        note(&beside, &filed.code, "staff").await;
        assert_eq!(here.wait_for("matter").await.data, json!({ "version": version(&house, &filed.code).await }));
        drop(there);
        house.minutes_later(1);
        assert_eq!(here.wait_for("people").await.data, json!([]));
        beside.desk.live.end();
        beside.desk.store.shutdown().await;
    });
}

#[test]
fn a_page_that_looks_for_news_by_itself_keeps_no_session_alive() {
    House::each(|house| async move {
        let (account, now) = (house.account("mediator"), house.desk.now());
        let open = move |c: &mut concord_store::Conn| sessions::open(c, account, "a browser", now);
        let token = house.store.write(open).await.unwrap();
        let cookie = format!("{}={token}", sessions::COOKIE);
        let by_itself = [("cookie", cookie.as_str()), ("concord-unattended", "1")];
        let by_hand = [("cookie", cookie.as_str())];
        house.minutes_later(180);
        assert_eq!(ask(&house, As::Nobody, "/desk/live", &by_hand).await.status(), 200);
        assert_eq!(ask(&house, As::Nobody, "/desk/mine", &by_itself).await.status(), 200);
        house.minutes_later(59);
        assert_eq!(ask(&house, As::Nobody, "/desk/mine", &by_hand).await.status(), 200);
        house.minutes_later(180);
        assert_eq!(ask(&house, As::Nobody, "/desk/live", &by_hand).await.status(), 200);
        house.minutes_later(61);
        assert_eq!(ask(&house, As::Nobody, "/desk/mine", &by_hand).await.status(), 303);
    });
}
