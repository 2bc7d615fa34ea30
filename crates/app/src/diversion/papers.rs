//! The papers of diversion, to be printed: the receipt and the answer for a sender, the letter to a receiver, the advice.

use axum::extract::State;
use axum::response::Response;
use concord_domain::matter::Matter;
use concord_policy::Action;
use minijinja::{Value, context};

use super::received;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::page::shown;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

async fn load(desk: &Desk, visit: &Visit, code: &str) -> Result<(Matter, Value), Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code_of(code)?).await?;
    let ctx = sheet(desk, visit, &matter).await?;
    Ok((matter, ctx))
}

/// What every sheet bears.
async fn sheet(desk: &Desk, visit: &Visit, m: &Matter) -> Result<Value, Failure> {
    let texts = desk.matter_texts(m).await?;
    let body = desk.places().body(m.responsible).cloned();
    let tag = visit.lang.tag();
    Ok(context! {
        story => desk.story_shown(visit.lang, m, &texts),
        status => m.status.as_str(),
        accepted_on => m.accepted_on.map(|d| d.to_string()),
        concluded_on => m.concluded_on.map(|d| d.to_string()),
        house => body.as_ref().map(|b| b.name.in_lang(tag).to_owned()),
        house_phone => body.as_ref().and_then(|b| b.phone.clone()),
        house_address => body.as_ref().and_then(|b| b.address.as_ref()).map(|a| a.in_lang(tag).to_owned()),
        arrivals => shown(desk.arrivals_shown(visit.lang, m, &texts)),
        diversions => shown(desk.diversions_shown(visit.lang, m, &texts)),
        advice => shown(desk.advice_shown(visit.lang, m, &texts)),
    })
}

/// `GET /desk/matters/{code}/arrivals/{no}/receipt`: 回执.
pub async fn receipt(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
) -> Result<Response, Failure> {
    let (matter, ctx) = load(&desk, &visit, &code).await?;
    matter.arrivals.iter().find(|a| a.no == no && a.receipted_on.is_some()).ok_or(Failure::NotFound)?;
    desk.page(&visit, "diversion/paper_receipt.html", context! { no, ..ctx })
}

/// `GET /desk/matters/{code}/arrivals/{no}/answer`: 反馈函.
pub async fn answer(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
) -> Result<Response, Failure> {
    let (matter, ctx) = load(&desk, &visit, &code).await?;
    let told = matter.arrivals.iter().find(|a| a.no == no && (a.answered.is_some() || !a.interim.is_empty()));
    told.ok_or(Failure::NotFound)?;
    desk.page(&visit, "diversion/paper_answer.html", context! { no, ..ctx })
}

/// `GET /desk/diversions/{code}/{no}/letter`: 移送函, for whoever sent it and for whoever receives it.
pub async fn letter(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(String, u32)>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let known = desk.load(&code_of(&code)?).await?;
    let (matter, back) = if desk.may(actor, Action::ViewMatter, &known) {
        (desk.view(actor, &known.code).await?.0, format!("/desk/matters/{}/diversions", known.code.as_str()))
    } else {
        let (matter, _) = received::load(&desk, &visit, &code, no).await?;
        (matter, format!("/desk/diversions/{}/{no}", known.code.as_str()))
    };
    let sent = matter.diversions.iter().find(|d| d.no == no).ok_or(Failure::NotFound)?;
    let texts = desk.matter_texts(&matter).await?;
    let exit = desk.diversions.exit(&sent.exit);
    let tag = visit.lang.tag();
    let names = |no: &u32| {
        let party = matter.party(*no)?;
        crate::kit::story::person(&texts, party.person.id).map(|p| p.name)
    };
    let files = matter.files.iter().filter(|f| sent.files.contains(&f.no));
    let ctx = context! {
        back,
        no,
        code_ => matter.code.as_str(),
        category => desk.categories.name(&matter.category, tag),
        region => desk.places().path(&matter.region, tag),
        d => shown(desk.diversion_shown(visit.lang, sent, &texts)),
        house_phone => desk.places().body(sent.by).and_then(|b| b.phone.clone()),
        source => exit.map(|e| e.source.in_lang(tag).to_owned()),
        wanted_by => sent.consents.iter().filter_map(names).collect::<Vec<_>>(),
        files => files.filter_map(|f| texts.get(&f.name.id).cloned()).collect::<Vec<_>>(),
    };
    desk.page(&visit, "diversion/paper_letter.html", ctx)
}

/// `GET /desk/matters/{code}/advice`: 告知书.
pub async fn advice(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let (matter, ctx) = load(&desk, &visit, &code).await?;
    matter.advised.as_ref().filter(|_| matter.has_failed()).ok_or(Failure::NotFound)?;
    let back = format!("/desk/matters/{}/diversions", matter.code.as_str());
    desk.page(&visit, "diversion/paper_advice.html", context! { back, ..ctx })
}

/// `GET /track/{code}/advice`: the same for a party.
pub async fn own_advice(State(desk): State<Desk>, visit: Visit, At(code): At<String>) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.party_on(&desk, &code).await?;
    if !actor.is_visitor() {
        return Err(Failure::SignedOut);
    }
    let (matter, _) = desk.view(&actor, &code).await?;
    matter.advised.as_ref().filter(|_| matter.has_failed()).ok_or(Failure::NotFound)?;
    let texts = desk.matter_texts(&matter).await?;
    let body = desk.places().body(matter.responsible).cloned();
    let tag = visit.lang.tag();
    let ctx = context! {
        back => format!("/track/{}", code.as_str()),
        story => context! {
            code_ => matter.code.as_str(),
            category_name => desk.categories.name(&matter.category, tag),
        },
        status => matter.status.as_str(),
        concluded_on => matter.concluded_on.map(|d| d.to_string()),
        house => body.as_ref().map(|b| b.name.in_lang(tag).to_owned()),
        house_phone => body.as_ref().and_then(|b| b.phone.clone()),
        advice => shown(desk.advice_shown(visit.lang, &matter, &texts)),
    };
    desk.page(&visit, "diversion/paper_advice.html", ctx)
}
