//! Danger in the browser.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::danger::Danger;
use concord_domain::matter::{DangerKind, DangerState, DangerStep, Matter};
use concord_domain::playbook::{Answers, Facts};
use concord_policy::Action;
use minijinja::{Value, context};

use super::act::{self, Act};
use crate::kit::check::Check;
use crate::kit::danger::kinds;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, Redraw, typed};
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::timeline::account_of;
use crate::kit::visit::Visit;

type Texts = HashMap<i64, String>;

/// `GET /desk/matters/{code}/danger`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code).await?;
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

async fn done(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: &Fields,
    flash: &'static str,
    read: Result<Act, Failure>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let done = match read {
        Ok(act) => act::act(desk, actor, code, form.expected(), &act).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = done else {
        return Ok(go_with(&format!("/desk/matters/{}/danger", code.as_str()), flash));
    };
    let Redraw { matter, status, mistakes } = desk.redraw(visit, code, form, failure).await?;
    draw(desk, visit, &matter, status, form, &mistakes).await
}

/// The kinds of danger that were ticked, at least one.
fn chosen(form: &Fields, field: &str, check: &mut Check) -> Option<Vec<DangerKind>> {
    let ticked = kinds(form.all(field));
    let none = || FieldProblem::new(field, "refusal-danger-kind-missing");
    check.take(if ticked.is_empty() { Err(none()) } else { Ok(ticked) })
}

/// `POST /desk/matters/{code}/danger/signs`
pub async fn see(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("sign_text", form.get("sign_text"));
    let kinds = chosen(&form, "sign_kinds", &mut check);
    let read = check.done(kinds.map(|kinds| Act::See { kinds, text }));
    done(&desk, &visit, &code, &form, "danger-seen", read).await
}

/// `POST /desk/matters/{code}/danger/confirmation`
pub async fn confirm(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.some_text("confirm_text", form.get("confirm_text"));
    let kinds = chosen(&form, "confirm_kinds", &mut check);
    let read = check.done(kinds.map(|kinds| Act::Confirm { kinds, text }));
    done(&desk, &visit, &code, &form, "danger-confirmed", read).await
}

/// `POST /desk/matters/{code}/danger/dismissal`
pub async fn set_aside(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.text("aside_reason", form.get("aside_reason"));
    let read = check.done(Some(Act::SetAside { reason }));
    done(&desk, &visit, &code, &form, "danger-set-aside", read).await
}

/// `POST /desk/matters/{code}/danger/steps`
pub async fn take_step(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let step = check.need("step", form.word("step", DangerStep::parse));
    let text = check.some_text("step_text", form.get("step_text"));
    let read = check.done(step.map(|step| Act::TakeStep { step, text }));
    done(&desk, &visit, &code, &form, "danger-step-noted", read).await
}

/// `POST /desk/matters/{code}/danger/end`
pub async fn lift(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let reason = check.text("end_reason", form.get("end_reason"));
    let read = check.done(Some(Act::Lift { reason }));
    done(&desk, &visit, &code, &form, "danger-lifted", read).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let texts = desk.matter_texts(matter).await?;
    let may = |action: Action| matter.status.is_open() && desk.may(actor, action, matter);
    let open = matter.open_danger();
    let kinds_known: Vec<DangerKind> = matter.danger.as_ref().map(|d| d.kinds.clone()).unwrap_or_default();
    let danger = match &matter.danger {
        Some(danger) => Some(shown(desk, visit, matter, danger, &texts).await?),
        None => None,
    };
    let options: Vec<&str> = DangerStep::ALL.iter().map(|step| step.as_str()).collect();
    let state = open.map(|danger| danger.state);
    let on_duty = desk.on_duty_for(matter.responsible).await?;
    let serves = matter.status.is_open() && act::serves(desk, actor, matter, on_duty.as_ref());
    let decides = may(Action::DecideDanger) || serves;
    let on_duty = match on_duty {
        Some(found) => {
            let names = desk.names_of(found.accounts.iter().map(|account| account.0).collect()).await?;
            let mut names: Vec<String> = names.into_values().collect();
            names.sort();
            Some(context! {
                body => desk.places().body_name(found.body, visit.lang.tag()), names, by => found.by.as_str(),
                id => found.body.0,
            })
        }
        None => None,
    };
    let chosen = |name: &str| -> Vec<String> {
        let typed: Vec<String> = form.all(name).map(str::to_owned).collect();
        let known = kinds_known.iter().map(|kind| kind.as_str().to_owned());
        if typed.is_empty() { known.collect() } else { typed }
    };
    let ctx = context! {
        title => desk.text(visit, "danger-title", &[]),
        story => desk.story_shown(visit.lang, matter, &texts),
        danger,
        open => open.is_some(),
        on_duty,
        advice => desk.danger_advice(visit.lang, &kinds_known),
        checks => desk.danger_checks(visit.lang, &kinds_known),
        question => desk.danger_question(visit.lang),
        steps => desk.word_options(visit.lang, "danger_step", &options),
        sign_kinds => form.all("sign_kinds").map(str::to_owned).collect::<Vec<_>>(),
        confirm_kinds => chosen("confirm_kinds"),
        may_see => may(Action::SignDanger),
        may_step => open.is_some() && may(Action::SignDanger),
        may_decide => state == Some(DangerState::Seen) && decides,
        may_lift => state == Some(DangerState::Confirmed) && decides,
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "danger/show.html", ctx)
}

/// The words and answers that speak of danger, found anew in what was reported: they are not kept a second time.
fn words(desk: &Desk, matter: &Matter, texts: &Texts) -> Vec<String> {
    let rules = desk.rules(matter);
    let mut words = Vec::new();
    for report in &matter.reports {
        let answers = report.answers.as_ref().and_then(|a| serde_json::from_str::<Answers>(texts.get(&a.id)?).ok());
        let narrative = texts.get(&report.narrative.id).cloned().unwrap_or_default();
        let facts = Facts { answers: answers.unwrap_or_default(), narrative, ..Facts::default() };
        words.extend(rules.playbook.signs(&facts).into_iter().flat_map(|sign| sign.words));
    }
    words.sort();
    words.dedup();
    words
}

async fn shown(desk: &Desk, visit: &Visit, matter: &Matter, danger: &Danger, texts: &Texts) -> Result<Value, Failure> {
    let places = desk.places();
    let mut people: Vec<i64> = danger.told.iter().flat_map(|told| told.accounts.iter().map(|a| a.0)).collect();
    people.extend(danger.steps.iter().filter_map(|step| account_of(&step.actor)));
    people.extend(danger.decisions.iter().filter_map(|(_, decided)| account_of(&decided.actor)));
    let names = desk.names_of(people).await?;
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let who = |actor: &str| account_of(actor).map(name);
    let text = |sealed: Option<&concord_domain::sealed::Sealed>| sealed.and_then(|s| texts.get(&s.id).cloned());
    let there = |from: Option<&MatterCode>| from.map(|code| code.as_str().to_owned());
    let words = words(desk, matter, texts);
    Ok(context! {
        state => danger.state.as_str(),
        kinds => danger.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        words,
        signs => danger.signs.iter().map(|sign| context! {
            at => sign.at, by => sign.by.as_str(), text => text(sign.text.as_ref()), from => there(sign.from.as_ref()),
            kinds => sign.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        }).collect::<Vec<_>>(),
        told => danger.told.iter().map(|told| context! {
            at => told.at, by => told.by.as_str(), body => places.body_name(told.body, visit.lang.tag()),
            names => told.accounts.iter().map(|account| name(account.0)).collect::<Vec<_>>(),
        }).collect::<Vec<_>>(),
        decided => danger.decided.as_ref().map(|decided| context! {
            at => decided.at, who => who(&decided.actor), text => text(decided.text.as_ref()),
            from => there(decided.from.as_ref()),
        }),
        decisions => danger.decisions.iter().map(|(state, decided)| context! {
            at => decided.at, who => who(&decided.actor), state => state.as_str(), text => text(decided.text.as_ref()),
            from => there(decided.from.as_ref()),
        }).collect::<Vec<_>>(),
        steps => danger.steps.iter().map(|step| context! {
            at => step.at, who => who(&step.actor), step => step.step.as_str(), text => text(step.text.as_ref()),
            from => there(step.from.as_ref()),
        }).collect::<Vec<_>>(),
    })
}
