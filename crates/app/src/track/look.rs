//! What the page of a matter shows its party.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::matter::{
    Agreement, Audience, Between, Entry, Event, Handed, Matter, ObligationState, PartyRole, PersonDetails, Recorded,
    Session,
};
use concord_policy::Action;
use minijinja::{Value, context};

use super::moving;
use super::page::{Own, may};
use super::promise;
use super::stages::{can_rate, can_reopen, way};
use crate::kit::desk::Desk;
use crate::kit::exits::AdviceShown;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::page::shown;
use crate::kit::problem;
use crate::kit::timeline::Reader;
use crate::kit::visit::Visit;

/// Texts of a matter by the id of their seal.
type Texts = HashMap<i64, String>;
/// Fields of the page's forms.
const NAMES: [&str; 9] = ["message", "files", "read", "refusal", "stars", "resolved", "comment", "again", "share"];

/// Draws the page; with problems, what was typed is still there.
pub async fn draw(
    desk: &Desk,
    visit: &Visit,
    own: &Own,
    form: &Fields,
    problems: Vec<FieldProblem>,
) -> Result<Response, Failure> {
    let m = &own.matter;
    let texts = desk.matter_texts(m).await?;
    let reader = desk.reader(&own.actor, m);
    let told: Vec<Recorded> = own.history.iter().filter(|r| !is_correspondence(&r.event)).cloned().collect();
    let mut timeline = desk.timeline(visit.lang, reader, &told, &texts).await?;
    timeline.reverse();
    let looks: Vec<Value> = desk
        .looks(m)
        .await?
        .iter()
        .map(|look| {
            let body = desk.places().body_name(BodyId(look.body), visit.lang.tag());
            context! { at => look.at, body => body }
        })
        .collect();
    let mediator = match m.mediator {
        Some(account) => desk.names_of(vec![account.0]).await?.remove(&account.0),
        None => None,
    };
    let ctx = context! {
        title => desk.text(visit, "track-matter-title", &[]),
        code => m.code.as_str(),
        version => m.version,
        status => m.status.as_str(),
        kind => desk.categories.name(&m.category, visit.lang.tag()),
        way => shown(way(m, &own.history)),
        promise => promise::told(desk, visit, own),
        body => body(desk, visit, m.responsible),
        mediator => mediator,
        looks => looks,
        extension => moving::extension(desk, visit, own, &texts),
        windows => moving::windows(desk, visit, m),
        court => moving::court(desk, visit, m),
        confirmations => shown(desk.confirmations(visit.lang, m, &texts)),
        tier => moving::tier(desk, visit, own, &texts),
        meeting => m.next_session().map(|s| meeting(s, &texts)),
        agreement => m.agreement().map(|a| agreement(visit, desk, own, a, &texts)),
        ending => ending(m, &texts),
        advice => shown(advice(desk, visit, m, &texts)),
        advice_read => advice_read(own),
        consents => shown(desk.consents_shown(&own.actor, visit.lang, m, &texts)),
        story => story(own, &texts),
        others => others(own, &texts),
        group => group(own, &texts),
        timeline => shown(timeline),
        chat => chat(own, reader, &texts),
        agent_of => own.is_agent().then(|| represented(own, &texts)),
        files => files(own, reader, &texts),
        remedies => remedies(desk, visit, m),
        danger_advice => danger(desk, visit, own),
        can => can(desk, own),
        rating => m.ratings.iter().rfind(|r| r.party == own.party && r.is_own() && !own.is_agent()).map(|r| r.stars),
        asked_after => m.occasion().as_str(),
        entered => m.rated_on(m.occasion(), own.party).find(|r| !r.is_own()).map(|r| context! {
            stars => r.stars, way => r.way.as_str(), by => r.by.map(|by| desk.places().body_name(by, visit.lang.tag())),
        }),
        ..said(desk, visit, form, &problems)
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    desk.page_with(visit, status, "track/matter.html", ctx)
}

/// Shown as conversation and documents, not in the history.
fn is_correspondence(event: &Event) -> bool {
    matches!(
        event,
        Event::MessageSent(_)
            | Event::MessageAddressed(_)
            | Event::MessageRepresented(_)
            | Event::NoteWritten(_)
            | Event::FileAttached(_)
            | Event::FileRepresented(_)
    )
}

/// What was typed, and what is wrong with it.
fn said(desk: &Desk, visit: &Visit, form: &Fields, problems: &[FieldProblem]) -> Value {
    let words: Vec<(&str, String)> =
        problems.iter().map(|p| (p.field.as_str(), problem::words(desk.templates.messages(), visit.lang, p))).collect();
    let values: HashMap<&str, &str> = NAMES.iter().map(|name| (*name, form.get(name))).collect();
    let wrong: HashMap<&str, Option<&str>> = NAMES
        .iter()
        .map(|name| (*name, words.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str())))
        .collect();
    let errors: Vec<Value> = words.iter().map(|(field, text)| context! { field => *field, text => text }).collect();
    context! { errors => errors, form => shown(values), wrong => shown(wrong) }
}

fn can(desk: &Desk, own: &Own) -> Value {
    let m = &own.matter;
    let missing = m.agreement().filter(|a| a.sealed.is_none()).map(Agreement::missing).unwrap_or_default();
    let active = m.archived_on.is_none();
    context! {
        message => active && may(desk, own, Action::SendMessage),
        file => active && may(desk, own, Action::AttachFile),
        sign => m.status.is_open() && missing.contains(&own.party) && may(desk, own, Action::SignAgreement),
        withdraw => m.status.is_open() && !has_left(own) && may(desk, own, Action::WithdrawMatter),
        rate => can_rate(m, own.party) && may(desk, own, Action::RateMatter),
        reopen => can_reopen(m) && may(desk, own, Action::ReopenMatter),
        consent => may(desk, own, Action::AnswerConsent),
        read_advice => may(desk, own, Action::HandOverAdvice),
    }
}

fn body(desk: &Desk, visit: &Visit, id: BodyId) -> Option<Value> {
    let tag = visit.lang.tag();
    desk.places().body(id).map(|b| {
        context! {
            name => b.name.in_lang(tag), phone => b.phone.clone(),
            address => b.address.as_ref().map(|a| a.in_lang(tag).to_owned()),
        }
    })
}

fn meeting(session: &Session, texts: &Texts) -> Value {
    context! {
        at => session.at,
        mode => session.mode.as_str(),
        place => session.place.as_ref().and_then(|p| texts.get(&p.id)),
    }
}

fn agreement(visit: &Visit, desk: &Desk, own: &Own, a: &Agreement, texts: &Texts) -> Value {
    let person = |no: u32| party_name(desk, visit, own, no, texts);
    let obligations: Vec<Value> = a
        .obligations
        .iter()
        .map(|o| {
            context! {
                who => person(o.party), what => texts.get(&o.what.id), amount => o.amount, due_on => o.due_on.to_string(),
                state => match o.state {
                    ObligationState::Open => "open",
                    ObligationState::Fulfilled(_) => "fulfilled",
                    ObligationState::Breached(_) => "breached",
                },
            }
        })
        .collect();
    let signers: Vec<Value> = a
        .signers
        .iter()
        .map(|no| {
            let on = a.signatures.iter().find(|(party, _)| party == no).map(|(_, on)| on.to_string());
            context! { who => person(*no), on => on }
        })
        .collect();
    context! {
        form => a.form.as_str(),
        on => a.on.to_string(),
        facts => texts.get(&a.facts.id),
        terms => texts.get(&a.terms.id),
        obligations => obligations,
        signers => signers,
        sealed_on => a.sealed.as_ref().map(|(on, _)| on.to_string()),
    }
}

/// What a party is called on this page.
fn party_name(desk: &Desk, visit: &Visit, own: &Own, no: u32, texts: &Texts) -> String {
    if no == own.party {
        return desk.text(visit, "track-you", &[]);
    }
    let Some(party) = own.matter.party(no) else { return no.to_string() };
    let name = details(texts, party.person.id).map(|d| d.name).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| desk.text(visit, &format!("party_role-{}", party.role.as_str()), &[]))
}

fn details(texts: &Texts, id: i64) -> Option<PersonDetails> {
    serde_json::from_str(texts.get(&id)?).ok()
}

/// The written advice; without its text where that only names the exits, which stand below it.
fn advice(desk: &Desk, visit: &Visit, m: &Matter, texts: &Texts) -> Option<AdviceShown> {
    let advice = desk.advice_shown(visit.lang, m, texts)?;
    let draft = desk.advice_draft(m);
    Some(AdviceShown { text: advice.text.filter(|text| *text != draft), ..advice })
}

/// The day on which the party had the written advice.
fn advice_read(own: &Own) -> Option<String> {
    let handed = own.matter.advised.iter().flat_map(|advised| &advised.handed);
    let mut read = handed.filter(|(party, _, how)| *party == own.party && *how != Handed::NotReached);
    read.next_back().map(|(_, on, _)| on.to_string())
}

/// How it ended, in the words of whoever ended it; written advice has a place of its own.
fn ending(m: &Matter, texts: &Texts) -> Option<Value> {
    let words = |sealed: Option<&concord_domain::sealed::Sealed>| sealed.and_then(|s| texts.get(&s.id).cloned());
    (!m.status.is_open()).then(|| {
        let turned = m.turned_away.as_ref();
        context! {
            on => m.concluded_on.map(|d| d.to_string()),
            text => words(m.advice.as_ref().filter(|_| m.advised.is_none())).or_else(|| words(turned.and_then(|t| t.1.as_ref()))),
            reason => turned.map(|t| t.0.clone()),
        }
    })
}

/// What the applicant wrote; the other side hears it from the mediator.
fn story(own: &Own, texts: &Texts) -> Option<String> {
    let party = own.matter.party(own.party)?;
    (party.role == PartyRole::Applicant).then(|| texts.get(&own.matter.report().narrative.id).cloned())?
}

fn others(own: &Own, texts: &Texts) -> Vec<Value> {
    let others = own.matter.parties.iter().filter(|p| p.no != own.party && p.left_on.is_none());
    others.map(|p| context! { role => p.role.as_str(), name => details(texts, p.person.id).map(|d| d.name) }).collect()
}

/// One of many applicants who left the others to it.
fn has_left(own: &Own) -> bool {
    own.matter.party(own.party).is_some_and(|p| p.left_on.is_some())
}

/// Who speaks for this party, or for how many it speaks; nothing where everybody speaks for themselves.
fn group(own: &Own, texts: &Texts) -> Option<Value> {
    let (m, no) = (&own.matter, own.party);
    let left_on = m.party(no).and_then(|p| p.left_on);
    let speaks_for = m.family.spokespeople.iter().find(|s| s.party == no).map(|s| s.speaks_for.len());
    let by = m.family.spokesperson_of(no).and_then(|s| m.party(s.party));
    let by = by.and_then(|p| details(texts, p.person.id)).map(|d| d.name);
    (left_on.is_some() || speaks_for.is_some() || by.is_some())
        .then(|| context! { left_on => left_on.map(|on| on.to_string()), speaks_for => speaks_for, by => by })
}

/// Messages that this reader has a part in, oldest first; `alone` where nobody else but the staff reads an answer to it.
fn chat(own: &Own, reader: Reader, texts: &Texts) -> Vec<Value> {
    let shown = |e: &Entry| {
        let (mine, alone) = (e.party.is_some(), e.between != Between::Everybody);
        Some(context! { mine, alone, at => e.at, text => texts.get(&e.text.id)? })
    };
    own.matter
        .entries
        .iter()
        .filter(|e| e.audience == Audience::Parties && reader.reads(e.between))
        .filter_map(shown)
        .collect()
}

/// The name of the party that somebody represents.
fn represented(own: &Own, texts: &Texts) -> String {
    let party = own.matter.party(own.party);
    party.and_then(|p| details(texts, p.person.id)).map(|d| d.name).unwrap_or_default()
}

fn files(own: &Own, reader: Reader, texts: &Texts) -> Vec<Value> {
    let seen = own.matter.files.iter().filter(|f| reader.sees(f));
    seen.map(|f| {
        context! {
            no => f.no,
            name => texts.get(&f.name.id),
            kilobytes => (f.size + 1023) / 1024,
            mine => reader.sent(f),
            shared => f.audience == Audience::Parties,
            at => f.at,
        }
    })
    .collect()
}

/// What can be done at once: told to who reported it, not to the other side.
pub fn danger(desk: &Desk, visit: &Visit, own: &Own) -> Vec<Value> {
    let is_applicant = own.matter.party(own.party).is_some_and(|party| party.role == PartyRole::Applicant);
    let open = own.matter.open_danger().filter(|_| is_applicant);
    open.map(|danger| desk.danger_advice(visit.lang, &danger.kinds)).unwrap_or_default()
}

fn remedies(desk: &Desk, visit: &Visit, m: &Matter) -> Vec<Value> {
    let tag = visit.lang.tag();
    let all = desk.rules(m).playbook.remedies.iter();
    all.map(|r| {
        let (label, text) = (r.label.in_lang(tag).to_owned(), r.text.in_lang(tag).to_owned());
        context! { label => label, text => text, phone => r.phone.clone() }
    })
    .collect()
}
