//! `/track`: in with code and key, and the page of the matter.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::{AccessKey, MatterCode};
use concord_domain::matter::{Matter, Recorded};
use concord_policy::{Action, Actor};
use minijinja::context;

use super::look;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::matter_queries;
use crate::kit::page::{add_flash, go_with, go_with_key, go_without_key};
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// What is said of a code and a key that do not belong together.
const WRONG: [(&str, &str); 1] = [("code", "track-wrong")];

/// A party on its own matter, or who represents it.
pub struct Own {
    pub actor: Actor,
    pub party: u32,
    pub matter: Matter,
    pub history: Vec<Recorded>,
}

impl Own {
    /// Whether it is who represents the party.
    pub fn is_agent(&self) -> bool {
        matches!(self.actor, Actor::Agent { .. })
    }
}

/// The matter that the reader's key opens.
///
/// # Errors
/// [`Failure::SignedOut`] without a key, which asks for one; [`Failure::NotFound`] for a wrong one.
pub async fn own(desk: &Desk, visit: &Visit, code: &MatterCode) -> Result<Own, Failure> {
    let actor = visit.party_on(desk, code).await?;
    let party = actor.acts_for().ok_or(Failure::SignedOut)?;
    let (matter, history) = desk.view(&actor, code).await?;
    Ok(Own { actor, party, matter, history })
}

/// `GET /track`: asks for code and key; `code` in the address fills it in.
pub async fn find(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    ask(&desk, &visit, &query, &[])
}

/// `POST /track`: the key becomes a cookie of this matter's pages.
pub async fn open(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let empty: Vec<(&str, &str)> = [("code", "track-code-missing"), ("key", "track-key-missing")]
        .into_iter()
        .filter(|(field, _)| form.some(field).is_none())
        .collect();
    if !empty.is_empty() {
        return ask(&desk, &visit, &form, &empty);
    }
    let (Ok(code), Some(key)) = (form.get("code").parse::<MatterCode>(), AccessKey::parse(form.get("key"))) else {
        return ask(&desk, &visit, &form, &WRONG);
    };
    match visit.party(&desk, &code, key.as_str()).await {
        Ok(_) => Ok(go_with_key(&desk, &format!("/track/{}", code.as_str()), &code, &key)),
        // The same words whether code or key is wrong: codes are not to be tried out.
        Err(Failure::NotFound) => ask(&desk, &visit, &form, &WRONG),
        Err(failure) => Err(failure),
    }
}

/// Asks for code and key, with what is wrong with them: names of fields with keys of messages.
fn ask(desk: &Desk, visit: &Visit, form: &Fields, wrong: &[(&str, &str)]) -> Result<Response, Failure> {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let words: Vec<(&str, String)> = wrong.iter().map(|(field, key)| (*field, desk.text(visit, key, &[]))).collect();
    let beside = |name: &str| words.iter().find(|(field, _)| *field == name).map(|(_, text)| text);
    let ctx = context! {
        title => desk.text(visit, "track-title", &[]),
        code => form.get("code"),
        key => if status == StatusCode::OK { "" } else { form.get("key") },
        errors => words.iter().map(|(field, text)| context! { field => *field, text => text }).collect::<Vec<_>>(),
        wrong => context! { code => beside("code"), key => beside("key") },
    };
    desk.page_with(visit, status, "track/find.html", ctx)
}

/// `GET /track/{code}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let own = own(&desk, &visit, &code).await?;
    if let (Some(into), Some(key)) = (own.matter.merged_into.clone(), visit.key())
        && opens(&desk, &into, &key).await?
    {
        // Its reports and keys went over: the same key opens the matter that goes on.
        let mut response = go_with_key(&desk, &format!("/track/{}", into.as_str()), &into, &key);
        add_flash(&mut response, "track-merged");
        return Ok(response);
    }
    look::draw(&desk, &visit, &own, &Fields::default(), Vec::new()).await
}

/// Whether a key opens a matter. That of somebody who represents a party goes over only where the party did.
async fn opens(desk: &Desk, code: &MatterCode, key: &AccessKey) -> Result<bool, Failure> {
    let (code, key) = (code.clone(), key.clone());
    Ok(desk.store.read(move |c| matter_queries::visitor_of(c, &code, &key)).await?.is_some())
}

/// `POST /track/{code}/leaving`: forgets the key on this device.
pub async fn leave(At(code): At<MatterCode>) -> Response {
    go_without_key("/track", &code)
}

/// Draws the page again with what was typed, where a rule or a field said no; everything else goes on.
pub async fn again(
    desk: &Desk,
    visit: &Visit,
    own: &Own,
    form: &Fields,
    failure: Failure,
) -> Result<Response, Failure> {
    let problems = match failure {
        Failure::Invalid(problems) => problems,
        Failure::Refused(refusal) => {
            let words = crate::kit::problem::refusal_words(desk.templates.messages(), visit.lang, &refusal);
            vec![FieldProblem::new("", "track-refused").with("reason", words)]
        }
        other => return Err(other),
    };
    look::draw(desk, visit, own, form, problems).await
}

/// Back to the matter with a word of what was done.
pub fn done(code: &MatterCode, flash: &'static str) -> Response {
    go_with(&format!("/track/{}", code.as_str()), flash)
}

/// Whether the party may do this now, for showing it.
pub fn may(desk: &Desk, own: &Own, action: Action) -> bool {
    desk.may(&own.actor, action, &own.matter)
}
