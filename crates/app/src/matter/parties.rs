//! Who takes part: added, corrected, represented, given a key.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::Refusal;
use concord_domain::code::{AccessKey, MatterCode};
use concord_domain::intake::{self, NewParty};
use concord_domain::matter::{Event, Matter, PartyRole, PersonDetails, Rules};
use concord_policy::Action;
use minijinja::{Value, context};

use crate::kit::check::Check;
use crate::kit::commands::{FormPage, matter_url};
use crate::kit::desk::Desk;
use crate::kit::drawer::Drawer;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::check_person;
use crate::kit::form::Fields;
use crate::kit::ids::hash;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::page::shown;
use crate::kit::path::At;
use crate::kit::qr;
use crate::kit::visit::Visit;

const JOIN: FormPage = FormPage {
    action: Action::EditMatter,
    title: "matter-party-add",
    part: "matter/party_new.html",
    flash: "matter-party-added",
};
const CORRECT: FormPage = FormPage {
    action: Action::EditMatter,
    title: "matter-party-correct",
    part: "matter/party_correct.html",
    flash: "matter-party-corrected",
};
const REPRESENT: FormPage = FormPage {
    action: Action::EditMatter,
    title: "matter-party-represent",
    part: "matter/party_represent.html",
    flash: "matter-party-represented",
};

/// `GET /desk/matters/{code}/parties`
pub async fn show_new(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let matter = may_edit(&desk, &visit, &code).await?;
    let ctx = form_context(&desk, &visit, &matter, &Fields::default()).await?;
    desk.page(&visit, "matter/party_add.html", ctx)
}

/// `GET /desk/matters/{code}/parties/{no}`
pub async fn show(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
) -> Result<Response, Failure> {
    let matter = may_edit(&desk, &visit, &code).await?;
    matter.party(no).ok_or(Failure::NotFound)?;
    // The forms find their party by its number, here and when they are shown again.
    let form = Fields::from_pairs(vec![("party".to_owned(), no.to_string())]);
    let ctx = form_context(&desk, &visit, &matter, &form).await?;
    desk.page(&visit, "matter/party.html", ctx)
}

async fn may_edit(desk: &Desk, visit: &Visit, code: &MatterCode) -> Result<Matter, Failure> {
    let (matter, _) = desk.view(visit.staff()?, code).await?;
    desk.permit(visit.staff()?, Action::EditMatter, &matter)?;
    Ok(matter)
}

async fn form_context(desk: &Desk, visit: &Visit, matter: &Matter, form: &Fields) -> Result<Value, Failure> {
    let texts = desk.matter_texts(matter).await?;
    let case = desk.case(visit, matter, &texts).await?;
    Ok(context! { case => shown(case), form => typed(form), ..Mistakes::default().context() })
}

/// `POST /desk/matters/{code}/parties`
pub async fn join(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let mut check = Check::new();
    let role = check.need("party_role", form.word("party_role", PartyRole::parse));
    let person = read_person(&form, "party", &mut check);
    let read = check.done(role.map(|role| (role, person)));
    desk.submit(&visit, &code, JOIN, &form, read, |(role, person), m, _, d| {
        let party = NewParty { role: *role, person: d.seal_person(person), representative: None, key_hash: None };
        Ok(intake::join_party(m, party)?)
    })
    .await
}

/// `POST /desk/matters/{code}/parties/{no}`
pub async fn correct(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let form = of_party(&desk, &visit, &code, no, &form).await?;
    let mut check = Check::new();
    let person = read_person(&form, "party", &mut check);
    let read = check.done(Some((no, person)));
    desk.submit(&visit, &code, CORRECT, &form, read, corrected).await
}

fn corrected(
    (no, person): &(u32, PersonDetails),
    m: &Matter,
    _rules: &Rules<'_>,
    drawer: &mut Drawer<'_>,
) -> Result<Vec<Event>, Failure> {
    Ok(intake::correct_party(m, *no, drawer.seal_person(person))?)
}

/// `POST /desk/matters/{code}/parties/{no}/representative`
pub async fn represent(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, no)): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    let form = of_party(&desk, &visit, &code, no, &form).await?;
    let mut check = Check::new();
    let person = read_person(&form, "representative", &mut check);
    let read = check.done(Some((no, person)));
    desk.submit(&visit, &code, REPRESENT, &form, read, |(no, person), m, _, d| {
        Ok(intake::represent(m, *no, d.seal_person(person))?)
    })
    .await
}

/// The form with the number of the address in it, for showing it again; 404 where there is no such party.
async fn of_party(desk: &Desk, visit: &Visit, code: &MatterCode, no: u32, form: &Fields) -> Result<Fields, Failure> {
    may_edit(desk, visit, code).await?.party(no).ok_or(Failure::NotFound)?;
    let mut pairs = vec![("party".to_owned(), no.to_string())];
    pairs.extend(form.pairs().iter().filter(|(name, _)| name != "party").cloned());
    Ok(Fields::from_pairs(pairs))
}

/// Somebody's details, in fields that begin with `prefix`.
fn read_person(form: &Fields, prefix: &str, check: &mut Check) -> PersonDetails {
    let name = |part: &str| format!("{prefix}_{part}");
    let get = |part: &str| form.get(&name(part)).to_owned();
    let person = PersonDetails { name: get("name"), phone: get("phone"), email: get("email"), address: get("address") };
    check_named(name, &person, check);
    person
}

/// Checks the details of somebody who has a name; `field` says what the field of a part is called.
pub(super) fn check_named(field: impl Fn(&str) -> String, person: &PersonDetails, check: &mut Check) {
    let mut wrong = Vec::new();
    if person.name.trim().is_empty() {
        wrong.push(FieldProblem::new(field("name"), "problem-their-name"));
    }
    check_person(field, person, &mut wrong);
    for problem in wrong {
        check.note(problem);
    }
}

/// For whom a key is made.
#[derive(Clone, Copy, Debug)]
pub enum Holder {
    Party,
    /// Who represents the party; the key opens the matter to them until somebody else does.
    Representative,
}

impl Holder {
    /// What makes it open the matter.
    pub fn admit(self, matter: &Matter, no: u32, key: &AccessKey) -> Result<Vec<Event>, Refusal> {
        let key_hash = hash(key.as_str());
        match self {
            Self::Party => intake::grant_access(matter, no, key_hash),
            Self::Representative => intake::admit_representative(matter, no, key_hash),
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Representative => "representative",
        }
    }
}

/// `POST /desk/matters/{code}/parties/{no}/key`
///
/// Shows a new key, once: only its digest is kept. Keys given before go on to work, since the party may hold one.
pub async fn grant(
    State(desk): State<Desk>,
    visit: Visit,
    At(of): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    make_key(&desk, &visit, of, &form, Holder::Party).await
}

/// `POST /desk/matters/{code}/parties/{no}/representative/key`
///
/// Shows a new key of who represents the party, once.
pub async fn admit(
    State(desk): State<Desk>,
    visit: Visit,
    At(of): At<(MatterCode, u32)>,
    form: Fields,
) -> Result<Response, Failure> {
    make_key(&desk, &visit, of, &form, Holder::Representative).await
}

async fn make_key(
    desk: &Desk,
    visit: &Visit,
    (code, no): (MatterCode, u32),
    form: &Fields,
    holder: Holder,
) -> Result<Response, Failure> {
    let key = desk.ids.access_key();
    let decide = |m: &Matter, _: &Rules<'_>, _: &mut Drawer<'_>| Ok(holder.admit(m, no, &key)?);
    let matter = desk.carry_out_form(visit, &code, Action::EditMatter, form, decide).await?;
    let texts = desk.matter_texts(&matter).await?;
    let case = desk.case(visit, &matter, &texts).await?;
    let link = format!("{}/track?code={}", desk.settings.public_url, code.as_str());
    let ctx = context! {
        case => shown(case),
        party => no,
        holder => holder.as_str(),
        key => key.to_string(),
        link => &link,
        qr => Value::from_safe_string(qr::svg(&link)),
        back => matter_url(&code),
    };
    desk.page_with(visit, StatusCode::OK, "matter/key.html", ctx)
}
