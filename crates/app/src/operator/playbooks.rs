//! The playbooks that hold here, to read.

use axum::extract::State;
use axum::response::Response;
use concord_domain::calendar::Limit;
use concord_domain::label::Label;
use concord_domain::playbook::{Ask, AskKind, Playbook, Scope};
use concord_policy::Action;
use concord_policy::relation::Subject;
use minijinja::{Value, context};

use super::explain::{self, Telling};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// `GET /playbooks`
pub async fn list(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    desk.permit_on(&visit.actor, Action::ViewPlaybooks, &Subject::House)?;
    let lang = visit.lang.tag();
    let row = |p: &Playbook| {
        context! {
            id => p.id.clone(), name => p.name.in_lang(lang), summary => p.summary.in_lang(lang), asks => p.asks.len(),
            clocks => p.clocks.len(), category => desk.categories.name(&p.category, lang),
            general => p.scope == Scope::General,
        }
    };
    let rows: Vec<Value> = desk.playbooks.iter().map(row).collect();
    desk.page(&visit, "operator/playbooks.html", context! { rows })
}

/// `GET /playbooks/{id}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(id): At<String>) -> Result<Response, Failure> {
    desk.permit_on(&visit.actor, Action::ViewPlaybooks, &Subject::House)?;
    let book = desk.playbooks.get(&id).ok_or(Failure::NotFound)?;
    let lang = visit.lang.tag();
    let text = |label: &Label| label.in_lang(lang).to_owned();
    let remedies = book
        .remedies
        .iter()
        .map(|r| context! { label => text(&r.label), text => text(&r.text), phone => r.phone.clone() });
    let rises = book.all_rises().iter().map(|r| context! { to => r.to.as_str(), because => text(&r.because) });
    let categories =
        std::iter::once(&book.category).chain(&book.also).map(|c| desk.categories.name(c, lang).to_owned());
    let messages = desk.templates.messages();
    let kinds = book.start.bodies.iter().map(|kind| messages.plain(visit.lang, &format!("body_kind-{kind}")));
    let now = desk.clock.local(desk.now());
    let everywhere = desk.places().roots().next().map(|region| region.code.clone());
    let calendar = everywhere.map(|code| desk.calendars.for_region(&code)).or_else(|| desk.calendars.iter().next());
    let calendar = calendar.ok_or(Failure::NotFound)?;
    let telling = Telling { messages, lang: visit.lang, calendar, now };
    let ctx = context! {
        name => text(&book.name), summary_text => text(&book.summary), cost => text(&book.cost),
        duration => text(&book.duration), general => book.scope == Scope::General,
        categories => categories.collect::<Vec<String>>().join(" · "),
        tier => book.start.tier.as_str(),
        body_kinds => kinds.collect::<Vec<_>>().join(" · "),
        visit_from => book.return_visit.wait_days_min, visit_until => book.return_visit.within_days,
        archive_days => book.archive_after_days(),
        rights => book.rights.iter().map(text).collect::<Vec<_>>(),
        asks => book.asks.iter().map(|ask| ask_shown(ask, lang)).collect::<Vec<_>>(),
        path => explain::path(book, &telling),
        exits => explain::ways_out(book, &desk.diversions, &telling),
        rises => rises.collect::<Vec<_>>(),
        remedies => remedies.collect::<Vec<_>>(),
    };
    desk.page(&visit, "operator/playbook.html", ctx)
}

fn ask_shown(ask: &Ask, lang: &str) -> Value {
    let kind = match ask.kind {
        AskKind::Text => "text",
        AskKind::LongText => "long_text",
        AskKind::Integer => "integer",
        AskKind::Money => "money",
        AskKind::Date => "date",
        AskKind::Choice => "choice",
        AskKind::YesNo => "yes_no",
    };
    let choices = ask.choices.iter().map(|choice| choice.label.in_lang(lang).to_owned());
    context! {
        label => ask.label.in_lang(lang), help => ask.help.as_ref().map(|h| h.in_lang(lang)), kind => kind,
        required => ask.required, choices => choices.collect::<Vec<_>>(),
    }
}

/// The unit of a limit, as the end of its message's key.
pub(super) const fn unit(limit: Limit) -> &'static str {
    match limit {
        Limit::WorkingHours(_) => "working_hours",
        Limit::Hours(_) => "hours",
        Limit::Days(_) => "days",
        Limit::WorkingDays(_) => "working-days",
        Limit::Months(_) => "months",
    }
}
