use std::path::Path;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

use super::*;
use crate::import::{
    Message,
    mapping::{Draft, KnownCategory, Mapped, Mapping},
    places::Places,
};

fn known() -> Known {
    let category = |code: &str, zh: &str| KnownCategory { code: code.into(), names: vec![zh.into()] };
    let place = |code: &str, name: &str| (code.to_owned(), vec![name.to_owned()]);
    Known {
        channels: ["phone", "window", "grid", "import"].map(Into::into).to_vec(),
        categories: vec![
            category("neighbour.noise", "邻里噪声"),
            category("labour.wage", "工资"),
            category("property", "物业"),
        ],
        places: Places::new([place("9701", "云汐市"), place("970101", "河东区"), place("970101001", "青石街道")]),
    }
}

fn table(columns: &[&str], cells: &[&[&str]]) -> (Vec<Arc<str>>, Vec<Row>) {
    let columns: Vec<Arc<str>> = columns.iter().map(|c| (*c).into()).collect();
    let row = |(i, cells): (usize, &&[&str])| Row {
        line: i as u64 + 2,
        fields: columns.iter().cloned().zip(cells.iter().map(|c| (*c).to_owned())).collect(),
        damage: None,
    };
    let rows = cells.iter().enumerate().map(row).collect();
    (columns, rows)
}

fn hotline() -> (Vec<Arc<str>>, Vec<Row>) {
    table(
        &[
            "工单编号",
            "来电人",
            "联系电话",
            "身份证号码",
            "性别",
            "诉求来源",
            "诉求分类",
            "标题",
            "诉求内容",
            "发生地址",
            "受理时间",
            "涉案金额（万元）",
            "工单状态",
            "重点人员",
            "处理部门",
        ],
        &[
            &[
                "T001",
                "李伟",
                "13800000001",
                "11010519491231002X",
                "男",
                "12345热线",
                "噪音扰民",
                "噪音",
                "楼上半夜搬家具，无法休息",
                "云汐市河东区青石街道3号",
                "2031-03-01 08:10",
                "/",
                "办结",
                "否",
                "城管",
            ],
            &[
                "T002",
                "王芳",
                "13800000002",
                "11010519491231002X",
                "女",
                "微信",
                "拖欠工资",
                "欠薪",
                "工地拖欠三个月工资一直没有发",
                "河东区建设路",
                "2031-03-02 09:10",
                "3.5",
                "作废",
                "否",
                "人社",
            ],
            &[
                "T003",
                "无",
                "0571-88880000",
                "11010519491231002X",
                "女",
                "网格员",
                "天气",
                "天气",
                "下雨路面积水没有人来处理过",
                "月球",
                "2031-03-03 10:10",
                "0.2",
                "办结",
                "是",
                "住建",
            ],
        ],
    )
}

fn say(lang: &str) -> impl Fn(&Message) -> String {
    let text = if lang == "en" { include_str!("../en.ftl") } else { include_str!("../zh-CN.ftl") };
    let mut bundle = FluentBundle::new(vec![lang.parse().unwrap()]);
    bundle.set_use_isolating(false);
    bundle.add_resource(FluentResource::try_new(text.to_owned()).unwrap()).unwrap();
    move |message| {
        let pattern = bundle.get_message(&message.key).and_then(|m| m.value());
        let pattern = pattern.unwrap_or_else(|| panic!("no message {}", message.key));
        let mut args = FluentArgs::new();
        for (name, fact) in &message.facts {
            args.set(*name, fact.clone());
        }
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        assert!(errors.is_empty(), "{}: {errors:?}", message.key);
        said
    }
}

fn drafts(guess: &Guess, columns: &[Arc<str>], rows: &[Row], lang: &str) -> Vec<Draft> {
    let text = guess.mapping_text("测试", &known(), &say(lang));
    let mapping = Mapping::parse(Path::new("m.toml"), &text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    mapping.check(columns, &known()).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    let mapped = rows.iter().filter_map(|row| match mapping.map(row, &known()) {
        Ok(Mapped::Report(draft)) => Some(*draft),
        Ok(Mapped::Skipped) => None,
        Err(reject) => {
            assert!(matches!(reject, crate::import::mapping::Reject::UnknownPlace { .. }), "{reject:?}");
            None
        }
    });
    mapped.collect()
}

fn from(guess: &Guess, field: &str) -> Vec<String> {
    guess.field(field).map(|f| f.columns.clone()).unwrap_or_default()
}

#[test]
fn a_hotlines_export_is_guessed_whole_and_its_mapping_file_reads_back() {
    let (columns, rows) = hotline();
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(from(&guess, "external_id"), ["工单编号"]);
    assert_eq!(from(&guess, "narrative"), ["标题", "诉求内容"]);
    assert_eq!(from(&guess, "applicant.name"), ["来电人"]);
    assert_eq!(from(&guess, "applicant.phone"), ["联系电话"]);
    assert_eq!(from(&guess, "region"), ["发生地址"]);
    assert_eq!(from(&guess, "received_on"), ["受理时间"]);
    for lang in ["zh-CN", "en"] {
        let drafts = drafts(&guess, &columns, &rows, lang);
        assert_eq!(drafts.len(), 1, "the second is void and the third on the moon");
        let first = &drafts[0];
        assert_eq!(first.channel.as_deref(), Some("phone"));
        assert_eq!(first.category.as_deref(), Some("neighbour.noise"));
        assert_eq!(first.region.as_deref(), Some("970101001"));
        assert_eq!(first.narrative, "噪音\n楼上半夜搬家具，无法休息");
        assert_eq!(first.amount_fen, None);
    }
}

#[test]
fn what_a_matter_does_not_need_is_not_taken_over_and_the_file_says_why() {
    let (columns, rows) = hotline();
    let guess = Guess::make(&columns, &rows, &known());
    let why: HashMap<_, _> = guess.unused.iter().map(|u| (u.column.as_str(), u.why.as_str())).collect();
    assert_eq!(why["身份证号码"], "import-never-identity");
    assert_eq!(why["性别"], "import-never-trait");
    assert_eq!(why["重点人员"], "import-never-label");
    assert_eq!(why["处理部门"], "import-unused-unknown");
    let text = guess.mapping_text("t", &known(), &say("zh-CN"));
    assert!(text.contains("身份证号码: 证件号码"), "{text}");
    assert!(!text.contains("110105") && !text.contains("13800000001") && !text.contains("李伟"), "{text}");
}

#[test]
fn identity_numbers_are_known_by_content_under_any_header() {
    let row: &[&str] = &["T1", "漏水漏了三个月没有人来修理", "11010519491231002X"];
    let (columns, rows) = table(&["编号", "内容", "备注1"], &[row]);
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(guess.unused[0], Unused { column: "备注1".into(), why: "import-never-identity".into() });
}

#[test]
fn amounts_under_a_header_in_ten_thousands_are_counted_so() {
    let (columns, rows) = hotline();
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(guess.field("amount").map(|f| &f.detail), Some(&Detail::Money(MoneyUnit::Wan)));
}

#[test]
fn without_telling_headers_the_cells_decide_and_a_person_is_asked_to_check() {
    let (columns, rows) = table(
        &["A", "B", "C"],
        &[&["k-1", "13800000001", "楼下饭店油烟直接排进我家窗户"], &["k-2", "13800000002", "物业停了电梯老人下不了楼"]],
    );
    let guess = Guess::make(&columns, &rows, &known());
    for (field, column) in [("external_id", "A"), ("applicant.phone", "B"), ("narrative", "C")] {
        assert_eq!(from(&guess, field), [column]);
        assert_eq!(guess.field(field).map(|f| f.certainty), Some(Certainty::Possible));
    }
}

#[test]
fn without_numbers_the_rows_fingerprint_serves() {
    let (columns, rows) = table(&["内容", "地址"], &[&["漏水", "河东区"], &["漏水", "河东区"]]);
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(guess.field("external_id").map(|f| &f.detail), Some(&Detail::Fingerprint));
    let drafts = drafts(&guess, &columns, &rows, "zh-CN");
    assert_eq!(drafts[0].external_id, drafts[1].external_id);
}

#[test]
fn a_number_that_repeats_is_doubted() {
    let (columns, rows) = table(&["编号", "内容"], &[&["1", "漏水"], &["1", "噪音"], &["2", "停车"]]);
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(guess.field("external_id").map(|f| f.certainty), Some(Certainty::Possible));
}

#[test]
fn a_header_of_a_phone_over_cells_that_are_none_is_doubted() {
    let (columns, rows) = table(&["编号", "内容", "联系电话"], &[&["1", "漏水", "见附件"]]);
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(guess.field("applicant.phone").map(|f| f.certainty), Some(Certainty::Likely));
}

#[test]
fn the_order_of_day_and_month_is_settled_by_the_cells_or_left_to_the_person() {
    let forms = |dates: &[&str]| {
        let cells: Vec<Vec<&str>> = dates.iter().map(|d| vec!["1", "漏水", *d]).collect();
        let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
        let (columns, rows) = table(&["id", "text", "date"], &cells);
        match Guess::make(&columns, &rows, &known()).field("received_on").map(|f| f.detail.clone()) {
            Some(Detail::Dates(forms)) => forms,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(forms(&["1/3/2031", "27/10/2031"]), ["%d/%m/%Y"]);
    assert_eq!(forms(&["1/3/2031", "2/10/2031"]), ["%m/%d/%Y", "%d/%m/%Y"]);
}

#[test]
fn columns_of_places_are_joined_and_codes_are_told_from_names() {
    let (columns, rows) = table(&["编号", "内容", "区县", "街道"], &[&["1", "漏水", "河东区", "青石街道"]]);
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(from(&guess, "region"), ["区县", "街道"]);
    assert_eq!(drafts(&guess, &columns, &rows, "zh-CN")[0].region.as_deref(), Some("970101001"));
    let (columns, rows) = table(&["编号", "内容", "行政区划"], &[&["1", "漏水", "970101000000"]]);
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(guess.field("region").map(|f| &f.detail), Some(&Detail::Place { by: By::Code, found: 1, of: 1 }));
}

#[test]
fn a_file_without_places_goes_to_the_area_that_holds_all_others() {
    let (columns, rows) = table(&["query_id", "问题", "match_id"], &[&["0", "谁可以成为个体工商户？", "7; 9"]]);
    let guess = Guess::make(&columns, &rows, &known());
    let drafts = drafts(&guess, &columns, &rows, "zh-CN");
    assert_eq!(drafts[0].region.as_deref(), Some("9701"));
    assert_eq!(drafts[0].channel.as_deref(), Some("import"));
    assert_eq!((drafts[0].external_id.as_str(), drafts[0].narrative.as_str()), ("0", "谁可以成为个体工商户？"));
}

#[test]
fn a_narrative_that_is_not_found_is_named_as_missing() {
    let (columns, rows) = table(&["编号", "x"], &[&["1", "短"]]);
    let guess = Guess::make(&columns, &rows, &known());
    assert_eq!(guess.missing, ["narrative"]);
    let text = guess.mapping_text("t", &known(), &say("zh-CN"));
    assert!(Mapping::parse(Path::new("m.toml"), &text).is_err());
}

#[test]
fn the_guess_is_shown_with_three_rows_beside_it() {
    let (columns, rows) = hotline();
    let guess = Guess::make(&columns, &rows, &known());
    let shown = guess.table(&rows, &say("zh-CN"));
    assert!(shown.lines().count() > guess.fields.len());
    assert!(
        shown.contains("T001") && shown.contains("T003") && shown.contains("噪音扰民 → neighbour.noise"),
        "{shown}"
    );
}
