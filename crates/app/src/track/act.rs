//! What a party does with its own matter. Each form bears the version that it was drawn for where somebody else's step in
//! between would change what it means.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Event, MOST_TEXT, Matter, Resolved, Rules};
use concord_domain::{agreement, conclusion, correspondence, extension, family, rating};
use concord_policy::{Action, Actor};
use minijinja::context;

use super::page::{Own, again, done, own};
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::page::shown;
use crate::kit::path::At;
use crate::kit::visit::{Visit, correspondent};

/// Carries out what a party asked for and leads back to the matter; what a rule refuses is told on the page itself.
async fn act(
    desk: &Desk,
    visit: &Visit,
    (code, form): (&MatterCode, &Fields),
    (action, expected, flash): (Action, Expected, &'static str),
    decide: impl Fn(&Own, &Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
) -> Result<Response, Failure> {
    let own = own(desk, visit, code).await?;
    act_on(desk, visit, (&own, form), (action, expected, flash), decide).await
}

/// [`act`] on the matter as it was loaded.
async fn act_on(
    desk: &Desk,
    visit: &Visit,
    (own, form): (&Own, &Fields),
    (action, expected, flash): (Action, Expected, &'static str),
    decide: impl Fn(&Own, &Matter, &Rules<'_>, &mut Drawer<'_>) -> Result<Vec<Event>, Failure>,
) -> Result<Response, Failure> {
    let code = &own.matter.code;
    let carried = desk
        .carry_out(&own.actor, action, code, expected, |matter, rules, drawer| decide(own, matter, rules, drawer))
        .await;
    match carried {
        Ok(_) => Ok(done(code, flash)),
        Err(failure) => again(desk, visit, own, form, failure).await,
    }
}

/// The version that a form was drawn for.
fn drawn_for(form: &Fields) -> Expected {
    form.version().map_or(Expected::Any, Expected::Version)
}

/// A text that must not be blank.
fn text<'a>(form: &'a Fields, name: &str, missing: &str) -> Result<&'a str, Failure> {
    let text = form.some(name).ok_or_else(|| Failure::field(name, missing))?;
    limited(name, text)
}

fn limited<'a>(name: &str, text: &'a str) -> Result<&'a str, Failure> {
    if text.chars().count() > MOST_TEXT as usize {
        return Err(Failure::Invalid(vec![FieldProblem::new(name, "problem-too-long").with("most", MOST_TEXT)]));
    }
    Ok(text)
}

/// `POST /track/{code}/messages`
pub async fn message(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let how = (Action::SendMessage, Expected::Any, "track-message-sent");
    act(&desk, &visit, (&code, &form), how, |own, matter, _, drawer| {
        let text = text(&form, "message", "track-message-missing")?;
        let who = correspondent(&own.actor).ok_or(Failure::SignedOut)?;
        Ok(correspondence::from(matter, who, drawer.seal(TextKind::Message, text))?)
    })
    .await
}

/// `POST /track/{code}/agreement/signatures`
pub async fn sign(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    // What is signed is what was read.
    let how = (Action::SignAgreement, drawn_for(&form), "track-signed");
    act(&desk, &visit, (&code, &form), how, |own, matter, rules, _| {
        if form.some("read").is_none() {
            return Err(Failure::field("read", "track-read-missing"));
        }
        Ok(agreement::sign(matter, own.party, rules)?)
    })
    .await
}

/// `POST /track/{code}/agreement/refusals`
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let how = (Action::SignAgreement, drawn_for(&form), "track-refused-agreement");
    act(&desk, &visit, (&code, &form), how, |own, matter, rules, drawer| {
        let reason = drawer.seal_some(TextKind::Reason, limited("refusal", form.get("refusal"))?);
        Ok(agreement::refuse(matter, own.party, reason, rules)?)
    })
    .await
}

/// `GET /track/{code}/withdrawal`: what leaving means, before it is done.
pub async fn consider_withdrawal(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
) -> Result<Response, Failure> {
    let Own { matter, party, .. } = own(&desk, &visit, &code).await?;
    let tag = visit.lang.tag();
    let remedies: Vec<_> = desk
        .rules(&matter)
        .playbook
        .remedies
        .iter()
        .map(|r| {
            let (label, text) = (r.label.in_lang(tag).to_owned(), r.text.in_lang(tag).to_owned());
            context! { label => label, text => text, phone => shown(&r.phone) }
        })
        .collect();
    let ctx = context! {
        title => desk.text(&visit, "track-withdraw-title", &[]),
        code => matter.code.as_str(),
        open => matter.status.is_open(),
        version => matter.version,
        others_go_on => goes_on_without(&matter, party),
        remedies => remedies,
    };
    desk.page(&visit, "track/withdrawal.html", ctx)
}

/// Whether mediation goes on with other applicants when this party leaves.
fn goes_on_without(matter: &Matter, party: u32) -> bool {
    let applicants = family::applicants(matter);
    applicants.contains(&party) && applicants.len() > 1
}

/// `POST /track/{code}/withdrawal`
pub async fn withdraw(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    // Whoever wants to leave leaves, whatever happened meanwhile.
    let how = (Action::WithdrawMatter, Expected::Any, "track-withdrawn");
    act(&desk, &visit, (&code, &form), how, |own, matter, rules, drawer| {
        let reason = drawer.seal_some(TextKind::Reason, limited("reason", form.get("reason"))?);
        let advice = desk.standing_advice(matter, drawer);
        Ok(conclusion::withdraw(matter, own.party, reason, advice, rules)?)
    })
    .await
}

/// `POST /track/{code}/extension`: whether the party agrees to more time. Once the time ran out that is moot, whatever else happened.
pub async fn answer_extension(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let asked = form.int("clock").ok().flatten().and_then(|no| u32::try_from(no).ok());
    let own = own(&desk, &visit, &code).await?;
    let rules = desk.rules(&own.matter);
    if own.matter.running_clocks().any(|c| Some(c.no) == asked && extension::is_moot(c, &rules)) {
        return again(&desk, &visit, &own, &form, Failure::field("", "clocks-track-over")).await;
    }
    let how = (Action::AgreeExtension, drawn_for(&form), "clocks-answered");
    act_on(&desk, &visit, (&own, &form), how, |own, matter, rules, _| {
        let Actor::Party { party, .. } = own.actor else { return Err(Failure::Forbidden) };
        let no = asked.ok_or_else(|| Failure::field("", "problem-missing"))?;
        Ok(match form.get("answer") {
            "yes" => extension::agree(matter, no, party, None, rules)?,
            "no" => extension::refuse(matter, no, party, None, rules)?,
            _ => return Err(Failure::field("", "problem-missing")),
        })
    })
    .await
}

/// `POST /track/{code}/rating`
pub async fn rate(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let how = (Action::RateMatter, Expected::Any, "track-rated");
    act(&desk, &visit, (&code, &form), how, |own, matter, rules, drawer| {
        let stars = form.get("stars").parse().map_err(|_| Failure::field("stars", "track-stars-missing"))?;
        let resolved = form.word("resolved", Resolved::parse)?;
        let text = drawer.seal_some(TextKind::Comment, limited("comment", form.get("comment"))?);
        Ok(rating::rate(matter, rating::Word { party: own.party, stars, resolved, text }, rules)?)
    })
    .await
}

/// `POST /track/{code}/reopening`
pub async fn reopen(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let how = (Action::ReopenMatter, Expected::Any, "track-reopened");
    act(&desk, &visit, (&code, &form), how, |_, matter, rules, drawer| {
        let text = text(&form, "again", "track-again-missing")?;
        Ok(conclusion::reopen(matter, matter.body, drawer.seal(TextKind::Reason, text), rules)?)
    })
    .await
}
