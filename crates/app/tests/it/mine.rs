//! What a mediator and an officer have in hand.

use serde_json::json;

use crate::casework::given;
use crate::house::{As, COMMITTEE, House, LABOUR, TOWN_CENTRE};

const MEDIATOR: As<'static> = As::Staff("mediator");

/// The codes on a page, in order, and the address of the next one.
async fn list(house: &House, who: As<'_>, query: &str) -> (Vec<String>, Option<String>) {
    let page = house.get(who, &format!("/desk/mine{query}")).await.is(200).text;
    let page = page.replace("&#x2f;", "/").replace("&amp;", "&").replace("&#x3d;", "=");
    let codes = page
        .split("data-href=\"/desk/matters/")
        .skip(1)
        .map(|row| row.chars().take_while(char::is_ascii_alphanumeric).collect())
        .collect();
    let next = page.split("href=\"").find(|link| link.starts_with("?after="));
    let next = next.and_then(|link| link.split('"').next()).map(str::to_owned);
    (codes, next)
}

#[test]
fn every_matter_in_hand_is_on_exactly_one_page() {
    House::each(|house| async move {
        let mut all = Vec::new();
        for _ in 0..27 {
            all.push(given(&house, COMMITTEE, Some("mediator")).await.code);
        }
        let other = given(&house, TOWN_CENTRE, Some("town_mediator")).await.code;
        let (first, next) = list(&house, MEDIATOR, "").await;
        assert_eq!(first.len(), 25);
        let (second, none) = list(&house, MEDIATOR, &next.expect("a second page")).await;
        assert_eq!((second.len(), none), (2, None));
        let mut seen: Vec<String> = first.into_iter().chain(second).collect();
        assert!(!seen.contains(&other));
        seen.sort();
        all.sort();
        assert_eq!(seen, all);
    });
}

#[test]
fn lists_hold_what_is_late_what_waits_and_what_the_diary_says() {
    House::each(|house| async move {
        let late = given(&house, COMMITTEE, Some("mediator")).await;
        let meets = given(&house, COMMITTEE, Some("mediator")).await;
        let free = given(&house, COMMITTEE, None).await;
        let session = json!({ "at": "2026-03-02T15:00:00+08:00", "mode": "phone" });
        house.json(MEDIATOR, &format!("/matters/{}/sessions", meets.code), &session).await.is(201);
        assert_eq!(list(&house, MEDIATOR, "?view=sessions").await.0, std::slice::from_ref(&meets.code));
        let today = house.get(MEDIATOR, "/desk/mine?lang=en").await.is(200);
        assert!(today.text.contains("Sessions today") && today.text.contains("15:00"));
        let body = list(&house, MEDIATOR, "?view=body").await.0;
        assert!(body.contains(&free.code) && body.contains(&late.code));
        assert!(list(&house, MEDIATOR, "?view=late").await.0.is_empty());
        house.later(40);
        assert!(list(&house, MEDIATOR, "?view=late").await.0.contains(&late.code));
        for view in ["all", "soon", "signing", "visits", "obligations", "nonsense"] {
            house.get(MEDIATOR, &format!("/desk/mine?view={view}&lang=en")).await.is(200);
        }
    });
}

#[test]
fn an_officer_sees_the_matters_of_the_own_body_and_others_have_no_such_page() {
    House::each(|house| async move {
        let own = given(&house, LABOUR, None).await;
        given(&house, COMMITTEE, Some("mediator")).await;
        assert_eq!(list(&house, As::Staff("officer"), "").await.0, [own.code]);
        house.get(As::Staff("clerk"), "/desk/mine").await.is(403);
        assert_eq!(house.get(As::Nobody, "/desk/mine").await.status.as_u16(), 303);
    });
}

#[test]
fn the_api_answers_the_lists_of_the_page_with_a_reason_for_each_line() {
    House::each(|house| async move {
        let mut all = Vec::new();
        for _ in 0..3 {
            all.push(given(&house, COMMITTEE, Some("mediator")).await.code);
        }
        let answer = house.get(MEDIATOR, "/api/v1/mine").await.is(200).json();
        let items = answer["items"].as_array().unwrap();
        let codes: Vec<String> = items.iter().map(|line| line["code"].as_str().unwrap().to_owned()).collect();
        assert_eq!((codes, &answer["total"]), (list(&house, MEDIATOR, "").await.0, &json!(3)));
        assert!(items.iter().all(|line| line["why"].as_str().is_some_and(|why| !why.is_empty())), "{answer}");
        let own = house.get(As::Staff("officer"), "/api/v1/mine").await.is(200).json();
        assert_eq!(own["items"], json!([]));
        house.get(MEDIATOR, "/api/v1/mine?view=nonsense").await.is(422);
        house.get(MEDIATOR, "/api/v1/mine?cursor=nonsense").await.is(422);
        house.get(As::Staff("clerk"), "/api/v1/mine").await.is(403);
        house.get(As::Nobody, "/api/v1/mine").await.is(401);
        // On the page the reason stands in the line, not only behind it.
        let page = house.get(MEDIATOR, "/desk/mine?lang=en").await.is(200).text;
        assert_eq!(page.matches("class=\"sub why\"").count(), 3, "{page}");
    });
}

#[test]
fn every_list_shows_its_reasons_on_its_page() {
    House::each(|house| async move {
        let given = given(&house, LABOUR, None).await;
        let officer = || As::Staff("officer");
        for (who, page, says) in [
            (officer(), "/desk/mine", "was due|is due"),
            (officer(), "/desk/work", "Not signed for yet, by 3 March 2026; Yunxi City"),
            (As::Staff("coordinator"), "/desk/queue?scope=region&stage=late", ""),
            (As::Staff("coordinator"), "/desk/matters?work=waiting", "is due"),
        ] {
            let mark = if page.contains('?') { '&' } else { '?' };
            let text = house.get(who, &format!("{page}{mark}lang=en")).await.is(200).text;
            assert!(says.split('|').any(|part| text.contains(part)), "{page}: {text}");
        }
        house.later(10);
        let late = house.get(As::Staff("coordinator"), "/desk/queue?scope=region&stage=late&lang=en").await.is(200);
        assert!(late.text.contains("was due on") && late.text.contains(&given.code), "{}", late.text);
    });
}

#[test]
fn past_sessions_without_a_record_are_told_as_such_and_are_not_todays_or_this_weeks() {
    House::each(|house| async move {
        let meets = given(&house, COMMITTEE, Some("mediator")).await;
        let session = json!({ "at": "2026-03-03T15:00:00+08:00", "mode": "phone" });
        house.json(MEDIATOR, &format!("/matters/{}/sessions", meets.code), &session).await.is(201);
        let ahead = house.get(MEDIATOR, "/desk/mine").await.is(200).text;
        assert!(!ahead.contains("缺记录的调解会"), "{ahead}");
        house.later(33);
        assert!(list(&house, MEDIATOR, "?view=sessions").await.0.is_empty());
        assert_eq!(list(&house, MEDIATOR, "?view=unrecorded").await.0, std::slice::from_ref(&meets.code));
        let page = house.get(MEDIATOR, "/desk/mine").await.is(200).text;
        assert!(!page.contains("今天的调解会") && page.contains("还没有记录的调解会"), "{page}");
        let api = house.get(MEDIATOR, "/api/v1/mine?view=sessions").await.is(200).json();
        assert_eq!(api["total"], 0, "{api}");
        let api = house.get(MEDIATOR, "/api/v1/mine?view=unrecorded").await.is(200).json();
        assert!(
            api["items"][0]["why"].as_str().is_some_and(|why| why.contains("还没有记录") || why.contains("no record"))
        );
        let record = json!({ "outcome": "continued", "record": "Talked." });
        house.json(MEDIATOR, &format!("/matters/{}/sessions/1/record", meets.code), &record).await.is(201);
        assert!(list(&house, MEDIATOR, "?view=unrecorded").await.0.is_empty());
    });
}
