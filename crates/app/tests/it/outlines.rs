//! The shapes of regions: taken from a file that is looked at first, told feature by feature, and read by those who have figures.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::house::{Answer, As, House};

const OPERATOR: As<'static> = As::Staff("operator");

fn square(west: f64) -> Value {
    let (east, south, north) = (west + 0.1, 30.0, 30.1);
    json!({ "type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]] })
}

fn feature(code: &Value, geometry: &Value) -> Value {
    json!({ "type": "Feature", "properties": { "code": code }, "geometry": geometry })
}

/// A form of several parts, as a browser sends it.
async fn send(house: &House, name: &str, file_name: &str, text: &str) -> Answer {
    let file = if file_name.is_empty() { String::new() } else { format!("; filename=\"{file_name}\"") };
    let body = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n--b--\r\n");
    let media = Some("multipart/form-data; boundary=b");
    house.ask(OPERATOR, Method::POST, "/operator/outlines", media, Body::from(body), &[("accept-language", "en")]).await
}

async fn upload(house: &House, features: &[Value]) -> Answer {
    let file = json!({ "type": "FeatureCollection", "features": features }).to_string();
    send(house, "file", "regions.geojson", &file).await
}

/// What the preview sends back to be kept.
fn looked_at(page: &Answer) -> String {
    let text = page.text.split("<textarea name=\"geojson\"").nth(1).unwrap().split('>').nth(1).unwrap();
    let text = text.split('<').next().unwrap();
    text.replace("&quot;", "\"").replace("&#x2f;", "/").replace("&#34;", "\"").replace("&amp;", "&")
}

async fn keep(house: &House, features: &[Value]) {
    let page = upload(house, features).await.is(200);
    send(house, "geojson", "", &looked_at(&page)).await.is(303);
}

async fn outlines(house: &House, region: &str, tag: &str) -> Answer {
    let path = format!("/desk/outlines/{region}");
    let headers = [("if-none-match", tag)];
    house.ask(As::Staff("supervisor"), Method::GET, &path, None, Body::empty(), &headers).await
}

#[test]
fn a_file_changes_nothing_until_it_is_confirmed_and_is_then_drawn_for_the_region_above() {
    House::each(|house| async move {
        let features = [feature(&json!("970101001"), &square(119.0)), feature(&json!(970_102_001), &square(119.2))];
        let page = upload(&house, &features).await.is(200);
        assert!(page.text.contains("<path d=\"M"), "{}", page.text);
        let none = outlines(&house, "970101", "").await.is(200);
        assert_eq!(none.json()["features"], json!([]));
        send(&house, "geojson", "", &looked_at(&page)).await.is(303);
        let kept = outlines(&house, "970101", "").await.is(200);
        assert_eq!(kept.headers["content-type"], "application/geo+json");
        let codes: Vec<String> =
            kept.json()["features"].as_array().unwrap().iter().map(|f| f["properties"]["code"].to_string()).collect();
        assert_eq!(codes, ["\"970101001\""], "only the regions directly below");
        let board = house.get(As::Staff("supervisor"), "/desk/dashboard?lang=en").await.is(200).text;
        assert!(board.contains("class=\"shape ") && board.contains("data-code=\"970101001\""), "{board}");
    });
}

#[test]
fn outlines_are_asked_for_again_only_when_they_changed() {
    House::each(|house| async move {
        keep(&house, &[feature(&json!("970101001"), &square(119.0))]).await;
        let first = outlines(&house, "970101", "").await.is(200);
        let tag = first.headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(first.headers["cache-control"], "private, no-cache");
        outlines(&house, "970101", &tag).await.is(304);
        house.minutes_later(1);
        keep(&house, &[feature(&json!("970101001"), &square(119.5))]).await;
        outlines(&house, "970101", &tag).await.is(200);
        keep(&house, &[feature(&json!("970101001"), &Value::Null)]).await;
        assert_eq!(outlines(&house, "970101", &tag).await.is(200).json()["features"], json!([]));
    });
}

#[test]
fn what_will_not_do_is_told_by_feature_and_the_rest_can_be_kept() {
    House::each(|house| async move {
        let open = json!({ "type": "Polygon", "coordinates": [[[119, 30], [120, 30], [120, 31], [119, 31]]] });
        let features = [
            feature(&json!("970101001"), &open),
            feature(&json!("999999"), &square(119.0)),
            feature(&Value::Null, &square(119.0)),
            // Filled up with zeros, as the statistics bureau writes a city.
            feature(&json!("970100"), &square(119.0)),
            feature(&json!("9701"), &square(119.0)),
        ];
        let page = upload(&house, &features).await.is(200);
        for told in [
            "Feature 1 (970101001): a ring is not closed",
            "Feature 2 (999999): there is no region",
            "Feature 3: no property",
            "Feature 5 (9701): the file has",
        ] {
            assert!(page.text.contains(told), "{told}: {}", page.text);
        }
        let kept: Value = serde_json::from_str(&looked_at(&page)).unwrap();
        assert_eq!(kept["features"].as_array().unwrap().len(), 1);
        assert_eq!(kept["features"][0]["properties"]["code"], "9701");
    });
}

#[test]
fn a_file_that_is_none_is_told_and_nothing_can_be_confirmed() {
    House::each(|house| async move {
        for text in ["", "{", "[]", "{\"type\":\"FeatureCollection\",\"features\":[]}", "{\"type\":\"Feature\"}"] {
            let page = send(&house, "file", "a.json", text).await.is(422);
            assert!(
                page.text.contains("file-error") && !page.text.contains("name=\"geojson\""),
                "{text}: {}",
                page.text
            );
        }
        let page = upload(&house, &[feature(&json!("999999"), &square(119.0))]).await.is(422);
        assert!(!page.text.contains("name=\"geojson\""));
    });
}
