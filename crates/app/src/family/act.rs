//! What is decided about two matters at once, for pages and API alike: both are recorded, or neither.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_domain::code::MatterCode;
use concord_domain::family::{self, OfBoth, Said};
use concord_domain::likeness::is_same_person;
use concord_domain::matter::{EarlierShown, EarlierVerdict, LinkKind, Matter, Party, Rules};
use concord_policy::{Action, Actor};

use crate::kit::desk::{Desk, Expected};
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;
use crate::kit::likely::somebody;
use crate::kit::story::person;

/// How often it is decided anew when somebody else was quicker.
const ATTEMPTS: usize = 5;

/// Merges a matter into another.
#[derive(Clone, Debug)]
pub struct Merge {
    pub into: MatterCode,
    pub reason: String,
    /// Which of two leads stays.
    pub lead: Option<BodyId>,
    /// What was suggested, where it was chosen from that.
    pub shown: Vec<EarlierShown>,
}

/// Links a matter with another.
#[derive(Clone, Debug)]
pub struct Link {
    pub to: MatterCode,
    pub kind: LinkKind,
    pub reason: String,
    pub shown: Vec<EarlierShown>,
}

/// Something about two matters.
#[derive(Clone, Copy, Debug)]
struct Both<'a> {
    action: Action,
    code: &'a MatterCode,
    expected: Expected,
    /// The other one.
    other: &'a MatterCode,
    /// The field that named it.
    field: &'static str,
}

type Drawers<'a, 'b> = (&'a mut Drawer<'b>, &'a mut Drawer<'b>);
/// Texts of a matter by the id of their seal.
type Texts = HashMap<i64, String>;

/// Both matters as they are, to decide about.
struct Pair<'a> {
    one: &'a Matter,
    other: &'a Matter,
    texts: (Texts, Texts),
    rules: Rules<'a>,
}

/// Loads both, asks about both, decides and records; decides anew when somebody else was quicker with either.
async fn of_both(
    desk: &Desk,
    actor: &Actor,
    both: Both<'_>,
    decide: impl Fn(&Pair<'_>, Drawers<'_, '_>) -> Result<OfBoth, Failure>,
) -> Result<(Matter, Matter), Failure> {
    // Two matters, and what is recorded of each, are too much for the stack.
    Box::pin(async move {
        let mut attempt = 1;
        loop {
            let (one, history) = desk.load_history(both.code).await?;
            let permit = desk.permit(actor, both.action, &one)?;
            // Whether another matter exists is told only to those who may do this there.
            let unknown = || Failure::field(both.field, "problem-merge-unknown");
            let other = desk.load(both.other).await.map_err(|failure| match failure {
                Failure::NotFound => unknown(),
                fault => fault,
            })?;
            let onto = desk.permit(actor, both.action, &other).map_err(|_| unknown())?;
            if !both.expected.fits(&one, &history) {
                return Err(Failure::VersionMismatch);
            }
            let texts = (desk.matter_texts(&one).await?, desk.matter_texts(&other).await?);
            let (mut here, mut there) = (Drawer::new(&desk.ids), Drawer::new(&desk.ids));
            let pair = Pair { one: &one, other: &other, texts, rules: desk.rules(&one) };
            let (of_one, of_other) = decide(&pair, (&mut here, &mut there))?;
            let (of_one, of_other) = (desk.with_rise(&one, of_one).await?, desk.with_rise(&other, of_other).await?);
            let first = desk.recording(permit, &one, of_one, here).await?;
            let second = desk.recording(onto, &other, of_other, there).await?;
            match desk.record_both(first, second).await {
                Err(Failure::Conflict) if !matches!(both.expected, Expected::Version(_)) && attempt < ATTEMPTS => {
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    })
    .await
}

impl Pair<'_> {
    /// Parties whom both matters have, by their numbers here and there.
    fn same_people(&self) -> Vec<(u32, u32)> {
        let shown = |texts: &Texts, p: &Party| person(texts, p.person.id).map(|details| somebody(p.role, &details));
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for mine in &self.one.parties {
            let Some(me) = shown(&self.texts.0, mine) else { continue };
            let same = |p: &&Party| shown(&self.texts.1, p).is_some_and(|they| is_same_person(&me, &they));
            let free = |p: &&Party| p.left_on.is_none() && pairs.iter().all(|(_, no)| *no != p.no);
            let found = self.other.parties.iter().filter(free).find(same).map(|p| p.no);
            pairs.extend(found.map(|no| (mine.no, no)));
        }
        pairs
    }
}

fn seal(reason: &str, (here, there): Drawers<'_, '_>) -> Said {
    Said { here: here.seal(TextKind::Reason, reason), there: there.seal(TextKind::Reason, reason) }
}

/// Merges a matter into another; answers the one that goes on.
pub async fn merge(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    cmd: &Merge,
) -> Result<Matter, Failure> {
    let both = Both { action: Action::MergeMatter, code, expected, other: &cmd.into, field: "into" };
    let done = of_both(desk, actor, both, |pair, drawers| {
        let Pair { one, other, rules, .. } = pair;
        let order = family::Merge {
            reason: Some(seal(&cmd.reason, drawers)),
            lead: cmd.lead,
            by: desk.acting_body(actor, Action::MergeMatter, other),
            same: pair.same_people(),
        };
        let (mut ends, goes_on) = family::merge(one, other, order, rules)?;
        let chosen = Some(cmd.into.clone());
        let judged = family::judge_earlier(one, cmd.shown.clone(), EarlierVerdict::Merged, chosen, rules)?;
        ends.splice(0..0, judged);
        Ok((ends, goes_on))
    })
    .await?;
    // A danger that came over is told to whoever is on duty for the one that goes on.
    desk.tell_at_once(&done.1).await;
    Ok(done.1)
}

/// Takes a matter out of the one that gathered it; answers it.
pub async fn separate(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    reason: &str,
) -> Result<Matter, Failure> {
    let merged = desk.load(code).await?;
    desk.permit(actor, Action::MergeMatter, &merged)?;
    let from = merged.merged_into.ok_or(concord_domain::Refusal::NotMerged)?;
    let both = Both { action: Action::MergeMatter, code, expected, other: &from, field: "reason" };
    let done = of_both(desk, actor, both, |pair, drawers| {
        Ok(family::separate(pair.one, pair.other, seal(reason, drawers), &pair.rules)?)
    })
    .await?;
    desk.tell_at_once(&done.0).await;
    Ok(done.0)
}

/// Links a matter with another; answers it.
pub async fn link(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    cmd: &Link,
) -> Result<Matter, Failure> {
    let both = Both { action: Action::LinkMatter, code, expected, other: &cmd.to, field: "to" };
    let done = of_both(desk, actor, both, |pair, drawers| {
        let Pair { one, other, rules, .. } = pair;
        let (mut here, there) = family::link(one, other, cmd.kind, seal(&cmd.reason, drawers), rules)?;
        let chosen = Some(cmd.to.clone());
        here.extend(family::judge_earlier(one, cmd.shown.clone(), EarlierVerdict::Linked, chosen, rules)?);
        Ok((here, there))
    })
    .await?;
    Ok(done.0)
}

/// Removes a link from both matters; answers the one.
pub async fn unlink(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    other: &MatterCode,
) -> Result<Matter, Failure> {
    let both = Both { action: Action::LinkMatter, code, expected, other, field: "to" };
    let done = of_both(desk, actor, both, |pair, _| Ok(family::unlink(pair.one, pair.other, &pair.rules)?)).await?;
    Ok(done.0)
}

/// Notes that suggested matters are others.
pub async fn apart(
    desk: &Desk,
    actor: &Actor,
    code: &MatterCode,
    expected: Expected,
    shown: &[EarlierShown],
) -> Result<Matter, Failure> {
    desk.carry_out(actor, Action::LinkMatter, code, expected, |matter, rules, _| {
        Ok(family::judge_earlier(matter, shown.to_vec(), EarlierVerdict::Apart, None, rules)?)
    })
    .await
}
