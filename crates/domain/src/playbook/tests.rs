//! What holds for the playbooks that are shipped, and what is refused in a file.

use super::*;
use crate::calendar::Limit;
use crate::category::Categories;
use crate::matter::Urgency;

const CATEGORIES: &str = include_str!("../../../../playbooks/categories.toml");
const FILES: [(&str, &str); 7] = [
    ("neighbour-noise.toml", include_str!("../../../../playbooks/neighbour-noise.toml")),
    ("lift-retrofit.toml", include_str!("../../../../playbooks/lift-retrofit.toml")),
    ("wage-arrears.toml", include_str!("../../../../playbooks/wage-arrears.toml")),
    ("family.toml", include_str!("../../../../playbooks/family.toml")),
    ("property-management.toml", include_str!("../../../../playbooks/property-management.toml")),
    ("consumer-goods.toml", include_str!("../../../../playbooks/consumer-goods.toml")),
    ("general.toml", include_str!("../../../../playbooks/general.toml")),
];

/// A playbook as small as one can be; its lines are counted on below.
const SMALL: &str = r#"id = "small"
name = { zh = "小", en = "Small" }
category = "other"
general = true
summary = { zh = "甲", en = "A" }
cost = { zh = "甲", en = "A" }
duration = { zh = "甲", en = "A" }
rights = [{ zh = "甲", en = "A" }]
words = { zh = ["甲乙"], en = ["alpha"] }
start = { tier = "village", bodies = ["committee"] }
return_visit = { wait_days_min = 14, within_days = 60 }
archive = { after_days = 90 }

[[remedy]]
id = "court"
label = { zh = "法院", en = "Court" }
text = { zh = "甲", en = "A" }

[[ask]]
id = "kind"
kind = "choice"
label = { zh = "甲", en = "A" }
choices = [
  { id = "loud", label = { zh = "甲", en = "A" } },
  { id = "quiet", label = { zh = "乙", en = "B" } },
]

[[ask]]
id = "sum"
kind = "money"
label = { zh = "甲", en = "A" }
when = "kind == 'loud'"
max = 1000

[[suggest]]
when = "sum > 100 && parties > 1"
urgency = "soon"
because = { zh = "甲", en = "A" }

[[clock]]
id = "accept"
name = { zh = "甲", en = "A" }
from = "matter.reported"
until = "matter.accepted"
limit = { working_days = 3 }
source = "人民调解法"

[[rise]]
when = "tier_refusals >= 2"
to = "town"
because = { zh = "甲", en = "A" }
"#;

fn categories() -> Categories {
    Categories::parse("categories.toml", CATEGORIES).unwrap()
}

fn shipped() -> Playbooks {
    Playbooks::load(FILES, &categories()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn small() -> Playbook {
    Playbook::parse("small.toml", SMALL).unwrap()
}

fn answers(json: serde_json::Value) -> Answers {
    serde_json::from_value(json).unwrap()
}

fn code(text: &str) -> CategoryCode {
    text.try_into().unwrap()
}

#[track_caller]
fn refused(change: (&str, &str), line: usize, reason: &str) {
    assert!(SMALL.contains(change.0), "{change:?}");
    let error = Playbook::parse("small.toml", &SMALL.replacen(change.0, change.1, 1)).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("small.toml", line), "{error}");
    assert!(error.reason.contains(reason), "{error}");
}

#[test]
fn every_shipped_playbook_is_complete() {
    for playbook in &shipped() {
        let facts = Facts::default();
        let asks = playbook.asks.len();
        assert!((6..=12).contains(&asks), "{} asks {asks}", playbook.id);
        assert!(playbook.rights.len() >= 3 && playbook.remedies.len() >= 3, "{}", playbook.id);
        let accept = playbook.clocks_for("matter.reported.v1", &facts).find(|clock| clock.id == "accept").unwrap();
        assert_eq!(accept.limit, Limit::WorkingDays(3));
        let mediate = playbook.clocks.iter().find(|clock| clock.id == "mediate").unwrap();
        for end in ["matter.concluded", "matter.withdrawn", "matter.merged"] {
            assert!(mediate.stops_at(end), "{} goes on after {end}", playbook.id);
        }
        let month = if playbook.id == "wage-arrears" { Limit::Days(15) } else { Limit::Months(1) };
        assert_eq!(mediate.limit, month, "{}", playbook.id);
        assert!(playbook.words.zh.len() > 1 && playbook.words.en.len() > 1);
    }
}

#[test]
fn no_shipped_clock_starts_where_a_matter_ends() {
    for clock in shipped().iter().flat_map(|playbook| &playbook.clocks) {
        let ends = ["matter.concluded", "matter.withdrawn", "matter.merged", "matter.archived", "matter.rated"];
        assert!(!ends.contains(&clock.from.as_str()), "{}", clock.id);
        assert!(clock.stops_at("matter.withdrawn") && clock.stops_at("matter.returned"), "{}", clock.id);
    }
}

#[test]
fn a_kind_is_served_by_its_own_playbook_then_a_wider_one_then_the_general_one() {
    let all = shipped();
    assert_eq!(all.for_category(&code("neighbour.noise")).id, "neighbour-noise");
    assert_eq!(all.for_category(&code("family.inheritance")).id, "family");
    assert_eq!(all.for_category(&code("ecommerce")).id, "consumer-goods");
    assert_eq!(all.for_category(&code("neighbour.leak")).id, "general");
    assert_eq!(all.for_category(&code("gone")).id, "general");
    assert_eq!(all.general().id, "general");
    assert_eq!(all.get("wage-arrears").unwrap().category, code("labour.wage"));
}

#[test]
fn playbooks_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Playbooks>();
}

#[test]
fn questions_appear_as_the_answers_before_them_call_for_them() {
    let all = shipped();
    let wage = all.get("wage-arrears").unwrap();
    let ids = |answers: &Answers| wage.asks_for(answers).iter().map(|ask| ask.id.clone()).collect::<Vec<_>>();
    assert!(!ids(&Answers::default()).contains(&"contractor".to_owned()));
    assert!(ids(&answers(serde_json::json!({ "employer": "site" }))).contains(&"contractor".to_owned()));
}

#[test]
fn an_answer_to_a_question_that_no_longer_applies_counts_as_not_given() {
    let playbook = small();
    let stale = answers(serde_json::json!({ "kind": "quiet", "sum": 500 }));
    assert_eq!(playbook.check(&stale).unwrap(), answers(serde_json::json!({ "kind": "quiet" })));
    let facts = |answers| Facts { answers, parties: 2, ..Facts::default() };
    assert_eq!(playbook.suggest(&facts(stale)).urgency, Urgency::Normal);
    let current = answers(serde_json::json!({ "kind": "loud", "sum": 500 }));
    assert_eq!(playbook.suggest(&facts(current)).urgency, Urgency::Soon);
}

#[test]
fn answers_are_kept_in_one_form_however_they_were_written() {
    let all = shipped();
    let consumer = all.get("consumer-goods").unwrap();
    let written = answers(serde_json::json!({
        "where": " shop ", "seller": " 老王家电 ", "goods": "冰箱", "price": "￥１,２３４.5", "bought_on": "2026年3月1日",
        "fault": "quality", "injured": "no", "want": "refund", "wish": " ",
    }));
    let kept = consumer.check(&written).unwrap();
    assert_eq!(
        serde_json::to_value(&kept).unwrap(),
        serde_json::json!({
            "where": "shop", "seller": "老王家电", "goods": "冰箱", "price": "1234.50", "bought_on": "2026-03-01",
            "fault": "quality", "injured": false, "want": "refund",
        })
    );
    assert_eq!(consumer.check(&kept).unwrap(), kept);
}

#[test]
fn every_wrong_answer_is_named_with_what_is_wrong() {
    let all = shipped();
    let wage = all.get("wage-arrears").unwrap();
    let wrong = answers(serde_json::json!({
        "employer": "moon", "owed": 0, "months": 300, "left": "working", "people": "many", "hardship": 3, "colour": 1,
    }));
    let problems: Vec<_> = wage.check(&wrong).unwrap_err().into_iter().map(|p| (p.ask, p.problem)).collect();
    let expected = [
        ("employer", Problem::NotAChoice),
        ("owed", Problem::TooSmall { min: 1 }),
        ("months", Problem::TooLarge { max: 240 }),
        ("people", Problem::NotANumber),
        ("hardship", Problem::NotYesOrNo),
        ("wish", Problem::Missing),
        ("colour", Problem::Unknown),
    ];
    assert_eq!(problems, expected.map(|(ask, problem)| (ask.to_owned(), problem)));
}

#[test]
fn amounts_and_dates_that_cannot_be_are_refused() {
    let playbook = small();
    let sum = |sum: serde_json::Value| {
        let problems = playbook.check(&answers(serde_json::json!({ "kind": "loud", "sum": sum })));
        problems.map_err(|problems| problems[0].problem.clone())
    };
    for wrong in ["1.234", "-5", "x", "1.", "999999999999999"] {
        assert_eq!(sum(wrong.into()), Err(Problem::NotAnAmount), "{wrong}");
    }
    assert_eq!(sum("1000.01".into()), Err(Problem::TooLarge { max: 1000 }));
    assert_eq!(sum(12.5.into()).unwrap().get("sum"), Some(&Answer::Text("12.50".into())));
    assert_eq!(Answer::from("2026-02-29").to_date(), None);
    assert_eq!(Answer::from("26-2-1").to_date(), None);
    assert_eq!(Answer::from("2024.2.29").to_date(), Some(jiff::civil::date(2024, 2, 29)));
}

#[test]
fn violence_at_home_is_urgent_and_calls_in_the_police() {
    let all = shipped();
    let family = all.get("family").unwrap();
    let facts = Facts { answers: answers(serde_json::json!({ "violence": true })), ..Facts::default() };
    let found = family.suggest(&facts);
    assert_eq!(found.urgency, Urgency::Urgent);
    assert_eq!(found.call_in, [BodyKind::Police]);
    assert_eq!(found.body_kinds, [BodyKind::WomensFederation, BodyKind::Committee, BodyKind::Station]);
    assert_eq!(found.because.len(), 2);
}

#[test]
fn an_ordinary_matter_is_suggested_as_the_playbook_starts() {
    let all = shipped();
    let found = all.get("neighbour-noise").unwrap().suggest(&Facts { parties: 2, ..Facts::default() });
    let body_kinds = vec![BodyKind::Committee, BodyKind::Station];
    let (call_in, because) = (vec![], vec![]);
    assert_eq!(found, Suggestion { urgency: Urgency::Normal, tier: Tier::Village, body_kinds, call_in, because });
}

#[test]
fn words_of_danger_make_a_matter_urgent_and_say_why() {
    for playbook in &shipped() {
        for narrative in ["他说再吵就拿刀砍人", "He THREATENED me with a knife"] {
            let found = playbook.suggest(&Facts { narrative: narrative.into(), ..Facts::default() });
            assert_eq!((found.urgency, found.because.len()), (Urgency::Urgent, 1), "{}", playbook.id);
        }
        let calm = Facts { narrative: "deadbeaten paths, 商量一下".into(), ..Facts::default() };
        assert_eq!(playbook.suggest(&calm).urgency, Urgency::Normal);
    }
}

#[test]
fn a_matter_rises_only_to_a_tier_above_its_own() {
    let all = shipped();
    let noise = all.get("neighbour-noise").unwrap();
    let facts = |tier| Facts { tier, tier_refusals: 2, ..Facts::default() };
    let to = |facts: &Facts| noise.rises(facts).iter().map(|rise| rise.to).collect::<Vec<_>>();
    assert_eq!(to(&facts(Some(Tier::Village))), [Tier::Town]);
    assert_eq!(to(&facts(Some(Tier::Town))), []);
    assert_eq!(to(&Facts { repeats: 2, ..facts(Some(Tier::Town)) }), [Tier::County]);
}

#[test]
fn places_to_go_follow_the_answers() {
    let all = shipped();
    let consumer = all.get("consumer-goods").unwrap();
    let has = |json| consumer.remedies_for(&answers(json)).iter().any(|remedy| remedy.id == "platform");
    assert!(has(serde_json::json!({})));
    assert!(has(serde_json::json!({ "where": "live" })));
    assert!(!has(serde_json::json!({ "where": "shop" })));
}

#[test]
fn narratives_are_recognised_by_their_words() {
    let all = shipped();
    for (narrative, expected) in [
        ("楼上邻居半夜拖椅子，吵得睡不着", "neighbour.noise"),
        ("老板拖欠工资三个月，工地上二十个农民工都没拿到钱", "labour.wage"),
        ("我们小区物业费涨了，物业公司也不公开账目", "property"),
        ("老楼想加装电梯，一楼不同意", "housing.lift"),
        ("骑电动车被汽车追尾，交警出了事故认定书", "traffic"),
        ("手术以后伤口一直不好，医院说不是误诊", "medical"),
        ("朋友借钱不还钱，有借条", "contract.loan"),
        ("父亲去世，兄妹为继承吵起来", "family.inheritance"),
        ("The seller will not give a refund for a faulty phone I bought", "consumer.goods"),
        ("My landlord keeps the deposit after the lease ended", "housing.rent"),
    ] {
        let guesses = all.classify(narrative);
        assert_eq!(guesses[0].category, code(expected), "{narrative}: {guesses:#?}");
        assert!(!guesses[0].words.is_empty());
    }
    assert_eq!(all.classify("。。。"), []);
}

#[test]
fn few_words_as_people_search_with_them_find_their_kind() {
    let all = shipped();
    for (search, expected) in [
        ("楼上太吵", "neighbour.noise"),
        ("老板不给工资", "labour.wage"),
        ("干完活不给钱", "labour.wage"),
        ("楼上漏水", "neighbour.leak"),
        ("被狗咬了", "neighbour.animals"),
        ("物业乱收费", "property"),
        ("没电梯想装电梯", "housing.lift"),
        ("不让看孩子", "family.children"),
        ("想离婚", "family.divorce"),
        ("争家产", "family.inheritance"),
        ("房东不退押金", "housing.rent"),
        ("朋友欠我的钱不还", "contract.loan"),
        ("健身房跑路", "consumer.prepaid"),
        ("买的东西坏了不给退", "consumer.goods"),
        ("车被刮了", "damages.goods"),
        ("被辞退没给补偿", "labour.other.dismissal"),
        ("占了我家的地", "forest_land.boundary"),
        ("补偿太低", "expropriation"),
        ("催债电话", "online_finance"),
        ("my boss won't pay me", "labour.wage"),
        ("noisy neighbours at night", "neighbour.noise"),
        ("water leak from above", "neighbour.leak"),
        ("landlord keeps my deposit", "housing.rent"),
        ("friend owes me money", "contract.loan"),
        ("gym closed down", "consumer.prepaid"),
        ("want a divorce", "family.divorce"),
        ("sacked without notice", "labour.other.dismissal"),
    ] {
        let guesses = all.classify(search);
        assert_eq!(guesses[0].category, code(expected), "{search}: {guesses:#?}");
    }
}

#[test]
fn of_words_that_overlap_the_longest_counts() {
    let all = shipped();
    let guesses = all.classify("物业费");
    assert!(guesses.iter().all(|guess| guess.words == ["物业费"]), "{guesses:#?}");
    let within = all.classify("Swillingly, the restaurants");
    assert!(within.iter().all(|guess| guess.words == ["restaurant"]), "{within:#?}");
}

#[test]
fn a_repeated_word_counts_once() {
    let all = shipped();
    assert_eq!(all.classify("漏水")[0].score, all.classify("漏水漏水，漏水！")[0].score);
}

#[test]
fn a_file_of_another_form_is_refused_with_its_line() {
    refused(("cost =", "price ="), 6, "price");
    refused(("max = 1000", "colour = 1"), 33, "colour");
    refused(("working_days = 3", "fortnights = 3"), 45, "fortnights");
    refused(("tier = \"village\"", "tier = \"hamlet\""), 10, "hamlet");
    refused(("kind = \"money\"", "kind = \"gold\""), 30, "gold");
    refused(("urgency = \"soon\"", "urgency = \"later\""), 37, "later");
}

#[test]
fn a_text_that_lacks_a_language_is_refused() {
    refused(("zh = \"小\"", "zh = \"\""), 2, "both");
    refused(("{ zh = \"法院\", en = \"Court\" }", "{ zh = \"法院\", en = \" \" }"), 16, "both");
    refused(("en = \"Small\"", "fr = \"Petit\""), 2, "fr");
}

#[test]
fn a_time_limit_of_some_matters_says_in_words_of_which() {
    let (rule, words) = ("when = \"parties > 10\"\n", "only = { zh = \"甲\", en = \"A\" }\n");
    let at = "limit = { working_days = 3 }\n";
    refused((at, &format!("{rule}{at}")), 45, "in words");
    refused((at, &format!("{words}{at}")), 45, "`when`");
    let both = Playbook::parse("small.toml", &SMALL.replacen(at, &format!("{rule}{words}{at}"), 1)).unwrap();
    assert_eq!(both.clocks[0].only.as_ref().map(|only| only.in_lang("en")), Some("A"));
}

#[test]
fn a_playbook_that_hides_rights_or_other_ways_is_refused() {
    refused(("rights = [{ zh = \"甲\", en = \"A\" }]", "rights = []"), 8, "rely on");
    let without = SMALL.replace(
        "[[remedy]]\nid = \"court\"\nlabel = { zh = \"法院\", en = \"Court\" }\ntext = { zh = \"甲\", en = \"A\" }\n",
        "",
    );
    assert!(Playbook::parse("small.toml", &without).unwrap_err().reason.contains("where else"));
}

#[test]
fn wrong_ids_and_codes_are_refused() {
    refused(("id = \"small\"", "id = \"Small\""), 1, "no id");
    refused(("category = \"other\"", "category = \"Other\""), 3, "category code");
    refused(("id = \"sum\"", "id = \"kind\""), 29, "twice");
    refused(("id = \"sum\"", "id = \"amount\""), 29, "something else");
    refused(("id = \"sum\"", "id = \"in\""), 29, "something else");
    refused(("id = \"quiet\"", "id = \"loud\""), 25, "twice");
}

#[test]
fn questions_that_cannot_be_asked_are_refused() {
    refused(("  { id = \"quiet\", label = { zh = \"乙\", en = \"B\" } },\n", ""), 20, "two or more");
    refused(("kind = \"choice\"", "kind = \"text\""), 20, "two or more");
    refused(("max = 1000", "max = 1000\nmin = 2000"), 29, "greater");
}

#[test]
fn rules_that_speak_of_what_is_not_there_are_refused() {
    refused(("sum > 100", "summ > 100"), 36, "`summ`");
    refused(("kind == 'loud'", "sum > 1"), 32, "`sum`");
    refused(("kind == 'loud'", "parties > 1"), 32, "`parties`");
    refused(("kind == 'loud'", "kind == 'lout'"), 32, "can never be");
    refused(("kind == 'loud'", "kind in ['loud', 'lout']"), 32, "can never be");
    refused(("kind == 'loud'", "'king' in answered"), 32, "not asked");
    refused(("parties > 1", "matches(narrative, '.*')"), 36, "matches");
    refused(("parties > 1", "answered.exists(a, a == 'sum')"), 36, "not known");
}

#[test]
fn rules_that_cannot_be_worked_out_are_refused() {
    refused(("sum > 100", "sum >"), 36, "no rule");
    refused(("sum > 100 && parties > 1", "sum + parties"), 36, "neither true nor false");
    refused(("sum > 100", "sum > '100'"), 36, "can never be");
    refused(("sum > 100 && parties > 1", "narrative > 1"), 36, "worked out");
    refused(("tier_refusals >= 2", "tier >= 2"), 49, "worked out");
}

#[test]
fn clocks_that_never_start_stop_or_last_are_refused() {
    refused(("\"matter.reported\"", "\"matter.reportd\""), 43, "no event `matter.reportd`");
    refused(("\"matter.accepted\"", "[\"matter.accepted\", \"matter.lost\"]"), 44, "no event `matter.lost`");
    refused(("until = \"matter.accepted\"", "until = []"), 44, "must stop");
    refused(("working_days = 3", "working_days = 0"), 45, "longer than nothing");
}

#[test]
fn a_return_visit_that_must_end_before_it_may_begin_is_refused() {
    refused(("within_days = 60", "within_days = 7"), 11, "before its first");
}

#[test]
fn a_source_in_one_language_stands_for_both() {
    assert_eq!(small().clocks[0].source, Label::new("人民调解法", "人民调解法"));
}

#[test]
fn playbooks_that_contradict_each_other_are_refused_with_file_and_line() {
    let other = SMALL.replace("general = true", "general = false");
    let errors = Playbooks::load([("a.toml", SMALL), ("b.toml", &other)], &categories()).unwrap_err();
    let found: Vec<_> = errors.iter().map(|error| (error.file.as_str(), error.line)).collect();
    assert_eq!(found, [("b.toml", 1), ("b.toml", 3)], "{errors:?}");
    let unknown = SMALL.replace("category = \"other\"", "category = \"family\"\nalso = [\"moon\"]");
    let errors = Playbooks::load([("a.toml", unknown)], &categories()).unwrap_err();
    assert_eq!((errors.len(), errors[0].line), (1, 4), "{errors:?}");
    assert!(errors[0].reason.contains("moon"));
}

#[test]
fn there_is_exactly_one_general_playbook() {
    let none = SMALL.replace("general = true", "general = false");
    let errors = Playbooks::load([("a.toml", none)], &categories()).unwrap_err();
    assert!(errors[0].reason.contains("exactly one"));
    let second = SMALL.replace("\"small\"", "\"second\"").replace("\"other\"", "\"family\"");
    let errors = Playbooks::load([("a.toml", SMALL), ("b.toml", &second)], &categories()).unwrap_err();
    assert!(errors[0].reason.contains("exactly one"));
}

#[test]
fn every_wrong_file_is_named_at_once() {
    let errors = Playbooks::load([("a.toml", "x"), ("b.toml", "y = 1")], &categories()).unwrap_err();
    let files: Vec<_> = errors.iter().map(|error| error.file.as_str()).collect();
    assert_eq!(files, ["a.toml", "b.toml"]);
}
