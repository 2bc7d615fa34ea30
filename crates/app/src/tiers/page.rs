//! The forms about tiers on a matter's page, and on a party's.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::region::Tier;
use concord_policy::{Action, Actor};

use super::commands::{Ask, Move, Reply, decline as stays};
use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::Visit;

const RAISE: FormPage =
    FormPage { action: Action::RaiseMatter, title: "tiers-raise", part: "tiers/raise.html", flash: "tiers-raised" };
const ASK: FormPage =
    FormPage { action: Action::AskRise, title: "tiers-ask", part: "tiers/ask.html", flash: "tiers-asked" };
const DECLINE: FormPage = FormPage {
    action: Action::DeclineRise,
    title: "tiers-decline",
    part: "tiers/decline.html",
    flash: "tiers-declined",
};
const SEND_DOWN: FormPage = FormPage {
    action: Action::SendDown,
    title: "tiers-send-down",
    part: "tiers/send_down.html",
    flash: "tiers-offered",
};
const ANSWER: FormPage = FormPage {
    action: Action::AnswerSendDown,
    title: "tiers-answer",
    part: "tiers/answer.html",
    flash: "tiers-answered",
};

/// A tier and a reason, from fields that begin with this.
fn read_move(form: &Fields, to: &str, why: &str) -> Result<Move, Failure> {
    let mut check = Check::new();
    let tier = check.need(to, form.word(to, |text| text.parse::<Tier>().ok()));
    let reason = check.text(why, form.get(why));
    check.done(tier.map(|to| Move { to, reason }))
}

/// `POST /desk/matters/{code}/rise`
pub async fn raise(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let read = read_move(&form, "rise_to", "rise_reason");
    desk.submit(&visit, &code, RAISE, &form, read, |go, m, r, d| go.raise(&desk, m, r, d)).await
}

/// `POST /desk/matters/{code}/rise-requests`: what a party said at the window or by telephone.
pub async fn ask(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let party = check.need("asker", form.int("asker")).and_then(|no| u32::try_from(no).ok());
    let reason = check.some_text("asker_reason", form.get("asker_reason"));
    let read = check.done(party.map(|party| Ask { party, reason }));
    desk.submit(&visit, &code, ASK, &form, read, Ask::decide).await
}

/// `POST /desk/matters/{code}/rise-requests/answer`: it stays where it is, and why.
pub async fn decline(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.text("stay_reason", form.get("stay_reason"));
    let read = check.done(Some(reason));
    desk.submit(&visit, &code, DECLINE, &form, read, |reason, m, r, d| stays(reason, m, r, d)).await
}

/// `POST /desk/matters/{code}/send-down`
pub async fn send_down(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let read = read_move(&form, "down_to", "down_reason");
    desk.submit(&visit, &code, SEND_DOWN, &form, read, |go, m, r, d| go.send_down(&desk, m, r, d)).await
}

/// `POST /desk/matters/{code}/send-down/answer`
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let takes = form.word("down_answer", |word| match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    let reply = match check.need("down_answer", takes) {
        Some(true) => Some(Reply::Takes),
        Some(false) => Some(Reply::Refuses(check.text("down_answer_reason", form.get("down_answer_reason")))),
        None => None,
    };
    let read = check.done(reply);
    let actor = visit.actor.clone();
    desk.submit(&visit, &code, ANSWER, &form, read, |reply, m, r, d| reply.decide(&actor, m, r, d)).await
}

/// `POST /track/{code}/rise`: a party asks for a higher tier.
pub async fn ask_as_party(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.party_on(&desk, &code).await?;
    let Actor::Party { party, .. } = actor else { return Err(Failure::Forbidden) };
    let mut check = Check::new();
    let reason = check.some_text("rise_reason", form.get("rise_reason"));
    let cmd = check.done(Some(Ask { party, reason }))?;
    desk.carry_out(&actor, Action::AskRise, &code, Expected::Any, |m, r, d| cmd.decide(m, r, d)).await?;
    Ok(go_with(&format!("/track/{}", code.as_str()), "tiers-asked"))
}
