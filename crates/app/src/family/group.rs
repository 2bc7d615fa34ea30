//! One matter for many applicants, in the browser.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::family;
use concord_domain::matter::Matter;
use concord_policy::Action;
use minijinja::{Value, context};

use super::applicants::{self, Listed};
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::drawer::TextKind;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, Redraw, typed};
use crate::kit::options::option;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::qr;
use crate::kit::story::person;
use crate::kit::visit::Visit;

fn group_url(code: &MatterCode) -> String {
    format!("/desk/matters/{}/group", code.as_str())
}

/// `GET /desk/matters/{code}/group`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let (matter, _) = desk.view(actor, &code).await?;
    desk.permit(actor, Action::EditMatter, &matter)?;
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

async fn again(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: &Fields,
    failure: Failure,
) -> Result<Response, Failure> {
    let Redraw { matter, status, mistakes } = desk.redraw(visit, code, form, failure).await?;
    draw(desk, visit, &matter, status, form, &mistakes).await
}

/// `POST /desk/matters/{code}/applicants`: shows the keys, once. Sent again, the form does not fit the matter any more.
pub async fn add(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let people = match applicants::read_lines("list", form.get("list")) {
        Ok(people) => people,
        Err(failure) => return again(&desk, &visit, &code, &form, failure).await,
    };
    match applicants::add(&desk, actor, &code, form.expected(), ("list", people)).await {
        Ok((matter, listed)) => keys(&desk, &visit, &matter, &listed).await,
        Err(failure) => again(&desk, &visit, &code, &form, failure).await,
    }
}

/// A slip for each who was added.
async fn keys(desk: &Desk, visit: &Visit, matter: &Matter, listed: &[Listed]) -> Result<Response, Failure> {
    let texts = desk.matter_texts(matter).await?;
    let link = format!("{}/track?code={}", desk.settings.public_url, matter.code.as_str());
    let slip = |one: &Listed| context! { name => one.person.name.clone(), key => one.key.to_string() };
    let ctx = context! {
        title => desk.text(visit, "family-keys-title", &[]),
        story => desk.story_shown(visit.lang, matter, &texts),
        slips => listed.iter().map(slip).collect::<Vec<_>>(),
        link => &link,
        qr => Value::from_safe_string(qr::svg(&link)),
        back => group_url(&matter.code),
    };
    desk.page(visit, "family/keys.html", ctx)
}

/// `POST /desk/matters/{code}/representatives`
pub async fn choose(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let number = |text: &str| text.parse::<u32>().ok();
    let party = check.need("representative", form.word("representative", number));
    let speaks_for: Vec<u32> = form.all("speaks_for").filter_map(number).collect();
    if speaks_for.is_empty() {
        check.note(FieldProblem::new("speaks_for", "refusal-consent-missing"));
    }
    let record = check.text("record", form.get("record"));
    let read = check.done(party);
    let done = match read {
        Ok(party) => {
            desk.carry_out(actor, Action::EditMatter, &code, form.expected(), |m, r, d| {
                let record = d.seal(TextKind::Reason, &record);
                Ok(family::choose_representative(m, party, speaks_for.clone(), record, r)?)
            })
            .await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(go_with(&group_url(&code), "family-representative-chosen")),
        Err(failure) => again(&desk, &visit, &code, &form, failure).await,
    }
}

/// `POST /desk/matters/{code}/representatives/{no}/end`
pub async fn end(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let done = desk
        .carry_out(actor, Action::EditMatter, &code, form.expected(), |m, r, _| {
            Ok(family::end_representative(m, no, r)?)
        })
        .await;
    match done {
        Ok(_) => Ok(go_with(&group_url(&code), "family-representative-ended")),
        Err(failure) => again(&desk, &visit, &code, &form, failure).await,
    }
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    matter: &Matter,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let texts = desk.matter_texts(matter).await?;
    let named = |no: &u32| {
        let name = matter.party(*no).and_then(|p| person(&texts, p.person.id)).map(|d| d.name);
        option(no, name.unwrap_or_else(|| no.to_string()))
    };
    let here = family::applicants(matter);
    let left = matter.parties.iter().filter(|p| p.left_on.is_some()).count();
    let ctx = context! {
        title => desk.text(visit, "family-group-title", &[]),
        story => desk.story_shown(visit.lang, matter, &texts),
        family => desk.family_shown(visit, matter, &texts).await?,
        applicants => here.iter().map(named).collect::<Vec<_>>(),
        left => left,
        spoken_for => form.all("speaks_for").map(str::to_owned).collect::<Vec<_>>(),
        may_add => matter.archived_on.is_none(),
        open => matter.status.is_open(),
        most => applicants::MOST,
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "family/group.html", ctx)
}
