//! The coordinator's queue.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterId;
use concord_domain::matter::{Matter, PartyRole, Status};
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor};
use jiff::civil::Date;
use minijinja::{Value, context};

use super::queue_queries::{self, Place, Stage, Stretch};
use crate::kit::desk::{Desk, load_by_id, texts_for};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::format::{edit_query, excerpt};
use crate::kit::incoming::keep;
use crate::kit::mistakes::Mistakes;
use crate::kit::read_model::{nearest, next_step};
use crate::kit::story::person;
use crate::kit::suggestion::Suggested;
use crate::kit::visit::Visit;
use crate::kit::why::DueClock;

const PAGE: usize = 25;
/// Characters of the story in a line.
const EXCERPT: usize = 64;

/// Whose queue: what the own bodies have, or all that arises in the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Body,
    Region,
}

impl Scope {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Region => "region",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Body, Self::Region].into_iter().find(|scope| scope.as_str() == text)
    }
}

/// What an address asks for.
struct Asked {
    stage: Stage,
    scope: Scope,
    after: Option<Place>,
    wrong: Vec<FieldProblem>,
}

impl Asked {
    /// Reads an address's query. What cannot be read is left out and told.
    fn read(query: &Fields) -> Self {
        let mut wrong = Vec::new();
        let stage = keep(query.word("stage", Stage::parse).transpose(), &mut wrong).unwrap_or(Stage::Reported);
        let scope = keep(query.word("scope", Scope::parse).transpose(), &mut wrong).unwrap_or(Scope::Body);
        let after = keep(query.word("after", |text| read_place(text, stage)).transpose(), &mut wrong);
        Self { stage, scope, after, wrong }
    }
}

/// `GET /desk/queue`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    if !desk.policy.ever(actor, Action::ViewQueue) {
        return Err(Failure::Forbidden);
    }
    let Asked { stage, scope, after, wrong } = Asked::read(&Fields::parse(visit.query.as_bytes())?);
    let mistakes = if wrong.is_empty() { Mistakes::default() } else { desk.mistakes(&visit, Failure::Invalid(wrong))? };
    let today = desk.today();
    let stretches: Vec<(Stage, Vec<Stretch>)> =
        Stage::ALL.into_iter().map(|stage| (stage, stretches(&desk, actor, scope, stage))).collect();
    let (from, is_first) = (after.clone().unwrap_or_default(), after.is_none());
    let (counts, lines, next) = desk
        .store
        .read(move |c| -> Result<_, Failure> {
            let (mut counts, mut places, mut first) = (Vec::new(), Vec::new(), Vec::new());
            for (each, stretches) in &stretches {
                counts.push((*each, queue_queries::count(c, stretches, *each, today)?));
                if *each == stage {
                    places = queue_queries::page(c, stretches, stage, today, &from, PAGE + 1)?;
                    if is_first {
                        first = queue_queries::endangered(c, stretches, stage, today, PAGE)?;
                    }
                }
            }
            let next = (places.len() > PAGE).then(|| places[PAGE - 1].clone());
            let mut lines: Vec<(Matter, HashMap<i64, String>)> = Vec::with_capacity(PAGE);
            let others = places.iter().take(PAGE).map(|place| place.id).filter(|id| !first.contains(id));
            for id in first.iter().copied().chain(others) {
                if let Some((matter, _)) = load_by_id(c, MatterId(id))? {
                    let texts = texts_for(c, &matter)?;
                    lines.push((matter, texts));
                }
            }
            Ok((counts, lines, next))
        })
        .await?;
    let lines: Vec<Value> = lines.iter().map(|(m, texts)| line(&desk, &visit, actor, m, texts)).collect();
    let ctx = context! {
        title => desk.text(&visit, "queue-title", &[]),
        scopes => scopes(&desk, &visit, actor, scope, stage),
        stages => stages(&desk, &visit, scope, stage, &counts),
        stage => stage.as_str(),
        shown => lines.len(),
        lines => lines,
        next => next.map(|place| edit(&visit, "after", Some(write_place(&place)))),
        first => after.map(|_| edit(&visit, "after", None)),
        ..mistakes.context()
    };
    let template = if visit.part().is_some() { "queue/rows.html" } else { "queue/show.html" };
    desk.page(&visit, template, ctx)
}

fn edit(visit: &Visit, name: &str, value: Option<String>) -> String {
    edit_query(&visit.path, &visit.whole_query(), &[(name.to_owned(), value)])
}

/// A place as an address has it: the id, after the date where there is one.
fn write_place(place: &Place) -> String {
    if place.due_on.is_empty() { place.id.to_string() } else { format!("{}_{}", place.due_on, place.id) }
}

/// Reads a place of a stage: what is late goes by its date, everything else by its id alone.
fn read_place(text: &str, stage: Stage) -> Option<Place> {
    let (due_on, id) = text.split_once('_').unwrap_or(("", text));
    let in_order = if stage == Stage::Late { due_on.parse::<Date>().is_ok() } else { due_on.is_empty() };
    Some(Place { due_on: due_on.to_owned(), id: id.parse().ok()? }).filter(|_| in_order)
}

fn stretches(desk: &Desk, actor: &Actor, scope: Scope, stage: Stage) -> Vec<Stretch> {
    match scope {
        Scope::Body => desk.policy.bodies(actor, Action::ViewQueue).into_iter().map(Stretch::of_body).collect(),
        Scope::Region => {
            let places = desk.places();
            let regions = desk.policy.regions(actor, Action::ViewQueue);
            let codes = regions.iter().filter_map(|code| code.parse::<RegionCode>().ok());
            codes.flat_map(|code| Stretch::of_region(&places, &code, stage)).collect()
        }
    }
}

fn scopes(desk: &Desk, visit: &Visit, actor: &Actor, scope: Scope, stage: Stage) -> Vec<Value> {
    let (places, tag) = (desk.places(), visit.lang.tag());
    let regions = desk.policy.regions(actor, Action::ViewQueue);
    let region = regions.first().and_then(|code| code.parse().ok());
    let region = region.map(|code: RegionCode| places.region_name(&code, tag).to_owned()).unwrap_or_default();
    let tab = |each: Scope, label: String| {
        let href = format!("/desk/queue?scope={}&stage={}", each.as_str(), stage.as_str());
        context! { label => label, href => href, current => each == scope }
    };
    vec![
        tab(Scope::Body, desk.text(visit, "queue-scope-body", &[])),
        tab(Scope::Region, desk.text(visit, "queue-scope-region", &[("region", region)])),
    ]
}

fn stages(desk: &Desk, visit: &Visit, scope: Scope, stage: Stage, counts: &[(Stage, i64)]) -> Vec<Value> {
    counts
        .iter()
        .map(|(each, count)| {
            context! {
                label => desk.text(visit, &format!("queue-stage-{}", each.as_str()), &[]),
                href => format!("/desk/queue?scope={}&stage={}", scope.as_str(), each.as_str()),
                count => count,
                current => *each == stage,
            }
        })
        .collect()
}

fn line(desk: &Desk, visit: &Visit, actor: &Actor, m: &Matter, texts: &HashMap<i64, String>) -> Value {
    let (places, tag) = (desk.places(), visit.lang.tag());
    let name = |role: PartyRole| {
        m.parties.iter().find(|p| p.role == role).and_then(|p| person(texts, p.person.id)).map(|p| p.name)
    };
    let narrative = texts.get(&m.report().narrative.id).map(String::as_str).unwrap_or_default();
    let nearest = nearest(m);
    let due_on = nearest.as_ref().map(|n| n.due_on.to_string());
    let due = DueClock {
        key: nearest.as_ref().map(|n| n.key.as_str()),
        due_on: due_on.as_deref(),
        paused: nearest.as_ref().map_or(0, |n| n.paused),
    };
    let (step, _) = next_step(m);
    let suggested = matches!(m.status, Status::Reported | Status::Accepted).then(|| desk.suggest(m, texts));
    let filed = suggested.as_ref().map(|s| desk.as_filed(m, texts, s));
    let shown = |s: &Suggested| desk.suggestion_shown(visit.lang, &m.region, s);
    let late = nearest.as_ref().is_some_and(|n| n.due_on < desk.today());
    context! {
        code => m.code.as_str(),
        version => m.version,
        status => m.status.as_str(),
        urgency => m.urgency.as_str(),
        danger => m.open_danger().map(|danger| danger.state.as_str()),
        channel => m.report().channel.as_str(),
        category_name => desk.categories.name(&m.category, tag),
        region_name => places.region_name(&m.region, tag),
        body_name => places.body_name(m.body, tag),
        opened_at => m.opened_at,
        excerpt => excerpt(narrative, EXCERPT),
        applicant => name(PartyRole::Applicant),
        respondent => name(PartyRole::Respondent),
        why => desk.why_open(visit.lang, due, step, None),
        due_on,
        step => step,
        late => late,
        repeats => m.reports.len() - 1,
        suggestion => suggested.as_ref().map(shown),
        filed => filed.as_ref().map(shown),
        differs => suggested.as_ref().is_some_and(|s| s.category != m.category),
        may_accept => m.status == Status::Reported && desk.may(actor, Action::AcceptMatter, m),
        may_assign => desk.may(actor, Action::AssignMatter, m),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_as_it_was_written_and_anything_else_is_none() {
        let places = [Place { due_on: String::new(), id: 5 }, Place { due_on: "2031-03-01".into(), id: 7 }];
        for (place, stage) in places.into_iter().zip([Stage::Accepted, Stage::Late]) {
            assert_eq!(read_place(&write_place(&place), stage), Some(place));
        }
        for (wrong, stage) in [("", Stage::Late), ("5", Stage::Late), ("2031-03-01_5", Stage::Reported)] {
            assert_eq!(read_place(wrong, stage), None, "{wrong}");
        }
        assert_eq!(read_place("2031-03-01_x", Stage::Late), None);
        assert_eq!(read_place("2031-02-30_5", Stage::Late), None);
    }
}
