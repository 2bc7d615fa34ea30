//! Messages to one alone: a party, or who represents it. Who sees what, on pages, by the API, live, and in the file.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Method;
use concord_domain::code::AccessKey;
use serde_json::json;

use crate::house::{As, COMMITTEE, Filed, House};

const TO_LAWYER: &str = "Your client may want to take the 500.";
const FROM_LAWYER: &str = "She would take 800 and an apology.";
const TO_PARTY: &str = "Do you feel safe at home?";

const MEDIATOR: As<'static> = As::Staff("mediator");
const COORDINATOR: As<'static> = As::Staff("coordinator");

/// The key that a page shows.
pub fn printed_key(page: &str, code: &str) -> String {
    let mut words = page.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let key = |word: &str| AccessKey::parse(word).filter(|_| !word.replace('-', "").starts_with(code));
    words.find_map(key).expect("a key is printed").as_str().to_owned()
}

/// A matter in mediation; the applicant has a lawyer, and all three have a key.
pub struct Given {
    pub filed: Filed,
    pub other: String,
    pub lawyer: String,
}

pub async fn given(house: &Arc<House>) -> Given {
    let filed = house.file("\u{697c}\u{4e0a}\u{6f0f}\u{6c34}").await;
    let code = filed.code.clone();
    house.json(COORDINATOR, &format!("/matters/{code}/acceptance"), &json!({})).await.is(201);
    let order = json!({ "body": COMMITTEE, "duty": "lead", "mediator": house.account("mediator") });
    house.json(COORDINATOR, &format!("/matters/{code}/assignments"), &order).await.is(201);
    let parties = format!("/desk/matters/{code}/parties");
    let page = house.post(COORDINATOR, &format!("{parties}/2/key"), &[]).await.is(200).text;
    let other = printed_key(&page, &code);
    let key = format!("{parties}/1/representative/key");
    house.post(COORDINATOR, &key, &[]).await.is(422);
    let lawyer = [("representative_name", "Lawyer Zhao"), ("representative_phone", "13900000001")];
    house.post(COORDINATOR, &format!("{parties}/1/representative"), &lawyer).await.is(303);
    let page = house.post(COORDINATOR, &key, &[]).await.is(200).text;
    assert!(page.contains("Lawyer Zhao"), "{page}");
    house.get(As::Party(&printed_key(&page, &code)), &format!("/track/{code}")).await.is(200);
    // By the API too; both go on to work.
    let path = format!("/matters/{code}/parties");
    let made = house.json(COORDINATOR, &format!("{path}/1/representative-keys"), &json!({})).await.is(201).json();
    let lawyer = made["access_key"].as_str().unwrap().to_owned();
    house.json(COORDINATOR, &format!("{path}/2/representative-keys"), &json!({})).await.is(422);
    let made = house.json(COORDINATOR, &format!("{path}/2/keys"), &json!({})).await.is(201).json();
    house.get(As::Party(made["access_key"].as_str().unwrap()), &format!("/track/{code}")).await.is(200);
    house.json(As::Party(&lawyer), &format!("{path}/1/keys"), &json!({})).await.is(401);
    Given { filed, other, lawyer }
}

/// What somebody can get at: the page, the matter and its history by the API, together.
async fn everything(house: &House, who: As<'_>, code: &str) -> String {
    let mut all = String::new();
    for path in [format!("/api/v1/matters/{code}"), format!("/api/v1/matters/{code}/events?limit=100")] {
        all += &house.get(who.clone(), &path).await.is(200).text;
    }
    let pages = match who {
        As::Party(_) => vec![format!("/track/{code}"), format!("/track/{code}/receipt")],
        _ => vec![format!("/desk/matters/{code}")],
    };
    for page in pages {
        all += &house.get(who.clone(), &page).await.is(200).text;
    }
    all
}

#[test]
fn a_message_to_a_representative_is_read_by_them_and_colleagues_and_nobody_else_and_so_is_their_answer() {
    House::each(|house| async move {
        let Given { filed, other, lawyer } = given(&house).await;
        let code = &filed.code;
        let messages = format!("/matters/{code}/messages");
        let to = json!({ "text": TO_LAWYER, "to": { "party": 1, "reader": "representative" } });
        house.json(MEDIATOR, &messages, &to).await.is(201);
        house.json(As::Party(&lawyer), &messages, &json!({ "text": FROM_LAWYER })).await.is(201);
        let form = [("entry_to", "one"), ("entry_one", "party-1"), ("entry_text", TO_PARTY)];
        house.post(MEDIATOR, &format!("/desk/matters/{code}/entries"), &form).await.is(303);
        let seen = |all: &str| [TO_LAWYER, FROM_LAWYER, TO_PARTY].map(|text| all.contains(text));
        for (who, sees) in [
            (MEDIATOR, [true, true, true]),
            (COORDINATOR, [true, true, true]),
            (As::Party(&lawyer), [true, true, false]),
            (As::Party(&filed.key), [false, false, true]),
            (As::Party(&other), [false, false, false]),
        ] {
            let all = everything(&house, who.clone(), code).await;
            assert_eq!(seen(&all), sees, "{who:?}");
            // Not even that there was one.
            for (kind, told) in [("message.represented", sees[1]), ("message.addressed", sees[0] || sees[2])] {
                assert_eq!(all.contains(kind), told, "{who:?} {kind}");
            }
        }
        // Colleagues are told on the page who else reads it; a supervisor who has no share in it does not read it.
        let page = house.get(MEDIATOR, &format!("/desk/matters/{code}?lang=en")).await.is(200).text;
        assert!(page.contains("To the representative of") && page.contains("and staff"), "{page}");
        assert!(page.contains("representative-1") && page.contains("Lawyer Zhao, representative of"), "{page}");
        let dossier = house.get(MEDIATOR, &format!("/desk/matters/{code}/dossier")).await.is(200).text;
        assert_eq!(seen(&dossier), [false; 3], "the file may be handed to the parties");
        let own = house.get(As::Party(&lawyer), &format!("/track/{code}?lang=en")).await.is(200).text;
        assert!(own.contains("You represent") && own.contains("Only you and the staff"), "{own}");
        let shown = house.get(As::Party(&filed.key), &format!("/track/{code}?lang=en")).await.is(200).text;
        assert!(shown.contains("Only you and the staff") && !shown.contains("You represent"), "{shown}");
        // Found by its words by nobody: messages are no part of the search.
        let found = house.get(COORDINATOR, "/api/v1/matters?q=apology").await.is(200).text;
        assert!(!found.contains(code.as_str()), "{found}");
    });
}

#[test]
fn a_representative_writes_from_the_own_page_and_signs_leaves_and_judges_nothing() {
    House::each(|house| async move {
        let Given { filed, lawyer, .. } = given(&house).await;
        let (code, agent) = (&filed.code, As::Party(&lawyer));
        let track = |rest: &str| format!("/track/{code}{rest}");
        house.post(agent.clone(), &track("/messages"), &[("message", "")]).await.is(422);
        house.post(agent.clone(), &track("/messages"), &[("message", FROM_LAWYER)]).await.is(303);
        let page = house.get(MEDIATOR, &format!("/desk/matters/{code}")).await.is(200).text;
        assert!(page.contains(FROM_LAWYER), "{page}");
        for (path, form) in [
            ("/withdrawal", vec![]),
            ("/agreement/signatures", vec![("read", "1")]),
            ("/rating", vec![("stars", "5")]),
            ("/reopening", vec![("again", "Again.")]),
        ] {
            house.post(agent.clone(), &track(path), &form).await.is(403);
        }
        for (path, body) in [
            ("withdrawal", json!({ "party": 1, "reason": "Enough." })),
            ("agreement/signatures", json!({ "party": 1 })),
            ("rating", json!({ "stars": 5 })),
            ("rise-requests", json!({ "party": 1, "reason": "Too big." })),
        ] {
            house.json(agent.clone(), &format!("/matters/{code}/{path}"), &body).await.is(403);
        }
        // A party writes to the staff and to nobody else.
        let to = json!({ "text": "Psst.", "to": { "party": 2, "reader": "party" } });
        for visitor in [agent.clone(), As::Party(&filed.key)] {
            house.json(visitor, &format!("/matters/{code}/messages"), &to).await.is(422);
        }
        // Whom nobody represents, and who is not there.
        for to in [json!({ "party": 2, "reader": "representative" }), json!({ "party": 9, "reader": "party" })] {
            let message = json!({ "text": "Hello.", "to": to });
            house.json(MEDIATOR, &format!("/matters/{code}/messages"), &message).await.is(422);
        }
        let nobody = [("entry_to", "one"), ("entry_text", "Hello.")];
        let again = house.post(MEDIATOR, &format!("/desk/matters/{code}/entries"), &nobody).await.is(422).text;
        assert!(again.contains("#entry_one") && again.contains("Hello."), "{again}");
    });
}

#[test]
fn whoever_represents_a_party_next_opens_it_with_a_key_of_their_own_and_reads_nothing_of_the_one_before() {
    House::each(|house| async move {
        let Given { filed, lawyer, .. } = given(&house).await;
        let code = &filed.code;
        let to = json!({ "text": TO_LAWYER, "to": { "party": 1, "reader": "representative" } });
        house.json(MEDIATOR, &format!("/matters/{code}/messages"), &to).await.is(201);
        let parties = format!("/desk/matters/{code}/parties/1");
        let next = [("representative_name", "Lawyer Qian")];
        house.post(COORDINATOR, &format!("{parties}/representative"), &next).await.is(303);
        house.get(As::Party(&lawyer), &format!("/api/v1/matters/{code}")).await.is(404);
        let page = house.post(COORDINATOR, &format!("{parties}/representative/key"), &[]).await.is(200).text;
        let key = printed_key(&page, code);
        let all = everything(&house, As::Party(&key), code).await;
        assert!(!all.contains(TO_LAWYER) && !all.contains("message.addressed"), "{all}");
        house
            .json(As::Party(&key), &format!("/matters/{code}/messages"), &json!({ "text": FROM_LAWYER }))
            .await
            .is(201);
        assert!(everything(&house, As::Party(&key), code).await.contains(FROM_LAWYER));
    });
}

const PDF: &str = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// A paper sent from a party's page, or that of who represents it.
async fn paper(house: &House, key: &str, code: &str, (name, shared): (&str, bool)) -> u16 {
    let share = if shared { "1" } else { "" };
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"share\"\r\n\r\n{share}\r\n--b\r\nContent-Disposition: form-data; \
         name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n{PDF}\r\n--b--\r\n"
    );
    let (path, media) = (format!("/track/{code}/files"), Some("multipart/form-data; boundary=b"));
    house.ask(As::Party(key), Method::POST, &path, media, Body::from(body), &[]).await.status.as_u16()
}

#[test]
fn a_paper_of_a_representative_is_read_by_them_and_colleagues_alone_unless_they_share_it() {
    House::each(|house| async move {
        let Given { filed, other, lawyer } = given(&house).await;
        let code = &filed.code;
        assert_eq!(paper(&house, &lawyer, code, ("opinion.pdf", false)).await, 303);
        assert_eq!(paper(&house, &lawyer, code, ("contract.pdf", true)).await, 303);
        assert_eq!(paper(&house, &filed.key, code, ("diary.pdf", false)).await, 303);
        let names = ["opinion.pdf", "contract.pdf", "diary.pdf"];
        for (who, sees) in [
            (MEDIATOR, [true, true, true]),
            (As::Party(&lawyer), [true, true, false]),
            (As::Party(&filed.key), [false, true, true]),
            (As::Party(&other), [false, true, false]),
        ] {
            let all = everything(&house, who.clone(), code).await;
            assert_eq!(names.map(|name| all.contains(name)), sees, "{who:?} {all}");
            let place = if matches!(who, As::Party(_)) { "track" } else { "desk/matters" };
            for (no, seen) in (1..).zip(sees) {
                let got = house.get(who.clone(), &format!("/{place}/{code}/files/{no}")).await;
                assert_eq!(got.status, if seen { 200 } else { 404 }, "{who:?} {no}");
            }
        }
        let page = house.get(MEDIATOR, &format!("/desk/matters/{code}?lang=en")).await.is(200).text;
        assert!(page.contains("opinion.pdf") && page.matches("representative of").count() > 2, "{page}");
        let dossier = house.get(MEDIATOR, &format!("/desk/matters/{code}/dossier")).await.is(200).text;
        assert!(dossier.contains("contract.pdf") && !dossier.contains("opinion.pdf"), "the parties may be given it");
        // Whoever comes next reads what was shared.
        let next = [("representative_name", "Lawyer Qian")];
        let parties = format!("/desk/matters/{code}/parties/1");
        house.post(COORDINATOR, &format!("{parties}/representative"), &next).await.is(303);
        let page = house.post(COORDINATOR, &format!("{parties}/representative/key"), &[]).await.is(200).text;
        let all = everything(&house, As::Party(&printed_key(&page, code)), code).await;
        assert_eq!(names.map(|name| all.contains(name)), [false, true, false]);
        house.get(As::Party(&printed_key(&page, code)), &format!("/track/{code}/files/1")).await.is(404);
    });
}

#[test]
fn parties_are_added_corrected_and_represented_by_programs_as_on_the_page() {
    House::each(|house| async move {
        let Given { filed, lawyer, .. } = given(&house).await;
        let path = format!("/matters/{}/parties", filed.code);
        let third = json!({ "role": "third", "person": { "name": "Landlord Sun", "phone": "13900000002" } });
        let matter = house.json(COORDINATOR, &path, &third).await.is(201).json();
        assert_eq!((&matter["parties"][2]["no"], &matter["parties"][2]["name"]), (&json!(3), &json!("Landlord Sun")));
        let person = |name: &str| json!({ "person": { "name": name } });
        let matter = house.json(COORDINATOR, &format!("{path}/3/correction"), &person("Landlady Sun")).await.is(201);
        assert_eq!(matter.json()["parties"][2]["name"], "Landlady Sun");
        house.json(COORDINATOR, &format!("{path}/3/representative-keys"), &json!({})).await.is(422);
        house.json(COORDINATOR, &format!("{path}/3/representative"), &person("Lawyer Qian")).await.is(201);
        house.json(COORDINATOR, &format!("{path}/3/representative-keys"), &json!({})).await.is(201);
        // Somebody else for the applicant: the key of before opens it no longer.
        house.json(COORDINATOR, &format!("{path}/1/representative"), &person("Lawyer Qian")).await.is(201);
        house.get(As::Party(&lawyer), &format!("/api/v1/matters/{}", filed.code)).await.is(404);
        let wrong = json!({ "role": "judge", "person": { "name": " ", "phone": "call me" } });
        let told = house.json(COORDINATOR, &path, &wrong).await.is(422).json();
        let fields: Vec<&str> =
            told["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["role", "person.name", "person.phone"]);
        house.json(COORDINATOR, &format!("{path}/9/representative"), &person("Lawyer Qian")).await.is(422);
        house.json(As::Staff("officer"), &path, &third).await.is(404);
        house.json(As::Party(&filed.key), &path, &third).await.is(403);
    });
}

#[test]
fn nobody_else_is_told_live_that_something_was_written_to_one_alone() {
    House::each(|house| async move {
        let Given { filed, other, lawyer } = given(&house).await;
        let code = &filed.code;
        let told = |key: String, since: i64| {
            let (house, code) = (house.clone(), code.clone());
            async move {
                let path = format!("/track/{code}/live?since={since}");
                let send = house.send(As::Party(&key), Method::GET, &path, None, Body::empty(), &[]);
                let mut stream = send.await.into_body().into_data_stream();
                let mut text = String::new();
                let read = async {
                    use futures::StreamExt as _;
                    while let Some(bytes) = stream.next().await {
                        text.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap());
                    }
                };
                let _ = tokio::time::timeout(std::time::Duration::from_secs(2), read).await;
                text.contains("event: matter")
            }
        };
        let since = house.store.read(concord_store::journal::head).await.unwrap();
        let to = json!({ "text": TO_LAWYER, "to": { "party": 1, "reader": "representative" } });
        house.json(MEDIATOR, &format!("/matters/{code}/messages"), &to).await.is(201);
        assert!(told(lawyer, since).await);
        assert!(!told(filed.key.clone(), since).await);
        assert!(!told(other, since).await);
    });
}
