//! The trace of one matter, computed from its history.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::holding::{Appeal, Promise, promises};
use concord_domain::matter::{Judgement, Matter, PromiseKind};
use concord_policy::Action;
use jiff::civil::Date;
use minijinja::{Value, context};

use super::act;
use crate::kit::bodies::acts_for;
use crate::kit::case::unsent;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// The drawing is so many units wide.
const WIDTH: i32 = 1000;
/// A stay that ended on the day it began is drawn so wide: a dozen pixels on a phone.
const LEAST: i32 = 36;

/// `GET /desk/matters/{code}/trace`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(&code)?).await?;
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

/// `POST /desk/matters/{code}/objections`
pub async fn object(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let mut check = Check::new();
    let promise = check.need("promise", form.word("promise", PromiseKind::parse));
    let of = check.need("of", form.int("of")).and_then(|n| u32::try_from(n).ok());
    let field = format!("objection_{}_{}", form.get("promise"), form.get("of"));
    let text = check.text(&field, form.get(&field));
    let done = match check.done(promise.zip(of)) {
        Ok(promise) => act::object(&desk, actor, &code, form.expected(), promise, &text).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "trace-objected", done).await
}

/// `POST /desk/matters/{code}/objections/{no}/judgement`
pub async fn judge(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(&code)?);
    let mut check = Check::new();
    let verdict = check.need("verdict", form.word("verdict", Judgement::parse));
    let field = format!("judgement_{no}");
    let reason = check.text(&field, form.get(&field));
    let done = match check.done(verdict) {
        Ok(verdict) => act::judge(&desk, actor, &code, form.expected(), no, (verdict, &reason)).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "trace-judged", done).await
}

async fn answered(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: &Fields,
    flash: &'static str,
    done: Result<Matter, Failure>,
) -> Result<Response, Failure> {
    let Err(failure) = done else {
        return Ok(go_with(&format!("/desk/matters/{}/trace", code.as_str()), flash));
    };
    let again = desk.redraw(visit, code, form, failure).await?;
    draw(desk, visit, &again.matter, again.status, form, &again.mistakes).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    desk.permit(actor, Action::ViewTrace, matter)?;
    let texts = desk.matter_texts(matter).await?;
    let today = desk.today();
    let promised = promises(matter);
    let missed = promised.iter().filter(|p| counts(matter, p, today)).count();
    let end = matter.stays.last().and_then(|s| s.until_on).unwrap_or(today);
    let is_text = |name: &str| name.starts_with("objection_") || name.starts_with("judgement_");
    let ctx = context! {
        title => desk.text(visit, "trace-title", &[]),
        story => desk.story_shown(visit.lang, matter, &texts),
        stays => stays(desk, visit, matter, &promised, end),
        total => (end - matter.opened_on).get_days(),
        missed,
        width => WIDTH,
        promises => promised.iter().map(|p| shown(desk, visit, matter, p, &texts)).collect::<Vec<_>>(),
        form => typed(form),
        unsent => unsent(form, is_text, &drawn(desk, visit, matter, &promised)),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "trace/matter.html", ctx)
}

/// Whether a promise was missed and its mark stands.
fn counts(matter: &Matter, p: &Promise, today: Date) -> bool {
    p.is_missed(today) && !matter.is_lifted(p.kind, p.no)
}

/// Stays with their place in the drawing: each has the least width, and what is left is a scale of days from the opening to the end or today.
fn stays(desk: &Desk, visit: &Visit, matter: &Matter, promised: &[Promise], end: Date) -> Vec<Value> {
    let (tag, places, today) = (visit.lang.tag(), desk.places(), desk.today());
    let total = (end - matter.opened_on).get_days().max(1);
    let count = i32::try_from(matter.stays.len()).unwrap_or(1).max(1);
    let least = LEAST.min(WIDTH / 2 / count);
    let scale = |days: i32| days * (WIDTH - least * count) / total;
    matter
        .stays
        .iter()
        .enumerate()
        .zip(0..)
        .map(|((at, s), before)| {
            let (from, days) = ((s.from_on - matter.opened_on).get_days(), s.days(today));
            let paused = matter.paused_days(s, Some(today));
            let within = |p: &&Promise| {
                p.body == s.body && p.due_on >= s.from_on && s.until_on.is_none_or(|until| p.due_on <= until)
            };
            let missed = promised.iter().filter(within).filter(|p| counts(matter, p, today)).count();
            context! {
                no => at + 1,
                body => places.body_name(s.body, tag),
                from => s.from_on.to_string(),
                until => s.until_on.map(|d| d.to_string()),
                days,
                paused,
                missed,
                x => scale(from) + least * before,
                w => scale(days) + least,
                tone => at % 4,
            }
        })
        .collect()
}

fn may_object(desk: &Desk, visit: &Visit, matter: &Matter, p: &Promise) -> bool {
    p.is_missed(desk.today())
        && matter.appeal(p.kind, p.no).is_none()
        && acts_for(&visit.actor, p.body)
        && desk.may(&visit.actor, Action::ObjectToMark, matter)
}

fn may_judge(desk: &Desk, visit: &Visit, matter: &Matter, appeal: &Appeal) -> bool {
    appeal.judged.is_none()
        && desk.may(&visit.actor, Action::JudgeObjection, matter)
        && desk.acting_body(&visit.actor, Action::JudgeObjection, matter) != Some(appeal.by)
}

/// The text fields of the forms that are drawn.
fn drawn(desk: &Desk, visit: &Visit, matter: &Matter, promised: &[Promise]) -> Vec<String> {
    let objections = promised.iter().filter(|p| may_object(desk, visit, matter, p));
    let judgements = matter.appeals.iter().filter(|a| may_judge(desk, visit, matter, a));
    let names = objections.map(|p| format!("objection_{}_{}", p.kind.as_str(), p.no));
    names.chain(judgements.map(|a| format!("judgement_{}", a.no))).collect()
}

fn shown(desk: &Desk, visit: &Visit, matter: &Matter, p: &Promise, texts: &HashMap<i64, String>) -> Value {
    let (tag, today) = (visit.lang.tag(), desk.today());
    let missed = p.is_missed(today);
    let late = (p.met_on.unwrap_or(today) - p.due_on).get_days();
    let appeal = matter.appeal(p.kind, p.no);
    context! {
        kind => p.kind.as_str(),
        no => p.no,
        name => p.name.as_ref().map(|n| n.in_lang(tag).to_owned()),
        source => p.source.as_ref().map(|s| s.in_lang(tag).to_owned()),
        body => desk.places().body_name(p.body, tag),
        due => p.due_on.to_string(),
        met => p.met_on.map(|d| d.to_string()),
        withdrawn => p.withdrawn_on.map(|d| d.to_string()),
        missed,
        late => late.max(0),
        lifted => matter.is_lifted(p.kind, p.no),
        may_object => may_object(desk, visit, matter, p),
        appeal => appeal.map(|a| context! {
            no => a.no,
            on => a.on.to_string(),
            text => texts.get(&a.text.id).cloned(),
            may_judge => may_judge(desk, visit, matter, a),
            judged => a.judged.as_ref().map(|(on, verdict, reason)| context! {
                on => on.to_string(), verdict => verdict.as_str(), reason => texts.get(&reason.id).cloned(),
            }),
        }),
    }
}
