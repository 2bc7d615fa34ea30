//! What was sent to one's own body: the letter, and nothing else of the matter.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::diversion::Diversion;
use concord_domain::matter::{Event, Matter, ResultThere};
use concord_policy::Action;
use minijinja::context;

use super::act::{Act, act};
use super::outward::{refusal, result};
use crate::kit::bodies::acts_for;
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::{go_with, shown};
use crate::kit::path::At;
use crate::kit::timeline::Item;
use crate::kit::visit::{Visit, code_of};

/// The matter with what was sent to a body of the reader.
///
/// # Errors
/// [`Failure::NotFound`] where nothing of that number was sent to it.
pub(super) async fn load(desk: &Desk, visit: &Visit, code: &str, no: u32) -> Result<(Matter, Diversion), Failure> {
    let actor = visit.staff()?;
    let (matter, _) = desk.view_for(actor, Action::AnswerDiversion, &code_of(code)?).await?;
    let found = matter.diversions.iter().find(|d| d.no == no && d.recalled.is_none());
    let own = found.filter(|d| d.body.is_some_and(|body| acts_for(actor, body))).cloned();
    own.map(|diversion| (matter, diversion)).ok_or(Failure::NotFound)
}

/// `GET /desk/diversions/{code}/{no}`
pub async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
) -> Result<Response, Failure> {
    draw(&desk, &visit, &code, no, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

async fn done(
    desk: &Desk,
    visit: &Visit,
    at: (&str, u32),
    form: &Fields,
    flash: &'static str,
    read: Result<Act, Failure>,
) -> Result<Response, Failure> {
    let (actor, code, no) = (visit.staff()?, code_of(at.0)?, at.1);
    if was_taken_back(desk, visit, &code, no).await? {
        return Ok(go_with("/desk/diversions?view=received", "diversion-taken-back"));
    }
    load(desk, visit, at.0, no).await?;
    let news = news(desk, visit, &code, no, form).await?;
    // What else happens to the matter is not the receiver's: only news of the letter itself stand against it.
    let done = match read {
        Ok(_) if !news.is_empty() => Err(Failure::VersionMismatch),
        Ok(done) => act(desk, actor, &code, Expected::Any, &done).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = done else {
        return Ok(go_with(&format!("/desk/diversions/{}/{no}", code.as_str()), flash));
    };
    let status = failure.status();
    let mistakes = match failure {
        Failure::VersionMismatch => Mistakes::default(),
        other => desk.mistakes(visit, other)?,
    };
    draw(desk, visit, at.0, no, status, form, &mistakes.with_news(news)).await
}

/// Whether a letter to a body of the reader was taken back: there is nothing of it to read any more.
async fn was_taken_back(desk: &Desk, visit: &Visit, code: &MatterCode, no: u32) -> Result<bool, Failure> {
    let (actor, matter) = (visit.staff()?, desk.load(code).await?);
    let letter = matter.diversions.iter().find(|d| d.no == no && d.recalled.is_some());
    Ok(letter.and_then(|d| d.body).is_some_and(|body| acts_for(actor, body)))
}

/// What happened to the letter since the form was drawn.
async fn news(desk: &Desk, visit: &Visit, code: &MatterCode, no: u32, form: &Fields) -> Result<Vec<Item>, Failure> {
    let (matter, history) = desk.load_history(code).await?;
    let texts = desk.matter_texts(&matter).await?;
    let of_letter: Vec<i64> = history.iter().filter(|r| is_of(&r.event, no)).map(|r| r.version).collect();
    let mut news = desk.news(visit, &matter, &history, &texts, form).await?;
    news.retain(|item| of_letter.contains(&item.version));
    Ok(news)
}

fn is_of(event: &Event, letter: u32) -> bool {
    match event {
        Event::DiversionSigned(e) => e.no == letter,
        Event::DiversionRefused(e) => e.no == letter,
        Event::DiversionOutcome(e) => e.no == letter,
        _ => false,
    }
}

/// `POST /desk/diversions/{code}/{no}/receipt`
pub async fn sign(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, (&code, no), &form, "diversion-signed", Ok(Act::Sign { no })).await
}

/// `POST /desk/diversions/{code}/{no}/return`
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, (&code, no), &form, "diversion-came-back", refusal(&form, no)).await
}

/// `POST /desk/diversions/{code}/{no}/outcome`
pub async fn outcome(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    done(&desk, &visit, (&code, no), &form, "diversion-told", result(&form, no)).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    code: &str,
    no: u32,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let (matter, diversion) = load(desk, visit, code, no).await?;
    let texts = desk.matter_texts(&matter).await?;
    let (lang, tag) = (visit.lang, visit.lang.tag());
    let results: Vec<&str> = ResultThere::ALL.iter().map(|r| r.as_str()).collect();
    let ctx = context! {
        title => desk.text(visit, "diversion-received-title", &[]),
        code_ => matter.code.as_str(),
        version => matter.version,
        category => desk.categories.name(&matter.category, tag),
        region => desk.places().path(&matter.region, tag),
        d => shown(desk.diversion_shown(lang, &diversion, &texts)),
        results => desk.word_options(lang, "result_there", &results),
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "diversion/received.html", ctx)
}
