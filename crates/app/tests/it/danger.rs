//! Signs of danger, rosters and notices in the browser.

use concord_app::housekeeping;
use concord_app::kit::filing::{Filing, Prepared};
use concord_domain::matter::{Channel, PersonDetails};
use concord_policy::{Actor, Role};
use serde_json::json;

use crate::house::{As, COMMITTEE, COUNTY_CENTRE, House, LABOUR, TOWN_CENTRE, VILLAGE};

const COORDINATOR: As<'static> = As::Staff("coordinator");
const KNIFE: &str = "他拿刀威胁我，我很害怕";

#[test]
fn whoever_says_so_is_told_at_once_what_to_do_without_a_script() {
    House::each(|house| async move {
        let begin = [("step", "story"), ("narrative", "三天没出门了，叫也不应"), ("danger", "self_harm")];
        let next = house.post(As::Nobody, "/report", &begin).await.is(200).text;
        assert!(next.contains("tel:12356") && !next.contains("tel:12338"), "{next}");
        assert!(next.contains("name=\"danger\" value=\"self_harm\""), "the answer goes along: {next}");
        let calm = house.post(As::Nobody, "/report", &[("step", "story"), ("narrative", "楼上半夜装修")]).await.is(200);
        assert!(!calm.text.contains("tel:12356"));
        let words = house.post(As::Nobody, "/report", &[("step", "story"), ("narrative", KNIFE)]).await.is(200).text;
        assert!(words.contains("tel:110") && words.contains("人身安全保护令"), "{words}");
    });
}

#[test]
fn the_clerk_sees_the_checklist_while_typing_and_the_other_side_sees_nothing() {
    House::each(|house| async move {
        let typed = [("narrative", KNIFE), ("region", "Shangwan Village")];
        let help = house.post(As::Staff("clerk"), "/desk/intake/suggestion", &typed).await.is(200).text;
        assert!(help.contains("先确认人是否安全") && help.contains("tel:110"), "{help}");
        let filed = house.file(KNIFE).await;
        let page = house.get(As::Party(&filed.key), &format!("/track/{}", filed.code)).await.is(200).text;
        assert!(page.contains("先保证人身安全") && !page.contains("核实危险迹象"), "{page}");
        let receipt = format!("/desk/matters/{}/receipt", filed.code);
        let granted = house.post(COORDINATOR, &receipt, &[("party", "2")]).await.is(303);
        let cookie = granted.headers.get("set-cookie").unwrap().to_str().unwrap().to_owned();
        let key = cookie.strip_prefix("concord_key=").unwrap().split(';').next().unwrap().to_owned();
        let other = house.get(As::Party(&key), &format!("/track/{}", filed.code)).await.is(200).text;
        assert!(!other.contains("先保证人身安全") && !other.contains("危险"), "{other}");
        let api = house.get(As::Party(&key), &format!("/api/v1/matters/{}", filed.code)).await.is(200).json();
        assert!(api["danger"].is_null(), "{api}");
        assert!(!api["clocks"].to_string().contains("danger"), "{api}");
    });
}

#[test]
fn people_decide_on_the_page_and_every_form_says_what_is_missing() {
    House::each(|house| async move {
        let filed = house.file(KNIFE).await;
        let page = format!("/desk/matters/{}/danger", filed.code);
        let shown = house.get(COORDINATOR, &page).await.is(200).text;
        assert!(shown.contains("拿刀") && shown.contains("威胁"), "the words that spoke of it: {shown}");
        house.post(COORDINATOR, &format!("{page}/dismissal"), &[]).await.is(422);
        let none = house.post(COORDINATOR, &format!("{page}/confirmation"), &[]).await.is(422).text;
        assert!(none.contains("请选是哪一种危险"), "{none}");
        let version = house.matter(&filed.code).await["version"].to_string();
        let confirm = [("version", version.as_str()), ("confirm_kinds", "violence"), ("confirm_text", "属实")];
        assert_eq!(house.post(COORDINATOR, &format!("{page}/confirmation"), &confirm).await.is(303).location(), page);
        house.post(COORDINATOR, &format!("{page}/steps"), &[("step", "dance")]).await.is(422);
        house.post(COORDINATOR, &format!("{page}/steps"), &[("step", "police"), ("step_text", "已到场")]).await.is(303);
        let shown = house.get(COORDINATOR, &page).await.is(200).text;
        assert!(shown.contains("报警") && shown.contains("已到场") && shown.contains("属实"), "{shown}");
        house.post(COORDINATOR, &format!("{page}/end"), &[("end_reason", "对方搬走")]).await.is(303);
        let matter = house.get(COORDINATOR, &format!("/desk/matters/{}", filed.code)).await.is(200).text;
        assert!(!matter.contains("role=\"alert\""), "nothing is left open");
    });
}

#[test]
fn a_limit_in_hours_is_shown_with_its_hour_and_is_over_when_that_has_passed() {
    House::each(|house| async move {
        let filed = house.file(KNIFE).await;
        for path in ["/desk/queue", "/desk/matters"] {
            let page = house.get(COORDINATOR, &format!("{path}/{}?lang=en", filed.code)).await.is(200).text;
            let after = page.split("Look into the sign of danger").nth(1).expect("the limit");
            let due = after.split("by ").nth(1).unwrap();
            assert!(due.split('<').next().unwrap().contains(':'), "{due}");
            assert!(!page.contains("Time is over"), "{page}");
        }
        house.minutes_later(180);
        let page = house.get(COORDINATOR, &format!("/desk/queue/{}?lang=en", filed.code)).await.is(200).text;
        assert!(page.contains("Time is over"), "{page}");
    });
}

#[test]
fn an_account_that_was_closed_is_not_relied_on() {
    House::each(|house| async move {
        let shift = json!({
            "days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "until": "24:00", "accounts": [house.account("mediator")],
        });
        house.json(COORDINATOR, &format!("/rosters/{COMMITTEE}/shifts"), &shift).await.is(201);
        let id = house.account("mediator");
        house.post(As::Staff("operator"), &format!("/operator/accounts/{id}/disabling"), &[]).await;
        let filed = house.file(KNIFE).await;
        let told = house.matter(&filed.code).await["danger"]["told"].clone();
        assert!(!told[0]["accounts"].as_array().unwrap().contains(&id.into()), "{told}");
        assert_eq!(told[0]["by"], "coordinators", "{told}");
    });
}

#[test]
fn notices_are_counted_in_the_header_until_they_are_read() {
    House::each(|house| async move {
        let count = |text: &str| {
            let bell = text.split("data-count=\"notices\"").nth(1).unwrap();
            bell.split('<').next().unwrap().trim_start_matches(" hidden").trim_start_matches('>').to_owned()
        };
        let who = || As::Staff("committee_coordinator");
        assert!(house.get(who(), "/desk/notices").await.is(200).text.contains("没有通知"));
        let filed = house.file(KNIFE).await;
        house.minutes_later(1);
        house.file(KNIFE).await;
        let page = house.get(who(), "/desk/notices").await.is(200).text;
        assert_eq!(count(&page), "2");
        assert!(page.contains("有危险迹象"), "{page}");
        let id = page.split("name=\"notice\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let open = [("notice", id), ("to", "/desk/matters")];
        assert_eq!(house.post(who(), "/desk/notices/reading", &open).await.is(303).location(), "/desk/matters");
        let away = [("notice", id), ("to", "https://elsewhere.example")];
        assert_eq!(house.post(who(), "/desk/notices/reading", &away).await.is(303).location(), "/desk/notices");
        let page = house.get(who(), "/desk/notices").await.is(200).text;
        assert_eq!(count(&page), "1");
        let until = page.split("name=\"until\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        house.post(who(), "/desk/notices/reading", &[("until", until)]).await.is(303);
        assert_eq!(count(&house.get(who(), "/desk/notices").await.is(200).text), "0");
        // What is seen to is no notice any more, read or not.
        let aside = json!({ "reason": "问过了" });
        house.json(who(), &format!("/matters/{}/danger/dismissal", filed.code), &aside).await.is(201);
        assert!(!house.get(who(), "/desk/notices").await.is(200).text.contains(&filed.code));
    });
}

#[test]
fn a_roster_is_kept_by_forms_and_its_rows_follow_from_its_history() {
    House::each(|house| async move {
        let page = format!("/desk/rosters/{TOWN_CENTRE}");
        assert!(house.get(COORDINATOR, &page).await.is(200).text.contains("还没有排班"));
        let who = house.account("clerk").to_string();
        let wrong = [("shift_days", "1"), ("shift_from", "25:00"), ("shift_until", "20:00"), ("shift_accounts", &who)];
        house.post(COORDINATOR, &format!("{page}/shifts"), &wrong).await.is(422);
        let none = [("shift_from", "08:00"), ("shift_until", "20:00")];
        let said = house.post(COORDINATOR, &format!("{page}/shifts"), &none).await.is(422).text;
        assert!(said.contains("请选星期几"), "{said}");
        let other = house.account("town_mediator").to_string();
        let shift = [
            ("shift_days", "1"),
            ("shift_from", "08:00"),
            ("shift_until", "20:00"),
            ("shift_accounts", &who),
            ("shift_accounts", &other),
        ];
        house.post(COORDINATOR, &format!("{page}/shifts"), &shift).await.is(303);
        let shown = house.get(COORDINATOR, &page).await.is(200).text;
        assert!(shown.contains("08:00–20:00") && shown.contains("没有人值班"), "{shown}");
        let list = house.get(As::Staff("supervisor"), "/desk/rosters").await.is(200).text;
        assert!(list.contains("clerk") && list.contains(&page), "{list}");
        house.post(As::Staff("clerk"), &format!("{page}/shifts"), &shift).await.is(403);
        house.post(As::Staff("clerk"), &format!("{page}/notes"), &[("note_text", "一切正常")]).await.is(303);
        let store = house.store.clone();
        let differences = |sql: Option<&'static str>| {
            let store = store.clone();
            std::thread::spawn(move || {
                if let Some(sql) = sql {
                    store.write_blocking(move |c| c.execute(sql, &[]).map(drop)).unwrap();
                    let report = housekeeping::verify(&store, |_| {}).unwrap();
                    assert!(report.differences > 0, "{sql}");
                    housekeeping::rebuild(&store, |_| {}).unwrap();
                }
                housekeeping::verify(&store, |_| {}).unwrap().differences
            })
            .join()
            .unwrap()
        };
        assert_eq!(differences(None), 0);
        assert_eq!(differences(Some("UPDATE roster SET plan = '{}'")), 0);
        assert_eq!(differences(Some("DELETE FROM duty_note")), 0);
        assert_eq!(differences(Some("DELETE FROM notice")), 0);
    });
}

#[test]
fn what_could_not_be_told_at_once_is_told_by_the_house_itself() {
    House::each(|house| async move {
        let filing = Filing {
            region: Some(VILLAGE.parse().unwrap()),
            narrative: KNIFE.to_owned(),
            applicant: PersonDetails { name: "Li Wei".to_owned(), ..PersonDetails::default() },
            ..Filing::by(Channel::Web)
        };
        // As when the house stops after the report is on disk, and before anybody is told.
        let Prepared { recording, filed } = house.desk.prepare(&Actor::Anonymous, filing).unwrap();
        house.store.write(move |c| recording.write(c)).await.unwrap();
        let told = async || house.matter(filed.matter.code.as_str()).await["danger"]["told"].as_array().unwrap().len();
        assert_eq!(told().await, 0);
        housekeeping::run_due(&house.desk).await.unwrap();
        assert_eq!(told().await, 1);
        housekeeping::run_due(&house.desk).await.unwrap();
        assert_eq!(told().await, 1, "once");
    });
}

#[test]
fn a_form_of_danger_that_somebody_else_was_quicker_with_is_shown_again_with_what_was_typed_and_the_news() {
    House::each(|house| async move {
        let filed = house.file(KNIFE).await;
        let page = format!("/desk/matters/{}/danger", filed.code);
        let drawn = house.matter(&filed.code).await["version"].to_string();
        let note = json!({ "text": "Rang up." });
        house.json(COORDINATOR, &format!("/matters/{}/notes", filed.code), &note).await.is(201);
        house.post(COORDINATOR, &format!("{page}/steps"), &[("version", &drawn), ("step", "called")]).await.is(303);
        let aside = [("version", drawn.as_str()), ("aside_reason", "Typed before.")];
        let again = house.post(COORDINATOR, &format!("{page}/dismissal?lang=en"), &aside).await.is(412).text;
        assert!(again.contains("Typed before.") && again.contains("id=\"news\""), "{again}");
        assert_eq!(house.matter(&filed.code).await["danger"]["state"], "seen");
    });
}

#[test]
fn a_letter_is_signed_for_whatever_else_happens_and_news_of_the_letter_itself_are_shown() {
    House::each(|house| async move {
        let filed = house.file("Three months of wages are owed.").await;
        house.json(COORDINATOR, &format!("/matters/{}/acceptance", filed.code), &json!({})).await.is(201);
        let send = json!({
            "exit": "legal-aid", "facts": "Wages.", "consents": [1], "consents_how": "By telephone.", "receiver_body": LABOUR,
        });
        let send_again = json!({
            "exit": "court", "facts": "Wages.", "consents": [1], "consents_how": "By telephone.", "receiver_body": LABOUR,
        });
        house.json(COORDINATOR, &format!("/matters/{}/diversions", filed.code), &send).await.is(201);
        house.json(COORDINATOR, &format!("/matters/{}/diversions", filed.code), &send_again).await.is(201);
        let officer = || As::Staff("officer");
        let letter = |no: u32| format!("/desk/diversions/{}/{no}", filed.code);
        house.get(officer(), &letter(1)).await.is(200);
        let drawn = house.matter(&filed.code).await["version"].to_string();
        let urgency = [("urgency", "urgent")];
        house.post(COORDINATOR, &format!("/desk/matters/{}/urgency", filed.code), &urgency).await.is(303);
        let version = [("version", drawn.as_str())];
        house.post(officer(), &format!("{}/receipt", letter(1)), &version).await.is(303);
        let back = [("version", drawn.as_str()), ("refuse_reason_1", "Typed before.")];
        let again = house.post(officer(), &format!("{}/return", letter(1)), &back).await.is(412).text;
        assert!(again.contains("Typed before.") && again.contains("id=\"news\""), "{again}");
        let news = again.split("id=\"news\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(!news.contains("缓急"), "what else happened to the matter is not the receiver's: {news}");
        // What was taken back meanwhile is no error, either.
        let recall = json!({ "reason": "Another way." });
        house.json(COORDINATOR, &format!("/matters/{}/diversions/2/recall", filed.code), &recall).await.is(201);
        let gone = house.post(officer(), &format!("{}/receipt", letter(2)), &version).await.is(303);
        assert!(gone.location().starts_with("/desk/diversions"), "{}", gone.location());
        house.post(As::Staff("other_coordinator"), &format!("{}/receipt", letter(2)), &version).await.is(404);
    });
}

#[test]
fn what_is_settled_on_the_spot_and_speaks_of_danger_stays_open_until_somebody_has_judged_it() {
    House::each(|house| async move {
        const KNIFE_OUT: &str = "他拿刀要砍人";
        let grid = || As::Staff("grid_worker");
        let help = house.post(grid(), "/desk/on-the-spot/danger", &[("spot_what", KNIFE_OUT)]).await.is(200).text;
        assert!(help.contains("tel:110") && help.contains("先确认人是否安全"), "while typing: {help}");
        let calm = house.post(grid(), "/desk/on-the-spot/danger", &[("spot_what", "楼道里堆了纸箱")]).await.is(200);
        assert_eq!(calm.text.trim(), "");
        let typed =
            [("spot_what", KNIFE_OUT), ("spot_name", "张三"), ("spot_other", "李四"), ("spot_agreed", "今后不再来往")];
        let again = house.post(grid(), "/desk/on-the-spot", &typed).await.is(422).text;
        for kept in [KNIFE_OUT, "张三", "李四", "今后不再来往", "tel:110", "name=\"step\" value=\"open\""] {
            assert!(again.contains(kept), "{kept}: {again}");
        }
        // Also where only what was agreed speaks of it.
        let agreed = [("spot_what", "两家吵架"), ("spot_name", "A"), ("spot_other", "B"), ("spot_agreed", "不再打人")];
        house.post(grid(), "/desk/on-the-spot", &agreed).await.is(422);
        let open = [&typed[..2], &typed[3..], &[("step", "open")]].concat();
        let to = house.post(grid(), "/desk/on-the-spot", &open).await.is(303).location().to_owned();
        house.get(grid(), &to).await.is(200);
        let code = to.rsplit('/').next().unwrap().to_owned();
        let matter = house.matter(&code).await;
        assert_eq!((&matter["status"], &matter["urgency"]), (&json!("reported"), &json!("urgent")));
        assert!(!matter["danger"]["told"].as_array().unwrap().is_empty(), "{matter}");
        let notices = house.get(As::Staff("committee_coordinator"), "/desk/notices").await.is(200).text;
        assert!(notices.contains("有危险迹象") && notices.contains(&code), "{notices}");
        let shown = house.get(COORDINATOR, &format!("/desk/queue/{code}")).await.is(200).text;
        assert!(shown.contains(KNIFE_OUT) && shown.contains("今后不再来往"), "all of it went along: {shown}");
        house
            .json(COORDINATOR, &format!("/matters/{code}/danger/confirmation"), &json!({ "kinds": ["violence"] }))
            .await
            .is(201);
    });
}

#[test]
fn on_the_spot_words_that_are_denied_choose_no_kind_and_whoever_writes_it_may_choose_one() {
    House::each(|house| async move {
        const CALM: &str = "两家为倒垃圾吵嘴，没有动手打人，没有威胁";
        let grid = || As::Staff("grid_worker");
        let of = |form: Vec<(&'static str, &'static str)>| {
            let house = &house;
            async move {
                let to = house.post(grid(), "/desk/on-the-spot", &form).await.is(303).location().to_owned();
                house.matter(to.rsplit('/').next().unwrap()).await
            }
        };
        let typed = vec![("spot_what", CALM), ("spot_name", "A"), ("spot_other", "B"), ("spot_agreed", "轮流打扫")];
        let guessed = of(typed.clone()).await;
        assert_ne!(guessed["category"], "damages.injury", "{guessed}");
        assert!(guessed["danger"].is_null(), "{guessed}");
        let chosen = of([typed.clone(), vec![("spot_kind", "neighbour.noise")]].concat()).await;
        assert_eq!(chosen["category"], "neighbour.noise", "{chosen}");
        let unknown = [typed.clone(), vec![("spot_kind", "no.such")]].concat();
        house.post(grid(), "/desk/on-the-spot", &unknown).await.is(422);
        // What was agreed is called so where it goes along with the story.
        let open = [&[("spot_what", KNIFE)][..], &typed[1..], &[("step", "open")]].concat();
        let told = of(open).await;
        let page =
            house.get(COORDINATOR, &format!("/desk/queue/{}", told["code"].as_str().unwrap())).await.is(200).text;
        assert!(page.contains("当场说定：轮流打扫"), "{page}");
    });
}

#[test]
fn the_api_does_not_conclude_on_the_spot_what_speaks_of_danger() {
    House::each(|house| async move {
        let mut body = json!({ "applicant": "A", "respondent": "B", "narrative": KNIFE, "terms": "好了" });
        let refused = house.json(As::Staff("grid_worker"), "/on-the-spot", &body).await.is(422).json();
        assert_eq!(refused["errors"][0]["problem"], "problem-spot-danger", "{refused}");
        body["stays_open"] = true.into();
        let filed = house.json(As::Staff("grid_worker"), "/on-the-spot", &body).await.is(201).json();
        assert_eq!(filed["status"], "reported");
        let matter = house.matter(filed["code"].as_str().unwrap()).await;
        assert_eq!(matter["danger"]["state"], "seen", "{matter}");
        assert!(!matter["danger"]["told"].as_array().unwrap().is_empty(), "{matter}");
        // Whoever mediates may file it too, also where it goes to another body.
        let town = As::Staff("town_mediator");
        let typed = [("spot_what", KNIFE), ("spot_name", "A"), ("region", VILLAGE), ("step", "open")];
        assert_eq!(house.post(town, "/desk/on-the-spot", &typed).await.is(303).location(), "/desk/on-the-spot");
    });
}

#[test]
fn whoever_supervises_reads_that_the_body_below_was_urged_and_the_body_that_it_is_itself() {
    House::each(|house| async move {
        let filed = house.file(KNIFE).await;
        let rise = json!({ "to": "town", "reason": "Too much for the village." });
        house.json(COORDINATOR, &format!("/matters/{}/rise", filed.code), &rise).await.is(201);
        house.minutes_later(180);
        housekeeping::run_due(&house.desk).await.unwrap();
        let urged = async |who: &'static str, lang: &str| {
            let path = format!("/api/v1/notices?lang={lang}");
            let all = house.get(As::Staff(who), &path).await.is(200).json();
            let of = |item: &&serde_json::Value| item["kind"] == "urged" && item["code"] == filed.code.as_str();
            let told: Vec<String> =
                all["items"].as_array().unwrap().iter().filter(of).map(|item| item["why"].to_string()).collect();
            assert_eq!(told.len(), 1, "{who}: {all}");
            told[0].clone()
        };
        let town = urged("coordinator", "zh-CN").await;
        assert!(town.contains("已自动督办，请于"), "{town}");
        let above = urged("supervisor", "zh-CN").await;
        assert!(above.contains("对方应于") && !above.contains("请于"), "{above}");
        let english = urged("supervisor", "en").await;
        assert!(english.contains("was urged by rule: its answer is due by"), "{english}");
        assert!(!english.contains("you are urged") && !english.contains("and  was"), "{english}");
        // Whoever has both posts there has one notice, which says what they owe.
        house.hold("supervisor", Role::Coordinator, TOWN_CENTRE);
        let both = urged("supervisor", "en").await;
        assert!(both.contains("you are urged by rule"), "{both}");
    });
}

#[test]
fn a_note_between_shifts_is_left_and_signed_only_by_those_whose_turn_it_is() {
    House::each(|house| async move {
        let page = format!("/desk/rosters/{TOWN_CENTRE}");
        for (who, from, until) in [("clerk", "08:00", "20:00"), ("town_mediator", "20:00", "08:00")] {
            let shift = json!({
                "days": [1, 2, 3, 4, 5, 6, 7], "from": from, "until": until, "accounts": [house.account(who)],
            });
            house.json(COORDINATOR, &format!("/rosters/{TOWN_CENTRE}/shifts"), &shift).await.is(201);
        }
        house.post(As::Staff("clerk"), &format!("{page}/notes"), &[("note_text", "晚上再去看一次")]).await.is(303);
        let (leave, sign) = (format!("action=\"{page}/notes\""), format!("action=\"{page}/notes/1/signature\""));
        for (who, leaves, signs) in
            [("clerk", true, false), ("town_mediator", false, true), ("coordinator", false, false)]
        {
            let shown = house.get(As::Staff(who), &page).await.is(200).text.replace("&#x2f;", "/");
            assert_eq!((shown.contains(&leave), shown.contains(&sign)), (leaves, signs), "{who}: {shown}");
        }
        let signature = format!("{page}/notes/1/signature");
        let said = house.post(COORDINATOR, &signature, &[]).await.is(422).text;
        assert!(said.contains("正在值班或者下一班"), "{said}");
        house.post(As::Staff("town_mediator"), &signature, &[]).await.is(303);
    });
}

#[test]
fn a_note_that_is_sent_twice_is_left_once_and_another_one_is_another() {
    House::each(|house| async move {
        let page = format!("/desk/rosters/{TOWN_CENTRE}");
        let shift = json!({
            "days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "until": "24:00", "accounts": [house.account("clerk")],
        });
        house.json(COORDINATOR, &format!("/rosters/{TOWN_CENTRE}/shifts"), &shift).await.is(201);
        let clerk = || As::Staff("clerk");
        let drawn = async || house.get(clerk(), &page).await.is(200).text;
        let key = |text: &str| {
            let (_, rest) = text.split_once("name=\"key\" value=\"").unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let first = key(&drawn().await);
        let leave = async |key: &str, text: &str| {
            let sent = [("key", key), ("note_text", text)];
            assert_eq!(house.post(clerk(), &format!("{page}/notes"), &sent).await.is(303).location(), page);
        };
        let twice = async || leave(&first, "三楼晚上再去看一次").await;
        tokio::join!(twice(), twice());
        twice().await;
        assert_eq!(drawn().await.matches("id=\"note-").count(), 1);
        // Other words from the same form, and the same words from another one, are notes of their own.
        leave(&first, "四楼也去看一次").await;
        let second = key(&drawn().await);
        assert_ne!(first, second);
        leave(&second, "三楼晚上再去看一次").await;
        assert_eq!(drawn().await.matches("id=\"note-").count(), 3);
    });
}

#[test]
fn what_is_missing_on_the_spot_is_told_in_the_order_of_the_screen() {
    House::each(|house| async move {
        let again = house.post(As::Staff("grid_worker"), "/desk/on-the-spot", &[("step", "")]).await.is(422).text;
        let (_, summary) = again.split_once("id=\"errors\"").unwrap();
        let (summary, _) = summary.split_once("</ul>").unwrap();
        let told: Vec<&str> = summary.split("href=\"#").skip(1).map(|part| part.split('"').next().unwrap()).collect();
        assert_eq!(told, ["spot_what", "spot_agreed", "spot_name", "spot_other"], "{summary}");
        let fields: Vec<usize> = told.iter().map(|field| again.find(&format!("id=\"{field}\"")).unwrap()).collect();
        assert!(fields.is_sorted(), "as they stand on the screen");
    });
}

#[test]
fn a_matter_that_was_taken_over_calls_for_those_who_route_there_until_it_is_given_to_somebody() {
    House::each(|house| async move {
        house.hold("other_coordinator", Role::Coordinator, COUNTY_CENTRE);
        let filed = house.file("Three months of wages are owed.").await;
        house.json(COORDINATOR, &format!("/matters/{}/acceptance", filed.code), &json!({})).await.is(201);
        let over = json!({ "reason": "Nothing came of it." });
        house.json(As::Staff("supervisor"), &format!("/matters/{}/take-over", filed.code), &over).await.is(201);
        let notices = async || house.get(As::Staff("other_coordinator"), "/desk/notices").await.is(200).text;
        let told = notices().await;
        assert!(told.contains("提到或者转到你们这里") && told.contains("#stairs-up"), "{told}");
        let given = json!({ "body": COMMITTEE, "duty": "lead" });
        house.json(As::Staff("supervisor"), &format!("/matters/{}/assignments", filed.code), &given).await.is(201);
        assert!(!notices().await.contains("提到或者转到你们这里"));
    });
}
