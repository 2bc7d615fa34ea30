//! Time and tiers on pages: nothing is offered that cannot be done, and whoever is asked is told.

use serde_json::json;

use crate::casework::given;
use crate::house::{As, COMMITTEE, Filed, House};

const COORDINATOR: As<'static> = As::Staff("coordinator");
const SUPERVISOR: As<'static> = As::Staff("supervisor");

#[test]
fn sending_down_is_offered_only_where_somebody_is_below() {
    House::each(|house| async move {
        let filed = given(&house, COMMITTEE, None).await;
        let page = format!("/desk/matters/{}", filed.code);
        assert!(!house.get(COORDINATOR, &page).await.is(200).text.contains("act-send_down"));
        let rise = json!({ "to": "town", "reason": "Too big." });
        house.json(COORDINATOR, &format!("/matters/{}/rise", filed.code), &rise).await.is(201);
        assert!(house.get(COORDINATOR, &page).await.is(200).text.contains("act-send_down"));
        // Of a matter of the whole town nothing is known of a village.
        let town = house.file_with(json!({ "region": "970101001" })).await;
        house.json(COORDINATOR, &format!("/matters/{}/acceptance", town.code), &json!({})).await.is(201);
        let page = house.get(COORDINATOR, &format!("/desk/matters/{}", town.code)).await.is(200).text;
        assert!(!page.contains("act-send_down"), "{page}");
    });
}

#[test]
fn the_body_below_is_told_of_an_offer_and_alone_may_answer_it() {
    House::each(|house| async move {
        let filed = given(&house, COMMITTEE, None).await;
        let (page, path) = (format!("/desk/matters/{}", filed.code), format!("/matters/{}", filed.code));
        house.json(COORDINATOR, &format!("{path}/rise"), &json!({ "to": "town", "reason": "Big." })).await.is(201);
        let offer = json!({ "to": "village", "reason": "Small again." });
        house.json(COORDINATOR, &format!("{path}/send-down"), &offer).await.is(201);
        assert!(!house.get(COORDINATOR, &page).await.is(200).text.contains("act-answer_down"), "who asked");
        for login in ["mediator", "committee_coordinator"] {
            let notices = house.get(As::Staff(login), "/desk/notices").await.is(200).text;
            assert!(notices.contains("请答复接不接手") && notices.contains(&filed.code), "{login}: {notices}");
            assert!(house.get(As::Staff(login), &page).await.is(200).text.contains("act-answer_down"), "{login}");
        }
        let own = house.get(COORDINATOR, "/desk/notices").await.is(200).text;
        assert!(!own.contains("请答复接不接手"), "{own}");
        let takes = [("down_answer", "yes")];
        house.post(COORDINATOR, &format!("{page}/send-down/answer"), &takes).await.is(403);
        house.post(As::Staff("mediator"), &format!("{page}/send-down/answer"), &takes).await.is(303);
        let notices = house.get(As::Staff("mediator"), "/desk/notices").await.is(200).text;
        assert!(!notices.contains("请答复接不接手"), "answered: {notices}");
    });
}

#[test]
fn more_time_that_was_not_agreed_to_in_time_is_asked_of_nobody_any_more() {
    House::each(|house| async move {
        let filed = given(&house, COMMITTEE, Some("mediator")).await;
        let mediator = || As::Staff("mediator");
        let clocks = house.matter(&filed.code).await["clocks"].clone();
        let no = clocks.as_array().unwrap().iter().find(|c| c["due_on"] == "2026-04-02").unwrap()["no"].to_string();
        let ask = format!("/matters/{}/clocks/{no}/extension", filed.code);
        house.json(mediator(), &ask, &json!({ "reason": "More talk." })).await.is(201);
        let (track, desk) = (format!("/track/{}", filed.code), format!("/desk/matters/{}", filed.code));
        let asked = house.get(As::Party(&filed.key), &track).await.is(200).text;
        assert!(asked.contains("同意延长"), "{asked}");
        assert!(house.get(mediator(), &desk).await.is(200).text.contains("act-agree_time"));
        house.later(40);
        let over = house.get(As::Party(&filed.key), &track).await.is(200).text;
        assert!(over.contains("到期以前没有等到各方都同意") && !over.contains("同意延长"), "{over}");
        let staff = house.get(mediator(), &desk).await.is(200).text;
        assert!(!staff.contains("act-agree_time") && staff.contains("到期以前没有等到各方都同意"), "{staff}");
        for (answer, version) in [("yes", "1"), ("no", "999")] {
            let late = [("clock", no.as_str()), ("answer", answer), ("version", version)];
            let told = house.post(As::Party(&filed.key), &format!("{track}/extension"), &late).await.is(422).text;
            assert!(told.contains("现在不用再答复") && told.contains("id=\"now\""), "the own page: {told}");
            assert!(!told.contains("请尽快办结"), "{told}");
        }
    });
}

#[test]
fn a_party_answers_on_its_own_page_whether_there_may_be_more_time() {
    House::each(|house| async move {
        let filed = given(&house, COMMITTEE, Some("mediator")).await;
        let clocks = house.matter(&filed.code).await["clocks"].clone();
        let no = clocks.as_array().unwrap().iter().find(|c| c["due_on"] == "2026-04-02").unwrap()["no"].to_string();
        let path = format!("/matters/{}/clocks/{no}/extension", filed.code);
        house.json(As::Staff("mediator"), &path, &json!({ "reason": "More talk." })).await.is(201);
        let own = format!("/track/{}", filed.code);
        house.post(As::Party(&filed.key), &format!("{own}/extension"), &[("clock", no.as_str())]).await.is(422);
        let yes = [("clock", no.as_str()), ("answer", "yes")];
        assert_eq!(house.post(As::Party(&filed.key), &format!("{own}/extension"), &yes).await.is(303).location(), own);
        let waits = house.get(As::Party(&filed.key), &own).await.is(200).text;
        assert!(waits.contains("正在等其他各方答复"), "{waits}");
        let twice = house.post(As::Party(&filed.key), &format!("{own}/extension"), &yes).await.is(422).text;
        assert!(twice.contains("id=\"now\""), "on the own page: {twice}");
    });
}

/// A petition with its own time limit: the matter, the number of the parties' limit and the number of the supervisor's.
async fn petition(house: &House) -> (Filed, String, String) {
    let filed = house.file_by(As::Staff("clerk"), json!({ "channel": "visit" })).await;
    house.json(COORDINATOR, &format!("/matters/{}/acceptance", filed.code), &json!({})).await.is(201);
    let clocks = house.matter(&filed.code).await["clocks"].clone();
    let no = |due: &str| clocks.as_array().unwrap().iter().find(|c| c["due_on"] == due).unwrap()["no"].to_string();
    let (parties, supervisor) = (no("2026-04-02"), no("2026-05-06"));
    for no in [&parties, &supervisor] {
        let path = format!("/matters/{}/clocks/{no}/extension", filed.code);
        house.json(COORDINATOR, &path, &json!({ "reason": "More talk." })).await.is(201);
    }
    (filed, parties, supervisor)
}

#[test]
fn more_time_is_offered_for_a_decision_only_to_whose_word_it_needs() {
    House::each(|house| async move {
        let (filed, parties, supervisor) = petition(&house).await;
        let page = format!("/desk/matters/{}", filed.code);
        let field = |name: &str, no: &str| format!("name=\"{name}\" value=\"{no}\"");
        let own = house.get(COORDINATOR, &page).await.is(200).text;
        assert!(own.contains(&field("agree_clock", &parties)) && !own.contains("act-approve_time"), "{own}");
        let above = house.get(SUPERVISOR, &page).await.is(200).text;
        assert!(above.contains(&field("approve_clock", &supervisor)) && !above.contains("act-agree_time"), "{above}");
        // Whoever decides reads until when it would be.
        assert!(above.contains("with more time until") || above.contains("延长以后到"), "{above}");
        // Nobody answers for all parties at once.
        let no = [("approve_clock", parties.as_str()), ("approve_answer", "no")];
        house.post(SUPERVISOR, &format!("{page}/extensions/approval"), &no).await.is(422);
        let yes = [("approve_clock", supervisor.as_str()), ("approve_answer", "yes")];
        house.post(COORDINATOR, &format!("{page}/extensions/approval"), &yes).await.is(403);
        house.post(SUPERVISOR, &format!("{page}/extensions/approval"), &yes).await.is(303);
        assert!(!house.get(SUPERVISOR, &page).await.is(200).text.contains("act-approve_time"));
    });
}

#[test]
fn whose_word_more_time_needs_may_refuse_it_too() {
    House::each(|house| async move {
        let (filed, parties, supervisor) = petition(&house).await;
        let path = |no: &str| format!("/matters/{}/clocks/{no}/extension/refusals", filed.code);
        let why = json!({ "reason": "Two sessions will do." });
        house.json(COORDINATOR, &path(&supervisor), &why).await.is(403);
        let unnamed = house.json(SUPERVISOR, &path(&parties), &json!({})).await.is(422).text;
        assert!(unnamed.contains("party"), "{unnamed}");
        let old = house.matter(&filed.code).await["version"].to_string();
        let bare = house.json(SUPERVISOR, &path(&supervisor), &json!({})).await.is(422).text;
        assert!(bare.contains("reason") && !bare.contains("\"party\""), "{bare}");
        let form = [("approve_clock", supervisor.as_str()), ("approve_answer", "no")];
        let form_path = format!("/desk/matters/{}/extensions/approval?lang=en", filed.code);
        let again = house.post(SUPERVISOR, &form_path, &form).await.is(422).text;
        assert!(again.contains("id=\"approve_reason-error\""), "{again}");
        let for_party = house
            .json(COORDINATOR, &path(&supervisor), &json!({ "party": 2, "how": "By telephone." }))
            .await
            .is(422)
            .text;
        assert!(for_party.contains("extension-needs-approval"), "{for_party}");
        house.json(SUPERVISOR, &path(&supervisor), &why).await.is(201);
        house.json(SUPERVISOR, &path(&supervisor), &why).await.is(422);
        // The coordinator had asked: no party reads why it was not granted.
        let notices = house.get(COORDINATOR, "/desk/notices?lang=en").await.is(200).text;
        assert!(notices.contains("was not approved"), "{notices}");
        let staff = house.get(COORDINATOR, &format!("/desk/matters/{}", filed.code)).await.is(200).text;
        assert!(staff.contains("Two sessions will do."), "{staff}");
        let party = house.get(As::Party(&filed.key), &format!("/track/{}?lang=en", filed.code)).await.is(200).text;
        assert!(party.contains("More time was not granted") && !party.contains("Two sessions will do."), "{party}");
        house.json(COORDINATOR, &path(&parties), &json!({ "party": 2, "how": "By telephone." })).await.is(201);
        // Whoever still looks at the page of before is told that nothing waits, and what was answered.
        let stale = [("approve_clock", supervisor.as_str()), ("approve_answer", "yes"), ("version", old.as_str())];
        let page = format!("/desk/matters/{}/extensions/approval?lang=en", filed.code);
        let told = house.post(SUPERVISOR, &page, &stale).await.is(412).text;
        assert!(told.contains("What you had written") && told.contains("Do you approve? Yes"), "{told}");
        assert!(!told.contains("send once more") && told.contains("No request for more time waits here"), "{told}");
    });
}

#[test]
fn what_was_typed_for_an_urging_that_a_colleague_answered_is_shown_to_read() {
    House::each(|house| async move {
        let filed = given(&house, COMMITTEE, None).await;
        let path = format!("/matters/{}/urgings", filed.code);
        let order = json!({ "to": COMMITTEE, "answer_by": "2026-03-06", "text": "Be quick." });
        house.json(SUPERVISOR, &path, &order).await.is(201);
        let colleague = As::Staff("committee_coordinator");
        let old = house.matter(&filed.code).await["version"].to_string();
        house.json(colleague.clone(), &format!("{path}/1/answer"), &json!({ "text": "Done." })).await.is(201);
        let late = [("answer_text_1", "Typed before."), ("version", old.as_str())];
        let told = house.post(colleague, &format!("/desk{path}/1/answer?lang=en"), &late).await.is(412).text;
        assert!(told.contains("What you had written") && told.contains("Typed before."), "{told}");
        assert!(!told.contains("send once more") && !told.contains("name=\"answer_text_1\""), "{told}");
    });
}

#[test]
fn an_objection_that_a_colleague_made_first_is_kept_to_read_and_a_lifted_mark_counts_in_no_stay() {
    House::each(|house| async move {
        let own = || As::Staff("committee_coordinator");
        let filed = given(&house, COMMITTEE, Some("mediator")).await;
        house.json(own(), &format!("/matters/{}/assignments/1/receipt", filed.code), &json!({})).await.is(201);
        // The day until which a meeting was to be arranged has passed.
        house.later(8);
        let trace = format!("/desk/matters/{}/trace?lang=en", filed.code);
        let dots = |page: &str| page.matches("class=\"trace-miss\"").count();
        let page = house.get(own(), &trace).await.is(200).text;
        assert_eq!(dots(&page), 1, "{page}");
        let matter = house.matter(&filed.code).await;
        let old = matter["version"].to_string();
        let no =
            matter["clocks"].as_array().unwrap().iter().find(|c| c["due_on"] == "2026-03-09").unwrap()["no"].clone();
        let objections = format!("/matters/{}/objections", filed.code);
        let objection = json!({ "promise": "clock", "of": no, "text": "The line was down." });
        house.json(own(), &objections, &objection).await.is(201);
        let (no, field) = (no.to_string(), format!("objection_clock_{no}"));
        let late = [("promise", "clock"), ("of", &no), (field.as_str(), "Typed before."), ("version", &old)];
        let told = house.post(own(), &format!("/desk{objections}?lang=en"), &late).await.is(412).text;
        assert!(told.contains("What you had written") && told.contains("Typed before."), "{told}");
        assert!(!told.contains("send once more"), "{told}");
        let lifts = json!({ "verdict": "lifted", "reason": "It was." });
        house.json(SUPERVISOR, &format!("{objections}/1/judgement"), &lifts).await.is(201);
        let page = house.get(own(), &trace).await.is(200).text;
        assert!(page.contains("Lifted, does not count") && dots(&page) == 0, "{page}");
    });
}

#[test]
fn a_trace_names_the_time_limits_that_were_missed() {
    House::each(|house| async move {
        let filed = given(&house, COMMITTEE, Some("mediator")).await;
        house.later(40);
        let trace = format!("/desk/matters/{}/trace", filed.code);
        let page = house.get(As::Staff("committee_coordinator"), &trace).await.is(200).text;
        assert!(page.contains("办理时限 · 调解（"), "{page}");
        let of_body = house.get(SUPERVISOR, &format!("/desk/bodies/{COMMITTEE}/trace")).await.is(200).text;
        assert!(of_body.contains("办理时限 · 调解"), "{of_body}");
    });
}

#[test]
fn the_day_of_the_next_step_names_the_time_limit_that_it_belongs_to() {
    House::each(|house| async move {
        let filed = given(&house, COMMITTEE, Some("mediator")).await;
        let page = || async { house.get(COORDINATOR, &format!("/desk/matters/{}", filed.code)).await.is(200).text };
        let next =
            |page: &str| page.split("next-action").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        let before = next(&page().await);
        assert!(before.contains("约好见面") && !before.contains("答复要不要提级"), "{before}");
        let ask = json!({ "party": 1, "reason": "Too big." });
        house.json(COORDINATOR, &format!("/matters/{}/rise-requests", filed.code), &ask).await.is(201);
        let after = next(&page().await);
        assert!(after.contains("答复要不要提级"), "{after}");
    });
}
