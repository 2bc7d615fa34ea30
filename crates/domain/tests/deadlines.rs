//! The limits in law that are shipped, counted by hand, with the holidays of 2026.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use concord_domain::calendar::{Calendar, Count, Limit};
use concord_domain::clock::{ClockSpec, ExtendBy, PauseReason, Whose};
use concord_domain::playbook::{ChannelClocks, Facts};
use concord_domain::region::Tier;
use jiff::civil::{Date, date};

const PETITION: &str = include_str!("../../../playbooks/clocks-petition.toml");
const HOTLINE: &str = include_str!("../../../playbooks/clocks-hotline.toml");
const COURT: &str = include_str!("../../../playbooks/clocks-court.toml");
const TIERS: &str = include_str!("../../../playbooks/clocks-tiers.toml");
const CONFIRMATION: &str = include_str!("../../../playbooks/clocks-confirmation.toml");

fn clock(text: &str, id: &str) -> ClockSpec {
    let set = ChannelClocks::parse("clocks.toml", text).unwrap();
    set.clocks.into_iter().find(|clock| clock.id == id).unwrap()
}

fn cn() -> Calendar {
    Calendar::parse("cn.toml", include_str!("../../../calendars/cn.toml")).unwrap()
}

fn due(clock: &ClockSpec, from: Date) -> Date {
    cn().deadline(from, clock.limit).unwrap().on
}

fn extended(clock: &ClockSpec, from: Date) -> Date {
    let longer = [clock.extend.unwrap().once];
    cn().count(&Count { from, limit: clock.limit, longer: &longer, paused: &[] }).unwrap().on
}

#[test]
fn a_petition_is_registered_in_fifteen_days() {
    // 信访工作条例 art. 22. Received Monday 2 February: 15 days are Tuesday 17, in Spring Festival (15–23): Tuesday 24.
    assert_eq!(due(&clock(PETITION, "register"), date(2026, 2, 2)), date(2026, 2, 24));
    // Received Monday 2 March: Tuesday 17 March.
    assert_eq!(due(&clock(PETITION, "register"), date(2026, 3, 2)), date(2026, 3, 17));
}

#[test]
fn an_objection_to_a_transfer_has_five_working_days() {
    // Art. 23. Given on Wednesday 29 April: Thursday 30 (1); 1–5 May free; Wednesday 6 (2), 7 (3), 8 (4), and the worked
    // Saturday 9 (5).
    assert_eq!(due(&clock(PETITION, "object"), date(2026, 4, 29)), date(2026, 5, 9));
}

#[test]
fn a_petition_is_handled_in_sixty_days_and_thirty_more_once_approved() {
    // Art. 34. Accepted Monday 5 January: 26 days to the 31st, 28 of February make 54, 6 March is the 60th: a Friday.
    let handle = clock(PETITION, "handle");
    assert_eq!(due(&handle, date(2026, 1, 5)), date(2026, 3, 6));
    // 30 more: Sunday 5 April, in Qingming (4–6): Tuesday 7.
    assert_eq!(extended(&handle, date(2026, 1, 5)), date(2026, 4, 7));
    assert_eq!(handle.extend.unwrap().by, ExtendBy::Supervisor);
    assert_eq!(handle.extend.unwrap().times, 1);
}

#[test]
fn a_review_is_asked_for_in_thirty_days_which_are_the_partys_own() {
    // Art. 35. Answered Thursday 3 September 2026: 30 days are Saturday 3 October, in the holiday (1–7): Thursday 8.
    let review = clock(PETITION, "review");
    assert_eq!(due(&review, date(2026, 9, 3)), date(2026, 10, 8));
    assert_eq!(review.whose, Whose::Parties);
    // Arts 35, 36. Asked for on Friday 4 September: 30 days are Sunday 4 October, in the holiday: Thursday 8.
    assert_eq!(due(&clock(PETITION, "answer_review"), date(2026, 9, 4)), date(2026, 10, 8));
}

#[test]
fn the_hotline_has_two_hours_for_danger_a_day_for_utilities_and_days_for_the_rest() {
    let urgent = Facts { urgency: "urgent".into(), ..Facts::default() };
    let utilities = Facts { category: "property.service".into(), ..Facts::default() };
    let crowd = Facts { parties: 12, ..Facts::default() };
    let applies = |facts: &Facts| {
        let set = ChannelClocks::parse("clocks.toml", HOTLINE).unwrap();
        set.clocks.into_iter().filter(|c| c.concerns(facts)).map(|c| (c.id, c.limit)).collect::<Vec<_>>()
    };
    assert!(applies(&urgent).contains(&("urgent".into(), Limit::Hours(2))));
    assert!(applies(&utilities).contains(&("utilities".into(), Limit::Hours(24))));
    assert!(applies(&Facts::default()).contains(&("general".into(), Limit::Days(7))));
    assert!(applies(&crowd).contains(&("complex".into(), Limit::Days(15))));
    // A call at 23:30 on the last evening before Spring Festival is answered by 01:30.
    let urgent = clock(HOTLINE, "urgent");
    let moment = cn().moment(date(2026, 2, 14).at(23, 30, 0, 0), urgent.limit).unwrap().unwrap();
    assert_eq!(moment, date(2026, 2, 15).at(1, 30, 0, 0));
    // Seven days from Friday 24 April are Friday 1 May, a holiday until the 5th: Wednesday 6.
    assert_eq!(due(&clock(HOTLINE, "general"), date(2026, 4, 24)), date(2026, 5, 6));
    // Fifteen from the same day: the worked Saturday 9 May.
    assert_eq!(due(&clock(HOTLINE, "complex"), date(2026, 4, 24)), date(2026, 5, 9));
}

#[test]
fn court_invited_mediation_has_thirty_fifteen_or_seven_days_without_the_time_of_an_appraisal() {
    // 特邀调解规定 art. 27. Before filing, from Friday 5 June: Sunday 5 July, so Monday 6.
    let before = clock(COURT, "before_filing");
    assert_eq!(due(&before, date(2026, 6, 5)), date(2026, 7, 6));
    // Ordinary procedure, from Friday 5 June: Saturday 20, in the Dragon Boat holiday (19–21): Monday 22.
    assert_eq!(due(&clock(COURT, "ordinary"), date(2026, 6, 5)), date(2026, 6, 22));
    // Summary procedure, from Friday 5 June: Friday 12.
    assert_eq!(due(&clock(COURT, "summary"), date(2026, 6, 5)), date(2026, 6, 12));
    // An expert examines from 10 to 20 June, ten days: 15 July, a Wednesday.
    assert_eq!(before.pause, [PauseReason::Appraisal]);
    let paused = [(date(2026, 6, 10), date(2026, 6, 20))];
    let count = Count { from: date(2026, 6, 5), limit: before.limit, longer: &[], paused: &paused };
    assert_eq!(cn().count(&count).unwrap().on, date(2026, 7, 15));
    let of = |origin: &str| Facts { origin: origin.into(), ..Facts::default() };
    assert!(before.concerns(&of("")) && !before.concerns(&of("court-summary")));
    assert!(clock(COURT, "summary").concerns(&of("court-summary")));
}

#[test]
fn online_mediation_chooses_in_two_working_days_and_names_accepts_and_calls_in_three() {
    // 在线调解规则 arts 10, 12, 15. From Friday 13 February: the worked Saturday 14 (1), Tuesday 24 (2), Wednesday 25 (3).
    let from = date(2026, 2, 13);
    assert_eq!(due(&clock(COURT, "choose"), from), date(2026, 2, 24));
    assert_eq!(due(&clock(COURT, "named"), from), date(2026, 2, 25));
    assert_eq!(clock(COURT, "named").whose, Whose::Court);
    assert_eq!(due(&clock(COURT, "take"), from), date(2026, 2, 25));
    assert_eq!(due(&clock(COURT, "contact"), from), date(2026, 2, 25));
}

#[test]
fn confirmation_is_asked_for_together_in_thirty_days_of_effect() {
    // 人民调解法 art. 33. In effect on Tuesday 1 September 2026: Thursday 1 October, a holiday until the 7th: Thursday 8.
    let apply = clock(CONFIRMATION, "apply");
    assert_eq!(due(&apply, date(2026, 9, 1)), date(2026, 10, 8));
    assert_eq!(apply.whose, Whose::Parties);
    // A leap year: from 30 January 2028, 29 February, a Tuesday.
    assert_eq!(cn().deadline(date(2028, 1, 30), apply.limit).unwrap().on, date(2028, 2, 29));
}

#[test]
fn each_tier_has_its_own_days_from_the_rise() {
    let of = |tier: Tier| {
        let facts = Facts { tier: Some(tier), ..Facts::default() };
        let set = ChannelClocks::parse("clocks.toml", TIERS).unwrap();
        set.clocks.into_iter().filter(|c| c.concerns(&facts)).map(|c| c.limit).collect::<Vec<_>>()
    };
    assert_eq!(of(Tier::Village), [Limit::Days(15)]);
    assert_eq!(of(Tier::Town), [Limit::Days(20)]);
    assert_eq!(of(Tier::County), [Limit::Days(30)]);
    assert_eq!(of(Tier::City), [Limit::Days(45)]);
    // Up on Friday 6 March: Sunday 5 April, in Qingming (4–6): Tuesday 7.
    assert_eq!(due(&clock(TIERS, "county"), date(2026, 3, 6)), date(2026, 4, 7));
}

#[test]
fn ordinary_mediation_has_a_month() {
    // 人民调解工作若干规定 art. 33. From Friday 16 January: 16 February, in Spring Festival: Tuesday 24.
    assert_eq!(cn().deadline(date(2026, 1, 16), Limit::Months(1)).unwrap().on, date(2026, 2, 24));
}
