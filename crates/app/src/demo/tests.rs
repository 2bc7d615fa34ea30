use std::collections::HashMap;

use concord_store::testing::on_both;
use concord_store::{Store, journal, sealed, search, tally};

use super::*;
use crate::kit::desk::{history, texts_of};
use crate::kit::read_model;

/// 20 November 2026, a Friday, at noon in the city.
const NOON: i64 = 1_795_147_200_000_000;

fn made(store: &Store, matters: u64) -> (tempfile::TempDir, DemoReport) {
    let folder = tempfile::tempdir().unwrap();
    let options = DemoOptions { matters, seed: 1, now: NOON, folder: folder.path().to_owned() };
    let data = crate::kit::data::load(None, None).unwrap();
    let report = make(store, &data, &options, &mut |_| {}).unwrap();
    (folder, report)
}

#[test]
fn everything_loaded_in_bulk_is_what_recording_would_have_written() {
    on_both(|store| {
        let (_folder, report) = made(store, 300);
        assert_eq!(report.matters, 300);
        let expected = store
            .read_blocking(|c| {
                let mut tallies: HashMap<tally::TallyKey, i64> = HashMap::new();
                let streams = journal::streams(c, 0, 1000)?;
                assert_eq!(streams.len(), 300);
                for stream in streams {
                    let recorded = journal::load(c, stream)?;
                    journal::check_chain(&recorded).unwrap();
                    let history = history(&recorded).unwrap();
                    let id = concord_domain::code::MatterId(stream);
                    let matter = concord_domain::matter::Matter::replay(id, &history).unwrap();
                    for row in read_model::rows(&matter) {
                        assert!(stored(c, &row)?, "{row:?}");
                    }
                    for (key, n) in read_model::tallies(&matter) {
                        *tallies.entry(key).or_default() += n;
                    }
                    assert_eq!(search::contains(c, stream)?, search::Filed::Yes);
                }
                Ok::<_, Fault>(tallies)
            })
            .unwrap();
        let wrong = store.read_blocking(move |c| tally::differences(c, &expected)).unwrap();
        assert_eq!(wrong, []);
    });
}

#[test]
fn whatever_an_open_matter_waits_for_is_a_step_of_its_status() {
    let store = concord_store::testing::sqlite();
    let (_folder, _) = made(&store, 300);
    let seen = store
        .read_blocking(|c| {
            let mut seen = std::collections::BTreeSet::new();
            for stream in journal::streams(c, 0, 1000)? {
                let history = history(&journal::load(c, stream)?).unwrap();
                for until in 1..=history.len() {
                    let id = concord_domain::code::MatterId(stream);
                    let matter = concord_domain::matter::Matter::replay(id, &history[..until]).unwrap();
                    let (step, _) = read_model::next_step(&matter);
                    let steps = crate::kit::steps::steps_of(matter.status);
                    assert_eq!(matter.status.is_open(), steps.contains(&step), "{:?}: {step}", matter.status);
                    seen.insert(step);
                }
            }
            Ok::<_, Fault>(seen)
        })
        .unwrap();
    assert!(read_model::STEPS.iter().all(|step| seen.contains(step)), "{seen:?}");
}

fn stored(c: &mut concord_store::Conn, row: &read_model::Row) -> Result<bool, Fault> {
    let table = row.table;
    let wheres: Vec<String> =
        table.columns[..table.key].iter().zip(1..).map(|(column, at)| format!("{column} = ${at}")).collect();
    let sql = format!("SELECT {} FROM {} WHERE {}", table.columns.join(", "), table.name, wheres.join(" AND "));
    let found = c.query_opt(&sql, &row.values[..table.key])?;
    Ok(found.is_some_and(|found| found.into_values() == row.values))
}

#[test]
fn every_text_matches_the_digest_in_its_event() {
    on_both(|store| {
        let _made = made(store, 60);
        store
            .read_blocking(|c| {
                for stream in journal::streams(c, 0, 100)? {
                    let events: String = journal::load(c, stream)?.into_iter().map(|e| e.data).collect();
                    for text in sealed::of_stream(c, stream)? {
                        let digest = sealed::digest(&text.salt, text.body.as_deref().unwrap());
                        assert!(events.contains(&digest), "{text:?}");
                    }
                    assert!(!texts_of(c, stream)?.is_empty());
                }
                Ok::<_, Fault>(())
            })
            .unwrap();
    });
}

#[test]
fn a_second_city_is_refused_and_the_accounts_stand_in_their_file() {
    on_both(|store| {
        let (folder, report) = made(store, 5);
        let file = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
        let accounts: serde_json::Value = serde_json::from_str(&file).unwrap();
        let roles: Vec<&str> = accounts.as_array().unwrap().iter().map(|a| a["role"].as_str().unwrap()).collect();
        assert_eq!(
            roles,
            ["clerk", "grid_worker", "coordinator", "mediator", "officer", "supervisor", "representative", "operator"]
        );
        assert!(report.accounts.iter().all(|a| a.api_token.starts_with("cnc_") && a.password.len() >= 10));
        let options = DemoOptions { matters: 1, seed: 2, now: NOON, folder: folder.path().to_owned() };
        let data = crate::kit::data::load(None, None).unwrap();
        assert!(make(store, &data, &options, &mut |_| {}).is_err());
    });
}

/// Nanoseconds of processor time: of this thread, or of the whole process.
fn cpu(whose: &str) -> f64 {
    let text = std::fs::read_to_string(whose).unwrap();
    text.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// What a large load costs; run by hand with `--ignored --nocapture` on an optimised build.
#[test]
#[ignore = "measures, and takes minutes"]
fn a_large_city_loads() {
    const MATTERS: u64 = 20_000;
    let data = crate::kit::data::load(None, None).unwrap();
    let corpus = Corpus::load().unwrap();
    let city = City::generate(&corpus, 1).unwrap();
    let calendar = data.calendars.for_region(&city.regions[0].code);
    let almanac = Almanac::new(calendar, NOON).unwrap();
    let stage = Stage { corpus: &corpus, city: &city, almanac: &almanac };
    let world =
        World { stage, playbooks: &data.playbooks, calendar, duties: &data.duties, diversions: &data.diversions };
    let me = "/proc/thread-self/schedstat";
    let began = cpu(me);
    let histories: Vec<_> = Life::new(world, 1, MATTERS).collect();
    println!("making histories: {:.1} us each", (cpu(me) - began) * 1e6 / MATTERS as f64);
    let began = cpu(me);
    let sizes = load_queries::batch_sizes(histories.into_iter());
    println!("making rows: {:.1} us each; {sizes}", (cpu(me) - began) * 1e6 / MATTERS as f64);

    let folder = tempfile::tempdir().unwrap();
    let database = concord_store::Database::Sqlite(folder.path().join("concord.sqlite"));
    let store = Store::open(&concord_store::StoreConfig::new(database, folder.path().join("files"))).unwrap();
    let began = std::time::Instant::now();
    let (_folder, report) = made(&store, MATTERS);
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{} matters, {} events in {seconds:.1} s: {:.0}/s",
        report.matters,
        report.events,
        report.matters as f64 / seconds
    );
    let writer = store.write_blocking(|_| Ok::<_, Fault>(cpu("/proc/thread-self/schedstat"))).unwrap();
    println!("writing: {:.1} us each", writer * 1e6 / MATTERS as f64);
    store.shutdown_blocking();
    println!("{} bytes", std::fs::metadata(folder.path().join("concord.sqlite")).unwrap().len());
}
