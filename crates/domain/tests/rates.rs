//! How somebody might try to look better than the people think, and why it does not help.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod given;

use std::sync::LazyLock;

use concord_domain::agreement::{self, Draft, Promise};
use concord_domain::assignment::{self, Assign};
use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::diversion::Advice;
use concord_domain::matter::{
    AccountId, Channel, Duty, Event, Form, FulfilmentFound, Matter, Meta, Outcome, Rate, RatingWay, Resolved, Rules,
    TryOutcome, lapse,
};
use concord_domain::rates::{counted, counts, voices};
use concord_domain::rating::{self, CallBack, CallBackState, Missed, Taken, Word};
use concord_domain::return_visit::{self, Found};
use concord_domain::{Refusal, conclusion, intake};
use given::{Shipped, sealed as text};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const CENTRE: BodyId = BodyId(1);
const COMMITTEE: BodyId = BodyId(2);
const HOTLINE: BodyId = BodyId(8);
const MONDAY: Date = date(2026, 3, 2);

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| Shipped::with("general.toml"));

fn on(today: Date) -> Rules<'static> {
    SHIPPED.on(today)
}

fn advised() -> Advice {
    Advice { text: text(), exits: vec!["court".into()] }
}

/// A matter while its story is told.
#[derive(Clone)]
struct Told {
    matter: Matter,
    today: Date,
}

impl Told {
    fn reported() -> Self {
        let matter = given::reported(Channel::Window, "neighbour.noise", CENTRE, 2, &on(MONDAY));
        Self { matter, today: MONDAY }
    }

    fn mediated() -> Self {
        let lead = Assign {
            body: COMMITTEE,
            duty: Duty::Lead,
            by: None,
            mediator: Some(AccountId(1)),
            due_on: None,
            instruction: None,
        };
        Self::reported()
            .with(|m, r| intake::accept(m, CENTRE, r))
            .with(|m, r| assignment::assign(m, lead, r))
            .with(|m, r| assignment::receive(m, 1, r))
    }

    /// With one obligation that is due ten days later.
    fn agreed(self) -> Self {
        self.with(|m, r| {
            let due_on = r.today.saturating_add(10.days());
            let promise = Promise { party: 2, what: text(), amount: None, due_on };
            let draft = Draft { form: Form::Written, facts: text(), terms: text(), obligations: vec![promise] };
            agreement::draft(m, draft, r)
        })
        .with(|m, r| agreement::sign(m, 1, r))
        .with(|m, r| agreement::sign(m, 2, r))
    }

    fn settled(self) -> Self {
        self.agreed()
            .with(|m, r| agreement::seal(m, AccountId(1), r))
            .with(|m, r| conclusion::conclude(m, Outcome::Settled, None, r))
    }

    fn reopened(self) -> Self {
        self.with(|m, r| conclusion::reopen(m, COMMITTEE, text(), r))
    }

    fn rated(self, stars: u8) -> Self {
        self.with(|m, r| rating::rate(m, word(1, stars), r))
    }

    fn with(mut self, decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>) -> Self {
        let events = decide(&self.matter, &on(self.today)).unwrap();
        self.matter = self.matter.after(&events, &Meta { at: 0, actor: "staff:1".into() });
        self
    }

    fn refuses(&self, decide: impl FnOnce(&Matter, &Rules<'_>) -> Result<Vec<Event>, Refusal>) -> Refusal {
        decide(&self.matter, &on(self.today)).unwrap_err()
    }

    fn later(mut self, days: i64) -> Self {
        self.today = self.today.saturating_add(days.days());
        self.with(|m, r| lapse(m, r, &|_| None))
    }

    /// How many of how many.
    fn share(&self, rate: Rate) -> (usize, usize) {
        let all: Vec<_> = counted(&self.matter).into_iter().filter(|c| c.rate == rate).collect();
        (all.iter().filter(|c| c.hit).count(), all.len())
    }
}

fn word(party: u32, stars: u8) -> Word {
    let resolved = if stars > 3 { Resolved::Yes } else { Resolved::No };
    Word { party, stars, resolved: Some(resolved), text: None }
}

fn by_phone(by: BodyId) -> Taken {
    Taken { way: RatingWay::Phone, by, scan: None }
}

#[test]
fn a_settlement_that_holds_counts_and_is_kept_when_its_obligation_is() {
    let told = Told::mediated().settled();
    assert_eq!((told.share(Rate::Settled), told.share(Rate::CameBack)), ((1, 1), (0, 1)));
    assert_eq!(told.share(Rate::Fulfilled), (0, 1), "due and not yet done");
    let told = told.later(3).with(|m, r| agreement::fulfil(m, 1, r.today, r));
    assert_eq!((told.share(Rate::Fulfilled), told.share(Rate::Regret)), ((1, 1), (0, 1)));
}

#[test]
fn attack_reopening_and_concluding_again_counts_once_and_against() {
    let mut told = Told::mediated().settled();
    for _ in 0..3 {
        told = told.later(20).reopened().with(|m, r| {
            let lead = Assign {
                body: COMMITTEE,
                duty: Duty::Lead,
                by: None,
                mediator: Some(AccountId(1)),
                due_on: None,
                instruction: None,
            };
            assignment::assign(m, lead, r)
        });
        told = told.settled();
    }
    assert_eq!((told.share(Rate::Settled), told.share(Rate::CameBack)), ((0, 1), (1, 1)));
}

#[test]
fn what_comes_back_after_ninety_days_had_been_settled() {
    let told = Told::mediated().settled();
    assert_eq!(told.clone().later(90).reopened().share(Rate::Settled), (0, 1));
    let told = told.later(91).reopened();
    assert_eq!((told.share(Rate::Settled), told.share(Rate::CameBack)), ((1, 1), (0, 1)));
}

#[test]
fn attack_getting_rid_of_hard_ones_as_withdrawn_referred_or_returned_leaves_them_in_the_sum() {
    let withdrawn = Told::mediated().with(|m, r| conclusion::withdraw(m, 1, None, advised(), r));
    let referred = Told::mediated().with(|m, r| intake::refer(m, "court", None, r));
    let at_the_door = Told::reported().with(|m, r| intake::turn_back(m, "not_mediable", None, r));
    for told in [withdrawn, referred, at_the_door] {
        assert_eq!(told.share(Rate::Settled), (0, 1), "{:?}", told.matter.status);
        // And whoever brought it may say so.
        assert_eq!(told.rated(1).share(Rate::Satisfaction), (0, 1));
    }
}

#[test]
fn attack_returning_at_the_door_late_is_an_answer_too_late() {
    let back = |told: Told| told.with(|m, r| intake::turn_back(m, "outside_area", None, r)).share(Rate::Response);
    assert_eq!(back(Told::reported().later(1)), (1, 1));
    assert_eq!(back(Told::reported().later(30)), (0, 1));
}

#[test]
fn attack_merging_away_what_was_not_answered_or_did_not_hold() {
    // The fact alone: how it is decided is not the point here.
    let merge = |told: Told| {
        told.with(|_, r| {
            let json = format!(r#"{{"on":"{}","into":"{}"}}"#, r.today, MatterCode::from_number(43).as_str());
            Ok(vec![Event::from_json("matter.merged.v1", &json).unwrap()])
        })
    };
    let fresh = merge(Told::reported().later(1));
    assert!(!counts(&fresh.matter) && counted(&fresh.matter).is_empty(), "counted where it went");
    assert_eq!(merge(Told::reported().later(30)).share(Rate::Response), (0, 1), "it had waited too long before");
    let came_back = merge(Told::mediated().settled().later(5).rated(1).reopened());
    assert_eq!((came_back.share(Rate::Settled), came_back.share(Rate::CameBack)), ((0, 1), (1, 1)));
    assert_eq!(came_back.share(Rate::Satisfaction), (0, 1), "what was said stays said");
}

#[test]
fn attack_five_stars_by_the_body_s_own_telephone_are_kept_and_not_counted() {
    for by in [CENTRE, COMMITTEE] {
        let told = Told::mediated().settled().with(|m, r| rating::take(m, word(1, 5), by_phone(by), r));
        assert_eq!((told.matter.ratings.len(), told.share(Rate::Satisfaction)), (1, (0, 0)));
        // Somebody independent may still ask, and then it counts.
        let told = told.with(|m, r| rating::take(m, word(1, 2), by_phone(HOTLINE), r));
        assert_eq!((told.share(Rate::Satisfaction), told.share(Rate::Resolution)), ((0, 1), (0, 1)));
    }
}

#[test]
fn attack_giving_work_to_whoever_took_a_bad_word_down_does_not_unsay_it() {
    let told = Told::mediated().settled().with(|m, r| rating::take(m, word(1, 1), by_phone(HOTLINE), r));
    let told = told.reopened().with(|m, r| {
        let lead =
            Assign { body: HOTLINE, duty: Duty::Lead, by: None, mediator: None, due_on: None, instruction: None };
        assignment::assign(m, lead, r)
    });
    assert_eq!(told.share(Rate::Satisfaction), (0, 1));
}

#[test]
fn attack_many_ratings_by_one_party_are_one_voice() {
    let told = Told::mediated().settled().rated(5);
    assert_eq!(told.refuses(|m, r| rating::rate(m, word(1, 5), r)), Refusal::AlreadyRated);
    assert_eq!(told.refuses(|m, r| rating::take(m, word(1, 5), by_phone(HOTLINE), r)), Refusal::AlreadyRated);
    let told = told.with(|m, r| rating::rate(m, word(2, 1), r));
    assert_eq!(told.share(Rate::Satisfaction), (1, 2), "the other side is another voice");
}

#[test]
fn a_party_s_own_word_replaces_what_somebody_entered_and_both_are_kept() {
    let told = Told::mediated().settled().with(|m, r| rating::take(m, word(1, 5), by_phone(HOTLINE), r)).rated(2);
    assert_eq!((told.matter.ratings.len(), voices(&told.matter)[0].stars), (2, 2));
}

#[test]
fn it_is_asked_again_after_the_return_visit_and_the_later_word_counts() {
    let told = Told::mediated().settled().rated(5);
    assert!(!told.matter.may_rate(1));
    let found = Found { no: 1, fulfilled: FulfilmentFound::NotYet, satisfied: Some(5), text: None };
    let told = told
        .later(15)
        .with(|m, r| return_visit::arrange(m, r.today, AccountId(1), r))
        .with(|m, r| return_visit::report(m, found, r));
    assert_eq!(told.share(Rate::Satisfaction), (1, 1), "what the visitor notes is no judgement");
    assert!(told.matter.may_rate(1));
    let told = told.rated(2);
    assert_eq!((told.share(Rate::Satisfaction), told.share(Rate::Resolution)), ((0, 1), (0, 1)));
}

#[test]
fn attack_a_reopening_does_not_wipe_out_what_was_said() {
    let told = Told::mediated().settled().rated(1).reopened();
    assert_eq!(told.share(Rate::Satisfaction), (0, 1));
}

#[test]
fn attack_a_date_of_one_s_choice_changes_no_rate() {
    // The one day that a person names: when something was done.
    let told = Told::mediated().settled().later(30);
    let late = told.clone().with(|m, r| agreement::fulfil(m, 1, r.today, r));
    let told = told.with(|m, _| agreement::fulfil(m, 1, MONDAY, &on(late.today)));
    assert_eq!(counted(&told.matter), counted(&late.matter));
}

#[test]
fn an_agreement_that_a_signer_goes_back_on_is_regretted_and_a_draft_that_nobody_signed_is_not() {
    let refused = |told: Told, party| told.with(move |m, r| agreement::refuse(m, party, None, r)).share(Rate::Regret);
    assert_eq!(refused(Told::mediated().agreed(), 1), (1, 1));
    let unsigned = Told::mediated().with(|m, r| {
        let draft = Draft { form: Form::Written, facts: text(), terms: text(), obligations: Vec::new() };
        agreement::draft(m, draft, r)
    });
    assert_eq!(refused(unsigned.clone().with(|m, r| agreement::sign(m, 1, r)), 2), (0, 0));
    assert_eq!(refused(unsigned, 1), (0, 0));
    let left = Told::mediated().agreed().with(|m, r| conclusion::withdraw(m, 2, None, advised(), r));
    assert_eq!(left.share(Rate::Regret), (1, 1));
    let broken = Told::mediated().settled().later(12).with(|m, r| agreement::breach(m, 1, r));
    assert_eq!((broken.share(Rate::Regret), broken.share(Rate::Fulfilled)), ((1, 1), (0, 1)));
}

#[test]
fn who_had_the_matter_does_not_call_back_and_who_is_not_reached_three_times_is_replaced() {
    let told = Told::mediated().settled();
    let call = |by| CallBack { round: "r".into(), by, found: None };
    assert_eq!(told.refuses(|m, r| rating::call_back(m, word(1, 5), call(COMMITTEE), r)), Refusal::NotIndependent);
    let miss = |outcome| Missed { party: 1, by: HOTLINE, outcome, round: Some("r".into()) };
    let mut tried = told.clone().with(|m, r| rating::missed(m, miss(TryOutcome::Later), r));
    for _ in 0..3 {
        assert_eq!(tried.matter.call_back("r"), CallBackState::Waiting);
        tried = tried.with(|m, r| rating::missed(m, miss(TryOutcome::NotReached), r));
    }
    assert_eq!(tried.matter.call_back("r"), CallBackState::Unreachable);
    let told = told.with(|m, r| rating::call_back(m, word(1, 1), call(HOTLINE), r));
    assert_eq!((told.matter.call_back("r"), told.share(Rate::Satisfaction)), (CallBackState::Answered, (0, 1)));
    assert_eq!(told.refuses(|m, r| rating::call_back(m, word(1, 5), call(HOTLINE), r)), Refusal::CallBackDone);
}

#[test]
fn attack_archiving_before_the_return_visit_silences_nobody() {
    let told = Told::mediated().settled().later(200).with(conclusion::archive);
    assert!(told.matter.may_rate(1));
    let call = CallBack { round: "r".into(), by: HOTLINE, found: Some(FulfilmentFound::NotYet) };
    assert_eq!(told.with(|m, r| rating::call_back(m, word(1, 1), call, r)).share(Rate::Satisfaction), (0, 1));
}
