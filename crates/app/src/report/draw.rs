//! What the pages of the path show.

use std::collections::{BTreeMap, HashMap};

use axum::http::{HeaderValue, header};
use axum::response::Response;
use concord_domain::label::Label;
use concord_domain::matter::DangerKind;
use concord_domain::playbook::{Ask, AskKind};
use minijinja::{Value, context};
use serde::Serialize;

use super::areas::{self, Choice, Line};
use super::check;
use super::page::{BEGIN, status};
use super::path::{ANSWER, State, Step};
use crate::kit::danger::signs;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::format::lower_first;
use crate::kit::kinds::danger;
use crate::kit::page::shown;
use crate::kit::problem;
use crate::kit::visit::Visit;

/// Of which dangers it was told what to do on a page before.
const TOLD: &str = "told";
/// Kinds of dispute that are offered first.
const GUESSES: usize = 4;
/// Every field with a fixed name.
const NAMES: [&str; 14] = [
    "narrative",
    "category",
    "region",
    "place",
    "happened_on",
    "name",
    "phone",
    "email",
    "address",
    "agent",
    "agent_phone",
    "respondent",
    "respondent_phone",
    "respondent_address",
];

/// A choice with what explains it.
#[derive(Debug, Serialize)]
struct Offer {
    value: String,
    label: String,
    hint: Option<String>,
}

/// Draws a step; with problems, as the same step again.
pub fn draw(state: &State<'_>, visit: &Visit, step: &Step, problems: Vec<FieldProblem>) -> Result<Response, Failure> {
    let (template, own) = match step {
        Step::Story => ("report/story.html", story(state, visit)),
        Step::Kind => ("report/kind.html", kinds(state, visit)),
        Step::Start | Step::Options => ("report/options.html", options(state, visit)),
        Step::Ask(id) => match state.asks().into_iter().enumerate().find(|(_, ask)| ask.id == *id) {
            Some((at, ask)) => ("report/ask.html", question(state, visit, at, ask)),
            // An answer that was changed since makes it meaningless.
            None => return draw(state, visit, &Step::Where, Vec::new()),
        },
        Step::Where => ("report/where.html", place(state, visit)),
        Step::Area => ("report/area.html", area(state, visit)),
        Step::You => ("report/you.html", context! {}),
        Step::Other => ("report/other.html", context! {}),
        Step::Check => ("report/check.html", check::context(state, visit)?),
    };
    let ctx = context! { ..own, ..frame(state, visit, step, &problems) };
    let mut response = state.desk.page_with(visit, status(&problems), template, ctx)?;
    // The browser's own back button shows a step again only when it may keep the page; nobody else may.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

fn frame(state: &State<'_>, visit: &Visit, step: &Step, problems: &[FieldProblem]) -> Value {
    let (desk, fields) = (state.desk, state.fields);
    let words: Vec<(String, String)> =
        problems.iter().map(|p| (p.field.clone(), problem::words(desk.templates.messages(), visit.lang, p))).collect();
    let errors: Vec<Value> =
        words.iter().map(|(field, text)| context! { field => field_of(field), text => text }).collect();
    let wrong: BTreeMap<&str, Option<&str>> = NAMES
        .iter()
        .map(|name| (*name, words.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str())))
        .collect();
    let values: HashMap<&str, &str> = NAMES.iter().map(|name| (*name, fields.get(name))).collect();
    let stages: Vec<String> = (1..=5).map(|n| desk.text(visit, &format!("report-stage-{n}"), &[])).collect();
    context! {
        title => desk.text(visit, "report-title", &[]),
        step => step.name(),
        stages => stages,
        stage => state.stage(step),
        fresh => fields.get("go") == BEGIN,
        carried => shown(carried(state, step)),
        errors => errors,
        wrong => shown(wrong),
        error => words.first().map(|(_, text)| text.clone()),
        form => shown(values),
        danger => danger_shown(state, visit),
        reasons => reasons(state, visit, step),
        back => *step != state.first(),
        multipart => *step == Step::Check,
    }
}

/// What somebody can do at once, where words, answers or the question say that somebody may be hurt.
fn danger_shown(state: &State<'_>, visit: &Visit) -> Option<Value> {
    let asked = state.danger();
    // A kind of dispute can speak of danger by its name alone: whoever chose it is told at once what to do.
    let kind =
        state.category().map(|c| state.desk.categories.name(&c, visit.lang.tag()).to_owned()).unwrap_or_default();
    let words = format!("{}\n{kind}", state.fields.get("narrative"));
    let signs = signs(state.playbook(), &words, &state.answers(), &asked);
    let kinds: Vec<DangerKind> = signs.into_iter().flat_map(|(_, kinds)| kinds).collect();
    let because = danger(state.playbook(), &state.facts()).map(|label| label.in_lang(visit.lang.tag()).to_owned());
    (!kinds.is_empty()).then(|| {
        // Told in full once for these dangers; folded afterwards, so that the question is in sight.
        let words = kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" ");
        let told = state.fields.get(TOLD) == words;
        context! { because, told, kinds => words, advice => state.desk.danger_advice(visit.lang, &kinds) }
    })
}

fn story(state: &State<'_>, visit: &Visit) -> Value {
    let chosen: Vec<&str> = state.danger().into_iter().map(DangerKind::as_str).collect();
    context! { danger_question => state.desk.danger_question(visit.lang), danger_chosen => chosen }
}

/// The field that an error leads to, where the page has it.
fn field_of(field: &str) -> &str {
    if field.contains('.') && !field.starts_with(ANSWER) { "" } else { field }
}

/// What was answered on other pages.
fn carried(state: &State<'_>, step: &Step) -> Vec<(String, String)> {
    let own: &[&str] = match step {
        Step::Story => &["narrative", "danger"],
        Step::Kind => &["category", "preset"],
        Step::Where => &["region", "place", "happened_on"],
        Step::Area => &["region", "asked_in"],
        Step::You => &["name", "phone", "email", "address", "agent", "agent_phone"],
        Step::Other => &["respondent", "respondent_phone", "respondent_address"],
        Step::Start | Step::Options | Step::Ask(_) | Step::Check => &[],
    };
    let asked = step.name();
    let here =
        |name: &str| own.contains(&name) || name == asked || matches!(name, "step" | "go" | "files" | "review" | TOLD);
    let mut pairs: Vec<(String, String)> =
        state.fields.pairs().iter().filter(|(name, value)| !here(name) && !value.is_empty()).cloned().collect();
    if state.fields.has("review") || *step == Step::Check {
        pairs.push(("review".to_owned(), "1".to_owned()));
    }
    pairs
}

/// What the answer just given leads to, where it makes the matter pressing.
fn reasons(state: &State<'_>, visit: &Visit, step: &Step) -> Vec<String> {
    if !matches!(step, Step::Ask(_) | Step::Where) {
        return Vec::new();
    }
    let calm = danger(state.playbook(), &state.facts());
    let suggestion = state.playbook().suggest(&state.facts());
    if suggestion.urgency != concord_domain::matter::Urgency::Urgent {
        return Vec::new();
    }
    let because = suggestion.because.iter().filter(|label| Some(*label) != calm.as_ref());
    because.map(|label| label.in_lang(visit.lang.tag()).to_owned()).collect()
}

fn kinds(state: &State<'_>, visit: &Visit) -> Value {
    let (desk, tag) = (state.desk, visit.lang.tag());
    let general = desk.playbooks.general().category.clone();
    let narrative = state.fields.get("narrative");
    let all = state.fields.get("go") == "kinds" || desk.kinds_meant(visit.lang, narrative, 1).is_empty();
    let mut options: Vec<Offer> = if all {
        let tops = desk.categories.children(None).filter(|c| c.code != general);
        tops.map(|c| Offer { value: c.code.as_str().to_owned(), label: c.name.in_lang(tag).to_owned(), hint: None })
            .collect()
    } else {
        let because = |words: &[String]| {
            let mark = desk.text(visit, "kit-kinds-between", &[]);
            desk.text(visit, "report-kind-because", &[("words", words.join(&mark))])
        };
        let likely = desk.kinds_meant(visit.lang, narrative, GUESSES).into_iter();
        likely.map(|kind| Offer { hint: Some(because(&kind.words)), value: kind.category, label: kind.name }).collect()
    };
    let none = desk.text(visit, "report-kind-none", &[]);
    options.push(Offer { value: general.as_str().to_owned(), label: none, hint: None });
    context! { options => shown(options), all => all }
}

fn options(state: &State<'_>, visit: &Visit) -> Value {
    let (desk, tag) = (state.desk, visit.lang.tag());
    let playbook = state.playbook();
    let words = |label: &Label| label.in_lang(tag).to_owned();
    let remedies: Vec<Value> = playbook
        .remedies_for(&state.answers())
        .into_iter()
        .map(|r| context! { label => words(&r.label), text => words(&r.text), phone => r.phone.clone() })
        .collect();
    let suggestion = playbook.suggest(&state.facts());
    let nearest = state.region().and_then(|region| {
        let category = state.category().unwrap_or_else(|| playbook.category.clone());
        let places = desk.places();
        let body = places.first_body(&region, &category, Some(suggestion.tier), &suggestion.body_kinds)?;
        Some(body.name.in_lang(tag).to_owned())
    });
    let kinds: Vec<String> = suggestion
        .body_kinds
        .iter()
        .take(2)
        .map(|k| lower_first(&desk.text(visit, &format!("body_kind-{}", k.as_str()), &[])))
        .collect();
    let kinds = kinds.join(&desk.text(visit, "report-who-or", &[]));
    let who = nearest.unwrap_or_else(|| desk.text(visit, "report-who-kinds", &[("kinds", kinds)]));
    context! {
        kind => state.category().map_or_else(|| words(&playbook.name), |c| desk.categories.name(&c, tag).to_owned()),
        summary_line => words(&playbook.summary),
        who => who,
        cost => words(&playbook.cost),
        duration => words(&playbook.duration),
        rights => playbook.rights.iter().map(|right| sourced(&words(right))).collect::<Vec<_>>(),
        remedies => remedies,
    }
}

/// A right and where it is written, which stands in brackets at its end.
fn sourced(right: &str) -> Value {
    let at = right.rfind(['（', '(']).filter(|_| right.ends_with(['）', ')'])).unwrap_or(right.len());
    context! { text => &right[..at], source => &right[at..] }
}

fn question(state: &State<'_>, visit: &Visit, at: usize, ask: &Ask) -> Value {
    let tag = visit.lang.tag();
    let kind = match ask.kind {
        AskKind::Text => "text",
        AskKind::LongText => "long_text",
        AskKind::Integer => "integer",
        AskKind::Money => "money",
        AskKind::Date => "date",
        AskKind::Choice => "choice",
        AskKind::YesNo => "yes_no",
    };
    let choices: Vec<Offer> = ask
        .choices
        .iter()
        .map(|c| Offer { value: c.id.clone(), label: c.label.in_lang(tag).to_owned(), hint: None })
        .collect();
    let name = format!("{ANSWER}{}", ask.id);
    context! {
        kind => kind,
        value => state.fields.get(&name),
        name => name,
        label => ask.label.in_lang(tag),
        help => ask.help.as_ref().map(|h| h.in_lang(tag).to_owned()),
        required => ask.required,
        choices => shown(choices),
        min => ask.min,
        max => ask.max,
        number => at + 1,
        count => state.asks().len(),
        today => state.desk.today().to_string(),
    }
}

fn whole(desk: &Desk, visit: &Visit) -> impl Fn(&str) -> String {
    move |name: &str| desk.text(visit, "report-area-whole", &[("name", name.to_owned())])
}

fn place(state: &State<'_>, visit: &Visit) -> Value {
    let places = state.desk.places();
    let mut lines = areas::first(&places, visit.lang.tag(), whole(state.desk, visit));
    if let Some(region) = state.region() {
        let offered = lines.iter().any(|line| match line {
            Line::One(choice) => choice.value == region.as_str(),
            Line::Group { options, .. } => options.iter().any(|choice| choice.value == region.as_str()),
        });
        if !offered {
            let label = places.path(&region, visit.lang.tag());
            lines.insert(0, Line::One(Choice { value: region.as_str().to_owned(), label }));
        }
    }
    context! { areas => shown(lines) }
}

fn area(state: &State<'_>, visit: &Visit) -> Value {
    let places = state.desk.places();
    let Some(region) = state.region() else { return place(state, visit) };
    let lines = areas::within(&places, &region, visit.lang.tag(), whole(state.desk, visit));
    context! { areas => shown(lines), within => region.as_str(), within_name => places.region_name(&region, visit.lang.tag()) }
}
