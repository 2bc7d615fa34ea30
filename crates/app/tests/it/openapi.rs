//! The description of the API is the API's.

use concord_app::openapi;
use serde_json::Value;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/openapi.json");

fn operations() -> Vec<(String, Value)> {
    let document: Value = serde_json::from_str(&openapi::text().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    let all = paths.into_iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().clone();
        methods.into_iter().map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    all.collect()
}

#[test]
fn the_committed_description_is_the_current_one() {
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    let how = "docs/api/openapi.json is out of date: cargo run -p concord-server -- openapi > docs/api/openapi.json";
    assert!(committed == openapi::text().unwrap(), "{how}");
}

#[test]
#[ignore = "writes the committed description anew: cargo nextest run -p concord-app --run-ignored only -E 'test(written_anew)'"]
fn the_description_is_written_anew() {
    std::fs::write(COMMITTED, openapi::text().unwrap()).unwrap();
}

#[test]
fn every_operation_is_described_with_its_failures() {
    for (name, operation) in operations() {
        assert!(operation["summary"].as_str().is_some_and(|s| !s.is_empty()), "{name} has no summary");
        assert!(operation["tags"].as_array().is_some_and(|t| !t.is_empty()), "{name} has no tag");
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{name} never succeeds");
        let failures: Vec<_> = answers.iter().filter(|(status, _)| status.starts_with(['4', '5'])).collect();
        assert!(!failures.is_empty(), "{name} names no failure");
        for (status, answer) in failures {
            assert!(answer["content"]["application/problem+json"].is_object(), "{name} {status} is no problem");
        }
    }
}

#[test]
fn every_post_says_that_it_takes_an_idempotency_key_and_every_command_a_version() {
    let takes = |operation: &Value, header: &str| {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        parameters.iter().filter(|p| p["name"] == header && p["in"] == "header").count() == 1
    };
    for (name, operation) in operations().iter().filter(|(name, _)| name.starts_with("post ")) {
        assert!(takes(operation, "Idempotency-Key"), "{name}");
        assert_eq!(takes(operation, "If-Match"), name.contains("/matters/{code}/"), "{name}");
    }
}
