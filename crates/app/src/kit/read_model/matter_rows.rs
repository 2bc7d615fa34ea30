//! The rows of lists, diaries and keys.

use concord_domain::diversion::{Arrival, Diversion};
use concord_domain::family;
use concord_domain::matter::{Duty, Matter, ObligationState, PartyRole, RunningClock, SessionState, Status};
use concord_domain::rates::voices;
use concord_domain::region::Tier;
use concord_store::Value;
use jiff::civil::Date;

use super::counted_rows::{self, CALL_BACK, COUNTED, ENDING, RATING_REQUEST};
use super::diversion_rows::{self, DIVERSION};
use super::duty_rows::{self, DISPUTE, HARD_MATTER, HOLDING, PROMISE, URGING, WORK};
use super::notice_rows::{self, NOTICE};
use super::promise::{acceptance, conclusion};
use super::roster_rows::{DUTY_NOTE, ROSTER};
use super::{Row, Table};

/// One row for each matter: lists, queues, filters.
pub static MATTER: Table = Table::new(
    "matter",
    1,
    &[
        "id",
        "code",
        "version",
        "status",
        "region",
        "city",
        "county",
        "town",
        "village",
        "category",
        "field",
        "channel",
        "urgency",
        "body",
        "mediator",
        "filed_by",
        "opened_at",
        "opened_on",
        "updated_at",
        "accepted_on",
        "concluded_on",
        "archived_on",
        "due_on",
        "lapse_on",
        "next_step",
        "next_on",
        "reopened",
        "stars",
        "amount",
        "reports",
        "applicant",
        "respondent",
        "narrative",
        "merged_into",
        "taken_on",
        "taken_late",
        "ended_late",
        "tier",
        "due_clock",
        "due_paused",
        "lapse_at",
        "warn_on",
        "danger",
        "relatives",
        "applicants",
        "held_by",
    ],
);
/// Bodies with work on a matter.
pub static MATTER_BODY: Table = Table::new("matter_body", 2, &["matter", "body", "duty", "open"]);
/// Keys printed for parties; with a party's number below zero, for who represents it.
pub static ACCESS_KEY: Table = Table::new("access_key", 2, &["matter", "key_hash", "party"]);
/// Where imported rows went.
pub static REPORT_SOURCE: Table = Table::new("report_source", 3, &["source", "external_id", "matter", "report"]);
/// Meetings, visits and obligations to come.
pub static DIARY: Table = Table::new("diary", 3, &["matter", "kind", "no", "on_day", "at", "account", "body"]);

/// Every read-model table, of matters and of rosters.
pub static TABLES: [&Table; 19] = [
    &MATTER,
    &MATTER_BODY,
    &ACCESS_KEY,
    &REPORT_SOURCE,
    &DIARY,
    &HOLDING,
    &PROMISE,
    &WORK,
    &DISPUTE,
    &HARD_MATTER,
    &URGING,
    &ENDING,
    &COUNTED,
    &CALL_BACK,
    &RATING_REQUEST,
    &DIVERSION,
    &NOTICE,
    &ROSTER,
    &DUTY_NOTE,
];

/// What an open matter can wait for, in the order of the way it goes.
pub const STEPS: [&str; 10] = [
    "accept",
    "assign",
    "name-mediator",
    "arrange-session",
    "hold-session",
    "decide",
    "sign",
    "seal",
    "conclude",
    "await-receipt",
];

/// What is to be done next, and by when.
///
/// The word is a message key's end (`next-<word>`).
pub fn next_step(m: &Matter) -> (&'static str, Option<Date>) {
    let due = m.due_on();
    if let Some(pending) = m.pending_diversion().filter(|_| m.status != Status::Agreement) {
        return ("await-receipt", Some(pending.sign_by));
    }
    match m.status {
        Status::Reported => ("accept", due),
        Status::Accepted => ("assign", due),
        Status::Assigned if m.mediator.is_none() => ("name-mediator", due),
        Status::Assigned => ("arrange-session", due),
        Status::Mediating if m.mediator.is_none() => ("name-mediator", due),
        Status::Mediating if m.next_session().is_some() => ("hold-session", due),
        Status::Mediating => ("decide", due),
        Status::Agreement if m.agreement().is_some_and(|a| a.sealed.is_some()) => ("conclude", due),
        Status::Agreement if m.agreement().is_some_and(|a| a.missing().is_empty()) => ("seal", due),
        Status::Agreement => ("sign", due),
        Status::Settled if m.archived_on.is_none() => after_settlement(m),
        _ if m.archived_on.is_none() && !m.advice_owed_to().is_empty() => ("hand-advice", None),
        _ if m.archived_on.is_none() => ("archive", None),
        _ => ("none", None),
    }
}

fn after_settlement(m: &Matter) -> (&'static str, Option<Date>) {
    if let Some(visit) = m.pending_visit() {
        return ("visit", Some(visit.due_on));
    }
    if m.visits.iter().any(|v| v.found.is_some()) {
        return ("archive", None);
    }
    ("arrange-visit", None)
}

/// All rows of one matter.
pub fn rows(m: &Matter) -> Vec<Row> {
    let mut rows = vec![Row { table: &MATTER, values: matter_row(m) }];
    let open = i64::from(m.status.is_open());
    let mut bodies: Vec<i64> = Vec::new();
    for assignment in m.assignments.iter().rev() {
        if !bodies.contains(&assignment.body.0) {
            bodies.push(assignment.body.0);
            let duty =
                if assignment.duty == Duty::Lead && assignment.body != m.body { Duty::Assist } else { assignment.duty };
            rows.push(Row {
                table: &MATTER_BODY,
                values: vec![m.id.0.into(), assignment.body.0.into(), duty.as_str().into(), open.into()],
            });
        }
    }
    for body in m.involved().into_iter().filter(|b| !bodies.contains(&b.0) && *b != m.body) {
        let assist = Duty::Assist.as_str();
        rows.push(Row { table: &MATTER_BODY, values: vec![m.id.0.into(), body.0.into(), assist.into(), open.into()] });
    }
    for party in &m.parties {
        let no = i64::from(party.no);
        let own = party.key_hashes.iter().map(|key| (key, no));
        for (key, holder) in own.chain(party.representative_keys.iter().map(|key| (key, -no))) {
            rows.push(Row { table: &ACCESS_KEY, values: vec![m.id.0.into(), key.as_str().into(), holder.into()] });
        }
    }
    for report in &m.reports {
        if let (Some(source), Some(external)) = (&report.source, &report.external_id) {
            rows.push(Row {
                table: &REPORT_SOURCE,
                values: vec![
                    source.as_str().into(),
                    external.as_str().into(),
                    m.id.0.into(),
                    i64::from(report.no).into(),
                ],
            });
        }
    }
    diary(m, &mut rows);
    duty_rows::rows(m, &mut rows);
    counted_rows::rows(m, &mut rows);
    diversion_rows::rows(m, &mut rows);
    notice_rows::rows(m, &mut rows);
    rows
}

fn diary(m: &Matter, rows: &mut Vec<Row>) {
    let mut put = |kind: &str, no: u32, on: Date, at: Option<i64>, account: Option<i64>, body: i64| {
        let day = on.to_string();
        let values =
            vec![m.id.0.into(), kind.into(), i64::from(no).into(), day.into(), at.into(), account.into(), body.into()];
        rows.push(Row { table: &DIARY, values });
    };
    if let Some(joint) = m.joint.as_ref().filter(|_| m.status.is_open()) {
        for task in joint.tasks.iter().filter(|t| t.done.is_none()) {
            put("task", task.no, task.due_on, None, None, task.body.0);
        }
    }
    let mut note = |kind: &str, no: u32, on: Date, at: Option<i64>, account: Option<i64>| {
        put(kind, no, on, at, account, m.body.0);
    };
    let mediator = m.mediator.map(|a| a.0);
    for session in m.sessions.iter().filter(|s| s.state == SessionState::Arranged) {
        note("session", session.no, civil_date(session.at), Some(session.at), mediator);
    }
    if let Some(visit) = m.pending_visit() {
        note("visit", visit.no, visit.due_on, None, Some(visit.visitor.0));
    }
    if m.archived_on.is_none() {
        let in_effect = m.agreements.iter().filter(|a| a.sealed.is_some());
        for owed in in_effect.flat_map(|a| &a.obligations).filter(|o| o.state == ObligationState::Open) {
            note("obligation", owed.no, owed.due_on, None, mediator);
        }
    }
}

/// The diary's day of an instant: China has one zone, and a diary that shows the next day's early hours would not mislead.
fn civil_date(micros: i64) -> Date {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    jiff::Timestamp::from_microsecond(micros).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone).date()
}

fn matter_row(m: &Matter) -> Vec<Value> {
    let day = |d: Option<Date>| Value::from(d.map(|d| d.to_string()));
    let at = |tier: Tier| Value::from(m.region.at(tier).map(|r| r.as_str().to_owned()));
    let first = |role: PartyRole| Value::from(m.parties.iter().find(|p| p.role == role).map(|p| p.person.id));
    let field = m.category.as_str().split('.').next().unwrap_or_default();
    let (step, step_on) = next_step(m);
    let taken = acceptance(m);
    let nearest = nearest(m);
    let lapse_on = lapsing(m).filter(|c| c.due_at.is_none()).map(|c| c.due_on).min();
    vec![
        m.id.0.into(),
        m.code.as_str().into(),
        m.version.into(),
        m.status.as_str().into(),
        m.region.as_str().into(),
        at(Tier::City),
        at(Tier::County),
        at(Tier::Town),
        at(Tier::Village),
        m.category.as_str().into(),
        field.into(),
        m.report().channel.as_str().into(),
        m.urgency.as_str().into(),
        m.body.0.into(),
        m.mediator.map(|a| a.0).into(),
        m.filed_by.map(|a| a.0).into(),
        m.opened_at.into(),
        m.opened_on.to_string().into(),
        m.updated_at.into(),
        day(m.accepted_on),
        day(m.concluded_on),
        day(m.archived_on),
        day(nearest.as_ref().map(|n| n.due_on)),
        day(lapse_on),
        step.into(),
        day(step_on),
        i64::from(m.reopened).into(),
        stars(m).into(),
        m.report().amount.into(),
        (m.reports.len() as i64).into(),
        first(PartyRole::Applicant),
        first(PartyRole::Respondent),
        m.report().narrative.id.into(),
        m.merged_into.as_ref().map(|c| c.as_str().to_owned()).into(),
        day(taken.map(|t| t.on)),
        taken.map(|t| i64::from(t.late)).into(),
        conclusion(m).map(|c| i64::from(c.late)).into(),
        m.tiers.tier().as_str().into(),
        nearest.as_ref().map(|n| n.key.clone()).into(),
        nearest.as_ref().map(|n| n.paused).into(),
        lapsing(m).filter_map(|c| c.due_at).min().into(),
        day(m.running_clocks().filter_map(|c| c.next_warning().map(|(day, _)| day)).min()),
        danger(m).into(),
        (m.relatives() as i64).into(),
        (family::applicants(m).len() as i64).into(),
        held_by(m).into(),
    ]
}

/// Who answers for an open matter, where the lead has not signed for it yet.
fn held_by(m: &Matter) -> Option<i64> {
    (m.status.is_open() && m.responsible != m.body).then_some(m.responsible.0)
}

/// What an open matter is due for next, by its clocks or by what was promised to those who sent it.
#[derive(Clone, Debug)]
pub struct Nearest {
    pub due_on: Date,
    /// `general/mediate`, or `arrival/petition/receipt` and `diversion/court/reply`.
    pub key: String,
    /// Calendar days that did not count.
    pub paused: i64,
}

/// The promise to whoever sent something, and the rule that it comes from.
pub fn arrival_key(a: &Arrival) -> String {
    format!("arrival/{}/{}", a.way.as_str(), a.promise())
}

/// The promise of whoever something was sent to, and the rule that it comes from.
pub fn diversion_key(d: &Diversion) -> String {
    format!("diversion/{}/{}", d.exit, d.promise())
}

/// What ends first of an open matter.
pub fn nearest(m: &Matter) -> Option<Nearest> {
    let clock = m.next_due().map(|c| Nearest { due_on: c.due_on, key: c.key(), paused: over_days(c) });
    if !m.status.is_open() {
        return clock;
    }
    let from = m.arrivals.iter().filter_map(|a| Some((a.wanted()?, arrival_key(a))));
    let to = m.diversions.iter().filter_map(|d| Some((d.wanted()?, diversion_key(d))));
    let word = from.chain(to).min().map(|(due_on, key)| Nearest { due_on, key, paused: 0 });
    match (clock, word) {
        (Some(clock), Some(word)) if word.due_on < clock.due_on => Some(word),
        (clock, word) => clock.or(word),
    }
}

/// Where its open danger stands: `untold` before anybody on duty was told, `seen` before anybody decided, `confirmed`.
fn danger(m: &Matter) -> Option<&'static str> {
    m.open_danger().map(|danger| if danger.is_untold() { "untold" } else { danger.state.as_str() })
}

/// Clocks that may yet run out, and are not noted as that.
fn lapsing(m: &Matter) -> impl Iterator<Item = &RunningClock> {
    m.running_clocks().filter(|c| c.lapsed_on.is_none() && !c.is_paused())
}

/// Days of pauses that are over: the one that runs ends the wait for the clock itself.
fn over_days(clock: &RunningClock) -> i64 {
    clock.paused_days(clock.from_on)
}

/// What the parties say of the present conclusion, as far as it counts.
fn stars(m: &Matter) -> Option<i64> {
    let now = !m.status.is_open();
    let stars: Vec<i64> =
        voices(m).iter().filter(|r| now && r.ending == m.endings.len()).map(|r| i64::from(r.stars)).collect();
    (!stars.is_empty()).then(|| stars.iter().sum::<i64>() * 100 / stars.len() as i64)
}
