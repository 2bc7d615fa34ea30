//! Steps about rating and after.

use serde_json::{Value, json};

use super::acts::{number, text};
use super::sentence::Args;
use super::world::World;
use crate::house::As;

/// Does the act of a line.
pub async fn act(world: &mut World, act: &str, args: &Args) {
    match act {
        "settle" => settle(world, args).await,
        "rate_of_region" => rate(world, args, "/rates?region=970101&").await,
        "rate_of_body" => rate(world, args, &format!("/bodies/{}/rates?", args["body"])).await,
        "ratings_kept" => {
            let kept = world.shown(args).await["ratings"].as_array().unwrap().len();
            assert_eq!(kept as i64, number(args, "number"), "{}", world.at);
        }
        "behind_the_figure" => {
            let path = format!("/api/v1/matters?counted={}.miss&region=970101", text(args, "rate"));
            let listed = world.house.get(As::Staff("supervisor"), &path).await.is(200).json();
            let code = &world.filed(args).code;
            let found = listed["items"].as_array().unwrap().iter().any(|line| line["code"] == code.as_str());
            assert!(found, "{}: {listed}", world.at);
        }
        "drawn" | "not_drawn" => {
            let code = &world.filed(args).code;
            let listed = waiting(world, args).await.iter().any(|(_, drawn)| drawn == code);
            assert_eq!(listed, act == "drawn", "{}", world.at);
        }
        "no_drawing" => {
            world.house.get(As::Staff(text(args, "person")), "/api/v1/call-backs?region=970101").await.is(403);
        }
        "call_back" => {
            let code = world.filed(args).code.clone();
            let path = format!("/call-backs/970101-2026-03-02/{code}");
            let body =
                json!({ "party": 1, "stars": args["number"], "resolved": args["resolved"], "found": args["found"] });
            world.last = vec![world.house.json(As::Staff(text(args, "person")), &path, &body).await];
        }
        "call_in_vain" => {
            let path = format!("/call-backs/970101-2026-03-02/{}/tries", world.filed(args).code);
            let body = json!({ "party": 1, "outcome": args["call"] });
            world.last = vec![world.house.json(As::Staff(text(args, "person")), &path, &body).await];
        }
        "differs" => {
            let page = world.house.get(As::Staff("supervisor"), "/desk/call-backs").await.is(200);
            assert!(page.text.contains("\u{4e0d}\u{4e00}\u{81f4}</span>"), "{}: {}", world.at, page.text);
        }
        "one_drawn" => assert_eq!(waiting(world, args).await.len(), 1, "{}", world.at),
        "never_reached" => {
            let (round, code) = waiting(world, args).await.remove(0);
            let path = format!("/call-backs/{round}/{code}/tries");
            for _ in 0..3 {
                let body = json!({ "party": 1, "outcome": "not_reached" });
                world.house.json(As::Staff(text(args, "person")), &path, &body).await.is(201);
            }
        }
        "replaced" => {
            let drawn = call_backs(world, args).await;
            let states: Vec<(bool, &str)> =
                drawn.iter().map(|d| (d["reserve"] == true, d["state"].as_str().unwrap())).collect();
            assert_eq!(states, [(false, "unreachable"), (true, "waiting")], "{}", world.at);
        }
        other => panic!("{}: there is no act `{other}`", world.at),
    }
}

/// From a meeting to a settlement with one obligation of the other side.
async fn settle(world: &mut World, args: &Args) {
    let (code, key) = (world.filed(args).code.clone(), world.filed(args).key.clone());
    let staff = As::Staff(text(args, "person"));
    let path = |what: &str| format!("/matters/{code}/{what}");
    let today = world.house.desk.today();
    let meeting =
        json!({ "at": format!("{today}T15:00:00+08:00"), "mode": "on_site", "place": "\u{8c03}\u{89e3}\u{5ba4}" });
    let no = {
        let matter = world.house.json(staff.clone(), &path("sessions"), &meeting).await.is(201).json();
        matter["sessions"].as_array().unwrap().last().unwrap()["no"].clone()
    };
    let record = json!({ "outcome": "agreed", "record": "Agreed." });
    world.house.json(staff.clone(), &path(&format!("sessions/{no}/record")), &record).await.is(201);
    let owed = json!([{ "party": 2, "what": "Quiet after ten.", "due_on": args["date"] }]);
    let draft = json!({ "form": "written", "facts": "Noise.", "terms": "Quiet after ten.", "obligations": owed });
    world.house.json(staff.clone(), &path("agreement"), &draft).await.is(201);
    world.house.json(As::Party(&key), &path("agreement/signatures"), &json!({})).await.is(201);
    world.house.json(staff.clone(), &path("agreement/signatures"), &json!({ "party": 2 })).await.is(201);
    world.house.json(staff.clone(), &path("agreement/seal"), &json!({})).await.is(201);
    world.house.json(staff, &path("conclusion"), &json!({ "outcome": "settled" })).await.is(201);
}

/// What was drawn, as a person sees it.
async fn call_backs(world: &World, args: &Args) -> Vec<Value> {
    let seen =
        world.house.get(As::Staff(text(args, "person")), "/api/v1/call-backs?region=970101").await.is(200).json();
    let of = |round: &Value| {
        let mut drawn = round["call_backs"].as_array().unwrap().clone();
        for call_back in &mut drawn {
            call_back["round"] = round["round"].clone();
        }
        drawn
    };
    seen["rounds"].as_array().unwrap().iter().flat_map(of).collect()
}

/// Round and code of what waits for a person's call.
async fn waiting(world: &World, args: &Args) -> Vec<(String, String)> {
    let word = |d: &Value, name: &str| d[name].as_str().unwrap().to_owned();
    let drawn = call_backs(world, args).await.into_iter();
    drawn
        .filter(|d| d["state"] == "waiting" && d["of_own_body"] == false)
        .map(|d| (word(&d, "round"), word(&d, "code")))
        .collect()
}

/// A rate as the county's supervisor reads it: of how many, and how many of them.
async fn rate(world: &World, args: &Args, path: &str) {
    let path = format!("/api/v1{path}from=2026-01-01&to=2027-12-31");
    let rates = world.house.get(As::Staff("supervisor"), &path).await.is(200).json();
    let rate = rates["total"].as_array().unwrap().iter().find(|rate| rate["rate"] == args["rate"]).unwrap().clone();
    assert_eq!((&rate["of"], &rate["hit"]), (&args["number"], &args["number:hit"]), "{}", world.at);
}
