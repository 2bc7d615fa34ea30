use concord_domain::code::MatterId;
use concord_domain::matter::Matter;
use concord_policy::{Action, Actor};
use concord_store::testing::on_both;
use concord_store::{Conn, Fault, Store, journal};

use super::*;
use crate::demo::{self, DemoOptions};
use crate::kit::desk::{Expected, history};
use crate::kit::testing::{NOW, desk};

/// The days between the end of the demonstration's two years and [`NOW`].
const DAY: i64 = 86_400_000_000;

fn city(store: &Store, now: i64) {
    let folder = tempfile::tempdir().unwrap();
    let options = DemoOptions { matters: 40, seed: 3, now, folder: folder.path().to_owned() };
    demo::make(store, &crate::kit::data::load(None, None).unwrap(), &options, &mut |_| {}).unwrap();
}

fn change(store: &Store, sql: &'static str) {
    store.write_blocking(move |c: &mut Conn| c.execute(sql, &[]).map(drop)).unwrap();
}

fn found(store: &Store) -> Vec<(&'static str, Kind)> {
    let report = verify(store, |_| {}).unwrap();
    assert_eq!(report.matters, 40);
    report.shown.iter().map(|d| (d.table, d.kind)).collect()
}

#[test]
fn whatever_does_not_follow_from_the_journal_is_found_and_rebuilt() {
    on_both(|store| {
        city(store, NOW - DAY);
        assert_eq!(found(store), []);
        let wrongs: [(&str, &str, Kind); 9] = [
            ("UPDATE matter SET status = 'reported', due_on = NULL WHERE id = (SELECT max(id) FROM matter WHERE status <> 'reported')", "matter", Kind::Different),
            ("DELETE FROM matter WHERE id = (SELECT min(id) FROM matter)", "matter", Kind::Missing),
            ("INSERT INTO matter_body (matter, body, duty, open) VALUES (1, 1, 'lead', 1)", "matter_body", Kind::Extra),
            ("INSERT INTO diary (matter, kind, no, on_day, body) VALUES (9000000000000000000, 'visit', 1, '2030-01-01', 1)", "diary", Kind::Extra),
            ("INSERT INTO access_key (key_hash, matter, party) VALUES ('x', 1, 1)", "access_key", Kind::Extra),
            ("DELETE FROM access_key WHERE key_hash = (SELECT min(key_hash) FROM access_key)", "access_key", Kind::Missing),
            ("UPDATE tally SET n = n + 1 WHERE region = '97' AND measure = 'opened' AND dimension = 'all'
                AND day = (SELECT max(day) FROM tally WHERE region = '97' AND measure = 'opened' AND dimension = 'all')", "tally", Kind::Different),
            ("INSERT INTO tally (region, measure, dimension, day, value, n) VALUES ('x', 'opened', 'all', '2030-01-01', '', 1)", "tally", Kind::Extra),
            ("DELETE FROM search WHERE {id} = (SELECT min(stream) FROM event WHERE stream > 0)", "search", Kind::Missing),
        ];
        let sqlite = store.dialect() == concord_store::Dialect::Sqlite;
        // SQLite's index counts downwards (store/src/search/mod.rs).
        let id = if sqlite { "9223372036854775807 - rowid" } else { "id" };
        for (sql, table, kind) in wrongs {
            let sql = sql.replace("{id}", id);
            store.write_blocking(move |c: &mut Conn| c.execute(&sql, &[]).map(drop)).unwrap();
            let differences = found(store);
            assert!(differences.contains(&(table, kind)), "{table} {kind:?}: {differences:?}");
            assert_eq!(rebuild(store, |_| {}).unwrap(), 40);
            assert_eq!(found(store), [], "after {table} {kind:?}");
        }
    });
}

#[test]
fn a_changed_history_and_a_changed_text_are_found_and_stay_after_a_rebuild() {
    on_both(|store| {
        city(store, NOW - DAY);
        change(store, "UPDATE event SET actor = 'staff:1' WHERE seq = (SELECT max(seq) FROM event)");
        change(store, "UPDATE sealed SET body = 'another' WHERE id = (SELECT max(id) FROM sealed)");
        rebuild(store, |_| {}).unwrap();
        let differences = found(store);
        assert!(differences.contains(&("event", Kind::BrokenChain)), "{differences:?}");
        assert!(differences.contains(&("sealed", Kind::WrongText)), "{differences:?}");
    });
}

#[test]
fn an_erased_text_is_no_difference() {
    on_both(|store| {
        city(store, NOW - DAY);
        // A note is no part of what is searched.
        store
            .write_blocking(|c: &mut Conn| {
                let id = c.query_one("SELECT max(id) FROM sealed WHERE kind = 'note'", &[])?.int(0);
                concord_store::sealed::erase(c, id, NOW)
            })
            .unwrap();
        assert_eq!(found(store), []);
    });
}

/// All matters, replayed.
fn matters(store: &Store) -> Vec<Matter> {
    store
        .read_blocking(|c| {
            let streams = journal::streams(c, 0, 1000)?;
            streams
                .into_iter()
                .map(|s| Ok(Matter::replay(MatterId(s), &history(&journal::load(c, s)?).unwrap()).unwrap()))
                .collect()
        })
        .map_err(|fault: Fault| fault)
        .unwrap()
}

/// Lets every recurring job run once.
fn run_jobs(store: &Store) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let desk = desk(store.clone(), "http://127.0.0.1");
    runtime.block_on(async {
        begin(&desk).await.unwrap();
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(runner(&desk).run(stopped));
        // Each comes back later, so they are done when none is due.
        while desk.store.read(concord_store::jobs::next_at).await.unwrap().is_none_or(|at| at <= desk.now())
            || desk.store.read(concord_store::jobs::counts).await.unwrap().running > 0
        {
            tokio::task::yield_now().await;
        }
        stop.send_replace(true);
        running.await.unwrap();
    });
}

#[test]
fn missed_deadlines_are_noted_and_old_files_closed_by_the_rule() {
    on_both(|store| {
        city(store, NOW - 400 * DAY);
        run_jobs(store);
        let matters = matters(store);
        let late = |m: &Matter| m.running_clocks().any(|c| c.lapsed_on.is_none());
        assert!(matters.iter().any(|m| m.status.is_open()));
        assert!(matters.iter().filter(|m| m.status.is_open()).all(|m| !late(m)), "every deadline is long over");
        assert!(matters.iter().filter(|m| !m.status.is_open()).all(|m| m.archived_on.is_some()));
        assert_eq!(found(store), []);
        let dead = store.read_blocking(concord_store::jobs::counts).unwrap();
        assert_eq!((dead.ready, dead.dead), (8, 0), "all of them come back");
    });
}

#[test]
fn the_rule_may_not_sign_in_a_partys_name() {
    on_both(|store| {
        city(store, NOW - DAY);
        let code = matters(store)[0].code.clone();
        let desk = desk(Store::clone(store), "http://127.0.0.1");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let tried = runtime.block_on(desk.carry_out(
            &Actor::System("rule"),
            Action::SignAgreement,
            &code,
            Expected::Any,
            |_, _, _| Ok(Vec::new()),
        ));
        assert!(matches!(tried, Err(crate::kit::failure::Failure::Forbidden)));
    });
}

#[test]
fn what_an_earlier_version_made_is_made_anew_at_the_start_and_only_then() {
    fn started(store: &Store) -> Option<u64> {
        renew(store, || |_| {}).unwrap()
    }
    on_both(|store| {
        assert_eq!(started(store), None, "nothing to make in a new installation");
        city(store, NOW - DAY);
        assert_eq!(started(store), None, "all made by this version");
        change(store, "UPDATE built SET version = 'earlier'");
        change(store, "DELETE FROM tally");
        assert_eq!(started(store), Some(40));
        assert_eq!(found(store), []);
        assert_eq!(started(store), None);
        // As a database that is older than the note, and as one whose rebuild was interrupted.
        change(store, "DELETE FROM built");
        assert_eq!(started(store), Some(40));
        renew_later(store).unwrap();
        assert_eq!(started(store), Some(40));
        // Of two processes that make them anew, the one that began last goes on.
        let other = Store::clone(store);
        let mut begun = false;
        let overtaken = rebuild(store, |_| {
            if !std::mem::replace(&mut begun, true) {
                assert_eq!(rebuild(&other, |_| {}).unwrap(), 40);
            }
        });
        assert!(overtaken.is_err());
        assert_eq!(started(store), None);
        assert_eq!(found(store), []);
    });
}
