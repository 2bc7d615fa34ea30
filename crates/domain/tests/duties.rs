//! Work between bodies, rule by rule: given, when, then or refused.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod given;

use std::sync::LazyLock;

use concord_domain::assignment::{self, Assign, Extend};
use concord_domain::backlog::{self, Old};
use concord_domain::body::BodyId;
use concord_domain::dispute::{self, Decide, Say};
use concord_domain::diversion::Advice;
use concord_domain::holding::{self, promises};
use concord_domain::joint;
use concord_domain::matter::{
    AccountId, BacklogStage, Channel, Duty, Event, Judgement, Matter, Meta, Mode, Outcome, PromiseKind, RaisedBy,
    Rules, Status, Verdict,
};
use concord_domain::region::Tier;
use concord_domain::tier::Superior;
use concord_domain::urging::{self, Urge};
use concord_domain::{Refusal, conclusion, intake, session};
use given::{Shipped, sealed as text};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const CENTRE: BodyId = BodyId(1);
const COMMITTEE: BodyId = BodyId(2);
const LABOUR: BodyId = BodyId(3);
const POLICE: BodyId = BodyId(4);
const COUNTY: BodyId = BodyId(9);
/// A Monday without holidays near it.
const MONDAY: Date = date(2026, 3, 2);

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| Shipped::with("general.toml"));

fn on(today: Date) -> Rules<'static> {
    SHIPPED.on(today)
}

fn advice() -> Advice {
    Advice { text: text(), exits: vec!["court".into()] }
}

/// A matter while its story is told.
struct Told {
    matter: Matter,
    today: Date,
}

impl Told {
    fn reported() -> Self {
        let matter = given::reported(Channel::Window, "labour.wage", CENTRE, 2, &on(MONDAY));
        Self { matter, today: MONDAY }
    }

    /// Accepted by the centre and given to the committee, which has not signed.
    fn given() -> Self {
        Self::reported()
            .with(|m, r| intake::accept(m, CENTRE, r))
            .with(|m, r| assignment::assign(m, lead(COMMITTEE), r))
    }

    /// And the committee has signed.
    fn signed() -> Self {
        Self::given().with(|m, r| assignment::receive(m, 1, r))
    }

    fn with(mut self, decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>) -> Self {
        let events = decide(&self.matter, &on(self.today)).unwrap();
        let at = i64::from(self.today.day_of_year()) * 86_400_000_000;
        self.matter = self.matter.after(&events, &Meta { at, actor: "staff:1".into() });
        self
    }

    fn days_later(mut self, days: i64) -> Self {
        self.today = self.today.saturating_add(days.days());
        self
    }

    #[track_caller]
    fn refused(&self, decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>, refusal: Refusal) {
        assert_eq!(decide(&self.matter, &on(self.today)), Err(refusal));
    }
}

fn order(body: BodyId, duty: Duty) -> Assign {
    Assign { body, duty, by: None, mediator: None, due_on: None, instruction: None }
}

fn lead(body: BodyId) -> Assign {
    order(body, Duty::Lead)
}

fn say(by: BodyId, responsible: BodyId) -> Say {
    Say { by, responsible, duty: Some("wage-inspection".into()), reason: text() }
}

fn decision(by: BodyId, responsible: BodyId) -> Decide {
    Decide { by, responsible, duty: None, point: text(), reason: text() }
}

#[test]
fn whoever_received_it_first_is_responsible_until_the_lead_has_signed() {
    let told = Told::given();
    assert_eq!((told.matter.body, told.matter.responsible), (COMMITTEE, CENTRE));
    let told = told.with(|m, r| assignment::receive(m, 1, r));
    assert_eq!(told.matter.responsible, COMMITTEE);
}

#[test]
fn signing_twice_is_signing_once() {
    let told = Told::signed();
    assert_eq!(assignment::receive(&told.matter, 1, &on(MONDAY)), Ok(vec![]));
}

#[test]
fn whoever_begins_to_work_has_signed() {
    let told = Told::given().with(|m, _| assignment::name_mediator(m, AccountId(7)));
    let arrange = session::Arrange { at: 1, on: MONDAY, mode: Mode::OnSite, place: None };
    let told = told.with(|m, r| session::arrange(m, arrange, r));
    assert_eq!((told.matter.responsible, told.matter.assignments[0].received_on), (COMMITTEE, Some(MONDAY)));
}

#[test]
fn an_assist_that_signs_takes_no_responsibility() {
    let told = Told::reported()
        .with(|m, r| intake::accept(m, CENTRE, r))
        .with(|m, r| assignment::assign_both(m, lead(COMMITTEE), order(LABOUR, Duty::Assist), r))
        .with(|m, r| assignment::receive(m, 2, r));
    assert_eq!((told.matter.body, told.matter.responsible), (COMMITTEE, CENTRE));
    assert_eq!(told.matter.assignments.len(), 2);
}

#[test]
fn two_bodies_are_dispatched_in_one_step_or_none() {
    let told = Told::reported().with(|m, r| intake::accept(m, CENTRE, r));
    told.refused(|m, r| assignment::assign_both(m, lead(LABOUR), order(LABOUR, Duty::Assist), r), Refusal::SameBody);
    let late = Assign { due_on: Some(date(2026, 3, 1)), ..order(LABOUR, Duty::Assist) };
    told.refused(|m, r| assignment::assign_both(m, lead(COMMITTEE), late, r), Refusal::DatePast { earliest: MONDAY });
}

fn above(body: BodyId) -> Superior {
    Superior { body, tier: Tier::County }
}

#[test]
fn work_is_to_be_signed_for_within_a_working_day_over_the_weekend() {
    let told = Told::given();
    assert_eq!(told.matter.assignments[0].sign_by, Some(date(2026, 3, 3)));
    let friday = Told::reported()
        .with(|m, r| intake::accept(m, CENTRE, r))
        .days_later(4)
        .with(|m, r| assignment::assign(m, lead(COMMITTEE), r));
    assert_eq!(friday.matter.assignments[0].sign_by, Some(date(2026, 3, 9)));
}

#[test]
fn work_that_is_sent_back_lies_with_whoever_gave_it() {
    let told = Told::given().with(|m, r| assignment::send_back(m, 1, text(), Some(above(COUNTY)), r));
    let m = &told.matter;
    assert_eq!((m.status, m.body, m.responsible, m.bounced), (Status::Accepted, CENTRE, CENTRE, 1));
    let told = told.with(|m, r| assignment::assign(m, lead(COMMITTEE), r));
    assert_eq!(told.matter.assignments.len(), 2);
}

#[test]
fn what_was_signed_for_is_handed_over_or_disputed_but_not_sent_back() {
    Told::signed()
        .refused(|m, r| assignment::send_back(m, 1, text(), Some(above(COUNTY)), r), Refusal::SignedFor { on: MONDAY });
}

#[test]
fn the_second_return_takes_the_matter_to_the_superior_by_itself() {
    let told = Told::given()
        .with(|m, r| assignment::send_back(m, 1, text(), Some(above(COUNTY)), r))
        .with(|m, r| assignment::assign(m, lead(LABOUR), r))
        .with(|m, r| assignment::send_back(m, 2, text(), Some(above(COUNTY)), r));
    let m = &told.matter;
    assert_eq!((m.status, m.body, m.responsible, m.bounced), (Status::Accepted, COUNTY, COUNTY, 0));
    assert_eq!(m.stays.iter().map(|s| s.body).collect::<Vec<_>>(), [CENTRE, COUNTY]);
    // So the matter is the county's, and the county's time to arrange it begins.
    assert_eq!(
        (m.tiers.tier(), m.tiers.here().body, m.tiers.here().came),
        (Tier::County, COUNTY, Some(RaisedBy::Rule))
    );
    assert!(m.tiers.here().because.is_some(), "parties read why");
    assert_eq!(m.running_clocks().filter(|c| c.clock == "take_up").count(), 1);
}

#[test]
fn an_assist_that_declines_is_no_bounce() {
    let told = Told::signed()
        .with(|m, r| assignment::assign(m, order(LABOUR, Duty::Assist), r))
        .with(|m, r| assignment::send_back(m, 2, text(), Some(above(COUNTY)), r));
    assert_eq!((told.matter.bounced, told.matter.responsible), (0, COMMITTEE));
}

#[test]
fn without_anybody_above_the_second_return_stays_with_the_assigner() {
    let told = Told::given()
        .with(|m, r| assignment::send_back(m, 1, text(), None, r))
        .with(|m, r| assignment::assign(m, lead(LABOUR), r))
        .with(|m, r| assignment::send_back(m, 2, text(), None, r));
    assert_eq!((told.matter.responsible, told.matter.bounced), (CENTRE, 2));
}

#[test]
fn more_time_is_asked_for_with_a_reason_and_given_by_the_assigner() {
    let due = Assign { due_on: Some(date(2026, 3, 10)), ..lead(COMMITTEE) };
    let ask = |until| Extend { no: 1, until, reason: text() };
    let told = Told::reported().with(|m, r| intake::accept(m, CENTRE, r)).with(|m, r| assignment::assign(m, due, r));
    told.refused(|m, r| assignment::ask_extension(m, ask(date(2026, 3, 20)), r), Refusal::NotSignedFor);
    let told = told.with(|m, r| assignment::receive(m, 1, r));
    told.refused(
        |m, r| assignment::ask_extension(m, ask(date(2026, 3, 9)), r),
        Refusal::NotLater { due_on: date(2026, 3, 10) },
    );
    let told = told.with(|m, r| assignment::ask_extension(m, ask(date(2026, 3, 20)), r));
    told.refused(
        |m, r| assignment::ask_extension(m, ask(date(2026, 3, 25)), r),
        Refusal::MoreTimeAsked { until: date(2026, 3, 20) },
    );
    told.refused(|m, r| assignment::answer_extension(m, 1, Verdict::Refused, None, r), Refusal::ReasonMissing);
    let told = told.with(|m, r| assignment::answer_extension(m, 1, Verdict::Granted, None, r));
    assert_eq!(told.matter.assignments[0].due_on, Some(date(2026, 3, 20)));
    told.refused(|m, r| assignment::answer_extension(m, 1, Verdict::Granted, None, r), Refusal::NoExtension);
}

#[test]
fn more_time_asked_for_after_the_day_counts_from_today_and_the_mark_stays_until_it_is_given() {
    let due = Assign { due_on: Some(date(2026, 3, 4)), ..lead(COMMITTEE) };
    let told = Told::reported()
        .with(|m, r| intake::accept(m, CENTRE, r))
        .with(|m, r| assignment::assign(m, due, r))
        .with(|m, r| assignment::receive(m, 1, r))
        .days_later(5);
    let missed = |told: &Told| {
        promises(&told.matter).iter().filter(|p| p.kind == PromiseKind::Reply && p.is_missed(told.today)).count()
    };
    assert_eq!(missed(&told), 1);
    let past = Extend { no: 1, until: date(2026, 3, 5), reason: text() };
    told.refused(|m, r| assignment::ask_extension(m, past, r), Refusal::NotLater { due_on: date(2026, 3, 7) });
    let told = told
        .with(|m, r| assignment::ask_extension(m, Extend { no: 1, until: date(2026, 3, 12), reason: text() }, r))
        .with(|m, r| assignment::answer_extension(m, 1, Verdict::Granted, None, r));
    assert_eq!(missed(&told), 0);
}

#[test]
fn work_that_is_handed_over_stays_until_the_other_has_signed() {
    let told = Told::signed().with(|m, r| assignment::hand_over(m, 1, POLICE, text(), r));
    assert_eq!((told.matter.body, told.matter.responsible), (COMMITTEE, COMMITTEE));
    told.refused(|m, r| assignment::reply(m, 1, text(), vec![], r), Refusal::HandOverPending);
    let declined =
        Told { matter: told.matter.clone(), today: MONDAY }.with(|m, r| assignment::decline_hand_over(m, 1, text(), r));
    assert_eq!(declined.matter.responsible, COMMITTEE);
    let told = told.days_later(1).with(|m, r| assignment::sign_hand_over(m, 1, r));
    assert_eq!((told.matter.body, told.matter.responsible), (POLICE, POLICE));
    assert_eq!(told.matter.stays.last().unwrap().from_on, date(2026, 3, 3));
}

#[test]
fn an_answer_needs_a_receipt_and_is_given_once() {
    let told = Told::given();
    told.refused(|m, r| assignment::reply(m, 1, text(), vec![], r), Refusal::NotSignedFor);
    let told = told.with(|m, r| assignment::receive(m, 1, r)).with(|m, r| assignment::reply(m, 1, text(), vec![], r));
    told.refused(|m, r| assignment::reply(m, 1, text(), vec![], r), Refusal::WorkOver);
}

#[test]
fn a_dispute_is_decided_within_five_working_days_and_moves_nothing_before() {
    let told = Told::signed().with(|m, r| dispute::raise(m, say(COMMITTEE, LABOUR), Some(COUNTY), r));
    let m = &told.matter;
    assert_eq!((m.responsible, m.open_dispute().unwrap().due_on), (COMMITTEE, date(2026, 3, 9)));
    assert!(m.running_clocks().count() > 0, "the parties' time limits run on");
    told.refused(
        |m, r| dispute::raise(m, say(LABOUR, COMMITTEE), Some(COUNTY), r),
        Refusal::DisputeOpen { due_on: date(2026, 3, 9) },
    );
    told.refused(|m, r| dispute::decide(m, decision(CENTRE, LABOUR), r), Refusal::NotDecider);
}

#[test]
fn a_body_that_speaks_twice_in_a_dispute_is_heard_with_its_last_word() {
    let told = Told::signed()
        .with(|m, r| dispute::raise(m, say(COMMITTEE, LABOUR), Some(COUNTY), r))
        .with(|m, r| dispute::claim(m, say(LABOUR, COMMITTEE), r))
        .with(|m, r| dispute::claim(m, say(LABOUR, POLICE), r));
    let claims = &told.matter.disputes[0].claims;
    assert_eq!(
        claims.iter().map(|c| (c.by, c.responsible)).collect::<Vec<_>>(),
        [(COMMITTEE, LABOUR), (LABOUR, POLICE)]
    );
}

#[test]
fn a_decided_body_is_responsible_at_once_without_a_receipt() {
    let told = Told::signed()
        .with(|m, r| dispute::raise(m, say(COMMITTEE, LABOUR), Some(COUNTY), r))
        .days_later(2)
        .with(|m, r| dispute::decide(m, decision(COUNTY, LABOUR), r));
    let m = &told.matter;
    assert_eq!((m.body, m.responsible, m.status), (LABOUR, LABOUR, Status::Assigned));
    assert!(m.open_dispute().is_none());
    told.refused(|m, r| dispute::claim(m, say(LABOUR, POLICE), r), Refusal::NoDispute);
}

#[test]
fn a_dispute_needs_a_superior_a_known_duty_and_two_sides() {
    let told = Told::signed();
    told.refused(|m, r| dispute::raise(m, say(COMMITTEE, LABOUR), None, r), Refusal::NoSuperior);
    let unknown = Say { duty: Some("none-such".into()), ..say(COMMITTEE, LABOUR) };
    told.refused(|m, r| dispute::raise(m, unknown, Some(COUNTY), r), Refusal::NoSuchDuty);
    told.refused(|m, r| dispute::raise(m, say(COMMITTEE, COMMITTEE), Some(COUNTY), r), Refusal::SameBody);
}

#[test]
fn a_conference_decides_tasks_for_those_who_take_part() {
    let open =
        joint::Open { lead: COMMITTEE, members: vec![LABOUR, COMMITTEE, LABOUR], reason: text(), by: Some(CENTRE) };
    let told = Told::signed().with(|m, r| joint::open(m, open, r));
    assert_eq!(told.matter.joint.as_ref().unwrap().members, [LABOUR]);
    assert!(told.matter.assignments.iter().any(|a| a.body == LABOUR && a.duty == Duty::Assist && a.by == CENTRE));
    told.refused(|m, r| joint::hold(m, text(), vec![], r), Refusal::NoConference);
    let call = joint::Call { at: 1, day: date(2026, 3, 4), place: None, agenda: text() };
    let told = told.with(|m, r| joint::call(m, call.clone(), r));
    told.refused(|m, r| joint::call(m, call, r), Refusal::ConferenceOpen);
    let task = |body| joint::NewTask { body, what: text(), due_on: date(2026, 3, 6) };
    let early = Refusal::ConferenceAhead { from: date(2026, 3, 4) };
    told.refused(|m, r| joint::hold(m, text(), vec![task(LABOUR)], r), early);
    let told = told.days_later(2);
    told.refused(|m, r| joint::hold(m, text(), vec![task(POLICE)], r), Refusal::NotMember);
    let told = told.with(|m, r| joint::hold(m, text(), vec![task(LABOUR)], r));
    let told = told.with(|m, r| joint::finish(m, 1, None, r));
    told.refused(|m, r| joint::finish(m, 1, None, r), Refusal::TaskDone);
}

#[test]
fn joint_mediation_needs_somebody_besides_the_lead_and_begins_once() {
    let open = |members| joint::Open { lead: COMMITTEE, members, reason: text(), by: None };
    let told = Told::signed();
    told.refused(|m, r| joint::open(m, open(vec![COMMITTEE]), r), Refusal::MembersMissing);
    let told = told.with(|m, r| joint::open(m, open(vec![LABOUR]), r));
    told.refused(|m, r| joint::open(m, open(vec![POLICE]), r), Refusal::AlreadyJoint);
}

#[test]
fn an_old_matter_is_consulted_on_before_it_is_judged() {
    let told = Told::signed().days_later(59);
    assert_eq!(backlog::reasons(&told.matter, &on(told.today)), []);
    let told = told.days_later(1);
    assert_eq!(backlog::reasons(&told.matter, &on(told.today)), [Old::Long]);
    told.refused(
        |m, r| backlog::take_step(m, BacklogStage::Judge, text(), r),
        Refusal::StageFirst { stage: BacklogStage::Consult },
    );
    told.with(|m, r| backlog::take_step(m, BacklogStage::Consult, text(), r))
        .with(|m, r| backlog::take_step(m, BacklogStage::Judge, text(), r));
}

#[test]
fn late_work_is_urged_where_it_lies_and_the_urging_is_answered_once() {
    let urge = |to| Urge { by: COUNTY, to, answer_by: date(2026, 3, 4), text: text() };
    let told = Told::signed();
    told.refused(|m, r| urging::urge(m, urge(POLICE), r), Refusal::NotOnMatter);
    let told = told.with(|m, r| urging::urge(m, urge(COMMITTEE), r)).with(|m, r| urging::answer(m, 1, text(), r));
    told.refused(|m, r| urging::answer(m, 1, text(), r), Refusal::UrgingOver);
}

#[test]
fn an_answer_to_an_urging_is_given_sixty_days_at_most() {
    let told = Told::signed();
    let urge = |days: i64| Urge { by: COUNTY, to: COMMITTEE, answer_by: told.today + days.days(), text: text() };
    let latest = told.today + 60.days();
    told.refused(|m, r| urging::urge(m, urge(61), r), Refusal::AnswerTooFar { latest, most: 60 });
    assert!(urging::urge(&told.matter, urge(60), &on(told.today)).is_ok());
}

#[test]
fn a_limit_that_was_kept_is_to_the_credit_of_whoever_kept_it_also_where_the_matter_went_on_the_same_day() {
    let kept: Vec<_> = promises(&Told::signed().matter)
        .into_iter()
        .filter(|p| p.kind == PromiseKind::Clock && p.met_on == Some(MONDAY))
        .map(|p| p.body)
        .collect();
    assert!(!kept.is_empty() && kept.iter().all(|body| *body == CENTRE), "{kept:?}");
    assert_eq!(Told::signed().matter.responsible_on(MONDAY), COMMITTEE);
}

#[test]
fn an_urging_that_was_withdrawn_late_is_no_mark_and_is_answered_no_more() {
    let urge = Urge { by: COUNTY, to: COMMITTEE, answer_by: date(2026, 3, 4), text: text() };
    let told = Told::signed().with(|m, r| urging::urge(m, urge, r)).days_later(5);
    let urged = |m: &Matter| promises(m).into_iter().find(|p| p.kind == PromiseKind::Urging).unwrap();
    assert!(urged(&told.matter).is_missed(told.today));
    let told = told.with(|m, r| urging::withdraw(m, 1, text(), r)).days_later(5);
    let promise = urged(&told.matter);
    assert!(!promise.is_missed(told.today) && promise.withdrawn_on.is_some(), "seen, and not counted");
    told.refused(|m, r| urging::answer(m, 1, text(), r), Refusal::UrgingOver);
    told.refused(|m, r| urging::withdraw(m, 1, text(), r), Refusal::UrgingOver);
}

#[test]
fn a_superior_takes_a_matter_over_without_a_receipt() {
    let told = Told::signed().days_later(3).with(|m, r| urging::take_over(m, above(COUNTY), text(), r));
    let m = &told.matter;
    assert_eq!((m.status, m.body, m.responsible), (Status::Accepted, COUNTY, COUNTY));
    assert!(m.assignments.iter().all(|a| !a.is_open()));
    assert_eq!((m.tiers.tier(), m.tiers.here().came), (Tier::County, Some(RaisedBy::Person)));
    let bodies: Vec<BodyId> = m.tiers.stays.iter().map(|stay| stay.body).collect();
    assert_eq!((bodies, m.worked_by()), (vec![CENTRE, COUNTY], None), "the tier before keeps its own body");
    told.refused(|m, r| urging::take_over(m, above(COUNTY), text(), r), Refusal::SameBody);
}

#[test]
fn a_receipt_that_came_late_is_a_mark_of_the_body_that_signed() {
    let told = Told::given().days_later(3).with(|m, r| assignment::receive(m, 1, r));
    let missed: Vec<_> = promises(&told.matter).into_iter().filter(|p| p.is_missed(told.today)).collect();
    assert_eq!(missed.iter().map(|p| (p.kind, p.body)).collect::<Vec<_>>(), [(PromiseKind::Receipt, COMMITTEE)]);
}

#[test]
fn a_time_limit_that_ran_out_is_a_mark_of_whoever_was_responsible_that_day() {
    let told = Told::reported().days_later(10).with(|m, r| intake::accept(m, COMMITTEE, r));
    let late = promises(&told.matter).into_iter().find(|p| p.kind == PromiseKind::Clock && p.is_missed(told.today));
    assert_eq!(late.unwrap().body, CENTRE, "who accepted it late was not the one who had it");
}

#[test]
fn a_mark_is_objected_to_once_and_a_lifted_one_stays_visible_as_lifted() {
    let told = Told::given();
    let object = |of| holding::Object { promise: PromiseKind::Receipt, of, text: text() };
    told.refused(|m, r| holding::object(m, object(1), r), Refusal::NotMissed);
    let told =
        told.days_later(3).with(|m, r| assignment::receive(m, 1, r)).with(|m, r| holding::object(m, object(1), r));
    told.refused(|m, r| holding::object(m, object(1), r), Refusal::Appealed);
    assert_eq!(told.matter.appeals[0].by, COMMITTEE);
    let told = told.with(|m, r| holding::judge(m, 1, Judgement::Lifted, text(), r));
    told.refused(|m, r| holding::judge(m, 1, Judgement::Upheld, text(), r), Refusal::NoAppeal);
    assert!(told.matter.is_lifted(PromiseKind::Receipt, 1));
    assert!(promises(&told.matter).iter().any(|p| p.kind == PromiseKind::Receipt && p.is_missed(told.today)));
}

#[test]
fn nothing_is_waited_for_once_the_matter_ended() {
    let told = Told::signed()
        .with(|m, r| dispute::raise(m, say(COMMITTEE, LABOUR), Some(COUNTY), r))
        .with(|m, r| conclusion::conclude(m, Outcome::NotSettled, Some(advice()), r));
    assert!(told.matter.open_dispute().is_none() && told.matter.assignments.iter().all(|a| !a.is_open()));
    assert_eq!(told.matter.stays.last().unwrap().until_on, Some(MONDAY));
}
