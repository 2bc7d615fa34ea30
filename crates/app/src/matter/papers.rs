//! The papers of a matter, to be printed: record, agreement, dossier.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::Matter;
use minijinja::{Value, context};

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::page::shown;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// `GET /desk/matters/{code}/record/{no}`
pub async fn record(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
) -> Result<Response, Failure> {
    let (matter, ctx) = load(&desk, &visit, &code).await?;
    matter.sessions.iter().find(|s| s.no == no).ok_or(Failure::NotFound)?;
    desk.page(&visit, "matter/paper_record.html", context! { no, ..ctx })
}

/// `GET /desk/matters/{code}/agreement`
pub async fn agreement(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let (matter, ctx) = load(&desk, &visit, &code).await?;
    matter.agreement().ok_or(Failure::NotFound)?;
    desk.page(&visit, "matter/paper_agreement.html", ctx)
}

/// `GET /desk/matters/{code}/dossier`
pub async fn dossier(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let (matter, ctx) = load(&desk, &visit, &code).await?;
    let tag = visit.lang.tag();
    let rights: Vec<String> = desk.rules(&matter).playbook.rights.iter().map(|r| r.in_lang(tag).to_owned()).collect();
    desk.page(&visit, "matter/paper_dossier.html", context! { rights, ..ctx })
}

async fn load(desk: &Desk, visit: &Visit, code: &MatterCode) -> Result<(Matter, Value), Failure> {
    let (matter, _) = desk.view(visit.staff()?, code).await?;
    let texts = desk.matter_texts(&matter).await?;
    let case = desk.case(visit, &matter, &texts).await?;
    Ok((matter, context! { case => shown(case) }))
}
