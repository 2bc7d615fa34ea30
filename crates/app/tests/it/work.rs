//! The working lists: what is mine, late, unassigned, waiting for others; their counts and their order.

use serde_json::{Value, json};

use crate::casework::given;
use crate::house::{As, COMMITTEE, House, LABOUR, TOWN_CENTRE};

const LISTS: [&str; 4] = ["mine", "late", "unassigned", "waiting"];
const WORKERS: [&str; 7] =
    ["mediator", "town_mediator", "officer", "coordinator", "committee_coordinator", "clerk", "supervisor"];

async fn counts(house: &House, login: &str) -> Value {
    house.get(As::Staff(login), "/desk/counts").await.is(200).json()
}

async fn listed(house: &House, login: &str, query: &str) -> Vec<String> {
    let answer = house.get(As::Staff(login), &format!("/api/v1/matters?limit=100&{query}")).await.is(200).json();
    answer["items"].as_array().unwrap().iter().map(|m| m["code"].as_str().unwrap().to_owned()).collect()
}

/// A matter in each place: reported, accepted without a body, with a committee, with a mediator, with an agreement to be signed.
async fn city(house: &House) -> [String; 4] {
    let reported = house.file("\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}").await.code;
    let unmediated = given(house, COMMITTEE, None).await.code;
    let mediated = given(house, COMMITTEE, Some("mediator")).await.code;
    let labour = given(house, LABOUR, None).await.code;
    [reported, unmediated, mediated, labour]
}

#[test]
fn each_count_is_the_length_of_its_list_for_everybody_at_every_moment() {
    House::each(|house| async move {
        city(&house).await;
        for days in [0, 40] {
            house.later(days);
            for login in WORKERS {
                let counts = counts(&house, login).await;
                for list in LISTS {
                    let Some(count) = counts[list].as_i64() else { continue };
                    let all = listed(&house, login, &format!("work={list}")).await;
                    assert_eq!(i64::try_from(all.len()).unwrap(), count, "{login} {list} after {days} days");
                }
            }
        }
    });
}

#[test]
fn each_matter_stands_in_the_lists_of_whoever_has_to_act_or_waits() {
    House::each(|house| async move {
        let [reported, unmediated, mediated, labour] = city(&house).await;
        let mine = listed(&house, "mediator", "work=mine").await;
        assert_eq!(mine, std::slice::from_ref(&mediated));
        assert_eq!(listed(&house, "mediator", "work=unassigned").await, std::slice::from_ref(&unmediated));
        assert_eq!(listed(&house, "officer", "work=mine").await, std::slice::from_ref(&labour));
        let committee = listed(&house, "committee_coordinator", "work=mine").await;
        assert!(committee.contains(&reported) && committee.contains(&unmediated) && !committee.contains(&mediated));
        let waiting = listed(&house, "coordinator", "work=waiting").await;
        assert!(waiting.contains(&mediated) && waiting.contains(&unmediated) && !waiting.contains(&reported));
        for login in ["mediator", "coordinator", "supervisor"] {
            assert!(listed(&house, login, "work=late").await.is_empty(), "{login}");
        }
        house.later(40);
        assert_eq!(listed(&house, "mediator", "work=late").await, std::slice::from_ref(&mediated));
        assert!(listed(&house, "supervisor", "work=late").await.len() >= 3);
    });
}

#[test]
fn a_list_is_no_wider_for_being_asked_for() {
    House::each(|house| async move {
        city(&house).await;
        house.get(As::Staff("supervisor"), "/desk/matters?work=mine").await.is(403);
        house.get(As::Staff("operator"), "/desk/matters?work=late").await.is(403);
        house.get(As::Nobody, "/desk/counts").await.is(303);
        for list in LISTS {
            assert!(listed(&house, "other_coordinator", &format!("work={list}")).await.is_empty(), "{list}");
        }
        let counts = counts(&house, "other_mediator").await;
        assert_eq!(counts, json!({ "mine": 0, "late": 0, "unassigned": 0, "waiting": 0, "notices": 0 }));
    });
}

#[test]
fn a_part_of_a_page_is_its_list_alone_with_the_rows_named_by_their_codes() {
    House::each(|house| async move {
        let [.., mediated, _] = city(&house).await;
        for page in ["/desk/matters?work=mine", "/desk/mine", "/desk/mine?view=all"] {
            let mark = if page.contains('?') { '&' } else { '?' };
            let part = house.get(As::Staff("mediator"), &format!("{page}{mark}part=rows")).await.is(200).text;
            assert!(part.contains(&format!("id=\"row-{mediated}\"")) && part.contains("id=\"list\""), "{page}");
            assert!(!part.contains("<html") && !part.contains("part=rows"), "{page}");
        }
        let part = house.get(As::Staff("coordinator"), "/desk/queue?scope=region&part=rows").await.is(200).text;
        assert!(part.contains("id=\"row-") && !part.contains("<html"));
        let page = house.get(As::Staff("mediator"), "/desk/mine").await.is(200).text;
        assert!(page.contains("data-count=\"mine\">1<"), "the menu counts");
    });
}

#[test]
fn what_is_worked_from_goes_by_deadline_and_either_way() {
    House::each(|house| async move {
        let mut all = Vec::new();
        for _ in 0..3 {
            all.push(given(&house, TOWN_CENTRE, Some("town_mediator")).await.code);
            house.later(2);
        }
        assert_eq!(listed(&house, "town_mediator", "work=mine").await, all);
        all.reverse();
        for order in ["newest", "due-last"] {
            assert_eq!(listed(&house, "town_mediator", &format!("work=mine&order={order}")).await, all, "{order}");
            assert_eq!(listed(&house, "supervisor", &format!("status=open&order={order}")).await, all, "{order}");
        }
        all.reverse();
        for order in ["oldest", "due"] {
            assert_eq!(listed(&house, "supervisor", &format!("status=open&order={order}")).await, all, "{order}");
        }
    });
}
