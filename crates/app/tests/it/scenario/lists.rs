//! Steps about lists: why something stands there, whose they are, and whether a number is its list.

use serde_json::Value;

use super::acts::{number, text};
use super::sentence::Args;
use super::world::World;
use crate::house::As;

/// Does the act of a line, if it is one of these.
pub async fn act(world: &mut World, act: &str, args: &Args) -> bool {
    match act {
        "why_in_list" => {
            let lines = lines(world, args).await;
            let why: Vec<&str> = lines.iter().map(|line| line["why"].as_str().unwrap_or_default()).collect();
            assert!(why.iter().any(|why| why.contains(text(args, "text"))), "{}: {why:?}", world.at);
        }
        "not_in_list" => assert_eq!(lines(world, args).await, Vec::<Value>::new(), "{}", world.at),
        "lines_in_list" => {
            assert_eq!(lines(world, args).await.len() as i64, number(args, "number"), "{}", world.at);
        }
        "late_is_its_list" => {
            let supervisor = || As::Staff("supervisor");
            let figures = world.house.get(supervisor(), "/api/v1/statistics?region=970101").await.is(200).json();
            let path = "/api/v1/matters?status=late&region=970101&limit=100";
            let listed = world.house.get(supervisor(), path).await.is(200).json();
            let listed = listed["items"].as_array().unwrap().len() as i64;
            assert_eq!((figures["late"].as_i64().unwrap(), listed), (number(args, "number"), listed), "{}", world.at);
            assert_eq!(listed, number(args, "number"), "{}", world.at);
            // The week's page divides the same number by what is waited for.
            let page = world.house.get(supervisor(), "/desk/dashboard?region=970101&lang=en").await.is(200).text;
            let tiles = page.split("status=late").count() - 1;
            assert!(tiles > 0, "{}", world.at);
        }
        "responsible_for" | "not_responsible_for" => {
            assert_eq!(by_body(world, args, "body").await, act == "responsible_for", "{}", world.at);
        }
        "leads" | "not_leads" => assert_eq!(by_body(world, args, "lead").await, act == "leads", "{}", world.at),
        _ => return false,
    }
    true
}

/// The lines of a person's list that are about the matter.
async fn lines(world: &World, args: &Args) -> Vec<Value> {
    let path = format!("/api/v1{}", text(args, "list"));
    let list = world.house.get(As::Staff(text(args, "person")), &path).await.is(200).json();
    let code = world.filed(args).code.as_str();
    list["items"].as_array().unwrap().iter().filter(|line| line["code"] == code).cloned().collect()
}

/// Whether the supervisor's list, narrowed to a body, holds the matter: in every order the same.
async fn by_body(world: &World, args: &Args, by: &str) -> bool {
    let code = world.filed(args).code.as_str();
    let mut found = Vec::new();
    for order in ["newest", "oldest", "due"] {
        let path = format!("/api/v1/matters?{by}={}&status=open&order={order}", args["body"]);
        let list = world.house.get(As::Staff("supervisor"), &path).await.is(200).json();
        found.push(list["items"].as_array().unwrap().iter().any(|line| line["code"] == code));
    }
    found.dedup();
    assert_eq!(found.len(), 1, "{}: one order has what another has not", world.at);
    found[0]
}
