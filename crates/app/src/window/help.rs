//! Help while the clerk types: earlier matters, the likely kind, the questions of the kind. Fragments of HTML.

use axum::extract::State;
use axum::response::Response;
use concord_domain::category::CategoryCode;
use concord_domain::matter::DangerKind;
use concord_domain::playbook::{Answers, Ask, AskKind};
use concord_policy::Actor;
use minijinja::{Value, context};

use super::intake;
use super::page::recorder;
use super::region;
use crate::kit::danger;
use crate::kit::desk::Desk;
use crate::kit::earlier::Clue;
use crate::kit::failure::Failure;
use crate::kit::filing::Filing;
use crate::kit::form::Fields;
use crate::kit::likely::Likely;
use crate::kit::visit::{Visit, code_of};

/// Most kinds suggested: one for each of Alt+1 to Alt+3.
const KINDS: usize = 3;

/// `GET /desk/find?q=…&field=…`
pub async fn find(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let q = query.get("q").to_owned();
    let field = query.get("field");
    let clue = if field.ends_with("phone") { Clue::Phone(q) } else { Clue::Words(q) };
    let found = desk.earlier(actor, &clue).await?;
    let tag = visit.lang.tag();
    let found: Vec<Value> = found
        .iter()
        .map(|e| {
            let category = CategoryCode::try_from(e.category.as_str());
            let name = category.map_or(e.category.clone(), |c| desk.categories.name(&c, tag).to_owned());
            context! {
                code => &e.code,
                status => &e.status,
                category => name,
                opened_on => &e.opened_on,
                is_open => e.is_open,
                applicant => &e.applicant,
                respondent => &e.respondent,
            }
        })
        .collect();
    desk.page(&visit, "window/found.html", context! { found => found })
}

/// `POST /desk/intake/suggestion`: a form as far as it is typed. Not a GET, so that no story stands in an address.
pub async fn suggestion(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let actor = recorder(&desk, &visit)?;
    if let Some(code) = form.some("join") {
        return suggest_joining(&desk, &visit, code, &form).await;
    }
    let tag = visit.lang.tag();
    let narrative = form.get("narrative");
    let kinds: Vec<Value> = desk
        .playbooks
        .classify(narrative)
        .into_iter()
        .take(KINDS)
        .map(|g| context! { code => g.category.as_str(), name => desk.categories.name(&g.category, tag), words => g.words })
        .collect();
    let own = region::own(&desk, actor);
    let texts = [form.get("place"), form.get("applicant.address"), narrative];
    let region = region::find(&desk.places(), &own, form.get("region"), &texts).ok().flatten();
    let category = CategoryCode::try_from(form.get("category")).ok().filter(|c| desk.categories.contains(c));
    let chosen = category.is_some();
    let channel = *intake::channels(actor).first().ok_or(Failure::Forbidden)?;
    let filing = Filing {
        category,
        region,
        narrative: narrative.to_owned(),
        amount: form.cents("amount").ok().flatten(),
        answers: intake::answers(&form),
        ..Filing::by(channel)
    };
    // Where it would go is not known before there is a region with a body.
    let routing = desk.route(&filing).ok();
    let places = desk.places();
    let asked = danger::kinds(form.all("danger"));
    let playbook = filing.category.as_ref().or(routing.as_ref().map(|r| &r.category));
    let playbook = playbook.map_or(desk.playbooks.general(), |category| desk.playbooks.for_category(category));
    let signs = danger::signs(playbook, &filing.narrative, &filing.answers, &asked);
    let dangers: Vec<DangerKind> = signs.into_iter().flat_map(|(_, kinds)| kinds).collect();
    let ctx = context! {
        danger => !dangers.is_empty(),
        advice => desk.danger_advice(visit.lang, &dangers),
        checks => desk.danger_checks(visit.lang, &dangers),
        kinds => kinds,
        chosen => chosen,
        body => routing.as_ref().map(|r| places.body_name(r.body, tag)),
        region => routing.as_ref().map(|r| places.path(&r.region, tag)),
        urgency => routing.as_ref().map(|r| r.suggestion.urgency.as_str()),
        because => routing.map(|r| r.suggestion.because.iter().map(|b| b.in_lang(tag).to_owned()).collect::<Vec<_>>()).unwrap_or_default(),
    };
    desk.page(&visit, "window/suggestion.html", ctx)
}

/// Of a report that joins a matter only the danger is of interest: kind and place are known.
async fn suggest_joining(desk: &Desk, visit: &Visit, code: &str, form: &Fields) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(code)?).await?;
    let asked = danger::kinds(form.all("danger"));
    let playbook = desk.rules(&matter).playbook;
    let signs = danger::signs(playbook, form.get("narrative"), &Answers::default(), &asked);
    let dangers: Vec<DangerKind> = signs.into_iter().flat_map(|(_, kinds)| kinds).collect();
    let ctx = context! {
        danger => !dangers.is_empty(),
        advice => desk.danger_advice(visit.lang, &dangers),
        checks => desk.danger_checks(visit.lang, &dangers),
        kinds => Vec::<Value>::new(), body => Value::from(()), because => Vec::<Value>::new(),
    };
    desk.page(visit, "window/suggestion.html", ctx)
}

/// `POST /desk/intake/likely`: matters that are likely the same as what is typed so far.
pub async fn likely(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let actor = recorder(&desk, &visit)?;
    let found = likely_to(&desk, actor, &form).await?;
    desk.page(&visit, "window/likely.html", context! { likely => desk.likely_shown(visit.lang, &found) })
}

/// Matters that are likely the same as a form as far as it is typed; none for whoever may not look for people.
pub async fn likely_to(desk: &Desk, actor: &Actor, form: &Fields) -> Result<Vec<Likely>, Failure> {
    let own = region::own(desk, actor);
    let texts = [form.get("place"), form.get("applicant.address"), form.get("narrative")];
    let region = region::find(&desk.places(), &own, form.get("region"), &texts).ok().flatten();
    match desk.likely(actor, intake::portrait(form), region.as_ref(), Vec::new()).await {
        Err(Failure::Forbidden) => Ok(Vec::new()),
        found => found,
    }
}

/// `POST /desk/intake/questions`: the questions of the chosen kind that apply after the answers so far.
pub async fn questions(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    recorder(&desk, &visit)?;
    let category = CategoryCode::try_from(form.get("category")).ok().filter(|c| desk.categories.contains(c));
    let questions = category.map(|c| questions_shown(&desk, &visit, &c, &form)).unwrap_or_default();
    let problems = crate::kit::mistakes::Mistakes::default().context();
    desk.page(&visit, "window/questions.html", context! { questions => questions, ..problems })
}

/// The questions of a kind, with what was answered.
pub fn questions_shown(desk: &Desk, visit: &Visit, category: &CategoryCode, form: &Fields) -> Vec<Value> {
    let asks = desk.playbooks.for_category(category).asks_for(&intake::answers(form));
    asks.into_iter().map(|ask| question(visit, ask, form)).collect()
}

fn question(visit: &Visit, ask: &Ask, form: &Fields) -> Value {
    let tag = visit.lang.tag();
    let name = format!("answers.{}", ask.id);
    let kind = match ask.kind {
        AskKind::Text => "text",
        AskKind::LongText => "long_text",
        AskKind::Integer => "integer",
        AskKind::Money => "money",
        AskKind::Date => "date",
        AskKind::Choice => "choice",
        AskKind::YesNo => "yes_no",
    };
    let choices: Vec<Value> =
        ask.choices.iter().map(|c| context! { value => &c.id, label => c.label.in_lang(tag) }).collect();
    context! {
        value => form.get(&name),
        name => name,
        kind => kind,
        label => ask.label.in_lang(tag),
        help => ask.help.as_ref().map(|h| h.in_lang(tag).to_owned()),
        choices => choices,
    }
}
