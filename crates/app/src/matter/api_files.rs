//! Files of a matter by the API: sent by a party, who represents it, or the staff.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::correspondence;
use concord_domain::matter::Audience;
use concord_policy::Action;
use serde::Deserialize;
use utoipa::ToSchema;

use super::api::private;
use crate::kit::api::Json;
use crate::kit::api_doc::CommandAnswer;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::upload::{NewAttachment, decode};
use crate::kit::visit::{Visit, correspondent};

/// Photos, scans and recordings for a matter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFiles {
    /// One to ten.
    files: Vec<NewAttachment>,
    /// `staff` (where it is not said): colleagues, and whoever sends them; or `parties`: all parties, and who represents them.
    #[serde(default = "private")]
    #[schema(value_type = String, example = "staff")]
    audience: Audience,
}

/// Put files into a matter
///
/// They are the last of `files` in the answer: all of them, or none where one will not do.
#[utoipa::path(post, path = "/matters/{code}/files", tag = "casework",
    params(("code" = String, Path, description = "The matter's code")), request_body = NewFiles,
    responses(CommandAnswer), security(("bearer" = []), ("access_key" = [])))]
pub async fn attach(
    State(desk): State<Desk>,
    visit: Visit,
    headers: HeaderMap,
    At(code): At<MatterCode>,
    Json(body): Json<NewFiles>,
) -> Result<Response, Failure> {
    let actor = visit.actor_on(&desk, &code).await?;
    // Whoever may not attach anything does not get bytes onto the disk either.
    desk.permit(&actor, Action::AttachFile, &desk.load(&code).await?)?;
    if body.files.is_empty() {
        return Err(Failure::field("files", "matter-file-missing"));
    }
    let kept = desk.keep_files("files", decode("files", &body.files)?).await?;
    desk.answer_command_of(&actor, &visit, &headers, &code, Action::AttachFile, |m, _, d| {
        Ok(correspondence::attach(m, d.attach(&kept, body.audience, correspondent(&actor)))?)
    })
    .await
}
