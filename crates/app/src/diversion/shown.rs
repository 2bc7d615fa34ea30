//! The page of a matter about diversion.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::matter::{Goes, Matter, PartyRole, PersonDetails, ResultThere, Status};
use concord_policy::Action;
use minijinja::{Value, context};

use super::act::{Act, act};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, Redraw, typed};
use crate::kit::options::option;
use crate::kit::page::{go_with, shown};
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// `GET /desk/matters/{code}/diversions`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(&code)?).await?;
    let asked = Fields::parse(visit.query.as_bytes())?;
    draw(&desk, &visit, &matter, StatusCode::OK, &asked, &Mistakes::default()).await
}

/// Does what a form says and comes back to the page, or shows it again with what was typed and what would do.
pub(super) async fn done(
    desk: &Desk,
    visit: &Visit,
    code: &str,
    form: &Fields,
    flash: &'static str,
    read: Result<Act, Failure>,
) -> Result<Response, Failure> {
    let (actor, code) = (visit.staff()?, code_of(code)?);
    let done = match read {
        Ok(act_) => act(desk, actor, &code, form.expected(), &act_).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = done else {
        let matter = format!("/desk/matters/{}", code.as_str());
        let to = if form.get("to") == "matter" { matter } else { matter + "/diversions" };
        return Ok(go_with(&to, flash));
    };
    let Redraw { matter, status, mistakes } = desk.redraw(visit, &code, form, failure).await?;
    draw(desk, visit, &matter, status, form, &mistakes).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    m: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let (actor, lang) = (visit.staff()?, visit.lang);
    let texts = desk.matter_texts(m).await?;
    let may = |action: Action| m.archived_on.is_none() && desk.may(actor, action, m);
    let open = m.status.is_open();
    let leaves = !matches!(m.status, Status::Settled | Status::Referred | Status::Merged);
    let early = matches!(m.status, Status::Reported | Status::Accepted | Status::Assigned);
    let exits = desk.exits_shown(lang, m);
    let blank = m.reports.iter().find(|r| !m.arrivals.iter().any(|a| a.report == r.no && a.returned.is_none()));
    let ctx = context! {
        title => desk.text(visit, "diversion-title", &[]),
        story => desk.story_shown(lang, m, &texts),
        responsible => desk.places().body_name(m.responsible, lang.tag()),
        arrivals => shown(desk.arrivals_shown(lang, m, &texts)),
        diversions => shown(desk.diversions_shown(lang, m, &texts)),
        advice => shown(desk.advice_shown(lang, m, &texts)),
        exits => shown(exits),
        consents_asked => shown(desk.consents_shown(actor, lang, m, &texts)),
        ask_parties => asked_parties(form, m),
        pending => m.pending_diversion().map(|d| d.sign_by.to_string()),
        whole_goes => m.diversions.iter().any(|d| d.goes == Goes::Whole && d.is_pending()),
        is_open => open,
        parties => parties(desk, visit, m, &texts),
        files => files(m, &texts),
        report => blank.filter(|_| open).map(|r| r.no),
        fields => desk.paper_fields(lang, Some(&m.region)),
        way => desk.diversions.ways().iter().find(|w| w.channel == m.report().channel).map(|w| w.way.as_str()),
        results => desk.word_options(lang, "result_there", &words(ResultThere::ALL, ResultThere::as_str)),
        handed => desk.word_options(lang, "handed", &["window", "phone", "post", "not_reached"]),
        bodies => desk.near_body_options(lang, &m.region),
        may_answer => may(Action::AnswerSender),
        may_return => early && may(Action::ReturnMatter),
        may_send => leaves && may(Action::DivertMatter),
        may_note => may(Action::DivertMatter),
        may_hand => may(Action::HandOverAdvice),
        form => typed(form),
        consents => form.all("consents").map(str::to_owned).collect::<Vec<_>>(),
        letter_files => form.all("letter_files").map(str::to_owned).collect::<Vec<_>>(),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "diversion/show.html", ctx)
}

/// Parties to ask: as typed, otherwise every applicant.
fn asked_parties(form: &Fields, m: &Matter) -> Vec<String> {
    let typed: Vec<String> = form.all("ask_parties").map(str::to_owned).collect();
    let applicants = m.parties.iter().filter(|p| p.role == PartyRole::Applicant && p.left_on.is_none());
    if typed.is_empty() { applicants.map(|p| p.no.to_string()).collect() } else { typed }
}

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| word(*one)).collect()
}

/// Parties to tick: who wants it, who got the advice.
fn parties(desk: &Desk, visit: &Visit, m: &Matter, texts: &HashMap<i64, String>) -> Vec<Value> {
    let name = |id: i64| {
        let details = texts.get(&id).and_then(|json| serde_json::from_str::<PersonDetails>(json).ok());
        details.map(|d| d.name).unwrap_or_default()
    };
    let label = |role: &str, id: i64| format!("{} {}", desk.text(visit, &format!("party_role-{role}"), &[]), name(id));
    m.parties.iter().map(|p| option(p.no, label(p.role.as_str(), p.person.id))).collect()
}

fn files(m: &Matter, texts: &HashMap<i64, String>) -> Vec<Value> {
    let name = |id: i64| texts.get(&id).cloned().unwrap_or_default();
    m.files.iter().map(|f| option(f.no, name(f.name.id))).collect()
}
