//! Files sent by programs: by a party, who represents it, and the staff, as they send them from their pages.

use axum::body::Body;
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::alone::{Given, given};
use crate::house::{As, House};
use crate::report::PIXEL;

const MEDIATOR: As<'static> = As::Staff("mediator");

fn pdf(name: &str) -> Value {
    json!({ "name": name, "content_base64": STANDARD.encode("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n") })
}

/// The names of the files that somebody sees of a matter.
async fn names(house: &House, who: As<'_>, code: &str) -> Vec<String> {
    let matter = house.get(who, &format!("/api/v1/matters/{code}")).await.is(200).json();
    let files = matter["files"].as_array().unwrap();
    files.iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn whoever_sends_files_by_a_program_says_who_reads_them_and_the_answer_shows_what_was_kept() {
    House::each(|house| async move {
        let Given { filed, other, lawyer } = given(&house).await;
        let path = format!("/matters/{}/files", filed.code);
        let (party, agent) = (As::Party(&filed.key), As::Party(&lawyer));
        let for_staff = |name: &str| json!({ "files": [pdf(name)] });
        let for_all = |name: &str| json!({ "files": [pdf(name)], "audience": "parties" });
        let answer = house.json(party.clone(), &path, &for_staff("diary.pdf")).await.is(201);
        let matter = answer.json();
        assert_eq!(answer.headers["etag"].to_str().unwrap(), format!("\"{}\"", matter["version"]));
        let kept = json!({
            "no": 1, "name": "diary.pdf", "media_type": "application/pdf", "size": 48, "at": "2026-03-02T02:00:00Z",
            "audience": "staff", "from": "party", "party": 1,
        });
        assert_eq!(matter["files"], json!([kept]));
        house.json(agent.clone(), &path, &for_staff("opinion.pdf")).await.is(201);
        let matter = house.json(agent.clone(), &path, &for_all("contract.pdf")).await.is(201).json();
        let sent: Vec<_> = matter["files"].as_array().unwrap().iter().map(|f| (&f["from"], &f["party"])).collect();
        assert_eq!(sent, [(&json!("representative"), &json!(1)); 2], "their own alone: {matter}");
        // Several at once take one number after the other; a name is a name, and no path.
        let photo = json!({ "name": "C:\\photos\\wall.png", "media_type": "image/png", "content_base64": PIXEL });
        let two = json!({ "files": [photo, pdf("plan.pdf")], "audience": "parties" });
        let matter = house.json(MEDIATOR, &path, &two).await.is(201).json();
        let last: Vec<_> = matter["files"].as_array().unwrap()[3..].iter().map(|f| (&f["no"], &f["from"])).collect();
        assert_eq!(last, [(&json!(4), &json!("staff")), (&json!(5), &json!("staff"))]);
        house.json(MEDIATOR, &path, &for_staff("draft.pdf")).await.is(201);
        let all = ["diary.pdf", "opinion.pdf", "contract.pdf", "wall.png", "plan.pdf", "draft.pdf"];
        for (who, sees) in [
            (MEDIATOR, &all[..]),
            (As::Staff("supervisor"), &all[..]),
            (agent, &all[1..5]),
            (party, &["diary.pdf", "contract.pdf", "wall.png", "plan.pdf"]),
            (As::Party(&other), &all[2..5]),
        ] {
            assert_eq!(names(&house, who.clone(), &filed.code).await, sees, "{who:?}");
        }
        // They are what the page would have taken: shown there, and given out to the same readers.
        let page = house.get(As::Party(&other), &format!("/track/{}", filed.code)).await.is(200).text;
        assert!(page.contains("plan.pdf") && !page.contains("diary.pdf"), "{page}");
        house.get(As::Party(&other), &format!("/track/{}/files/4", filed.code)).await.is(200);
        house.get(As::Party(&other), &format!("/track/{}/files/1", filed.code)).await.is(404);
    });
}

#[test]
fn files_that_will_not_do_are_refused_with_their_field_and_none_of_them_is_kept() {
    House::each(|house| async move {
        let Given { filed, .. } = given(&house).await;
        let path = format!("/matters/{}/files", filed.code);
        let named = |name: &str, content: &str| json!({ "name": name, "content_base64": content });
        let mut large = STANDARD.decode(PIXEL).unwrap();
        large.resize(20_000_001, 0);
        for (files, fields) in [
            (vec![], vec!["files"]),
            (vec![pdf("a.pdf"), named("b.html", "PGh0bWw+")], vec!["files"]),
            (vec![named("a.png", "PGh0bWw+"), named("b.pdf", PIXEL)], vec!["files", "files"]),
            (
                vec![pdf("a.pdf"), named("b.pdf", "no base 64!"), named("c.pdf", "?")],
                vec!["files.1.content_base64", "files.2.content_base64"],
            ),
            (vec![pdf("a.pdf"); 11], vec!["files"]),
            (vec![named("wall.png", &STANDARD.encode(&large))], vec!["files"]),
        ] {
            let told = house.json(As::Party(&filed.key), &path, &json!({ "files": files })).await.is(422).json();
            let found: Vec<_> =
                told["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
            assert_eq!(found, fields, "{told}");
        }
        let too_large = Body::from(vec![b' '; (60 << 20) + 1]);
        let (api, media) = (format!("/api/v1{path}"), Some("application/json"));
        house.ask(MEDIATOR, Method::POST, &api, media, too_large, &[]).await.is(413);
        for wrong in [json!({ "files": [pdf("a.pdf")], "audience": "press" }), json!({ "files": "a.pdf" })] {
            house.json(MEDIATOR, &path, &wrong).await.is(422);
        }
        assert!(names(&house, MEDIATOR, &filed.code).await.is_empty());
    });
}

#[test]
fn nobody_puts_files_into_a_matter_who_may_not_do_so_on_the_page() {
    House::each(|house| async move {
        let Given { filed, .. } = given(&house).await;
        let strange = house.file("\u{697c}\u{4e0a}\u{6f0f}\u{6c34}").await;
        let path = format!("/matters/{}/files", filed.code);
        for (who, status) in [
            (As::Nobody, 401),
            (As::Party(&strange.key), 404),
            (As::Staff("officer"), 404),
            (As::Staff("other_mediator"), 404),
            (As::Staff("supervisor"), 403),
        ] {
            house.json(who, &path, &json!({ "files": [pdf("a.pdf")] })).await.is(status);
        }
        assert!(names(&house, MEDIATOR, &filed.code).await.is_empty());
    });
}

#[test]
fn a_request_sent_again_keeps_its_files_once_and_another_version_of_the_matter_keeps_none() {
    House::each(|house| async move {
        let Given { filed, .. } = given(&house).await;
        let path = format!("/matters/{}/files", filed.code);
        let (party, body) = (As::Party(&filed.key), json!({ "files": [pdf("a.pdf"), pdf("b.pdf")] }));
        let once = [("idempotency-key", "a-and-b")];
        let first = house.json_with(party.clone(), &path, &body, &once).await.is(201);
        let again = house.json_with(party.clone(), &path, &body, &once).await.is(201);
        assert_eq!((again.json(), &again.headers["etag"]), (first.json(), &first.headers["etag"]));
        let other = json!({ "files": [pdf("c.pdf")] });
        house.json_with(party.clone(), &path, &other, &once).await.is(422);
        assert_eq!(names(&house, MEDIATOR, &filed.code).await, ["a.pdf", "b.pdf"]);
        let version = first.json()["version"].as_i64().unwrap();
        house.json_with(party.clone(), &path, &other, &[("if-match", &format!("\"{}\"", version - 1))]).await.is(412);
        house.json_with(party, &path, &other, &[("if-match", &format!("\"{version}\""))]).await.is(201);
        assert_eq!(names(&house, MEDIATOR, &filed.code).await, ["a.pdf", "b.pdf", "c.pdf"]);
    });
}
