//! Lists that headings sort, and the same lists as files: rows, order and filters of the page, and nobody who may not.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use concord_policy::Role;
use serde_json::json;

use crate::casework::given;
use crate::house::{As, COMMITTEE, COUNTY_CENTRE, House, LABOUR, TOWN_CENTRE};

const SUPERVISOR: As<'static> = As::Staff("supervisor");

/// The codes of a page's rows, in their order.
fn rows(page: &str) -> Vec<String> {
    let page = page.replace("&#x2f;", "/");
    let code = |href: &str| href.split('"').next()?.split('/').find(|part| part.len() == 9).map(str::to_owned);
    page.split("<tr").filter_map(|row| code(row.split("data-href=\"").nth(1)?)).collect()
}

/// The codes of a file's lines, in their order: of the same list as CSV and as XLSX.
async fn lines(house: &House, who: As<'_>, list: &str) -> Vec<String> {
    let file = |end: &str| match list.split_once('?') {
        Some((path, query)) => format!("{path}.{end}?{query}"),
        None => format!("{list}.{end}"),
    };
    let csv = house.get(who.clone(), &file("csv")).await.is(200);
    assert!(csv.text.starts_with('\u{feff}') && csv.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    let plain = |cell: &str| cell.replace('-', "");
    let of_csv: Vec<String> = csv.text.lines().skip(1).map(|l| plain(l.split(',').next().unwrap())).collect();
    let xlsx = house.get(who, &file("xlsx")).await.is(200);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |row: &[Data]| plain(&row[0].to_string());
    assert_eq!(sheet.rows().skip(1).map(cell).collect::<Vec<_>>(), of_csv, "{list}");
    of_csv
}

/// The codes of a list, the same on its page and in its files.
async fn listed(house: &House, who: As<'_>, list: &str) -> Vec<String> {
    let page = house.get(who.clone(), list).await.is(200).text;
    let shown = rows(&page);
    assert_eq!(lines(house, who, list).await, shown, "{list}: {page}");
    shown
}

/// The codes of a list as programs read it, which hear of an order that it has not.
async fn ordered(house: &House, who: As<'_>, list: &str) -> Vec<String> {
    let path = format!("/api/v1{list}");
    let none = path.split("order=").next().map(|start| format!("{start}order=none")).unwrap();
    assert_eq!(house.get(who.clone(), &none).await.is(422).json()["errors"][0]["field"], "order");
    let items = house.get(who, &path).await.is(200).json()["items"].take();
    items.as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

fn turned(list: &[String]) -> Vec<String> {
    list.iter().rev().cloned().collect()
}

async fn refused(house: &House, list: &str, logins: &[&str]) {
    for end in ["csv", "xlsx"] {
        for login in logins {
            house.get(As::Staff(login), &format!("{list}.{end}")).await.is(403);
        }
        house.get(As::Nobody, &format!("{list}.{end}")).await.is(303);
    }
}

#[test]
fn work_between_bodies_is_sorted_by_its_headings_and_taken_away_as_it_is_shown() {
    House::each(|house| async move {
        house.hold("supervisor", Role::Supervisor, LABOUR);
        let mut all = Vec::new();
        for _ in 0..3 {
            all.push(given(&house, LABOUR, None).await.code);
            house.later(1);
        }
        // Wanted later, though it came first.
        let path = format!("/desk/matters/{}/assignments/1", all[0]);
        house.post(As::Staff("officer"), &format!("{path}/receipt"), &[]).await.is(303);
        assert_eq!(listed(&house, SUPERVISOR, "/desk/work?order=opened").await, all);
        assert_eq!(listed(&house, SUPERVISOR, "/desk/work?order=opened-last").await, turned(&all));
        let due = listed(&house, SUPERVISOR, "/desk/work").await;
        assert_eq!(due, [all[1].as_str(), &all[2], &all[0]]);
        assert_eq!(listed(&house, SUPERVISOR, "/desk/work?order=due-last").await, turned(&due));
        for other in ["body", "region-last", "1;--"] {
            assert_eq!(listed(&house, SUPERVISOR, &format!("/desk/work?order={other}")).await.len(), 3, "{other}");
        }
        for view in ["handing", "given", "urged", "tasks", "disputes"] {
            assert!(listed(&house, SUPERVISOR, &format!("/desk/work?view={view}&order=body")).await.is_empty());
        }
        let page = house.get(SUPERVISOR, "/desk/work?view=own&order=due&lang=en").await.is(200).text;
        let page = page.replace("&#x2f;", "/").replace("&amp;", "&");
        assert!(page.contains("aria-sort=\"ascending\"") && page.contains("order=due-last"), "{page}");
        assert!(page.contains("/desk/work?order=due&lang=en&view=tasks"), "a tab keeps the order: {page}");
        assert!(page.contains("/desk/work.csv?view=own&order=due"), "{page}");
        let csv = house.get(SUPERVISOR, "/desk/work.csv?lang=en").await.is(200).text;
        assert!(csv.contains("To be signed for") && !csv.contains("李伟") && !csv.contains("装修"), "{csv}");
        // Whoever works there takes away what they see, and no more.
        assert_eq!(listed(&house, As::Staff("officer"), "/desk/work").await, due);
        assert_eq!(listed(&house, As::Staff("coordinator"), "/desk/work?view=given").await, due);
        assert!(listed(&house, As::Staff("mediator"), "/desk/work").await.is_empty());
        refused(&house, "/desk/work", &["clerk", "operator"]).await;
        assert_eq!(ordered(&house, SUPERVISOR, "/work?order=due-last").await, turned(&due));
    });
}

#[test]
fn who_takes_a_list_away_is_written_down_without_words_that_were_searched() {
    House::each(|house| async move {
        house.get(SUPERVISOR, "/desk/matters.csv?q=王芳").await.is(200);
        house.get(SUPERVISOR, "/desk/work.xlsx?view=tasks&order=body").await.is(200);
        let store = &house.store;
        let read = |c: &mut concord_store::Conn| {
            let sql = "SELECT actor, detail FROM audit WHERE action = 'list.exported' ORDER BY id";
            Ok::<_, concord_store::Fault>(c.query(sql, &[])?.iter().map(|r| (r.text(0), r.text(1))).collect::<Vec<_>>())
        };
        let told = std::thread::scope(|s| s.spawn(|| store.read_blocking(read)).join()).unwrap().unwrap();
        let by = format!("staff:{}", house.account("supervisor"));
        let expected = ["csv status= work= region=all", "xlsx list=work view=tasks order=body"];
        assert_eq!(told, expected.map(|detail| (by.clone(), detail.to_owned())));
    });
}

#[test]
fn letters_are_sorted_by_their_headings_and_taken_away_as_they_are_shown() {
    House::each(|house| async move {
        house.hold("supervisor", Role::Supervisor, COMMITTEE);
        let mut all = Vec::new();
        for _ in 0..3 {
            let code = house.file("楼上漏水").await.code;
            let arrival = json!({ "way": "police", "sender": "A station" });
            house.json(As::Staff("coordinator"), &format!("/matters/{code}/arrivals"), &arrival).await.is(201);
            all.push(code);
            house.later(1);
        }
        assert_eq!(listed(&house, SUPERVISOR, "/desk/diversions").await.len(), 3);
        for word in ["due", "opened", "on"] {
            assert_eq!(listed(&house, SUPERVISOR, &format!("/desk/diversions?order={word}")).await, all, "{word}");
            let last = listed(&house, SUPERVISOR, &format!("/desk/diversions?order={word}-last")).await;
            assert_eq!(last, turned(&all), "{word}");
        }
        let page = house.get(SUPERVISOR, "/desk/diversions").await.is(200).text.replace("&#x2f;", "/");
        assert!(page.contains("/desk/diversions.csv?view=senders"), "the file is of what is shown: {page}");
        for view in ["received", "sent", "told", "advice"] {
            assert!(listed(&house, SUPERVISOR, &format!("/desk/diversions?view={view}&order=body")).await.is_empty());
        }
        assert_eq!(ordered(&house, SUPERVISOR, "/diversions?order=on-last").await, turned(&all));
        assert!(
            listed(&house, As::Staff("coordinator"), "/desk/diversions").await.is_empty(),
            "the committee has them"
        );
        refused(&house, "/desk/diversions", &["clerk", "operator"]).await;
    });
}

#[test]
fn who_is_still_to_be_asked_is_sorted_either_way_over_its_pages_and_taken_away_with_names() {
    House::each(|house| async move {
        let mut all = Vec::new();
        for day in 0..27 {
            let filed = given(&house, COMMITTEE, None).await;
            let path = format!("/matters/{}/withdrawal", filed.code);
            house.json(As::Party(&filed.key), &path, &json!({})).await.is(201);
            all.extend([filed.code.clone(), filed.code]);
            house.later(i64::from(day % 3 == 0));
        }
        for (order, expected) in [("since", all.clone()), ("since-last", turned(&all))] {
            let (mut seen, mut next) = (Vec::new(), format!("/desk/rating-requests?order={order}&lang=en"));
            loop {
                let page = house.get(SUPERVISOR, &next).await.is(200).text.replace("&#x2f;", "/").replace("&amp;", "&");
                seen.extend(rows(&page));
                let Some((before, _)) = page.split_once("Next page") else { break };
                let link = before.rsplit("href=\"").find(|href| href.contains("after=")).unwrap();
                next = link.split('"').next().unwrap().to_owned();
            }
            assert_eq!(seen, expected, "{order}");
            assert_eq!(lines(&house, SUPERVISOR, &format!("/desk/rating-requests?order={order}")).await, expected);
        }
        let narrowed = |query: &str| format!("/desk/rating-requests?{query}");
        assert!(lines(&house, SUPERVISOR, &narrowed("occasion=visit")).await.is_empty());
        assert!(lines(&house, SUPERVISOR, &narrowed("region=970102")).await.is_empty());
        assert_eq!(lines(&house, SUPERVISOR, &narrowed(&format!("body={COMMITTEE}"))).await.len(), all.len());
        house.get(SUPERVISOR, "/desk/rating-requests.csv?occasion=never").await.is(422);
        let csv = house.get(SUPERVISOR, "/desk/rating-requests.csv").await.is(200).text;
        assert!(csv.contains("李伟"), "by the same right as in a file of matters: {csv}");
        assert_eq!(ordered(&house, SUPERVISOR, "/rating-requests?order=since-last").await, turned(&all)[..25]);
        // Those of the own body, with the names that its mediators see.
        let csv = house.get(As::Staff("mediator"), "/desk/rating-requests.csv").await.is(200).text;
        assert!(csv.lines().count() == all.len() + 1 && csv.contains("李伟"), "{csv}");
        let csv = house.get(As::Staff("other_mediator"), "/desk/rating-requests.csv").await.is(200).text;
        assert_eq!(csv.lines().count(), 1, "{csv}");
        refused(&house, "/desk/rating-requests", &["clerk", "officer"]).await;
    });
}

#[test]
fn call_backs_are_sorted_by_calls_in_vain_and_taken_away_as_they_are_shown() {
    House::each(|house| async move {
        for body in [COMMITTEE, TOWN_CENTRE] {
            let filed = given(&house, body, None).await;
            let path = format!("/matters/{}/withdrawal", filed.code);
            house.json(As::Party(&filed.key), &path, &json!({})).await.is(201);
        }
        house.later(7);
        let drawn = listed(&house, SUPERVISOR, "/desk/call-backs").await;
        assert!(drawn.len() > 1, "{drawn:?}");
        let path = format!("/desk/call-backs/970101-2026-03-02/{}/tries", drawn[0]);
        house.post(SUPERVISOR, &path, &[("party", "1"), ("outcome", "later")]).await.is(303);
        let by_tries = listed(&house, SUPERVISOR, "/desk/call-backs?order=tries").await;
        assert_eq!(by_tries.last(), drawn.first(), "{by_tries:?}");
        assert_eq!(listed(&house, SUPERVISOR, "/desk/call-backs?order=tries-last").await, turned(&by_tries));
        assert_eq!(listed(&house, SUPERVISOR, "/desk/call-backs?order=body-last").await, turned(&drawn));
        refused(&house, "/desk/call-backs", &["coordinator", "clerk", "mediator"]).await;
    });
}

#[test]
fn old_matters_are_sorted_by_age_and_body_and_taken_away_by_stage() {
    House::each(|house| async move {
        let mut all = Vec::new();
        for body in [LABOUR, COMMITTEE, COUNTY_CENTRE] {
            all.push(given(&house, body, Some("mediator").filter(|_| body == COMMITTEE)).await.code);
            house.later(2);
        }
        house.later(61);
        assert_eq!(listed(&house, SUPERVISOR, "/desk/backlog").await, all);
        assert_eq!(listed(&house, SUPERVISOR, "/desk/backlog?order=opened-last").await, turned(&all));
        let bodies = listed(&house, SUPERVISOR, "/desk/backlog?order=body").await;
        assert_eq!(listed(&house, SUPERVISOR, "/desk/backlog?order=body-last").await, turned(&bodies));
        let step = [("stage", "consult"), ("step_text", "Asked the elders.")];
        let path = format!("/desk/matters/{}/backlog", all[0]);
        house.post(As::Staff("coordinator"), &path, &step).await.is(303);
        assert_eq!(listed(&house, SUPERVISOR, "/desk/backlog?stage=consult").await, all[..1]);
        assert_eq!(listed(&house, SUPERVISOR, "/desk/backlog?stage=none&order=opened-last").await, turned(&all[1..]));
        assert_eq!(listed(&house, As::Staff("coordinator"), "/desk/backlog?stage=consult").await, all[..1]);
        assert_eq!(ordered(&house, SUPERVISOR, "/backlog?order=opened-last").await, turned(&all));
        refused(&house, "/desk/backlog", &["clerk", "mediator", "officer"]).await;
    });
}

/// Decided by the town's superior: which body has it from now on, as a precedent.
async fn decided(house: &House, body: i64, point: &str) {
    let path = format!("/matters/{}", given(house, LABOUR, None).await.code);
    let claim = json!({ "responsible": COMMITTEE, "reason": "By the list." });
    house.json(As::Staff("officer"), &format!("{path}/disputes"), &claim).await.is(201);
    let decision = json!({ "responsible": body, "point": point, "reason": "Li Wei wrote to both." });
    house.json(SUPERVISOR, &format!("{path}/disputes/1/decision"), &decision).await.is(201);
}

/// The rules of a file of precedents.
async fn points(house: &House, who: As<'_>, query: &str) -> Vec<String> {
    let csv = house.get(who, &format!("/desk/precedents.csv?{query}")).await.is(200).text;
    csv.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

#[test]
fn precedents_are_sorted_by_their_headings_and_taken_away_by_whoever_may_read_them() {
    House::each(|house| async move {
        for (body, point) in [(LABOUR, "First rule"), (COMMITTEE, "Second rule"), (LABOUR, "Third rule")] {
            decided(&house, body, point).await;
            house.later(1);
        }
        let officer = || As::Staff("officer");
        assert_eq!(
            points(&house, officer(), "").await,
            ["Third rule", "Second rule", "First rule"],
            "the latest first"
        );
        assert_eq!(points(&house, officer(), "order=on").await, ["First rule", "Second rule", "Third rule"]);
        assert_eq!(points(&house, officer(), "order=body").await, ["Second rule", "First rule", "Third rule"]);
        assert_eq!(points(&house, officer(), "order=body-last&q=third").await, ["Third rule"]);
        for word in ["field", "region-last", "1;--"] {
            assert_eq!(points(&house, officer(), &format!("order={word}")).await.len(), 3, "{word}");
        }
        let page = house.get(officer(), "/desk/precedents?order=body&lang=en").await.is(200).text;
        let page = page.replace("&#x2f;", "/").replace("&amp;", "&");
        assert!(page.find("Second rule") < page.find("First rule") && page.contains("order=body-last"), "{page}");
        assert!(page.contains("/desk/precedents.xlsx?order=body"), "{page}");
        let csv = house.get(officer(), "/desk/precedents.csv?lang=en").await.is(200).text;
        assert!(csv.contains("Rule,Responsible,") && !csv.contains("Li Wei") && !csv.contains("李伟"), "{csv}");
        let api = house.get(officer(), "/api/v1/precedents?order=on").await.is(200).json();
        assert_eq!(api["items"][0]["point"], "First rule");
        house.get(officer(), "/api/v1/precedents?order=point").await.is(422);
        refused(&house, "/desk/precedents", &["clerk", "operator"]).await;
    });
}

#[test]
fn notices_go_either_way_can_be_only_those_not_read_and_are_taken_away_by_their_reader() {
    House::each(|house| async move {
        let who = || As::Staff("committee_coordinator");
        let danger = json!({ "narrative": "他拿刀说要杀了我" });
        let mut codes = Vec::new();
        for _ in 0..3 {
            codes.push(house.file_with(danger.clone()).await.code);
            house.minutes_later(1);
        }
        let grouped = |code: &String| format!("{}-{}-{}", &code[..3], &code[3..6], &code[6..]);
        let (first, last) = (grouped(&codes[0]), grouped(&codes[2]));
        for path in ["/desk/notices?lang=en", "/desk/notices.csv?lang=en"] {
            let newest = house.get(who(), path).await.is(200).text;
            assert!(newest.find(&last) < newest.find(&first) && newest.contains(&first), "{newest}");
            let oldest = house.get(who(), &format!("{path}&order=at")).await.is(200).text;
            assert!(oldest.find(&first) < oldest.find(&last) && oldest.contains(&last), "{oldest}");
        }
        let oldest = house.get(who(), "/desk/notices?order=at").await.is(200).text;
        let id = oldest.split("name=\"notice\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let back = "/desk/notices?unread=1&order=at";
        let read = [("notice", id), ("to", back)];
        assert_eq!(house.post(who(), "/desk/notices/reading", &read).await.is(303).location(), back);
        for path in [back, "/desk/notices.csv?unread=1"] {
            let unread = house.get(who(), path).await.is(200).text;
            assert!(!unread.contains(&first) && unread.contains(&last), "{unread}");
        }
        house.get(who(), "/desk/notices?after=1_2&order=x").await.is(200);
        let others = house.get(As::Staff("officer"), "/desk/notices.csv").await.is(200).text;
        assert_eq!(others.lines().count(), 1, "{others}");
        house.get(As::Nobody, "/desk/notices.xlsx").await.is(303);
    });
}
