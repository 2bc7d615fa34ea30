//! The rows of work between bodies: who held what, what was promised, what is asked of whom, what was decided.

use concord_domain::holding::{Promise, promises};
use concord_domain::matter::{Assignment, Matter};
use concord_domain::region::Tier;
use concord_store::Value;
use jiff::civil::Date;

use super::{Row, Table};
use crate::kit::duty_view::state;

/// In the place of a day that has not come.
pub const OPEN_END: &str = "9999-12-31";

/// Who was responsible when.
pub static HOLDING: Table =
    Table::new("holding", 2, &["matter", "no", "body", "from_on", "until_on", "from_at", "until_at", "paused_days"]);
/// What each body promised to do in time.
pub static PROMISE: Table =
    Table::new("promise", 3, &["matter", "kind", "no", "body", "from_on", "due_on", "met_on", "appeal", "lifted"]);
/// Work given to bodies.
pub static WORK: Table = Table::new(
    "work",
    2,
    &[
        "matter",
        "no",
        "body",
        "duty",
        "given_by",
        "on_day",
        "sign_by",
        "due_on",
        "received_on",
        "state",
        "handing",
        "asked_until",
        "wanted_on",
    ],
);
/// Disputes between bodies.
pub static DISPUTE: Table = Table::new(
    "dispute",
    2,
    &[
        "matter",
        "no",
        "city",
        "county",
        "category",
        "field",
        "raised_on",
        "due_on",
        "decider",
        "ended_on",
        "decided_on",
        "responsible",
        "duty",
        "point",
    ],
);
/// Matters that several bodies or a leader see to, and old ones that were begun to be worked off.
pub static HARD_MATTER: Table = Table::new("hard_matter", 1, &["matter", "sponsor", "joint_lead", "stage"]);
/// Orders of supervisors that wait for an answer, or have one.
pub static URGING: Table =
    Table::new("urging", 2, &["matter", "no", "given_by", "body", "on_day", "answer_by", "answered_on", "ended_on"]);

fn day(on: Option<Date>) -> Value {
    Value::from(on.map(|d| d.to_string()))
}

/// All rows of one matter about work between bodies.
pub fn rows(m: &Matter, all: &mut Vec<Row>) {
    let mut put = |table: &'static Table, values: Vec<Value>| all.push(Row { table, values });
    let id: Value = m.id.0.into();
    for (no, stay) in (1i64..).zip(&m.stays) {
        put(
            &HOLDING,
            vec![
                id.clone(),
                no.into(),
                stay.body.0.into(),
                stay.from_on.to_string().into(),
                stay.until_on.map_or_else(|| OPEN_END.to_owned(), |d| d.to_string()).into(),
                stay.from_at.into(),
                stay.until_at.into(),
                i64::from(m.paused_days(stay, None)).into(),
            ],
        );
    }
    // What was taken back was neither kept nor missed; an objection to it is still judged.
    let counts =
        |p: &Promise| p.withdrawn_on.is_none() || m.appeal(p.kind, p.no).is_some_and(|appeal| appeal.judged.is_none());
    for p in promises(m).into_iter().filter(counts) {
        put(&PROMISE, promise_row(m, &p));
    }
    for work in &m.assignments {
        put(&WORK, work_row(m, work));
    }
    for u in &m.urgings {
        put(
            &URGING,
            vec![
                id.clone(),
                i64::from(u.no).into(),
                u.by.0.into(),
                u.to.0.into(),
                u.on.to_string().into(),
                u.answer_by.to_string().into(),
                day(u.answered.as_ref().map(|(on, _)| *on)),
                day(u.over_on()),
            ],
        );
    }
    disputes(m, &mut put);
    if m.sponsor.is_some() || m.joint.is_some() || !m.backlog.is_empty() {
        put(
            &HARD_MATTER,
            vec![
                id,
                m.sponsor.map(|s| s.account.0).into(),
                m.joint.as_ref().map(|j| j.lead.0).into(),
                m.backlog.iter().map(|s| s.stage).max().map(|s| s.as_str().to_owned()).into(),
            ],
        );
    }
}

fn promise_row(m: &Matter, p: &Promise) -> Vec<Value> {
    let appeal = match m.appeal(p.kind, p.no) {
        None => "none",
        Some(appeal) if appeal.judged.is_none() => "open",
        Some(_) => "judged",
    };
    vec![
        m.id.0.into(),
        p.kind.as_str().into(),
        i64::from(p.no).into(),
        p.body.0.into(),
        p.from_on.to_string().into(),
        p.due_on.to_string().into(),
        // Here only until its objection is judged; late or not, it is no mark.
        day(p.met_on.or(p.withdrawn_on.map(|on| on.min(p.due_on)))),
        appeal.into(),
        i64::from(m.is_lifted(p.kind, p.no)).into(),
    ]
}

fn work_row(m: &Matter, work: &Assignment) -> Vec<Value> {
    // The day that decides its place in the list: the receipt's, then the answer's; none of either comes last.
    let wanted = match state(work) {
        "sign" => work.sign_by,
        "answer" => work.due_on,
        _ => None,
    };
    let handing = work.handing.as_ref();
    vec![
        m.id.0.into(),
        i64::from(work.no).into(),
        work.body.0.into(),
        work.duty.as_str().into(),
        work.by.0.into(),
        work.on.to_string().into(),
        day(work.sign_by),
        day(work.due_on),
        day(work.received_on),
        state(work).into(),
        handing.map(|h| h.to.0).into(),
        day(work.asked.as_ref().map(|a| a.until)),
        wanted.map_or_else(|| OPEN_END.to_owned(), |d| d.to_string()).into(),
    ]
}

fn disputes(m: &Matter, put: &mut impl FnMut(&'static Table, Vec<Value>)) {
    let at = |tier: Tier| Value::from(m.region.at(tier).map(|r| r.as_str().to_owned()));
    let field = m.category.as_str().split('.').next().unwrap_or_default();
    for d in &m.disputes {
        let decided = d.decided.as_ref();
        put(
            &DISPUTE,
            vec![
                m.id.0.into(),
                i64::from(d.no).into(),
                at(Tier::City),
                at(Tier::County),
                m.category.as_str().into(),
                field.into(),
                d.on.to_string().into(),
                d.due_on.to_string().into(),
                d.decider.0.into(),
                day(d.ended_on),
                day(decided.map(|x| x.on)),
                decided.map(|x| x.responsible.0).into(),
                decided.and_then(|x| x.duty.clone()).into(),
                decided.map(|x| x.point.id).into(),
            ],
        );
    }
}
