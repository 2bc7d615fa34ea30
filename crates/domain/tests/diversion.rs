//! What came from others and what goes to others, by its commands.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod given;

use std::sync::LazyLock;

use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::code::{MatterCode, MatterId};
use concord_domain::diversion::arrival::{self, Record};
use concord_domain::diversion::outward::{self, Send};
use concord_domain::diversion::{Advice, advice};
use concord_domain::holding::promises;
use concord_domain::matter::{
    Channel, Event, Ground, Handed, Matter, Meta, Noted, PartyRole, PromiseKind, Recorded, ResultThere, Rules, Status,
    Urgency, Way,
};
use concord_domain::sealed::Sealed;
use concord_domain::{Refusal, conclusion, intake};
use given::Shipped;
use jiff::civil::{Date, date};

const CENTRE: BodyId = BodyId(1);
const LABOUR: BodyId = BodyId(3);
/// A Monday without holidays near it.
const MONDAY: Date = date(2026, 3, 2);

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| Shipped::with("wage-arrears.toml"));

fn on(today: Date) -> Rules<'static> {
    SHIPPED.on(today)
}

fn text() -> Sealed {
    Sealed { id: 1, digest: "d".into() }
}

fn accepted() -> Matter {
    let report = given::report(Channel::Police, text());
    let party = |role| intake::NewParty { role, person: text(), representative: None, key_hash: None };
    let open = intake::Open {
        code: MatterCode::from_number(42),
        report,
        region: "970101001001".parse().unwrap(),
        category: CategoryCode::try_from("labour.wage").unwrap(),
        urgency: Urgency::Normal,
        body: CENTRE,
        parties: vec![party(PartyRole::Applicant), party(PartyRole::Respondent)],
    };
    let events = intake::open(open, &on(MONDAY)).unwrap();
    let recorded = |(version, event)| Recorded { version, meta: meta(), event };
    let history: Vec<Recorded> = (1..).zip(events).map(recorded).collect();
    let matter = Matter::replay(MatterId(1), &history).unwrap();
    then(&matter, intake::accept(&matter, CENTRE, &on(MONDAY)))
}

fn meta() -> Meta {
    Meta { at: 0, actor: "x".into() }
}

fn then(matter: &Matter, decided: Result<Vec<Event>, Refusal>) -> Matter {
    matter.after(&decided.unwrap(), &meta())
}

fn police() -> Record {
    Record {
        way: Way::Police,
        procedure: None,
        report: 1,
        sender: Some(BodyId(8)),
        paper: text(),
        dated_on: None,
        answer_by: None,
        files: Vec::new(),
    }
}

fn to(exit: &str, consents: &[u32]) -> Send {
    Send {
        exit: exit.to_owned(),
        body: Some(LABOUR),
        ground: Ground::Consent,
        consents: consents.to_vec(),
        letter: text(),
        files: Vec::new(),
    }
}

fn told(exits: &[&str]) -> Advice {
    Advice { text: text(), exits: exits.iter().map(|id| (*id).to_owned()).collect() }
}

#[test]
fn whoever_sent_it_stays_responsible_until_somebody_signs() {
    let m = then(&accepted(), outward::send(&accepted(), to("labour-arbitration", &[1]), &on(MONDAY)));
    assert_eq!((m.status, m.responsible), (Status::Accepted, CENTRE));
    assert!(m.pending_diversion().is_some());
    let m = then(&m, outward::sign(&m, 1, Noted::Receiver, &on(MONDAY)));
    assert_eq!(m.status, Status::Referred);
    assert_eq!(m.turned_away.as_ref().unwrap().0, "arbitration");
}

#[test]
fn what_was_signed_for_comes_back_to_its_sender_until_the_outcome_is_known() {
    let m = then(&accepted(), outward::send(&accepted(), to("labour-arbitration", &[1]), &on(MONDAY)));
    let m = then(&m, outward::sign(&m, 1, Noted::Sender, &on(MONDAY)));
    let taken = then(&m, outward::outcome(&m, 1, ResultThere::Taken, None, &on(MONDAY)));
    let back = then(&taken, outward::refuse(&taken, 1, text(), &on(MONDAY)));
    assert_eq!((back.status, back.responsible, back.reopened), (Status::Accepted, CENTRE, 1));
    let decided = then(&m, outward::outcome(&m, 1, ResultThere::Decided, None, &on(MONDAY)));
    assert_eq!(outward::refuse(&decided, 1, text(), &on(MONDAY)), Err(Refusal::DiversionOver));
}

#[test]
fn the_whole_goes_only_where_every_applicant_wants_it_and_only_the_police_come_unasked() {
    let m = accepted();
    let refused = |send: Send| outward::send(&m, send, &on(MONDAY)).unwrap_err();
    assert_eq!(refused(to("court", &[])), Refusal::WishMissing);
    assert_eq!(refused(to("court", &[2])), Refusal::WishMissing);
    assert_eq!(refused(to("reconsideration", &[1])), Refusal::NoSuchExit, "not for wages");
    let danger = |exit: &str| Send { ground: Ground::Danger, ..to(exit, &[]) };
    assert_eq!(refused(danger("court")), Refusal::DangerOnly);
    let called = then(&m, outward::send(&m, danger("police"), &on(MONDAY)));
    assert!(called.pending_diversion().is_none(), "mediation goes on beside it");
    assert!(outward::send(&m, to("legal-aid", &[2]), &on(MONDAY)).is_ok(), "one party may ask for a lawyer");
}

#[test]
fn the_end_of_the_matter_starts_the_time_for_the_answer_and_a_late_one_is_a_missed_promise() {
    let m = then(&accepted(), arrival::record(&accepted(), police(), &on(MONDAY)));
    assert_eq!(m.arrivals[0].wanted(), Some(date(2026, 3, 3)));
    let m = then(&m, arrival::receipt(&m, 1, &on(MONDAY)));
    assert_eq!(m.arrivals[0].wanted(), None, "nothing is promised while it is handled");
    assert_eq!(arrival::answer(&m, 1, text(), None, &on(MONDAY)), Err(Refusal::AnswerTooEarly));
    let m = then(&m, conclusion::withdraw(&m, 1, None, told(&["court"]), &on(MONDAY)));
    assert_eq!(m.arrivals[0].wanted(), Some(date(2026, 3, 5)));
    let late = date(2026, 3, 9);
    let m = then(&m, arrival::answer(&m, 1, text(), None, &on(late)));
    assert_eq!(m.arrivals[0].state(), "answered");
    let answer = promises(&m).into_iter().find(|p| p.kind == PromiseKind::SenderAnswer).unwrap();
    assert!(answer.is_missed(late) && answer.body == CENTRE);
}

#[test]
fn nobody_leaves_without_a_way_on_that_is_open_and_each_party_gets_it_once() {
    let m = accepted();
    let leave = |exits: &[&str]| conclusion::withdraw(&m, 1, None, told(exits), &on(MONDAY));
    assert_eq!(leave(&[]), Err(Refusal::ExitMissing));
    assert_eq!(leave(&["reconsideration"]), Err(Refusal::ExitMissing));
    assert_eq!(advice::hand_over(&m, 1, Handed::Window, &on(MONDAY)), Err(Refusal::NoAdvice));
    let m = then(&m, leave(&["labour-arbitration", "court"]));
    assert_eq!(m.advice_owed_to(), [1, 2]);
    let missed = then(&m, advice::hand_over(&m, 1, Handed::NotReached, &on(MONDAY)));
    let read = then(&missed, advice::hand_over(&missed, 1, Handed::Link, &on(MONDAY)));
    assert_eq!(read.advised.as_ref().unwrap().handed.len(), 2, "who was not reached may get it later");
    assert_eq!(advice::hand_over(&read, 1, Handed::Window, &on(MONDAY)), Ok(Vec::new()));
    assert_eq!(read.advice_owed_to(), [2]);
}

#[test]
fn what_goes_back_to_its_sender_ends_here_unless_somebody_came_by_themselves() {
    let m = then(&accepted(), arrival::record(&accepted(), police(), &on(MONDAY)));
    let gone = then(&m, arrival::send_back(&m, 1, text(), &on(MONDAY)));
    assert_eq!((gone.status, gone.arrivals[0].state()), (Status::Returned, "returned"));
    let own = intake::Report { channel: Channel::Web, ..again() };
    let m = then(&m, intake::join_report(&m, own, Vec::new(), &on(MONDAY)));
    let stays = then(&m, arrival::send_back(&m, 1, text(), &on(MONDAY)));
    assert_eq!((stays.status, stays.arrivals[0].state()), (Status::Accepted, "returned"));
}

fn again() -> intake::Report {
    given::report(Channel::Web, text())
}
