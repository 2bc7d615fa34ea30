//! What a party reads and may say about time and tiers.

use std::collections::HashMap;

use concord_domain::clock::ExtendBy;
use concord_domain::matter::{Matter, RunningClock, TierStay};
use concord_domain::{extension as domain, matter::Status};
use concord_policy::Action;
use minijinja::{Value, context};

use super::page::{Own, may};
use crate::kit::desk::Desk;
use crate::kit::page::shown;
use crate::kit::story::person;
use crate::kit::visit::Visit;

/// More time that somebody asked for, with whether this party has yet to answer.
pub(super) fn extension(desk: &Desk, visit: &Visit, own: &Own, texts: &HashMap<i64, String>) -> Option<Value> {
    let (m, rules, tag) = (&own.matter, desk.rules(&own.matter), visit.lang.tag());
    let mut clocks: Vec<&RunningClock> =
        m.running_clocks().filter(|c| c.asked.is_some() && m.status.is_open()).collect();
    // What may still be answered first.
    clocks.sort_by_key(|c| domain::is_moot(c, &rules));
    let clock = *clocks.first()?;
    let over = domain::is_moot(clock, &rules);
    let asked = clock.asked.as_ref()?;
    let theirs = domain::by(clock, &rules) == Some(ExtendBy::AllParties);
    let who = match asked.party {
        Some(no) if no == own.party => Some(desk.text(visit, "track-you", &[])),
        Some(no) => m.party(no).and_then(|p| person(texts, p.person.id)).map(|p| p.name),
        None => Some(desk.places().body_name(m.responsible, tag)),
    };
    let answered = asked.agreed.contains(&own.party) || !domain::must_agree(m).contains(&own.party);
    // Somebody of the staff says that this party agrees; the party itself can still say that it does not.
    let noted = asked.noted.contains(&own.party);
    Some(context! {
        no => clock.no,
        clock => clock.name.in_lang(tag),
        due_on => clock.due_on.to_string(),
        source => clock.source.in_lang(tag),
        who => shown(who),
        reason => shown(asked.reason.as_ref().and_then(|r| texts.get(&r.id))),
        // Both days stand on the page: nobody agrees to more time without knowing until when.
        then_on => domain::would_end(clock, &rules).map(|on| on.to_string()),
        over,
        theirs,
        noted => noted && theirs && !over,
        may => theirs && !over && (!answered || noted) && may(desk, own, Action::AgreeExtension),
    })
}

/// Time that the parties have, and may use.
pub(super) fn windows(desk: &Desk, visit: &Visit, m: &Matter) -> Vec<Value> {
    m.windows().filter(|_| m.status != Status::Merged).map(|c| limit(desk, visit, c)).collect()
}

/// Time that the court has, once the parties have applied to it.
pub(super) fn court(desk: &Desk, visit: &Visit, m: &Matter) -> Vec<Value> {
    m.court_clocks().map(|c| limit(desk, visit, c)).collect()
}

fn limit(desk: &Desk, visit: &Visit, c: &RunningClock) -> Value {
    let (tag, open) = (visit.lang.tag(), c.due_on >= desk.today());
    context! { name => c.name.in_lang(tag), due_on => c.due_on.to_string(), source => c.source.in_lang(tag), open }
}

/// Which level has it, why, and which had it before.
pub(super) fn tier(desk: &Desk, visit: &Visit, own: &Own, texts: &HashMap<i64, String>) -> Option<Value> {
    let (m, tag) = (&own.matter, visit.lang.tag());
    if !m.status.is_open() {
        return None;
    }
    let places = desk.places();
    let because = |stay: &TierStay| {
        let rule = stay.because.as_ref().map(|label| label.in_lang(tag).to_owned());
        rule.or_else(|| stay.reason.as_ref().and_then(|reason| texts.get(&reason.id).cloned()))
    };
    let before: Vec<Value> = m
        .tiers
        .stays
        .iter()
        .filter_map(|stay| {
            let until_on = stay.until_on?.to_string();
            let body = places.body_name(stay.body, tag);
            Some(context! { tier => stay.tier.as_str(), body => body, from_on => stay.from_on.to_string(), until_on => until_on })
        })
        .collect();
    let here = m.tiers.here();
    let asked = m.tiers.open_request();
    Some(context! {
        now => here.tier.as_str(),
        body => places.body_name(here.body, tag),
        worked_by => m.worked_by().map(|body| places.body_name(body, tag)),
        because => shown(because(here)),
        before => before,
        asked_on => asked.map(|request| request.on.to_string()),
        may => asked.is_none() && may(desk, own, Action::AskRise),
    })
}
