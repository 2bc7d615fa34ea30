//! Notes and messages by the form of the page.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::correspondence;
use concord_domain::matter::Audience;
use concord_policy::Action;

use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::drawer::TextKind;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

const NOTE: FormPage = FormPage {
    action: Action::WriteNote,
    title: "matter-compose-title",
    part: "matter/compose.html",
    flash: "matter-note-written",
};
const MESSAGE: FormPage = FormPage { action: Action::SendMessage, flash: "matter-message-sent", ..NOTE };

/// `POST /desk/matters/{code}/entries`: one place to write, and a choice of who reads it. Whatever happened meanwhile, it is added.
pub async fn write(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let audience = check.need("entry_to", form.word("entry_to", Audience::parse));
    let text = check.text("entry_text", form.get("entry_text"));
    let page = if audience == Some(Audience::Parties) { MESSAGE } else { NOTE };
    let read = check.done(audience.map(|audience| (audience, text)));
    desk.submit(&visit, &code, page, &form, read, |(audience, text), m, _, d| match audience {
        Audience::Parties => Ok(correspondence::message(m, None, d.seal(TextKind::Message, text))?),
        Audience::Staff => Ok(correspondence::note(m, Audience::Staff, d.seal(TextKind::Note, text))?),
    })
    .await
}
