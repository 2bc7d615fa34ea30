//! The clerk's window: intake, earlier matters, papers.

use serde_json::json;

use crate::house::{As, House, OTHER_VILLAGE, VILLAGE};

const NOISE: &str = "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}";
const CLERK: As<'static> = As::Staff("clerk");

/// The code in the address of a receipt.
fn code_of(location: &str) -> String {
    location.split('/').nth(3).unwrap_or_default().to_owned()
}

fn cookie_key(answer: &crate::house::Answer) -> String {
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
    cookie.strip_prefix("concord_key=").unwrap().split(';').next().unwrap().to_owned()
}

#[test]
fn a_clerk_records_for_somebody_and_the_receipt_shows_the_key_to_whoever_filed() {
    House::each(|house| async move {
        let fields = [
            ("narrative", NOISE),
            ("applicant.name", "\u{674e}\u{4f1f}"),
            ("applicant.phone", "\u{ff11}3812345678"),
            ("respondents.0.name", "\u{738b}\u{82b3}"),
            ("respondents.1.name", "\u{738b}\u{660e}"),
            ("respondents.1.phone", "13900000000"),
            ("representative.name", "\u{5f20}\u{4e09}"),
            ("region", "Shangwan Village"),
            ("channel", "phone"),
            ("amount", "1200.50"),
            ("category", "neighbour.noise"),
        ];
        let filed = house.post(CLERK, "/desk/intake", &fields).await.is(303);
        let (code, key) = (code_of(filed.location()), cookie_key(&filed));
        let matter = house.matter(&code).await;
        assert_eq!(matter["channel"], "phone");
        assert_eq!(matter["amount"], 120_050);
        assert_eq!(matter["parties"].as_array().unwrap().len(), 3);
        assert_eq!(matter["parties"][0]["phone"], "13812345678");
        let receipt = format!("/desk/matters/{code}/receipt");
        let cookie = format!("concord_key={key}");
        let shown = house
            .ask(CLERK, axum::http::Method::GET, &receipt, None, axum::body::Body::empty(), &[("cookie", &cookie)])
            .await
            .is(200);
        let (start, _) = key.split_at(4);
        assert!(shown.text.contains(&format!("{start}-")), "the key is printed");
        let later = house.get(CLERK, &receipt).await.is(200);
        assert!(!later.text.contains(&format!("{start}-")), "without the cookie there is no key to show");
        house.get(CLERK, &format!("/desk/matters/{code}/acceptance-form")).await.is(200);
        let again = house.post(CLERK, &receipt, &[("party", "1")]).await.is(303);
        let opened = house.get(As::Party(&cookie_key(&again)), &format!("/api/v1/matters/{code}")).await;
        assert_eq!(opened.status.as_u16(), 200, "{}", opened.text);
    });
}

#[test]
fn a_form_that_will_not_do_comes_back_with_all_that_was_typed() {
    House::each(|house| async move {
        let fields = [
            ("narrative", NOISE),
            ("applicant.phone", "none"),
            ("respondents.0.phone", "123456"),
            ("region", "Atlantis"),
            ("answers.floor", "77"),
            ("category", "neighbour.noise"),
        ];
        let page = house.post(CLERK, "/desk/intake", &fields).await.is(422);
        assert!(page.text.contains(NOISE) && page.text.contains("Atlantis"));
        assert!(
            page.text.contains("#region") && page.text.contains("#respondents.0.name"),
            "each mistake has its place"
        );
        let more = house
            .post(CLERK, "/desk/intake", &[("narrative", NOISE), ("respondents.0.name", "A"), ("step", "row")])
            .await
            .is(200);
        assert!(more.text.contains("respondents.1.name") && more.text.contains(NOISE));
        house.get(As::Staff("mediator"), "/desk/intake").await.is(403);
        house.get(As::Staff("grid_worker"), "/desk/intake").await.is(200);
    });
}

#[test]
fn earlier_matters_are_found_by_name_and_telephone_in_the_clerks_region_only() {
    House::each(|house| async move {
        let near = house.file(NOISE).await;
        let far = house.file_with(json!({ "region": OTHER_VILLAGE })).await;
        for path in [
            "/desk/find?field=applicant.name&q=%E6%9D%8E%E4%BC%9F",
            "/desk/find?field=applicant.phone&q=1381234",
            "/desk/find?field=respondents.0.name&q=%E7%8E%8B%E8%8A%B3",
        ] {
            let found = house.get(CLERK, path).await.is(200).text;
            assert!(found.contains(&near.code) && !found.contains(&far.code), "{path}: {found}");
        }
        let words = house.get(CLERK, "/desk/find?field=applicant.name&q=%E8%A3%85%E4%BF%AE").await.is(200).text;
        assert!(!words.contains(&near.code), "a word of the story is no name");
        house.get(As::Staff("grid_worker"), "/desk/find?field=applicant.name&q=ab").await.is(403);
    });
}

#[test]
fn a_report_joined_to_a_matter_makes_it_more_urgent_and_opens_it_for_whoever_brought_it() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let page = house.get(CLERK, &format!("/desk/intake?join={}", filed.code)).await.is(200);
        assert!(page.text.contains("name=\"bringer\""));
        let again = "It goes on every night.";
        house.post(CLERK, "/desk/intake", &[("join", &filed.code), ("narrative", again)]).await.is(422);
        let fields =
            [("join", filed.code.as_str()), ("narrative", again), ("bringer", "third"), ("applicant.name", "Zhao")];
        let joined = house.post(CLERK, "/desk/intake", &fields).await.is(303);
        assert_eq!(code_of(joined.location()), filed.code);
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["reports"], 2);
        assert_eq!(matter["urgency"], "soon");
        assert_eq!(matter["parties"][2]["role"], "third");
        house.get(As::Party(&cookie_key(&joined)), &format!("/api/v1/matters/{}", filed.code)).await.is(200);
        let same = [("join", filed.code.as_str()), ("narrative", again), ("bringer", "1")];
        house.post(CLERK, "/desk/intake", &same).await.is(303);
        assert_eq!(house.matter(&filed.code).await["parties"].as_array().unwrap().len(), 3);
        house.json(As::Party(&filed.key), &format!("/matters/{}/withdrawal", filed.code), &json!({})).await.is(201);
        house.post(CLERK, "/desk/intake", &same).await.is(422);
    });
}

#[test]
fn a_report_joins_a_matter_by_the_api_too_once_for_a_key_and_says_what_is_wrong_with_it() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let url = format!("/matters/{}/reports", filed.code);
        let again = json!({ "narrative": "It goes on every night.", "channel": "phone", "role": "third", "person": { "name": "Zhao" } });
        let once = [("idempotency-key", "call-7")];
        let first = house.json_with(CLERK, &url, &again, &once).await.is(201);
        let key = first.json()["access_key"].as_str().unwrap().to_owned();
        assert_eq!(first.location(), format!("/api/v1/matters/{}", filed.code));
        assert_eq!(first.json()["matter"]["code"], filed.code);
        let second = house.json_with(CLERK, &url, &again, &once).await.is(201);
        assert_eq!(second.json(), first.json(), "the first answer, key and all");
        let matter = house.matter(&filed.code).await;
        assert_eq!((&matter["reports"], &matter["urgency"]), (&json!(2), &json!("soon")));
        assert_eq!(matter["parties"][2]["role"], "third");
        house.get(As::Party(&key), &format!("/api/v1/matters/{}", filed.code)).await.is(200);
        // A party that is known, with the paper of who sent it and what was suggested.
        let known = json!({
            "narrative": "He says he will hit me.", "party": 1, "danger": ["violence"],
            "likely": [{ "code": filed.code, "why": ["phone", "text-62"] }],
            "arrival": { "way": "police", "sender": "A station", "sender_number": "110-9" }
        });
        house.json(CLERK, &url, &known).await.is(201);
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["parties"].as_array().unwrap().len(), 3);
        assert!(matter["danger"].is_object(), "{matter}");
        assert_eq!(matter["arrivals"].as_array().map(Vec::len), Some(1), "{matter}");
        for (wrong, field) in [
            (json!({ "narrative": "Again and again." }), "party"),
            (json!({ "narrative": "Again and again.", "party": 1, "role": "third" }), "party"),
            (json!({ "narrative": "Again and again.", "role": "judge" }), "role"),
            (json!({ "narrative": "Again and again.", "role": "third" }), "person.name"),
            (json!({ "narrative": "Again and again.", "party": 1, "likely": [{ "code": "x", "why": [] }] }), "likely"),
            (json!({ "narrative": "Again and again.", "party": 1, "happened_on": "soon" }), "happened_on"),
        ] {
            let refused = house.json(CLERK, &url, &wrong).await.is(422).json();
            assert!(refused["errors"].as_array().unwrap().iter().any(|e| e["field"] == field), "{field}: {refused}");
        }
        house.json(CLERK, &url, &json!({ "narrative": "Again and again.", "party": 9 })).await.is(422);
        house.json_with(CLERK, &url, &known, &[("if-match", "\"1\"")]).await.is(412);
        house.json(As::Party(&filed.key), &url, &known).await.is(401);
        house.json(As::Staff("mediator"), &url, &known).await.is(403);
        house.json(As::Party(&filed.key), &format!("/matters/{}/withdrawal", filed.code), &json!({})).await.is(201);
        house.json(CLERK, &url, &known).await.is(422);
    });
}

#[test]
fn kinds_and_questions_are_suggested_as_the_story_grows() {
    House::each(|house| async move {
        let wages = "\u{5de5}\u{5730}\u{8001}\u{677f}\u{62d6}\u{6b20}\u{5de5}\u{8d44}\u{4e09}\u{4e2a}\u{6708}";
        let found = house.post(CLERK, "/desk/intake/suggestion", &[("narrative", wages)]).await.is(200).text;
        assert!(found.contains("data-category=\"labour.wage\""), "{found}");
        let asked = house.post(CLERK, "/desk/intake/questions", &[("category", "labour.wage")]).await.is(200).text;
        assert!(asked.contains("answers.owed") && !asked.contains("answers.site"), "{asked}");
        let more = [("category", "labour.wage"), ("answers.employer", "site")];
        assert!(house.post(CLERK, "/desk/intake/questions", &more).await.is(200).text.contains("answers.site"));
    });
}

#[test]
fn small_things_are_settled_on_one_screen_by_whoever_mediates_and_by_the_window_for_a_mediator() {
    House::each(|house| async move {
        let town_mediator = house.account("town_mediator").to_string();
        for lang in ["zh-CN", "en"] {
            let page = house.get(CLERK, &format!("/desk/on-the-spot?lang={lang}")).await.is(200).text;
            assert!(page.contains(&format!("value=\"{town_mediator}\"")), "the mediators of the body: {page}");
            let page =
                house.get(As::Staff("town_mediator"), &format!("/desk/on-the-spot?lang={lang}")).await.is(200).text;
            assert!(!page.contains("name=\"mediator\"") && page.contains(VILLAGE), "{page}");
        }
        let fields = [
            ("spot_what", "\u{697c}\u{9053}\u{91cc}\u{5806}\u{4e86}\u{7eb8}\u{7bb1}"),
            ("spot_name", "A"),
            ("spot_other", "B"),
            ("spot_agreed", "Gone today."),
            ("region", VILLAGE),
        ];
        let again = house.post(CLERK, "/desk/on-the-spot", &fields).await.is(422).text;
        assert!(again.contains("#mediator") && again.contains("Gone today."), "{again}");
        let named = [fields.as_slice(), &[("mediator", town_mediator.as_str())]].concat();
        let done = house.post(CLERK, "/desk/on-the-spot", &named).await.is(303);
        let code = done.location().rsplit('/').next().unwrap().to_owned();
        let matter = house.matter(&code).await;
        assert_eq!((&matter["region"], &matter["channel"]), (&json!(VILLAGE), &json!("window")));
        assert_eq!(matter["mediator"].as_i64().unwrap().to_string(), town_mediator);
        house.get(As::Staff("coordinator"), "/desk/on-the-spot").await.is(403);
    });
}
