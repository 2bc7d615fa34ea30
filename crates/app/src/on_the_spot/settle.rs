//! What is recorded: a report, its acceptance, the oral agreement and the conclusion.

use concord_domain::body::BodyId;
use concord_domain::matter::{AccountId, Channel, Duty, Event, Form, Matter, Meta, Outcome, PersonDetails};
use concord_domain::region::RegionCode;
use concord_domain::{agreement, assignment, conclusion, intake};
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor};

use crate::kit::check::Check;
use crate::kit::desk::Desk;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::{Filed, Filing};

/// What was settled on the spot.
#[derive(Clone, Debug)]
pub struct OnTheSpot {
    pub applicant: PersonDetails,
    /// The other side's name.
    pub other: String,
    pub what: String,
    pub agreed: String,
}

/// The names of the fields, which a form and the API call differently.
pub struct Names {
    pub applicant: &'static str,
    pub other: &'static str,
    pub what: &'static str,
    pub agreed: &'static str,
}

impl OnTheSpot {
    /// Everything is needed but the telephone number.
    pub fn checked(self, names: &Names) -> Result<Self, Failure> {
        let mut check = Check::new();
        for (field, name) in [(names.applicant, &self.applicant.name), (names.other, &self.other)] {
            if name.trim().is_empty() {
                check.note(FieldProblem::new(field, "problem-name-missing"));
            }
        }
        check.text(names.what, &self.what);
        check.text(names.agreed, &self.agreed);
        check.done(Some(self))
    }
}

/// Where the person who settles it works: the area and body of the first role that may.
fn post(desk: &Desk, actor: &Actor) -> Result<(RegionCode, BodyId, AccountId), Failure> {
    let places = desk.places();
    let account = actor.account().ok_or(Failure::SignedOut)?;
    for held in actor.roles() {
        let body = BodyId(held.body);
        let Some(region) = places.body(body).map(|body| body.region.clone()) else { continue };
        let area = Subject::Region(region.as_str().to_owned());
        if desk.permit_on(actor, Action::SettleOnTheSpot, &area).is_ok() {
            return Ok((region, body, AccountId(account)));
        }
    }
    Err(Failure::Forbidden)
}

/// Whether this actor may at all.
pub fn allowed(desk: &Desk, actor: &Actor) -> Result<(), Failure> {
    post(desk, actor).map(drop)
}

/// Records all of it: on disk together, or not at all.
pub async fn settle(desk: &Desk, actor: &Actor, spot: OnTheSpot) -> Result<Filed, Failure> {
    let (region, body, by) = post(desk, actor)?;
    let filing = Filing {
        region: Some(region),
        narrative: spot.what.clone(),
        applicant: spot.applicant.clone(),
        respondents: vec![PersonDetails { name: spot.other.clone(), ..PersonDetails::default() }],
        filed_by: Some(by),
        ..Filing::by(Channel::Grid)
    };
    desk.file_and(actor, filing, &|opened, drawer| conclude(desk, opened, (body, by), &spot, drawer)).await
}

fn conclude(
    desk: &Desk,
    opened: &Matter,
    (body, by): (BodyId, AccountId),
    spot: &OnTheSpot,
    drawer: &mut Drawer<'_>,
) -> Result<Vec<Event>, Failure> {
    let rules = desk.rules(opened);
    let meta = Meta { at: desk.now(), actor: String::new() };
    let (mut now, mut all) = (opened.clone(), Vec::new());
    let mut take = |now: &mut Matter, events: Vec<Event>| {
        *now = now.after(&events, &meta);
        all.extend(events);
    };
    let events = intake::accept(&now, body, &rules)?;
    take(&mut now, events);
    let order =
        assignment::Assign { body, duty: Duty::Lead, mediator: Some(by), due_on: None, instruction: None, by: None };
    let events = assignment::assign(&now, order, &rules)?;
    take(&mut now, events);
    let draft = agreement::Draft {
        form: Form::Oral,
        facts: drawer.seal(TextKind::AgreementFacts, &spot.what),
        terms: drawer.seal(TextKind::AgreementTerms, &spot.agreed),
        obligations: Vec::new(),
    };
    let events = agreement::draft(&now, draft, &rules)?;
    take(&mut now, events);
    for party in now.agreement().map(agreement_signers).unwrap_or_default() {
        let events = agreement::sign(&now, party, &rules)?;
        take(&mut now, events);
    }
    let events = agreement::seal(&now, by, &rules)?;
    take(&mut now, events);
    let events = conclusion::conclude(&now, Outcome::Settled, None, &rules)?;
    take(&mut now, events);
    Ok(all)
}

fn agreement_signers(agreement: &concord_domain::matter::Agreement) -> Vec<u32> {
    agreement.signers.clone()
}
