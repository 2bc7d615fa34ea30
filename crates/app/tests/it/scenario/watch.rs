//! What steps about danger, notices and rosters do that data cannot say.

use serde_json::{Value, json};

use super::sentence::Args;
use super::world::World;
use crate::house::As;

/// Does the act of a line, if it is one of these.
pub async fn act(world: &mut World, act: &str, args: &Args) -> bool {
    match act {
        "danger_kind" | "no_danger_kind" => {
            let matter = world.shown(args).await;
            let kinds = matter["danger"]["kinds"].as_array().cloned().unwrap_or_default();
            let known = kinds.contains(&args["danger_kind"]);
            assert_eq!(known, act == "danger_kind", "{}: {}", world.at, matter["danger"]);
        }
        "danger_told" => {
            let told =
                world.shown(args).await["danger"]["told"].as_array().unwrap().last().cloned().unwrap_or_default();
            let account = world.house.account(text(args, "account"));
            assert_eq!(told["by"], args["told"], "{}: {told}", world.at);
            assert!(told["accounts"].as_array().unwrap().contains(&account.into()), "{}: {told}", world.at);
        }
        "first_in_queue" => {
            let page = world.house.get(As::Staff("coordinator"), "/desk/queue?scope=region").await.is(200).text;
            first(world, args, &page);
        }
        "first_in_list" => {
            let page = world.house.get(As::Staff("supervisor"), "/desk/matters?order=oldest").await.is(200).text;
            let oldest = page.split("id=\"row-").nth(1).unwrap().to_owned();
            assert!(!oldest.starts_with(&world.filed(args).code), "{}: it is first by age already", world.at);
            let page = world.house.get(As::Staff("supervisor"), "/desk/matters?order=due").await.is(200).text;
            first(world, args, &page);
        }
        "notice" => assert!(notice(world, args).await.is_some(), "{}", world.at),
        "no_notice" => assert_eq!(notice(world, args).await, None, "{}", world.at),
        "read_notice" => {
            let id = notice(world, args).await.unwrap_or_else(|| panic!("{}", world.at))["id"].clone();
            let answer =
                world.house.json(As::Staff(text(args, "person")), "/notices/reading", &json!({ "id": id })).await;
            world.last = vec![answer];
        }
        "unread" => {
            let notices = notices(world, args).await;
            assert_eq!(notices["unread"], args["number"], "{}: {notices}", world.at);
        }
        "paused_in_trace" => {
            let path = format!("/api/v1/matters/{}/trace", world.filed(args).code);
            let trace = world.house.get(As::Staff("supervisor"), &path).await.is(200).json();
            let stays = trace["stays"].as_array().unwrap();
            let of_body = stays.iter().filter(|stay| stay["body"]["id"] == args["body"]);
            let days: i64 = of_body.map(|stay| stay["paused_days"].as_i64().unwrap()).sum();
            assert_eq!(days, args["number"].as_i64().unwrap(), "{}: {trace}", world.at);
        }
        "on_duty" => {
            let account = world.house.account(text(args, "account"));
            assert_eq!(roster(world, args, "coordinator").await["on_duty"], json!([account]), "{}", world.at);
        }
        "gaps" | "no_gaps" => {
            let roster = roster(world, args, text(args, "person")).await;
            let any = !roster["gaps"].as_array().unwrap().is_empty();
            assert_eq!(any, act == "gaps", "{}: {}", world.at, roster["gaps"]);
        }
        "gap_notice" | "no_gap_notice" => {
            let all = notices(world, args).await;
            let href = format!("/desk/rosters/{}", args["body"]);
            let of_body = |item: &&Value| item["kind"] == "duty_gap" && item["href"] == href.as_str();
            let told: Vec<Value> = all["items"].as_array().unwrap().iter().filter(of_body).cloned().collect();
            match args.get("number") {
                Some(number) => {
                    assert_eq!(told.len(), 1, "{}: {all}", world.at);
                    assert_eq!(&told[0]["about"], number, "{}: {all}", world.at);
                }
                None => assert!(told.is_empty(), "{}: {all}", world.at),
            }
        }
        _ => return false,
    }
    true
}

fn text<'a>(args: &'a Args, name: &str) -> &'a str {
    args[name].as_str().unwrap()
}

fn first(world: &World, args: &Args, page: &str) {
    let row = page.split("id=\"row-").nth(1).unwrap_or_else(|| panic!("{}: no line: {page}", world.at));
    assert!(row.starts_with(&world.filed(args).code), "{}: {row}", world.at);
}

async fn notices(world: &World, args: &Args) -> Value {
    world.house.get(As::Staff(text(args, "person")), "/api/v1/notices").await.is(200).json()
}

/// The notice of that kind about the matter.
async fn notice(world: &World, args: &Args) -> Option<Value> {
    let (code, all) = (world.filed(args).code.clone(), notices(world, args).await);
    let items = all["items"].as_array().unwrap();
    items.iter().find(|item| item["code"] == code.as_str() && item["kind"] == args["notice"]).cloned()
}

async fn roster(world: &World, args: &Args, who: &str) -> Value {
    world.house.get(As::Staff(who), &format!("/api/v1/rosters/{}", args["body"])).await.is(200).json()
}
