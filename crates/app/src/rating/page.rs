//! Judgements of a matter: what was said, the words for a telephone call, and the form of paper.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use concord_domain::code::MatterCode;
use concord_domain::matter::{Matter, RatingWay, Resolved, TryOutcome};
use concord_domain::rates::voices;
use concord_domain::rating::{Rating, TRIES_MOST};
use concord_policy::Action;
use minijinja::{Value, context};

use super::act::{Miss, Take};
use crate::kit::bodies::asking;
use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::form::Fields;
use crate::kit::mistakes::{Mistakes, Redraw, typed};
use crate::kit::page::{go_with, shown};
use crate::kit::path::At;
use crate::kit::qr;
use crate::kit::upload::Upload;
use crate::kit::visit::Visit;

/// `GET /desk/matters/{code}/ratings`
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code).await?;
    draw(&desk, &visit, &matter, StatusCode::OK, &Fields::parse(visit.query.as_bytes())?, &Mistakes::default()).await
}

/// `POST /desk/matters/{code}/ratings`
pub async fn take(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    Upload { fields, files }: Upload,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    // Asked before anything is written to disk.
    let (matter, _) = desk.view(actor, &code).await?;
    desk.permit(actor, Action::TakeRating, &matter)?;
    let read = match read(&fields) {
        Ok(mut take) => desk.keep_files("scan", files).await.map(|kept| {
            take.scan = kept.into_iter().next();
            take
        }),
        Err(failure) => Err(failure),
    };
    let done = match read {
        Ok(take) => {
            let expected = fields.expected();
            desk.carry_out(actor, Action::TakeRating, &code, expected, |m, r, d| take.decide(actor, m, r, d)).await
        }
        Err(failure) => Err(failure),
    };
    after(&desk, &visit, &code, &fields, done, "rating-taken").await
}

fn read(fields: &Fields) -> Result<Take, Failure> {
    let mut check = Check::new();
    let party = check.need("party", party(fields));
    let stars = check.need("stars", fields.word("stars", |word| word.parse::<u8>().ok()));
    let resolved = check.take(fields.word("resolved", Resolved::parse));
    let way = check.need("way", fields.word("way", |word| RatingWay::parse(word).filter(|w| *w != RatingWay::Own)));
    let comment = check.some_text("comment", fields.get("comment"));
    let all = party.zip(stars).zip(resolved.zip(way));
    check.done(all.map(|((party, stars), (resolved, way))| Take { party, stars, resolved, comment, way, scan: None }))
}

fn party(fields: &Fields) -> Result<Option<u32>, FieldProblem> {
    fields.word("party", |word| word.parse::<u32>().ok())
}

/// `POST /desk/matters/{code}/ratings/tries`
pub async fn miss(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    fields: Fields,
) -> Result<Response, Failure> {
    let actor = visit.staff()?;
    let mut check = Check::new();
    let party = check.need("party", party(&fields));
    let outcome = check.need("outcome", fields.word("outcome", TryOutcome::parse));
    let done = match check.done(party.zip(outcome).map(|(party, outcome)| Miss { party, outcome })) {
        Ok(miss) => {
            let expected = fields.expected();
            desk.carry_out(actor, Action::TakeRating, &code, expected, |m, r, _| miss.decide(actor, m, r)).await
        }
        Err(failure) => Err(failure),
    };
    after(&desk, &visit, &code, &fields, done, "rating-tried").await
}

async fn after(
    desk: &Desk,
    visit: &Visit,
    code: &MatterCode,
    fields: &Fields,
    done: Result<Matter, Failure>,
    flash: &'static str,
) -> Result<Response, Failure> {
    let Err(failure) = done else {
        return Ok(go_with(&format!("/desk/matters/{}/ratings", code.as_str()), flash));
    };
    let Redraw { matter, mistakes, .. } = desk.redraw(visit, code, fields, failure).await?;
    draw(desk, visit, &matter, StatusCode::UNPROCESSABLE_ENTITY, fields, &mistakes).await
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
    let case = desk.case(visit, matter, &texts).await?;
    let occasion = matter.occasion();
    let counted = voices(matter);
    let own_body = asking(&visit.actor, matter);
    let tag = visit.lang.tag();
    let said = |r: &Rating| {
        context! {
            stars => r.stars,
            resolved => r.resolved.map(Resolved::as_str),
            on => r.on.to_string(),
            occasion => r.occasion.as_str(),
            way => r.way.as_str(),
            by => r.by.map(|by| desk.places().body_name(by, tag)),
            comment => r.text.as_ref().and_then(|t| texts.get(&t.id).cloned()),
            scan => r.scan,
            counts => counted.iter().any(|voice| std::ptr::eq(*voice, r)),
            by_rated_body => r.by_rated_body,
        }
    };
    let parties: Vec<Value> = case
        .parties
        .iter()
        .map(|p| {
            let tries: Vec<Value> = matter
                .tries_on(occasion, p.no)
                .map(|t| context! { on => t.on.to_string(), outcome => t.outcome.as_str() })
                .collect();
            let answered = matter.rated_on(occasion, p.no).any(|r| !r.by_rated_body);
            context! {
                no => p.no,
                name => &p.name,
                role => p.role,
                phone => p.representative.as_ref().map(|r| r.phone.clone()).filter(|phone| !phone.is_empty()).unwrap_or_else(|| p.phone.clone()),
                representative => p.representative.as_ref().map(|r| r.name.clone()),
                said => matter.ratings.iter().filter(|r| r.party == p.no).map(said).collect::<Vec<_>>(),
                tries,
                answered,
                left_alone => matter.is_left_alone(occasion, p.no),
            }
        })
        .collect();
    let ctx = context! {
        case => shown(&case),
        parties,
        occasion => occasion.as_str(),
        may_take => case.can["ask_rating"],
        own_body => own_body.map(|body| desk.places().body_name(body, tag)),
        independent => own_body.is_some_and(|body| !matter.had_work(body)),
        tries_most => TRIES_MOST,
        form => typed(form),
        ..mistakes.context()
    };
    desk.page_with(visit, status, "rating/show.html", ctx)
}

/// `GET /desk/matters/{code}/ratings/paper`: a sheet for each party, or for the one that `party` names.
pub async fn paper(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let (matter, _) = desk.view(visit.staff()?, &code).await?;
    desk.permit(visit.staff()?, Action::TakeRating, &matter)?;
    let wanted = party(&Fields::parse(visit.query.as_bytes())?).ok().flatten();
    let texts = desk.matter_texts(&matter).await?;
    let case = desk.case(&visit, &matter, &texts).await?;
    // Without the key: whoever photographs the sheet opens nothing.
    let address = format!("{}/track?code={}", desk.settings.public_url, matter.code.as_str());
    let ctx = context! {
        sheets => shown(case.parties.iter().filter(|p| wanted.is_none_or(|no| no == p.no)).collect::<Vec<_>>()),
        occasion => matter.occasion().as_str(),
        qr => Value::from_safe_string(qr::svg(&address)),
        address => format!("{}/track", desk.settings.public_url),
        case => shown(&case),
    };
    desk.page(&visit, "rating/paper.html", ctx)
}
