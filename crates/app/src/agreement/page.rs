//! The forms about agreements on a matter's page.

use axum::extract::State;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::Form;
use concord_policy::Action;

use super::commands::{self, Answer, Draft, Fulfilment, Kept, Owed};
use crate::kit::check::Check;
use crate::kit::commands::FormPage;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// Lines for obligations on the form.
const LINES: usize = 6;

const DRAFT: FormPage = FormPage {
    action: Action::DraftAgreement,
    title: "matter-draft",
    part: "agreement/draft.html",
    flash: "agreement-drafted",
};
const SIGN: FormPage = FormPage {
    action: Action::SignAgreement,
    title: "agreement-signatures",
    part: "agreement/sign.html",
    flash: "agreement-signed",
};
const REFUSE: FormPage = FormPage {
    action: Action::SignAgreement,
    title: "agreement-refuse",
    part: "agreement/refuse.html",
    flash: "agreement-refused",
};
const SEAL: FormPage = FormPage {
    action: Action::SealAgreement,
    title: "agreement-seal",
    part: "agreement/seal.html",
    flash: "agreement-sealed",
};
const FULFIL: FormPage = FormPage {
    action: Action::RecordFulfilment,
    title: "agreement-fulfilment",
    part: "agreement/obligations.html",
    flash: "agreement-fulfilment-recorded",
};

/// `POST /desk/matters/{code}/agreement`
pub async fn draft(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    desk.submit(&visit, &code, DRAFT, &form, read_draft(&form), Draft::decide).await
}

fn read_draft(form: &Fields) -> Result<Draft, Failure> {
    let mut check = Check::new();
    let kind = check.need("agreement_form", form.word("agreement_form", Form::parse));
    let facts = check.text("agreement_facts", form.get("agreement_facts"));
    let terms = check.text("agreement_terms", form.get("agreement_terms"));
    let obligations = (1..=LINES).filter_map(|line| read_line(form, line, &mut check)).collect();
    check.done(kind.map(|form| Draft { form, facts, terms, obligations }))
}

/// A line with something in it; one that is left blank is no obligation.
fn read_line(form: &Fields, line: usize, check: &mut Check) -> Option<Owed> {
    let name = |part: &str| format!("owed_{part}_{line}");
    let (what, amount, due) = (name("what"), name("amount"), name("due_on"));
    if [&what, &amount, &due].into_iter().all(|field| form.some(field).is_none()) {
        return None;
    }
    let party = check.need(&name("party"), form.int(&name("party")));
    let text = check.text(&what, form.get(&what));
    let amount = check.take(form.cents(&amount)).flatten();
    let due_on = check.need(&due, form.date(&due));
    let party = party.and_then(|no| u32::try_from(no).ok());
    party.zip(due_on).map(|(party, due_on)| Owed { party, what: text, amount, due_on })
}

fn read_answer(form: &Fields, party: &str, reason: &str) -> Result<Answer, Failure> {
    let mut check = Check::new();
    let no = check.need(party, form.int(party)).and_then(|no| u32::try_from(no).ok());
    let reason = check.some_text(reason, form.get(reason));
    check.done(no.map(|party| Answer { party, reason }))
}

/// `POST /desk/matters/{code}/agreement/signatures`
pub async fn sign(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    desk.submit(&visit, &code, SIGN, &form, read_answer(&form, "signer", "none"), Answer::sign).await
}

/// `POST /desk/matters/{code}/agreement/refusals`
pub async fn refuse(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let read = read_answer(&form, "refuser", "refusal_reason");
    desk.submit(&visit, &code, REFUSE, &form, read, Answer::refuse).await
}

/// `POST /desk/matters/{code}/agreement/seal`
pub async fn seal(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let read = visit.account();
    desk.submit(&visit, &code, SEAL, &form, read, |account, m, r, _| commands::seal(*account, m, r)).await
}

/// `POST /desk/matters/{code}/obligations/{no}/fulfilment`
pub async fn fulfil(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let on = format!("fulfilled_on_{no}");
    let kept = match form.get("kept") {
        "breached" => Some(Kept::Breached),
        _ => check.take(form.date(&on)).map(|on| Kept::Fulfilled { on }),
    };
    let read = check.done(kept.map(|kept| Fulfilment { no, kept }));
    desk.submit(&visit, &code, FULFIL, &form, read, Fulfilment::decide).await
}
