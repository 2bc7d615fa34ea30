//! Steps about who represents a party, and about what is searched and traced.

use serde_json::{Value, json};

use super::acts::{number, text};
use super::sentence::Args;
use super::world::World;
use crate::alone::printed_key;
use crate::house::{As, percent};

/// Does the act of a line, where it is one of these.
pub async fn act(world: &mut World, act: &str, args: &Args) -> bool {
    match act {
        "admit" => {
            let code = world.filed(args).code.clone();
            let path = format!("/desk/matters/{code}/parties/{}/representative/key", args["party"]);
            let page = world.house.post(As::Staff(text(args, "person")), &path, &[]).await.is(200).text;
            world.agents.insert(text(args, "matter").to_owned(), printed_key(&page, &code));
        }
        "agent_writes" => {
            let (key, code) = (agent(world, args), world.filed(args).code.clone());
            let body = json!({ "text": args["text"] });
            world.last = vec![world.house.json(As::Party(&key), &format!("/matters/{code}/messages"), &body).await];
        }
        "agent_sees" => assert!(agent_page(world, args).await.contains(text(args, "text")), "{}", world.at),
        "agent_sees_not" => assert!(!agent_page(world, args).await.contains(text(args, "text")), "{}", world.at),
        "agent_signs_not" => {
            let (key, code) = (agent(world, args), world.filed(args).code.clone());
            for path in ["agreement/signatures", "withdrawal"] {
                world
                    .house
                    .json(As::Party(&key), &format!("/matters/{code}/{path}"), &json!({ "party": 1 }))
                    .await
                    .is(403);
            }
        }
        "agent_out" => {
            let (key, code) = (agent(world, args), world.filed(args).code.clone());
            world.house.get(As::Party(&key), &format!("/api/v1/matters/{code}")).await.is(404);
        }
        "precedent" => {
            let found = precedents(world, args).await;
            assert!(found.iter().any(|p| p["responsible"]["id"] == args["body"]), "{}: {found:?}", world.at);
        }
        "no_precedent" => assert!(precedents(world, args).await.is_empty(), "{}", world.at),
        "held_in_trace" => {
            let trace = trace(world, args).await;
            let stays = trace["stays"].as_array().unwrap().iter().filter(|s| s["body"]["id"] == args["body"]);
            let days: i64 = stays.map(|stay| stay["days"].as_i64().unwrap()).sum();
            assert_eq!(days, number(args, "number"), "{}: {trace}", world.at);
        }
        "missed_in_trace" => {
            let trace = trace(world, args).await;
            let missed = |p: &Value| p["kind"] == args["promise"] && p["body"]["id"] == args["body"];
            let found = trace["promises"].as_array().unwrap().iter().find(|p| missed(p) && p["missed"] == true);
            assert!(found.is_some(), "{}: {trace}", world.at);
        }
        "withdrawn_in_trace" => {
            let trace = trace(world, args).await;
            let withdrawn = |p: &Value| p["withdrawn_on"].is_string() && p["body"]["id"] == args["body"];
            let found = trace["promises"].as_array().unwrap().iter().find(|p| withdrawn(p) && p["missed"] == false);
            assert!(found.is_some(), "{}: {trace}", world.at);
        }
        _ => return false,
    }
    true
}

fn agent(world: &World, args: &Args) -> String {
    world.agents.get(text(args, "matter")).unwrap_or_else(|| panic!("{}: nobody has a key", world.at)).clone()
}

async fn agent_page(world: &World, args: &Args) -> String {
    let (key, code) = (agent(world, args), &world.filed(args).code);
    let page = world.house.get(As::Party(&key), &format!("/track/{code}?lang=zh-CN")).await.is(200).text;
    page + &world.house.get(As::Party(&key), &format!("/api/v1/matters/{code}/events?limit=100")).await.is(200).text
}

async fn precedents(world: &World, args: &Args) -> Vec<Value> {
    let path = format!("/api/v1/precedents?q={}", percent(text(args, "text")));
    let found = world.house.get(As::Staff(text(args, "person")), &path).await.is(200).json();
    found["items"].as_array().unwrap().clone()
}

async fn trace(world: &World, args: &Args) -> Value {
    let path = format!("/api/v1/matters/{}/trace", world.filed(args).code);
    world.house.get(As::Staff("supervisor"), &path).await.is(200).json()
}
