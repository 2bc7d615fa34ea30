//! The rules of who may do what, asked of the policies as shipped.

use std::sync::LazyLock;

use concord_policy::{Action, Actor, Denied, HeldRole, MatterFacts, Policy, Role, Subject, SubjectId};

static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::load().expect("the shipped policies load"));

const COMMITTEE: i64 = 7;
const COURT: i64 = 8;
const AID: i64 = 9;
const VILLAGE: &str = "330106003002";

fn staff(account: i64, role: Role, body: i64, region: &str) -> Actor {
    Actor::Staff { account, name: "w".to_owned(), roles: vec![HeldRole { role, body, region: region.to_owned() }] }
}

fn matter() -> MatterFacts {
    MatterFacts {
        id: 1,
        region: VILLAGE.to_owned(),
        tier_area: Some(VILLAGE.to_owned()),
        owner_body: Some(COMMITTEE),
        bodies: vec![COMMITTEE, COURT],
        receivers: vec![AID],
        mediator: Some(20),
        filed_by: Some(30),
    }
}

fn ask(actor: &Actor, action: Action) -> Result<(), Denied> {
    POLICY.permit(actor, action, &Subject::Matter(matter())).map(|_| ())
}

#[test]
fn policies_fit_their_schema_and_the_whole_matrix_is_as_reviewed() {
    insta::assert_snapshot!(POLICY.matrix());
}

#[test]
fn a_permit_says_who_may_do_what_to_which_matter() {
    let permit = POLICY
        .permit(&staff(20, Role::Mediator, COMMITTEE, VILLAGE), Action::SealAgreement, &Subject::Matter(matter()))
        .unwrap();
    assert_eq!((permit.actor(), permit.action()), ("staff:20", Action::SealAgreement));
    assert_eq!(permit.subject(), &SubjectId::Matter(1));
    assert!(permit.covers_matter(1) && !permit.covers_matter(2));
}

#[test]
fn a_matter_without_relation_is_hidden_not_forbidden() {
    let stranger = staff(1, Role::Mediator, 99, "3302");
    assert_eq!(ask(&stranger, Action::ViewMatter), Err(Denied::Hidden));
    assert_eq!(ask(&stranger, Action::ConcludeMatter), Err(Denied::Hidden));
    assert_eq!(ask(&Actor::Anonymous, Action::ViewMatter), Err(Denied::Hidden));
    assert_eq!(ask(&Actor::Party { matter: 2, party: 1 }, Action::RateMatter), Err(Denied::Hidden));
}

#[test]
fn whoever_something_was_sent_to_answers_for_that_and_does_not_see_the_matter() {
    let receiver = staff(1, Role::Officer, AID, "3302");
    assert_eq!(ask(&receiver, Action::AnswerDiversion), Ok(()));
    assert_eq!(ask(&receiver, Action::ViewMatter), Err(Denied::Hidden));
    assert_eq!(ask(&staff(1, Role::Officer, COURT, "3302"), Action::AnswerDiversion), Err(Denied::Forbidden));
}

#[test]
fn what_one_may_see_but_not_do_is_forbidden() {
    assert_eq!(ask(&staff(1, Role::Clerk, 5, VILLAGE), Action::ConcludeMatter), Err(Denied::Forbidden));
    assert_eq!(ask(&Actor::Party { matter: 1, party: 2 }, Action::ViewPrivateNotes), Err(Denied::Forbidden));
}

#[test]
fn a_region_covers_what_lies_below_it_and_nothing_beside_or_above() {
    for (region, sees) in [
        ("33", true),
        ("330106", true),
        (VILLAGE, true),
        ("330106003003", false),
        ("330106003002004", false),
        ("", false),
    ] {
        assert_eq!(ask(&staff(1, Role::Supervisor, 5, region), Action::ViewMatter).is_ok(), sees, "{region:?}");
    }
}

#[test]
fn what_a_higher_tier_has_is_routed_there_and_still_seen_at_home() {
    let county = Subject::Matter(MatterFacts { tier_area: Some("330106".to_owned()), ..matter() });
    let town = staff(1, Role::Coordinator, 5, "330106003");
    let may = |actor: &Actor, action| POLICY.permit(actor, action, &county).map(|_| ());
    for action in [Action::AssignMatter, Action::AcceptMatter, Action::RaiseMatter, Action::ArchiveMatter] {
        assert_eq!(may(&town, action), Err(Denied::Forbidden), "{action}");
        assert_eq!(may(&staff(1, Role::Coordinator, 6, "330106"), action), Ok(()), "{action}");
        // Nor by whom it was given to: it is done there, and not sent on.
        assert_eq!(
            may(&staff(1, Role::Coordinator, COMMITTEE, "330106003"), action).is_ok(),
            action == Action::ArchiveMatter
        );
        assert_eq!(ask(&town, action), Ok(()), "{action}");
    }
    for action in [Action::ViewMatter, Action::WriteNote, Action::DecideDanger, Action::WithdrawMatter] {
        assert_eq!(may(&town, action), Ok(()), "{action}");
    }
    for action in [Action::NameMediator, Action::AnswerAssignment, Action::PauseClock] {
        assert_eq!(may(&staff(1, Role::Coordinator, COMMITTEE, "330106003"), action), Ok(()), "{action}");
        assert_eq!(may(&town, action), Err(Denied::Forbidden), "{action}");
    }
    let mediator = staff(20, Role::Mediator, COMMITTEE, VILLAGE);
    assert_eq!((may(&mediator, Action::ArrangeSession), may(&mediator, Action::ConcludeMatter)), (Ok(()), Ok(())));
    assert_eq!(
        (may(&mediator, Action::RaiseMatter), ask(&mediator, Action::RaiseMatter)),
        (Err(Denied::Forbidden), Ok(()))
    );
    assert_eq!(may(&mediator, Action::AskRise), Ok(()));
    // A request to take it up may be about them: others say why it stays.
    assert_eq!(ask(&mediator, Action::DeclineRise), Err(Denied::Forbidden));
    assert_eq!(ask(&town, Action::DeclineRise), Ok(()));
    let supervisor = staff(1, Role::Supervisor, 5, "330106003");
    assert_eq!(
        (may(&supervisor, Action::ViewMatter), may(&supervisor, Action::UrgeMatter)),
        (Ok(()), Err(Denied::Forbidden))
    );
    assert_eq!(may(&staff(1, Role::Coordinator, 5, "330107"), Action::ViewMatter), Err(Denied::Hidden));
}

#[test]
fn a_body_called_in_takes_part_without_the_last_word() {
    let officer = staff(1, Role::Officer, COURT, "3302");
    assert_eq!(ask(&officer, Action::WriteNote), Ok(()));
    assert_eq!(ask(&officer, Action::RecordSession), Ok(()));
    assert_eq!(ask(&officer, Action::ConcludeMatter), Err(Denied::Forbidden));
}

#[test]
fn a_grid_worker_sees_what_they_filed_after_it_moved_elsewhere() {
    assert_eq!(ask(&staff(30, Role::GridWorker, 5, "330106003009001"), Action::ViewMatter), Ok(()));
    assert_eq!(ask(&staff(31, Role::GridWorker, 5, "330106003009001"), Action::ViewMatter), Err(Denied::Hidden));
}

#[test]
fn nobody_but_a_party_rates() {
    for role in Role::ALL {
        assert!(ask(&staff(20, *role, COMMITTEE, "33"), Action::RateMatter).is_err(), "{role}");
    }
    assert!(ask(&Actor::System("rule"), Action::RateMatter).is_err());
    assert_eq!(ask(&Actor::Party { matter: 1, party: 1 }, Action::RateMatter), Ok(()));
}

#[test]
fn the_operator_and_the_representative_read_no_matter() {
    for role in [Role::Operator, Role::Representative] {
        let actor = staff(20, role, COMMITTEE, "33");
        for action in
            [Action::ViewMatter, Action::ViewNames, Action::ViewList, Action::ExportList, Action::ViewPrivateNotes]
        {
            assert!(!POLICY.ever(&actor, action), "{role} {action}");
        }
    }
    assert_eq!(ask(&staff(1, Role::Operator, 5, "33"), Action::ViewMatter), Err(Denied::Hidden));
}

#[test]
fn roles_add_up_but_do_not_mix_across_bodies() {
    let roles = vec![
        HeldRole { role: Role::Mediator, body: 99, region: "3302".to_owned() },
        HeldRole { role: Role::Clerk, body: 5, region: VILLAGE.to_owned() },
    ];
    let both = Actor::Staff { account: 1, name: "w".to_owned(), roles };
    assert_eq!(ask(&both, Action::ViewMatter), Ok(()));
    assert_eq!(ask(&both, Action::ConcludeMatter), Err(Denied::Forbidden));
    assert_eq!(POLICY.regions(&both, Action::UseDesk), [VILLAGE]);
    assert_eq!(POLICY.bodies(&both, Action::ViewList), [5, 99]);
}

#[test]
fn regions_and_bodies_that_are_not_ones_own_are_forbidden() {
    let coordinator = staff(1, Role::Coordinator, COMMITTEE, "330106");
    assert!(POLICY.allows(&coordinator, Action::ViewQueue, &Subject::Body(COMMITTEE)));
    assert!(POLICY.allows(&coordinator, Action::ViewQueue, &Subject::Region("330106003".to_owned())));
    for subject in [Subject::Body(COURT), Subject::Region("3301".to_owned()), Subject::House] {
        assert_eq!(POLICY.permit(&coordinator, Action::ViewQueue, &subject), Err(Denied::Forbidden));
    }
}

#[test]
fn anyone_may_report_and_only_report() {
    let region = Subject::Region(VILLAGE.to_owned());
    assert!(POLICY.allows(&Actor::Anonymous, Action::FileReport, &region));
    let rest = Action::ALL.iter().filter(|action| **action != Action::FileReport);
    assert!(rest.clone().all(|action| !POLICY.ever(&Actor::Anonymous, *action)));
}

#[test]
fn every_action_is_permitted_to_someone() {
    let matrix = POLICY.matrix();
    let lines: Vec<&str> = matrix.lines().collect();
    for pair in lines.windows(2) {
        assert!(pair[0].starts_with(' ') || pair[1].starts_with(' '), "nobody may {}", pair[0]);
    }
}

#[test]
fn a_role_has_one_written_name() {
    for role in Role::ALL {
        assert_eq!(role.as_str().parse::<Role>(), Ok(*role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
    }
    assert!("admin".parse::<Role>().is_err());
}

#[test]
fn the_journal_names_each_actor() {
    let actors = [
        staff(12, Role::Clerk, 1, "33"),
        Actor::Party { matter: 1, party: 3 },
        Actor::System("import"),
        Actor::Anonymous,
    ];
    assert_eq!(actors.map(|actor| actor.reference()), ["staff:12", "party:3", "system:import", "anonymous"]);
}
