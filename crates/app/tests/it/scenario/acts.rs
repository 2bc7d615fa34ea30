//! What a step does that data cannot say.

use axum::body::Body;
use axum::http::Method;
use concord_app::housekeeping;
use serde_json::{Value, json};

use super::after;
use super::alone;
use super::lists;
use super::sentence::Args;
use super::watch;
use super::world::World;
use crate::house::{As, Filed};

/// Does the act of a line.
pub async fn act(world: &mut World, act: &str, args: &Args) {
    match act {
        "today" => world.house.set_today(text(args, "date").parse().unwrap()),
        "days" => days(world, number(args, "number")).await,
        "hours" => {
            world.house.minutes_later(number(args, "number") * 60);
            housekeeping::run_due(&world.house.desk).await.unwrap();
        }
        "holiday" => {
            let desk = world.house.with_holiday(text(args, "date"), text(args, "date:to"));
            housekeeping::run_due(&desk).await.unwrap();
        }
        "report" => report(world, args).await,
        "register" => register(world, args).await,
        "accept_at_once" => accept_at_once(world, args).await,
        "register_away" => register_away(world, args).await,
        "divert_at_once" => divert_at_once(world, args).await,
        "merge_at_once" => merge_at_once(world, args).await,
        "applicants" => applicants(world, args).await,
        "likely" | "unlikely" => likely(world, act, args).await,
        "old_key_opens" => {
            let (key, code) = (&world.filed(args).key, world.code(args, "matter:other"));
            world.house.get(As::Party(key), &format!("/track/{code}")).await.is(200);
        }
        "not_reopened" => {
            let path = format!("/matters/{}/reopening", world.filed(args).code);
            world.house.json(As::Staff("coordinator"), &path, &json!({ "reason": "Again." })).await.is(422);
        }
        "party_left" => {
            let parties = world.shown(args).await["parties"].clone();
            let party = parties.as_array().unwrap().iter().find(|p| p["no"] == args["number"]).cloned().unwrap();
            assert!(party["left_on"].is_string(), "{}: {party}", world.at);
        }
        "archived" => assert!(world.shown(args).await["archived_on"].is_string(), "{}", world.at),
        "on_the_spot" => on_the_spot(world, args).await,
        "why" => {
            let code = &world.filed(args).code;
            let page = world.house.get(As::Staff("supervisor"), "/api/v1/matters?limit=100").await.is(200).json();
            let line = page["items"].as_array().unwrap().iter().find(|line| line["code"] == code.as_str()).cloned();
            let why = line.unwrap_or_else(|| panic!("{}", world.at))["why"].clone();
            assert!(why.as_str().unwrap_or_default().contains(text(args, "text")), "{}: {why}", world.at);
        }
        "crowd" => crowd(world, args).await,
        "clock_absent" => {
            let matter = world.shown(args).await;
            let found = matter["clocks"].as_array().unwrap().iter().any(|clock| clock["name"] == args["text"]);
            assert!(!found, "{}: {}", world.at, matter["clocks"]);
        }
        "paused_days" => {
            assert_eq!(clock(world, args).await["paused_days"], args["number"], "{}", world.at);
        }
        "parties" => {
            let parties = world.shown(args).await["parties"].as_array().unwrap().len();
            assert_eq!(parties as i64, number(args, "number"), "{}", world.at);
        }
        "assignments" => {
            let given = world.shown(args).await["assignments"].as_array().unwrap().len();
            assert_eq!(given as i64, number(args, "number"), "{}", world.at);
        }
        "clock_due" => assert_eq!(clock(world, args).await["due_on"], args["date"], "{}", world.at),
        "clock_in_time" => assert!(clock(world, args).await["lapsed_on"].is_null(), "{}", world.at),
        "clock_late" => assert!(clock(world, args).await["lapsed_on"].is_string(), "{}", world.at),
        "clock_stopped" => assert!(clock(world, args).await["stopped_on"].is_string(), "{}", world.at),
        "no_clock" => {
            let matter = world.shown(args).await;
            // Time that the parties have goes on after the end.
            let running = |clock: &Value| clock["stopped_on"].is_null() && clock["whose"] == "house";
            let running = matter["clocks"].as_array().unwrap().iter().any(running);
            assert!(!running, "{}: {}", world.at, matter["clocks"]);
        }
        "story" => contains(world, args, &page(world, args).await),
        "party_sees" => contains(world, args, &party_page(world, args).await),
        "party_sees_not" => {
            assert!(!party_page(world, args).await.contains(text(args, "text")), "{}", world.at);
        }
        "hidden" => {
            let path = format!("/api/v1/matters/{}", world.filed(args).code);
            world.house.get(As::Staff(text(args, "person")), &path).await.is(404);
        }
        "refused" | "forbidden" | "one_of_two" => answered(world, act, args),
        "unreadable" => {
            let status = world.last.pop().map(|answer| answer.status.as_u16());
            assert!(matches!(status, Some(400 | 422)), "{}: {status:?}", world.at);
            world.last.clear();
        }
        other if alone::act(world, other, args).await => {}
        other if watch::act(world, other, args).await || lists::act(world, other, args).await => {}
        other => after::act(world, other, args).await,
    }
}

pub fn text<'a>(args: &'a Args, name: &str) -> &'a str {
    args[name].as_str().unwrap()
}

pub fn number(args: &Args, name: &str) -> i64 {
    args[name].as_i64().unwrap()
}

/// Each day the house does its own work once.
async fn days(world: &World, days: i64) {
    for _ in 0..days {
        world.house.later(1);
        housekeeping::run_due(&world.house.desk).await.unwrap();
    }
}

async fn report(world: &mut World, args: &Args) {
    let given = json!({
        "region": args["place"],
        "category": args.get("category").cloned().unwrap_or("neighbour.noise".into()),
        "narrative": args["text"],
        "applicant": { "name": args["name"], "phone": "13812345678" },
        "danger": args.get("danger_kind").into_iter().collect::<Vec<_>>(),
        // In cents.
        "amount": args.get("number").and_then(Value::as_i64).map(|yuan| yuan * 100),
    });
    let filed = world.house.file_with(given).await;
    world.matters.insert(text(args, "matter").to_owned(), filed);
}

async fn register(world: &mut World, args: &Args) {
    let report = json!({
        "channel": args["channel"],
        "region": args["place"],
        "category": args.get("category").cloned().unwrap_or("neighbour.noise".into()),
        "narrative": args["text"],
        "language": "zh-CN",
        "applicant": { "name": "\u{674e}\u{4f1f}", "phone": "13812345678" },
        "respondents": [{ "name": "\u{738b}\u{82b3}" }],
    });
    let answer = world.house.json(As::Staff(text(args, "person")), "/reports", &report).await;
    if answer.status.is_success() {
        let json = answer.json();
        let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let filed = Filed { code: of(&json["matter"]["code"]), key: of(&json["access_key"]) };
        world.matters.insert(text(args, "matter").to_owned(), filed);
    }
    world.last = vec![answer];
}

/// Somebody away from home, at the counter where they are now.
async fn register_away(world: &mut World, args: &Args) {
    let report = json!({
        "region": args["place"],
        "category": "neighbour.noise",
        "narrative": args["text"],
        "applicant": { "name": "\u{674e}\u{4f1f}", "phone": "13812345678" },
        "arrival": { "way": "away", "sender_body": crate::house::TOWN_CENTRE },
    });
    let answer = world.house.json(As::Staff(text(args, "person")), "/reports", &report).await.is(201).json();
    let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let filed = Filed { code: of(&answer["matter"]["code"]), key: of(&answer["access_key"]) };
    world.matters.insert(text(args, "matter").to_owned(), filed);
}

/// The receiver signs while the sender takes it back, both for the same version.
async fn divert_at_once(world: &mut World, args: &Args) {
    let version = world.shown(args).await["version"].as_i64().unwrap();
    let code = world.filed(args).code.clone();
    let tag = format!("\"{version}\"");
    world.last.clear();
    for (who, path, body) in
        [("person", "receipt", json!({})), ("person:other", "recall", json!({ "reason": "\u{60f3}\u{518d}\u{8c08}" }))]
    {
        let path = format!("/matters/{code}/diversions/1/{path}");
        let who = As::Staff(text(args, who));
        world.last.push(world.house.json_with(who, &path, &body, &[("if-match", tag.as_str())]).await);
    }
}

/// A report against so many neighbours.
async fn crowd(world: &mut World, args: &Args) {
    let others: Vec<Value> =
        (1..number(args, "number")).map(|n| json!({ "name": format!("\u{90bb}\u{5c45}{n}") })).collect();
    let given = json!({ "region": args["place"], "narrative": args["text"], "respondents": others });
    let filed = world.house.file_with(given).await;
    world.matters.insert(text(args, "matter").to_owned(), filed);
}

async fn on_the_spot(world: &mut World, args: &Args) {
    let mut body = json!({
        "applicant": args["applicant"], "respondent": args["respondent"], "narrative": args["story"],
        "terms": args["terms"],
    });
    if let Some(place) = args.get("place") {
        body["region"] = place.clone();
    }
    if args.contains_key("account") {
        body["mediator"] = world.house.account(text(args, "account")).into();
    }
    let answer = world.house.json(As::Staff(text(args, "person")), "/on-the-spot", &body).await;
    if answer.status.is_success() {
        let code = answer.json()["code"].as_str().unwrap().to_owned();
        world.matters.insert(text(args, "matter").to_owned(), Filed { code, key: String::new() });
    }
    world.last = vec![answer];
}

/// Two people decide for the same version.
async fn accept_at_once(world: &mut World, args: &Args) {
    let version = world.shown(args).await["version"].as_i64().unwrap();
    let path = format!("/api/v1/matters/{}/acceptance", world.filed(args).code);
    let tag = format!("\"{version}\"");
    world.last.clear();
    for who in ["person", "person:other"] {
        let who = As::Staff(text(args, who));
        let headers = [("if-match", tag.as_str())];
        let body = Body::from("{}");
        let answer = world.house.ask(who, Method::POST, &path, Some("application/json"), body, &headers).await;
        world.last.push(answer);
    }
}

/// Two people merge the same version.
async fn merge_at_once(world: &mut World, args: &Args) {
    let version = world.shown(args).await["version"].as_i64().unwrap();
    let path = format!("/api/v1/matters/{}/merger", world.filed(args).code);
    let (tag, into) = (format!("\"{version}\""), world.code(args, "matter:into"));
    world.last.clear();
    for who in ["person", "person:other"] {
        let body = json!({ "into": into, "reason": "The same." }).to_string();
        let headers = [("if-match", tag.as_str())];
        let who = As::Staff(text(args, who));
        let answer = world.house.ask(who, Method::POST, &path, Some("application/json"), Body::from(body), &headers);
        let answer = answer.await;
        world.last.push(answer);
    }
}

/// So many people join by a list.
async fn applicants(world: &mut World, args: &Args) {
    let all: Vec<Value> = (1..=number(args, "number"))
        .map(|n| json!({ "name": format!("\u{5de5}\u{53cb}{n}"), "phone": format!("1370000{n:04}") }))
        .collect();
    let path = format!("/matters/{}/applicants", world.filed(args).code);
    let answer = world.house.json(As::Staff(text(args, "person")), &path, &json!({ "applicants": all })).await;
    world.last = vec![answer];
}

/// What is suggested as likely the same, with the reasons.
async fn likely(world: &World, act: &str, args: &Args) {
    let path = format!("/api/v1/matters/{}/likely-earlier", world.filed(args).code);
    let found = world.house.get(As::Staff("coordinator"), &path).await.is(200).json();
    let code = world.code(args, "matter:other");
    let line = found["items"].as_array().unwrap().iter().find(|line| line["code"] == code.as_str());
    if act == "unlikely" {
        assert!(line.is_none(), "{}: {found}", world.at);
        return;
    }
    let reasons = line.unwrap_or_else(|| panic!("{}: {found}", world.at))["reasons"].to_string();
    assert!(reasons.contains(text(args, "text")), "{}: {reasons}", world.at);
}

/// The clock of that name that was started last.
pub async fn clock(world: &World, args: &Args) -> Value {
    let matter = world.shown(args).await;
    let clocks = matter["clocks"].as_array().unwrap();
    let found = clocks.iter().rfind(|clock| clock["name"] == args["text"]);
    found.cloned().unwrap_or_else(|| panic!("{}: {clocks:?}", world.at))
}

/// The matter's page as the staff read it.
async fn page(world: &World, args: &Args) -> String {
    let path = format!("/desk/matters/{}", world.filed(args).code);
    world.house.get(As::Staff("supervisor"), &path).await.is(200).text
}

/// The matter's page as its applicant reads it.
async fn party_page(world: &World, args: &Args) -> String {
    let filed = world.filed(args);
    world.house.get(As::Party(&filed.key), &format!("/track/{}", filed.code)).await.is(200).text
}

fn contains(world: &World, args: &Args, page: &str) {
    assert!(page.contains(text(args, "text")), "{}: {page}", world.at);
}

/// What was said about the step before.
fn answered(world: &mut World, act: &str, args: &Args) {
    let last = std::mem::take(&mut world.last);
    let statuses: Vec<u16> = last.iter().map(|answer| answer.status.as_u16()).collect();
    match act {
        "refused" => {
            let answer = last.last().unwrap_or_else(|| panic!("{}: nothing was asked", world.at));
            assert!(answer.status.is_client_error(), "{}: {} {}", world.at, answer.status, answer.text);
            contains(world, args, &answer.text);
        }
        "forbidden" => assert!(matches!(statuses[..], [403 | 404]), "{}: {statuses:?}", world.at),
        _ => {
            assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{}: {statuses:?}", world.at);
            assert!(statuses.contains(&409) || statuses.contains(&412), "{}: {statuses:?}", world.at);
        }
    }
}
