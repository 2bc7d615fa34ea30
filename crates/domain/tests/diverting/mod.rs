//! Commands of diversion, and what holds whatever they are.

use concord_domain::body::BodyId;
use concord_domain::diversion::{advice, arrival, outward};
use concord_domain::matter::{Event, Goes, Ground, Handed, Matter, Noted, Procedure, ResultThere, Rules, Status, Way};
use concord_domain::refusal::Refusal;
use concord_domain::sealed::Sealed;
use jiff::ToSpan;
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub enum Diverting {
    Record(u32, Way, bool),
    Receipt(u32),
    Return(u32),
    Answer(u32, Option<i8>),
    Send(&'static str, Ground, bool),
    Sign(u32, Noted),
    Refuse(u32),
    Recall(u32),
    Outcome(u32, ResultThere),
    HandOver(u32, Handed),
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(words: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(words)
}

pub fn command() -> impl Strategy<Value = Diverting> {
    let no = || 1u32..4;
    let exit = prop::sample::select(vec!["court", "legal-aid", "police", "labour-arbitration"]);
    prop_oneof![
        3 => (no(), one_of(Way::ALL), any::<bool>()).prop_map(|(n, w, d)| Diverting::Record(n, w, d)),
        2 => no().prop_map(Diverting::Receipt),
        1 => no().prop_map(Diverting::Return),
        3 => (no(), prop::option::of(-1i8..30)).prop_map(|(n, d)| Diverting::Answer(n, d)),
        4 => (exit, one_of(Ground::ALL), any::<bool>()).prop_map(|(e, g, c)| Diverting::Send(e, g, c)),
        3 => (no(), one_of(Noted::ALL)).prop_map(|(n, by)| Diverting::Sign(n, by)),
        2 => no().prop_map(Diverting::Refuse),
        1 => no().prop_map(Diverting::Recall),
        2 => (no(), one_of(ResultThere::ALL)).prop_map(|(n, r)| Diverting::Outcome(n, r)),
        2 => (no(), one_of(Handed::ALL)).prop_map(|(n, h)| Diverting::HandOver(n, h)),
    ]
}

fn sealed(id: i64) -> Sealed {
    Sealed { id, digest: "d".into() }
}

pub fn decide(m: &Matter, command: &Diverting, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    let day = |n: i8| rules.today.saturating_add(i64::from(n).days());
    match command {
        Diverting::Record(report, way, dated) => {
            let record = arrival::Record {
                way: *way,
                procedure: (*way == Way::Court).then_some(Procedure::BeforeFiling),
                report: *report,
                sender: None,
                paper: sealed(60),
                dated_on: dated.then_some(rules.today),
                answer_by: dated.then(|| day(10)),
                files: Vec::new(),
            };
            arrival::record(m, record, rules)
        }
        Diverting::Receipt(no) => arrival::receipt(m, *no, rules),
        Diverting::Return(no) => arrival::send_back(m, *no, sealed(61), rules),
        Diverting::Answer(no, until) => arrival::answer(m, *no, sealed(62), until.map(day), rules),
        Diverting::Send(exit, ground, all) => {
            let send = outward::Send {
                exit: (*exit).to_owned(),
                body: Some(BodyId(60)),
                ground: *ground,
                consents: if *all { m.parties.iter().map(|p| p.no).collect() } else { Vec::new() },
                letter: sealed(63),
                files: Vec::new(),
            };
            outward::send(m, send, rules)
        }
        Diverting::Sign(no, noted) => outward::sign(m, *no, *noted, rules),
        Diverting::Refuse(no) => outward::refuse(m, *no, sealed(64), rules),
        Diverting::Recall(no) => outward::recall(m, *no, sealed(65), rules),
        Diverting::Outcome(no, result) => outward::outcome(m, *no, *result, None, rules),
        Diverting::HandOver(party, how) => advice::hand_over(m, *party, *how, rules),
    }
}

pub fn check(m: &Matter) {
    let pending = m.diversions.iter().filter(|d| d.goes == Goes::Whole && d.is_pending()).count();
    assert!(pending <= 1, "the whole goes to one place at a time");
    if !m.status.is_open() && m.status != Status::NotSettled && m.status != Status::Withdrawn {
        let waits = m.diversions.iter().any(|d| d.goes == Goes::Whole && d.is_pending());
        assert!(!waits || m.status == Status::Returned, "nobody is waited for to take what has ended");
    }
    for d in &m.diversions {
        assert!(d.signed.is_none() || d.reply_by.is_some(), "who signed is asked what came of it");
        assert!(d.ground == Ground::Danger || !d.consents.is_empty(), "nobody is sent without wanting it");
        assert!(d.ground == Ground::Consent || d.exit == "police", "only the police are called without a wish");
    }
    for a in m.arrivals.iter().filter(|a| a.is_open()) {
        let ended = !m.status.is_open();
        // What was recorded after a return of the matter cannot be: an open one is needed.
        assert!(
            !ended || a.receipted_on.is_none() || a.wanted().is_some(),
            "the sender of what ended is owed an answer"
        );
    }
    if m.has_failed() {
        assert!(m.advice.is_some() && m.advised.is_some(), "who was not helped is told where else to go");
    }
}
