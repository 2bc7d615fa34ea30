//! Notes and messages by the forms of the page.

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
    title: "matter-note-title",
    part: "matter/note.html",
    flash: "matter-note-written",
};
const MESSAGE: FormPage = FormPage {
    action: Action::SendMessage,
    title: "matter-message-title",
    part: "matter/message.html",
    flash: "matter-message-sent",
};

/// `POST /desk/matters/{code}/notes`
pub async fn note(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let audience = check.need("note_audience", form.word("note_audience", Audience::parse));
    let text = check.text("note_text", form.get("note_text"));
    let read = check.done(audience.map(|audience| (audience, text)));
    desk.submit(&visit, &code, NOTE, &form, read, |(audience, text), m, _, d| {
        Ok(correspondence::note(m, *audience, d.seal(TextKind::Note, text))?)
    })
    .await
}

/// `POST /desk/matters/{code}/messages`
pub async fn message(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let text = check.text("message_text", form.get("message_text"));
    let read = check.done(Some(text));
    desk.submit(&visit, &code, MESSAGE, &form, read, |text, m, _, d| {
        Ok(correspondence::message(m, None, d.seal(TextKind::Message, text))?)
    })
    .await
}
