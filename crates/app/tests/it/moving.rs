//! Time and tiers on pages: nothing is offered that cannot be done, and whoever is asked is told.

use serde_json::json;

use crate::casework::given;
use crate::house::{As, COMMITTEE, House};

const COORDINATOR: As<'static> = As::Staff("coordinator");

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
