//! Running the installation in the browser.

use axum::body::Body;
use axum::http::Method;
use concord_domain::body::BodyId;
use concord_store::Conn;
use concord_store::jobs::{self, NewJob};

use crate::house::{As, COMMITTEE, House, VILLAGE};

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
            ("opening", "Mon-Fri 09:00-17:00"),
        ];
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
