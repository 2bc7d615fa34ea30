//! A party on its own matter: in with code and key, and what it can do there.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::form::hidden;
use crate::house::{As, COMMITTEE, Filed, House};

const STORY: &str = "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{88c5}\u{4fee}\u{ff0c}\u{5b69}\u{5b50}\u{7761}\u{4e0d}\u{7740}";

fn page(filed: &Filed, part: &str) -> String {
    format!("/track/{}{part}", filed.code)
}

/// Brings a matter to an agreement that waits for signatures.
async fn to_agreement(house: &House, filed: &Filed) {
    let of = |part: &str| format!("/matters/{}{part}", filed.code);
    let (coordinator, mediator) = (As::Staff("coordinator"), As::Staff("mediator"));
    house.json(coordinator.clone(), &of("/acceptance"), &json!({ "body": COMMITTEE })).await.is(201);
    let assign = json!({ "body": COMMITTEE, "duty": "lead", "mediator": house.account("mediator") });
    house.json(coordinator, &of("/assignments"), &assign).await.is(201);
    let agreement = json!({
        "form": "written", "facts": "Noise at night.", "terms": "No work after ten.",
        "obligations": [{ "party": 2, "what": "Pay for the ceiling", "amount": 50_000, "due_on": "2026-03-20" }],
    });
    house.json(mediator, &of("/agreement"), &agreement).await.is(201);
}

#[test]
fn code_and_key_lead_in_and_a_wrong_key_says_no_more_than_a_wrong_code() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        let shown = format!("{}-{}-{}", &filed.code[..3], &filed.code[3..6], &filed.code[6..]).to_lowercase();
        let inside = house.post(As::Nobody, "/track", &[("code", &shown), ("key", &filed.key)]).await.is(303);
        assert_eq!(inside.location(), page(&filed, ""));
        let cookie = inside.headers["set-cookie"].to_str().unwrap();
        assert!(cookie.contains(&format!("Path=/track/{}", filed.code)) && cookie.contains("HttpOnly"), "{cookie}");
        let other = house.file(STORY).await;
        let wrong_key = house.post(As::Nobody, "/track", &[("code", &filed.code), ("key", &other.key)]).await.is(422);
        let nonsense = house.post(As::Nobody, "/track", &[("code", &filed.code), ("key", "x")]).await.is(422);
        let words = |text: &str| text.split("id=\"errors\"").nth(1).unwrap().split("</ul>").next().unwrap().to_owned();
        assert_eq!(words(&wrong_key.text), words(&nonsense.text));
        assert_eq!(
            house.get(As::Nobody, &page(&filed, "")).await.is(303).location(),
            format!("/track?code={}", filed.code)
        );
        house.get(As::Party(&other.key), &page(&filed, "")).await.is(404);
    });
}

#[test]
fn guessing_keys_is_slowed_down() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        let other = house.file(STORY).await;
        let guess = [("code", filed.code.as_str()), ("key", other.key.as_str())];
        for _ in 0..20 {
            house.post(As::Nobody, "/track", &guess).await.is(422);
        }
        let stopped = house.post(As::Nobody, "/track", &guess).await.is(429);
        assert!(stopped.text.contains("<h1"));
        house.post(As::Nobody, "/track", &[("code", &filed.code), ("key", &filed.key)]).await.is(303);
    });
}

#[test]
fn the_receipt_shows_code_key_and_promise_and_its_qr_code_keeps_the_key_to_itself() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        let key = format!("{}-{}-{}-{}", &filed.key[..4], &filed.key[4..8], &filed.key[8..12], &filed.key[12..]);
        for part in ["/receipt", "/receipt?paper=a4", "/receipt?paper=receipt", "/receipt.svg", "/receipt?lang=en"] {
            let receipt = house.get(As::Party(&filed.key), &page(&filed, part)).await.is(200);
            assert!(receipt.text.contains(&key) && receipt.text.contains("<path"), "{part}");
        }
        let image = house.get(As::Party(&filed.key), &page(&filed, "/receipt.svg")).await;
        assert_eq!(image.headers["content-type"], "image/svg+xml");
        house.get(As::Nobody, &page(&filed, "/receipt")).await.is(303);
    });
}

#[test]
fn a_party_reads_its_own_messages_and_the_staffs_and_never_a_private_note() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        let empty = house.post(As::Party(&filed.key), &page(&filed, "/messages"), &[("message", " ")]).await.is(422);
        assert!(empty.text.contains("aria-invalid"));
        house
            .post(As::Party(&filed.key), &page(&filed, "/messages"), &[("message", "When <b>may</b> I come?")])
            .await
            .is(303);
        let code = filed.code.parse().unwrap();
        let desk = &house.desk;
        let system = concord_policy::Actor::System("rules");
        use concord_app::kit::desk::Expected;
        use concord_app::kit::drawer::TextKind;
        use concord_domain::correspondence;
        use concord_domain::matter::Audience;
        use concord_policy::Action;
        desk.carry_out(&system, Action::SendMessage, &code, Expected::Any, |m, _, drawer| {
            Ok(correspondence::note(m, Audience::Staff, drawer.seal(TextKind::Note, "for colleagues"))?)
        })
        .await
        .unwrap();
        desk.carry_out(&system, Action::SendMessage, &code, Expected::Any, |m, _, drawer| {
            Ok(correspondence::message(m, Some(2), drawer.seal(TextKind::Message, "from the other side"))?)
        })
        .await
        .unwrap();
        desk.carry_out(&system, Action::SendMessage, &code, Expected::Any, |m, _, drawer| {
            Ok(correspondence::message(m, None, drawer.seal(TextKind::Message, "Come on Monday"))?)
        })
        .await
        .unwrap();
        let text = house.get(As::Party(&filed.key), &page(&filed, "")).await.is(200).text;
        assert!(text.contains("When &lt;b&gt;may&lt;") && text.contains("Come on Monday"));
        assert!(!text.contains("for colleagues") && !text.contains("from the other side"));
    });
}

#[test]
fn signing_needs_the_tick_and_the_agreement_that_was_read() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        to_agreement(&house, &filed).await;
        let shown = house.get(As::Party(&filed.key), &page(&filed, "")).await.is(200).text;
        assert!(shown.contains("No work after ten.") && shown.contains("500.00"));
        let sign = page(&filed, "/agreement/signatures");
        house.post(As::Party(&filed.key), &sign, &[]).await.is(422);
        house.post(As::Party(&filed.key), &sign, &[("read", "1"), ("version", "1")]).await.is(412);
        house.post(As::Party(&filed.key), &sign, &[("read", "1")]).await.is(303);
        assert_eq!(house.desk.load(&filed.code.parse().unwrap()).await.unwrap().agreement().unwrap().missing(), [2]);
        let refusal = page(&filed, "/agreement/refusals");
        house.post(As::Party(&filed.key), &refusal, &[("refusal", "Too early")]).await.is(303);
        assert!(house.desk.load(&filed.code.parse().unwrap()).await.unwrap().agreement().is_none());
    });
}

#[test]
fn a_party_leaves_rates_and_comes_back_and_is_told_on_the_page_what_does_not_fit() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        let party = As::Party(&filed.key);
        house.post(party.clone(), &page(&filed, "/rating"), &[("stars", "5")]).await.is(422);
        let asked = house.get(party.clone(), &page(&filed, "/withdrawal")).await.is(200).text;
        assert!(!hidden(&asked, "/withdrawal").is_empty());
        house.post(party.clone(), &page(&filed, "/withdrawal"), &[]).await.is(303);
        let over = house.get(party.clone(), &page(&filed, "")).await.is(200).text;
        assert!(over.contains("name=\"stars\"") && over.contains("name=\"again\""));
        house
            .post(party.clone(), &page(&filed, "/rating"), &[("comment", "kept")])
            .await
            .is(422)
            .text
            .find("kept")
            .unwrap();
        house.post(party.clone(), &page(&filed, "/rating"), &[("stars", "6")]).await.is(422);
        house.post(party.clone(), &page(&filed, "/rating"), &[("stars", "2")]).await.is(303);
        house.post(party.clone(), &page(&filed, "/rating"), &[("stars", "5")]).await.is(422);
        house.post(party.clone(), &page(&filed, "/reopening"), &[]).await.is(422);
        house.post(party.clone(), &page(&filed, "/reopening"), &[("again", "Noise again")]).await.is(303);
        assert_eq!(house.desk.load(&filed.code.parse().unwrap()).await.unwrap().reopened, 1);
    });
}

#[test]
fn a_document_comes_back_as_it_was_to_its_sender_and_a_page_in_disguise_is_refused() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        let send = |name: &'static str, content: &'static str, cookie: String| {
            let house = house.clone();
            let path = page(&filed, "/files");
            async move {
                let body = format!(
                    "--b\r\nContent-Disposition: form-data; name=\"share\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; \
                     name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n{content}\r\n--b--\r\n"
                );
                let media = Some("multipart/form-data; boundary=b");
                house.ask(As::Party(&cookie), Method::POST, &path, media, Body::from(body), &[]).await
            }
        };
        let pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
        send("contract.pdf", pdf, filed.key.clone()).await.is(303);
        let text = send("photo.jpg", "<html><script>alert(1)</script>", filed.key.clone()).await.is(422).text;
        assert!(text.contains("photo.jpg"));
        let got = house.get(As::Party(&filed.key), &page(&filed, "/files/1")).await.is(200);
        assert_eq!(got.text, pdf);
        assert!(got.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
        house.get(As::Party(&filed.key), &page(&filed, "/files/2")).await.is(404);
        house.get(As::Nobody, &page(&filed, "/files/1")).await.is(303);
    });
}

#[test]
fn a_merged_matter_leads_on_to_the_one_that_goes_on_with_the_same_key() {
    House::each(|house| async move {
        let (first, second) = (house.file(STORY).await, house.file(STORY).await);
        house
            .json(
                As::Staff("coordinator"),
                &format!("/matters/{}/merger", second.code),
                &json!({ "into": first.code, "reason": "One noise." }),
            )
            .await
            .is(201);
        let on = house.get(As::Party(&second.key), &page(&second, "")).await.is(303);
        assert_eq!(on.location(), page(&first, ""));
        assert!(on.headers.get_all("set-cookie").iter().any(|c| c.to_str().unwrap().contains("track-merged")));
        house.get(As::Party(&second.key), &page(&first, "")).await.is(200);
    });
}

#[test]
fn the_home_page_begins_a_report_and_a_follow_up_in_both_languages() {
    House::each(|house| async move {
        for lang in ["zh-CN", "en"] {
            let home = house.get(As::Nobody, &format!("/?lang={lang}")).await.is(200).text;
            assert!(
                home.contains("role=\"search\"")
                    && home.contains("href=\"/report\"")
                    && home.contains("href=\"/track\""),
                "{lang}"
            );
            assert!(home.contains("/report?category=labour.wage") && home.contains("tel:110"), "{lang}");
        }
    });
}

#[test]
fn a_party_sees_who_opened_the_file_once_for_each_day() {
    House::each(|house| async move {
        let filed = house.file("\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}").await;
        let page = format!("/track/{}", filed.code);
        let read = house.get(As::Party(&filed.key), &format!("{page}?lang=en")).await.is(200).text;
        assert!(read.contains("No member of staff has opened it yet."));
        let desk = format!("/desk/matters/{}", filed.code);
        house.get(As::Staff("coordinator"), &desk).await.is(200);
        house.get(As::Staff("coordinator"), &desk).await.is(200);
        house.get(As::Staff("other_coordinator"), &desk).await.is(404);
        let read = house.get(As::Party(&filed.key), &format!("{page}?lang=en")).await.is(200).text;
        assert!(read.contains("One record") && read.contains("Body 3"), "{read}");
        house.later(1);
        house.get(As::Staff("coordinator"), &desk).await.is(200);
        let read = house.get(As::Party(&filed.key), &format!("{page}?lang=en")).await.is(200).text;
        assert!(read.contains("2 records"));
    });
}

#[test]
fn the_page_says_whose_turn_it_is_and_shows_what_is_done_and_what_comes_next() {
    House::each(|house| async move {
        let filed = house.file(STORY).await;
        let read = async || house.get(As::Party(&filed.key), &page(&filed, "?lang=en")).await.is(200).text;
        let places = |text: &str| -> Vec<String> {
            let way = text.split("id=\"way\"").nth(1).unwrap().split("</ol>").next().unwrap();
            way.split("<li class=\"").skip(1).map(|li| li.split('"').next().unwrap().to_owned()).collect()
        };
        let text = read().await;
        assert!(text.contains("is reading what you sent"));
        assert_eq!(places(&text), ["done", "now", "next", "ahead", "ahead"]);
        to_agreement(&house, &filed).await;
        let text = read().await;
        assert!(text.contains("It is your turn") && text.contains("If you do not sign"));
        assert_eq!(places(&text), ["done", "done", "done", "now", "next"]);
        house.post(As::Party(&filed.key), &page(&filed, "/withdrawal"), &[]).await.is(303);
        let text = read().await;
        assert_eq!(places(&text), ["done", "done", "done", "over"]);
        house.post(As::Party(&filed.key), &page(&filed, "/reopening"), &[("again", "It came back")]).await.is(303);
        assert_eq!(places(&read().await), ["done", "done", "now", "next", "ahead"]);
    });
}
