//! Lists: what is found, by whom, page by page, and what is taken away as a file.

use std::collections::BTreeSet;

use serde_json::json;

use crate::house::{As, COMMITTEE, House, LABOUR, OTHER_VILLAGE, VILLAGE};

async fn codes(house: &House, login: &str, query: &str) -> Vec<String> {
    let answer = house.get(As::Staff(login), &format!("/api/v1/matters?{query}")).await.is(200).json();
    answer["items"].as_array().unwrap().iter().map(|m| m["code"].as_str().unwrap().to_owned()).collect()
}

async fn of_body(house: &House, body: i64) -> Vec<String> {
    codes(house, "supervisor", &format!("body={body}")).await
}

fn q(words: &str) -> String {
    let escaped: Vec<String> = words.bytes().map(|b| format!("%{b:02X}")).collect();
    format!("q={}", escaped.concat())
}

#[test]
fn what_was_just_filed_is_found_by_its_words_and_place() {
    House::each(|house| async move {
        let filed = house.file_with(json!({ "narrative": "楼上装修 noise 到半夜", "place": "幸福里小区" })).await;
        for words in ["装修", "半夜", "NOISE", "幸福", "装修 半夜", "noi"] {
            assert_eq!(codes(&house, "supervisor", &q(words)).await, [filed.code.as_str()], "{words}");
        }
        for words in ["漏水", "装半", "装修 漏水"] {
            assert!(codes(&house, "supervisor", &q(words)).await.is_empty(), "{words}");
        }
        assert_eq!(codes(&house, "supervisor", &(q("装修") + "&order=best")).await, [filed.code.as_str()]);
        let page = house.get(As::Staff("supervisor"), &format!("/desk/matters?q={}", filed.code)).await.is(303);
        assert_eq!(page.location(), format!("/desk/matters/{}", filed.code));
    });
}

#[test]
fn names_and_telephone_numbers_are_found_by_those_who_may_and_by_nobody_else() {
    House::each(|house| async move {
        let filed = house.file("楼上装修到半夜").await;
        for words in ["李伟", "王芳", "13812345678", "1381234", "138-1234-5678", "李伟 装修"] {
            assert_eq!(codes(&house, "supervisor", &q(words)).await, [filed.code.as_str()], "{words}");
            assert!(codes(&house, "grid_worker", &q(words)).await.is_empty(), "{words}");
        }
        for words in ["n·李伟", "p·13812345678", "p13812345678", "n_李伟"] {
            assert!(codes(&house, "grid_worker", &q(words)).await.is_empty(), "{words}");
        }
        assert_eq!(codes(&house, "grid_worker", &q("装修")).await, [filed.code]);
    });
}

#[test]
fn a_list_reaches_as_far_as_the_post_and_no_further() {
    House::each(|house| async move {
        let here = house.file("楼上装修到半夜").await;
        let there = house.file_with(json!({ "region": OTHER_VILLAGE })).await;
        assert_eq!(codes(&house, "supervisor", "").await, [here.code.as_str()]);
        assert_eq!(codes(&house, "other_coordinator", "").await, [there.code.as_str()]);
        for query in [format!("region={OTHER_VILLAGE}"), "q=%E8%A3%85%E4%BF%AE&region=970102".to_owned()] {
            assert!(codes(&house, "supervisor", &query).await.is_empty(), "{query}");
        }
        for query in ["region=9701", "region=970101001", &format!("region={VILLAGE}")] {
            assert_eq!(codes(&house, "supervisor", query).await, [here.code.as_str()], "{query}");
        }
        house.get(As::Staff("representative"), "/api/v1/matters").await.is(403);
        house.get(As::Staff("representative"), "/desk/matters").await.is(403);
        house.get(As::Staff("operator"), "/desk/matters").await.is(403);
        house.get(As::Nobody, "/api/v1/matters").await.is(401);
    });
}

#[test]
fn every_filter_narrows_to_what_it_says() {
    House::each(|house| async move {
        let noise = house.file("楼上装修到半夜").await;
        house.later(10);
        let wage = house
            .file_with(json!({ "category": "labour.wage", "channel": "web", "narrative": "三个月没有发工资了" }))
            .await;
        let of = |query: &'static str| {
            let house = &house;
            async move { codes(house, "supervisor", query).await }
        };
        assert_eq!(of("").await, [wage.code.clone(), noise.code.clone()]);
        assert_eq!(of("category=labour").await, [wage.code.as_str()]);
        assert_eq!(of("category=neighbour.noise").await, [noise.code.as_str()]);
        assert_eq!(of("status=open").await, [wage.code.clone(), noise.code.clone()]);
        assert_eq!(of("status=reported&order=due").await.len(), 2);
        assert_eq!(of("status=concluded").await.len(), 0);
        assert_eq!(of("status=archived").await.len(), 0);
        assert_eq!(of("channel=window").await.len(), 0);
        assert_eq!(of("from=2026-03-05").await, [wage.code.as_str()]);
        assert_eq!(of("to=2026-03-05").await, [noise.code.as_str()]);
        assert_eq!(of("from=2026-03-02&to=2026-03-02").await, [noise.code.as_str()]);
        assert_eq!(of("late=true").await, [noise.code.as_str()]);
        let listed = house.get(As::Staff("supervisor"), "/api/v1/matters?category=neighbour").await.is(200).json();
        let body = listed["items"][0]["body"]["id"].as_i64().unwrap();
        assert!(of_body(&house, body).await.contains(&noise.code));
        assert!(!of_body(&house, body + 1).await.contains(&noise.code));
        let backwards = "from=2026-03-05&to=2026-03-02";
        let told = house.get(As::Staff("supervisor"), &format!("/api/v1/matters?{backwards}")).await.is(422).json();
        assert_eq!(told["errors"][0]["field"], "to", "{told}");
        let page = house.get(As::Staff("supervisor"), &format!("/desk/matters?{backwards}")).await.is(200).text;
        assert!(page.contains("id=\"to-error\"") && page.contains("id=\"errors\""), "told on the page as well");
        let wrong = house.get(As::Staff("supervisor"), "/api/v1/matters?limit=101&status=odd").await.is(422).json();
        assert_eq!(wrong["errors"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn pages_cover_every_matter_once_while_others_arrive() {
    House::each(|house| async move {
        let mut wanted = BTreeSet::new();
        for n in 0..11 {
            wanted.insert(house.file("楼上装修到半夜").await.code);
            house.minutes_later(i64::from(n % 3) * 60 * 24);
        }
        for query in [
            "limit=2",
            "limit=3&status=open",
            "limit=3&order=due",
            "limit=2&q=%E8%A3%85%E4%BF%AE",
            "limit=2&order=best&q=%E8%A3%85%E4%BF%AE",
        ] {
            let mut seen = Vec::new();
            let mut cursor = None;
            loop {
                let from = cursor.as_ref().map_or_else(String::new, |c| format!("&cursor={c}"));
                let page =
                    house.get(As::Staff("supervisor"), &format!("/api/v1/matters?{query}{from}")).await.is(200).json();
                seen.extend(page["items"].as_array().unwrap().iter().map(|m| m["code"].as_str().unwrap().to_owned()));
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = Some(next.to_owned()),
                    None => break,
                }
                house.file("楼上装修到半夜").await;
            }
            let own: Vec<_> = seen.iter().filter(|code| wanted.contains(*code)).collect();
            assert_eq!(own.len(), wanted.len(), "{query}");
            let once: BTreeSet<_> = seen.iter().collect();
            assert_eq!(once.len(), seen.len(), "{query}");
        }
    });
}

#[test]
fn a_file_of_a_list_computes_nothing_and_names_nobody_to_those_who_may_not_take_it() {
    House::each(|house| async move {
        let filed = house.file("=cmd()|'/C calc'!A0 装修").await;
        let csv = house.get(As::Staff("supervisor"), "/desk/matters.csv?lang=en").await.is(200);
        assert!(csv.text.starts_with('\u{feff}') && csv.text.contains("Applicant"), "{}", csv.text);
        assert!(csv.text.contains("'=cmd()") && !csv.text.contains(",=cmd()"), "{}", csv.text);
        assert!(csv.text.contains("李伟") && csv.text.contains(&filed.code[..3]));
        assert_eq!(csv.text.lines().count(), 2);
        assert!(csv.headers["content-disposition"].to_str().unwrap().contains("attachment"));
        house.get(As::Staff("supervisor"), "/desk/matters.xlsx").await.is(200);
        // A department sees stories and no names, in a file as on the page.
        let path = format!("/matters/{}", filed.code);
        house.json(As::Staff("coordinator"), &format!("{path}/acceptance"), &json!({})).await.is(201);
        let order = json!({ "body": LABOUR, "duty": "lead" });
        house.json(As::Staff("coordinator"), &format!("{path}/assignments"), &order).await.is(201);
        house.post(As::Staff("officer"), &format!("/desk{path}/assignments/1/receipt"), &[]).await.is(303);
        let csv = house.get(As::Staff("officer"), "/desk/matters.csv?lang=en").await.is(200).text;
        assert!(csv.contains("'=cmd()") && !csv.contains("李伟"), "{csv}");
        // Nor does another town or a committee take away what it does not see.
        for (login, lines) in [("coordinator", 2), ("other_coordinator", 1), ("mediator", 1)] {
            let csv = house.get(As::Staff(login), "/desk/matters.csv").await.is(200).text;
            assert_eq!(csv.lines().count(), lines, "{login}: {csv}");
        }
        for login in ["clerk", "grid_worker", "representative", "operator"] {
            house.get(As::Staff(login), "/desk/matters.csv").await.is(403);
            house.get(As::Staff(login), "/desk/matters.xlsx").await.is(403);
        }
    });
}

#[test]
fn a_kept_list_is_its_owners_alone_and_comes_back_as_it_was() {
    House::each(|house| async move {
        let keep = [("name", "超期的"), ("query", "status=late&cursor=n.5")];
        let kept = house.post(As::Staff("supervisor"), "/desk/views", &keep).await.is(303);
        assert_eq!(kept.location(), "/desk/matters?status=late");
        let page = house.get(As::Staff("supervisor"), "/desk/matters").await.is(200).text;
        assert!(page.contains("超期的"));
        assert!(!house.get(As::Staff("coordinator"), "/desk/matters").await.is(200).text.contains("超期的"));
        let id = page.split("/desk/views/").nth(1).unwrap().split(['/', '"']).next().unwrap().to_owned();
        let delete = format!("/desk/views/{id}/delete");
        house.post(As::Staff("coordinator"), &delete, &[]).await.is(404);
        let again = house.post(As::Staff("supervisor"), "/desk/views", &[("name", ""), ("query", "status=open")]).await;
        assert!(again.is(422).text.contains("status=open"));
        house.post(As::Staff("supervisor"), &delete, &[]).await.is(303);
        assert!(!house.get(As::Staff("supervisor"), "/desk/matters").await.is(200).text.contains("超期的"));
    });
}

#[test]
fn kept_lists_in_the_menu_change_places() {
    House::each(|house| async move {
        let who = || As::Staff("supervisor");
        let mut ids = Vec::new();
        for name in ["One", "Two", "Three"] {
            house.post(who(), "/desk/views", &[("name", name), ("query", "status=late")]).await.is(303);
            let page = house.get(who(), "/desk/matters").await.is(200).text;
            let before = page.split(&format!("value=\"{name}\"")).next().unwrap();
            let id = before.rsplit("view-").next().unwrap().split('"').next().unwrap().to_owned();
            house.post(who(), &format!("/desk/views/{id}"), &[("pinned", "1")]).await.is(303);
            house.minutes_later(1);
            ids.push(id);
        }
        let menu = async || {
            let page = house.get(who(), "/desk/matters").await.is(200).text;
            let menu = page.split("id=\"pinned\"").nth(1).unwrap().split("</ul>").next().unwrap().to_owned();
            let mut at: Vec<_> = ["One", "Two", "Three"].map(|n| (menu.find(&format!(">{n}<")).unwrap(), n)).into();
            at.sort_unstable();
            at.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        let shift =
            async |of: usize, way: &str| house.post(who(), &format!("/desk/views/{}", ids[of]), &[("way", way)]).await;
        assert_eq!(menu().await, ["One", "Two", "Three"]);
        let moved = shift(2, "up").await.is(303);
        assert_eq!(moved.location(), format!("/desk/matters?#view-{}", ids[2]));
        assert_eq!(menu().await, ["One", "Three", "Two"]);
        shift(0, "down").await.is(303);
        assert_eq!(menu().await, ["Three", "One", "Two"]);
        shift(2, "up").await.is(303);
        assert_eq!(menu().await, ["Three", "One", "Two"], "the first stays the first");
        shift(2, "sideways").await.is(422);
        house.post(As::Staff("coordinator"), &format!("/desk/views/{}", ids[0]), &[("way", "up")]).await.is(404);
    });
}

#[test]
fn the_list_is_drawn_in_both_languages_with_and_without_matters() {
    House::each(|house| async move {
        for lang in ["zh-CN", "en"] {
            house.get(As::Staff("supervisor"), &format!("/desk/matters?lang={lang}")).await.is(200);
        }
        let filed = house.file("楼上装修到半夜").await;
        let assign = json!({ "body": COMMITTEE });
        house.json(As::Staff("coordinator"), &format!("/matters/{}/acceptance", filed.code), &assign).await.is(201);
        for lang in ["zh-CN", "en"] {
            for login in ["supervisor", "clerk", "grid_worker", "mediator", "officer", "coordinator"] {
                let query = format!("lang={lang}&region=&status=open&from=x&order=due");
                house.get(As::Staff(login), &format!("/desk/matters?{query}")).await.is(200);
            }
        }
        let page = house.get(As::Staff("supervisor"), "/desk/matters").await.is(200).text;
        assert!(page.contains("李伟") && page.contains("楼上装修"));
    });
}
