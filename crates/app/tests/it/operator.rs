//! Running the installation in the browser.

use std::io::Cursor;

use axum::body::Body;
use axum::http::Method;
use calamine::{Reader as _, Xlsx};
use concord_app::kit::place_queries::put_body;
use concord_app::sign_in::{accounts, tokens};
use concord_domain::body::BodyId;
use concord_domain::label::Label;
use concord_policy::{Action, Actor, Role, Subject};
use concord_store::jobs::{self, NewJob};
use concord_store::{Conn, Fault};

use crate::house::{As, COMMITTEE, House, LABOUR, PEOPLE, VILLAGE};

const OPERATOR: As<'static> = As::Staff("operator");

/// What stands in the box that is shown once, after this label.
fn shown_once(page: &str, begins: &str) -> String {
    let at = page.find(begins).unwrap_or_else(|| panic!("no {begins} in {page}"));
    page[at..].split(['<', '"']).next().unwrap().to_owned()
}

async fn audited(house: &House) -> Vec<String> {
    let lines = |c: &mut Conn| c.query("SELECT action FROM audit WHERE actor <> 'system:cli' ORDER BY id", &[]);
    house.desk.store.read(lines).await.unwrap().iter().map(|row| row.text(0)).collect()
}

#[test]
fn a_new_account_acts_in_its_role_until_it_is_disabled() {
    House::each(|house| async move {
        let new = [("name", "Lin"), ("login", "lin"), ("role", "mediator"), ("body", "4")];
        let page = house.post(OPERATOR, "/operator/accounts", &new).await.is(200);
        assert_eq!(page.headers["cache-control"], "no-store");
        let id = house
            .desk
            .store
            .read(|c: &mut Conn| c.query_one("SELECT id FROM account WHERE login = 'lin'", &[]))
            .await
            .unwrap()
            .int(0);
        assert_eq!(COMMITTEE, 4);
        let account = format!("/operator/accounts/{id}");
        let page = house.post(OPERATOR, &format!("{account}/tokens"), &[("label", "phone")]).await.is(200);
        let token = format!("Bearer {}", shown_once(&page.text, "cnc_"));
        let mine = async || {
            let headers = [("authorization", token.as_str())];
            house.ask(As::Nobody, Method::GET, "/desk/mine", None, Body::empty(), &headers).await
        };
        mine().await.is(200);
        house.post(OPERATOR, &format!("{account}/roles/removal"), &[("role", "mediator"), ("body", "4")]).await.is(303);
        mine().await.is(403);
        house.post(OPERATOR, &format!("{account}/disabling"), &[]).await.is(303);
        assert_ne!(mine().await.status, 200);
        let done = audited(&house).await;
        assert_eq!(
            done,
            ["account.created", "role.given", "token.created", "role.taken", "account.disabled"].map(str::to_owned)
        );
    });
}

#[test]
fn an_area_is_routed_at_centres_and_committees_and_nowhere_else() {
    House::each(|house| async move {
        let new = |body| [("name", "Lin"), ("login", "lin"), ("role", "coordinator"), ("body", body)];
        let refused = house.post(OPERATOR, "/operator/accounts", &new("6")).await.is(422);
        assert_eq!(LABOUR, 6);
        assert!(refused.text.contains("does not route") || refused.text.contains("不分派"), "{}", refused.text);
        let roles = format!("/operator/accounts/{}/roles", house.account("officer"));
        house.post(OPERATOR, &roles, &[("role", "coordinator"), ("body", "6")]).await.is(422);
        house.post(OPERATOR, &roles, &[("role", "coordinator"), ("body", "4")]).await.is(303);
    });
}

#[test]
fn an_operator_cannot_shut_themselves_out() {
    House::each(|house| async move {
        let account = format!("/operator/accounts/{}", house.account("operator"));
        house.post(OPERATOR, &format!("{account}/disabling"), &[]).await.is(422);
        let role = [("role", "operator"), ("body", "0")];
        house.post(OPERATOR, &format!("{account}/roles/removal"), &role).await.is(422);
        house.get(OPERATOR, "/operator").await.is(200);
    });
}

#[test]
fn a_form_that_will_not_do_is_shown_again_with_what_was_typed() {
    House::each(|house| async move {
        let typed = [("name", "Lin Zhiyuan"), ("login", "clerk"), ("role", "mediator"), ("body", "4")];
        let page = house.post(OPERATOR, "/operator/accounts", &typed).await.is(422);
        assert!(page.text.contains("Lin Zhiyuan") && page.text.contains("login-error"), "{}", page.text);
        let page =
            house.post(OPERATOR, "/operator/accounts", &[("name", " "), ("login", ""), ("role", "")]).await.is(422);
        for field in ["name", "login", "role"] {
            assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{field}");
            assert!(page.text.contains(&format!("<a href=\"#{field}\">")), "{field}");
        }
        let page = house.post(OPERATOR, "/operator/bodies", &[("name_zh", "X"), ("code", "b1")]).await.is(422);
        for field in ["name_en", "code", "kind", "region"] {
            assert!(page.text.contains(&format!("{field}-error")), "{field}");
        }
    });
}

#[test]
fn a_new_body_takes_work_at_once_and_a_closed_one_none() {
    House::each(|house| async move {
        let body = [
            ("name_zh", "X"),
            ("name_en", "Market office"),
            ("code", "mk-1"),
            ("kind", "market_supervision"),
            ("region", VILLAGE),
            ("opening", "Mon-Fri\u{3000}09\u{ff1a}00-12:00\u{ff0c}13:00-17:00"),
        ];
        let wrong = [&body[..5], &[("opening", "Mon-Fri 9-12")]].concat();
        assert!(house.post(OPERATOR, "/operator/bodies", &wrong).await.is(422).text.contains("opening-error"));
        let made = house.post(OPERATOR, "/operator/bodies", &body).await.is(303);
        let id: i64 = made.location().rsplit('/').next().unwrap().parse().unwrap();
        assert_eq!(house.desk.places().body(BodyId(id)).unwrap().name.en, "Market office");
        house.post(OPERATOR, &format!("/operator/bodies/{id}/closing"), &[]).await.is(303);
        assert!(house.desk.places().is_closed(BodyId(id)));
        house.post(OPERATOR, &format!("/operator/bodies/{id}/opening"), &[]).await.is(303);
        assert!(!house.desk.places().is_closed(BodyId(id)));
    });
}

#[test]
fn a_region_needs_the_one_above_it() {
    House::each(|house| async move {
        let region = |code| [("code", code), ("name_zh", "X"), ("name_en", "New Town")];
        let path = "/operator/regions";
        assert!(house.post(OPERATOR, path, &region("970199001")).await.is(422).text.contains("code-error"));
        assert!(house.post(OPERATOR, path, &region("970101001")).await.is(422).text.contains("code-error"));
        house.post(OPERATOR, path, &region("970101002")).await.is(303);
        let code = "970101002".parse().unwrap();
        assert_eq!(house.desk.places().region(&code).unwrap().name.en, "New Town");
    });
}

#[test]
fn a_job_that_gave_up_is_revived_or_discarded_by_the_operator_alone() {
    House::each(|house| async move {
        let now = house.desk.now();
        let dead = move |c: &mut Conn| {
            for key in ["a", "b"] {
                let job = NewJob { kind: "test".into(), key: key.into(), payload: String::new(), run_at: now };
                jobs::enqueue(c, &job)?;
            }
            for job in jobs::due(c, now, 9)? {
                jobs::fail(c, &job, "no disk")?;
            }
            jobs::list(c, jobs::JobState::Dead, 9)
        };
        let dead = house.desk.store.write(dead).await.unwrap();
        assert!(house.get(OPERATOR, "/operator/jobs").await.is(200).text.contains("no disk"));
        let path = |n: usize, what: &str| format!("/operator/jobs/{}/{what}", dead[n].id);
        house.post(As::Staff("supervisor"), &path(0, "revival"), &[]).await.is(403);
        house.post(OPERATOR, &path(0, "revival"), &[]).await.is(303);
        house.post(OPERATOR, &path(1, "discarding"), &[]).await.is(303);
        let counts = house.desk.store.read(jobs::counts).await.unwrap();
        assert_eq!((counts.ready, counts.dead), (1, 0));
    });
}

#[test]
fn a_playbooks_page_draws_where_its_path_can_leave() {
    House::each(|house| async move {
        let drawn = |id: &'static str| {
            let house = &house;
            async move { house.get(As::Staff("operator"), &format!("/playbooks/{id}?lang=en")).await.is(200).text }
        };
        let general = drawn("general").await;
        for exit in ["Labour arbitration", "Sue in court", "Petition procedure", "mediation here may go on beside it"] {
            assert!(general.contains(exit), "{exit}: {general}");
        }
        let wages = drawn("wage-arrears").await;
        assert!(wages.contains("Labour arbitration") && !wages.contains("Petition procedure"), "{wages}");
    });
}

/// A page in English, as it reads.
async fn page(house: &House, path: &str) -> String {
    let lang = if path.contains('?') { "&lang=en" } else { "?lang=en" };
    house.get(OPERATOR, &format!("{path}{lang}")).await.is(200).text.replace("&#x2f;", "/").replace("&amp;", "&")
}

/// What stands in a column of a page's table.
fn column(page: &str, label: &str) -> Vec<String> {
    let text = |cell: &str| {
        let words = cell.split("</td>").next().unwrap().split('<').map(|part| part.rsplit('>').next().unwrap());
        words.collect::<String>().trim().to_owned()
    };
    page.split(&format!("data-label=\"{label}\">")).skip(1).map(text).collect()
}

/// The column of a list over all its pages.
async fn over_pages(house: &House, path: &str, label: &str) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), path.to_owned());
    loop {
        let page = page(house, &next).await;
        all.extend(column(&page, label));
        let mut links = page.split("class=\"pagination\"").nth(1).unwrap_or_default().split("<a href=\"").skip(1);
        match links.find(|link| link.split("</a>").next().unwrap().contains("Next page")) {
            Some(link) => link.split('"').next().unwrap().clone_into(&mut next),
            None => return all,
        }
    }
}

/// The lines of a list's file without its headings, the same as CSV and as XLSX.
async fn taken(house: &House, path: &str) -> Vec<Vec<String>> {
    let file = |end: &str| match path.split_once('?') {
        Some((path, query)) => format!("{path}.{end}?{query}&lang=en"),
        None => format!("{path}.{end}?lang=en"),
    };
    let csv = house.get(OPERATOR, &file("csv")).await.is(200);
    let mut lines = csv::Reader::from_reader(csv.text.as_bytes());
    let lines: Vec<Vec<String>> =
        lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect();
    let xlsx = house.get(OPERATOR, &file("xlsx")).await.is(200);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<Vec<String>> =
        sheet.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(cells, lines, "{path}");
    lines
}

fn firsts(lines: &[Vec<String>]) -> Vec<String> {
    lines.iter().map(|line| line[0].clone()).collect()
}

fn turned(list: &[String]) -> Vec<String> {
    list.iter().rev().cloned().collect()
}

/// Whoever does not run the installation takes no list of it away.
async fn kept_from_others(house: &House, path: &str) {
    for end in ["csv", "xlsx"] {
        for (login, ..) in PEOPLE.iter().filter(|(login, ..)| *login != "operator") {
            house.get(As::Staff(login), &format!("{path}.{end}")).await.is(403);
        }
        house.get(As::Nobody, &format!("{path}.{end}")).await.is(303);
    }
}

/// Sixty accounts more, none in the order of its name; every third disabled. Answers what opens one of them.
async fn many_accounts(house: &House) -> [String; 2] {
    let permit = |action| house.desk.policy.permit(&Actor::System("cli"), action, &Subject::House).unwrap();
    let (account, token, now) = (permit(Action::ManageAccounts), permit(Action::CreateToken), house.desk.now());
    let make = move |c: &mut Conn| -> Result<_, Fault> {
        let mut opens = String::new();
        for n in 0..60 {
            let name = match n * 37 % 60 {
                0 => String::new(),
                at if at % 2 == 0 => format!("Nn {at:02}"),
                at => format!("nN {at:02}"),
            };
            let new = accounts::NewAccount {
                login: format!("l{n:02}"),
                name,
                password_hash: Some("$argon2id$hash-of-a-password".to_owned()),
                roles: vec![(Role::Mediator, COMMITTEE), (Role::Operator, accounts::HOUSE)],
            };
            let id = accounts::create(c, &account, new, now + n).unwrap();
            opens = tokens::create(c, &token, id, "label-of-a-token", now).unwrap();
            if n % 3 == 0 {
                accounts::disable(c, &account, id, now).unwrap();
            }
        }
        let hash = c.query_one("SELECT max(token_hash) FROM api_token", &[])?.text(0);
        Ok([opens, hash])
    };
    house.desk.store.write(make).await.unwrap()
}

#[test]
fn accounts_are_sorted_by_their_headings_over_pages_and_taken_away_as_they_are_shown() {
    House::each(|house| async move {
        many_accounts(&house).await;
        let read = |c: &mut Conn| c.query("SELECT id, login, name, disabled_at FROM account", &[]);
        let all = house.desk.store.read(read).await.unwrap();
        let all: Vec<(i64, String, String, bool)> =
            all.iter().map(|r| (r.int(0), r.text(1), r.text(2).to_lowercase(), r.opt_int(3).is_some())).collect();
        for word in ["made", "name", "login", "state"] {
            let mut expected = all.clone();
            expected.sort_by_key(|(id, login, name, disabled)| match word {
                "name" if name.is_empty() => (login.clone(), *id),
                "name" => (name.clone(), *id),
                "login" => (login.clone(), *id),
                "state" => (disabled.to_string(), *id),
                _ => (String::new(), *id),
            });
            let expected: Vec<String> = expected.into_iter().map(|(_, login, ..)| login).collect();
            for (order, expected) in [(word.to_owned(), expected.clone()), (format!("{word}-last"), turned(&expected))]
            {
                let list = format!("/operator/accounts?order={order}");
                assert_eq!(over_pages(&house, &list, "Account name").await, expected, "{order}");
                assert_eq!(firsts(&taken(&house, &list).await), expected, "{order}");
            }
        }
        let ids: Vec<String> = over_pages(&house, "/operator/accounts", "Account name").await;
        assert_eq!(ids, over_pages(&house, "/operator/accounts?order=made", "Account name").await);
        let narrowed = over_pages(&house, "/operator/accounts?q=nn+0&order=name-last", "Account name").await;
        assert_eq!(narrowed.len(), 9);
        assert_eq!(firsts(&taken(&house, "/operator/accounts?q=nn+0&order=name-last").await), narrowed);
        let shown = page(&house, "/operator/accounts?order=name&after=5.l&q=l").await;
        assert!(shown.contains("aria-sort=\"ascending\"") && shown.contains("&order=name-last\""), "{shown}");
        assert!(shown.contains("/operator/accounts.csv?order=name&q=l"), "{shown}");
    });
}

#[test]
fn a_file_of_accounts_holds_nothing_that_opens_them_and_is_the_operators_alone() {
    House::each(|house| async move {
        let opens = many_accounts(&house).await;
        let lines = taken(&house, "/operator/accounts?q=l59").await;
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line[..3], ["l59", "nN 23", "Mediator · Body 4; Operator"].map(str::to_owned));
        assert_eq!(line[3..], ["2026-03-02", "active"].map(str::to_owned));
        let all = format!("{:?}", taken(&house, "/operator/accounts").await);
        for secret in opens.iter().map(String::as_str).chain(["argon2id", "hash-of", "label-of"]) {
            assert!(!all.contains(secret), "{secret}");
        }
        kept_from_others(&house, "/operator/accounts").await;
        let noted = |c: &mut Conn| {
            c.query("SELECT detail FROM audit WHERE action = 'list.exported' ORDER BY id DESC LIMIT 1", &[])
        };
        let noted = house.desk.store.read(noted).await.unwrap();
        assert_eq!(noted[0].text(0), "xlsx list=accounts order=made", "without the words that were searched");
    });
}

#[test]
fn bodies_are_sorted_by_their_headings_over_pages_and_taken_away_as_they_are_shown() {
    House::each(|house| async move {
        let committee = house.desk.places().body(BodyId(COMMITTEE)).unwrap().clone();
        let make = move |c: &mut Conn| -> Result<(), Fault> {
            for n in 10..62 {
                let name = Label::new(format!("x{}", n * 37 % 60), format!("y{}", (n * 23) % 60));
                let code = format!("{}{n}", if n % 2 == 0 { "C" } else { "c" });
                let body = concord_domain::body::Body { id: BodyId(n), code, name, ..committee.clone() };
                put_body(c, &body, (n % 5 == 0).then_some(1))?;
            }
            Ok(())
        };
        house.desk.store.write(make).await.unwrap();
        house.desk.reload_places().await.unwrap();
        let list = |order: &str| format!("/operator/bodies?order={order}");
        let own = over_pages(&house, "/operator/bodies", "Code").await;
        assert_eq!(own[..4], ["b1", "b2", "b6", "b3"].map(str::to_owned), "as their regions lie in each other");
        assert_eq!(own.len(), 59);
        for word in ["region", "name", "kind", "code", "state"] {
            let first = over_pages(&house, &list(word), "Code").await;
            let last = over_pages(&house, &list(&format!("{word}-last")), "Code").await;
            assert_eq!(turned(&first), last, "{word}");
            assert_eq!(firsts(&taken(&house, &list(word)).await), first, "{word}");
        }
        let names = over_pages(&house, &list("name"), "Name").await;
        assert!(names.is_sorted_by_key(|name| name.to_lowercase()), "{names:?}");
        let codes = over_pages(&house, &list("code"), "Code").await;
        assert!(codes.is_sorted_by_key(|code| code.to_lowercase()), "{codes:?}");
        let states = over_pages(&house, &list("state"), "State").await;
        assert!(states.starts_with(&["open".to_owned()]) && states.ends_with(&["takes no new work".to_owned()]));
        let second = page(&house, "/operator/bodies?order=code&page=2&region=9701").await;
        let begins = "/operator/bodies?region=9701&lang=en&order=name\"";
        assert!(second.contains(begins), "another order begins at its start: {second}");
        assert!(second.contains("/operator/bodies.xlsx?order=code&region=9701"), "{second}");
        let line = taken(&house, "/operator/bodies?q=b4").await.remove(0);
        assert!(line.contains(&VILLAGE.to_owned()) && line.contains(&"Body 4".to_owned()), "{line:?}");
        kept_from_others(&house, "/operator/bodies").await;
    });
}

#[test]
fn a_level_of_regions_is_sorted_and_all_below_it_is_taken_away() {
    House::each(|house| async move {
        let level = |query: &str| format!("/operator/regions?under=9701&{query}");
        let codes = ["970101", "970102"].map(str::to_owned);
        assert_eq!(column(&page(&house, &level("")).await, "Code"), codes);
        for (order, expected) in [
            ("code-last", turned(&codes)),
            ("name", turned(&codes)),
            ("name-last", codes.to_vec()),
            ("bodies", turned(&codes)),
            ("bodies-last", codes.to_vec()),
            ("below", codes.to_vec()),
        ] {
            let shown = page(&house, &level(&format!("order={order}"))).await;
            assert_eq!(column(&shown, "Code"), expected, "{order}");
            let file = format!("/operator/regions.csv?order={order}&lang=en&under=9701");
            assert!(shown.contains(&file), "{shown}");
        }
        let below = taken(&house, "/operator/regions?under=970101&order=code-last").await;
        assert_eq!(firsts(&below), ["970101001001001", VILLAGE, "970101001"].map(str::to_owned));
        assert_eq!(below[1][2..], ["Shangwan Village", "Village", "Qingxi Town, Pinglan District", "", "", "1", "1"]);
        assert_eq!(taken(&house, "/operator/regions").await.len(), 8);
        // A form that comes back leads to the level that it was filled in at.
        let typed = [("under", "970101"), ("code", "1")];
        let back = house.post(OPERATOR, "/operator/regions", &typed).await.is(422).text.replace("&#x2f;", "/");
        assert!(back.contains("/operator/regions.csv?under=970101"), "{back}");
        kept_from_others(&house, "/operator/regions").await;
    });
}

#[test]
fn jobs_are_sorted_by_their_headings_and_taken_away_without_what_they_carry() {
    House::each(|house| async move {
        let now = house.desk.now();
        let make = move |c: &mut Conn| -> Result<(), Fault> {
            for (kind, key, at) in [("b", "1", now - 2), ("a", "2", now - 1)] {
                jobs::enqueue(
                    c,
                    &NewJob { kind: kind.into(), key: key.into(), payload: "carried".into(), run_at: at },
                )?;
            }
            for job in jobs::due(c, now, 9)? {
                jobs::fail(c, &job, "no disk")?;
            }
            for (kind, key, at) in [("prune", "", now + 9), ("clocks.warn", "x", now + 8)] {
                jobs::enqueue(
                    c,
                    &NewJob { kind: kind.into(), key: key.into(), payload: "carried".into(), run_at: at },
                )?;
            }
            Ok(())
        };
        house.desk.store.write(make).await.unwrap();
        for (order, expected) in [
            ("at", ["b", "a", "clocks.warn", "prune"]),
            ("at-last", ["a", "b", "prune", "clocks.warn"]),
            ("job", ["a", "b", "prune", "clocks.warn"]),
            ("job-last", ["b", "a", "clocks.warn", "prune"]),
            ("attempts-last", ["a", "b", "clocks.warn", "prune"]),
            ("state-last", ["b", "a", "prune", "clocks.warn"]),
        ] {
            let list = format!("/operator/jobs?order={order}");
            let shown = page(&house, &list).await;
            let kinds = shown.split("<code class=\"small muted\">").skip(1);
            let kinds: Vec<String> = kinds.map(|kind| kind.split(['<', ' ']).next().unwrap().to_owned()).collect();
            assert_eq!(kinds, expected.map(str::to_owned), "{order}");
            assert_eq!(firsts(&taken(&house, &list).await), kinds, "{order}");
        }
        let lines = taken(&house, "/operator/jobs").await;
        assert_eq!(lines[0][2..], ["1", "gave up", "2026-03-02 09:59", "1", "no disk"]);
        assert_eq!(lines[3][..4], ["prune", "Clear away expired sessions and drafts", "", "waits"]);
        assert!(!format!("{lines:?}").contains("carried"));
        kept_from_others(&house, "/operator/jobs").await;
    });
}
