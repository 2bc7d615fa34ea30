//! Any sequence of commands keeps the invariants of a matter.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod between;
mod diverting;

use between::Between;
use concord_domain::agreement::{self, Draft, Promise};
use concord_domain::assignment::{self, Assign};
use concord_domain::body::BodyId;
use concord_domain::calendar::Calendars;
use concord_domain::category::{Categories, CategoryCode};
use concord_domain::code::{MatterCode, MatterId};
use concord_domain::diversion::{Advice, Diversions};
use concord_domain::duty::Duties;
use concord_domain::family::{self, Merge, Said};
use concord_domain::matter::{
    Absorbed, AccountId, Audience, Channel, Duty, Event, Form, FulfilmentFound, Language, MOST_ENTRIES, Matter, Merged,
    Meta, Mode, Outcome, PartyRole, Rate, RatingWay, Recorded, Resolved, Rules, SessionOutcome, SessionState, Status,
    TryOutcome, Urgency, lapse, warn,
};
use concord_domain::playbook::Playbooks;
use concord_domain::sealed::Sealed;
use concord_domain::{Refusal, conclusion, correspondence, intake, rates, rating, return_visit, session};
use diverting::Diverting;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const START: Date = date(2026, 1, 5);

struct Shipped {
    playbooks: Playbooks,
    calendars: Calendars,
    duties: Duties,
    diversions: Diversions,
}

/// The files of the playbooks' folder that are no playbooks, in its order.
const LISTS: [&str; 3] = ["categories.toml", "diversion.toml", "duties.toml"];

static SHIPPED: std::sync::LazyLock<Shipped> = std::sync::LazyLock::new(shipped);

fn shipped() -> Shipped {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let read = |folder: &str| -> Vec<(String, String)> {
        let mut files: Vec<_> = std::fs::read_dir(format!("{root}/{folder}"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.extension().is_some_and(|e| e == "toml"))
            .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(p).unwrap()))
            .collect();
        files.sort();
        files
    };
    let (lists, books): (Vec<_>, Vec<_>) =
        read("playbooks").into_iter().partition(|(n, _)| LISTS.contains(&n.as_str()));
    let categories = Categories::parse("categories.toml", &lists[0].1).unwrap();
    let diversions = Diversions::parse("diversion.toml", &lists[1].1, &categories).unwrap();
    let duties = Duties::parse("duties.toml", &lists[2].1, &categories).unwrap();
    let calendars = Calendars::load(read("calendars")).unwrap();
    Shipped { playbooks: Playbooks::load(books, &categories).unwrap(), calendars, duties, diversions }
}

/// A command, with small numbers that often fit and often do not.
#[derive(Clone, Debug)]
enum Command {
    Accept(i64),
    Return,
    Refer,
    Assign { body: i64, duty: Duty, mediator: Option<i64> },
    Receive(u32),
    Arrange(i8),
    Cancel(u32),
    Record(u32, SessionOutcome),
    Draft(bool),
    Sign(u32),
    Refuse(u32),
    Seal,
    Fulfil(u32),
    Breach(u32),
    Conclude(Outcome, bool),
    Withdraw(u32),
    ArrangeVisit(i8),
    ReportVisit(u32),
    Rate(u32, u8),
    TakeRating(u32, i64),
    Miss(u32),
    Archive,
    Reopen,
    Note,
    Message(Option<u32>),
    JoinParty,
    JoinReport,
    Classify(bool),
    Between(Between),
    Diverting(Diverting),
    MergeAway,
    TakeOut,
    Gather,
    Release,
    Choose(u32, u32),
    JoinApplicant,
    Lapse,
    Wait(u8),
}

fn command() -> impl Strategy<Value = Command> {
    let no = 1u32..4;
    prop_oneof![
        4 => (1i64..4).prop_map(Command::Accept),
        1 => Just(Command::Return),
        1 => Just(Command::Refer),
        6 => (1i64..4, prop_oneof![3 => Just(Duty::Lead), 1 => Just(Duty::Assist)], prop::option::weighted(0.8, 1i64..3))
            .prop_map(|(body, duty, mediator)| Command::Assign { body, duty, mediator }),
        1 => no.clone().prop_map(Command::Receive),
        5 => (-1i8..4).prop_map(Command::Arrange),
        1 => no.clone().prop_map(Command::Cancel),
        4 => (no.clone(), prop_oneof![Just(SessionOutcome::Agreed), Just(SessionOutcome::Continued)])
            .prop_map(|(n, o)| Command::Record(n, o)),
        4 => any::<bool>().prop_map(Command::Draft),
        6 => no.clone().prop_map(Command::Sign),
        1 => no.clone().prop_map(Command::Refuse),
        4 => Just(Command::Seal),
        2 => no.clone().prop_map(Command::Fulfil),
        2 => no.clone().prop_map(Command::Breach),
        5 => (prop_oneof![3 => Just(Outcome::Settled), 1 => Just(Outcome::NotSettled)], any::<bool>())
            .prop_map(|(o, a)| Command::Conclude(o, a)),
        1 => no.clone().prop_map(Command::Withdraw),
        3 => (0i8..40).prop_map(Command::ArrangeVisit),
        3 => no.clone().prop_map(Command::ReportVisit),
        2 => (no.clone(), 0u8..7).prop_map(|(n, s)| Command::Rate(n, s)),
        2 => (no.clone(), 1i64..10).prop_map(|(n, b)| Command::TakeRating(n, b)),
        1 => no.prop_map(Command::Miss),
        3 => Just(Command::Archive),
        2 => Just(Command::Reopen),
        1 => Just(Command::Note),
        1 => prop::option::of(1u32..4).prop_map(Command::Message),
        1 => Just(Command::JoinParty),
        1 => Just(Command::JoinReport),
        1 => any::<bool>().prop_map(Command::Classify),
        12 => between::command().prop_map(Command::Between),
        10 => diverting::command().prop_map(Command::Diverting),
        1 => Just(Command::MergeAway),
        2 => Just(Command::TakeOut),
        1 => Just(Command::Gather),
        1 => Just(Command::Release),
        1 => (1u32..5, 1u32..5).prop_map(|(a, b)| Command::Choose(a, b)),
        1 => Just(Command::JoinApplicant),
        2 => Just(Command::Lapse),
        5 => (1u8..40).prop_map(Command::Wait),
    ]
}

fn sealed(id: i64) -> Sealed {
    Sealed { id, digest: "d".into() }
}

fn advised() -> Advice {
    Advice { text: sealed(7), exits: vec!["court".into(), "legal-aid".into()] }
}

fn report() -> intake::Report {
    intake::Report {
        channel: Channel::Web,
        narrative: sealed(1),
        answers: None,
        place: None,
        happened_on: None,
        amount: Some(100),
        language: Language::Zh,
        filed_by: None,
        source: None,
        external_id: None,
    }
}

fn party(role: PartyRole) -> intake::NewParty {
    intake::NewParty { role, person: sealed(2), representative: None, key_hash: Some("k".into()) }
}

fn decide(m: &Matter, command: &Command, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let day = |n: i8| rules.today.saturating_add(i64::from(n).days());
    match command {
        Command::Accept(body) => intake::accept(m, BodyId(*body), rules),
        Command::Return => intake::turn_back(m, "outside_scope", None, rules),
        Command::Refer => intake::refer(m, "court", None, rules),
        Command::Assign { body, duty, mediator } => {
            let mediator = mediator.map(AccountId);
            assignment::assign(
                m,
                Assign { body: BodyId(*body), duty: *duty, by: None, mediator, due_on: None, instruction: None },
                rules,
            )
        }
        Command::Receive(no) => assignment::receive(m, *no, rules),
        Command::Arrange(n) => {
            let at = 1_800_000_000_000_000 + i64::from(*n);
            session::arrange(m, session::Arrange { at, on: day(*n), mode: Mode::OnSite, place: None }, rules)
        }
        Command::Cancel(no) => session::cancel(m, *no, None),
        Command::Record(no, outcome) => session::record(m, *no, *outcome, sealed(3), rules),
        Command::Draft(promise) => {
            let promise =
                Promise { party: 1, what: sealed(4), amount: Some(5), due_on: day(if *promise { 10 } else { -1 }) };
            let draft = Draft { form: Form::Written, facts: sealed(5), terms: sealed(6), obligations: vec![promise] };
            agreement::draft(m, draft, rules)
        }
        Command::Sign(no) => agreement::sign(m, *no, rules),
        Command::Refuse(no) => agreement::refuse(m, *no, None, rules),
        Command::Seal => agreement::seal(m, AccountId(1), rules),
        Command::Fulfil(no) => agreement::fulfil(m, *no, rules.today, rules),
        Command::Breach(no) => agreement::breach(m, *no, rules),
        Command::Conclude(outcome, advice) => conclusion::conclude(m, *outcome, advice.then(advised), rules),
        Command::Withdraw(no) => conclusion::withdraw(m, *no, None, advised(), rules),
        Command::ArrangeVisit(n) => return_visit::arrange(m, day(*n), AccountId(1), rules),
        Command::ReportVisit(no) => {
            let found =
                return_visit::Found { no: *no, fulfilled: FulfilmentFound::Fulfilled, satisfied: Some(4), text: None };
            return_visit::report(m, found, rules)
        }
        Command::Rate(no, stars) => {
            let word = rating::Word { party: *no, stars: *stars, resolved: Some(Resolved::Yes), text: None };
            rating::rate(m, word, rules)
        }
        Command::TakeRating(no, by) => {
            let word = rating::Word { party: *no, stars: 3, resolved: None, text: None };
            rating::take(m, word, rating::Taken { way: RatingWay::Phone, by: BodyId(*by), scan: None }, rules)
        }
        Command::Miss(no) => {
            let missed = rating::Missed { party: *no, by: BodyId(9), outcome: TryOutcome::NotReached, round: None };
            rating::missed(m, missed, rules)
        }
        Command::Archive => conclusion::archive(m, rules),
        Command::Reopen => conclusion::reopen(m, BodyId(9), sealed(8), rules),
        Command::Note => correspondence::note(m, Audience::Staff, sealed(9)),
        Command::Message(no) => correspondence::message(m, *no, sealed(10)),
        Command::JoinParty => intake::join_party(m, party(PartyRole::Respondent)),
        Command::JoinReport => intake::join_report(m, report(), Vec::new(), rules),
        Command::Classify(noise) => {
            let code = if *noise { "neighbour.noise" } else { "neighbour" };
            intake::classify(m, CategoryCode::try_from(code).unwrap(), rules)
        }
        Command::Between(command) => between::decide(m, command, rules),
        Command::Diverting(command) => diverting::decide(m, command, rules),
        Command::Lapse => {
            let mut events = lapse(m, rules, &|_| Some(between::SUPERIOR))?;
            let meta = Meta { at: rules.now, actor: "system:rule".into() };
            events.extend(warn(&m.after(&events, &meta), rules));
            Ok(events)
        }
        Command::MergeAway => Ok(family::merge(m, &neighbour(rules), joining(), rules)?.0),
        Command::TakeOut => {
            let gathered = Absorbed {
                from: m.code.clone(),
                reports: vec![],
                parties: vec![],
                known: vec![],
                on: None,
                reason: None,
            };
            Ok(family::separate(m, &changed(&neighbour(rules), gathered), twice(), rules)?.0)
        }
        Command::Gather if m.family.gathered().next().is_some() => Ok(Vec::new()),
        Command::Gather => Ok(family::merge(&neighbour(rules), m, joining(), rules)?.1),
        Command::Release => {
            let merged = Merged { on: rules.today, into: m.code.clone(), reason: None };
            Ok(family::separate(&changed(&neighbour(rules), merged), m, twice(), rules)?.1)
        }
        Command::Choose(a, b) => family::choose_representative(m, *a, vec![*b], sealed(12), rules),
        Command::JoinApplicant => intake::join_party(m, party(PartyRole::Applicant)),
        Command::Wait(_) => Ok(Vec::new()),
    }
}

/// Another matter that was just reported.
fn neighbour(rules: &Rules<'_>) -> Matter {
    let nobody = Meta { at: 0, actor: "x".into() };
    let recorded = |(version, event)| Recorded { version, meta: nobody.clone(), event };
    let history: Vec<Recorded> = (1..).zip(opened_as(43, rules)).map(recorded).collect();
    Matter::replay(MatterId(2), &history).unwrap()
}

fn changed(m: &Matter, event: impl Into<Event>) -> Matter {
    m.after(&[event.into()], &Meta { at: 0, actor: "x".into() })
}

fn twice() -> Said {
    Said { here: sealed(13), there: sealed(14) }
}

fn joining() -> Merge {
    Merge { reason: Some(twice()), lead: None, by: None, same: vec![(2, 2)] }
}

fn check_family(m: &Matter) {
    let applicants = family::applicants(m);
    for spokesperson in &m.family.spokespeople {
        assert!(applicants.contains(&spokesperson.party), "only an applicant who is here speaks");
        assert!(spokesperson.speaks_for.iter().all(|no| applicants.contains(no) && *no != spokesperson.party));
        assert!(!spokesperson.speaks_for.is_empty());
    }
    let spoken: Vec<u32> = m.family.spokespeople.iter().flat_map(|s| s.speaks_for.clone()).collect();
    let unique: std::collections::BTreeSet<_> = spoken.iter().collect();
    assert_eq!(unique.len(), spoken.len(), "one person speaks for each");
    assert_eq!(m.status == Status::Merged, m.merged_into.is_some());
    assert!(m.family.gathered().count() <= 1, "the same matter is here once");
    if let Some(a) = m.agreement().filter(|a| a.sealed.is_none()) {
        assert!(
            a.signers.iter().all(|no| m.party(*no).is_some_and(|p| p.left_on.is_none())),
            "who is gone signs nothing"
        );
    }
}

fn check_invariants(m: &Matter) {
    check_family(m);
    between::check(m);
    diverting::check(m);
    let running = m.running_clocks().count();
    if m.status.is_open() {
        assert!(m.concluded_on.is_none() && m.archived_on.is_none(), "an open matter has no end");
    } else {
        assert_eq!(running, 0, "no clock runs on a concluded matter");
        assert!(m.concluded_on.is_some(), "a concluded matter has a day");
        assert!(m.next_session().is_none(), "no meeting is to come in a concluded matter");
    }
    if m.archived_on.is_some() {
        assert!(!m.status.is_open(), "an archived matter has an outcome");
        assert!(m.dossier_on.is_some(), "an archived matter has a dossier date");
    }
    if m.status == Status::Settled {
        let agreement = m.agreement().expect("a settled matter has an agreement");
        assert!(agreement.sealed.is_some() && agreement.missing().is_empty(), "in effect, signed by all");
    }
    for a in &m.agreements {
        assert!(a.sealed.is_none() || a.missing().is_empty(), "sealed only when all have signed");
        assert!(a.sealed.is_none() || a.refused.is_none(), "a refused agreement is never sealed");
    }
    assert!(m.status != Status::Accepted || m.accepted_on.is_some());
    assert!(m.status != Status::Mediating || !m.sessions.is_empty() || !m.agreements.is_empty());
    assert!(m.sessions.iter().filter(|s| s.state == SessionState::Arranged).count() <= 1, "one meeting at a time");
    assert!(m.visits.iter().filter(|v| v.found.is_none()).count() <= 1, "one visit at a time");
    let unique = |mut numbers: Vec<u32>| {
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count, "numbers are never used twice");
    };
    unique(m.parties.iter().chain(&m.family.former).map(|p| p.no).collect());
    unique(m.sessions.iter().map(|s| s.no).collect());
    unique(m.clocks.iter().map(|c| c.no).collect());
    unique(m.visits.iter().map(|v| v.no).collect());
    unique(m.agreements.iter().flat_map(|a| &a.obligations).map(|o| o.no).collect());
    check_rates(m);
    assert!(m.ratings.iter().all(|r| (1..=5).contains(&r.stars)));
}

/// What rates count: nothing twice, nothing of what was not said or did not end.
fn check_rates(m: &Matter) {
    let counted = rates::counted(m);
    let mut keys: Vec<_> = counted.iter().map(|c| (c.rate, c.no)).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), counted.len(), "nothing is counted twice");
    let ends = counted.iter().filter(|c| c.rate == Rate::Settled).count();
    assert_eq!(ends, usize::from(!m.endings.is_empty()), "a matter ends once");
    assert_eq!(m.reopened as usize, m.endings.iter().filter(|e| e.came_back_on.is_some()).count());
    for voice in rates::voices(m) {
        assert!(!voice.by_rated_body, "nobody speaks for the people it served");
        let own = |r: &&rating::Rating| r.party == voice.party && r.ending == voice.ending && r.is_own();
        assert!(voice.is_own() || m.ratings.iter().find(own).is_none(), "a party's own word stands first");
    }
}

fn opening(rules: &Rules<'_>) -> Vec<Event> {
    opened_as(42, rules)
}

fn opened_as(number: u64, rules: &Rules<'_>) -> Vec<Event> {
    let open = intake::Open {
        code: MatterCode::from_number(number),
        report: report(),
        region: "970101001001".parse().unwrap(),
        category: CategoryCode::try_from("neighbour.noise").unwrap(),
        urgency: Urgency::Normal,
        body: BodyId(1),
        parties: vec![party(PartyRole::Applicant), party(PartyRole::Respondent)],
    };
    intake::open(open, rules).unwrap()
}

fn walk(commands: &[Command]) -> (Matter, Vec<Recorded>) {
    let shipped = &*SHIPPED;
    let noise = CategoryCode::try_from("neighbour.noise").unwrap();
    let region = "970101001001".parse().unwrap();
    let mut today = START;
    let rules = |today| Rules {
        playbook: shipped.playbooks.for_category(&noise),
        calendar: shipped.calendars.for_region(&region),
        duties: &shipped.duties,
        diversions: &shipped.diversions,
        today,
        now: i64::from(today.day_of_year()) * 86_400_000_000,
        local: today.at(10, 0, 0, 0),
    };
    let meta = |today: Date| Meta { at: i64::from(today.day_of_year()) * 1_000, actor: "staff:1".into() };
    let mut history: Vec<Recorded> = Vec::new();
    let record = |history: &mut Vec<Recorded>, events: Vec<Event>, today| {
        for event in events {
            let version = history.len() as i64 + 1;
            history.push(Recorded { version, meta: meta(today), event });
        }
    };
    record(&mut history, opening(&rules(today)), today);
    let mut matter = Matter::replay(MatterId(1), &history).unwrap();
    check_invariants(&matter);
    for command in commands {
        if let Command::Wait(days) = command {
            today = today.saturating_add(i64::from(*days).days());
        }
        // The calendar ends with 2026; what comes after is the calendar's own test.
        if today.year() > 2026 {
            break;
        }
        if let Ok(events) = decide(&matter, command, &rules(today)) {
            let expected = matter.after(&events, &meta(today));
            record(&mut history, events, today);
            matter = Matter::replay(MatterId(1), &history).unwrap();
            assert_eq!(matter, expected, "what was shown to be is what is read back");
            check_invariants(&matter);
        }
    }
    (matter, history)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_commands_keeps_the_invariants(commands in prop::collection::vec(command(), 0..60)) {
        walk(&commands);
    }

    #[test]
    fn every_event_reads_back_from_its_json(commands in prop::collection::vec(command(), 0..60)) {
        let (_, history) = walk(&commands);
        for recorded in history {
            let json = recorded.event.to_json().unwrap();
            prop_assert_eq!(Event::from_json(recorded.event.kind(), &json).unwrap(), recorded.event);
        }
    }
}

#[test]
fn the_good_way_ends_archived_and_can_come_back() {
    let (matter, history) = walk(&[
        Command::Accept(2),
        Command::Assign { body: 3, duty: Duty::Lead, mediator: Some(1) },
        Command::Arrange(2),
        Command::Wait(2),
        Command::Record(1, SessionOutcome::Agreed),
        Command::Draft(true),
        Command::Sign(1),
        Command::Sign(2),
        Command::Seal,
        Command::Conclude(Outcome::Settled, false),
        Command::Rate(1, 5),
        Command::Wait(30),
        Command::ArrangeVisit(0),
        Command::ReportVisit(1),
        Command::Archive,
        Command::Reopen,
    ]);
    assert_eq!((matter.status, matter.reopened, matter.body), (Status::Accepted, 1, BodyId(9)));
    assert!(history.iter().any(|r| r.event.kind() == "matter.archived.v1"));
    assert!(matter.running_clocks().count() >= 1, "a matter that came back has a new promise");
}

#[test]
fn a_matter_that_nobody_accepts_lapses_once() {
    let (matter, history) = walk(&[Command::Wait(20), Command::Lapse, Command::Lapse]);
    assert_eq!(history.iter().filter(|r| r.event.kind() == "clock.lapsed.v1").count(), 1);
    assert!(matter.running_clocks().all(|c| c.lapsed_on.is_some()));
}

#[test]
fn a_settlement_needs_every_signature_and_the_seal() {
    let steps = [
        Command::Accept(2),
        Command::Assign { body: 3, duty: Duty::Lead, mediator: Some(1) },
        Command::Draft(true),
        Command::Sign(1),
        Command::Seal,
        Command::Conclude(Outcome::Settled, false),
    ];
    assert_eq!(walk(&steps).0.status, Status::Agreement);
}

#[test]
fn files_take_one_number_after_the_other_and_too_many_go_in_not_even_in_part() {
    let (matter, _) = walk(&[]);
    let files = |many: usize| {
        let (media_type, name) = ("image/png".to_owned(), sealed(11));
        vec![correspondence::Attach { file: 1, media_type, size: 9, name, audience: Audience::Staff, from: None }; many]
    };
    let full = MOST_ENTRIES as usize;
    let meta = Meta { at: 0, actor: String::new() };
    let filled = matter.after(&correspondence::attach(&matter, files(full - 1)).unwrap(), &meta);
    let two = correspondence::attach(&filled, files(2));
    assert_eq!(two.unwrap_err(), Refusal::TooMany { most: MOST_ENTRIES });
    let filled = filled.after(&correspondence::attach(&filled, files(1)).unwrap(), &meta);
    assert!(filled.files.iter().map(|f| f.no).eq(1..=MOST_ENTRIES));
    assert_eq!(correspondence::attach(&filled, files(0)).unwrap(), []);
}

/// One line for every kind and version ever written: lines are added, never changed.
#[test]
fn every_fact_ever_released_reads_back_unchanged() {
    let golden = include_str!("golden_events.txt");
    let mut kinds = Vec::new();
    for line in golden.lines() {
        let (kind, json) = line.split_once(' ').unwrap();
        let event = Event::from_json(kind, json).unwrap_or_else(|e| panic!("{e}: {line}"));
        assert_eq!((event.kind(), event.to_json().unwrap().as_str()), (kind, json));
        kinds.push(kind);
    }
    // A kind to which something was added has a line of each sort.
    kinds.dedup();
    assert_eq!(kinds, Event::KINDS, "a new kind gets its line in golden_events.txt");
}
