//! The intake page.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use concord_domain::category::CategoryCode;
use concord_domain::code::{AccessKey, MatterCode};
use concord_domain::family;
use concord_domain::matter::{DangerKind, EarlierVerdict, Language, Matter, PartyRole, Urgency};
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use super::help::{likely_to, questions_shown};
use super::joining::{Bringer, Join};
use super::{intake, joining, region};
use crate::kit::danger;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::Drawer;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::likely::{Likely, read_shown};
use crate::kit::mistakes::{Mistakes, typed};
use crate::kit::options::option;
use crate::kit::page::go;
use crate::kit::visit::{KEY_COOKIE, Visit};

/// How long the key stays at hand for printing, seconds.
const KEY_SECS: u32 = 600;

/// Whoever records reports of others: at the window, in a grid, in a centre.
pub fn recorder<'a>(desk: &Desk, visit: &'a Visit) -> Result<&'a Actor, Failure> {
    let actor = visit.staff()?;
    let allowed = [Action::UseDesk, Action::FileReport].iter().any(|a| desk.policy.ever(actor, *a));
    if allowed && !intake::channels(actor).is_empty() { Ok(actor) } else { Err(Failure::Forbidden) }
}

/// `GET /desk/intake`
pub async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Response, Failure> {
    recorder(&desk, &visit)?;
    let query = Fields::parse(visit.query.as_bytes())?;
    draw(&desk, &visit, StatusCode::OK, &query, &Mistakes::default()).await
}

/// `POST /desk/intake`
pub async fn create(State(desk): State<Desk>, visit: Visit, form: Fields) -> Result<Response, Failure> {
    let actor = recorder(&desk, &visit)?;
    // Without a script: more rows, or the questions of the kind, by a button of the form.
    if form.has("step") {
        return draw(&desk, &visit, StatusCode::OK, &form, &Mistakes::default()).await;
    }
    // Without a script nothing was suggested while it was typed: it is shown before anything is filed.
    if form.get("likely_step") == "ask" && !form.has("join") {
        let found = likely_to(&desk, actor, &form).await?;
        if !found.is_empty() {
            return draw_with(&desk, &visit, StatusCode::OK, &form, &Mistakes::default(), found).await;
        }
    }
    match file(&desk, actor, &form).await {
        Ok((matter, key)) => Ok(with_key(&desk, &matter.code, &key)),
        Err(failure) => {
            let mistakes = desk.mistakes(&visit, failure)?;
            draw(&desk, &visit, StatusCode::UNPROCESSABLE_ENTITY, &form, &mistakes).await
        }
    }
}

async fn file(desk: &Desk, actor: &Actor, form: &Fields) -> Result<(Matter, AccessKey), Failure> {
    let filing = intake::read(desk, actor, form)?;
    match form.some("join") {
        None => {
            let shown = read_shown(form.all("likely"));
            let opened = |matter: &Matter, _: &mut Drawer<'_>| {
                let (rules, did) = (desk.rules(matter), EarlierVerdict::Opened);
                Ok(family::judge_earlier(matter, shown.clone(), did, None, &rules)?)
            };
            desk.file_and(actor, filing, &opened).await.map(|filed| (filed.matter, filed.key))
        }
        Some(code) => {
            let code = code.parse().map_err(|_| Failure::NotFound)?;
            let bringer = Bringer::parse(form.get("bringer"));
            let bringer = bringer.ok_or(Failure::field("bringer", "window-bringer-missing"))?;
            let shown = read_shown(form.all("likely"));
            joining::join(desk, actor, &code, Join { bringer, shown, filing, expected: Expected::Any }).await
        }
    }
}

/// To the receipt, with the key in the browser's hand for as long as printing takes.
pub fn with_key(desk: &Desk, code: &MatterCode, key: &AccessKey) -> Response {
    let path = format!("/desk/matters/{}/receipt", code.as_str());
    let secure = if desk.settings.public_url.starts_with("https:") { "; Secure" } else { "" };
    let cookie =
        format!("{KEY_COOKIE}={}; Path={path}; Max-Age={KEY_SECS}; SameSite=Strict; HttpOnly{secure}", key.as_str());
    let mut response = go(&path);
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

async fn draw(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
) -> Result<Response, Failure> {
    draw_with(desk, visit, status, form, mistakes, Vec::new()).await
}

/// The page with what is likely the same, where it was not suggested while the form was typed.
async fn draw_with(
    desk: &Desk,
    visit: &Visit,
    status: StatusCode,
    form: &Fields,
    mistakes: &Mistakes,
    likely: Vec<Likely>,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let lang = visit.lang;
    let rows = intake::rows(form) + usize::from(form.get("step") == "row");
    let category = CategoryCode::try_from(form.get("category")).ok().filter(|c| desk.categories.contains(c));
    let channels: Vec<&str> = intake::channels(actor).iter().map(|c| c.as_str()).collect();
    let urgencies: Vec<&str> = Urgency::ALL.iter().map(|u| u.as_str()).collect();
    let joined = match form.some("join") {
        Some(code) => Some(joined_shown(desk, visit, code).await?),
        None => None,
    };
    let ctx = context! {
        title => desk.text(visit, "window-title", &[]),
        channels => desk.word_options(lang, "channel", &channels),
        categories => desk.category_options(lang),
        urgencies => desk.word_options(lang, "urgency", &urgencies),
        languages => Language::ALL.iter().map(|l| option(l.as_str(), desk.text(visit, &format!("window-language-{}", l.as_str().to_lowercase()), &[]))).collect::<Vec<_>>(),
        regions => region::offered(desk, visit, &region::own(desk, actor)),
        rows => (0..rows).collect::<Vec<_>>(),
        questions => category.map(|c| questions_shown(desk, visit, &c, form)).unwrap_or_default(),
        fields => desk.paper_fields(lang, region::own(desk, actor).first()),
        finds => desk.policy.ever(actor, Action::FindEarlier),
        joined => joined,
        danger_question => desk.danger_question(lang),
        danger_chosen => danger::kinds(form.all("danger")).into_iter().map(DangerKind::as_str).collect::<Vec<_>>(),
        likely => desk.likely_shown(lang, &likely),
        likely_sent => form.all("likely").map(str::to_owned).collect::<Vec<_>>(),
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "window/intake.html", ctx)
}

/// The earlier matter that a report is to join.
async fn joined_shown(desk: &Desk, visit: &Visit, code: &str) -> Result<Value, Failure> {
    let code = code.parse::<MatterCode>().map_err(|_| Failure::NotFound)?;
    let (matter, _) = desk.view(visit.staff()?, &code).await?;
    let texts = desk.matter_texts(&matter).await?;
    let mut bringers: Vec<Value> = Vec::new();
    for party in &matter.parties {
        let role = desk.text(visit, &format!("party_role-{}", party.role.as_str()), &[]);
        let name = crate::kit::story::person(&texts, party.person.id).map(|p| p.name).unwrap_or_default();
        bringers.push(option(party.no, desk.text(visit, "window-bringer-party", &[("name", name), ("role", role)])));
    }
    for role in PartyRole::ALL {
        let word = desk.text(visit, &format!("party_role-{}", role.as_str()), &[]);
        bringers.push(option(role.as_str(), desk.text(visit, "window-bringer-new", &[("role", word)])));
    }
    Ok(context! {
        story => desk.story_shown(visit.lang, &matter, &texts),
        is_open => matter.status.is_open(),
        bringers => bringers,
    })
}
