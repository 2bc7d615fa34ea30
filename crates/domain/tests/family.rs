//! Matters that belong together: merging and taking apart, linking, many applicants of one matter.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod given;

use std::sync::LazyLock;

use concord_domain::agreement::{self, Draft, Promise};
use concord_domain::assignment::{self, Assign};
use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::code::{MatterCode, MatterId};
use concord_domain::diversion::Advice;
use concord_domain::family::{self, Merge, Said};
use concord_domain::matter::{
    AccountId, Channel, Duty, EarlierShown, EarlierVerdict, Event, Form, LinkKind, Matter, Meta, PartyRole, Recorded,
    Rules, Status, Urgency, UrgencyCause, lapse,
};
use concord_domain::sealed::Sealed;
use concord_domain::{Refusal, conclusion, intake};
use given::Shipped;
use jiff::civil::{Date, date};

const MONDAY: Date = date(2026, 3, 2);
const WEDNESDAY: Date = date(2026, 3, 4);
const COMMITTEE: BodyId = BodyId(4);
const TOWN: BodyId = BodyId(3);

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| Shipped::with("general.toml"));

fn rules(today: Date) -> Rules<'static> {
    let now = i64::from(today.day_of_year()) * 86_400_000_000;
    Rules { now, ..SHIPPED.on(today) }
}

fn advised() -> Advice {
    Advice { text: text(), exits: vec!["court".into()] }
}

fn text() -> Sealed {
    Sealed { id: 7, digest: "d".into() }
}

fn said() -> Said {
    Said { here: text(), there: text() }
}

fn party(role: PartyRole, key: &str) -> intake::NewParty {
    intake::NewParty { role, person: text(), representative: None, key_hash: Some(key.to_owned()) }
}

fn meta() -> Meta {
    Meta { at: 0, actor: "staff:1".into() }
}

/// A matter of one applicant and one respondent, reported on a day; its number makes code and keys.
fn reported(no: u64, on: Date) -> Matter {
    let report = given::report(Channel::Web, text());
    let open = intake::Open {
        code: MatterCode::from_number(no),
        report,
        region: "970101001001".parse().unwrap(),
        category: CategoryCode::try_from("other").unwrap(),
        urgency: Urgency::Normal,
        body: TOWN,
        parties: vec![party(PartyRole::Applicant, &format!("key-{no}")), party(PartyRole::Respondent, "")],
    };
    let events = intake::open(open, &rules(on)).unwrap();
    let recorded = |(version, event)| Recorded { version, meta: meta(), event };
    let history: Vec<Recorded> = (1..).zip(events).map(recorded).collect();
    Matter::replay(MatterId(i64::try_from(no).unwrap()), &history).unwrap()
}

/// The same, accepted and led by a body that has signed, with a mediator.
fn led(no: u64, on: Date, body: BodyId) -> Matter {
    let m = reported(no, on);
    let m = after(&m, &intake::accept(&m, TOWN, &rules(on)).unwrap());
    let mediator = Some(AccountId(body.0 * 10));
    let order = Assign { body, duty: Duty::Lead, by: Some(TOWN), mediator, due_on: None, instruction: None };
    let m = after(&m, &assignment::assign(&m, order, &rules(on)).unwrap());
    after(&m, &assignment::receive(&m, 1, &rules(on)).unwrap())
}

fn after(m: &Matter, events: &[Event]) -> Matter {
    m.after(events, &meta())
}

fn order() -> Merge {
    Merge { reason: Some(said()), lead: None, by: Some(TOWN), same: Vec::new() }
}

fn merged(duplicate: &Matter, into: &Matter, cmd: Merge, on: Date) -> (Matter, Matter) {
    let (gone, stays) = family::merge(duplicate, into, cmd, &rules(on)).unwrap();
    (after(duplicate, &gone), after(into, &stays))
}

fn separated(duplicate: &Matter, from: &Matter, on: Date) -> (Matter, Matter) {
    let (back, stays) = family::separate(duplicate, from, said(), &rules(on)).unwrap();
    (after(duplicate, &back), after(from, &stays))
}

fn due(m: &Matter, clock: &str) -> Date {
    m.running_clocks().find(|c| c.clock == clock).unwrap().due_on
}

#[test]
fn a_merged_matter_is_neither_open_nor_concluded_and_its_key_opens_the_other() {
    let (gone, stays) = merged(&reported(2, MONDAY), &led(1, MONDAY, COMMITTEE), order(), MONDAY);
    assert_eq!(gone.status, Status::Merged);
    assert_eq!(gone.merged_into.as_ref(), Some(&stays.code));
    assert_eq!(gone.running_clocks().count(), 0);
    assert_eq!((stays.reports.len(), stays.parties.len()), (2, 4));
    assert!(stays.parties.iter().any(|p| p.no == 3 && p.key_hashes.contains(&"key-2".to_owned())));
    let again = conclusion::reopen(&gone, TOWN, text(), &rules(MONDAY));
    assert_eq!(again, Err(Refusal::MergeTarget), "it goes on where it went");
}

#[test]
fn whom_both_matters_have_is_one_party_with_the_keys_of_both_and_coming_again_is_urgent() {
    let same = Merge { same: vec![(1, 1), (2, 2)], ..order() };
    let (_, stays) = merged(&reported(2, MONDAY), &led(1, MONDAY, COMMITTEE), same, MONDAY);
    assert_eq!(stays.parties.len(), 2);
    assert!(stays.parties[0].key_hashes.contains(&"key-1".to_owned()), "{:?}", stays.parties[0]);
    assert!(stays.parties[0].key_hashes.contains(&"key-2".to_owned()), "{:?}", stays.parties[0]);
    assert_eq!((stays.urgency, stays.family.urgency_because), (Urgency::Soon, Some(UrgencyCause::Returned)));
    let others = Merge { same: vec![(2, 2)], ..order() };
    let (_, stays) = merged(&reported(2, MONDAY), &led(1, MONDAY, COMMITTEE), others, MONDAY);
    assert_eq!((stays.urgency, stays.parties.len()), (Urgency::Normal, 3), "another person's report is no return");
}

/// The applicant has somebody with a key who speaks for them.
fn represented(m: &Matter, id: i64, key: &str) -> Matter {
    let person = Sealed { id, digest: "d".into() };
    let m = after(m, &intake::represent(m, 1, person).unwrap());
    after(&m, &intake::admit_representative(&m, 1, key.to_owned()).unwrap())
}

#[test]
fn who_represents_a_party_goes_over_with_it_and_back_and_never_beside_another() {
    let same = || Merge { same: vec![(1, 1), (2, 2)], ..order() };
    let (duplicate, into) = (represented(&reported(2, MONDAY), 20, "agent-2"), led(1, MONDAY, COMMITTEE));
    let (gone, stays) = merged(&duplicate, &into, same(), MONDAY);
    let speaks = |m: &Matter| m.parties[0].representative.as_ref().map(|person| person.id);
    assert_eq!((speaks(&stays), &*stays.parties[0].representative_keys), (Some(20), &["agent-2".to_owned()][..]));
    let (_, alone) = separated(&gone, &stays, MONDAY);
    assert_eq!((speaks(&alone), alone.parties[0].representative_keys.len()), (None, 0));
    // Somebody recorded since then is not the one who came.
    let (_, alone) = separated(&gone, &represented(&stays, 30, "agent-3"), MONDAY);
    assert_eq!((speaks(&alone), alone.parties[0].representative_keys.len()), (Some(30), 1));
    let (_, stays) = merged(&duplicate, &represented(&into, 10, "agent-1"), same(), MONDAY);
    assert_eq!((speaks(&stays), &*stays.parties[0].representative_keys), (Some(10), &["agent-1".to_owned()][..]));
}

#[test]
fn where_two_bodies_lead_somebody_says_which_stays() {
    let (a, b) = (led(1, MONDAY, COMMITTEE), led(2, MONDAY, TOWN));
    assert_eq!(family::merge(&b, &a, order(), &rules(MONDAY)), Err(Refusal::LeadsDiffer));
    assert_eq!(family::leads(&b, &a), [COMMITTEE, TOWN]);
    let stranger = Merge { lead: Some(BodyId(99)), ..order() };
    assert_eq!(family::merge(&b, &a, stranger, &rules(MONDAY)), Err(Refusal::NotOnMatter));
    let (gone, stays) = merged(&b, &a, Merge { lead: Some(COMMITTEE), ..order() }, MONDAY);
    assert_eq!((stays.body, stays.mediator), (COMMITTEE, Some(AccountId(40))));
    assert!(gone.assignments.iter().all(|work| !work.is_open()), "the other is not asked for anything any more");
    let (_, stays) = merged(&b, &a, Merge { lead: Some(TOWN), ..order() }, MONDAY);
    assert_eq!((stays.body, stays.responsible, stays.mediator), (TOWN, TOWN, Some(AccountId(30))));
    assert!(stays.assignments.iter().filter(|w| w.is_open()).all(|w| w.body == TOWN), "the other's order is over");
}

#[test]
fn nothing_is_merged_into_itself_twice_in_a_circle_or_around_an_agreement() {
    let (a, b) = (led(1, MONDAY, COMMITTEE), reported(2, MONDAY));
    assert_eq!(family::merge(&a, &a, order(), &rules(MONDAY)), Err(Refusal::MergeTarget));
    let (gone, stays) = merged(&b, &a, order(), MONDAY);
    let twice = family::merge(&gone, &stays, order(), &rules(MONDAY));
    assert_eq!(twice, Err(Refusal::AlreadyConcluded { status: Status::Merged }));
    let circle = family::merge(&stays, &gone, order(), &rules(MONDAY));
    assert_eq!(circle, Err(Refusal::MergedElsewhere { into: a.code.clone() }));
    let signing = drafted(&a, MONDAY);
    assert_eq!(family::merge(&b, &signing, order(), &rules(MONDAY)), Err(Refusal::AgreementFirst));
    assert_eq!(family::merge(&signing, &b, order(), &rules(MONDAY)), Err(Refusal::AgreementFirst));
}

fn drafted(m: &Matter, on: Date) -> Matter {
    let owed = Promise { party: 2, what: text(), amount: None, due_on: on };
    let draft = Draft { form: Form::Written, facts: text(), terms: text(), obligations: vec![owed] };
    after(m, &agreement::draft(m, draft, &rules(on)).unwrap())
}

#[test]
fn a_merger_wins_nobody_time() {
    let (old, new) = (led(1, MONDAY, COMMITTEE), led(2, WEDNESDAY, COMMITTEE));
    assert!(due(&old, "mediate") < due(&new, "mediate"));
    let (_, stays) = merged(&old, &new, order(), WEDNESDAY);
    assert_eq!(due(&stays, "mediate"), due(&old, "mediate"), "the earlier promise goes on");
    let (gone, stays) = merged(&new, &old, order(), WEDNESDAY);
    assert_eq!(due(&stays, "mediate"), due(&old, "mediate"), "a later one moves nothing");
    let (back, stays) = separated(&gone, &stays, WEDNESDAY);
    assert_eq!((due(&back, "mediate"), due(&stays, "mediate")), (due(&new, "mediate"), due(&old, "mediate")));
}

#[test]
fn an_inherited_promise_goes_back_with_its_matter() {
    let (old, new) = (led(1, MONDAY, COMMITTEE), led(2, WEDNESDAY, COMMITTEE));
    let (gone, stays) = merged(&old, &new, order(), WEDNESDAY);
    let (back, stays) = separated(&gone, &stays, date(2026, 3, 9));
    assert_eq!((due(&back, "mediate"), due(&stays, "mediate")), (due(&old, "mediate"), due(&new, "mediate")));
}

#[test]
fn a_matter_taken_out_stands_as_it_stood_and_its_clocks_ran_on() {
    let (a, b) = (led(1, MONDAY, COMMITTEE), led(2, MONDAY, TOWN));
    let (gone, stays) = merged(&b, &a, Merge { lead: Some(COMMITTEE), same: vec![(2, 2)], ..order() }, WEDNESDAY);
    let (back, stays) = separated(&gone, &stays, date(2026, 5, 4));
    assert_eq!((back.status, back.body, back.mediator), (b.status, TOWN, Some(AccountId(30))));
    assert_eq!(back.assignments, b.assignments);
    assert_eq!((back.merged_into.as_ref(), back.concluded_on), (None, None));
    assert_eq!(due(&back, "mediate"), due(&b, "mediate"));
    let looked = after(&back, &lapse(&back, &rules(date(2026, 5, 4)), &|_| None).unwrap());
    assert!(looked.running_clocks().any(|c| c.clock == "mediate" && c.lapsed_on.is_some()), "two months are over");
    assert_eq!((stays.reports.len(), stays.parties.len()), (1, 2));
    assert!(stays.parties.iter().all(|p| !p.key_hashes.contains(&"key-2".to_owned())), "the key opens its own matter");
    assert_eq!(stays.once_party(3).map(|p| p.role), Some(PartyRole::Applicant), "what they said stays theirs");
    assert_eq!(back.responsible, TOWN);
    assert_eq!(back.stays.iter().filter(|s| s.until_on.is_none()).count(), 1);
    let joined = after(&stays, &intake::join_party(&stays, party(PartyRole::Third, "k")).unwrap());
    assert_eq!(joined.parties.last().map(|p| p.no), Some(4), "no number is given twice");
}

#[test]
fn what_has_ended_or_was_merged_on_is_not_taken_apart() {
    let (a, b, c) = (led(1, MONDAY, COMMITTEE), reported(2, MONDAY), reported(3, MONDAY));
    let (gone, stays) = merged(&b, &a, order(), MONDAY);
    assert_eq!(family::separate(&a, &stays, said(), &rules(MONDAY)), Err(Refusal::NotMerged));
    assert_eq!(family::separate(&gone, &c, said(), &rules(MONDAY)), Err(Refusal::NotMerged));
    let over = after(&stays, &intake::refer(&stays, "court", None, &rules(MONDAY)).unwrap());
    let refused = Err(Refusal::AlreadyConcluded { status: Status::Referred });
    assert_eq!(family::separate(&gone, &over, said(), &rules(MONDAY)), refused);
    let (further, _) = merged(&stays, &c, order(), MONDAY);
    let refused = Err(Refusal::MergedElsewhere { into: c.code.clone() });
    assert_eq!(family::separate(&gone, &further, said(), &rules(MONDAY)), refused);
    let signing = drafted(&stays, MONDAY);
    assert_eq!(family::separate(&gone, &signing, said(), &rules(MONDAY)), Err(Refusal::AgreementFirst));
}

#[test]
fn a_link_stands_on_both_sides_and_a_repeat_makes_the_later_matter_more_urgent_once() {
    let (a, b) = (led(1, MONDAY, COMMITTEE), reported(2, WEDNESDAY));
    let link = |one: &Matter, other: &Matter, kind| family::link(one, other, kind, said(), &rules(WEDNESDAY));
    assert_eq!(link(&a, &a, LinkKind::Related), Err(Refusal::LinkSelf));
    let (of_a, of_b) = link(&a, &b, LinkKind::Repeat).unwrap();
    let (a, b) = (after(&a, &of_a), after(&b, &of_b));
    assert_eq!((a.urgency, b.urgency), (Urgency::Normal, Urgency::Soon));
    assert_eq!((a.relatives(), b.relatives()), (1, 1));
    assert_eq!(link(&b, &a, LinkKind::Related), Err(Refusal::AlreadyLinked));
    let (of_b, of_a) = family::unlink(&b, &a, &rules(WEDNESDAY)).unwrap();
    let (a, b) = (after(&a, &of_a), after(&b, &of_b));
    assert_eq!((a.relatives(), b.relatives()), (0, 0));
    assert_eq!(family::unlink(&b, &a, &rules(WEDNESDAY)), Err(Refusal::NotLinked));
    let (_, of_b) = link(&a, &b, LinkKind::Repeat).unwrap();
    assert_eq!(after(&b, &of_b).urgency, Urgency::Soon, "linking again raises nothing again");
}

#[test]
fn urgency_rises_by_a_step_and_not_beyond_the_highest() {
    let mut m = reported(1, MONDAY);
    for wanted in [Urgency::Soon, Urgency::Urgent, Urgency::Urgent] {
        m = after(&m, &family::come_again(&m, UrgencyCause::Returned));
        assert_eq!(m.urgency, wanted);
    }
    let mut m = reported(2, MONDAY);
    for _ in 0..2 {
        m = after(&m, &family::come_again(&m, UrgencyCause::Joined));
        assert_eq!(m.urgency, Urgency::Soon, "others raise it once");
    }
}

/// Four applicants, numbers 1, 3, 4 and 5, and the respondent 2.
fn group() -> Matter {
    let m = led(1, MONDAY, COMMITTEE);
    let more = ["a", "b", "c"].map(|key| party(PartyRole::Applicant, key));
    after(&m, &intake::join_all(&m, more.into()).unwrap())
}

#[test]
fn an_applicant_speaks_for_those_who_agreed() {
    let m = group();
    let choose = |m: &Matter, no, of: &[u32]| family::choose_representative(m, no, of.into(), text(), &rules(MONDAY));
    assert_eq!(choose(&m, 1, &[]), Err(Refusal::ConsentMissing));
    assert_eq!(choose(&m, 1, &[1]), Err(Refusal::ConsentMissing), "nobody speaks for themselves by this");
    assert_eq!(choose(&m, 2, &[1]), Err(Refusal::NotApplicant { no: 2 }));
    assert_eq!(choose(&m, 1, &[9]), Err(Refusal::NotApplicant { no: 9 }));
    let m = after(&m, &choose(&m, 1, &[3, 4, 3]).unwrap());
    assert_eq!(m.family.spokesperson_of(4).map(|s| s.party), Some(1));
    assert_eq!(m.family.spokesperson_of(5), None);
    let m = after(&m, &choose(&m, 5, &[4]).unwrap());
    assert_eq!(m.family.spokesperson_of(4).map(|s| s.party), Some(5), "one at a time, the last one chosen");
    assert_eq!(m.family.spokesperson_of(3).map(|s| s.party), Some(1));
    let m = after(&m, &family::end_representative(&m, 1, &rules(MONDAY)).unwrap());
    assert_eq!(m.family.spokesperson_of(3), None);
    assert_eq!(family::end_representative(&m, 1, &rules(MONDAY)), Err(Refusal::NoSuchEntry { no: 1 }));
}

#[test]
fn one_of_many_leaves_and_the_others_go_on_until_the_last() {
    let m = group();
    let m = after(&m, &family::choose_representative(&m, 3, vec![1, 4], text(), &rules(MONDAY)).unwrap());
    let m = drafted(&m, MONDAY);
    assert_eq!(m.agreement().unwrap().signers, [1, 2, 3, 4, 5]);
    let leave = |m: &Matter, no| conclusion::withdraw(m, no, None, advised(), &rules(MONDAY));
    let m = after(&m, &leave(&m, 3).unwrap());
    assert!(m.status.is_open());
    assert_eq!(m.agreement().unwrap().signers, [1, 2, 4, 5], "nobody waits for a signature of one who left");
    assert_eq!(m.family.spokespeople, [], "nor do they speak for others");
    assert_eq!(leave(&m, 3), Err(Refusal::PartyGone));
    let m = [1, 4].iter().fold(m, |m, no| after(&m, &leave(&m, *no).unwrap()));
    assert!(m.status.is_open());
    let m = after(&m, &leave(&m, 5).unwrap());
    assert_eq!(m.status, Status::Withdrawn, "with the last applicant mediation ends");
    let m = group();
    assert_eq!(after(&m, &leave(&m, 2).unwrap()).status, Status::Withdrawn, "without the other side there is none");
}

#[test]
fn an_agreement_by_which_a_leaving_applicant_would_owe_is_over() {
    let m = group();
    let owed = Promise { party: 3, what: text(), amount: None, due_on: MONDAY };
    let draft = Draft { form: Form::Written, facts: text(), terms: text(), obligations: vec![owed] };
    let m = after(&m, &agreement::draft(&m, draft, &rules(MONDAY)).unwrap());
    let m = after(&m, &conclusion::withdraw(&m, 3, None, advised(), &rules(MONDAY)).unwrap());
    assert_eq!((m.status, m.agreement()), (Status::Mediating, None));
}

#[test]
fn what_a_person_found_to_be_another_matter_is_remembered() {
    let m = reported(1, MONDAY);
    let code = MatterCode::from_number(9);
    let shown = vec![EarlierShown { code: code.clone(), why: vec!["phone".into()] }];
    let events = family::judge_earlier(&m, shown.clone(), EarlierVerdict::Apart, None, &rules(MONDAY)).unwrap();
    assert_eq!(after(&m, &events).family.apart, [code]);
    let events = family::judge_earlier(&m, shown, EarlierVerdict::Opened, None, &rules(MONDAY)).unwrap();
    assert_eq!(after(&m, &events).family.apart, []);
    assert_eq!(family::judge_earlier(&m, Vec::new(), EarlierVerdict::Apart, None, &rules(MONDAY)), Ok(Vec::new()));
}
