//! What is recorded: a report, its acceptance, the oral agreement and the conclusion.

use concord_domain::body::BodyId;
use concord_domain::category::CategoryCode;
use concord_domain::matter::{AccountId, Channel, DangerKind, Duty, Event, Form, Matter, Meta, Outcome, PersonDetails};
use concord_domain::playbook::Answers;
use concord_domain::region::RegionCode;
use concord_domain::{agreement, assignment, conclusion, intake};
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor, Role};

use crate::kit::check::Check;
use crate::kit::danger;
use crate::kit::desk::Desk;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::{Failure, FieldProblem};
use crate::kit::filing::{Filed, Filing};
use crate::kit::mediator_queries;
use crate::kit::visit::Visit;

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Settled, and over.
    Concluded,
    /// Filed as any report: where it speaks of danger, people judge that first.
    Open,
}

/// What was settled on the spot.
#[derive(Clone, Debug)]
pub struct OnTheSpot {
    pub applicant: PersonDetails,
    /// The other side's name.
    pub other: String,
    pub what: String,
    pub agreed: String,
    /// What kind of dispute it is; by its words where it is not said.
    pub category: Option<CategoryCode>,
    /// Where; the area of the one who writes it down where it is not said.
    pub region: Option<RegionCode>,
    /// Who mediated, where another one writes it down.
    pub mediator: Option<i64>,
    pub ending: Ending,
}

/// The names of the fields, which a form and the API call differently.
pub struct Names {
    pub applicant: &'static str,
    pub other: &'static str,
    pub what: &'static str,
    pub agreed: &'static str,
    pub category: &'static str,
}

impl OnTheSpot {
    /// Everything is needed but the telephone number; of what stays open also not the other side, and nothing that was agreed. What
    /// speaks of danger is not concluded before somebody has judged it. Problems come in the order of the screen.
    pub fn checked(self, desk: &Desk, actor: &Actor, names: &Names) -> Result<Self, Failure> {
        let mut check = Check::new();
        let name = |check: &mut Check, field: &str, name: &str| {
            if name.trim().is_empty() {
                check.note(FieldProblem::new(field, "problem-their-name"));
            }
        };
        let concludes = self.ending == Ending::Concluded;
        check.text(names.what, &self.what);
        if self.category.as_ref().is_some_and(|category| !desk.categories.contains(category)) {
            check.note(FieldProblem::new(names.category, "problem-not-a-choice"));
        }
        if concludes && !dangers(desk, self.category.as_ref(), &self.what, &self.agreed).is_empty() {
            check.note(FieldProblem::new(names.what, "problem-spot-danger"));
        }
        if concludes {
            check.text(names.agreed, &self.agreed);
        } else {
            check.some_text(names.agreed, &self.agreed);
        }
        name(&mut check, names.applicant, &self.applicant.name);
        if concludes {
            name(&mut check, names.other, &self.other);
        }
        match post(desk, actor, self.region.as_ref()) {
            Ok(post) if concludes && post.writes_for_a_mediator() && self.mediator.is_none() => {
                check.note(FieldProblem::new("mediator", "problem-spot-mediator"));
            }
            Err(Failure::Invalid(problems)) => problems.into_iter().for_each(|problem| check.note(problem)),
            Err(other) => return Err(other),
            Ok(_) => {}
        }
        check.done(Some(self))
    }

    /// As a report that stays open: what was agreed belongs to the story then, and is called so.
    fn story(&self, desk: &Desk, visit: &Visit) -> String {
        match (self.what.trim(), self.agreed.trim()) {
            (what, "") => what.to_owned(),
            (what, agreed) => {
                format!("{what}\n{}", desk.text(visit, "on-the-spot-story", &[("agreed", agreed.into())]))
            }
        }
    }
}

/// The kinds of danger that what happened or what was agreed speaks of.
pub fn dangers(desk: &Desk, category: Option<&CategoryCode>, what: &str, agreed: &str) -> Vec<DangerKind> {
    let guess = || desk.playbooks.classify(what).into_iter().next().map(|guess| guess.category);
    let kind = category.cloned().or_else(guess);
    let playbook = kind.map_or(desk.playbooks.general(), |kind| desk.playbooks.for_category(&kind));
    let signs = danger::signs(playbook, &format!("{what}\n{agreed}"), &Answers::default(), &[]);
    signs.into_iter().flat_map(|(_, kinds)| kinds).collect()
}

/// Where somebody settles small things, and in which role.
#[derive(Clone, Debug)]
pub struct Post {
    pub region: RegionCode,
    pub body: BodyId,
    role: Role,
    account: AccountId,
}

impl Post {
    /// Whether somebody else mediated: the window writes down what a mediator of its body settled at the counter.
    pub fn writes_for_a_mediator(&self) -> bool {
        self.role == Role::Clerk
    }
}

/// The posts in which the actor may settle on the spot: each role is asked on its own, as it decides who mediated.
fn posts(desk: &Desk, actor: &Actor) -> Result<Vec<Post>, Failure> {
    let Actor::Staff { account, name, roles } = actor else { return Err(Failure::SignedOut) };
    let places = desk.places();
    let held = roles.iter().filter_map(|held| {
        let body = BodyId(held.body);
        let region = places.body(body)?.region.clone();
        let alone = Actor::Staff { account: *account, name: name.clone(), roles: vec![held.clone()] };
        let area = Subject::Region(region.as_str().to_owned());
        let may = desk.policy.allows(&alone, Action::SettleOnTheSpot, &area);
        may.then_some(Post { region, body, role: held.role, account: AccountId(*account) })
    });
    Ok(held.collect())
}

/// The post in which this actor settles something in a region, or anything at all.
///
/// # Errors
/// [`Failure::SignedOut`], [`Failure::Forbidden`] for whoever may not at all, a problem of `region` for a place that is not theirs.
pub fn post(desk: &Desk, actor: &Actor, region: Option<&RegionCode>) -> Result<Post, Failure> {
    let posts = posts(desk, actor)?;
    // Whoever mediates does not write for another.
    let first = posts.iter().min_by_key(|post| post.writes_for_a_mediator()).ok_or(Failure::Forbidden)?;
    let Some(region) = region else { return Ok(first.clone()) };
    let near = posts.iter().filter(|post| region.is_within(&post.region)).min_by_key(|p| p.writes_for_a_mediator());
    near.cloned().ok_or_else(|| Failure::field("region", "problem-spot-region"))
}

/// The kind of dispute, as it was chosen; `field` is where it was.
///
/// # Errors
/// A problem of the field for what is no code.
pub fn category(field: &str, text: Option<&str>) -> Result<Option<CategoryCode>, Failure> {
    let code = |text: &str| CategoryCode::try_from(text).map_err(|_| Failure::field(field, "problem-not-a-choice"));
    text.filter(|text| !text.is_empty()).map(code).transpose()
}

/// The place, as it was typed or chosen.
///
/// # Errors
/// A problem of `region` for what is no code.
pub fn region(text: Option<&str>) -> Result<Option<RegionCode>, Failure> {
    let code = |text: &str| text.parse().map_err(|_| Failure::field("region", "problem-region"));
    text.filter(|text| !text.is_empty()).map(code).transpose()
}

/// Records all of it: on disk together, or not at all. What is to stay open is filed as any report: whoever is on duty is told of its
/// danger.
///
/// # Errors
/// [`Failure::Invalid`] for what is missing, a place of others, a mediator who is none of the body.
pub async fn settle(desk: &Desk, visit: &Visit, spot: OnTheSpot) -> Result<Filed, Failure> {
    let actor = visit.staff()?;
    let post = post(desk, actor, spot.region.as_ref())?;
    let filing = Filing {
        category: spot.category.clone(),
        region: Some(spot.region.clone().unwrap_or(post.region.clone())),
        narrative: if spot.ending == Ending::Open { spot.story(desk, visit) } else { spot.what.clone() },
        applicant: spot.applicant.clone(),
        respondents: vec![PersonDetails { name: spot.other.clone(), ..PersonDetails::default() }],
        filed_by: Some(post.account),
        ..Filing::by(if post.role == Role::GridWorker { Channel::Grid } else { Channel::Window })
    };
    if spot.ending == Ending::Open {
        return desk.file_as(actor, Action::SettleOnTheSpot, filing, &|_, _| Ok(Vec::new())).await;
    }
    let (body, by) = (post.body, mediator(desk, &post, spot.mediator).await?);
    let then = |opened: &Matter, drawer: &mut Drawer<'_>| conclude(desk, opened, (body, by), &spot, drawer);
    desk.file_as(actor, Action::SettleOnTheSpot, filing, &then).await
}

/// Who mediated: the one who writes it down, or at the window the mediator who is named.
async fn mediator(desk: &Desk, post: &Post, named: Option<i64>) -> Result<AccountId, Failure> {
    if !post.writes_for_a_mediator() {
        return Ok(post.account);
    }
    let named = named.ok_or_else(|| Failure::field("mediator", "problem-spot-mediator"))?;
    let body = post.body.0;
    let found = desk.store.read(move |c| mediator_queries::mediates(c, named, body)).await?;
    found.map(|m| AccountId(m.account)).ok_or_else(|| Failure::field("mediator", "problem-spot-mediator"))
}

fn conclude(
    desk: &Desk,
    opened: &Matter,
    (body, by): (BodyId, AccountId),
    spot: &OnTheSpot,
    drawer: &mut Drawer<'_>,
) -> Result<Vec<Event>, Failure> {
    if opened.open_danger().is_some() {
        return Err(Failure::field("narrative", "problem-spot-danger"));
    }
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
