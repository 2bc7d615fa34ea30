//! Saying what happened: by the API, and by the guided path.

use serde_json::json;

use crate::house::{As, House, VILLAGE};

const STORY: &str = "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{88c5}\u{4fee}\u{ff0c}\u{5b69}\u{5b50}\u{7761}\u{4e0d}\u{7740}";

/// A PNG of one pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[test]
fn a_report_is_answered_with_code_key_and_the_next_step_with_its_date() {
    House::each(|house| async move {
        let body = json!({ "narrative": STORY, "region": VILLAGE, "applicant": { "name": "Li Wei" } });
        let answer = house.json(As::Nobody, "/reports", &body).await.is(201);
        assert_eq!(answer.headers["etag"].to_str().unwrap(), format!("\"{}\"", answer.json()["matter"]["version"]));
        let taken = answer.json();
        let code = taken["matter"]["code"].as_str().unwrap();
        assert_eq!(answer.location(), format!("/api/v1/matters/{code}"));
        assert_eq!((code.len(), taken["access_key"].as_str().unwrap().len()), (9, 17));
        assert_eq!(
            (taken["next"]["step"].as_str(), taken["matter"]["status"].as_str()),
            (Some("accept"), Some("reported"))
        );
        assert!(taken["next"]["due_on"].as_str().unwrap() > "2026-03-02");
    });
}

#[test]
fn everything_wrong_with_a_report_is_told_at_once_and_nothing_is_recorded() {
    House::each(|house| async move {
        let body = json!({
            "channel": "window", "narrative": "a", "region": "1", "category": "No such", "happened_on": "yesterday",
            "language": "fr", "external_id": "1", "applicant": { "name": "" },
        });
        let problem = house.json(As::Nobody, "/reports", &body).await.is(422).json();
        let fields: Vec<&str> =
            problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        for field in ["channel", "region", "category", "happened_on", "language", "external_id"] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        let far = json!({ "narrative": STORY, "region": VILLAGE, "applicant": { "name": "Li" }, "happened_on": "2031-01-01", "amount": -1 });
        house.json(As::Nobody, "/reports", &far).await.is(422);
        house.json(As::Nobody, "/reports", &json!({ "narrative": STORY, "person_score": 3 })).await.is(422);
    });
}

#[test]
fn a_report_sent_again_by_its_external_id_is_the_same_matter_and_tells_no_key() {
    House::each(|house| async move {
        let body = json!({
            "channel": "phone", "narrative": STORY, "region": VILLAGE, "applicant": { "name": "Li Wei" },
            "source": "hotline", "external_id": "H-1",
        });
        let first = house.json(As::Staff("clerk"), "/reports", &body).await.is(201).json();
        let again = house.json(As::Staff("clerk"), "/reports", &body).await.is(200).json();
        assert_eq!(first["matter"]["code"], again["matter"]["code"]);
        assert!(again["access_key"].is_null());
        let mut other = body.clone();
        other["external_id"] = json!("H-2");
        let other = house.json(As::Staff("clerk"), "/reports", &other).await.is(201).json();
        assert_ne!(first["matter"]["code"], other["matter"]["code"]);
    });
}

#[test]
fn an_attachment_comes_in_with_the_report_and_a_disguised_one_is_refused() {
    House::each(|house| async move {
        let with = |name: &str, content: &str| {
            json!({
                "narrative": STORY, "region": VILLAGE, "applicant": { "name": "Li Wei" },
                "attachments": [{ "name": name, "media_type": "image/png", "content_base64": content }],
            })
        };
        let taken = house.json(As::Nobody, "/reports", &with("a.png", PIXEL)).await.is(201).json();
        let code = taken["matter"]["code"].as_str().unwrap().parse().unwrap();
        let matter = house.desk.load(&code).await.unwrap();
        assert_eq!((matter.files.len(), matter.files[0].media_type.as_str()), (1, "image/png"));
        house.json(As::Nobody, "/reports", &with("a.png", "PGh0bWw+")).await.is(422);
        house.json(As::Nobody, "/reports", &with("a.png", "no base 64!")).await.is(422);
    });
}
