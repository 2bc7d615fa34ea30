//! The party's own judgement.

use crate::matter::{Event, Matter, Rated, Rules, Status, with_clocks};
use crate::refusal::Refusal;
use crate::sealed::Sealed;

/// Rates a concluded matter, once for each party and conclusion.
///
/// # Errors
/// [`Refusal::NotConcluded`], [`Refusal::StarsRange`], [`Refusal::NoSuchEntry`], [`Refusal::AlreadyRated`].
pub fn rate(
    matter: &Matter,
    party: u32,
    stars: u8,
    text: Option<Sealed>,
    rules: &Rules<'_>,
) -> Result<Vec<Event>, Refusal> {
    if matter.status.is_open() || matter.status == Status::Merged {
        return Err(Refusal::NotConcluded);
    }
    if !(1..=5).contains(&stars) {
        return Err(Refusal::StarsRange);
    }
    matter.party(party).ok_or(Refusal::NoSuchEntry { no: party })?;
    if matter.ratings.iter().any(|r| r.party == party) {
        return Err(Refusal::AlreadyRated);
    }
    with_clocks(Some(matter), vec![Rated { party, stars, on: rules.today, text }.into()], rules)
}
