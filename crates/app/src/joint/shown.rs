//! Joint mediation as the page shows it.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::backlog;
use concord_domain::matter::{BacklogStage, Matter, Status};
use concord_policy::Action;
use minijinja::{Value, context};

use super::act;
use super::page::TASK_ROWS;
use crate::kit::bodies::acts_for;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::visit::Visit;

pub async fn draw(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let texts = desk.matter_texts(matter).await?;
    let (lang, tag, places) = (visit.lang, visit.lang.tag(), desk.places());
    let may = |action: Action| matter.status.is_open() && desk.may(actor, action, matter);
    let leaders = act::leaders(desk, matter).await?;
    let sponsor = match matter.sponsor {
        Some(s) => desk.names_of(vec![s.account.0]).await?.remove(&s.account.0),
        None => None,
    };
    let taking_part: Vec<Value> = matter
        .joint
        .iter()
        .flat_map(concord_domain::joint::Joint::bodies)
        .map(|b| option(b.0, places.body_name(b, tag)))
        .collect();
    let reasons = backlog::reasons(matter, &desk.rules(matter));
    let stages: Vec<&str> = BacklogStage::ALL.iter().map(|s| s.as_str()).collect();
    let ready = matches!(matter.status, Status::Accepted | Status::Assigned | Status::Mediating);
    let acts = [Action::ConveneBodies, Action::NameSponsor, Action::WorkBacklog];
    let reads_only = matter.status.is_open() && !acts.into_iter().any(may);
    let ctx = context! {
        title => desk.text(visit, "joint-title", &[]),
        with => reads_only.then(|| places.body_name(matter.responsible, tag)),
        story => desk.story_shown(lang, matter, &texts),
        joint => shown(desk, visit, matter, &texts),
        sponsor,
        leaders => leaders.iter().map(|l| option(l.account, format!("{} {}", l.name, places.body_name(concord_domain::body::BodyId(l.body), tag)))).collect::<Vec<_>>(),
        bodies => desk.near_body_options(lang, &matter.region),
        taking_part,
        task_rows => (1..=TASK_ROWS).collect::<Vec<_>>(),
        old => reasons.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
        steps => matter.backlog.iter().map(|s| context! {
            stage => s.stage.as_str(), on => s.on.to_string(), text => texts.get(&s.text.id).cloned(),
        }).collect::<Vec<_>>(),
        stages => desk.word_options(lang, "backlog_stage", &stages),
        may_open => may(Action::ConveneBodies) && ready && matter.joint.is_none(),
        may_convene => may(Action::ConveneBodies) && matter.joint.is_some(),
        may_sponsor => may(Action::NameSponsor),
        may_step => may(Action::WorkBacklog),
        members => form.all("members").map(str::to_owned).collect::<Vec<_>>(),
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "joint/show.html", ctx)
}

fn shown(desk: &Desk, visit: &Visit, matter: &Matter, texts: &HashMap<i64, String>) -> Value {
    let Some(joint) = &matter.joint else { return Value::from(()) };
    let (tag, places) = (visit.lang.tag(), desk.places());
    let said = |sealed: &concord_domain::sealed::Sealed| texts.get(&sealed.id).cloned();
    let finishes = matter.status.is_open() && desk.may(&visit.actor, Action::FinishTask, matter);
    let conferences: Vec<Value> = joint
        .conferences
        .iter()
        .rev()
        .map(|c| {
            context! {
                no => c.no,
                at => c.at,
                place => c.place.as_ref().and_then(said),
                agenda => said(&c.agenda),
                open => c.is_open(),
                ahead => desk.today() < c.day,
                day => c.day.to_string(),
                time => desk.clock.local(c.at).time().strftime("%H:%M").to_string(),
                moved => c.moved.iter().map(|m| context! {
                    on => m.on.to_string(), from_at => m.from_at, reason => m.reason.as_ref().and_then(said),
                }).collect::<Vec<_>>(),
                off_on => c.off.as_ref().map(|(on, _)| on.to_string()),
                off_reason => c.off.as_ref().and_then(|(_, reason)| said(reason)),
                held_on => c.held.as_ref().map(|(on, _)| on.to_string()),
                minutes => c.held.as_ref().and_then(|(_, text)| said(text)),
            }
        })
        .collect();
    let tasks: Vec<Value> = joint
        .tasks
        .iter()
        .map(|t| {
            context! {
                no => t.no,
                body => places.body_name(t.body, tag),
                what => said(&t.what),
                due_on => t.due_on.to_string(),
                done_on => t.done.as_ref().map(|(on, _)| on.to_string()),
                late => t.done.as_ref().is_some_and(|(on, _)| *on > t.due_on),
                done_text => t.done.as_ref().and_then(|(_, text)| text.as_ref()).and_then(said),
                may_finish => finishes && t.done.is_none() && acts_for(&visit.actor, t.body),
            }
        })
        .collect();
    context! {
        on => joint.on.to_string(),
        lead => places.body_name(joint.lead, tag),
        members => joint.members.iter().map(|b| places.body_name(*b, tag)).collect::<Vec<_>>(),
        reason => said(&joint.reason),
        open => joint.open_conference().is_some(),
        conferences,
        tasks,
    }
}
