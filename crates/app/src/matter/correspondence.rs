//! Notes and messages by the form of the page.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::correspondence::{self, Correspondent};
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
    let to = check.need("entry_to", form.word("entry_to", To::parse));
    let one = match to {
        Some(To::One) => check.need("entry_one", form.word("entry_one", one_alone)),
        _ => None,
    };
    let text = check.text("entry_text", form.get("entry_text"));
    let page = if to == Some(To::Staff) { NOTE } else { MESSAGE };
    let read = check.done(to.map(|to| (to, one, text)));
    desk.submit(&visit, &code, page, &form, read, |(to, one, text), m, _, d| {
        Ok(match (to, one) {
            (To::Staff, _) => correspondence::note(m, Audience::Staff, d.seal(TextKind::Note, text))?,
            (_, Some(one)) => correspondence::address(m, *one, d.seal(TextKind::Message, text))?,
            (_, None) => correspondence::message(m, None, d.seal(TextKind::Message, text))?,
        })
    })
    .await
}

/// Who reads what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Staff,
    Parties,
    One,
}

impl To {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "staff" => Some(Self::Staff),
            "parties" => Some(Self::Parties),
            "one" => Some(Self::One),
            _ => None,
        }
    }
}

/// Reads `party-2`, or `representative-2` for who represents that party.
fn one_alone(word: &str) -> Option<Correspondent> {
    let (who, no) = word.split_once('-')?;
    let no = no.parse().ok()?;
    match who {
        "party" => Some(Correspondent::Party(no)),
        "representative" => Some(Correspondent::Representative(no)),
        _ => None,
    }
}
