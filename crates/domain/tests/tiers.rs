//! Tiers, pauses and extensions of a matter, and whose time its clocks count, by its commands.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod given;

use concord_domain::assignment::{self, Assign};
use concord_domain::body::BodyId;
use concord_domain::calendar::Calendar;
use concord_domain::clock::PauseReason;
use concord_domain::diversion::Advice;
use concord_domain::holding::promises;
use concord_domain::matter::{Channel, Duty, Event, Matter, Outcome, RaisedBy, Rules, Status, Urgency, lapse, recount};
use concord_domain::playbook::Answers;
use concord_domain::region::Tier;
use concord_domain::tier::{self, Raise};
use concord_domain::{Refusal, conclusion, extension, intake, pause};
use given::{Given, given, rules, sealed};
use jiff::civil::date;

fn accepted() -> Given {
    given(Channel::Web, 2).when(|m, r| intake::accept(m, BodyId(4), r))
}

fn up(to: Tier) -> Raise {
    Raise { to, body: BodyId(7), reason: sealed() }
}

#[test]
fn a_paused_month_ends_as_much_later_as_it_stood_still() {
    let g = accepted();
    let no = g.no_of("mediate");
    assert_eq!(g.due("mediate"), date(2026, 4, 2));
    let g = g.on(date(2026, 3, 10)).when(|m, r| pause::pause(m, no, PauseReason::Appraisal, None, r));
    assert!(g.matter.next_due().is_none_or(|c| c.no != no), "what stands still is not due");
    let g = g.on(date(2026, 4, 30));
    assert!(lapse(&g.matter, &rules(&g.playbooks, &g.calendar, g.today), &|_| None).unwrap().iter().all(|e| match e {
        Event::ClockLapsed(e) => e.no != no,
        _ => true,
    }));
    let g = g.on(date(2026, 3, 13)).when(|m, r| pause::resume(m, no, r));
    // Three days more than 2 April is Sunday 5 April, in Qingming: Tuesday 7.
    assert_eq!(g.due("mediate"), date(2026, 4, 7));
    let clock = g.matter.clocks.iter().find(|c| c.no == no).unwrap();
    assert_eq!(clock.paused_days(g.today), 3);
}

#[test]
fn a_clock_pauses_for_what_its_rule_allows_and_for_nothing_else() {
    let g = accepted();
    let (mediate, meet) = (g.no_of("mediate"), g.no_of("meet"));
    g.refused(|m, r| pause::pause(m, meet, PauseReason::Appraisal, None, r), Refusal::PauseNotAllowed)
        .refused(|m, r| pause::pause(m, mediate, PauseReason::OtherProceeding, None, r), Refusal::PauseNotAllowed)
        .refused(|m, r| pause::resume(m, mediate, r), Refusal::ClockRunning)
        .when(|m, r| pause::pause(m, mediate, PauseReason::ForceMajeure, None, r))
        .refused(|m, r| pause::pause(m, mediate, PauseReason::ForceMajeure, None, r), Refusal::ClockPaused);
}

#[test]
fn more_time_is_granted_when_the_last_party_agrees_and_once_only() {
    let g = accepted();
    let no = g.no_of("mediate");
    let g = g.when(|m, r| extension::ask(m, no, Some(1), None, r));
    assert_eq!(g.due("mediate"), date(2026, 4, 2), "one party alone does not do");
    let g = g
        .refused(|m, r| extension::agree(m, no, 1, None, r), Refusal::AlreadyAgreed)
        .refused(|m, r| extension::approve(m, no, r), Refusal::ExtensionNotAllowed)
        .when(|m, r| extension::agree(m, no, 2, None, r));
    // Two months from 2 March are 2 May, a holiday until the 5th: Wednesday 6.
    assert_eq!(g.due("mediate"), date(2026, 5, 6));
    g.refused(|m, r| extension::ask(m, no, None, None, r), Refusal::ExtensionsUsed { most: 1 });
}

#[test]
fn more_time_asked_for_after_the_time_is_refused() {
    let g = accepted();
    let no = g.no_of("mediate");
    let over = Refusal::ClockOver { due_on: date(2026, 4, 2) };
    g.on(date(2026, 4, 3)).refused(|m, r| extension::ask(m, no, Some(1), None, r), over);
}

#[test]
fn consent_that_comes_after_the_time_grants_nothing() {
    let g = accepted();
    let no = g.no_of("mediate");
    let over = Refusal::ClockOver { due_on: date(2026, 4, 2) };
    g.when(|m, r| extension::ask(m, no, Some(1), None, r))
        .on(date(2026, 4, 3))
        .refused(|m, r| extension::agree(m, no, 2, None, r), over);
}

#[test]
fn a_party_that_does_not_agree_leaves_the_time_as_it_was_and_more_can_be_asked_again() {
    let g = accepted();
    let no = g.no_of("mediate");
    let g = g
        .when(|m, r| extension::ask(m, no, None, None, r))
        .when(|m, r| extension::refuse(m, no, 2, None, r))
        .refused(|m, r| extension::agree(m, no, 2, None, r), Refusal::NoExtensionAsked)
        .when(|m, r| extension::ask(m, no, None, None, r));
    assert_eq!(g.due("mediate"), date(2026, 4, 2));
}

#[test]
fn more_time_that_waits_for_the_supervisor_waits_for_no_party() {
    let g = given(Channel::Visit, 2).when(|m, r| intake::accept(m, BodyId(4), r));
    let no = g.no_of("handle");
    let g = g
        .when(|m, r| extension::ask(m, no, Some(1), None, r))
        .refused(|m, r| extension::refuse(m, no, 2, None, r), Refusal::ExtensionNeedsApproval)
        .refused(|m, r| extension::agree(m, no, 2, None, r), Refusal::ExtensionNeedsApproval);
    let refused = g.decide(|m, r| extension::turn_down(m, no, sealed(), r)).unwrap();
    let [Event::ClockExtensionRefused(e)] = refused.as_slice() else { panic!("{refused:?}") };
    assert_eq!((e.asked_by, e.reason.as_ref()), (Some(1), Some(&sealed())), "who asked reads why");
    g.when(|m, r| extension::turn_down(m, no, sealed(), r))
        .refused(|m, r| extension::approve(m, no, r), Refusal::NoExtensionAsked);
}

#[test]
fn an_approver_speaks_for_no_party() {
    let g = accepted();
    let no = g.no_of("mediate");
    g.when(|m, r| extension::ask(m, no, None, None, r))
        .refused(|m, r| extension::turn_down(m, no, sealed(), r), Refusal::ExtensionNotAllowed);
}

#[test]
fn a_petition_gets_more_time_from_the_supervisor() {
    let g = given(Channel::Visit, 2).when(|m, r| intake::accept(m, BodyId(4), r));
    let no = g.no_of("handle");
    // 60 days from 2 March are Friday 1 May, a holiday until the 5th: Wednesday 6; 90 are Sunday 31 May: Monday 1 June.
    assert_eq!(g.due("handle"), date(2026, 5, 6));
    let g = g.when(|m, r| extension::ask(m, no, None, None, r)).when(|m, r| extension::approve(m, no, r));
    assert_eq!(g.due("handle"), date(2026, 6, 1));
}

#[test]
fn a_holiday_that_moves_moves_running_clocks_and_leaves_a_trace() {
    let mut g = accepted();
    let text = include_str!("../../../calendars/cn.toml")
        .replace("from = \"2026-04-04\", to = \"2026-04-06\"", "from = \"2026-04-02\", to = \"2026-04-06\"");
    g.calendar = Calendar::parse("cn.toml", &text).unwrap();
    let events = g.decide(recount).unwrap();
    let [Event::ClockRecomputed(moved)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((moved.old_due_on, moved.due_on), (date(2026, 4, 2), date(2026, 4, 7)));
    let g = g.when(recount);
    assert_eq!(g.decide(recount), Ok(Vec::new()), "once is enough");
}

#[test]
fn an_hour_that_is_over_is_noted_the_same_day() {
    let mut g = given(Channel::Phone, 2);
    assert!(g.matter.clocks.iter().all(|c| c.clock != "urgent"), "only where there is danger");
    g.matter.urgency = Urgency::Urgent;
    let reopened = g.matter.clocks.iter().find(|c| c.clock == "general").unwrap();
    assert_eq!((reopened.due_on, reopened.due_at), (date(2026, 3, 9), None));
}

#[test]
fn a_person_raises_with_a_reason_and_the_next_tier_has_it() {
    let g = accepted();
    let from = g.matter.tiers.tier();
    let g = g
        .refused(|m, r| tier::raise(m, up(Tier::Grid), r), Refusal::TierNotHigher { tier: from })
        .on(date(2026, 3, 9))
        .when(|m, r| tier::raise(m, up(Tier::County), r));
    assert_eq!((g.matter.tiers.tier(), g.matter.body, g.matter.status), (Tier::County, BodyId(7), Status::Accepted));
    let [first, second] = g.matter.tiers.stays.as_slice() else { panic!() };
    assert_eq!((first.body, first.until_on), (BodyId(4), Some(date(2026, 3, 9))));
    assert_eq!((second.came, second.from_on), (Some(RaisedBy::Person), date(2026, 3, 9)));
}

#[test]
fn many_parties_raise_a_matter_by_rule_and_once_only() {
    let g = given(Channel::Web, 12);
    let rise = |m: &Matter, r: &Rules<'_>| {
        tier::rise_by_rule(m, &Answers::default(), r, &|tier| (tier == Tier::Town).then_some(BodyId(3)))
    };
    let g = g.when(rise);
    assert_eq!((g.matter.tiers.tier(), g.matter.body), (Tier::Town, BodyId(3)));
    assert_eq!(g.matter.status, Status::Reported, "nobody has accepted it yet");
    let g = g
        .when(|m, r| intake::accept(m, BodyId(3), r))
        .when(|m, r| tier::offer_down(m, Tier::Village, BodyId(4), sealed(), r))
        .when(tier::accept_down);
    assert_eq!((g.matter.tiers.tier(), g.matter.body, g.matter.tiers.turns), (Tier::Village, BodyId(4), 1));
    assert_eq!(g.decide(rise), Ok(Vec::new()), "the same rule does not bring it back");
}

#[test]
fn it_goes_down_only_where_the_lower_body_agrees() {
    let g = accepted().when(|m, r| tier::raise(m, up(Tier::County), r));
    let g = g
        .refused(tier::accept_down, Refusal::NoOffer)
        .when(|m, r| tier::offer_down(m, Tier::Town, BodyId(3), sealed(), r))
        .refused(|m, r| tier::offer_down(m, Tier::Town, BodyId(3), sealed(), r), Refusal::OfferPending)
        .when(|m, r| tier::decline_down(m, sealed(), r));
    assert_eq!((g.matter.tiers.tier(), g.matter.body), (Tier::County, BodyId(7)));
}

#[test]
fn a_partys_request_is_answered_by_a_rise_or_a_reason() {
    let g = accepted()
        .when(|m, r| tier::ask(m, 1, None, r))
        .refused(|m, r| tier::ask(m, 1, None, r), Refusal::RiseAskedAlready)
        .when(|m, r| tier::decline(m, sealed(), r))
        .refused(|m, r| tier::decline(m, sealed(), r), Refusal::NoRiseAsked)
        .when(|m, r| tier::ask(m, 1, None, r))
        .when(|m, r| tier::raise(m, up(Tier::Town), r));
    assert_eq!(g.matter.tiers.here().came, Some(RaisedBy::Request));
    assert!(g.matter.tiers.open_request().is_none());
}

#[test]
fn a_right_of_the_parties_that_passed_unused_is_no_missed_promise() {
    let advice = Advice { text: sealed(), exits: vec!["court".into()] };
    let duty = Duty::Lead;
    let lead = Assign { body: BodyId(4), duty, by: None, mediator: None, due_on: None, instruction: None };
    let g = given(Channel::Visit, 2)
        .when(|m, r| intake::accept(m, BodyId(4), r))
        .when(|m, r| assignment::assign(m, lead, r))
        .when(|m, r| conclusion::conclude(m, Outcome::NotSettled, Some(advice), r))
        .on(date(2026, 12, 1));
    let review = g.matter.windows().find(|c| c.clock == "review").expect("thirty days to ask for a review");
    assert!(review.due_on < g.today && review.lapsed_on.is_none());
    assert!(lapse(&g.matter, &rules(&g.playbooks, &g.calendar, g.today), &|_| None).unwrap().is_empty());
    assert!(promises(&g.matter).iter().all(|p| !p.is_missed(g.today)));
}
