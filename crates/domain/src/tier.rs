//! Up a tier by a rule, by a person with a reason or at a party's request; down again only where the lower one agrees.
//!
//! Small things do not leave the village, large ones the town, hard ones the district: a matter rises because a rule or a
//! person says so, never by being lost.

use crate::body::BodyId;
use crate::clock::LapseAct;
use crate::label::Label;
use crate::matter::{
    Event, Matter, Raised, RaisedBy, RiseAsked, RiseDeclined, Rules, SendDownDeclined, SendDownOffered, SentDown,
    Status, with_clocks,
};
use crate::playbook::{Answers, Facts};
use crate::refusal::Refusal;
use crate::region::Tier;
use crate::sealed::Sealed;

/// Who would have a matter at a tier; none where no body of that tier takes it.
pub type BodyAt<'a> = dyn Fn(Tier) -> Option<BodyId> + 'a;

/// A body, and the tier that it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Superior {
    pub body: BodyId,
    pub tier: Tier,
}

/// The rise that it comes to when a body has a matter from now on that was at a lower tier: that tier's own time begins, and every
/// party reads who has it now.
pub(crate) fn comes_to(
    matter: &Matter,
    to: Superior,
    by: RaisedBy,
    (because, reason): (Option<Label>, Option<Sealed>),
    rules: &Rules<'_>,
) -> Option<Event> {
    let from = matter.tiers.tier();
    let Superior { body, tier } = to;
    let raised = || Raised { on: rules.today, from, to: tier, body, by, rule: None, because, reason };
    (tier > from).then(|| raised().into())
}

/// Where a person sends it, and why.
#[derive(Clone, Debug)]
pub struct Raise {
    pub to: Tier,
    pub body: BodyId,
    pub reason: Sealed,
}

/// A person takes the matter up a tier; an open request of a party is answered by it.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::AgreementOpen`], [`Refusal::TierNotHigher`].
pub fn raise(matter: &Matter, cmd: Raise, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    movable(matter)?;
    let from = matter.tiers.tier();
    if cmd.to <= from {
        return Err(Refusal::TierNotHigher { tier: from });
    }
    let by = if matter.tiers.open_request().is_some() { RaisedBy::Request } else { RaisedBy::Person };
    let Raise { to, body, reason } = cmd;
    let raised = Raised { on: rules.today, from, to, body, by, rule: None, because: None, reason: Some(reason) };
    with_clocks(Some(matter), vec![raised.into()], rules)
}

fn movable(matter: &Matter) -> Result<(), Refusal> {
    matter.require_open()?;
    if matter.status == Status::Agreement { Err(Refusal::AgreementOpen) } else { Ok(()) }
}

/// The rise that a rule of the playbook brings, if one holds: the first in its order to a tier that has a body. A rule
/// raises a matter once: what was sent down with consent does not bounce back by the same rule.
///
/// # Errors
/// [`Refusal::CalendarYear`].
pub fn rise_by_rule(
    matter: &Matter,
    answers: &Answers,
    rules: &Rules<'_>,
    body_at: &BodyAt<'_>,
) -> Result<Vec<Event>, Refusal> {
    if movable(matter).is_err() {
        return Ok(Vec::new());
    }
    let facts = Facts { answers: answers.clone(), ..matter.facts(rules.today) };
    let fresh = |rule: &str| !matter.tiers.risen_by.iter().any(|risen| risen == rule);
    for rise in rules.playbook.rises(&facts).into_iter().filter(|rise| fresh(rise.rule())) {
        let Some(body) = body_at(rise.to) else { continue };
        let raised = Raised {
            on: rules.today,
            from: matter.tiers.tier(),
            to: rise.to,
            body,
            by: RaisedBy::Rule,
            rule: Some(rise.rule().to_owned()),
            because: Some(rise.because.clone()),
            reason: None,
        };
        return with_clocks(Some(matter), vec![raised.into()], rules);
    }
    Ok(Vec::new())
}

/// The rise that follows from a time limit that ran out today, where its rule says so.
///
/// # Errors
/// [`Refusal::CalendarYear`].
pub fn rise_by_clock(matter: &Matter, rules: &Rules<'_>, body_at: &BodyAt<'_>) -> Result<Vec<Event>, Refusal> {
    if movable(matter).is_err() {
        return Ok(Vec::new());
    }
    let rises = |key: &str| rules.playbook.clock(key).is_some_and(|spec| spec.lapse.contains(&LapseAct::Rise));
    let run_out = matter.running_clocks().filter(|c| c.lapsed_on == Some(rules.today)).find(|c| rises(&c.key()));
    let Some(clock) = run_out else { return Ok(Vec::new()) };
    let from = matter.tiers.tier();
    let mut above = Tier::ALL.into_iter().filter(|tier| *tier > from);
    let Some((to, body)) = above.find_map(|tier| body_at(tier).map(|body| (tier, body))) else { return Ok(Vec::new()) };
    let because = Some(Label::new(clock.name.zh.clone(), clock.name.en.clone()));
    let rule = Some(format!("clock {}", clock.no));
    if rule.as_ref().is_some_and(|rule| matter.tiers.risen_by.contains(rule)) {
        return Ok(Vec::new());
    }
    let raised = Raised { on: rules.today, from, to, body, by: RaisedBy::Clock, rule, because, reason: None };
    with_clocks(Some(matter), vec![raised.into()], rules)
}

/// A party asks for a higher tier.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::NoSuchEntry`], [`Refusal::RiseAskedAlready`].
pub fn ask(matter: &Matter, party: u32, reason: Option<Sealed>, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    if matter.tiers.open_request().is_some() {
        return Err(Refusal::RiseAskedAlready);
    }
    with_clocks(Some(matter), vec![RiseAsked { on: rules.today, party, reason }.into()], rules)
}

/// It stays where it is; the party reads why.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::NoRiseAsked`].
pub fn decline(matter: &Matter, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    matter.tiers.open_request().ok_or(Refusal::NoRiseAsked)?;
    with_clocks(Some(matter), vec![RiseDeclined { on: rules.today, reason }.into()], rules)
}

/// Asks a body of a lower tier to take the matter; it stays here until that body agrees.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::AgreementOpen`], [`Refusal::TierNotLower`], [`Refusal::OfferPending`].
pub fn offer_down(
    matter: &Matter,
    to: Tier,
    body: BodyId,
    reason: Sealed,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    movable(matter)?;
    let from = matter.tiers.tier();
    if to >= from {
        return Err(Refusal::TierNotLower { tier: from });
    }
    if matter.tiers.offer.is_some() {
        return Err(Refusal::OfferPending);
    }
    Ok(vec![SendDownOffered { on: rules.today, to, body, reason }.into()])
}

/// The lower body takes it.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::AgreementOpen`], [`Refusal::NoOffer`].
pub fn accept_down(matter: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    movable(matter)?;
    let offer = matter.tiers.offer.as_ref().ok_or(Refusal::NoOffer)?;
    let sent = SentDown { on: rules.today, from: matter.tiers.tier(), to: offer.to, body: offer.body };
    with_clocks(Some(matter), vec![sent.into()], rules)
}

/// The lower body does not take it, and says why.
///
/// # Errors
/// [`Refusal::AlreadyConcluded`], [`Refusal::NoOffer`].
pub fn decline_down(matter: &Matter, reason: Sealed, rules: &Rules<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_open()?;
    let offer = matter.tiers.offer.as_ref().ok_or(Refusal::NoOffer)?;
    Ok(vec![SendDownDeclined { on: rules.today, body: offer.body, reason }.into()])
}
