//! Saying what happened: by the API, and by the guided path.

use concord_app::kit::filing::Filing;
use concord_domain::matter::{Channel, PersonDetails};
use concord_policy::Actor;
use serde_json::json;

use crate::form::{hidden, value_of};
use crate::house::{As, House, VILLAGE};

const STORY: &str = "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{88c5}\u{4fee}\u{ff0c}\u{5b69}\u{5b50}\u{7761}\u{4e0d}\u{7740}";

/// A PNG of one pixel.
pub const PIXEL: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

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
fn a_report_whose_code_is_taken_gets_another() {
    House::each(|house| async move {
        let filing = || Filing {
            narrative: STORY.to_owned(),
            region: Some(VILLAGE.parse().unwrap()),
            applicant: PersonDetails { name: "Li Wei".to_owned(), ..PersonDetails::default() },
            ..Filing::by(Channel::Web)
        };
        let (first, second) = (house.drawing(40), house.drawing(40));
        let one = first.file(&Actor::Anonymous, filing()).await.unwrap();
        house.minutes_later(1);
        assert_eq!(second.prepare(&Actor::Anonymous, filing()).unwrap().filed.matter.code, one.matter.code);
        let third = house.drawing(40);
        let two = third.file(&Actor::Anonymous, filing()).await.unwrap();
        assert_ne!(one.matter.code, two.matter.code);
        for code in [one.matter.code, two.matter.code] {
            house.matter(code.as_str()).await;
        }
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
fn a_report_sent_several_times_at_once_under_one_key_is_taken_once_and_answered_alike() {
    House::each(|house| async move {
        let body = json!({ "narrative": STORY, "region": VILLAGE, "applicant": { "name": "Li Wei" } });
        let once = [("idempotency-key", "report-3")];
        let send = || house.json_with(As::Nobody, "/reports", &body, &once);
        let (first, second, third) = tokio::join!(send(), send(), send());
        let later = send().await.is(201);
        for again in [first.is(201), second.is(201), third.is(201)] {
            assert_eq!(again.json(), later.json(), "one code and one key");
        }
        let other = json!({ "narrative": STORY, "region": VILLAGE, "applicant": { "name": "Wang Fang" } });
        house.json_with(As::Nobody, "/reports", &other, &once).await.is(422);
        let list = house.get(As::Staff("supervisor"), "/api/v1/matters").await.is(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "{list}");
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

/// Answers the guided path from its first page to the last, by step; questions of the playbook get a fitting answer.
async fn walk(house: &House, start: &str, answers: &[(&str, &str)]) -> String {
    let mut page = house.get(As::Nobody, start).await.is(200).text;
    for _ in 0..40 {
        let mut fields = hidden(&page, "/report");
        let step = value_of(&fields, "step");
        if step == "check" {
            return page;
        }
        for (name, value) in answers {
            if page.contains(&format!("name=\"{name}\"")) && !fields.iter().any(|(n, _)| n == name) {
                fields.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        if let Some(answer) = step.strip_prefix("a.").map(|_| fitting(&page, &step)) {
            fields.push((step, answer));
        }
        page = post(house, &fields).await.is(200).text;
    }
    panic!("no end of questions: {page}");
}

/// The first choice, a day, or a number, which is also a text.
fn fitting(page: &str, name: &str) -> String {
    let mut radios = page.split("<input type=\"radio\"").skip(1).filter(|i| i.contains(&format!("name=\"{name}\"")));
    let value = |input: &str| input.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let day = page.contains(&format!("name=\"{name}\" type=\"date\""));
    radios.next().map_or_else(|| if day { "2026-02-01" } else { "3" }.to_owned(), value)
}

async fn post(house: &House, fields: &[(String, String)]) -> crate::house::Answer {
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    house.post(As::Nobody, "/report", &pairs).await
}

const ANSWERS: [(&str, &str); 7] = [
    ("narrative", STORY),
    ("category", "neighbour.noise"),
    ("region", VILLAGE),
    ("place", "Building 3"),
    ("name", "Li Wei"),
    ("phone", "\u{ff11}38 1234 5678"),
    ("respondent", "The flat above"),
];

#[test]
fn the_guided_path_leads_from_a_story_to_one_receipt_however_often_it_is_sent() {
    House::each(|house| async move {
        let check = walk(&house, "/report", &ANSWERS).await;
        let fields = hidden(&check, "/report");
        let sent = post(&house, &fields).await.is(303);
        let again = post(&house, &fields).await.is(303);
        assert_eq!(sent.location(), again.location());
        let cookie = |answer: &crate::house::Answer| answer.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie(&sent).starts_with("concord_key=") && cookie(&sent).contains("HttpOnly"));
        assert_eq!(cookie(&sent), cookie(&again));
        let code = sent.location().split('/').nth(2).unwrap().parse().unwrap();
        let matter = house.desk.load(&code).await.unwrap();
        assert_eq!((matter.region.as_str(), matter.category.as_str()), (VILLAGE, "neighbour.noise"));
        assert_eq!((matter.parties.len(), matter.report().channel.as_str()), (2, "web"));
    });
}

#[test]
fn what_was_typed_survives_an_error_and_the_way_back() {
    House::each(|house| async move {
        let said = [("narrative", "Noise <at> \"night\""), ("go", "begin")];
        let first = house.post(As::Nobody, "/report", &said).await.is(200).text;
        let fields = hidden(&first, "/report");
        assert_eq!(value_of(&fields, "narrative"), "Noise <at> \"night\"");
        let first = post(&house, &fields).await.is(200).text;
        assert!(first.contains("Noise &lt;at&gt; &quot;night&quot;</textarea>"));
        let mut fields = hidden(&first, "/report");
        fields.push(("narrative".to_owned(), "ab".to_owned()));
        let short = post(&house, &fields).await.is(422).text;
        assert!(short.contains("ab</textarea>") && short.contains("aria-invalid"));
        let mut fields = hidden(&first, "/report");
        fields.push(("narrative".to_owned(), "Noise <at> \"night\"".to_owned()));
        let kind = post(&house, &fields).await.is(200).text;
        let mut fields = hidden(&kind, "/report");
        assert_eq!(value_of(&fields, "narrative"), "Noise <at> \"night\"");
        post(&house, &fields).await.is(422);
        fields.push(("go".to_owned(), "back".to_owned()));
        assert!(post(&house, &fields).await.is(200).text.contains("Noise &lt;at&gt; &quot;night&quot;</textarea>"));
    });
}

#[test]
fn a_required_question_cannot_be_passed_over_and_a_changed_answer_leads_back_to_the_check() {
    House::each(|house| async move {
        let check = walk(&house, "/report?category=labour.wage", &ANSWERS).await;
        let mut fields = hidden(&check, "/report");
        fields.retain(|(name, _)| name != "a.owed");
        let missing = post(&house, &fields).await.is(422).text;
        let mut fields = hidden(&missing, "/report");
        assert_eq!(value_of(&fields, "step"), "a.owed");
        fields.push(("a.owed".to_owned(), "12000".to_owned()));
        let back = post(&house, &fields).await.is(200).text;
        assert_eq!(value_of(&hidden(&back, "/report"), "step"), "check");
        assert!(back.contains("12,000.00"));
    });
}

#[test]
fn words_of_danger_bring_the_police_number_at_once() {
    House::each(|house| async move {
        let start = house.get(As::Nobody, "/report").await.is(200).text;
        let first = post(&house, &hidden(&start, "/report")).await.is(200).text;
        assert!(!first.contains("tel:110"));
        let mut fields = hidden(&first, "/report");
        fields.push(("narrative".to_owned(), "\u{4ed6}\u{62ff}\u{5200}\u{5a01}\u{80c1}\u{6211}".to_owned()));
        assert!(post(&house, &fields).await.is(200).text.contains("tel:110"));
    });
}

#[test]
fn a_code_on_the_wall_brings_its_area_along() {
    House::each(|house| async move {
        let to = house.get(As::Nobody, &format!("/q/{VILLAGE}")).await.is(303).location().to_owned();
        let first = house.get(As::Nobody, &to).await.is(200).text;
        let fields = hidden(&first, "/report");
        assert_eq!((value_of(&fields, "region").as_str(), value_of(&fields, "channel").as_str()), (VILLAGE, "qr"));
        house.get(As::Nobody, "/q/nowhere").await.is(404);
    });
}

#[test]
fn what_one_may_rely_on_is_told_before_anything_is_asked_and_again_where_the_kind_has_rights_of_its_own() {
    House::each(|house| async move {
        let steps = |start: &'static str| {
            let house = &house;
            async move {
                let mut page = house.get(As::Nobody, start).await.is(200).text;
                let mut steps = Vec::new();
                for _ in 0..5 {
                    let mut fields = hidden(&page, "/report");
                    steps.push(value_of(&fields, "step"));
                    for (name, value) in [("narrative", "The boss owes us wages"), ("category", "labour.wage")] {
                        if page.contains(&format!("name=\"{name}\"")) && !fields.iter().any(|(n, _)| n == name) {
                            fields.push((name.to_owned(), value.to_owned()));
                        }
                    }
                    page = post(house, &fields).await.text;
                }
                steps
            }
        };
        assert_eq!(steps("/report").await[..4], ["start", "story", "kind", "options"]);
        assert_eq!(steps("/report?category=labour.wage").await[..2], ["options", "story"]);
    });
}

#[test]
fn the_search_finds_the_kind_by_plain_words_and_where_there_is_none_still_leads_on() {
    House::each(|house| async move {
        let found = house.post(As::Nobody, "/kinds", &[("q", "my boss won't pay me")]).await.is(200).text;
        assert!(found.contains("value=\"labour.wage\"") && !found.contains("<html"));
        assert_eq!(value_of(&hidden(&found, "/report"), "narrative"), "my boss won't pay me");
        let whole = house.get(As::Nobody, "/?q=leak+from+above").await.is(200).text;
        assert!(whole.contains("value=\"neighbour.leak\""));
        let none = house.get(As::Nobody, "/?q=xyzzy").await.is(200).text;
        assert!(none.contains("tel:12345") && none.contains("name=\"category\" value=\"\""));
        assert!(house.post(As::Nobody, "/kinds", &[("q", "he has a knife")]).await.is(200).text.contains("tel:110"));
        assert!(!house.post(As::Nobody, "/kinds", &[("q", " ")]).await.is(200).text.contains("<form"));
    });
}
