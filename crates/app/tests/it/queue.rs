//! The coordinator's queue.

use serde_json::json;

use crate::house::{As, COMMITTEE, House, OTHER_VILLAGE, TOWN_CENTRE};

const NOISE: &str = "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}";
const COORDINATOR: As<'static> = As::Staff("coordinator");

/// Codes of the lines, in order.
fn lines(page: &str) -> Vec<String> {
    page.split(" data-href=\"")
        .skip(1)
        .map(|part| part.split('"').next().unwrap()[part.split('"').next().unwrap().len() - 9..].to_owned())
        .collect()
}

#[test]
fn the_longest_waiting_come_first_and_other_regions_never() {
    House::each(|house| async move {
        let first = house.file(NOISE).await;
        house.minutes_later(5);
        let second = house.file(NOISE).await;
        let elsewhere = house.file_with(json!({ "region": OTHER_VILLAGE })).await;
        let page = house.get(COORDINATOR, "/desk/queue?scope=region").await.is(200);
        assert_eq!(lines(&page.text), [first.code.clone(), second.code.clone()]);
        assert!(!page.text.contains(&elsewhere.code));
        let own = house.get(As::Staff("committee_coordinator"), "/desk/queue").await.is(200);
        assert_eq!(lines(&own.text).len(), 2, "the village's committee has them by the playbook");
        house.get(As::Staff("mediator"), "/desk/queue").await.is(403);
        house.get(As::Nobody, "/desk/queue").await.is(303);
    });
}

#[test]
fn one_press_accepts_as_suggested_and_moves_the_line_on() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let fields = [("step", "accept"), ("to", "queue"), ("category", "neighbour.noise"), ("urgency", "normal")];
        let path = format!("/desk/matters/{}/acceptance", filed.code);
        assert_eq!(house.post(COORDINATOR, &path, &fields).await.is(303).location(), "/desk/queue");
        let reported = house.get(COORDINATOR, "/desk/queue?scope=region").await.is(200);
        assert!(lines(&reported.text).is_empty());
        let accepted = house.get(COORDINATOR, "/desk/queue?scope=region&stage=accepted").await.is(200);
        assert_eq!(lines(&accepted.text), std::slice::from_ref(&filed.code));
        let assign = format!("/desk/matters/{}/assignments", filed.code);
        house.get(COORDINATOR, &format!("{assign}?to=queue")).await.is(200);
        house.post(COORDINATOR, &assign, &[("body", ""), ("instruction", "As agreed")]).await.is(422);
        let body = COMMITTEE.to_string();
        let fields = [("body", body.as_str()), ("duty", "lead"), ("to", "queue")];
        assert_eq!(house.post(COORDINATOR, &assign, &fields).await.is(303).location(), "/desk/queue");
        let accepted = house.get(COORDINATOR, "/desk/queue?scope=region&stage=accepted").await.is(200);
        assert!(lines(&accepted.text).is_empty());
    });
}

#[test]
fn what_has_run_out_is_late_whatever_its_stage() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        assert!(lines(&house.get(COORDINATOR, "/desk/queue?scope=region&stage=late").await.is(200).text).is_empty());
        house.later(20);
        for who in ["coordinator", "committee_coordinator"] {
            let late = house.get(As::Staff(who), "/desk/queue?scope=region&stage=late").await.is(200);
            assert_eq!(lines(&late.text), std::slice::from_ref(&filed.code), "{who}");
        }
    });
}

#[test]
fn a_long_queue_is_read_page_by_page_without_gap_or_repetition() {
    House::each(|house| async move {
        let mut filed = Vec::new();
        for _ in 0..27 {
            filed.push(house.file(NOISE).await.code);
        }
        let first = house.get(COORDINATOR, "/desk/queue?scope=region").await.is(200).text;
        let after = first.split("after=").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let second = house.get(COORDINATOR, &format!("/desk/queue?scope=region&after={after}")).await.is(200).text;
        let read: Vec<String> = lines(&first).into_iter().chain(lines(&second)).collect();
        assert_eq!(read, filed);
        let centre = house.get(COORDINATOR, &format!("/desk/queue?body={TOWN_CENTRE}")).await.is(200);
        assert!(lines(&centre.text).is_empty());
    });
}

#[test]
fn what_an_address_of_the_queue_asks_for_and_cannot_have_is_told() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        for wrong in ["stage=odd", "scope=odd", "after=odd", "stage=late&after=5", "after=2026-02-01_5"] {
            let page = house.get(COORDINATOR, &format!("/desk/queue?{wrong}")).await.is(200);
            assert!(page.text.contains("id=\"errors\""), "{wrong}");
        }
        let page = house.get(COORDINATOR, "/desk/queue?scope=region&stage=odd").await.is(200);
        assert_eq!(lines(&page.text), [filed.code], "the rest still holds");
        assert!(!house.get(COORDINATOR, "/desk/queue?scope=region").await.is(200).text.contains("id=\"errors\""));
    });
}

#[test]
fn a_line_says_what_was_filed_and_what_the_words_suggest_only_where_that_differs() {
    House::each(|house| async move {
        let same = house.file("Noise at night, drilling.").await;
        let other = house.file("The boss owes me wages: overtime, back pay, all unpaid.").await;
        let page = house.get(COORDINATOR, "/desk/queue?scope=region&lang=en").await.is(200).text;
        let row = |code: &str| {
            let (_, rest) = page.split_once(&format!("id=\"row-{code}\"")).unwrap();
            rest.split("</tr>").next().unwrap().to_owned()
        };
        let (same, other) = (row(&same.code), row(&other.code));
        assert!(same.contains("Filed as") && !same.contains("The words suggest"), "{same}");
        let (filed, suggested) = other.split_once("The words suggest").expect("another kind");
        let (_, filed) = filed.split_once("Filed as").unwrap();
        assert!(filed.contains("oise") && !filed.contains("age"), "{filed}");
        assert!(suggested.contains("age"), "{suggested}");
    });
}

#[test]
fn a_form_of_triage_that_will_not_do_is_still_a_page_of_the_queue() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let path = format!("/desk/matters/{}/acceptance", filed.code);
        let again = house.post(COORDINATOR, &path, &[("step", "assign"), ("body", "")]).await.is(422).text;
        let again = again.replace("&#x2f;", "/");
        let current: Vec<&str> = again
            .split("<a href=\"")
            .filter(|a| a.split('>').next().unwrap().contains("aria-current=\"page\""))
            .map(|a| a.split('"').next().unwrap())
            .collect();
        assert!(current.contains(&"/desk/queue") && !current.contains(&"/desk/matters"), "{current:?}");
    });
}
