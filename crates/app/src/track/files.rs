//! Documents of a matter, as a party sends and gets them.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::correspondence;
use concord_domain::matter::Audience;
use concord_policy::Action;
use concord_store::files;

use super::page::{again, done, own};
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::Failure;
use crate::kit::path::At;
use crate::kit::upload::{Upload, answer};
use crate::kit::visit::{Visit, correspondent};

/// `POST /track/{code}/files`
pub async fn upload(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    Upload { fields, files }: Upload,
) -> Result<Response, Failure> {
    let own = own(&desk, &visit, &code).await?;
    // Asked before anything is written to disk.
    desk.permit(&own.actor, Action::AttachFile, &own.matter)?;
    let audience = if fields.some("share").is_some() { Audience::Parties } else { Audience::Staff };
    let kept = if files.is_empty() {
        Err(Failure::field("files", "track-files-missing"))
    } else {
        desk.keep_files("files", files).await
    };
    let attached = match kept {
        Ok(kept) => {
            desk.carry_out(&own.actor, Action::AttachFile, &code, Expected::Any, |matter, _, drawer| {
                Ok(correspondence::attach(matter, drawer.attach(&kept, audience, correspondent(&own.actor)))?)
            })
            .await
        }
        Err(failure) => Err(failure),
    };
    match attached {
        Ok(_) => Ok(done(&code, "track-files-sent")),
        Err(failure) => again(&desk, &visit, &own, &fields, failure).await,
    }
}

/// `GET /track/{code}/files/{no}`
pub async fn download(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
) -> Result<Response, Failure> {
    let own = own(&desk, &visit, &code).await?;
    let reader = desk.reader(&own.actor, &own.matter);
    let wanted = own.matter.files.iter().find(|f| f.no == no && reader.sees(f)).ok_or(Failure::NotFound)?;
    let (id, name) = (wanted.file, wanted.name.id);
    let row = desk.store.read(move |c| files::find(c, id)).await?.ok_or(Failure::NotFound)?;
    let texts = desk.texts(vec![name]).await?;
    let bytes = desk.store.files().get(&row.file.sha256).await?;
    Ok(answer(texts.get(&name).map_or("file", String::as_str), &row.file.media_type, bytes))
}
