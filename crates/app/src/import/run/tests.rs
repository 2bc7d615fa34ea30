use std::path::PathBuf;

use concord_domain::body::{Body, BodyId, BodyKind, OpeningHours};
use concord_domain::label::Label;
use concord_domain::region::{Region, RegionCode};
use concord_store::{
    Store,
    testing::{TestStore, sqlite, stores},
};
use tempfile::TempDir;

use super::*;
use crate::{
    import::{mapping_file, offer},
    kit::{
        place::Places,
        place_queries::{put_body, put_region},
        testing,
    },
};

const MAPPING: &str = r#"
source = "hotline"
empty = ["无"]
external_id = { column = "编号" }
narrative = { column = "内容" }
channel = { value = "phone" }
category = { column = "类别", table = { "噪音" = "neighbour.noise" }, otherwise = "" }
region = { column = "地址" }
received_on = { column = "登记" }
amount = { column = "金额" }
[applicant]
name = { column = "姓名" }
phone = { column = "电话", otherwise = "" }
[respondent]
name = { column = "对方", split = "、" }
[[skip_when]]
column = "状态"
is = ["作废"]
"#;

const HEADER: &str = "编号,内容,类别,地址,登记,金额,姓名,电话,对方,状态\n";

/// A city of one district and one street, with a centre for the city; files to import lie in a folder.
struct House {
    desk: Desk,
    folder: TempDir,
    _store: TestStore,
}

fn house() -> House {
    house_on(sqlite())
}

/// A house on each database there is to test with.
fn houses() -> impl Iterator<Item = House> {
    stores().into_iter().map(house_on)
}

fn house_on(store: TestStore) -> House {
    let label = |name: &str| Label { zh: name.to_owned(), en: name.to_owned() };
    let region = |code: &str, name: &str| {
        let code: RegionCode = code.parse().unwrap();
        Region { tier: code.tier(), code, name: label(name), time_zone: "Asia/Shanghai".into(), lon: None, lat: None }
    };
    let regions = [region("9701", "云汐市"), region("970101", "河东区"), region("970101001", "青石街道")];
    let centre = Body {
        id: BodyId(1),
        code: "centre".into(),
        name: label("云汐市矛调中心"),
        kind: BodyKind::Centre,
        region: regions[0].code.clone(),
        tier: regions[0].tier,
        fields: Vec::new(),
        opening: OpeningHours::default(),
        phone: None,
        address: None,
    };
    let desk = testing::desk(Store::clone(&store), "http://127.0.0.1");
    let places = store
        .write_blocking(move |c| {
            regions.iter().try_for_each(|r| put_region(c, r))?;
            put_body(c, &centre, None)?;
            Places::load(c)
        })
        .unwrap();
    desk.places.set(places);
    House { desk, folder: tempfile::tempdir().unwrap(), _store: store }
}

impl House {
    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn import(&self, file: &Path, mapping: &str, purpose: Purpose) -> Outcome {
        self.try_import(file, mapping, purpose, &mut |_| {}).unwrap()
    }

    fn try_import(
        &self,
        file: &Path,
        mapping: &str,
        purpose: Purpose,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Outcome, ImportError> {
        let mapping_file = self.put("m.toml", mapping);
        run(&self.desk, &Job { file, mapping_file: &mapping_file, lang: Lang::Zh, purpose }, progress)
    }

    fn count(&self, table: &'static str) -> i64 {
        let count =
            move |c: &mut Conn| Ok::<_, Fault>(c.query_one(&format!("SELECT COUNT(*) FROM {table}"), &[])?.int(0));
        self.desk.store.read_blocking(count).unwrap()
    }
}

fn rejects(file: &Path) -> String {
    std::fs::read_to_string(super::super::rejects::beside(file, "rejects.csv")).unwrap_or_default()
}

fn rows(n: usize) -> String {
    let row = |i: usize| format!("T{i},楼上半夜搬家具第{i}次,噪音,河东区青石街道,2030-03-01,,李伟,13800000001,,办结\n");
    (0..n).fold(HEADER.to_owned(), |text, i| text + &row(i))
}

#[test]
fn a_row_becomes_a_matter_with_all_its_parts() {
    let house = house();
    let row = "T1,楼上半夜搬家具,噪音,河东区青石街道3号,2030-03-01,1200元,李伟,见附件,张三、李四,办结\n";
    let file = house.put("t.csv", &format!("{HEADER}{row}"));
    let outcome = house.import(&file, MAPPING, Purpose::File);
    assert_eq!(outcome.counts, Counts { rows: 1, created: 1, left_out: 1, ..Counts::default() });
    let (matter, texts) = house
        .desk
        .store
        .read_blocking(|c| {
            let id = matter_queries::imported(c, "hotline", "T1")?.unwrap();
            let (matter, _) = crate::kit::desk::load_by_id(c, id)?.unwrap();
            Ok::<_, Failure>((matter, crate::kit::desk::texts_of(c, id.0)?))
        })
        .unwrap();
    let report = &matter.reports[0];
    assert_eq!((report.channel.as_str(), report.amount), ("phone", Some(120_000)));
    assert_eq!((matter.category.as_str(), matter.region.as_str()), ("neighbour.noise", "970101001"));
    assert_eq!(matter.parties.len(), 3);
    let said: Vec<&str> = texts.values().map(String::as_str).collect();
    assert!(said.iter().any(|t| t.contains("楼上半夜搬家具") && t.contains("2030-03-01")), "{said:?}");
    assert!(said.iter().any(|t| t.contains("张三")), "{said:?}");
}

#[test]
fn importing_the_same_file_again_changes_nothing() {
    for house in houses() {
        let file = house.put("t.csv", &rows(250));
        assert_eq!(house.import(&file, MAPPING, Purpose::File).counts.created, 250);
        let events = house.count("event");
        let again = house.import(&file, MAPPING, Purpose::File).counts;
        assert_eq!(again, Counts { rows: 250, unchanged: 250, ..Counts::default() });
        assert_eq!(house.count("event"), events);
    }
}

#[test]
fn a_number_that_stands_twice_in_a_file_is_one_report() {
    for house in houses() {
        let file = house.put("t.csv", &(rows(2) + &rows(2)[HEADER.len()..]));
        let outcome = house.import(&file, MAPPING, Purpose::File);
        assert_eq!((outcome.counts.created, outcome.counts.unchanged), (2, 2));
        assert_eq!(house.count("matter"), 2);
    }
}

#[test]
fn an_interrupted_import_goes_on_where_it_stopped() {
    for house in houses() {
        let file = house.put("t.csv", &(rows(450) + "T9,月球上的噪音很大,噪音,月球,,,,,,\n"));
        let mut calls = 0;
        let interrupted = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            house.try_import(&file, MAPPING, Purpose::File, &mut |_| {
                calls += 1;
                assert!(calls < 2, "pulled the plug");
            })
        }));
        assert!(interrupted.is_err());
        let first = house.count("matter");
        assert!((1..450).contains(&first), "{first}");
        let outcome = house.import(&file, MAPPING, Purpose::File);
        assert_eq!(i64::try_from(outcome.resumed_after).unwrap(), first);
        assert_eq!(outcome.counts, Counts { rows: 451, created: 450, rejected: 1, ..Counts::default() });
        assert_eq!(house.count("matter"), 450);
    }
}

#[test]
fn rows_that_fail_are_told_with_line_and_reason_and_the_others_are_taken() {
    let house = house();
    let bad = "T2,,噪音,河东区,,,,,,\nT3,楼道堆放杂物,噪音,月球,,,,,,\nT4,楼道堆放杂物,噪音,河东区,,很多钱,,,,\nT5,楼道堆放杂物,噪音,河东区,2031-01-01,,,,,作废\n";
    let file = house.put("t.csv", &(rows(1) + bad));
    let outcome = house.import(&file, MAPPING, Purpose::File);
    let expected = Counts { rows: 5, created: 1, rejected: 3, skipped: 1, ..Counts::default() };
    assert_eq!(outcome.counts, expected);
    let rejects = rejects(&file);
    let starts: Vec<&str> = rejects.lines().skip(1).map(|l| &l[..1]).collect();
    assert_eq!(starts, ["3", "4", "5"], "{rejects}");
    assert!(rejects.contains("月球") && rejects.contains("很多钱"), "{rejects}");
}

#[test]
fn corrected_rejects_are_imported_with_the_same_mapping() {
    let house = house();
    let file = house.put("t.csv", &(rows(1) + "T3,楼道堆放杂物,噪音,月球,,,,,,\n"));
    house.import(&file, MAPPING, Purpose::File);
    let corrected = house.put("corrected.csv", &rejects(&file).replace("月球", "河东区"));
    assert_eq!(house.import(&corrected, MAPPING, Purpose::File).counts.created, 1);
    assert_eq!(house.count("matter"), 2);
}

#[test]
fn a_dry_run_counts_and_rejects_and_writes_nothing_to_the_database() {
    let house = house();
    let file = house.put("t.csv", &(rows(3) + "T3,楼道堆放杂物,噪音,月球,,,,,,\n"));
    let outcome = house.import(&file, MAPPING, Purpose::DryRun);
    assert_eq!(outcome.counts, Counts { rows: 4, created: 3, rejected: 1, ..Counts::default() });
    assert!(rejects(&file).contains("月球"));
    assert_eq!((house.count("event"), house.count("import_run")), (0, 0));
}

#[test]
fn a_mapping_with_faults_files_nothing_and_names_them_all() {
    let house = house();
    let file = house.put("t.csv", &rows(1));
    let mapping = MAPPING.replace("\"内容\"", "\"正文\"").replace("\"phone\"", "\"pigeon\"");
    let failed = house.try_import(&file, &mapping, Purpose::File, &mut |_| {});
    assert!(matches!(failed, Err(ImportError::Mapping(faults)) if faults.len() == 2));
    assert_eq!(house.count("event"), 0);
}

#[test]
fn the_mapping_that_is_offered_imports_the_file_and_is_never_overwritten() {
    let house = house();
    let file = house.put("12345 工单.csv", &rows(5));
    for lang in [Lang::Zh, Lang::En] {
        let offered = offer(&house.desk, &file, lang).unwrap();
        assert_eq!(offered.mapping_file, mapping_file(&file));
        assert!(offered.text.contains("--dry-run"), "{}", offered.text);
    }
    let mapping = std::fs::read_to_string(mapping_file(&file)).unwrap();
    assert_eq!(house.import(&file, &mapping, Purpose::File).counts.created, 5);
    std::fs::write(mapping_file(&file), "corrected").unwrap();
    offer(&house.desk, &file, Lang::Zh).unwrap();
    assert_eq!(std::fs::read_to_string(mapping_file(&file)).unwrap(), "corrected");
}

#[test]
fn every_question_of_the_stard_collection_is_taken_by_the_documented_mapping() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Some(file) = ["../shared", "shared"]
        .map(|shared| root.join(shared).join("data/text/stard/queries.json"))
        .into_iter()
        .find(|path| path.exists())
    else {
        eprintln!("skipped: shared/data/text/stard/queries.json is not here");
        return;
    };
    let house = house();
    let copy = house.folder.path().join("queries.json");
    std::fs::copy(&file, &copy).unwrap();
    let mapping = std::fs::read_to_string(root.join("examples/mappings/stard.toml")).unwrap();
    let outcome = house.import(&copy, &mapping, Purpose::File);
    assert_eq!(outcome.counts, Counts { rows: 1543, created: 1543, ..Counts::default() }, "{}", rejects(&copy));
    assert_eq!(house.import(&copy, &mapping, Purpose::File).counts.unchanged, 1543);
}
