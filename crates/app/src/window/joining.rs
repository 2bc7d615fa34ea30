//! A report about a dispute that is known already: it joins the earlier matter instead of opening another.

use concord_domain::code::{AccessKey, MatterCode};
use concord_domain::diversion::arrival;
use concord_domain::family;
use concord_domain::intake::{self, NewParty, Report};
use concord_domain::matter::{EarlierShown, EarlierVerdict, Event, Matter, Meta, PartyRole, Rules, UrgencyCause};
use concord_domain::playbook::Answers;
use concord_domain::refusal::Refusal;
use concord_policy::{Action, Actor};

use crate::kit::danger;
use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;
use crate::kit::filing::Filing;
use crate::kit::ids::hash;

/// Who brings the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bringer {
    /// A party of the matter.
    Party(u32),
    /// Somebody who becomes one.
    New(PartyRole),
}

impl Bringer {
    /// Reads a party's number or the word of a role.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::Party).or_else(|| PartyRole::parse(text).map(Self::New))
    }
}

/// A report that is to join a matter.
#[derive(Debug)]
pub struct Join {
    pub bringer: Bringer,
    /// What was suggested as likely the same while it was written, with the reasons.
    pub shown: Vec<EarlierShown>,
    pub filing: Filing,
    pub expected: Expected,
}

/// Joins a report to an open matter, and prints a key for whoever brought it. It is searched for signs of danger and bears the paper
/// of whoever sent it, as one that opens a matter does.
///
/// Coming again is a right: it raises the urgency of the matter, never of the person.
///
/// # Errors
/// [`Failure::Invalid`], or [`Refusal::AlreadyConcluded`].
pub async fn join(desk: &Desk, actor: &Actor, code: &MatterCode, join: Join) -> Result<(Matter, AccessKey), Failure> {
    let Join { bringer, shown, filing, expected } = join;
    let filing = Filing { region: None, respondents: Vec::new(), ..filing };
    check(desk, &filing, bringer)?;
    let key = desk.ids.access_key();
    let matter = desk
        .carry_out(actor, Action::FileReport, code, expected, |matter, rules, drawer| {
            let mut events = decide(matter, rules, drawer, &filing, bringer, &key)?;
            events.extend(joined(matter, bringer, &shown, rules)?);
            let meta = Meta { at: rules.now, actor: String::new() };
            events.extend(noted(&matter.after(&events, &meta), &meta, rules, drawer, &filing)?);
            Ok(events)
        })
        .await?;
    desk.tell_at_once(&matter).await;
    Ok((matter, key))
}

fn check(desk: &Desk, filing: &Filing, bringer: Bringer) -> Result<(), Failure> {
    let mut whole = filing.clone();
    if let Bringer::Party(_) = bringer {
        // Who is known need not be named again.
        "-".clone_into(&mut whole.applicant.name);
    }
    crate::kit::filing::check(&whole, desk.today())
}

fn decide(
    matter: &Matter,
    rules: &Rules<'_>,
    drawer: &mut Drawer<'_>,
    filing: &Filing,
    bringer: Bringer,
    key: &AccessKey,
) -> Result<Vec<Event>, Failure> {
    if !matter.status.is_open() {
        return Err(Refusal::AlreadyConcluded { status: matter.status }.into());
    }
    let report = Report {
        channel: filing.channel,
        narrative: drawer.seal(TextKind::Narrative, filing.narrative.trim()),
        answers: None,
        place: drawer.seal_some(TextKind::Place, &filing.place),
        happened_on: filing.happened_on,
        amount: filing.amount,
        language: filing.language,
        filed_by: filing.filed_by,
        source: None,
        external_id: None,
    };
    let key_hash = hash(key.as_str());
    Ok(match bringer {
        Bringer::Party(no) => {
            let mut events = intake::join_report(matter, report, Vec::new(), rules)?;
            events.extend(intake::grant_access(matter, no, key_hash)?);
            events
        }
        Bringer::New(role) => {
            let person = drawer.seal_person(&filing.applicant);
            let party = NewParty { role, person, representative: None, key_hash: Some(key_hash) };
            intake::join_report(matter, report, vec![party], rules)?
        }
    })
}

/// Coming again is more urgent; and the log of what was suggested, with what came of it.
fn joined(matter: &Matter, bringer: Bringer, shown: &[EarlierShown], rules: &Rules<'_>) -> Result<Vec<Event>, Failure> {
    let because = match bringer {
        Bringer::Party(_) => UrgencyCause::Returned,
        Bringer::New(_) => UrgencyCause::Joined,
    };
    let mut events = family::come_again(matter, because);
    let chosen = Some(matter.code.clone());
    events.extend(family::judge_earlier(matter, shown.to_vec(), EarlierVerdict::Joined, chosen, rules)?);
    Ok(events)
}

/// What the report says of danger, and the paper with which another body sent it.
fn noted(
    joined: &Matter,
    meta: &Meta,
    rules: &Rules<'_>,
    drawer: &mut Drawer<'_>,
    filing: &Filing,
) -> Result<Vec<Event>, Failure> {
    let signs = danger::signs(rules.playbook, &filing.narrative, &Answers::default(), &filing.danger);
    let mut events = danger::noted(joined, &signs, rules)?;
    if let Some((paper, report)) = filing.arrival.as_ref().zip(joined.reports.last()) {
        let command = paper.command(report.no, Vec::new(), drawer);
        events.extend(arrival::record(&joined.after(&events, meta), command, rules)?);
    }
    Ok(events)
}
