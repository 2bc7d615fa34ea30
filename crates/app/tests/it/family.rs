//! Matters that belong together, and many applicants of one, on the pages.

use serde_json::json;

use crate::house::{As, COMMITTEE, House, TOWN_CENTRE};

const NOISE: &str = "\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}\u{ff0c}\u{7535}\u{94bb}\u{54cd}\u{5230}\u{4e24}\u{70b9}";
const COORDINATOR: As<'static> = As::Staff("coordinator");
const CLERK: As<'static> = As::Staff("clerk");

#[test]
fn a_clerk_sees_what_is_likely_the_same_while_typing_and_the_log_tells_what_came_of_it() {
    House::each(|house| async move {
        let earlier = house.file(NOISE).await;
        let typed = [("narrative", NOISE), ("applicant.name", "\u{8d75}\u{654f}"), ("region", "Shangwan Village")];
        let found = house.post(CLERK, "/desk/intake/likely", &typed).await.is(200).text;
        assert!(found.contains(&format!("value=\"{} text-100\"", earlier.code)), "{found}");
        let grid = house.post(As::Staff("grid_worker"), "/desk/intake/likely", &typed).await.is(200).text;
        assert!(!grid.contains(&earlier.code), "who may not look for people is shown nobody's matter");
        house.post(As::Staff("mediator"), "/desk/intake/likely", &typed).await.is(403);

        let likely = format!("{} text-100", earlier.code);
        let mut fields = typed.to_vec();
        fields.extend([
            ("applicant.phone", "13900001111"),
            ("category", "neighbour.noise"),
            ("likely", likely.as_str()),
        ]);
        let filed = house.post(CLERK, "/desk/intake", &fields).await.is(303);
        let code = filed.location().split('/').nth(3).unwrap().to_owned();
        let page = house.get(COORDINATOR, &format!("/desk/matters/{code}?lang=en")).await.is(200).text;
        assert!(page.contains("checked, and opened beside it"), "{page}");
        let of_party = house.get(As::Party(&earlier.key), &format!("/track/{}", earlier.code)).await.is(200).text;
        assert!(!of_party.contains(&code), "a resident is never shown another's matter");
    });
}

#[test]
fn without_a_script_likely_matters_are_shown_before_anything_is_filed() {
    House::each(|house| async move {
        let earlier = house.file(NOISE).await;
        let fields = [
            ("narrative", NOISE),
            ("applicant.name", "\u{674e}\u{4f1f}"),
            ("applicant.phone", "13812345678"),
            ("region", "Shangwan Village"),
            ("likely_step", "ask"),
        ];
        let page = house.post(CLERK, "/desk/intake", &fields).await.is(200).text;
        assert!(page.contains(&earlier.code) && page.contains(NOISE), "what was typed is still there");
        assert!(!page.contains("likely_step"), "and the next time it is filed");
        assert_eq!(house.post(CLERK, "/desk/intake", &fields[..4]).await.status.as_u16(), 303);
    });
}

#[test]
fn a_merger_asks_which_lead_stays_and_the_reason_of_a_suggestion_will_do() {
    House::each(|house| async move {
        let (first, second) = (house.file(NOISE).await, house.file(NOISE).await);
        for (filed, body) in [(&first, COMMITTEE), (&second, TOWN_CENTRE)] {
            let order = json!({ "assignment": { "body": body } });
            house.json(COORDINATOR, &format!("/matters/{}/acceptance", filed.code), &order).await.is(201);
        }
        let at = format!("/desk/matters/{}", second.code);
        let shown = house.get(COORDINATOR, &format!("{at}/family?lang=en")).await.is(200).text;
        assert!(shown.contains(&first.code) && shown.contains("same telephone number"), "{shown}");
        let likely = format!("{} phone name text-100", first.code);
        let mut fields = vec![("into_earlier", first.code.as_str()), ("likely", likely.as_str())];
        let page = house.post(COORDINATOR, &format!("{at}/merger?lang=en"), &fields).await.is(422).text;
        assert!(page.contains("name=\"lead\""), "{page}");
        let committee = COMMITTEE.to_string();
        fields.push(("lead", &committee));
        let done = house.post(COORDINATOR, &format!("{at}/merger?lang=en"), &fields).await.is(303);
        assert_eq!(done.location(), format!("/desk/matters/{}", first.code));
        let merged = house.matter(&second.code).await;
        assert_eq!((&merged["status"], &merged["merged_into"]), (&json!("merged"), &json!(first.code)));
        let gathered = house.matter(&first.code).await;
        assert_eq!(
            gathered["family"]["gathered"][0]["reason"],
            "same telephone number, applicant of the same name, text 100% alike"
        );
        assert_eq!(gathered["family"]["urgency_because"], "returned");
        let own = house.get(As::Party(&first.key), &format!("/api/v1/matters/{}", first.code)).await.is(200).json();
        assert_eq!(own["family"]["gathered"], json!([]), "which other matter it was is for the staff");
        let back = house.post(COORDINATOR, &format!("{at}/separation"), &[("separation_reason", "")]).await.is(422);
        assert!(back.text.contains("separation_reason"));
        house.post(COORDINATOR, &format!("{at}/separation"), &[("separation_reason", "Two flats.")]).await.is(303);
        assert_eq!(house.matter(&second.code).await["body"]["id"], TOWN_CENTRE);
    });
}

#[test]
fn a_list_of_applicants_gives_each_a_key_and_is_not_added_twice() {
    House::each(|house| async move {
        let filed = house.file(NOISE).await;
        let at = format!("/desk/matters/{}", filed.code);
        let list = "\u{738b}\u{5f3a} 13700000001\nZhao Min, 3F";
        let wrong = house.post(COORDINATOR, &format!("{at}/applicants"), &[("list", "13700000001")]).await.is(422).text;
        assert!(wrong.contains("13700000001"), "what was typed is still there");
        let version = house.matter(&filed.code).await["version"].to_string();
        let fields = [("list", list), ("version", version.as_str())];
        let slips = house.post(COORDINATOR, &format!("{at}/applicants"), &fields).await.is(200).text;
        assert!(slips.contains("Zhao Min") && slips.contains("\u{738b}\u{5f3a}"));
        assert_eq!(slips.matches("<article class=\"paper").count(), 2, "a slip for each");
        house.post(COORDINATOR, &format!("{at}/applicants"), &fields).await.is(412);
        let version = house.matter(&filed.code).await["version"].to_string();
        for (list, line) in [
            ("\u{5f20}\u{4e09} 13700000009\n\u{738b} \u{5f3a} 137-0000-0001", "第 2 行"),
            ("Zhao Min 13700000002", "第 1 行"),
        ] {
            let fields = [("list", list), ("version", version.as_str())];
            let again = house.post(COORDINATOR, &format!("{at}/applicants"), &fields).await.is(422).text;
            assert!(again.contains(&format!("{line}的人已经在这件事里了")), "{again}");
        }
        assert_eq!(house.matter(&filed.code).await["parties"].as_array().unwrap().len(), 4);
        let nobody = [("representative", "1"), ("record", "A meeting.")];
        house.post(COORDINATOR, &format!("{at}/representatives"), &nobody).await.is(422);
        let agreed = [("representative", "1"), ("speaks_for", "3"), ("speaks_for", "4"), ("record", "A meeting.")];
        house.post(COORDINATOR, &format!("{at}/representatives"), &agreed).await.is(303);
        assert_eq!(house.matter(&filed.code).await["family"]["representatives"][0]["speaks_for"], json!([3, 4]));
        let page = house.get(COORDINATOR, &format!("{at}/group")).await.is(200).text;
        assert!(page.contains("A meeting."));
        house.post(COORDINATOR, &format!("{at}/representatives/1/end"), &[]).await.is(303);
        assert_eq!(house.matter(&filed.code).await["family"]["representatives"], json!([]));
        let listed = house.get(As::Staff("supervisor"), "/api/v1/matters?status=group").await.is(200).json();
        assert_eq!(listed["items"][0]["applicants"], 3);
        let mine = house.get(As::Staff("supervisor"), "/api/v1/matters?status=related").await.is(200).json();
        assert_eq!(mine["items"], json!([]));
    });
}
