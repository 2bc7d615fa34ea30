//! The last page: everything that was answered, who will have it and by when.

use concord_domain::playbook::{Answer, Ask, AskKind, Facts};
use minijinja::{Value, context};
use serde::Serialize;

use super::path::{State, Step};
use super::send;
use crate::kit::failure::Failure;
use crate::kit::format;
use crate::kit::page::shown;
use crate::kit::upload::{MOST_FILES, megabytes};
use crate::kit::visit::Visit;

/// A line of the summary, with the step that changes it.
#[derive(Debug, Serialize)]
struct Line {
    label: String,
    value: String,
    go: String,
}

/// The answers, where they will go, and what the first promise is.
pub fn context(state: &State<'_>, visit: &Visit) -> Result<Value, Failure> {
    let desk = state.desk;
    let filing = send::filing(state, visit.lang);
    // Whatever keeps it from going anywhere is told when it is sent.
    let routing = desk.route(&filing).ok();
    let places = desk.places();
    let tag = visit.lang.tag();
    let body = routing.as_ref().and_then(|r| places.body(r.body)).map(|body| {
        context! {
            name => body.name.in_lang(tag), phone => body.phone.clone(),
            address => body.address.as_ref().map(|a| a.in_lang(tag).to_owned()),
        }
    });
    let promise = routing.as_ref().and_then(|routing| {
        let rules = desk.rules_for(&routing.category, &routing.region);
        let facts = Facts { channel: "web".to_owned(), ..state.facts() };
        let clocks: Vec<_> = rules.playbook.clocks_for("matter.reported", &facts).collect();
        let due = clocks.into_iter().filter_map(|clock| {
            let due_on = rules.calendar.deadline(rules.today, clock.limit).ok()?.on;
            Some((due_on, clock.name.in_lang(tag).to_owned(), clock.source.in_lang(tag).to_owned()))
        });
        due.min().map(|(on, name, source)| context! { on => on.to_string(), name => name, source => source })
    });
    let region = routing.as_ref().map(|r| places.path(&r.region, tag)).unwrap_or_default();
    Ok(context! {
        story => state.fields.get("narrative"),
        lines => shown(lines(state, visit, &region)),
        body => body,
        promise => promise,
        files_most => MOST_FILES,
        megabytes => megabytes(concord_store::files::MediaKind::Image),
    })
}

fn lines(state: &State<'_>, visit: &Visit, region: &str) -> Vec<Line> {
    let (desk, fields) = (state.desk, state.fields);
    let tag = visit.lang.tag();
    let word = |key: &str| desk.text(visit, key, &[]);
    let mut lines = Vec::new();
    let mut line = |label: String, value: String, step: &Step| {
        if !value.is_empty() {
            lines.push(Line { label, value, go: step.name() });
        }
    };
    let category = state.category().map(|c| desk.categories.name(&c, tag).to_owned()).unwrap_or_default();
    line(word("report-line-kind"), category, &Step::Kind);
    let answers = state.answers();
    for ask in state.asks() {
        let value = answers.get(&ask.id).map(|answer| told(ask, answer, visit, state)).unwrap_or_default();
        line(ask.label.in_lang(tag).to_owned(), value, &Step::Ask(ask.id.clone()));
    }
    line(word("report-line-area"), region.to_owned(), &Step::Where);
    line(word("report-line-place"), fields.get("place").to_owned(), &Step::Where);
    let on = state.happened_on().map(|on| on.to_string()).unwrap_or_default();
    let on = format::date(desk.templates.messages(), visit.lang, &on).unwrap_or_default();
    line(word("report-line-on"), on, &Step::Where);
    let joined = |names: &[&str]| {
        let parts: Vec<&str> = names.iter().filter_map(|name| fields.some(name)).collect();
        parts.join(" \u{b7} ")
    };
    line(word("report-line-you"), joined(&["name", "phone", "email", "address"]), &Step::You);
    line(word("report-line-agent"), joined(&["agent", "agent_phone"]), &Step::You);
    let other = joined(&["respondent", "respondent_phone", "respondent_address"]);
    line(word("report-line-other"), if other.is_empty() { word("none") } else { other }, &Step::Other);
    lines
}

/// An answer as the person gave it.
fn told(ask: &Ask, answer: &Answer, visit: &Visit, state: &State<'_>) -> String {
    let desk = state.desk;
    match ask.kind {
        AskKind::Choice => {
            ask.choice(&answer.to_string()).map(|label| label.in_lang(visit.lang.tag()).to_owned()).unwrap_or_default()
        }
        AskKind::YesNo => {
            let Some(id) = answer.to_flag().map(|flag| if flag { "yes" } else { "no" }) else { return String::new() };
            let own = ask.choice(id).map(|label| label.in_lang(visit.lang.tag()).to_owned());
            own.unwrap_or_else(|| desk.text(visit, id, &[]))
        }
        AskKind::Money => answer.to_cents().map(format::money).unwrap_or_default(),
        AskKind::Date => answer
            .to_date()
            .and_then(|on| format::date(desk.templates.messages(), visit.lang, &on.to_string()).ok())
            .unwrap_or_default(),
        AskKind::Text | AskKind::LongText | AskKind::Integer => answer.to_string(),
    }
}
