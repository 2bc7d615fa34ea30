//! Triage and assignment, by the API and by forms.

use serde_json::json;

use crate::house::{As, COMMITTEE, House, LABOUR, TOWN_CENTRE};

const NOISE: &str = "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}";
const COORDINATOR: As<'static> = As::Staff("coordinator");

#[test]
fn acceptance_puts_right_and_assigns_in_one_step() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let body = json!({
            "category": "labour.wage", "urgency": "urgent",
            "assignment": { "body": COMMITTEE, "mediator": house.account("mediator"), "instruction": "Please hurry." },
        });
        let path = format!("/matters/{}/acceptance", filed.code);
        let matter = house.json(COORDINATOR, &path, &body).await.is(201).json();
        assert_eq!(matter["status"], "assigned");
        assert_eq!(matter["category"], "labour.wage");
        assert_eq!(matter["urgency"], "urgent");
        assert_eq!(matter["body"]["id"], COMMITTEE);
        assert_eq!(matter["mediator"], house.account("mediator"));
        house.json(COORDINATOR, &path, &body).await.is(422);
    });
}

#[test]
fn a_wrong_part_of_an_acceptance_leaves_the_matter_reported() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let path = format!("/matters/{}/acceptance", filed.code);
        for (wrong, field) in [
            (json!({ "category": "no.such" }), "category"),
            (json!({ "urgency": "asap" }), "urgency"),
            (json!({ "body": 999 }), "body"),
            (json!({ "assignment": { "body": COMMITTEE, "mediator": house.account("town_mediator") } }), "mediator"),
        ] {
            let problem = house.json(COORDINATOR, &path, &wrong).await.is(422).json();
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        }
        let past = json!({ "assignment": { "body": COMMITTEE, "due_on": "2026-03-01" } });
        house.json(COORDINATOR, &path, &past).await.is(422);
        house.json(As::Staff("other_coordinator"), &path, &json!({})).await.is(404);
        house.json(As::Nobody, &path, &json!({})).await.is(401);
        let page = house.get(COORDINATOR, &format!("/desk/queue/{}", filed.code)).await.is(200);
        assert!(page.text.contains("x2f;acceptance\""), "still to be accepted");
    });
}

#[test]
fn a_return_needs_a_reason_of_the_list_and_is_answered_only_once() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let path = format!("/matters/{}/return", filed.code);
        house.json(COORDINATOR, &path, &json!({ "reason": "no_time" })).await.is(422);
        let body = json!({ "reason": "in_court", "text": "Wait for the court." });
        assert_eq!(house.json(COORDINATOR, &path, &body).await.is(201).json()["status"], "returned");
        house.json(COORDINATOR, &path, &body).await.is(422);
        let filed = house.file(NOISE).await;
        let body = json!({ "to": "police" });
        let referred =
            house.json(COORDINATOR, &format!("/matters/{}/referral", filed.code), &body).await.is(201).json();
        assert_eq!(referred["status"], "referred");
    });
}

#[test]
fn a_merged_report_is_seen_with_its_people_and_texts_in_the_matter_that_goes_on() {
    House::each(|house| async move {
        let first = house.file(NOISE).await;
        let again = house
            .file_with(json!({
                "narrative": "It is the drilling again, at midnight.",
                "applicant": { "name": "\u{8d75}\u{654f}", "phone": "13900001111" },
            }))
            .await;
        let path = format!("/matters/{}/merger", again.code);
        for wrong in ["AAA", "000000000", &again.code] {
            house.json(COORDINATOR, &path, &json!({ "into": wrong, "reason": "The same." })).await.is(422);
        }
        let merged =
            house.json(COORDINATOR, &path, &json!({ "into": first.code, "reason": "The same." })).await.is(201).json();
        assert_eq!(merged["code"], first.code.as_str());
        assert_eq!(merged["reports"], 2);
        let names: Vec<_> = merged["parties"].as_array().unwrap().iter().map(|p| p["name"].clone()).collect();
        assert!(names.contains(&json!("\u{8d75}\u{654f}")), "{names:?}");
        let page = house.get(COORDINATOR, &format!("/desk/queue/{}", first.code)).await.is(200);
        assert!(page.text.contains("the drilling again"), "the second report can be read");
    });
}

#[test]
fn acceptance_starts_with_the_kind_that_was_filed_whatever_the_words_speak_for() {
    House::each(|house| async move {
        let filed = house.file("The boss owes me wages: overtime, back pay, all unpaid.").await;
        let page = house.get(COORDINATOR, &format!("/desk/queue/{}", filed.code)).await.is(200);
        let (shown, form) = page.text.split_once("name=\"category\"").unwrap();
        assert!(shown.contains("overtime"), "the words of the suggestion are shown");
        let chosen = form.split("<option ").find(|option| option.contains(" selected")).unwrap();
        assert!(chosen.starts_with("value=\"neighbour.noise\""), "{chosen}");
        let queue = house.get(COORDINATOR, "/desk/queue?scope=region").await.is(200);
        assert!(queue.text.contains("name=\"category\" value=\"neighbour.noise\""), "one press keeps the kind");
        let unsaid =
            json!({ "category": null, "narrative": "The boss owes me wages: overtime, back pay, all unpaid." });
        let guessed = house.file_with(unsaid).await;
        let page = house.get(COORDINATOR, &format!("/desk/queue/{}", guessed.code)).await.is(200);
        let (_, form) = page.text.split_once("name=\"category\"").unwrap();
        let chosen = form.split("<option ").find(|option| option.contains(" selected")).unwrap();
        assert!(chosen.starts_with("value=\"labour.wage\""), "{chosen}");
    });
}

#[test]
fn the_mediators_on_offer_are_those_of_every_body_that_can_be_chosen_and_then_of_the_chosen_one() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let (own, town) = (house.account("mediator"), house.account("town_mediator"));
        let option = |account: i64| format!("<option value=\"{account}\"");
        let page = house.get(COORDINATOR, &format!("/desk/queue/{}", filed.code)).await.is(200);
        let (_, select) = page.text.split_once("name=\"mediator\"").unwrap();
        let (select, _) = select.split_once("</select>").unwrap();
        assert!(select.contains(&option(own)) && select.contains(&option(town)), "without a script: {select}");
        assert_eq!(select.matches("<optgroup").count(), 2, "{select}");
        let path = format!("/desk/queue/{}/suggestion?part=mediators", filed.code);
        for (body, shown, hidden) in [(COMMITTEE, own, town), (TOWN_CENTRE, town, own)] {
            let part = house.post(COORDINATOR, &path, &[("body", &body.to_string())]).await.is(200);
            assert!(part.text.contains(&option(shown)) && !part.text.contains(&option(hidden)), "{}", part.text);
        }
        let none = house.post(COORDINATOR, &path, &[("body", &LABOUR.to_string())]).await.is(200);
        assert!(!none.text.contains("<optgroup"), "{}", none.text);
        let form = [("step", "assign"), ("body", &COMMITTEE.to_string()), ("mediator", &town.to_string())]
            .map(|(name, value)| (name, value.to_owned()));
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let again = house.post(COORDINATOR, &format!("/desk/matters/{}/acceptance", filed.code), &form).await.is(422);
        assert!(again.text.contains("id=\"mediator-error\""), "told at the field");
        assert!(again.text.contains(&format!("{} selected", option(town))), "what was chosen stands there still");
    });
}

#[test]
fn a_form_that_will_not_do_is_shown_again_with_what_was_typed() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let path = format!("/desk/matters/{}/return", filed.code);
        let page = house.post(COORDINATOR, &path, &[("return_text", "Come back later")]).await.is(422);
        assert!(page.text.contains("Come back later") && page.text.contains("summary-errors"));
        let fields = [("reason", "solved"), ("return_text", "Good"), ("to", "queue"), ("version", "1")];
        house.post(COORDINATOR, &path, &fields).await.is(412);
        let fields = [("reason", "solved"), ("return_text", "Good"), ("to", "queue")];
        assert_eq!(house.post(COORDINATOR, &path, &fields).await.is(303).location(), "/desk/queue");
    });
}

#[test]
fn only_the_body_that_got_the_work_signs_for_it_and_its_mediators_may_take_it() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let of = |part: &str| format!("/matters/{}{part}", filed.code);
        let accepted = json!({ "assignment": { "body": COMMITTEE } });
        house.json(COORDINATOR, &of("/acceptance"), &accepted).await.is(201);
        house.json(COORDINATOR, &of("/assignments/1/receipt"), &json!({})).await.is(403);
        house.json(As::Staff("mediator"), &of("/assignments/9/receipt"), &json!({})).await.is(422);
        house.json(As::Staff("mediator"), &of("/assignments/1/receipt"), &json!({})).await.is(201);
        let town = json!({ "mediator": house.account("town_mediator") });
        house.json(As::Staff("mediator"), &of("/mediator"), &town).await.is(403);
        house.json(COORDINATOR, &of("/mediator"), &town).await.is(422);
        let own = json!({ "mediator": house.account("mediator") });
        let page = house.get(As::Staff("mediator"), &format!("/desk{}", of("/assignments"))).await.is(200);
        assert!(page.text.contains("x2f;mediator\""), "a mediator is offered to take it");
        let taken = house.json(As::Staff("mediator"), &of("/mediator"), &own).await.is(201).json();
        assert_eq!(taken["mediator"], house.account("mediator"));
        let assist = json!({ "body": LABOUR, "duty": "assist" });
        let joint = house.json(COORDINATOR, &of("/assignments"), &assist).await.is(201).json();
        assert_eq!(joint["body"]["id"], COMMITTEE, "an assisting body does not take the lead");
        house.json(COORDINATOR, &of("/assignments"), &assist).await.is(422);
        let lead = json!({ "body": TOWN_CENTRE, "mediator": house.account("town_mediator") });
        assert_eq!(house.json(COORDINATOR, &of("/assignments"), &lead).await.is(201).json()["body"]["id"], TOWN_CENTRE);
    });
}

#[test]
fn an_acceptance_that_somebody_was_quicker_with_keeps_what_was_typed() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let (page, form) = (format!("/desk/queue/{}", filed.code), format!("/desk/matters/{}/acceptance", filed.code));
        let live = house.get(COORDINATOR, &page).await.is(200).text;
        assert!(live.contains(&format!("/desk/live?matter={}", filed.code)), "it follows what others do: {live}");
        let committee = COMMITTEE.to_string();
        let typed =
            [("version", "1"), ("step", "assign"), ("body", &committee), ("instruction", "Ring before you go.")];
        house.json(COORDINATOR, &format!("/matters/{}/acceptance", filed.code), &json!({})).await.is(201);
        let accepted = house.post(COORDINATOR, &form, &typed).await.is(412).text;
        assert!(accepted.contains("Ring before you go.</textarea>") && accepted.contains("x2f;assignments\""));
        assert!(accepted.contains("已经受理，请确定由谁办理") && !accepted.contains("data-live-page"), "{accepted}");
        let order = json!({ "body": COMMITTEE, "duty": "lead" });
        house.json(COORDINATOR, &format!("/matters/{}/assignments", filed.code), &order).await.is(201);
        let assigned = house.post(COORDINATOR, &form, &typed).await.is(412).text;
        assert!(assigned.contains("Ring before you go.</textarea>"), "{assigned}");
        assert!(!assigned.contains("已经受理，请确定由谁办理") && assigned.contains("主办。只有要改由别的机构主办"));
        // Nothing of it can be done any more: the words are there to copy.
        let away = json!({ "to": "police" });
        house.json(COORDINATOR, &format!("/matters/{}/referral", filed.code), &away).await.is(201);
        let over = house.post(COORDINATOR, &form, &typed).await.is(412).text;
        assert!(over.contains("Ring before you go.") && over.contains("您写的话没有发出"), "{over}");
        let text = [("version", "1"), ("reason", "solved"), ("return_text", "They agreed.")];
        let back = house.post(COORDINATOR, &format!("/desk/matters/{}/return", filed.code), &text).await.is(412).text;
        assert!(back.contains("They agreed."), "{back}");
    });
}

#[test]
fn the_kind_that_is_chosen_says_who_takes_it_before_it_is_sent() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let path = format!("/desk/queue/{}/suggestion?lang=en", filed.code);
        let fits = |category: &'static str, body: i64| {
            let (house, path) = (&house, &path);
            async move {
                let fields = [("category", category), ("body", &*body.to_string())];
                house.post(COORDINATOR, path, &fields).await.is(200).text
            }
        };
        let same = fits("neighbour.noise", COMMITTEE).await;
        assert!(!same.contains("does not usually take") && !same.contains("<p"), "{same}");
        let other = fits("neighbour.noise", LABOUR).await;
        assert!(other.contains("does not usually take") && other.contains("Body 4"), "{other}");
        let labour = fits("labour.wage", LABOUR).await;
        assert!(!labour.contains("does not usually take") && labour.contains("Unpaid wages"), "{labour}");
        house.post(As::Staff("mediator"), &path, &[]).await.is(403);
    });
}
