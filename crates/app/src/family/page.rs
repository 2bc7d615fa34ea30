//! Families of matters in the browser.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::likeness::Why;
use concord_domain::matter::{EarlierShown, LinkKind, Matter};
use minijinja::context;

use super::act;
use super::shown::draw;
use crate::kit::check::Check;
use crate::kit::commands::matter_url;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::likely::read_shown;
use crate::kit::mistakes::{Mistakes, Redraw};
use crate::kit::page::go_with;
use crate::kit::path::At;
use crate::kit::visit::Visit;

/// `GET /desk/matters/{code}/family`; with `?part=likely`, what is likely the same, alone.
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let (matter, _) = desk.view(actor, &code).await?;
    if visit.part().as_deref() == Some("likely") {
        let texts = desk.matter_texts(&matter).await?;
        let found = desk.likely_of(actor, &matter, &texts).await?;
        let ctx = context! { likely => desk.likely_shown(visit.lang, &found), code => code.as_str() };
        return desk.page(&visit, "family/likely.html", ctx);
    }
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::default(), &Mistakes::default()).await
}

/// What the form chose: a code that was typed counts before a line that was ticked.
struct Chosen {
    other: Option<MatterCode>,
    /// What was suggested, where it was ticked there.
    shown: Vec<EarlierShown>,
    reason: String,
}

/// Without a reason of one's own, that of the suggestion stands.
fn chosen(desk: &Desk, visit: &Visit, form: &Fields, field: &'static str, check: &mut Check) -> Chosen {
    let typed = form.some(field);
    let ticked = form.some("into_earlier").filter(|_| typed.is_none());
    let read = |text: &str| text.parse().map_err(|_| FieldProblem::new(field, "problem-merge-code"));
    // From the list of those that are likely the same, one is to be ticked there.
    if typed.is_none() && ticked.is_none() && form.has("likely") {
        check.take::<MatterCode>(Err(FieldProblem::new("into_earlier", "family-choose-first")));
        return Chosen { other: None, shown: Vec::new(), reason: String::new() };
    }
    let other = match typed.or(ticked) {
        Some(text) => check.take(read(text)),
        None => check.take::<MatterCode>(Err(FieldProblem::new(field, "problem-merge-code"))),
    };
    let shown = if ticked.is_some() { read_shown(form.all("likely")) } else { Vec::new() };
    let said = form.get("family_reason");
    let own = shown.iter().find(|s| Some(&s.code) == other.as_ref()).filter(|_| said.is_empty());
    let reason = match own {
        Some(suggested) => {
            let words =
                suggested.why.iter().filter_map(|why| Why::parse(why)).map(|why| desk.why_words(visit.lang, why));
            words.collect::<Vec<_>>().join(&desk.text(visit, "family-comma", &[]))
        }
        None => check.text("family_reason", said),
    };
    Chosen { other, shown, reason }
}

/// Goes on after a step, or shows the page with what was typed and what would do.
async fn answered(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    form: &Fields,
    flash: &'static str,
    done: Result<Matter, Failure>,
) -> Result<Response, Failure> {
    let failure = match done {
        // What was merged away is done in the queue; anything else goes on being looked at there.
        Ok(matter) if form.get("to") == "queue" && matter.code == *code => {
            return Ok(go_with(&format!("/desk/queue/{}", code.as_str()), flash));
        }
        Ok(_) if form.get("to") == "queue" => return Ok(go_with("/desk/queue", flash)),
        Ok(matter) => return Ok(go_with(&matter_url(&matter.code), flash)),
        Err(failure) => failure,
    };
    let Redraw { matter, status, mistakes } = desk.redraw(visit, code, form, failure).await?;
    draw(desk, visit, &matter, status, form, &mistakes).await
}

/// `POST /desk/matters/{code}/merger`
pub async fn merge(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let Chosen { other, shown, reason } = chosen(&desk, &visit, &form, "into", &mut check);
    let lead = check.take(form.int("lead")).flatten().map(BodyId);
    let done = match check.done(other.map(|into| act::Merge { into, reason, lead, shown })) {
        Ok(cmd) => act::merge(&desk, actor, &code, form.expected(), &cmd).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "family-merged", done).await
}

/// `POST /desk/matters/{code}/separation`
pub async fn separate(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let reason = check.text("separation_reason", form.get("separation_reason"));
    let done = match check.done(Some(reason)) {
        Ok(reason) => act::separate(&desk, actor, &code, form.expected(), &reason).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "family-separated", done).await
}

/// `POST /desk/matters/{code}/links`
pub async fn link(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let Chosen { other, shown, reason } = chosen(&desk, &visit, &form, "link_to", &mut check);
    let kind = check.need("kind", form.word("kind", LinkKind::parse));
    let done = match check.done(other.zip(kind).map(|(to, kind)| act::Link { to, kind, reason, shown })) {
        Ok(cmd) => act::link(&desk, actor, &code, form.expected(), &cmd).await,
        Err(failure) => Err(failure),
    };
    answered(&desk, &visit, &code, &form, "family-linked", done).await
}

/// `POST /desk/matters/{code}/links/{other}/removal`
pub async fn unlink(
    State(desk): State<Desk>,
    visit: Visit,
    At((code, other)): At<(MatterCode, MatterCode)>,
    form: Fields,
) -> Result<Response, Failure> {
    let done = act::unlink(&desk, visit.staff()?, &code, form.expected(), &other).await;
    answered(&desk, &visit, &code, &form, "family-unlinked", done).await
}

/// `POST /desk/matters/{code}/likely-earlier`: the ticked one is another matter.
pub async fn apart(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let ticked = form.get("into_earlier");
    let mut shown = read_shown(form.all("likely"));
    shown.retain(|s| s.code.as_str() == ticked);
    let done = if shown.is_empty() {
        Err(Failure::field("into_earlier", "family-apart-missing"))
    } else {
        act::apart(&desk, actor, &code, form.expected(), &shown).await
    };
    answered(&desk, &visit, &code, &form, "family-apart", done).await
}
