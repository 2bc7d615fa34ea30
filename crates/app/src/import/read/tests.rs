use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

fn file(dir: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn read(name: &str, bytes: &[u8]) -> (Source, Vec<Row>) {
    let dir = TempDir::new().unwrap();
    let path = file(&dir, name, bytes);
    let rows = Source::open(&path, &Hints::default()).unwrap().collect::<Result<_, _>>().unwrap();
    (Source::open(&path, &Hints::default()).unwrap(), rows)
}

fn cells(row: &Row) -> Vec<&str> {
    row.fields.iter().map(|(_, text)| text.as_str()).collect()
}

fn in_encoding(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

const TICKETS: &str =
    "工单编号,诉求内容,电话\nT1,楼上半夜搬家具，影响休息,13800000001\nT2,拖欠工资三个月,13800000002\n";

#[test]
fn chinese_tables_read_alike_in_utf8_gb18030_and_utf16() {
    let bom = [&[0xEF, 0xBB, 0xBF][..], TICKETS.as_bytes()].concat();
    let utf16 = [&[0xFF, 0xFE][..], &utf16le(TICKETS)].concat();
    let files = [
        ("UTF-8", TICKETS.as_bytes().to_vec()),
        ("UTF-8", bom),
        ("gb18030", in_encoding(encoding_rs::GB18030, TICKETS)),
        ("UTF-16LE", utf16),
        ("UTF-16LE", utf16le(TICKETS)),
    ];
    for (encoding, bytes) in files {
        let (source, rows) = read("t.csv", &bytes);
        assert_eq!(source.encoding, encoding);
        assert_eq!(source.columns.iter().map(|c| &**c).collect::<Vec<_>>(), ["工单编号", "诉求内容", "电话"]);
        assert_eq!(cells(&rows[0]), ["T1", "楼上半夜搬家具，影响休息", "13800000001"]);
        assert_eq!((rows[0].line, rows[1].line), (2, 3));
    }
}

#[test]
fn characters_beyond_gbk_survive_gb18030() {
    let (_, rows) = read("t.csv", &in_encoding(encoding_rs::GB18030, "姓名,内容\n㐂𠮷,邻里纠纷在楼道里堆放杂物\n"));
    assert_eq!(cells(&rows[0])[0], "㐂𠮷");
}

#[test]
fn utf8_with_a_text_cut_inside_a_character_stays_utf8_and_drops_the_half() {
    let mut bytes = "编号,内容\n".to_owned();
    for n in 0..60 {
        bytes.push_str(&format!("{n},小区停车位被占用多次反映没有结果\n"));
    }
    let mut bytes = bytes.into_bytes();
    bytes.extend_from_slice("99,噪声扰".as_bytes());
    bytes.truncate(bytes.len() - 1);
    let (source, rows) = read("t.csv", &bytes);
    assert_eq!(source.encoding, "UTF-8");
    assert_eq!(rows.last().map(|r| (cells(r)[1].to_owned(), r.damage.clone())), Some(("噪声".to_owned(), None)));
}

#[test]
fn bytes_that_are_no_characters_inside_a_text_are_damage_of_that_row_alone() {
    let mut bytes = "编号,内容\n1,".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xE5\x99 x\n");
    for n in 2..80 {
        bytes.extend_from_slice(format!("{n},小区停车位被占用多次反映没有结果\n").as_bytes());
    }
    let (_, rows) = read("t.csv", &bytes);
    assert_eq!(rows[0].damage, Some(Damage::Characters { column: "内容".into() }));
    assert!(rows[1..].iter().all(|r| r.damage.is_none()));
}

#[test]
fn separators_are_found_though_the_texts_hold_others() {
    for delimiter in [',', '\t', ';', '|'] {
        let other = if delimiter == ',' { ';' } else { ',' };
        let text =
            format!("id{delimiter}text{delimiter}on\n1{delimiter}a{other}b{delimiter}x\n2{delimiter}c{delimiter}y\n");
        let (source, rows) = read("t.txt", text.as_bytes());
        assert_eq!(source.format, Format::Table { delimiter: delimiter as u8 });
        assert_eq!(cells(&rows[0])[1], format!("a{other}b"));
    }
}

#[test]
fn a_quoted_cell_keeps_separators_line_breaks_and_quotes_and_the_next_row_its_line() {
    let (_, rows) = read("t.csv", b"id,text\r\n1,\"one, two\nthree \"\"four\"\"\"\r\n2,x\r\n");
    assert_eq!(cells(&rows[0])[1], "one, two\nthree \"four\"");
    assert_eq!((rows[0].line, rows[1].line), (2, 4));
}

#[test]
fn a_title_above_the_column_names_is_passed_over() {
    let (source, rows) = read("t.csv", "某市12345工单台账,,\n编号,内容,电话\n1,漏水,13800000001\n".as_bytes());
    assert_eq!(&*source.columns[0], "编号");
    assert_eq!((rows.len(), rows[0].line), (1, 3));
}

#[test]
fn a_table_of_one_column_loses_no_row() {
    let (source, rows) = read("t.csv", "内容\n漏水\n噪音\n".as_bytes());
    assert_eq!((source.columns.len(), rows.len()), (1, 2));
}

#[test]
fn a_row_with_too_many_or_too_few_cells_is_damage() {
    let (_, rows) = read("t.csv", b"a,b,c\n1,2,3,4\n1,2\n1,2,3,,\n1,,\n");
    let damage: Vec<_> = rows.iter().map(|r| r.damage.clone()).collect();
    let count = |found| Some(Damage::FieldCount { expected: 3, found });
    assert_eq!(damage, [count(4), count(2), None, None]);
}

#[test]
fn columns_of_the_same_name_or_none_are_told_apart() {
    let (source, _) = read("t.csv", "电话,,电话\n1,2,3\n".as_bytes());
    assert_eq!(source.columns.iter().map(|c| &**c).collect::<Vec<_>>(), ["电话", "#2", "电话 (2)"]);
}

#[test]
fn blank_rows_are_no_rows_and_count_as_lines() {
    let (_, rows) = read("t.csv", b"a,b\n\n,\n1,2\n , \n\n3,4");
    assert_eq!(rows.iter().map(|r| r.line).collect::<Vec<_>>(), [4, 7]);
}

#[test]
fn json_lines_and_arrays_give_the_same_rows() {
    let lines = "{\"id\":7,\"问题\":\"漏水\",\"tags\":[\"a\",\"b\"],\"who\":{\"name\":\"李\"},\"x\":null}\n\n{\"id\":8,\"问题\":\"]}\\\"\"}\n";
    let array = "[\n {\"id\":7,\"问题\":\"漏水\",\"tags\":[\"a\",\"b\"],\"who\":{\"name\":\"李\"},\"x\":null},\n {\"id\":8,\n  \"问题\":\"]}\\\"\"}\n]\n";
    let (from_lines, a) = read("t.jsonl", lines.as_bytes());
    let (from_array, b) = read("t.json", array.as_bytes());
    assert_eq!(a.iter().map(|r| &r.fields).collect::<Vec<_>>(), b.iter().map(|r| &r.fields).collect::<Vec<_>>());
    assert_eq!(from_lines.columns, from_array.columns);
    assert_eq!(cells(&a[0]), ["7", "漏水", "a; b", "{\"name\":\"李\"}", ""]);
    assert_eq!(a[0].get("who.name").as_deref(), Some("李"));
    assert!(from_lines.columns.iter().any(|c| &**c == "who.name"));
    assert_eq!(a[1].get("问题").as_deref(), Some("]}\""));
    assert_eq!(b.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_broken_json_line_is_damage_of_that_line_alone() {
    let (_, rows) = read("t.jsonl", b"{\"a\":1}\n{\"a\":\n{\"a\":3}\n[1]\n");
    assert_eq!(rows.iter().map(|r| r.damage.is_some()).collect::<Vec<_>>(), [false, true, false, true]);
    assert_eq!(cells(&rows[1]), ["{\"a\":"]);
}

#[test]
fn an_array_that_ends_too_early_is_an_error_with_its_line() {
    let dir = TempDir::new().unwrap();
    let path = file(&dir, "t.json", b"[{\"a\":1},\n{\"a\":");
    let failed = Source::open(&path, &Hints::default()).err();
    assert!(matches!(failed, Some(ReadError::Json { line: 2, .. })), "{failed:?}");
}

#[test]
fn an_object_of_many_keys_is_no_group_of_columns() {
    let many: Vec<String> = (0..40).map(|n| format!("\"law {n}\":\"x\"")).collect();
    let (source, _) = read("t.jsonl", format!("{{\"q\":\"a\",\"laws\":{{{}}}}}\n", many.join(",")).as_bytes());
    assert_eq!(source.columns.len(), 2);
}

#[test]
fn workbooks_give_dates_whole_numbers_and_texts() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("t.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("说明").unwrap();
    let sheet = book.add_worksheet().set_name("工单").unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(0, 0, "12345工单导出").unwrap();
    for (c, name) in ["编号", "电话", "日期", "金额"].iter().enumerate() {
        sheet.write(1, c as u16, *name).unwrap();
    }
    sheet.write(2, 0, "T1").unwrap();
    sheet.write(2, 1, 13_800_000_001_f64).unwrap();
    let on = rust_xlsxwriter::ExcelDateTime::from_ymd(2031, 3, 1).unwrap();
    sheet.write_datetime_with_format(2, 2, on, &date).unwrap();
    sheet.write(2, 3, 12.5).unwrap();
    book.save(&path).unwrap();
    let source = Source::open(&path, &Hints::default()).unwrap();
    assert_eq!(source.format, Format::Workbook);
    let rows: Vec<Row> = source.collect::<Result<_, _>>().unwrap();
    assert_eq!(cells(&rows[0]), ["T1", "13800000001", "2031-03-01", "12.5"]);
    assert_eq!(rows[0].line, 3);
    let missing = Hints { sheet: Some("其他".into()), ..Hints::default() };
    assert!(matches!(Source::open(&path, &missing), Err(ReadError::NoSheet { .. })));
}

#[test]
fn a_web_page_called_xls_and_an_empty_file_are_refused_by_name() {
    let dir = TempDir::new().unwrap();
    let page = file(&dir, "t.xls", b"<html><table><tr><td>1</td></tr></table></html>");
    assert!(matches!(Source::open(&page, &Hints::default()), Err(ReadError::Markup { .. })));
    let empty = file(&dir, "t.csv", b" \n");
    assert!(matches!(Source::open(&empty, &Hints::default()), Err(ReadError::Empty { .. })));
}

#[test]
fn progress_reaches_the_size_of_the_file() {
    let dir = TempDir::new().unwrap();
    let path = file(&dir, "t.csv", TICKETS.as_bytes());
    let mut source = Source::open(&path, &Hints::default()).unwrap();
    assert_eq!(source.by_ref().count(), 2);
    assert_eq!(source.position(), source.size);
}
