//! Pages of judgements, rates and call-backs.

use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::house::{As, COMMITTEE, Filed, House};

/// A matter that the committee has, withdrawn by its party on the first day.
async fn withdrawn(house: &House) -> Filed {
    let filed = house.file("\u{697c}\u{4e0a}\u{6f0f}\u{6c34}").await;
    let path = |what: &str| format!("/matters/{}/{what}", filed.code);
    house.json(As::Staff("coordinator"), &path("acceptance"), &json!({ "body": COMMITTEE })).await.is(201);
    house.json(As::Party(&filed.key), &path("withdrawal"), &json!({})).await.is(201);
    filed
}

fn rate(rates: &Value, name: &str) -> (i64, i64) {
    let rate = rates.as_array().unwrap().iter().find(|r| r["rate"] == name).unwrap();
    (rate["hit"].as_i64().unwrap(), rate["of"].as_i64().unwrap())
}

#[test]
fn a_form_of_paper_is_printed_entered_with_its_scan_and_counts_where_the_body_had_no_part() {
    House::each(|house| async move {
        let filed = withdrawn(&house).await;
        let supervisor = As::Staff("supervisor");
        let sheet = house.get(supervisor.clone(), &format!("/desk/matters/{}/ratings/paper", filed.code)).await.is(200);
        assert_eq!(sheet.text.matches("class=\"paper a4\"").count(), 2, "a sheet for each party");
        assert!(sheet.text.contains("<svg"), "the QR code");

        let part = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body: Vec<u8> = ["party=1", "way=paper", "stars=2", "resolved=no", "comment=Too late."]
            .iter()
            .flat_map(|pair| pair.split_once('=').map(|(name, value)| part(name, value)).unwrap().into_bytes())
            .collect();
        body.extend(b"--x\r\ncontent-disposition: form-data; name=\"scan\"; filename=\"form.pdf\"\r\n\r\n");
        body.extend(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");
        body.extend(b"\r\n--x--\r\n");
        let path = format!("/desk/matters/{}/ratings", filed.code);
        let media = Some("multipart/form-data; boundary=x");
        house.ask(supervisor.clone(), Method::POST, &path, media, body.into(), &[]).await.is(303);

        let matter = house.matter(&filed.code).await;
        let rating = &matter["ratings"][0];
        assert_eq!((&rating["way"], &rating["counts"], &rating["stars"]), (&json!("paper"), &json!(true), &json!(2)));
        let page = house.get(supervisor, &path).await.is(200);
        assert!(page.text.contains("&#x2f;ratings?party=2"), "the other party can still be asked");
        assert!(page.text.contains("/files/1\""), "{}", page.text);
    });
}

#[test]
fn whoever_had_the_matter_is_told_that_what_they_take_down_does_not_count() {
    House::each(|house| async move {
        let filed = withdrawn(&house).await;
        let path = format!("/desk/matters/{}/ratings", filed.code);
        let told = |text: &str| text.contains("\u{4e0d}\u{8ba1}\u{5165}\u{6bd4}\u{7387}");
        assert!(told(&house.get(As::Staff("mediator"), &path).await.is(200).text));
        let script = house.get(As::Staff("supervisor"), &format!("{path}?party=1&way=phone")).await.is(200);
        assert_eq!(script.text.matches("id=\"stars\"").count(), 1, "one form at a time");
        assert!(!told(&house.get(As::Staff("supervisor"), &path).await.is(200).text));
        let fields = [("party", "1"), ("way", "phone"), ("stars", "5")];
        house.post(As::Staff("mediator"), &path, &fields).await.is(303);
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["ratings"][0]["counts"], json!(false));
        // What was not asked is told at its field, and nothing is lost.
        let again = house.post(As::Staff("supervisor"), &path, &[("party", "1"), ("way", "phone")]).await.is(422);
        assert!(again.text.contains("stars-error"), "{}", again.text);
    });
}

#[test]
fn a_party_reads_its_own_judgement_and_nobody_elses() {
    House::each(|house| async move {
        let filed = withdrawn(&house).await;
        let path = format!("/matters/{}/ratings", filed.code);
        let taken = json!({ "party": 2, "stars": 1, "way": "phone", "comment": "They lied." });
        house.json(As::Staff("supervisor"), &path, &taken).await.is(201);
        let seen = house.get(As::Party(&filed.key), &format!("/api/v1/matters/{}", filed.code)).await.is(200).json();
        assert_eq!(seen["ratings"], json!([]));
        let page = house.get(As::Party(&filed.key), &format!("/track/{}", filed.code)).await.is(200);
        assert!(!page.text.contains("They lied."));
    });
}

#[test]
fn rates_say_what_they_are_of_and_lead_to_as_many_matters() {
    House::each(|house| async move {
        let one = withdrawn(&house).await;
        withdrawn(&house).await;
        house.json(As::Party(&one.key), &format!("/matters/{}/rating", one.code), &json!({ "stars": 5 })).await.is(201);
        let rates = house.get(As::Staff("supervisor"), "/api/v1/rates").await.is(200).json();
        assert_eq!(rate(&rates["total"], "settled"), (0, 2));
        assert_eq!(rate(&rates["total"], "satisfaction"), (1, 1));
        let committee = COMMITTEE.to_string();
        let body = rates["bodies"].as_array().unwrap().iter().find(|b| b["value"] == committee);
        assert!(body.is_none(), "the committee stands two levels below the county");
        let town = house.get(As::Staff("coordinator"), "/api/v1/rates").await.is(200).json();
        let body = town["bodies"].as_array().unwrap().iter().find(|b| b["value"] == committee).unwrap();
        assert_eq!(rate(&body["rates"], "settled"), (0, 2));
        assert_eq!(rate(&town["categories"][0]["rates"], "settled"), (0, 2));

        let page = house.get(As::Staff("supervisor"), "/desk/rates").await.is(200);
        let links: Vec<String> = page
            .text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(|link| link.replace("&#x2f;", "/").replace("&amp;", "&"))
            .filter(|link| link.contains("counted=settled"))
            .collect();
        for (end, count) in [("counted=settled&", 2), ("counted=settled.hit&", 0), ("counted=settled.miss&", 2)] {
            let link = links.iter().find(|link| link.contains(end)).unwrap_or_else(|| panic!("{end}: {links:?}"));
            let list = link.replace("/desk/matters", "/api/v1/matters");
            let listed = house.get(As::Staff("supervisor"), &list).await.is(200).json();
            assert_eq!(listed["items"].as_array().unwrap().len(), count, "{link}");
            house.get(As::Staff("supervisor"), link).await.is(200);
        }
        // Whoever judges by numbers sees them, and no list.
        let page = house.get(As::Staff("representative"), "/desk/rates").await.is(200);
        assert!(!page.text.contains("counted=settled"));
        house.get(As::Staff("supervisor"), &format!("/desk/bodies/{COMMITTEE}/rates")).await.is(200);
        let file = house.get(As::Staff("supervisor"), "/desk/rates.csv").await.is(200);
        assert!(file.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
        assert!(file.text.contains(",0,2,0.0%,"), "{}", file.text);
    });
}

#[test]
fn a_call_back_is_made_from_its_page_in_both_languages() {
    House::each(|house| async move {
        let filed = withdrawn(&house).await;
        house.later(7);
        let supervisor = As::Staff("supervisor");
        for lang in ["zh-CN", "en"] {
            let page = house.get(supervisor.clone(), &format!("/desk/call-backs?lang={lang}")).await.is(200);
            assert!(page.text.contains(&filed.code), "{}", page.text);
        }
        let path = format!("/desk/call-backs/970101-2026-03-02/{}", filed.code);
        house.get(supervisor.clone(), &path).await.is(200);
        house.post(supervisor.clone(), &format!("{path}/tries"), &[("party", "1"), ("outcome", "later")]).await.is(303);
        let fields = [("party", "1"), ("stars", "2"), ("resolved", "no"), ("comment", "Still wet.")];
        house.post(supervisor.clone(), &path, &fields).await.is(303);
        house.post(supervisor.clone(), &path, &fields).await.is(422);
        let page = house.get(supervisor, "/desk/call-backs").await.is(200);
        assert!(page.text.contains(&format!("/desk/matters/{}/ratings", filed.code)), "{}", page.text);
    });
}

#[test]
fn who_is_still_to_be_asked_is_listed_with_ways_to_ask_and_narrowed_by_area_body_and_occasion() {
    House::each(|house| async move {
        let filed = withdrawn(&house).await;
        let supervisor = || As::Staff("supervisor");
        let page = house.get(supervisor(), "/desk/rating-requests?lang=en").await.is(200).text;
        let page = page.replace("&#x2f;", "/").replace("&amp;", "&");
        for way in ["/ratings?party=2&way=phone#ask", "/ratings/paper?party=2", "/ratings?party=1&way=paper#ask"] {
            assert!(page.contains(&format!("/desk/matters/{}{way}", filed.code)), "{way}: {page}");
        }
        assert!(page.contains("not judged yet"), "{page}");
        house.get(supervisor(), "/desk/rating-requests").await.is(200);
        let own = house.get(As::Staff("mediator"), "/desk/rating-requests?lang=en").await.is(200).text;
        assert!(own.contains("Not counted: your body had it"), "{own}");
        let count = |who: As<'static>, query: &str| {
            let (house, path) = (&house, format!("/api/v1/rating-requests?{query}"));
            async move {
                let answer = house.get(who, &path).await.is(200).json();
                let items = answer["items"].as_array().unwrap().len() as i64;
                assert_eq!(answer["total"].as_i64(), Some(items), "{path}");
                items
            }
        };
        let committee = format!("body={COMMITTEE}");
        for (query, lines) in [
            ("", 2),
            (committee.as_str(), 2),
            ("body=3", 0),
            ("region=970101001", 2),
            ("region=970101001001", 2),
            ("region=970102", 0),
            ("occasion=conclusion", 2),
            ("occasion=visit", 0),
        ] {
            assert_eq!(count(supervisor(), query).await, lines, "{query}");
        }
        assert_eq!(count(As::Staff("mediator"), "").await, 2);
        assert_eq!(count(As::Staff("other_mediator"), "").await, 0);
        // Nobody sees more for asking about another area.
        assert_eq!(count(As::Staff("other_coordinator"), "region=970101").await, 0);
        house.get(supervisor(), "/api/v1/rating-requests?region=1&body=x&occasion=never&cursor=x").await.is(422);
        house.get(As::Staff("officer"), "/api/v1/rating-requests").await.is(403);
        house.get(As::Nobody, "/api/v1/rating-requests").await.is(401);
    });
}

#[test]
fn who_waits_longest_is_asked_first_and_every_party_is_on_exactly_one_page() {
    House::each(|house| async move {
        let mut all = Vec::new();
        for _ in 0..27 {
            all.push(withdrawn(&house).await.code);
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/rating-requests?{cursor}");
            let page = house.get(As::Staff("supervisor"), &path).await.is(200).json();
            let line = |line: &Value| (line["code"].as_str().unwrap().to_owned(), line["party"].as_i64().unwrap());
            seen.extend(page["items"].as_array().unwrap().iter().map(line));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("cursor={next}"),
                None => break,
            }
        }
        let expected: Vec<(String, i64)> = all.into_iter().flat_map(|code| [(code.clone(), 1), (code, 2)]).collect();
        assert_eq!(seen, expected);
    });
}
