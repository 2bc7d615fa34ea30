//! From the assignment to the closed file, by the forms of a matter's page and by the API.

use serde_json::json;

use crate::house::{Answer, As, COMMITTEE, Filed, House, OTHER_VILLAGE, VILLAGE};

const MEDIATOR: As<'static> = As::Staff("mediator");

/// A matter given to a body, with or without a mediator.
pub async fn given(house: &House, body: i64, mediator: Option<&str>) -> Filed {
    let filed = house.file("\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}").await;
    let coordinator = As::Staff("coordinator");
    let path = format!("/matters/{}", filed.code);
    house.json(coordinator.clone(), &format!("{path}/acceptance"), &json!({})).await.is(201);
    let mut order = json!({ "body": body, "duty": "lead" });
    if let Some(login) = mediator {
        order["mediator"] = house.account(login).into();
    }
    house.json(coordinator, &format!("{path}/assignments"), &order).await.is(201);
    filed
}

/// A matter that the committee's mediator has.
async fn assigned(house: &House) -> Filed {
    given(house, COMMITTEE, Some("mediator")).await
}

fn page_of(filed: &Filed, rest: &str) -> String {
    format!("/desk/matters/{}{rest}", filed.code)
}

/// Sends a form and looks at the page that follows, in both languages.
async fn send(house: &House, filed: &Filed, rest: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = house.post(MEDIATOR, &page_of(filed, rest), fields).await.is(303);
    assert_eq!(answer.location(), page_of(filed, ""));
    house.get(MEDIATOR, &page_of(filed, "?lang=en")).await.is(200);
    house.get(MEDIATOR, &page_of(filed, "")).await.is(200)
}

async fn settled(house: &House) -> Filed {
    let filed = assigned(house).await;
    let page = house.get(MEDIATOR, &page_of(&filed, "?lang=en")).await.is(200);
    assert!(page.text.contains("Arrange a session"), "{}", page.text);
    let session = [
        ("session_on", "2026-03-03"),
        ("session_time", "09:30"),
        ("session_mode", "on_site"),
        ("session_place", "Room 2"),
    ];
    send(house, &filed, "/sessions", &session).await;
    house.later(1);
    let record = [("record_outcome", "agreed"), ("record_text", "Both sides came.")];
    send(house, &filed, "/sessions/1/record", &record).await;
    let draft = [
        ("agreement_form", "written"),
        ("agreement_facts", "Noise at night."),
        ("agreement_terms", "No work after ten."),
        ("owed_party_1", "2"),
        ("owed_what_1", "Repairs the ceiling"),
        ("owed_amount_1", "1,234.50"),
        ("owed_due_on_1", "2026-03-20"),
        ("owed_party_2", "1"),
    ];
    send(house, &filed, "/agreement", &draft).await;
    send(house, &filed, "/agreement/signatures", &[("signer", "1")]).await;
    send(house, &filed, "/agreement/signatures", &[("signer", "2")]).await;
    send(house, &filed, "/agreement/seal", &[]).await;
    send(house, &filed, "/conclusion", &[("conclusion_outcome", "settled")]).await;
    filed
}

#[test]
fn a_mediator_walks_a_matter_from_its_first_session_to_the_closed_file() {
    House::each(|house| async move {
        let filed = settled(&house).await;
        send(&house, &filed, "/return-visits", &[("visit_on", "2026-03-20")]).await;
        house.later(25);
        send(&house, &filed, "/obligations/1/fulfilment", &[("kept", "fulfilled"), ("fulfilled_on_1", "2026-03-19")])
            .await;
        let found = [("visit_found", "fulfilled"), ("visit_satisfied", "5"), ("visit_text", "All quiet.")];
        send(&house, &filed, "/return-visits/1/report", &found).await;
        send(&house, &filed, "/archive", &[]).await;
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["status"], "settled");
        assert_eq!(matter["archived_on"], "2026-03-28");
        assert_eq!(matter["agreement"]["obligations"][0]["amount"], 123_450);
        assert_eq!(matter["agreement"]["obligations"][0]["state"], "fulfilled");
        for paper in ["/record/1", "/agreement", "/dossier", "/dossier?lang=en"] {
            let page = house.get(MEDIATOR, &page_of(&filed, paper)).await.is(200);
            assert!(page.text.contains("No work after ten.") || paper.starts_with("/record"), "{paper}");
        }
        house.get(MEDIATOR, &page_of(&filed, "/record/2")).await.is(404);
        house
            .post(As::Staff("coordinator"), &page_of(&filed, "/reopening"), &[("reopen_reason", "It is back.")])
            .await
            .is(303);
        assert_eq!(house.matter(&filed.code).await["status"], "accepted");
    });
}

#[test]
fn a_form_that_will_not_do_is_shown_again_with_what_was_typed() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        let wrong = [
            ("session_on", "2026-13-45"),
            ("session_time", ""),
            ("session_mode", "on_site"),
            ("session_place", "Room 2"),
        ];
        let again = house.post(MEDIATOR, &page_of(&filed, "/sessions?lang=en"), &wrong).await.is(422);
        for shown in ["2026-13-45", "Room 2", "Arrange a session", "#session_on", "#session_time"] {
            assert!(again.text.contains(shown), "{shown}: {}", again.text);
        }
        let past = [("session_on", "2026-03-01"), ("session_time", "09:30"), ("session_mode", "on_site")];
        let again = house.post(MEDIATOR, &page_of(&filed, "/sessions"), &past).await.is(422);
        assert!(again.text.contains("2026-03-01"));
        house.post(MEDIATOR, &page_of(&filed, "/entries"), &[("entry_to", "staff"), ("entry_text", " ")]).await.is(422);
        let unsaid = house.post(MEDIATOR, &page_of(&filed, "/entries"), &[("entry_text", "To whom?")]).await.is(422);
        assert!(unsaid.text.contains("To whom?"));
    });
}

#[test]
fn a_form_drawn_for_an_older_version_changes_nothing_and_loses_nothing() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        let drawn = house.matter(&filed.code).await["version"].to_string();
        house.minutes_later(1);
        let reason = [("version", drawn.as_str()), ("leaver", "1"), ("leave_reason", "Reason kept.")];
        let third = [("party_role", "third"), ("party_name", "Zhang")];
        send(&house, &filed, "/parties", &third).await;
        let again = house.post(MEDIATOR, &page_of(&filed, "/withdrawal?lang=en"), &reason).await.is(412);
        for shown in ["Reason kept.", "This matter changed while you were writing", "Zhang joined"] {
            assert!(again.text.contains(shown), "{shown}: {}", again.text);
        }
        assert_eq!(house.matter(&filed.code).await["status"], "assigned");
        let version = again.text.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let once_more = [("version", version), ("leaver", "1"), ("leave_reason", "Reason kept.")];
        house.post(MEDIATOR, &page_of(&filed, "/withdrawal"), &once_more).await.is(303);
        assert_eq!(house.matter(&filed.code).await["status"], "withdrawn");
    });
}

/// Fields as they are sent.
type Sent<'a> = &'a [(&'a str, &'a str)];

#[test]
fn every_form_about_a_matter_that_changed_is_shown_again_with_what_changed() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        send(&house, &filed, "/parties", &[("party_role", "third"), ("party_name", "Zhang")]).await;
        let long = "Words that took long.";
        let forms: [(As<'_>, &str, Sent<'_>); 8] = [
            (
                MEDIATOR,
                "/sessions",
                &[("session_on", "2026-03-12"), ("session_time", "10:00"), ("session_mode", "phone")],
            ),
            (
                MEDIATOR,
                "/agreement",
                &[("agreement_form", "oral"), ("agreement_facts", long), ("agreement_terms", long)],
            ),
            (MEDIATOR, "/conclusion", &[("conclusion_outcome", "not_settled"), ("conclusion_advice", long)]),
            (MEDIATOR, "/withdrawal", &[("leaver", "1"), ("leave_reason", long)]),
            (MEDIATOR, "/parties/3", &[("party_name", long)]),
            (MEDIATOR, "/parties/3/representative", &[("representative_name", long)]),
            (As::Staff("coordinator"), "/referral", &[("destination", "court"), ("refer_text", long)]),
            (As::Staff("coordinator"), "/assignments", &[("body", "4"), ("duty", "assist"), ("instruction", long)]),
        ];
        for (who, part, fields) in forms {
            let fields: Vec<_> = fields.iter().copied().chain([("version", "1")]).collect();
            let again = house.post(who, &page_of(&filed, &format!("{part}?lang=en")), &fields).await;
            assert!(matches!(again.status.as_u16(), 412 | 422), "{part} {}", again.status);
            let said = fields.iter().find(|(_, value)| *value == long || *value == "2026-03-12").unwrap().1;
            assert!(again.text.contains(said), "{part} lost what was typed");
            assert!(again.text.contains("This matter changed while you were writing"), "{part} {}", again.text);
        }
    });
}

#[test]
fn a_note_in_between_disturbs_no_form() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        let drawn = house.matter(&filed.code).await["version"].to_string();
        send(&house, &filed, "/entries", &[("entry_to", "staff"), ("entry_text", "Called.")]).await;
        send(&house, &filed, "/entries", &[("entry_to", "parties"), ("entry_text", "Hello.")]).await;
        let leave = [("version", drawn.as_str()), ("leaver", "1"), ("leave_reason", "Enough.")];
        house.post(MEDIATOR, &page_of(&filed, "/withdrawal"), &leave).await.is(303);
        let strict = [("if-match", drawn.as_str())];
        let note = json!({ "text": "x" });
        house.json_with(MEDIATOR, &format!("/matters/{}/notes", filed.code), &note, &strict).await.is(412);
    });
}

#[test]
fn a_respondent_gets_a_key_that_opens_the_matter_and_is_shown_once() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        house.get(MEDIATOR, &page_of(&filed, "/parties/2")).await.is(200);
        house.get(MEDIATOR, &page_of(&filed, "/parties/9")).await.is(404);
        house.get(MEDIATOR, &page_of(&filed, "/parties")).await.is(200);
        let printed = house.post(MEDIATOR, &page_of(&filed, "/parties/2/key"), &[]).await.is(200);
        let key = printed
            .text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .find(|word| word.len() == 20 && word.matches('-').count() == 3)
            .expect("a key on the paper")
            .to_owned();
        let seen = house.get(As::Party(&key), &format!("/api/v1/matters/{}", filed.code)).await.is(200).json();
        assert_eq!(seen["code"], filed.code.as_str());
        let sign = house
            .json(As::Party(&key), &format!("/matters/{}/agreement/signatures", filed.code), &json!({ "party": 1 }))
            .await;
        assert_eq!(sign.status.as_u16(), 403, "nobody signs for another party");
        let third = [("party_role", "third"), ("party_name", "Zhang"), ("party_phone", "13900000000")];
        send(&house, &filed, "/parties", &third).await;
        send(&house, &filed, "/parties/3", &[("party_name", "Zhang San")]).await;
        let page = send(&house, &filed, "/parties/3/representative", &[("representative_name", "Li Si")]).await;
        assert!(page.text.contains("Zhang San") && page.text.contains("Li Si"));
    });
}

#[test]
fn a_private_note_is_for_colleagues_alone_and_the_history_says_no_more_to_others() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        let secret = "Between us: he owes the neighbour money.";
        send(&house, &filed, "/entries", &[("entry_to", "staff"), ("entry_text", secret)]).await;
        send(&house, &filed, "/entries", &[("entry_to", "parties"), ("entry_text", "We will call you tomorrow.")])
            .await;
        let of = |part: &str| format!("/api/v1/matters/{}{part}", filed.code);
        let own = house
            .json(As::Party(&filed.key), &format!("/matters/{}/messages", filed.code), &json!({ "text": "Thank you." }))
            .await;
        assert_eq!(own.status.as_u16(), 201);
        let events = house.get(As::Party(&filed.key), &of("/events?limit=100")).await.is(200);
        assert!(!events.text.contains("Between us") && !events.text.contains("key_hash"));
        assert!(events.text.contains("We will call you") && events.text.contains("Thank you."));
        assert!(!events.text.contains("staff:"));
        let events = house.get(MEDIATOR, &of("/events?limit=100")).await.is(200);
        assert!(events.text.contains("Between us"));
        let clerk = house.get(As::Staff("clerk"), &page_of(&filed, "")).await.is(200);
        assert!(!clerk.text.contains("Between us"));
        house.get(As::Staff("other_mediator"), &page_of(&filed, "")).await.is(404);
        house.get(As::Nobody, &of("")).await.is(401);
    });
}

#[test]
fn a_matter_is_sent_again_only_when_it_changed_and_its_history_comes_in_pages() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        let path = format!("/api/v1/matters/{}", filed.code);
        let first = house.get(MEDIATOR, &path).await.is(200);
        let tag = first.headers["etag"].to_str().unwrap().to_owned();
        let ask = |tag: String| {
            let (house, path) = (std::sync::Arc::clone(&house), path.clone());
            async move {
                let headers = [("if-none-match", tag.as_str())];
                let body = axum::body::Body::empty();
                house.ask(MEDIATOR, axum::http::Method::GET, &path, None, body, &headers).await
            }
        };
        assert_eq!(ask(tag.clone()).await.status.as_u16(), 304);
        house.json(MEDIATOR, &format!("/matters/{}/notes", filed.code), &json!({ "text": "x" })).await.is(201);
        assert_eq!(ask(tag).await.status.as_u16(), 200);
        let (mut after, mut seen) = ("0".to_owned(), 0);
        loop {
            let page = house.get(MEDIATOR, &format!("{path}/events?limit=2&after={after}")).await.is(200).json();
            seen += page["events"].as_array().unwrap().len();
            match page["next"].as_str() {
                Some(next) => after = next.to_owned(),
                None => break,
            }
        }
        let version = house.matter(&filed.code).await["version"].as_i64().unwrap();
        assert_eq!(seen as i64, version);
    });
}

#[test]
fn mediation_that_fails_owes_advice_and_a_party_may_leave_at_any_time() {
    House::each(|house| async move {
        let filed = assigned(&house).await;
        let none = [("conclusion_outcome", "not_settled"), ("conclusion_advice", "")];
        house.post(MEDIATOR, &page_of(&filed, "/conclusion"), &none).await.is(422);
        let advice = [("conclusion_outcome", "not_settled"), ("conclusion_advice", "You can go to court.")];
        let page = send(&house, &filed, "/conclusion", &advice).await;
        assert!(page.text.contains("You can go to court."));
        let other = assigned(&house).await;
        let leave = json!({ "reason": "I will go to court." });
        house.json(As::Party(&other.key), &format!("/matters/{}/withdrawal", other.code), &leave).await.is(201);
        assert_eq!(house.matter(&other.code).await["status"], "withdrawn");
    });
}

#[test]
fn the_court_is_followed_by_the_forms_of_the_matters_page() {
    House::each(|house| async move {
        let filed = settled(&house).await;
        let page = house.get(MEDIATOR, &page_of(&filed, "?lang=en")).await.is(200).text;
        assert!(page.contains("Confirmation by the court") && page.contains("Until"), "{page}");
        let today = house.desk.today().to_string();
        let wrong = [("confirm_applied_on", "2026-03-01")];
        house.post(MEDIATOR, &page_of(&filed, "/confirmation/application"), &wrong).await.is(422);
        let applied = [("confirm_applied_on", today.as_str()), ("confirm_court", "District court")];
        let page = send(&house, &filed, "/confirmation/application", &applied).await.text;
        assert!(page.contains("District court"), "{page}");
        let taken = [("confirm_accepted_on", today.as_str()), ("confirm_number", "No. 3")];
        send(&house, &filed, "/confirmation/acceptance", &taken).await;
        send(&house, &filed, "/confirmation/extension", &[("confirm_extended_on", today.as_str())]).await;
        let ruled = [("confirm_ruled_on", today.as_str()), ("confirm_ruling", "confirmed")];
        send(&house, &filed, "/confirmation/ruling", &ruled).await;
        let page = house.get(MEDIATOR, &page_of(&filed, "?lang=en")).await.is(200).text;
        assert!(page.contains("The court confirmed the agreement") && page.contains("No. 3"), "{page}");
        assert!(!page.contains("/confirmation/application\""), "it is confirmed once: {page}");
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["confirmations"][0]["state"], "confirmed");
        let track = house.get(As::Party(&filed.key), &format!("/track/{}?lang=en", filed.code)).await.is(200).text;
        assert!(track.contains("The court confirmed the agreement"), "{track}");
    });
}

/// The village's days are those of another zone from now on.
async fn zoned(house: &House, zone: &str) {
    use concord_app::kit::place_queries::put_region;
    use concord_domain::label::Label;
    use concord_domain::region::{Region, RegionCode};
    let code: RegionCode = VILLAGE.parse().unwrap();
    let region = Region {
        tier: code.tier(),
        code: code.clone(),
        name: Label::new("\u{4e0a}\u{6e7e}\u{6751}", "Shangwan Village"),
        time_zone: zone.to_owned(),
        lon: None,
        lat: None,
    };
    house.store.write(move |c| put_region(c, &region)).await.unwrap();
    house.desk.reload_places().await.unwrap();
}

#[test]
fn a_deadline_runs_out_at_midnight_where_the_matter_lies_and_holds_up_no_other() {
    House::each(|house| async move {
        let lapsed = async |filed: &Filed| {
            let events = house.get(MEDIATOR, &format!("/api/v1/matters/{}/events?limit=100", filed.code)).await.is(200);
            events.text.contains("clock.lapsed")
        };
        for (zone, early, late) in [("Asia/Urumqi", 30, 120), ("Asia/Tokyo", -90, 60)] {
            zoned(&house, zone).await;
            house.set_today(house.desk.today());
            let filed = assigned(&house).await;
            // The limit for the first meeting: five working days. The night after its day, by the clock of the city.
            house.later(7);
            house.set_today(house.desk.today());
            house.minutes_later(14 * 60 + early);
            concord_app::housekeeping::run_due(&house.desk).await.unwrap();
            assert!(!lapsed(&filed).await, "not yet midnight in {zone}");
            house.minutes_later(late);
            concord_app::housekeeping::run_due(&house.desk).await.unwrap();
            assert!(lapsed(&filed).await, "past midnight in {zone}");
        }
    });
}

#[test]
fn a_day_counts_as_it_is_where_the_matter_lies() {
    House::each(|house| async move {
        zoned(&house, "Asia/Urumqi").await;
        // Half past midnight on the 3rd in the city is half past ten in the evening of the 2nd there.
        house.minutes_later(14 * 60 + 30);
        let category = "neighbour.noise".try_into().unwrap();
        let today = |code: &str| house.desk.rules_for(&category, &code.parse().unwrap()).today.to_string();
        assert_eq!(today(VILLAGE), "2026-03-02");
        assert_eq!(today("970101001001001"), "2026-03-03", "a grid with a zone of its own");
        assert_eq!(today(OTHER_VILLAGE), "2026-03-03");
        let filed = house.file("\u{697c}\u{4e0a}\u{6f0f}\u{6c34}").await;
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["opened_on"], "2026-03-02");
    });
}
