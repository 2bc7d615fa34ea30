//! The list of call-backs, and the words for one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{FulfilmentFound, Matter, Resolved, TryOutcome};
use concord_domain::rating::{CallBackState, TRIES_MOST};
use minijinja::{Value, context};

use super::act::{self, Answer, Miss};
use super::drawn::{PATH, SORTS, waiting};
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::drawing::{Drawn, Turn};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::{go_with, shown};
use crate::kit::path::At;
use crate::kit::sorting::Sorting;
use crate::kit::visit::Visit;

/// `GET /desk/call-backs`
pub async fn index(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let fields = Fields::parse(visit.query.as_bytes())?;
    let region = desk.call_back_region(&visit.actor, &fields)?;
    let rounds = desk.rounds(&visit.actor, &region).await?;
    let sorting = Sorting::read(&fields, &SORTS);
    let ctx = context! {
        place => desk.places().region_name(&region, visit.lang.tag()),
        sorts => desk.sorts(&visit, PATH, &SORTS, sorting),
        files => desk.may_take_call_backs(&visit.actor, &region).then(|| desk.sheets_of(&visit, PATH)),
        rounds => rounds.iter().map(|drawn| round_shown(&desk, &visit, drawn, sorting)).collect::<Vec<_>>(),
        tries_most => TRIES_MOST,
    };
    desk.page(&visit, "call_back/index.html", ctx)
}

fn round_shown(desk: &Desk, visit: &Visit, drawn: &Drawn, sorting: Sorting) -> Value {
    let (tag, places) = (visit.lang.tag(), desk.places());
    let name = drawn.round.name();
    let due_on = drawn.round.due_on(&desk.duties.call_backs);
    let of = |state: CallBackState| drawn.turns.iter().filter(|t| t.state == state).count();
    let line = |turn: &Turn| {
        context! {
            code => turn.framed.code.as_str(),
            category => desk.category_name(visit.lang, &turn.category),
            body => places.body_name(turn.framed.body, tag),
            status => &turn.status,
            reserve => turn.reserve,
            tries => turn.tries(),
            href => format!("{PATH}/{name}/{}", turn.framed.code.as_str()),
        }
    };
    let body = |(body, turns): &(concord_domain::body::BodyId, Vec<&Turn>)| {
        let answered: Vec<&&Turn> = turns.iter().filter(|t| t.state == CallBackState::Answered).collect();
        let said = |what: fn(&Turn) -> bool| answered.iter().filter(|t| what(t)).count();
        context! {
            name => places.body_name(*body, tag),
            href => format!("/desk/bodies/{}/rates", body.0),
            turns => turns.len(),
            answered => answered.len(),
            unreachable => turns.iter().filter(|t| t.state == CallBackState::Unreachable).count(),
            resolved => said(|t| t.called.as_ref().is_some_and(|c| c.resolved.as_deref() == Some("yes"))),
            content => said(|t| t.called.as_ref().and_then(|c| c.stars).is_some_and(|n| n >= 4)),
            differs => said(Turn::differs),
        }
    };
    let answers = drawn.turns.iter().filter(|t| t.state == CallBackState::Answered).map(|turn| {
        let called = turn.called.as_ref();
        context! {
            code => turn.framed.code.as_str(),
            body => places.body_name(turn.framed.body, tag),
            on => called.map(|c| c.on.clone()),
            stars => called.and_then(|c| c.stars),
            resolved => called.and_then(|c| c.resolved.clone()),
            found => called.and_then(|c| c.found.clone()),
            visited => called.and_then(|c| c.visited.clone()),
            differs => turn.differs(),
        }
    });
    let waiting: Vec<Value> = waiting(drawn, sorting).into_iter().map(line).collect();
    context! {
        name => &name,
        from => drawn.round.from.to_string(),
        to => drawn.round.to().to_string(),
        due_on => due_on.to_string(),
        over => desk.today() > due_on,
        frame => drawn.frame,
        wanted => drawn.wanted,
        seed => &drawn.seed,
        answered => of(CallBackState::Answered),
        unreachable => of(CallBackState::Unreachable),
        others => of(CallBackState::Waiting) - waiting.len(),
        waiting,
        bodies => drawn.bodies().iter().map(body).collect::<Vec<_>>(),
        answers => answers.collect::<Vec<_>>(),
    }
}

/// `GET /desk/call-backs/{round}/{code}`
pub async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    At((round, code)): At<(String, MatterCode)>,
) -> Result<Response, Failure> {
    draw(&desk, &visit, &round, &code, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

/// `POST /desk/call-backs/{round}/{code}`
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At((round, code)): At<(String, MatterCode)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let done = match read(&fields) {
        Ok(answer) => act::answer(&desk, visit.staff()?, (&round, &code), fields.expected(), &answer).await,
        Err(failure) => Err(failure),
    };
    after(&desk, &visit, (&round, &code), &fields, done, "call-back-answered").await
}

fn read(fields: &Fields) -> Result<Answer, Failure> {
    let mut check = Check::new();
    let party = check.need("party", fields.word("party", |word| word.parse::<u32>().ok()));
    let stars = check.need("stars", fields.word("stars", |word| word.parse::<u8>().ok()));
    let resolved = check.take(fields.word("resolved", Resolved::parse));
    let found = check.take(fields.word("found", FulfilmentFound::parse));
    let comment = check.some_text("comment", fields.get("comment"));
    let all = party.zip(stars).zip(resolved.zip(found));
    check.done(all.map(|((party, stars), (resolved, found))| Answer { party, stars, resolved, found, comment }))
}

/// `POST /desk/call-backs/{round}/{code}/tries`
pub async fn miss(
    State(desk): State<Desk>,
    visit: Visit,
    At((round, code)): At<(String, MatterCode)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let party = check.need("party", fields.word("party", |word| word.parse::<u32>().ok()));
    let outcome = check.need("outcome", fields.word("outcome", TryOutcome::parse));
    let done = match check.done(party.zip(outcome).map(|(party, outcome)| Miss { party, outcome })) {
        Ok(miss) => act::miss(&desk, visit.staff()?, (&round, &code), fields.expected(), miss).await,
        Err(failure) => Err(failure),
    };
    after(&desk, &visit, (&round, &code), &fields, done, "call-back-tried").await
}

async fn after(
    desk: &Desk,
    visit: &Visit,
    (round, code): (&str, &MatterCode),
    fields: &Fields,
    done: Result<Matter, Failure>,
    flash: &'static str,
) -> Result<Response, Failure> {
    let Err(failure) = done else { return Ok(go_with(PATH, flash)) };
    let mistakes = desk.mistakes_on(visit, code, fields, failure).await?;
    draw(desk, visit, round, code, StatusCode::UNPROCESSABLE_ENTITY, fields, &mistakes).await
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    round: &str,
    code: &MatterCode,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let drawn = act::round(desk, actor, round).await?;
    let turn = drawn.turn(code).ok_or(Failure::NotFound)?;
    let (matter, _) = desk.view(actor, code).await?;
    let texts = desk.matter_texts(&matter).await?;
    let case = desk.case(visit, &matter, &texts).await?;
    let tries = matter.tries.iter().filter(|t| t.round.as_deref() == Some(round));
    let ctx = context! {
        round,
        body => desk.places().body_name(turn.framed.body, visit.lang.tag()),
        waiting => turn.state == CallBackState::Waiting,
        of_own_body => turn.of_own_body,
        agreed => matter.agreements.iter().any(|a| a.sealed.is_some()),
        tries => tries.map(|t| context! { on => t.on.to_string(), outcome => t.outcome.as_str() }).collect::<Vec<_>>(),
        tries_most => TRIES_MOST,
        caller => visit.name.as_str(),
        own_body => desk.own_body_name(visit),
        case => shown(&case),
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "call_back/show.html", ctx)
}

impl Desk {
    fn own_body_name(&self, visit: &Visit) -> String {
        let held = visit.actor.roles().first();
        held.map(|held| self.places().body_name(concord_domain::body::BodyId(held.body), visit.lang.tag()))
            .unwrap_or_default()
    }
}
