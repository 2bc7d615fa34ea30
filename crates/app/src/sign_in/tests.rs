//! Signing in, on real databases.

use std::net::{IpAddr, Ipv4Addr};

use concord_policy::{Action, Actor, HeldRole, Permit, Role, Subject};
use concord_store::testing::on_both_async;
use concord_store::{Conn, Fault, Store};

use super::accounts::{self, AccountError, HOUSE, NewAccount};
use super::enter::{Knock, PER_ADDRESS, PER_LOGIN, Refused, enter};
use super::{passwords, sessions, tokens};
use crate::kit::testing::shipped_policy;

const NOW: i64 = 1_900_000_000_000_000;
const PASSWORD: &str = "three chairs in the room";
const REGION: &str = "330106003";

fn permit(action: Action) -> Permit {
    shipped_policy().permit(&Actor::System("cli"), action, &Subject::House).unwrap()
}

/// Runs `work` on the writer.
async fn done<T: Send + 'static>(store: &Store, work: impl FnOnce(&mut Conn) -> T + Send + 'static) -> T {
    store.write(move |c: &mut Conn| Ok::<_, Fault>(work(c))).await.unwrap()
}

/// A store with a body, 7, and in it the mediator `lihua`, account 1.
async fn with_lihua(store: &Store) {
    let hash = passwords::hash_here(PASSWORD).unwrap();
    done(store, move |c| {
        c.execute(
            "INSERT INTO body (id, code, name_zh, name_en, kind, region, fields, opening) VALUES (7, 'c7', '', '', '', $1, '', '')",
            &[REGION.into()],
        )
        .unwrap();
        let new = NewAccount {
            login: " LiHua ".to_owned(),
            name: "李华".to_owned(),
            password_hash: Some(hash),
            roles: vec![(Role::Mediator, 7)],
        };
        assert_eq!(accounts::create(c, &permit(Action::ManageAccounts), new, NOW).unwrap(), 1);
    })
    .await;
}

fn knock(login: &str, password: &str) -> Knock {
    Knock {
        login: login.to_owned(),
        password: password.to_owned(),
        address: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        user_agent: "Test".to_owned(),
        previous: None,
    }
}

async fn who(store: &Store, token: &str, now: i64) -> Option<sessions::SignedIn> {
    let token = token.to_owned();
    store.read(move |c: &mut Conn| sessions::actor_for(c, &token, now)).await.unwrap()
}

#[test]
fn the_right_password_opens_a_session_with_the_roles_of_the_account() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let token = enter(&store, knock("LIHUA", PASSWORD), NOW).await.unwrap();
        let signed_in = who(&store, &token, NOW).await.unwrap();
        let roles = vec![HeldRole { role: Role::Mediator, body: 7, region: REGION.to_owned() }];
        assert_eq!(signed_in.actor, Actor::Staff { account: 1, name: "lihua".to_owned(), roles });
        assert_eq!(signed_in.name, "李华");
        assert_eq!(who(&store, "another", NOW).await, None);
    });
}

#[test]
fn the_token_itself_is_not_kept() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let token = enter(&store, knock("lihua", PASSWORD), NOW).await.unwrap();
        let kept = done(&store, |c| c.query_one("SELECT token_hash FROM sign_in_session", &[]).unwrap().text(0)).await;
        assert_ne!(kept, token);
        assert_eq!(who(&store, &kept, NOW).await, None, "what a thief of the database reads opens nothing");
    });
}

#[test]
fn unknown_login_wrong_password_and_disabled_account_answer_alike() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        assert!(matches!(enter(&store, knock("nobody", PASSWORD), NOW).await, Err(Refused::Wrong)));
        assert!(matches!(enter(&store, knock("lihua", "three chairs in the roof"), NOW).await, Err(Refused::Wrong)));
        done(&store, |c| accounts::disable(c, &permit(Action::ManageAccounts), 1, NOW).unwrap()).await;
        assert!(matches!(enter(&store, knock("lihua", PASSWORD), NOW).await, Err(Refused::Wrong)));
    });
}

#[test]
fn guessing_one_login_is_stopped_even_with_the_right_password_until_the_time_told() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        for n in 0..PER_LOGIN.burst {
            let mut guess = knock("lihua", "guess");
            guess.address = Some(IpAddr::V4(Ipv4Addr::from_bits(n)));
            assert!(matches!(enter(&store, guess, NOW).await, Err(Refused::Wrong)));
        }
        let Err(Refused::TooMany(retry)) = enter(&store, knock("lihua", PASSWORD), NOW).await else { panic!("let in") };
        assert_eq!(retry.at, NOW + 90_000_000);
        assert!(enter(&store, knock("lihua", PASSWORD), retry.at).await.is_ok());
    });
}

#[test]
fn guessing_many_logins_from_one_address_is_stopped() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let keep = |c: &mut Conn| {
            for _ in 0..PER_ADDRESS.burst {
                crate::kit::limit::Limiter::check(c, "sign-in address 127.0.0.1", NOW, PER_ADDRESS).unwrap();
            }
        };
        done(&store, keep).await;
        assert!(matches!(enter(&store, knock("lihua", PASSWORD), NOW).await, Err(Refused::TooMany(_))));
        let mut elsewhere = knock("lihua", PASSWORD);
        elsewhere.address = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)));
        assert!(enter(&store, elsewhere, NOW).await.is_ok());
    });
}

#[test]
fn signing_in_rightly_again_and_again_is_never_stopped() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        for _ in 0..=PER_LOGIN.burst {
            enter(&store, knock("lihua", PASSWORD), NOW).await.unwrap();
        }
    });
}

#[test]
fn a_session_ends_unused_and_in_the_end_however_it_is_used() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let token = enter(&store, knock("lihua", PASSWORD), NOW).await.unwrap();
        assert!(
            who(&store, &token, NOW + sessions::IDLE - 1)
                .await
                .is_some_and(|found| found.touch_due(NOW + sessions::IDLE))
        );
        assert_eq!(who(&store, &token, NOW + sessions::IDLE).await, None);
        let mut now = NOW;
        while now + sessions::IDLE / 2 < NOW + sessions::WHOLE {
            now += sessions::IDLE / 2;
            assert!(who(&store, &token, now).await.is_some());
            let touched = token.clone();
            done(&store, move |c| sessions::touch(c, &touched, now).unwrap()).await;
        }
        assert_eq!(who(&store, &token, NOW + sessions::WHOLE).await, None);
        assert_eq!(done(&store, |c| sessions::prune(c, NOW + sessions::WHOLE).unwrap()).await, 1);
    });
}

#[test]
fn signing_in_ends_the_session_that_the_browser_brought() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let first = enter(&store, knock("lihua", PASSWORD), NOW).await.unwrap();
        let mut again = knock("lihua", PASSWORD);
        again.previous = Some(first.clone());
        let second = enter(&store, again, NOW).await.unwrap();
        assert_ne!(first, second);
        assert_eq!(who(&store, &first, NOW).await, None);
        assert!(who(&store, &second, NOW).await.is_some());
    });
}

#[test]
fn signing_out_a_new_password_and_disabling_end_sessions_at_once() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let ends: [fn(&mut Conn, &str); 3] = [
            |c, token| sessions::close(c, token, NOW).unwrap(),
            |c, _| {
                let hash = passwords::hash_here(PASSWORD).unwrap();
                accounts::set_password(c, &permit(Action::ManageAccounts), 1, hash, NOW).unwrap();
            },
            |c, _| accounts::disable(c, &permit(Action::ManageAccounts), 1, NOW).unwrap(),
        ];
        for end in ends {
            let token = enter(&store, knock("lihua", PASSWORD), NOW).await.unwrap();
            let ended = token.clone();
            done(&store, move |c| end(c, &ended)).await;
            assert_eq!(who(&store, &token, NOW).await, None);
        }
    });
}

#[test]
fn a_role_taken_back_is_gone_with_the_next_request() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let token = enter(&store, knock("lihua", PASSWORD), NOW).await.unwrap();
        done(&store, |c| accounts::drop_role(c, &permit(Action::ManageAccounts), 1, Role::Mediator, 7, NOW).unwrap())
            .await;
        assert_eq!(who(&store, &token, NOW).await.unwrap().actor.roles(), []);
    });
}

#[test]
fn a_token_acts_for_its_account_until_it_is_revoked() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let token = done(&store, |c| tokens::create(c, &permit(Action::CreateToken), 1, "hotline", NOW).unwrap()).await;
        assert!(token.starts_with("cnc_") && token.len() == 47, "{token}");
        let read = |token: String| store.read(move |c: &mut Conn| tokens::actor_for(c, &token));
        assert_eq!(read(token.clone()).await.unwrap().unwrap().actor.account(), Some(1));
        let listed = done(&store, |c| tokens::list(c, 1).unwrap()).await;
        assert_eq!((listed[0].label.as_str(), listed[0].revoked_at), ("hotline", None));
        assert_eq!(read(listed[0].token_hash.clone()).await.unwrap(), None);
        let hash = listed[0].token_hash.clone();
        done(&store, move |c| tokens::revoke(c, &permit(Action::CreateToken), &hash, NOW).unwrap()).await;
        assert_eq!(read(token).await.unwrap(), None);
    });
}

#[test]
fn accounts_are_refused_without_a_login_of_their_own_a_body_or_the_permit_for_it() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let make = |login: &str, roles: Vec<(Role, i64)>, action: Action| {
            let new = NewAccount { login: login.to_owned(), name: String::new(), password_hash: None, roles };
            store.write(move |c: &mut Conn| accounts::create(c, &permit(action), new, NOW))
        };
        let accounts = Action::ManageAccounts;
        assert!(matches!(make("Lihua", vec![], accounts).await, Err(AccountError::LoginTaken)));
        for unusable in ["", "  ", "li hua", "li\u{0}hua", &"l".repeat(65)] {
            assert!(matches!(make(unusable, vec![], accounts).await, Err(AccountError::LoginUnusable)), "{unusable:?}");
        }
        assert!(matches!(make("wang", vec![(Role::Clerk, 99)], accounts).await, Err(AccountError::UnknownBody(99))));
        assert!(matches!(
            make("wang", vec![(Role::Clerk, HOUSE)], accounts).await,
            Err(AccountError::UnknownBody(HOUSE))
        ));
        assert!(matches!(make("wang", vec![], Action::CreateToken).await, Err(AccountError::Denied(_))));
        assert_eq!(make("root", vec![(Role::Operator, HOUSE)], accounts).await.unwrap(), 2, "nothing refused was kept");
    });
}

#[test]
fn the_audit_tells_who_changed_which_account_without_names() {
    on_both_async(|store| async move {
        with_lihua(&store).await;
        let _ = enter(&store, knock("lihua", "wrong"), NOW).await;
        let lines = done(&store, |c| {
            let rows = c.query("SELECT actor, action, detail FROM audit ORDER BY id", &[]).unwrap();
            rows.iter().map(|row| [row.text(0), row.text(1), row.text(2)].join(" ")).collect::<Vec<_>>()
        })
        .await;
        assert_eq!(
            lines,
            ["system:cli account.created 1", "system:cli role.given 1 mediator 7", "anonymous session.refused 1"]
        );
    });
}
