//! That the written advice reached a party: at the window, by telephone, by post; or the party says so.

use axum::extract::State;
use axum::response::Response;
use concord_domain::matter::Handed;
use concord_policy::Actor;

use super::act::{Act, act};
use super::shown::done;
use crate::kit::check::Check;
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// `POST /desk/matters/{code}/advice/hand-overs`
pub async fn hand_over(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let party = check.need("party", form.int("party")).and_then(|no| u32::try_from(no).ok());
    // By the party's own link only the party says so.
    let how = check.need("how", form.word("how", |word| Handed::parse(word).filter(|how| *how != Handed::Link)));
    let read = check.done(party.zip(how).map(|(party, how)| Act::HandOver { party, how }));
    done(&desk, &visit, &code, &form, "diversion-advice-handed", read).await
}

/// `POST /track/{code}/advice`: the party has read it.
pub async fn acknowledge(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<String>,
    _: Fields,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let actor = visit.party_on(&desk, &code).await?;
    let Actor::Party { party, .. } = actor else { return Err(Failure::Forbidden) };
    act(&desk, &actor, &code, Expected::Any, &Act::HandOver { party, how: Handed::Link }).await?;
    Ok(go_with(&format!("/track/{}", code.as_str()), "diversion-advice-read-done"))
}
