//! Organisations.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::{BadOpeningHours, Body, BodyId, BodyKind};
use concord_domain::category::CategoryCode;
use concord_domain::label::Label;
use concord_domain::region::RegionCode;
use concord_policy::relation::Subject;
use concord_policy::{Action, Permit};
use minijinja::{Value, context};

use super::bodies_queries as queries;
use crate::kit::audit::{self, Entry};
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::place::Places;
use crate::kit::place_queries::put_body;
use crate::kit::visit::Visit;

/// Longest short code, in characters.
const CODE_CHARS_MAX: usize = 32;
/// Digits of a town's code: narrower regions are not offered while a code is typed, and no more than so many.
const TOWN_DIGITS: usize = 9;
const OFFERED_MOST: usize = 500;

/// `GET /operator/bodies/new?region=`
pub async fn show_new(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    draw(&desk, &visit, StatusCode::OK, None, &query, &Mistakes::default())
}

/// `POST /operator/bodies`
pub async fn create(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let body = match read(&desk.places(), &form, None) {
        Ok(body) => body,
        Err(failure) => {
            let mistakes = desk.mistakes(&visit, failure)?;
            return draw(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, None, &form, &mistakes);
        }
    };
    let at = desk.now();
    let id = desk
        .store
        .write(move |c| {
            let id = queries::next_id(c)?;
            put_body(c, &Body { id: BodyId(id), ..body }, None)?;
            let entry = Entry { at, actor: permit.actor().to_owned(), action: "body.created", detail: id.to_string() };
            audit::record(c, entry).map(|()| id)
        })
        .await?;
    desk.reload_places().await?;
    Ok(go_with(&format!("/operator/bodies/{id}"), "operator-body-created"))
}

/// `GET /operator/bodies/{id}`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    permit(&desk, &visit)?;
    let body = find(&desk.places(), id)?;
    draw(&desk, &visit, StatusCode::OK, Some(&body), &fields_of(&body), &Mistakes::default())
}

/// `POST /operator/bodies/{id}`
pub async fn change(
    State(desk): State<Desk>,
    visit: Visit,
    At(id): At<i64>,
    form: Fields,
) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let places = desk.places();
    let before = find(&places, id)?;
    match read(&places, &form, Some(&before)) {
        Ok(body) => {
            write(&desk, permit, "body.changed", body, places.is_closed(BodyId(id)).then(|| desk.now())).await?;
            Ok(go_with(&format!("/operator/bodies/{id}"), "operator-saved"))
        }
        Err(failure) => {
            let mistakes = desk.mistakes(&visit, failure)?;
            draw(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, Some(&before), &form, &mistakes)
        }
    }
}

/// `POST /operator/bodies/{id}/closing`
pub async fn close(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let body = find(&desk.places(), id)?;
    write(&desk, permit, "body.closed", body, Some(desk.now())).await?;
    Ok(go_with(&format!("/operator/bodies/{id}"), "operator-body-closed"))
}

/// `POST /operator/bodies/{id}/opening`
pub async fn open(State(desk): State<Desk>, visit: Visit, At(id): At<i64>) -> Result<Response, Failure> {
    let permit = permit(&desk, &visit)?;
    let body = find(&desk.places(), id)?;
    write(&desk, permit, "body.opened", body, None).await?;
    Ok(go_with(&format!("/operator/bodies/{id}"), "operator-body-opened"))
}

pub(super) fn permit(desk: &Desk, visit: &Visit) -> Result<Permit, Failure> {
    desk.permit_on(&visit.actor, Action::ManageBodies, &Subject::House)
}

fn find(places: &Places, id: i64) -> Result<Body, Failure> {
    places.body(BodyId(id)).cloned().ok_or(Failure::NotFound)
}

async fn write(
    desk: &Desk,
    permit: Permit,
    action: &'static str,
    body: Body,
    closed_at: Option<i64>,
) -> Result<(), Failure> {
    let at = desk.now();
    desk.store
        .write(move |c| {
            put_body(c, &body, closed_at)?;
            let entry = Entry { at, actor: permit.actor().to_owned(), action, detail: body.id.to_string() };
            audit::record(c, entry)
        })
        .await?;
    Ok(desk.reload_places().await?)
}

/// The body that a form describes; number 0 for a new one.
fn read(places: &Places, form: &Fields, before: Option<&Body>) -> Result<Body, Failure> {
    let mut wrong = Vec::new();
    for name in ["name_zh", "name_en"] {
        if form.some(name).is_none() {
            wrong.push(FieldProblem::new(name, "operator-name-missing"));
        }
    }
    let code = form.get("code");
    let id = before.map_or(BodyId(0), |b| b.id);
    if code.is_empty() || code.chars().count() > CODE_CHARS_MAX || code.chars().any(char::is_whitespace) {
        wrong.push(FieldProblem::new("code", "operator-body-code-wrong"));
    } else if places.bodies().iter().any(|b| b.code == code && b.id != id) {
        wrong.push(FieldProblem::new("code", "operator-code-taken"));
    }
    let kind = form.get("kind").parse::<BodyKind>().ok();
    if kind.is_none() {
        wrong.push(FieldProblem::new("kind", "problem-not-a-choice"));
    }
    let region = form.get("region").parse::<RegionCode>().ok().filter(|code| places.region(code).is_some());
    if region.is_none() {
        wrong.push(FieldProblem::new("region", "operator-region-unknown"));
    }
    let opening = match half_width(form.get("opening")).parse() {
        Ok(opening) => Some(opening),
        Err(BadOpeningHours(part)) => {
            wrong.push(FieldProblem::new("opening", "operator-opening-wrong").with("part", part));
            None
        }
    };
    let (Some(kind), Some(region), Some(opening), true) = (kind, region, opening, wrong.is_empty()) else {
        return Err(Failure::Invalid(wrong));
    };
    let address = form.some("address_zh").map(|zh| Label::new(zh, form.some("address_en").unwrap_or(zh)));
    Ok(Body {
        id,
        code: code.to_owned(),
        name: Label::new(form.get("name_zh"), form.get("name_en")),
        kind,
        tier: region.tier(),
        region,
        fields: form.all("fields").filter_map(|f| CategoryCode::try_from(f).ok()).collect(),
        opening,
        phone: form.some("phone").map(str::to_owned),
        address,
    })
}

/// As typed with a Chinese keyboard: its commas, semicolons, colons and dashes are wide.
fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff0c}' | '\u{3001}' => ',',
        '\u{ff1b}' => ';',
        '\u{ff1a}' => ':',
        '\u{ff0d}' | '\u{2013}' | '\u{2014}' => '-',
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(narrow).collect()
}

fn fields_of(body: &Body) -> Fields {
    let address = |f: fn(&Label) -> &String| body.address.as_ref().map(f).cloned().unwrap_or_default();
    let mut pairs = vec![
        ("name_zh", body.name.zh.clone()),
        ("name_en", body.name.en.clone()),
        ("code", body.code.clone()),
        ("kind", body.kind.to_string()),
        ("region", body.region.as_str().to_owned()),
        ("opening", body.opening.to_string()),
        ("phone", body.phone.clone().unwrap_or_default()),
        ("address_zh", address(|a| &a.zh)),
        ("address_en", address(|a| &a.en)),
    ];
    pairs.extend(body.fields.iter().map(|f| ("fields", f.as_str().to_owned())));
    Fields::from_pairs(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn draw(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    body: Option<&Body>,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    let (places, lang) = (desk.places(), visit.lang.tag());
    let kinds: Vec<&str> = BodyKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let fields: Vec<Value> =
        desk.categories.children(None).map(|c| option(c.code.as_str(), c.name.in_lang(lang))).collect();
    // Narrower kinds than the form offers stay chosen.
    let (kept, chosen): (Vec<String>, Vec<String>) =
        form.all("fields").map(str::to_owned).partition(|field| field.contains('.'));
    let region = form.get("region").parse::<RegionCode>().ok();
    let wide = places.regions().iter().filter(|r| r.code.as_str().len() <= TOWN_DIGITS);
    let near = wide.map(|r| option(r.code.as_str(), places.path(&r.code, lang)));
    let ctx = context! {
        id => body.map(|b| b.id.0),
        name => body.map(|b| b.name.in_lang(lang).to_owned()),
        closed => body.is_some_and(|b| places.is_closed(b.id)),
        regions => near.take(OFFERED_MOST).collect::<Vec<_>>(),
        region_name => region.filter(|r| places.region(r).is_some()).map(|r| places.path(&r, lang)),
        kinds => desk.word_options(visit.lang, "body_kind", &kinds),
        fields, chosen, kept, form => typed(form), ..mistakes.context()
    };
    desk.page_with(visit, status, "operator/body.html", ctx)
}
