//! Figures: they are what the matters say, whatever was done to them, and are seen by those who may.

use concord_app::housekeeping::{begin, runner};
use concord_domain::matter::Status;
use concord_store::Row;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::house::{As, COMMITTEE, Filed, House, OTHER_VILLAGE, VILLAGE};

/// One thing that somebody may do; what the rules refuse changes nothing.
#[derive(Clone, Debug)]
enum Step {
    File { category: &'static str, region: &'static str },
    Do { at: usize, what: &'static str },
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let deeds = [
        "acceptance",
        "return",
        "referral",
        "assignments",
        "sessions",
        "sessions/1/record",
        "conclusion",
        "rating",
        "withdrawal",
        "reopening",
    ];
    prop_oneof![
        2 => (prop::sample::select(vec!["neighbour.noise", "labour.wage", "consumer"]), prop::sample::select(vec![VILLAGE, OTHER_VILLAGE, "970101001001001"]))
            .prop_map(|(category, region)| Step::File { category, region }),
        8 => (any::<prop::sample::Index>(), prop::sample::select(deeds.to_vec()))
            .prop_map(|(at, what)| Step::Do { at: at.index(1000), what }),
        1 => (1..20i64).prop_map(Step::Wait),
    ]
}

async fn take(house: &House, filed: &mut Vec<Filed>, step: &Step) {
    match step {
        Step::File { category, region } => {
            filed.push(house.file_with(json!({ "category": category, "region": region })).await);
        }
        Step::Wait(days) => house.later(*days),
        Step::Do { at, what } => {
            let Some(len) = Some(filed.len()).filter(|len| *len > 0) else { return };
            let one = filed[at % len].clone();
            let key = one.key.clone();
            let (who, body) = deed(house, what, &key);
            house.json(who, &format!("/matters/{}/{what}", one.code), &body).await;
        }
    }
}

fn deed<'a>(house: &House, what: &str, key: &'a str) -> (As<'a>, Value) {
    let (coordinator, mediator) = (As::Staff("coordinator"), As::Staff("mediator"));
    match what {
        "acceptance" => (coordinator, json!({ "body": COMMITTEE })),
        "return" => (coordinator, json!({ "reason": "solved", "text": "Nothing to settle." })),
        "referral" => (coordinator, json!({ "to": "court", "text": "The court has it." })),
        "assignments" => {
            (coordinator, json!({ "body": COMMITTEE, "duty": "lead", "mediator": house.account("mediator") }))
        }
        "sessions" => (mediator, json!({ "at": "2027-03-05T14:00:00+08:00", "mode": "on_site", "place": "Room 2" })),
        "sessions/1/record" => (mediator, json!({ "outcome": "failed", "record": "They did not agree." })),
        "conclusion" => (mediator, json!({ "outcome": "not_settled", "advice": "You can go to court." })),
        "withdrawal" => (As::Party(key), json!({ "reason": "No longer needed." })),
        "rating" => (As::Party(key), json!({ "stars": 4 })),
        _ => (As::Party(key), json!({ "reason": "It is back." })),
    }
}

/// Lets every recurring job run once.
async fn run_jobs(house: &House) {
    begin(&house.desk).await.unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(runner(&house.desk).run(stopped));
    let due =
        async || house.store.read(concord_store::jobs::next_at).await.unwrap().is_none_or(|at| at <= house.desk.now());
    let busy = async || house.store.read(concord_store::jobs::counts).await.unwrap().running > 0;
    while due().await || busy().await {
        tokio::task::yield_now().await;
    }
    stop.send_replace(true);
    running.await.unwrap();
}

/// Every whole number of a page that leads to a list: the number and the list's query.
fn numbers(page: &str) -> Vec<(i64, String)> {
    let links = page.split("<a ").skip(1).filter_map(|link| {
        let query = link.split("href=\"").nth(1)?.split('"').next()?.replace("&#x2f;", "/").replace("&amp;", "&");
        let query = query.strip_prefix("/desk/matters?")?.to_owned();
        let text = link.split_once('>')?.1.split("</a>").next()?;
        // Of a tile, the figure alone.
        let text = text.split("class=\"stat-value\">").last()?.split('<').next()?;
        Some((text.trim().parse().ok()?, query))
    });
    links.collect()
}

async fn listed(house: &House, query: &str) -> i64 {
    let (mut count, mut cursor) = (0, String::new());
    loop {
        let page = house.get(As::Staff("supervisor"), &format!("/api/v1/matters?{query}&limit=100{cursor}")).await;
        let page = page.is(200).json();
        count += page["items"].as_array().unwrap().len() as i64;
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return count,
        }
    }
}

/// Matters of two kinds in two villages' county, at every stage, some of them late.
async fn live(house: &House) {
    let mut filed = Vec::new();
    for (category, wait) in
        [("neighbour.noise", 0), ("labour.wage", 8), ("neighbour.noise", 9), ("consumer", 0), ("labour.wage", 3)]
    {
        let one = house.file_with(json!({ "category": category })).await;
        house.later(wait);
        house.json(As::Staff("coordinator"), &format!("/matters/{}/acceptance", one.code), &json!({})).await.is(201);
        filed.push(one);
    }
    for one in &filed[..3] {
        let order = json!({ "body": COMMITTEE, "duty": "lead", "mediator": house.account("mediator") });
        house.json(As::Staff("coordinator"), &format!("/matters/{}/assignments", one.code), &order).await.is(201);
    }
    for (one, wait) in filed[..2].iter().zip([0, 40]) {
        house.later(wait);
        let end = json!({ "reason": "No longer needed." });
        house.json(As::Party(&one.key), &format!("/matters/{}/withdrawal", one.code), &end).await.is(201);
    }
    house
        .json(
            As::Party(&filed[0].key),
            &format!("/matters/{}/reopening", filed[0].code),
            &json!({ "reason": "It is back." }),
        )
        .await;
    house.file("There is noise at night.").await;
    house.file("They still owe us wages.").await;
    run_jobs(house).await;
}

#[test]
fn every_number_leads_to_as_many_matters() {
    House::each(|house| async move {
        live(&house).await;
        let mut told = 0;
        for rate in ["late", "settled", "new"] {
            let page = house.get(As::Staff("supervisor"), &format!("/desk/dashboard?rate={rate}")).await.is(200).text;
            for (n, query) in numbers(page.split("<main").nth(1).unwrap()) {
                assert_eq!(listed(&house, &query).await, n, "{query}");
                told += i64::from(n > 0);
            }
            for part in ["promise=taken&", "promise=ended-late", "promise=ended-in-time", "status=late&step="] {
                let text = page.replace("&amp;", "&");
                assert!(text.contains(part), "{part}: {text}");
            }
        }
        assert!(told > 60, "only {told} numbers above zero were looked at");
        let store = house.store.clone();
        let checked = tokio::task::spawn_blocking(move || concord_app::housekeeping::verify(&store, |_| {}));
        assert_eq!(checked.await.unwrap().unwrap().differences, 0);
    });
}

#[test]
fn the_promise_counts_what_was_accepted_and_concluded_in_these_seven_days() {
    House::each(|house| async move {
        let week = async |lang: &str| {
            house.get(As::Staff("supervisor"), &format!("/desk/dashboard?lang={lang}")).await.is(200).text
        };
        assert!(week("en").await.contains("Nothing was accepted or concluded this week"));
        let one = house.file("There is noise at night.").await;
        house.json(As::Staff("coordinator"), &format!("/matters/{}/acceptance", one.code), &json!({})).await.is(201);
        assert!(week("en").await.contains("The promised limits were kept this week: 1 of 1 in time, 100.0%."));
        let late = house.file("They still owe us wages.").await;
        house.later(12);
        house.json(As::Staff("coordinator"), &format!("/matters/{}/acceptance", late.code), &json!({})).await.is(201);
        let text = week("en").await;
        assert!(text.contains("The promised limits were not kept this week: only 0 of 1 in time, 0.0%."), "{text}");
        assert!(text.contains("100.0 points below the week before (100.0%)"), "{text}");
        assert!(week("zh-CN").await.contains("\u{6ca1}\u{6709}\u{5b88}\u{4f4f}"));
    });
}

/// Every count of one region, once by the counters and once by the matters.
async fn compare(house: &House, region: &str, column: &str, figures: &Value) {
    let (region, column) = (region.to_owned(), column.to_owned());
    let rows: Vec<Row> = house
        .store
        .read(move |c| {
            let sql = format!("SELECT status, concluded_on FROM matter WHERE {column} = $1");
            c.query(&sql, &[region.into()])
        })
        .await
        .unwrap();
    let count = |of: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| of(row)).count() as i64;
    assert_eq!(figures["total"]["opened"], count(&|_| true));
    assert_eq!(figures["open"], count(&|row| row.opt_text(1).is_none()));
    assert_eq!(figures["total"]["concluded"], count(&|row| row.opt_text(1).is_some()));
    for part in figures["parts"].as_array().unwrap() {
        let status = part["value"].as_str().unwrap();
        let open = Status::parse(status).unwrap().is_open();
        let counted = &part[if open { "open" } else { "concluded" }];
        assert_eq!(*counted, count(&|row| row.str(0) == status), "{status}");
    }
}

#[test]
fn counters_say_what_the_matters_say_after_anything_was_done() {
    let steps = prop::collection::vec(step(), 12..40);
    let mut runner = TestRunner::new(Config { cases: 3, failure_persistence: None, ..Config::default() });
    let agreed = runner.run(&steps, |steps| {
        House::each(|house| {
            let steps = steps.clone();
            async move {
                let mut filed = Vec::new();
                for step in &steps {
                    take(&house, &mut filed, step).await;
                }
                for (login, region, column) in [
                    ("supervisor", "970101", "county"),
                    ("supervisor", VILLAGE, "village"),
                    ("other_coordinator", "970102001", "town"),
                ] {
                    let path = format!("/api/v1/statistics?region={region}&by=status&from=2026-03-01");
                    let figures = house.get(As::Staff(login), &path).await.is(200).json();
                    compare(&house, region, column, &figures).await;
                }
            }
        });
        Ok(())
    });
    agreed.unwrap();
}

#[test]
fn a_report_shows_in_every_figure_at_once() {
    House::each(|house| async move {
        house.file("楼上装修到半夜").await;
        for (by, value, count) in [
            ("week", "2026-03-02", "opened"),
            ("category", "neighbour", "opened"),
            ("channel", "web", "opened"),
            ("status", "reported", "open"),
        ] {
            let path = format!("/api/v1/statistics?by={by}");
            let figures = house.get(As::Staff("representative"), &path).await.is(200).json();
            let part = figures["parts"].as_array().unwrap().iter().find(|p| p["value"] == value).unwrap().clone();
            assert_eq!((part[count].clone(), figures["total"]["opened"].clone()), (json!(1), json!(1)), "{by}");
        }
        let page = house.get(As::Staff("supervisor"), "/desk/dashboard?lang=en").await.is(200).text;
        assert!(page.replace("&#x2f;", "/").contains("/desk/matters?region=970101&amp;status=open"), "{page}");
    });
}

#[test]
fn figures_are_of_the_readers_own_regions_and_lists_behind_them_are_for_those_who_have_lists() {
    House::each(|house| async move {
        house.file("楼上装修到半夜").await;
        for lang in ["zh-CN", "en"] {
            for region in ["970101", "970101001", VILLAGE, "970101001001001"] {
                let path = format!("/desk/dashboard?lang={lang}&region={region}&weeks=52");
                house.get(As::Staff("supervisor"), &path).await.is(200);
            }
            let public =
                house.get(As::Staff("representative"), &format!("/desk/statistics?lang={lang}")).await.is(200).text;
            let main = public.split("<main").nth(1).unwrap();
            assert!(!main.contains("matters?"), "{main}");
        }
        house.get(As::Staff("representative"), "/desk/dashboard").await.is(403);
        house.get(As::Staff("supervisor"), "/desk/dashboard?region=9701").await.is(403);
        house.get(As::Staff("supervisor"), "/desk/dashboard?region=970102").await.is(403);
        house.get(As::Staff("supervisor"), "/desk/dashboard?region=x").await.is(404);
        house.get(As::Staff("supervisor"), "/desk/dashboard?from=2026-03-01&to=2026-01-01").await.is(422);
        house.get(As::Staff("mediator"), "/api/v1/statistics").await.is(403);
        house.get(As::Nobody, "/api/v1/statistics").await.is(401);
        house.get(As::Staff("supervisor"), "/api/v1/statistics?by=person").await.is(422);
    });
}
