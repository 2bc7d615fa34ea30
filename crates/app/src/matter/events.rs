//! The history of a matter by the API: every fact, without what the caller may not read.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use concord_domain::code::MatterCode;
use concord_domain::matter::Recorded;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::kit::api::{PAGE, PAGE_MOST};
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::matter_view::rfc3339;
use crate::kit::path::At;
use crate::kit::problem::Problem;
use crate::kit::timeline::{Reader, Sight};
use crate::kit::visit::Visit;

/// A page of a history, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventPage {
    pub events: Vec<EventView>,
    /// `after` of the next page; absent on the last one.
    pub next: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventView {
    /// The version of the matter that it made.
    pub version: i64,
    /// Released name, with its version.
    #[schema(example = "matter.accepted.v1")]
    pub kind: String,
    /// RFC 3339.
    pub at: String,
    /// `staff:12`, `party:3`, `agent:3` (who represents it), `system:import`, `anonymous`; to a party all staff are `staff`.
    pub actor: String,
    /// The facts. A sealed text is `{digest, text?}`: the text only where the caller may read it and it was not erased.
    #[schema(value_type = Object)]
    pub facts: Value,
}

/// `GET /matters/{code}/events`
#[utoipa::path(get, path = "/matters/{code}/events", tag = "matters", summary = "The history of a matter",
    params(
        ("code" = String, Path, description = "The matter's code"),
        ("after" = Option<i64>, Query, description = "`next` of the page before"),
        ("limit" = Option<u16>, Query, description = "Events on a page: at most 100, 25 where it is not said"),
    ),
    responses(
        (status = 200, description = "A page of its history", body = EventPage),
        (status = 401, description = "Neither a token nor an access key", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not for this caller", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such matter", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter that is no number", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []), ("access_key" = [])))]
pub async fn list(State(desk): State<Desk>, visit: Visit, At(code): At<MatterCode>) -> Result<Response, Failure> {
    let actor = visit.actor_on(&desk, &code).await?;
    let query = Fields::parse(visit.query.as_bytes())?;
    let invalid = |problem| Failure::Invalid(vec![problem]);
    let after = query.int("after").map_err(invalid)?.unwrap_or(0);
    let limit = query.int("limit").map_err(invalid)?.unwrap_or(i64::from(PAGE)).clamp(1, i64::from(PAGE_MOST));
    let (matter, history) = desk.view(&actor, &code).await?;
    let reader = desk.reader(&actor, &matter);
    let mut seen = history.iter().filter(|r| r.version > after && reader.sight(r) != Sight::Hidden);
    let page: Vec<&Recorded> = seen.by_ref().take(usize::try_from(limit).unwrap_or(1)).collect();
    let next = seen.next().and(page.last()).map(|last| last.version.to_string());
    let texts = desk.matter_texts(&matter).await?;
    let events = page.into_iter().map(|r| view(reader, r, &texts)).collect::<Result<_, Failure>>()?;
    Ok(axum::Json(EventPage { events, next }).into_response())
}

fn view(reader: Reader, recorded: &Recorded, texts: &HashMap<i64, String>) -> Result<EventView, Failure> {
    let facts = recorded.event.to_json().map_err(Failure::fault)?;
    let mut facts: Value = serde_json::from_str(&facts).map_err(Failure::fault)?;
    let words = reader.sight(recorded) == Sight::Words;
    let readable = |id: i64| texts.get(&id).filter(|_| words).cloned();
    open(&mut facts, reader, &readable);
    let actor = &recorded.meta.actor;
    let actor = match reader {
        _ if reader.is_visitor() && actor.starts_with("staff:") => "staff".to_owned(),
        _ => actor.clone(),
    };
    let kind = recorded.event.kind().to_owned();
    Ok(EventView { version: recorded.version, kind, at: rfc3339(recorded.meta.at), actor, facts })
}

/// Puts texts in the place of seals, and takes out digests of keys, and of parties the numbers of accounts.
fn open(facts: &mut Value, reader: Reader, readable: &dyn Fn(i64) -> Option<String>) {
    match facts {
        Value::Object(map) if map.len() == 2 && map.contains_key("digest") => {
            let text = map.remove("id").and_then(|id| id.as_i64()).and_then(readable);
            if let Some(text) = text {
                map.insert("text".to_owned(), text.into());
            }
        }
        Value::Object(map) => {
            hide(map, reader);
            map.values_mut().for_each(|value| open(value, reader, readable));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| open(value, reader, readable)),
        _ => {}
    }
}

fn hide(map: &mut Map<String, Value>, reader: Reader) {
    for key in ["key_hash", "key_hashes"] {
        map.remove(key);
    }
    if reader.is_visitor() {
        for account in ["filed_by", "mediator", "visitor", "account"] {
            map.remove(account);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn seals_are_opened_where_they_may_be_and_digests_of_keys_never_shown() {
        let facts = json!({ "no": 1, "text": { "id": 7, "digest": "d" }, "parties": [{ "key_hashes": ["k"], "no": 2 }], "mediator": 5 });
        let mut seen = facts.clone();
        open(&mut seen, Reader::Colleague, &|id| (id == 7).then(|| "words".to_owned()));
        assert_eq!(seen["text"], json!({ "digest": "d", "text": "words" }));
        assert_eq!(seen["parties"], json!([{ "no": 2 }]));
        assert_eq!(seen["mediator"], 5);
        let mut seen = facts;
        open(&mut seen, Reader::Party(1), &|_| None);
        assert_eq!(seen["text"], json!({ "digest": "d" }));
        assert!(seen.get("mediator").is_none());
    }
}
