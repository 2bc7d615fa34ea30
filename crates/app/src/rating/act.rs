//! What is decided about judgements that somebody takes down, the same by form and by API.

use concord_domain::correspondence::{self, Correspondent};
use concord_domain::matter::{Audience, Event, Matter, Meta, RatingWay, Resolved, Rules, TryOutcome};
use concord_domain::rating::{self, Missed, Taken, Word};
use concord_policy::Actor;

use crate::kit::bodies::asking;
use crate::kit::drawer::{Drawer, TextKind};
use crate::kit::failure::Failure;
use crate::kit::upload::Kept;

/// A party's judgement, taken down.
#[derive(Clone, Debug)]
pub struct Take {
    pub party: u32,
    pub stars: u8,
    pub resolved: Option<Resolved>,
    pub comment: String,
    pub way: RatingWay,
    /// The form of paper, photographed or scanned.
    pub scan: Option<Kept>,
}

impl Take {
    pub fn decide(
        &self,
        actor: &Actor,
        matter: &Matter,
        rules: &Rules<'_>,
        drawer: &mut Drawer<'_>,
    ) -> Result<Vec<Event>, Failure> {
        let by = asking(actor, matter).ok_or(Failure::Forbidden)?;
        let scan = drawer.attach(self.scan.as_slice(), Audience::Staff, Some(Correspondent::Party(self.party)));
        let mut events = correspondence::attach(matter, scan)?;
        let nobody = Meta { at: 0, actor: String::new() };
        let matter = &matter.after(&events, &nobody);
        let scan = self.scan.is_some().then(|| matter.files.iter().map(|f| f.no).max()).flatten();
        let text = drawer.seal_some(TextKind::Comment, &self.comment);
        let word = Word { party: self.party, stars: self.stars, resolved: self.resolved, text };
        events.extend(rating::take(matter, word, Taken { way: self.way, by, scan }, rules)?);
        Ok(events)
    }
}

/// A call that brought no judgement.
#[derive(Clone, Copy, Debug)]
pub struct Miss {
    pub party: u32,
    pub outcome: TryOutcome,
}

impl Miss {
    pub fn decide(self, actor: &Actor, matter: &Matter, rules: &Rules<'_>) -> Result<Vec<Event>, Failure> {
        let by = asking(actor, matter).ok_or(Failure::Forbidden)?;
        Ok(rating::missed(matter, Missed { party: self.party, by, outcome: self.outcome, round: None }, rules)?)
    }
}
