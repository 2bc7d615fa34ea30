//! Who may ask for what: every route of every page and of the API, asked by everybody, about a matter of theirs and one of
//! another county. A route that is not in the committed table fails the test, and so does a changed answer.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::alone::printed_key;
use crate::house::{As, COMMITTEE, Filed, House, OTHER_VILLAGE, VILLAGE};

/// Who asks; the last is the login, or nothing for those without an account.
const WHO: [(&str, Option<&str>); 11] = [
    ("nobody", None),
    ("party", None),
    ("agent", None),
    ("clerk", Some("clerk")),
    ("grid", Some("grid_worker")),
    ("coord", Some("coordinator")),
    ("mediat", Some("mediator")),
    ("office", Some("officer")),
    ("superv", Some("supervisor")),
    ("repres", Some("representative")),
    ("operat", Some("operator")),
];

/// All routes, `GET` ones first, so that what a `POST` changes is not seen by them.
fn routes() -> Vec<(String, String)> {
    let pages = concord_app::pages().into_parts().1;
    let mut all: Vec<(String, String)> = pages.iter().map(|r| (r.method.to_owned(), r.path.to_owned())).collect();
    let document: Value = serde_json::from_str(&concord_app::openapi::text().unwrap()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        all.extend(methods.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())));
    }
    all.sort();
    all
}

/// The route with something in place of its names: this matter, and otherwise what does not exist.
fn address(path: &str, code: &str) -> String {
    let part = |part: &str| match part {
        "{code}" if path.starts_with("/operator/regions") => "9701".to_owned(),
        "{code}" if path.starts_with("/desk/outlines") => "970101".to_owned(),
        "{code}" => code.to_owned(),
        "{no}" => "99".to_owned(),
        "{body}" => COMMITTEE.to_string(),
        "{other}" => "000000000".to_owned(),
        "{id}" if path.starts_with("/playbooks") => "general".to_owned(),
        named if named.starts_with('{') => "999999".to_owned(),
        word => word.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Something that can be read, so that the answer tells of the right and not of the form.
fn sample(path: &str) -> Value {
    match path.rsplit('/').next().unwrap() {
        "agreement" => json!({ "form": "oral", "facts": "Noise.", "terms": "Quiet after ten." }),
        "assignments" => json!({ "body": COMMITTEE }),
        "conclusion" => json!({ "outcome": "not_settled", "advice": "The court." }),
        "mediator" => json!({ "mediator": 99 }),
        "merger" => json!({ "into": path.split('/').nth(4), "reason": "The same." }),
        "separation" => json!({ "reason": "Another one." }),
        "links" => json!({ "to": path.split('/').nth(4), "kind": "related", "reason": "One landlord." }),
        "likely-earlier" => json!({ "apart": [{ "code": "000000000", "why": ["phone"] }] }),
        "applicants" => json!({ "applicants": [{ "name": "A" }] }),
        "representatives" => json!({ "party": 1, "speaks_for": [1], "record": "A meeting." }),
        "files" => json!({ "files": [{ "name": "a.pdf", "content_base64": "JVBERi0xLjcKJSVFT0Y=" }] }),
        "messages" => json!({ "text": "Hello." }),
        "notes" if path.contains("/rosters/") => json!({ "text": "All quiet." }),
        "notes" => json!({ "text": "Telephoned.", "audience": "staff" }),
        "fulfilment" => json!({ "fulfilled": true }),
        "signatures" | "refusals" => json!({ "party": 1 }),
        "reply" => json!({ "text": "Done." }),
        "extension" if path.contains("/confirmation/") => json!({}),
        "extension" if path.contains("/clocks/") => json!({ "reason": "More talk." }),
        "extension" => json!({ "until": "2026-04-01", "reason": "Ill." }),
        "verdict" => json!({ "verdict": "granted" }),
        "hand-over" => json!({ "to": COMMITTEE, "reason": "Not ours." }),
        "disputes" => json!({ "responsible": COMMITTEE, "reason": "Theirs." }),
        "claims" => json!({ "responsible": COMMITTEE, "reason": "Ours." }),
        "decision" => json!({ "responsible": COMMITTEE, "point": "Night noise.", "reason": "List." }),
        "joint-mediation" => json!({ "lead": COMMITTEE, "members": [3], "reason": "Hard." }),
        "members" => json!({ "body": 3 }),
        "conferences" => json!({ "at": "2026-03-12T10:00:00+08:00", "agenda": "All." }),
        "rescheduling" => json!({ "at": "2026-03-13T10:00:00+08:00" }),
        "cancellation" if path.contains("/conferences/") => json!({ "reason": "Nobody can come." }),
        "minutes" => json!({ "minutes": "Agreed.", "tasks": [] }),
        "sponsor" => json!({ "account": 1 }),
        "backlog" => json!({ "stage": "consult", "text": "Talked." }),
        "urgings" => json!({ "to": COMMITTEE, "answer_by": "2026-04-01", "text": "Hurry." }),
        "arrivals" => json!({ "way": "police", "sender": "A station" }),
        "diversions" => {
            json!({ "exit": "court", "facts": "Noise.", "consents": [1], "consents_how": "By telephone.", "receiver": "The court" })
        }
        "diversion-consents" => json!({ "exit": "court", "parties": [1] }),
        "answers" => json!({ "wish": "yes" }),
        "recall" => json!({ "reason": "Second thoughts." }),
        "outcome" => json!({ "result": "decided" }),
        "hand-overs" => json!({ "party": 1, "how": "window" }),
        "answer" if path.contains("/rosters/") => json!({ "accepted": true }),
        "answer" => json!({ "text": "On it." }),
        "take-over" => json!({ "reason": "Late." }),
        "objections" => json!({ "promise": "receipt", "of": 1, "text": "Snow." }),
        "judgement" => json!({ "verdict": "upheld", "reason": "No." }),
        "pause" => json!({ "reason": "appraisal" }),
        "consents" => json!({ "party": 1 }),
        "signs" | "confirmation" => json!({ "kinds": ["violence"] }),
        "dismissal" | "end" if path.contains("/danger/") => json!({ "reason": "Nothing." }),
        "ruling" => json!({ "ruling": "withdrawn" }),
        "steps" => json!({ "step": "called" }),
        "shifts" => {
            json!({ "days": [1], "from": "08:00", "until": "20:00", "accounts": [], "from_on": "2026-12-01" })
        }
        "days" => json!({ "shift": 1, "on": "2026-12-01", "accounts": [] }),
        "swaps" => json!({ "shift": 1, "on": "2026-12-01", "to": 1 }),
        "reading" => json!({}),
        "rise" => json!({ "to": "county", "reason": "It is too big." }),
        "rise-requests" => json!({ "party": 1 }),
        "refusal" => json!({ "reason": "It stays." }),
        "send-down" => json!({ "to": "grid", "reason": "It is small." }),
        "on-the-spot" => json!({ "applicant": "A", "respondent": "B", "narrative": "Noise.", "terms": "Quiet." }),
        "rating" => json!({ "stars": 5 }),
        "ratings" => json!({ "party": 1, "stars": 5, "way": "phone" }),
        "rating-tries" => json!({ "party": 1, "outcome": "later" }),
        "tries" => json!({ "party": 1, "outcome": "later" }),
        "referral" => json!({ "to": "court" }),
        "reopening" => json!({ "reason": "It came back." }),
        "return" => json!({ "reason": "not_mediable" }),
        "return-visits" => json!({ "on": "2026-04-01" }),
        "report" => json!({ "fulfilled": "fulfilled" }),
        "sessions" => json!({ "at": "2026-03-12T10:00:00+08:00", "mode": "on_site", "place": "Room 1" }),
        "record" => json!({ "outcome": "continued", "record": "Talked." }),
        "withdrawal" if path.contains("/urgings/") => json!({ "reason": "It is settled." }),
        "withdrawal" => json!({ "party": 1, "reason": "Enough." }),
        "reports" if path.contains("/matters/") => json!({ "narrative": "Noise again.", "party": 1 }),
        "reports" => {
            json!({ "narrative": "Noise.", "region": VILLAGE, "applicant": { "name": "A", "phone": "13800000000" } })
        }
        _ if path.contains("/call-backs/") => json!({ "party": 1, "stars": 5 }),
        _ => json!({}),
    }
}

/// The answer in a word: its status, or that it leads to the sign-in.
async fn ask(house: &House, who: As<'_>, method: &str, path: &str) -> String {
    let (media, body) = match (method, path.starts_with("/api/")) {
        ("GET", _) => (None, Body::empty()),
        (_, true) => (Some("application/json"), Body::from(sample(path).to_string())),
        (_, false) => (Some("application/x-www-form-urlencoded"), Body::empty()),
    };
    let method: Method = method.parse().unwrap();
    let answer = house.ask(who, method, path, media, body, &[("accept-language", "en")]).await;
    let status = answer.status.as_u16();
    let to = answer.location();
    if status == 303 && (to.starts_with("/sign-in") || to.starts_with("/track?")) {
        "in".to_owned()
    } else {
        status.to_string()
    }
}

/// A matter that the committee of the village mediates; with the key of who asks, a party or who represents it.
async fn near_matter(house: &House, who: &str) -> Filed {
    let filed = house.file("\u{697c}\u{4e0a}\u{6f0f}\u{6c34}").await;
    house.json(As::Staff("coordinator"), &format!("/matters/{}/acceptance", filed.code), &json!({})).await.is(201);
    let order = json!({ "body": COMMITTEE, "duty": "lead", "mediator": house.account("mediator") });
    house.json(As::Staff("coordinator"), &format!("/matters/{}/assignments", filed.code), &order).await.is(201);
    if who != "agent" {
        return filed;
    }
    let path = format!("/desk/matters/{}/parties/1/representative", filed.code);
    house.post(As::Staff("coordinator"), &path, &[("representative_name", "Zhao")]).await.is(303);
    let page = house.post(As::Staff("coordinator"), &format!("{path}/key"), &[]).await.is(200).text;
    Filed { key: printed_key(&page, &filed.code), ..filed }
}

#[test]
fn every_route_answers_everybody_as_the_table_says() {
    House::each(|house| async move {
        // A stream then answers, and ends at once.
        house.desk.live.end();
        let mut rows: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for (name, login) in WHO {
            let mut near = near_matter(&house, name).await;
            let far = house.file_with(json!({ "region": OTHER_VILLAGE })).await;
            for (method, path) in routes() {
                // A party has the key of the near one only.
                let who = || match login {
                    Some(login) => As::Staff(login),
                    None if name != "nobody" => As::Party(&near.key),
                    None => As::Nobody,
                };
                // Wrong keys are counted; the minutes let them be forgotten.
                house.minutes_later(2);
                let mut cell = ask(&house, who(), &method, &address(&path, &near.code)).await;
                if path.contains("{code}") && !path.starts_with("/operator") {
                    let other = ask(&house, who(), &method, &address(&path, &far.code)).await;
                    write!(cell, " {other}").unwrap();
                }
                if method == "POST" && cell.starts_with(['2', '3']) {
                    // What was done must not show in what comes after.
                    near = near_matter(&house, name).await;
                }
                rows.entry((path, method)).or_default().push(cell);
            }
            // The rates of one address do not run over from one to the next.
            house.later(1);
        }
        let mut table = format!("{:<62}", "near far");
        for (name, _) in WHO {
            write!(table, " {name:<8}").unwrap();
        }
        for ((path, method), cells) in rows {
            write!(table, "\n{:<62}", format!("{method:<4} {path}")).unwrap();
            for cell in cells {
                write!(table, " {cell:<8}").unwrap();
            }
        }
        assert!(!table.contains("500"), "a fault of ours:\n{table}");
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("matrix", table.join("\n"));
        });
    });
}
