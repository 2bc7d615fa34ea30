//! The sentence at the top: whose turn it is, for what and by when; and what happens if nothing does.

use concord_domain::matter::{Matter, RunningClock, Status};
use jiff::civil::Date;
use minijinja::{Value, context};

use super::page::Own;
use super::stages::{Turn, turn};
use crate::kit::desk::Desk;
use crate::kit::format;
use crate::kit::messages::Args;
use crate::kit::read_model::next_step;
use crate::kit::visit::Visit;

/// What a party is told first.
pub fn told(desk: &Desk, visit: &Visit, own: &Own) -> Value {
    let m = &own.matter;
    let (step, due_on) = next_step(m);
    let turn = turn(m, own.party);
    let tag = visit.lang.tag();
    // A receipt that is waited for has a day of its own.
    let clock = clock(m, step).filter(|_| step != "await-receipt");
    let due_on = clock.map(|c| c.due_on).or(due_on);
    let limit = clock.map(|c| c.name.in_lang(tag).to_owned());
    let late = due_on.filter(|due| *due < desk.today());
    let says_when = what(step, turn, m) == "hold-session";
    let what = what_now(desk, visit, own, step, turn);
    // Nobody is hurried to sign, and a meeting has a time of its own.
    let dated = due_on.filter(|_| late.is_none() && turn == Turn::Body && step != "hold-session");
    let sentence = match (dated, &limit) {
        (Some(due), Some(limit)) => {
            let named = [("what", what), ("limit", format::lower_first(limit)), ("date", day(desk, visit, due))];
            desk.text(visit, "track-sentence-limit", &named)
        }
        (Some(due), None) => desk.text(visit, "track-sentence-by", &[("what", what), ("date", day(desk, visit, due))]),
        (None, _) => desk.text(visit, "track-sentence", &[("what", what)]),
    };
    context! {
        sentence => sentence,
        turn => turn.as_str(),
        says_when,
        due_on => due_on.map(|d| d.to_string()),
        limit => limit.clone().filter(|_| dated.is_none()),
        late => late.map(|due| lateness(desk, visit, due, limit.unwrap_or_default())),
        source => clock.map(|c| c.source.in_lang(tag).to_owned()),
        otherwise => desk.text(visit, &format!("track-if-{}", otherwise(step, turn, m, due_on)), &[]),
    }
}

/// The time limit that a step stands under: the nearest, and once both sides talk the one for all of the mediation.
fn clock<'a>(m: &'a Matter, step: &str) -> Option<&'a RunningClock> {
    let talking = matches!(step, "hold-session" | "decide" | "sign" | "seal" | "conclude");
    if talking { m.told_clocks().max_by_key(|c| c.due_on) } else { m.told_clocks().min_by_key(|c| c.due_on) }
}

fn what_now(desk: &Desk, visit: &Visit, own: &Own, step: &'static str, turn: Turn) -> String {
    let m = &own.matter;
    let body = desk.places().body_name(m.responsible, visit.lang.tag());
    let zone = desk.clock.zone_name();
    let meeting =
        m.next_session().and_then(|s| format::datetime_weekday(desk.templates.messages(), visit.lang, s.at, zone).ok());
    let key = format!("track-now-{}", what(step, turn, m));
    desk.text(visit, &key, &[("body", body), ("at", meeting.unwrap_or_default())])
}

/// By how much a promise is late: of days alone, or with what should have been done.
fn lateness(desk: &Desk, visit: &Visit, due: Date, limit: String) -> String {
    let mut args = Args::new();
    args.set("n", due.until(desk.today()).map_or(0, |span| i64::from(span.get_days())));
    args.set("date", day(desk, visit, due));
    args.set("limit", limit);
    desk.templates.messages().text(visit.lang, "track-late", &args)
}

fn day(desk: &Desk, visit: &Visit, on: Date) -> String {
    let iso = on.to_string();
    format::weekday(desk.templates.messages(), visit.lang, &iso).unwrap_or(iso)
}

/// Whether mediation failed and the parties were told in writing where else they can go.
fn is_advised(m: &Matter) -> bool {
    m.has_failed() && m.advised.is_some()
}

/// The end of the message's key that says what happens now.
fn what(step: &'static str, turn: Turn, m: &Matter) -> &'static str {
    let status = m.status;
    match (turn, step) {
        // Where else to go comes before the judgement.
        _ if is_advised(m) && status != Status::Withdrawn => "advised",
        (Turn::You, _) => "sign-you",
        (Turn::OtherSide, _) => "sign-other",
        (_, "visit") => "visit",
        (Turn::Judge, _) if status == Status::Withdrawn => "judge-withdrawn",
        (Turn::Judge, _) => "judge",
        (_, "arrange-visit") => "arrange-visit",
        _ if status == Status::Withdrawn => "over-withdrawn",
        _ if !status.is_open() => "over",
        (_, step) => step,
    }
}

/// The end of the message's key that says what happens if nothing does.
fn otherwise(step: &'static str, turn: Turn, m: &Matter, due_on: Option<Date>) -> &'static str {
    let status = m.status;
    match (turn, step) {
        _ if is_advised(m) && status != Status::Withdrawn => "advised",
        (Turn::You, _) => "you",
        (Turn::OtherSide, _) => "other-side",
        (_, "hold-session") => "meeting",
        (_, "visit" | "arrange-visit") => "visit",
        (Turn::Judge | Turn::Nobody, _) if status == Status::Withdrawn => "withdrawn",
        (Turn::Judge | Turn::Nobody, _) => "over",
        _ if due_on.is_some() => "late",
        _ => "body",
    }
}
