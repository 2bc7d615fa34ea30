//! Which rounds somebody sees.

use std::collections::HashSet;

use concord_domain::rating::CallBackState;
use concord_domain::region::{RegionCode, Tier};
use concord_domain::sampling::Round;
use concord_policy::relation::Subject;
use concord_policy::{Action, Actor};
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::kit::desk::Desk;
use crate::kit::drawing::{self, Drawn, Turn};
use crate::kit::failure::Failure;
use crate::kit::form::Fields;
use crate::kit::format;
use crate::kit::messages::{Args, Lang};
use crate::kit::sorting::Sorting;

/// Weeks that are shown: those that can still be called, and one more to look back at.
const WEEKS: i64 = 5;

/// Where the list stands.
pub const PATH: &str = "/desk/call-backs";
/// What those who wait are sorted by: as they were drawn, body by body, or by calls in vain. A week's draw is sorted at once; it is a
/// few of each body.
pub const SORTS: [&str; 2] = ["body", "tries"];

/// Those of a round who are to be called by the reader.
pub fn waiting(drawn: &Drawn, sorting: Sorting) -> Vec<&Turn> {
    let yours = |turn: &&Turn| turn.state == CallBackState::Waiting && !turn.of_own_body;
    let mut turns: Vec<&Turn> = drawn.turns.iter().filter(yours).collect();
    if sorting.by == "tries" {
        turns.sort_by_key(|turn| turn.tries());
    }
    sorting.way.along(turns)
}

impl Desk {
    /// Whether somebody may take the call-backs of a region away as a file.
    pub fn may_take_call_backs(&self, actor: &Actor, region: &RegionCode) -> bool {
        self.policy.allows(actor, Action::ExportList, &Subject::Region(region.as_str().to_owned()))
    }

    /// The region whose call-backs an actor sees: the one asked for, or the widest of theirs. A county or a city.
    ///
    /// # Errors
    /// [`Failure::SignedOut`], [`Failure::Forbidden`], or [`Failure::NotFound`] for what is neither.
    pub fn call_back_region(&self, actor: &Actor, fields: &Fields) -> Result<RegionCode, Failure> {
        let fits = |code: &RegionCode| matches!(code.tier(), Tier::County | Tier::City);
        let code: RegionCode = match fields.some("region") {
            Some(text) => text.parse().map_err(|_| Failure::NotFound)?,
            None => {
                if !matches!(actor, Actor::Staff { .. }) {
                    return Err(Failure::SignedOut);
                }
                let regions = self.policy.regions(actor, Action::CallBack).into_iter();
                let mut own: Vec<RegionCode> = regions.filter_map(|code| code.parse().ok()).filter(fits).collect();
                own.sort_by_key(|code| code.as_str().len());
                own.into_iter().next().ok_or(Failure::Forbidden)?
            }
        };
        self.may_call_back(actor, &code)?;
        if fits(&code) && self.places().region(&code).is_some() { Ok(code) } else { Err(Failure::NotFound) }
    }

    /// Whether an actor sees the call-backs of a region.
    ///
    /// # Errors
    /// [`Failure::SignedOut`], [`Failure::Forbidden`].
    pub fn may_call_back(&self, actor: &Actor, region: &RegionCode) -> Result<(), Failure> {
        if !matches!(actor, Actor::Staff { .. }) {
            return Err(Failure::SignedOut);
        }
        self.permit_on(actor, Action::CallBack, &Subject::Region(region.as_str().to_owned()))?;
        Ok(())
    }

    /// Why a matter is to be called: what it was drawn from, whose place it took, and by when.
    pub fn why_drawn(&self, lang: Lang, drawn: &Drawn, turn: &Turn) -> String {
        let messages = self.templates.messages();
        let day = |on: Date| format::date(messages, lang, &on.to_string()).unwrap_or_default();
        let mut args = Args::new();
        args.set("from", day(drawn.round.from));
        args.set("to", day(drawn.round.to()));
        args.set("due", day(drawn.round.due_on(&self.duties.call_backs)));
        args.set("n", drawn.frame as i64);
        messages.text(lang, if turn.reserve { "call-back-why-reserve" } else { "call-back-why" }, &args)
    }

    /// The latest rounds of a region, the newest first.
    pub async fn rounds(&self, actor: &Actor, region: &RegionCode) -> Result<Vec<Drawn>, Failure> {
        let today = self.today();
        let rounds: Vec<Round> =
            (1..=WEEKS).map(|ago| Round::of(region.clone(), today.saturating_sub((7 * ago).days()))).collect();
        let mut all = Vec::new();
        for round in rounds {
            all.extend(self.drawn(actor, round).await?);
        }
        Ok(all)
    }

    /// A round that is over; none where nothing was concluded in it.
    pub async fn drawn(&self, actor: &Actor, round: Round) -> Result<Option<Drawn>, Failure> {
        if !round.is_drawn(self.today()) {
            return Ok(None);
        }
        let midnight = |day: jiff::civil::Date| self.clock.instant(day.at(0, 0, 0, 0));
        let span = midnight(round.from).zip(midnight(round.to().saturating_add(1.day())));
        let Some((from, until)) = span else { return Ok(None) };
        let settings = self.duties.call_backs;
        let own: HashSet<i64> = actor.roles().iter().map(|held| held.body).collect();
        Ok(self.store.read(move |c| drawing::drawn(c, &round, (from, until), &settings, &own)).await?)
    }
}
