use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

use super::*;
use crate::body::BodyId;
use crate::matter::{AccountId, Meta, NoticePost, Verdict};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// A Monday.
const MONDAY: Date = date(2026, 3, 2);
const PLANNER: (BodyId, NoticePost) = (BodyId(3), NoticePost::Routing);

fn account(n: i64) -> AccountId {
    AccountId(n)
}

fn meta(at: i64) -> Meta {
    Meta { at, actor: "staff:1".into() }
}

fn shift(days: &[Weekday], from: u16, until: u16, who: &[i64]) -> NewShift {
    let accounts = who.iter().copied().map(account).collect();
    NewShift { days: days.to_vec(), from, until, accounts, from_on: MONDAY }
}

fn every_day() -> Vec<Weekday> {
    Weekday::Monday.cycle_forward().take(7).collect()
}

fn with(mut roster: Roster, events: Result<Vec<RosterEvent>, Refusal>) -> Roster {
    roster = roster.after(&events.unwrap(), &meta(roster.version));
    roster
}

/// Day shift of 1, night shift of 2.
fn round_the_clock() -> Roster {
    let roster = Roster::new(BodyId(3));
    let roster = with(roster.clone(), set_shift(&roster, shift(&every_day(), 480, 1200, &[1]), MONDAY));
    with(roster.clone(), set_shift(&roster, shift(&every_day(), 1200, 480, &[2]), MONDAY))
}

#[test]
fn a_night_shift_lasts_into_the_morning_of_the_next_day() {
    let plan = round_the_clock().plan;
    let tuesday = date(2026, 3, 3);
    assert_eq!(plan.on_duty(tuesday.at(3, 0, 0, 0)), [account(2)]);
    assert_eq!(plan.on_duty(tuesday.at(8, 0, 0, 0)), [account(1)]);
    assert_eq!(plan.on_duty(tuesday.at(20, 0, 0, 0)), [account(2)]);
}

#[test]
fn what_nobody_serves_is_a_gap_and_shifts_that_meet_leave_none() {
    let roster = round_the_clock();
    let (from, until) = (date(2026, 3, 3).at(0, 0, 0, 0), date(2026, 3, 10).at(0, 0, 0, 0));
    assert_eq!(roster.plan.gaps(from, until), []);
    let on = date(2026, 3, 5);
    let roster = with(roster.clone(), change_day(&roster, 2, on, Vec::new(), MONDAY));
    let gap = Gap { from: on.at(20, 0, 0, 0), until: date(2026, 3, 6).at(8, 0, 0, 0) };
    assert_eq!(roster.plan.gaps(from, until), [gap]);
    assert!(roster.plan.on_duty(on.at(23, 0, 0, 0)).is_empty());
}

#[test]
fn a_turn_after_the_end_does_not_hide_the_gap_before_it() {
    let roster = Roster::new(BodyId(3));
    let mondays = with(roster.clone(), set_shift(&roster, shift(&[Weekday::Monday], 0, 0, &[1]), MONDAY));
    let gaps = mondays.plan.gaps(MONDAY.at(0, 0, 0, 0), date(2026, 3, 9).at(0, 0, 0, 0));
    assert_eq!(gaps, [Gap { from: date(2026, 3, 3).at(0, 0, 0, 0), until: date(2026, 3, 9).at(0, 0, 0, 0) }]);
}

#[test]
fn a_swap_holds_for_its_day_once_the_colleague_agrees_and_only_that_one_may() {
    let (roster, on) = (round_the_clock(), date(2026, 3, 4));
    let asked = with(roster.clone(), ask_swap(&roster, 1, on, (account(1), account(7)), MONDAY));
    assert_eq!(asked.plan.on_duty(on.at(9, 0, 0, 0)), [account(1)], "not before the answer");
    assert_eq!(answer_swap(&asked, 1, account(2), Verdict::Granted, MONDAY), Err(Refusal::NotAsked));
    let again = ask_swap(&asked, 1, on, (account(1), account(8)), MONDAY);
    assert_eq!(again, Err(Refusal::SwapPending));
    let agreed = with(asked.clone(), answer_swap(&asked, 1, account(7), Verdict::Granted, MONDAY));
    assert_eq!(agreed.plan.on_duty(on.at(9, 0, 0, 0)), [account(7)]);
    assert_eq!(agreed.plan.on_duty(date(2026, 3, 5).at(9, 0, 0, 0)), [account(1)]);
    let declined = with(asked.clone(), answer_swap(&asked, 1, account(7), Verdict::Refused, MONDAY));
    assert_eq!(declined.plan.on_duty(on.at(9, 0, 0, 0)), [account(1)]);
}

#[test]
fn a_note_is_left_by_whoever_served_and_signed_by_somebody_else_once() {
    let roster = round_the_clock();
    let text = || Sealed { id: 1, digest: "d".into() };
    let at = date(2026, 3, 3).at(8, 20, 0, 0);
    assert_eq!(leave_note(&roster, account(9), at, text()), Err(Refusal::NotOnTurn));
    // The night's, twenty minutes after its end.
    let left = with(roster.clone(), leave_note(&roster, account(2), at, text()));
    assert_eq!((left.notes[0].shift, left.notes[0].on), (2, MONDAY));
    assert_eq!(sign_note(&left, 1, account(2), at), Err(Refusal::OwnNote));
    let signed = with(left.clone(), sign_note(&left, 1, account(1), at));
    assert_eq!(sign_note(&signed, 1, account(1), at), Err(Refusal::NoteSigned));
}

#[test]
fn a_note_is_signed_by_whoever_serves_now_or_next_and_by_nobody_else() {
    let roster = round_the_clock();
    let text = Sealed { id: 1, digest: "d".into() };
    let (day, next) = (date(2026, 3, 3), date(2026, 3, 4));
    let morning = day.at(8, 20, 0, 0);
    // From Wednesday's night on a third one serves in place of the second.
    let roster = with(roster.clone(), change_day(&roster, 2, next, vec![account(3)], MONDAY));
    let left = with(roster.clone(), leave_note(&roster, account(2), morning, text));
    assert_eq!(sign_note(&left, 1, account(9), morning), Err(Refusal::NotNextTurn));
    assert_eq!(sign_note(&left, 1, account(3), morning), Err(Refusal::NotNextTurn), "the turn after the next");
    assert!(sign_note(&left, 1, account(1), morning).is_ok(), "on duty");
    assert!(sign_note(&left, 1, account(1), day.at(22, 0, 0, 0)).is_ok(), "next on duty");
    assert!(sign_note(&left, 1, account(3), next.at(9, 0, 0, 0)).is_ok(), "next on duty by now");
}

#[test]
fn a_note_is_told_to_who_serves_then_and_to_who_comes_next_and_to_nobody_else() {
    let text = || Sealed { id: 1, digest: "d".into() };
    let roster = round_the_clock();
    // On Wednesday a third and a fourth one serve by day, and a fifth one some day later.
    let wednesday = date(2026, 3, 4);
    let day = |roster: &Roster, shift, on, who| with(roster.clone(), change_day(roster, shift, on, who, MONDAY));
    let roster = day(&roster, 1, wednesday, vec![account(3), account(4)]);
    let roster = day(&roster, 1, date(2026, 3, 10), vec![account(5)]);
    let told = |roster: &Roster, by, at| {
        let left = with(roster.clone(), leave_note(roster, account(by), at, text()));
        left.told_of(&left.notes[0])
    };
    assert_eq!(told(&roster, 1, date(2026, 3, 3).at(14, 0, 0, 0)), [account(2)], "by day to the night");
    let night = date(2026, 3, 4).at(7, 0, 0, 0);
    assert_eq!(told(&roster, 2, night), [account(3), account(4)], "by night to the day to come");
    assert_eq!(told(&roster, 3, wednesday.at(9, 0, 0, 0)), [account(2), account(4)], "to who serves together too");
    // Left in the morning, it is told to the one who came instead as soon as the roster says so.
    let left = with(roster.clone(), leave_note(&roster, account(1), date(2026, 3, 3).at(14, 0, 0, 0), text()));
    let swapped = day(&left, 2, date(2026, 3, 3), vec![account(5)]);
    assert_eq!(swapped.told_of(&swapped.notes[0]), [account(5)]);
    // Who serves next as well hands over to the first one who is somebody else.
    let alone = day(&roster, 2, date(2026, 3, 3), vec![account(1)]);
    assert_eq!(told(&alone, 1, date(2026, 3, 3).at(14, 0, 0, 0)), [account(3), account(4)]);
    // One of before that does not say when is told to everybody.
    let mut old = left.notes[0].clone();
    old.local = None;
    assert_eq!(left.told_of(&old), [2, 3, 4, 5].map(account));
}

#[test]
fn an_ended_shift_serves_until_the_day_before() {
    let roster = round_the_clock();
    let ended = with(roster.clone(), end_shift(&roster, 1, date(2026, 3, 5), MONDAY));
    assert!(ended.plan.turn(1, date(2026, 3, 4)).is_some() && ended.plan.turn(1, date(2026, 3, 5)).is_none());
    assert_eq!(end_shift(&ended, 1, date(2026, 3, 9), MONDAY), Err(Refusal::NoSuchEntry { no: 1 }));
}

#[test]
fn every_fact_ever_released_reads_back_unchanged() {
    let golden = include_str!("../../tests/golden_roster.txt");
    let kinds: Vec<&str> = golden
        .lines()
        .map(|line| {
            let (kind, json) = line.split_once(' ').unwrap();
            let event = RosterEvent::from_json(kind, json).unwrap();
            assert_eq!((event.kind(), event.to_json().unwrap().as_str()), (kind, json));
            kind
        })
        .collect();
    assert_eq!(kinds, RosterEvent::KINDS, "a new kind gets its line in golden_roster.txt");
}

proptest! {
    /// Within a gap nobody is on duty, and outside of gaps somebody is.
    #[test]
    fn gaps_are_exactly_the_moments_without_anybody(
        spans in prop::collection::vec((0u16..1440, 0u16..1440, 1i8..8), 1..6),
        minute in 0i64..(7 * 1440),
    ) {
        let mut roster = Roster::new(BodyId(1));
        for (from, until, day) in spans {
            let day = Weekday::from_monday_one_offset(day).unwrap();
            roster = with(roster.clone(), set_shift(&roster, shift(&[day], from, until, &[1]), MONDAY));
        }
        let from = date(2026, 3, 9).at(0, 0, 0, 0);
        let at = from.saturating_add(minute.minutes());
        let gaps = roster.plan.gaps(from, date(2026, 3, 16).at(0, 0, 0, 0));
        let within = gaps.iter().any(|gap| gap.from <= at && at < gap.until);
        prop_assert_eq!(within, roster.plan.on_duty(at).is_empty());
    }
}

/// The roster after somebody looked for gaps, and of how many somebody is told.
fn looked(roster: &Roster, day: Date, hour: i8) -> (Roster, usize) {
    let events = note_gaps(roster, PLANNER, day.at(hour, 0, 0, 0));
    let new = events.iter().map(|e| if let RosterEvent::GapsNoted(e) = e { e.gaps.len() } else { 0 }).sum();
    (roster.after(&events, &meta(roster.version)), new)
}

#[test]
fn whoever_plans_is_told_of_a_gap_once_and_anew_when_it_was_filled_in_between() {
    let roster = round_the_clock();
    let (roster, new) = looked(&roster, MONDAY, 10);
    assert_eq!((new, roster.told.open().count()), (0, 0));
    let on = date(2026, 3, 5);
    let hole = |roster: &Roster, who: Vec<AccountId>| with(roster.clone(), change_day(roster, 2, on, who, MONDAY));
    let (roster, new) = looked(&hole(&roster, Vec::new()), MONDAY, 11);
    assert_eq!(new, 1);
    let (roster, new) = looked(&roster, date(2026, 3, 4), 10);
    assert_eq!((new, roster.told.open().count()), (0, 1), "once");
    let filled = hole(&roster, vec![account(3)]);
    assert_eq!(filled.told.open().count(), 0);
    let (roster, new) = looked(&hole(&filled, Vec::new()), date(2026, 3, 4), 11);
    assert_eq!(new, 1, "another gap");
    // In the middle of it, it is the same one; afterwards it has passed.
    let (roster, new) = looked(&roster, on, 23);
    assert_eq!((new, roster.told.open().count()), (0, 1));
    let (roster, _) = looked(&roster, date(2026, 3, 6), 9);
    assert_eq!(roster.told.open().count(), 0);
    assert!(note_gaps(&roster, PLANNER, date(2026, 3, 6).at(10, 0, 0, 0)).is_empty(), "nothing more to say");
}

#[test]
fn a_gap_that_comes_back_every_week_is_told_once_and_a_hole_of_one_day_each_time() {
    let roster = Roster::new(BodyId(3));
    let weekdays: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
    let roster = with(roster.clone(), set_shift(&roster, shift(&weekdays, 0, 1440, &[1]), MONDAY));
    // Two weekends within the days ahead.
    let (mut roster, new) = looked(&roster, MONDAY, 10);
    assert_eq!(new, 2);
    for week in 0..8 {
        let (next, new) = looked(&roster, MONDAY.saturating_add((week * 7 + 3).days()), 10);
        assert_eq!(new, 0, "week {week}");
        roster = next;
    }
    let later = MONDAY.saturating_add(56.days());
    for on in [later.saturating_add(2.days()), later.saturating_add(9.days())] {
        roster = with(roster.clone(), change_day(&roster, 1, on, Vec::new(), later));
        let (next, new) = looked(&roster, later, 12);
        assert_eq!(new, 1);
        roster = next;
    }
}
