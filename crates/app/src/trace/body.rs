//! The trace of a body over a period, and the bodies that a reader may trace.

use std::collections::{HashMap, HashSet};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::{Body, BodyId};
use concord_domain::category::CategoryCode;
use concord_domain::code::MatterCode;
use concord_domain::matter::{PromiseKind, RunningClock};
use concord_policy::{Action, Actor, Subject};
use concord_store::Fault;
use jiff::ToSpan as _;
use jiff::civil::Date;
use minijinja::{Value, context};

use super::trace_queries::{self as queries, Held, LINES_MOST, Mark, Span, Sums};
use crate::kit::desk::{Desk, load_with_history};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::path::At;
use crate::kit::period;
use crate::kit::place::Places;
use crate::kit::read_model::OPEN_END;
use crate::kit::visit::Visit;

/// A period where none is asked for, days.
const PERIOD_DAYS: i64 = 90;
/// Most bodies listed.
const BODIES_MOST: usize = 300;
/// A bar is at least so many hundredths of the longest: a day can be seen beside a year.
const LEAST: i32 = 6;

/// Whether somebody may do this with what a body has: as one of it, or over its area.
fn allows(desk: &Desk, actor: &Actor, action: Action, body: &Body) -> bool {
    let allows = |subject| desk.policy.allows(actor, action, &subject);
    allows(Subject::Body(body.id.0)) || allows(Subject::Region(body.region.as_str().to_owned()))
}

fn may_trace(desk: &Desk, actor: &Actor, body: &Body) -> bool {
    allows(desk, actor, Action::ViewTrace, body)
}

/// `GET /desk/traces`
pub async fn index(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::ViewTrace) {
        return Err(Failure::Forbidden);
    }
    let (places, tag) = (desk.places(), visit.lang.tag());
    let query = Fields::parse(visit.query.as_bytes())?;
    let words = query.get("q").to_lowercase();
    let named = |b: &&Body| words.is_empty() || b.name.zh.contains(&words) || b.name.en.to_lowercase().contains(&words);
    let mut bodies: Vec<&Body> = places.bodies().iter().filter(|b| may_trace(&desk, actor, b)).collect();
    bodies.sort_by_key(|b| (b.region.as_str().len(), b.region.as_str().to_owned(), b.id));
    let ids: Vec<i64> = bodies.iter().take(900).map(|b| b.id.0).collect();
    let open = desk.store.read(move |c| queries::objections(c, &ids)).await?;
    let names = clock_names(&desk, visit.lang.tag(), open.iter().map(|(_, m)| m)).await?;
    let ctx = context! {
        bodies => bodies.iter().filter(|b| named(b)).take(BODIES_MOST).map(|b| context! {
            id => b.id.0,
            name => b.name.in_lang(tag),
            kind => b.kind.as_str(),
            region => places.path(&b.region, tag),
        }).collect::<Vec<_>>(),
        objections => open.iter().map(|(body, m)| context! {
            body => places.body_name(BodyId(*body), tag), mark => mark_shown(&desk, &visit, m, &names),
        }).collect::<Vec<_>>(),
        form => typed(&query),
    };
    desk.page(&visit, "trace/index.html", ctx)
}

/// What a body held and promised over a period.
pub(super) struct Read {
    pub held: Vec<Held>,
    pub count: i64,
    pub sums: Sums,
    pub marks: Vec<Mark>,
}

/// Reads the trace of a body.
pub(super) async fn read(desk: &Desk, span: Span) -> Result<Read, Fault> {
    desk.store
        .read(move |c| {
            let held = queries::held(c, &span, LINES_MOST)?;
            let (count, sums) = (queries::count_held(c, &span)?, queries::sums(c, &span)?);
            Ok(Read { held, count, sums, marks: queries::marks(c, &span, LINES_MOST)? })
        })
        .await
}

/// A body that the reader may trace.
///
/// # Errors
/// [`Failure::Forbidden`] for whoever may trace nothing, or not this one; [`Failure::NotFound`].
pub(super) fn traced<'a>(desk: &Desk, places: &'a Places, actor: &Actor, id: i64) -> Result<&'a Body, Failure> {
    if !desk.policy.ever(actor, Action::ViewTrace) {
        return Err(Failure::Forbidden);
    }
    let body = places.body(BodyId(id)).ok_or(Failure::NotFound)?;
    if may_trace(desk, actor, body) { Ok(body) } else { Err(Failure::Forbidden) }
}

/// `GET /desk/bodies/{id}/trace`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let places = desk.places();
    let body = traced(&desk, &places, visit.staff()?, id)?;
    let today = desk.today();
    // What cannot be read is said, beside the period that is shown where none is asked for.
    let (span, mistakes, status) = match span(&desk, &visit, id) {
        Ok(span) => (span, Mistakes::default(), StatusCode::OK),
        Err(wrong) => (Span::latest(id, today), desk.mistakes(&visit, wrong)?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let (from, to) = (span.from, span.to);
    let files = |list: &str| {
        let path = format!("/desk/bodies/{id}/{list}");
        may_take(&desk, &visit.actor, body).then(|| desk.sheets_of(&visit, &path))
    };
    let Read { held, count, sums, marks } = read(&desk, span).await?;
    let names = clock_names(&desk, visit.lang.tag(), marks.iter()).await?;
    let longest = held.iter().map(|h| days(&desk, h)).max().unwrap_or(1).max(1);
    let ctx = context! {
        body => context! { id => id, name => body.name.in_lang(visit.lang.tag()), kind => body.kind.as_str(), region => places.path(&body.region, visit.lang.tag()) },
        from => from.to_string(),
        to => to.to_string(),
        count,
        promised => sums.promised,
        kept => sums.kept(),
        missed => sums.missed,
        lifted => sums.lifted,
        held => held.iter().map(|h| held_shown(&desk, &visit, h, longest)).collect::<Vec<_>>(),
        marks => marks.iter().map(|m| mark_shown(&desk, &visit, m, &names)).collect::<Vec<_>>(),
        held_files => files("trace"),
        mark_files => files("marks"),
        ..mistakes.context()
    };
    desk.page_with(&visit, status, "trace/body.html", ctx)
}

impl Span {
    /// The period where none is asked for.
    fn latest(body: i64, today: Date) -> Self {
        Self { body, from: today.saturating_sub(PERIOD_DAYS.days()), to: today, today }
    }
}

/// The period that an address asks for.
///
/// # Errors
/// What is no date, or the wrong way round.
pub(super) fn span(desk: &Desk, visit: &Visit, body: i64) -> Result<Span, Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    let (from, to) = (query.date("from")?, query.date("to")?);
    let to = to.unwrap_or(desk.today());
    let from = from.unwrap_or(to.saturating_sub(PERIOD_DAYS.days()));
    period::order("to", from, to)?;
    Ok(Span { body, from, to, today: desk.today() })
}

/// Whether the reader may take the trace of a body away as a file.
pub(super) fn may_take(desk: &Desk, actor: &Actor, body: &Body) -> bool {
    allows(desk, actor, Action::ExportList, body)
}

pub(super) fn days(desk: &Desk, held: &Held) -> i32 {
    let day = |text: &str| text.parse::<Date>().ok();
    let until = if held.until_on == OPEN_END { Some(desk.today()) } else { day(&held.until_on) };
    day(&held.from_on).zip(until).map_or(0, |(from, until)| (until - from).get_days())
}

fn category(desk: &Desk, visit: &Visit, code: &str) -> Option<String> {
    CategoryCode::try_from(code).ok().map(|c| desk.categories.name(&c, visit.lang.tag()).to_owned())
}

fn held_shown(desk: &Desk, visit: &Visit, h: &Held, longest: i32) -> Value {
    let days = days(desk, h);
    context! {
        code => &h.code,
        category => category(desk, visit, &h.category),
        from => &h.from_on,
        until => (h.until_on != OPEN_END).then_some(&h.until_on),
        days,
        paused => h.paused_days,
        w => (days * 100 / longest).max(LEAST),
    }
}

/// Calendar days by which a promise was missed, until now where it is not met.
pub(super) fn late_days(desk: &Desk, m: &Mark) -> i32 {
    let day = |text: &str| text.parse::<Date>().ok();
    let met = m.met_on.as_deref().and_then(day).unwrap_or(desk.today());
    day(&m.due_on).map_or(0, |due| (met - due).get_days())
}

/// A time limit's name, by its matter and number.
type Names = HashMap<(String, i64), String>;

/// The names of the time limits among marks. They stand in the histories of their matters, of which a page shows few.
async fn clock_names<'a>(
    desk: &Desk,
    tag: &'static str,
    marks: impl Iterator<Item = &'a Mark>,
) -> Result<Names, Failure> {
    let of_clocks = marks.filter(|m| m.kind == PromiseKind::Clock.as_str());
    let codes: HashSet<String> = of_clocks.map(|m| m.code.clone()).collect();
    desk.store
        .read(move |c| {
            let mut names = Names::new();
            for code in codes.iter().filter_map(|code| code.parse::<MatterCode>().ok()) {
                let Some((matter, _)) = load_with_history(c, &code)? else { continue };
                let named = |clock: &RunningClock| {
                    ((code.as_str().to_owned(), i64::from(clock.no)), clock.name.in_lang(tag).to_owned())
                };
                names.extend(matter.clocks.iter().map(named));
            }
            Ok(names)
        })
        .await
}

fn mark_shown(desk: &Desk, visit: &Visit, m: &Mark, names: &Names) -> Value {
    let of_clock = (m.kind == PromiseKind::Clock.as_str()).then(|| names.get(&(m.code.clone(), m.no)));
    context! {
        code => &m.code,
        category => category(desk, visit, &m.category),
        kind => &m.kind,
        name => of_clock.flatten(),
        no => m.no,
        due => &m.due_on,
        met => &m.met_on,
        late => late_days(desk, m),
        appeal => &m.appeal,
        lifted => m.lifted,
    }
}
