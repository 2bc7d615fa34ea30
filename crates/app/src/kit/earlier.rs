//! Finding the earlier matter of somebody: by name, telephone or address, within the region of whoever asks.

use concord_policy::relation::Subject;
use concord_policy::{Action, Actor};
use concord_store::search::{self, Term};

use super::desk::Desk;
use super::earlier_queries::{self, Earlier};
use super::failure::Failure;
use super::read_model::{NAME, PHONE, REGION, digits, marked, marked_term};

/// Most lines of a list of earlier matters: more is not read while somebody waits.
pub const MOST: usize = 8;
/// Fewer digits of a telephone number say nothing.
const LEAST_DIGITS: usize = 4;

/// By what somebody is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clue {
    /// A name or an address, or part of one.
    Words(String),
    /// A telephone number, or how it begins.
    Phone(String),
}

impl Clue {
    /// What to look for; nothing where the clue says too little.
    fn terms(&self) -> Vec<Term> {
        match self {
            Self::Words(text) => search::query_tokens(text).into_iter().map(|term| marked_term(NAME, term)).collect(),
            Self::Phone(text) => {
                let digits = digits(text);
                if digits.len() < LEAST_DIGITS { Vec::new() } else { vec![Term::Prefix(marked(PHONE, &digits))] }
            }
        }
    }
}

impl Desk {
    /// Matters of somebody, newest first, at most [`MOST`].
    ///
    /// # Errors
    /// [`Failure::Forbidden`] for an actor who may not look for people anywhere.
    pub async fn earlier(&self, actor: &Actor, clue: &Clue) -> Result<Vec<Earlier>, Failure> {
        let regions: Vec<String> =
            self.policy.regions(actor, Action::FindEarlier).into_iter().map(str::to_owned).collect();
        let may = |code: &String| {
            let region = Subject::Region(code.clone());
            [Action::FindEarlier, Action::ViewNames].iter().all(|a| self.policy.allows(actor, *a, &region))
        };
        let regions: Vec<String> = regions.into_iter().filter(may).collect();
        if regions.is_empty() {
            return Err(Failure::Forbidden);
        }
        let terms = clue.terms();
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self
            .store
            .read(move |c| {
                let mut found = Vec::new();
                for region in regions {
                    let mut all = terms.clone();
                    all.push(Term::Word(marked(REGION, &region)));
                    found.extend(earlier_queries::find(c, all, MOST)?);
                }
                Ok::<_, concord_store::Fault>(found)
            })
            .await?;
        found.sort_by_key(|e| std::cmp::Reverse(e.id));
        found.dedup_by_key(|e| e.id);
        found.truncate(MOST);
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_of_a_telephone_number_is_looked_for_by_its_beginning_and_too_few_digits_are_not() {
        assert_eq!(Clue::Phone("138".into()).terms(), []);
        assert_eq!(Clue::Phone("+86 138-1234".into()).terms(), [Term::Prefix("p\u{b7}861381234".into())]);
        assert_eq!(Clue::Phone("13812345678".into()).terms(), [Term::Prefix("p\u{b7}13812345678".into())]);
    }

    #[test]
    fn a_name_is_looked_for_among_names_alone() {
        assert_eq!(Clue::Words("\u{674e}\u{4f1f}".into()).terms(), [Term::Word("n\u{b7}\u{674e}\u{4f1f}".into())]);
        assert_eq!(Clue::Words("Li".into()).terms(), [Term::Prefix("n\u{b7}li".into())]);
    }
}
