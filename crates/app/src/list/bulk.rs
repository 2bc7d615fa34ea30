//! `POST /desk/bulk`: one thing done with several matters. Each is decided on its own, by the same commands as on its page; what
//! became of each is kept for a day under the form's key, so that a form sent twice is carried out once.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::matter::{AccountId, Duty, Matter, Urgency};
use concord_domain::{conclusion, intake};
use concord_policy::{Action, Actor};
use minijinja::context;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::page::PATH;
use crate::kit::bulk::Act;
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::idempotency_queries;
use crate::kit::ids::hex;
use crate::kit::once::{Claim, Once};
use crate::kit::order::Order;
use crate::kit::page::{go, shown};
use crate::kit::problem;
use crate::kit::visit::Visit;

/// Most matters of one form.
const MOST_MATTERS: usize = 200;
/// Longest key of a form.
const MOST_KEY: usize = 64;

/// What became of a form.
#[derive(Debug, Serialize, Deserialize)]
struct Outcome {
    /// The word of what was asked for.
    act: String,
    /// Where the reader came from.
    back: String,
    matters: Vec<One>,
}

/// What became of one matter.
#[derive(Debug, Serialize, Deserialize)]
struct One {
    code: String,
    /// Why not, in the words of the reader who asked; absent where it was done.
    why: Option<String>,
}

/// `POST /desk/bulk`
pub async fn create(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    desk.list_reach(&visit.actor, Action::ViewList)?;
    let key = key(form.get("key")).ok_or(Failure::Unreadable("failure-unreadable-key"))?;
    let back = back(form.get("back"));
    let told = format!("/desk/bulk/{}", key.trim_start_matches(PREFIX));
    let once = Once { actor: visit.actor.reference(), key, request: digest(&form) };
    // A second press waits for the first, and then finds what became of it.
    let Claim::First(_turn) = once.claim(&desk).await? else { return Ok(go(&told)) };
    let (act, codes) = match read(&form) {
        Ok(read) => read,
        Err(problem) => return told_wrong(&desk, &visit, &back, problem),
    };
    let mut matters = Vec::with_capacity(codes.len());
    for code in &codes {
        let done = carry_out(&desk, &visit.actor, code, &act).await;
        let why = done.err().map(|failure| words(&desk, &visit, &failure));
        matters.push(One { code: code.as_str().to_owned(), why });
    }
    let outcome = Outcome { act: form.get("act").to_owned(), back, matters };
    let text = serde_json::to_string(&outcome).map_err(Failure::fault)?;
    let now = desk.now();
    desk.store.write(move |c| once.keep(c, i64::from(StatusCode::OK.as_u16()), &text, now)).await?;
    Ok(go(&told))
}

/// `GET /desk/bulk/{key}`: what became of it, to whoever sent it.
pub async fn show(State(desk): State<Desk>, visit: Visit, Path(key): Path<String>) -> Result<Response, Failure> {
    visit.staff()?;
    let (actor, key) = (visit.actor.reference(), format!("{PREFIX}{key}"));
    let found = desk.store.read(move |c| idempotency_queries::answer(c, &actor, &key)).await?;
    let outcome: Outcome = serde_json::from_str(&found.ok_or(Failure::NotFound)?.text).map_err(Failure::fault)?;
    let refused = outcome.matters.iter().filter(|m| m.why.is_some()).count();
    let ctx = context! {
        act => &outcome.act,
        back => &outcome.back,
        done => outcome.matters.len() - refused,
        refused => refused,
        matters => shown(&outcome.matters),
    };
    desk.page(&visit, "list/bulk.html", ctx)
}

/// Keys of these forms stand apart from those of the API.
const PREFIX: &str = "bulk:";

fn key(text: &str) -> Option<String> {
    let plain = !text.is_empty() && text.len() <= MOST_KEY && text.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| format!("{PREFIX}{text}"))
}

/// Only a page of the desk is gone back to.
fn back(text: &str) -> String {
    let safe = text.starts_with("/desk/") && !text.chars().any(char::is_control);
    if safe { text.to_owned() } else { PATH.to_owned() }
}

/// What was asked, but for the button's own name: the same key for anything else is a mistake.
fn digest(form: &Fields) -> String {
    let mut digest = Sha256::new();
    for (name, value) in form.pairs() {
        digest.update(name);
        digest.update([0]);
        digest.update(value);
        digest.update([0]);
    }
    hex(&digest.finalize())
}

fn read(form: &Fields) -> Result<(Act, Vec<MatterCode>), FieldProblem> {
    let mut codes: Vec<MatterCode> = Vec::new();
    for text in form.all("code") {
        let code: MatterCode = text.parse().map_err(|_| FieldProblem::new("code", "problem-not-a-choice"))?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    if codes.is_empty() {
        return Err(FieldProblem::new("code", "bulk-none"));
    }
    if codes.len() > MOST_MATTERS {
        return Err(FieldProblem::new("code", "problem-too-many").with("most", MOST_MATTERS));
    }
    let missing = |name: &str, message: &str| FieldProblem::new(name, message);
    let act = match form.get("act") {
        "assign" => Act::Assign(BodyId(form.int("to_body")?.ok_or_else(|| missing("to_body", "bulk-body-missing"))?)),
        "mediator" => {
            let account = form.int("to_mediator")?;
            Act::NameMediator(AccountId(account.ok_or_else(|| missing("to_mediator", "bulk-mediator-missing"))?))
        }
        "urgency" => {
            let urgency = form.word("to_urgency", Urgency::parse)?;
            Act::SetUrgency(urgency.ok_or_else(|| missing("to_urgency", "bulk-urgency-missing"))?)
        }
        "archive" => Act::Archive,
        _ => return Err(missing("act", "problem-not-a-choice")),
    };
    Ok((act, codes))
}

async fn carry_out(desk: &Desk, actor: &Actor, code: &MatterCode, act: &Act) -> Result<Matter, Failure> {
    match act {
        Act::Assign(body) => {
            let order = Order {
                body: *body,
                duty: Duty::Lead,
                also: None,
                mediator: None,
                due_on: None,
                instruction: String::new(),
            };
            desk.check_order(&order).await?;
            desk.carry_out(actor, Action::AssignMatter, code, Expected::Any, |m, r, d| {
                order.decide(desk.acting_body(actor, Action::AssignMatter, m), m, r, d)
            })
            .await
        }
        Act::NameMediator(mediator) => desk.name_mediator(actor, code, Expected::Any, *mediator).await,
        Act::SetUrgency(urgency) => {
            desk.carry_out(actor, Action::EditMatter, code, Expected::Any, |m, _, _| {
                Ok(intake::set_urgency(m, *urgency)?)
            })
            .await
        }
        Act::Archive => {
            desk.carry_out(actor, Action::ArchiveMatter, code, Expected::Any, |m, rules, _| {
                Ok(conclusion::archive(m, rules)?)
            })
            .await
        }
    }
}

/// Why a matter was left as it was.
fn words(desk: &Desk, visit: &Visit, failure: &Failure) -> String {
    let messages = desk.templates.messages();
    if let Failure::Invalid(problems) = failure {
        return problems.iter().map(|p| problem::words(messages, visit.lang, p)).collect::<Vec<_>>().join(" ");
    }
    if let Failure::Fault(fault) = failure {
        tracing::error!(%fault, "one of several matters");
    }
    let (_, title, detail) = problem::explain(messages, visit.lang, failure);
    if matches!(failure, Failure::Refused(_)) { detail } else { title }
}

/// The form was not complete: nothing was done.
fn told_wrong(desk: &Desk, visit: &Visit, back: &str, problem: FieldProblem) -> Result<Response, Failure> {
    let mistakes = desk.mistakes(visit, Failure::Invalid(vec![problem]))?;
    let none: Vec<One> = Vec::new();
    let ctx = context! {
        act => "", back => back, done => 0, refused => 0, matters => shown(&none), ..mistakes.context()
    };
    desk.page_with(visit, StatusCode::UNPROCESSABLE_ENTITY, "list/bulk.html", ctx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_the_desk_is_gone_back_to() {
        assert_eq!(back("/desk/mine?view=all"), "/desk/mine?view=all");
        for elsewhere in ["https://elsewhere.example", "//elsewhere.example", "/desk/x\r\nX: y", ""] {
            assert_eq!(back(elsewhere), PATH, "{elsewhere}");
        }
    }

    #[test]
    fn a_matter_named_twice_is_one_and_no_matter_is_a_mistake() {
        let form = |text: &str| Fields::parse(text.as_bytes()).unwrap();
        let (act, codes) = read(&form("act=archive&code=3F7K2M9QA&code=3F7K2M9QA")).unwrap_or((Act::Archive, vec![]));
        assert!(act == Act::Archive && codes.len() <= 1);
        for wrong in ["act=archive", "act=nonsense&code=x", "act=urgency&to_urgency=never"] {
            assert!(read(&form(wrong)).is_err(), "{wrong}");
        }
    }
}
