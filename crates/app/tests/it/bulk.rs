//! Several matters at once: each decided on its own, told one by one, and carried out once however often it is sent.

use crate::casework::given;
use crate::house::{As, COMMITTEE, House, OTHER_VILLAGE, TOWN_CENTRE};

const COORDINATOR: As<'static> = As::Staff("coordinator");

/// Sends the form; the page that tells what became of it.
async fn send(house: &House, who: &As<'_>, key: &str, fields: &[(&str, &str)]) -> String {
    let mut all = vec![("key", key), ("back", "/desk/matters?work=unassigned")];
    all.extend_from_slice(fields);
    let told = house.post(who.clone(), "/desk/bulk", &all).await.is(303);
    assert_eq!(told.location(), format!("/desk/bulk/{key}"));
    house.get(who.clone(), &format!("{}?lang=en", told.location())).await.is(200).text
}

/// How many the page says were done, and how many not.
fn told(page: &str) -> (usize, usize) {
    (page.matches("<li class=\"done\"").count(), page.matches("<li class=\"refused\"").count())
}

#[test]
fn each_matter_is_decided_on_its_own_and_the_answer_says_why_one_was_not() {
    House::each(|house| async move {
        let first = given(&house, TOWN_CENTRE, None).await.code;
        let second = given(&house, TOWN_CENTRE, None).await.code;
        let reported = house.file("\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}").await.code;
        let account = house.account("town_mediator").to_string();
        let fields = [
            ("act", "mediator"),
            ("to_mediator", account.as_str()),
            ("code", first.as_str()),
            ("code", second.as_str()),
            ("code", reported.as_str()),
        ];
        let page = send(&house, &COORDINATOR, "k1", &fields).await;
        assert_eq!(told(&page), (2, 1), "{page}");
        for code in [&first, &second] {
            assert_eq!(house.matter(code).await["mediator"], house.account("town_mediator"), "{code}");
        }
        assert_eq!(house.matter(&reported).await["status"], "reported");
    });
}

#[test]
fn a_form_sent_twice_is_carried_out_once_and_another_one_under_its_key_not_at_all() {
    House::each(|house| async move {
        let code = given(&house, TOWN_CENTRE, None).await.code;
        let body = COMMITTEE.to_string();
        let fields = [("act", "assign"), ("to_body", body.as_str()), ("code", code.as_str())];
        let first = send(&house, &COORDINATOR, "k2", &fields).await;
        assert_eq!(told(&first), (1, 0));
        let version = house.matter(&code).await["version"].clone();
        let second = send(&house, &COORDINATOR, "k2", &fields).await;
        assert_eq!(told(&second), (1, 0), "not `already assigned`");
        assert_eq!(house.matter(&code).await["version"], version);
        let other = [("key", "k2"), ("act", "archive"), ("code", code.as_str())];
        house.post(COORDINATOR, "/desk/bulk", &other).await.is(422);
        house.get(As::Staff("mediator"), "/desk/bulk/k2").await.is(404);
    });
}

#[test]
fn nobody_does_to_several_what_they_may_not_do_to_one() {
    House::each(|house| async move {
        let here = given(&house, TOWN_CENTRE, Some("town_mediator")).await.code;
        let elsewhere = house.file_with(serde_json::json!({ "region": OTHER_VILLAGE })).await.code;
        let urgent =
            [("act", "urgency"), ("to_urgency", "urgent"), ("code", here.as_str()), ("code", elsewhere.as_str())];
        let page = send(&house, &COORDINATOR, "k3", &urgent).await;
        assert_eq!(told(&page), (1, 1));
        assert_eq!(house.matter(&here).await["urgency"], "urgent");
        let again = [("act", "urgency"), ("to_urgency", "normal"), ("code", here.as_str())];
        assert_eq!(
            told(&send(&house, &As::Staff("supervisor"), "k4", &again).await),
            (0, 1),
            "a supervisor edits nothing"
        );
        let archive = [("act", "archive"), ("code", here.as_str())];
        assert_eq!(
            told(&send(&house, &As::Staff("town_mediator"), "k5", &archive).await),
            (0, 1),
            "it is not concluded"
        );
        house.post(As::Staff("operator"), "/desk/bulk", &[("key", "k6"), ("act", "archive")]).await.is(403);
        house.post(As::Nobody, "/desk/bulk", &[("key", "k6")]).await.is(303);
    });
}

#[test]
fn a_form_that_is_not_complete_does_nothing_and_says_so() {
    House::each(|house| async move {
        let code = given(&house, TOWN_CENTRE, None).await.code;
        for fields in [
            vec![("key", "a"), ("act", "archive")],
            vec![("key", "b"), ("act", "assign"), ("code", code.as_str())],
            vec![("key", "c"), ("act", "urgency"), ("code", code.as_str())],
            vec![("key", "d"), ("act", "mediator"), ("code", "nonsense")],
        ] {
            let page = house.post(COORDINATOR, "/desk/bulk", &fields).await.is(422);
            assert!(page.text.contains("id=\"errors\""), "{fields:?}");
        }
    });
}

#[test]
fn what_is_ticked_is_exported_and_nothing_else() {
    House::each(|house| async move {
        let wanted = given(&house, TOWN_CENTRE, None).await.code;
        given(&house, TOWN_CENTRE, None).await;
        let elsewhere = house.file_with(serde_json::json!({ "region": OTHER_VILLAGE })).await.code;
        let path = format!("/desk/matters.csv?code={wanted}&code={elsewhere}&to_body=&act=");
        let file = house.get(As::Staff("supervisor"), &path).await.is(200).text;
        assert_eq!(file.lines().count(), 2, "{file}");
        assert!(file.contains(&concord_app::kit::format::code(&wanted)));
    });
}

#[test]
fn a_kept_list_gets_another_name_and_a_place_in_the_menu() {
    House::each(|house| async move {
        let keep = [("name", "Late ones"), ("query", "status=late")];
        house.post(COORDINATOR, "/desk/views", &keep).await.is(303);
        let page = house.get(COORDINATOR, "/desk/matters").await.is(200).text;
        let id = page.split("action=\"/desk/views/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let change = format!("/desk/views/{id}");
        house.post(COORDINATOR, &change, &[("name", "Overdue")]).await.is(303);
        assert!(!house.get(COORDINATOR, "/desk/matters").await.text.contains("id=\"pinned\""));
        house.post(COORDINATOR, &change, &[("pinned", "1")]).await.is(303);
        let page = house.get(COORDINATOR, "/desk/queue").await.is(200).text;
        assert!(page.contains("id=\"pinned\"") && page.contains("Overdue") && !page.contains("Late ones"));
        house.post(COORDINATOR, &change, &[("name", "")]).await.is(422);
        house.post(As::Staff("supervisor"), &change, &[("name", "Mine now")]).await.is(404);
        house.post(COORDINATOR, &change, &[("pinned", "0")]).await.is(303);
        assert!(!house.get(COORDINATOR, "/desk/queue").await.text.contains("id=\"pinned\""));
    });
}

#[test]
fn the_palette_offers_kept_lists_and_matters_that_the_reader_may_see() {
    House::each(|house| async move {
        let here = house.file("\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}").await.code;
        house.post(COORDINATOR, "/desk/views", &[("name", "Late ones"), ("query", "status=late")]).await.is(303);
        let words = "%E8%A3%85%E4%BF%AE";
        for query in [words, here.as_str()] {
            let found = house.get(COORDINATOR, &format!("/desk/palette?q={query}")).await.is(200).json();
            assert_eq!(found["matters"][0]["href"], format!("/desk/matters/{here}"), "{query}");
            assert_eq!(found["views"][0]["href"], "/desk/matters?status=late");
        }
        for login in ["other_coordinator", "operator", "mediator"] {
            let found = house.get(As::Staff(login), &format!("/desk/palette?q={here}")).await.is(200).json();
            assert_eq!(found["matters"].as_array().unwrap().len(), usize::from(login == "mediator"), "{login}");
        }
        house.get(As::Nobody, "/desk/palette").await.is(303);
    });
}
