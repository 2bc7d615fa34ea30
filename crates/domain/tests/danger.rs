//! Signs of danger, what clocks do before and after their end, and the notices that follow, by a matter's commands.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod given;

use concord_domain::body::BodyId;
use concord_domain::clock::{Nearness, PauseReason, WarnPoint};
use concord_domain::danger;
use concord_domain::matter::{
    AccountId, Channel, DangerKind, DangerState, DangerStep, Event, NoticeKind, NoticePost, SignSource, ToldBy,
    Urgency, lapse, warn,
};
use concord_domain::notice::Whom;
use concord_domain::{Refusal, intake, pause, urging};
use given::{Given, given, sealed};
use jiff::civil::date;

const VIOLENCE: [DangerKind; 1] = [DangerKind::Violence];

fn seen() -> Given {
    given(Channel::Web, 2).when(|m, r| danger::see(m, VIOLENCE.to_vec(), SignSource::Words, None, r))
}

fn notices(g: &Given) -> Vec<NoticeKind> {
    g.matter.open_notices().map(|notice| notice.kind).collect()
}

/// The body above that of the village.
fn above(body: BodyId) -> Option<BodyId> {
    (body == BodyId(4)).then_some(BodyId(3))
}

#[test]
fn a_sign_makes_the_matter_urgent_and_starts_a_short_clock_that_the_parties_do_not_see() {
    let g = seen();
    assert_eq!(g.matter.urgency, Urgency::Urgent);
    let clock = g.matter.clocks.iter().find(|c| c.clock == "respond").unwrap();
    assert!(clock.due_at.is_some() && clock.is_of_danger());
    assert!(g.matter.told_clocks().all(|c| c.clock != "respond"));
    assert_eq!(notices(&g), [NoticeKind::Danger]);
}

#[test]
fn what_is_known_is_not_noted_again_and_what_a_person_saw_always_is() {
    let g = seen();
    let again = |by| g.decide(|m, r| danger::see(m, VIOLENCE.to_vec(), by, None, r)).unwrap();
    assert!(again(SignSource::Words).is_empty());
    assert!(!again(SignSource::Person).is_empty());
    let child = g.decide(|m, r| danger::see(m, vec![DangerKind::Child], SignSource::Answer, None, r)).unwrap();
    assert!(!child.is_empty(), "another kind says something new");
    g.refused(|m, r| danger::see(m, Vec::new(), SignSource::Person, None, r), Refusal::DangerKindMissing);
}

#[test]
fn whoever_is_on_duty_is_told_once_for_each_sign() {
    let told = |g: &Given| g.decide(|m, r| danger::tell(m, BodyId(3), vec![AccountId(9)], ToldBy::Above, r)).unwrap();
    let g = seen();
    assert!(g.matter.danger.as_ref().unwrap().is_untold());
    let g = g.when(|m, r| danger::tell(m, BodyId(3), vec![AccountId(9)], ToldBy::Above, r));
    assert!(told(&g).is_empty());
    assert!(g.matter.involved().contains(&BodyId(3)), "who was told may see it");
    let notice = g.matter.open_notices().last().unwrap().clone();
    assert!(notice.to.contains(&Whom::Account(AccountId(9))));
    let g = g.when(|m, r| danger::set_aside(m, sealed(), r));
    assert!(!g.matter.involved().contains(&BodyId(3)), "and no longer than it lasts");
    assert!(notices(&g).is_empty());
}

#[test]
fn people_decide_and_the_decision_holds_until_there_is_a_new_sign() {
    let g = seen().refused(|m, r| danger::lift(m, sealed(), r), Refusal::DangerUndecided);
    let g = g.when(|m, r| danger::confirm(m, VIOLENCE.to_vec(), None, r));
    assert!(g.matter.clocks.iter().any(|c| c.clock == "act" && c.stopped_on.is_none()));
    let g = g
        .refused(|m, r| danger::set_aside(m, sealed(), r), Refusal::DangerConfirmed)
        .when(|m, r| danger::take_step(m, DangerStep::Police, None, r))
        .when(|m, r| danger::lift(m, sealed(), r))
        .refused(|m, r| danger::take_step(m, DangerStep::Visited, None, r), Refusal::NoDanger);
    assert_eq!(g.matter.danger.as_ref().unwrap().state, DangerState::Lifted);
    assert!(g.matter.clocks.iter().filter(|c| c.is_of_danger()).all(|c| c.stopped_on.is_some()));
    let g = g.when(|m, r| danger::see(m, vec![DangerKind::SelfHarm], SignSource::Person, None, r));
    let danger = g.matter.open_danger().unwrap();
    assert_eq!((danger.state, danger.kinds.as_slice()), (DangerState::Seen, [DangerKind::SelfHarm].as_slice()));
}

#[test]
fn the_sign_of_a_duplicate_goes_over_to_the_matter_that_goes_on() {
    let (from, into) = (seen(), given(Channel::Web, 2));
    let events = into.decide(|m, r| danger::carry_over(&from.matter, m, r)).unwrap();
    assert!(matches!(&events[0], Event::DangerSeen(e) if e.kinds == VIOLENCE));
    let calm = into.decide(|m, r| danger::carry_over(&into.matter, m, r)).unwrap();
    assert!(calm.is_empty());
}

#[test]
fn a_clock_warns_at_each_of_its_points_once_and_the_last_one_is_red() {
    let g = given(Channel::Web, 2).when(|m, r| intake::accept(m, BodyId(4), r));
    let no = g.no_of("mediate");
    let points = |g: &Given| -> Vec<WarnPoint> {
        let events = g.decide(|m, r| Ok(warn(m, r))).unwrap();
        let of = |e: &Event| if let Event::ClockWarned(e) = e { Some((e.no, e.point)) } else { None };
        events.iter().filter_map(of).filter(|(of, _)| *of == no).map(|(_, point)| point).collect()
    };
    // From 2 March to 2 April are 31 days: half of them are 15, three quarters 23; the fifth working day before is 26 March.
    let half = WarnPoint::Part { passed: 1, of: 2 };
    let g = g.on(date(2026, 3, 16));
    assert!(points(&g).is_empty());
    let g = g.on(date(2026, 3, 17));
    assert_eq!(points(&g), [half]);
    let g = g.when(|m, r| Ok(warn(m, r)));
    assert!(points(&g).is_empty(), "once");
    // Days in which nobody looked: the latest stands for those before.
    let g = g.on(date(2026, 3, 27));
    assert_eq!(points(&g), [WarnPoint::Soon]);
    let g = g.when(|m, r| Ok(warn(m, r)));
    let clock = g.matter.clocks.iter().find(|c| c.no == no).unwrap();
    assert_eq!((clock.nearness(half), clock.nearness(WarnPoint::Soon)), (Nearness::Amber, Nearness::Red));
    assert_eq!(clock.next_warning(), None);
    let paused = g.when(|m, r| pause::pause(m, no, PauseReason::Appraisal, None, r)).on(date(2026, 4, 20));
    assert!(points(&paused).is_empty(), "what stands still is not near its end");
}

#[test]
fn a_clock_that_runs_out_urges_in_the_name_of_the_body_above_and_waits_for_the_answer() {
    let g = given(Channel::Phone, 2).on(date(2026, 3, 10));
    let g = g.when(|m, r| lapse(m, r, &above));
    let urging = g.matter.urgings.last().unwrap().clone();
    assert_eq!((urging.by, urging.to, urging.text.is_none()), (BodyId(3), BodyId(4), true));
    // Tuesday 10 March: Wednesday, Thursday, Friday 13.
    assert_eq!(urging.answer_by, date(2026, 3, 13));
    let clock = g.matter.clocks.iter().find(|c| Some(c.no) == urging.clock).unwrap();
    assert_eq!(clock.key(), "hotline/general");
    assert!(g.decide(|m, r| lapse(m, r, &above)).unwrap().is_empty(), "once");
    let urged = g.matter.open_notices().find(|notice| notice.kind == NoticeKind::Urged).unwrap();
    assert!(urged.to.contains(&Whom::Body(BodyId(4), NoticePost::All)));
    assert!(urged.to.contains(&Whom::Body(BodyId(3), NoticePost::Supervising)));
    let g = g.refused(|m, r| urging::withdraw(m, urging.no, sealed(), r), Refusal::UrgingByRule);
    let g = g.when(|m, r| urging::answer(m, urging.no, sealed(), r));
    assert!(!notices(&g).contains(&NoticeKind::Urged));
    let answered = g.matter.open_notices().find(|notice| notice.kind == NoticeKind::UrgingAnswered).unwrap();
    assert_eq!(answered.to, [Whom::Body(BodyId(3), NoticePost::Supervising)]);
}

#[test]
fn a_notice_goes_with_what_it_is_about() {
    let g = given(Channel::Web, 2).on(date(2026, 3, 6)).when(|m, r| lapse(m, r, &above));
    assert_eq!(notices(&g), [NoticeKind::Lapsed]);
    let g = g.when(|m, r| intake::accept(m, BodyId(4), r));
    assert!(!notices(&g).contains(&NoticeKind::Lapsed), "the clock has stopped");
}

#[test]
fn days_of_several_pauses_at_once_count_once_in_a_trace() {
    let g = given(Channel::Visit, 2).when(|m, r| intake::accept(m, BodyId(4), r));
    let (mediate, register) = (g.no_of("mediate"), g.matter.clocks.iter().find(|c| c.set == "petition").unwrap().no);
    let g = g.on(date(2026, 3, 5)).when(|m, r| pause::pause(m, mediate, PauseReason::Appraisal, None, r));
    let stay = g.matter.stays[0].clone();
    assert_eq!(g.matter.paused_days(&stay, None), 0, "what lasts is counted when it is over");
    assert_eq!(g.matter.paused_days(&stay, Some(date(2026, 3, 8))), 3);
    let g = g.on(date(2026, 3, 10)).when(|m, r| pause::resume(m, mediate, r));
    assert_eq!(g.matter.paused_days(&stay, None), 5);
    // Another clock stands still from the 8th to the 12th: two of its days were counted.
    let mut matter = g.matter.clone();
    let clock = matter.clocks.iter_mut().find(|c| c.no == register).unwrap();
    let pause = concord_domain::matter::Pause {
        on: date(2026, 3, 8),
        until: Some(date(2026, 3, 12)),
        reason: PauseReason::Appraisal,
        text: None,
    };
    clock.pauses.push(pause);
    assert_eq!(matter.paused_days(&stay, None), 7);
}

#[test]
fn a_danger_that_was_confirmed_in_a_duplicate_is_confirmed_and_what_was_done_is_not_promised_anew() {
    let from = seen()
        .when(|m, r| danger::confirm(m, VIOLENCE.to_vec(), None, r))
        .when(|m, r| danger::take_step(m, DangerStep::Police, None, r));
    let into = given(Channel::Web, 2).when(|m, r| danger::carry_over(&from.matter, m, r));
    let danger = into.matter.open_danger().unwrap();
    assert_eq!((danger.state, danger.steps.len()), (DangerState::Confirmed, 1));
    assert!(into.matter.running_clocks().all(|clock| !clock.is_of_danger()));
    // Where somebody has to decide about another danger anyway, nothing is decided for them.
    let own = given(Channel::Web, 2)
        .when(|m, r| danger::see(m, vec![DangerKind::SelfHarm], SignSource::Answer, None, r))
        .when(|m, r| danger::carry_over(&from.matter, m, r));
    let danger = own.matter.open_danger().unwrap();
    assert_eq!((danger.state, danger.kinds.len()), (DangerState::Seen, 2));
}

#[test]
fn what_a_duplicate_spoke_of_is_new_when_the_matters_own_report_says_it() {
    let into = given(Channel::Web, 2).when(|m, r| danger::carry_over(&seen().matter, m, r));
    let own = into.decide(|m, r| danger::see(m, VIOLENCE.to_vec(), SignSource::Words, None, r)).unwrap();
    assert!(!own.is_empty(), "the duplicate may go its own way again");
}
