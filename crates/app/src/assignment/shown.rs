//! Work as the page shows it, with what may be done about it.

use std::collections::HashMap;

use concord_domain::assignment::more_time;
use concord_domain::matter::{Assignment, Matter};
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use super::decide::grants;
use crate::kit::bodies::acts_for;
use crate::kit::desk::Desk;
use crate::kit::duty_view::state;
use crate::kit::visit::Visit;

/// An assignment; `may` names what this reader can do with it now.
pub fn work(
    desk: &Desk,
    visit: &Visit,
    actor: &Actor,
    matter: &Matter,
    work: &Assignment,
    texts: &HashMap<i64, String>,
) -> Value {
    let tag = visit.lang.tag();
    let places = desk.places();
    let said = |sealed: &concord_domain::sealed::Sealed| texts.get(&sealed.id).cloned();
    let day = |on: jiff::civil::Date| on.to_string();
    let verdict = work.answered.as_ref().map(|(verdict, on, reason)| {
        context! { verdict => verdict.as_str(), on => day(*on), reason => reason.as_ref().and_then(said) }
    });
    context! {
        no => work.no,
        body => places.body_name(work.body, tag),
        given_by => places.body_name(work.by, tag),
        duty => work.duty.as_str(),
        state => state(work),
        on => day(work.on),
        sign_by => work.sign_by.map(day),
        due_on => work.due_on.map(day),
        latest => day(more_time(work, desk.today()).1),
        instruction => work.instruction.as_ref().and_then(said),
        received_on => work.received_on.map(day),
        sent_back => work.sent_back.as_ref().map(|s| context! { on => day(s.on), reason => said(&s.reason) }),
        replied => work.replied.as_ref().map(|r| context! { on => day(r.on), text => said(&r.text), files => &r.files }),
        asked => work.asked.as_ref().map(|a| context! { until => day(a.until), reason => said(&a.reason) }),
        verdict => verdict,
        handing => work.handing.as_ref().map(|h| context! {
            to => places.body_name(h.to, tag), on => day(h.on), reason => said(&h.reason), sign_by => h.sign_by.map(day),
        }),
        may => may(desk, actor, matter, work),
    }
}

fn may(desk: &Desk, actor: &Actor, matter: &Matter, work: &Assignment) -> Value {
    let open = matter.status.is_open() && work.is_open();
    let answers = open && acts_for(actor, work.body) && desk.may(actor, Action::AnswerAssignment, matter);
    let signed = work.received_on.is_some();
    let takes = work.handing.as_ref().is_some_and(|h| acts_for(actor, h.to));
    context! {
        sign => answers && !signed,
        send_back => answers && !signed,
        reply => answers && signed && work.handing.is_none(),
        extend => answers && signed && work.asked.is_none(),
        hand_over => answers && signed && work.handing.is_none(),
        take => open && takes && desk.may(actor, Action::AnswerAssignment, matter),
        grant => open && work.asked.is_some() && grants(actor, work) && desk.may(actor, Action::AssignMatter, matter),
    }
}
