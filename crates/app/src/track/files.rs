//! Documents of a matter, as a party sends and gets them.

use axum::extract::{Path, State};
use axum::response::Response;
use concord_domain::correspondence;
use concord_domain::matter::{Attachment, Audience};
use concord_policy::Action;
use concord_store::files;

use super::page::{Own, again, code_of, done, own};
use crate::kit::desk::{Desk, Expected};
use crate::kit::failure::Failure;
use crate::kit::timeline::Reader;
use crate::kit::upload::{Kept, Upload, answer};
use crate::kit::visit::{Visit, correspondent};

/// Whether a party, or who represents it, may see a file: what is shared, and what they sent themselves.
pub fn sees(reader: Reader, file: &Attachment) -> bool {
    file.audience == Audience::Parties || sent(reader, file)
}

/// Whether the reader sent it.
pub fn sent(reader: Reader, file: &Attachment) -> bool {
    file.between().is_some_and(|between| reader.reads(between))
}

/// `POST /track/{code}/files`
pub async fn upload(
    State(desk): State<Desk>,
    visit: Visit,
    Path(code): Path<String>,
    Upload { fields, files }: Upload,
) -> Result<Response, Failure> {
    let code = code_of(&code)?;
    let own = own(&desk, &visit, &code).await?;
    // Asked before anything is written to disk.
    desk.permit(&own.actor, Action::AttachFile, &own.matter)?;
    let audience = if fields.some("share").is_some() { Audience::Parties } else { Audience::Staff };
    let kept: Result<Vec<Kept>, Failure> = if files.is_empty() {
        Err(Failure::field("files", "track-files-missing"))
    } else {
        desk.keep_files("files", files).await
    };
    let attached = match kept {
        Ok(kept) => attach(&desk, &own, &kept, audience).await,
        Err(failure) => Err(failure),
    };
    match attached {
        Ok(()) => Ok(done(&code, "track-files-sent")),
        Err(failure) => again(&desk, &visit, &own, &fields, failure).await,
    }
}

async fn attach(desk: &Desk, own: &Own, kept: &[Kept], audience: Audience) -> Result<(), Failure> {
    for file in kept {
        desk.carry_out(&own.actor, Action::AttachFile, &own.matter.code, Expected::Any, |matter, _, drawer| {
            let attach = drawer.attach(file, audience, correspondent(&own.actor));
            Ok(correspondence::attach(matter, attach)?)
        })
        .await?;
    }
    Ok(())
}

/// `GET /track/{code}/files/{no}`
pub async fn download(
    State(desk): State<Desk>,
    visit: Visit,
    Path((code, no)): Path<(String, u32)>,
) -> Result<Response, Failure> {
    let own = own(&desk, &visit, &code_of(&code)?).await?;
    let reader = desk.reader(&own.actor, &own.matter);
    let wanted = own.matter.files.iter().find(|f| f.no == no && sees(reader, f)).ok_or(Failure::NotFound)?;
    let (id, name) = (wanted.file, wanted.name.id);
    let row = desk.store.read(move |c| files::find(c, id)).await?.ok_or(Failure::NotFound)?;
    let texts = desk.texts(vec![name]).await?;
    let bytes = desk.store.files().get(&row.file.sha256).await?;
    Ok(answer(texts.get(&name).map_or("file", String::as_str), &row.file.media_type, bytes))
}
