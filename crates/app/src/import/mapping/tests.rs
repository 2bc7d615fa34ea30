use std::path::Path;

use jiff::civil::date;

use super::*;
use crate::import::read::Row;

fn known() -> Known {
    let category = |code: &str, zh: &str| KnownCategory { code: code.into(), names: vec![zh.into()] };
    let place = |code: &str, name: &str| (code.to_owned(), vec![name.to_owned()]);
    Known {
        channels: vec!["phone".into(), "window".into(), "import".into()],
        categories: vec![category("neighbour.noise", "噪声扰民"), category("labour.wage", "劳动报酬")],
        places: Places::new([place("9701", "云汐市"), place("970101", "河东区"), place("970101001", "青石街道")]),
    }
}

fn row(fields: &[(&str, &str)]) -> Row {
    let fields = fields.iter().map(|(c, t)| ((*c).into(), (*t).to_owned())).collect();
    Row { line: 2, fields, damage: None }
}

fn parse(text: &str) -> Result<Mapping, MappingError> {
    Mapping::parse(Path::new("m.toml"), text)
}

/// A mapping of the two fields that are always needed, and of what the test is about.
fn mapping(rest: &str) -> Mapping {
    parse(&format!("source = \"t\"\nempty = [\"无\", \"/\"]\nexternal_id = {{ column = \"id\" }}\nnarrative = {{ column = \"text\" }}\n{rest}"))
        .unwrap()
}

fn draft(mapping: &Mapping, fields: &[(&str, &str)]) -> Result<Draft, Reject> {
    let mut all = vec![("id", "T1"), ("text", "楼上装修噪音")];
    all.retain(|(c, _)| fields.iter().all(|(f, _)| f != c));
    all.extend_from_slice(fields);
    mapping.map(&row(&all), &known()).map(|mapped| match mapped {
        Mapped::Report(draft) => *draft,
        Mapped::Skipped => panic!("skipped"),
    })
}

#[test]
fn every_part_of_a_report_is_taken_from_its_column() {
    let mapping = mapping(
        r#"
channel = { column = "来源", table = { "电话" = "phone", "窗口" = "window" } }
category = { column = "类别", table = { "工资" = "labour.wage" } }
language = { value = "zh-CN" }
region = { columns = ["区", "街道"] }
happened_on = { column = "时间" }
received_on = { column = "登记" }
amount = { column = "金额", unit = "wan" }
[applicant]
name = { column = "姓名" }
phone = { column = "电话" }
address = { column = "住址" }
[respondent]
name = { column = "对方", split = "、," }
phone = { column = "对方电话" }
[answers]
floor = { column = "楼层" }
"#,
    );
    let draft = draft(
        &mapping,
        &[
            ("来源", "电话"),
            ("类别", "工资"),
            ("区", "河东区"),
            ("街道", "青石街道"),
            ("时间", "2031年3月1日 10:20"),
            ("登记", "2031/3/2"),
            ("金额", "1.2"),
            ("姓名", "李伟"),
            ("电话", "１３８-0000 0001"),
            ("住址", "/"),
            ("对方", "甲公司、乙公司,丙"),
            ("对方电话", "0571-88880000"),
            ("楼层", "6"),
        ],
    )
    .unwrap();
    assert_eq!(draft.channel.as_deref(), Some("phone"));
    assert_eq!(draft.category.as_deref(), Some("labour.wage"));
    assert_eq!(draft.language.as_deref(), Some("zh-CN"));
    assert_eq!(draft.region.as_deref(), Some("970101001"));
    assert_eq!((draft.happened_on, draft.received_on), (Some(date(2031, 3, 1)), Some(date(2031, 3, 2))));
    assert_eq!(draft.amount_fen, Some(1_200_000));
    assert_eq!((draft.applicant.name.as_str(), draft.applicant.phone.as_str()), ("李伟", "13800000001"));
    assert_eq!(draft.applicant.address, "");
    let respondents: Vec<_> = draft.respondents.iter().map(|p| (p.name.as_str(), p.phone.as_str())).collect();
    assert_eq!(respondents, [("甲公司", "057188880000"), ("乙公司", ""), ("丙", "")]);
    assert_eq!(draft.answers.get("floor").map(String::as_str), Some("6"));
}

#[test]
fn a_narrative_joins_its_columns_and_does_not_repeat_a_title_that_the_text_begins_with() {
    let mapping =
        parse("source='t'\nexternal_id={column='id'}\nnarrative={columns=['标题','text'], join='：'}").unwrap();
    let of = |title, text| draft(&mapping, &[("标题", title), ("text", text)]).unwrap().narrative;
    assert_eq!(of("噪音", "楼上深夜装修"), "噪音：楼上深夜装修");
    assert_eq!(of("楼上深夜", "楼上深夜装修"), "楼上深夜装修");
    assert_eq!(of("", "楼上深夜装修"), "楼上深夜装修");
}

#[test]
fn a_row_without_number_or_narrative_is_rejected_with_the_field() {
    let missing = |field: &str| Err(Reject::Missing { field: field.into() });
    assert_eq!(draft(&mapping(""), &[("id", "无")]), missing("external_id"));
    assert_eq!(draft(&mapping(""), &[("text", "")]), missing("narrative"));
}

#[test]
fn a_value_outside_the_table_is_rejected_left_out_or_replaced_as_the_mapping_says() {
    let of = |otherwise: &str| {
        let text = format!("category = {{ column = '类别', table = {{ '工资' = 'labour.wage' }}{otherwise} }}");
        draft(&mapping(&text), &[("类别", "其他")])
    };
    assert_eq!(of(""), Err(Reject::NotInTable { field: "category".into(), value: "其他".into() }));
    let left_out = of(", otherwise = ''").unwrap();
    assert_eq!((left_out.category, left_out.left_out), (None, vec!["category".to_owned()]));
    assert_eq!(of(", otherwise = 'neighbour.noise'").unwrap().category.as_deref(), Some("neighbour.noise"));
}

#[test]
fn a_category_may_be_written_as_code_or_name_without_a_table() {
    let mapping = mapping("category = { column = '类别' }");
    assert_eq!(draft(&mapping, &[("类别", "劳动报酬")]).unwrap().category.as_deref(), Some("labour.wage"));
    assert_eq!(draft(&mapping, &[("类别", "labour.wage")]).unwrap().category.as_deref(), Some("labour.wage"));
    assert_eq!(draft(&mapping, &[("类别", "天气")]), Err(Reject::UnknownCategory { value: "天气".into() }));
}

#[test]
fn an_unknown_place_is_rejected_unless_the_mapping_names_who_takes_it() {
    let of = |rest: &str| draft(&mapping(&format!("region = {{ column = '地址'{rest} }}")), &[("地址", "月球")]);
    assert_eq!(of(""), Err(Reject::UnknownPlace { value: "月球".into() }));
    assert_eq!(of(", otherwise = '9701'").unwrap().region.as_deref(), Some("9701"));
}

#[test]
fn dates_are_read_year_first_and_day_first_only_when_told() {
    let mapping_of = |formats: &str| mapping(&format!("happened_on = {{ column = '时间'{formats} }}"));
    let plain = mapping_of("");
    for text in ["2031-03-01", "2031/3/1 08:00", "2031.3.1", "20310301", "20310301083000", "2031-03-01T08:00:00+08:00"]
    {
        assert_eq!(draft(&plain, &[("时间", text)]).unwrap().happened_on, Some(date(2031, 3, 1)), "{text}");
    }
    for text in ["3/1/2031", "2031-02-30", "31-03-01", "45352", "昨天", "1970000000000"] {
        let reject = Reject::NotADate { field: "happened_on".into(), value: text.into() };
        assert_eq!(draft(&plain, &[("时间", text)]), Err(reject), "{text}");
    }
    let told = mapping_of(", formats = ['%d/%m/%Y', '%Y年%m月%d日 %H时']");
    assert_eq!(draft(&told, &[("时间", "1/3/2031")]).unwrap().happened_on, Some(date(2031, 3, 1)));
    assert_eq!(draft(&told, &[("时间", "2031年3月1日 9时")]).unwrap().happened_on, Some(date(2031, 3, 1)));
}

#[test]
fn amounts_carry_their_unit_or_take_the_columns() {
    let fen = |text: &str, unit: &str| {
        draft(&mapping(&format!("amount = {{ column = '金额', unit = '{unit}' }}")), &[("金额", text)])
            .map(|d| d.amount_fen)
    };
    assert_eq!(fen("1,234.5", "yuan"), Ok(Some(123_450)));
    assert_eq!(fen("3.5万元", "yuan"), Ok(Some(3_500_000)));
    assert_eq!(fen("￥３０００元", "wan"), Ok(Some(300_000)));
    assert_eq!(fen("2", "wan"), Ok(Some(2_000_000)));
    assert_eq!(fen("199", "fen"), Ok(Some(199)));
    for text in ["-5", "很多", "1.2.3", "0.001", "5000-8000", "99999999999999999999", "元"] {
        assert_eq!(fen(text, "yuan"), Err(Reject::NotAnAmount { value: text.into() }));
    }
}

#[test]
fn rows_named_by_skip_when_are_skipped() {
    let mapping = mapping(
        "[[skip_when]]\ncolumn = '状态'\nis = ['作废']\n[[skip_when]]\ncolumn = 'text'\ncontains = ['测试工单']\n[[skip_when]]\ncolumn='电话'\nempty=true\n",
    );
    let skipped = |status: &str, text: &str, phone: &str| {
        let row = row(&[("id", "1"), ("text", text), ("状态", status), ("电话", phone)]);
        mapping.map(&row, &known()) == Ok(Mapped::Skipped)
    };
    assert!(skipped("作废", "漏水", "1"));
    assert!(skipped("办结", "这是测试工单", "1"));
    assert!(skipped("办结", "漏水", "无"));
    assert!(!skipped("办结", "漏水", "1"));
}

#[test]
fn a_fingerprint_is_the_same_for_the_same_row_and_differs_for_another() {
    let mapping = parse("source='t'\nexternal_id={from='content'}\nnarrative={column='text'}").unwrap();
    let id = |text: &str| draft(&mapping, &[("text", text)]).unwrap().external_id;
    assert_eq!(id("漏水"), id("漏水"));
    assert_ne!(id("漏水"), id("漏电"));
}

#[test]
fn a_mapping_with_a_fault_of_form_is_refused_with_its_line() {
    let line = |rest: &str| {
        parse(&format!("source = 't'\nexternal_id = {{ column = 'id' }}\nnarrative = {{ column = 'text' }}\n{rest}"))
            .map_err(|e| (e.line, e.problem))
            .unwrap_err()
    };
    assert!(matches!(line("\ncolour = 'red'\n"), (5, Problem::Form { .. })));
    assert!(matches!(line("region = { column = 'a', depth = 3 }"), (4, Problem::Form { .. })));
    assert!(matches!(line("region = { column = 'a', value = '9701' }"), (4, Problem::OneOrigin { .. })));
    assert!(matches!(line("region = { within = '9701' }"), (4, Problem::OneOrigin { .. })));
    assert!(matches!(line("category = { column = 'a', unit = 'wan' }"), (4, Problem::Useless { key: "unit", .. })));
    assert!(matches!(line("amount = { column = 'a', unit = 'dollar' }"), (4, Problem::NotAName { .. })));
    assert!(matches!(line("happened_on = { column = 'a', formats = ['%H:%M'] }"), (4, Problem::DateForm { .. })));
    assert!(matches!(line("[file]\ndelimiter = 'tab'"), (5, Problem::Delimiter { .. })));
    assert!(matches!(line("[file]\nencoding = 'ebcdic'"), (5, Problem::Encoding { .. })));
    assert!(matches!(line("[[skip_when]]\ncolumn = 'a'"), (4, Problem::SkipSaysNothing)));
    let missing = parse("source = 't'\nnarrative = { column = 'text' }").unwrap_err();
    assert!(matches!(missing.problem, Problem::Form { .. }));
}

#[test]
fn a_mapping_that_names_what_does_not_exist_is_refused_with_every_line() {
    let mapping = mapping(
        "region = { column = '地址', otherwise = '1234' }\nchannel = { value = 'pigeon' }\ncategory = { column = 'kind', table = { a = 'weather', b = '' } }\n",
    );
    let columns: Vec<_> = ["id", "text", "kind"].into_iter().map(Into::into).collect();
    let faults = mapping.check(&columns, &known()).unwrap_err();
    let found: Vec<_> = faults.iter().map(|f| (f.line, &f.problem)).collect();
    assert!(matches!(found[0], (5, Problem::UnknownRegion { .. })), "{found:?}");
    assert!(matches!(found[1], (5, Problem::NoColumn { .. })), "{found:?}");
    assert!(matches!(found[2], (6, Problem::UnknownChannel { .. })), "{found:?}");
    assert!(matches!(found[3], (7, Problem::UnknownCategory { .. })), "{found:?}");
    assert_eq!(found.len(), 4);
}

#[test]
fn the_mapping_in_the_documentation_is_read() {
    let page = include_str!("../../../../../docs/import.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let whole: Vec<&str> = blocks.filter(|block| block.contains("source =")).collect();
    assert_eq!(whole.len(), 1);
    let mapping = parse(whole[0]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(mapping.source, "hotline-12345");
}
