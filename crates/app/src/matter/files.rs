//! Files of a matter: put into it, and taken out to look at.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::correspondence;
use concord_domain::matter::Audience;
use concord_policy::Action;
use concord_store::files;

use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::path::At;
use crate::kit::upload::{self, Upload};
use crate::kit::visit::Visit;

const ATTACH: FormPage = FormPage {
    action: Action::AttachFile,
    title: "matter-file-title",
    part: "matter/file.html",
    flash: "matter-file-attached",
};

/// `POST /desk/matters/{code}/files`
pub async fn attach(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    upload: Upload,
) -> Result<Response, Failure> {
    // Whoever may not attach anything does not get bytes onto the disk either.
    let (matter, _) = desk.view(visit.staff()?, &code).await?;
    desk.permit(visit.staff()?, Action::AttachFile, &matter)?;
    let Upload { fields, files } = upload;
    let mut check = Check::new();
    let audience = check.need("file_audience", fields.word("file_audience", Audience::parse));
    if files.is_empty() {
        check.note(FieldProblem::new("files", "matter-file-missing"));
    }
    let read = match check.done(audience) {
        Ok(audience) => desk.keep_files("files", files).await.map(|kept| (audience, kept)),
        Err(failure) => Err(failure),
    };
    desk.submit(&visit, &code, ATTACH, &fields, read, |(audience, kept), m, _, d| {
        Ok(correspondence::attach(m, d.attach(kept, *audience, None))?)
    })
    .await
}

/// `GET /desk/matters/{code}/files/{no}`
pub async fn download(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code).await?;
    let file = matter.files.iter().find(|f| f.no == no).ok_or(Failure::NotFound)?;
    let (id, name) = (file.file, file.name.id);
    let row = desk.store.read(move |c| files::find(c, id)).await?.ok_or(Failure::NotFound)?;
    let name = desk.texts(vec![name]).await?.remove(&name).unwrap_or_else(|| format!("{no}"));
    let bytes = desk.store.files().get(&row.file.sha256).await?;
    Ok(upload::answer(&name, &file.media_type, bytes))
}
