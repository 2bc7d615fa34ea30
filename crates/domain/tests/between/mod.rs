//! Commands of work between bodies, and what holds whatever they are: an open matter has one responsible body.

use concord_domain::backlog;
use concord_domain::body::BodyId;
use concord_domain::dispute::{self, Say};
use concord_domain::holding::{self, promises};
use concord_domain::joint;
use concord_domain::matter::{BacklogStage, Duty, Event, Judgement, Matter, PromiseKind, Rules, Status, Verdict};
use concord_domain::refusal::Refusal;
use concord_domain::region::Tier;
use concord_domain::sealed::Sealed;
use concord_domain::tier::Superior;
use concord_domain::urging::{self, Urge};
use concord_domain::{assignment, assignment::Assign};
use jiff::ToSpan;
use proptest::prelude::*;

/// The centre above all bodies of these tests.
pub const SUPERIOR: BodyId = BodyId(50);

#[derive(Clone, Debug)]
pub enum Between {
    AssignBoth(i64, i64),
    SendBack(u32),
    Reply(u32),
    AskTime(u32, i8),
    AnswerTime(u32, Verdict),
    HandOver(u32, i64),
    SignHandOver(u32),
    DeclineHandOver(u32),
    Raise(i64, i64),
    Claim(i64, i64),
    Decide(i64),
    Open(i64),
    Join(i64),
    Call(i8),
    Hold(i64),
    Finish(u32),
    Urge(i64),
    Answer(u32),
    Withdraw(u32),
    TakeOver(i64),
    Object(PromiseKind, u32),
    Judge(u32, Judgement),
    Step(BacklogStage),
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(words: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(words)
}

pub fn command() -> impl Strategy<Value = Between> {
    let no = || 1u32..5;
    let body = || 1i64..5;
    prop_oneof![
        2 => (body(), body()).prop_map(|(a, b)| Between::AssignBoth(a, b)),
        4 => no().prop_map(Between::SendBack),
        2 => no().prop_map(Between::Reply),
        2 => (no(), 0i8..20).prop_map(|(n, d)| Between::AskTime(n, d)),
        2 => (no(), one_of(Verdict::ALL)).prop_map(|(n, v)| Between::AnswerTime(n, v)),
        2 => (no(), body()).prop_map(|(n, b)| Between::HandOver(n, b)),
        2 => no().prop_map(Between::SignHandOver),
        1 => no().prop_map(Between::DeclineHandOver),
        2 => (body(), body()).prop_map(|(a, b)| Between::Raise(a, b)),
        1 => (body(), body()).prop_map(|(a, b)| Between::Claim(a, b)),
        2 => body().prop_map(Between::Decide),
        1 => body().prop_map(Between::Open),
        1 => body().prop_map(Between::Join),
        1 => (0i8..9).prop_map(Between::Call),
        1 => body().prop_map(Between::Hold),
        1 => no().prop_map(Between::Finish),
        1 => body().prop_map(Between::Urge),
        1 => no().prop_map(Between::Answer),
        1 => no().prop_map(Between::Withdraw),
        1 => body().prop_map(Between::TakeOver),
        2 => (one_of(PromiseKind::ALL), no()).prop_map(|(k, n)| Between::Object(k, n)),
        1 => (no(), one_of(Judgement::ALL)).prop_map(|(n, v)| Between::Judge(n, v)),
        1 => one_of(BacklogStage::ALL).prop_map(Between::Step),
    ]
}

fn above(body: BodyId) -> Superior {
    Superior { body, tier: Tier::County }
}

fn text() -> Sealed {
    Sealed { id: 30, digest: "d".into() }
}

pub fn order(body: i64, duty: Duty) -> Assign {
    Assign { body: BodyId(body), duty, by: None, mediator: None, due_on: None, instruction: None }
}

fn say(by: i64, responsible: i64) -> Say {
    Say { by: BodyId(by), responsible: BodyId(responsible), duty: Some("neighbours".into()), reason: text() }
}

pub fn decide(m: &Matter, command: &Between, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let day = |n: i8| rules.today.saturating_add(i64::from(n).days());
    match *command {
        Between::AssignBoth(a, b) => assignment::assign_both(m, order(a, Duty::Lead), order(b, Duty::Assist), rules),
        Between::SendBack(no) => assignment::send_back(m, no, text(), Some(above(SUPERIOR)), rules),
        Between::Reply(no) => assignment::reply(m, no, text(), Vec::new(), rules),
        Between::AskTime(no, n) => {
            assignment::ask_extension(m, assignment::Extend { no, until: day(n), reason: text() }, rules)
        }
        Between::AnswerTime(no, verdict) => assignment::answer_extension(m, no, verdict, Some(text()), rules),
        Between::HandOver(no, to) => assignment::hand_over(m, no, BodyId(to), text(), rules),
        Between::SignHandOver(no) => assignment::sign_hand_over(m, no, rules),
        Between::DeclineHandOver(no) => assignment::decline_hand_over(m, no, text(), rules),
        Between::Raise(by, to) => dispute::raise(m, say(by, to), Some(SUPERIOR), rules),
        Between::Claim(by, to) => dispute::claim(m, say(by, to), rules),
        Between::Decide(to) => {
            let (duty, responsible) = (None, BodyId(to));
            dispute::decide(
                m,
                dispute::Decide { by: SUPERIOR, responsible, duty, point: text(), reason: text() },
                rules,
            )
        }
        Between::Open(lead) => {
            let members = vec![BodyId(1), BodyId(2)];
            joint::open(m, joint::Open { lead: BodyId(lead), members, reason: text(), by: None }, rules)
        }
        Between::Join(body) => joint::join(m, BodyId(body), None, rules),
        Between::Call(n) => joint::call(m, joint::Call { at: 1, day: day(n), place: None, agenda: text() }, rules),
        Between::Hold(body) => {
            let task = joint::NewTask { body: BodyId(body), what: text(), due_on: day(2) };
            joint::hold(m, text(), vec![task], rules)
        }
        Between::Finish(no) => joint::finish(m, no, None, rules),
        Between::Urge(to) => {
            urging::urge(m, Urge { by: SUPERIOR, to: BodyId(to), answer_by: day(2), text: text() }, rules)
        }
        Between::Answer(no) => urging::answer(m, no, text(), rules),
        Between::Withdraw(no) => urging::withdraw(m, no, text(), rules),
        Between::TakeOver(body) => urging::take_over(m, above(BodyId(body)), text(), rules),
        Between::Object(promise, of) => holding::object(m, holding::Object { promise, of, text: text() }, rules),
        Between::Judge(no, verdict) => holding::judge(m, no, verdict, text(), rules),
        Between::Step(stage) => backlog::take_step(m, stage, text(), rules),
    }
}

/// What holds after every event.
pub fn check(m: &Matter) {
    assert!(m.responsible.0 > 0 && m.body.0 > 0, "one body is responsible, and one has the lead");
    let lasting: Vec<_> = m.stays.iter().filter(|s| s.until_on.is_none()).collect();
    if m.status.is_open() {
        assert_eq!(lasting.len(), 1, "an open matter has exactly one responsible body");
        assert_eq!(lasting[0].body, m.responsible);
        if m.body != m.responsible {
            let lead = m.unsigned_lead().expect("who is not responsible for what it leads has not signed yet");
            assert_eq!(lead.body, m.body);
        }
    } else {
        assert!(lasting.is_empty(), "nobody holds a concluded matter");
        assert!(m.assignments.iter().all(|a| !a.is_open()), "nobody is asked to work on a concluded matter");
        assert!(m.open_dispute().is_none() && m.urgings.iter().all(|u| !u.is_open()));
    }
    for pair in m.stays.windows(2) {
        assert!(pair[0].until_on.is_some_and(|until| until <= pair[1].from_on), "stays follow each other");
    }
    let signed = m.assignments.iter().filter(|a| a.duty == Duty::Lead && a.is_open() && a.received_on.is_some());
    assert!(signed.count() <= 1 || m.status == Status::Reported, "one body at most has signed for the lead");
    assert!(m.disputes.iter().filter(|d| d.is_open()).count() <= 1, "one dispute at a time");
    for a in &m.assignments {
        assert!(a.sent_back.is_none() || a.received_on.is_none(), "what was signed for is never sent back");
        assert!(a.handing.is_none() || a.is_open());
    }
    let kinds: Vec<_> = promises(m).iter().map(|p| (p.kind, p.no)).collect();
    let unique: std::collections::BTreeSet<_> = kinds.iter().collect();
    assert_eq!(unique.len(), kinds.len(), "a promise has one name");
    for appeal in &m.appeals {
        assert!(kinds.contains(&(appeal.promise, appeal.of)), "an objection is about a promise");
    }
}
