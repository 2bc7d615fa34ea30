//! The receipt: code, key and the first promise, to print or to keep as a picture.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use concord_domain::code::MatterCode;
use concord_domain::matter::RunningClock;
use minijinja::{Value, context};

use super::page::{Own, own};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::path::At;
use crate::kit::qr;
use crate::kit::read_model::next_step;
use crate::kit::visit::Visit;

/// `GET /track/{code}/receipt`; `paper=a4` or `paper=receipt` (80 mm) as a sheet.
pub async fn show(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let query = Fields::parse(visit.query.as_bytes())?;
    let ctx = context(&desk, &visit, &code).await?;
    match query.get("paper") {
        size @ ("a4" | "receipt") => desk.page(&visit, "track/receipt_paper.html", context! { size => size, ..ctx }),
        _ => desk.page(&visit, "track/receipt.html", ctx),
    }
}

/// `GET /track/{code}/receipt.svg`
pub async fn image(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let ctx = context(&desk, &visit, &code).await?;
    let svg = desk.templates.render("track/receipt_image.html", visit.lang, ctx)?;
    let mut response = svg.into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, "image/svg+xml");
    set(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"concord-{}.svg\"", code.as_str()));
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    set(header::CACHE_CONTROL, "no-store");
    Ok(response)
}

async fn context(desk: &Desk, visit: &Visit, code: &MatterCode) -> Result<Value, Failure> {
    let own = own(desk, visit, code).await?;
    let danger_advice = super::look::danger(desk, visit, &own);
    let Own { matter, .. } = own;
    let key = visit.key().ok_or(Failure::SignedOut)?;
    let tag = visit.lang.tag();
    let places = desk.places();
    let body = places.body(matter.body);
    let (step, due_on) = next_step(&matter);
    let clock: Option<&RunningClock> = matter.told_clocks().min_by_key(|c| c.due_on);
    // The key is not in the address behind the code: whoever photographs the QR code alone opens nothing.
    let address = format!("{}/track?code={}", desk.settings.public_url, matter.code.as_str());
    let (side, path) = qr::path(&address);
    Ok(context! {
        title => desk.text(visit, "track-receipt-title", &[]),
        danger_advice,
        code => matter.code.as_str(),
        shown_code => matter.code.to_string(),
        shown_key => key.to_string(),
        address => format!("{}/track", desk.settings.public_url),
        qr => Value::from_safe_string(qr::svg(&address)),
        qr_side => side,
        qr_path => path,
        opened_on => matter.opened_on.to_string(),
        kind => desk.categories.name(&matter.category, tag),
        body => body.map(|b| b.name.in_lang(tag).to_owned()),
        phone => body.and_then(|b| b.phone.clone()),
        what => desk.text(visit, &format!("track-next-{step}"), &[]),
        due_on => clock.map(|c| c.due_on).or(due_on).map(|d| d.to_string()),
        limit => clock.map(|c| c.name.in_lang(tag).to_owned()),
        source => clock.map(|c| c.source.in_lang(tag).to_owned()),
    })
}
