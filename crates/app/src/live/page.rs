//! The streams.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use concord_domain::code::MatterCode;
use concord_policy::Action;
use futures::stream;
use serde_json::json;

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::live::{Connection, Told, Watch};
use crate::kit::path::At;
use crate::kit::visit::{Visit, code_of};

/// A comment goes out this often where nothing else does, so that proxies keep the connection and a dead one is found.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Browsers come again after 1 to 3 seconds, not all at once: each is told its own.
const RETRY_MS: u64 = 1_000;
const RETRY_SPREAD_MS: u64 = 2_000;

/// `GET /desk/live?matter=…&lists=1&since=…`
pub async fn desk(State(desk): State<Desk>, visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let actor = visit.staff()?.clone();
    let query = Fields::parse(visit.query.as_bytes())?;
    let matter = query.some("matter").map(code_of).transpose()?;
    let lists = matter.is_none() || query.has("lists");
    let since = since(&headers, &query);
    let watch = Watch { actor, name: Some(visit.name.clone()), matter, lists, since };
    Ok(answer(&desk, desk.connect(watch).await?))
}

/// `GET /track/{code}/live?since=…`
pub async fn party(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let actor = visit.party_on(&desk, &code).await?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let since = since(&headers, &query);
    // Parties and staff are never shown who of the other side is looking.
    let watch = Watch { actor, name: None, matter: Some(code), lists: false, since };
    Ok(answer(&desk, desk.connect(watch).await?))
}

/// `POST /desk/matters/{code}/presence`: `state` is `writing`, or anything else when that is over.
pub async fn presence(
    State(desk): State<Desk>,
    visit: Visit,
    At(code): At<MatterCode>,
    form: Fields,
) -> Result<StatusCode, Failure> {
    let (actor, account) = (visit.staff()?, visit.account()?);
    let matter = desk.load(&code).await?;
    desk.permit(actor, Action::ViewMatter, &matter)?;
    if form.get("state") == "writing" {
        desk.note_writing(matter.id.0, account);
    } else {
        desk.note_written(matter.id.0, account);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Where the reader stopped: told by the browser when it comes again, before that by the page.
fn since(headers: &HeaderMap, query: &Fields) -> i64 {
    let again = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    again.or_else(|| query.get("since").parse().ok()).filter(|seq| *seq > 0).unwrap_or(0)
}

fn answer(desk: &Desk, connection: Connection) -> Response {
    let retry = Duration::from_millis(RETRY_MS + desk.ids.next().unsigned_abs() % RETRY_SPREAD_MS);
    let events = stream::unfold(connection, move |mut connection| async move {
        let (place, told) = connection.next().await?;
        Some((Ok::<Event, Infallible>(event(place, &told, retry)), connection))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers answers before it passes them on would keep everything back.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

fn event(place: Option<i64>, told: &Told, retry: Duration) -> Event {
    let event = match told {
        Told::Hello => Event::default().event("hello").retry(retry).data("{}"),
        Told::Matter { version } => Event::default().event("matter").data(json!({ "version": version }).to_string()),
        Told::Lists => Event::default().event("lists").data("{}"),
        Told::Reload => Event::default().event("reload").data("{}"),
        Told::People(people) => Event::default().event("people").data(json!(people).to_string()),
    };
    match place {
        Some(place) => event.id(place.to_string()),
        None => event,
    }
}
