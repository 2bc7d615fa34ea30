//! Work between bodies, by the forms of its pages: drawn in both languages, safe for two at once, private where it should be.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::house::{As, COMMITTEE, COUNTY_CENTRE, Filed, House, LABOUR, TOWN_CENTRE};

const COORDINATOR: As<'static> = As::Staff("coordinator");
const OFFICER: As<'static> = As::Staff("officer");
const SUPERVISOR: As<'static> = As::Staff("supervisor");

async fn accepted(house: &House) -> Filed {
    let filed = house.file("\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}").await;
    house.json(COORDINATOR, &format!("/matters/{}/acceptance", filed.code), &json!({})).await.is(201);
    filed
}

/// Accepted, and given to the labour department, which has not signed.
async fn given(house: &House) -> Filed {
    let filed = accepted(house).await;
    let order = json!({ "body": LABOUR, "duty": "lead" });
    house.json(COORDINATOR, &format!("/matters/{}/assignments", filed.code), &order).await.is(201);
    filed
}

fn page_of(filed: &Filed, rest: &str) -> String {
    format!("/desk/matters/{}{rest}", filed.code)
}

/// Sends a form and looks at the page behind it, in both languages.
async fn send(house: &House, who: As<'_>, filed: &Filed, page: &str, rest: &str, fields: &[(&str, &str)]) -> String {
    house.post(who.clone(), &page_of(filed, rest), fields).await.is(303);
    house.get(who.clone(), &page_of(filed, page)).await.is(200);
    house.get(who, &page_of(filed, &format!("{page}?lang=en"))).await.is(200).text
}

#[test]
fn a_department_answers_its_work_by_the_forms_of_one_page() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let list = house.get(OFFICER, "/desk/work?lang=en").await.is(200).text;
        assert!(list.contains("To be signed for"), "{list}");
        let text = send(&house, OFFICER, &filed, "/assignments", "/assignments/1/receipt", &[]).await;
        assert!(text.contains("Ask for more time") && text.contains("Body 6 is responsible now"), "{text}");
        let ask = [("extend_until_1", "2026-03-20"), ("extend_reason_1", "Waits for a survey.")];
        send(&house, OFFICER, &filed, "/assignments", "/assignments/1/extension", &ask).await;
        let page = house.get(COORDINATOR, &page_of(&filed, "/assignments?lang=en")).await.is(200).text;
        assert!(page.contains("Grant more time") && page.contains("Waits for a survey."));
        let grant = [("verdict", "granted")];
        send(&house, COORDINATOR, &filed, "/assignments", "/assignments/1/extension/verdict", &grant).await;
        let reply = [("reply_text_1", "Looked at the site.")];
        let text = send(&house, OFFICER, &filed, "/assignments", "/assignments/1/reply", &reply).await;
        assert!(text.contains("Looked at the site.") && text.contains("Answered"));
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["assignments"][0]["due_on"], "2026-03-20");
        assert_eq!(matter["assignments"][0]["state"], "replied");
        let party = house.get(As::Party(&filed.key), &format!("/api/v1/matters/{}", filed.code)).await.is(200);
        assert!(!party.text.contains("Looked at the site."), "what bodies write to each other is theirs");
    });
}

#[test]
fn a_form_without_its_reason_is_shown_again_and_says_what_would_do() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let again = house.post(OFFICER, &page_of(&filed, "/assignments/1/return?lang=en"), &[]).await.is(422).text;
        assert!(again.contains("#return_reason_1"), "{again}");
        let filed = accepted(&house).await;
        let raised = house.post(COORDINATOR, &page_of(&filed, "/disputes?lang=en"), &[("reason", "x")]).await.is(422);
        assert!(raised.text.contains("#responsible"));
        let early = [("minutes", "All agreed.")];
        house.post(COORDINATOR, &page_of(&filed, "/joint-mediation/minutes"), &early).await.is(422);
        house.post(SUPERVISOR, &page_of(&filed, "/take-over"), &[]).await.is(422);
    });
}

#[test]
fn two_coordinators_who_assign_at_once_leave_one_order() {
    House::each(|house| async move {
        let filed = accepted(&house).await;
        let version = house.matter(&filed.code).await["version"].as_i64().unwrap();
        let tag = format!("\"{version}\"");
        let path = format!("/api/v1/matters/{}/assignments", filed.code);
        let mut statuses = Vec::new();
        for (who, body) in [("coordinator", LABOUR), ("committee_coordinator", TOWN_CENTRE)] {
            let order = Body::from(json!({ "body": body }).to_string());
            let headers = [("if-match", tag.as_str())];
            let json = Some("application/json");
            let answer = house.ask(As::Staff(who), Method::POST, &path, json, order, &headers).await;
            statuses.push(answer.status.as_u16());
        }
        assert_eq!(statuses, [201, 412]);
        assert_eq!(house.matter(&filed.code).await["assignments"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_double_click_signs_once_and_urges_once() {
    House::each(|house| async move {
        let filed = given(&house).await;
        let version = house.matter(&filed.code).await["version"].to_string();
        let form = [("version", version.as_str())];
        house.post(OFFICER, &page_of(&filed, "/assignments/1/receipt"), &form).await.is(303);
        let again = house.post(OFFICER, &page_of(&filed, "/assignments/1/receipt"), &form).await;
        assert_eq!(again.status.as_u16(), 412);
        let body = LABOUR.to_string();
        let version = house.matter(&filed.code).await["version"].to_string();
        let urge =
            [("version", version.as_str()), ("to_body", &body), ("answer_by", "2026-03-05"), ("urging_text", "Hurry.")];
        house.post(SUPERVISOR, &page_of(&filed, "/urgings"), &urge).await.is(303);
        assert_eq!(house.post(SUPERVISOR, &page_of(&filed, "/urgings"), &urge).await.status.as_u16(), 412);
        assert_eq!(house.matter(&filed.code).await["urgings"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_form_between_bodies_that_somebody_else_was_quicker_with_is_shown_again_with_what_was_typed_and_the_news() {
    House::each(|house| async move {
        let filed = accepted(&house).await;
        let old = house.matter(&filed.code).await["version"].to_string();
        house.post(COORDINATOR, &page_of(&filed, "/urgency"), &[("urgency", "urgent")]).await.is(303);
        let (labour, own) = (LABOUR.to_string(), COUNTY_CENTRE.to_string());
        type Form<'a> = (As<'a>, &'a str, Vec<(&'a str, &'a str)>);
        let forms: [Form<'_>; 4] = [
            (COORDINATOR, "/disputes", vec![("responsible", &labour), ("reason", "Typed before.")]),
            (
                COORDINATOR,
                "/joint-mediation",
                vec![("lead", &own), ("members", &labour), ("joint_reason", "Typed before.")],
            ),
            (
                SUPERVISOR,
                "/urgings",
                vec![("to_body", &own), ("answer_by", "2026-03-05"), ("urging_text", "Typed before.")],
            ),
            (SUPERVISOR, "/take-over", vec![("take_reason", "Typed before.")]),
        ];
        for (who, form, mut fields) in forms {
            fields.push(("version", &old));
            let path = page_of(&filed, &format!("{form}?lang=en"));
            let again = house.post(who.clone(), &path, &fields).await.is(412).text;
            assert!(again.contains("Typed before.") && again.contains("id=\"news\""), "{form}: {again}");
            // As it is drawn now it would do; a note of a colleague does not stand in its way.
            let drawn = again.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            house
                .json(COORDINATOR, &format!("/matters/{}/notes", filed.code), &json!({ "text": "Rang up." }))
                .await
                .is(201);
            fields.retain(|(name, _)| *name != "version");
            fields.push(("version", &drawn));
            house.post(who, &path, &fields).await.is(303);
        }
    });
}

#[test]
fn bodies_disagree_the_superior_decides_and_the_rule_is_found_without_the_matter() {
    House::each(|house| async move {
        let filed = accepted(&house).await;
        let (labour, committee) = (LABOUR.to_string(), COMMITTEE.to_string());
        let say = [("responsible", labour.as_str()), ("reason", "By the list.")];
        send(&house, As::Staff("committee_coordinator"), &filed, "/disputes", "/disputes", &say).await;
        let say = [("responsible", committee.as_str()), ("reason", "Not ours.")];
        send(&house, OFFICER, &filed, "/disputes", "/disputes/1/claims", &say).await;
        let decide = [
            ("decided", labour.as_str()),
            ("point", "Noise of workshops falls to the department"),
            ("decision_reason", "Li Wei wrote to both."),
        ];
        let text = send(&house, SUPERVISOR, &filed, "/disputes", "/disputes/1/decision", &decide).await;
        assert!(text.contains("Body 6 is responsible"), "{text}");
        assert_eq!(house.matter(&filed.code).await["responsible"]["id"], LABOUR);
        let found = house.get(OFFICER, "/desk/precedents?q=workshops&lang=en").await.is(200).text;
        assert!(found.contains("Noise of workshops") && !found.contains("Li Wei") && !found.contains(&filed.code));
        let none = house.get(OFFICER, "/desk/precedents?q=workshops&field=labour&lang=en").await.is(200).text;
        assert!(none.contains("No precedent found"));
        let api = house.get(OFFICER, "/api/v1/precedents?q=WORKSHOPS").await.is(200).json();
        assert_eq!(api["items"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_conference_decides_a_task_that_stands_in_the_bodys_diary_until_it_is_done() {
    House::each(|house| async move {
        let filed = accepted(&house).await;
        let (town, labour) = (TOWN_CENTRE.to_string(), LABOUR.to_string());
        let open = [("lead", town.as_str()), ("members", &labour), ("joint_reason", "Nobody gets on alone.")];
        send(&house, COORDINATOR, &filed, "/joint-mediation", "/joint-mediation", &open).await;
        let call = [("conference_on", "2026-03-04"), ("conference_time", "09:30"), ("agenda", "Facts, then tasks.")];
        send(&house, COORDINATOR, &filed, "/joint-mediation", "/joint-mediation/conferences", &call).await;
        house.later(2);
        let hold = [
            ("minutes", "Agreed."),
            ("task_what_1", "Writes an opinion"),
            ("task_body_1", &labour),
            ("task_due_1", "2026-03-06"),
        ];
        send(&house, COORDINATOR, &filed, "/joint-mediation", "/joint-mediation/minutes", &hold).await;
        let diary = house.get(OFFICER, "/desk/work?view=tasks&lang=en").await.is(200).text;
        assert!(diary.contains("joint-mediation"), "{diary}");
        send(&house, OFFICER, &filed, "/joint-mediation", "/joint-mediation/tasks/1/completion", &[]).await;
        let diary = house.get(OFFICER, "/desk/work?view=tasks&lang=en").await.is(200).text;
        assert!(!diary.contains("joint-mediation"));
        let leader = house.account("supervisor").to_string();
        send(&house, SUPERVISOR, &filed, "/joint-mediation", "/sponsor", &[("sponsor", &leader)]).await;
        let nobody = house.account("officer").to_string();
        house.post(SUPERVISOR, &page_of(&filed, "/sponsor"), &[("sponsor", &nobody)]).await.is(422);
    });
}

#[test]
fn a_matter_that_lies_for_months_is_in_the_backlog_and_says_why() {
    House::each(|house| async move {
        let filed = accepted(&house).await;
        assert!(!house.get(COORDINATOR, "/desk/backlog?lang=en").await.is(200).text.contains(&filed.code));
        house.later(61);
        let list = house.get(COORDINATOR, "/desk/backlog?lang=en").await.is(200).text;
        assert!(list.contains(&filed.code) && list.contains("61 days") && list.contains("Work on it"), "{list}");
        let step = [("stage", "consult"), ("step_text", "Asked the village's elders.")];
        send(&house, COORDINATOR, &filed, "/joint-mediation", "/backlog", &step).await;
        assert!(!house.get(COORDINATOR, "/desk/backlog?stage=none").await.is(200).text.contains(&filed.code));
        assert!(house.get(COORDINATOR, "/desk/backlog?stage=consult").await.is(200).text.contains(&filed.code));
        // So old a matter goes up: it is only looked at, and the page says who works on it.
        assert_eq!(house.matter(&filed.code).await["body"]["id"], COUNTY_CENTRE);
        let list = house.get(COORDINATOR, "/desk/backlog").await.is(200).text;
        assert!(list.contains(&filed.code) && !list.contains("去办理"), "{list}");
        let page = house.get(COORDINATOR, &format!("/desk/matters/{}/joint-mediation", filed.code)).await.is(200).text;
        assert!(page.contains("要由那里安排"), "{page}");
    });
}

#[test]
fn a_mark_is_traced_to_the_body_objected_to_and_lifted_but_stays_to_be_seen() {
    House::each(|house| async move {
        let filed = given(&house).await;
        house.later(4);
        house.post(OFFICER, &page_of(&filed, "/assignments/1/receipt"), &[]).await.is(303);
        let trace = house.get(OFFICER, &page_of(&filed, "/trace?lang=en")).await.is(200).text;
        assert!(trace.contains("3 days late"), "{trace}");
        let of_body = format!("/desk/bodies/{LABOUR}/trace?lang=en");
        assert!(house.get(OFFICER, &of_body).await.is(200).text.contains("3 days late"));
        house.get(OFFICER, &format!("/desk/bodies/{COUNTY_CENTRE}/trace")).await.is(403);
        // Both tables as files, and nobody else's.
        let spaced =
            filed.code.chars().collect::<Vec<_>>().chunks(3).map(String::from_iter).collect::<Vec<_>>().join("-");
        for list in ["trace", "marks"] {
            let path = |body: i64, end: &str| format!("/desk/bodies/{body}/{list}.{end}?lang=en");
            let csv = house.get(OFFICER, &path(LABOUR, "csv")).await.is(200).text;
            assert!(csv.lines().count() == 2 && csv.contains(&spaced), "{list}: {csv}");
            house.get(SUPERVISOR, &path(LABOUR, "xlsx")).await.is(200);
            for (who, body) in [(OFFICER, COUNTY_CENTRE), (As::Staff("clerk"), LABOUR), (As::Staff("operator"), LABOUR)]
            {
                house.get(who, &path(body, "csv")).await.is(403);
            }
        }
        let object = [("promise", "receipt"), ("of", "1"), ("objection_receipt_1", "The line was down.")];
        send(&house, OFFICER, &filed, "/trace", "/objections", &object).await;
        assert!(house.get(SUPERVISOR, "/desk/traces?lang=en").await.is(200).text.contains(&filed.code));
        let judge = [("verdict", "lifted"), ("judgement_1", "It was.")];
        let trace = send(&house, SUPERVISOR, &filed, "/trace", "/objections/1/judgement", &judge).await;
        assert!(trace.contains("Lifted, does not count"));
        let seen = house.get(OFFICER, &of_body).await.is(200).text;
        assert!(seen.contains("Lifted") && seen.contains("and 1 lifted"), "{seen}");
        let of_body = |who: As<'static>, body: i64, days: &str| {
            let path = format!("/api/v1/bodies/{body}/trace{days}");
            let house = &house;
            async move { house.get(who, &path).await }
        };
        let traced = of_body(OFFICER, LABOUR, "").await.is(200).json();
        assert_eq!((&traced["missed"], &traced["lifted"], &traced["held"]), (&json!(0), &json!(1), &json!(1)));
        assert_eq!((&traced["marks"][0]["code"], &traced["marks"][0]["lifted"]), (&json!(filed.code), &json!(true)));
        assert_eq!(traced["marks"][0]["late_days"], 3);
        // What was due before the period is no part of it.
        let later = of_body(OFFICER, LABOUR, "?from=2026-03-05&to=2026-04-05").await.is(200).json();
        assert_eq!((&later["missed"], &later["lifted"], &later["marks"]), (&json!(0), &json!(0), &json!([])));
        of_body(OFFICER, LABOUR, "?from=2026-04-05&to=2026-03-05").await.is(422);
        of_body(OFFICER, LABOUR, "?weeks=0").await.is(422);
        of_body(OFFICER, COUNTY_CENTRE, "").await.is(403);
        of_body(As::Staff("clerk"), LABOUR, "").await.is(403);
        of_body(SUPERVISOR, 999_999, "").await.is(404);
        of_body(As::Nobody, LABOUR, "").await.is(401);
        let api = house.get(OFFICER, &format!("/api/v1/matters/{}/trace", filed.code)).await.is(200).json();
        let receipt = api["promises"].as_array().unwrap().iter().find(|p| p["kind"] == "receipt").unwrap();
        assert_eq!((receipt["missed"].as_bool(), receipt["lifted"].as_bool()), (Some(true), Some(true)));
    });
}

/// The lines of the timeline on a party's page, each as `title | who`.
fn told(page: &str) -> Vec<String> {
    let part =
        |text: &str, from: &str, to: &str| text.split(from).nth(1).and_then(|t| t.split(to).next()).map(str::to_owned);
    page.split("<li class=\"")
        .filter(|line| line.contains("data-entry"))
        .map(|line| {
            let what = part(line, "<p class=\"what\">", "</p>").unwrap_or_default();
            let who = part(line, "</time>", "</p>").unwrap_or_default();
            format!("{} |{}", what.trim(), who.replace(" \u{b7}", ""))
        })
        .collect()
}

#[test]
fn a_party_reads_which_body_acted_and_what_went_by_rule() {
    House::each(|house| async move {
        let filed = accepted(&house).await;
        let of = |rest: &str| format!("/matters/{}{rest}", filed.code);
        house.minutes_later(1);
        let order = json!({ "body": LABOUR, "duty": "lead" });
        house.json(COORDINATOR, &of("/assignments"), &order).await.is(201);
        let back = json!({ "reason": "Not a labour dispute." });
        house.json(OFFICER, &of("/assignments/1/return"), &back).await.is(201);
        house.json(COORDINATOR, &of("/assignments"), &order).await.is(201);
        let urging = json!({ "to": LABOUR, "answer_by": "2026-03-06", "text": "Hurry." });
        house.json(SUPERVISOR, &of("/urgings"), &urging).await.is(201);
        house.json(OFFICER, &of("/assignments/2/return"), &back).await.is(201);
        let page = house.get(As::Party(&filed.key), &format!("/track/{}?lang=en", filed.code)).await.is(200).text;
        let lines = told(&page);
        let by = |start: &str| {
            let line = lines.iter().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("{start}: {lines:#?}"));
            line.rsplit('|').next().unwrap().trim().to_owned()
        };
        let of_body = |id: i64| format!("Staff of Body {id}");
        assert_eq!(by("The body did not sign"), of_body(LABOUR));
        assert_eq!(by("Body 2 urged"), of_body(COUNTY_CENTRE));
        assert_eq!(by("Sent back 2 times"), "By rule");
        // The village's committee was to decide, and the town's coordinator did.
        assert_eq!(by("Accepted by"), of_body(TOWN_CENTRE));
        assert_eq!(by("Given to Body 6"), of_body(TOWN_CENTRE));
        house.minutes_later(1);
        let post = [("role", "coordinator"), ("body", "2")];
        house
            .post(As::Staff("operator"), &format!("/operator/accounts/{}/roles", house.account("coordinator")), &post)
            .await
            .is(303);
        let page = house.get(As::Party(&filed.key), &format!("/track/{}?lang=en", filed.code)).await.is(200).text;
        let accepted = told(&page).into_iter().find(|l| l.starts_with("Accepted by")).unwrap();
        assert!(accepted.ends_with("| Staff"), "whose roles changed may have acted for another body: {accepted}");
    });
}

#[test]
fn a_trace_says_what_about_its_period_cannot_be_read() {
    House::each(|house| async move {
        let trace = |query: &str| format!("/desk/bodies/{LABOUR}/trace?lang=en&{query}");
        for wrong in ["from=2026-13-40", "from=2026-03-01&to=2026-02-01"] {
            let page = house.get(SUPERVISOR, &trace(wrong)).await.is(422).text;
            assert!(page.contains("id=\"errors\""), "{wrong}");
            house.get(SUPERVISOR, &format!("/desk/bodies/{LABOUR}/marks.csv?{wrong}")).await.is(422);
        }
        house.get(SUPERVISOR, &trace("from=2026-02-01&to=2026-03-01")).await.is(200);
    });
}
