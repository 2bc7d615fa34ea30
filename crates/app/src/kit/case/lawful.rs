//! What may be done with a matter now: permitted to the actor, and not refused by the rules.

use std::collections::BTreeMap;

use concord_domain::clock::PauseReason;
use concord_domain::diversion::Advice;
use concord_domain::matter::{
    AccountId, Form, FulfilmentFound, Matter, Mode, ObligationState, Outcome, Rules, RunningClock, Status,
};
use concord_domain::sealed::Sealed;
use concord_domain::{
    Refusal, agreement, assignment, conclusion, confirmation, extension, intake, pause, return_visit, session,
};
use concord_policy::{Action, Actor, Role};

use super::moving::Moving;
use crate::kit::bodies::acts_for;
use crate::kit::desk::Desk;
use crate::kit::duty_view;

/// Each act by the name that templates ask for.
pub(super) fn can(
    desk: &Desk,
    actor: &Actor,
    m: &Matter,
    rules: &Rules<'_>,
    moving: &Moving,
) -> BTreeMap<&'static str, bool> {
    acts(m, rules)
        .into_iter()
        .chain(moves(desk, actor, m, rules, moving))
        .chain(confirms(m, rules))
        .chain(begins(actor, m))
        .map(|(name, action, lawful)| (name, lawful && desk.may(actor, action, m)))
        .collect()
}

/// The rules are asked with a text that stands for any.
fn any() -> Sealed {
    Sealed { id: 0, digest: String::new() }
}

fn any_advice(m: &Matter, r: &Rules<'_>) -> Option<Advice> {
    let exits: Vec<String> = r.diversions.exits_for(m).take(1).map(|exit| exit.id.clone()).collect();
    Some(Advice { text: any(), exits })
}

fn acts(m: &Matter, r: &Rules<'_>) -> [(&'static str, Action, bool); 31] {
    let open = m.status.is_open();
    let kept = m.archived_on.is_none();
    let waiting = m.agreement().filter(|a| open && a.sealed.is_none());
    let arrange = session::Arrange { at: 0, on: r.today, mode: Mode::OnSite, place: None };
    let draft = agreement::Draft { form: Form::Written, facts: any(), terms: any(), obligations: Vec::new() };
    let settle = conclusion::conclude(m, Outcome::Settled, None, r).is_ok();
    let give_up = conclusion::conclude(m, Outcome::NotSettled, any_advice(m, r), r).is_ok();
    let owed = m
        .agreements
        .iter()
        .filter(|a| a.sealed.is_some())
        .flat_map(|a| &a.obligations)
        .any(|o| !matches!(o.state, ObligationState::Fulfilled(_)));
    [
        ("accept", Action::AcceptMatter, intake::accept(m, m.body, r).is_ok()),
        ("turn_back", Action::ReturnMatter, intake::turn_back(m, "other", None, r).is_ok()),
        ("refer", Action::ReferMatter, intake::refer(m, "other", None, r).is_ok()),
        ("merge", Action::MergeMatter, open),
        ("assign", Action::AssignMatter, matches!(m.status, Status::Accepted | Status::Assigned | Status::Mediating)),
        ("parties", Action::EditMatter, kept),
        ("keys", Action::EditMatter, true),
        ("arrange_session", Action::ArrangeSession, session::arrange(m, arrange, r).is_ok()),
        ("cancel_session", Action::ArrangeSession, open && m.next_session().is_some()),
        ("record_session", Action::RecordSession, open && m.next_session().is_some()),
        ("draft", Action::DraftAgreement, agreement::draft(m, draft, r).is_ok()),
        ("sign", Action::SignAgreement, waiting.is_some_and(|a| !a.missing().is_empty())),
        ("refuse", Action::SignAgreement, waiting.is_some()),
        ("seal", Action::SealAgreement, agreement::seal(m, AccountId(0), r).is_ok()),
        ("fulfil", Action::RecordFulfilment, kept && owed),
        ("settle", Action::ConcludeMatter, settle),
        ("give_up", Action::ConcludeMatter, give_up),
        ("conclude", Action::ConcludeMatter, settle || give_up),
        ("withdraw", Action::WithdrawMatter, open),
        ("arrange_visit", Action::ArrangeReturnVisit, arranges_visit(m, r)),
        ("report_visit", Action::ReportReturnVisit, reports_visit(m, r)),
        ("archive", Action::ArchiveMatter, conclusion::archive(m, r).is_ok()),
        ("reopen", Action::ReopenMatter, conclusion::reopen(m, m.body, any(), r).is_ok()),
        ("note", Action::WriteNote, kept),
        ("message", Action::SendMessage, kept),
        ("file", Action::AttachFile, kept),
        ("trace", Action::ViewTrace, true),
        ("ask_rating", Action::TakeRating, !open && m.status != Status::Merged),
        ("divert", Action::DivertMatter, kept),
        ("answer_sender", Action::AnswerSender, kept),
        ("hand_advice", Action::HandOverAdvice, !m.advice_owed_to().is_empty()),
    ]
}

/// How work begins for those who were given it.
fn begins(actor: &Actor, m: &Matter) -> [(&'static str, Action, bool); 2] {
    let open = m.status.is_open();
    let unsigned = m.assignments.iter().any(|a| duty_view::state(a) == "sign" && acts_for(actor, a.body));
    let mediates = actor.roles().iter().any(|held| held.role == Role::Mediator && held.body == m.body.0);
    let nameable = m.mediator.is_none() && assignment::name_mediator(m, AccountId(0)).is_ok();
    [
        ("sign_for", Action::AnswerAssignment, open && unsigned),
        ("take_on", Action::ArrangeSession, open && mediates && nameable),
    ]
}

/// Judicial confirmation.
fn confirms(m: &Matter, r: &Rules<'_>) -> [(&'static str, Action, bool); 4] {
    let note = Action::NoteConfirmation;
    let apply = confirmation::Apply { on: r.today, body: None, court: None };
    [
        // What was done in time may be noted after it.
        (
            "confirm_apply",
            note,
            !matches!(
                confirmation::apply(m, apply, r),
                Err(Refusal::AgreementMissing | Refusal::ConfirmationPending | Refusal::AlreadyConfirmed)
            ),
        ),
        ("confirm_accept", note, confirmation::accept(m, r.today, None, r).is_ok()),
        ("confirm_extend", note, confirmation::extend(m, r.today, r).is_ok()),
        ("confirm_rule", note, m.open_confirmation().is_some()),
    ]
}

/// Time and tiers.
fn moves(desk: &Desk, actor: &Actor, m: &Matter, r: &Rules<'_>, moving: &Moving) -> [(&'static str, Action, bool); 10] {
    let open = m.status.is_open();
    let running = || m.running_clocks().filter(|_| open);
    let movable = open && m.status != Status::Agreement;
    let pauses =
        |c: &RunningClock| PauseReason::ALL.iter().any(|reason| pause::pause(m, c.no, *reason, None, r).is_ok());
    [
        ("pause", Action::PauseClock, running().any(pauses)),
        ("resume", Action::PauseClock, running().any(RunningClock::is_paused)),
        ("ask_time", Action::AskExtension, running().any(|c| extension::ask(m, c.no, None, None, r).is_ok())),
        ("agree_time", Action::AgreeExtension, moving.agreeing.is_some()),
        ("approve_time", Action::ApproveExtension, moving.approving.is_some()),
        ("raise", Action::RaiseMatter, movable && !moving.above.is_empty()),
        ("decline_rise", Action::DeclineRise, open && m.tiers.open_request().is_some()),
        ("ask_rise", Action::AskRise, open && m.tiers.open_request().is_none()),
        ("send_down", Action::SendDown, movable && m.tiers.offer.is_none() && !moving.below.is_empty()),
        ("answer_down", Action::AnswerSendDown, movable && desk.answers_offer(actor, m)),
    ]
}

fn arranges_visit(m: &Matter, r: &Rules<'_>) -> bool {
    let Some(concluded_on) = m.concluded_on else { return false };
    let on = return_visit::earliest(concluded_on, r).max(r.today);
    return_visit::arrange(m, on, AccountId(0), r).is_ok()
}

fn reports_visit(m: &Matter, r: &Rules<'_>) -> bool {
    m.pending_visit().is_some_and(|v| {
        let found =
            return_visit::Found { no: v.no, fulfilled: FulfilmentFound::Fulfilled, satisfied: None, text: None };
        return_visit::report(m, found, r).is_ok()
    })
}
