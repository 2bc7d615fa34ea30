//! The situations of `tests/scenarios`: read, matched with the sentences of `steps.toml`, and run on both databases.

mod acts;
mod after;
mod alone;
mod lists;
mod sentence;
mod steps;
mod watch;
mod world;

use std::panic::catch_unwind;
use std::path::PathBuf;

use crate::house::House;
use steps::Steps;
use world::World;

/// Fewest situations that all files together tell.
const SITUATIONS_MIN: usize = 150;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "scenarios"].iter().collect()
}

/// A line of a file with its number.
struct Line {
    no: usize,
    text: String,
}

/// One situation.
struct Scenario {
    title: String,
    lines: Vec<Line>,
}

fn read(steps: &Steps, file: &str) -> Vec<Scenario> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    let mut all: Vec<Scenario> = Vec::new();
    for (no, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix(&steps.scenario) {
            all.push(Scenario { title: title.to_owned(), lines: Vec::new() });
            continue;
        }
        let rest = steps.leads.iter().find_map(|lead| line.strip_prefix(lead.as_str()));
        let rest = rest.unwrap_or_else(|| panic!("{file}:{no}: a line begins with one of {:?}", steps.leads));
        let scenario = all.last_mut().unwrap_or_else(|| panic!("{file}:{no}: a step before any scenario"));
        scenario.lines.push(Line { no, text: rest.trim().to_owned() });
    }
    all
}

fn run(file: &str) {
    let steps = Steps::load(&folder().join("steps.toml"));
    // One that fails hides no other: each tells its own.
    let failed = |scenario: &Scenario| catch_unwind(|| run_one(file, &steps, scenario)).is_err();
    let failed: Vec<String> =
        read(&steps, file).into_iter().filter(|scenario| failed(scenario)).map(|scenario| scenario.title).collect();
    assert!(failed.is_empty(), "{file}: {failed:#?}");
}

fn run_one(file: &str, steps: &Steps, scenario: &Scenario) {
    House::each(|house| async move {
        let mut world = World::new(house);
        for line in &scenario.lines {
            world.at = format!("{file}:{} ({}): {}", line.no, scenario.title, line.text);
            let (step, args) = steps.find(&line.text).unwrap_or_else(|e| panic!("{}: {e}", world.at));
            world.take(step, &args).await;
        }
        world.finish();
    });
}

macro_rules! files {
    ($($test:ident => $file:literal),* $(,)?) => {
        /// Every file that is run.
        const FILES: &[&str] = &[$($file),*];
        $(#[test] fn $test() { run($file); })*
    };
}

files! {
    scenario_the_loop => "loop.txt",
    scenario_awkward => "awkward.txt",
    scenario_duties => "duties.txt",
    scenario_answers => "answers.txt",
    scenario_supervision => "supervision.txt",
    scenario_clocks => "clocks.txt",
    scenario_tiers => "tiers.txt",
    scenario_after => "after.txt",
    scenario_diversion => "diversion.txt",
    scenario_danger => "danger.txt",
    scenario_families => "families.txt",
    scenario_lists => "lists.txt",
    scenario_confirmation => "confirmation.txt",
    scenario_alone => "alone.txt",
}

#[test]
fn every_file_of_scenarios_is_run_and_there_are_enough() {
    let steps = Steps::load(&folder().join("steps.toml"));
    let mut found: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| std::path::Path::new(name).extension().is_some_and(|e| e == "txt"))
        .collect();
    found.sort();
    let mut listed: Vec<String> = FILES.iter().map(|file| (*file).to_owned()).collect();
    listed.sort();
    assert_eq!(found, listed);
    let count: usize = FILES.iter().map(|file| read(&steps, file).len()).sum();
    assert!(count >= SITUATIONS_MIN, "only {count} situations are told");
}
